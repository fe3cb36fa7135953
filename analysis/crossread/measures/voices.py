"""Who gets to speak in which outlet, how much, and with which reporting verbs."""

import sys
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from crossread.measures.intervals import add_share, bootstrap_shares
from crossread.measures.sample import SIZES, Articles, Rows, add_total, as_text, count_by, positions, sample_of
from crossread.measures.tone import MIN_ARTICLES
from crossread.tables.schema import CUE_CLASSES, QUOTE_KINDS

# Scare quotes are the outlet's own marks: nobody said them.
DEFAULT_KINDS = tuple(kind for kind in QUOTE_KINDS if kind != "scare")
LEVELS = ("actor", "side", "kind", "camp")
ALL_SPEAKERS = "all speakers"
NO_SIDE = "no side"
NOT_IN_LEXICON = "named, not in the lexicon"
NO_ACTOR = "no known actor"  # the text has a speaker, but names nobody: "activists", "a military source"
UNKNOWN_SPEAKER = "speaker unknown"
DIRECTNESS = ("all", "direct", "indirect")
MIN_CUES = 5  # a share of fewer cues than this says nothing


def attribute_quotes(
    quotes: Rows, articles: Articles, actors: pd.DataFrame, *, kinds: Sequence[str] = DEFAULT_KINDS
) -> pd.DataFrame:
    """Quotations with the actor who speaks, what that actor is, and the words that are theirs.

    Quotations lie in one another: "X said that Y had called it 'a crime'" is a clause of X with one of Y in it. Each
    word counts once, for the shortest quotation that it stands in. A *word* is a run of letters and digits, marks
    between them included ("al-Assad", "12,000").

    A *camp* is the side of the speaker, or of the state or body a person speaks for; for who takes no side, the kind of
    actor. One cue may introduce several quotations; the first of them counts it. ``kinds`` are the kinds of quotation
    that count.

    Returns:
        One row a quotation, in the order of ``quotes``: doc_id, quote_id, outlet, start, end, kind, directness
        (``direct`` inside quotation marks, ``indirect`` in the outlet's wording), as_written (the speaker in the
        article, null where none was found), actor_id (null where no actor), actor, side, actor_kind, camp, cue,
        cue_class, counts_cue, n_words.
    """
    sample = sample_of(articles)
    # A quotation that "he said" interrupts stands in the table as its pieces and once as a whole.
    rows = sample.rows(quotes, kind=kinds)
    out = rows[rows["rule"] != "interrupted"].reset_index(drop=True)
    out = out.rename(columns={"speaker": "as_written", "speaker_id": "actor_id"})
    out["directness"] = pd.Categorical(np.where(out["kind"] == "indirect", "indirect", "direct"))
    out["n_words"] = _words_said(out, sample.articles)
    known = _describe_actors(actors)
    row = positions(out["actor_id"], known.index)
    row = np.where(row < 0, len(known) + out["as_written"].isna(), row)
    for name in ("actor", "side", "actor_kind", "camp"):
        of_actor = np.array([*known[name], NO_ACTOR, UNKNOWN_SPEAKER], dtype="object")
        out[name] = pd.Series(of_actor[row]).astype("category")
    out["cue"] = out["cue"].astype("category").map(str.lower, na_action="ignore").astype("category")
    use = ["doc_id", "cue", "speaker_start", "speaker_end"]
    is_repeated = out.duplicated(use) & out["speaker_start"].notna()
    out["counts_cue"] = out["cue_class"].notna() & ~is_repeated
    columns = [
        "doc_id", "quote_id", "outlet", "start", "end", "kind", "directness", "as_written", "actor_id", "actor", "side",
        "actor_kind", "camp", "cue", "cue_class", "counts_cue", "n_words",
    ]  # fmt: skip
    return out[columns]


def _describe_actors(actors: pd.DataFrame) -> pd.DataFrame:
    """Name, side, kind and camp of each actor, by its id."""
    own = actors.set_index("actor_id")
    body = own["affiliation"].where(own["kind"] == "person")
    side = own["side"].astype("object").fillna(body.map(own["side"]).astype("object"))
    kind = body.map(own["kind"]).astype("object").fillna(own["kind"].astype("object"))
    known = own["in_lexicon"].astype(bool)  # of others the side is unknown, not none
    return pd.DataFrame(
        {
            "actor": own["name"],
            "side": side.fillna(known.map({True: NO_SIDE, False: NOT_IN_LEXICON})),
            "actor_kind": own["kind"],
            "camp": side.fillna((kind + ", " + NO_SIDE).where(known, NOT_IN_LEXICON)),
        }
    )


def _words_said(quotes: pd.DataFrame, articles: pd.DataFrame) -> np.ndarray:
    """The words of each quotation that stand in no shorter one."""
    counts = np.zeros(len(quotes), dtype=np.int64)
    article, texts = positions(quotes["doc_id"], pd.Index(articles["doc_id"])), articles["text"].array
    starts, ends = quotes["start"].to_numpy(), quotes["end"].to_numpy()
    # The longest first, so that what lies inside is painted over it; of two as long, the one in marks last.
    order = np.lexsort((starts, quotes["directness"] == "direct", starts - ends, article))
    for rows in np.split(order, np.flatnonzero(np.diff(article[order])) + 1 if len(order) else []):
        text = texts[article[rows[0]]] if len(rows) else ""
        owner = np.full(len(text), -1, dtype=np.int64)
        for row in rows:
            owner[starts[row] : ends[row]] = row
        said = owner[word_starts(text)]
        np.add.at(counts, said[said >= 0], 1)
    return counts


def word_starts(text: str) -> np.ndarray:
    r"""Where the words of a text begin: ``\w+(?:[-’'.,]\w+)*``, fifty times as fast as by a pattern."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    is_word = _is_word()[letters]
    first = np.flatnonzero(is_word)
    first = first[~is_word[first - 1] | (first == 0)]
    # A mark between two words makes them one.
    goes_on = [at > 1 and text[at - 1] in "-’'.," and bool(is_word[at - 2]) for at in first.tolist()]
    starts: np.ndarray = first[~np.array(goes_on, dtype=bool)]
    return starts


@cache
def _is_word() -> np.ndarray:
    r"""Whether each character is one of a word, as ``\w`` has it."""
    return np.array([char.isalnum() or char == "_" for char in map(chr, range(sys.maxunicode + 1))])


def share_voices(said: pd.DataFrame, articles: Articles) -> pd.DataFrame:
    """Whose words each outlet carries: by speaker, and rolled up by side, kind and camp.

    The interval of a share is by bootstrap over the articles that quote anybody. An outlet with fewer than ten of them
    has none: its share is that of these articles. A speaker who is no actor is a row of its own (``no known actor``,
    ``speaker unknown``) at every level. ``said`` is what :func:`attribute_quotes` gives for these articles.

    Returns:
        One row for each outlet, level (``actor``, ``side``, ``kind``, ``camp``), group and directness (``all``,
        ``direct``, ``indirect``), zeros among them; of actors only those that the outlet quotes: outlet, level,
        group_id (the ``actor_id``, else the group itself), group, directness, n_quotes, n_words (said, see
        :func:`attribute_quotes`), n_said (by all speakers of the outlet, the whole of each share), n_quoting (articles
        of the outlet with that voice), ``SIZES``, share (null where nobody is quoted), low, high (null for a share of 0
        too), interval_over (``articles``; null where there is no interval).
    """
    sample = sample_of(articles)
    n_said = said.groupby("outlet")["n_words"].sum()
    keys = ["outlet", "group_id", "directness"]
    levels, by_level = [], []
    for level in LEVELS:
        grouped = _with_group(said, level)
        names = _names(grouped)
        by_article = grouped.groupby(["outlet", "doc_id", "group_id", "directness"], sort=False)
        counts = by_article.agg(n_quotes=("quote_id", "size"), n_words=("n_words", "sum")).reset_index()
        parts = add_total(counts, "directness", {"n_quotes": "sum", "n_words": "sum"})
        parts["directness"] = pd.Categorical(parts["directness"], DIRECTNESS)
        parts["level"] = pd.Categorical([level], LEVELS).repeat(len(parts))
        by_level.append(parts[parts["n_words"] > 0])
        sums = {"n_quotes": ("n_quotes", "sum"), "n_words": ("n_words", "sum"), "n_quoting": ("doc_id", "size")}
        # Actors are so many that a row for each of them in each outlet would not fit into memory.
        groups = {"only": ["group_id"]} if level == "actor" else {"group_id": names["group_id"].tolist()}
        out = sample.complete(count_by(parts, keys, **sums), list(sums), **groups, directness=DIRECTNESS)
        out["n_said"] = out["outlet"].map(n_said).fillna(0).astype("int64")
        out["share"] = (out["n_words"] / out["n_said"]).where(out["n_said"] > 0)
        levels.append(out.merge(names, on="group_id", how="left", validate="m:1").assign(level=level))
    intervals = _intervals(pd.concat(by_level, ignore_index=True))
    shares = pd.concat(levels, ignore_index=True).merge(intervals, on=["level", *keys], how="left", validate="1:1")
    shares["interval_over"] = shares["low"].notna().map({True: "articles", False: None})
    columns = [
        "outlet", "level", "group_id", "group", "directness", "n_quotes", "n_words", "n_said", "n_quoting",
        *SIZES, "share", "low", "high", "interval_over",
    ]  # fmt: skip
    return shares[columns]


def _with_group(said: pd.DataFrame, level: str) -> pd.DataFrame:
    """The quotations with the group that they count for."""
    if level not in LEVELS:
        raise ValueError(f"no level {level!r}; there are {', '.join(LEVELS)}")
    group = said["actor_kind" if level == "kind" else level]
    group_id = said["actor_id"].astype("object").fillna(group.astype("object")) if level == "actor" else group
    return said.assign(group=group, group_id=group_id.astype("category"))


def _names(grouped: pd.DataFrame) -> pd.DataFrame:
    """The id of each group and its name, by id."""
    names = grouped[["group_id", "group"]].drop_duplicates("group_id")
    return as_text(names, ["group_id", "group"]).sort_values("group_id")


def _intervals(parts: pd.DataFrame) -> pd.DataFrame:
    """Intervals of shares at all levels, of the outlets with enough articles that quote anybody."""
    columns, found = ["outlet", "level", "group_id", "directness"], []
    parts = parts.assign(column=parts.groupby(columns, sort=False, observed=True).ngroup())
    shares = parts.drop_duplicates("column").set_index("column")[columns]
    for _, own in parts.groupby("outlet", observed=True):
        article, doc_ids = pd.factorize(own["doc_id"], sort=True)
        if len(doc_ids) < MIN_ARTICLES:
            continue
        at, which = pd.factorize(own["column"])
        words = np.zeros((len(doc_ids), len(which)))
        words[article, at] = own["n_words"]
        whole = own[(own["level"] == LEVELS[0]) & (own["directness"] == "all")].groupby("doc_id", observed=True)
        low, high = bootstrap_shares(words, whole["n_words"].sum().to_numpy())
        found.append(shares.loc[which].assign(low=low, high=high))
    out = pd.concat(found) if found else pd.DataFrame(columns=[*columns, "low", "high"], dtype=float)
    return out.astype(dict.fromkeys(columns, "string"))


def top_voices(shares: pd.DataFrame, n: int) -> pd.DataFrame:
    """The actors whose words each outlet carries most.

    Args:
        shares: a summary of :func:`share_voices`.
        n: how many of each outlet, at most.

    Returns:
        Those rows of ``shares``, all words, by outlet and rank; speakers who are no actor are not among them.
    """
    named = shares[(shares["level"] == "actor") & (shares["directness"] == "all") & (shares["n_words"] > 0)]
    named = named[~named["group_id"].isin([NO_ACTOR, UNKNOWN_SPEAKER])]
    ranked = named.sort_values(["outlet", "n_words", "group"], ascending=[True, False, True])
    return ranked.groupby("outlet").head(n).reset_index(drop=True)


def count_cues(said: pd.DataFrame, articles: Articles, *, level: str = "actor") -> pd.DataFrame:
    """Which reporting verbs introduce whom: outlet A lets X "claim" and Y "say".

    ``said`` is what :func:`attribute_quotes` gives for these articles, ``level`` one of ``LEVELS``: by whom to count.

    Returns:
        One row for each outlet, group, cue class and cue (as printed, in small letters) that occurs, those used most
        first: outlet, group_id, group, cue_class, cue, n_cues (uses), n_quotes (that they introduce), share (of the
        cues of the outlet), group_share (of those for the group), ``SIZES``. Quotations without a cue of their own are
        a row without one, which counts no use and has no shares.

    Raises:
        ValueError: there is no such level.
    """
    keys = ["outlet", "group_id", "group", "cue_class", "cue"]
    out = count_by(_with_group(said, level), keys, n_cues=("counts_cue", "sum"), n_quotes=("quote_id", "size"))
    uses = out["n_cues"].where(out["cue"].notna())
    out["share"] = uses / uses.groupby(out["outlet"]).transform("sum")
    out["group_share"] = uses / uses.groupby([out["outlet"], out["group_id"]]).transform("sum")
    order = ["outlet", "group", "group_id", "n_cues", "n_quotes", "cue_class", "cue"]
    out = out.sort_values(order, ascending=[True, True, True, False, False, True, True], ignore_index=True)
    return sample_of(articles).add_sizes(out)[[*out.columns, *SIZES]]


def share_cues(said: pd.DataFrame, articles: Articles, *, level: str = "camp") -> pd.DataFrame:
    """The shares of the classes of cues, of all speakers of an outlet and of each group of them.

    ``said`` is what :func:`attribute_quotes` gives for these articles, ``level`` one of ``LEVELS``: by whom to divide.

    Returns:
        One row for each outlet, group (``all speakers`` first) and cue class, zeros among them: outlet, group_id,
        group, cue_class, n_cues, n_all (cues for the group), ``SIZES``, share, low, high (``wilson_interval``; all
        three null where the group has no cue).

    Raises:
        ValueError: there is no such level.
    """
    grouped = _with_group(said, level)
    names = _names(grouped)
    by_group = count_by(grouped[grouped["counts_cue"]], ["outlet", "group_id", "cue_class"], n_cues=("doc_id", "size"))
    everybody = by_group.groupby(["outlet", "cue_class"], as_index=False)["n_cues"].sum().assign(group_id=ALL_SPEAKERS)
    groups = [ALL_SPEAKERS, *names["group_id"]]
    out = sample_of(articles).complete(
        pd.concat([everybody, by_group]), ["n_cues"], group_id=groups, cue_class=CUE_CLASSES
    )
    out["group"] = out["group_id"].map({ALL_SPEAKERS: ALL_SPEAKERS, **dict(names.to_numpy())})
    out["n_all"] = out.groupby(["outlet", "group_id"])["n_cues"].transform("sum")
    out = add_share(out, "n_cues", "n_all")
    return out[["outlet", "group_id", "group", "cue_class", "n_cues", "n_all", *SIZES, "share", "low", "high"]]
