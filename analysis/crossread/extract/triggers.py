"""Triggers: the words that may tell what happened to those that a number counts, from the surest to the weakest.

Nothing here knows of categories: a trigger names the list of events.yaml that must have its word, and ``events`` asks
whether a category takes it. Parsers stumble over news (commas lost, headlines without auxiliaries), so that the words
right beside a number are proposed before those that the parse leads to.
"""

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Token

from crossread.extract.clauses import ClauseWords, is_passive
from crossread.extract.event_book import EventBook
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import NOUNS, OBJECTS, VERBS, Positions

SAME = "same"  # in the place of a list: whatever happened to those that the number before counts
# Reaches, in words.
_TOLL_REACH = 24  # between "the death toll" and its number
_NUMBER_OF = 6  # from "number of" to the word that says of whom
_ASIDE = 12  # in "- including nine children -"
_BESIDE = 4  # behind a number, to its participle
_BEHIND = 6  # behind a number, to its verb
_WAITING = 5  # behind a number, to the verb of its state
_AMONG_REACH = 12  # between "of those killed" and a number
_GROUP = 7  # from "among" to the word that says among whom
_LIST = 8  # in a list behind a number
_LIST_GAP = 6  # between two numbers of one list
_PART_REACH = 14  # between a number and one that is a part of it
_CONTENTS = 4  # behind "tonnes of", to the goods
_CLAUSE = 16  # to each side of a number, in what counts as its clause
_STEPS = 6  # in the parse, from a counted noun up to the head of its phrase

_INCLUDING = frozenset(("including", "among", "included", "whom", "amongst"))  # before a part of a number
_SUBJECTS = ("nsubj", "nsubjpass")
_ACTED_ON = (*OBJECTS, "attr", "oprd", "dep")
_PREDICATES = ("acomp", "oprd", "attr", "advcl", "ccomp", "xcomp", "amod", "advmod")
_WITHIN_PHRASE = ("nummod", "quantmod", "compound", "amod", "nmod")
_TOWARD_NOUN = ("pobj", "conj", "nummod", "compound", "appos", "prep", "quantmod")  # "the deaths of 12 people"
_LIST_TAGS = ("CC", "DT", "JJ", "NN", "NNS")
_VERB_TAGS = ("VB", "VBD", "VBN", "VBG", "VBZ", "VBP", "NNS")  # parsers take "kills" in headlines for a noun


class Trigger(NamedTuple):
    """A word that may tell what happened to those that a number counts."""

    word: Token  # of a phrase the last one
    listed: str  # the list of events.yaml that must have it, or SAME
    rule: str
    counts_itself: bool = False  # "12 deaths", "the death toll is 12": whatever the unit of the number
    no_weak: bool = False  # words that count only in company do not count here
    carrier: Token | None = None  # "lives" in "took 80 lives", which must be a carrier of the same category


class Triggers:
    """Proposes the triggers of the numbers of one article."""

    def __init__(self, positions: Positions, book: EventBook, words: ClauseWords) -> None:
        """Prepare a document; of the book only the links of tolls and the nouns that name people are asked."""
        self.doc = positions.doc
        self.positions = positions
        self.lower = positions.lower
        self.book = book
        self.words = words

    def of(self, quantity: Quantity, unit_class: str | None, before: Quantity | None) -> Iterator[Trigger]:
        """The triggers of a number, the surest first; ``before`` is the number before, of which it may be a part."""
        if quantity.percent:
            yield from self._share(quantity)
            return
        yield from self._toll(quantity)
        yield from self._beside(quantity)
        yield from self._among(quantity)
        yield from self._acted_on(quantity)
        yield from self._governor(quantity)
        yield from self._behind(quantity)
        yield from self._of_noun(quantity)
        yield from self._counter(quantity)
        if unit_class == "aid":
            yield from self._contents(quantity)
        yield from self._modifier(quantity)
        yield from self._state(quantity)
        if before is not None:
            yield from self._part(quantity, before)
        yield from self._fragment(quantity)

    def of_one(self, quantity: Quantity) -> Iterator[Trigger]:
        """The triggers of a single person without a number ("a bus driver"): the surer ones alone."""
        yield from self._acted_on(quantity)
        yield from self._beside(quantity)
        yield from self._behind(quantity)
        if quantity.end == len(self.doc) or self.doc[quantity.end].tag_ not in ("VBD", "VBZ"):
            yield from self._governor(quantity)  # not "a monitor" in "..., a monitor said"

    # --- by the words beside a number ---

    def _toll(self, quantity: Quantity) -> Iterator[Trigger]:
        """As in "the death toll rose to 58", "the number of people killed has risen to 58"."""
        first = max(self._sentence_start(quantity), quantity.start - _TOLL_REACH)
        is_linked = False
        for token in reversed(self.doc[first : quantity.start]):
            if token.text in (".", ";") or token.like_num or token.tag_ == "CD":
                return
            if is_linked:
                yield Trigger(token, "tolls", "toll", counts_itself=True)
                if " number of " in f" {' '.join(self.lower[max(first, token.i - _NUMBER_OF) : token.i])} ":
                    yield Trigger(token, "counters", "toll", counts_itself=True)
                    yield Trigger(token, "adjectives", "toll", counts_itself=True)
            is_linked = is_linked or self.lower[token.i] in self.book.words.toll_links

    def _beside(self, quantity: Quantity) -> Iterator[Trigger]:
        """A participle or adjective right behind: "12 dead", "four people reportedly killed"."""
        start = self._past_aside(quantity.end)
        for token in self.doc[start : start + _BESIDE]:
            if token.tag_ in ("VBD", "VBN") and self._has_own_object(token):
                return  # "12 militants killed three soldiers", "wounded 30 and trapped five"
            yield Trigger(token, "adjectives", "beside")
            if token.tag_ == "VBN" or (token.tag_ == "VBD" and quantity.unit is None):
                yield Trigger(token, "object", "beside")
            if token.tag_ not in ("RB", "JJ", "CC", "VBN") and token.lower_ not in ("others", "more", "people"):
                return

    def _past_aside(self, i: int) -> int:
        """Past "including a child" or "- including nine children -", which part a number and its event."""
        first = i + (i < len(self.doc) and self.doc[i].is_punct)
        if self.lower[first : first + 1] not in (["including"], ["among"]):
            return i
        for token in self.doc[first + 1 : first + _ASIDE]:
            if token.text in (".", ";") or token.tag_ in ("WP", "WDT"):
                break
            if token.pos_ == "AUX":
                return token.i
            if first > i and token.text == self.doc[i].text:
                return token.i + 1
        return i

    def _has_own_object(self, verb: Token) -> bool:
        """Whether a past tense acts on something; in "20 killed 30 injured" a comma was lost."""
        acted_on = next((child for child in verb.children if child.dep_ in OBJECTS), None)
        if acted_on is None:
            return False
        near = self.doc[acted_on.i : acted_on.i + 2]
        return not any(self.book.lookup("adjectives", token) for token in near)

    def _among(self, quantity: Quantity) -> Iterator[Trigger]:
        """As in "11 children were among the dead", "of those killed six were children"."""
        behind = range(quantity.end, quantity.end if self._belongs(quantity) else self._list_end(quantity.end) + 3)
        first = max(self._sentence_start(quantity), quantity.start - _AMONG_REACH)
        for start in (*behind, *range(first, quantity.start)):
            is_of = self.lower[start : start + 2] in (["of", "those"], ["of", "the"])
            if not is_of and self.lower[start : start + 1] not in (["among"], ["amongst"]):
                continue
            for token in self.doc[start + 1 : start + _GROUP if start >= quantity.end else quantity.start]:
                # "of the Marathon killed three" tells of no group
                is_other = is_of and token.pos_ in ("NOUN", "PROPN") and self.book.class_of(token)[0] != "people"
                if is_other or token.text in (".", ",", ";"):
                    break
                yield Trigger(token, "adjectives", "among")

    def _list_end(self, i: int) -> int:
        """The end of a list that goes on behind a number: "three children and two women"."""
        tokens = self.doc[i : i + _LIST]
        return next((t.i for t in tokens if t.tag_ not in (*_LIST_TAGS, "CD") and t.text != ","), i + len(tokens))

    def _belongs(self, quantity: Quantity) -> bool:
        """Whether a verb behind tells of another noun: "the wives of the five rebels", "the son of a driver"."""
        before = quantity.start - 1
        before -= before > 0 and self.doc[before].tag_ in ("DT", "PRP$")
        if before <= 0:
            return False
        link = self.doc[before]
        if link.tag_ == "VBG" and self.anchor(quantity).head == link:
            return True  # "a lorry carrying 12 fighters was destroyed"
        return link.dep_ == "prep" and link.lower_ in ("of", "from", "by", "with") and link.head.pos_ in NOUNS

    def _acted_on(self, quantity: Quantity) -> Iterator[Trigger]:
        """The verb right before the number: "killed at least 12", "killing 12", "shot dead 12"."""
        for verb in self.doc[max(0, quantity.start - 1) : quantity.start]:
            before = verb.nbor(-1) if verb.i else None
            if verb.tag_ == "JJ" and before is not None and before.pos_ in VERBS:
                yield Trigger(verb, "adjectives", "verb")
            if verb.tag_ in _VERB_TAGS and (before is None or before.lemma_.lower() != "be"):
                yield Trigger(verb, "object", "verb", no_weak=True)

    def _behind(self, quantity: Quantity) -> Iterator[Trigger]:
        """The verb right behind: "15 civilians have also been killed", "15 civilians died"."""
        if self._belongs(quantity):
            return
        start = self._past_aside(quantity.end)
        is_passive_form = False
        for token in self.doc[start : start + _BEHIND]:
            if token.tag_ == "RB" or token.pos_ == "AUX" or token.lower_ in ("others", "also"):
                is_passive_form = is_passive_form or token.lemma_ == "be"
                continue
            if is_passive_form:
                yield from self._suffered(token)
            elif token.tag_ in ("VBD", "VBN"):
                yield Trigger(token, "subject", "verb")
            return

    def _contents(self, quantity: Quantity) -> Iterator[Trigger]:
        """As in "two tonnes of food", "3 billion dollars in aid": a measure of what is counted."""
        end = quantity.end
        if end < len(self.doc) and self.lower[end] in ("of", "in", "worth"):
            yield from (Trigger(token, "nouns", "contents") for token in self.doc[end + 1 : end + 1 + _CONTENTS])

    # --- by the parse ---

    def _share(self, quantity: Quantity) -> Iterator[Trigger]:
        """As in "15 percent of the aid"."""
        if quantity.unit is not None:
            yield from (Trigger(token, "nouns", "percent") for token in (quantity.unit, *quantity.unit.lefts))

    def _governor(self, quantity: Quantity) -> Iterator[Trigger]:
        """The verb that acts on what is counted or that it does."""
        token = self._top(quantity)
        head, role = token.head, token.dep_
        # "killed 12 in Homs and 30 in Hama": the second number hangs on the verb
        is_second = role == "conj" and any(child.dep_ in OBJECTS and child.i < token.i for child in head.children)
        if head == token:
            yield Trigger(token, "adjectives", "verb")
        elif role == "nsubjpass":
            yield from self._suffered(head)
        elif role == "nsubj":
            yield from self._done(head)
        elif role in _ACTED_ON or is_second:
            if head.pos_ in VERBS and not is_passive(head):
                yield Trigger(head, "object", "verb")
            yield from self._complement(head)
            if head.lemma_ == "include":  # "The dead included 11 children"
                yield from (Trigger(c, "adjectives", "among") for c in head.children if c.dep_ == "nsubj")
        elif role == "pobj" and head.lower_ == "of" and head.head.pos_ in VERBS and not is_passive(head.head):
            yield Trigger(head.head, "object", "verb")

    def _top(self, quantity: Quantity) -> Token:
        """From the counted noun up to the head of its phrase: over "of" and coordination."""
        token = self.anchor(quantity)
        for _ in range(_STEPS):
            head = token.head
            is_modifier = token.dep_ in _WITHIN_PHRASE
            is_phrase = head.pos_ in NOUNS and (is_modifier or token.dep_ == "conj")
            is_inside = quantity.start <= head.i < quantity.end
            if head == token or not (is_inside or is_phrase or (is_modifier and head.pos_ == "ADJ")):
                break
            token = head
        return token

    def _suffered(self, verb: Token) -> Iterator[Trigger]:
        """What a passive tells of its subject: "were killed", "were shot dead", "were forced to flee"."""
        for no_weak in (True, False):
            yield Trigger(verb, "object", "verb", no_weak=no_weak)
            yield Trigger(verb, "adjectives", "verb", no_weak=no_weak)
            if no_weak:  # before a verb of many uses: "were taken hostage"
                yield from self._complement(verb)
        yield from self._conjoined(verb, "object")

    def _done(self, verb: Token) -> Iterator[Trigger]:
        """What an active verb tells of its subject: "died", "lost their lives", "went missing"."""
        if verb.pos_ not in VERBS:
            yield Trigger(verb, "adjectives", "verb")
            return
        yield Trigger(verb, "subject", "verb")
        yield from (Trigger(verb, "object", "verb", carrier=c) for c in verb.children if c.dep_ in OBJECTS)
        if verb.lemma_ in self.words.linking or verb.lemma_ in self.words.being:
            yield from self._complement(verb)
        yield from self._conjoined(verb, "subject")

    def _complement(self, verb: Token) -> Iterator[Trigger]:
        """As in "are believed to be trapped", "leaving 13 dead", "left 12 people wounded"."""
        for child in verb.children:
            if child.dep_ not in _PREDICATES or any(c.dep_ in _SUBJECTS for c in child.children):
                continue  # one with a subject tells of somebody else
            yield Trigger(child, "adjectives", "complement")
            if child.pos_ in VERBS and (is_passive(child) or child.tag_ == "VBN"):
                yield Trigger(child, "object", "complement")
            if child.pos_ in VERBS and child.dep_ == "xcomp":
                yield Trigger(child, "subject", "complement")
            is_link = child.lemma_ in self.words.being or child.lemma_ in self.words.raising
            if is_link and child.dep_ in ("xcomp", "ccomp"):
                yield from self._complement(child)

    def _conjoined(self, verb: Token, listed: str) -> Iterator[Trigger]:
        """As in "12 people were arrested and killed": a second verb that shares the subject."""
        for other in verb.conjuncts:
            has_own = any(child.dep_ in _SUBJECTS for child in other.children)
            if other.i > verb.i and other.pos_ in VERBS and not has_own:
                yield Trigger(other, listed, "verb")

    def _of_noun(self, quantity: Quantity) -> Iterator[Trigger]:
        """As in "the deaths of 12 people", "claimed the lives of 80"."""
        token = self.anchor(quantity)
        for _ in range(4):
            if token.dep_ not in _TOWARD_NOUN:
                return
            head = token.head
            if token.dep_ == "prep" and token.lower_ == "of" and head.pos_ == "NOUN":
                yield Trigger(head, "nouns", "noun")
                yield from self._taken(head)
            token = head

    def _taken(self, carrier: Token) -> Iterator[Trigger]:
        """As in "took 80 lives", "claimed the lives of 80": the verb by what it acts on."""
        if carrier.dep_ in OBJECTS:
            yield Trigger(carrier.head, "takes", "noun", carrier=carrier)

    def _counter(self, quantity: Quantity) -> Iterator[Trigger]:
        """As in "12 deaths", "200 arrests": the unit is the event."""
        unit = quantity.unit
        if unit is None:
            return
        if quantity.best != 1:  # not "took on a life of its own"
            yield from self._taken(unit)
        is_compound = any(child.dep_ == "compound" for child in unit.lefts)  # "industry bodies" are none that died
        yield Trigger(unit, "counters", "counter", counts_itself=True, no_weak=is_compound)

    def _modifier(self, quantity: Quantity) -> Iterator[Trigger]:
        """As in "trapped civilians", "12 wounded soldiers", "children who had been trapped"."""
        unit = quantity.unit
        if unit is None:
            return
        # The last modifier before the noun is read first; a clause behind comes after. Not "12 hostage negotiators".
        before = reversed(self.doc[quantity.number + 1 : max(quantity.number + 1, unit.i)])
        yield from (Trigger(token, "adjectives", "modifier") for token in before if token.tag_ not in ("NN", "NNP"))
        for verb in unit.rights:
            if verb.dep_ not in ("relcl", "acl") or verb.pos_ not in VERBS:
                continue
            if is_passive(verb) or verb.tag_ == "VBN":
                yield Trigger(verb, "object", "modifier")
            elif verb.tag_ == "VBG" or any(c.tag_ in ("WP", "WDT") and c.dep_ == "nsubj" for c in verb.children):
                yield Trigger(verb, "subject", "modifier")
                yield from self._in_state(verb, "modifier")

    def _state(self, quantity: Quantity) -> Iterator[Trigger]:
        """As in "remain in need", "are waiting": phrases and verbs that tell a state."""
        left, right = self.clause_edges(quantity)
        yield from (Trigger(token, "phrases", "phrase") for token in self.doc[left:right])
        top = self._top(quantity)
        if top.dep_ in _SUBJECTS and top.head.pos_ in VERBS:
            yield from self._in_state(top.head, "state")
            return
        # `hundreds more "are now waiting`: marks between the number and its verb mislead the parser
        for token in self.doc[quantity.end : quantity.end + _WAITING]:
            if token.pos_ == "VERB":
                yield from self._in_state(token, "state")
            if token.pos_ not in ("AUX", "ADV", "PUNCT"):
                return

    def _in_state(self, verb: Token, rule: str) -> Iterator[Trigger]:
        """The state that a verb tells of its subject: "need help", not "are needed"."""
        has_have = any(child.lower_ in ("has", "have", "had") for child in verb.lefts)
        if (verb.tag_ != "VBN" or has_have) and not is_passive(verb):
            yield Trigger(verb, "state", rule)

    def _part(self, quantity: Quantity, before: Quantity) -> Iterator[Trigger]:
        """As in "including 13 children", "380 of them", "three men and two women": with the number before."""
        if quantity.start - before.end > _PART_REACH:
            return
        if quantity.of_which or self.is_included(quantity):
            yield Trigger(self.doc[quantity.number], SAME, "part")
        elif self._is_listed(quantity, before):
            yield Trigger(self.doc[quantity.number], SAME, "list")

    def _is_listed(self, quantity: Quantity, before: Quantity) -> bool:
        """As in "three men, two women and a child were killed": coordinated with the number before."""
        between = self.doc[before.end : quantity.start]
        if len(between) > _LIST_GAP or not any(t.lower_ == "and" or t.text == "," for t in between):
            return False
        top = self._top(quantity)
        if top.dep_ in _SUBJECTS and top.head.i > top.i and top.head.pos_ in VERBS:
            return False  # "killed 12 people, and thousands more are infected"
        return all(t.text in (",", "&") or t.tag_ in (*_LIST_TAGS, "NNP") for t in between)

    def _fragment(self, quantity: Quantity) -> Iterator[Trigger]:
        """A sentence without a verb that goes on from the one before: "along with thousands of civilians."."""
        sentence = self.positions.sentence_of(self.doc[quantity.start].idx)
        tokens = self.positions.tokens(sentence.start, sentence.end)
        if sentence.sent_id == 0 or any(t.pos_ in VERBS for t in tokens) or not tokens[0].text[:1].islower():
            return
        previous = self.positions.sentences[sentence.sent_id - 1]
        verbs = [t for t in self.positions.tokens(previous.start, previous.end) if t.pos_ in VERBS]
        yield from (Trigger(verb, "object", "fragment") for verb in verbs[-1:])

    # --- what stands around a number ---

    def anchor(self, quantity: Quantity) -> Token:
        """The word of a quantity from which the parse is read: its noun, else its number."""
        if quantity.unit is not None and quantity.unit.i >= quantity.start:
            return quantity.unit
        return self.doc[quantity.number]

    def _sentence_start(self, quantity: Quantity) -> int:
        start = self.positions.sentence_of(self.doc[quantity.number].idx).start
        return self.positions.tokens(start, start + 1).start

    def clause_edges(self, quantity: Quantity) -> tuple[int, int]:
        """The stretch of a sentence around a quantity: a few words to each side, or to the end of the clause."""
        left, right = quantity.start, quantity.end
        while left and quantity.start - left < _CLAUSE and not _ends_clause(self.doc[left - 1]):
            left -= 1
        while right < len(self.doc) and right - quantity.end < _CLAUSE and not _ends_clause(self.doc[right]):
            right += 1
        return left, right

    def is_included(self, quantity: Quantity) -> bool:
        """Whether "including", "among them" or "of whom" stands right before a number."""
        return not _INCLUDING.isdisjoint(self.lower[max(0, quantity.start - 3) : quantity.start])


def _ends_clause(token: Token) -> bool:
    return token.is_space or token.text in (".", ";", "!", "?")
