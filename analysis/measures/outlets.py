"""What every measure needs to know of the outlets it compares."""

import pandas as pd

UNKNOWN = "(unknown outlet)"


def outlet_sizes(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles and words of each outlet.

    Args:
        articles: the table ``articles``.

    Returns:
        One row an outlet: outlet, n_articles, n_words. Articles without an outlet are one of their own.
    """
    named = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))
    sizes = named.groupby("outlet", sort=True).agg(n_articles=("doc_id", "size"), n_words=("n_words", "sum"))
    return sizes.reset_index()


def with_outlet(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Rows of any table with the outlet of their article beside them; a row without its article is an error."""
    outlets = articles[["doc_id", "outlet"]].assign(outlet=articles["outlet"].fillna(UNKNOWN))
    return rows.merge(outlets, on="doc_id", how="inner", validate="m:1")
