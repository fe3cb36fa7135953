"""Reported numbers over the days they speak of."""

import numpy as np
import pandas as pd

from crossread.lexicon import OFFICIAL, kind_of_name
from crossread.measures.reconcile import reported_range
from crossread.measures.sample import Articles, Chosen, Rows, as_text, sample_of
from crossread.tables.schema import NOT_HAPPENED

# Whose word a number is, by the kind of the actor that it is attributed to, or that the person belongs to.
SOURCE_KINDS = {
    **dict.fromkeys(("state", "ministry", OFFICIAL), "government or official"),
    "armed_group": "armed group",
    "body": "UN or other world body",
    "ngo": "monitor or NGO",
    "party": "party",
    "company": "company",
    "union": "union",
    "media": "media",
    "person": "person, affiliation not known",
}
OUTLET_ITSELF = "the outlet itself"
OTHER_SOURCE = "other source"


def trajectory_claims(
    claims: Rows, articles: Articles, actors: pd.DataFrame, *, categories: Chosen = None, units: Chosen = None
) -> pd.DataFrame:
    """Reported numbers as points over time, of some ``categories`` and ``units`` or of all that have a category.

    A number that tells a change ("fell by 600") is no point. The unit of a point is the group of units.yaml, where one
    has its noun.

    Returns:
        One row a claim that has a value or bounds, by category, unit, day, outlet and place in the text: doc_id,
        claim_id, sent_id, start, end, surface, outlet, published, category, unit, place, as_of (null where unknown),
        as_of_start, as_of_basis, low, best, high, value (null where the text gives bounds alone), middle (by which
        numbers are ordered and compared: the value, else the middle of the bounds on a log scale, else the one bound
        known), cumulative, falls (a running total below an earlier one of the same place or source),
        modality, source, source_id, speaks_for (the state or body that a person speaks for, else the source),
        source_kind (whose word it is), part_of, cluster_id.
    """
    sample = sample_of(articles)
    chosen = _levels(sample.rows(claims, category=categories, unit_group=units))
    chosen["unit"] = chosen["unit_group"].fillna(chosen["unit"]).fillna("")
    known = as_text(chosen, chosen.columns.tolist())[chosen[["low", "best", "high"]].notna().any(axis=1)]
    meta = sample.articles[["doc_id", "published", "cluster_id"]]
    out = known.merge(meta, on="doc_id", how="left", validate="m:1")
    middle = (out["low"] * out["high"]) ** 0.5
    out["value"] = out["best"]
    out["middle"] = out["best"].fillna(middle).fillna(out["low"]).fillna(out["high"])
    out["source_kind"] = _source_kind(out, actors)
    out["speaks_for"] = _speaks_for(out, actors)
    out["falls"] = _falls(out)
    columns = [
        "doc_id", "claim_id", "sent_id", "start", "end", "surface", "outlet", "published", "category", "unit", "place",
        "as_of", "as_of_start", "as_of_basis", "low", "best", "high", "value", "middle", "cumulative", "falls",
        "modality", "source", "source_id", "speaks_for", "source_kind", "part_of", "cluster_id",
    ]  # fmt: skip
    order = ["category", "unit", "as_of", "outlet", "doc_id", "start"]
    return out.sort_values(order, na_position="last", ignore_index=True)[columns]


def count_claims_left_out(
    claims: pd.DataFrame, articles: Articles, *, categories: Chosen = None, units: Chosen = None
) -> pd.DataFrame:
    """How many claims a trajectory of these categories and units leaves out or cannot place, and why.

    Returns:
        One row a reason: reason, n_claims, left_out (False for those shown at a place of their own).
    """
    sample = sample_of(articles)
    counted = sample.rows(claims, ["claim_id", "category"])
    coded = counted["category"].notna()
    of_these = sample.rows(claims, category=categories, unit_group=units)
    of_these = of_these[of_these["category"].notna()]
    chosen = _levels(of_these)
    rows = [
        ("in a copy of another article", len(claims) - len(counted), True),
        ("no category in the codebook", int((~coded).sum()), True),
        ("other category or unit", int(coded.sum()) - len(of_these), True),
        ("a change, not a level", len(of_these) - len(chosen), True),
        ("no value and no bound in the text", int(chosen[["low", "best", "high"]].isna().all(axis=1).sum()), True),
        ("no day known", int(chosen["as_of"].isna().sum()), False),
        ("no day in the text: day of publication", int((chosen["as_of_basis"] == "published").sum()), False),
        ("day of the statement before", int((chosen["as_of_basis"] == "discourse").sum()), False),
    ]
    return pd.DataFrame(rows, columns=["reason", "n_claims", "left_out"])


def _levels(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims that have a category and tell a level."""
    return claims[claims["category"].notna() & (claims["change"] == "level")].copy()


def list_claims(points: pd.DataFrame) -> pd.DataFrame:
    """The ledger of reported numbers in words, for the appendix of a paper, from :func:`trajectory_claims`.

    Returns:
        One row a number, by category, day and outlet, all texts: category, as_of (``*`` where the text gives no day and
        the day of publication stands for it, ``+`` where the day is that of the statement before), outlet, published,
        number (as printed), range (what the words allow: ``12``, ``24 to 99``, ``at least 2,000``, ``about 500``), kind
        (``total``, ``new``; with ``part`` of the number before, ``planned``, ``hypothetical``, ``alleged``,
        ``denied``), unit, place, source. An empty text is unknown, or the outlet itself for ``source``.
    """
    marks = points["as_of_basis"].map({"published": "*", "discourse": "+"}).fillna("")
    kinds = points["cumulative"].map({True: "total", False: "new"})
    mood = points["modality"].map({name: f", {name}" for name in (*NOT_HAPPENED, "alleged")}).fillna("")
    part = points["part_of"].notna().map({True: ", part", False: ""})
    bounds = points[["low", "best", "high"]].itertuples(index=False)
    out = pd.DataFrame(
        {
            "category": points["category"],
            "as_of": points["as_of"].fillna("") + marks,
            "outlet": points["outlet"],
            "published": points["published"],
            "number": points["surface"].str.split().str.join(" "),
            "range": [_range(*row) for row in bounds],
            "kind": kinds + part + mood,
            "unit": points["unit"],
            "place": points["place"],
            "source": points["source"],
        }
    )
    ordered = out.loc[points.sort_values(["category", "as_of", "outlet", "doc_id", "start"]).index]
    return ordered.fillna("").astype("str").reset_index(drop=True)


def _range(low: float, best: float, high: float) -> str:
    """Bounds in words: "12", "24 to 99", "at least 2,000", "up to 40", "about 500"."""
    if pd.notna(low) and pd.notna(high):
        return f"{low:,.12g}" if low == high else f"{low:,.12g} to {high:,.12g}"
    if pd.notna(low):
        return f"at least {low:,.12g}"
    return f"up to {high:,.12g}" if pd.notna(high) else f"about {best:,.12g}"


def _source_kind(claims: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    """Whose word each number is: by the kind of who speaks, else by what the words for them say."""
    known = actors.set_index("actor_id")
    names, kinds, bodies = known["name"].to_dict(), known["kind"].to_dict(), _body(known).to_dict()

    def kind_of(source_id: str | None, source: str | None) -> str | None:
        body = bodies.get(source_id, source)
        kind = kinds.get(body, "organisation")
        return kind_of_name(names.get(body, body)) if kind == "organisation" and body else kind

    sources = claims[["source_id", "source"]].astype("object").replace({np.nan: None})
    labels = [SOURCE_KINDS.get(kind_of(*row) or "", OTHER_SOURCE) for row in sources.itertuples(index=False)]
    return pd.Series(labels, claims.index, dtype="str").where(claims["source"].notna(), OUTLET_ITSELF)


def _speaks_for(claims: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    known = actors.set_index("actor_id")
    body = _body(known)
    name = body.map(known["name"]).fillna(body.where(body.map(kind_of_name) != OFFICIAL, known["name"]))
    words = claims["source_id"].map(name).fillna(claims["source"]).astype("str")
    return words.str[:1].str.upper() + words.str[1:]


def _body(actors: pd.DataFrame) -> pd.Series:
    """Whom each actor, by its id, speaks for: the affiliation of a person, an id or words, else the actor's own id."""
    is_theirs = (actors["kind"] == "person") & actors["affiliation"].notna()
    return actors["affiliation"].where(is_theirs, actors.index.to_series())


def _falls(claims: pd.DataFrame) -> pd.Series:
    """Running totals that lie below an earlier one of the same place or the same source."""
    totals = claims[claims["cumulative"] & claims["as_of"].notna() & ~claims["modality"].isin(NOT_HAPPENED)]
    out = pd.Series(False, index=claims.index)
    for key in ("place", "speaks_for"):
        for _, series in totals.groupby(["category", "unit", key]):
            highest_before = 0.0
            for _, day in series.groupby("as_of", sort=True):
                ranges = [reported_range(*row) for row in day[["low", "best", "high"]].itertuples(index=False)]
                for index, span in zip(day.index, ranges, strict=True):
                    out[index] |= span.high < highest_before
                highest_before = max(highest_before, *(span.low for span in ranges))
    return out
