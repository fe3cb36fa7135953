"""Which reports speak of the same number, and whether they agree.

Two numbers are of one *matter* when they count the same unit of the same category and either speak of
the same day and place, or come from the same source on one day or, as a running total, within some
days. That much can be told from the text; whether two strikes on one day in one town are one event
cannot, so that a difference is a question to the reader and not a verdict on an outlet.
"""

from collections.abc import Iterator, Sequence
from math import inf
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.outlets import UNKNOWN

SAME_DAY, SAME_SOURCE = "same day and place", "same source"
# What the main numbers of a matter are to one another, the most telling first.
VERDICTS = ("differ", "grew", "compatible", "same")
WINDOW = 7  # days within which two numbers of one source are compared


class Range(NamedTuple):
    """What a reported number can stand for, ends included."""

    low: float
    high: float


def reported_range(low: float, best: float, high: float) -> Range:
    """The range that the words of a number allow.

    "At least" is open above, "up to" goes down to zero. "About 1,200" is read as rounded at its last
    digit that is not zero: 1,150 to 1,250. A number without bounds allows anything.
    """
    if not np.isnan(best) and np.isnan(low) and np.isnan(high):
        half = _last_digit(best) / 2
        return Range(max(0.0, best - half), best + half)
    return Range(0.0 if np.isnan(low) else low, inf if np.isnan(high) else high)


def _last_digit(value: float) -> float:
    """The worth of the last digit that is not zero: 100 for 1,200."""
    if value != int(value):
        return 0.1
    digits = str(int(value))
    return float(10 ** (len(digits) - len(digits.rstrip("0")))) if value else 1.0


def match_claims(points: pd.DataFrame, *, window: int = WINDOW) -> pd.DataFrame:
    """Reported numbers of different articles that speak of one matter.

    Planned and denied numbers and parts of another number are left out, and so are copies: of articles
    with one ``cluster_id`` the first is taken. An article's *main* number for a matter is its largest;
    the others are steps on the way to it.

    Args:
        points: a summary of ``trajectory_claims``.
        window: days within which numbers of one source are compared.

    Returns:
        The rows of ``points`` that are in a matter, once for each, with matter (number from 0), link
        (``same day and place`` or ``same source``), about (the place or the source), main (whether it is
        the article's main number).
    """
    usable = points[
        points["as_of"].notna()
        & points["value"].gt(0)
        & points["part_of"].isna()
        & ~points["modality"].isin(["planned", "denied"])
    ]
    groups: list[pd.DataFrame] = []
    seen: set[frozenset[tuple[str, int]]] = set()
    for link, about, group in _groups(usable, window):
        one_each = _without_copies(group)
        main = one_each.sort_values(["value", "start"], ascending=[False, True]).drop_duplicates("doc_id")
        key = frozenset(zip(main["doc_id"], main["claim_id"], strict=True))
        if len(main) < 2 or key in seen:
            continue
        seen.add(key)
        is_main = one_each.index.isin(main.index)
        groups.append(one_each.assign(matter=len(groups), link=link, about=about, main=is_main))
    columns = ["matter", "link", "about", "main", *points.columns]
    if not groups:
        return usable.head(0).assign(matter=0, link="", about="", main=False)[columns]
    out = pd.concat(groups, ignore_index=True)[columns]
    return out.sort_values(
        ["matter", "main", "outlet", "published", "start"], ascending=[True, False, True, True, True]
    )


def _groups(points: pd.DataFrame, window: int) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Candidates: by source within the window, then by day and place."""
    attributed = points[points["speaks_for"].notna()]
    for (_, _, source), group in _shared(attributed, ["category", "unit", "speaks_for"]):
        days = pd.to_datetime(group["as_of"]).map(pd.Timestamp.toordinal)
        ordered = group.loc[days.sort_values(kind="stable").index]
        for part in _within(ordered, days.loc[ordered.index].tolist(), window):
            # numbers of different days are comparable only where one is a running total
            parts = [part] if part["cumulative"].any() else [day for _, day in part.groupby("as_of", sort=True)]
            yield from ((SAME_SOURCE, str(source), comparable) for comparable in parts)
    # 4,500 since midnight and 20,000 in all are not two answers to one question.
    placed = points[points["place"].notna()].assign(since=points["as_of_start"].fillna(""))
    for key, group in _shared(placed, ["category", "unit", "place", "as_of", "cumulative", "since"]):
        yield SAME_DAY, str(key[2]), group.drop(columns="since")


def _shared(points: pd.DataFrame, keys: Sequence[str]) -> Iterator[tuple[Any, pd.DataFrame]]:
    """The groups that more than one article has a part in."""
    n_articles = points.groupby(list(keys))["doc_id"].transform("nunique")
    yield from points[n_articles > 1].groupby(list(keys), sort=True)


def _within(rows: pd.DataFrame, days: Sequence[int], window: int) -> Iterator[pd.DataFrame]:
    """Cut rows in order of days where one lies more than ``window`` days behind the first of its part."""
    start = 0
    for i in range(1, len(days) + 1):
        if i == len(days) or days[i] - days[start] > window:
            yield rows.iloc[start:i]
            start = i


def _without_copies(group: pd.DataFrame) -> pd.DataFrame:
    """Only the first article of each cluster."""
    first = group.sort_values(["published", "doc_id"]).drop_duplicates("cluster_id")["doc_id"]
    return group[group["doc_id"].isin(first)]


def reconcile_claims(matched: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Matters: which outlets agree, differ and by how much, or are silent.

    Args:
        matched: a summary of :func:`match_claims`.
        articles: the table ``articles``.

    Returns:
        One row a matter, those that differ most first: matter, category, unit, link, about, first_day,
        last_day (that the numbers speak of), verdict, lowest, highest (of the main numbers), difference,
        ratio, n_articles, n_outlets, reports (each outlet's number as printed), silent (outlets that
        published between the first and the last of these articles and report no such number).

        Verdicts: ``same`` number; ``compatible``, all bounds have a number in common; ``grew``, later days
        have the higher numbers; ``differ``.
    """
    columns = [
        "matter", "category", "unit", "link", "about", "first_day", "last_day", "verdict", "lowest", "highest",
        "difference", "ratio", "n_articles", "n_outlets", "reports", "silent",
    ]  # fmt: skip
    published = articles.assign(outlet=articles["outlet"].fillna(UNKNOWN))[["outlet", "published"]].dropna()
    rows = []
    for matter, group in matched.groupby("matter", sort=True):
        main = group[group["main"]]
        lowest, highest = main["value"].min(), main["value"].max()
        rows.append(
            {
                "matter": matter,
                **main.iloc[0][["category", "unit", "link", "about"]].to_dict(),
                "first_day": main["as_of"].min(),
                "last_day": main["as_of"].max(),
                "verdict": _verdict(main),
                "lowest": lowest,
                "highest": highest,
                "difference": highest - lowest,
                "ratio": highest / lowest,
                "n_articles": len(main),
                "n_outlets": main["outlet"].nunique(),
                "reports": "; ".join(_reports(group)),
                "silent": "; ".join(_silent(main, published)),
            }
        )
    out = pd.DataFrame(rows, columns=columns)
    rank = out["verdict"].map({verdict: i for i, verdict in enumerate(VERDICTS)})
    out = out.assign(rank=rank).sort_values(["rank", "ratio", "matter"], ascending=[True, False, True])
    return out.drop(columns="rank").reset_index(drop=True)


def _verdict(main: pd.DataFrame) -> str:
    if main["best"].notna().all() and main["best"].nunique() == 1:
        return "same"
    ranges = [reported_range(*row) for row in main[["low", "best", "high"]].itertuples(index=False)]
    if max(r.low for r in ranges) <= min(r.high for r in ranges):
        return "compatible"
    by_day = main.groupby("as_of", sort=True)["value"].agg(["min", "max"])
    grows = len(by_day) > 1 and (by_day["max"].to_numpy()[:-1] <= by_day["min"].to_numpy()[1:]).all()
    return "grew" if grows else "differ"


def _reports(group: pd.DataFrame) -> Iterator[str]:
    """Each article's number as printed: "RFE/RL: 12,000 (also 4,500 civilians)"."""
    has_days = group["as_of"].nunique() > 1
    for _, own in group.groupby(["outlet", "published", "doc_id"], sort=True, dropna=False):
        main = own[own["main"]].iloc[0]
        others = list(dict.fromkeys(own[~own["main"]]["surface"]))
        also = f" (also {', '.join(others)})" if others else ""
        day = f" as of {main['as_of']}" if has_days else ""
        yield f"{main['outlet']}{day}: {main['surface']}{also}"


def _silent(main: pd.DataFrame, published: pd.DataFrame) -> list[str]:
    days = main["published"].dropna()
    if days.empty:
        return []
    around = published[published["published"].between(days.min(), days.max())]
    return sorted(set(around["outlet"]) - set(main["outlet"]))


def carried_numbers(points: pd.DataFrame) -> pd.DataFrame:
    """Which numbers articles take over from which source.

    Args:
        points: a summary of ``trajectory_claims``.

    Returns:
        One row a number with a source, those that most articles carry first: speaks_for, source (as first
        named), category, unit, number (as first printed), low, best, high, n_articles, n_outlets, outlets,
        first_published.
    """
    attributed = points[points["speaks_for"].notna()].sort_values(["published", "doc_id", "start"], na_position="last")
    keys = ["speaks_for", "category", "unit", "low", "best", "high"]
    out = attributed.groupby(keys, dropna=False, sort=False).agg(
        source=("source", "first"),
        number=("surface", "first"),
        n_articles=("doc_id", "nunique"),
        n_outlets=("outlet", "nunique"),
        outlets=("outlet", lambda outlets: "; ".join(dict.fromkeys(outlets))),
        first_published=("published", "first"),
    )
    columns = [
        "speaks_for", "source", "category", "unit", "number", "low", "best", "high", "n_articles", "n_outlets",
        "outlets", "first_published",
    ]  # fmt: skip
    order = ["n_articles", "n_outlets", "source", "category", "number"]
    out = out.reset_index().sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)
    return out[columns]


def first_and_last_claims(points: pd.DataFrame) -> pd.DataFrame:
    """What each outlet reported first and last.

    An article counts with its largest number of a category and unit; planned and denied numbers and
    parts are left out.

    Args:
        points: a summary of ``trajectory_claims``.

    Returns:
        One row a category, unit and outlet: category, unit, outlet, n_articles, first_published, first (as
        printed), first_value, last_published, last, last_value, ratio (last to first).
    """
    keys = ["category", "unit", "outlet"]
    usable = points[points["value"].gt(0) & points["part_of"].isna() & ~points["modality"].isin(["planned", "denied"])]
    main = usable.sort_values(["value", "start"], ascending=[False, True]).drop_duplicates([*keys, "doc_id"])
    ordered = main.dropna(subset=["published"]).sort_values(["published", "doc_id"])
    out = ordered.groupby(keys, sort=True).agg(
        n_articles=("doc_id", "nunique"),
        first_published=("published", "first"),
        first=("surface", "first"),
        first_value=("value", "first"),
        last_published=("published", "last"),
        last=("surface", "last"),
        last_value=("value", "last"),
    )
    return out.assign(ratio=out["last_value"] / out["first_value"]).reset_index()
