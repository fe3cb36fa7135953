"""Whole runs as a user starts them, each in a process of its own, against what they are measured by.

Everything is compared within one call, on the same articles: seconds differ by machine and by its load,
ratios less so.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus import Article
from analysis.engines.annotate import WORK
from analysis.engines.writing import ARTICLES_A_FILE
from analysis.tables.build import make_table
from analysis.tables.schema import TABLES
from analysis.tables.store import Store

# All extractors but the trained tone, whose speed is that of its model.
SCORERS = ("--scorer", "vader")


class Spent(NamedTuple):
    """Wall-clock seconds of a command, and the peak memory of its largest process in MB."""

    seconds: float
    megabytes: float


def spend(command: Sequence[str]) -> Spent:
    """Run a command to its end.

    Raises:
        RuntimeError: it fails; the message is what it printed.
    """
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{printed[-2000:]}")
    return Spent(time.perf_counter() - began, usage.ru_maxrss / 1024)


def annotating(corpus: Path, out: Path, processes: int) -> list[str]:
    """The command that annotates a corpus."""
    arguments = ["annotate", str(corpus), "--out", str(out), "--processes", str(processes), *SCORERS]
    return [sys.executable, "-m", "analysis.cli", *arguments]


def parsing(corpus: Path, processes: int) -> list[str]:
    """The command that does nothing but parse the same articles with the same pipeline."""
    code = f"from benchmarks.bare import parse; parse({str(corpus)!r}, {processes})"
    return [sys.executable, "-c", code]


def assembling(corpus: Path) -> list[str]:
    """The command that does the job as one would put it together from libraries, one article at a time."""
    return [sys.executable, "-c", f"from benchmarks.bare import assemble; assemble({str(corpus)!r})"]


def write_articles(articles: Iterable[Article], path: Path, *, changed: int = 0) -> Path:
    """Write articles as .jsonl; with ``changed``, one of so many gets other paragraphs, as if it were new."""
    with path.open("w", encoding="utf-8") as file:
        for number, article in enumerate(articles):
            text = article.text
            if changed and number % changed == 0:
                text = "\n".join(f"Update {number}: {line}" if line.strip() else line for line in text.split("\n"))
            day = article.published and article.published.isoformat()
            fields = {"doc_id": article.doc_id, "outlet": article.outlet, "published": day, "title": article.title}
            file.write(json.dumps({**fields, "text": text}) + "\n")
    return path


def time_runs(
    articles: Sequence[Article], scratch: Path, processes: Sequence[int]
) -> Iterator[tuple[str, Spent, float]]:
    """Time bare parsing, then a cold run, a warm one and one with 1 % new articles, for each number of processes.

    Yields:
        What it was, what it took, and the ratio: of a cold run to bare parsing, of the others to the cold run.
    """
    corpus = write_articles(articles, scratch / "articles.jsonl")
    changed = write_articles(articles, scratch / "changed.jsonl", changed=100)
    for n in processes:
        name = f"{n} process{'es' if n > 1 else ''}"
        out = scratch / f"tables-{n}"
        bare = spend(parsing(corpus, n))
        yield f"bare nlp.pipe, {name}", bare, 1.0
        cold = spend(annotating(corpus, out, n))
        yield f"annotate, cold, {name}", cold, cold.seconds / bare.seconds
        warm = spend(annotating(corpus, out, n))
        yield f"annotate, warm, {name}", warm, warm.seconds / cold.seconds
        new = spend(annotating(changed, out, n))
        yield f"annotate, 1 % new, {name}", new, new.seconds / cold.seconds


def measure_memory(
    articles: Sequence[Article], scratch: Path, sizes: Sequence[int], processes: int
) -> Iterator[tuple[int, Spent]]:
    """The peak memory of the largest process of a run over the first so many articles."""
    for size in sizes:
        corpus = write_articles(articles[:size], scratch / f"first-{size}.jsonl")
        yield min(size, len(articles)), spend(annotating(corpus, scratch / f"tables-{size}", processes))


# --- killed runs -----------------------------------------------------------------------------


class Killed(NamedTuple):
    """One run that was killed: after how many seconds, and the annotations that were kept by then."""

    seconds: float
    n_kept: int


def kill_runs(articles: Sequence[Article], scratch: Path, *, kills: int, seed: int) -> tuple[list[Killed], bool]:
    """Kill a run at random moments, let it end, and compare it with one that nobody disturbed.

    Returns:
        The kills, and whether every byte of the tables is the same.
    """
    rng = random.Random(seed)
    corpus = write_articles(articles, scratch / "articles.jsonl")
    calm, out = scratch / "calm", scratch / "killed"
    whole = spend(annotating(corpus, calm, 2)).seconds
    killed = []
    for _ in range(kills):
        began = time.perf_counter()
        with subprocess.Popen(
            annotating(corpus, out, 2), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(rng.uniform(0.05, 1) * whole * 2 / kills + 4)  # some seconds go into starting
            process.send_signal(signal.SIGKILL)
        killed.append(Killed(time.perf_counter() - began, _n_kept(out)))
    spend(annotating(corpus, out, 2))
    return killed, table_bytes(calm) == table_bytes(out)


def _n_kept(out: Path) -> int:
    path = out / WORK / "workbench.sqlite"
    if not path.exists():
        return 0
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return int(connection.execute("select count(*) from annotations").fetchone()[0])


def table_bytes(folder: Path) -> dict[str, bytes]:
    """Every file of the tables in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.glob("*/*.parquet"))}


# --- measures --------------------------------------------------------------------------------


def write_synthetic(folder: Path, n_mentions: int, *, seed: int = 0) -> Store:
    """Tables with that many mentions, as annotated news on armed conflict has them.

    Articles of 100 mentions of 26 actors each, drawn from 20,000 of whom the n-th is mentioned 1/n as often as the
    first; 22 % pronouns, 11 % inside quotations; 20 outlets.
    """
    rng = np.random.default_rng(seed)
    store = Store(folder)
    n_articles = n_mentions // 100
    actors = np.array([f"actor-{n:05d}" for n in range(20_000)])
    often = 1 / np.arange(1, len(actors) + 1)
    who: dict[str, Any] = {"kind": "person", "side": None, "affiliation": None, "country": None, "in_lexicon": True}
    store.write_part("actors", make_table("actors", [{"actor_id": a, "name": a, **who} for a in actors]), 0)
    for part, first in enumerate(range(0, n_articles, ARTICLES_A_FILE)):
        ids = [f"article-{n:06d}" for n in range(first, min(first + ARTICLES_A_FILE, n_articles))]
        rows = [
            {
                "doc_id": doc_id, "outlet": f"Outlet {n % 20:02d}", "published": "2016-12-19",
                "published_basis": "given", "title": None, "text": "x" * 2000, "n_words": 600, "source_file": "x",
                "wire": None, "cluster_id": doc_id, "url": None,
            }
            for n, doc_id in enumerate(ids)
        ]  # fmt: skip
        store.write_part("articles", make_table("articles", rows), part)
        n = 100 * len(ids)
        starts = np.tile(np.arange(0, 2000, 20), len(ids))
        of_article = rng.choice(actors, (len(ids), 26), p=often / often.sum())
        named = np.minimum(rng.exponential(7, (len(ids), 100)).astype(int), 25)
        mentions = pd.DataFrame(
            {
                "doc_id": np.repeat(ids, 100), "sent_id": starts // 100, "start": starts, "end": starts + 8,
                "surface": "somebody", "actor_id": np.take_along_axis(of_article, named, 1).ravel(),
                "form": rng.choice(["name", "pronoun"], n, p=[0.78, 0.22]), "role": "other", "agentless": None,
                "voice": rng.choice(["narrator", "quoted"], n, p=[0.89, 0.11]), "rule": "lexicon",
            }
        )  # fmt: skip
        store.write_part("mentions", mentions.astype(TABLES["mentions"].columns()), part)
    store.write_run({"corpus": "synthetic"})
    return store
