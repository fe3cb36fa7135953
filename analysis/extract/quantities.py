"""Quantities: numbers in digits and words with their qualifiers, ranges and units.

A quantity is a number of something. What is none: dates and times, ages, ordinals, names that
contain a number ("the 15-member council", "F-16"), vote counts, street numbers.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.extract.records import Time
from analysis.lexicon import Lexicon


class Quantity(NamedTuple):
    """A number in the text; token indices, end exclusive.

    ``low``, ``best`` and ``high`` follow DESIGN.md. ``unit`` is the noun counted, None for a number
    without one ("killed 12"). ``of_which`` marks a part of a number before ("380 of them").
    """

    start: int
    end: int
    number: int  # index of the last token of the number itself
    low: float | None
    best: float | None
    high: float | None
    qualifier: str | None
    unit: Token | None
    currency: bool
    percent: bool
    of_which: bool
    more: bool  # "hundreds more": the unit is that of the number before


_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL = {word: value for value, word in enumerate(_UNITS)} | {word: 20 + 10 * i for i, word in enumerate(_TENS)}
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 10**12,
    "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "dozen": 12, "score": 20,
}  # fmt: skip
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.I)
_CURRENCY = frozenset("$£€")
_LARGEST = 10**13


@dataclass(frozen=True)
class QuantityBook:
    """The number words of the lexicon, by the tokens they consist of."""

    before: Mapping[tuple[str, ...], str]  # qualifier words -> kind
    after: Mapping[tuple[str, ...], str]
    vague: Mapping[tuple[str, ...], tuple[int, int]]
    several: frozenset[tuple[str, ...]]
    unbounded: tuple[tuple[str, ...], ...]
    words: Mapping[tuple[str, ...], float]
    longest: int

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon) -> "QuantityBook":
        """Split each phrase of ``quantities.yaml`` into its tokens."""
        book = lexicon.quantities

        def split(phrases: Iterable[str]) -> list[tuple[str, ...]]:
            return [tuple(phrase.lower().split()) for phrase in phrases]

        before = {words: kind for kind, phrases in book.qualifiers.items() for words in split(phrases)}
        after = {words: kind for kind, phrases in book.after.items() for words in split(phrases)}
        vague = {tuple(phrase.split()): bounds for phrase, bounds in book.vague.items()}
        return cls(
            before=before,
            after=after,
            vague=vague,
            several=frozenset(split(book.several)),
            unbounded=tuple(sorted(split(book.unbounded), key=len, reverse=True)),
            words={tuple(phrase.split()): value for phrase, value in book.words.items()},
            longest=max(len(words) for words in before),
        )


class _Number(NamedTuple):
    start: int
    end: int
    low: float | None
    value: float | None
    high: float | None


def find_quantities(doc: Doc, times: Sequence[Time], book: QuantityBook) -> list[Quantity]:
    """Find every number of something in one article.

    Args:
        doc: the parsed article.
        times: its time expressions; numbers inside one are left alone.
        book: number words.

    Returns:
        Quantities in order of their start, none overlapping.
    """
    return list(_Reader(doc, times, book).read())


class _Reader:
    def __init__(self, doc: Doc, times: Sequence[Time], book: QuantityBook) -> None:
        self.doc = doc
        self.book = book
        self.lower = [token.lower_ for token in doc]
        self.in_time: set[int] = set()
        for time in times:
            span = doc.char_span(time.start, time.end, alignment_mode="expand")
            if span is not None:
                self.in_time.update(range(span.start, span.end))

    def read(self) -> Iterator[Quantity]:
        i = 0
        while i < len(self.doc):
            number = self._number_at(i)
            if number is None:
                i += 1
                continue
            quantity = self._quantity(number)
            if quantity is None:
                i = max(number.end, i + 1)
                continue
            yield quantity
            i = max(number.end, i + 1)

    # --- numbers ---

    def _number_at(self, i: int) -> _Number | None:
        token = self.doc[i]
        if i in self.in_time or token.is_space:
            return None
        first = self.lower[i]
        if first in self._starters:
            special = self._vague(i) or self._unbounded(i)
            if special is not None:
                return special
        plain = self._plain(i)
        if plain is None:
            return None
        return self._range(plain) or plain

    @property
    def _starters(self) -> frozenset[str]:
        found = self.__dict__.get("_starters_cache")
        if found is None:
            found = frozenset(
                [words[0] for words in self.book.vague]
                + [words[0] for words in self.book.several]
                + [words[0] for words in self.book.unbounded]
            )
            self.__dict__["_starters_cache"] = found
        return found

    def _matches(self, i: int, words: tuple[str, ...]) -> bool:
        return tuple(self.lower[i : i + len(words)]) == words

    def _vague(self, i: int) -> _Number | None:
        """As in "Dozens", "tens of thousands", "several hundred", "a few thousand"."""
        for words in sorted(self.book.vague, key=len, reverse=True):
            if self._matches(i, words):
                low, high = self.book.vague[words]
                return _Number(i, i + len(words), low, None, high)
        for words in sorted(self.book.several, key=len, reverse=True):
            if self._matches(i, words):
                j = i + len(words)
                scale = self.lower[j] if j < len(self.doc) else ""
                plural = {
                    "hundred": "hundreds",
                    "thousand": "thousands",
                    "million": "millions",
                    "dozen": "dozens",
                    "billion": "billions",
                }.get(scale)
                if plural is not None and (plural,) in self.book.vague:
                    low, high = self.book.vague[(plural,)]
                    return _Number(i, j + 1, low, None, high)
                if words in (("many",), ("few",), ("a", "couple"), ("a", "couple", "of")):
                    return None
                return _Number(i, j, None, None, None)
        return None

    def _unbounded(self, i: int) -> _Number | None:
        for words in self.book.unbounded:
            if self._matches(i, words):
                # "of" stays outside, as in "dozens of".
                end = i + len(words) - (words[-1] == "of")
                return _Number(i, end, None, None, None)
        return None

    def _plain(self, i: int) -> _Number | None:
        """A number in digits, words or both: "1,207", "1 000", "1.5 million", "twenty-five"."""
        for words in sorted(self.book.words, key=len, reverse=True):
            if words[0] == self.lower[i] and self._matches(i, words):
                end = i + len(words)
                value = self.book.words[words]
                if words[0] in ("a", "half") and end < len(self.doc) and self.lower[end] in _SCALES:
                    value *= _SCALES[self.lower[end]]
                    end += 1
                end -= words[-1] == "of"
                return _Number(i, end, value, value, value)
        text = self.doc[i].text
        if _DIGITS.fullmatch(text):
            return self._digits(i)
        if self.lower[i] in _SMALL or self.lower[i] in ("hundred", "thousand"):
            return self._in_words(i)
        return None

    def _digits(self, i: int) -> _Number | None:
        text = self.doc[i].text
        value = float(text.replace(",", ""))
        end = i + 1
        # "1 000": thousands set apart by a blank, as where commas were lost
        while (
            end < len(self.doc)
            and re.fullmatch(r"\d{3}", self.doc[end].text)
            and self.doc[end - 1].whitespace_
            and re.fullmatch(r"[1-9]\d{0,2}", text)
            and end - i < 4
        ):
            value = value * 1000 + float(self.doc[end].text)
            end += 1
        while (
            end < len(self.doc)
            and self.lower[end] in _SCALES
            and (len(self.lower[end]) > 2 or not self.doc[end - 1].whitespace_)
        ):
            value *= _SCALES[self.lower[end]]
            end += 1
        return _Number(i, end, value, value, value) if value <= _LARGEST else None

    def _in_words(self, i: int) -> _Number | None:
        total, current, end, seen = 0.0, 0.0, i, False
        while end < len(self.doc):
            word = self.lower[end]
            if word in _SMALL:
                if seen and self.lower[end - 1] in _SMALL and not (_SMALL[self.lower[end - 1]] >= 20 > _SMALL[word]):
                    break
                current += _SMALL[word]
            elif word in _SCALES and len(word) > 2 and (seen or word in ("hundred", "thousand")):
                if word in ("hundred", "dozen", "score"):
                    current = (current or 1) * _SCALES[word]
                else:
                    total += (current or 1) * _SCALES[word]
                    current = 0
            elif (
                word == "-"
                and seen
                and end + 1 < len(self.doc)
                and self.lower[end + 1] in _SMALL
                and self.lower[end - 1] in _TENS
            ) or (
                word == "and"
                and seen
                and end + 1 < len(self.doc)
                and self.lower[end - 1] in ("hundred", "thousand")
                and self.lower[end + 1] in _SMALL
            ):
                pass
            else:
                break
            seen = True
            end += 1
        value = total + current
        return _Number(i, end, value, value, value) if seen and value <= _LARGEST else None

    def _range(self, first: _Number) -> _Number | None:
        """As in "15,000 to 40,000", "15-20", "two or three"; "between" stands before the first."""
        j = first.end
        if j + 1 >= len(self.doc) or first.value is None:
            return None
        link = self.lower[j]
        between = first.start > 0 and self.lower[first.start - 1] == "between"
        if link not in ("to", "-", "or") and not (link == "and" and between):
            return None
        if j + 1 in self.in_time:
            return None
        second = self._plain(j + 1)
        if second is None or second.value is None:
            return None
        low, high = first.value, second.value
        if low < high and high >= 1000 and low < 1000 and self._scale_word(second) and not self._scale_word(first):
            low *= self._scale_word(second)  # "15 to 20 thousand"
        if low >= high or (link == "or" and high > 2 * low + 1) or (link == "-" and self.doc[j].whitespace_):
            return None
        if link == "to" and first.start > 0 and self.lower[first.start - 1] == "from":
            return None  # a change, not a range
        return _Number(first.start - between, second.end, low, None, high)

    def _scale_word(self, number: _Number) -> float:
        return _SCALES.get(self.lower[number.end - 1], 0)

    # --- what is around a number ---

    def _quantity(self, number: _Number) -> Quantity | None:
        if self._is_no_quantity(number):
            return None
        start, low, best, high, qualifier = self._qualified(number)
        end = number.end
        for words, kind in self.book.after.items():
            if self._matches(end, words):
                low, best, high = _bounds(kind, number)
                qualifier, end = " ".join(words), end + len(words)
        currency = start > 0 and self.doc[number.start - 1].text in _CURRENCY
        if currency:
            start = min(start, number.start - 1)
        percent = end < len(self.doc) and self.lower[end] in ("%", "percent", "pct")
        percent = percent or (end + 1 < len(self.doc) and self.lower[end] == "per" and self.lower[end + 1] == "cent")
        if percent:
            last = end + (2 if self.lower[end] == "per" else 1)
            return Quantity(
                start,
                last,
                number.end - 1,
                low,
                best,
                high,
                qualifier,
                self._of_what(last),
                False,
                True,
                False,
                False,
            )
        of_which = self._is_part(end)
        unit, more = (None, False) if of_which else self._unit(number, end)
        last = max(end, unit.i + 1) if unit is not None and unit.i >= end else end
        return Quantity(start, last, number.end - 1, low, best, high, qualifier, unit, currency, False, of_which, more)

    def _is_no_quantity(self, number: _Number) -> bool:
        doc, start, end = self.doc, number.start, number.end
        first, last = doc[start], doc[end - 1]
        follows = doc[end] if end < len(doc) else None
        before = doc[start - 1] if start else None
        # "15-member", "F-16", "24/7", "4.5-mile"
        if (
            follows is not None
            and follows.text in ("-", "/", ":")
            and not last.whitespace_
            and number.high == number.low
        ):
            return True
        if before is not None and before.text in ("-", "/", "#", ":", "+") and not before.whitespace_ and before.i > 0:
            return True
        if _ORDINAL.fullmatch(first.text) or first.tag_ in ("LS",):
            return True
        if first.lower_ == "one":
            if first.tag_ in ("PRP", "NN") or (
                before is not None
                and before.lower_ in ("no", "this", "that", "any", "every", "each", "which", "the", "another")
            ):
                return True
            if follows is not None and follows.lower_ in ("another", "day", "thing", "side", "point"):
                return True
        # a name with a number: "Resolution 2328", "Flight 370", "No. 5", "Group of Eight"
        if (
            first.dep_ in ("nummod", "appos", "npadvmod", "nmod")
            and first.head.i < first.i
            and first.head.pos_ in ("PROPN", "NOUN")
            and before is not None
            and before.i == first.head.i
            and before.tag_ not in ("NNS",)
        ):
            return True
        if before is not None and before.lower_ in (
            "no.",
            "number",
            "article",
            "chapter",
            "page",
            "phase",
            "channel",
            "highway",
            "route",
            "aged",
            "age",
            "group",
            "under-",
            "resolution",
            "section",
            "act",
            "title",
            "figure",
            "unit",
            "no",
        ):
            return True
        # ages: "John, 35," and "under 5"
        if (
            before is not None
            and before.lower_ in ("under", "over")
            and follows is not None
            and (follows.is_punct or follows.lower_ in ("that", "who", "years", "year"))
            and first.ent_type_ in ("DATE", "CARDINAL", "")
            and start > 1
            and doc[start - 2].pos_ in ("NOUN", "PROPN")
            and doc[start - 2].lower_ not in ("than",)
        ):
            return True
        if (
            before is not None
            and before.text == ","
            and follows is not None
            and follows.text in (",", ".")
            and start > 1
            and doc[start - 2].pos_ == "PROPN"
            and number.value is not None
            and number.value < 120
        ):
            return True
        if (
            follows is not None
            and follows.lower_ in ("-", "years", "year", "months", "days")
            and end + 1 < len(doc)
            and doc[end + 1].lower_ in ("old", "-")
        ):
            return True
        # scores and votes: "14-0" is tokenised as one or three
        return bool(follows is not None and follows.text in ("°", "st", "nd", "rd", "th"))

    def _qualified(self, number: _Number) -> tuple[int, float | None, float | None, float | None, str | None]:
        """The words before a number and the bounds they make."""
        low, best, high = number.low, number.value, number.high
        start, qualifier, kind = number.start, None, None
        position = number.start
        if position and self.doc[position - 1].text in _CURRENCY:
            position -= 1
        while True:
            for length in range(min(self.book.longest, position), 0, -1):
                words = tuple(self.lower[position - length : position])
                found = self.book.before.get(words)
                if found is not None and not any(i in self.in_time for i in range(position - length, position)):
                    position -= length
                    if kind is None or found != "exact":
                        kind, qualifier = found, " ".join(words)
                    break
            else:
                break
            start = position
        if kind is not None and kind != "exact" and number.low == number.high and number.value is not None:
            low, best, high = _bounds(kind, number)
        return start, low, best, high, qualifier

    def _is_part(self, end: int) -> bool:
        return (
            end + 1 < len(self.doc)
            and self.lower[end] == "of"
            and self.lower[end + 1] in ("them", "whom", "these", "those", "which")
        )

    def _of_what(self, end: int) -> Token | None:
        """The noun of "5 percent of the aid"."""
        if end < len(self.doc) and self.lower[end] == "of":
            return self._noun_from(end + 1)
        return None

    def _unit(self, number: _Number, end: int) -> tuple[Token | None, bool]:
        """The noun that is counted; and whether it is left out after "more"."""
        doc = self.doc
        if end >= len(doc):
            return None, False
        if self.lower[end] == "more":
            noun = self._noun_from(end + 1)
            return noun, noun is None
        if self.lower[end] == "of":
            return self._noun_from(end + 1), False
        last = doc[number.end - 1]
        head = last.head
        if (
            last.dep_ == "nummod"
            and head.i >= end
            and head.i - end < 8
            and head.pos_ in ("NOUN", "PROPN")
            and head.i not in self.in_time
        ):
            # the head may itself be part of a compound: "12 Nusra Front fighters"
            while head.dep_ == "compound" and head.head.i > head.i and head.head.pos_ in ("NOUN", "PROPN"):
                head = head.head
            return head, False
        return self._noun_from(end), False

    def _noun_from(self, start: int) -> Token | None:
        """The noun of the phrase that starts here: past adjectives, the last of a run of nouns."""
        found: Token | None = None
        for i in range(start, min(start + 9, len(self.doc))):
            token = self.doc[i]
            if i in self.in_time:
                break
            if token.tag_ in ("NN", "NNS", "NNP", "NNPS"):
                found = token
                continue
            if found is not None:
                hyphen = token.text == "-" and not token.whitespace_ and i + 1 < len(self.doc)
                if hyphen or (token.tag_ in ("VBN", "VBD", "JJ") and self.doc[i - 1].text == "-"):
                    found = None if hyphen else found
                    continue
                break
            if token.lower_ in ("other", "others"):
                if token.lower_ == "others":
                    return token
                continue
            if token.tag_ in (
                "JJ",
                "JJR",
                "JJS",
                "VBN",
                "VBG",
                "RB",
                "HYPH",
                "DT",
                "PRP$",
                "CC",
                "POS",
                "CD",
                "AFX",
            ) or token.text in (",", "-", '"', "'"):
                if token.tag_ == "CC" and (i == start or self.doc[i - 1].tag_ not in ("JJ", "VBN")):
                    break
                if token.text == "," and (i == start or self.doc[i - 1].tag_ not in ("JJ", "VBN", "VBG")):
                    break
                if token.tag_ == "RB" and token.text[:1].isupper():
                    break
                if (
                    token.tag_ == "VBN"
                    and any(child.dep_ in ("agent", "prep", "auxpass") for child in token.children)
                    and token.dep_ != "amod"
                ):
                    break
                continue
            break
        return found


def _bounds(kind: str, number: _Number) -> tuple[float | None, float | None, float | None]:
    """Bounds that a qualifier gives to an exact number (DESIGN.md)."""
    value = number.value
    if kind == "floor":
        return value, value, None
    if kind == "ceiling":
        return None, value, value
    if kind == "about":
        return None, value, None
    return value, value, value
