import pandas as pd
import pytest
from crossread.tables import TABLES, make_table

CLAIM = {
    "doc_id": "a", "sent_id": 0, "claim_id": 0, "start": 0, "end": 9, "surface": "12 people", "measure": "count", "low": 12.0,
    "best": 12.0, "high": 12.0, "qualifier": None, "unit": "people", "unit_group": "people", "what": "kill",
    "triggers": "object: kill", "of": "army", "of_id": None, "place": None, "place_basis": None, "change": "level",
    "modality": "asserted", "cumulative": False, "part_of": None, "as_of": "2016-12-19", "as_of_start": None,
    "as_of_basis": "published", "source": None, "source_id": None, "voice": "narrator", "rule": "verb", "category": "killed",
}  # fmt: skip


def test_a_row_that_fits():
    frame = make_table("claims", [CLAIM])
    assert frame["best"].tolist() == [12.0]
    assert frame["part_of"].isna().all()


def test_an_empty_table_has_its_columns_and_types():
    for name, table in TABLES.items():
        frame = make_table(name, [])
        assert frame.dtypes.equals(frame.astype(table.columns()).dtypes)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"modality": "guessed"}, r"modality: has to be one of asserted, reported, .*, not \['guessed'\]"),
        ({"measure": "weight"}, r"measure: has to be one of count, money, percent, ratio, amount, not \['weight'\]"),
        ({"change": "growth"}, r"change: has to be one of level, change, not \['growth'\]"),
        ({"place_basis": "map"}, "place_basis: has to be one of clause, subject, noun, sentence, discourse"),
        ({"triggers": None}, "triggers: has to be known"),
        ({"low": 20.0}, r"low <= best <= high: .*\[20.0, 12.0, 12.0\]"),
        ({"as_of": "19.12.2016"}, "as_of: has to be an ISO day"),
        ({"start": -1}, r"start: has to be 0 or more, not \[-1\]"),
        ({"voice": None}, "voice: has to be known"),
    ],
)
def test_a_row_that_breaks_the_schema_is_told(change, message):
    with pytest.raises(ValueError, match=rf"(?s)table claims: .*{message}"):
        make_table("claims", [{**CLAIM, **change}])


def test_two_rows_with_one_key_are_told():
    with pytest.raises(ValueError, match=r"table claims: doc_id, claim_id: has to be unique, not \[\['a', 0\]\]"):
        make_table("claims", [CLAIM, CLAIM])


def test_a_column_more_or_less_is_told():
    frame = make_table("sentences", [{"doc_id": "a", "sent_id": 0, "start": 0, "end": 1}])
    with pytest.raises(ValueError, match="colour"):
        TABLES["sentences"].check(frame.assign(colour="red"))
    with pytest.raises(ValueError, match="end"):
        TABLES["sentences"].check(frame.drop(columns="end"))


def test_every_table_says_what_a_row_is():
    for table in TABLES.values():
        assert table.row.__doc__ is not None
        assert not table.row.__doc__.startswith(f"{table.row.__name__}(")  # what a NamedTuple says of itself


def test_types_survive_a_whole_number_that_is_unknown():
    frame = make_table("claims", [CLAIM, {**CLAIM, "claim_id": 1, "part_of": 0}])
    assert frame["part_of"].tolist() == [pd.NA, 0]
