"""Which reports speak of the same number, and whether they agree.

Two numbers are of one *matter* when they count the same unit of the same category, are not too far apart, and either
speak of the same day and place, or come from the same source and place on one day or, as a running total, within some
days. That much can be told from the text; whether two strikes on one day in one town are one event cannot, so that a
difference is a question to the reader and not a verdict on an outlet.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from crossread.measures.sample import Articles, sample_of
from crossread.tables.schema import NOT_HAPPENED

SAME_DAY, SAME_SOURCE = "same day and place", "same source"
# What the main numbers of a matter are to one another, the most telling first.
VERDICTS = ("differ", "grew", "compatible", "same")
WINDOW = 7  # days within which two numbers of one source are compared
# Numbers with a gap of more than this factor between them are taken for counts of different things: the
# dead of one strike, and of the war.
FACTOR = 5

_Row = dict[Hashable, Any]  # a number of a matter, by the name of its column


class Range(NamedTuple):
    """What a reported number can stand for, ends included."""

    low: float
    high: float


def reported_range(low: float, best: float, high: float) -> Range:
    """The range that the words of a number allow.

    "At least" is open above, "up to" goes down to zero. "About 1,200" is read as rounded at its last digit that is not
    zero: 1,150 to 1,250. A number without bounds allows anything.
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


def match_claims(points: pd.DataFrame, *, window: int = WINDOW, factor: float = FACTOR) -> pd.DataFrame:
    """Reported numbers of different articles that speak of one matter.

    Planned and denied numbers and parts of another number are left out. Copies are one report, whatever the weight,
    since a text cannot agree or differ with itself: of articles with one ``cluster_id`` the first is taken, with the
    outlets that print it. An article's *main* number for a matter is its largest; the others are steps on the way to
    it.

    Args:
        points: a summary of ``trajectory_claims``.
        window: days within which numbers of one source are compared.
        factor: numbers with a larger gap between them are of different matters.

    Returns:
        The rows of ``points`` that are in a matter, once for each, with matter (number from 0), link (``same day and
        place`` or ``same source``), about (the place or the source), main (whether it is the article's main number),
        n_printing (articles of the matter with this text), printed_by (their outlets, the first to print it in front).
    """
    usable = _comparable(points[points["as_of"].notna()]).reset_index(drop=True)
    out = pd.concat([_by_source(usable, window, factor), _by_day(usable, factor)], ignore_index=True)
    out["matter"] = out.groupby(["link", "part"], sort=False).ngroup()
    out = _without_copies(out)
    out = out[out.groupby("matter")["doc_id"].transform("nunique") > 1]
    out = out.assign(main=out.index.isin(_largest(out, ["matter", "doc_id"]).index))
    out = out[out["matter"].isin(_distinct(out[out["main"]]))]
    out = out.assign(matter=out.groupby("matter").ngroup())
    order = {"matter": True, "main": False, "outlet": True, "published": True, "start": True}
    out = out.sort_values(list(order), ascending=list(order.values()), ignore_index=True)
    return out[["matter", "link", "about", "main", "n_printing", "printed_by", *points.columns]]


def _comparable(points: pd.DataFrame) -> pd.DataFrame:
    """The numbers that stand for themselves: not planned or denied, and no part of another."""
    is_real = ~points["modality"].isin(NOT_HAPPENED)
    return points[points["middle"].gt(0) & points["part_of"].isna() & is_real]


def _largest(points: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The largest number of each of some keys, of equal ones the first in its text."""
    return points.sort_values(["middle", "start"], ascending=[False, True]).drop_duplicates(keys)


def _by_source(points: pd.DataFrame, window: int, factor: float) -> pd.DataFrame:
    """Numbers of one source and place, on one day or, where one is a running total, within the window."""
    rows = points[points["speaks_for"].notna()]
    days = pd.to_datetime(rows["as_of"]).map(pd.Timestamp.toordinal).astype("int64")
    rows = rows.assign(where=rows["place"].fillna(""), day=days)
    keys = ["category", "unit", "speaks_for", "where"]
    rows = rows.sort_values([*keys, "day"], kind="stable")
    part = _windows(rows.groupby(keys).ngroup().to_numpy(), rows["day"].to_numpy(), window)
    # Of one place, a total answers to any number; where the place is unknown, only to another total.
    has_total = rows["cumulative"].groupby(part).transform("any") & rows["where"].ne("")
    day = rows["day"].where(~(has_total | rows["cumulative"]), 0)
    return _cut_apart(rows.assign(link=SAME_SOURCE, about=rows["speaks_for"]), [part, day], factor)


def _by_day(points: pd.DataFrame, factor: float) -> pd.DataFrame:
    """Numbers of one day and place; 4,500 since midnight and 20,000 in all are not two answers to one question."""
    rows = points[points["place"].notna()]
    keys = ["category", "unit", "place", "as_of", "cumulative", rows["as_of_start"].fillna("")]
    return _cut_apart(rows.assign(link=SAME_DAY, about=rows["place"]), keys, factor)


def _windows(series: np.ndarray, days: np.ndarray, window: int) -> np.ndarray:
    """Cut series in order of days where one lies more than ``window`` days behind the first of its part."""
    parts = np.zeros(len(days), dtype=np.int64)
    part, first = 0, 0
    for i in range(1, len(days)):
        if series[i] != series[first] or days[i] - days[first] > window:
            part, first = part + 1, i
        parts[i] = part
    return parts


def _cut_apart(rows: pd.DataFrame, keys: list[Any], factor: float) -> pd.DataFrame:
    """The rows by ``part``: those of equal keys, cut where values that follow each other are ``factor`` apart."""
    out = rows.assign(part=rows.groupby(keys, sort=True).ngroup()).sort_values(["part", "middle"], kind="stable")
    part, value = out["part"].to_numpy(), out["middle"].to_numpy()
    is_new = np.ones(len(out), dtype=bool)
    is_new[1:] = (part[1:] != part[:-1]) | (value[1:] > factor * value[:-1])
    # Within a part the rows keep the order that they came in.
    return out.assign(part=np.cumsum(is_new)).reindex(rows.index).sort_values("part", kind="stable")


def _without_copies(rows: pd.DataFrame) -> pd.DataFrame:
    """Only the first article of each cluster in a matter, with who prints it."""
    text = ["matter", "cluster_id"]
    ordered = rows.sort_values(["published", "doc_id"])
    first = ordered.groupby(text)["doc_id"].transform("first")
    texts = ordered.groupby(text).agg(n_printing=("doc_id", "nunique"), printed_by=("outlet", _once))
    return rows[rows["doc_id"] == first.reindex(rows.index)].join(texts, on=text)


def _once(outlets: pd.Series) -> tuple[str, ...]:
    """Each outlet where it comes first."""
    return tuple(dict.fromkeys(outlets))


def _distinct(main: pd.DataFrame) -> pd.Index:
    """The matters without those that hold the same claims as one before."""
    names = (main["doc_id"] + "/" + main["claim_id"].astype("str")).sort_values()
    claims = names.groupby(main["matter"]).agg(" ".join)
    return claims.drop_duplicates().index


def reconcile_claims(matched: pd.DataFrame, articles: Articles) -> pd.DataFrame:
    """Matters, from a summary of :func:`match_claims`: which outlets agree, differ and by how much, or are silent.

    Returns:
        One row a matter, those that differ most first: matter, category, unit, link, about, first_day, last_day (that
        the numbers speak of), verdict, lowest, highest (``middle`` of the main numbers), difference, ratio, n_articles,
        n_independent (texts among them), n_outlets, reports (each text's number as printed), silent (outlets that
        published between the first and the last of these articles and report no such number).

        Verdicts: ``same`` number; ``compatible``, all bounds have a number in common; ``grew``, later days have the
        higher numbers; ``differ``.
    """
    columns = [
        "matter", "category", "unit", "link", "about", "first_day", "last_day", "verdict", "lowest", "highest",
        "difference", "ratio", "n_articles", "n_independent", "n_outlets", "reports", "silent",
    ]  # fmt: skip
    dated = sample_of(articles).articles[["outlet", "published"]].dropna().drop_duplicates().sort_values("published")
    published = {str(outlet): days.tolist() for outlet, days in dated.groupby("outlet")["published"]}
    used = matched[["matter", "main", "category", "unit", "link", "about", "as_of", "low", "best", "high", "middle",
                    "outlet", "published", "doc_id", "surface", "n_printing", "printed_by"]]  # fmt: skip
    rows = []
    for matter, records in groupby(used.to_dict("records"), key=itemgetter("matter")):
        group = list(records)
        main = [row for row in group if row["main"]]
        values, days = [row["middle"] for row in main], [row["as_of"] for row in main]
        lowest, highest = min(values), max(values)
        what = (main[0][name] for name in ("category", "unit", "link", "about"))
        sizes = sum(row["n_printing"] for row in main), len(main), len(_printing(main))
        rows.append(
            (matter, *what, min(days), max(days), _verdict(main), lowest, highest, highest - lowest, highest / lowest,
             *sizes, "; ".join(_reports(group)), "; ".join(_silent(main, published)))
        )  # fmt: skip
    out = pd.DataFrame(rows, columns=columns)
    ranked = out.assign(rank=out["verdict"].map(VERDICTS.index))
    return ranked.sort_values(["rank", "ratio", "matter"], ascending=[True, False, True], ignore_index=True)[columns]


def _verdict(main: Sequence[_Row]) -> str:
    exact = {row["best"] for row in main if not np.isnan(row["best"])}
    if len(exact) == 1 and not any(np.isnan(row["best"]) for row in main):
        return "same"
    ranges = [reported_range(row["low"], row["best"], row["high"]) for row in main]
    if max(r.low for r in ranges) <= min(r.high for r in ranges):
        return "compatible"
    by_day = sorted((row["as_of"], row["middle"]) for row in main)
    grows = (
        all(earlier[1] <= later[1] for earlier in by_day for later in by_day if earlier[0] < later[0])
        and len({day for day, _ in by_day}) > 1
    )
    return "grew" if grows else "differ"


def _reports(group: Sequence[_Row]) -> Iterator[str]:
    """Each article's number as printed: "RFE/RL: 12,000 (also 4,500 civilians)"."""
    has_days = len({row["as_of"] for row in group}) > 1
    key = itemgetter("outlet", "published", "doc_id")
    for _, rows in groupby(sorted(group, key=lambda row: tuple(str(part) for part in key(row))), key=key):
        own = list(rows)
        main = next(row for row in own if row["main"])
        others = list(dict.fromkeys(row["surface"] for row in own if not row["main"]))
        also = f" (also {', '.join(others)})" if others else ""
        day = f" as of {main['as_of']}" if has_days else ""
        others = main["printed_by"][1:]
        copies = f" (and {', '.join(others)}, one text)" if others else ""
        yield f"{main['outlet']}{copies}{day}: {main['surface']}{also}"


def _printing(main: Sequence[_Row]) -> set[str]:
    return {outlet for row in main for outlet in row["printed_by"]}


def _silent(main: Sequence[_Row], published: Mapping[str, Sequence[str]]) -> list[str]:
    """The outlets that published between the days of the first and the last article, and are none of theirs."""
    days = [row["published"] for row in main if isinstance(row["published"], str)]
    if not days:
        return []
    first, last, printing = min(days), max(days), _printing(main)
    others = ((outlet, on) for outlet, on in published.items() if outlet not in printing)
    return sorted(outlet for outlet, on in others if bisect_left(on, first) < bisect_right(on, last))


def carried_numbers(points: pd.DataFrame) -> pd.DataFrame:
    """Which numbers articles take over from which source, from a summary of ``trajectory_claims``.

    Returns:
        One row a number with a source, those that most articles carry first: speaks_for, source (as first named),
        category, unit, number (as first printed), low, best, high, n_articles, n_independent (texts among them),
        n_outlets, outlets, first_published.
    """
    attributed = points[points["speaks_for"].notna()].sort_values(["published", "doc_id", "start"], na_position="last")
    keys = ["speaks_for", "category", "unit", "low", "best", "high"]
    out = attributed.groupby(keys, dropna=False, sort=False).agg(
        source=("source", "first"),
        number=("surface", "first"),
        n_articles=("doc_id", "nunique"),
        n_independent=("cluster_id", "nunique"),
        n_outlets=("outlet", "nunique"),
        outlets=("outlet", lambda outlets: "; ".join(_once(outlets))),
        first_published=("published", "first"),
    )
    columns = [
        "speaks_for", "source", "category", "unit", "number", "low", "best", "high", "n_articles", "n_independent",
        "n_outlets", "outlets", "first_published",
    ]  # fmt: skip
    order = ["n_articles", "n_outlets", "source", "category", "number"]
    out = out.reset_index().sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)
    return out[columns]


def first_and_last_claims(points: pd.DataFrame) -> pd.DataFrame:
    """What each outlet reported first and last.

    From a summary of ``trajectory_claims``. An article counts with its largest number of a category and unit; planned
    and denied numbers and parts are left out.

    Returns:
        One row a category, unit and outlet: category, unit, outlet, n_articles, n_independent (texts among them),
        first_published, first (as printed), first_value (null where
        the text gives bounds alone), last_published, last, last_value, ratio (last to first).
    """
    keys = ["category", "unit", "outlet"]
    main = _largest(_comparable(points), [*keys, "doc_id"])
    ordered = main.dropna(subset=["published"]).sort_values(["published", "doc_id"])
    out = ordered.groupby(keys, sort=True).agg(
        n_articles=("doc_id", "nunique"),
        n_independent=("cluster_id", "nunique"),
        first_published=("published", "first"),
        first=("surface", "first"),
        first_value=("value", lambda values: values.iloc[0]),
        last_published=("published", "last"),
        last=("surface", "last"),
        last_value=("value", lambda values: values.iloc[-1]),
    )
    return out.assign(ratio=out["last_value"] / out["first_value"]).reset_index()
