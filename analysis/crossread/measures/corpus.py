"""What a corpus holds, before anything is compared."""

import pandas as pd

from crossread.measures.sample import SIZES, Articles, Rows, count_by, sample_of


def describe_corpus(articles: Articles, sentences: Rows) -> pd.DataFrame:
    """Articles, words and days of each outlet; words, sentences and days are those of the articles that count.

    Returns:
        One row an outlet: outlet, n_articles (all), n_independent (texts), weight, n_words, n_sentences, first_day,
        last_day, n_undated, n_inferred (days not given but inferred), n_wire (articles that credit an agency),
        n_repeated (articles that are copies of an earlier one, of any outlet).
    """
    sample = sample_of(articles)
    counts = sample.rows(sentences, ["doc_id"])["doc_id"].value_counts()
    named = sample.counted.assign(
        n_sentences=lambda rows: rows["doc_id"].map(counts).fillna(0).astype("int64"),
        repeated=lambda rows: rows["cluster_id"] != rows["doc_id"],
    )
    out = count_by(
        named,
        ["outlet"],
        n_words=("n_words", "sum"),
        n_sentences=("n_sentences", "sum"),
        first_day=("published", "min"),
        last_day=("published", "max"),
        n_undated=("published", lambda days: int(days.isna().sum())),
        n_inferred=("published_basis", lambda bases: int((bases == "inferred").sum())),
        n_wire=("wire", "count"),
        n_repeated=("repeated", "sum"),
    )
    return sample.sizes[["outlet", *SIZES]].merge(out, on="outlet", validate="1:1")


def count_blocks(blocks: Rows, articles: Articles) -> pd.DataFrame:
    """Blocks and characters of each kind by outlet: what is read as body and what is not.

    Returns:
        One row an outlet and kind: outlet, kind, n_blocks, n_characters, n_with (articles with such a block),
        ``SIZES``.
    """
    sample = sample_of(articles)
    rows = sample.rows(blocks, ["start", "end", "kind"])
    out = count_by(
        rows.assign(length=rows["end"] - rows["start"]),
        ["outlet", "kind"],
        n_blocks=("start", "size"),
        n_characters=("length", "sum"),
        n_with=("doc_id", "nunique"),
    )
    return sample.add_sizes(out)[[*out.columns, *SIZES]]


def count_unclaimed_names(mentions: Rows, actors: pd.DataFrame, articles: Articles, *, n: int = 10) -> pd.DataFrame:
    """The most frequent names of each outlet that no lexicon entry claims: what to add to a lexicon.

    Returns:
        At most ``n`` rows an outlet: outlet, actor_id, name, kind, n_mentions, n_mentioning, n_articles, n_independent,
        weight.
    """
    sample = sample_of(articles)
    own = actors[~actors["in_lexicon"]][["actor_id", "name", "kind"]]
    named = sample.rows(mentions, ["actor_id", "form"])
    named = named[(named["form"] != "pronoun") & named["actor_id"].isin(own["actor_id"])]
    counts = count_by(named, ["outlet", "actor_id"], n_mentions=("form", "size"), n_mentioning=("doc_id", "nunique"))
    out = own.merge(counts, on="actor_id", validate="1:m")
    order = ["outlet", "n_mentions", "name", "actor_id"]
    out = out.sort_values(order, ascending=[True, False, True, True]).groupby("outlet").head(n)
    columns = ["outlet", "actor_id", "name", "kind", "n_mentions", "n_mentioning", *SIZES]
    return sample.add_sizes(out)[columns].reset_index(drop=True)
