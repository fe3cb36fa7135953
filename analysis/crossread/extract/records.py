"""What extractors return: plain values, offsets in characters of the article as delivered, days as ISO text.

The tables have these fields as columns (``crossread.tables.schema``), and check that values keep to their rules.
"""

from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

FORMS = ("name", "acronym", "demonym", "nominal", "pronoun")
VOICES = ("narrator", "quoted")
QUOTE_KINDS = ("direct", "indirect", "mixed", "scare")
CUE_CLASSES = ("neutral", "assertive", "distancing", "charged")


class Rule(NamedTuple):
    """What the known values of a column keep to: in words, and whether each of a pandas Series does."""

    expected: str
    holds: Callable[[Any], Any]


def one_of(*allowed: str) -> Rule:
    """The rule of a column of a few words."""
    return Rule(f"one of {', '.join(allowed)}", lambda values: values.isin(allowed))


Day = Annotated[str, Rule("an ISO day", lambda days: days.str.fullmatch(r"\d{4}-\d{2}-\d{2}"))]
Count = Annotated[int, Rule("0 or more", lambda counts: counts >= 0)]
Score = Annotated[float, Rule("from -1 to 1", lambda scores: scores.between(-1, 1))]
Form = Annotated[str, one_of(*FORMS)]
Role = Annotated[str, one_of("agent", "patient", "other")]
Voice = Annotated[str, one_of(*VOICES)]
QuoteKind = Annotated[str, one_of(*QUOTE_KINDS)]
CueClass = Annotated[str, one_of(*CUE_CLASSES)]
Modality = Annotated[str, one_of("asserted", "reported", "alleged", "planned", "hypothetical", "denied")]
AsOfBasis = Annotated[str, one_of("clause", "sentence", "discourse", "published")]
TimeType = Annotated[str, one_of("DATE", "TIME", "DURATION", "SET")]


class Sentence(NamedTuple):
    """One sentence of the body; ``sent_id`` counts from 0 within the article."""

    sent_id: Count
    start: Count
    end: Count


class Name(NamedTuple):
    """A span that names somebody or somewhere; token indices, end exclusive.

    ``actor_id`` and ``place`` are what the name may stand for; a capital has both.
    """

    start: int
    end: int
    form: str  # name, acronym, demonym, nominal
    kind: str  # state, body, organisation, armed_group, media, person, group, place, people
    actor_id: str | None
    place: str | None
    rule: str


class ActorName(NamedTuple):
    """Who an ``actor_id`` is: for those in the lexicon its entry, else what the article says."""

    actor_id: str
    name: str
    kind: str
    side: str | None
    affiliation: str | None
    country: str | None
    in_lexicon: bool


class Mention(NamedTuple):
    """A span that names an actor."""

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


class Time(NamedTuple):
    """A time expression with its TIMEX3 type and value, and the days that it stands for."""

    start: Count
    end: Count
    surface: str
    type: TimeType
    value: str
    earliest: Day | None
    latest: Day | None
    rule: str


class Quote(NamedTuple):
    """Words said by somebody; ``start`` and ``end`` leave out the quotation marks."""

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


class Claim(NamedTuple):
    """A number that the article reports; bounds as in DESIGN.md."""

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


class Label(NamedTuple):
    """What the article calls a side: "foreign-backed militants"."""

    start: Count
    end: Count
    surface: str
    label: str
    label_class: str
    actor_id: str | None
    modifiers: str
    voice: Voice


class Tone(NamedTuple):
    """The tone of the words of one voice in one sentence, from -1 to 1."""

    sent_id: Count
    actor_id: str | None
    voice: Voice
    scorer: str
    score: Score
