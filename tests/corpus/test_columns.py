import pytest
from crossread.corpus import CorpusError
from crossread.corpus.columns import fields, map_columns


@pytest.mark.parametrize("field", [field for field in fields() if field != "file"])
def test_each_synonym_is_read_however_it_is_spelt(field):
    for synonym in fields()[field]:
        for name in (
            synonym,
            synonym.upper(),
            synonym.replace("_", " ").title(),
            synonym.replace("_", "-"),
            f"\ufeff{synonym}",
        ):
            assert map_columns([name, "colour"]) == ({field: name}, ("colour",), ())


def test_no_name_stands_for_two_fields():
    names = [name.replace("_", "") for synonyms in fields().values() for name in synonyms]
    assert len(names) == len(set(names))


def test_the_first_in_the_stated_order_is_read_and_said():
    mapped = map_columns(["Domain", "Source", "Publisher", "Content"])
    assert mapped.columns == {"outlet": "Publisher", "text": "Content"}
    assert mapped.remarks == (
        "outlet is read from 'Publisher', not from 'Source', 'Domain'; `columns` can choose another",
    )


def test_the_name_of_the_field_itself_needs_no_remark():
    assert map_columns(["publisher", "outlet"]) == ({"outlet": "outlet"}, (), ())


def test_what_the_user_names_is_taken_before_all():
    mapped = map_columns(["text", "summary", "source"], {"text": "Summary", "title": "text"})
    assert mapped == ({"text": "summary", "title": "text", "outlet": "source"}, (), ())


def test_a_column_that_is_not_there():
    with pytest.raises(CorpusError, match="no column 'Body' for 'text'; the columns are 'id', 'lead'"):
        map_columns(["id", "lead"], {"text": "Body"})


def test_what_pandas_and_manifests_add_is_passed_over():
    assert map_columns(["Unnamed: 0", "__index_level_0__", "", "via", "note", "text"]) == ({"text": "text"}, (), ())


def test_a_manifest_has_files_in_the_place_of_texts():
    assert map_columns(["file", "text"], manifest=True) == ({"file": "file"}, ("text",), ())
    assert map_columns(["file", "text"]) == ({"text": "text"}, ("file",), ())
