"""Claims: numbers that an article reports, with what happened, to whom, where, when and who says so.

A claim goes from a quantity to its event through the syntax: the verb that acts on what is counted
("killed 12", "12 were killed"), what stands in apposition to it ("12 dead"), the noun it belongs to
("the deaths of 12"), or the count it completes ("the death toll rose to 58"). Which words make
which category is in ``events.yaml`` and ``units.yaml``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.extract.quantities import Quantity, QuantityBook, find_quantities
from analysis.extract.records import Claim, Name, Quote, Time
from analysis.extract.syntax import OBJECTS, VERBS, Positions, is_negated, is_passive
from analysis.lexicon import Event, Lexicon

# Verbs that report what their complement says: "are believed to be trapped", "was reported killed".
_RAISING = frozenset(
    [
        "believe",
        "report",
        "say",
        "think",
        "fear",
        "know",
        "expect",
        "estimate",
        "confirm",
        "presume",
        "consider",
        "declare",
        "find",
        "allege",
        "rumour",
        "rumor",
        "feel",
        "assume",
        "understand",
        "deem",
        "pronounce",
        "seem",
        "appear",
        "begin",
        "start",
        "continue",
        "manage",
    ]
)
_PLANNING = frozenset(
    [
        "plan",
        "expect",
        "intend",
        "set",
        "poise",
        "schedule",
        "want",
        "hope",
        "prepare",
        "order",
        "urge",
        "call",
        "ask",
        "agree",
        "propose",
        "promise",
        "vow",
        "pledge",
        "threaten",
        "try",
        "seek",
        "aim",
        "wait",
        "demand",
    ]
)
# What is done under these is done: "allowed five buses to leave".
_FACTUAL = frozenset(
    ["allow", "let", "enable", "force", "help", "make", "manage", "begin", "start", "continue", "cause", "compel"]
)
_MODALS = frozenset({"will", "would", "shall", "should", "may", "might", "could", "can", "must", "'ll", "wo", "'d"})
_ALLEGED = frozenset({"allegedly", "purportedly", "supposedly", "alleged", "suspected"})
_REPORTED = frozenset({"reportedly", "apparently", "probably", "presumably", "likely"})
_BE = frozenset({"be", "become", "remain", "stay", "lie"})


class _Hit(NamedTuple):
    """A category for a quantity, the word that gave it, and by which rule."""

    category: str
    word: Token
    rule: str


@dataclass(frozen=True)
class EventBook:
    """The event and unit lists of the lexicon as look-ups by lemma."""

    events: Mapping[str, Event]
    units: Mapping[str, tuple[str, str]]  # lemma -> (class, unit)
    objects: Mapping[str, str]
    subjects: Mapping[str, str]
    states: Mapping[str, str]
    nouns: Mapping[str, str]
    counters: Mapping[str, str]
    adjectives: Mapping[str, str]
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    tolls: tuple[tuple[tuple[str, ...], str], ...]
    always: Mapping[str, str]  # unit class -> category
    weak: frozenset[tuple[str, str]]  # (category, lemma)

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon) -> "EventBook":
        """Invert the lists; where two categories claim a word, the first in the file has it."""

        def invert(field: str) -> dict[str, str]:
            out: dict[str, str] = {}
            for category, event in lexicon.events.items():
                for word in getattr(event, field):
                    out.setdefault(word.lower(), category)
            return out

        def phrases(field: str) -> tuple[tuple[tuple[str, ...], str], ...]:
            pairs = [
                (tuple(phrase.lower().split()), category)
                for category, event in lexicon.events.items()
                for phrase in getattr(event, field)
            ]
            return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))

        units: dict[str, tuple[str, str]] = {}
        for unit_class, members in lexicon.units.items():
            for unit, words in members.items():
                for word in words:
                    units.setdefault(word.lower(), (unit_class, unit))
        return cls(
            events=lexicon.events,
            units=units,
            objects=invert("object"),
            subjects=invert("subject"),
            states=invert("state"),
            nouns=invert("nouns"),
            counters=invert("counters"),
            adjectives=invert("adjectives"),
            phrases=phrases("phrases"),
            tolls=phrases("tolls"),
            always=invert("always"),
            weak=frozenset((name, word.lower()) for name, event in lexicon.events.items() for word in event.weak),
        )


def find_claims(
    doc: Doc,
    published: date | None,
    names: Sequence[Name],
    times: Sequence[Time],
    quotes: Sequence[Quote],
    positions: Positions,
    quantities: QuantityBook,
    events: EventBook,
) -> list[Claim]:
    """Find every reported number of one article.

    Args:
        doc: the parsed article.
        published: its day of publication.
        names: what it names, for places.
        times: its time expressions.
        quotes: its quotations and reported clauses, for sources.
        positions: its sentences.
        quantities: number words.
        events: events and units.

    Returns:
        Claims in order of their start; ``part_of`` is the ``claim_id`` of the number that includes one.
    """
    return _Finder(doc, published, names, times, quotes, positions, events).claims(
        find_quantities(doc, times, quantities)
    )


class _Finder:
    def __init__(
        self,
        doc: Doc,
        published: date | None,
        names: Sequence[Name],
        times: Sequence[Time],
        quotes: Sequence[Quote],
        positions: Positions,
        book: EventBook,
    ) -> None:
        self.doc = doc
        self.published = published
        self.times = [(positions.tokens(time.start, time.end), time) for time in times]
        self.places = [name for name in names if name.place]
        self.quotes = quotes
        self.positions = positions
        self.book = book
        self.lower = [token.lower_ for token in doc]
        self.lemmas = [token.lemma_.lower() for token in doc]
        self.strong = self._strong_categories()

    def _strong_categories(self) -> frozenset[str]:
        """Categories that the article has an unmistakable word of, so that weak ones count too."""
        found = set()
        present = set(self.lemmas)
        for category, event in self.book.events.items():
            words = {
                w.lower() for w in (*event.object, *event.subject, *event.nouns, *event.counters, *event.adjectives)
            }
            if any(word in present and (category, word) not in self.book.weak for word in words):
                found.add(category)
        return frozenset(found)

    # --- the ledger ---

    def claims(self, quantities: Sequence[Quantity]) -> list[Claim]:
        """Turn quantities into claims, with single victims among them, in order."""
        taken = {i for q in quantities for i in range(q.start, q.end)}
        rows: list[tuple[Quantity, _Hit, str]] = []
        before: Quantity | None = None
        categories: dict[int, str] = {}  # number token -> category
        for quantity in quantities:
            unit_class, unit = self._unit(quantity, before)
            hit = self._category(quantity, unit_class, before, categories)
            if hit is not None:
                categories[quantity.number] = hit.category
                rows.append((quantity, hit, unit))
            before = quantity
        rows += [(q, hit, unit) for q, hit, unit in self._single_victims(taken)]
        rows.sort(key=lambda row: (row[0].start, row[0].end))
        return self._records(rows)

    def _records(self, rows: Sequence[tuple[Quantity, _Hit, str]]) -> list[Claim]:
        out: list[Claim] = []
        spans: list[tuple[Quantity, _Hit]] = []
        for quantity, hit, unit in rows:
            start = self.doc[quantity.start].idx
            last = self.doc[quantity.end - 1]
            source = self._source(start)
            as_of, as_of_start, basis = self._as_of(hit, quantity)
            out.append(
                Claim(
                    sent_id=self.positions.sentence_of(start).sent_id,
                    claim_id=len(out),
                    start=start,
                    end=last.idx + len(last),
                    surface=self.doc.text[start : last.idx + len(last)],
                    low=quantity.low,
                    best=quantity.best,
                    high=quantity.high,
                    qualifier=quantity.qualifier,
                    unit=unit,
                    category=hit.category,
                    modality=self._modality(hit, quantity),
                    cumulative=self._is_cumulative(hit, quantity),
                    part_of=self._part_of(quantity, hit, spans),
                    place=self._place(hit, quantity),
                    as_of=as_of.isoformat() if as_of else None,
                    as_of_start=as_of_start.isoformat() if as_of_start else None,
                    as_of_basis=basis,
                    source=source.speaker if source else None,
                    source_id=source.speaker_id if source else None,
                    voice="narrator",
                    rule=hit.rule,
                )
            )
            spans.append((quantity, hit))
        return out

    # --- units ---

    def _unit(self, quantity: Quantity, before: Quantity | None) -> tuple[str | None, str]:
        """Class and canonical name of what is counted; class None for a noun that no list has."""
        if quantity.percent:
            return "percent", "percent"
        if quantity.currency:
            return "aid", "dollars"
        unit = quantity.unit
        if quantity.of_which:
            part = self._noun_behind(quantity.end + 2)
            if part is not None and self._class_of(part)[0] == "people":
                return self._class_of(part)
        if unit is None:
            if (quantity.more or quantity.of_which) and before is not None and before.unit is not None:
                return self._unit(before, None)
            return "bare", "people"
        if unit.lemma_.lower() in self.book.counters and self._class_of(unit)[0] is None:
            return "people", "people"
        return self._class_of(unit)

    def _noun_behind(self, start: int) -> Token | None:
        """As in "380 of them children", "13 of whom were women"."""
        for token in self.doc[start : start + 3]:
            if token.tag_ in ("NN", "NNS"):
                return token
        return None

    def _class_of(self, noun: Token) -> tuple[str | None, str]:
        before = noun.nbor(-1) if noun.i else None
        lemma = noun.lemma_.lower()
        if before is not None and before.dep_ in ("compound", "amod"):
            double = self.book.units.get(f"{before.lemma_.lower()} {lemma}")
            if double is not None:
                return double
        known = self.book.units.get(lemma) or self.book.units.get(noun.lower_)
        if known is not None:
            return known
        singular = noun.lower_.removesuffix("s")
        return self.book.units.get(singular, (None, lemma))

    def _fits(self, category: str, unit_class: str | None, strong: bool) -> bool:
        """Whether a category can count a class of units; unknown nouns only beside strong words."""
        event = self.book.events[category]
        if unit_class is None:
            return strong and "people" in event.units and "bare" in event.units
        return unit_class in event.units

    def _hit(self, table: Mapping[str, str], token: Token, unit_class: str | None, rule: str) -> _Hit | None:
        lemma = token.lemma_.lower()
        category = table.get(lemma) or table.get(token.lower_)
        if category is None:
            return None
        weak = (category, lemma) in self.book.weak or (category, token.lower_) in self.book.weak
        if weak and category not in self.strong:
            return None
        return _Hit(category, token, rule) if self._fits(category, unit_class, not weak) else None

    # --- categories ---

    def _category(
        self, quantity: Quantity, unit_class: str | None, before: Quantity | None, categories: Mapping[int, str]
    ) -> _Hit | None:
        anchor = (
            quantity.unit
            if quantity.unit is not None and quantity.unit.i >= quantity.start
            else self.doc[quantity.number]
        )
        if unit_class is not None and unit_class in self.book.always:
            category = self.book.always[unit_class]
            return _Hit(category, anchor, "unit") if not self._contains_another(quantity) else None
        if quantity.percent:
            return self._percent(quantity)
        return (
            self._toll(quantity)
            or self._beside(quantity, unit_class)
            or self._counter(quantity)
            or self._governor(anchor, quantity, unit_class)
            or self._of_noun(anchor, unit_class)
            or self._modifier(quantity, unit_class)
            or self._state(anchor, quantity, unit_class)
            or self._part(quantity, unit_class, before, categories)
            or self._fragment(anchor, quantity, unit_class)
        )

    def _contains_another(self, quantity: Quantity) -> bool:
        """As in "One convoy of five buses": the number behind is the one that counts."""
        after = self.doc[quantity.end : quantity.end + 3]
        return len(after) > 1 and after[0].lower_ == "of" and any(t.like_num or t.tag_ == "CD" for t in after[1:])

    def _percent(self, quantity: Quantity) -> _Hit | None:
        noun = quantity.unit
        if noun is None:
            return None
        for token in (noun, *noun.lefts):
            category = self.book.nouns.get(token.lemma_.lower())
            if category is not None and "percent" in self.book.events[category].units:
                return _Hit(category, token, "percent")
        return None

    def _toll(self, quantity: Quantity) -> _Hit | None:
        """As in "The death toll rose to 58", "bringing the number of evacuees to 12,000"."""
        if quantity.unit is not None and self._class_of(quantity.unit)[0] not in ("people", "bare"):
            return None
        number = self.doc[quantity.number]
        sentence = self.positions.sentence_of(number.idx)
        first = self.positions.tokens(sentence.start, sentence.start + 1).start
        for words, category in self.book.tolls:
            for i in range(max(first, quantity.start - 14), quantity.start - len(words) + 1):
                if tuple(self.lower[i : i + len(words)]) != words:
                    continue
                if words == ("count",) or (words == ("toll",) and "killed" not in self.strong):
                    continue
                between = self.lower[i + len(words) : quantity.start]
                if self._links(between, self.doc[i + len(words) : quantity.start]):
                    return _Hit(category, self.doc[i + len(words) - 1], "toll")
        return self._number_of(quantity, first)

    def _number_of(self, quantity: Quantity, first: int) -> _Hit | None:
        """As in "The number of people killed has risen to 58": the category is in the phrase."""
        for i in range(max(first, quantity.start - 16), quantity.start - 2):
            if self.lower[i] != "number" or self.lower[i + 1] != "of":
                continue
            for j in range(i + 2, min(quantity.start, i + 7)):
                token = self.doc[j]
                category = self.book.counters.get(self.lemmas[j]) or self.book.adjectives.get(self.lower[j])
                if category is not None and self._links(
                    self.lower[j + 1 : quantity.start], self.doc[j + 1 : quantity.start]
                ):
                    return _Hit(category, token, "toll")
        return None

    def _links(self, words: Sequence[str], tokens: Iterable[Token]) -> bool:
        """Whether what stands between a toll and a number makes the number its value."""
        if any(word in (".", ";", ":") and word != ":" for word in words):
            return False
        linked = {
            "to",
            "at",
            "of",
            "is",
            "was",
            "stood",
            "stands",
            "reached",
            "hit",
            "exceeded",
            "passed",
            "topped",
            ":",
            "as",
            "surpassed",
            "has",
            "had",
            "were",
            "now",
        }
        if not words:
            return False
        has_number = any(token.like_num or token.tag_ == "CD" for token in tokens)
        return bool(set(words) & linked) and not has_number

    def _beside(self, quantity: Quantity, unit_class: str | None) -> _Hit | None:
        """A participle or adjective right behind: "12 dead", "four people reportedly killed"."""
        position = quantity.end
        for _ in range(4):
            if position >= len(self.doc):
                return None
            token = self.doc[position]
            # "12 people killed": a participle; "12 militants killed three soldiers": a verb with its object.
            if token.tag_ in ("VBD",) and any(child.dep_ in OBJECTS for child in token.children):
                return None
            hit = self._hit(self.book.adjectives, token, unit_class, "beside")
            if hit is None and token.tag_ == "VBN":
                hit = self._hit(self.book.objects, token, unit_class, "beside")
            if hit is None and token.tag_ == "VBD" and quantity.unit is None:
                hit = self._hit(self.book.objects, token, unit_class, "beside")
            if hit is not None:
                return hit
            if token.tag_ not in ("RB", "JJ", "CC", "VBN") and token.lower_ not in (
                "others",
                "other",
                "more",
                "and",
                "were",
                "was",
                "people",
                ",",
            ):
                return None
            if token.lower_ in ("were", "was"):
                return None
            position += 1
        return None

    def _counter(self, quantity: Quantity) -> _Hit | None:
        """As in "12 deaths", "200 arrests": the unit is the event."""
        if quantity.unit is None:
            return None
        hit = self._hit(self.book.counters, quantity.unit, "people", "counter")
        if hit is None or (
            hit.category == "displaced" and self._governor(quantity.unit, quantity, "people") is not None
        ):
            return None
        return hit

    def _governor(self, anchor: Token, quantity: Quantity, unit_class: str | None) -> _Hit | None:
        """The verb that acts on what is counted or that it does."""
        token = self._top(anchor, quantity)
        head = token.head
        if head == token:
            return self._hit(self.book.adjectives, token, unit_class, "verb")
        role = token.dep_
        if role == "nsubjpass":
            return self._passive(head, unit_class)
        if role == "nsubj":
            return self._as_subject(head, token, unit_class)
        if role in OBJECTS or role in ("attr", "oprd", "dep"):
            hit = (
                self._hit(self.book.objects, head, unit_class, "verb")
                if head.pos_ in VERBS and not is_passive(head)
                else None
            )
            return hit or self._complement(head, unit_class)
        if role == "pobj" and head.dep_ == "agent":
            return None
        if role == "pobj" and head.lower_ in ("of",) and head.head.pos_ in VERBS and not is_passive(head.head):
            return self._hit(self.book.objects, head.head, unit_class, "verb")
        return None

    def _top(self, anchor: Token, quantity: Quantity) -> Token:
        """From the counted noun up to the head of its phrase: over "of", coordination, apposition."""
        token = anchor
        for _ in range(6):
            head = token.head
            if head == token:
                break
            inside = quantity.start <= head.i < quantity.end
            if inside or (
                token.dep_ in ("nummod", "quantmod", "compound", "amod", "nmod")
                and head.pos_ in ("NOUN", "PROPN", "NUM", "ADJ")
            ):
                token = head
            elif token.dep_ == "pobj" and head.lower_ == "of" and quantity.start <= head.i < quantity.end:
                token = head.head
            elif (token.dep_ == "prep" and inside) or (token.dep_ == "conj" and head.pos_ in ("NOUN", "PROPN", "NUM")):
                token = head
            elif token.dep_ == "appos" and head.pos_ in ("NOUN", "PROPN", "NUM"):
                break
            else:
                break
        return token

    def _passive(self, verb: Token, unit_class: str | None) -> _Hit | None:
        hit = self._hit(self.book.objects, verb, unit_class, "verb") or self._hit(
            self.book.adjectives, verb, unit_class, "verb"
        )
        if hit is not None:
            return hit
        if verb.lemma_ in _RAISING:
            return self._complement(verb, unit_class)
        return self._conjoined(verb, unit_class, passive=True)

    def _as_subject(self, verb: Token, subject: Token, unit_class: str | None) -> _Hit | None:
        if verb.pos_ not in VERBS:
            return self._hit(self.book.adjectives, verb, unit_class, "verb")
        hit = self._hit(self.book.subjects, verb, unit_class, "verb")
        if hit is not None:
            return hit
        # Headlines leave the auxiliary out: "58 killed in suspected gas attack".
        has_object = any(child.dep_ in OBJECTS for child in verb.children)
        if verb.tag_ in ("VBN", "VBD") and not has_object and not any(c.dep_ == "aux" for c in verb.children):
            hit = self._hit(self.book.objects, verb, unit_class, "verb")
            if hit is not None and (hit.category, verb.lemma_.lower()) not in self.book.weak:
                return hit
        if verb.lemma_ in _BE or verb.lemma_ in _RAISING or verb.lemma_ in ("get", "go", "leave", "report", "count"):
            hit = self._complement(verb, unit_class)
            if hit is not None:
                return hit
        return self._conjoined(verb, unit_class, passive=False)

    def _complement(self, verb: Token, unit_class: str | None) -> _Hit | None:
        """As in "Are believed to be trapped", "were left dead", "leaving 13 dead", "left 12 people wounded"."""
        for child in verb.children:
            if child.dep_ in ("acomp", "oprd", "attr", "advcl", "ccomp", "xcomp", "amod", "advmod"):
                hit = self._hit(self.book.adjectives, child, unit_class, "complement")
                if hit is None and child.pos_ in VERBS and (is_passive(child) or child.tag_ == "VBN"):
                    hit = self._hit(self.book.objects, child, unit_class, "complement")
                if hit is None and child.dep_ in ("xcomp",) and child.pos_ in VERBS:
                    hit = self._hit(self.book.subjects, child, unit_class, "complement")
                if (
                    hit is None
                    and child.dep_ in ("xcomp", "ccomp")
                    and (child.lemma_ in _BE or child.lemma_ in _RAISING)
                ):
                    hit = self._complement(child, unit_class)
                if hit is not None:
                    return hit
        return None

    def _conjoined(self, verb: Token, unit_class: str | None, *, passive: bool) -> _Hit | None:
        """As in "12 people were arrested and killed": a second verb that shares the subject."""
        for other in verb.conjuncts:
            if (
                other.i > verb.i
                and other.pos_ in VERBS
                and not any(c.dep_ in ("nsubj", "nsubjpass") for c in other.children)
            ):
                table = self.book.objects if passive else self.book.subjects
                hit = self._hit(table, other, unit_class, "verb")
                if hit is not None:
                    return hit
        return None

    def _of_noun(self, anchor: Token, unit_class: str | None) -> _Hit | None:
        """As in "The deaths of 12 people", "the evacuation of 500", "a massacre that left 12"."""
        token = anchor
        for _ in range(4):
            if token.dep_ in ("pobj", "conj", "nummod", "compound", "appos") or token.dep_ == "prep":
                head = token.head
                if token.dep_ == "prep" and token.lower_ == "of" and head.pos_ == "NOUN":
                    hit = self._hit(self.book.nouns, head, unit_class, "noun")
                    if hit is not None:
                        return hit
                token = head
            else:
                break
        return None

    def _modifier(self, quantity: Quantity, unit_class: str | None) -> _Hit | None:
        """As in "Trapped civilians", "12 wounded soldiers", "children who had been trapped"."""
        unit = quantity.unit
        if unit is None:
            return None
        # The last modifier before the noun is read first; a relative clause behind comes after.
        for i in range(unit.i - 1, quantity.number, -1):
            hit = self._hit(self.book.adjectives, self.doc[i], unit_class, "modifier")
            if hit is not None:
                return hit
        for child in unit.rights:
            if child.dep_ in ("relcl", "acl") and child.pos_ in VERBS:
                if is_passive(child) or child.tag_ == "VBN":
                    hit = self._hit(self.book.objects, child, unit_class, "modifier")
                elif any(c.tag_ in ("WP", "WDT") and c.dep_ == "nsubj" for c in child.children) or child.tag_ == "VBG":
                    hit = self._hit(self.book.subjects, child, unit_class, "modifier") or self._hit(
                        self.book.states, child, unit_class, "modifier"
                    )
                else:
                    hit = None
                if hit is not None:
                    return hit
        return None

    def _state(self, anchor: Token, quantity: Quantity, unit_class: str | None) -> _Hit | None:
        """As in "Remain in need", "are waiting": verbs and phrases that tell a state."""
        top = self._top(anchor, quantity)
        verb = top.head
        phrase = self._phrase(quantity, unit_class)
        if phrase is not None:
            return phrase
        if top.dep_ in ("nsubj", "nsubjpass") and verb.pos_ in VERBS:
            return self._hit(self.book.states, verb, unit_class, "state")
        return None

    def _phrase(self, quantity: Quantity, unit_class: str | None) -> _Hit | None:
        """A prepositional phrase in the same clause, before or behind the number."""
        left = self._clause_edge(quantity.start, -1)
        right = self._clause_edge(quantity.end - 1, 1)
        for words, category in self.book.phrases:
            for i in range(left, right - len(words) + 1):
                if tuple(self.lower[i : i + len(words)]) == words and self._fits(category, unit_class, False):
                    return _Hit(category, self.doc[i], "phrase")
        return None

    def _clause_edge(self, i: int, step: int) -> int:
        for _ in range(16):
            following = i + step
            if (
                not 0 <= following < len(self.doc)
                or self.doc[following].text in (".", ";", "!", "?")
                or self.doc[following].is_space
            ):
                break
            i = following
        return i if step < 0 else i + 1

    def _part(
        self, quantity: Quantity, unit_class: str | None, before: Quantity | None, categories: Mapping[int, str]
    ) -> _Hit | None:
        """As in "Including 13 children", "380 of them": the category of the number before."""
        if before is None or before.number not in categories:
            return None
        near = quantity.start - before.end <= 14
        if near and (quantity.of_which or self._is_included(quantity)):
            category = categories[before.number]
            if self._fits(category, unit_class, True):
                return _Hit(category, self.doc[quantity.number], "part")
        if near and self._is_listed(quantity, before):
            category = categories[before.number]
            if self._fits(category, unit_class, True):
                return _Hit(category, self.doc[quantity.number], "list")
        return None

    def _is_included(self, quantity: Quantity) -> bool:
        words = self.lower[max(0, quantity.start - 3) : quantity.start]
        return any(word in ("including", "among", "included", "whom", "amongst") for word in words) or (
            words[-2:] in (["among", "them"], ["of", "them"]) or words[-3:] == ["of", "which", ","]
        )

    def _is_listed(self, quantity: Quantity, before: Quantity) -> bool:
        """As in "Three men, two women and a child were killed": coordinated with the number before."""
        between = self.doc[before.end : quantity.start]
        return (
            len(between) <= 6
            and all(t.text in (",", "and", "&") or t.tag_ in ("CC", "DT", "JJ", "NN", "NNS", "NNP") for t in between)
            and any(t.lower_ == "and" or t.text == "," for t in between)
        )

    def _fragment(self, anchor: Token, quantity: Quantity, unit_class: str | None) -> _Hit | None:
        """A sentence without a verb that goes on from the one before: "along with thousands of civilians."."""
        sentence = self.positions.sentence_of(self.doc[quantity.start].idx)
        tokens = self.positions.tokens(sentence.start, sentence.end)
        if sentence.sent_id == 0 or any(t.pos_ in VERBS for t in tokens) or not tokens[0].text[:1].islower():
            return None
        previous = self.positions.sentences[sentence.sent_id - 1]
        for token in reversed(self.positions.tokens(previous.start, previous.end)):
            if token.pos_ in VERBS:
                return self._hit(self.book.objects, token, unit_class, "fragment")
        return None

    # --- single victims ---

    def _single_victims(self, taken: set[int]) -> Iterator[tuple[Quantity, _Hit, str]]:
        """As in "A bus driver was killed": one, though no number says so."""
        for token in self.doc:
            if token.lower_ not in ("a", "an", "another") or token.dep_ != "det" or token.i in taken:
                continue
            noun = token.head
            if noun.tag_ != "NN" or noun.i < token.i or noun.i in taken or noun.i - token.i > 6:
                continue
            unit_class, unit = self._class_of(noun)
            if unit_class != "people":
                continue
            quantity = Quantity(token.i, noun.i + 1, noun.i, 1.0, 1.0, 1.0, None, noun, False, False, False, False)
            hit = self._beside(quantity, "people") or self._governor(noun, quantity, "people")
            if hit is not None and self.book.events[hit.category].implicit and not self._is_generic(hit):
                yield quantity, hit._replace(rule="single"), unit

    def _is_generic(self, hit: _Hit) -> bool:
        verb = hit.word
        return (
            verb.tag_ in ("VBP", "VBZ", "VB")
            or is_negated(verb)
            or any(c.dep_ == "aux" and c.lower_ in _MODALS for c in verb.children)
        )

    # --- what belongs to a claim ---

    def _verb(self, hit: _Hit) -> Token:
        """The verb of the clause that a claim stands in."""
        for token in (hit.word, *hit.word.ancestors):
            if token.pos_ in VERBS and token.dep_ not in ("aux", "auxpass"):
                return token
        return hit.word

    def _source(self, offset: int) -> Quote | None:
        """The innermost quotation or reported clause around a claim that has a speaker."""
        around = [q for q in self.quotes if q.start <= offset < q.end and q.speaker is not None]
        return min(around, key=lambda q: (q.end - q.start, q.start)) if around else None

    def _modality(self, hit: _Hit, quantity: Quantity) -> str:
        words = set(self.lower[max(0, quantity.start - 3) : quantity.end + 3])
        verb = self._verb(hit)
        chain = self._chain(verb)
        for token in chain:
            if is_negated(token) or any(c.lower_ == "no" and c.dep_ == "det" for c in token.children):
                return "denied"
            if token.lemma_ == "deny":
                return "denied"
        if any(self._is_planned(token) for token in chain):
            return "planned"
        adverbs = words | {c.lower_ for token in chain for c in token.children if c.dep_ in ("advmod", "amod")}
        if adverbs & _ALLEGED or any(token.lemma_ in ("accuse", "allege", "claim") for token in chain):
            return "alleged"
        quote = self._source(self.doc[quantity.start].idx)
        if quote is not None and quote.cue_class == "distancing":
            return "alleged"
        raised = any(token.lemma_ in _RAISING and is_passive(token) for token in chain)
        if adverbs & _REPORTED or raised:
            return "reported"
        return "asserted"

    def _chain(self, verb: Token) -> list[Token]:
        """The verb and those it depends on as their complement, up to who says so."""
        chain = [verb]
        for _ in range(4):
            token = chain[-1]
            if token.dep_ in ("xcomp", "ccomp", "advcl", "acl", "pcomp", "conj") and token.head != token:
                up = token.head
                while up.pos_ not in VERBS and up.head != up and up.dep_ in ("prep", "pobj", "dobj", "attr"):
                    up = up.head
                if up.pos_ not in VERBS or (
                    token.dep_ in ("ccomp", "conj", "advcl") and up.lemma_ not in _RAISING | _PLANNING | _FACTUAL
                ):
                    break
                chain.append(up)
            else:
                break
        return chain

    def _is_planned(self, verb: Token) -> bool:
        aux = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
        if aux & _MODALS:
            return True
        if verb.tag_ == "VB" and "to" in aux:
            head = verb.head
            # "are believed to be trapped" reports; "an order to evacuate 500" plans.
            if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in _RAISING | _FACTUAL:
                return False
            return verb.dep_ in ("xcomp", "ccomp", "acl", "advcl", "relcl")
        return False

    def _is_cumulative(self, hit: _Hit, quantity: Quantity) -> bool:
        if hit.rule == "toll":
            return True
        edge_left = self._clause_edge(quantity.start, -1)
        edge_right = self._clause_edge(quantity.end - 1, 1)
        words = self.lower[edge_left:edge_right]
        text = " ".join(words)
        if any(
            cue in text
            for cue in (
                "so far",
                "to date",
                "in total",
                "in all",
                "a total of",
                "overall",
                "altogether",
            )
        ):
            return True
        return any(
            span.start and self.lower[span.start - 1] == "since" and edge_left <= span.start < edge_right
            for span, _ in self.times
        )

    def _part_of(self, quantity: Quantity, hit: _Hit, before: Sequence[tuple[Quantity, _Hit]]) -> int | None:
        if hit.rule != "part" and not (quantity.of_which or self._is_included(quantity)):
            return None
        for number in range(len(before) - 1, -1, -1):
            other, other_hit = before[number]
            if other_hit.category == hit.category and other.end <= quantity.start and quantity.start - other.end <= 30:
                larger = (other.best or other.high or other.low or 0) >= (quantity.best or quantity.low or 0)
                return number if larger else None
        return None

    # --- time ---

    def _as_of(self, hit: _Hit, quantity: Quantity) -> tuple[date | None, date | None, str | None]:
        """The last and first day that a claim speaks of, and what told so."""
        verb = self._verb(hit)
        clause = self._times_of(verb)
        found = self._day(clause, quantity)
        if found is not None:
            return (*found, "clause")
        perfect = any(child.lower_ in ("has", "have", "'ve") and child.dep_ == "aux" for child in verb.children)
        if not perfect:
            above: list[Time] = []
            for ancestor in verb.ancestors:
                if ancestor.pos_ in VERBS:
                    above += self._times_of(ancestor)
            found = self._day(above, quantity)
            if found is not None:
                return (*found, "sentence")
        return (self.published, None, "published") if self.published else (None, None, None)

    def _times_of(self, verb: Token) -> list[Time]:
        """The time expressions whose nearest verb is this one."""
        out = []
        for span, time in self.times:
            root = span.root
            nearest = next((a for a in root.ancestors if a.pos_ in VERBS and a.dep_ not in ("aux", "auxpass")), None)
            if nearest == verb:
                out.append(time)
        return out

    def _day(self, times: Sequence[Time], quantity: Quantity) -> tuple[date, date | None] | None:
        """The day that a few time expressions stand for: the nearest to the number that has one."""
        number = self.doc[quantity.number].idx
        for time in sorted(times, key=lambda t: abs(t.start - number)):
            if time.value == "PRESENT_REF" and self.published:
                return self.published, None
            if time.type not in ("DATE", "TIME", "DURATION") or time.latest is None or time.earliest is None:
                continue
            earliest, latest = date.fromisoformat(time.earliest), date.fromisoformat(time.latest)
            span = self.positions.tokens(time.start, time.end)
            before = self.lower[span.start - 1] if span.start else ""
            if before == "since":
                return (self.published or latest), earliest
            if before in ("until", "before", "by", "till"):
                return latest, None
            if self.published and earliest <= self.published < latest and time.type != "TIME":
                latest = self.published  # "this week" goes on; nothing is known of its rest
            return latest, (earliest if earliest != latest else None)
        return None

    # --- place ---

    def _place(self, hit: _Hit, quantity: Quantity) -> str | None:
        """The nearest place in the clause of the event, else in what hangs on the number."""
        verb = self._verb(hit)
        number = quantity.number
        candidates = []
        for name in self.places:
            root = self.doc[name.start : name.end].root
            nearest = next((a for a in root.ancestors if a.pos_ in VERBS and a.dep_ not in ("aux", "auxpass")), None)
            depth = (
                0
                if nearest == verb
                else 1
                if nearest is not None and nearest.head == verb and nearest.dep_ in ("acl", "relcl", "advcl", "xcomp")
                else None
            )
            if depth is None or root.dep_ in ("nsubj", "poss", "amod"):
                continue
            candidates.append((depth, abs(name.start - number), name.place))
        return min(candidates)[2] if candidates else None
