"""The words of events.yaml and units.yaml as look-ups: which category has a word, and what a noun counts."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from crossread.lexicon import Lexicon

# Lists of events.yaml whose words are unmistakable ones of their category unless they are weak.
_STRONG = ("object", "subject", "nouns", "counters", "adjectives")
_LISTS = (*_STRONG, "state", "carriers", "takes", "phrases", "tolls")
# Last word -> words of an entry that ends in it, and its category: the longest entry first, then as in the file.
_Entries = dict[str, list[tuple[tuple[str, ...], str]]]


class EventBook:
    """The event and unit lists of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Turn the lists around; where two classes of units claim a word, the last has it: that of a corpus."""
        self.events = lexicon.events
        self.words = lexicon.quantities
        self.units = {
            word.lower(): (unit_class, unit)
            for unit_class, members in lexicon.units.items()
            for unit, words in members.items()
            for word in words
        }
        self._first_units = {unit_class: next(iter(members)) for unit_class, members in lexicon.units.items()}
        self._entries = {listed: _by_last_word(self._entries_of(listed)) for listed in _LISTS}
        self.always = dict(reversed([*self._entries_of("always")]))
        self.weak = frozenset(self._entries_of("weak"))
        self.narrow = frozenset(self._entries_of("narrow"))
        self._strong = {*(entry for listed in _STRONG for entry in self._entries_of(listed))} - self.weak

    def _entries_of(self, listed: str) -> Iterator[tuple[str, str]]:
        """The entries of a list with their categories, as in the file."""
        for category, event in self.events.items():
            yield from ((entry.lower(), category) for entry in getattr(event, listed))

    def strong_categories(self, lemmas: Iterable[str]) -> frozenset[str]:
        """The categories that an article with these lemmas has an unmistakable word of."""
        present = set(lemmas)
        return frozenset(category for word, category in self._strong if word in present)

    def lookup(self, listed: str, word: Token) -> tuple[str, str] | None:
        """The entry of a list that a word is, or is the last one of, and its category."""
        lower = word.lower_
        for last in (word.lemma_.lower(), lower, lower.removesuffix("s")):
            for words, category in self._entries[listed].get(last, ()):
                before = word.doc[max(0, word.i + 1 - len(words)) : word.i] if len(words) > 1 else ()
                if tuple(token.lower_ for token in before) == words[:-1]:
                    return " ".join(words), category
        return None

    def unit_in(self, category: str) -> str:
        """What a number without a noun counts in a category: people, else the first unit of its first class."""
        classes = self.events[category].units
        return "people" if "people" in classes else self._first_units.get(classes[0], classes[0])

    def class_of(self, noun: Token) -> tuple[str | None, str]:
        """Class and canonical name of a noun: ("people", "children") for "girls"; class None where no list has it."""
        lemma, lower = noun.lemma_.lower(), noun.lower_
        before = noun.nbor(-1) if noun.i else None
        double = (
            f"{before.lemma_.lower()} {lemma}" if before is not None and before.dep_ in ("compound", "amod") else ""
        )
        for key in (double, lemma, lower, lower.removesuffix("s")):
            if key in self.units:
                return self.units[key]
        is_people = noun.ent_type_ == "NORP" and noun.tag_ in ("NNPS", "NNS")  # "12 Canadians"
        return ("people", "people") if is_people else (None, lemma)


def _by_last_word(entries: Iterable[tuple[str, str]]) -> _Entries:
    by_last: _Entries = {}
    for entry, category in sorted(entries, key=lambda one: -len(one[0].split())):
        words = tuple(entry.split())
        by_last.setdefault(words[-1], []).append((words, category))
    return by_last
