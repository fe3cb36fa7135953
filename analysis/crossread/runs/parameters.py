"""The parameters of the notebooks: which there are, and which values they take."""

import ast
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from crossread.measures import WEIGHTS
from crossread.runs.project import CORPUS_PARAMETERS, NOTEBOOKS
from crossread.tables.schema import FORMS, QUOTE_KINDS

FORMATS = ("pdf", "svg", "png")


class ParameterError(ValueError):
    """An unknown parameter or a value that it does not take; the message names those it does."""


class Parameter(NamedTuple):
    """One parameter: what a value must be, in words, and a test of it. ``many``: the value is a list."""

    expected: str
    holds: Callable[[Any], bool]
    many: bool = False
    optional: bool = True


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(_text(item) for item in value)


def _text_pairs(value: Any) -> bool:
    return isinstance(value, dict) and all(_text(item) for pair in value.items() for item in pair)


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value)) and len(value) == 10
    except ValueError:
        return False


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 1000


def _size(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1e9


def _among(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: value in allowed


def _all_among(*allowed: str) -> Callable[[Any], bool]:
    return lambda value: _texts(value) and all(item in allowed for item in value)


PARAMETERS: dict[str, Parameter] = {
    "corpus": Parameter("the path or URL of a corpus: a folder, or a .csv, .jsonl, .parquet or .zip file", _text),
    "lexicon": Parameter("the path of a folder of .yaml files", _text),
    "codebook": Parameter("the path of a .yaml file of rows", _text),
    "columns": Parameter("a mapping of fields to columns, such as {'text': 'Body'}", _text_pairs),
    "tables": Parameter("the path of a folder that `crossread annotate` wrote", _text),
    "out": Parameter("the path of a folder", _text),
    "outlets": Parameter("a list of outlets in the corpus", _texts, many=True),
    "actors": Parameter("a list of actor ids in the corpus", _texts, many=True),
    "group": Parameter("a list of ids of the actors that make one group", _texts, many=True),
    "side": Parameter("a side of actors in the corpus", _text),
    "first_day": Parameter("an ISO day such as 2016-12-16", _day),
    "last_day": Parameter("an ISO day such as 2016-12-19", _day),
    "weight": Parameter(f"{' or '.join(map(repr, WEIGHTS))}", _among(*WEIGHTS), optional=False),
    "categories": Parameter("a list of categories of claims in the corpus", _texts, many=True),
    "units": Parameter("a list of units of claims in the corpus", _texts, many=True),
    "series": Parameter("a list of series, as notebook 04 lists them", _texts, many=True),
    "of": Parameter("a list of actors that numbers are of", _texts, many=True),
    "places": Parameter("a list of places of claims", _texts, many=True),
    "sources": Parameter("a list of sources of claims", _texts, many=True),
    "totals_only": Parameter("True or False", lambda value: isinstance(value, bool), optional=False),
    "official": Parameter("the path of a CSV file with the columns day and value, or path:COLUMN", _text),
    "by": Parameter("'outlet' or 'source'", _among("outlet", "source"), optional=False),
    "scale": Parameter("'auto', 'linear' or 'log'", _among("auto", "linear", "log"), optional=False),
    "voice": Parameter("'all', 'narrator' or 'quoted'", _among("all", "narrator", "quoted"), optional=False),
    "forms": Parameter(f"a list of {', '.join(FORMS)}", _all_among(*FORMS), many=True, optional=False),
    "kinds": Parameter(f"a list of {', '.join(QUOTE_KINDS)}", _all_among(*QUOTE_KINDS), many=True, optional=False),
    "scorer": Parameter("the name of a scorer in the corpus", _text),
    "top": Parameter("a whole number from 1 to 1000", _count, optional=False),
    "top_words": Parameter("a whole number from 1 to 1000", _count, optional=False),
    "min_articles": Parameter("a whole number from 1 to 1000", _count, optional=False),
    "prior": Parameter("a number of words above 0", _size, optional=False),
    "window": Parameter("a whole number of days from 1 to 1000", _count, optional=False),
    "formats": Parameter(f"a list of {', '.join(FORMATS)}", _all_among(*FORMATS), many=True, optional=False),
    "slug": Parameter(
        "letters, digits, '.', '-' and '_'", lambda v: _text(v) and re.fullmatch(r"[\w.-]+", v) is not None
    ),
}

# Parameters whose values must occur in the tables: where to look them up.
_IN_TABLES = {
    "outlets": ("articles", "outlet"),
    "actors": ("actors", "actor_id"),
    "group": ("actors", "actor_id"),
    "side": ("actors", "side"),
    "categories": ("claims", "category"),
    "units": ("claims", "unit_group"),
    "scorer": ("tone", "scorer"),
}


def declared_parameters(notebook: Path) -> list[str]:
    """The names in the parameters cell of a notebook.

    Raises:
        ParameterError: there is no such notebook, or it has no cell tagged ``parameters``.
    """
    if not notebook.is_file():
        known = ", ".join(sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
        raise ParameterError(f"{notebook}: no such notebook; those that ship are {known}")
    try:
        # Plain JSON: nbformat would validate it, but takes two seconds to load.
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError) as error:
        raise ParameterError(f"{notebook}: not a notebook ({error})") from error
    for cell in cells:
        if cell["cell_type"] == "code" and "parameters" in cell.get("metadata", {}).get("tags", []):
            return _assigned("".join(cell["source"]))
    raise ParameterError(f"{notebook}: no cell in it is tagged 'parameters'")


def read_parameters(notebook: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters among the variables of a notebook; all else there is the user's own.

    A notebook that ships, or a copy that begins as one, has the parameters of the file that ships; another has those of
    ``PARAMETERS``. What else was meant as a parameter is known from the cells that the kernel has run: all that
    papermill passes has to stand in the notebook's own cell, and a name beside parameters may not look like one.

    Args:
        notebook: the name it begins with.
        variables: its ``globals()``.

    Raises:
        ParameterError: a name that was meant as a parameter is none, or a value is not what its parameter takes.
    """
    shipped = NOTEBOOKS / f"{notebook}.ipynb"
    ships = shipped.is_file()
    known = list(declared_parameters(shipped) if ships else PARAMETERS)
    cells, passed = _assigned_cells(variables)
    for i in passed:
        check_names(cells[i], [*(known if ships else ()), *cells[i - 1]], notebook)
        known += cells[i - 1]
    if ships:
        beside = next((names for names in reversed(cells) if set(names) & set(known)), [])
        check_names([n for n in beside if n in PARAMETERS or get_close_matches(n, known, 1, _CLOSE)], known, notebook)
    given = {n: variables[n] for n in known if n in variables and (ships or _is_plain(variables[n]))}
    for name, value in given.items():
        check_value(name, value, notebook)
    return given


def _assigned_cells(variables: Mapping[str, Any]) -> tuple[list[list[str]], list[int]]:
    """The names that each cell assigns which the kernel has run, and which of the cells papermill wrote."""
    sources = variables.get("In") or []  # a script has no such list, and no cells
    cells = [_assigned(source) for source in sources] or [[n for n, value in variables.items() if _is_plain(value)]]
    # Papermill puts its cell behind the notebook's own, or first of all where there is none.
    return cells, [i for i, source in enumerate(sources) if source.startswith(_PASSED) and i > 1]


_PASSED = "# Parameters\n"  # how the cell begins that papermill writes
_CLOSE = 0.8  # "outlet" for "outlets", "topp" for "top"; not "tone" for "top"


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float | list | dict)


def _assigned(source: str) -> list[str]:
    """The names that a cell gives values to; none where it is not plain Python."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # such as a line of IPython's own
        return []
    given = [node for node in statements if isinstance(node, ast.Assign | ast.AnnAssign)]
    targets = [target for node in given for target in (node.targets if isinstance(node, ast.Assign) else [node.target])]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def check_names(given: Iterable[str], declared: Iterable[str], where: str) -> None:
    """Raise ParameterError for the first parameter that a notebook does not have."""
    known = list(dict.fromkeys(declared))
    for name in given:
        if name not in known:
            near = "".join(f"did you mean {match!r}? " for match in get_close_matches(name, known, 1, _CLOSE))
            raise ParameterError(f"{where}: unknown parameter {name!r}; {near}the known ones are {', '.join(known)}")


def check_value(name: str, value: Any, where: str) -> None:
    """Raise ParameterError for a value that its parameter does not take, whatever the corpus."""
    parameter = PARAMETERS.get(name)
    if parameter is None or (value is None and parameter.optional):
        return
    if not parameter.holds(value):
        none = " or None" if parameter.optional else ""
        raise ParameterError(f"{where}: {name} = {value!r}: expected {parameter.expected}{none}")


def check_sources(parameters: Mapping[str, Any], where: str) -> None:
    """Raise ParameterError where tables are given and with them a corpus, or how one is to be read."""
    beside = [name for name in CORPUS_PARAMETERS if parameters.get("tables") and parameters.get(name)]
    if beside:
        raise ParameterError(
            f"{where}: {beside[0]} and tables are both given; tables are of one corpus, as it was read already: "
            f"leave out {beside[0]}, or give a corpus in place of tables"
        )


def check_in_tables(
    parameters: Mapping[str, Any], read: Callable[[str, Sequence[str]], pd.DataFrame], where: str
) -> None:
    """Raise ParameterError for an outlet, actor, category, unit or scorer that the tables do not have."""
    for name, (table, column) in _IN_TABLES.items():
        value = parameters.get(name)
        if value is None:
            continue
        known = sorted(read(table, [column])[column].dropna().unique())
        for item in value if isinstance(value, list) else [value]:
            if item not in known:
                some = ", ".join(known[:40]) + (f" and {len(known) - 40} more" if len(known) > 40 else "")
                raise ParameterError(f"{where}: {name}: {item!r} is not in the corpus; it has {some or 'none'}")
    first, last = parameters.get("first_day"), parameters.get("last_day")
    if first and last and first > last:
        raise ParameterError(f"{where}: first_day {first} is after last_day {last}")
