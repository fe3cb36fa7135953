"""The import rules of the architecture: each folder imports only from those before it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from crossread import PACKAGE

# What each folder may import from the package, beside itself.
ALLOWED = {
    "lexicon": set(),
    "corpus": {"lexicon"},
    "extract": {"lexicon", "corpus"},
    "tables": {"lexicon", "extract"},  # whose records are its rows
    "pipeline": {"lexicon", "corpus", "extract", "tables"},
    "measures": {"lexicon", "tables"},
    "plots": {"measures"},
    "runs": {"lexicon", "corpus", "pipeline", "tables", "measures", "plots"},
    "cli": {"extract", "pipeline", "tables", "plots", "runs"},
    "escape": set(),
}
EVERYWHERE = {"escape"}  # what makes text safe knows nobody, and whoever lets text out asks it
# Libraries that one folder alone may use.
ONLY = {
    "papermill": {"runs"},
    "pyarrow": {"tables", "corpus"},  # corpus reads articles from Parquet; tables alone are written and kept in it
    "duckdb": {"tables"},
    "sqlite3": {"pipeline"},
    "fsspec": {"corpus"},
    "trafilatura": {"corpus"},
    "py3langid": {"corpus"},
    "dask": {"pipeline"},
    "distributed": {"pipeline"},
    "multiprocessing": {"pipeline", "runs"},
    "matplotlib": {"plots", "runs"},
    "spacy": {"extract"},
    "nltk": {"extract"},
    "IPython": {"runs"},
    "click": {"cli"},
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_against_the_flow_of_data(path):
    layer = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if layer == "__init__":
        assert not [name for name in imports(path) if name.startswith("crossread")]
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "crossread" and len(parts) > 1:
            assert parts[1] == layer or parts[1] in ALLOWED[layer] | EVERYWHERE, f"{layer} imports {name}"
        assert layer in ONLY.get(parts[0], {layer}), f"{layer} imports {name}"


def test_every_folder_has_its_rule():
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    assert folders | {"cli", "escape"} == set(ALLOWED)


def test_nothing_is_printed_by_a_library_module():
    """Only the command line, a notebook's session and the progress bar speak."""
    speaking = [
        path
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert {path.name for path in speaking} <= {"session.py", "progress.py"}
