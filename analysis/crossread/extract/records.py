"""What extractors return: plain values, offsets in characters of the article as delivered."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """One sentence of the body; ``sent_id`` counts from 0 within the article."""

    sent_id: int
    start: int
    end: int


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

    sent_id: int
    start: int
    end: int
    surface: str
    actor_id: str
    form: str  # name, acronym, demonym, nominal, pronoun
    role: str  # agent, patient, other
    agentless: bool | None  # subject of a passive: whether no "by" phrase tells who did it; None elsewhere
    voice: str  # narrator, quoted
    rule: str


class Time(NamedTuple):
    """A time expression with its TIMEX3 type and value; ``earliest`` and ``latest`` are ISO days."""

    start: int
    end: int
    surface: str
    type: str  # DATE, TIME, DURATION, SET
    value: str
    earliest: str | None
    latest: str | None
    rule: str


class Quote(NamedTuple):
    """Words said by somebody; ``start`` and ``end`` leave out the quotation marks."""

    quote_id: int
    start: int
    end: int
    kind: str  # direct, indirect, mixed, scare
    cue: str | None
    cue_class: str | None
    speaker: str | None
    speaker_id: str | None
    speaker_start: int | None
    speaker_end: int | None
    rule: str


class Claim(NamedTuple):
    """A number that the article reports; bounds as in DESIGN.md, ``as_of`` an ISO day."""

    sent_id: int
    claim_id: int
    start: int
    end: int
    surface: str
    low: float | None
    best: float | None
    high: float | None
    qualifier: str | None
    unit: str
    category: str
    modality: str  # asserted, reported, alleged, planned, hypothetical, denied
    cumulative: bool
    part_of: int | None
    place: str | None
    as_of: str | None
    as_of_start: str | None
    as_of_basis: str | None  # clause, sentence, discourse, published
    source: str | None
    source_id: str | None
    voice: str
    rule: str


class Label(NamedTuple):
    """What the article calls a side: "foreign-backed militants"."""

    start: int
    end: int
    surface: str
    label: str
    label_class: str
    actor_id: str | None
    modifiers: str
    voice: str


class Tone(NamedTuple):
    """The tone of the words of one voice in one sentence, from -1 to 1."""

    sent_id: int
    actor_id: str | None
    voice: str
    scorer: str
    score: float
