from datetime import UTC, date, datetime

import pytest
from crossread.corpus.dating import DateError, find_order, is_ambiguous, read_day
from hypothesis import given
from hypothesis import strategies as st

TODAY = date(2026, 11, 22)
DAY = date(2016, 12, 19)


@pytest.mark.parametrize(
    "value",
    [
        "2016-12-19",
        " 2016-12-19 ",
        "2016-12-19T08:30:00Z",
        "2016-12-19T23:30:00.000-05:00",  # the day that the outlet writes
        "2016-12-19 08:30:00+00:00",
        "2016/12/19",
        "20161219",
        "20161219T083000Z",
        "20161219083000",
        "Mon, 19 Dec 2016 08:30:00 GMT",
        "Mon, 19 Dec 2016 08:30:00 +0100 (CET)",
        "Mon Dec 19 08:30:00 +0000 2016",
        "19 December 2016",
        "Monday, 19th December, 2016",
        "19-Dec-2016",
        "19 Dec 2016 23:15 GMT",
        "Dec. 19, 2016",
        "December 19, 2016 Monday",
        "December 19, 2016, 5:04 p.m. ET",
        "Mon 19 December 2016 at 08:30",
        "12/19/2016",
        "12/19/2016 8:30:00 AM",
        "19.12.2016",
        "19. Dezember 2016",
        "lundi 19 décembre 2016",
        "19 december 2016 maandag",
        "December 19, 2016 Monday, FINAL EDITION",
        "December 19, 2016, Monday,, FINAL EDITION",
        "December 19, 2016, CITY EDITION",
        "December 19, 2016 Monday 11:21 AM GMT",
        "19/12/2016",
        "12/19/16",
        "1482105600",
        "1482105600000",
        1482105600,
        1482105600.0,
        1482105600000,
        20161219,
        DAY,
        datetime(2016, 12, 19, 8, 30, tzinfo=UTC),
    ],
)
def test_days_are_read(value):
    assert read_day(value, today=TODAY) == DAY


@pytest.mark.parametrize("value", ["", "  ", None, float("nan")])
def test_no_day_is_unknown(value):
    assert read_day(value, today=TODAY) is None


def test_tomorrow_is_today_in_the_east():
    assert read_day("2026-11-23", today=TODAY) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("0001-01-01", "before 1900"),
        ("2050-01-01", "after tomorrow"),
        ("2016-02-30", "not a day of the calendar"),
        ("2016-13-01", "not a day of the calendar"),
        ("31/31/2016", "not a day of the calendar"),
        ("30 February 2016", "not a day of the calendar"),
        ("03/04/2016", "could be two days"),
        ("03.04.2016", "could be two days"),
        ("16/12/19", "could be two days"),
        ("Monday", "not read as a day"),
        ("December 2016", "not read as a day"),
        ("2016", "not read as a day"),
        ("12", "not read as a day"),
        ("06-May-24", "not read as a day"),
        ("December 19, 2016 or thereabouts", "not read as a day"),
        (0, "not read as a day"),
        (True, "is not a date"),
        ([2016, 12, 19], "is not a date"),
        ("19 December 2016 " * 20, "longer than a date"),
    ],
)
def test_days_that_are_not_believed_say_why(value, why):
    with pytest.raises(DateError, match=why) as raised:
        read_day(value, today=TODAY)
    assert repr(value)[:20] in str(raised.value)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["4/5/2017", "4/16/2017", None, "n.d."], "month first"),
        (["4/5/2017", "16/4/2017"], "day first"),
        (["4/5/2017", "4/6/2017"], None),  # nothing tells
        (["4/16/2017", "16/4/2017"], None),  # one contradicts the other
        (["05/12/19", "98/12/19"], "year first"),
        ([], None),
    ],
)
def test_a_corpus_tells_the_order_of_its_numbers(values, order):
    assert find_order(values) == order


def test_the_order_of_a_corpus_settles_what_is_ambiguous():
    assert is_ambiguous("4/5/2017")
    assert not is_ambiguous("4/4/2017")
    assert read_day("4/5/2017", today=TODAY, order="month first") == date(2017, 4, 5)
    assert read_day("4/5/2017", today=TODAY, order="day first") == date(2017, 5, 4)


@pytest.mark.slow
@given(st.text() | st.from_regex(r"[0-9/ :.apmonjst,-]{0,40}") | st.integers() | st.floats() | st.booleans())
def test_any_value_is_a_day_or_a_date_error(value):
    try:
        day = read_day(value, today=TODAY)
    except DateError:
        return
    assert day is None or date(1900, 1, 1) <= day <= date(2026, 11, 23)


@pytest.mark.slow
@given(st.dates(date(1900, 1, 1), TODAY))
def test_what_is_written_is_read(day):
    for form in ("%Y-%m-%d", "%d %B %Y", "%b %d, %Y", "%a, %d %b %Y 08:00:00 +0000", "%Y%m%d"):
        assert read_day(day.strftime(form).zfill(8), today=TODAY) == day
    assert read_day(day.strftime("%m/%d/%Y"), today=TODAY, order="month first") == day
