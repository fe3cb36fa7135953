"""The tables. A schema is checked at every write and every read.

What a row is and what its columns mean stands with its type: here, or in ``crossread.extract.records``.
Days are ISO text (``2016-12-19``), offsets count characters of the article as delivered, unknown is
null. ``doc_id`` and ``sent_id`` join tables; ``actor_id``, ``speaker_id`` and ``source_id`` join to
``actors``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from types import NoneType
from typing import Annotated, Any, NamedTuple, get_args, get_origin, get_type_hints

import pandas as pd

from crossread.extract import records
from crossread.extract.records import Count, Day, Rule, one_of

REPLACED = records.REPLACED
FORMS, VOICES, QUOTE_KINDS, CUE_CLASSES = records.FORMS, records.VOICES, records.QUOTE_KINDS, records.CUE_CLASSES
BlockKind = Annotated[str, one_of("title", "body", "heading", "caption", "boilerplate")]
# Modalities of what has not happened: no part of a running total, nothing to agree or differ about.
NOT_HAPPENED = ("planned", "hypothetical", "denied")


class Column(NamedTuple):
    """The pandas dtype of a column, whether values may be unknown, and the rule for those that are known, if any."""

    dtype: str
    nullable: bool
    rule: Rule | None


# Text takes a quarter of the memory in Arrow; whole numbers that may be unknown are no floats.
_DTYPES = {str: "string[pyarrow]", int: "int64", float: "float64", bool: "bool"}
_NULLABLE = {**_DTYPES, int: "Int64", bool: "boolean"}


def _column(hint: Any) -> Column:
    """A column from its annotation, such as ``Day | None``."""
    nullable = NoneType in get_args(hint)
    kind, rule = get_args(hint)[0] if nullable else hint, None
    if get_origin(kind) is Annotated:
        kind, rule = get_args(kind)
    return Column((_NULLABLE if nullable else _DTYPES)[kind], nullable, rule)


@dataclass(frozen=True, eq=False)
class Table:
    """A table: its columns in this order and no others, and a key that no two rows share.

    Its columns are the fields of a row: of a record of one article, behind the ``doc_id`` of that. ``ascending`` names
    columns of which none may be greater than the next, as far as they are known.
    """

    name: str
    row: type
    key: tuple[str, ...] = ()
    ascending: tuple[str, ...] = ()

    @cached_property
    def _columns(self) -> dict[str, Column]:
        article = {"doc_id": str} if "doc_id" in self.key else {}
        return {name: _column(hint) for name, hint in (article | get_type_hints(self.row, include_extras=True)).items()}

    def columns(self) -> dict[str, str]:
        """Column names and pandas dtypes."""
        return {name: column.dtype for name, column in self._columns.items()}

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Check a frame against the schema and give it back.

        Raises:
            ValueError: names the table, the column, the rule and the first values that break it.
        """
        if list(frame) != list(self.columns()):
            raise ValueError(f"table {self.name}: has the columns {list(frame)}, not {list(self.columns())}")
        broken = [
            f"{name}: has to be {expected}, not {misfits.head(3).values.tolist()}"
            for name, expected, misfits in self._misfits(frame)
            if len(misfits)
        ]
        if broken:
            raise ValueError(f"table {self.name}: {'; '.join(broken)}")
        return frame

    def _misfits(self, frame: pd.DataFrame) -> Iterator[tuple[str, str, "pd.DataFrame | pd.Series[Any]"]]:
        """Of each column, or several, what is expected, and the values that are something else."""
        for name, column in self._columns.items():
            values = frame[name]
            known = values.dropna()
            if values.dtype != pd.api.types.pandas_dtype(column.dtype):
                yield name, column.dtype, values
            elif len(known) < len(values) and not column.nullable:
                yield name, "known", values[values.isna()]
            elif column.rule is not None:
                yield name, column.rule.expected, known[~column.rule.holds(known).astype(bool)]
        key, ascending = list(self.key), list(self.ascending)
        if key:
            yield ", ".join(key), "unique", frame.loc[frame.duplicated(key), key]
        for one, other in combinations(ascending, 2):
            is_less = frame[other] < frame[one]
            yield " <= ".join(ascending), "true as far as they are known", frame.loc[is_less, ascending]


class Article:
    """An article.

    ``published`` (ISO day) with ``published_basis`` (given, inferred); ``n_words`` words of the body;
    ``wire`` the news agency it credits; ``cluster_id`` the ``doc_id`` of the first article of those that
    are one text with it (see ``crossread.corpus.duplicates``).
    """

    doc_id: str
    outlet: str | None
    published: Day | None
    published_basis: str | None
    title: str | None
    text: str
    n_words: Count
    source_file: str
    wire: str | None
    cluster_id: str
    url: str | None


class Block:
    """A block of an article: ``kind`` tells the body from title, headings, captions and boilerplate."""

    start: Count
    end: Count
    kind: BlockKind


class Error:
    """A problem: ``lost`` where the article was left out, False where only something of it was."""

    doc_id: str | None
    stage: str
    message: str
    lost: bool


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("articles", Article, ("doc_id",)),
        Table("blocks", Block, ("doc_id", "start")),
        Table("sentences", records.Sentence, ("doc_id", "sent_id")),
        Table("actors", records.ActorName, ("actor_id",)),
        Table("mentions", records.Mention, ("doc_id", "start")),
        Table("quotes", records.Quote, ("doc_id", "quote_id")),
        Table("times", records.Time, ("doc_id", "start")),
        Table("claims", records.Claim, ("doc_id", "claim_id"), ascending=("low", "best", "high")),
        Table("labels", records.Label, ("doc_id", "start")),
        Table("tone", records.Tone, ("doc_id", "sent_id", "actor_id", "voice", "scorer")),
        Table("errors", Error),
    )
}
