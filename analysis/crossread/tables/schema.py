"""The tables. A schema is checked at every write and every read.

Days are ISO text (``2016-12-19``), offsets count characters of the article as delivered, unknown is
null. ``doc_id`` and ``sent_id`` join tables; ``actor_id``, ``speaker_id`` and ``source_id`` join to
``actors``.
"""

from collections.abc import Callable, Iterator
from functools import cache
from types import NoneType
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, get_args, get_origin, get_type_hints

import pandas as pd

Form = Literal["name", "acronym", "demonym", "nominal", "pronoun"]
Role = Literal["agent", "patient", "other"]
Voice = Literal["narrator", "quoted"]
QuoteKind = Literal["direct", "indirect", "mixed", "scare"]
CueClass = Literal["neutral", "assertive", "distancing", "charged"]
Modality = Literal["asserted", "reported", "alleged", "planned", "hypothetical", "denied"]
AsOfBasis = Literal["clause", "sentence", "discourse", "published"]
BlockKind = Literal["title", "body", "heading", "caption", "boilerplate"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
FORMS: tuple[str, ...] = get_args(Form)
VOICES: tuple[str, ...] = get_args(Voice)
QUOTE_KINDS: tuple[str, ...] = get_args(QuoteKind)
CUE_CLASSES: tuple[str, ...] = get_args(CueClass)
# Modalities of what has not happened: no part of a running total, nothing to agree or differ about.
NOT_HAPPENED = ("planned", "hypothetical", "denied")


class Rule(NamedTuple):
    """What the known values of a column keep to: in words, and whether each does."""

    expected: str
    holds: Callable[["pd.Series[Any]"], "pd.Series[bool]"]


Day = Annotated[str, Rule("an ISO day", lambda days: days.str.fullmatch(r"\d{4}-\d{2}-\d{2}"))]
Count = Annotated[int, Rule("0 or more", lambda counts: counts >= 0)]
Score = Annotated[float, Rule("from -1 to 1", lambda scores: scores.between(-1, 1))]


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
    if get_origin(kind) is Literal:
        allowed = get_args(kind)
        kind, rule = str, Rule(f"one of {', '.join(allowed)}", lambda values: values.isin(allowed))
    elif get_origin(kind) is Annotated:
        kind, rule = get_args(kind)
    return Column((_NULLABLE if nullable else _DTYPES)[kind], nullable, rule)


class Table:
    """What every table has: its columns in this order and no others, and a key that no two rows share."""

    key: ClassVar[list[str]] = []

    def __init_subclass__(cls, key: tuple[str, ...] = ()) -> None:
        """Note the columns that are the key."""
        cls.key = list(key)

    @classmethod
    @cache
    def _columns(cls) -> dict[str, Column]:
        hints = get_type_hints(cls, include_extras=True)
        return {name: _column(hint) for name, hint in hints.items() if name != "key"}

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


class Sentences(Table, key=("doc_id", "sent_id")):
    """One row a sentence of the body, numbered from 0 within its article."""

    doc_id: str
    sent_id: Count
    start: Count
    end: Count


class Actors(Table, key=("actor_id",)):
    """One row an actor mentioned or quoted; ``in_lexicon`` is False for names that only the text gives."""

    actor_id: str
    name: str
    kind: str
    side: str | None
    affiliation: str | None
    country: str | None
    in_lexicon: bool


class Mentions(Table, key=("doc_id", "start")):
    """One row a span that names an actor, with its grammatical role and voice.

    ``agentless`` tells of the subject of a passive (role patient) whether no "by" phrase of its verb names
    who did it; it is null for all other mentions.
    """

    doc_id: str
    sent_id: Count
    start: Count
    end: Count
    surface: str
    actor_id: str
    form: Form
    role: Role
    agentless: bool | None
    voice: Voice
    rule: str


class Quotes(Table, key=("doc_id", "quote_id")):
    """One row a quotation or reported clause; ``start`` and ``end`` leave out the quotation marks.

    ``speaker`` is resolved to the fullest name in the article; ``speaker_start`` and ``speaker_end``
    are where this quotation names its speaker: they stand also where the article does not settle whom
    a pronoun means and ``speaker`` is null. Of kind ``indirect`` is what one cue reports as a whole; it
    may hold ``mixed`` words of it in marks. With the rule ``interrupted`` it spans a direct quotation
    that its cue divides, the cue included; leave that rule out to count indirect speech alone.
    """

    doc_id: str
    quote_id: Count
    start: Count
    end: Count
    kind: QuoteKind
    cue: str | None
    cue_class: CueClass | None
    speaker: str | None
    speaker_id: str | None
    speaker_start: int | None
    speaker_end: int | None
    rule: str


class Times(Table, key=("doc_id", "start")):
    """One row a time expression: TIMEX3 ``type`` and ``value``, and the ISO days it stands for."""

    doc_id: str
    start: Count
    end: Count
    surface: str
    type: TimeType
    value: str
    earliest: Day | None
    latest: Day | None
    rule: str


class Claims(Table, key=("doc_id", "claim_id")):
    """One row a reported number with its bounds, event, unit, day and source.

    ``as_of`` is the last day the claim speaks of, ``as_of_start`` the first where it speaks of more;
    ``as_of_basis`` tells whether clause, sentence or only the day of publication says so. ``part_of``
    is the ``claim_id`` of a number in the same article that includes this one. ``source`` is null
    where the outlet says it itself.
    """

    doc_id: str
    sent_id: Count
    claim_id: Count
    start: Count
    end: Count
    surface: str
    low: float | None
    best: float | None
    high: float | None
    qualifier: str | None
    unit: str
    category: str
    modality: Modality
    cumulative: bool
    part_of: int | None
    place: str | None
    as_of: Day | None
    as_of_start: Day | None
    as_of_basis: AsOfBasis | None
    source: str | None
    source_id: str | None
    voice: Voice
    rule: str

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


class Labels(Table, key=("doc_id", "start")):
    """One row a phrase that labels a side, with the label's class and its modifiers."""

    doc_id: str
    start: Count
    end: Count
    surface: str
    label: str
    label_class: str
    actor_id: str | None
    modifiers: str
    voice: Voice


class Tone(Table, key=("doc_id", "sent_id", "actor_id", "voice", "scorer")):
    """One row a sentence, voice and scorer: ``score`` from -1 to 1; ``actor_id`` null for the sentence itself."""

    doc_id: str
    sent_id: Count
    actor_id: str | None
    voice: Voice
    scorer: str
    score: Score


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
