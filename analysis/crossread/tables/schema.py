"""The tables. A schema is checked at every write and every read.

Days are ISO text (``2016-12-19``), offsets count characters of the article as delivered, unknown is
null. ``doc_id`` and ``sent_id`` join tables; ``actor_id``, ``speaker_id`` and ``source_id`` join to
``actors``.
"""

from typing import ClassVar, cast

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaError, SchemaErrors

FORMS = ("name", "acronym", "demonym", "nominal", "pronoun")
ROLES = ("agent", "patient", "other")
VOICES = ("narrator", "quoted")
QUOTE_KINDS = ("direct", "indirect", "mixed", "scare")
CUE_CLASSES = ("neutral", "assertive", "distancing", "charged")
MODALITIES = ("asserted", "reported", "alleged", "planned", "hypothetical", "denied")
AS_OF_BASES = ("clause", "sentence", "discourse", "published")
BLOCK_KINDS = ("title", "body", "heading", "caption", "boilerplate")
TIME_TYPES = ("DATE", "TIME", "DURATION", "SET")
_DAY = r"^\d{4}-\d{2}-\d{2}$"

Int = pd.Int64Dtype
Bool = pd.BooleanDtype


def _broken(error: SchemaError | SchemaErrors) -> str:
    """The columns, rules and first values that break a schema, in one line each."""
    cases = error.failure_cases
    if not isinstance(cases, pd.DataFrame):
        return str(error)
    groups = cases.groupby(["column", "check"], dropna=False, sort=False)["failure_case"]
    return "; ".join(f"{column}: {check}, not {list(values)[:3]}" for (column, check), values in groups)


class Table(pa.DataFrameModel):
    """What every table has: its columns in this order and no others, and a key that no row shares."""

    class Config:
        """No column more, none less, in this order."""

        strict = True
        ordered = True

    @classmethod
    def columns(cls) -> dict[str, str]:
        """Column names and pandas dtypes."""
        return {name: str(column.dtype) for name, column in cls.to_schema().columns.items()}

    @classmethod
    def check(cls, frame: pd.DataFrame) -> pd.DataFrame:
        """Check a frame against the schema.

        Raises:
            ValueError: names the table, the column, the rule and the values that break it.
        """
        try:
            return cast(pd.DataFrame, cls.validate(frame, lazy=True))
        except (SchemaError, SchemaErrors) as error:
            raise ValueError(f"table {cls.table_name()}: {_broken(error)}") from error

    @classmethod
    def table_name(cls) -> str:
        """The name of the table on disk."""
        return cls.__name__.lower()


class Articles(Table):
    """One row an article.

    ``published`` (ISO day) with ``published_basis`` (given, inferred); ``n_words`` words of the body;
    ``wire`` the news agency it credits; ``cluster_id`` the ``doc_id`` of the first article of those that
    are one text with it (see ``crossread.corpus.duplicates``).
    """

    doc_id: str = pa.Field(unique=True)
    outlet: str = pa.Field(nullable=True)
    published: str = pa.Field(nullable=True, str_matches=_DAY)
    published_basis: str = pa.Field(nullable=True)
    title: str = pa.Field(nullable=True)
    text: str
    n_words: int = pa.Field(ge=0)
    source_file: str
    wire: str = pa.Field(nullable=True)
    cluster_id: str
    url: str = pa.Field(nullable=True)


class Blocks(Table):
    """One row a block of an article: ``kind`` tells the body from title, headings, captions and boilerplate."""

    doc_id: str
    start: int = pa.Field(ge=0)
    end: int = pa.Field(ge=0)
    kind: str = pa.Field(isin=BLOCK_KINDS)

    class Config:
        """The key of the table."""

        unique: ClassVar[list[str]] = ["doc_id", "start"]


class Sentences(Table):
    """One row a sentence of the body, numbered from 0 within its article."""

    doc_id: str
    sent_id: int = pa.Field(ge=0)
    start: int = pa.Field(ge=0)
    end: int = pa.Field(ge=0)

    class Config:
        """The key of the table."""

        unique: ClassVar[list[str]] = ["doc_id", "sent_id"]


class Actors(Table):
    """One row an actor mentioned or quoted; ``in_lexicon`` is False for names that only the text gives."""

    actor_id: str = pa.Field(unique=True)
    name: str
    kind: str
    side: str = pa.Field(nullable=True)
    affiliation: str = pa.Field(nullable=True)
    country: str = pa.Field(nullable=True)
    in_lexicon: bool


class Mentions(Table):
    """One row a span that names an actor, with its grammatical role and voice.

    ``agentless`` tells of the subject of a passive (role patient) whether no "by" phrase of its verb names
    who did it; it is null for all other mentions.
    """

    doc_id: str
    sent_id: int = pa.Field(ge=0)
    start: int = pa.Field(ge=0)
    end: int = pa.Field(ge=0)
    surface: str
    actor_id: str
    form: str = pa.Field(isin=FORMS)
    role: str = pa.Field(isin=ROLES)
    agentless: Bool = pa.Field(nullable=True)
    voice: str = pa.Field(isin=VOICES)
    rule: str

    class Config:
        """The key of the table."""

        unique: ClassVar[list[str]] = ["doc_id", "start"]


class Quotes(Table):
    """One row a quotation or reported clause; ``start`` and ``end`` leave out the quotation marks.

    ``speaker`` is resolved to the fullest name in the article; ``speaker_start`` and ``speaker_end``
    are where this quotation names its speaker: they stand also where the article does not settle whom
    a pronoun means and ``speaker`` is null. Of kind ``indirect`` is what one cue reports as a whole; it
    may hold ``mixed`` words of it in marks. With the rule ``interrupted`` it spans a direct quotation
    that its cue divides, the cue included; leave that rule out to count indirect speech alone.
    """

    doc_id: str
    quote_id: int = pa.Field(ge=0)
    start: int = pa.Field(ge=0)
    end: int = pa.Field(ge=0)
    kind: str = pa.Field(isin=QUOTE_KINDS)
    cue: str = pa.Field(nullable=True)
    cue_class: str = pa.Field(nullable=True, isin=CUE_CLASSES)
    speaker: str = pa.Field(nullable=True)
    speaker_id: str = pa.Field(nullable=True)
    speaker_start: Int = pa.Field(nullable=True)
    speaker_end: Int = pa.Field(nullable=True)
    rule: str

    class Config:
        """The key of the table."""

        unique: ClassVar[list[str]] = ["doc_id", "quote_id"]


class Times(Table):
    """One row a time expression: TIMEX3 ``type`` and ``value``, and the ISO days it stands for."""

    doc_id: str
    start: int = pa.Field(ge=0)
    end: int = pa.Field(ge=0)
    surface: str
    type: str = pa.Field(isin=TIME_TYPES)
    value: str
    earliest: str = pa.Field(nullable=True, str_matches=_DAY)
    latest: str = pa.Field(nullable=True, str_matches=_DAY)
    rule: str

    class Config:
        """The key of the table."""

        unique: ClassVar[list[str]] = ["doc_id", "start"]


class Claims(Table):
    """One row a reported number with its bounds, event, unit, day and source.

    ``as_of`` is the last day the claim speaks of, ``as_of_start`` the first where it speaks of more;
    ``as_of_basis`` tells whether clause, sentence or only the day of publication says so. ``part_of``
    is the ``claim_id`` of a number in the same article that includes this one. ``source`` is null
    where the outlet says it itself.
    """

    doc_id: str
    sent_id: int = pa.Field(ge=0)
    claim_id: int = pa.Field(ge=0)
    start: int = pa.Field(ge=0)
    end: int = pa.Field(ge=0)
    surface: str
    low: float = pa.Field(nullable=True)
    best: float = pa.Field(nullable=True)
    high: float = pa.Field(nullable=True)
    qualifier: str = pa.Field(nullable=True)
    unit: str
    category: str
    modality: str = pa.Field(isin=MODALITIES)
    cumulative: bool
    part_of: Int = pa.Field(nullable=True)
    place: str = pa.Field(nullable=True)
    as_of: str = pa.Field(nullable=True, str_matches=_DAY)
    as_of_start: str = pa.Field(nullable=True, str_matches=_DAY)
    as_of_basis: str = pa.Field(nullable=True, isin=AS_OF_BASES)
    source: str = pa.Field(nullable=True)
    source_id: str = pa.Field(nullable=True)
    voice: str = pa.Field(isin=VOICES)
    rule: str

    @pa.dataframe_check
    @classmethod
    def bounds_are_ordered(cls, frame: pd.DataFrame) -> "pd.Series[bool]":
        """Low <= best <= high, as far as they are known."""
        low, best, high = (frame[name] for name in ("low", "best", "high"))
        return ~((low > best) | (best > high) | (low > high))

    class Config:
        """The key of the table."""

        unique: ClassVar[list[str]] = ["doc_id", "claim_id"]


class Labels(Table):
    """One row a phrase that labels a side, with the label's class and its modifiers."""

    doc_id: str
    start: int = pa.Field(ge=0)
    end: int = pa.Field(ge=0)
    surface: str
    label: str
    label_class: str
    actor_id: str = pa.Field(nullable=True)
    modifiers: str
    voice: str = pa.Field(isin=VOICES)

    class Config:
        """The key of the table."""

        unique: ClassVar[list[str]] = ["doc_id", "start"]


class Tone(Table):
    """One row a sentence, voice and scorer: ``score`` from -1 to 1; ``actor_id`` null for the sentence itself."""

    doc_id: str
    sent_id: int = pa.Field(ge=0)
    actor_id: str = pa.Field(nullable=True)
    voice: str = pa.Field(isin=VOICES)
    scorer: str
    score: float = pa.Field(ge=-1, le=1)

    class Config:
        """The key of the table."""

        unique: ClassVar[list[str]] = ["doc_id", "sent_id", "actor_id", "voice", "scorer"]


class Errors(Table):
    """One row a problem: ``lost`` where the article was left out, False where only something of it was."""

    doc_id: str = pa.Field(nullable=True)
    stage: str
    message: str
    lost: bool


TABLES: dict[str, type[Table]] = {
    table.table_name(): table
    for table in (Articles, Blocks, Sentences, Actors, Mentions, Quotes, Times, Claims, Labels, Tone, Errors)
}
