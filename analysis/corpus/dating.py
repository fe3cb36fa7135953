"""The day on which an article was published, as far as it is known."""

import re
from datetime import date, timedelta

FIRST_YEAR = 1900

_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")


class DateError(ValueError):
    """A day that cannot be believed; the message says why."""


def read_day(value: str | None, *, today: date) -> date | None:
    """Read an ISO day ("2016-12-19", a time behind it is ignored).

    Args:
        value: the text of the field; empty or None is an unknown day.
        today: days after tomorrow are not believed (a reader east of us may live in it).

    Raises:
        DateError: not an ISO day, not a day of the calendar, before 1900 or after tomorrow.
    """
    if value is None or not value.strip():
        return None
    found = _ISO_DAY.fullmatch(value.strip())
    if found is None:
        raise DateError(f"{value!r} is not an ISO day such as 2016-12-19")
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise DateError(f"{value!r} is not a day of the calendar ({error})") from error
    if day.year < FIRST_YEAR:
        raise DateError(f"{value!r} is before {FIRST_YEAR}")
    if day > today + timedelta(days=1):
        raise DateError(f"{value!r} is after tomorrow")
    return day
