import pandas as pd
import pytest
from crossread.measures import count_claims_left_out, trajectory_claims
from crossread.tables import make_table

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
            claim("c", 1, category="wounded", unit="child", unit_group="children"),
            claim("c", 2, category=None, unit="product", unit_group=None, what="recall"),
            claim("c", 3, change="change"),
        ],
    )


def test_points_in_order_of_category_day_and_outlet(claims, articles, actors):
    points = trajectory_claims(claims, articles, actors, categories=["killed"])
    assert rows(points, "outlet", "as_of", "low", "value", "high", "middle", "cumulative", "source_kind") == [
        ["North", "2016-12-16", 100.0, None, 400.0, 200.0, True, "the outlet itself"],
        ["North", "2016-12-19", 12.0, 12.0, 12.0, 12.0, False, "government or official"],
        ["North", None, 50.0, 50.0, None, 50.0, False, "government or official"],
    ]


def test_units_are_chosen(claims, articles, actors):
    points = trajectory_claims(claims, articles, actors, units=["children"])
    assert rows(points, "category", "unit") == [["wounded", "children"]]


def test_what_is_left_out_is_counted(claims, articles):
    left_out = count_claims_left_out(claims, articles, categories=["killed"])
    assert rows(left_out, "reason", "n_claims", "left_out") == [
        ["in a copy of another article", 0, True],
        ["no category in the codebook", 1, True],
        ["other category or unit", 1, True],
        ["a change, not a level", 1, True],
        ["no value and no bound in the text", 1, True],
        ["no day known", 1, False],
        ["no day in the text: day of publication", 3, False],
        ["day of the statement before", 0, False],
    ]


def test_an_official_speaks_for_the_state_and_others_for_themselves(articles, actors):
    minister = {**actors.iloc[1].to_dict(), "actor_id": "minister", "name": "Max", "affiliation": "russia"}
    known = pd.concat([actors, pd.DataFrame([minister])], ignore_index=True)
    claims = make_table(
        "claims",
        [
            claim("a", 0, source="Max", source_id="minister"),
            claim("a", 1, source="Russia", source_id="russia"),
            claim("a", 2, source="a resident"),
            claim("a", 3),
        ],
    )
    points = trajectory_claims(claims, articles, known)
    assert rows(points.sort_values("claim_id"), "speaks_for") == [["Russia"], ["Russia"], ["A resident"], [None]]


@pytest.mark.parametrize(
    ("later", "falls"),
    [
        ({"low": 9.0, "best": 9.0, "high": 9.0}, True),
        ({"low": None, "best": 9.0, "high": None}, True),
        ({"low": 9.0, "best": 9.0, "high": None}, False),  # at least 9 may be 12
        ({"low": 12.0, "best": 12.0, "high": 12.0}, False),
        ({"low": 9.0, "best": 9.0, "high": 9.0, "cumulative": False}, False),
        ({"low": 9.0, "best": 9.0, "high": 9.0, "place": "Homs"}, False),
        ({"low": 9.0, "best": 9.0, "high": 9.0, "modality": "planned"}, False),
    ],
)
def test_a_running_total_that_falls_is_flagged(later, falls, articles, actors):
    total = {"cumulative": True, "place": "Aleppo", "unit": "people"}
    claims = make_table(
        "claims",
        [claim("a", 0, **total, as_of="2016-12-18"), claim("b", 0, **{**total, "as_of": "2016-12-19", **later})],
    )
    assert rows(trajectory_claims(claims, articles, actors), "as_of", "falls") == [
        ["2016-12-18", False],
        ["2016-12-19", falls],
    ]


def actor(actor_id, name, kind, affiliation=None):
    rest = {"side": None, "country": None, "in_lexicon": False}
    return {"actor_id": actor_id, "name": name, "kind": kind, "affiliation": affiliation, **rest}


@pytest.mark.parametrize(
    ("source", "source_id", "source_kind", "speaks_for"),
    [
        ("Turkey", "turkey", "government or official", "Turkey"),
        ("Max Lee", "max", "government or official", "Turkey"),
        ("Shushan Mebrahtu", "mebrahtu", "UN or other world body", "UNICEF"),
        ("Conrad Aster", "aster", "company", "Employers' league"),
        ("Jane Roe", "roe", "government or official", "Jane Roe"),
        ("Per Lind", "lind", "government or official", "Labour Ministry"),
        ("Ann Bee", "bee", "person, affiliation not known", "Ann Bee"),
        ("Labour Ministry", "ministry", "government or official", "Labour Ministry"),
        ("Union of Miners", "union", "union", "Union of Miners"),
        ("Zorp", "zorp", "other source", "Zorp"),
        ("Oxfam", "oxfam", "monitor or NGO", "Oxfam"),
        ("interior ministry", None, "government or official", "Interior ministry"),
        ("union stewards", None, "union", "Union stewards"),
        ("a resident", None, "other source", "A resident"),
        (None, None, "the outlet itself", None),
    ],
)
def test_whose_word_a_number_is(articles, source, source_id, source_kind, speaks_for):
    known = make_table(
        "actors",
        [
            actor("turkey", "Turkey", "state"),
            actor("max", "Max Lee", "person", "turkey"),
            actor("unicef", "UNICEF", "body"),
            actor("mebrahtu", "Shushan Mebrahtu", "person", "unicef"),
            actor("aster", "Conrad Aster", "person", "employers' league"),
            actor("roe", "Jane Roe", "person", "Interior Minister"),
            actor("ministry", "Labour Ministry", "organisation"),
            actor("lind", "Per Lind", "person", "ministry"),
            actor("bee", "Ann Bee", "person"),
            actor("union", "Union of Miners", "organisation"),
            actor("zorp", "Zorp", "organisation"),
            actor("oxfam", "Oxfam", "ngo"),
        ],
    )
    claims = make_table("claims", [claim("a", 0, source=source, source_id=source_id)])
    points = trajectory_claims(claims, articles, known)
    assert rows(points, "source_kind", "speaks_for") == [[source_kind, speaks_for]]
