import json

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
    read_parameters,
)


def parameters_cell(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", []))


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_parameter_of_a_notebook_is_known_and_its_default_is_allowed(notebook):
    values = {}
    exec(parameters_cell(notebook), {}, values)
    assert declared_parameters(notebook) == list(values)
    for name, value in values.items():
        assert name in PARAMETERS
        check_value(name, value, notebook.stem)


def test_an_unknown_parameter_names_the_known_ones():
    told = "here: unknown parameter 'outlet'; did you mean 'outlets'\\? the known ones are outlets, top"
    with pytest.raises(ParameterError, match=told):
        check_names(["top", "outlet"], ["outlets", "top"], "here")


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


def kernel(*cells):
    """The variables of a kernel that has run some cells, as IPython keeps them."""
    variables = {"In": [""], "Out": {}, "_i": "", "exit": object()}
    for cell in cells:
        exec(cell, {}, variables)
        variables["In"].append(cell)
    return variables


OURS = parameters_cell(NOTEBOOKS / "02_actor_mentions.ipynb")
OWN = 'tables = None\nout: str = "figures"\nthreshold = 5'
START = "run = object()"


@pytest.mark.parametrize(
    ("notebook", "cells", "given"),
    [
        ("02_actor_mentions", [OURS, START], {"top": 16, "voice": "all"}),
        ("02_actor_mentions", [OURS, '# Parameters\ntop = 4\ntables = "t"\n', START], {"top": 4, "tables": "t"}),
        # variables of one's own, wherever they stand: the notebook was run before, and is run again
        (
            "02_actor_mentions",
            [OURS + '\nmy_topic = "aleppo"', "outlet = 'North'\nlimit = 5", OURS, START],
            {"top": 16},
        ),
        # a slip that was mended: the first cell was run again
        ("02_actor_mentions", [OURS + "\ntopp = 5", OURS, START], {"top": 16}),
        ("02_actor_mentions", [OURS, "top = 3", START], {"top": 3}),
        # a copy with a parameter of its own
        ("02_actor_mentions", [OURS + "\nthreshold = 5", "# Parameters\nthreshold = 6\n", START], {"threshold": 6}),
        ("mine", [OWN, '# Parameters\ntables = "t"\nthreshold = 6\n', START], {"tables": "t", "threshold": 6}),
        ("mine", [OWN, "unit = 'km'", START], {"tables": None, "out": "figures"}),
        # without a cell of its own papermill passes what it is told
        ("mine", ['# Parameters\ntables = "t"\nlimit = 6\n', START], {"tables": "t"}),
    ],
)
def test_parameters_are_told_from_a_users_own_variables(notebook, cells, given):
    parameters = read_parameters(notebook, kernel(*cells))
    assert given.items() <= parameters.items()
    own = {"my_topic", "limit", "outlet", "topp", "unit", "run", "In", "Out"}
    assert not own & set(parameters)


@pytest.mark.parametrize(
    ("notebook", "cells", "message"),
    [
        ("02_actor_mentions", [OURS, "# Parameters\noutlet = 'North'\n"], "'outlet'; did you mean 'outlets'"),
        ("02_actor_mentions", [OURS, "# Parameters\nmy_topic = 'aleppo'\n"], "'my_topic'; the known ones are corpus"),
        ("02_actor_mentions", [OURS + "\ntopp = 5"], "'topp'; did you mean 'top'"),
        ("02_actor_mentions", [OURS + "\nscorer = 'vader'"], "'scorer'; the known ones are corpus"),
        ("02_actor_mentions", [OURS, "# Parameters\nscorer = 'vader'\n"], "'scorer'; the known ones are corpus"),
        ("mine", [OWN, "# Parameters\ntreshold = 6\n"], "'treshold'; did you mean 'threshold'"),
        ("mine", [OWN, "# Parameters\ntop = 6\n"], "'top'; the known ones are tables, out, threshold"),
    ],
)
def test_what_was_meant_as_a_parameter_and_is_none_is_an_error(notebook, cells, message):
    with pytest.raises(ParameterError, match=f"{notebook}: unknown parameter {message}"):
        read_parameters(notebook, kernel(*cells, START))


def test_a_value_of_another_type_is_no_variable_of_ones_own():
    with pytest.raises(ParameterError, match="outlets = \\('North',\\): expected a list of outlets"):
        read_parameters("02_actor_mentions", kernel(OURS, "outlets = ('North',)", START))


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
