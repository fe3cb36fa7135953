"""Numbers in digits and words: "1,207", "1.5 million", "two or three", "dozens", "half of them"."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc

from crossread.extract.syntax import Positions
from crossread.lexicon import Entry, Lexicon, shipped

_BY_PERIODS = re.compile(r"\d{1,3}(?:\.000)+")
_DIGITS = re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d*\.?\d+")  # "2,14,000" as in India
_LARGEST = 10**15  # nothing that news counts is more; longer rows of digits are codes

Words = tuple[str, ...]


class NumberWords(Entry):
    """What ``numbers.yaml`` holds."""

    small: dict[str, int]
    scales: dict[str, int]
    ordinals: tuple[str, ...]
    currencies: dict[str, str]
    currency_nouns: dict[str, str]
    currency_of: dict[str, str]
    weights: frozenset[str]
    of_which: frozenset[str]
    portions: frozenset[str]
    rates: frozenset[str]
    before_pronoun: frozenset[str]
    after_pronoun: frozenset[str]
    amounts: dict[str, tuple[str, ...]]
    durations: frozenset[str]
    points: frozenset[str]
    point_contexts: frozenset[str]
    no_counts: frozenset[str]
    comparing: frozenset[str]

    def between(self, least: int, most: int) -> list[str]:
        """The words of the small numbers from one to another."""
        return [word for word, value in self.small.items() if least <= value <= most]


def split_phrases(phrases: Iterable[str]) -> list[Words]:
    """Phrases as tuples of lower-case words, the longest first."""
    return sorted((tuple(phrase.lower().split()) for phrase in phrases), key=len, reverse=True)


def share_of(share: float, whole: float) -> float:
    """A part of a number; a third of 300 is 100."""
    part = share * whole
    return float(round(part)) if abs(part - round(part)) < 1e-4 else part


class Number(NamedTuple):
    """A number at tokens ``start`` to ``end`` (exclusive).

    ``value`` is None for a range or a vague plural, whose bounds are ``low`` and ``high``; where all
    three are None nothing is known of the amount. ``share`` is the part of another number that it is
    ("half of the 300": 0.5); the value is that part already where the other number follows.
    """

    start: int
    end: int
    low: float | None
    value: float | None
    high: float | None
    share: float | None = None


class NumberBook:
    """The number words of a lexicon, by the tokens they consist of."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Split each phrase of ``quantities.yaml`` into its tokens."""
        book = lexicon.quantities
        self.plain = shipped("numbers", NumberWords)
        self.vague = {words: book.vague[" ".join(words)] for words in split_phrases(book.vague)}
        self.several, self.unbounded = split_phrases(book.several), split_phrases(book.unbounded)
        self.words = {words: book.words[" ".join(words)] for words in split_phrases(book.words)}
        self.shares = {words: book.shares[" ".join(words)] for words in split_phrases(book.shares)}
        known = (self.vague, self.several, self.unbounded, self.words, self.shares)
        self.starters = frozenset(words[0] for table in known for words in table)


class NumberReader:
    """Reads the number that begins at a token."""

    def __init__(self, positions: Positions, book: NumberBook, taken: set[int]) -> None:
        """Prepare a document.

        Args:
            positions: its words.
            book: number words.
            taken: tokens that are no numbers (of dates).
        """
        self.doc: Doc = positions.doc
        self.book = book
        self.taken = taken
        self.lower = positions.lower
        self._small, self._scales = book.plain.small, book.plain.scales

    def at(self, i: int) -> Number | None:
        """The number that begins at a token, else None; there is none beyond the end of the text."""
        if i in self.taken or i >= len(self.lower):
            return None
        if self.lower[i] in self.book.starters:
            special = self._share(i) or self._vague(i) or self._unbounded(i)
            if special is not None:
                return special
        plain = self._plain(i)
        return (self._range(plain) or plain) if plain is not None else None

    def matches(self, i: int, words: Words) -> bool:
        """Whether these words begin at a token."""
        return self.word(i) == words[0] and tuple(self.lower[i : i + len(words)]) == words

    def word(self, i: int) -> str:
        """The word at a token in lower case, empty beyond the ends of the text."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def _share(self, i: int) -> Number | None:
        """As in "half of them", "a third of the 300", "two-thirds of voters", "one-tenth as big"."""
        if any(len(words) > 1 and self.matches(i, words) for words in self.book.words):
            return None  # "a quarter of a million"
        for words, share in self.book.shares.items():
            end = i + len(words)
            if not self.matches(i, words) or (self.word(end) not in ("of", "the", "as") and "-" not in words):
                continue
            if self.word(end) not in ("of", "the"):
                return Number(i, end, None, None, None, share)
            first = end + (self.word(end) == "of")  # "half the 300"
            if self.word(first) in self.book.plain.of_which:
                return Number(i, end, None, None, None, share)
            first += self.word(first) == "the"
            whole = self._plain(first) if self.word(first) else None
            if whole is not None and whole.value is not None:
                return Number(i, whole.end, None, share_of(share, whole.value), None, share)
            return Number(i, end, None, None, None, share)
        return None

    def _vague(self, i: int) -> Number | None:
        """As in "dozens", "tens of thousands", "several hundred", "a few thousand"."""
        for words, (low, high) in self.book.vague.items():
            if self.matches(i, words):
                return Number(i, i + len(words), low, None, high)
        for words in self.book.several:
            if not self.matches(i, words):
                continue
            end = i + len(words)
            last = end  # "several hundred thousand" are hundreds of thousands
            while self.word(last) in self._scales and len(self.lower[last]) > 2:
                last += 1
            scale = tuple(" of ".join(word + "s" for word in self.lower[end:last]).split())
            if scale in self.book.vague:
                low, high = self.book.vague[scale]
                return Number(i, last, low, None, high)
            if words[0] == "several":
                return Number(i, end, None, None, None)
        return None

    def _unbounded(self, i: int) -> Number | None:
        for words in self.book.unbounded:
            if self.matches(i, words):
                return Number(i, i + len(words) - (words[-1] == "of"), None, None, None)  # "of" stays outside
        return None

    def _plain(self, i: int) -> Number | None:
        """A number in digits, words or both: "1,207", "1 000", "1.5 million", "twenty-five"."""
        for words, value in self.book.words.items() if self.lower[i] in self.book.starters else ():
            if self.matches(i, words):
                end = i + len(words)
                if words[0] == "a" and words[-1] in ("hundred", "thousand") and (whole := self._in_words(end - 1)):
                    return whole._replace(start=i)  # "a hundred and five"
                if words[-1] in self._scales and self._has_half(end):
                    return Number(i, end + 3, *[value * 1.5] * 3)  # "a million and a half"
                if self.word(end) in self._scales:
                    value, end = value * self._scales[self.lower[end]], end + 1
                end -= words[-1] == "of"
                return Number(i, end, value, value, value)
        text = self.doc[i].text.removesuffix("bn")
        if text[:1].isdigit() and (_DIGITS.fullmatch(text) or _BY_PERIODS.fullmatch(text)):
            return self._digits(i)
        if self.lower[i] in self._small or self.lower[i] in ("hundred", "thousand"):
            return self._in_words(i)
        return None

    def _digits(self, i: int) -> Number | None:
        text = self.doc[i].text.removesuffix("bn")
        # "14.000 people": no decimal has three zeros
        digits = text.replace(".", "") if _BY_PERIODS.fullmatch(text) else text.replace(",", "")
        value = float(digits) * (self._scales["bn"] if text != self.doc[i].text else 1)
        end = i + 1
        # "1 000": thousands set apart by a blank, as where commas were lost
        if re.fullmatch(r"[1-9]\d{0,2}", text):
            while (
                end < min(i + 4, len(self.doc))
                and re.fullmatch(r"\d{3}", self.doc[end].text)
                and self.doc[end - 1].whitespace_
            ):
                value, end = value * 1000 + float(self.doc[end].text), end + 1
        # "1.5 million", "$3m", "20k"; a letter after a blank is a word of its own
        if self.word(end) == "-" and len(self.word(end + 1)) > 2 and self.word(end + 1) in self._scales:
            end += 1  # "a $10-million plan"
        while (scale := self.word(end).removesuffix(".")) in self._scales:
            if (len(scale) <= 2 and self.doc[end - 1].whitespace_) or (scale != self.lower[end] and len(scale) > 2):
                break
            value, end = value * self._scales[scale], end + 1
        return Number(i, end, value, value, value) if value <= _LARGEST else None

    def _in_words(self, i: int) -> Number | None:
        """As in "two hundred and fifty thousand"."""
        total, current, end = 0.0, 0.0, i
        while end < len(self.doc):
            word, last = self.lower[end], self.lower[end - 1] if end > i else ""
            if word in self._small:
                if last in self._small and not (self._small[last] >= 20 > self._small[word]):
                    break
                current += self._small[word]
            elif word in ("hundred", "dozen", "score"):
                current = (current or 1) * self._scales[word]
            elif word in self._scales and len(word) > 2:
                total, current = total + (current or 1) * self._scales[word], 0
            elif end > i and self._has_half(end):
                current, end = current + 0.5, end + 2  # "two and a half million"
            elif not self._joins(word, last, end):
                break
            end += 1
        value = total + current
        return Number(i, end, value, value, value) if value <= _LARGEST else None

    def _has_half(self, i: int) -> bool:
        return tuple(self.lower[i : i + 3]) == ("and", "a", "half")

    def _joins(self, word: str, last: str, i: int) -> bool:
        """Whether a hyphen or "and" goes on with a number in words."""
        if self.word(i + 1) not in self._small:
            return False
        return (word == "-" and self._small.get(last, 0) >= 20) or (word == "and" and last in ("hundred", "thousand"))

    def _range(self, first: Number) -> Number | None:
        """As in "15,000 to 40,000", "15-20", "two or three", "between 15 and 20"."""
        before, is_money = self._before(first)
        second = self._second(first, before)
        if second is None or first.value is None or second.value is None:
            return None
        low, high = first.value, second.value
        is_dashed = self.lower[first.end] in ("-", "–")
        scale = self._scales.get(self.lower[second.end - 1], 1)
        if is_dashed and scale == 1 and low < min(1000, high / 1000) and high % 1000 == 0:
            low *= 1000  # "30-40,000"
        elif self.lower[first.end - 1] not in self._scales and low < high / scale:
            low *= scale  # "15 to 20 thousand"
        if low >= high or (self.lower[first.end] == "or" and high > 2 * low + 1):
            return None
        return Number(first.start - (before == "between" and not is_money), second.end, low, None, high)

    def _before(self, number: Number) -> tuple[str, bool]:
        """The word before a number, and whether the sign of a currency stands between, which is no part of it."""
        is_money = self.word(number.start - 1) in self.book.plain.currencies
        return self.word(number.start - 1 - is_money), is_money

    def _opens(self, first: Number, second: int) -> bool:
        """Whether a sentence opens with "From 300 to 400 protesters"."""
        behind = self.doc[second + 1 : second + 2]
        return bool(first.start and self.doc[first.start - 1].is_sent_start and behind and behind[0].is_alpha)

    def _second(self, first: Number, before: str) -> Number | None:
        """The number that makes a range of a first one."""
        at, link = first.end + 1, self.word(first.end)
        makes_range = {
            "-": not self.doc[first.end : at].text_with_ws.endswith(" "),
            # a change: "rose by 12 to 56"; not "From 300 to 400 were arrested"
            "to": before not in ("from", "by") or self._opens(first, at),
            "and": before == "between",
            "or": True,
        }
        if at in self.taken or not self.word(at) or not makes_range.get(link.replace("–", "-")):
            return None
        # "between $12 and $15"
        at += self.lower[at] in self.book.plain.currencies and bool(self.word(at + 1))
        return self._plain(at)
