"""Records of articles become validated tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis.corpus import Article, Block, Problem
from analysis.extract.article import Extractor, Parsed, Records
from analysis.tables.schema import TABLES

Row = dict[str, Any]
Rows = dict[str, list[Row]]  # by the name of the table


class Prepared(NamedTuple):
    """An article ready to be parsed: its blocks, the wire it credits and the cluster it is in."""

    article: Article
    blocks: list[Block]
    wire: str | None
    cluster_id: str


def build_tables(extractor: Extractor, prepared: Sequence[Prepared]) -> dict[str, pd.DataFrame]:
    """Parse and read a few articles.

    One that the pipeline, an extractor or the check of the tables fails on is found and left out: it
    becomes a row of ``errors``, and the others are kept.

    Returns:
        One validated DataFrame for each table, rows in the order of the articles.
    """
    errors: list[Row] = []
    by_id = {item.article.doc_id: item for item in prepared}
    read: dict[str, Rows] = {}
    for article, blocks, doc in _parsed(extractor, prepared, errors):
        try:
            records = extractor.extract(article, blocks, doc)
        except Exception as error:
            errors.append(_error(article.doc_id, "extract", error))
            continue
        read[article.doc_id] = _rows(by_id[article.doc_id], records)
    try:
        return _tables([*read.values(), {"errors": errors}])
    except ValueError:  # some record breaks a schema: find out whose
        for doc_id, rows in list(read.items()):
            try:
                _tables([rows])
            except ValueError as error:
                errors.append(_error(doc_id, "tables", error))
                del read[doc_id]
        return _tables([*read.values(), {"errors": errors}])


def _parsed(extractor: Extractor, prepared: Sequence[Prepared], errors: list[Row]) -> list[Parsed]:
    pairs = [(item.article, item.blocks) for item in prepared]
    try:
        return list(extractor.parse(pairs))
    except Exception:  # the pipeline failed on one of them: find out on which
        parsed = []
        for pair in pairs:
            try:
                parsed += list(extractor.parse([pair]))
            except Exception as error:
                errors.append(_error(pair[0].doc_id, "parse", error))
        return parsed


def _tables(articles: Sequence[Rows]) -> dict[str, pd.DataFrame]:
    """One table each from the rows of several articles; an actor that two of them name stands once."""
    rows = {name: [row for article in articles for row in article.get(name, ())] for name in TABLES}
    rows["actors"] = list({row["actor_id"]: row for row in rows["actors"]}.values())
    return {name: make_table(name, table_rows) for name, table_rows in rows.items()}


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """What was noted while reading, as rows of ``errors``."""
    return [problem._asdict() for problem in problems]


def make_table(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A validated DataFrame from plain rows; raises ValueError where one breaks the schema."""
    table = TABLES[name]
    columns = table.columns()
    frame = pd.DataFrame.from_records(list(rows), columns=list(columns))
    return table.check(frame.astype(columns))


def _rows(item: Prepared, records: Records) -> Rows:
    article = item.article
    key = {"doc_id": article.doc_id}
    rows: Rows = {
        "articles": [
            {
                **key,
                "outlet": article.outlet,
                "published": article.published.isoformat() if article.published else None,
                "published_basis": article.published_basis,
                "title": article.title,
                "text": article.text,
                "n_words": records.n_words,
                "source_file": article.source_file,
                "wire": item.wire,
                "cluster_id": item.cluster_id,
            }
        ],
        "blocks": [{**key, **block._asdict()} for block in item.blocks],
        "actors": [actor._asdict() for actor in records.actors],
    }
    for name in ("sentences", "mentions", "quotes", "times", "claims", "labels", "tone"):
        rows[name] = [{**key, **record._asdict()} for record in getattr(records, name)]
    if records.n_words == 0:
        message = f"{article.source_file}: no sentence of a body in it; only title, captions or boilerplate"
        rows["errors"] = [{"doc_id": article.doc_id, "stage": "clean", "message": message, "lost": False}]
    return rows


def _error(doc_id: str, stage: str, error: Exception) -> Row:
    return {"doc_id": doc_id, "stage": stage, "message": f"{type(error).__name__}: {error}", "lost": True}
