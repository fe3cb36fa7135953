"""What extractors return: plain values, offsets in characters of the article as delivered, days as ISO text.

These are the rows of the tables, with their fields as columns: ``crossread.tables.schema`` holds them to the rules.
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
REPLACED = "replaced"  # the modality of a number in whose place another came
Modality = Annotated[str, one_of("asserted", "reported", "alleged", "planned", "hypothetical", "denied", REPLACED)]
MEASURES = ("count", "money", "percent", "ratio", "amount")
Measure = Annotated[str, one_of(*MEASURES)]
Change = Annotated[str, one_of("level", "change")]
PlaceBasis = Annotated[str, one_of("clause", "subject", "noun", "sentence", "discourse")]
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
    """An actor mentioned or quoted; ``in_lexicon`` is False for names that only the text gives.

    ``affiliation`` is whom a person belongs to: the id of an actor, or the words of the text for a body or office
    that is none ("league", "Interior Minister").
    """

    actor_id: str
    name: str
    kind: str
    side: str | None
    affiliation: str | None
    country: str | None
    in_lexicon: bool


class Mention(NamedTuple):
    """A span that names an actor, with its grammatical role and voice.

    ``agentless`` tells of the subject of a passive (role patient) whether no "by" phrase of its verb names
    who did it; it is null for all other mentions.
    """

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
    """A time expression: TIMEX3 ``type`` and ``value``, and the ISO days it stands for."""

    start: Count
    end: Count
    surface: str
    type: TimeType
    value: str
    earliest: Day | None
    latest: Day | None
    rule: str


class Quote(NamedTuple):
    """A quotation or reported clause; ``start`` and ``end`` leave out the quotation marks.

    ``speaker`` is resolved to the fullest name in the article; ``speaker_start`` and ``speaker_end``
    are where this quotation names its speaker: they stand also where the article does not settle whom
    a pronoun means and ``speaker`` is null. Of kind ``indirect`` is what one cue reports as a whole; it
    may hold ``mixed`` words of it in marks. With the rule ``interrupted`` it spans a direct quotation
    that its cue divides, the cue included; leave that rule out to count indirect speech alone.
    """

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
    """A reported number with its bounds, and what it is a number of.

    ``measure`` is count, money, percent, ratio (as a percentage) or amount. ``unit`` is the lemma of the noun counted,
    the currency (ISO 4217), ``percent`` or the unit measured, null where the text gives none; ``unit_group`` is the
    group of units.yaml that has it ("children" for a girl). ``what`` tells in lemmas what happened or is measured; "12
    dead", "12 deaths" and "12 died" are all ``die``. ``of`` is whom or what the number is of (``of_id`` where that is
    an actor): who has, does or is what is counted, else the storm, fire or disease that the article tells of.
    ``triggers`` has all words that could tell, the surest
    first, as ``role: word`` (see ``crossread.tables.coding``). ``change`` tells a level from a change. ``as_of`` is the
    last day that the claim speaks of, ``as_of_start`` the first where it speaks of more; ``as_of_basis`` and
    ``place_basis`` tell what says so. ``part_of`` is the ``claim_id`` of a number in the same article that includes
    this one. ``source`` is null where the outlet says it itself. ``category`` is that of the codebook, null where no
    row takes the claim.
    """

    sent_id: Count
    claim_id: Count
    start: Count
    end: Count
    surface: str
    measure: Measure
    low: float | None
    best: float | None
    high: float | None
    qualifier: str | None
    unit: str | None
    unit_group: str | None
    what: str | None
    triggers: str
    of: str | None
    of_id: str | None
    place: str | None
    place_basis: PlaceBasis | None
    change: Change
    modality: Modality
    cumulative: bool
    part_of: int | None
    as_of: Day | None
    as_of_start: Day | None
    as_of_basis: AsOfBasis | None
    source: str | None
    source_id: str | None
    voice: Voice
    rule: str
    category: str | None


class Label(NamedTuple):
    """A phrase that labels a side, with the label's class and its modifiers."""

    start: Count
    end: Count
    surface: str
    label: str
    label_class: str
    actor_id: str | None
    modifiers: str
    voice: Voice


class Tone(NamedTuple):
    """A sentence, voice and scorer: ``score`` from -1 to 1; ``actor_id`` null for the sentence itself."""

    sent_id: Count
    actor_id: str | None
    voice: Voice
    scorer: str
    score: Score
