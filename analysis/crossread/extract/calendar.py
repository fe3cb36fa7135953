"""TIMEX3 values and the days they stand for (TimeML 1.2.1, after ISO 8601)."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

Interval = tuple[date, date]  # the first and the last day

# Meteorological seasons of the northern hemisphere; a winter is named by the year it starts in.
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the first of its three months

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})(?P<weekend>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?(?:T.*)?"
)
_DAYS_IN = {"TS": 1 / 86400, "TM": 1 / 1440, "TH": 1 / 24, "D": 1, "NI": 1, "W": 7, "WE": 7, "2W": 14}
_MONTHS_IN = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}
# In how many of a finer unit what is left of a broken number is told.
_FINER = {"Y": (12, "M"), "D": (24, "TH"), "TH": (60, "TM"), "TM": (60, "TS"), "W": (7, "D")}


def interval_of(value: str) -> Interval | None:
    """First and last day that a TIMEX3 date or time stands for; None for values without a calendar.

    >>> interval_of("2016-W50")
    (datetime.date(2016, 12, 12), datetime.date(2016, 12, 18))
    """
    if re.fullmatch(r"\d{3}X?", value):
        decade = int(value[:3]) * 10
        return date(decade, 1, 1), date(decade + 9, 12, 31)
    if re.fullmatch(r"\d{2}(XX)?", value):
        century = int(value[:2]) * 100
        return (date(century, 1, 1), date(century + 99, 12, 31)) if century else None
    found = _VALUE.fullmatch(value)
    try:
        return _interval(found) if found else None
    except (ValueError, OverflowError):
        return None


def _interval(found: re.Match[str]) -> Interval:
    part = found.groupdict()
    year = int(part["year"])
    if part["week"]:
        monday = date.fromisocalendar(year, int(part["week"]), 1)
        return (monday + timedelta(days=5 if part["weekend"] else 0), monday + timedelta(days=6))
    if part["season"]:
        return _months(year, _SEASONS[part["season"]], 3)
    if part["day"]:
        day = date(year, int(part["month"]), int(part["day"]))
        return day, day
    for name, count in (("month", 1), ("quarter", 3), ("half", 6)):
        if part[name]:
            return _months(year, (int(part[name]) - 1) * count + 1, count)
    return _months(year, 1, 12)


def _months(year: int, month: int, count: int) -> Interval:
    """The interval of ``count`` whole months from one on."""
    first = date(year, month, 1)
    return first, first + relativedelta(months=count - 1, day=31)  # the last day, where a month has no 31st


def third_of(days: Interval, which: str) -> Interval:
    """The first, middle or last third of an interval."""
    first, last = days
    third = timedelta(days=(last - first).days // 3)
    if which == "middle":
        return first + third, last - third
    return (first, first + third) if which == "first" else (last - third, last)


def shift(day: date, count: int, unit: str) -> str:
    """The TIMEX3 value ``count`` units from a day, as fine as the unit.

    Args:
        day: where to count from.
        count: how many units; negative is into the past.
        unit: D, W, WE (weekend), M, Q, Y, E (decade) or C (century).
    """
    if unit == "D":
        return (day + timedelta(days=count)).isoformat()
    if unit in ("W", "WE"):
        return week_of(day + timedelta(weeks=count)) + ("-WE" if unit == "WE" else "")
    moved: date = day + relativedelta(months=count * _MONTHS_IN[unit])  # or the last day of a month that is too short
    if unit == "M":
        return moved.isoformat()[:7]
    return f"{moved.year:04d}-Q{(moved.month + 2) // 3}" if unit == "Q" else f"{moved.year:04d}"


def stretch_to(last: date, count: float, unit: str) -> date:
    """The first day of a stretch of so many units that ends on a day."""
    try:
        if unit in _DAYS_IN:
            return last - timedelta(days=round(count * _DAYS_IN[unit]))
        first: date = last - relativedelta(months=round(count * _MONTHS_IN[unit]))
        return first
    except (ValueError, OverflowError):
        return date.min


def duration_value(count: float | None, unit: str) -> str | None:
    """The TIMEX3 value of a duration; an unknown count is X. None for a unit that is no length of time.

    >>> duration_value(2.5, "Y")
    'P2Y6M'
    """
    if unit in ("E", "C") and count is not None:
        count, unit = round(count * _MONTHS_IN[unit] / 12), "Y"
    if count is not None and count != int(count):
        if unit not in _FINER:
            return None
        factor, finer = _FINER[unit]
        rest = duration_value(round((count - int(count)) * factor), finer) or "P"
        whole = (duration_value(int(count), unit) or "P") if count > 1 else "P"
        return whole + rest.removeprefix("P").removeprefix("T" if "T" in whole else "")
    number = "X" if count is None else str(int(count))
    if unit in ("TS", "TM", "TH"):
        return f"PT{number}{unit[1]}"
    if unit in ("D", "W", "M", "Q", "Y", "E", "C", "WE"):
        return f"P{number}{unit}"
    return {"NI": f"P{number}D", "2W": "P2W"}.get(unit)


def week_of(day: date) -> str:
    """The ISO week of a day as a TIMEX3 value."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def weekday_near(day: date, weekday: int, direction: int) -> date:
    """The nearest weekday (0 is Monday) at or before a day, or after it when ``direction`` is 1."""
    if direction > 0:
        return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)
    return day - timedelta(days=(day.weekday() - weekday) % 7)
