import pandas as pd
import pytest
from crossread.measures.sources import add_sources
from crossread.tables import make_table

from tests.measures.conftest import rows
from tests.tables.test_schema import CLAIM


def actor(actor_id, name, kind, affiliation=None):
    rest = {"side": None, "country": None, "in_lexicon": False}
    return {"actor_id": actor_id, "name": name, "kind": kind, "affiliation": affiliation, **rest}


KNOWN = make_table(
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


def told_by(*sources):
    made = [{**CLAIM, "claim_id": i, "source": name, "source_id": known} for i, (name, known) in enumerate(sources)]
    return add_sources(make_table("claims", made), KNOWN)


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
def test_whose_word_a_number_is(source, source_id, source_kind, speaks_for):
    assert rows(told_by((source, source_id)), "source_kind", "speaks_for") == [[source_kind, speaks_for]]


@pytest.mark.parametrize(
    "spellings",
    [
        ["Gaza's health ministry", "Health Ministry in Gaza", "the Hamas-run Gaza Health Ministry", "health ministry"],
        ["Johns Hopkins University", "data from Johns Hopkins University", "Johns Hopkins University's latest tally"],
        ["Iranian health ministry", "Iran's Health Ministry", "the Ministry of Health of Iran"],
    ],
)
def test_spellings_of_one_source_are_one(spellings):
    told = told_by(*((spelling, None) for spelling in [spellings[0], *spellings]))
    assert told["speaks_for"].unique().tolist() == [spellings[0][:1].upper() + spellings[0][1:]]


@pytest.mark.parametrize(
    "others",
    [
        ["Gaza's health ministry", "Israel's health ministry", "health ministry"],
        ["Johns Hopkins University", "University of Washington"],
        ["China", "China Daily News"],
    ],
)
def test_sources_that_only_share_words_are_others(others):
    told = told_by(*((name, None) for name in others))
    assert told["speaks_for"].nunique() == len(others)
    assert pd.notna(told["speaks_for"]).all()
