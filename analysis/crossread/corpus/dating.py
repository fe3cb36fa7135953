"""The day on which an article was published, as far as it is known.

Strict: what could be two days, or is no day of the calendar, is none. A time of day and its zone are
left out: the day is the one that the source writes.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from crossread.lexicon.load import words

Order = Literal["month first", "day first", "year first"]

FIRST_YEAR = 1900
LONGEST = 80  # characters; beyond, it is no date

_NUMBER_OF = {name: number for number, names in enumerate(words("months").values(), 1) for name in names}
_MONTH = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_FOREIGN_WEEKDAY = "|".join(sorted(words("exports")["weekdays"]))
_WEEKDAY = rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|{_FOREIGN_WEEKDAY})\.?"
_ZONE = r"(?:z|[a-z]{2,5}|(?:utc|gmt)?[+-]\d{1,2}:?\d{2}|\([a-z ]+\))"
_TIME = rf"(?:\d{{1,2}}[:.h]\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?(?:\s*{_ZONE}){{0,2}})"
_AROUND = rf"(?:(?:{_WEEKDAY}|{_TIME}|at)[,\s]*)"

_TEXT_MONTH = rf"(?P<month>{_MONTH})\.?"
_TEXT_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_TEXT_YEAR = r"(?P<year>\d{4})"
_EDITION = rf"(?:[^\d]*\b(?:{'|'.join(sorted(words('exports')['editions']))})\b[^\d]*)?"
# What can be one day only, from the year downwards or with the month as a word.
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_TEXT_YEAR}(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})(?:[T\s].*)?",
        rf"{_TEXT_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:\.0|(?:T\d{{4}}|T?\d{{6}})(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?",
        rf"{_AROUND}*{_TEXT_DAY}(?:\s+of)?[\s-]+{_TEXT_MONTH},?[\s-]+{_TEXT_YEAR},?\s*{_AROUND}*{_EDITION}",
        rf"{_AROUND}*{_TEXT_MONTH}\s+{_TEXT_DAY},?\s+{_TEXT_YEAR},?\s*{_AROUND}*{_EDITION}",
        rf"{_WEEKDAY}\s+{_TEXT_MONTH}\s+{_TEXT_DAY}\s+{_TIME}\s+{_TEXT_YEAR}",
    )
]
_NUMBERS = re.compile(rf"{_AROUND}*(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}),?\s*{_AROUND}*", re.IGNORECASE)
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.0*)?")

EXPECTED = "a day such as 2016-12-19 or 19 December 2016"


class DateError(ValueError):
    """A day that cannot be believed; the message says why."""


def read_day(value: Any, *, today: date, order: Order | None = None) -> date | None:
    """Read a day in one of the usual forms.

    ISO ("2016-12-19", with a time or without, "20161219"), RFC 2822, "19 December 2016", "Dec. 19, 2016",
    "12/19/2016", "19.12.2016", seconds or milliseconds since 1970 (a day in UTC), dates and timestamps.

    Args:
        value: the field; empty or None is an unknown day.
        today: days after tomorrow are not believed (a reader east of us may live in it).
        order: how to read "03/04/2016", where the corpus has told; otherwise it is refused.

    Raises:
        DateError: no day can be told, it is not in the calendar, before 1900 or after tomorrow.
    """
    if value is None or value != value or (isinstance(value, str) and not value.strip()):
        return None  # a number that is not equal to itself is how tables write a missing one
    day = written_day(value, order)
    if day.year < FIRST_YEAR:
        raise DateError(f"{value!r:.60} is before {FIRST_YEAR}")
    if day > today + timedelta(days=1):
        raise DateError(f"{value!r:.60} is after tomorrow")
    return day


def find_order(values: Iterable[Any]) -> Order | None:
    """Tell how numbers such as "12/19/2016" stand, by all of a corpus: the one order that all of them allow.

    None where they allow several, or where one contradicts another.
    """
    possible: set[Order] | None = None
    for value in values:
        readings = _readings(value)
        if readings:
            possible = set(readings) if possible is None else possible & readings.keys()
    return possible.pop() if possible is not None and len(possible) == 1 else None


def is_ambiguous(value: Any) -> bool:
    """Whether a value could be two days, as 03/04/2016 could."""
    return len(set(_readings(value).values())) > 1


def _readings(value: Any) -> dict[Order, date]:
    """The days that three numbers can stand for; the year is last, or first if it has two digits."""
    match = _NUMBERS.fullmatch(value.strip()) if isinstance(value, str) and len(value) <= LONGEST else None
    if match is None:
        return {}
    first, second, last = int(match[1]), int(match[3]), int(match[4])
    orders: dict[Order, tuple[int, int, int]] = {
        "month first": (last, first, second),
        "day first": (last, second, first),
    }
    if len(match[4]) == 2:
        orders["year first"] = (first, second, last)
    readings: dict[Order, date] = {}
    for order, (year, month, day) in orders.items():
        with suppress(ValueError):
            readings[order] = date(year if year >= 100 else year + (2000 if year < 69 else 1900), month, day)
    return readings


def written_day(value: Any, order: Order | None = None) -> date:
    """The day that a value stands for, whether it can be believed or not.

    Raises:
        DateError: no day can be told, or it is not in the calendar.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise DateError(f"{value!r:.60} is not a date; expected {EXPECTED}")
    text = str(value).strip()
    if len(text) > LONGEST:
        raise DateError(f"{value!r:.60} is longer than a date; expected {EXPECTED}")
    for form in _FORMS:
        if match := form.fullmatch(text):
            month = match["month"]
            number = int(month) if month.isdigit() else _NUMBER_OF[month.lower()]
            try:
                return date(int(match["year"]), number, int(match["day"]))
            except ValueError as error:
                raise DateError(f"{value!r:.60} is not a day of the calendar ({error})") from error
    if _NUMBERS.fullmatch(text):
        readings = _readings(text)
        if order in readings:
            return readings[order]
        days = set(readings.values())
        if not days or order:
            raise DateError(f"{value!r:.60} is not a day of the calendar{f', {order}' if order else ''}")
        if len(days) > 1:
            raise DateError(f"{value!r:.60} could be two days; expected {EXPECTED}")
        return days.pop()
    if match := _EPOCH.fullmatch(text):
        seconds = int(match[1]) if len(match[1]) <= 10 else int(match[1]) // 1000
        return datetime.fromtimestamp(seconds, UTC).date()
    raise DateError(f"{value!r:.60} is not read as a day; expected {EXPECTED}")
