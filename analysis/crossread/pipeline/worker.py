"""What one process does with one part of the work. It needs no files but the installed package."""

import ctypes
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from crossread.corpus import Article, Block, Problem
from crossread.extract.article import Extractor
from crossread.extract.parse import Docs, pack_docs, unpack_docs
from crossread.extract.tone import Scored
from crossread.lexicon import Lexicon
from crossread.pipeline.keys import Keys
from crossread.tables.records import pack_rows

Outlined = tuple[Article, list[Block]]


class Setup(NamedTuple):
    """What every worker of a run needs."""

    model: str
    lexicon: Lexicon
    scorers: tuple[str, ...]
    keys: Keys


class Part(NamedTuple):
    """Articles to annotate together, with what is known of them already.

    ``bins`` holds packed paragraphs and which of them are wanted; ``scores`` those of tone of each
    article, where there are any.
    """

    articles: Sequence[Outlined]
    bins: Sequence[tuple[bytes, Sequence[int]]]
    scores: Sequence[bytes | None]


# Seconds after which an article, or a few, are given up: some thirty times what news takes on a slow machine.
PATIENCE = 60.0
PATIENCE_A_WORD = 0.1


class Result(NamedTuple):
    """What became of each article (its packed rows or what went wrong), its scores, and the paragraphs parsed now.

    ``paragraphs`` holds their keys, in the order in which ``docs`` holds them.
    """

    annotated: Sequence[bytes | Problem]
    scores: Sequence[bytes | None]
    paragraphs: Sequence[bytes]
    docs: bytes


def work(setup: Setup, part: Part) -> Result:
    """Annotate a part."""
    with _one_at_a_time:
        extractor = _extractor(setup)
        # What the pipeline learns of new words is forgotten behind each part, or memory would grow with the corpus.
        with extractor.nlp.memory_zone():
            docs: Docs = {}
            for packed, places in part.bins:
                unpacked = unpack_docs(extractor.nlp, packed)
                docs.update((unpacked[place].text, unpacked[place]) for place in places)
            n_known = len(docs)
            scored = [_read_scores(known) for known in part.scores]
            annotated = annotate_articles(extractor, part.articles, docs, scored)
            new = list(docs.items())[n_known:]
            return Result(
                annotated,
                [_write_scores(scores) for scores in scored],
                [setup.keys.paragraph(text) for text, _ in new],
                pack_docs(doc for _, doc in new),
            )


def annotate_articles(
    extractor: Extractor, articles: Sequence[Outlined], docs: Docs, scored: Sequence[Scored]
) -> list[bytes | Problem]:
    """Parse and read a few articles.

    Where the pipeline, an extractor or the check of the tables fails on one of them, each is read alone: the one
    becomes a Problem, and the others are kept. So does one that takes longer than any article should.

    Args:
        extractor: the pipeline and the lexicon.
        articles: with their blocks.
        docs: paragraphs parsed before; those parsed now are added.
        scored: what scorers of tone said of each article before (see ``find_tone``); what they say now is added.

    Returns:
        For each article, in order, its packed rows or what went wrong.
    """
    stage = "parse"
    try:
        with _at_most(PATIENCE + PATIENCE_A_WORD * sum(article.text.count(" ") for article, _ in articles)):
            parsed = list(extractor.parse(articles, docs=docs))
            stage = "extract"
            read = [extractor.extract(*one, scored=known) for one, known in zip(parsed, scored, strict=True)]
            stage = "tables"
            rows = [{"blocks": blocks, **one._asdict()} for (_, blocks), one in zip(articles, read, strict=True)]
            return list(pack_rows(rows))
    except Exception as error:
        if len(articles) > 1:
            pairs = zip(articles, scored, strict=True)
            return [made for one, known in pairs for made in annotate_articles(extractor, [one], docs, [known])]
        ((article, _),) = articles
        message = f"{article.source_file}: {type(error).__name__}: {error}"
        return [Problem(article.doc_id, stage, message, lost=True)]


class _TooLongError(BaseException):
    """Raised in a thread from outside; no ``except Exception`` on the way takes it for its own."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes longer, in whichever thread it runs: no signal reaches those of Dask workers.

    It is raised between two steps of Python: a library that never returns is not stopped.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    ending = threading.Lock()
    is_over = False

    def stop() -> None:
        with ending:
            if not is_over:
                raise_in(thread, ctypes.py_object(_TooLongError))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        try:
            yield
        finally:
            with ending:
                is_over = True
                raise_in(thread, None)  # takes back one that is on its way
            timer.cancel()
    except _TooLongError:
        raise TimeoutError(f"took longer than {seconds:.0f} seconds") from None


# spaCy pipelines are not safe for threads, and a Dask worker may have several.
_one_at_a_time = threading.Lock()


# The extractor of this process, compiled once and used for every part.
_loaded: dict[tuple[Keys, str], Extractor] = {}


def _extractor(setup: Setup) -> Extractor:
    key = (setup.keys, setup.lexicon.digest)
    if key not in _loaded:
        _loaded.clear()
        _loaded[key] = Extractor(setup.lexicon, model=setup.model, scorers=setup.scorers)
    return _loaded[key]


def _read_scores(known: bytes | None) -> Scored:
    return {tuple(key): score for *key, score in json.loads(known or b"[]")}


def _write_scores(scores: Scored) -> bytes | None:
    return json.dumps([[*key, score] for key, score in scores.items()]).encode() if scores else None
