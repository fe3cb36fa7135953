import pandas as pd
import pytest
from crossread.runs.parameters import (
    NOTEBOOKS,
    PARAMETERS,
    ParameterError,
    check_in_tables,
    check_names,
    check_value,
    declared_parameters,
)


def test_the_parameters_of_a_notebook_are_read_from_its_cell():
    declared = declared_parameters(NOTEBOOKS / "02_actor_mentions.ipynb")
    assert declared["top"] == 16
    assert declared["forms"] == ["name", "acronym", "demonym", "nominal"]


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_parameter_of_a_notebook_is_known_and_its_default_is_allowed(notebook):
    for name, value in declared_parameters(notebook).items():
        assert name in PARAMETERS
        check_value(name, value, notebook.stem)


def test_an_unknown_parameter_names_the_known_ones():
    with pytest.raises(ParameterError, match="here: unknown parameter 'outlet'; the known ones are outlets, top"):
        check_names(["outlet"], {"outlets": None, "top": 5}, "here")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("outlets", "Al Jazeera"),
        ("outlets", []),
        ("outlets", [1]),
        ("first_day", "19 December"),
        ("first_day", "2016-02-30"),
        ("voice", "loud"),
        ("weight", "word"),
        ("weight", None),
        ("voice", None),
        ("forms", ["name", "nickname"]),
        ("top", 0),
        ("top", "ten"),
        ("top", True),
        ("formats", ["jpg"]),
        ("slug", "../up"),
        ("scorer", 5),
        ("corpus", ""),
    ],
)
def test_a_bad_value_is_named_with_what_was_expected(name, value):
    with pytest.raises(ParameterError, match="here: ") as raised:
        check_value(name, value, "here")
    assert f"{name} = {value!r}: expected" in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("outlets", None),
        ("outlets", ["North"]),
        ("first_day", "2016-12-19"),
        ("voice", "all"),
        ("weight", "independent"),
        ("top", 3),
        ("slug", "v-1.a"),
    ],
)
def test_good_values(name, value):
    check_value(name, value, "here")


def test_what_the_corpus_does_not_have_is_named_with_what_it_has():
    def read(table, columns):
        return pd.DataFrame({columns[0]: ["North", "South", None]})

    check_in_tables({"outlets": ["North"], "actors": None}, read, "here")
    with pytest.raises(ParameterError, match="here: outlets: 'East' is not in the corpus; it has North, South"):
        check_in_tables({"outlets": ["North", "East"]}, read, "here")
    with pytest.raises(ParameterError, match="first_day 2016-12-20 is after last_day 2016-12-19"):
        check_in_tables({"first_day": "2016-12-20", "last_day": "2016-12-19"}, read, "here")


def test_a_notebook_that_is_not_there(tmp_path):
    with pytest.raises(ParameterError, match="no such notebook; those that ship are 01_corpus, 02_actor_mentions"):
        declared_parameters(tmp_path / "x.ipynb")
    (tmp_path / "y.ipynb").write_text('{"cells": []}', encoding="utf-8")
    with pytest.raises(ParameterError, match="no cell in it is tagged 'parameters'"):
        declared_parameters(tmp_path / "y.ipynb")
    (tmp_path / "z.ipynb").write_text("not json", encoding="utf-8")
    with pytest.raises(ParameterError, match="not a notebook"):
        declared_parameters(tmp_path / "z.ipynb")
