"""Events: what happened to those that a number counts, found through the syntax.

The rules go from the surest to the weakest: a number that completes a toll, a participle beside it,
the verb right before or behind it, the verb that governs it in the parse, the noun it belongs to, a
modifier, a state, a number that it is part of. Parsers stumble over news (commas lost, headlines
without auxiliaries), so that the words right beside a number are asked before the parse.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.clauses import ClauseWords, is_passive
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import NOUNS, OBJECTS, VERBS, Positions
from crossread.lexicon import Event, Lexicon


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
    objects: Mapping[str, str]
    subjects: Mapping[str, str]
    states: Mapping[str, str]
    nouns: Mapping[str, str]
    counters: Mapping[str, str]
    carriers: Mapping[str, str]
    takes: Mapping[str, str]
    adjectives: Mapping[str, str]
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    tolls: tuple[tuple[tuple[str, ...], str], ...]
    always: Mapping[str, str]  # unit class -> category
    weak: frozenset[tuple[str, str]]  # (category, lemma)
    narrow: frozenset[tuple[str, str]]
    lasting: frozenset[str]
    totals: tuple[str, ...]
    toll_links: frozenset[str]
    where: frozenset[str]
    strong: Mapping[str, frozenset[str]]  # lemma -> categories that it is an unmistakable word of

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon) -> "EventBook":
        """Invert the lists; where two categories claim a word, the first in the file has it, of units the last."""
        events = lexicon.events

        def invert(field: str) -> dict[str, str]:
            out: dict[str, str] = {}
            for category, event in events.items():
                for word in getattr(event, field):
                    out.setdefault(word.lower(), category)
            return out

        def phrases(field: str) -> tuple[tuple[tuple[str, ...], str], ...]:
            pairs = [
                (tuple(phrase.lower().split()), category)
                for category, event in events.items()
                for phrase in getattr(event, field)
            ]
            return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))

        units: dict[str, tuple[str, str]] = {}
        for unit_class, members in lexicon.units.items():
            for unit, words in members.items():
                for word in words:
                    units[word.lower()] = (unit_class, unit)  # a corpus's own classes come last and win
        weak = frozenset((name, word.lower()) for name, event in events.items() for word in event.weak)
        narrow = frozenset((name, word.lower()) for name, event in events.items() for word in event.narrow)
        strong: dict[str, set[str]] = {}
        for name, event in events.items():
            for word in (*event.object, *event.subject, *event.nouns, *event.counters, *event.adjectives):
                if (name, word.lower()) not in weak:
                    strong.setdefault(word.lower(), set()).add(name)
        return cls(
            events=events,
            units=units,
            first_units={unit_class: next(iter(members)) for unit_class, members in lexicon.units.items()},
            objects=invert("object"),
            subjects=invert("subject"),
            states=invert("state"),
            nouns=invert("nouns"),
            counters=invert("counters"),
            carriers=invert("carriers"),
            takes=invert("takes"),
            adjectives=invert("adjectives"),
            phrases=phrases("phrases"),
            tolls=phrases("tolls"),
            always=invert("always"),
            weak=weak,
            narrow=narrow,
            lasting=frozenset(lexicon.quantities.lasting),
            totals=lexicon.quantities.totals,
            toll_links=lexicon.quantities.toll_links,
            where=lexicon.grammar.event_prepositions,
            strong={word: frozenset(names) for word, names in strong.items()},
        )


class EventFinder:
    """Finds the event of each quantity of one article."""

    def __init__(self, doc: Doc, positions: Positions, book: EventBook, words: ClauseWords) -> None:
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

    # --- units ---

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
            told = self._told(quantity)
            if told is not None:
                return self.class_of(told)
            if (quantity.more or quantity.of_which) and before is not None and before.unit is not None:
                return self.unit_of(before, None)
            return "bare", "people"
        known = self.class_of(quantity.unit)
        category = self.book.counters.get(quantity.unit.lemma_.lower())
        if known[0] is None and category is not None and "people" in self.book.events[category].units:
            return "people", "people"
        return known

    def _told(self, quantity: Quantity) -> Token | None:
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

    # --- the rules, in order ---

    def find(
        self, quantity: Quantity, unit_class: str | None, before: Quantity | None, categories: Mapping[int, str]
    ) -> Hit | None:
        """The event of a quantity.

        Args:
            quantity: the number.
            unit_class: the class of what it counts.
            before: the quantity before it, of which it may be a part.
            categories: the categories found so far, by the token of the number.
        """
        anchor = self._anchor(quantity)
        if unit_class is not None and unit_class in self.book.always:
            category = self.book.always[unit_class]
            return None if self._contains_another(quantity) else Hit(category, anchor, "unit")
        if quantity.percent:
            return self._percent(quantity)
        return (
            self._toll(quantity)
            or self._beside(quantity, unit_class)
            or self._among(quantity, unit_class)
            or self._acted_on(quantity, unit_class)
            or self._governor(anchor, quantity, unit_class)
            or self._behind(quantity, unit_class)
            or self._of_noun(anchor, unit_class)
            or self._counter(quantity)
            or self._contents(quantity, unit_class)
            or self._modifier(quantity, unit_class)
            or self._state(anchor, quantity, unit_class)
            or self._part(quantity, unit_class, before, categories)
            or self._fragment(quantity, unit_class)
        )

    def single(self, quantity: Quantity) -> Hit | None:
        """The event of a single person without a number ("a bus driver"), by the surer rules."""
        assert quantity.unit is not None
        following = self.doc[quantity.end] if quantity.end < len(self.doc) else None
        hit = self._acted_on(quantity, "people") or self._beside(quantity, "people") or self._behind(quantity, "people")
        if hit is None and following is not None and following.tag_ in ("VBD", "VBZ"):
            return None  # "... a monitor said": the subject of another clause
        return hit or self._governor(quantity.unit, quantity, "people")

    def _anchor(self, quantity: Quantity) -> Token:
        if quantity.unit is not None and quantity.unit.i >= quantity.start:
            return quantity.unit
        return self.doc[quantity.number]

    def _fits(self, category: str, unit_class: str | None, *, strong: bool) -> bool:
        """Whether a category can count a class of units; unknown nouns only beside strong words."""
        event = self.book.events[category]
        if unit_class is None:
            return strong and "people" in event.units and "bare" in event.units
        return unit_class in event.units

    def _hit(self, table: Mapping[str, str], token: Token, unit_class: str | None, rule: str) -> Hit | None:
        lemma = self.lemmas[token.i]
        lower = self.lower[token.i]
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
        return Hit(category, token, rule) if self._fits(category, unit_class, strong=plain) else None

    def _contains_another(self, quantity: Quantity) -> bool:
        """As in "One convoy of five buses": the number behind is the one that counts."""
        after = self.doc[quantity.end : quantity.end + 3]
        return len(after) > 1 and after[0].lower_ == "of" and any(t.like_num or t.tag_ == "CD" for t in after[1:])

    def _percent(self, quantity: Quantity) -> Hit | None:
        noun = quantity.unit
        if noun is None:
            return None
        for token in (noun, *noun.lefts):
            category = self.book.nouns.get(self.lemmas[token.i])
            if category is not None and "percent" in self.book.events[category].units:
                return Hit(category, token, "percent")
        return None

    def _toll(self, quantity: Quantity) -> Hit | None:
        """As in "the death toll rose to 58", "bringing the number of evacuees to 12,000"."""
        if not self.has_toll:
            return None
        if quantity.unit is not None and self.class_of(quantity.unit)[0] not in ("people", "bare", None):
            return None
        sentence = self.positions.sentence_of(self.doc[quantity.number].idx)
        first = self.positions.tokens(sentence.start, sentence.start + 1).start
        for words, category in self.book.tolls:
            for i in range(max(first, quantity.start - 24), quantity.start - len(words) + 1):
                if tuple(self.lower[i : i + len(words)]) != words:
                    continue
                weak = (category, " ".join(words)) in self.book.weak
                if not (weak and category not in self.strong) and self._links(i + len(words), quantity.start):
                    return Hit(category, self.doc[i + len(words) - 1], "toll")
        return self._number_of(quantity, first)

    def _number_of(self, quantity: Quantity, first: int) -> Hit | None:
        """As in "the number of people killed has risen to 58": the category is in the phrase."""
        for i in range(max(first, quantity.start - 24), quantity.start - 2):
            if self.lower[i] != "number" or self.lower[i + 1] != "of":
                continue
            for j in range(i + 2, min(quantity.start, i + 7)):
                category = self.book.counters.get(self.lemmas[j]) or self.book.adjectives.get(self.lower[j])
                if category is not None and self._links(j + 1, quantity.start):
                    return Hit(category, self.doc[j], "toll")
        return None

    def _links(self, start: int, end: int) -> bool:
        """Whether what stands between a toll and a number makes the number its value."""
        between = self.doc[start:end]
        if any(token.text in (".", ";") or token.like_num or token.tag_ == "CD" for token in between):
            return False
        return any(self.lower[token.i] in self.book.toll_links for token in between)

    def _beside(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """A participle or adjective right behind: "12 dead", "four people reportedly killed"."""
        start = self._past_parts(quantity.end)
        for position in range(start, min(start + 4, len(self.doc))):
            token = self.doc[position]
            if token.tag_ in ("VBD", "VBN") and self._has_own_object(token):
                return None  # "12 militants killed three soldiers", "wounded 30 and trapped five"
            hit = self._hit(self.book.adjectives, token, unit_class, "beside")
            is_participle = token.tag_ == "VBN" or (token.tag_ == "VBD" and quantity.unit is None)
            if hit is None and is_participle:
                hit = self._hit(self.book.objects, token, unit_class, "beside")
            if hit is not None:
                return hit
            passable = token.tag_ in ("RB", "JJ", "CC", "VBN") or self.lower[position] in ("others", "more", "people")
            if not passable:
                return None
        return None

    def _past_parts(self, i: int) -> int:
        """Past "including a child" or "- including nine children -", which part a number and its event."""
        first = i + (i < len(self.doc) and self.doc[i].is_punct)
        if first + 1 >= len(self.doc) or self.lower[first] not in ("including", "among"):
            return i
        for token in self.doc[first + 1 : first + 12]:
            if token.text in (".", ";") or token.tag_ in ("WP", "WDT"):
                return i
            if token.pos_ == "AUX":
                return token.i
            if first > i and token.text == self.doc[i].text:
                return token.i + 1
        return i

    def _has_own_object(self, verb: Token) -> bool:
        """Whether a past tense acts on something; in "20 killed 30 injured" a comma was lost."""
        for child in verb.children:
            if child.dep_ in OBJECTS:
                following = self.lower[child.i + 1] if child.i + 1 < len(self.doc) else ""
                return following not in self.book.adjectives and self.lower[child.i] not in self.book.adjectives
        return False

    def _among(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """As in "11 children were among the dead", "of those killed six were children"."""
        behind = range(quantity.end, quantity.end if self._belongs(quantity) else self._list_end(quantity.end) + 3)
        sentence = self.positions.sentence_of(self.doc[quantity.start].idx)
        first = max(self.positions.tokens(sentence.start, sentence.start + 1).start, quantity.start - 12)
        for start in (*behind, *range(first, quantity.start)):
            if start + 1 >= len(self.doc) or self.doc[start].text in (".", ";"):
                continue
            is_of = self.lower[start] == "of" and self.lower[start + 1] in ("those", "the")
            if self.lower[start] not in ("among", "amongst") and not is_of:
                continue
            limit = min(len(self.doc), start + 7) if start >= quantity.end else quantity.start
            for position in range(start + 1, limit):
                token = self.doc[position]
                is_other = is_of and token.pos_ in ("NOUN", "PROPN") and self.class_of(token)[0] != "people"
                if token.text in (".", ",", ";") or is_other:  # "of the Marathon killed three" tells of no group
                    break
                hit = self._hit(self.book.adjectives, token, unit_class, "among")
                if hit is not None:
                    return hit
        return None

    def _belongs(self, quantity: Quantity) -> bool:
        """Whether a verb behind tells of another noun: "the wives of the five rebels", "the son of a driver"."""
        before = quantity.start - 1
        if before > 0 and self.doc[before].tag_ in ("DT", "PRP$"):
            before -= 1
        link = self.doc[before] if before > 0 else None
        if link is not None and link.tag_ == "VBG" and self._anchor(quantity).head == link:
            return True  # "a lorry carrying 12 fighters was destroyed"
        return (
            link is not None
            and link.dep_ == "prep"
            and link.lower_ in ("of", "from", "by", "with")
            and link.head.pos_ in NOUNS
        )

    def _list_end(self, i: int) -> int:
        """The end of a list that goes on behind a number: "three children and two women"."""
        end = i
        while end < min(i + 8, len(self.doc)):
            token = self.doc[end]
            if not (token.tag_ in ("CC", "CD", "DT", "JJ", "NN", "NNS") or token.text == ","):
                break
            end += 1
        return end

    def _acted_on(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """The verb right before the number: "killed at least 12", "killing 12", "shot dead 12"."""
        position = quantity.start - 1
        if position < 0:
            return None
        verb = self.doc[position]
        if verb.tag_ == "JJ" and position and self.doc[position - 1].pos_ in VERBS:
            return self._hit(self.book.adjectives, verb, unit_class, "verb")
        if verb.tag_ not in ("VB", "VBD", "VBN", "VBG", "VBZ", "VBP", "NNS"):
            return None
        if position and self.lower[position - 1] in ("were", "was", "been", "be", "are", "is", "being"):
            return None
        hit = self._hit(self.book.objects, verb, unit_class, "verb")
        return hit if hit is not None and (hit.category, self.lemmas[position]) not in self.book.weak else None

    def _behind(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """The verb right behind: "15 civilians have also been killed", "15 civilians died"."""
        if self._belongs(quantity):
            return None
        passive = False
        start = self._past_parts(quantity.end)
        for position in range(start, min(start + 6, len(self.doc))):
            token = self.doc[position]
            if token.tag_ == "RB" or token.pos_ == "AUX" or self.lower[position] in ("others", "also"):
                passive = passive or self.lower[position] in ("were", "was", "are", "is", "been", "be", "being")
                continue
            if passive:
                return self._passive(token, unit_class) if token.pos_ in VERBS else self._beside_verb(token, unit_class)
            return self._hit(self.book.subjects, token, unit_class, "verb") if token.tag_ in ("VBD", "VBN") else None
        return None

    def _governor(self, anchor: Token, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """The verb that acts on what is counted or that it does, by the parse."""
        token = self._top(anchor, quantity)
        head, role = token.head, token.dep_
        if head == token:
            return self._hit(self.book.adjectives, token, unit_class, "verb")
        if role == "nsubjpass":
            return self._passive(head, unit_class)
        if role == "nsubj":
            return self._as_subject(head, unit_class)
        # "killed 12 in Homs and 30 in Hama": the second number hangs on the verb
        is_second = role == "conj" and any(child.dep_ in OBJECTS and child.i < token.i for child in head.children)
        if role in OBJECTS or role in ("attr", "oprd", "dep") or is_second:
            acts = head.pos_ in VERBS and not is_passive(head)
            hit = self._hit(self.book.objects, head, unit_class, "verb") if acts else None
            return hit or self._complement(head, unit_class) or self._included(head, unit_class)
        if role == "pobj" and head.lower_ == "of" and head.head.pos_ in VERBS and not is_passive(head.head):
            return self._hit(self.book.objects, head.head, unit_class, "verb")
        return None

    def _top(self, anchor: Token, quantity: Quantity) -> Token:
        """From the counted noun up to the head of its phrase: over "of" and coordination."""
        token = anchor
        for _ in range(6):
            head = token.head
            if head == token:
                break
            is_inside = quantity.start <= head.i < quantity.end
            is_modifier = token.dep_ in ("nummod", "quantmod", "compound", "amod", "nmod")
            is_phrase = head.pos_ in NOUNS and (is_modifier or token.dep_ == "conj")
            if not (is_inside or is_phrase or (is_modifier and head.pos_ == "ADJ")):
                break
            token = head
        return token

    def _beside_verb(self, token: Token, unit_class: str | None) -> Hit | None:
        return self._hit(self.book.objects, token, unit_class, "verb") or self._hit(
            self.book.adjectives, token, unit_class, "verb"
        )

    def _passive(self, verb: Token, unit_class: str | None) -> Hit | None:
        hit = self._beside_verb(verb, unit_class)
        if hit is not None and (hit.category, self.lemmas[verb.i]) in self.book.weak:
            hit = self._complement(verb, unit_class) or hit  # "were taken hostage"
        if hit is None:  # "are believed to be trapped", "were shot dead", "were forced to flee"
            hit = self._complement(verb, unit_class)
        return hit or self._conjoined(verb, unit_class, passive=True)

    def _as_subject(self, verb: Token, unit_class: str | None) -> Hit | None:
        if verb.pos_ not in VERBS:
            return self._hit(self.book.adjectives, verb, unit_class, "verb")
        hit = self._hit(self.book.subjects, verb, unit_class, "verb")
        if hit is not None:
            return hit
        if verb.lemma_ in self.words.linking or verb.lemma_ in self.words.being:
            hit = self._complement(verb, unit_class)
        for child in verb.children:  # "12 people lost their lives"
            category = self.book.carriers.get(self.lemmas[child.i]) if child.dep_ in OBJECTS else None
            if category is not None and self.book.objects.get(verb.lemma_) == category:
                return Hit(category, verb, "verb")
        return hit or self._headline(verb, unit_class) or self._conjoined(verb, unit_class, passive=False)

    def _included(self, verb: Token, unit_class: str | None) -> Hit | None:
        """As in "The dead included 11 children": the subject names the group."""
        if verb.lemma_ != "include":
            return None
        hits = (self._hit(self.book.adjectives, c, unit_class, "among") for c in verb.children if c.dep_ == "nsubj")
        return next(filter(None, hits), None)

    def _headline(self, verb: Token, unit_class: str | None) -> Hit | None:
        """A passive without its auxiliary: "58 killed in suspected gas attack"."""
        if verb.tag_ not in ("VBN", "VBD") or any(c.dep_ in OBJECTS or c.dep_ == "aux" for c in verb.children):
            return None
        hit = self._hit(self.book.objects, verb, unit_class, "verb")
        is_weak = hit is not None and (hit.category, self.lemmas[verb.i]) in self.book.weak
        return None if is_weak else hit

    def _complement(self, verb: Token, unit_class: str | None) -> Hit | None:
        """As in "are believed to be trapped", "leaving 13 dead", "left 12 people wounded"."""
        for child in verb.children:
            if child.dep_ not in ("acomp", "oprd", "attr", "advcl", "ccomp", "xcomp", "amod", "advmod"):
                continue
            if any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children):
                continue  # it tells of somebody else
            hit = self._hit(self.book.adjectives, child, unit_class, "complement")
            if hit is None and child.pos_ in VERBS and (is_passive(child) or child.tag_ == "VBN"):
                hit = self._hit(self.book.objects, child, unit_class, "complement")
            if hit is None and child.dep_ == "xcomp" and child.pos_ in VERBS:
                hit = self._hit(self.book.subjects, child, unit_class, "complement")
            goes_on = child.dep_ in ("xcomp", "ccomp") and (
                child.lemma_ in self.words.being or child.lemma_ in self.words.raising
            )
            if hit is None and goes_on:
                hit = self._complement(child, unit_class)
            if hit is not None:
                return hit
        return None

    def _conjoined(self, verb: Token, unit_class: str | None, *, passive: bool) -> Hit | None:
        """As in "12 people were arrested and killed": a second verb that shares the subject."""
        table = self.book.objects if passive else self.book.subjects
        for other in verb.conjuncts:
            has_own = any(child.dep_ in ("nsubj", "nsubjpass") for child in other.children)
            if other.i > verb.i and other.pos_ in VERBS and not has_own:
                hit = self._hit(table, other, unit_class, "verb")
                if hit is not None:
                    return hit
        return None

    def _of_noun(self, anchor: Token, unit_class: str | None) -> Hit | None:
        """As in "the deaths of 12 people", "claimed the lives of 80"."""
        token = anchor
        for _ in range(4):
            if token.dep_ not in ("pobj", "conj", "nummod", "compound", "appos", "prep", "quantmod"):
                return None
            head = token.head
            if token.dep_ == "prep" and token.lower_ == "of" and head.pos_ == "NOUN":
                hit = self._hit(self.book.nouns, head, unit_class, "noun")
                hit = hit or self._taken(head, unit_class)
                if hit is not None:
                    return hit
            token = head
        return None

    def _taken(self, carrier: Token, unit_class: str | None) -> Hit | None:
        """As in "took 80 lives", "claimed the lives of 80": the verb by what it acts on."""
        category = self.book.carriers.get(self.lemmas[carrier.i])
        if category is None or carrier.dep_ not in OBJECTS or not self._fits(category, unit_class, strong=True):
            return None
        takes = self.book.takes.get(self.lemmas[carrier.head.i]) == category
        return Hit(category, carrier.head, "noun") if takes else None

    def _counter(self, quantity: Quantity) -> Hit | None:
        """As in "12 deaths", "200 arrests": the unit is the event."""
        unit = quantity.unit
        if unit is None:
            return None
        hit = self._taken(unit, "people") if quantity.best != 1 else None  # not "took on a life of its own"
        hit = hit or self._hit(self.book.counters, unit, "people", "counter") or self._own_counter(unit)
        is_weak = hit is not None and (hit.category, self.lemmas[unit.i]) in self.book.weak
        # "industry bodies" are none that died
        return None if is_weak and any(child.dep_ == "compound" for child in unit.lefts) else hit

    def _own_counter(self, unit: Token) -> Hit | None:
        """A counter of a category that counts no people: "40 abstentions"."""
        category = self.book.counters.get(self.lemmas[unit.i])
        return Hit(category, unit, "counter") if category and "people" not in self.book.events[category].units else None

    def _contents(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """As in "two tonnes of food", "3 billion dollars in aid": a measure of what is counted."""
        end = quantity.end
        if unit_class != "aid" or end + 1 >= len(self.doc) or self.lower[end] not in ("of", "in", "worth"):
            return None
        hits = (self._hit(self.book.nouns, token, unit_class, "contents") for token in self.doc[end + 1 : end + 5])
        return next(filter(None, hits), None)

    def _modifier(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """As in "trapped civilians", "12 wounded soldiers", "children who had been trapped"."""
        unit = quantity.unit
        if unit is None:
            return None
        # The last modifier before the noun is read first; a clause behind comes after.
        for i in range(unit.i - 1, quantity.number, -1):
            if self.doc[i].tag_ in ("NN", "NNP"):
                continue  # "12 hostage negotiators"
            hit = self._hit(self.book.adjectives, self.doc[i], unit_class, "modifier")
            if hit is not None:
                return hit
        for child in unit.rights:
            if child.dep_ not in ("relcl", "acl") or child.pos_ not in VERBS:
                continue
            hit = None
            if is_passive(child) or child.tag_ == "VBN":
                hit = self._hit(self.book.objects, child, unit_class, "modifier")
            elif child.tag_ == "VBG" or any(c.tag_ in ("WP", "WDT") and c.dep_ == "nsubj" for c in child.children):
                hit = self._hit(self.book.subjects, child, unit_class, "modifier")
                hit = hit or self._in_state(child, unit_class, "modifier")
            if hit is not None:
                return hit
        return None

    def _state(self, anchor: Token, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """As in "remain in need", "are waiting": phrases and verbs that tell a state."""
        phrase = self._phrase(quantity, unit_class)
        if phrase is not None:
            return phrase
        top = self._top(anchor, quantity)
        if top.dep_ in ("nsubj", "nsubjpass") and top.head.pos_ in VERBS:
            return self._in_state(top.head, unit_class, "state")
        # `hundreds more "are now waiting`: marks between the number and its verb mislead the parser
        for position in range(quantity.end, min(quantity.end + 5, len(self.doc))):
            token = self.doc[position]
            if token.pos_ == "VERB":
                return self._in_state(token, unit_class, "state")
            if token.pos_ not in ("AUX", "ADV", "PUNCT"):
                return None
        return None

    def _in_state(self, verb: Token, unit_class: str | None, rule: str) -> Hit | None:
        """The state that a verb tells of its subject: "need help", not "are needed"."""
        is_bare = verb.tag_ == "VBN" and not any(child.lower_ in ("has", "have", "had") for child in verb.lefts)
        return None if is_bare or is_passive(verb) else self._hit(self.book.states, verb, unit_class, rule)

    def _phrase(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """A prepositional phrase in the same clause, before or behind the number."""
        left, right = self.clause_edges(quantity)
        for words, category in self.book.phrases:
            for i in range(left, right - len(words) + 1):
                if self.lower[i] == words[0] and tuple(self.lower[i : i + len(words)]) == words:
                    return (
                        Hit(category, self.doc[i], "phrase") if self._fits(category, unit_class, strong=False) else None
                    )
        return None

    def clause_edges(self, quantity: Quantity) -> tuple[int, int]:
        """The stretch of a sentence around a quantity: sixteen tokens to each side, or to its end."""
        edges = []
        for i, step in ((quantity.start, -1), (quantity.end - 1, 1)):
            for _ in range(16):
                following = i + step
                if not 0 <= following < len(self.doc) or self.doc[following].is_space:
                    break
                if self.doc[following].text in (".", ";", "!", "?"):
                    break
                i = following
            edges.append(i)
        return edges[0], edges[1] + 1

    def _part(
        self, quantity: Quantity, unit_class: str | None, before: Quantity | None, categories: Mapping[int, str]
    ) -> Hit | None:
        """As in "including 13 children", "380 of them", "three men and two women": the category before."""
        if before is None or before.number not in categories or quantity.start - before.end > 14:
            return None
        category = categories[before.number]
        if not self._fits(category, unit_class, strong=True):
            return None
        if quantity.of_which or self.is_included(quantity):
            return Hit(category, self.doc[quantity.number], "part")
        counted = before.unit.lemma_.lower() if before.unit is not None else ""
        if unit_class is None and counted in self.book.counters:
            return None  # "1,113 kidnappings and 3,089 robberies": each counts itself
        return Hit(category, self.doc[quantity.number], "list") if self._is_listed(quantity, before) else None

    def is_included(self, quantity: Quantity) -> bool:
        """Whether "including", "among them" or "of whom" stands right before a number."""
        words = self.lower[max(0, quantity.start - 3) : quantity.start]
        return any(word in ("including", "among", "included", "whom", "amongst") for word in words)

    def _is_listed(self, quantity: Quantity, before: Quantity) -> bool:
        """As in "three men, two women and a child were killed": coordinated with the number before."""
        between = self.doc[before.end : quantity.start]
        if len(between) > 6 or not any(t.lower_ == "and" or t.text == "," for t in between):
            return False
        if any(self.lemmas[t.i] in self.book.objects or self.lower[t.i] in self.book.adjectives for t in between):
            return False
        top = self._top(self._anchor(quantity), quantity)
        if top.dep_ in ("nsubj", "nsubjpass") and top.head.i > top.i and top.head.pos_ in VERBS:
            return False  # "killed 12 people, and thousands more are infected"
        return all(t.text in (",", "&") or t.tag_ in ("CC", "DT", "JJ", "NN", "NNS", "NNP") for t in between)

    def _fragment(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """A sentence without a verb that goes on from the one before: "along with thousands of civilians."."""
        sentence = self.positions.sentence_of(self.doc[quantity.start].idx)
        tokens = self.positions.tokens(sentence.start, sentence.end)
        if sentence.sent_id == 0 or any(t.pos_ in VERBS for t in tokens) or not tokens[0].text[:1].islower():
            return None
        previous = self.positions.sentences[sentence.sent_id - 1]
        verbs: Iterable[Token] = reversed(self.positions.tokens(previous.start, previous.end))
        last = next((t for t in verbs if t.pos_ in VERBS), None)
        return self._hit(self.book.objects, last, unit_class, "fragment") if last is not None else None
