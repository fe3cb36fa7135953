import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from crossread.runs.batch import _prepare, read_runs, run_batch
from crossread.runs.parameters import ParameterError
from crossread.tables import open_tables

from tests.processes import start_process

PARAMETERS = 'tables = None\nout = None\ncorpus = None\nvoice = "all"\noutlets = None\ntop = 5\nslug = None\n'


def notebook(path, *cells, parameters=PARAMETERS):
    made = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    made.cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    made.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
    nbformat.write(made, path)


def runs_file(folder, text):
    path = folder / "runs.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    notebook(
        tmp_path / "good.ipynb",
        "from pathlib import Path\nname = f'{voice}-{top}.txt'\nPath(out, name).write_text(str(outlets))\nprint(f'Saved: {name}')",
    )
    notebook(tmp_path / "bad.ipynb", "1 / 0")
    return tmp_path


def test_lists_make_a_grid(folder):
    path = runs_file(
        folder,
        "runs:\n  - notebook: good\n    parameters: {voice: [narrator, quoted], top: [3, 4], outlets: [North]}\n"
        "  - notebook: good\n    name: split\n    parameters: {outlets: [[North], [South, East]]}\n",
    )
    runs = read_runs(path)
    assert [run.name for run in runs] == [
        "good-narrator-3", "good-narrator-4", "good-quoted-3", "good-quoted-4", "split-North", "split-South_East",
    ]  # fmt: skip
    assert runs[0].parameters == {"outlets": ["North"], "voice": "narrator", "top": 3, "slug": "narrator-3"}
    assert runs[5].parameters == {"outlets": ["South", "East"], "slug": "South_East"}


def test_a_slug_and_a_grid_make_names_together(folder):
    path = runs_file(folder, "runs:\n  - notebook: good\n    parameters: {voice: [narrator, quoted], slug: mine}\n")
    assert [run.parameters["slug"] for run in read_runs(path)] == ["mine-narrator", "mine-quoted"]


def test_parameters_of_the_batch_are_for_every_notebook_that_has_them(folder):
    notebook(folder / "plain.ipynb", parameters="tables = None\nout = None\nlimit = 5\n")
    path = runs_file(
        folder,
        "parameters: {corpus: strike, top: 3, voice: [narrator, quoted]}\n"
        "runs:\n  - notebook: good\n  - notebook: good\n    name: all\n    parameters: {voice: all, slug: all, tables: made}\n"
        "  - notebook: plain\n",
    )
    corpus = {"corpus": str(folder / "strike")}
    assert {run.name: run.parameters for run in read_runs(path)} == {
        "good-narrator": {**corpus, "top": 3, "voice": "narrator", "slug": "narrator"},
        "good-quoted": {**corpus, "top": 3, "voice": "quoted", "slug": "quoted"},
        "all": {"tables": str(folder / "made"), "top": 3, "voice": "all", "slug": "all"},
        "plain": corpus,
    }
    # what is given on the command line takes the place of the corpus of the batch, not of a run
    given = {run.name: run.parameters for run in read_runs(path, given={"tables": "/other"})}
    assert {name: parameters["tables"] for name, parameters in given.items()} == {
        "good-narrator": "/other", "good-quoted": "/other", "all": str(folder / "made"), "plain": "/other",
    }  # fmt: skip
    assert not [parameters for parameters in given.values() if "corpus" in parameters]


def test_how_a_corpus_is_read_is_for_every_run_also_of_a_notebook_that_does_not_ask(folder):
    path = runs_file(folder, "parameters: {corpus: a.csv, lexicon: mine}\nruns:\n  - notebook: good\n")
    (run,) = read_runs(path)
    assert run.parameters["lexicon"] == str(folder / "mine")
    # tables that are given on the command line take the place of all of it
    (run,) = read_runs(path, given={"tables": "/other"})
    assert {"corpus", "lexicon"}.isdisjoint(run.parameters)


def test_paths_are_relative_to_the_file(folder):
    path = runs_file(folder, "runs:\n  - notebook: good\n    parameters: {corpus: mine}\n")
    assert read_runs(path)[0].parameters["corpus"] == str(folder / "mine")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("runs: []", "expected a mapping with a list 'runs'"),
        ("- a", "expected a mapping with a list 'runs'"),
        ("runs: [unclosed", "cannot be read as a batch"),
        ("runs: [5]", "run 1: expected a mapping with 'notebook', found 5"),
        (
            "runs:\n  - {notebook: good, colour: red}",
            "run 1: unknown key 'colour'; the keys are notebook, name, parameters",
        ),
        ("tables: made\nruns:\n  - notebook: good", "runs.yaml: unknown key 'tables'; the keys are runs, parameters"),
        ("parameters: {topp: 3}\nruns:\n  - notebook: good", "runs.yaml: unknown parameter 'topp'"),
        ("parameters: 3\nruns:\n  - notebook: good", "parameters: expected a mapping, found a int"),
        (
            "runs:\n  - {notebook: good, name: a}\n  - {notebook: good, name: b, parameters: {top: 3}}",
            "'a' and 'b' write the same files; give one of them a slug",
        ),
        ("runs:\n  - notebook: gone", "gone.ipynb: no such notebook; those that ship are 01_corpus"),
        (
            "runs:\n  - notebook: good\n    parameters: {speed: 5}",
            "run 1: unknown parameter 'speed'; the known ones are tables",
        ),
        (
            "runs:\n  - notebook: good\n    parameters: {voice: loud}",
            "voice = 'loud': expected 'all', 'narrator' or 'quoted'",
        ),
        ("runs:\n  - notebook: good\n    parameters: {voice: [all, loud]}", "voice = 'loud'"),
        ("runs:\n  - notebook: good\n    parameters: [1]", "parameters: expected a mapping, found a list"),
        (
            "parameters: {tables: made, lexicon: mine}\nruns:\n  - notebook: good",
            "run 1: lexicon and tables are both given; tables are of one corpus, as it was read already: leave out lexicon",
        ),
        (
            "parameters: {tables: made, columns: {text: Body}}\nruns:\n  - notebook: good",
            "run 1: columns and tables are both given",
        ),
        ("runs:\n  - notebook: good\n  - notebook: good", "two runs are named 'good'"),
        ("runs:\n  - {notebook: good, name: ../../out}", r"run 1: name '\.\./\.\./out': expected letters, digits"),
        ("runs:\n  - {notebook: good, name: .hidden}", "run 1: name '.hidden': expected letters, digits"),
    ],
)
def test_a_bad_batch_is_told_before_anything_runs(folder, text, message):
    with pytest.raises(ParameterError, match=message):
        read_runs(runs_file(folder, text))


@pytest.mark.slow
def test_a_batch_runs_fails_in_part_and_runs_again_only_what_changed(folder, small_corpus):
    path = runs_file(
        folder, "runs:\n  - notebook: good\n    parameters: {voice: [narrator, quoted]}\n  - notebook: bad\n"
    )
    out = folder / "out"
    seen = []

    def go():
        seen.clear()
        return run_batch(
            read_runs(path, given={"corpus": str(small_corpus)}),
            out=out,
            jobs=2,
            progress=lambda *report: seen.append(report),
        )

    results = go()
    assert [(r.name, r.status) for r in results] == [
        ("good-narrator", "done"),
        ("good-quoted", "done"),
        ("bad", "failed"),
    ]
    assert results[2].error == "ZeroDivisionError: division by zero"
    assert sorted(done for _, done, _ in seen) == [1, 2, 3]
    # the failed notebook is kept with its error
    cells = json.loads((out / "notebooks" / "bad.ipynb").read_text())["cells"]
    assert any(output.get("ename") == "ZeroDivisionError" for cell in cells for output in cell.get("outputs", []))
    manifest = json.loads((out / "manifest.json").read_text())["runs"]
    assert [record["status"] for record in manifest] == ["done", "done", "failed"]
    assert list(manifest[0]["files"]) == ["narrator-5.txt"]

    # of what has not changed only the failed one runs again, and one whose file is gone
    (out / "quoted-5.txt").unlink()
    assert [r.status for r in go()] == ["unchanged", "done", "failed"]
    # so is all of a notebook that changed
    notebook(folder / "bad.ipynb", "print('mended')")
    assert [r.status for r in go()] == ["unchanged", "unchanged", "done"]
    # and everything when the corpus did
    (small_corpus / "one.txt").write_text("Iran said so.", encoding="utf-8")
    assert [r.status for r in go()] == ["done", "done", "done"]


def test_a_value_that_the_corpus_does_not_have_stops_before_anything_runs(folder, small_store):
    path = runs_file(
        folder,
        "runs:\n  - notebook: good\n  - notebook: good\n    name: other\n    parameters: {outlets: [Nowhere], slug: x}\n",
    )
    runs = read_runs(path, given={"tables": str(small_store.folder)})
    with pytest.raises(ParameterError, match="other: outlets: 'Nowhere' is not in the corpus; it has North, South"):
        run_batch(runs, out=folder / "out")
    assert not (folder / "out" / "notebooks").exists()


def test_two_corpora_of_one_name_have_tables_of_their_own(folder):
    for year in ("2019", "2020"):
        (folder / year).mkdir()
        (folder / year / "news.jsonl").write_text(json.dumps({"doc_id": year, "text": "Russia said so."}))
    path = runs_file(
        folder, "runs:\n  - notebook: good\n    parameters: {corpus: [2019/news.jsonl, 2020/news.jsonl], top: [3, 4]}\n"
    )
    prepared = _prepare(read_runs(path), folder / "out", lambda problems: None)
    tables = [Path(run.parameters["tables"]) for run in prepared]
    assert tables[0] == tables[1] != tables[2] == tables[3]
    assert [open_tables(folder).read("articles")["doc_id"].tolist() for folder in tables[1:3]] == [["2019"], ["2020"]]


KILLED = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time\ntime.sleep(60)"


@pytest.mark.slow
def test_a_killed_worker_costs_its_own_notebook_and_no_other(folder, small_store):
    notebook(folder / "killed.ipynb", KILLED)
    text = "runs:\n  - notebook: killed\n" + "".join(
        f"  - {{notebook: good, name: n{top}, parameters: {{top: {top}, slug: x{top}}}}}\n" for top in (1, 2, 3)
    )
    runs = read_runs(runs_file(folder, text), given={"tables": str(small_store.folder)})
    results = run_batch(runs, out=folder / "out", jobs=2)
    assert [(r.name, r.status) for r in results] == [
        ("killed", "failed"),
        ("n1", "done"),
        ("n2", "done"),
        ("n3", "done"),
    ]
    assert results[0].error.startswith("the process that ran it was killed")
    manifest = json.loads((folder / "out" / "manifest.json").read_text())["runs"]
    assert [record["status"] for record in manifest] == ["failed", "done", "done", "done"]


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_stopped_batch_leaves_nothing_running_and_keeps_what_was_done(folder, small_store, sent):
    started = folder / "started"
    notebook(
        folder / "endless.ipynb", f"open({str(started)!r}, 'w').close()\nimport time\nwhile True:\n    time.sleep(1)"
    )
    path = runs_file(
        folder, "runs: [{notebook: good}, {notebook: endless}, {notebook: good, name: never, parameters: {slug: x}}]"
    )
    command = [
        sys.executable,
        "-m",
        "crossread.cli",
        "batch",
        path,
        "--tables",
        small_store.folder,
        "--out",
        folder / "out",
        "--jobs",
        "1",
    ]
    batch = start_process(command, stderr=subprocess.PIPE)
    while not started.exists():
        assert batch.poll() is None
        time.sleep(0.1)
    family = psutil.Process(batch.pid).children(recursive=True)
    assert len(family) >= 2  # a worker and its kernel
    os.killpg(batch.pid, sent) if sent == signal.SIGINT else batch.send_signal(sent)
    _, err = batch.communicate(timeout=30)
    if sent == signal.SIGKILL:
        assert batch.returncode == -sent
    else:
        assert batch.returncode == 130
        assert err.strip().splitlines()[-1] == "stopped; what was finished is kept: run the same command again to go on"
        assert "Traceback" not in err
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    manifest = json.loads((folder / "out" / "manifest.json").read_text())["runs"]
    assert [(record["name"], record["status"]) for record in manifest] == [("good", "done")]
    # what had been done is not run again
    notebook(folder / "endless.ipynb", "print('ends')")
    again = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True)
    assert "2 run, 1 unchanged, 0 failed" in again.stdout
