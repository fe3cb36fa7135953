"""How often, how early and in whose words each outlet mentions each actor."""

from collections.abc import Sequence

import pandas as pd

from analysis.measures.outlets import with_outlet
from analysis.measures.weights import outlet_sizes, weigh

# Pronouns repeat a name; they are counted only when asked for.
DEFAULT_FORMS = ("name", "acronym", "demonym", "nominal")


def count_mentions(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    forms: Sequence[str] = DEFAULT_FORMS,
    weight: str = "article",
) -> pd.DataFrame:
    """Count mentions by outlet, actor and voice.

    Args:
        mentions: the table ``mentions``.
        articles: the table ``articles``.
        actors: the table ``actors``.
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
        ValueError: there is no such weight.
    """
    counted = with_outlet(weigh(mentions[mentions["form"].isin(list(forms))], articles, weight), articles)
    both = pd.concat([counted.assign(voice="all"), counted], ignore_index=True)
    lengths = articles.assign(length=articles["text"].str.len()).set_index("doc_id")["length"]
    firsts = both.groupby(["outlet", "actor_id", "voice", "doc_id"], sort=True)["start"].min().reset_index()
    firsts["position"] = firsts["start"] / firsts["doc_id"].map(lengths)
    found = both.groupby(["outlet", "actor_id", "voice"], sort=True).size().rename("n_mentions").reset_index()
    spread = firsts.groupby(["outlet", "actor_id", "voice"], sort=True).agg(
        n_mentioning=("doc_id", "size"), first_position=("position", "mean")
    )
    sizes = outlet_sizes(articles, weight=weight)
    grid = sizes.merge(pd.DataFrame({"actor_id": sorted(both["actor_id"].unique())}), how="cross").merge(
        pd.DataFrame({"voice": ["all", "narrator", "quoted"]}), how="cross"
    )
    out = grid.merge(found, on=["outlet", "actor_id", "voice"], how="left", validate="1:1").merge(
        spread.reset_index(), on=["outlet", "actor_id", "voice"], how="left", validate="1:1"
    )
    out[["n_mentions", "n_mentioning"]] = out[["n_mentions", "n_mentioning"]].fillna(0).astype("int64")
    out["per_1000"] = (1000 * out["n_mentions"] / out["n_words"]).where(out["n_words"] > 0)
    who = actors.rename(columns={"name": "actor"})[["actor_id", "actor", "kind", "side", "in_lexicon"]]
    out = out.merge(who, on="actor_id", how="left", validate="m:1")
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
    means = rows.groupby(["actor_id", "actor"], sort=True)["per_1000"].mean().reset_index()
    ranked = means.sort_values(["per_1000", "actor"], ascending=[False, True])
    return ranked["actor_id"].head(n).tolist()
