import pandas as pd
import pytest
from crossread.measures import list_uncoded, name_series
from crossread.tables import make_table

from tests.measures.conftest import rows
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


def test_the_largest_are_series_of_their_own(claims, articles):
    named = name_series(claims, articles)["category"]
    assert named.value_counts().to_dict() == {"product · recall": 4, "killed": 1}  # a change is of the series too
    assert named[pd.isna(claims["what"]) | (claims["measure"] == "money")].isna().all()
