"""The line that the claims of a series support, day by day, and which claims are off it, and why.

A running total is the chain of claims, in order of the days that they speak of, for which most independent texts speak
at the lowest price. A text is worth 1 (half where it rounds or bounds: "2,000", "more than 2,143"). A step from one
number to the next costs little as long as it is of the size that the data themselves show: ``agreement``, how near the
reports of neighbouring days lie to one another, and ``growth``, the median slope of the reports around. A larger step
costs half the logarithm of how many times that size it is: a claim alone off the line costs more than it is worth, and
a revision that later texts repeat is worth its price. A line of few numbers, or with many such
steps, judges nobody.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from crossread.measures.series import NEW, TOTAL, name_series
from crossread.measures.sources import country_name
from crossread.tables.schema import NOT_HAPPENED

IN = "in"
PLANNED, PART, DAYLESS = "planned, denied or ahead", "part of another number", "no day known"
BEFORE, SPAN, OLDER = "long before the articles", "of more days than one", "an older figure"
OFF, ABOVE = "off the line", "above the running total"
MATTER, SERIES_OF = "of another matter: {}", "of another series: {}"

_ROUNDED = 0.5  # what a text is worth that gives a bound or rounds, where an exact number is worth 1
_PRICE = 0.5  # of a step, in texts, for each e-fold beyond what is usual
_REVISED = 3  # times a usual fall from which on a step down is large; twice as many for a rise
# Share of larger steps above which, and of the numbers told below which, a line is none of a running total.
_STEEP, _SHARE = 0.2, 1 / 3
_BACK = 300  # claims back to which a step may lead
_AROUND = 25  # claims before and behind of which the growth at a claim is the median
_WEEK = 7  # days
_LEAST, _MOST = 0.005, 0.05  # between which the agreement is taken to be, as a share
_LEAST_CLAIMS = 3  # from which on words of what numbers are of tell another matter
_ALIKE = 2 / 3  # of the totals of a place on the line of another from which on it is another name of that
_GUESSED = ("discourse", "sentence")  # a place that stands elsewhere than the number
_FEW = 5  # claims on a line from which on it judges others
_MARGIN = 3  # days before and behind a line for which it speaks
_LONG = 30  # days that a background is before the articles at least, and an older figure old at most

Floats = npt.NDArray[np.float64]


class Line(NamedTuple):
    """A running total by claims in order of days: ``days`` (ordinals), ``logs`` of the numbers, what is usual."""

    days: Floats
    logs: Floats
    agreement: float
    growth: Floats

    def bounds(self, days: Floats) -> tuple[Floats, Floats]:
        """The lowest and the highest log of a number that would lie on the line on some days; none far from it."""
        before = np.searchsorted(self.days, days, side="right") - 1
        after = np.searchsorted(self.days, days, side="left")
        # On a day of the line, all its numbers of that day; else from the one before to the one after.
        first = np.where((before >= 0) & (self.days[before.clip(0)] == days), after, before)
        last = np.where((before >= 0) & (self.days[before.clip(0)] == days), before, after)
        ends = self.logs[[first.clip(0, len(self.days) - 1), last.clip(0, len(self.days) - 1)]]
        is_near = (days >= self.days[0] - _MARGIN) & (days <= self.days[-1] + _MARGIN)
        low, high = ends.min(axis=0) - self.agreement, ends.max(axis=0) + self.agreement
        return np.where(is_near, low, np.inf), np.where(is_near, high, -np.inf)

    def steps(self) -> npt.NDArray[np.bool_]:
        """Which steps from one number to the next are larger than is usual."""
        rise, days = np.diff(self.logs), np.diff(self.days)
        large: npt.NDArray[np.bool_] = _excess(rise, days, self.agreement, self.growth[1:]) > np.where(
            rise < 0, _REVISED, 2 * _REVISED
        )
        return large

    def judges(self, n_reports: int) -> bool:
        """Whether it is long and steady enough, and of enough of the numbers told, to be that of a running total."""
        return len(self.days) >= max(_FEW, _SHARE * n_reports) and bool(self.steps().mean() <= _STEEP)

    def holds(self, days: Floats, logs: Floats) -> npt.NDArray[np.bool_]:
        """Whether numbers of some days lie no farther from the line than a usual step of one day."""
        apart = np.abs(np.interp(days, self.days, self.logs) - logs)
        is_near = (days >= self.days[0] - 1) & (days <= self.days[-1] + _MARGIN)
        holds: npt.NDArray[np.bool_] = is_near & (apart <= self.agreement + np.interp(days, self.days, self.growth))
        return holds


def ordinals(days: pd.Series) -> Floats:
    """ISO days as numbers; nan where unknown."""
    numbers: Floats = np.asarray((pd.to_datetime(days) - pd.Timestamp(0)) / pd.Timedelta(days=1), dtype=np.float64)
    return numbers


def judge_claims(points: pd.DataFrame) -> pd.DataFrame:
    """The claims of ``follow_claims``, each with its standing in the trace of its series.

    Where the text leaves open of what series a number is, the number itself may tell (``by_line``): one without a
    place, or with the place of a sentence before, or of which nothing says that it is a total, and that lies on the
    line of just one running total of its category, unit and place, as far as that is known, is of that series. A place
    most of whose totals lie on the line of a larger series is another name of its place, unless both are countries.
    Words of whom a number is that lie off the lines in most of three claims or more are another matter ("flu" among
    the dead of another disease), and shape none.

    Returns:
        The rows with by_line, standing (``in``, or why a claim is out: one of the names above), revised (``up`` or
        ``down`` where a total goes on from another number than before; else empty) and has_line (whether the series is
        a running total with a line that judges its claims).
    """
    rows = points.assign(standing=_standing(points), revised="", by_line=False)
    rows = rows.astype({"standing": "object", "revised": "object"})
    days = ordinals(rows["as_of"])
    lines = _lines(rows, days)
    _mark_matters(rows, days, lines)
    rows = _name_alike(rows, days, _lines(rows, days))
    rows = _join_lines(rows, days, _lines(rows, days))
    lines = _lines(rows, days)
    traced = rows[rows["series"].isin(lines)]
    # The largest of a category and unit last, since the last that fits is named.
    sizes = traced.groupby(["category", "unit", "series"]).size().sort_values(kind="stable").reset_index()
    for _, group in sizes.groupby(["category", "unit"]):
        kin = group["series"].tolist()
        for name in kin:
            _settle(rows, traced.index[traced["series"].eq(name)], days, lines, name, kin)
    _settle_new(rows, days, lines)
    rows["has_line"] = rows["series"].isin(lines)
    return rows.astype({"standing": "str", "revised": "str"})


def _settle_new(rows: pd.DataFrame, days: Floats, lines: dict[str, Line]) -> None:
    """Write into ``rows`` which new counts cannot be, since they are above the running total of that day."""
    new = rows[rows["kind"].eq(NEW) & rows["standing"].eq(IN) & rows["value"].gt(0)]
    for name, group in name_series(new.assign(kind=TOTAL)).groupby("series"):
        if name in lines:
            most = lines[str(name)].bounds(days[group.index])[1]
            is_above = np.isfinite(most) & (_logs(group) > most)
            rows.loc[group.index[is_above], "standing"] = ABOVE


def _standing(points: pd.DataFrame) -> pd.Series:
    """Why claims are out that no line needs be asked for."""
    is_ahead = points["modality"].isin(NOT_HAPPENED) | (points["as_of"] > points["published"]).fillna(False)
    published = pd.to_datetime(points["published"])
    first, span = published.min(), published.max() - published.min()
    is_before = pd.to_datetime(points["as_of"]) < first - max(span, pd.Timedelta(days=_LONG))
    is_long = ~points["cumulative"] & points["as_of_start"].notna() & (points["as_of_start"] < points["as_of"])
    reasons = [is_ahead, points["part_of"].notna(), points["as_of"].isna(), is_before, is_long.fillna(False)]
    conditions = [reason.to_numpy(dtype=bool) for reason in reasons]
    return pd.Series(np.select(conditions, [PLANNED, PART, DAYLESS, BEFORE, SPAN], IN), points.index, dtype="object")


def _totals(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["standing"].eq(IN) & rows["kind"].eq(TOTAL) & rows["value"].gt(0)]


def _lines(rows: pd.DataFrame, days: Floats) -> dict[str, Line]:
    """The line of each series of running totals that has claims enough on it to tell anything."""
    totals = _totals(rows)
    totals = totals[totals.groupby("series")["series"].transform("size") >= _FEW]
    worth = np.where(_is_exact(totals), 1, _ROUNDED)
    reports = totals[["series", "value", "cluster_id"]].assign(day=days[totals.index], worth=worth)
    # A text counts once for a number of a day.
    keys = ["series", "day", "value"]
    texts = reports.groupby([*keys, "cluster_id"])["worth"].max().groupby(keys).sum().reset_index()
    columns = [texts[name].to_numpy(dtype=float) for name in ("day", "value", "worth")]
    parts = texts.groupby("series").indices.items()
    lines = {str(name): _line(*(column[at] for column in columns)) for name, at in parts}
    n_reports = texts["series"].value_counts()
    return {name: line for name, line in lines.items() if line.judges(n_reports[name])}


def _mark_matters(rows: pd.DataFrame, days: Floats, lines: dict[str, Line]) -> None:
    """Write into ``rows`` which claims are of another matter than the lines."""
    totals = _totals(rows)
    totals = totals[totals["series"].isin(lines)]
    is_off = pd.Series(True, totals.index)
    for name, group in totals.groupby("series"):
        is_off[group.index] = ~_fits(lines[str(name)], days[group.index], _logs(group))
    keys = [totals["category"], totals["unit"], totals["words"].fillna("").str.casefold()]
    words = is_off.groupby(keys)
    is_other = (words.transform("size") >= _LEAST_CLAIMS) & (words.transform("mean") > 0.5) & keys[-1].ne("")
    rows.loc[totals.index[is_other], "standing"] = [MATTER.format(word) for word in keys[-1][is_other]]


def _is_exact(rows: pd.DataFrame) -> pd.Series:
    """Which claims tell a number to the unit: neither a bound nor round."""
    return rows["low"].eq(rows["high"]) & (rows["value"].lt(100) | rows["value"].mod(10).ne(0))


def _logs(rows: pd.DataFrame) -> Floats:
    logs: Floats = np.log(rows["value"].to_numpy(dtype=float))
    return logs


def _line(day: Floats, value: Floats, worth: Floats) -> Line:
    """The line of reports in order of days and values, and of what their texts are worth."""
    log, growth = np.log(value), _growth(day, np.log(value))
    agreement = _agreement(day, log, growth)
    chain = _chain(day, log, worth, agreement, growth)
    return Line(day[chain], log[chain], agreement, growth[chain])


def _agreement(day: Floats, log: Floats, growth: Floats) -> float:
    """How far reports lie from the nearest other of two days around, growth aside: the median, in logs."""
    nearest = []
    for i in range(len(day)):
        first, last = np.searchsorted(day, [day[i] - 2, day[i] + 2.5])
        apart = log[first:last] - log[i] - growth[i] * (day[first:last] - day[i])
        others = np.abs(np.delete(apart, i - first))
        nearest += [others.min()] if len(others) else []
    return float(np.clip(np.median(nearest), _LEAST, _MOST)) if nearest else _MOST


def _growth(day: Floats, log: Floats) -> Floats:
    """The growth a day at each report: the median slope of those around it (H. Theil 1950, P. K. Sen 1968).

    Slopes are those between reports within a week, where there are any: a revision lies between few of these.
    """
    out = np.zeros(len(day))
    for i in range(len(day)):
        near = slice(max(0, i - _AROUND), i + _AROUND + 1)
        days, logs = np.subtract.outer(day[near], day[near]), np.subtract.outer(log[near], log[near])
        later = (days > 0) & (days <= _WEEK) if ((days > 0) & (days <= _WEEK)).any() else days > 0
        out[i] = max(0.0, float(np.median(logs[later] / days[later]))) if later.any() else 0.0
    return out


def _excess(rise: Floats, days: Floats, agreement: float, growth: Floats | float) -> Floats:
    """How many times the usual a step is off what growth lets expect; a report may be a day old."""
    usual, expected = agreement + growth * (days + 1), growth * days
    ratio: Floats = np.where(rise >= 0, np.abs(rise - expected) / usual, expected / usual - rise / (agreement + growth))
    return ratio


def _chain(day: Floats, log: Floats, worth: Floats, agreement: float, growth: Floats) -> npt.NDArray[np.int64]:
    """The numbers of the reports on the line: the best chain, by dynamic programming."""
    score, before = worth.copy(), np.full(len(day), -1)
    for i in range(1, len(day)):
        first = max(0, i - _BACK)
        excess = _excess(log[i] - log[first:i], day[i] - day[first:i], agreement, growth[i])
        gain = score[first:i] - _PRICE * np.log1p(excess)
        best = int(np.argmax(gain))
        if gain[best] > 0:
            score[i], before[i] = score[i] + gain[best], first + best
    chain = [int(np.argmax(score))]
    while before[chain[-1]] >= 0:
        chain.append(int(before[chain[-1]]))
    return np.array(chain[::-1])


def _fits(line: Line, days: Floats, logs: Floats) -> npt.NDArray[np.bool_]:
    low, high = line.bounds(days)
    fits: npt.NDArray[np.bool_] = (logs >= low) & (logs <= high)
    return fits


def _name_alike(rows: pd.DataFrame, days: Floats, lines: dict[str, Line]) -> pd.DataFrame:
    """The claims, a place whose totals mostly lie on the line of a larger series as the place of that."""
    totals, scope = _totals(rows), ["category", "unit", "of"]
    sizes = totals[totals["place"].ne("")].groupby([*scope, "place", "series"]).size()
    sizes = sizes[sizes >= _LEAST_CLAIMS].sort_values(ascending=False, kind="stable")
    places, kept = rows["place"].copy(), sizes.reset_index()
    for name, group in totals[totals["series"].isin(kept["series"])].groupby("series"):
        own = kept[kept["series"].eq(name)].iloc[0]
        larger = kept[(kept[scope] == own[scope]).all(axis=1) & (kept.index < own.name) & kept["series"].isin(lines)]
        for place, other in larger[["place", "series"]].to_numpy():
            holds = lines[other].holds(days[group.index], _logs(group))
            if holds.mean() >= _ALIKE and None in (country_name(place), country_name(own["place"])):
                places[(rows[[*scope, "place"]] == own[[*scope, "place"]]).all(axis=1)] = place
                break
    return name_series(rows.assign(place=places, by_line=places.ne(rows["place"])))


def _join_lines(rows: pd.DataFrame, days: Floats, lines: dict[str, Line]) -> pd.DataFrame:
    """The claims, those of an open place or kind moved to the one series on whose line they lie."""
    scope = ["category", "unit", "of"]
    homes = rows[rows["series"].isin(lines) & rows["place"].ne("")].drop_duplicates("series")
    is_open = rows["place"].eq("") | rows["place_basis"].isin(_GUESSED)
    usable = rows[rows["standing"].eq(IN) & rows["kind"].isin([TOTAL, NEW]) & rows["value"].gt(0)]
    out = rows[["place", "kind", "by_line"]].copy()
    for key, group in usable.groupby(scope):
        near = homes[(homes[scope] == list(key)).all(axis=1)]
        if near.empty:
            continue
        at, logs, series = days[group.index], _logs(group), group["series"].to_numpy()
        on = np.array([lines[name].holds(at, logs) for name in near["series"]])
        is_home = near["series"].to_numpy()[:, None] == series[None, :]
        may = is_open[group.index].to_numpy() | (
            near["place"].to_numpy()[:, None] == group["place"].to_numpy()[None, :]
        )
        on &= may & ~(on & is_home).any(axis=0)
        moves = on.sum(axis=0) == 1
        if moves.any():
            out.loc[group.index[moves], "place"] = near["place"].to_numpy()[on.argmax(axis=0)[moves]]
            out.loc[group.index[moves], "kind"], out.loc[group.index[moves], "by_line"] = TOTAL, True
    return name_series(rows.assign(**out))


def _settle(
    rows: pd.DataFrame, index: pd.Index, days: Floats, lines: dict[str, Line], name: str, kin: list[str]
) -> None:
    """Write into ``rows`` who of a series is off its line and why, and where the line is revised."""
    line = lines[name]
    own = rows.loc[index, ["standing", "value", "low", "high"]][lambda r: r["standing"].eq(IN)]
    at = days[own.index]
    with np.errstate(divide="ignore"):
        value, least, most = (np.log(own[c].to_numpy(dtype=float)) for c in ("value", "low", "high"))
    low, high = line.bounds(at)
    holds_line = np.isnan(value) & ~(least > high) & ~(most < low) & ~np.isnan(least + most)
    is_in = ((value >= low) & (value <= high)) | holds_line
    reasons = np.full(len(own), OFF, dtype=object)
    logs = np.where(np.isnan(value), np.fmax(least, most), value)
    for other in kin:
        if other != name:
            reasons[_fits(lines[other], at, logs)] = SERIES_OF.format(other)
    age = at[:, None] - line.days[None, :]
    is_older = ((np.abs(logs[:, None] - line.logs[None, :]) <= line.agreement) & (age > 0) & (age <= _LONG)).any(axis=1)
    reasons[is_older] = OLDER
    rows.loc[own.index[~is_in], "standing"] = reasons[~is_in]
    for k in np.flatnonzero(line.steps()) + 1:
        rises = line.logs[k] > line.logs[k - 1]
        # A report of yesterday's number is no fall: the line goes on below.
        if rises or line.logs[k : k + _FEW].max() < line.logs[k - 1] - line.agreement:
            here = own.index[(at == line.days[k]) & np.isclose(value, line.logs[k])]
            rows.loc[here, "revised"] = "up" if rises else "down"


def trace_series(judged: pd.DataFrame) -> pd.DataFrame:
    """What the claims of each series say of each day, from a summary of :func:`judge_claims`.

    Returns:
        One row a series and day with a claim in the trace, series of most days first: series, category, unit, of,
        place, kind, day, low, best (the median of exact numbers, else the highest of those that round or bound; null
        where there are bounds alone), high (low and high: all that the claims allow), n_claims, n_outlets,
        n_independent (texts), n_out (claims of that day that are out), revised (``up``, ``down`` or empty), claims
        (``doc_id/claim_id`` of each), told_new (for a total, the sum of the new ones told of the days since its row
        before, where there are any), risen (by how much the total rose meanwhile).
    """
    keys = ["series", "category", "unit", "of", "place", "kind", "as_of"]
    exact = judged["value"].where(_is_exact(judged))
    rows = judged.assign(
        claims=judged["doc_id"] + "/" + judged["claim_id"].astype("str"),
        exact=exact, lowest=judged[["low", "best"]].min(axis=1), highest=judged[["high", "best"]].max(axis=1),
    )  # fmt: skip
    used = rows[rows["standing"].eq(IN) & rows["as_of"].notna()]
    # What has a value tells more than the bounds of "thousands": these count on days that have nothing else.
    has_value = used["value"].notna()
    used = used[has_value | ~has_value.groupby([used["series"], used["as_of"]]).transform("any")]
    out = used.groupby(keys, sort=True).agg(
        low=("lowest", "min"), best=("exact", "median"), most=("value", "max"), high=("highest", "max"),
        n_claims=("doc_id", "size"), n_outlets=("outlet", "nunique"), n_independent=("cluster_id", "nunique"),
        revised=("revised", "max"), claims=("claims", "; ".join),
    ).reset_index()  # fmt: skip
    out["best"] = out["best"].fillna(out["most"])
    is_out = rows[rows["standing"].ne(IN)].groupby(["series", "as_of"]).size().rename("n_out")
    out = out.join(is_out, on=["series", "as_of"]).fillna({"n_out": 0}).astype({"n_out": "int64"})
    n_days = out.groupby("series")["series"].transform("size")
    out = out.assign(n=-n_days).sort_values(["n", "series", "as_of"], ignore_index=True)
    out = _compare_new(out.rename(columns={"as_of": "day"}))
    columns = [*keys[:-1], "day", "low", "best", "high", "n_claims", "n_outlets", "n_independent", "n_out", "revised"]
    return out[[*columns, "claims", "told_new", "risen"]]


def _compare_new(days: pd.DataFrame) -> pd.DataFrame:
    """The rows with ``told_new`` and ``risen``, for running totals."""
    scope = ["category", "unit", "of", "place"]
    new = days[days["kind"].eq(NEW)].assign(sums=lambda d: d.groupby(scope)["best"].cumsum())[[*scope, "day", "sums"]]
    totals = days[days["kind"].eq(TOTAL)].reset_index()[["index", *scope, "day", "best"]]
    # What was told up to each day; of two rows the difference is what was told between them.
    both = [
        frame.assign(at=pd.to_datetime(frame["day"]).astype("datetime64[s]")).sort_values("at")
        for frame in (totals, new)
    ]
    upto = pd.merge_asof(both[0], both[1].drop(columns="day"), on="at", by=scope).set_index("index").sort_index()
    groups = upto.groupby(scope)
    told = groups["sums"].transform(lambda sums: sums.fillna(0).diff())
    return days.assign(told_new=told.where(told > 0), risen=groups["best"].diff().where(told > 0))
