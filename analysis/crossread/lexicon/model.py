"""What one entry of each lexicon file must look like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import Field

from crossread.lexicon.codebook import Codebook
from crossread.lexicon.entry import Entry, Strings, Words

Organisation = Literal["organisation", "ministry", "party", "company", "union", "ngo"]
Kind = Literal["state", "body", "armed_group", "media", "person", "group", Organisation]
ORGANISATIONS = frozenset(get_args(Organisation))
CueClass = Literal["neutral", "assertive", "distancing", "charged"]
BlockKind = Literal["boilerplate", "caption"]


class Actor(Entry):
    """A canonical person, body or group, and what news calls it (see ``actors.yaml``)."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    kind: Kind
    side: str | None = None
    affiliation: str | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    aliases: Strings = ()
    acronyms: Strings = ()
    demonyms: Strings = ()
    nominals: Strings = ()
    places: Strings = ()
    gender: Literal["f", "m"] | None = None


class Country(Actor):
    """A country, which is an actor too (see ``countries.yaml``)."""

    kind: Literal["state"] = "state"


class Place(Entry):
    """A place and the spellings that news gives it (see ``packs/syria/places.yaml``)."""

    name: str
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    within: str | None = None
    variants: Strings = ()


class Cues(Entry):
    """Reporting verbs by class, nouns of speech and phrases (see ``cues.yaml``)."""

    clause: dict[CueClass, Words]
    object: dict[CueClass, Words]
    quoting: Words
    counting: Words
    attitude: dict[CueClass, Words]
    physical: Words
    works: Words
    nouns: dict[CueClass, Words]


Units = dict[str, dict[str, Strings]]  # the nouns that count as each unit, by class of units (``units.yaml``)


class Quantities(Entry):
    """Qualifiers, vague plurals and number words (see ``quantities.yaml``)."""

    qualifiers: dict[Literal["floor", "ceiling", "about", "exact"], Strings]
    after: dict[Literal["floor", "ceiling", "about"], Strings]
    vague: dict[str, tuple[int, int]]
    several: Strings
    unbounded: Strings
    shares: dict[str, float]
    lasting: Strings = ()
    totals: Strings
    toll_links: Words
    numbered: Strings
    invariant: Strings
    outcomes: Words
    light: Words
    collective: Words
    totals_of: Words
    befalls: Words
    breaks: Words
    changes: Words
    change_words: Words
    more: Words
    verb_of: dict[str, str]
    lengths: Words
    directions: Words
    ahead: dict[str, str]
    contests: Words
    justice: Words
    sickens: Words
    margins: Words
    formerly: Words
    revises: Words
    undergoes: Words
    authorities: Words
    causes: dict[str, Words]
    diseases: Words
    affected: Words
    said_by_unit: Words
    stocks: Words
    new: Words
    anybody: Words
    everywhere: dict[str, str]
    words: dict[str, float]


class Labels(Entry):
    """What outlets call a side, by class (see ``labels.yaml``)."""

    classes: dict[str, Strings]
    only_with: dict[str, Strings] = Field(default_factory=dict)
    never: Strings = ()


class Grammar(Entry):
    """Word lists that tell what part a name plays in its sentence (see ``grammar.yaml``)."""

    institutions: Words
    organs: Words
    members: Words
    titles: Words
    female: Words
    male: Words
    honorifics: Words
    portions: Words
    place_prepositions: Words
    motion_prepositions: Words
    event_prepositions: Words
    motion: Words
    land: Words
    bodies: dict[str, Words]
    documents: Words


class BlockPattern(Entry):
    """One kind of block that is not the article, by a pattern at its start."""

    kind: BlockKind
    pattern: str
    short: int | None = None
    needs: str | None = None
    case: bool = False


class Wire(Entry):
    """An agency: its names, and the pattern of a credit that it alone has."""

    wire: str
    names: Strings
    own: str | None = None


class Boilerplate(Entry):
    """Patterns of blocks that are not the article, and agency credits (see ``boilerplate.yaml``)."""

    blocks: tuple[BlockPattern, ...]
    wires: tuple[Wire, ...] = ()
    credits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """All that a corpus may change, checked and merged.

    ``digest`` is a sha256 over it and the words of English, ``notes`` tell which entries of a corpus can never match.
    """

    actors: Mapping[str, Actor]
    places: Mapping[str, Place]
    grammar: Grammar
    labels: Labels
    boilerplate: Boilerplate
    cues: Cues
    quantities: Quantities
    units: Units
    codebook: Codebook
    digest: str
    notes: Strings = ()
