"""Notebooks hold no logic, are committed without outputs, and run by themselves."""

import ast
import json
import subprocess
import sys

import pytest

from tests.environment import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def cells(request):
    return json.loads(request.param.read_text(encoding="utf-8"))["cells"]


def code(cells):
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_notebooks_are_committed_without_outputs(cells):
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None


def test_cells_are_thin_and_define_nothing(cells):
    for number, source in enumerate(code(cells)):
        tree = ast.parse(source)
        assert not [
            n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.If)
        ]
        assert number == 0 or len(tree.body) <= 5


def test_the_first_code_cell_is_the_parameters(cells):
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    assert "".join(tagged[0]["source"]) == code(cells)[0]


def test_prose_explains_what_is_shown(cells):
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    assert len(prose) >= 3
    assert cells[0]["cell_type"] == "markdown"
    assert "".join(cells[0]["source"]).startswith("# 0")


def test_plain_papermill_from_any_directory(seed_store, tmp_path):
    """As a user would: papermill's own command, a relative path, another working directory."""
    command = [
        sys.executable, "-m", "papermill", str(PROJECT / "notebooks" / "02_actor_mentions.ipynb"), "out.ipynb",
        "-p", "tables", str(seed_store.folder), "-p", "out", "figures", "-p", "top", "4", "--no-progress-bar",
        "-y", "{formats: [png]}",
    ]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "figures" / "actor_mentions.png").stat().st_size > 10_000
    assert "<mark>" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


def test_an_unknown_parameter_is_an_error_in_plain_papermill(seed_store, tmp_path):
    command = [
        sys.executable, "-m", "papermill", str(PROJECT / "notebooks" / "02_actor_mentions.ipynb"), "out.ipynb",
        "-p", "tables", str(seed_store.folder), "-p", "outlet", "RFE/RL", "--no-progress-bar",
    ]  # fmt: skip
    result = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert result.returncode != 0
    assert "unknown parameter 'outlet'; the known ones are corpus, tables, outlets" in result.stderr
