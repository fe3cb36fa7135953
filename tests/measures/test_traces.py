"""Lines of running totals, on tiny series whose right answer can be seen."""

import pandas as pd
import pytest
from crossread.measures import follow_claims, judge_claims, trace_series

from tests.measures.conftest import NOBODY, rows, tell

RISING = [100.0, 110.0, 121.0, 133.0, 146.0, 161.0, 177.0, 195.0]


def days_of(values, start="2020-03-01", **change):
    days = pd.date_range(start, periods=len(values)).strftime("%Y-%m-%d")
    return [(day, value, change) for day, value in zip(days, values, strict=True)]


def judge(*told):
    claims, articles = tell(*told)
    return judge_claims(follow_claims(claims, articles, NOBODY)).sort_values("claim_id", ignore_index=True)


def trace(*told):
    return trace_series(judge(*told))


def test_a_total_that_all_tell_is_its_own_trace():
    days = trace(*days_of(RISING))
    assert rows(days, "day", "low", "best", "high", "n_claims", "n_out", "revised", "claims") == [
        [f"2020-03-0{i}", value, value, value, 1, 0, "", f"d{i - 1:02d}/{i - 1}"] for i, value in enumerate(RISING, 1)
    ]


@pytest.mark.parametrize("error", [3.0, 30.0, 400.0, 5000.0])
def test_a_number_that_stands_alone_is_off_the_line(error):
    judged = judge(*days_of(RISING), ("2020-03-05", error, {}))
    assert judged["standing"].tolist() == ["in"] * 8 + ["off the line"]
    assert trace_series(judged)["best"].tolist() == RISING


@pytest.mark.parametrize(("later", "how"), [([95.0] * 5, "down"), ([2975.0] * 5, "up")])
def test_a_revision_that_later_texts_repeat_is_the_line(later, how):
    before = [111.0, 112.0, 113.0, 114.0, 115.0, 116.0, 117.0, 118.0, 119.0, 120.0]
    days = trace(*days_of([*before, *later]))
    assert days["best"].tolist() == [*before, *later]
    assert days["revised"].tolist() == [""] * 10 + [how] + [""] * 4


def test_a_number_before_its_time_is_off_the_line():
    """The deaths of April, told under a day of March, took the line with them: nothing but flat steps was free."""
    told = {1: 42.0, 2: 47.0, 5: 60.0, 7: 72.0, 10: 100.0, 12: 140.0, 14: 136.0, 22: 450.0, 29: 1000.0, 33: 1100.0}
    day = pd.Timestamp("2020-03-01")
    rising = [
        ((day + pd.Timedelta(days=after)).date().isoformat(), value, {"high": None}) for after, value in told.items()
    ]
    judged = judge(*rising, ("2020-03-22", 1000.0, {"high": None}))
    assert judged["standing"].tolist() == ["in"] * 10 + ["off the line"]


def test_copies_of_one_text_are_no_witnesses():
    wrong = [("2020-03-05", 900.0, {"cluster": "one", "doc_id": f"copy {i}"}) for i in range(9)]
    assert trace(*days_of(RISING), *wrong)["best"].tolist() == RISING


def test_exact_numbers_tell_more_than_bounds():
    above = {"low": 140.0, "high": None}
    days = trace(*days_of(RISING), ("2020-03-05", 140.0, above), ("2020-03-05", None, {"low": 24.0, "high": 999.0}))
    assert rows(days[days["day"].eq("2020-03-05")], "low", "best", "high", "n_claims") == [[140.0, 146.0, 146.0, 2]]


@pytest.mark.parametrize(
    ("day", "value", "change", "standing"),
    [
        ("2020-03-05", 146.0, {"modality": "planned"}, "planned, denied or ahead"),
        ("2020-04-05", 146.0, {"published": "2020-03-05"}, "planned, denied or ahead"),
        ("2020-03-05", 40.0, {"part_of": 0}, "part of another number"),
        ("2005-08-29", 1833.0, {"published": "2020-03-05"}, "long before the articles"),
        (None, 146.0, {"published": "2020-03-05", "as_of_basis": None}, "no day known"),
        ("2020-03-08", 121.0, {}, "an older figure"),
    ],
)
def test_why_a_number_is_out(day, value, change, standing):
    judged = judge(*days_of(RISING), (day, value, change))
    assert judged["standing"].tolist() == ["in"] * 8 + [standing]


def test_a_number_of_another_scope_is_told_as_such():
    world = days_of([value * 10 for value in RISING], place="world")
    judged = judge(*days_of(RISING), *world, ("2020-03-05", 1460.0, {}))
    assert judged["standing"].iloc[-1] == "of another series: killed · people · world · total"


def test_words_that_mostly_lie_off_the_line_are_another_matter():
    flu = [(f"2020-03-0{day}", value, {"of": "flu"}) for day, value in ((3, 34000.0), (4, 61000.0), (6, 12000.0))]
    judged = judge(*days_of(RISING, of="virus"), *flu)
    assert judged["standing"].tolist() == ["in"] * 8 + ["of another matter: flu"] * 3


@pytest.mark.parametrize(
    ("change", "series"),
    [
        ({"place": None, "place_basis": None}, "killed · people · Italy · total"),
        ({"place": "Rome", "place_basis": "discourse"}, "killed · people · Italy · total"),
        ({"place": "Rome", "place_basis": "clause"}, "killed · people · Rome · total"),
        ({"cumulative": False}, "killed · people · Italy · total"),
    ],
)
def test_a_number_on_one_line_alone_tells_its_series(change, series):
    judged = judge(*days_of(RISING), ("2020-03-05", 146.0, change))
    assert rows(judged.tail(1), "series", "by_line") == [[series, "clause" not in change.values()]]


def test_a_number_on_two_lines_stays_where_it_is():
    judged = judge(*days_of(RISING), *days_of(RISING, place="Spain"), ("2020-03-05", 146.0, {"place": None}))
    assert judged["series"].iloc[-1] == "killed · people · place unknown · total"


@pytest.mark.parametrize(
    ("place", "factor", "found"),
    [
        ("the peninsula", 1.0, ["Italy"]),
        ("Rome", 0.1, ["Italy", "Rome"]),
        ("Spain", 1.0, ["Italy", "Spain"]),  # two countries may have as many
    ],
)
def test_a_place_whose_numbers_lie_on_the_line_of_another_is_that(place, factor, found):
    judged = judge(*days_of(RISING), *days_of([value * factor for value in RISING[:6]], place=place))
    assert sorted(judged["place"].unique()) == found
    assert judged["by_line"].sum() == (6 if found == ["Italy"] else 0)  # what was inferred says so


def test_few_numbers_judge_nobody():
    judged = judge(("2020-03-01", 12000.0, {}), ("2020-03-01", 20000.0, {}), ("2020-03-02", 4500.0, {}))
    assert judged["standing"].tolist() == ["in"] * 3
    assert not judged["has_line"].any()


def test_numbers_that_follow_no_line_have_none():
    judged = judge(*days_of([5.0, 90.0, 7.0, 300.0, 2.0, 41.0, 1200.0, 9.0, 60.0, 3.0, 500.0, 17.0]))
    assert judged["standing"].unique().tolist() == ["in"]
    assert not judged["has_line"].any()


def test_new_counts_are_a_trace_of_their_own_and_are_held_against_the_total():
    new = days_of([10.0, 11.0, 12.0], start="2020-03-02", cumulative=False)
    judged = judge(*days_of(RISING), *new, ("2020-03-04", 90000.0, {"cumulative": False}))
    assert judged["standing"].iloc[-1] == "above the running total"
    days = trace_series(judged)
    assert days.loc[days["kind"].eq("new"), "best"].tolist() == [10.0, 11.0, 12.0]
    totals = days[days["kind"].eq("total")]
    assert rows(totals, "told_new", "risen")[:5] == [
        [None, None],
        [10.0, 10.0],
        [11.0, 11.0],
        [12.0, 12.0],
        [None, None],
    ]


def test_a_week_is_no_day():
    week = {"cumulative": False, "as_of_start": "2020-03-01"}
    judged = judge(("2020-03-07", 70.0, week), ("2020-03-07", 10.0, {"cumulative": False}))
    assert judged["standing"].tolist() == ["of more days than one", "in"]


def test_nothing_is_traced_of_nothing():
    assert trace().empty
