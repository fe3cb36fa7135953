from datetime import date

import pytest
from crossread.extract.calendar import interval_of, shift, stretch_to, weekday_near


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2016-12-19", "2016-12-19", "2016-12-19"),
        ("2016-12-19T09:00", "2016-12-19", "2016-12-19"),
        ("2016-12-19TMO", "2016-12-19", "2016-12-19"),
        ("2016-W50", "2016-12-12", "2016-12-18"),
        ("2016-W50-WE", "2016-12-17", "2016-12-18"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016-Q4", "2016-10-01", "2016-12-31"),
        ("2016-H1", "2016-01-01", "2016-06-30"),
        ("2016-FA", "2016-09-01", "2016-11-30"),
        ("2016-WI", "2016-12-01", "2017-02-28"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
    ],
)
def test_values_stand_for_days(value, first, last):
    assert interval_of(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["P2D", "PRESENT_REF", "XXXX-12-19", "2016-02-30", "2016-W60", "0000", ""])
def test_values_without_a_calendar_stand_for_none(value):
    assert interval_of(value) is None


def test_months_are_added_at_their_end():
    assert stretch_to(date(2016, 3, 31), 1, "M") == date(2016, 2, 29)
    assert stretch_to(date(2016, 1, 31), 2, "M") == date(2015, 11, 30)


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [(-2, "D", "2016-12-17"), (-1, "W", "2016-W50"), (-1, "M", "2016-11"), (-1, "Q", "2016-Q3"), (-5, "Y", "2011")],
)
def test_shifts_are_as_fine_as_their_unit(count, unit, value):
    assert shift(date(2016, 12, 19), count, unit) == value


def test_the_same_weekday_counts_as_the_last_and_not_as_the_next():
    monday = date(2016, 12, 19)
    assert weekday_near(monday, 0, -1) == monday
    assert weekday_near(monday, 6, -1) == date(2016, 12, 18)
    assert weekday_near(monday, 0, 1) == date(2016, 12, 26)
