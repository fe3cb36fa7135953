"""Quantities: numbers of something, with their qualifiers, bounds, measures and units.

What is none: dates and times, durations, ages, ordinals, names that contain a number ("the 15-member council", "F-16",
"Resolution 2328"), scores, the pronoun "one", amounts without bounds ("several", "large numbers of").
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.noun_phrases import NounPhrases
from crossread.extract.numbers import Number, NumberBook, NumberReader, share_of, split_phrases
from crossread.extract.records import Time
from crossread.extract.syntax import Positions
from crossread.lexicon import Lexicon


class Quantity(NamedTuple):
    """A number of something in the text; token indices, end exclusive.

    ``low``, ``best`` and ``high`` follow DESIGN.md. ``noun`` is what is counted or measured, None for a number without
    one ("killed 12"). ``of_which`` marks a part of a number before ("380 of them").
    """

    start: int
    end: int
    number: int  # index of the last token of the number itself
    low: float | None
    best: float | None
    high: float | None
    qualifier: str | None = None
    measure: str = "count"  # or money, percent, ratio (as a percentage), amount
    unit: str | None = None  # ISO 4217, "percent" or the unit of an amount; None for a count
    noun: Token | None = None
    of_which: bool = False
    more: bool = False  # "hundreds more": the unit is that of the number before


_Bounds = tuple[float | None, float | None, float | None, str | None]  # low, best, high, qualifier

# Bounds that a qualifier gives to a number n (DESIGN.md).
_KINDS = {
    "floor": (True, True, False),
    "ceiling": (False, True, True),
    "about": (False, True, False),
    "exact": (True, True, True),
}
_OLDEST = 120  # "John Smith, 35, said": no age is greater
_NAMED = ("ORG", "FAC", "LAW", "PRODUCT", "EVENT", "WORK_OF_ART")  # kinds of names that may hold a number
_OUTCOME_REACH = 3  # words from "one" to "dead" in "one is dead"
_WEIGHT_REACH = 6  # words around "pounds" in which a weight may be told
_SMALL_WHOLE = 20  # "one in five" is a share; "3 out of 1,097 votes" is a count
_ROUND_WHOLES = (25, 50, 100, 500, 1000, 10_000, 100_000, 1_000_000)
_SCORE_REACH = 5  # words from "from" to the number behind "votes to"
_BOTH_REACH = 7  # words from "both" to the "and" that makes it a conjunction


class QuantityBook:
    """The words of a lexicon that stand around numbers."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Split each phrase of ``quantities.yaml`` into its tokens."""
        book = lexicon.quantities
        self.numbers = NumberBook(lexicon)
        self.before = {words: kind for kind, phrases in book.qualifiers.items() for words in split_phrases(phrases)}
        self.after = {words: kind for kind, phrases in book.after.items() for words in split_phrases(phrases)}
        self.longest = max(map(len, self.before))
        self.numbered = frozenset(book.numbered)
        self.invariant = frozenset(book.invariant)  # nouns that are singular and plural
        self.stops = frozenset(book.outcomes)  # end the phrase of a counted noun: "2 Civilians Killed"
        self.amounts = {word: unit for unit, words in self.numbers.plain.amounts.items() for word in words}


def find_quantities(positions: Positions, times: Sequence[Time], book: QuantityBook) -> list[Quantity]:
    """Find every number of something in one article.

    Args:
        positions: the words of the parsed article.
        times: its time expressions; numbers inside one are left alone.
        book: number words.

    Returns:
        Quantities in order of their start, none overlapping.
    """
    return list(QuantityReader(positions, times, book).read())


class QuantityReader:
    """Reads the quantities of one article."""

    def __init__(self, positions: Positions, times: Sequence[Time], book: QuantityBook) -> None:
        """Prepare a document; numbers inside its time expressions are left alone."""
        self.doc: Doc = positions.doc
        self.book = book
        self.words = book.numbers.plain
        self.in_time = {token.i for time in times for token in positions.tokens(time.start, time.end)}
        self.numbers = NumberReader(positions, book.numbers, self.in_time)
        self.lower, self._word = self.numbers.lower, self.numbers.word
        self.phrases = NounPhrases(positions, self.in_time, stops=book.stops, scales=frozenset(self.words.scales))

    def read(self) -> Iterator[Quantity]:
        """Yield them in order."""
        i = 0
        before: Quantity | None = None
        while i < len(self.doc):
            number = self.numbers.at(i)
            if number is None:
                i += 1
                continue
            i = max(number.end, i + 1)
            if self._is_no_quantity(number):
                continue
            quantity = self._quantity(number, before)
            i = max(i, quantity.number + 1)
            if not (self._is_uncounted(quantity) or self._is_part_of_name(number, quantity)):
                before = quantity
                yield quantity

    def _quantity(self, number: Number, before: Quantity | None) -> Quantity:
        if number.share is not None and number.value is None:
            whole = before.best if before is not None and before.measure == "count" else None
            is_of_it = self._word(number.end) == "of" and self._word(number.end + 1) in self.words.of_which
            if whole is None or not is_of_it:
                return self._ratio(number, number.share * 100)
            number = number._replace(value=share_of(number.share, whole))
        start, bounds = self._qualified(number)
        end = number.end
        for words, kind in self.book.after.items():
            if self.numbers.matches(end, words):
                bounds, end = _bounded(kind, " ".join(words), number), end + len(words)
        found = Quantity(start, end, number.end - 1, *bounds)
        return (
            self._one_in(found, number)
            or self._times(found)
            or self._money(found, number)
            or self._percent(found)
            or self._counted(found, number)
        )

    # --- its measure ---

    def _ratio(self, number: Number, value: float) -> Quantity:
        """A share of what has no number: "two-thirds of voters" are 66.7 percent of them."""
        number = number._replace(low=value, value=value, high=value)
        start, bounds = self._qualified(number)
        found = Quantity(start, number.end, number.end - 1, *bounds, measure="ratio", unit="percent")
        return found._replace(noun=self._base(number.end))

    def _one_in(self, found: Quantity, number: Number) -> Quantity | None:
        """As in "one in five jobs", "3 out of 4": as a percentage."""
        first = found.end + (2 if self._word(found.end) == "out" else 1)
        if self._word(first - 1) not in ("in", "of") or (first - found.end == 1 and self._word(found.end) != "in"):
            return None
        first += self._word(first) == "every"
        whole = self.numbers.at(first)
        if whole is None or whole.value is None or number.value is None or not number.value < whole.value:
            return None
        if whole.value > _SMALL_WHOLE and whole.value not in _ROUND_WHOLES:
            return None  # "3 out of 1,097 votes"
        noun = self.phrases.noun_from(whole.end)
        end = noun.i + 1 if noun is not None else whole.end
        return _as_percentage(found, 100 / whole.value)._replace(end=end, number=whole.end - 1, noun=noun)

    def _times(self, found: Quantity) -> Quantity | None:
        """As in "three times as many", "2.5 times higher": as a percentage of what it is compared with."""
        if self._word(found.end) != "times" or self._word(found.end + 1) not in self.words.comparing:
            return None
        noun = self.phrases.noun_from(found.end + 2)
        end = noun.i + 1 if noun is not None else found.end + 1
        return _as_percentage(found, 100)._replace(end=end, noun=noun)

    def _money(self, found: Quantity, number: Number) -> Quantity | None:
        """As in "$1.2bn", "Rs 500 crore", "18.9 million yuan", "hundreds of Canadian dollars"."""
        start, end, word = found.start, found.end, self._word
        back = number.start - 1 - (word(number.start - 1) == "." and word(number.start - 2) == "rs")
        currency = self.words.currencies.get(word(back)) if back >= 0 and not word(back).isspace() else None
        if currency:
            start = min(start, back)
            start -= number.value is None and word(start - 1) == "between"
        else:
            first = end + (word(end) in ("of", "-"))
            for length in (3, 2, 1):
                words = " ".join(self.lower[first : first + length]).removesuffix("s")
                currency = self.words.currency_of.get(words) or (self._plain_currency(first) if length == 1 else None)
                if currency:
                    end = first + length
                    break
            else:
                return None
        return found._replace(start=start, end=end, measure="money", unit=currency, noun=self._content(end))

    def _plain_currency(self, i: int) -> str | None:
        """The currency that a noun names; not a weight ("6 million pounds of food")."""
        noun: str = self._word(i).removesuffix("s") if i < len(self.doc) else ""
        noun = noun if noun in self.words.currency_nouns else self._word(i)
        if noun == "pound":
            near = [token.lemma_.lower() for token in self.doc[max(0, i - _WEIGHT_REACH) : i + _WEIGHT_REACH]]
            if self._word(i - 1) == "-":
                return None  # "100-pound bombs"
            if self._word(i + 1) == "of" or (not self.words.weights.isdisjoint(near) and self._word(i + 1) != "in"):
                return None
        currency: str | None = self.words.currency_nouns.get(noun)
        return currency

    def _percent(self, found: Quantity) -> Quantity | None:
        """As in "5 percent of the aid", "a 60 percent increase", "ahead by 3.6 points"."""
        end = found.end + (self._word(found.end) == "-")
        is_apart = (self._word(end), self._word(end + 1)) == ("per", "cent")
        is_points = self._word(end) in ("percentage", "percentage-point")
        is_plain = self._word(end) in ("%", "percent", "pct", "pct.", "percents")
        if self._word(found.end) in ("to", "and", "or", "versus"):
            other = self.numbers.at(found.end + 1)  # "ahead by 46 to 44 percent"
            if other is not None and self._word(other.end) in ("percent", "%"):
                return found._replace(measure="percent", unit="percent")
        if not (is_apart or is_points or is_plain or self._is_poll_point(end)):
            return None
        end += 1 + (is_apart or (is_points and self._word(end + 1).startswith("point")))
        return found._replace(end=end, measure="percent", unit="percent", noun=self._base(end))

    def _is_poll_point(self, i: int) -> bool:
        if self._word(i).removesuffix("s") not in self.words.points:
            return False
        sentence = self.doc[i].sent
        return not self.words.point_contexts.isdisjoint(t.lemma_.lower() for t in sentence)

    def _base(self, end: int) -> Token | None:
        """What a share is of: "percent of the aid", "35 percent Republicans"."""
        return self.phrases.noun_from(end + 1) if self._word(end) == "of" else self.phrases.noun_from(end)

    def _content(self, end: int) -> Token | None:
        """What money or an amount is of: "$100,000 in damage", "6 inches of rain", "a $15 minimum wage"."""
        if self._word(end) in ("of", "worth", "in"):
            first = end + 1 + (self._word(end + 1) == "of")
            return self.phrases.noun_from(first)
        return self.phrases.noun_from(end)

    def _counted(self, found: Quantity, number: Number) -> Quantity:
        """A count of nouns, or an amount in a unit that is measured."""
        end = found.end
        if self._word(end) == "of" and self._word(end + 1) in self.words.of_which:
            return found._replace(of_which=True)
        for length in (3, 2, 1):
            *words, noun = self.lower[end : end + length] or [""]
            words.append(noun if noun in self.book.amounts else noun.removesuffix("s"))
            measured = self.book.amounts.get(" ".join(words)) if len(words) == length else None
            if measured is not None:
                content = self._content(end + length)
                return found._replace(end=end + length, measure="amount", unit=measured, noun=content)
        if self._word(end).removesuffix("s") == "pound":
            return found._replace(end=end + 1, measure="amount", unit="pound", noun=self._content(end + 1))
        unit, more = self.phrases.counted(number, end)
        last = max(end, unit.i + 1) if unit is not None and unit.i >= end else end + more
        if any(token.tag_ == "CD" and token.nbor(-1).tag_ != "NNP" for token in self.doc[end:last]):
            last = end  # "12 of the 15 people" are two numbers
        return found._replace(end=last, noun=unit, more=more)

    # --- what is no quantity ---

    def _is_no_quantity(self, number: Number) -> bool:
        first = self.doc[number.start]
        return (
            self._is_joined(number)
            or first.tag_ == "LS"
            or self._word(number.end) in ("°", "st", "nd", "rd", "th", "o'clock", "o’clock")
            or (first.lower_ == "one" and number.share is None and self._is_pronoun(number))
            or (first.lower_ == "both" and self._is_conjunction(number))
            or self._is_followed_by_another(number)
            # "most of the 300 people": told of a part that has no number
            or (
                self.lower[max(0, number.start - 2) : number.start] == ["of", "the"]
                and self._word(number.start - 3) in self.words.portions
            )
            or (
                self._word(number.start - 1) in self.words.rates
                and self._word(number.start - 2) not in self.words.rates
            )
            or self._is_lost_by(number)
            or self._is_name(number)
            or self._is_age(number)
        )

    def _is_lost_by(self, number: Number) -> bool:
        """The second number in "312 votes to 298", but not in "fell from 312 votes to 298"."""
        before = self.lower[max(0, number.start - _SCORE_REACH) : number.start]
        return before[-1:] == ["to"] and before[-2:-1] in (["vote"], ["votes"]) and "from" not in before

    def _is_uncounted(self, quantity: Quantity) -> bool:
        """A duration, an order, a score or a rate."""
        first, second = self._word(quantity.end), self._word(quantity.end + 1)
        if quantity.measure != "count":
            return False
        is_score = first == "to" and self._word(quantity.start - 1) != "from"
        if is_score and self.numbers.at(quantity.end + 1) is not None and quantity.noun is not None:
            return True  # "by 312 votes to 298"
        if first == "per":  # "10.2 murders per 100,000 people"
            return second != "cent"
        noun = quantity.noun.lemma_.lower() if quantity.noun is not None else ""
        return noun in self.words.durations or noun in self.words.no_counts

    def _is_part_of_name(self, number: Number, quantity: Quantity) -> bool:
        """A number behind a name that its noun does not agree with: "Air Force One jets", "SEAL Team 6 raid"."""
        before, unit = self.doc[number.start - 1] if number.start else None, quantity.noun
        is_count = quantity.measure == "count"
        if before is None or not is_count or before.tag_ not in ("NNP", "NNPS") or unit is None or unit.i < number.end:
            return False
        is_one = number.value == 1
        return unit.tag_ == ("NNS" if is_one else "NN") and unit.lower_ not in self.book.invariant

    def _is_joined(self, number: Number) -> bool:
        """As in "15-member", "F-16", "24/7", "14-0", "4:30"."""
        last = self.doc[number.end - 1]
        joined = self._word(number.end + 1)
        is_measure = (
            joined in ("percent", "percentage") or joined in self.words.points or joined in self.words.currency_nouns
        )
        is_bound = self.doc[number.end : number.end + 1].text_with_ws in ("-", "/", ":")  # not "rises to 12: ministry"
        if is_bound and not last.whitespace_ and number.high == number.low:
            return not is_measure and self._word(number.start - 1) not in self.words.currencies
        before = self.doc[number.start - 1] if number.start else None
        return before is not None and before.i > 0 and before.text in "-/#:+" and not before.whitespace_

    def _is_followed_by_another(self, number: Number) -> bool:
        """As in "2440 Over 100 civilians": a counter of the web page before the text goes on."""
        if number.end >= len(self.doc) or number.value is None:
            return False
        following = self.doc[number.end]
        is_qualifier = following.text[:1].isupper() and any(w[0] == following.lower_ for w in self.book.before)
        # not "five North American plants"
        is_qualifier = is_qualifier and any(t.tag_ == "CD" for t in self.doc[number.end + 1 : number.end + 4])
        return is_qualifier or following.text in ("A", "An")

    def _is_pronoun(self, number: Number) -> bool:
        before, after = self._word(number.start - 1), self._word(number.end)
        if self.doc[number.start].tag_ in ("PRP", "NN") or before in self.words.before_pronoun:
            return True
        if after in self.words.after_pronoun:
            return True
        if self.doc[number.end : number.end + 1] and self.doc[number.end].tag_ in ("WDT", "WP", "VBZ", "MD"):
            return self.book.stops.isdisjoint(self.lower[number.end : number.end + _OUTCOME_REACH])
        # "one of the leaders" tells of a leader, not of a number; "one of its two restaurants" does
        is_of_number = self.numbers.at(number.end + 2) is not None
        return after == "of" and self._word(number.end + 1) not in ("them", "whom") and not is_of_number

    def _is_conjunction(self, number: Number) -> bool:
        """As in "both soldiers and civilians", "both the attack and the raid"."""
        noun = self.phrases.noun_from(number.end)
        if noun is not None and noun.tag_ in ("NN", "NNP") and noun.lower_ not in self.book.invariant:
            return True
        following = self.doc[number.end : number.end + _BOTH_REACH]
        return self.doc[number.start].dep_ in ("preconj", "cc") or any(t.lower_ == "and" for t in following)

    def _is_name(self, number: Number) -> bool:
        """A number behind the noun or name it belongs to: "Resolution 2328", "Boeing 747"."""
        before = self.doc[number.start - 1] if number.start else None
        if before is None:
            return False
        if before.lower_ in self.book.numbered:
            return True
        if self.doc[number.start].ent_type_ in _NAMED and self.doc[number.start].ent_iob_ == "I":
            return self.doc[number.end - 1].ent_type_ in _NAMED  # "the S&P 500", "Boeing 737"
        first = self.doc[number.start]
        is_title = first.text[:1].isupper() and first.lower_ in self.words.small and before.tag_ == "NNP"
        if is_title and self.phrases.noun_from(number.end) is None:
            return True  # "the Central Park Five"
        hangs = first.dep_ in ("nummod", "appos", "npadvmod", "nmod") and first.head == before
        # "In Daraa 15 civilians were killed": the number goes with what follows
        return hangs and before.tag_ in ("NN", "NNP", "NNPS") and self.phrases.noun_from(number.end) is None

    def _is_age(self, number: Number) -> bool:
        """As in "John Smith, 35, said", "children under 5", "12 years old"."""
        before, after = self._word(number.start - 1), self._word(number.end)
        if after in ("-", "years", "year", "months", "days") and self._word(number.end + 1) in ("old", "-"):
            return True
        if number.start < 2:
            return False
        if before in ("of", "from", "between") and self._word(number.start - 2) in ("age", "ages"):
            return True
        back = number.start - 2
        while back > 0 and before == "," and self._word(back) == ",":
            back -= 1  # marks doubled where words were taken out
        owner = self.doc[back]
        if before in ("under", "over") and owner.pos_ in ("NOUN", "PROPN"):
            noun = self.phrases.noun_from(number.end)
            return noun is None or after in ("that", "who", "years", "year")
        is_name = before == "," and after in (",", ".") and owner.pos_ in ("PROPN", "NOUN")
        return is_name and number.value is not None and number.value < _OLDEST

    # --- what stands around it ---

    def _qualified(self, number: Number) -> tuple[int, _Bounds]:
        """The words before a number and the bounds they make."""
        start, kind, qualifier = number.start, None, None
        position = number.start - (self._word(number.start - 1) in self.words.currencies)
        while True:
            length = self._qualifier_before(position)
            if not length:
                break
            start = position = position - length
            words = tuple(self.lower[position : position + length])
            if kind is None or self.book.before[words] != "exact":
                kind, qualifier = self.book.before[words], " ".join(words)
        if kind is not None and number.value is not None and number.low == number.high:
            return start, _bounded(kind, qualifier, number)
        return start, (number.low, number.value, number.high, qualifier)

    def _qualifier_before(self, end: int) -> int:
        """How many words before a token are a qualifier; 0 for none."""
        for length in range(min(self.book.longest, end), 0, -1):
            words = tuple(self.lower[end - length : end])
            if words in self.book.before and self.in_time.isdisjoint(range(end - length, end)):
                return length
        return 0


def _as_percentage(found: Quantity, times: float) -> Quantity:
    low, best, high = (None if bound is None else bound * times for bound in (found.low, found.best, found.high))
    return found._replace(low=low, best=best, high=high, measure="ratio", unit="percent")


def _bounded(kind: str, qualifier: str | None, number: Number) -> _Bounds:
    low, best, high = (number.value if known else None for known in _KINDS[kind])
    return low, best, high, qualifier
