"""How often, how early and in whose words each outlet mentions each actor."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossread.measures.outlets import UNKNOWN
from crossread.measures.weights import outlet_sizes, weigh
from crossread.tables import Ints, Names, Rows, Scan, as_rows, find_names, number_names, read_names, read_numbers

# Pronouns repeat a name; they are counted only when asked for.
DEFAULT_FORMS = ("name", "acronym", "demonym", "nominal")
_VOICES = ("all", "narrator", "quoted")
_COLUMNS = ["doc_id", "start", "actor_id", "form", "voice"]
_KEY = ["outlet", "actor_id", "voice"]
_COUNTS = ("n_mentions", "n_mentioning", "position")
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def count_mentions(
    mentions: pd.DataFrame | Scan,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    only: Sequence[str] | None = None,
    top: int | None = None,
    forms: Sequence[str] = DEFAULT_FORMS,
    weight: str = "article",
) -> pd.DataFrame:
    """Count mentions by outlet, actor and voice.

    Args:
        mentions: the table ``mentions``, or a scan of it, which takes less time and memory. Mentions in other
            articles do not count.
        articles: the table ``articles``.
        actors: the table ``actors``.
        only: the actors to count; all that are mentioned unless given.
        top: of them only those that are among so many that outlets mention most (see :func:`top_actors`), in one of
            the voices or in all, with ties. A large corpus names so many people that a row for each of them in
            each outlet would not fit into memory.
        forms: which forms of mention count.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet, actor and voice (``all``, ``narrator``, ``quoted``), zeros among them:
        outlet, actor_id, actor, kind, side, in_lexicon, voice, n_mentions, n_mentioning (articles that
        mention the actor), n_articles, n_independent (texts; both all of the outlet), weight, n_words (of the
        articles that count), per_1000 (mentions per 1,000 of these words), first_position (mean over
        mentioning articles of where the first mention stands, 0 the start and 1 the end; null where none
        does).

    Raises:
        ValueError: there is no such weight, or an actor is mentioned that is not in ``actors``.
    """
    numbers = _number(weigh(articles, articles, weight))
    tally = partial(_tally, numbers=numbers, forms=forms)
    if isinstance(mentions, pd.DataFrame):
        tallies = [tally(as_rows(mentions, _COLUMNS))]
    else:
        tallies = mentions.map(_COLUMNS, tally)
    sizes = outlet_sizes(articles, weight=weight)
    words = sizes.set_index("outlet")["n_words"].reindex(numbers.outlets).to_numpy(dtype=np.float64)
    share = np.divide(1000, words, out=np.zeros_like(words), where=words > 0)
    counted = np.ones(len(actors), dtype=bool) if only is None else actors["actor_id"].isin(only).to_numpy()
    of_names = _number_actors(tallies, actors["actor_id"])
    if top is not None:
        counted = _are_most(tallies, of_names, counted, share, top)
    found = _merge(tallies, of_names, counted)
    found["per_1000"] = 1000 * found["n_mentions"] / words[found["outlet"]]
    found = _named(found, numbers, actors["actor_id"])
    wanted = found["actor_id"].unique() if only is None or top is not None else only
    who = actors.rename(columns={"name": "actor"})[["actor_id", "actor", "kind", "side", "in_lexicon"]]
    grid = sizes.merge(pd.DataFrame({"actor_id": sorted(wanted)}, dtype="str"), how="cross").merge(
        pd.DataFrame({"voice": _VOICES}), how="cross"
    )
    out = grid.merge(found, on=_KEY, how="left", validate="1:1").merge(who, on="actor_id", how="left", validate="m:1")
    counts = ["n_mentions", "n_mentioning"]
    out[counts] = out[counts].fillna(0).astype("int64")
    out["per_1000"] = out["per_1000"].fillna(0).where(out["n_words"] > 0)
    out["first_position"] = (out["position"] / out["n_mentioning"] / _WHOLE).round(6)
    return out[
        [
            "outlet",
            "actor_id",
            "actor",
            "kind",
            "side",
            "in_lexicon",
            "voice",
            "n_mentions",
            "n_mentioning",
            "n_articles",
            "n_independent",
            "weight",
            "n_words",
            "per_1000",
            "first_position",
        ]
    ]


class _Numbers(NamedTuple):
    """Articles that count and outlets as numbers."""

    articles: dict[str, int]  # by doc_id
    outlets: pd.Index
    outlet: Ints  # of an article, by the article's number
    length: Ints  # of an article's text


def _number(articles: pd.DataFrame) -> _Numbers:
    outlet, outlets = pd.factorize(articles["outlet"].fillna(UNKNOWN))
    length = articles["text"].str.len().to_numpy().astype(np.int64)
    by_id = {doc_id: number for number, doc_id in enumerate(articles["doc_id"].tolist())}
    return _Numbers(by_id, outlets, outlet.astype(np.int64), length)


class _Tally(NamedTuple):
    """Counts by outlet, actor and voice, each column an array, with the actors that their numbers mean."""

    actor_ids: Names
    outlet: Ints
    actor: Ints
    voice: Ints
    n_mentions: Ints
    n_mentioning: Ints
    position: Ints  # sum of first positions, in parts of ``_WHOLE``


# Positions in an article are added as whole numbers: in whatever order, the sum is the same to the last digit.
_WHOLE = 2**32


def _tally(rows: Rows, numbers: _Numbers, forms: Sequence[str]) -> _Tally:
    """The counts of some whole articles.

    Numbers are sorted, not text, and where a mention begins is the last bits of the number that says where it belongs:
    ten million mentions take a second so, and half a minute by ``groupby`` on text. Actors have numbers of these rows
    alone: to find so many names in a dictionary of Python's would let threads wait for each other.
    """
    article, doc_ids = read_names(rows, "doc_id")
    of_doc_id = np.array([numbers.articles.get(doc_id, -1) for doc_id in doc_ids.to_pylist()], dtype=np.int64)
    article = of_doc_id[article]
    row = np.flatnonzero((article >= 0) & (number_names(rows, "form", forms) >= 0))
    article, start, voice = article[row], read_numbers(rows, "start")[row], number_names(rows, "voice", _VOICES)[row]
    actor, actor_ids = read_names(rows, "actor_id")
    n_voices, n_keys = len(_VOICES), len(actor_ids) * len(_VOICES)
    n_bits = int(start.max(initial=0)).bit_length()
    if (len(numbers.outlet) * n_keys) << n_bits > np.iinfo(np.int64).max:
        raise ValueError(f"{len(rows):,} mentions are too many to count at once: give a scan of the table")
    packed = np.sort((article * n_keys + actor[row] * n_voices + voice) << n_bits | start)
    keys = packed >> n_bits
    bounds = _bounds(keys)
    first = packed[bounds] & ((1 << n_bits) - 1)
    keys, n_mentions = keys[bounds], np.diff(bounds, append=len(keys))
    # The voice is the last digit of a key, and that of all is 0.
    bounds = _bounds(keys // n_voices)
    keys = np.concatenate([keys, keys[bounds] // n_voices * n_voices])
    n_mentions = np.concatenate([n_mentions, _reduce(np.add, n_mentions, bounds)])
    first = np.concatenate([first, _reduce(np.minimum, first, bounds)])
    article, key = np.divmod(keys, n_keys)
    position = first * _WHOLE // numbers.length[article]
    key, *sums = _add_up(numbers.outlet[article] * n_keys + key, n_mentions, np.ones_like(key), position)
    return _Tally(actor_ids, *_digits(key, len(actor_ids)), *sums)


def _number_actors(tallies: Sequence[_Tally], actor_ids: pd.Series) -> list[Ints]:
    """The numbers in the table actors of the names of each tally, -1 for one that is not there and does not count."""
    names = [tally.actor_ids for tally in tallies]
    of_names = np.split(find_names(names, actor_ids), np.cumsum([len(part) for part in names])[:-1])
    for tally, numbers in zip(tallies, of_names, strict=True):
        for unknown in tally.actor[numbers[tally.actor] < 0]:
            raise ValueError(f"mentions of {tally.actor_ids[unknown]}, which is not in the table actors")
    return of_names


def _are_most(tallies: Sequence[_Tally], of_names: Sequence[Ints], eligible: Flags, share: Floats, n: int) -> Flags:
    """Whether outlets mention an actor most: n of the eligible and those that tie with the last of them, by voice."""
    cells = np.zeros(len(eligible) * len(_VOICES))
    for tally, numbers in zip(tallies, of_names, strict=True):
        np.add.at(cells, numbers[tally.actor] * len(_VOICES) + tally.voice, tally.n_mentions * share[tally.outlet])
    sums = cells.reshape(-1, len(_VOICES)) * eligible[:, None]
    least = np.sort(sums, axis=0)[-n:][:1]
    return np.asarray(((sums > 0) & (sums >= least * (1 - 1e-9))).any(axis=1), dtype=bool)


def _merge(tallies: Sequence[_Tally], of_names: Sequence[Ints], counted: Flags) -> pd.DataFrame:
    """The tallies of the actors that count in one: as columns what a tally has, outlet, actor and voice as numbers."""
    rows = [np.flatnonzero(counted[numbers][tally.actor]) for tally, numbers in zip(tallies, of_names, strict=True)]
    actor = np.concatenate([of[tally.actor[at]] for tally, of, at in zip(tallies, of_names, rows, strict=True)])
    outlet, voice, *counts = (
        np.concatenate([getattr(tally, name)[at] for tally, at in zip(tallies, rows, strict=True)])
        for name in ("outlet", "voice", *_COUNTS)
    )
    key, *counts = _add_up((outlet * len(counted) + actor) * len(_VOICES) + voice, *counts)
    outlet, actor, voice = _digits(key, len(counted))
    return pd.DataFrame({"outlet": outlet, "actor": actor, "voice": voice, **dict(zip(_COUNTS, counts, strict=True))})


def _digits(key: Ints, n_actors: int) -> tuple[Ints, Ints, Ints]:
    """The numbers of outlet, actor and voice."""
    key, voice = np.divmod(key, len(_VOICES))
    outlet, actor = np.divmod(key, n_actors)
    return outlet, actor, voice


def _add_up(key: Ints, *columns: Ints) -> list[Ints]:
    """Each key once, and the sums of its rows."""
    order = np.argsort(key)
    key = key[order]
    bounds = _bounds(key)
    return [key[bounds], *(_reduce(np.add, column[order], bounds) for column in columns)]


def _bounds(keys: Ints) -> Ints:
    """Where each run of sorted keys begins."""
    begins = np.ones(len(keys), dtype=bool)
    begins[1:] = keys[1:] != keys[:-1]
    return np.flatnonzero(begins)


def _reduce(function: np.ufunc, values: Ints, bounds: Ints) -> Ints:
    """One value for each run of values."""
    return np.asarray(function.reduceat(values, bounds) if len(bounds) else values[:0], dtype=np.int64)


def _named(found: pd.DataFrame, numbers: _Numbers, actor_ids: pd.Series) -> pd.DataFrame:
    """Rows with the names of outlet, actor and voice in place of their numbers."""
    return found.drop(columns="actor").assign(
        outlet=numbers.outlets[found["outlet"]],
        actor_id=actor_ids.to_numpy()[found["actor"]],
        voice=np.array(_VOICES)[found["voice"]],
    )


def top_actors(counts: pd.DataFrame, n: int, *, voice: str = "all") -> list[str]:
    """The actors that most outlets mention most.

    Outlets count alike, whatever their size: the rank is by the mean over outlets of mentions per
    1,000 words, then by name.

    Args:
        counts: a summary of :func:`count_mentions`.
        n: how many.
        voice: the voice to rank by.
    """
    rows = counts[counts["voice"] == voice]
    # Sums rank as means do, with or without the zeros of outlets that do not mention an actor.
    sums = rows.groupby(["actor_id", "actor"], sort=True)["per_1000"].sum().reset_index()
    ranked = sums.sort_values(["per_1000", "actor"], ascending=[False, True])
    return ranked["actor_id"].head(n).tolist()
