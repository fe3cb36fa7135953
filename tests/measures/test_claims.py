import pytest

from analysis.measures import count_claims_left_out, trajectory_claims
from analysis.tables.build import make_table
from tests.measures.conftest import rows
from tests.tables.test_schema import CLAIM


def claim(doc_id, number, **change):
    return {**CLAIM, "doc_id": doc_id, "claim_id": number, **change}


@pytest.fixture
def claims():
    return make_table(
        "claims",
        [
            claim("b", 0, as_of="2016-12-19", source="Russia", source_id="russia"),
            claim("a", 0, as_of="2016-12-16", low=100.0, best=None, high=400.0, cumulative=True),
            claim("a", 1, as_of=None, as_of_basis=None, low=50.0, best=50.0, high=None, source="an official"),
            claim("c", 0, low=None, best=None, high=None),
            claim("c", 1, category="wounded", unit="children"),
        ],
    )


def test_points_in_order_of_category_day_and_outlet(claims, articles, actors):
    points = trajectory_claims(claims, articles, actors, categories=["killed"])
    assert rows(points, "outlet", "as_of", "low", "best", "high", "value", "cumulative", "source_kind") == [
        ["North", "2016-12-16", 100.0, None, 400.0, 200.0, True, "the outlet itself"],
        ["North", "2016-12-19", 12.0, 12.0, 12.0, 12.0, False, "government or official"],
        ["North", None, 50.0, 50.0, None, 50.0, False, "other source"],
    ]


def test_units_are_chosen(claims, articles, actors):
    points = trajectory_claims(claims, articles, actors, units=["children"])
    assert rows(points, "category", "unit") == [["wounded", "children"]]


def test_what_is_left_out_is_counted(claims):
    left_out = count_claims_left_out(claims, categories=["killed"])
    assert rows(left_out, "reason", "n_claims") == [
        ["other category or unit", 1],
        ["no value and no bound in the text", 1],
        ["no day known", 1],
        ["day of publication, since the text gives none", 3],
    ]
