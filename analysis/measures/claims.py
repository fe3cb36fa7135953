"""Reported numbers over the days they speak of."""

from collections.abc import Sequence

import pandas as pd

from analysis.measures.outlets import with_outlet

# Whose word a number is, by the kind of the actor that it is attributed to.
SOURCE_KINDS = {
    "state": "government or official",
    "armed_group": "armed group",
    "person": "government or official",
    "body": "UN or aid body",
    "organisation": "monitor or NGO",
    "media": "media",
    "group": "other source",
}
OUTLET_ITSELF = "the outlet itself"
OTHER_SOURCE = "other source"


def trajectory_claims(
    claims: pd.DataFrame,
    articles: pd.DataFrame,
    actors: pd.DataFrame,
    *,
    categories: Sequence[str] | None = None,
    units: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Reported numbers as points over time.

    Args:
        claims: the table ``claims``.
        articles: the table ``articles``.
        actors: the table ``actors``.
        categories: only these; all unless given.
        units: only these; all unless given.

    Returns:
        One row a claim that has a value or bounds, by category, unit, day, outlet and place in the
        text: doc_id, claim_id, sent_id, start, end, surface, outlet, published, category, unit, place,
        as_of (null where unknown), as_of_start, as_of_basis, low, best, high, value (best, else the
        middle of the bounds on a log scale, else the one bound known), cumulative, modality, source,
        source_id, source_kind (whose word it is), part_of.
    """
    chosen = _chosen(claims, categories, units)
    known = chosen[chosen[["low", "best", "high"]].notna().any(axis=1)]
    out = with_outlet(known, articles).merge(articles[["doc_id", "published"]], on="doc_id", how="left", validate="m:1")
    middle = (out["low"] * out["high"]) ** 0.5
    out["value"] = out["best"].fillna(middle).fillna(out["low"]).fillna(out["high"])
    out["source_kind"] = _source_kind(out, actors)
    columns = [
        "doc_id", "claim_id", "sent_id", "start", "end", "surface", "outlet", "published", "category", "unit", "place",
        "as_of", "as_of_start", "as_of_basis", "low", "best", "high", "value", "cumulative", "modality", "source",
        "source_id", "source_kind", "part_of",
    ]  # fmt: skip
    order = ["category", "unit", "as_of", "outlet", "doc_id", "start"]
    return out.sort_values(order, na_position="last", ignore_index=True)[columns]


def count_claims_left_out(
    claims: pd.DataFrame, *, categories: Sequence[str] | None = None, units: Sequence[str] | None = None
) -> pd.DataFrame:
    """How many claims a trajectory leaves out or cannot place, and why.

    Returns:
        One row a reason: reason, n_claims.
    """
    chosen = _chosen(claims, categories, units)
    reasons = {
        "other category or unit": len(claims) - len(chosen),
        "no value and no bound in the text": int(chosen[["low", "best", "high"]].isna().all(axis=1).sum()),
        "no day known": int(chosen["as_of"].isna().sum()),
        "day of publication, since the text gives none": int((chosen["as_of_basis"] == "published").sum()),
    }
    return pd.DataFrame({"reason": list(reasons), "n_claims": list(reasons.values())})


def _chosen(claims: pd.DataFrame, categories: Sequence[str] | None, units: Sequence[str] | None) -> pd.DataFrame:
    chosen = claims
    if categories is not None:
        chosen = chosen[chosen["category"].isin(list(categories))]
    if units is not None:
        chosen = chosen[chosen["unit"].isin(list(units))]
    return chosen


def _source_kind(claims: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    kinds = claims["source_id"].map(actors.set_index("actor_id")["kind"]).map(SOURCE_KINDS)
    return kinds.fillna(OTHER_SOURCE).where(claims["source"].notna(), OUTLET_ITSELF).astype("str")
