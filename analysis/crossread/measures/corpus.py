"""What a corpus holds, before anything is compared."""

import pandas as pd

from crossread.measures.outlets import UNKNOWN, with_outlet
from crossread.measures.weights import outlet_sizes, weigh


def describe_corpus(articles: pd.DataFrame, sentences: pd.DataFrame, *, weight: str = "article") -> pd.DataFrame:
    """Articles, words and days of each outlet.

    Args:
        articles: the table ``articles``.
        sentences: the table ``sentences``.
        weight: whose words, sentences and days are described: ``article`` those of every article, ``independent``
            those of one of each text, see ``measures.weights``.

    Returns:
        One row an outlet: outlet, n_articles (all), n_independent (texts), weight, n_words, n_sentences, first_day,
        last_day, n_undated, n_inferred (days not given but inferred), n_wire (articles that credit an agency),
        n_repeated (articles that are copies of an earlier one, of any outlet).

    Raises:
        ValueError: there is no such weight.
    """
    counts = sentences.groupby("doc_id").size()
    named = weigh(articles, articles, weight).assign(
        outlet=lambda rows: rows["outlet"].fillna(UNKNOWN),
        n_sentences=lambda rows: rows["doc_id"].map(counts).fillna(0).astype("int64"),
        repeated=lambda rows: rows["cluster_id"] != rows["doc_id"],
    )
    groups = named.groupby("outlet", sort=True)
    out = groups.agg(
        n_words=("n_words", "sum"),
        n_sentences=("n_sentences", "sum"),
        first_day=("published", "min"),
        last_day=("published", "max"),
        n_undated=("published", lambda days: int(days.isna().sum())),
        n_inferred=("published_basis", lambda bases: int((bases == "inferred").sum())),
        n_wire=("wire", "count"),
        n_repeated=("repeated", "sum"),
    )
    sizes = outlet_sizes(articles, weight=weight)[["outlet", "n_articles", "n_independent", "weight"]]
    return sizes.merge(out.reset_index(), on="outlet", validate="1:1")


def count_blocks(blocks: pd.DataFrame, articles: pd.DataFrame, *, weight: str = "article") -> pd.DataFrame:
    """Blocks and characters of each kind by outlet: what is read as body and what is not.

    Args:
        blocks: the table ``blocks``.
        articles: the table ``articles``.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        One row an outlet and kind: outlet, kind, n_blocks, n_characters, n_with (articles with such a block),
        n_articles, n_independent (texts; both all of the outlet), weight.

    Raises:
        ValueError: there is no such weight.
    """
    sized = with_outlet(weigh(blocks.assign(length=blocks["end"] - blocks["start"]), articles, weight), articles)
    out = sized.groupby(["outlet", "kind"], sort=True).agg(
        n_blocks=("start", "size"), n_characters=("length", "sum"), n_with=("doc_id", "nunique")
    )
    sizes = outlet_sizes(articles, weight=weight)[["outlet", "n_articles", "n_independent", "weight"]]
    return out.reset_index().merge(sizes, on="outlet", validate="m:1")


def count_unclaimed_names(
    mentions: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame, *, n: int = 10, weight: str = "article"
) -> pd.DataFrame:
    """The most frequent names of each outlet that no lexicon entry claims: what to add to a lexicon.

    Args:
        mentions: the table ``mentions``.
        actors: the table ``actors``.
        articles: the table ``articles``.
        n: how many names of each outlet, at most.
        weight: ``article`` counts every article, ``independent`` one of each text, see ``measures.weights``.

    Returns:
        At most ``n`` rows an outlet: outlet, actor_id, name, kind, n_mentions, n_mentioning, n_articles,
        n_independent, weight.

    Raises:
        ValueError: there is no such weight.
    """
    own = actors[~actors["in_lexicon"]][["actor_id", "name", "kind"]]
    counted = weigh(mentions[mentions["form"] != "pronoun"], articles, weight)
    named = with_outlet(counted, articles).merge(own, on="actor_id", validate="m:1")
    counts = named.groupby(["outlet", "actor_id", "name", "kind"], sort=True).agg(
        n_mentions=("start", "size"), n_mentioning=("doc_id", "nunique")
    )
    sizes = outlet_sizes(articles, weight=weight)[["outlet", "n_articles", "n_independent", "weight"]]
    ranked = counts.reset_index().sort_values(["outlet", "n_mentions", "name"], ascending=[True, False, True])
    return ranked.groupby("outlet").head(n).merge(sizes, on="outlet").reset_index(drop=True)
