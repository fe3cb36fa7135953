"""How often, how early and in whose words each outlet mentions each actor."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.measures.outlets import UNKNOWN
from analysis.measures.weights import outlet_sizes, weigh
from analysis.tables import Ints, Rows, Scan, as_rows, number_names, read_numbers

# Pronouns repeat a name; they are counted only when asked for.
DEFAULT_FORMS = ("name", "acronym", "demonym", "nominal")
_VOICES = ("all", "narrator", "quoted")
_COLUMNS = ["doc_id", "start", "actor_id", "form", "voice"]
_KEY = ["outlet", "actor_id", "voice"]


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
    counting = weigh(articles, articles, weight)
    numbers = _number(counting, actors)
    tally = partial(_tally, numbers=numbers, forms=forms, only=only)
    if isinstance(mentions, pd.DataFrame):
        tallies = [tally(as_rows(mentions, _COLUMNS))]
    else:
        tallies = mentions.map(_COLUMNS, tally)
    found = _unpack(pd.concat(tallies).groupby(level=0).sum(), numbers)
    sizes = outlet_sizes(articles, weight=weight)
    words = sizes.set_index("outlet")["n_words"].reindex(numbers.outlets).to_numpy()[found["outlet"]]
    found["per_1000"] = (1000 * found["n_mentions"] / words).where(words > 0)
    if top is not None:
        found = found[found["actor"].isin(_most(found, top))]
    found = _named(found, numbers)
    wanted = found["actor_id"].unique() if only is None or top is not None else only
    who = actors.rename(columns={"name": "actor"})[["actor_id", "actor", "kind", "side", "in_lexicon"]]
    grid = sizes.merge(pd.DataFrame({"actor_id": sorted(wanted)}, dtype="str"), how="cross").merge(
        pd.DataFrame({"voice": _VOICES}), how="cross"
    )
    out = grid.merge(found, on=_KEY, how="left", validate="1:1").merge(who, on="actor_id", how="left", validate="m:1")
    counts = ["n_mentions", "n_mentioning"]
    out[counts] = out[counts].fillna(0).astype("int64")
    out["per_1000"] = out["per_1000"].fillna(0).where(out["n_words"] > 0)
    out["first_position"] = out["position"] / out["n_mentioning"]
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
    """Articles that count, actors and outlets as numbers: those of articles and actors are found by their ids."""

    articles: dict[str, int]
    actors: dict[str, int]
    outlets: pd.Index
    outlet: Ints  # of an article, by the article's number
    length: Ints  # of an article's text


def _number(articles: pd.DataFrame, actors: pd.DataFrame) -> _Numbers:
    outlet, outlets = pd.factorize(articles["outlet"].fillna(UNKNOWN))
    length = articles["text"].str.len().to_numpy().astype(np.int64)
    return _Numbers(
        _by_name(articles["doc_id"].tolist()),
        _by_name(actors["actor_id"].tolist()),
        outlets,
        outlet.astype(np.int64),
        length,
    )


def _by_name(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _tally(rows: Rows, numbers: _Numbers, forms: Sequence[str], only: Sequence[str] | None) -> pd.DataFrame:
    """n_mentions, n_mentioning, sum of first positions in some whole articles, by number of outlet, actor and voice.

    Numbers and not text are counted: ten million mentions take a second so, and half a minute by ``groupby`` on text.
    """
    article = number_names(rows, "doc_id", numbers.articles)
    actor = number_names(rows, "actor_id", numbers.actors)
    voice = number_names(rows, "voice", _by_name(_VOICES))
    counted = (article >= 0) & (number_names(rows, "form", _by_name(forms)) >= 0)
    if only is not None:
        counted &= number_names(rows, "actor_id", _by_name(only)) >= 0
    unknown = counted & (actor < 0)
    if unknown.any():
        raise ValueError(f"mentions of {rows['actor_id'][unknown.argmax()]}, which is not in the table actors")
    n_actors, n_voices = len(numbers.actors), len(_VOICES)
    key = ((article * n_actors + actor) * n_voices + voice)[counted]
    order, bounds = _group(key)
    keys, n_mentions = key[order[bounds]], np.diff(bounds, append=len(order))
    first = _reduce(np.minimum, read_numbers(rows, "start")[counted][order], bounds)
    # The voice is the last digit of a key, and that of all is 0.
    bounds = np.flatnonzero(np.diff(keys // n_voices, prepend=-1))
    keys = np.concatenate([keys, keys[bounds] // n_voices * n_voices])
    n_mentions = np.concatenate([n_mentions, _reduce(np.add, n_mentions, bounds)])
    first = np.concatenate([first, _reduce(np.minimum, first, bounds)])
    article, rest = np.divmod(keys, n_actors * n_voices)
    key = numbers.outlet[article] * (n_actors * n_voices) + rest
    order, bounds = _group(key)
    return pd.DataFrame(
        {
            "n_mentions": _reduce(np.add, n_mentions[order], bounds),
            "n_mentioning": np.diff(bounds, append=len(order)),
            "position": _reduce(np.add, (first / numbers.length[article])[order], bounds),
        },
        index=key[order[bounds]],
    )


def _group(keys: Ints) -> tuple[Ints, Ints]:
    """An order of keys in which those alike stand together, and where in it each of them begins."""
    order = np.argsort(keys, kind="stable")
    return order, np.flatnonzero(np.diff(keys[order], prepend=-1))


def _reduce(function: np.ufunc, values: npt.NDArray[Any], bounds: Ints) -> npt.NDArray[Any]:
    """One value for each run of values."""
    return function.reduceat(values, bounds) if len(bounds) else values[:0]


def _unpack(tally: pd.DataFrame, numbers: _Numbers) -> pd.DataFrame:
    """A tally with the numbers of outlet, actor and voice in columns."""
    outlet, rest = np.divmod(tally.index.to_numpy(), len(numbers.actors) * len(_VOICES))
    actor, voice = np.divmod(rest, len(_VOICES))
    return tally.reset_index(drop=True).assign(outlet=outlet, actor=actor, voice=voice)


def _most(found: pd.DataFrame, n: int) -> pd.Index:
    """The actors that outlets mention most, n and those that tie with the last of them, for each voice."""
    sums = found.groupby(["voice", "actor"])["per_1000"].sum()
    least = sums.groupby("voice").transform(lambda of_voice: of_voice.nlargest(n).min())
    return sums.index[sums >= least * (1 - 1e-9)].get_level_values("actor").unique()


def _named(found: pd.DataFrame, numbers: _Numbers) -> pd.DataFrame:
    """Rows with the names of outlet, actor and voice in place of their numbers."""
    return found.drop(columns="actor").assign(
        outlet=numbers.outlets[found["outlet"]],
        actor_id=np.array(list(numbers.actors), dtype=object)[found["actor"]],
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
