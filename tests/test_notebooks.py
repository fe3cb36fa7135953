"""Notebooks hold no logic, are committed without outputs, and run by themselves."""

import ast
import base64
import json
import subprocess
import sys

import pytest
from jupyter_client.manager import start_new_kernel

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
    """What a corpus may lack is asked for by an `if` around all of a cell; beyond that nothing branches or loops."""
    for number, source in enumerate(code(cells)):
        body = ast.parse(source).body
        if len(body) == 1 and isinstance(body[0], ast.If):
            body = body[0].body
        assert not [
            node
            for statement in body
            for node in ast.walk(statement)
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.If)
        ]
        assert number == 0 or len(body) <= 5


def test_they_import_the_library_by_its_name(cells):
    nodes = [node for source in code(cells) for node in ast.walk(ast.parse(source))]
    imported = {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert "crossread" in imported
    assert "analysis" not in imported


def test_the_first_code_cell_is_the_parameters(cells):
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    assert "".join(tagged[0]["source"]) == code(cells)[0]


def test_prose_explains_what_is_shown(cells):
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    assert len(prose) >= 3
    assert cells[0]["cell_type"] == "markdown"
    assert "".join(cells[0]["source"]).startswith("# 0")


def papermill(*arguments, cwd):
    command = [sys.executable, "-m", "papermill", *map(str, arguments), "--no-progress-bar"]
    return subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_plain_papermill_from_any_directory(seed_store, tmp_path):
    """As a user would: papermill's own command, a relative path, another working directory."""
    places = ["-p", "tables", seed_store.folder, "-p", "out", "figures", "-p", "top", "4", "-y", "{formats: [png]}"]
    done = papermill(PROJECT / "notebooks" / "02_actor_mentions.ipynb", "out.ipynb", *places, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    picture = (tmp_path / "figures" / "actor_mentions.png").read_bytes()
    executed = (tmp_path / "out.ipynb").read_text(encoding="utf-8")
    assert "<mark>" in executed
    shown = [
        base64.b64decode(output["data"]["image/png"])
        for cell in json.loads(executed)["cells"]
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert shown == [picture]


@pytest.mark.slow
def test_a_kernel_that_has_run_goes_on_after_a_slip(small_store, tmp_path):
    """Variables of one's own are no parameters, and a slip that was mended is forgotten."""
    notebook = json.loads((PROJECT / "notebooks" / "02_actor_mentions.ipynb").read_text(encoding="utf-8"))
    first, start, *others = code(notebook["cells"])
    first = first.replace("tables = None", f"tables = {str(small_store.folder)!r}")
    manager, client = start_new_kernel(cwd=str(tmp_path))
    try:

        def run(*sources):
            return [
                client.execute_interactive(source, output_hook=lambda output: None)["content"] for source in sources
            ]

        def failed(replies):
            return [reply["evalue"] for reply in replies if reply["status"] == "error"]

        assert failed(run(first + 'my_topic = "aleppo"', start, *others, "outlet = 'North'\nlimit = 5")) == []
        assert failed(run(first, start)) == []
        (error,) = failed(run(first + "\ntopp = 5", start))
        assert error.startswith("02_actor_mentions: unknown parameter 'topp'; did you mean 'top'?")
        assert failed(run(first, start)) == []
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
