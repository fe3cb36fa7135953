import numpy as np
import pandas as pd
import pytest
from crossread.measures import (
    carried_numbers,
    first_and_last_claims,
    match_claims,
    reconcile_claims,
    trajectory_claims,
)
from crossread.measures.reconcile import reported_range
from crossread.tables import make_table

from tests.measures.conftest import rows
from tests.measures.test_claims import claim

NAN = float("nan")


@pytest.mark.parametrize(
    ("low", "best", "high", "expected"),
    [
        (12, 12, 12, (12, 12)),
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


def exactly(value, **change):
    return {"low": float(value), "best": float(value), "high": float(value), **change}


def points_of(articles, actors, *claims):
    counted = [claim(doc_id, number, **change) for number, (doc_id, change) in enumerate(claims)]
    return trajectory_claims(make_table("claims", counted), articles, actors)


HOMS = {"place": "Homs", "as_of": "2016-12-18"}


def verdict(articles, actors, *claims):
    return reconcile_claims(match_claims(points_of(articles, actors, *claims)), articles)


def test_two_numbers_of_one_day_and_place_differ(articles, actors):
    out = verdict(articles, actors, ("a", exactly(10, **HOMS)), ("b", exactly(25, **HOMS)))
    assert rows(out, "about", "link", "verdict", "lowest", "highest", "difference", "ratio", "n_articles") == [
        ["Homs", "same day and place", "differ", 10.0, 25.0, 15.0, 2.5, 2]
    ]
    assert rows(out, "first_day", "last_day", "n_outlets", "reports") == [
        ["2016-12-18", "2016-12-18", 1, "North: 12 people; North: 12 people"]
    ]


def test_who_published_between_and_is_silent(articles, actors):
    also = pd.concat([articles, articles.iloc[[2]].assign(doc_id="e", outlet="East")], ignore_index=True)
    out = verdict(also, actors, ("a", exactly(10, **HOMS)), ("b", exactly(25, **HOMS)))
    assert out["silent"].tolist() == ["East; South"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (exactly(10), exactly(10), "same"),
        (exactly(10), {"low": 8.0, "best": 8.0, "high": None}, "compatible"),
        ({"low": None, "best": 1200.0, "high": None}, exactly(1207), "compatible"),
        (exactly(10), {"low": 24.0, "best": None, "high": 99.0}, "differ"),
    ],
)
def test_verdicts_of_one_day(first, second, expected, articles, actors):
    out = verdict(articles, actors, ("a", {**HOMS, **first}), ("b", {**HOMS, **second}))
    assert out["verdict"].tolist() == [expected]


def test_a_running_total_of_one_source_grows(articles, actors):
    total = {"source": "Russia", "source_id": "russia", "cumulative": True}
    out = verdict(
        articles,
        actors,
        ("a", exactly(10, **total, as_of="2016-12-15")),
        ("b", exactly(25, **total, as_of="2016-12-18")),
    )
    assert rows(out, "about", "link", "verdict") == [["Russia", "same source", "grew"]]


@pytest.mark.parametrize(
    "change",
    [
        {"as_of": "2016-12-17"},
        {"place": "Hama"},
        {"category": "wounded"},
        {"unit_group": "children"},
        {"modality": "planned"},
        {"modality": "denied"},
        {"part_of": 0},
        {"cumulative": True},
    ],
)
def test_numbers_of_other_things_are_no_matter(change, articles, actors):
    other = {**exactly(25, **HOMS), **change}
    assert verdict(articles, actors, ("a", exactly(10, **HOMS)), ("b", other)).empty


def test_copies_of_one_text_are_one_report(articles, actors):
    assert verdict(articles, actors, ("b", exactly(10, **HOMS)), ("c", exactly(25, **HOMS))).empty


def test_smaller_numbers_of_an_article_are_steps(articles, actors):
    points = points_of(
        articles, actors, ("a", exactly(10, **HOMS)), ("a", exactly(4, **HOMS)), ("b", exactly(10, **HOMS))
    )
    assert rows(match_claims(points), "doc_id", "value", "main") == [
        ["a", 10.0, True],
        ["b", 10.0, True],
        ["a", 4.0, False],
    ]


def test_a_source_far_apart_in_time_is_two_matters(articles, actors):
    total = {"source": "Russia", "source_id": "russia", "cumulative": True}
    claims = [("a", exactly(10, **total, as_of="2016-12-01")), ("b", exactly(25, **total, as_of="2016-12-18"))]
    assert verdict(articles, actors, *claims).empty
    assert len(match_claims(points_of(articles, actors, *claims), window=30)) == 2


def test_a_total_without_a_place_answers_to_totals_alone(articles, actors):
    russia = {"source": "Russia", "source_id": "russia"}
    claims = [
        ("a", exactly(10, **russia, cumulative=True, as_of="2016-12-17")),
        ("b", exactly(12, **russia, as_of="2016-12-18")),
    ]
    assert verdict(articles, actors, *claims).empty


def test_numbers_far_apart_count_different_things(articles, actors):
    claims = [("a", exactly(10, **HOMS)), ("b", exactly(51, **HOMS)), ("c", exactly(300, **HOMS))]
    assert verdict(articles, actors, *claims).empty
    assert len(match_claims(points_of(articles, actors, *claims[:2]), factor=6)) == 2


def test_which_number_is_carried_from_whom(articles, actors):
    russia = {"source": "Russia", "source_id": "russia"}
    out = carried_numbers(
        points_of(
            articles,
            actors,
            ("a", exactly(10, **russia)),
            ("b", exactly(10, **russia)),
            ("c", exactly(7)),
            ("c", exactly(8, **russia)),
        )
    )
    assert rows(out, "speaks_for", "number", "best", "n_articles", "n_outlets", "outlets", "first_published") == [
        ["Russia", "12 people", 10.0, 2, 1, "North", "2016-12-18"],
        ["Russia", "12 people", 8.0, 1, 1, "South", "2016-12-19"],
    ]


def test_what_each_outlet_reported_first_and_last(articles, actors):
    out = first_and_last_claims(
        points_of(articles, actors, ("a", exactly(10)), ("a", exactly(4)), ("b", exactly(25)), ("c", exactly(7)))
    )
    assert rows(
        out, "outlet", "n_articles", "first_published", "first_value", "last_published", "last_value", "ratio"
    ) == [
        ["North", 2, "2016-12-18", 10.0, "2016-12-19", 25.0, 2.5],
        ["South", 1, "2016-12-19", 7.0, "2016-12-19", 7.0, 1.0],
    ]


def test_the_seeds_show_what_was_said_of_one_day(seed_store):
    articles = seed_store.read("articles")
    points = trajectory_claims(seed_store.read("claims"), articles, seed_store.read("actors"))
    out = reconcile_claims(match_claims(points), articles)
    assert rows(out, "category", "about", "last_day", "verdict", "lowest", "highest", "reports") == [
        [
            "evacuated", "Turkey", "2016-12-19", "differ", 12000.0, 20000.0,
            "Al Jazeera: about 20,000 people; RFE/RL: 12,000 (also 4,500 civilians)",
        ],
        [
            "killed", "Four Syrian organizations", "2016-12-19", "compatible", 1200.0, 1207.0,
            "RFE/RL as of 2016-12-16: some 1,207 civilians; RFE/RL as of 2016-12-19: some 1,200 civilians",
        ],
    ]  # fmt: skip
