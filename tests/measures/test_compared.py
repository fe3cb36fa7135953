import numpy as np
import pytest
from crossread.measures import (
    carried_numbers,
    compare_reports,
    follow_claims,
    judge_claims,
    list_claims,
)
from crossread.measures.compared import reported_range

from tests.measures.conftest import NOBODY, rows, tell

NAN = float("nan")
DAY = "2020-03-01"


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        (12, 12, 12, (12, 12)),
        (90, 90, 90, (90, 90)),
        (1200, 1200, 1200, (1150, 1250)),
        (NAN, 1200, NAN, (1150, 1250)),
        (NAN, 1207, NAN, (1206.5, 1207.5)),
        (NAN, 2.5, NAN, (2.45, 2.55)),
        (2000, 2000, NAN, (2000, np.inf)),
        (NAN, 500, 500, (0, 500)),
        (24, NAN, 99, (24, 99)),
        (NAN, NAN, NAN, (0, np.inf)),
    ],
)
def test_what_a_number_can_stand_for(low, best, high, expected):
    assert reported_range(low, best, high) == pytest.approx(expected)


def judge(*told):
    claims, articles = tell(*told)
    return judge_claims(follow_claims(claims, articles, NOBODY)), articles


def compare(*told, **how):
    return compare_reports(*judge(*told), **how)


def test_two_numbers_of_one_day_differ():
    out = compare((DAY, 10.0, {}), (DAY, 25.0, {}), ("2020-02-29", 5.0, {"place": "Spain"}))
    assert rows(out, "series", "link", "verdict", "lowest", "highest", "ratio", "n_outlets", "reports", "claims") == [
        ["killed · people · Italy · total", "same day", "differ", 10.0, 25.0, 2.5, 2,
         "outlet 0: 12 people; outlet 1: 12 people", "d00/0; d01/1"]
    ]  # fmt: skip


def test_who_published_meanwhile_and_is_silent():
    out = compare(
        (DAY, 10.0, {"published": "2020-03-01"}), (DAY, 25.0, {"published": "2020-03-03"}),
        ("2020-03-02", 7.0, {"place": "Spain", "outlet": "East"}),
    )  # fmt: skip
    assert out["silent"].tolist() == ["East"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, "same"),
        ({}, {"low": 8.0, "best": 8.0, "high": None}, "compatible"),
        ({"low": None, "best": 1200.0, "high": None}, {"low": 1207.0, "best": 1207.0, "high": 1207.0}, "compatible"),
        ({}, {"low": 24.0, "best": None, "high": 99.0}, "differ"),
    ],
)
def test_verdicts_of_one_day(first, second, expected):
    assert compare((DAY, 10.0, first), (DAY, 10.0, second))["verdict"].tolist() == [expected]


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": "2020-02-20", "published": "2020-02-20"},
        {"place": "Spain"},
        {"category": "wounded"},
        {"unit_group": "children"},
        {"modality": "planned"},
        {"modality": "denied"},
        {"part_of": 0},
        {"cumulative": False},
        {"published": "2020-05-01"},  # told of that day two months later
        {"cluster": "d00"},  # a copy
    ],
)
def test_numbers_of_other_things_are_never_compared(change):
    assert compare((DAY, 10.0, {}), (DAY, 25.0, change)).empty


def test_new_counts_of_one_day_are_compared_only_where_one_source_gives_them():
    new = {"cumulative": False}
    assert compare((DAY, 10.0, new), (DAY, 25.0, new)).empty
    out = compare((DAY, 10.0, {**new, "source": "WHO"}), (DAY, 25.0, {**new, "source": "WHO"}))
    assert rows(out, "source", "verdict") == [["WHO", "differ"]]


def test_a_running_total_of_one_source_grows():
    who = {"source": "WHO"}
    out = compare((DAY, 10.0, who), ("2020-03-04", 25.0, who), ("2020-03-20", 60.0, who))
    assert rows(out, "link", "source", "first_day", "last_day", "verdict", "reports") == [
        ["near days", "WHO", DAY, "2020-03-04", "grew",
         "outlet 0 as of 2020-03-01: 12 people; outlet 1 as of 2020-03-04: 12 people"]
    ]  # fmt: skip
    assert len(compare((DAY, 10.0, who), ("2020-03-20", 25.0, who), window=30)) == 1


def test_a_total_that_is_lower_later_fell_and_does_not_differ():
    out = compare((DAY, 120.0, {}), ("2020-03-03", 95.0, {}))
    assert rows(out, "link", "verdict") == [["near days", "fell"]]


def test_numbers_far_apart_count_different_things():
    assert compare((DAY, 10.0, {}), (DAY, 51.0, {})).empty


def test_an_article_counts_with_its_largest_number():
    out = compare((DAY, 10.0, {"doc_id": "x"}), (DAY, 4.0, {"doc_id": "x"}), (DAY, 10.0, {}))
    assert rows(out, "verdict", "lowest", "n_independent") == [["same", 10.0, 2]]


def test_which_number_is_carried_from_whom():
    judged, _ = judge((DAY, 10.0, {"source": "WHO"}), (DAY, 10.0, {"source": "WHO"}), (DAY, 7.0, {}))
    assert rows(carried_numbers(judged), "speaks_for", "series", "best", "n_articles", "outlets") == [
        ["WHO", "killed · people · Italy · total", 10.0, 2, "outlet 0; outlet 1"]
    ]


def test_the_ledger_is_in_words():
    vague = {"low": 24.0, "best": None, "high": 99.0, "modality": "planned", "source": "WHO"}
    judged, _ = judge((DAY, None, vague), ("2020-03-02", 10.0, {"low": None, "high": None, "as_of_basis": "clause"}))
    assert list_claims(judged).values.tolist() == [
        ["killed · people · Italy · total", "2020-03-01*", "outlet 0", "2020-03-01", "12 people", "24 to 99", "WHO",
         "planned, denied or ahead"],
        ["killed · people · Italy · total", "2020-03-02", "outlet 1", "2020-03-02", "12 people", "about 10", "", "in"],
    ]  # fmt: skip


def test_the_seeds_show_what_was_said_of_one_day(seed_store):
    articles = seed_store.read("articles")
    judged = judge_claims(follow_claims(seed_store.read("claims"), articles, seed_store.read("actors")))
    out = compare_reports(judged, articles)
    assert rows(out, "category", "last_day", "verdict", "lowest", "highest", "reports") == [
        ["evacuated", "2016-12-19", "differ", 12000.0, 20000.0,
         "Al Jazeera: about 20,000 people; RFE/RL: 12,000"],
        ["killed", "2016-12-19", "compatible", 1200.0, 1207.0,
         "RFE/RL as of 2016-12-16: some 1,207 civilians; RFE/RL as of 2016-12-19: some 1,200 civilians"],
    ]  # fmt: skip
