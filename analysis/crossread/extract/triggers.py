"""Triggers: the words that may tell what happened to those that a number counts, from the surest to the weakest.

Nothing here knows of categories: a trigger has a role (what the word is to what is counted), and a codebook takes words
by their roles, see ``crossread.tables.coding``. Parsers stumble over news (commas lost, headlines without auxiliaries),
so that the words right beside a number are proposed before those that the parse leads to.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.clauses import is_passive, is_perfect
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import NOUNS, OBJECTS, VERBS
from crossread.extract.units import UnitBook

SAME = "same"  # in the place of a role: whatever happened to those that the number before counts
# What a word is to what is counted; the fields of a row of a codebook of the same names tell of each.
ROLES = ("object", "subject", "state", "nouns", "counters", "takes", "adjectives", "phrases", "tolls", "number of")
# How many words are looked at.
_NEAR = 6  # beside a number, in a group or a list
_AWAY = 12  # over what stands between a number and its words: "- including nine children -", "76 children and 41 women"
_STEPS = 4  # up from a number to the noun of its event: "the deaths of at least 12"
_CLAUSE = 16  # to each side of a number
_FRAGMENT = 60  # of a sentence without a verb, back to the verb that it goes on with, and up a list
_TOLL = 24  # from "the death toll" to its number

_FINITE = ("VBD", "VBZ", "VBP")
_DASHES = ("-", "--", "—")
_INCLUDING = frozenset(("including", "among", "included", "whom", "amongst"))  # before a part of a number
_PASSABLE = frozenset(("others", "more", "people", "also"))  # between a number and its verb
_SUBJECTS = ("nsubj", "nsubjpass")
_ACTED_ON = (*OBJECTS, "attr", "oprd", "dep")
_PREDICATES = ("acomp", "oprd", "attr", "advcl", "ccomp", "xcomp", "amod", "advmod")
_WITHIN_PHRASE = ("nummod", "quantmod", "compound", "amod", "nmod")
_TOWARD_NOUN = ("pobj", "conj", "nummod", "compound", "appos", "prep", "quantmod")  # "the deaths of 12 people"
_LIST_TAGS = ("CC", "DT", "JJ", "NN", "NNS", "NNP")
_TELLING = ("VERB", "ADJ", "NOUN", "PROPN", "ADV")  # kinds of words that may say what became of somebody
_VERB_TAGS = ("VB", "VBD", "VBN", "VBG", "VBZ", "VBP", "NNS")  # parsers take "kills" in headlines for a noun


class Trigger(NamedTuple):
    """A word that may tell what happened to those that a number counts."""

    word: Token  # of a phrase the last one
    role: str  # one of ROLES, or SAME
    rule: str
    no_weak: bool = False  # words that count only in company do not count here
    carrier: Token | None = None  # "lives" in "took 80 lives", which stand for what is counted


class Triggers:
    """Proposes the triggers of one number."""

    def __init__(
        self,
        doc: Doc,
        quantity: Quantity,
        before: Quantity | None,
        book: UnitBook,
        words: Mapping[str, frozenset[str]],
    ) -> None:
        """Look at a number.

        Args:
            doc: the parsed article.
            quantity: the number.
            before: the number before it, of which it may be a part.
            book: what is a link to a toll, what becomes of people, and which nouns name them.
            words: verbs that lead on to others.
        """
        self.doc = doc
        self.quantity = quantity
        self.before = before
        self.book = book
        self.words = words
        self.number = doc[quantity.number]
        self.unit = quantity.noun
        self.end = quantity.end
        self.left = doc[max(self.number.sent.start, quantity.start - _TOLL) : quantity.start]
        self.behind = doc[self._past_aside(quantity.end) :][:_NEAR]  # the words that a verb of the number may be in
        # Where the parse is read from: the noun, else the number.
        self.anchor = anchor_of(doc, quantity)

    def all(self) -> Iterator[Trigger]:
        """Every trigger, the surest first."""
        return (trigger for rule in RULES for trigger in rule(self))

    def of_one(self) -> Iterator[Trigger]:
        """The surer ones, for a single person without a number: "a bus driver"."""
        yield from self.acted_on()
        yield from self.beside()
        yield from self.verb_behind()
        if self.end == len(self.doc) or self.doc[self.end].tag_ not in ("VBD", "VBZ"):
            yield from self.governor()  # not "a monitor" in "..., a monitor said"
        yield from self.part()

    # --- by the words beside the number ---

    def toll(self) -> Iterator[Trigger]:
        """As in "the death toll rose to 58", "the number of people killed has risen to 58"."""
        number_of = [t.i for t in self.left if t.lower_ == "number" and t.nbor().lower_ == "of"]
        qualifier = frozenset((self.quantity.qualifier or "").split())
        is_linked = not qualifier.isdisjoint(self.book.words.toll_links)  # "the toll exceeded 55,000"
        for token in reversed(self.left):
            is_number = (token.like_num or token.tag_ == "CD") and token.ent_type_ != "DATE"
            if token.text in (".", ";") or (is_number and not self._is_passed(token)):
                return
            if is_linked:
                if token.pos_ in NOUNS:
                    yield Trigger(token, "tolls", "toll")
                if any(i < token.i <= i + _NEAR for i in number_of) and token.pos_ in (*NOUNS, *VERBS, "ADJ"):
                    yield Trigger(token, "number of", "toll")
            is_linked = is_linked or token.lower_ in self.book.words.toll_links

    def _is_passed(self, number: Token) -> bool:
        """Whether a number is told on the way: "revised from 120 to 95", or aside."""
        return (number.i > 0 and number.nbor(-1).lower_ == "from") or is_told_aside(number)

    def beside(self) -> Iterator[Trigger]:
        """A participle or adjective right behind: "12 dead", "four people reportedly killed"."""
        for token in self.behind:
            if token.tag_ in ("VBD", "VBN") and self._has_own_object(token):
                return  # "12 militants killed three soldiers", "wounded 30 and trapped five"
            if token.pos_ in _TELLING:
                yield Trigger(token, "adjectives", "beside")
            if token.tag_ == "VBN" or (token.tag_ == "VBD" and self.unit is None):
                yield Trigger(token, "object", "beside")
            if token.tag_ not in ("RB", "JJ", "CC", "VBN") and token.lower_ not in _PASSABLE:
                return

    def _past_aside(self, i: int) -> int:
        """Past "including a child" or "- including nine children -", which part a number and its event."""
        first = i + (i < len(self.doc) and self.doc[i].is_punct)
        if self.doc[first : first + 1].text.lower() in ("including", "among"):
            for token in self.doc[first + 1 : first + _AWAY]:
                if token.text in (".", ";") or token.tag_ in ("WP", "WDT"):
                    break
                if token.pos_ == "AUX":
                    return token.i
                if first > i and token.text == self.doc[i].text:
                    return token.i + 1
        return i

    def _has_own_object(self, verb: Token) -> bool:
        """Whether a past tense acts on something; in "20 killed 30 injured" a comma was lost."""
        acted_on = (child for child in verb.children if child.dep_ in OBJECTS)
        near = next((self.doc[child.i : child.i + 2] for child in acted_on), ())
        return bool(near) and not any(token.lower_ in self.book.words.outcomes for token in near)

    def among(self) -> Iterator[Trigger]:
        """As in "11 children were among the dead", "of those killed six were children"."""
        near = self.doc[self.end : min(self.end + _AWAY, self.number.sent.end)]
        # up to a verb that is no participle, to a mark, or to "and" between clauses
        behind = takewhile(
            lambda t: (
                (t.text == "," or t.pos_ not in ("VERB", "PUNCT", "CCONJ") or t.tag_ == "VBN")
                or (t.pos_ == "CCONJ" and t.head.pos_ not in VERBS)
            ),
            near,
        )
        for link in (*(() if self._belongs() else behind), *self.left[-_AWAY:]):
            is_of = link.lower_ == "of" and self.doc[link.i + 1 : link.i + 2].text.lower() in ("those", "the")
            if not is_of and link.lower_ not in ("among", "amongst"):
                continue
            if is_of and link.i == self.end and self.number.dep_ == "nsubj" and self.number.head.lemma_ != "be":
                continue  # "twelve of the 30 wounded have died"
            last = link.i + 1 + _NEAR if link.i >= self.end else self.quantity.start
            for token in self.doc[link.i + 1 : last]:
                # "of the Marathon killed three" tells of no group
                is_other = is_of and token.pos_ in ("NOUN", "PROPN") and not self.book.is_people(token)
                if is_other or token.tag_ == "PRP" or token.text in (".", ",", ";"):
                    break
                if token.pos_ in _TELLING:
                    yield Trigger(token, "adjectives", "among")

    def _belongs(self) -> bool:
        """Whether a verb behind tells of another noun: "the wives of the five rebels", "the son of a driver"."""
        link = next((t for t in reversed(self.left[-2:]) if t.tag_ not in ("DT", "PRP$")), None)
        if link is None:
            return False
        carries = link.tag_ == "VBG" and self.anchor.head == link  # "a lorry carrying 12 fighters was destroyed"
        is_owner = link.dep_ == "prep" and link.lower_ in ("of", "from", "by", "with") and link.head.pos_ in NOUNS
        return carries or is_owner

    def acted_on(self) -> Iterator[Trigger]:
        """The verb right before: "killed at least 12", "killing 12", "shot dead 12"."""
        for verb in self.left[-1:]:
            before = self.left[-2:-1].root if len(self.left) > 1 else verb
            if verb.tag_ == "JJ" and before.pos_ in VERBS:
                yield Trigger(verb, "adjectives", "verb")
            if verb.tag_ in _VERB_TAGS and before.lemma_.lower() != "be":
                yield Trigger(verb, "object", "verb", no_weak=True)

    def verb_behind(self) -> Iterator[Trigger]:
        """The verb right behind: "15 civilians have also been killed", "15 civilians died"."""
        is_passive_form = False
        for token in () if self._belongs() else self.behind:
            if token.tag_ == "RB" or token.pos_ == "AUX" or token.lower_ in _PASSABLE:
                is_passive_form = is_passive_form or token.lemma_ == "be"
                continue
            if is_passive_form:
                yield from self._suffered(token)
            elif token.tag_ in ("VBD", "VBN"):
                yield Trigger(token, "subject", "verb")
            return

    def contents(self) -> Iterator[Trigger]:
        """As in "two tonnes of food", "3 billion dollars in aid", "15 percent of the aid": a measure of what counts."""
        is_measure = self.quantity.measure != "count" or (self.unit and self.book.is_container(self.unit))
        if is_measure and self.doc[self.end : self.end + 1].text in ("of", "in", "worth"):
            yield from (
                Trigger(t, "nouns", "contents")
                for t in self.doc[self.end + 1 : self.end + 1 + _NEAR]
                if t.pos_ in NOUNS
            )

    # --- by the parse ---

    def governor(self) -> Iterator[Trigger]:
        """The verb that acts on what is counted or that it does."""
        token, head, role = self.top, self.top.head, self.top.dep_
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

    @cached_property
    def top(self) -> Token:
        """The head of the phrase that counts: over "of" and coordination."""
        token = self.anchor
        for _ in range(_FRAGMENT):  # not the whole of a list as long as an article
            head = token.head
            if head == token:
                break
            is_modifier = token.dep_ in _WITHIN_PHRASE
            is_phrase = head.pos_ in NOUNS and (is_modifier or token.dep_ == "conj")
            is_inside = self.quantity.start <= head.i < self.end
            is_group = token.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_ in self.book.words.collective
            if is_group:
                token = head.head  # "killed a family of five"
                continue
            if not (is_inside or is_phrase or (is_modifier and head.pos_ == "ADJ")):
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
        if verb.lemma_ in self.words["linking"] or verb.lemma_ in self.words["being"]:
            yield from self._complement(verb)
        yield from self._conjoined(verb, "subject")

    def _complement(self, verb: Token) -> Iterator[Trigger]:
        """As in "are believed to be trapped", "leaving 13 dead", "left 12 people wounded"."""
        for child in verb.children:
            if child.dep_ not in _PREDICATES or any(c.dep_ in _SUBJECTS for c in child.children):
                continue  # one with a subject tells of somebody else
            yield Trigger(child, "adjectives", "complement")
            yield from self._participle(child, "complement", is_active=child.dep_ == "xcomp")
            is_link = child.lemma_ in self.words["being"] or child.lemma_ in self.words["raising"]
            if is_link and child.dep_ in ("xcomp", "ccomp"):
                yield from self._complement(child)

    def _participle(self, verb: Token, rule: str, *, is_active: bool) -> Iterator[Trigger]:
        """What a verb without a subject of its own tells of a noun: "wounded", "who had been trapped", "to flee"."""
        if verb.pos_ not in VERBS:
            return
        if is_passive(verb) or (verb.tag_ == "VBN" and not is_perfect(verb)):
            yield Trigger(verb, "object", rule)
        elif is_active:
            yield from (Trigger(verb, listed, rule) for listed in ("subject", "state"))

    def _conjoined(self, verb: Token, listed: str) -> Iterator[Trigger]:
        """As in "12 people were arrested and killed": a second verb that shares the subject."""
        for other in verb.conjuncts:
            has_own = any(child.dep_ in _SUBJECTS for child in other.children)
            if other.i > verb.i and other.pos_ in VERBS and not has_own:
                yield Trigger(other, listed, "verb")

    def noun(self) -> Iterator[Trigger]:
        """The noun that it belongs to: "the deaths of 12 people", "claimed the lives of 80"."""
        way = takewhile(lambda token: token.dep_ in _TOWARD_NOUN, (self.anchor, *self.anchor.ancestors))
        for token in islice(way, _STEPS):
            if token.dep_ == "prep" and token.lower_ == "of" and token.head.pos_ == "NOUN":
                yield Trigger(token.head, "nouns", "noun")
                yield from self._taken(token.head)

    def _taken(self, carrier: Token) -> Iterator[Trigger]:
        """As in "took 80 lives", "claimed the lives of 80": the verb by what it acts on."""
        if carrier.dep_ in OBJECTS:
            yield Trigger(carrier.head, "takes", "noun", carrier=carrier)

    def counter(self) -> Iterator[Trigger]:
        """The unit, where it is the event: "12 deaths", "200 arrests"."""
        if self.unit is None:
            return
        if self.quantity.best != 1:  # not "took on a life of its own"
            yield from self._taken(self.unit)
        is_compound = any(child.dep_ == "compound" for child in self.unit.lefts)  # "industry bodies" did not die
        yield Trigger(self.unit, "counters", "counter", no_weak=is_compound)

    def modifier(self) -> Iterator[Trigger]:
        """As in "trapped civilians", "12 wounded soldiers", "children who had been trapped"."""
        # The last modifier before the noun is read first; a clause behind comes after. Not "12 hostage negotiators".
        noun = self.unit if self.unit is not None else self.number
        before = reversed(self.doc[self.number.i + 1 : max(self.number.i + 1, noun.i)])
        yield from (
            Trigger(token, "adjectives", "modifier")
            for token in before
            if token.pos_ in _TELLING and token.tag_ not in ("NN", "NNP")
        )
        for verb in noun.rights:
            if verb.dep_ in ("relcl", "acl"):
                is_doing = any(c.tag_ in ("WP", "WDT") and c.dep_ == "nsubj" for c in verb.children)
                yield from self._participle(verb, "modifier", is_active=is_doing or verb.tag_ == "VBG")

    def state(self) -> Iterator[Trigger]:
        """As in "remain in need", "are waiting": phrases and verbs that tell a state."""
        left, right = clause_edges(self.doc, self.quantity)
        near = (token for token in self.doc[left:right] if token.dep_ == "pobj" and token.head.pos_ == "ADP")
        yield from (Trigger(token, "phrases", "phrase") for token in near)
        verb = self.top.head
        if self.top.dep_ not in _SUBJECTS:
            # `hundreds more "are now waiting`: marks between the number and its verb mislead the parser
            near = (t for t in self.doc[self.end : self.end + _NEAR] if t.pos_ not in ("AUX", "ADV", "PUNCT"))
            verb = next(near, self.number)
        is_active = verb.pos_ in VERBS and not is_passive(verb)
        if is_active and (verb.tag_ != "VBN" or is_perfect(verb)):
            yield Trigger(verb, "state", "state")

    def part(self) -> Iterator[Trigger]:
        """As in "including 13 children", "380 of them", "three men and two women": with the number before."""
        if self.before is None:
            return
        if self.left[-1:].text == ":" and self.before.start >= self.number.sent.start:
            # "Nineteen died when a ferry capsized on Monday: eleven Germans, ..."
            yield Trigger(self.number, SAME, "part")
        elif self.quantity.start - self.before.end > _AWAY:
            return
        elif self.quantity.of_which or is_included(self.doc, self.quantity):
            yield Trigger(self.number, SAME, "part")
        elif self._is_listed(self.before):
            yield Trigger(self.number, SAME, "list")

    def _is_listed(self, before: Quantity) -> bool:
        """As in "three men, two women and a child were killed": coordinated with the number before."""
        between = self.doc[before.end : self.quantity.start]
        if len(between) > _NEAR or not any(t.lower_ in ("and", ",") for t in between):
            return False
        if self.top.dep_ in _SUBJECTS and self.top.head.i > self.top.i and self.top.head.pos_ in VERBS:
            return False  # "killed 12 people, and thousands more are infected"
        return all(t.text in (",", "&") or t.tag_ in _LIST_TAGS for t in between)

    def fragment(self) -> Iterator[Trigger]:
        """A sentence without a verb that goes on from the one before: "along with thousands of civilians."."""
        sentence = self.number.sent
        if len(sentence) > _FRAGMENT or not sentence.text.lstrip()[:1].islower():
            return
        if not any(t.pos_ in VERBS for t in sentence):
            before = self.doc[max(0, sentence.start - _FRAGMENT) : sentence.start]
            verbs = (t for t in reversed(before) if t.pos_ in VERBS)
            yield from (Trigger(verb, "object", "fragment") for verb in islice(verbs, 1))

    def _is_qualified(self) -> bool:
        """As in "14 were wounded - two critically"."""
        return any(token.tag_ == "RB" for token in self.doc[self.end : self.end + 1])

    def ellipsis(self) -> Iterator[Trigger]:
        """As in "three died in Karsh and nine in Belen": a number alone goes on with the one before."""
        before, quantity = self.before, self.quantity
        link = self.left[-1:].text.lower() if quantity.qualifier != "another" else "and"
        is_joined = link in ("and", ",") or (link in _DASHES and self._is_qualified())
        is_bare = quantity.noun is None and quantity.measure == "count" and is_joined
        if is_bare and before is not None and before.measure == "count" and before.start >= self.number.sent.start:
            yield Trigger(self.number, SAME, "list")


# The surest first.
RULES: tuple[Callable[[Triggers], Iterator[Trigger]], ...] = (
    Triggers.contents,
    Triggers.toll,
    Triggers.beside,
    Triggers.among,
    Triggers.acted_on,
    Triggers.governor,
    Triggers.verb_behind,
    Triggers.noun,
    Triggers.counter,
    Triggers.modifier,
    Triggers.state,
    Triggers.part,
    Triggers.fragment,
    Triggers.ellipsis,
)


def anchor_of(doc: Doc, quantity: Quantity) -> Token:
    """The word of a quantity that the parse hangs on others: the noun counted, the unit measured, else the number."""
    if quantity.measure in ("money", "percent", "amount") and quantity.unit is not None:
        return doc[max(quantity.number, quantity.end - 1)]
    noun = quantity.noun
    return noun if noun is not None and noun.i >= quantity.start else doc[quantity.number]


def clause_edges(doc: Doc, quantity: Quantity) -> tuple[int, int]:
    """The stretch of a sentence around a quantity."""
    sentence = doc[quantity.number].sent
    return max(sentence.start, quantity.start - _CLAUSE), min(sentence.end, quantity.end + _CLAUSE)


def is_included(doc: Doc, quantity: Quantity) -> bool:
    """Whether "including", "among them" or "of whom" stands right before a number."""
    return any(token.lower_ in _INCLUDING for token in doc[max(0, quantity.start - 3) : quantity.start])


def is_told_aside(number: Token) -> bool:
    """Whether a number ends an aside before a verb: "the toll, long put at 64, was raised"."""
    behind = number.doc[number.i + 1 : number.i + 3]
    return len(behind) == 2 and behind[0].text == "," and behind[1].tag_ in _FINITE
