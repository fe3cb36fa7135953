"""Articles become checked rows of tables; one that fails on the way is left out, with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from crossread.corpus import Article, Block, Problem
from crossread.extract.article import Extractor, Parsed, Records
from crossread.extract.parse import Docs
from crossread.extract.tone import Scored
from crossread.pipeline.pack import pack_rows
from crossread.tables.schema import TABLES


class Prepared(NamedTuple):
    """An article ready to be read, with its blocks."""

    article: Article
    blocks: list[Block]


class Annotated(NamedTuple):
    """What was read out of one article: the words of its body and, packed, its rows of each table."""

    n_words: int
    tables: bytes


def annotate_articles(
    extractor: Extractor,
    prepared: Sequence[Prepared],
    *,
    docs: Docs | None = None,
    scored: Sequence[Scored] | None = None,
) -> list[Annotated | Problem]:
    """Parse and read a few articles.

    One that the pipeline, an extractor or the check of the tables fails on is found and left out: it
    becomes a Problem, and the others are kept.

    Args:
        extractor: the pipeline and the lexicon.
        prepared: the articles.
        docs: paragraphs parsed before; see :meth:`Extractor.parse`.
        scored: what scorers of tone said of each article before; see :func:`find_tone`.

    Returns:
        For each article, in order, its checked rows or what went wrong.
    """
    memos = [Scored() for _ in prepared] if scored is None else scored
    read = [
        parsed if isinstance(parsed, Problem) else _read(extractor, parsed, memo)
        for parsed, memo in zip(_parse(extractor, prepared, docs), memos, strict=True)
    ]
    try:
        packed = pack_rows([_rows(one) for one in read if not isinstance(one, Problem)])
    except ValueError:  # some record breaks a schema: find out whose
        read = [one if isinstance(one, Problem) else _check(one) for one in read]
        packed = pack_rows([_rows(one) for one in read if not isinstance(one, Problem)])
    rows = iter(packed)
    return [one if isinstance(one, Problem) else Annotated(one.records.n_words, next(rows)) for one in read]


class _Read(NamedTuple):
    """An article, its blocks and everything that was read out of it."""

    article: Article
    blocks: list[Block]
    records: Records


def _parse(extractor: Extractor, prepared: Sequence[Prepared], docs: Docs | None) -> list[Parsed | Problem]:
    try:
        return list(extractor.parse(prepared, docs=docs))
    except Exception:  # the pipeline failed on one of them: find out on which
        out: list[Parsed | Problem] = []
        for one in prepared:
            try:
                out += extractor.parse([one], docs=docs)
            except Exception as error:
                out.append(_problem(one.article, "parse", error))
        return out


def _read(extractor: Extractor, parsed: Parsed, scored: Scored) -> _Read | Problem:
    article, blocks, doc = parsed
    try:
        return _Read(article, blocks, extractor.extract(article, blocks, doc, scored=scored))
    except Exception as error:
        return _problem(article, "extract", error)


def _check(one: _Read) -> _Read | Problem:
    try:
        pack_rows([_rows(one)])
    except ValueError as error:
        return _problem(one.article, "tables", error)
    return one


def _rows(one: _Read) -> dict[str, Any]:
    return {"blocks": one.blocks, **one.records._asdict()}


def _problem(article: Article, stage: str, error: Exception) -> Problem:
    return Problem(article.doc_id, stage, f"{article.source_file}: {type(error).__name__}: {error}", lost=True)


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """What was noted while reading, as rows of ``errors``."""
    return [problem._asdict() for problem in problems]


def make_table(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A validated DataFrame from plain rows; raises ValueError where one breaks the schema."""
    table = TABLES[name]
    columns = table.columns()
    frame = pd.DataFrame.from_records(list(rows), columns=list(columns))
    return table.check(frame.astype(columns))
