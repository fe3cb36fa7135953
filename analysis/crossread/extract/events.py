"""Events: what happened to those that a number counts, found through the syntax.

The rules go from the surest to the weakest: a number that completes a toll, a participle beside it,
the verb right before or behind it, the verb that governs it in the parse, the noun it belongs to, a
modifier, a state, a number that it is part of. Parsers stumble over news (commas lost, headlines
without auxiliaries), so that the words right beside a number are asked before the parse.
"""

from collections.abc import Iterable, Mapping

from spacy.tokens import Token

from crossread.extract.clauses import is_passive
from crossread.extract.event_book import Hit
from crossread.extract.event_words import NeighbourRules
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import NOUNS, OBJECTS, VERBS

_PART_REACH = 14  # words between a number and one that is a part of it


class EventFinder(NeighbourRules):
    """Finds the event of each quantity of one article."""

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
        anchor = self.anchor(quantity)
        category = self.book.category("always", unit_class or "")
        if category is not None:
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

    def _contains_another(self, quantity: Quantity) -> bool:
        """As in "One convoy of five buses": the number behind is the one that counts."""
        after = self.doc[quantity.end : quantity.end + 3]
        return len(after) > 1 and after[0].lower_ == "of" and any(t.like_num or t.tag_ == "CD" for t in after[1:])

    def _percent(self, quantity: Quantity) -> Hit | None:
        noun = quantity.unit
        if noun is None:
            return None
        for token in (noun, *noun.lefts):
            category = self.book.category("nouns", self.lemmas[token.i])
            if category is not None and "percent" in self.book.events[category].units:
                return Hit(category, token, "percent")
        return None

    def _behind(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """The verb right behind: "15 civilians have also been killed", "15 civilians died"."""
        if self._belongs(quantity):
            return None
        passive = False
        start = self._past_parts(quantity.end)
        for position in range(start, min(start + 6, len(self.doc))):
            token = self.doc[position]
            if token.tag_ == "RB" or token.pos_ == "AUX" or self.lower[position] in ("others", "also"):
                passive = passive or self.lemmas[position] == "be"
                continue
            if passive:
                return self._passive(token, unit_class) if token.pos_ in VERBS else self._beside_verb(token, unit_class)
            return self.hit("subject", token, unit_class, "verb") if token.tag_ in ("VBD", "VBN") else None
        return None

    def _governor(self, anchor: Token, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """The verb that acts on what is counted or that it does, by the parse."""
        token = self._top(anchor, quantity)
        head, role = token.head, token.dep_
        if head == token:
            return self.hit("adjectives", token, unit_class, "verb")
        if role == "nsubjpass":
            return self._passive(head, unit_class)
        if role == "nsubj":
            return self._as_subject(head, unit_class)
        # "killed 12 in Homs and 30 in Hama": the second number hangs on the verb
        is_second = role == "conj" and any(child.dep_ in OBJECTS and child.i < token.i for child in head.children)
        if role in OBJECTS or role in ("attr", "oprd", "dep") or is_second:
            acts = head.pos_ in VERBS and not is_passive(head)
            hit = self.hit("object", head, unit_class, "verb") if acts else None
            return hit or self._complement(head, unit_class) or self._included(head, unit_class)
        if role == "pobj" and head.lower_ == "of" and head.head.pos_ in VERBS and not is_passive(head.head):
            return self.hit("object", head.head, unit_class, "verb")
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
        return self.hit("object", token, unit_class, "verb") or self.hit("adjectives", token, unit_class, "verb")

    def _passive(self, verb: Token, unit_class: str | None) -> Hit | None:
        hit = self._beside_verb(verb, unit_class)
        if hit is not None and (hit.category, self.lemmas[verb.i]) in self.book.weak:
            hit = self._complement(verb, unit_class) or hit  # "were taken hostage"
        if hit is None:  # "are believed to be trapped", "were shot dead", "were forced to flee"
            hit = self._complement(verb, unit_class)
        return hit or self._conjoined(verb, unit_class, passive=True)

    def _as_subject(self, verb: Token, unit_class: str | None) -> Hit | None:
        if verb.pos_ not in VERBS:
            return self.hit("adjectives", verb, unit_class, "verb")
        hit = self.hit("subject", verb, unit_class, "verb")
        if hit is not None:
            return hit
        if verb.lemma_ in self.words["linking"] or verb.lemma_ in self.words["being"]:
            hit = self._complement(verb, unit_class)
        for child in verb.children:  # "12 people lost their lives"
            category = self.book.category("carriers", self.lemmas[child.i]) if child.dep_ in OBJECTS else None
            if category is not None and self.book.category("object", verb.lemma_) == category:
                return Hit(category, verb, "verb")
        return hit or self._headline(verb, unit_class) or self._conjoined(verb, unit_class, passive=False)

    def _included(self, verb: Token, unit_class: str | None) -> Hit | None:
        """As in "The dead included 11 children": the subject names the group."""
        if verb.lemma_ != "include":
            return None
        hits = (self.hit("adjectives", c, unit_class, "among") for c in verb.children if c.dep_ == "nsubj")
        return next(filter(None, hits), None)

    def _headline(self, verb: Token, unit_class: str | None) -> Hit | None:
        """A passive without its auxiliary: "58 killed in suspected gas attack"."""
        if verb.tag_ not in ("VBN", "VBD") or any(c.dep_ in OBJECTS or c.dep_ == "aux" for c in verb.children):
            return None
        hit = self.hit("object", verb, unit_class, "verb")
        is_weak = hit is not None and (hit.category, self.lemmas[verb.i]) in self.book.weak
        return None if is_weak else hit

    def _complement(self, verb: Token, unit_class: str | None) -> Hit | None:
        """As in "are believed to be trapped", "leaving 13 dead", "left 12 people wounded"."""
        for child in verb.children:
            if child.dep_ not in ("acomp", "oprd", "attr", "advcl", "ccomp", "xcomp", "amod", "advmod"):
                continue
            if any(c.dep_ in ("nsubj", "nsubjpass") for c in child.children):
                continue  # it tells of somebody else
            hit = self.hit("adjectives", child, unit_class, "complement")
            if hit is None and child.pos_ in VERBS and (is_passive(child) or child.tag_ == "VBN"):
                hit = self.hit("object", child, unit_class, "complement")
            if hit is None and child.dep_ == "xcomp" and child.pos_ in VERBS:
                hit = self.hit("subject", child, unit_class, "complement")
            goes_on = child.dep_ in ("xcomp", "ccomp") and (
                child.lemma_ in self.words["being"] or child.lemma_ in self.words["raising"]
            )
            if hit is None and goes_on:
                hit = self._complement(child, unit_class)
            if hit is not None:
                return hit
        return None

    def _conjoined(self, verb: Token, unit_class: str | None, *, passive: bool) -> Hit | None:
        """As in "12 people were arrested and killed": a second verb that shares the subject."""
        field = "object" if passive else "subject"
        for other in verb.conjuncts:
            has_own = any(child.dep_ in ("nsubj", "nsubjpass") for child in other.children)
            if other.i > verb.i and other.pos_ in VERBS and not has_own:
                hit = self.hit(field, other, unit_class, "verb")
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
                hit = self.hit("nouns", head, unit_class, "noun")
                hit = hit or self._taken(head, unit_class)
                if hit is not None:
                    return hit
            token = head
        return None

    def _taken(self, carrier: Token, unit_class: str | None) -> Hit | None:
        """As in "took 80 lives", "claimed the lives of 80": the verb by what it acts on."""
        category = self.book.category("carriers", self.lemmas[carrier.i])
        if category is None or carrier.dep_ not in OBJECTS or not self.fits(category, unit_class, strong=True):
            return None
        takes = self.book.category("takes", self.lemmas[carrier.head.i]) == category
        return Hit(category, carrier.head, "noun") if takes else None

    def _counter(self, quantity: Quantity) -> Hit | None:
        """As in "12 deaths", "200 arrests": the unit is the event."""
        unit = quantity.unit
        if unit is None:
            return None
        hit = self._taken(unit, "people") if quantity.best != 1 else None  # not "took on a life of its own"
        hit = hit or self.hit("counters", unit, "people", "counter") or self._own_counter(unit)
        is_weak = hit is not None and (hit.category, self.lemmas[unit.i]) in self.book.weak
        # "industry bodies" are none that died
        return None if is_weak and any(child.dep_ == "compound" for child in unit.lefts) else hit

    def _own_counter(self, unit: Token) -> Hit | None:
        """A counter of a category that counts no people: "40 abstentions"."""
        category = self.book.category("counters", self.lemmas[unit.i])
        return Hit(category, unit, "counter") if category and "people" not in self.book.events[category].units else None

    def _modifier(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """As in "trapped civilians", "12 wounded soldiers", "children who had been trapped"."""
        unit = quantity.unit
        if unit is None:
            return None
        # The last modifier before the noun is read first; a clause behind comes after.
        for i in range(unit.i - 1, quantity.number, -1):
            if self.doc[i].tag_ in ("NN", "NNP"):
                continue  # "12 hostage negotiators"
            hit = self.hit("adjectives", self.doc[i], unit_class, "modifier")
            if hit is not None:
                return hit
        for child in unit.rights:
            if child.dep_ not in ("relcl", "acl") or child.pos_ not in VERBS:
                continue
            hit = None
            if is_passive(child) or child.tag_ == "VBN":
                hit = self.hit("object", child, unit_class, "modifier")
            elif child.tag_ == "VBG" or any(c.tag_ in ("WP", "WDT") and c.dep_ == "nsubj" for c in child.children):
                hit = self.hit("subject", child, unit_class, "modifier")
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
        return None if is_bare or is_passive(verb) else self.hit("state", verb, unit_class, rule)

    def _part(
        self, quantity: Quantity, unit_class: str | None, before: Quantity | None, categories: Mapping[int, str]
    ) -> Hit | None:
        """As in "including 13 children", "380 of them", "three men and two women": the category before."""
        if before is None or before.number not in categories or quantity.start - before.end > _PART_REACH:
            return None
        category = categories[before.number]
        if not self.fits(category, unit_class, strong=True):
            return None
        if quantity.of_which or self.is_included(quantity):
            return Hit(category, self.doc[quantity.number], "part")
        counted = before.unit.lemma_.lower() if before.unit is not None else ""
        if unit_class is None and counted in self.book.categories["counters"]:
            return None  # "1,113 kidnappings and 3,089 robberies": each counts itself
        return Hit(category, self.doc[quantity.number], "list") if self._is_listed(quantity, before) else None

    def _is_listed(self, quantity: Quantity, before: Quantity) -> bool:
        """As in "three men, two women and a child were killed": coordinated with the number before."""
        between = self.doc[before.end : quantity.start]
        if len(between) > 6 or not any(t.lower_ == "and" or t.text == "," for t in between):
            return False
        if any(
            self.lemmas[t.i] in self.book.categories["object"] or self.lower[t.i] in self.book.categories["adjectives"]
            for t in between
        ):
            return False
        top = self._top(self.anchor(quantity), quantity)
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
        return self.hit("object", last, unit_class, "fragment") if last is not None else None
