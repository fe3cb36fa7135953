"""Runs that are killed, or find the disk full, or meet another run: the tables are those of an undisturbed one."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from crossread.pipeline.annotate import annotate

from tests.pipeline import contents
from tests.processes import start_process

N = 200
STOPPED = "stopped; what was finished is kept: run the same command again to go on"
KEPT = "select count(distinct annotation) from listing where annotation in (select key from kept)"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    path = tmp_path_factory.mktemp("restart") / "corpus.jsonl"
    text = "Russia said on Monday that {0} people were killed in Aleppo. Iran said that {0} buses had left."
    lines = [{"doc_id": f"d{n}", "text": text.format(n), "published": "2016-12-19"} for n in range(N)]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(corpus, tmp_path_factory):
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    annotate(corpus, out, scorers=["vader"])
    return contents(out)


def start(corpus, out, *, processes=1, limit=None):
    """The command, as a user starts it; ``limit``: no file may grow beyond so many bytes from then on."""
    arguments = ["annotate", str(corpus), "--out", str(out), "--scorer", "vader", "--processes", str(processes)]
    code = "import resource, sys; from crossread.cli import main; from crossread.corpus.language import other_language;"
    if limit is not None:
        # The model of languages unpacks itself into a file when it is first asked.
        code += f"other_language('All is well here. ' * 20); resource.setrlimit(resource.RLIMIT_FSIZE, ({limit},) * 2);"
    command = [sys.executable, "-c", code + f"main({arguments!r})"]
    return start_process(command, stderr=subprocess.STDOUT)


def n_kept(out):
    try:
        with sqlite3.connect(f"file:{out / '.work' / 'workbench.sqlite'}?mode=ro", uri=True) as connection:
            return connection.execute(KEPT).fetchone()[0]
    except sqlite3.Error:
        return 0


def has_processes(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("processes", [1, 2])
def test_a_run_that_is_stopped_or_killed_leaves_nothing_running_and_goes_on_where_it_was(
    corpus, undisturbed, tmp_path, processes
):
    out = tmp_path / "out"
    kept = 0
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        run = start(corpus, out, processes=processes)
        while n_kept(out) <= kept and run.poll() is None:
            time.sleep(0.01)
        assert has_processes(run.pid)
        if sent == signal.SIGINT:
            os.killpg(run.pid, sent)  # as a terminal does
        else:
            run.send_signal(sent)
        told, _ = run.communicate(timeout=60)
        deadline = time.monotonic() + 60
        while has_processes(run.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not has_processes(run.pid)
        if sent == signal.SIGKILL:
            assert run.returncode == -sent
        else:
            lines = [line for line in told.splitlines() if not line.startswith(("read: ", "annotate: "))]
            assert (run.returncode, lines) == (130, [STOPPED])
        kept = n_kept(out)
        assert not (out / "run.json").exists()
    summary = annotate(corpus, out, scorers=["vader"])
    assert summary.n_new == N - kept
    assert contents(out) == undisturbed


def test_a_full_disk_is_told_and_the_next_run_goes_on(corpus, undisturbed, tmp_path):
    out = tmp_path / "out"
    run = start(corpus, out, limit=300_000)
    told, _ = run.communicate()
    assert run.returncode == 1
    assert "Error: " in told
    assert "what was finished before is kept: make room and run the same command again" in told
    assert "Traceback" not in told
    annotate(corpus, out, scorers=["vader"])
    assert contents(out) == undisturbed


def test_two_runs_into_one_folder_do_not_disturb_each_other(corpus, undisturbed, tmp_path):
    runs = [start(corpus, tmp_path / "out") for _ in range(2)]
    told = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], told
    assert sum("nothing changed" in text for text in told) == 1
    assert contents(tmp_path / "out") == undisturbed


def test_tables_that_were_there_stay_until_the_new_ones_are_complete(corpus, undisturbed, tmp_path):
    out = tmp_path / "out"
    annotate(corpus, out, scorers=["vader"])
    longer = tmp_path / "longer.jsonl"
    longer.write_text(corpus.read_text() + '\n{"doc_id": "new", "text": "Iran said so on Monday."}', encoding="utf-8")
    run = start(longer, out)
    time.sleep(1)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert contents(out) == undisturbed
