"""Whole runs as a user starts them, each in a process of its own, against what they are measured by.

Everything is compared within one call, on the same articles: seconds differ by machine and by its load,
ratios less so.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from enum import IntEnum
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from crossread.corpus import Article
from crossread.extract import DEFAULT_MODEL
from crossread.pipeline.annotate import WORK
from crossread.pipeline.parts import ARTICLES_A_PART
from crossread.pipeline.write import ARTICLES_A_FILE
from crossread.tables import make_table
from crossread.tables.schema import TABLES
from crossread.tables.store import RUN_FILE, Store

from research.benchmarks import bare

# All extractors but the trained tone, whose speed is that of its model.
SCORERS = ("--scorer", "vader")


class Spent(NamedTuple):
    """What a command took: wall-clock and CPU seconds, its largest process's peak of memory in MB; what it printed."""

    seconds: float
    cpu: float
    megabytes: float
    printed: str


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
    seconds = time.perf_counter() - began
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed)


def annotating(corpus: Path, out: Path, processes: int) -> list[str]:
    """The command that annotates a corpus."""
    arguments = ["annotate", str(corpus), "--out", str(out), "--processes", str(processes), *SCORERS]
    return [sys.executable, "-m", "crossread.cli", *arguments]


def parsing(corpus: Path, processes: int, python: str = sys.executable) -> list[str]:
    """The command that does nothing but parse the same articles with the same pipeline, as plain spaCy does."""
    return [python, bare.__file__, str(corpus), DEFAULT_MODEL, str(processes)]


def assembling(corpus: Path) -> list[str]:
    """The command that does the job as one would put it together from libraries, one article at a time."""
    return [sys.executable, "-c", f"from research.benchmarks.bare import assemble; assemble({str(corpus)!r})"]


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
        alone = spend(parsing(corpus, n))
        yield f"bare nlp.pipe, {name}", alone, 1.0
        cold = spend(annotating(corpus, out, n))
        yield f"annotate, cold, {name}", cold, cold.seconds / alone.seconds
        warm = spend(annotating(corpus, out, n))
        yield f"annotate, warm, {name}", warm, warm.seconds / cold.seconds
        new = spend(annotating(changed, out, n))
        yield f"annotate, 1 % new, {name}", new, new.seconds / cold.seconds


def time_beside_bare(
    articles: Sequence[Article], scratch: Path, pythons: Sequence[str]
) -> Iterator[tuple[str, Spent, float | None]]:
    """Time bare parsing by this and by other Pythons, a cold run, and a cold run of one article, one process each.

    Yields:
        What it was, what it took and, of bare parsing, the CPU seconds of the cold run as a share of its own.
    """
    corpus = write_articles(articles, scratch / "articles.jsonl")
    cold = spend(annotating(corpus, scratch / "tables", 1))
    yield "annotate, cold", cold, None
    for python in dict.fromkeys((sys.executable, *pythons)):
        alone = spend(parsing(corpus, 1, python))
        yield f"bare nlp.pipe, spaCy {alone.printed.split()[-1]}", alone, cold.cpu / alone.cpu
    first = write_articles(articles[:1], scratch / "first.jsonl")
    yield "annotate, one article, cold", spend(annotating(first, scratch / "tables-first", 1)), None


def measure_memory(
    articles: Sequence[Article], scratch: Path, sizes: Sequence[int], processes: int
) -> Iterator[tuple[int, Spent]]:
    """The peak memory of the largest process of a run over the first so many articles."""
    for size in sizes:
        corpus = write_articles(articles[:size], scratch / f"first-{size}.jsonl")
        yield min(size, len(articles)), spend(annotating(corpus, scratch / f"tables-{size}", processes))


# --- killed runs -----------------------------------------------------------------------------


class Phase(IntEnum):
    """What a run is at."""

    STARTING = 0  # until the corpus is read
    ANNOTATING = 1
    WRITING = 2
    ENDED = 3  # its tables are complete


class Killed(NamedTuple):
    """One run that was killed: in which phase, after how many seconds, and the annotations that were kept by then."""

    phase: Phase
    seconds: float
    n_kept: int


class Kills(NamedTuple):
    """The kills, whether every byte of the tables is the same at last, and of how many runs a process is left."""

    killed: list[Killed]
    same: bool
    n_left: int


_POLL = 0.02  # seconds
_SECONDS_TO_LEAVE = 60  # a worker ends its part before it sees that nobody waits for it


def kill_runs(articles: Sequence[Article], scratch: Path, *, kills: int, seed: int, processes: int) -> Kills:
    """Kill runs at random moments, each going on from what is kept, and compare the tables with undisturbed ones.

    Half of them are killed while they annotate, the others while they start or write; within its phase a moment is
    drawn from the time that an undisturbed run takes for it. As with ``kill -9`` of the command, its workers have
    to find out by themselves, and the next run does not wait for that. Where one ends before its kill, the next
    begins anew.
    """
    rng = random.Random(seed)
    corpus = write_articles(articles, scratch / "articles.jsonl")
    calm, log = scratch / "calm", scratch / "log"
    lasts = _time_phases(annotating(corpus, calm, processes), calm, log)
    n = _count(calm, _KEPT)
    lasts[Phase.ANNOTATING] *= min(1, processes * ARTICLES_A_PART / n)  # as long as a part
    killed: list[Killed] = []
    groups: list[int] = []
    outs: list[Path] = []
    for moment in draw_moments(kills, n, rng):
        if not killed or killed[-1].phase == Phase.ENDED:
            outs.append(scratch / f"killed-{len(outs)}")
        out = outs[-1]
        began = time.perf_counter()
        with _running(annotating(corpus, out, processes), log) as process:
            while (_phase(process, out, log), _count(out, _KEPT)) <= moment:
                time.sleep(_POLL)
            with suppress(subprocess.TimeoutExpired):
                process.wait(rng.uniform(0, lasts[moment[0]]))
            phase = _phase(process, out, log)
            process.kill()
        killed.append(Killed(phase, time.perf_counter() - began, _count(out, _KEPT)))
        groups.append(process.pid)
    spend(annotating(corpus, outs[-1], processes))
    return Kills(killed, all(table_bytes(out) == table_bytes(calm) for out in outs), _n_left(groups))


def draw_moments(kills: int, n: int, rng: random.Random) -> list[tuple[Phase, float]]:
    """What each run is to be at when it is killed, and the annotations it is to have kept, of ``n``: more and more."""
    turns = list(islice(cycle((Phase.ANNOTATING, Phase.STARTING, Phase.ANNOTATING, Phase.WRITING)), kills))
    first = [phase for phase in turns if phase != Phase.WRITING]
    kept = [n * (number + rng.random()) / len(first) for number in range(len(first))]
    moments = [(phase, more if phase == Phase.ANNOTATING else -1) for phase, more in zip(first, kept, strict=True)]
    return moments + [(Phase.WRITING, -1)] * (kills - len(first))


@contextmanager
def _running(command: Sequence[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command that runs in a process group of its own.

    Raises:
        RuntimeError: it fails by itself; the message is what it printed.
    """
    with (
        log.open("wb") as file,
        subprocess.Popen(command, stdout=file, stderr=file, start_new_session=True) as process,
    ):
        yield process
    if process.returncode > 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{log.read_text()[-2000:]}")


def _phase(process: subprocess.Popen[bytes], out: Path, log: Path) -> Phase:
    if process.poll() is not None or (out / RUN_FILE).exists():
        return Phase.ENDED
    if "read: 100%" not in log.read_text():
        return Phase.STARTING
    return Phase.ANNOTATING if _count(out, _MISSING) else Phase.WRITING


def _time_phases(command: Sequence[str], out: Path, log: Path) -> dict[Phase, float]:
    """Run a command to its end; the seconds of each phase before it."""
    lasts = dict.fromkeys(Phase, 0.0)
    with _running(command, log) as process:
        now = time.perf_counter()
        while (phase := _phase(process, out, log)) != Phase.ENDED:
            time.sleep(_POLL)
            before, now = now, time.perf_counter()
            lasts[phase] += now - before
    return lasts


def _n_left(groups: Iterable[int]) -> int:
    """How many process groups still have a process, after time enough to end."""
    left = set(groups)
    deadline = time.monotonic() + _SECONDS_TO_LEAVE
    while left and time.monotonic() < deadline:
        time.sleep(_POLL)
        left = {group for group in left if _is_there(group)}
    return len(left)


def _is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


_KEPT = "select count(distinct annotation) from listing where annotation in (select key from kept)"
_MISSING = "select count(*) from listing where annotation not in (select key from kept)"


def _count(out: Path, query: str) -> int:
    """What the workbench of some tables counts; 0 where there is none yet."""
    path = out / WORK / "workbench.sqlite"
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return int(connection.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


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
