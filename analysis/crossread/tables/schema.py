"""The tables. A schema is checked at every write and every read.

Days are ISO text (``2016-12-19``), offsets count characters of the article as delivered, unknown is
null. ``doc_id`` and ``sent_id`` join tables; ``actor_id``, ``speaker_id`` and ``source_id`` join to
``actors``.
"""

from collections.abc import Iterator
from functools import cache
from types import NoneType
from typing import Annotated, Any, ClassVar, NamedTuple, get_args, get_origin, get_type_hints

import pandas as pd

from crossread.extract import records
from crossread.extract.records import Count, Day, Rule, one_of

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


class Table:
    """What every table has: its columns in this order and no others, and a key that no two rows share.

    Its columns are what it names itself and then the fields of the ``record`` that it holds, if any.
    """

    key: ClassVar[list[str]] = []
    record: ClassVar[type] = object

    def __init_subclass__(cls, key: tuple[str, ...] = (), record: type = object) -> None:
        """Note the columns that are the key, and the record."""
        cls.key, cls.record = list(key), record

    @classmethod
    @cache
    def _columns(cls) -> dict[str, Column]:
        hints = get_type_hints(cls, include_extras=True) | get_type_hints(cls.record, include_extras=True)
        return {name: _column(hint) for name, hint in hints.items() if get_origin(hint) is not ClassVar}

    @classmethod
    def columns(cls) -> dict[str, str]:
        """Column names and pandas dtypes."""
        return {name: column.dtype for name, column in cls._columns().items()}

    @classmethod
    def check(cls, frame: pd.DataFrame) -> pd.DataFrame:
        """Check a frame against the schema and give it back.

        Raises:
            ValueError: names the table, the column, the rule and the first values that break it.
        """
        if list(frame) != list(cls.columns()):
            raise ValueError(f"table {cls.table_name()}: has the columns {list(frame)}, not {list(cls.columns())}")
        broken = [
            f"{name}: has to be {expected}, not {misfits.head(3).values.tolist()}"
            for name, expected, misfits in cls._misfits(frame)
            if len(misfits)
        ]
        if broken:
            raise ValueError(f"table {cls.table_name()}: {'; '.join(broken)}")
        return frame

    @classmethod
    def _misfits(cls, frame: pd.DataFrame) -> Iterator[tuple[str, str, "pd.DataFrame | pd.Series[Any]"]]:
        """Of each column, or several, what is expected, and the values that are something else."""
        for name, column in cls._columns().items():
            values = frame[name]
            known = values.dropna()
            if values.dtype != pd.api.types.pandas_dtype(column.dtype):
                yield name, column.dtype, values
            elif len(known) < len(values) and not column.nullable:
                yield name, "known", values[values.isna()]
            elif column.rule is not None:
                yield name, column.rule.expected, known[~column.rule.holds(known).astype(bool)]
        if cls.key:
            yield ", ".join(cls.key), "unique", frame.loc[frame.duplicated(cls.key), cls.key]

    @classmethod
    def table_name(cls) -> str:
        """The name of the table on disk."""
        return cls.__name__.lower()


class Articles(Table, key=("doc_id",)):
    """One row an article.

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


class Blocks(Table, key=("doc_id", "start")):
    """One row a block of an article: ``kind`` tells the body from title, headings, captions and boilerplate."""

    doc_id: str
    start: Count
    end: Count
    kind: BlockKind


class Sentences(Table, key=("doc_id", "sent_id"), record=records.Sentence):
    """One row a sentence of the body, numbered from 0 within its article."""

    doc_id: str


class Actors(Table, key=("actor_id",), record=records.ActorName):
    """One row an actor mentioned or quoted; ``in_lexicon`` is False for names that only the text gives."""


class Mentions(Table, key=("doc_id", "start"), record=records.Mention):
    """One row a span that names an actor, with its grammatical role and voice.

    ``agentless`` tells of the subject of a passive (role patient) whether no "by" phrase of its verb names
    who did it; it is null for all other mentions.
    """

    doc_id: str


class Quotes(Table, key=("doc_id", "quote_id"), record=records.Quote):
    """One row a quotation or reported clause; ``start`` and ``end`` leave out the quotation marks.

    ``speaker`` is resolved to the fullest name in the article; ``speaker_start`` and ``speaker_end``
    are where this quotation names its speaker: they stand also where the article does not settle whom
    a pronoun means and ``speaker`` is null. Of kind ``indirect`` is what one cue reports as a whole; it
    may hold ``mixed`` words of it in marks. With the rule ``interrupted`` it spans a direct quotation
    that its cue divides, the cue included; leave that rule out to count indirect speech alone.
    """

    doc_id: str


class Times(Table, key=("doc_id", "start"), record=records.Time):
    """One row a time expression: TIMEX3 ``type`` and ``value``, and the ISO days it stands for."""

    doc_id: str


class Claims(Table, key=("doc_id", "claim_id"), record=records.Claim):
    """One row a reported number with its bounds, event, unit, day and source.

    ``as_of`` is the last day the claim speaks of, ``as_of_start`` the first where it speaks of more;
    ``as_of_basis`` tells whether clause, sentence or only the day of publication says so. ``part_of``
    is the ``claim_id`` of a number in the same article that includes this one. ``source`` is null
    where the outlet says it itself.
    """

    doc_id: str

    @classmethod
    def _misfits(cls, frame: pd.DataFrame) -> Iterator[tuple[str, str, "pd.DataFrame | pd.Series[Any]"]]:
        yield from super()._misfits(frame)
        low, best, high = frame["low"], frame["best"], frame["high"]
        bounds = frame[["low", "best", "high"]]
        yield (
            "low <= best <= high",
            "true as far as they are known",
            bounds[(low > best) | (best > high) | (low > high)],
        )


class Labels(Table, key=("doc_id", "start"), record=records.Label):
    """One row a phrase that labels a side, with the label's class and its modifiers."""

    doc_id: str


class Tone(Table, key=("doc_id", "sent_id", "actor_id", "voice", "scorer"), record=records.Tone):
    """One row a sentence, voice and scorer: ``score`` from -1 to 1; ``actor_id`` null for the sentence itself."""

    doc_id: str


class Errors(Table):
    """One row a problem: ``lost`` where the article was left out, False where only something of it was."""

    doc_id: str | None
    stage: str
    message: str
    lost: bool


TABLES: dict[str, type[Table]] = {
    table.table_name(): table
    for table in (Articles, Blocks, Sentences, Actors, Mentions, Quotes, Times, Claims, Labels, Tone, Errors)
}
