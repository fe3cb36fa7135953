"""What one process does with one part of the work. It needs no files but the installed package."""

import json
from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

from crossread.corpus import Problem
from crossread.extract.article import Extractor
from crossread.extract.parse import Docs, pack_docs, unpack_docs
from crossread.extract.tone import Scored
from crossread.lexicon import Lexicon
from crossread.pipeline.build import Annotated, Prepared, annotate_articles
from crossread.pipeline.keys import paragraph_key


class Setup(NamedTuple):
    """What every worker of a run needs: the pipeline by its name and by its key, the lexicon, the scorers."""

    model: str
    parser: str
    lexicon: Lexicon
    scorers: tuple[str, ...]


class Part(NamedTuple):
    """Articles to annotate together, with what is known of them already.

    ``bins`` holds packed paragraphs and which of them are wanted; ``scored`` the scores of tone of each
    article, where there are any.
    """

    articles: Sequence[Prepared]
    bins: Sequence[tuple[bytes, Sequence[int]]]
    scored: Sequence[bytes | None]


class Result(NamedTuple):
    """What became of each article, its scores, and the paragraphs that were parsed, with their keys."""

    annotated: Sequence[Annotated | Problem]
    scored: Sequence[bytes | None]
    paragraphs: Sequence[bytes]
    docs: bytes


Work = Callable[[Setup, Part], Result]


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
            scored = [_read_scores(known) for known in part.scored]
            annotated = annotate_articles(extractor, part.articles, docs=docs, scored=scored)
            new = list(docs.items())[n_known:]
            return Result(
                annotated,
                [_write_scores(scores) for scores in scored],
                [paragraph_key(setup.parser, text) for text, _ in new],
                pack_docs(doc for _, doc in new),
            )


# spaCy pipelines are not safe for threads, and a Dask worker may have several.
_one_at_a_time = Lock()


# The extractor of this process, compiled once and used for every part.
_loaded: dict[tuple[str, str, tuple[str, ...]], Extractor] = {}


def _extractor(setup: Setup) -> Extractor:
    key = (setup.model, setup.lexicon.digest, setup.scorers)
    if key not in _loaded:
        _loaded.clear()
        _loaded[key] = Extractor.load(model=setup.model, lexicon=setup.lexicon, scorers=setup.scorers)
    return _loaded[key]


def _read_scores(known: bytes | None) -> Scored:
    return {tuple(key): score for *key, score in json.loads(known or b"[]")}


def _write_scores(scores: Scored) -> bytes | None:
    return json.dumps([[*key, score] for key, score in scores.items()]).encode() if scores else None
