"""TIMEX3 values and the days they stand for (TimeML 1.2.1, after ISO 8601)."""

import calendar
import re
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
# Meteorological seasons of the northern hemisphere; a winter is named by the year it starts in.
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d{2})(?P<weekend>-WE)?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d{2})(?:-(?P<day>\d{2}))?))?(?:T.*)?"
)


def interval_of(value: str) -> tuple[date, date] | None:
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
    if found is None:
        return None
    try:
        return _interval(found)
    except (ValueError, OverflowError):
        return None


def _interval(found: re.Match[str]) -> tuple[date, date]:
    part = found.groupdict()
    year = int(part["year"])
    if part["week"]:
        monday = date.fromisocalendar(year, int(part["week"]), 1)
        return (monday + timedelta(days=5 if part["weekend"] else 0), monday + timedelta(days=6))
    if part["quarter"]:
        return months_between(year, int(part["quarter"]) * 3 - 2, 3)
    if part["half"]:
        return months_between(year, int(part["half"]) * 6 - 5, 6)
    if part["season"]:
        first, last = SEASONS[part["season"]]
        return months_between(year, first, last - first + 1)
    if part["month"] and part["day"]:
        day = date(year, int(part["month"]), int(part["day"]))
        return day, day
    if part["month"]:
        return months_between(year, int(part["month"]), 1)
    return date(year, 1, 1), date(year, 12, 31)


def months_between(year: int, month: int, count: int) -> tuple[date, date]:
    """The interval of ``count`` whole months from one on."""
    first = date(year, month, 1)
    last_month = add_months(first, count - 1)
    return first, last_month.replace(day=calendar.monthrange(last_month.year, last_month.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day some months later or earlier, or the last of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def shift(day: date, count: int, unit: str) -> str:
    """The TIMEX3 value ``count`` units from a day, as fine as the unit.

    Args:
        day: where to count from.
        count: how many units; negative is into the past.
        unit: D, W, M, Q, Y, E (decade) or C (century).
    """
    if unit == "D":
        return (day + timedelta(days=count)).isoformat()
    if unit == "W":
        return week_value(day + timedelta(weeks=count))
    if unit == "M":
        return add_months(day, count).isoformat()[:7]
    if unit == "Q":
        moved = add_months(day, 3 * count)
        return f"{moved.year:04d}-Q{(moved.month + 2) // 3}"
    years = {"Y": 1, "E": 10, "C": 100}[unit] * count
    return f"{day.year + years:04d}"


def week_value(day: date) -> str:
    """The ISO week of a day as a TIMEX3 value."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def weekday_near(day: date, weekday: int, direction: int) -> date:
    """The nearest weekday (0 is Monday) at or before a day, or after it when ``direction`` is 1."""
    if direction > 0:
        return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)
    return day - timedelta(days=(day.weekday() - weekday) % 7)
