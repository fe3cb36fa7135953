"""What a corpus follows: each number with all that tells it from others, and the claims that speak of it.

A series is one number over time: a category of the codebook or, where it knows none, the own words of a number
("product · recall"); a unit; the actor that it is of; a place; and its kind: a running ``total``, ``new`` ones of some
days, or the ``level`` of a share, an amount or a sum of money.
"""

from difflib import get_close_matches

import numpy as np
import pandas as pd

from crossread.measures.sample import Articles, Chosen, Rows, as_text, sample_of
from crossread.measures.sources import add_sources, country_name
from crossread.tables.schema import REPLACED

LEAST_CLAIMS = 3  # with fewer, numbers of a category of no codebook, or of an actor, are no series of their own
SERIES = ["series", "category", "measure", "unit", "of", "place", "kind"]
TOTAL, NEW, LEVEL = "total", "new", "level"
_OWN = ["measure", "unit", "what"]
_BOUNDS = ["low", "best", "high"]
_PEOPLE = "people"


def follow_claims(claims: Rows, articles: Articles, actors: pd.DataFrame) -> pd.DataFrame:
    """The claims that tell a level, each with the series that it is of.

    Spellings of a country are one place. Where a claim has no place, a country that it is of is its place. In a
    category that counts people, a unit that is called as the category ("12 cases") or that units.yaml does not know
    ("the toll passed the 300,000 mark") counts people. An actor that a number is of is a series of its own from
    ``LEAST_CLAIMS`` on, unless it is a country.

    Returns:
        One row a claim that has a value or bounds and a category, or words of its own that ``LEAST_CLAIMS`` share:
        doc_id, claim_id, sent_id, start, end, surface, outlet, published, cluster_id, the columns of ``SERIES`` (an
        empty ``of`` or ``place`` is unknown), words (whom or what the text says the number is of), place_basis (as in
        the table; ``of`` where the place is the country that it is of), as_of, as_of_start, as_of_basis, low, best,
        high, value (``best``, null where the text gives bounds alone), middle (by which numbers are compared: the
        value, else the middle of the bounds on a log scale, else the one bound known), cumulative, modality, source,
        source_id, speaks_for, source_kind, part_of. By series, day, outlet and place in the text.
    """
    sample = sample_of(articles)
    all_of_them = sample.rows(claims)
    rows = as_text(all_of_them, all_of_them.columns.tolist()).reset_index(drop=True)
    rows["category"] = rows["category"].fillna(_own_names(rows, sample.articles["outlet"].nunique()))
    known = rows["category"].notna() & rows["change"].eq("level") & rows[_BOUNDS].notna().any(axis=1)
    out = add_sources(rows[known], actors)
    out = out.merge(sample.articles[["doc_id", "published", "cluster_id"]], on="doc_id", how="left", validate="m:1")
    middle = (out["low"] * out["high"]) ** 0.5
    out["value"] = out["best"]
    out["middle"] = out["best"].fillna(middle).fillna(out["low"]).fillna(out["high"])
    out["words"] = out["of"]
    out = _scoped(out.assign(unit=_units(out)), actors)
    kind = np.where(out["cumulative"], TOTAL, np.where(out["measure"].eq("count"), NEW, LEVEL))
    out = name_series(out.assign(kind=pd.Series(kind, out.index, dtype="str")))
    columns = [
        "doc_id", "claim_id", "sent_id", "start", "end", "surface", "outlet", "published", "cluster_id", *SERIES,
        "words", "place_basis", "as_of", "as_of_start", "as_of_basis", *_BOUNDS, "value", "middle", "cumulative",
        "modality", "source", "source_id", "speaks_for", "source_kind", "part_of",
    ]  # fmt: skip
    order = ["series", "as_of", "outlet", "doc_id", "start"]
    return out.sort_values(order, na_position="last", ignore_index=True)[columns]


def _units(claims: pd.DataFrame) -> pd.Series:
    group = claims["unit_group"].fillna("").astype("str")
    counts_people = claims["category"].isin(claims.loc[group.eq(_PEOPLE), "category"])
    unit = group.mask(group.eq(""), claims["unit"].fillna("").astype("str"))
    return unit.mask(counts_people & (group.eq("") | group.eq(claims["category"])), _PEOPLE)


def _scoped(claims: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """The claims with ``of`` as the actor whose series it is, and ``place`` in one spelling."""
    known = actors.set_index("actor_id")
    ids = claims["of_id"].astype("object")
    name, kind = (ids.map(known[column].to_dict()).astype("object") for column in ("name", "kind"))
    country = name.where(kind.eq("state"))
    names = {place: country_name(place) or place for place in claims["place"].dropna().unique()}
    place = claims["place"].astype("object").map(names).astype("object")
    basis = claims["place_basis"].astype("str").mask(place.isna() & country.notna(), "of")
    of = name.where(country.isna()).fillna("").astype("str")
    size = of.groupby([claims["category"], claims["unit"], of]).transform("size")
    of = of.where(size >= LEAST_CLAIMS, "")
    return claims.assign(of=of, place=place.fillna(country).fillna("").astype("str"), place_basis=basis)


def name_series(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims with ``series`` named by what tells it from others: "killed · people · Italy · total"."""
    parts = ["category", "unit", "of", "place", "kind"]
    different = claims[parts].drop_duplicates()
    names = [
        " · ".join(dict.fromkeys(filter(None, (category, unit, of, place or "place unknown", kind))))
        for category, unit, of, place, kind in different.itertuples(index=False)
    ]
    named = different.assign(series=pd.array(names, dtype="str"))
    found = claims[parts].merge(named, on=parts, how="left")["series"]
    return claims.assign(series=found.set_axis(claims.index))


def choose_claims(
    points: pd.DataFrame,
    *,
    series: Chosen = None,
    categories: Chosen = None,
    units: Chosen = None,
    of: Chosen = None,
    places: Chosen = None,
    sources: Chosen = None,
    totals_only: bool = False,
) -> pd.DataFrame:
    """Those of the claims of :func:`follow_claims` that have the values named; all where none is.

    Raises:
        ValueError: no claim has one of the values; the message names those nearest to it.
    """
    chosen = points["kind"].eq(TOTAL) | (not totals_only)
    wanted = {
        "series": series, "category": categories, "unit": units, "of": of, "place": places, "speaks_for": sources,
    }  # fmt: skip
    for column, values in wanted.items():
        known = points[column].dropna().unique().tolist()
        for value in values or ():
            if value not in known:
                near = get_close_matches(value, known, 5, 0.5) or points[column].value_counts().index[:10].tolist()
                raise ValueError(f"{column}: no number of {value!r}; there are {', '.join(filter(None, near))}")
        chosen &= points[column].isin(list(values)) if values is not None else True
    return points[chosen].reset_index(drop=True)


def list_series(points: pd.DataFrame) -> pd.DataFrame:
    """What a corpus follows, from a summary of :func:`follow_claims` or of ``judge_claims``.

    Returns:
        One row a series, those of most claims first: the columns of ``SERIES``, n_claims, n_in (that are in its trace,
        where claims were judged), n_outlets, n_independent (texts), n_days, first_day, last_day, first_value,
        last_value (of the first and the last day that a claim in the trace speaks of).
    """
    rows = points if "standing" in points else points.assign(standing="in")
    sizes = rows.assign(is_in=rows["standing"].eq("in")).groupby(SERIES, sort=True)
    out = sizes.agg(
        n_claims=("doc_id", "size"),
        n_in=("is_in", "sum"),
        n_outlets=("outlet", "nunique"),
        n_independent=("cluster_id", "nunique"),
        n_days=("as_of", "nunique"),
    )
    dated = rows[rows["standing"].eq("in") & rows["as_of"].notna()].sort_values(["as_of", "middle"])
    ends = dated.groupby(SERIES).agg(
        first_day=("as_of", "first"),
        last_day=("as_of", "last"),
        first_value=("value", "first"),
        last_value=("value", "last"),
    )
    out = out.join(ends).reset_index()
    return out.sort_values(["n_claims", "n_outlets", "series"], ascending=[False, False, True], ignore_index=True)


def count_claims_left_out(claims: pd.DataFrame, articles: Articles, points: pd.DataFrame) -> pd.DataFrame:
    """How many of all claims are not among the ``points`` chosen, or cannot be placed, and why.

    Returns:
        One row a reason: reason, n_claims, left_out (False for those shown at a place of their own).
    """
    counted = sample_of(articles).rows(claims)
    levels = counted[counted["change"].eq("level")]
    valued = levels[levels[_BOUNDS].notna().any(axis=1)]
    keys = ["doc_id", "claim_id"]
    others = valued.merge(points[keys], on=keys, how="left", indicator=True)["_merge"].eq("left_only").to_numpy()
    is_coded = valued["category"].notna().to_numpy()
    basis = points["as_of_basis"]
    rows = [
        ("in a copy of another article", len(claims) - len(counted), True),
        ("a change, not a level", len(counted) - len(levels), True),
        ("no value and no bound in the text", len(levels) - len(valued), True),
        ("no category and no series", int((others & ~is_coded).sum()), True),
        ("of what was not asked for", int((others & is_coded).sum()), True),
        ("no day known", int(points["as_of"].isna().sum()), False),
        ("no day in the text: day of publication", int(basis.eq("published").sum()), False),
        ("day of the statement before", int(basis.eq("discourse").sum()), False),
    ]
    return pd.DataFrame(rows, columns=["reason", "n_claims", "left_out"])


def list_uncoded(claims: pd.DataFrame, articles: Articles, *, n: int = 20) -> pd.DataFrame:
    """The most frequent numbers that no row of the codebook takes, by what is counted and what is told of it.

    Returns:
        At most ``n`` rows, the most frequent first: measure, unit, what, of (whom most of them are of), n_claims,
        n_mentioning (articles), n_outlets, example (as printed), row (of a codebook that takes them, to be pasted).
        An empty text is unknown.
    """
    out = _by_own_words(sample_of(articles).rows(claims)).head(n).reset_index()
    out["row"] = [_row(*own) for own in out[_OWN].itertuples(index=False)]
    return out.astype({"of": "str"})


def _by_own_words(claims: pd.DataFrame) -> pd.DataFrame:
    is_told = (claims["unit"].notna() | claims["what"].notna()) & claims["modality"].ne(REPLACED)
    uncoded = claims[claims["category"].isna() & claims["change"].eq("level") & is_told]
    own = uncoded.assign(**{name: uncoded[name].fillna("").astype("str") for name in _OWN})
    out = own.groupby(_OWN, sort=True).agg(
        of=("of", lambda names: names.mode().min() if names.notna().any() else ""),
        n_claims=("doc_id", "size"),
        n_mentioning=("doc_id", "nunique"),
        n_outlets=("outlet", "nunique"),
        example=("surface", "first"),
    )
    return out.sort_values(["n_claims", "n_outlets"], ascending=False, kind="stable")


def _own_names(claims: pd.DataFrame, n_outlets: int) -> "pd.Series[str]":
    """Of claims without a category their own words ("product · recall"), where enough claims and outlets share them."""
    groups = _by_own_words(claims)
    is_series = groups["n_claims"].ge(LEAST_CLAIMS) & groups["n_outlets"].ge(min(2, n_outlets))
    names = {
        own: " · ".join(filter(None, own[1:]))
        for own, holds in zip(groups.index, is_series, strict=True)
        if holds and all(own)
    }
    keys = zip(*(claims[name].fillna("").tolist() for name in _OWN), strict=True)
    return pd.Series([names.get(key) for key in keys], claims.index, dtype=claims["category"].dtype)


def _row(measure: str, unit: str, what: str) -> str:
    """A row of a codebook that takes the numbers of a measure, a unit and a word."""
    name = "_".join(filter(None, (unit, *what.split()))) or measure
    parts = [f"category: {name}", f"measure: [{measure}]"]
    if unit and measure != "percent":
        parts.append(f"unit: [{unit}]")
    if what:
        parts.append(f"words: [{what}]")
    return f"- {{{', '.join(parts)}}}"
