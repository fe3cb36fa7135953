"""What articles report beside a series that is known from elsewhere: who was early, who was low."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from crossread.measures.series import TOTAL
from crossread.measures.traces import IN

_LATE = 3  # days that a number may be older than the day it is told of


class OfficialError(ValueError):
    """A known series that cannot be used; the message names the file, the row, the value and what was expected."""


def official_file(where: str) -> tuple[Path, str]:
    """The file of a known series and the column in it: of ``covid.csv:deaths``, or of ``deaths.csv`` its ``value``."""
    file, colon, column = where.rpartition(":")
    return (Path(file), column) if colon and not Path(where).is_file() else (Path(where), "value")


def read_official(where: str) -> pd.DataFrame:
    """A known series from a CSV file: ``deaths.csv``, or ``covid.csv:deaths`` for one column of several.

    The file has the columns ``day`` (ISO), ``value`` or the one named, and where it holds several series ``name``: the
    place, the actor or the category that the rows are of. Days without a value are left out.

    Returns:
        One row a day and name, in order: name (empty where the file has none), day, value.

    Raises:
        OfficialError: there is no such file, or a column, a day or a value in it is not as expected.
    """
    path, column = official_file(where)
    if not path.is_file():
        raise OfficialError(
            f"official: {path.absolute()}: no such file; expected a CSV file with the columns day and value"
        )
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        header = reader.fieldnames or []
        for name in ("day", column):
            if name not in header:
                others = ", ".join(header) or "none"
                raise OfficialError(
                    f"official: {path}: no column {name!r}; it has {others}; name one as {path.name}:COLUMN"
                )
        try:
            rows = [_row(row, column, f"official: {path}, row {number}") for number, row in enumerate(reader, 2)]
        except UnicodeDecodeError as error:
            raise OfficialError(f"official: {path}: not UTF-8 at byte {error.start}; save it as CSV UTF-8") from error
    out = pd.DataFrame([row for row in rows if row is not None], columns=["name", "day", "value"])
    if twice := out[out.duplicated(["name", "day"])]["day"].tolist():
        raise OfficialError(f"official: {path}: the day {twice[0]} has two values; expected one for each day and name")
    if out.empty:
        raise OfficialError(f"official: {path}: no row has a value in {column!r}")
    return out.sort_values(["name", "day"], ignore_index=True)


def _row(row: dict[str, str], column: str, where: str) -> tuple[str, str, float] | None:
    day, value = (row["day"] or "").strip(), (row[column] or "").strip()
    try:
        iso = date.fromisoformat(day).isoformat()
    except ValueError:
        raise OfficialError(f"{where}: day {day!r}; expected one such as 2020-03-01") from None
    if not value:
        return None
    try:
        number = float(value.replace(",", ""))
    except ValueError:
        number = np.nan
    if not np.isfinite(number) or number < 0:
        raise OfficialError(f"{where}: {column} {value!r}; expected a number of 0 or more, such as 1200 or 1,200")
    return (row.get("name") or "").strip(), iso, number


def match_official(judged: pd.DataFrame, official: pd.DataFrame) -> dict[str, pd.Series]:
    """Which known series belongs to which of the corpus, from a summary of ``judge_claims``.

    A named one belongs to the largest running total of that place, actor, category or series; one without a name to the
    largest of all.

    Returns:
        The values by day (timestamps), by the name of the series in the corpus.

    Raises:
        OfficialError: no running total is of that name; the message has those that there are.
    """
    totals = judged[judged["kind"].eq(TOTAL)]
    sizes = totals["series"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    out: dict[str, pd.Series] = {}
    for name, rows in official.groupby("name"):
        keys = ["series", "place", "of", "category"]
        is_its = (totals[keys].apply(lambda column: column.str.casefold()) == str(name).casefold()).any(axis=1)
        own = sizes if name == "" else sizes[sizes.index.isin(totals.loc[is_its, "series"])]
        if own.empty:
            some = ", ".join(sizes.index[:8]) or "none"
            raise OfficialError(f"official: no running total is of {name or 'this selection'!r}; there are {some}")
        out[str(own.index[0])] = rows.set_index(pd.to_datetime(rows["day"]))["value"]
    return out


def compare_official(judged: pd.DataFrame, official: dict[str, pd.Series]) -> pd.DataFrame:
    """How far the claims of a series lie from the known one, by outlet and by source.

    A claim counts for the day that it speaks of; its error is the smallest of that day and the three before, since
    papers print what was known the day before. Its lag is how many days ago the known series first reached that number.

    Returns:
        One row a series and an outlet or source with a claim in the trace, most claims first: series, by (``outlet``,
        ``source`` or ``trace``, all together), who, n_claims, n_days, error (median share, without its sign),
        within_5 (share of claims no more than 5 % off), too_low (share below the known number), lag (median days; null
        where it never was so high).
    """
    rows = []
    for series, known in official.items():
        used = judged[
            judged["series"].eq(series) & judged["standing"].eq(IN) & judged["value"].gt(0) & judged["as_of"].notna()
        ]
        daily = known[known > 0].sort_index().asfreq("D")
        near = [
            _nearest(daily, pd.Timestamp(day), value) for day, value in zip(used["as_of"], used["value"], strict=True)
        ]
        used = used.assign(**dict(zip(["error", "lag"], np.array(near).reshape(-1, 2).T, strict=True))).dropna(
            subset="error"
        )
        for by, who in (("trace", None), ("outlet", "outlet"), ("source", "speaks_for")):
            for name, group in [("all", used)] if who is None else used.groupby(who, observed=True):
                error = group["error"]
                rows.append((
                    series, by, name, len(group), group["as_of"].nunique(), error.abs().median(),
                    (error.abs() <= 0.05).mean(), (error < 0).mean(), group["lag"].median(),
                ))  # fmt: skip
    columns = ["series", "by", "who", "n_claims", "n_days", "error", "within_5", "too_low", "lag"]
    out = pd.DataFrame(rows, columns=columns)
    order = out["by"].map(["trace", "outlet", "source"].index)
    out = out.assign(order=order).sort_values(
        ["series", "order", "n_claims", "who"], ascending=[True, True, False, True]
    )
    return out[columns].reset_index(drop=True)


def _nearest(daily: pd.Series, day: pd.Timestamp, value: float) -> tuple[float, float]:
    """The error of a number and its lag in days; nan where the known series does not tell."""
    near = daily.reindex([day - pd.Timedelta(days=k) for k in range(_LATE + 1)]).dropna()
    if near.empty:
        return np.nan, np.nan
    errors = (value - near) / near
    reached = daily.index[daily >= value]
    return float(errors.iloc[errors.abs().argmin()]), float((day - reached[0]).days) if len(reached) else np.nan
