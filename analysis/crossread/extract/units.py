"""What a noun counts: the lists of units.yaml as look-ups."""

from spacy.tokens import Token

from crossread.lexicon import Lexicon

_LEAST_PART = 6  # letters of a known noun that ends a longer one
PEOPLE = "people"
_DEEDS = ("attacks", "crimes", "protests")
_OTHERS = ("other", "others", "more")


class UnitBook:
    """The units of a lexicon, and the words that stand around numbers of them."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Turn the lists around; where two classes of units claim a word, the last has it: that of a corpus."""
        self.words = lexicon.quantities
        self._units = {
            word.lower(): (unit_class, unit)
            for unit_class, members in lexicon.units.items()
            for unit, words in members.items()
            for word in words
        }

    def known(self, noun: Token) -> tuple[str, str, str] | None:
        """Class, group and name of a noun that a list has: ("people", "children", "girl"); two words go first."""
        lemma, lower = noun.lemma_.lower(), noun.lower_
        before = noun.nbor(-1) if noun.i else None
        is_double = before is not None and before.dep_ in ("compound", "amod")
        double = f"{before.lemma_.lower()} {lemma}" if before is not None and is_double else ""
        for key in (double, lemma, lower, lower.removesuffix("s")):
            if key in self._units:
                return (*self._units[key], "person" if key in _OTHERS else key)
        for start in range(1, len(lemma) - _LEAST_PART + 1):  # "counterprotester" is a protester
            if lemma[start:] in self._units and self._units[lemma[start:]][0] == PEOPLE:
                return (*self._units[lemma[start:]], lemma)
        if noun.ent_type_ == "NORP" and noun.tag_ in ("NNPS", "NNS", "NNP"):  # "12 Canadians"
            return PEOPLE, PEOPLE, "person"
        return None

    def is_people(self, noun: Token) -> bool:
        """Whether a noun names people."""
        known = self.known(noun)
        return known is not None and known[0] == PEOPLE

    def is_deed(self, noun: Token) -> bool:
        """Whether a noun counts what is done: strikes, robberies, rallies."""
        known = self.known(noun)
        return known is not None and known[0] in _DEEDS

    def is_container(self, noun: Token) -> bool:
        """Whether a noun measures what stands behind it: "two truckloads of food"."""
        known = self.known(noun)
        return known is not None and known[0] == "aid"
