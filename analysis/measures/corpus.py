"""What a corpus holds, before anything is compared."""

import pandas as pd

from analysis.measures.outlets import UNKNOWN, with_outlet


def describe_corpus(articles: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Articles, words and days of each outlet.

    Returns:
        One row an outlet: outlet, n_articles, n_words, n_sentences, first_day, last_day, n_undated,
        n_inferred (days not given but inferred), n_wire (articles that credit an agency), n_repeated
        (articles with the same words as an earlier one).
    """
    counts = sentences.groupby("doc_id").size()
    named = articles.assign(
        outlet=articles["outlet"].fillna(UNKNOWN),
        n_sentences=articles["doc_id"].map(counts).fillna(0).astype("int64"),
        repeated=articles["cluster_id"] != articles["doc_id"],
    )
    groups = named.groupby("outlet", sort=True)
    out = groups.agg(
        n_articles=("doc_id", "size"),
        n_words=("n_words", "sum"),
        n_sentences=("n_sentences", "sum"),
        first_day=("published", "min"),
        last_day=("published", "max"),
        n_undated=("published", lambda days: int(days.isna().sum())),
        n_inferred=("published_basis", lambda bases: int((bases == "inferred").sum())),
        n_wire=("wire", "count"),
        n_repeated=("repeated", "sum"),
    )
    return out.reset_index()


def count_blocks(blocks: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Blocks and characters of each kind by outlet: what is read as body and what is not.

    Returns:
        One row an outlet and kind: outlet, kind, n_blocks, n_characters, n_articles.
    """
    sized = with_outlet(blocks.assign(length=blocks["end"] - blocks["start"]), articles)
    out = sized.groupby(["outlet", "kind"], sort=True).agg(
        n_blocks=("start", "size"), n_characters=("length", "sum"), n_articles=("doc_id", "nunique")
    )
    return out.reset_index()


def count_unclaimed_names(
    mentions: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame, *, n: int = 10
) -> pd.DataFrame:
    """The most frequent names of each outlet that no lexicon entry claims: what to add to a lexicon.

    Returns:
        At most ``n`` rows an outlet: outlet, actor_id, name, kind, n_mentions, n_mentioning, n_articles.
    """
    own = actors[~actors["in_lexicon"]][["actor_id", "name", "kind"]]
    named = with_outlet(mentions[mentions["form"] != "pronoun"], articles).merge(own, on="actor_id", validate="m:1")
    counts = named.groupby(["outlet", "actor_id", "name", "kind"], sort=True).agg(
        n_mentions=("start", "size"), n_mentioning=("doc_id", "nunique")
    )
    sizes = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN)).groupby("outlet").size().rename("n_articles")
    ranked = counts.reset_index().sort_values(["outlet", "n_mentions", "name"], ascending=[True, False, True])
    return ranked.groupby("outlet").head(n).merge(sizes.reset_index(), on="outlet").reset_index(drop=True)
