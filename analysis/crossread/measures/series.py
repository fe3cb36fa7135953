"""What a codebook does not sort: numbers by their own words, to chart at once and to make rows of."""

import pandas as pd

from crossread.measures.sample import Articles, sample_of
from crossread.tables.schema import REPLACED

# So many of the largest series without a category are drawn; with fewer claims it is no series.
OWN_SERIES, LEAST_CLAIMS = 4, 3
_OWN = ["measure", "unit", "what"]


def list_uncoded(claims: pd.DataFrame, articles: Articles, *, n: int = 20) -> pd.DataFrame:
    """The most frequent numbers that no row of the codebook takes, by what is counted and what is told of it.

    Returns:
        At most ``n`` rows, the most frequent first: measure, unit, what, of (whom most of them are of), n_claims,
        n_mentioning (articles), n_outlets, example (as printed), row (of a codebook that takes them, to be pasted).
        An empty text is unknown.
    """
    uncoded = _uncoded(claims, articles)
    groups = uncoded.groupby(_OWN, sort=False)
    out = groups.agg(
        of=("of", lambda names: names.mode().min() if names.notna().any() else ""),
        n_claims=("doc_id", "size"),
        n_mentioning=("doc_id", "nunique"),
        n_outlets=("outlet", "nunique"),
        example=("surface", "first"),
    ).reset_index()
    out["row"] = [_row(*own) for own in out[_OWN].itertuples(index=False)]
    order = ["n_claims", "n_outlets", *_OWN]
    out = out.sort_values(order, ascending=[False, False, True, True, True]).head(n)
    return out.astype({"of": "str"}).reset_index(drop=True)


def name_series(claims: pd.DataFrame, articles: Articles, *, most: int = OWN_SERIES) -> pd.DataFrame:
    """Claims with a category of their own words ("case · confirm") for the largest series that have none.

    Returns:
        The claims, ``category`` filled for the ``most`` largest series of :func:`list_uncoded` that have a unit, three
        claims and two outlets at least (one where the corpus has one); it stays null for the others.
    """
    largest = list_uncoded(claims, articles, n=len(claims))
    least_outlets = min(2, sample_of(articles).articles["outlet"].nunique())
    is_series = (largest["n_claims"] >= LEAST_CLAIMS) & (largest["n_outlets"] >= least_outlets) & largest["unit"].ne("")
    own = largest[is_series].head(most)
    names = {
        (measure, unit, what): f"{unit} · {what}" if what else unit
        for measure, unit, what in zip(*(own[name].tolist() for name in _OWN), strict=True)
    }
    keys = zip(*(claims[name].fillna("") for name in _OWN), strict=True)
    found = pd.Series([names.get(key) for key in keys], index=claims.index, dtype=claims["category"].dtype)
    return claims.assign(category=claims["category"].fillna(found))


def _uncoded(claims: pd.DataFrame, articles: Articles) -> pd.DataFrame:
    uncoded = sample_of(articles).rows(claims)
    is_told = (uncoded["unit"].notna() | uncoded["what"].notna()) & uncoded["rule"].ne(REPLACED)
    uncoded = uncoded[uncoded["category"].isna() & (uncoded["change"] == "level") & is_told]
    return uncoded.assign(**{name: uncoded[name].astype("str").where(uncoded[name].notna(), "") for name in _OWN})


def _row(measure: str, unit: str, what: str) -> str:
    """A row of a codebook that takes the numbers of a measure, a unit and a word."""
    name = "_".join(filter(None, (unit, *what.split()))) or measure
    parts = [f"category: {name}", f"measure: [{measure}]"]
    parts += [f"unit: [{unit}]"] if unit and measure != "percent" else []
    parts += [f"words: [{what}]"] if what else []
    return f"- {{{', '.join(parts)}}}"
