from datetime import date

import pytest

from analysis.corpus.dating import DateError, read_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-12-19", date(2016, 12, 19)),
        (" 2016-12-19 ", date(2016, 12, 19)),
        ("2016-12-19T08:30:00Z", date(2016, 12, 19)),
        ("2026-11-23", date(2026, 11, 23)),  # tomorrow: already today in the east
        ("", None),
        (None, None),
    ],
)
def test_days_are_read(text, day):
    assert read_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0001-01-01", "before 1900"),
        ("2050-01-01", "after tomorrow"),
        ("2016-02-30", "not a day of the calendar"),
        ("2016-13-01", "not a day of the calendar"),
        ("03/04/2016", "could be two days"),
        ("Monday", "not read as a day"),
    ],
)
def test_days_that_are_not_believed_say_why(text, why):
    with pytest.raises(DateError, match=why) as raised:
        read_day(text, today=TODAY)
    assert text in str(raised.value)
