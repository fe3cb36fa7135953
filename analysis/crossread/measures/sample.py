"""What a measure counts: the articles, which copies of one text among them, and the rows of other tables.

A wire story that an outlet prints three times is three articles and one text. A sample counts every ``article``, or the
``independent`` ones: of copies of one text (``cluster_id``) one in each outlet, so that two outlets that print one
story both count. Where a measure pools the outlets, a text counts once in all.

One article stands for its cluster, in place of weights of 1/size: counts stay whole numbers, every one of them leads to
a sentence that can be shown, medians and bootstraps need nothing new (to draw articles is to draw clusters), and an
outlet that shortened its second print is not half of each version.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from crossread.tables import Scan

Weight = Literal["article", "independent"]
WEIGHTS: tuple[str, ...] = get_args(Weight)
UNKNOWN = "(unknown outlet)"
# What stands beside every count by outlet: its articles, its texts, and which of the two count.
SIZES = ["n_articles", "n_independent", "weight"]

Chosen: TypeAlias = "Sequence[str] | None"  # the values of a column that count; all where it is None
Rows: TypeAlias = "pd.DataFrame | Scan"  # a table in memory or, in less of it, as the tables on disk have it


class Sample:
    """The articles of a study, and which of them count."""

    def __init__(self, articles: pd.DataFrame, weight: str = "article") -> None:
        """Take the table ``articles``, or some rows of it.

        Raises:
            ValueError: there is no such weight.
        """
        if weight not in WEIGHTS:
            raise ValueError(f"no weight {weight!r}; there are {' and '.join(map(repr, WEIGHTS))}")
        self.articles = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))
        self.weight = weight

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The articles that count."""
        return self.articles if self.weight == "article" else independent_articles(self.articles)

    @cached_property
    def sizes(self) -> pd.DataFrame:
        """The size of each outlet, by name; articles without an outlet are one of their own.

        One row an outlet: outlet, n_articles (all), n_independent (texts), weight, n_counted (the one or the other),
        n_words (of the articles that count).
        """
        sizes = self.articles.groupby("outlet", sort=True).agg(
            n_articles=("doc_id", "size"), n_independent=("cluster_id", "nunique")
        )
        counted = sizes["n_articles" if self.weight == "article" else "n_independent"]
        words = self.counted.groupby("outlet")["n_words"].sum()
        return sizes.assign(weight=self.weight, n_counted=counted, n_words=words).reset_index()

    def rows(
        self, table: Rows, columns: Sequence[str] | None = None, *, pooled: bool = False, **only: Chosen
    ) -> pd.DataFrame:
        """The rows of a table that count, with the outlet of their article; those of other articles do not.

        >>> sample.rows(tables.scan("mentions"), actor_id=["russia"], form=["name"])  # doctest: +SKIP

        Args:
            table: any table with doc_id, whole or a scan of it.
            columns: those needed; all unless given.
            pooled: count a text once in all outlets together, not once in each; for ``independent`` alone.
            only: the values of columns of text whose rows count; all where it is None.
        """
        values = {name: list(wanted) for name, wanted in only.items() if wanted is not None}
        needed = None if columns is None else list(dict.fromkeys(["doc_id", *columns]))
        if isinstance(table, Scan):
            found = table.read(needed, only=values)
        else:
            chosen = np.ones(len(table), dtype=bool)
            for name, wanted in values.items():
                chosen &= table[name].isin(wanted).to_numpy(dtype=bool)
            found = table.loc[chosen, needed or list(table.columns)]
        counted = self._pooled if pooled and self.weight == "independent" else self.counted
        at = positions(found["doc_id"], pd.Index(counted["doc_id"]))
        outlet = counted["outlet"].astype("category").array
        rows: pd.DataFrame = found[at >= 0].assign(outlet=outlet[at[at >= 0]])
        return rows

    def of_outlets(self, outlets: Sequence[str]) -> "Sample":
        """The same of some outlets alone."""
        return Sample(self.articles[self.articles["outlet"].isin(list(outlets))], self.weight)

    @cached_property
    def _pooled(self) -> pd.DataFrame:
        return independent_articles(self.articles, pooled=True)

    def add_sizes(self, counts: pd.DataFrame) -> pd.DataFrame:
        """Counts by outlet with the columns of ``sizes`` beside them."""
        return counts.merge(self.sizes, on="outlet", validate="m:1")

    def complete(
        self, counts: pd.DataFrame, numbers: Sequence[str], *, only: Sequence[str] = (), **values: Sequence[str]
    ) -> pd.DataFrame:
        """Counts with a row for every outlet and every one of some values, zeros among them.

        Args:
            counts: rows with outlet, the names of ``values`` and others.
            numbers: the columns in which nothing is 0; in others it is null.
            only: other columns of which an outlet has those values alone that it has in ``counts``.
            values: what the rows of each outlet are of, in the order wanted.

        Returns:
            The columns of ``sizes``, those of ``values`` and those of ``counts``.
        """
        grid = self.sizes[["outlet", *self.sizes.columns.difference(counts.columns, sort=False)]]
        if only:
            grid = grid.merge(counts[["outlet", *only]].drop_duplicates())
        for name, listed in values.items():
            grid = grid.merge(pd.DataFrame({name: list(listed)}, dtype="string"), how="cross")
        out = grid.merge(counts, on=["outlet", *only, *values], how="left", validate="1:1")
        out[list(numbers)] = out[list(numbers)].fillna(0).astype("int64")
        return out


Articles: TypeAlias = "pd.DataFrame | Sample"


def sample_of(articles: Articles) -> Sample:
    """The sample, or the table ``articles`` as one in which every article counts."""
    return articles if isinstance(articles, Sample) else Sample(articles)


def independent_articles(articles: pd.DataFrame, *, pooled: bool = False) -> pd.DataFrame:
    """One article of each text: of copies the one published first, of one day the first in the corpus.

    Args:
        articles: the table ``articles``.
        pooled: one of each text in all; otherwise one in each outlet.

    Returns:
        Those rows of ``articles``, in their order. Copies without a day come after those with one.
    """
    keys = ["cluster_id"] if pooled else ["outlet", "cluster_id"]
    named = articles[["outlet", "cluster_id", "published", "doc_id"]].assign(outlet=articles["outlet"].fillna(UNKNOWN))
    first = named.sort_values("published", kind="stable", na_position="last").drop_duplicates(keys)
    return articles[articles["doc_id"].isin(first["doc_id"])]


def positions(values: pd.Series, among: pd.Index) -> np.ndarray:
    """Where each value stands among others, -1 where it does not; each different value is looked up once."""
    number, different = pd.factorize(values)
    places: np.ndarray = np.append(among.get_indexer(pd.Index(different)), -1)[number]
    return places


def count_by(rows: pd.DataFrame, keys: list[str], **numbers: Any) -> pd.DataFrame:
    """What ``DataFrame.groupby(keys).agg(**numbers)`` gives, by key and with the keys as columns of plain text.

    Keys that are unknown count too.
    """
    out = as_text(rows.groupby(keys, dropna=False, sort=True).agg(**numbers).reset_index(), keys)
    return out.astype({name: "int64" for name in numbers if out[name].dtype == "Int64"})  # as of some types of text


def add_total(counts: pd.DataFrame, split: str, numbers: Mapping[str, str]) -> pd.DataFrame:
    """Counts with rows in which the values of one key stand together, as ``all``.

    Args:
        counts: a row for each of some keys, which are all columns but ``numbers``.
        split: the key whose values are put together.
        numbers: how each number of several rows becomes one, such as ``sum``.
    """
    keys = [name for name in counts if name not in (split, *numbers)]
    whole = counts.groupby(keys, sort=False).agg(dict(numbers)).reset_index()
    whole[split] = pd.Series("all", whole.index, dtype="str")
    return pd.concat([whole, as_text(counts, [split])], ignore_index=True)


def as_text(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Rows with categories of text as plain text, of the type that the tables have."""
    return rows.astype({name: "string" for name in columns if isinstance(rows[name].dtype, pd.CategoricalDtype)})


def name_actors(counts: pd.DataFrame, actors: pd.DataFrame, *more: str) -> pd.DataFrame:
    """Counts by actor_id with the name of the ``actor``, and more of what the table ``actors`` has of it."""
    names = actors.rename(columns={"name": "actor"})[["actor_id", "actor", *more]]
    return counts.merge(names, on="actor_id", how="left", validate="m:1")
