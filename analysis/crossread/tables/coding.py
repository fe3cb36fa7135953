"""Coding: which category of a codebook each claim belongs to. It needs no text and no parse.

The triggers of a claim are read from the surest on; the first that a row takes decides, and of several rows that take
it the first. A row without words takes every number of its measure and unit, unless a row before it takes a trigger.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from crossread.extract.records import REPLACED
from crossread.lexicon.codebook import WORDS, Codebook, Row
from crossread.lexicon.model import Units

_BARE, _PEOPLE = "bare", "people"
_ANYWHERE = "words"
_LAST_FIRST = ("tolls", "nouns", "counters", "takes", "number of", "measured")  # a noun ends its phrase
_ASIDE = ("same", "article", "phrases", "tolls")  # no words of the number itself
_SHARES = ("percent", "ratio")
_COUNTS_ITSELF = ("tolls", "counters", "number of")  # "12 deaths": whatever the unit of the number
# Roles that a word may have in a claim, and the fields of a row that take it.
_FIELDS = {"number of": ("tolls", "counters", "adjectives"), "measured": ("nouns", "counters", "tolls")}


class Sign(NamedTuple):
    """One trigger of a claim as read from its text."""

    role: str
    forms: tuple[str, ...]  # the phrase and its shorter forms, the longest first
    no_weak: bool
    carrier: str | None


class _Match(NamedTuple):
    number: int  # of the row
    entry: str


def code_claims(claims: pd.DataFrame, codebook: Codebook, units: Units) -> pd.DataFrame:
    """Sort claims into the categories of a codebook.

    Args:
        claims: the table of that name; whole articles, since some words count only beside others of their article.
        codebook: its rows.
        units: the classes of units, as a lexicon has them.

    Returns:
        The claims, ``category`` as the codebook has it: null where no row takes a claim. What a number without a noun
        counts in a category of people is people (``unit_group``).
    """
    coder = _Coder(codebook, units)
    columns = [claims[name].astype(object).where(claims[name].notna(), None).tolist() for name in _Read._fields]
    rows = [_Read(*values) for values in zip(*columns, strict=True)]
    categories: list[str | None] = []
    for _, article in groupby(rows, key=lambda row: row.doc_id):
        categories += coder.article(article)
    category = pd.Series(categories, index=claims.index, dtype=claims["category"].dtype)
    is_bare = claims["unit"].isna()
    people = {row.category for row in codebook.rows if _PEOPLE in row.unit and row.category is not None}
    group = claims["unit_group"].mask(is_bare).mask(is_bare & category.isin(people), _PEOPLE)
    return claims.assign(category=category, unit_group=group)


class _Read(NamedTuple):
    doc_id: str
    claim_id: int
    measure: str
    unit: str | None
    unit_group: str | None
    triggers: str
    what: str | None
    of: str | None
    place: str | None
    change: str
    modality: str
    rule: str


class _Coder:
    """A codebook as look-ups."""

    def __init__(self, codebook: Codebook, units: Units) -> None:
        self.rows = codebook.rows
        self.class_of = {group: name for name, members in units.items() for group in members}
        self.by_word: dict[tuple[str, str], list[_Match]] = {}
        self.wordless: list[int] = []
        self.of_category: dict[str | None, list[Row]] = {}
        strong: dict[str, set[str | None]] = {}
        for number, row in enumerate(self.rows):
            self.of_category.setdefault(row.category, []).append(row)
            for name, entry in _entries(row):
                self.by_word.setdefault((name, entry), []).append(_Match(number, entry))
            for entry in row.strong if row.category is not None else ():
                strong.setdefault(entry, set()).add(row.category)
            if not row.has_words:
                self.wordless.append(number)
        self.strong = strong
        self.weak = [frozenset(map(str.lower, row.weak)) for row in self.rows]
        self.narrow = [frozenset(map(str.lower, row.narrow)) for row in self.rows]
        self.carriers = [frozenset(map(str.lower, row.carriers)) for row in self.rows]

    def article(self, claims: Iterable[_Read]) -> Iterator[str | None]:
        """The category of each claim of one article, in order."""
        claims = list(claims)
        signs = [read_triggers(claim.triggers) for claim in claims]
        present = {form for read in signs for sign in read for form in sign.forms}
        strong = {category for form in present & self.strong.keys() for category in self.strong[form]}
        known: dict[int, tuple[str | None, str]] = {}
        for claim, read in zip(claims, signs, strict=True):
            category = self._category(claim, read, strong, known)
            known[claim.claim_id] = (category, claim.rule)
            yield category

    def _category(
        self, claim: _Read, signs: Iterable[Sign], strong: set[str | None], known: Mapping[int, tuple[str | None, str]]
    ) -> str | None:
        if claim.modality == REPLACED:
            return None
        unit_class = self._class(claim)
        wordless = next((n for n in self.wordless if self._fits(self.rows[n], claim, unit_class, None)), None)
        for sign in signs:
            if sign.role == "same":
                before = known.get(int(sign.forms[0]))
                # "1,113 kidnappings and 3,089 robberies": each counts itself
                goes_on = before is not None and (unit_class is not None or before[1] != "counter")
                if before is not None and goes_on and self._counts(before[0], sign, claim, unit_class):
                    return before[0]
                continue
            number = self._row(sign, claim, unit_class, strong)
            if number is not None:
                return self.rows[number if wordless is None else min(number, wordless)].category
        number = self._anywhere(claim, signs, unit_class)
        found = [n for n in (number, wordless) if n is not None]
        return self.rows[min(found)].category if found else None

    def _counts(self, category: str | None, sign: Sign, claim: _Read, unit_class: str | None) -> bool:
        """Whether a category can count what is counted."""
        rows = self.of_category.get(category, ()) if category is not None else ()
        return any(self._fits(row, claim, unit_class, sign, is_plain=True) for row in rows)

    def _class(self, claim: _Read) -> str | None:
        """The class of what is counted: of units.yaml, ``bare`` without a noun, None for a noun that no list has."""
        if claim.unit is None:
            return _BARE
        return self.class_of.get(claim.unit_group or "")

    def _row(self, sign: Sign, claim: _Read, unit_class: str | None, strong: set[str | None]) -> int | None:
        """The first row that takes a trigger."""
        for form in sign.forms:
            found = [
                match.number
                for name in _FIELDS.get(sign.role, (sign.role,))
                for match in self.by_word.get((name, form), ())
                if self._takes(match, sign, claim, unit_class, strong)
            ]
            if found:
                return min(found)
        return None

    def _takes(self, match: _Match, sign: Sign, claim: _Read, unit_class: str | None, strong: set[str | None]) -> bool:
        row = self.rows[match.number]
        is_narrow = match.entry in self.narrow[match.number]
        is_weak = sign.carrier is None and match.entry in self.weak[match.number]
        if (is_narrow and unit_class == _BARE) or (is_weak and (sign.no_weak or row.category not in strong)):
            return False
        if sign.carrier is not None and sign.carrier not in self.carriers[match.number]:
            return False
        is_plain = not (is_weak or is_narrow or sign.role == "phrases")
        return self._fits(row, claim, unit_class, sign, is_plain=is_plain)

    def _fits(
        self, row: Row, claim: _Read, unit_class: str | None, sign: Sign | None, *, is_plain: bool = False
    ) -> bool:
        """Whether the measure, the unit and what else a row asks for are those of a claim."""
        if claim.measure not in row.measure or (row.change is not None and row.change != claim.change):
            return False
        if not (_has_word(row.of, claim.of) and _has_word(row.place, claim.place)):
            return False
        if not row.unit or (claim.measure in _SHARES and row.has_words):
            return True  # what a share is of stands in its words
        if not {claim.unit, claim.unit_group, unit_class}.isdisjoint(row.unit):
            return True
        if sign is None:
            return False
        if sign.role in _COUNTS_ITSELF and unit_class in (None, _BARE):
            return True
        # A noun that no list has is somebody beside unmistakable words alone.
        return unit_class is None and claim.measure == "count" and is_plain and {_PEOPLE, _BARE} <= set(row.unit)

    def _anywhere(self, claim: _Read, signs: Iterable[Sign], unit_class: str | None) -> int | None:
        """The first row whose ``words`` stand in any part of a claim."""
        texts = [claim.what or "", claim.unit or "", *(sign.forms[0] for sign in signs if sign.role not in _ASIDE)]
        forms = {form for text in texts for form in _parts(text)}
        found = [
            match.number
            for form in forms
            for match in self.by_word.get((_ANYWHERE, form), ())
            if self._fits(self.rows[match.number], claim, unit_class, None)
        ]
        return min(found, default=None)


def _entries(row: Row) -> Iterator[tuple[str, str]]:
    for name in WORDS:
        yield from ((name, entry.lower()) for entry in getattr(row, name))


def _has_word(wanted: tuple[str, ...], text: str | None) -> bool:
    return not wanted or (text is not None and any(word.lower() in text.lower() for word in wanted))


@cache
def read_triggers(text: str) -> tuple[Sign, ...]:
    """The triggers of a claim, from its column: ``object: kill | adjectives: dead``."""
    signs = []
    for part in filter(None, text.split(" | ")):
        role, _, phrase = part.partition(": ")
        phrase, _, carrier = phrase.partition(" + ")
        words = phrase.split()
        if not words:
            continue
        if role.removesuffix("!") in _LAST_FIRST:
            forms = [" ".join(words[first:]) for first in range(len(words))]
        else:
            forms = [" ".join(words[:last]) for last in range(len(words), 0, -1)]
        signs.append(Sign(role.removesuffix("!"), tuple(forms), role.endswith("!"), carrier or None))
    return tuple(signs)


@cache
def _parts(text: str) -> tuple[str, ...]:
    """Every run of words of a short text."""
    words = text.split()
    return tuple(" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
