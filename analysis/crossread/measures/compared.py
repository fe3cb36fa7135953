"""Who agrees on a number, and who differs: within a series, and at one time of saying.

Numbers that cannot be of one thing are never held against one another: other series, parts, plans, older figures, and
new counts of one day and place, which may be two incidents, unless one source gives both.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

import numpy as np
import pandas as pd

from crossread.measures.sample import Articles, sample_of
from crossread.measures.series import NEW, SERIES, TOTAL
from crossread.measures.traces import IN, OFF, ordinals

SAME_DAY, NEAR_DAYS = "same day", "near days"
# What the numbers of a group are to one another, the most telling first.
VERDICTS = ("differ", "fell", "grew", "compatible", "same")
WINDOW = 7  # days: so long after its day is a number told of it, and are totals of one source compared
FACTOR = 5  # numbers farther apart are taken for counts of different things


class Range(NamedTuple):
    """What a reported number can stand for, ends included."""

    low: float
    high: float


def reported_range(low: float, best: float, high: float) -> Range:
    """The range that the words of a number allow.

    "At least" is open above, "up to" goes down to zero. "About 1,200" is read as rounded at its last digit that is not
    zero: 1,150 to 1,250; so is "1,200", where nothing says that it is exact, from a hundred on. A number without bounds
    allows anything.
    """
    is_round = low == high and best >= 100 and best % 10 == 0
    if is_round or (not np.isnan(best) and np.isnan(low) and np.isnan(high)):
        half = _last_digit(best) / 2
        return Range(max(0.0, best - half), best + half)
    return Range(0.0 if np.isnan(low) else low, inf if np.isnan(high) else high)


def _last_digit(value: float) -> float:
    """The worth of the last digit that is not zero: 100 for 1,200."""
    if value != int(value):
        return 0.1
    digits = str(int(value))
    return float(10 ** (len(digits) - len(digits.rstrip("0")))) if value else 1.0


def compare_reports(judged: pd.DataFrame, articles: Articles, *, window: int = WINDOW) -> pd.DataFrame:
    """Which texts agree on a number of a series, and which differ, from a summary of ``judge_claims``.

    Compared are levels and running totals of one day, told within ``window`` days of it, and totals within ``window``
    days where they are of one source or have no line yet; new counts of one day only where one source gives them. A
    text counts once, with its largest number, and of copies the first.

    Returns:
        One row a comparison of two texts or more, those that differ most first: the columns of ``SERIES``, link
        (``same day`` or ``near days``), source (null where several), first_day, last_day (that the numbers speak
        of), verdict, lowest, highest (of ``middle``), ratio, n_independent (texts), n_outlets, reports (each number as
        printed), silent (outlets that published between the first and the last of these articles and report no such
        number), claims (``doc_id/claim_id`` of the lowest and the highest).

        Verdicts: ``same`` number; ``compatible``, all bounds have a number in common; ``grew``, later days have the
        higher numbers; ``fell``, some have not; ``differ``, of one day.
    """
    usable = judged[judged["standing"].isin([IN, OFF]) & judged["as_of"].notna() & judged["middle"].gt(0)]
    day = ordinals(usable["as_of"])
    usable = usable.assign(day=day, source=usable["speaks_for"])[~(ordinals(usable["published"]) - day > window)]
    usable = usable.sort_values(["middle", "start"], ascending=[False, True], kind="stable")
    sourced, is_total = usable[usable["speaks_for"].notna()], usable["kind"].eq(TOTAL)
    groups = [
        *_apart(usable[usable["kind"].ne(NEW)], ["series", "as_of"]),
        *_apart(sourced[sourced["kind"].ne(TOTAL)], ["series", "as_of", "speaks_for"]),
        *_windows(usable[is_total & ~usable["has_line"]], ["series"], window),
        *_windows(sourced[sourced["kind"].eq(TOTAL)], ["series", "speaks_for"], window),
    ]
    published = _published(articles)
    rows, seen = [], set()
    for group in groups:
        claims = frozenset(zip(group["doc_id"], group["claim_id"], strict=True))
        if claims not in seen:
            seen.add(claims)
            rows.append(_compared(group.sort_values(["middle", "outlet", "doc_id"]), published))
    out = pd.DataFrame(rows, columns=[*SERIES, *_COMPARED])
    ranked = out.assign(rank=out["verdict"].map(VERDICTS.index))
    order = ["rank", "ratio", "series", "first_day"]
    return ranked.sort_values(order, ascending=[True, False, True, True], ignore_index=True)[out.columns]


_COMPARED = [
    "link", "source", "first_day", "last_day", "verdict", "lowest", "highest", "ratio", "n_independent", "n_outlets",
    "reports", "silent", "claims",
]  # fmt: skip


def _apart(claims: pd.DataFrame, keys: list[str]) -> Iterator[pd.DataFrame]:
    """The largest number of each text, by some keys, cut where values are too far apart for one thing."""
    for _, group in claims.groupby(keys):
        main = group.sort_values(["published", "doc_id"], kind="stable").drop_duplicates("cluster_id")["doc_id"]
        texts = group[group["doc_id"].isin(main)].drop_duplicates("doc_id").sort_values("middle", kind="stable")
        part = (texts["middle"] > FACTOR * texts["middle"].shift()).cumsum()
        yield from (near for _, near in texts.groupby(part) if len(near) > 1)


def _windows(claims: pd.DataFrame, keys: list[str], window: int) -> Iterator[pd.DataFrame]:
    """Numbers of one group of keys, cut where a day lies more than a window behind the first of its part."""
    for _, rows in claims.groupby(keys):
        part, first, parts = 0, -inf, []
        ordered = rows.sort_values("day", kind="stable")
        for day in ordered["day"]:
            if day - first > window:
                part, first = part + 1, day
            parts.append(part)
        cut = ordered.assign(part=parts).sort_values(["middle", "start"], ascending=[False, True])
        yield from _apart(cut, ["part"])


def _published(articles: Articles) -> dict[str, list[str]]:
    """The days on which each outlet published, in order."""
    dated = sample_of(articles).articles[["outlet", "published"]].dropna().drop_duplicates().sort_values("published")
    return {str(outlet): days.tolist() for outlet, days in dated.groupby("outlet")["published"]}


def _compared(group: pd.DataFrame, published: Mapping[str, Sequence[str]]) -> tuple[object, ...]:
    first, last = group.iloc[0], group.iloc[-1]
    days, sources = group["as_of"], group["source"].unique()
    on = group["published"].dropna()
    silent = [
        outlet for outlet, days in published.items()
        if len(on) and outlet not in set(group["outlet"]) and bisect_left(days, on.min()) < bisect_right(days, on.max())
    ]  # fmt: skip
    with_day = days.nunique() > 1
    said = group.sort_values(["outlet", "published", "doc_id"])[["outlet", "as_of", "surface"]].astype("str")
    reports = [
        f"{outlet}{f' as of {day}' if with_day else ''}: {' '.join(surface.split())}"
        for outlet, day, surface in said.to_numpy().tolist()
    ]
    return (
        *first[SERIES], NEAR_DAYS if with_day else SAME_DAY, sources[0] if len(sources) == 1 else None,
        days.min(), days.max(), _verdict(group), first["middle"], last["middle"], last["middle"] / first["middle"],
        group["cluster_id"].nunique(), group["outlet"].nunique(), "; ".join(reports), "; ".join(sorted(silent)),
        "; ".join(f"{row['doc_id']}/{row['claim_id']}" for row in (first, last)),
    )  # fmt: skip


def _verdict(group: pd.DataFrame) -> str:
    if group["best"].notna().all() and group["best"].nunique() == 1:
        return "same"
    ranges = [reported_range(*row) for row in group[["low", "best", "high"]].to_numpy(dtype=float)]
    if max(r.low for r in ranges) <= min(r.high for r in ranges):
        return "compatible"
    by_day = group.groupby("as_of")["middle"].agg(["min", "max"])
    grows = (by_day["min"].iloc[1:].to_numpy() >= by_day["max"].cummax().iloc[:-1].to_numpy()).all()
    return "differ" if len(by_day) == 1 else "grew" if grows else "fell"


def carried_numbers(points: pd.DataFrame) -> pd.DataFrame:
    """Which numbers articles take over from which source, from a summary of ``follow_claims``.

    Returns:
        One row a number with a source, those that most articles carry first: speaks_for, source (as first named),
        series, number (as first printed), low, best, high, n_articles, n_independent (texts among them), n_outlets,
        outlets, first_published.
    """
    attributed = points[points["speaks_for"].notna()].sort_values(["published", "doc_id", "start"], na_position="last")
    keys = ["speaks_for", "series", "low", "best", "high"]
    out = attributed.groupby(keys, dropna=False, sort=False).agg(
        source=("source", "first"),
        number=("surface", "first"),
        n_articles=("doc_id", "nunique"),
        n_independent=("cluster_id", "nunique"),
        n_outlets=("outlet", "nunique"),
        outlets=("outlet", lambda outlets: "; ".join(dict.fromkeys(outlets))),
        first_published=("published", "first"),
    )
    columns = ["speaks_for", "source", "series", "number", *keys[2:], "n_articles", "n_independent", "n_outlets"]
    order = ["n_articles", "n_outlets", "source", "series", "number"]
    out = out.reset_index().sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)
    return out[[*columns, "outlets", "first_published"]]


def list_claims(judged: pd.DataFrame) -> pd.DataFrame:
    """The ledger of reported numbers in words, for the appendix of a paper, from a summary of ``judge_claims``.

    Returns:
        One row a number, by series, day and outlet, all texts: series, as_of (``*`` where the text gives no day and the
        day of publication stands for it, ``+`` where the day is that of the statement before), outlet, published,
        number (as printed), range (what the words allow: ``12``, ``24 to 99``, ``at least 2,000``, ``about 500``),
        source, standing (``in`` the trace of its series, or why not). An empty text is unknown, or the outlet itself
        for ``source``.
    """
    marks = judged["as_of_basis"].map({"published": "*", "discourse": "+"}).fillna("")
    out = judged[["series", "outlet", "published", "source", "standing"]].assign(
        as_of=judged["as_of"].fillna("") + marks,
        number=judged["surface"].str.split().str.join(" "),
        range=[_range(*row) for row in judged[["low", "best", "high"]].itertuples(index=False)],
    )
    columns = ["series", "as_of", "outlet", "published", "number", "range", "source", "standing"]
    ordered = out.loc[judged.sort_values(["series", "as_of", "outlet", "doc_id", "start"]).index, columns]
    return ordered.fillna("").astype("str").reset_index(drop=True)


def _range(low: float, best: float, high: float) -> str:
    """Bounds in words: "12", "24 to 99", "at least 2,000", "up to 40", "about 500"."""
    if pd.notna(low) and pd.notna(high):
        return f"{low:,.12g}" if low == high else f"{low:,.12g} to {high:,.12g}"
    if pd.notna(low):
        return f"at least {low:,.12g}"
    return f"up to {high:,.12g}" if pd.notna(high) else f"about {best:,.12g}"
