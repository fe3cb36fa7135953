"""The words of events and units, and what they say of one document's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.quantities import Quantity
from crossread.extract.syntax import Positions
from crossread.lexicon import Event, Lexicon

Phrases = tuple[tuple[tuple[str, ...], str], ...]  # words and category, the longest first
# Lists of events.yaml that are looked up by one word.
_BY_WORD = ("object", "subject", "state", "nouns", "counters", "carriers", "takes", "adjectives", "always")
# Lists whose words are unmistakable ones of their category unless they are weak.
_STRONG = ("object", "subject", "nouns", "counters", "adjectives")
_EDGE = 16  # words to each side of a number that count as its clause


class Hit(NamedTuple):
    """A category for a quantity, the word that gave it, and by which rule."""

    category: str
    word: Token
    rule: str


@dataclass(frozen=True)
class EventBook:
    """The event and unit lists of the lexicon as look-ups by lemma."""

    events: Mapping[str, Event]
    units: Mapping[str, tuple[str, str]]  # lemma -> (class, unit)
    first_units: Mapping[str, str]  # class -> its first unit
    categories: Mapping[str, Mapping[str, str]]  # list of events.yaml -> word -> category
    phrases: Phrases
    tolls: Phrases
    weak: frozenset[tuple[str, str]]  # (category, lemma)
    narrow: frozenset[tuple[str, str]]
    strong: Mapping[str, frozenset[str]]  # lemma -> categories that it is an unmistakable word of
    lasting: frozenset[str]
    totals: tuple[str, ...]
    toll_links: frozenset[str]
    where: frozenset[str]

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon) -> "EventBook":
        """Invert the lists; where two categories claim a word, the first in the file has it, of units the last."""
        listed = {
            field: [(word.lower(), name) for name, event in lexicon.events.items() for word in getattr(event, field)]
            for field in (*_BY_WORD, "phrases", "tolls", "weak", "narrow")
        }
        weak, narrow = (frozenset((name, word) for word, name in listed[field]) for field in ("weak", "narrow"))
        strong: dict[str, set[str]] = {}
        for field in _STRONG:
            for word, name in listed[field]:
                if (name, word) not in weak:
                    strong.setdefault(word, set()).add(name)
        return cls(
            events=lexicon.events,
            units={
                word.lower(): (unit_class, unit)  # a corpus's own classes come last and win
                for unit_class, members in lexicon.units.items()
                for unit, words in members.items()
                for word in words
            },
            first_units={unit_class: next(iter(members)) for unit_class, members in lexicon.units.items()},
            categories={field: dict(reversed(listed[field])) for field in _BY_WORD},
            phrases=_longest_first(listed["phrases"]),
            tolls=_longest_first(listed["tolls"]),
            weak=weak,
            narrow=narrow,
            strong={word: frozenset(names) for word, names in strong.items()},
            lasting=frozenset(lexicon.quantities.lasting),
            totals=lexicon.quantities.totals,
            toll_links=lexicon.quantities.toll_links,
            where=lexicon.grammar.event_prepositions,
        )

    def category(self, field: str, word: str) -> str | None:
        """The category that has a word in one of its lists."""
        return self.categories[field].get(word)


def _longest_first(listed: list[tuple[str, str]]) -> Phrases:
    return tuple(sorted(((tuple(phrase.split()), name) for phrase, name in listed), key=lambda pair: -len(pair[0])))


class EventLookup:
    """Asks the lists about the words of one document."""

    def __init__(self, doc: Doc, positions: Positions, book: EventBook, words: Mapping[str, frozenset[str]]) -> None:
        """Prepare the look-ups of one document."""
        self.words = words
        self.doc = doc
        self.positions = positions
        self.book = book
        self.lower = positions.lower
        self.lemmas = positions.lemmas
        present = set(self.lemmas)
        # Weak words ("leave", "carry") count only in an article that has a strong one ("evacuate").
        self.strong = frozenset(name for word in present for name in book.strong.get(word, ()))
        self.has_toll = any(words[-1] in present for words, _ in book.tolls) or "number" in present

    def unit_of(self, quantity: Quantity, before: Quantity | None) -> tuple[str | None, str]:
        """Class and canonical name of what is counted; class None for a noun that no list has."""
        if quantity.percent:
            return "percent", "percent"
        if quantity.currency:
            return "aid", "dollars"
        if quantity.of_which:
            part = next((t for t in self.doc[quantity.end + 2 : quantity.end + 5] if t.tag_ in ("NN", "NNS")), None)
            if part is not None and self.class_of(part)[0] == "people":
                return self.class_of(part)
        if quantity.unit is None:
            told = self._said_to_be(quantity)
            if told is not None:
                return self.class_of(told)
            if (quantity.more or quantity.of_which) and before is not None and before.unit is not None:
                return self.unit_of(before, None)
            return "bare", "people"
        known = self.class_of(quantity.unit)
        category = self.book.category("counters", quantity.unit.lemma_.lower())
        if known[0] is None and category is not None and "people" in self.book.events[category].units:
            return "people", "people"
        return known

    def _said_to_be(self, quantity: Quantity) -> Token | None:
        """The people that a number without a noun is said to be: "of those killed, six were children"."""
        number = self.doc[quantity.number]
        if number.dep_ not in ("nsubj", "nsubjpass") or number.head.lemma_ != "be":
            return None
        nouns = (c for c in number.head.rights if c.dep_ == "attr" and self.class_of(c)[0] == "people")
        return next(nouns, None)

    def unit_in(self, category: str) -> str:
        """What a number without a noun counts in a category: people, else the first unit of its first class."""
        classes = self.book.events[category].units
        return "people" if "people" in classes else self.book.first_units.get(classes[0], classes[0])

    def class_of(self, noun: Token) -> tuple[str | None, str]:
        """Class and canonical name of a noun: ("people", "children") for "girls"."""
        lemma = noun.lemma_.lower()
        before = noun.nbor(-1) if noun.i else None
        if before is not None and before.dep_ in ("compound", "amod"):
            double = self.book.units.get(f"{before.lemma_.lower()} {lemma}")
            if double is not None:
                return double
        for key in (lemma, noun.lower_, noun.lower_.removesuffix("s")):
            if key in self.book.units:
                return self.book.units[key]
        if noun.ent_type_ == "NORP" and noun.tag_ in ("NNPS", "NNS"):  # "12 Canadians"
            return "people", "people"
        return None, lemma

    def fits(self, category: str, unit_class: str | None, *, strong: bool) -> bool:
        """Whether a category can count a class of units; unknown nouns only beside strong words."""
        event = self.book.events[category]
        if unit_class is None:
            return strong and "people" in event.units and "bare" in event.units
        return unit_class in event.units

    def hit(self, field: str, token: Token, unit_class: str | None, rule: str) -> Hit | None:
        """The event that a token is a word of, in one list of events.yaml, where it can count a class of units."""
        lemma, lower = self.lemmas[token.i], self.lower[token.i]
        table = self.book.categories[field]
        category = table.get(lemma) or table.get(lower) or table.get(lower.removesuffix("s"))
        if category is None:
            return None
        weak = (category, lemma) in self.book.weak or (category, self.lower[token.i]) in self.book.weak
        if weak and category not in self.strong:
            return None
        narrow = (category, lemma) in self.book.narrow
        if narrow and unit_class == "bare":
            return None
        plain = not weak and not narrow
        return Hit(category, token, rule) if self.fits(category, unit_class, strong=plain) else None

    def anchor(self, quantity: Quantity) -> Token:
        """The word of a quantity from which the parse is read: its noun, else its number."""
        if quantity.unit is not None and quantity.unit.i >= quantity.start:
            return quantity.unit
        return self.doc[quantity.number]

    def clause_edges(self, quantity: Quantity) -> tuple[int, int]:
        """The stretch of a sentence around a quantity: sixteen tokens to each side, or to its end."""
        edges = []
        for i, step in ((quantity.start, -1), (quantity.end - 1, 1)):
            for _ in range(_EDGE):
                following = i + step
                if not 0 <= following < len(self.doc) or self.doc[following].is_space:
                    break
                if self.doc[following].text in (".", ";", "!", "?"):
                    break
                i = following
            edges.append(i)
        return edges[0], edges[1] + 1

    def is_included(self, quantity: Quantity) -> bool:
        """Whether "including", "among them" or "of whom" stands right before a number."""
        words = self.lower[max(0, quantity.start - 3) : quantity.start]
        return any(word in ("including", "among", "included", "whom", "amongst") for word in words)
