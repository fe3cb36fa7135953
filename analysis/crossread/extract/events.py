"""Events: what happened to those that a number counts, as one of the categories of events.yaml.

``triggers`` proposes the words that may tell, from the surest; the first that a category takes has the number.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from spacy.tokens import Token

from crossread.extract.event_book import EventBook
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import Positions
from crossread.extract.triggers import SAME, Trigger, Triggers

_PART_NOUN = 5  # words from "of them" to the noun that says what they are


class Hit(NamedTuple):
    """A category for a quantity, the word that gave it, and by which rule."""

    category: str
    word: Token
    rule: str


class EventFinder:
    """Finds the event of each quantity of one article."""

    def __init__(self, positions: Positions, book: EventBook, words: Mapping[str, frozenset[str]]) -> None:
        """Prepare a document."""
        self.doc = positions.doc
        self.book = book
        self.words = words
        # Weak words ("leave", "carry") count only in an article that has a strong one ("evacuate").
        self._strong = book.strong_categories(positions.lemmas)

    def find(
        self, quantity: Quantity, unit_class: str | None, before: Quantity | None, hit_before: Hit | None
    ) -> Hit | None:
        """The event of a quantity.

        Args:
            quantity: the number.
            unit_class: the class of what it counts.
            before: the quantity before it, of which it may be a part.
            hit_before: the event of that one.
        """
        triggers = Triggers(self.doc, quantity, before, self.book, self.words)
        category = self.book.always.get(unit_class or "")
        if category is not None:
            return None if self._contains_another(quantity) else Hit(category, triggers.anchor, "unit")
        return self._first(triggers.all(), unit_class, hit_before)

    def single(self, quantity: Quantity, before: Quantity | None, hit_before: Hit | None) -> Hit | None:
        """The event of a single person without a number ("a bus driver")."""
        triggers = Triggers(self.doc, quantity, before, self.book, self.words)
        return self._first(triggers.of_one(), "people", hit_before)

    def _contains_another(self, quantity: Quantity) -> bool:
        """As in "One convoy of five buses": the number behind is the one that counts."""
        after = self.doc[quantity.end : quantity.end + 3]
        return len(after) > 1 and after[0].lower_ == "of" and any(t.like_num or t.tag_ == "CD" for t in after[1:])

    def unit_of(self, quantity: Quantity, before: Quantity | None) -> tuple[str | None, str]:
        """Class and canonical name of what is counted; class None for a noun that no list has."""
        if quantity.percent:
            return "percent", "percent"
        if quantity.currency:
            return "aid", "dollars"
        for noun in self._said_to_be(quantity):
            if self.book.class_of(noun)[0] == "people":
                return self.book.class_of(noun)
        if quantity.unit is None:
            if (quantity.more or quantity.of_which) and before is not None and before.unit is not None:
                return self.unit_of(before, None)
            return "bare", "people"
        known = self.book.class_of(quantity.unit)
        counter = self.book.lookup("counters", quantity.unit) if known[0] is None else None
        return ("people", "people") if counter and "people" in self.book.events[counter[1]].units else known

    def _said_to_be(self, quantity: Quantity) -> Iterator[Token]:
        """What a number without a noun of its own is said to be: "13 of them children", "six were children"."""
        number = self.doc[quantity.number]
        if quantity.of_which:
            yield from (t for t in self.doc[quantity.end + 2 : quantity.end + _PART_NOUN] if t.tag_ in ("NN", "NNS"))
        if quantity.unit is None and number.dep_ in ("nsubj", "nsubjpass") and number.head.lemma_ == "be":
            yield from (child for child in number.head.rights if child.dep_ == "attr")

    # --- whether a category takes a trigger ---

    def _first(self, triggers: Iterable[Trigger], unit_class: str | None, before: Hit | None) -> Hit | None:
        for trigger in triggers:
            category = self._category(trigger, unit_class, before)
            if category is not None:
                return Hit(category, trigger.word, trigger.rule)
        return None

    def _category(self, trigger: Trigger, unit_class: str | None, before: Hit | None) -> str | None:
        """The category that has the word of a trigger, where it can count what is counted."""
        found = self._entry(trigger, unit_class, before)
        if found is None:
            return None
        entry, category = found
        names = {(name, category) for name in (entry, entry if " " in entry else trigger.word.lemma_.lower())}
        is_narrow = not names.isdisjoint(self.book.narrow)
        is_weak = trigger.carrier is None and not names.isdisjoint(self.book.weak)
        if (is_narrow and unit_class == "bare") or (is_weak and (trigger.no_weak or category not in self._strong)):
            return None
        units = self.book.events[category].units
        if trigger.counts_itself and unit_class in (None, "bare"):
            return category
        if unit_class is None:  # a noun that no list has is somebody beside unmistakable words alone
            is_plain = not (is_weak or is_narrow or trigger.listed == "phrases")
            return category if is_plain and {"people", "bare"} <= set(units) else None
        return category if unit_class in units else None

    def _entry(self, trigger: Trigger, unit_class: str | None, before: Hit | None) -> tuple[str, str] | None:
        """The entry of events.yaml that a trigger is, and its category."""
        if trigger.listed == SAME:
            # "1,113 kidnappings and 3,089 robberies": each counts itself
            goes_on = before is not None and (unit_class is not None or before.rule != "counter")
            return ("", before.category) if before is not None and goes_on else None
        found = self.book.lookup(trigger.listed, trigger.word)
        if found is None or trigger.carrier is None:
            return found
        carried = self.book.lookup("carriers", trigger.carrier)
        return found if carried is not None and carried[1] == found[1] else None
