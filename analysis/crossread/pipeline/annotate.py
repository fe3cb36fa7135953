"""Tables of a corpus that are made only when something they depend on has changed."""

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import chain
from multiprocessing import current_process
from pathlib import Path

from filelock import FileLock

from crossread.corpus import CorpusError, Problem, input_hashes, read_articles
from crossread.corpus.sources import LEXICON_FOLDER
from crossread.escape import printable
from crossread.extract import DEFAULT_MODEL, DEFAULT_SCORERS
from crossread.pipeline.keys import Keys, corpus_fingerprint, table_hashes, versions
from crossread.pipeline.summary import GUARD, EngineError, Progress, Summary, no_progress
from crossread.tables.store import RUN_FILE, Store, TablesError

# Beside the tables: what is kept for the next run, the lock, and tables that are not finished.
WORK = ".work"
_LIKE_LEXICON = 0.75  # "Lexikon", "lexicons", "lexique"


def annotate(
    corpus: str | Path,
    out: Path,
    *,
    model: str = DEFAULT_MODEL,
    lexicon: Path | None = None,
    scorers: Sequence[str] = DEFAULT_SCORERS,
    columns: Mapping[str, str] | None = None,
    engine: str = "local",
    processes: int = 1,
    scheduler: str | None = None,
    progress: Progress = no_progress,
    today: date | None = None,
) -> Summary:
    """Annotate a corpus and write its tables.

    Tables that are fresh are left alone. Else only what is new is annotated: what an earlier run into the same
    folder made of the same text with the same model, lexicon and code is used again, also when that run was
    killed. Two runs into one folder wait for each other.

    Args:
        corpus: what to read; see :func:`crossread.corpus.read_articles`.
        out: where the tables go; tables that are there are replaced when the new ones are complete.
        model: the spaCy pipeline.
        lexicon: a folder over the lexicon that ships; by default ``lexicon/`` in the corpus, if any.
        scorers: of tone; see ``crossread.extract.tone``.
        columns: which column of the corpus holds which field, where its name does not say so.
        engine: ``local``, or ``dask`` for a cluster.
        processes: how many processes work at once on this machine.
        scheduler: the address of a Dask scheduler; without one, Dask starts processes on this machine.
        progress: told how far the work is.
        today: articles dated after tomorrow get no date; the day of the run unless given.

    Raises:
        CorpusError: there is no corpus, or no article of it could be read.
        LexiconError, ModelError: the lexicon or the pipeline cannot be used.
        TablesError: ``out`` holds something else than tables, or the disk is full.
        EngineError: the workers cannot be used; in a script, several need ``if __name__ == "__main__":``.
    """
    began = time.monotonic()
    if getattr(current_process(), "_inheriting", False):
        # A worker that imports the script which started it must not annotate too: it would wait for its own parent.
        raise EngineError(GUARD)
    _check_out(out)
    inside = Path(corpus) / LEXICON_FOLDER  # that a corpus on this machine brings
    own = lexicon or (inside if inside.is_dir() else None)
    inputs = input_hashes(corpus)
    fingerprint = corpus_fingerprint(inputs, model=model, lexicon=own, scorers=scorers, columns=columns)
    fresh, _ = _fresh(out, fingerprint)
    if fresh is not None:
        return fresh
    # These load spaCy, which fresh tables do not need.
    from crossread.extract.parse import check_model
    from crossread.lexicon import load_lexicon
    from crossread.pipeline.keep import Keep
    from crossread.pipeline.listing import list_corpus
    from crossread.pipeline.parts import Planner, annotate_new, share_out
    from crossread.pipeline.where import start_workers
    from crossread.pipeline.worker import Setup
    from crossread.pipeline.write import publish, write_tables

    check_model(model)
    words = load_lexicon(own)
    setup = Setup(model, words, tuple(scorers), Keys.of(model, words, scorers))
    work = out / WORK
    is_new = not work.exists()
    work.mkdir(parents=True, exist_ok=True)
    with FileLock(work / "lock"), Keep(work / "workbench.sqlite") as keep:
        fresh, altered = _fresh(out, fingerprint)  # a run that had the lock before may have made them
        if fresh is not None:
            return fresh
        notes = [("lexicon", message) for message in (*words.notes, *_unused_lexicons(corpus, own))]
        notes += [("tables", f"{path}: missing, or not as it was written; made anew") for path in altered]
        if keep.n_damaged:
            notes.append(("tables", f"{keep.path}: {keep.n_damaged:,} results in it were damaged; made anew"))
        told = (Problem(None, stage, message, lost=False) for stage, message in notes)
        articles = chain(told, read_articles(corpus, columns=columns, today=today))
        n_listed, noted = list_corpus(keep, articles, setup, progress=progress)
        n_new = keep.n_missing()
        if n_new:
            n_workers, articles_a_part = share_out(n_new, processes)
            planner = Planner(keep, setup.keys, articles_a_part)
            with start_workers(engine, setup, n_workers, scheduler) as workers:
                noted += annotate_new(planner, workers, n_new, progress=progress)
        store = Store(work / "next")
        shutil.rmtree(store.folder, ignore_errors=True)
        rows, n_clusters, problems = write_tables(keep, store, n_listed, noted, lexicon=words, progress=progress)
        if not rows["articles"]:
            shutil.rmtree(work if is_new else store.folder, ignore_errors=True)
            if not any(out.iterdir()):
                out.rmdir()
            reasons = "".join(f"\n  {problem.message}" for problem in problems[:10])
            raise CorpusError(f"{corpus}: no article could be read from it{reasons}")
        summary = Summary(out, rows["articles"], n_new, n_clusters, problems, time.monotonic() - began)
        store.write_run(
            {
                "corpus": printable(Path(str(corpus)).name),
                "fingerprint": fingerprint,
                "files": table_hashes(store.folder),
                "inputs": inputs,
                "lexicon": words.digest,
                "model": model,
                "scorers": list(scorers),
                "rows": rows,
                "versions": versions(model),
                "report": summary.report(),
                "this_run": {**summary.this_run(), "engine": engine, "processes": processes},
            }
        )
        publish(store, out)
        return summary


def _unused_lexicons(corpus: str | Path, own: Path | None) -> Iterator[str]:
    """What looks like a lexicon of a corpus on this machine and is none: another name, or another place."""
    place, own = Path(corpus), own and own.resolve()
    inside = place if place.is_dir() else place.parent
    for folder in sorted(inside.iterdir()) if inside.is_dir() else ():
        name = folder.name.lower()
        if (
            folder.is_dir()
            and get_close_matches(name, [LEXICON_FOLDER], cutoff=_LIKE_LEXICON)
            and folder.resolve() != own
        ):
            yield (
                f"{folder}: not used as a lexicon; the one of a corpus is a folder {LEXICON_FOLDER!r} in it, and any "
                "other is named with --lexicon (in a notebook or batch: lexicon)"
            )


def _check_out(out: Path) -> None:
    try:
        str(out.absolute()).encode()
    except UnicodeEncodeError:
        raise TablesError(f"{out}: a folder of tables needs a name in UTF-8; give another folder") from None
    if out.is_file():
        raise TablesError(f"{out}: is a file; the tables need a folder")
    known = (RUN_FILE, WORK)
    if out.is_dir() and any(out.iterdir()) and not any((out / name).exists() for name in known):
        raise TablesError(f"{out}: holds files that are not tables of Crossread; give a new or an empty folder")


def _fresh(out: Path, fingerprint: str) -> tuple[Summary | None, list[str]]:
    """What there is already, if it is what would be made; else the paths of what should be, but was damaged."""
    if not (out / RUN_FILE).is_file():
        return None, []
    store = Store(out)
    try:
        run = store.run
    except TablesError:
        return None, [str(out / RUN_FILE)]
    if run.get("fingerprint") != fingerprint:
        return None, []
    written, now = run.get("files", {}), table_hashes(out)
    altered = [str(out / name) for name in sorted({*written, *now}) if written.get(name) != now.get(name)]
    if altered:
        return None, altered
    errors = store.read("errors").astype(object)
    errors = errors.where(errors.notna(), None)
    problems = tuple(Problem(*row) for row in errors.itertuples(index=False))
    report = run["report"]
    return Summary(out, report["articles"], 0, report["clusters"], problems, reused=True), []
