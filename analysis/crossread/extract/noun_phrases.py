"""The noun that a number counts: the head of the phrase that it begins or goes with."""

from spacy.tokens import Token

from crossread.extract.numbers import Number
from crossread.extract.syntax import Positions

_NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
_MODIFIERS = frozenset(("JJ", "JJR", "JJS", "VBN", "VBG", "RB", "HYPH", "DT", "PRP$", "CC", "POS", "AFX"))
_NOUN_REACH = 8  # words from a number to the noun that it counts


class NounPhrases:
    """The phrases behind the numbers of one article."""

    def __init__(
        self, positions: Positions, in_time: set[int], *, stops: frozenset[str], scales: frozenset[str]
    ) -> None:
        """Prepare a document.

        Args:
            positions: its words.
            in_time: tokens of time expressions, which end a phrase.
            stops: words that end it too ("2 Civilians Killed").
            scales: "hundred", "million": numbers, not what is counted.
        """
        self.doc = positions.doc
        self.lower = positions.lower
        self.in_time = in_time
        self.stops = stops
        self.scales = scales

    def counted(self, number: Number, end: int) -> tuple[Token | None, bool]:
        """The noun that is counted; and whether it is left out after "more"."""
        if end >= len(self.doc):
            return None, False
        if self.lower[end] == "more":
            noun = self.noun_from(end + 1)
            return noun, noun is None
        if self.lower[end] == "of" or self.lower[end : end + 2] == ["out", "of"]:
            first = end + 1 + (self.lower[end] == "out")
            while (
                first < len(self.doc)
                and self.doc[first].tag_ in ("DT", "PRP$", "CD", "JJ")
                and first not in self.in_time
            ):
                first += 1  # "61 of the 86 coronavirus deaths", "nine of the last 10 polls"
            return self.noun_from(first), False
        last = self.doc[number.end - 1]
        if last.dep_ == "nummod" and end <= last.head.i < end + _NOUN_REACH:
            head = last.head
            # the head may itself be part of a compound: "12 Nusra Front fighters"
            while head.dep_ == "compound" and head.head.i > head.i and head.head.pos_ in ("NOUN", "PROPN"):
                head = head.head
            between = range(end, head.i + 1)
            is_number = head.lemma_.lower() in self.scales
            if any(t.tag_ == "CD" and t.dep_ == "conj" and t.head == last for t in self.doc[end : head.i]):
                return None, False  # "not 12 but 15 people"
            if (
                head.pos_ in ("NOUN", "PROPN")
                and not is_number
                and not any(i in self.in_time or self._ends_phrase(i) for i in between)
            ):
                return head, False
        return self.noun_from(end), False

    def _ends_phrase(self, i: int) -> bool:
        """A stop word behind a noun, not before one ("12 wounded soldiers"); a dash between blanks."""
        if self.lower[i] in ("-", "–", "—") and i > 0 and self.doc[i - 1].whitespace_ and self.doc[i].whitespace_:
            return True  # "Blast injures 90 - A bomber ..."
        return self.lower[i] in self.stops and i > 0 and self.doc[i - 1].tag_ in _NOUNS

    def noun_from(self, start: int) -> Token | None:
        """The noun of the phrase that starts here: past adjectives, the last of a run of nouns."""
        found: Token | None = None
        for i in range(start, min(start + _NOUN_REACH + 1, len(self.doc))):
            token = self.doc[i]
            if i in self.in_time or self._ends_phrase(i):
                break
            if token.lemma_.lower() in self.scales and token.tag_ in _NOUNS:
                break
            if token.tag_ in _NOUNS and token.lower_ not in self.stops:
                is_owner = i + 1 < len(self.doc) and self.doc[i + 1].tag_ == "POS"  # "four of the paper's writers"
                found = None if is_owner else token
            elif token.lower_ == "others":
                return token
            elif found is not None:
                # "Al-Qaeda-linked fighters"
                if token.text == "-" and not token.whitespace_ and i + 1 < len(self.doc):
                    found = None
                elif not (token.tag_ in ("VBN", "VBD", "JJ") and self.doc[i - 1].text == "-"):
                    break
            elif not self._goes_on(token, is_first=i == start):
                break
        return found

    def _goes_on(self, token: Token, *, is_first: bool) -> bool:
        """Whether a phrase may go on after a word that is no noun."""
        last = self.doc[token.i - 1].tag_ if not is_first else ""
        if token.text == ",":
            return last in ("JJ", "VBN", "VBG") and self.lower[token.i - 1] not in self.stops
        if token.tag_ == "CC":
            return last in ("JJ", "VBN")
        if token.tag_ == "RB" and token.text[:1].isupper():
            return False
        if token.tag_ == "VBN" and token.dep_ != "amod":
            return not any(child.dep_ in ("agent", "prep", "auxpass") for child in token.children)
        if token.tag_ == "VBG" and token.dep_ not in ("amod", "compound", "nmod"):
            return False  # "35 exceeding the limits"
        if token.tag_ == "DT" and not is_first:
            return False
        if token.text in ("-", "--", "–"):
            return not token.whitespace_
        return token.tag_ in _MODIFIERS or token.text in ('"', "'") or token.lower_ in self.stops
