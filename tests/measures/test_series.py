import pandas as pd
import pytest
from crossread.measures import choose_claims, count_claims_left_out, follow_claims, list_series, list_uncoded
from crossread.tables import make_table

from tests.measures.conftest import NOBODY, rows, tell
from tests.tables.test_schema import CLAIM


def claim(doc_id, number, what="recall", **change):
    own = {
        "of": None,
        "category": None,
        "unit": "product",
        "unit_group": None,
        "what": what,
        "surface": f"{number + 1} products",
    }
    return {**CLAIM, "doc_id": doc_id, "claim_id": number, **own, **change}


@pytest.fixture
def claims():
    return make_table(
        "claims",
        [
            claim("a", 0, of="Acme"),
            claim("a", 1, of="Acme"),
            claim("c", 0),
            claim("c", 1, "sell", measure="money", unit="USD"),
            claim("a", 2, change="change"),
            claim("a", 3, None, unit=None),
            claim("a", 4, category="killed"),
        ],
    )


def test_numbers_without_a_category_by_their_own_words(claims, articles):
    listed = list_uncoded(claims, articles)
    assert rows(listed, "measure", "unit", "what", "of", "n_claims", "n_mentioning", "n_outlets", "example", "row") == [
        ["count", "product", "recall", "Acme", 3, 2, 2, "1 products",
         "- {category: product_recall, measure: [count], unit: [product], words: [recall]}"],
        ["money", "USD", "sell", "", 1, 1, 1, "2 products",
         "- {category: USD_sell, measure: [money], unit: [USD], words: [sell]}"],
    ]  # fmt: skip


def test_the_largest_of_them_are_series_by_their_own_words(claims, articles, actors):
    followed = follow_claims(claims, articles, actors)
    assert rows(list_series(followed), "series", "n_claims", "n_outlets", "first_value", "last_value") == [
        ["product · recall · product · place unknown · new", 3, 2, 12.0, 12.0],
        ["killed · product · place unknown · new", 1, 1, 12.0, 12.0],
    ]


@pytest.mark.parametrize(
    ("change", "series"),
    [
        ({}, "killed · people · Italy · total"),
        ({"cumulative": False}, "killed · people · Italy · new"),
        ({"measure": "percent", "unit": "percent", "unit_group": None, "cumulative": False, "category": "share"},
         "share · percent · Italy · level"),
        ({"unit_group": "children"}, "killed · children · Italy · total"),
        ({"place": "the U.S."}, "killed · people · United States · total"),
        ({"place": "America"}, "killed · people · United States · total"),
        ({"place": "Rome"}, "killed · people · Rome · total"),
        ({"place": None, "of": "Russians", "of_id": "russia"}, "killed · people · Russia · total"),
        ({"place": None}, "killed · people · place unknown · total"),
        ({"unit": "mark", "unit_group": None}, "killed · people · Italy · total"),
        ({"of": "Ann", "of_id": "person:ann"}, "killed · people · Italy · total"),  # one claim is no series of hers
    ],
)  # fmt: skip
def test_what_tells_one_series_from_others(change, series, actors):
    claims, articles = tell(("2020-03-01", 12.0, change), ("2020-03-02", 12.0, {"place": "Spain"}))
    followed = follow_claims(claims, articles, actors)
    assert sorted(followed["series"]) == sorted([series, "killed · people · Spain · total"])


def test_an_actor_has_a_series_of_its_own_where_numbers_are_many(actors):
    hers = {"of": "Ann", "of_id": "person:ann", "category": "votes", "unit_group": "votes"}
    claims, articles = tell(*[(f"2020-03-0{day}", 10.0 * day, hers) for day in (1, 2, 3)])
    listed = list_series(follow_claims(claims, articles, actors))
    assert rows(listed, "series", "n_claims", "n_outlets", "n_days", "first_value", "last_value") == [
        ["votes · Ann · Italy · total", 3, 3, 3, 10.0, 30.0]
    ]


def test_what_is_left_out_is_counted():
    claims, articles = tell(
        ("2020-03-01", 12.0, {}),
        ("2020-03-01", 12.0, {"change": "change"}),
        ("2020-03-01", None, {}),
        ("2020-03-01", 12.0, {"category": None, "unit_group": None, "what": None, "unit": None}),
        ("2020-03-01", 12.0, {"place": "Spain"}),
        ("2020-03-01", 12.0, {"as_of": None, "as_of_basis": None}),
    )
    points = choose_claims(follow_claims(claims, articles, NOBODY), places=["Italy"], totals_only=True)
    left_out = count_claims_left_out(claims, articles, points)
    assert rows(left_out, "reason", "n_claims", "left_out") == [
        ["in a copy of another article", 0, True],
        ["a change, not a level", 1, True],
        ["no value and no bound in the text", 1, True],
        ["no category and no series", 1, True],
        ["of what was not asked for", 1, True],
        ["no day known", 1, False],
        ["no day in the text: day of publication", 1, False],
        ["day of the statement before", 0, False],
    ]


def test_a_value_that_no_number_has_names_the_nearest():
    claims, articles = tell(("2020-03-01", 12.0, {}))
    with pytest.raises(ValueError, match="place: no number of 'Itlay'; there are Italy"):
        choose_claims(follow_claims(claims, articles, NOBODY), places=["Itlay"])


def test_bounds_alone_have_no_value():
    vague = {"low": 200.0, "best": None, "high": 999.0}
    claims, articles = tell(("2020-03-01", 12.0, {}), ("2020-03-02", None, vague), ("2020-03-03", None, {"low": 50.0}))
    followed = follow_claims(claims, articles, NOBODY)
    assert rows(followed.round(), "value", "middle") == [[12.0, 12.0], [None, 447.0], [None, 50.0]]
    assert pd.isna(followed["speaks_for"]).all()
