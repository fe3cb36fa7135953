"""Who gets to speak in which outlet, how much, and with which reporting verbs."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from crossread.measures.intervals import bootstrap_shares, wilson_interval
from crossread.measures.outlets import with_outlet
from crossread.measures.tone import MIN_ARTICLES
from crossread.measures.weights import outlet_sizes, weigh
from crossread.tables.schema import CUE_CLASSES

# Scare quotes are the outlet's own marks: nobody said them.
DEFAULT_KINDS = ("direct", "mixed", "indirect")
LEVELS = ("actor", "side", "kind", "camp")
ALL_SPEAKERS = "all speakers"
NO_SIDE = "no side"
NOT_IN_LEXICON = "named, not in the lexicon"
NO_ACTOR = "no known actor"  # the text has a speaker, but names nobody: "activists", "a military source"
UNKNOWN_SPEAKER = "speaker unknown"
_SIZES = ["n_articles", "n_independent", "weight"]
MIN_CUES = 5  # a share of fewer cues than this says nothing

_WORD = re.compile(r"\w+(?:[-’'.,]\w+)*")


def attribute_quotes(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    kinds: Sequence[str] | None = None,
    weight: str = "article",
) -> pd.DataFrame:
    """Quotations with the actor who speaks, what that actor is, and the words that are theirs.

    Quotations lie in one another: "X said that Y had called it 'a crime'" is a clause of X with one of Y
    in it. Each word counts once, for the shortest quotation that it stands in. A *word* is a run of letters
    and digits, marks between them included ("al-Assad", "12,000").

    A *camp* is the side of the speaker, or of the state or body a person speaks for; for who takes no
    side, the kind of actor. One cue may introduce several quotations; the first of them counts it.

    Args:
        quotes: the table ``quotes``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        kinds: which kinds of quotation count; all but scare quotes unless given.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row a quotation, in the order of ``quotes``: doc_id, quote_id, outlet, start, end, kind,
        directness (``direct`` inside quotation marks, ``indirect`` in the outlet's wording), as_written
        (the speaker in the article, null where none was found), actor_id (null where no actor), actor,
        side, actor_kind, camp, cue, cue_class, counts_cue, n_words.

    Raises:
        ValueError: there is no such weight.
    """
    # A quotation that "he said" interrupts stands in the table as its pieces and once as a whole.
    is_whole = quotes["rule"] == "interrupted"
    chosen = quotes[quotes["kind"].isin(list(DEFAULT_KINDS if kinds is None else kinds)) & ~is_whole]
    out = with_outlet(weigh(chosen, articles, weight), articles).rename(
        columns={"speaker": "as_written", "speaker_id": "actor_id"}
    )
    out["directness"] = np.where(out["kind"] == "indirect", "indirect", "direct")
    out["n_words"] = _words_said(out, articles)
    known = _describe_actors(actors)
    nobody = pd.Series(np.where(out["as_written"].notna(), NO_ACTOR, UNKNOWN_SPEAKER), index=out.index)
    for name in ("actor", "side", "actor_kind", "camp"):
        out[name] = out["actor_id"].map(known[name]).astype("object").fillna(nobody).astype("str")
    out["cue"] = out["cue"].str.lower()
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


def _words_said(quotes: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """The words of each quotation that stand in no shorter one."""
    texts = articles.set_index("doc_id")["text"].to_dict()
    counts = np.zeros(len(quotes), dtype=np.int64)
    # The longest first, so that what lies inside is painted over it; of two as long, the one in marks last.
    length = quotes["end"] - quotes["start"]
    rows = pd.DataFrame({"doc": quotes["doc_id"], "start": quotes["start"], "end": quotes["end"], "length": -length})
    rows = rows.assign(row=range(len(rows)), marked=quotes["directness"] == "direct")
    for doc_id, own in rows.sort_values(["doc", "length", "marked", "start"], kind="stable").groupby("doc"):
        text = texts[str(doc_id)]
        owner = np.full(len(text), -1, dtype=np.int64)
        for start, end, row in zip(own["start"], own["end"], own["row"], strict=True):
            owner[start:end] = row
        starts = [word.start() for word in _WORD.finditer(text)]
        said = owner[np.array(starts, dtype=np.int64)]
        np.add.at(counts, said[said >= 0], 1)
    return pd.Series(counts, index=quotes.index)


def share_voices(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    kinds: Sequence[str] | None = None,
    weight: str = "article",
) -> pd.DataFrame:
    """Whose words each outlet carries: by speaker, and rolled up by side, kind and camp.

    The interval of a share is by bootstrap over the articles that quote anybody. An outlet with fewer
    than ten of them has none: its share is that of these articles. A speaker who is no actor is a row of
    its own (``no known actor``, ``speaker unknown``) at every level.

    Args:
        quotes: the table ``quotes``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        kinds: which kinds of quotation count; all but scare quotes unless given.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet, level (``actor``, ``side``, ``kind``, ``camp``), group and directness
        (``all``, ``direct``, ``indirect``), zeros among them: outlet, level, group_id (the ``actor_id``, else
        the group itself), group, directness, n_quotes, n_words (said, see :func:`attribute_quotes`), n_said
        (by all speakers of the outlet, the whole of each share), n_quoting (articles of the outlet with
        that voice), n_articles, n_independent (texts; both all of the outlet), weight, share (null where
        nobody is quoted), low, high (null for a share of 0 too), interval_over (``articles``; null where
        there is no interval).

    Raises:
        ValueError: there is no such weight.
    """
    said = attribute_quotes(quotes, articles, actors, kinds=kinds, weight=weight)
    sizes = outlet_sizes(articles, weight=weight)[["outlet", *_SIZES]]
    levels = [_share_level(_with_group(said, level), sizes).assign(level=level) for level in LEVELS]
    columns = [
        "outlet", "level", "group_id", "group", "directness", "n_quotes", "n_words", "n_said", "n_quoting",
        *_SIZES, "share", "low", "high", "interval_over",
    ]  # fmt: skip
    return pd.concat(levels, ignore_index=True)[columns]


def _with_group(said: pd.DataFrame, level: str) -> pd.DataFrame:
    """The quotations with the group that they count for."""
    if level not in LEVELS:
        raise ValueError(f"no level {level!r}; there are {', '.join(LEVELS)}")
    group = said["actor_kind" if level == "kind" else level]
    group_id = said["actor_id"].astype("object").fillna(group) if level == "actor" else group
    return said.assign(group=group, group_id=group_id.astype("str"))


def _share_level(said: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    both = pd.concat([said.assign(directness="all"), said], ignore_index=True)
    keys = ["outlet", "group_id", "directness"]
    found = both.groupby(keys, sort=True).agg(
        n_quotes=("quote_id", "size"), n_words=("n_words", "sum"), n_quoting=("doc_id", "nunique")
    )
    names = said[["group_id", "group"]].drop_duplicates("group_id").sort_values("group_id")
    directness = pd.DataFrame({"directness": ["all", "direct", "indirect"]})
    out = sizes.merge(names, how="cross").merge(directness, how="cross")
    out = out.merge(found.reset_index(), on=keys, how="left", validate="1:1")
    counts = ["n_quotes", "n_words", "n_quoting"]
    out[counts] = out[counts].fillna(0).astype("int64")
    out["n_said"] = out["outlet"].map(said.groupby("outlet")["n_words"].sum()).fillna(0).astype("int64")
    out["share"] = (out["n_words"] / out["n_said"]).where(out["n_said"] > 0)
    out = out.merge(_intervals(both), on=keys, how="left", validate="1:1")
    return out.assign(interval_over=out["low"].notna().map({True: "articles", False: None}))


def _intervals(both: pd.DataFrame) -> pd.DataFrame:
    """Intervals of the shares above 0, of the outlets with enough articles that quote anybody."""
    found = [pd.DataFrame({"outlet": [], "group_id": [], "directness": [], "low": [], "high": []}, dtype="object")]
    for outlet, own in both.groupby("outlet", sort=True):
        words = own.pivot_table(
            index="doc_id", columns=["group_id", "directness"], values="n_words", aggfunc="sum", fill_value=0
        )
        whole = own[own["directness"] == "all"].groupby("doc_id")["n_words"].sum().reindex(words.index)
        words, whole = words[whole > 0], whole[whole > 0]
        words = words.loc[:, words.sum() > 0]
        if len(whole) < MIN_ARTICLES:
            continue
        low, high = bootstrap_shares(words.to_numpy(), whole.to_numpy())
        bounds = words.columns.to_frame(index=False).assign(outlet=outlet, low=low, high=high)
        found.append(bounds[["outlet", "group_id", "directness", "low", "high"]])
    out = pd.concat(found, ignore_index=True)
    return out.astype({"outlet": "str", "group_id": "str", "directness": "str", "low": float, "high": float})


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


def count_cues(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    kinds: Sequence[str] | None = None,
    level: str = "actor",
    weight: str = "article",
) -> pd.DataFrame:
    """Which reporting verbs introduce whom: outlet A lets X "claim" and Y "say".

    Args:
        quotes: the table ``quotes``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        kinds: which kinds of quotation count; all but scare quotes unless given.
        level: by whom to count, one of ``LEVELS``.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet, group, cue class and cue (as printed, in small letters) that occurs, those
        used most first: outlet, group_id, group, cue_class, cue, n_cues (uses), n_quotes (that they
        introduce), share (of the cues of the outlet), group_share (of those for the group), n_articles,
        n_independent (texts; both all of the outlet), weight. Quotations without a cue of their own are a row
        without one, which counts no use and has no shares.

    Raises:
        ValueError: there is no such level or weight.
    """
    said = _with_group(attribute_quotes(quotes, articles, actors, kinds=kinds, weight=weight), level)
    keys = ["outlet", "group_id", "group", "cue_class", "cue"]
    counts = said.groupby(keys, dropna=False, sort=True).agg(
        n_cues=("counts_cue", "sum"), n_quotes=("quote_id", "size")
    )
    out = counts.reset_index()
    uses = out["n_cues"].where(out["cue"].notna())
    out["share"] = uses / uses.groupby(out["outlet"]).transform("sum")
    out["group_share"] = uses / uses.groupby([out["outlet"], out["group_id"]]).transform("sum")
    order = ["outlet", "group", "group_id", "n_cues", "n_quotes", "cue_class", "cue"]
    out = out.merge(outlet_sizes(articles, weight=weight)[["outlet", *_SIZES]], on="outlet", validate="m:1")
    return out.sort_values(order, ascending=[True, True, True, False, False, True, True], ignore_index=True)


def share_cues(
    quotes: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    kinds: Sequence[str] | None = None,
    level: str = "camp",
    weight: str = "article",
) -> pd.DataFrame:
    """The shares of the classes of cues, of all speakers of an outlet and of each group of them.

    Args:
        quotes: the table ``quotes``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        kinds: which kinds of quotation count; all but scare quotes unless given.
        level: by whom to divide, one of ``LEVELS``.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row for each outlet, group (``all speakers`` first) and cue class, zeros among them: outlet,
        group_id, group, cue_class, n_cues, n_all (cues for the group), n_articles, n_independent (texts; both
        all of the outlet), weight, share, low, high (``wilson_interval``; all three null where the group has no cue).

    Raises:
        ValueError: there is no such level or weight.
    """
    said = _with_group(attribute_quotes(quotes, articles, actors, kinds=kinds, weight=weight), level)
    used = said[said["counts_cue"]]
    everybody = used.assign(group_id=ALL_SPEAKERS, group=ALL_SPEAKERS)
    counts = pd.concat([everybody, used]).groupby(["outlet", "group_id", "cue_class"], sort=True).size()
    names = said[["group_id", "group"]].drop_duplicates("group_id").sort_values("group_id")
    groups = pd.concat([pd.DataFrame({"group_id": [ALL_SPEAKERS], "group": [ALL_SPEAKERS]}), names])
    out = outlet_sizes(articles, weight=weight)[["outlet", *_SIZES]].merge(groups, how="cross")
    out = out.merge(pd.DataFrame({"cue_class": CUE_CLASSES}), how="cross")
    keys = ["outlet", "group_id", "cue_class"]
    out = out.merge(counts.rename("n_cues").reset_index(), on=keys, how="left", validate="1:1")
    out["n_cues"] = out["n_cues"].fillna(0).astype("int64")
    out["n_all"] = out.groupby(["outlet", "group_id"])["n_cues"].transform("sum")
    out["share"] = (out["n_cues"] / out["n_all"]).where(out["n_all"] > 0)
    out["low"], out["high"] = wilson_interval(out["n_cues"], out["n_all"])
    return out[["outlet", "group_id", "group", "cue_class", "n_cues", "n_all", *_SIZES, "share", "low", "high"]]
