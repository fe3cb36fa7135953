"""What counts as one piece of evidence: every article, or every text.

A wire story that an outlet prints three times is three articles and one text. Every measure takes ``weight``:
``article`` counts all articles, ``independent`` one of each cluster of copies (``cluster_id``), by outlet, so that
two outlets that print one story both count. Where a measure pools the outlets, a cluster counts once in all.

One article stands for its cluster, in place of weights of 1/size: counts stay whole numbers, every one of them leads
to a sentence that can be shown, medians and bootstraps need nothing new (to draw articles is to draw clusters), and an
outlet that shortened its second print is not half of each version.
"""

from typing import Literal, get_args

import pandas as pd

from crossread.measures.outlets import UNKNOWN

Weight = Literal["article", "independent"]
WEIGHTS: tuple[str, ...] = get_args(Weight)


def independent_articles(articles: pd.DataFrame, *, pooled: bool = False) -> pd.DataFrame:
    """One article of each text: of copies the one published first, of one day the first in the corpus.

    Args:
        articles: the table ``articles``.
        pooled: one of each text in all; otherwise one in each outlet.

    Returns:
        Those rows of ``articles``, in their order. Copies without a day come after those with one.
    """
    keys = ["cluster_id"] if pooled else ["outlet", "cluster_id"]
    named = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))
    first = named.sort_values("published", kind="stable", na_position="last").drop_duplicates(keys)
    return articles[articles["doc_id"].isin(first["doc_id"])]


def weigh(rows: pd.DataFrame, articles: pd.DataFrame, weight: str, *, pooled: bool = False) -> pd.DataFrame:
    """The rows that count: all, or those of independent articles.

    Args:
        rows: of any table with doc_id.
        articles: the table ``articles``.
        weight: ``article`` or ``independent``.
        pooled: as for :func:`independent_articles`.

    Raises:
        ValueError: there is no such weight.
    """
    if weight not in WEIGHTS:
        raise ValueError(f"no weight {weight!r}; there are {' and '.join(map(repr, WEIGHTS))}")
    if weight == "article":
        return rows
    return rows[rows["doc_id"].isin(independent_articles(articles, pooled=pooled)["doc_id"])]


def outlet_sizes(articles: pd.DataFrame, *, weight: str = "article") -> pd.DataFrame:
    """Articles and words of each outlet.

    Args:
        articles: the table ``articles``.
        weight: which articles count, see this module.

    Returns:
        One row an outlet: outlet, n_articles (all), n_independent (texts), weight, n_counted (the one or the other),
        n_words (of the articles that count). Articles without an outlet are one of their own.

    Raises:
        ValueError: there is no such weight.
    """
    named = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))
    sizes = named.groupby("outlet", sort=True).agg(
        n_articles=("doc_id", "size"), n_independent=("cluster_id", "nunique")
    )
    words = weigh(named, articles, weight).groupby("outlet")["n_words"].sum()
    counted = sizes["n_articles" if weight == "article" else "n_independent"]
    return sizes.assign(weight=weight, n_counted=counted, n_words=words).reset_index()
