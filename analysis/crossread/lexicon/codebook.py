"""Codebooks: rows that sort claims into categories, and the packs of rows that ship.

A pack is a file ``codebook_<pack>.yaml`` beside this module: a list of rows. A codebook of one's own is a file of one
mapping: ``rows`` (before those of the packs, so that they go first), ``packs`` (which ones, in this order; all, where
it is not given) and ``remove`` (categories of the packs that are not wanted).
"""

from functools import cached_property
from typing import Literal

from pydantic import Field

from crossread.lexicon.entry import Entry, Strings

Measure = Literal["count", "money", "percent", "ratio", "amount"]
# Fields of a row that hold words, each by what a word is to what is counted.
WORDS = ("object", "subject", "state", "nouns", "counters", "takes", "adjectives", "phrases", "tolls", "words")
# Those of them whose words are unmistakable unless they are weak.
_STRONG = ("object", "subject", "nouns", "counters", "adjectives")


class Row(Entry):
    """One row: a claim is of ``category`` where all that the row asks for is so; of none where that is null.

    ``unit`` lists classes, groups or nouns of units.yaml, currencies or units of measurement; ``bare`` is a number
    without a noun. The fields of words tell what a word is to what is counted: ``object`` verbs that act on it,
    ``subject`` verbs that it does, and so on (see the head of ``codebook_conflict.yaml``); ``words`` are words in any
    part. A row without words takes every number of its measure and unit.
    """

    category: str | None
    measure: tuple[Measure, ...] = ("count",)
    unit: Strings = ()
    object: Strings = ()
    subject: Strings = ()
    state: Strings = ()
    nouns: Strings = ()
    counters: Strings = ()
    carriers: Strings = ()
    takes: Strings = ()
    adjectives: Strings = ()
    phrases: Strings = ()
    tolls: Strings = ()
    words: Strings = ()
    of: Strings = ()
    place: Strings = ()
    change: Literal["level", "change"] | None = None
    weak: Strings = ()
    narrow: Strings = ()
    example: str | None = None

    @property
    def has_words(self) -> bool:
        """Whether it asks for words at all."""
        return any(getattr(self, name) for name in WORDS)

    @property
    def strong(self) -> frozenset[str]:
        """Its words that are unmistakable, and let the weak ones of its category count in their article."""
        return frozenset(entry.lower() for name in _STRONG for entry in getattr(self, name)) - frozenset(self.weak)

    def takes_all_of(self, other: "Row") -> bool:
        """Whether it takes whatever another row takes, by its measures and units alone."""
        is_wide = not (self.has_words or self.of or self.place or self.change)
        is_unit = not self.unit or (bool(other.unit) and set(other.unit) <= set(self.unit))
        return is_wide and is_unit and set(other.measure) <= set(self.measure)


class OwnCodebook(Entry):
    """What a codebook of one's own holds."""

    rows: tuple[Row, ...] = ()
    packs: Strings | None = None
    remove: Strings = ()


class Codebook(Entry):
    """The rows by which claims are coded, the first that takes a claim first."""

    rows: tuple[Row, ...] = Field(min_length=1)

    @cached_property
    def strong(self) -> frozenset[str]:
        """The unmistakable words of all categories."""
        return frozenset(entry for row in self.rows for entry in row.strong)
