"""From a corpus to its tables: read, mark blocks, parse, extract, write."""

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.corpus import Article, CorpusError, Problem, find_blocks, input_hashes, read_articles
from analysis.corpus.duplicates import find_wire, text_fingerprint
from analysis.engines.fingerprint import corpus_fingerprint, own_lexicon, versions
from analysis.engines.local import map_parts
from analysis.engines.summary import Progress, Summary
from analysis.extract import DEFAULT_MODEL, DEFAULT_SCORERS
from analysis.extract.article import Extractor
from analysis.lexicon import Lexicon, load_lexicon
from analysis.tables.build import Prepared, build_tables, make_table, problem_rows
from analysis.tables.schema import TABLES
from analysis.tables.store import RUN_FILE, Store, TablesError

ARTICLES_A_PART = 64


def annotate(
    corpus: Path,
    out: Path,
    *,
    model: str = DEFAULT_MODEL,
    lexicon: Path | None = None,
    scorers: Sequence[str] = DEFAULT_SCORERS,
    processes: int = 1,
    progress: Progress | None = None,
    today: date | None = None,
) -> Summary:
    """Annotate a corpus and write its tables.

    Args:
        corpus: a folder with a manifest, or a .jsonl file.
        out: where the tables go; tables that are there are replaced when the new ones are complete.
        model: the spaCy pipeline.
        lexicon: a folder over the lexicon that ships; by default ``lexicon/`` in the corpus, if any.
        scorers: of tone; see ``analysis.extract.tone``.
        processes: how many processes work at once.
        progress: called after each part with the number of its articles.
        today: articles dated after tomorrow get no date; the day of the run unless given.

    Raises:
        CorpusError: there is no corpus, or no article of it could be read.
        LexiconError, ModelError: the lexicon or the pipeline cannot be used.
        TablesError: ``out`` holds something else than tables.
    """
    _check_out(out)
    own = own_lexicon(corpus, lexicon)
    words = load_lexicon(own)
    fingerprint = corpus_fingerprint(corpus, model=model, lexicon=own, scorers=scorers)
    partial = out.with_name(f"{out.name}.partial-{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    store = Store(partial)
    problems: list[Problem] = []
    counts = dict.fromkeys(TABLES, 0)
    actors: list[pd.DataFrame] = []
    try:
        parts = _parts(corpus, words, problems, today=today)
        work = map_parts(_build, parts, processes=processes, initializer=_start, initargs=(model, own, tuple(scorers)))
        number = 0
        for number, (n_articles, tables) in enumerate(work, 1):
            errors = tables.pop("errors")
            problems += [Problem(*row) for row in errors.itertuples(index=False)]
            actors.append(tables.pop("actors"))
            for name, frame in tables.items():
                store.write_part(name, frame, number - 1)
                counts[name] += len(frame)
            if progress is not None:
                progress(n_articles)
        if not counts["articles"]:
            reasons = "".join(f"\n  {problem.message}" for problem in problems[:10])
            raise CorpusError(f"{corpus}: no article could be read from it{reasons}")
        everyone = pd.concat(actors, ignore_index=True).drop_duplicates("actor_id").sort_values("actor_id")
        store.write_part("actors", everyone.reset_index(drop=True), 0)
        store.write_part("errors", make_table("errors", problem_rows(problems)), 0)
        counts["actors"], counts["errors"] = len(everyone), len(problems)
        store.write_run(
            {
                "corpus": corpus.name,
                "fingerprint": fingerprint,
                "inputs": input_hashes(corpus),
                "lexicon": words.digest,
                "model": model,
                "scorers": list(scorers),
                "rows": counts,
                "versions": versions(model),
            }
        )
        shutil.rmtree(out, ignore_errors=True)
        partial.replace(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    n_lost = sum(problem.lost for problem in problems)
    return Summary(out, counts["articles"], n_lost, tuple(problems), reused=False)


def _check_out(out: Path) -> None:
    if out.is_file():
        raise TablesError(f"{out}: is a file; the tables need a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / RUN_FILE).is_file():
        raise TablesError(f"{out}: holds files that are not tables of Crossread; give a new or an empty folder")


def _parts(corpus: Path, lexicon: Lexicon, problems: list[Problem], *, today: date | None) -> Iterator[list[Prepared]]:
    """Articles with their blocks, some at a time; what cannot be read goes to ``problems``."""
    clusters: dict[str, str] = {}
    part: list[Prepared] = []
    for item in read_articles(corpus, today=today):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        part.append(_prepare(item, lexicon, clusters, problems))
        if len(part) == ARTICLES_A_PART:
            yield part
            part = []
    if part:
        yield part


def _prepare(article: Article, lexicon: Lexicon, clusters: dict[str, str], problems: list[Problem]) -> Prepared:
    blocks = find_blocks(article.text, article.title, lexicon.boilerplate)
    first = clusters.setdefault(text_fingerprint(article.text, blocks), article.doc_id)
    if first != article.doc_id:
        message = f"{article.source_file}: the same words as {first}; both are counted, with one cluster_id"
        problems.append(Problem(article.doc_id, "duplicates", message, lost=False))
    return Prepared(article, blocks, find_wire(article.text, lexicon.boilerplate), first)


# The extractor of this process, compiled once and used for every part.
_worker: dict[str, Extractor] = {}


def _start(model: str, lexicon: Path | None, scorers: Sequence[str]) -> None:
    _worker["extractor"] = Extractor.load(model=model, lexicon=lexicon, scorers=scorers)


def _build(part: list[Prepared]) -> tuple[int, dict[str, pd.DataFrame]]:
    return len(part), build_tables(_worker["extractor"], part)
