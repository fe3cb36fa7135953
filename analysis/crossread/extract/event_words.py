"""Events by the words right beside a number, which parsers that stumble over news do not reach."""

from spacy.tokens import Token

from crossread.extract.event_book import EventLookup, Hit
from crossread.extract.quantities import Quantity
from crossread.extract.syntax import NOUNS, OBJECTS, VERBS

_TOLL_REACH = 24  # words between "the death toll" and its number
_AMONG_REACH = 12  # words between "of those killed" and a number


class NeighbourRules(EventLookup):
    """Rules that look at the words before and behind a number."""

    def _toll(self, quantity: Quantity) -> Hit | None:
        """As in "the death toll rose to 58", "bringing the number of evacuees to 12,000"."""
        if not self.has_toll:
            return None
        if quantity.unit is not None and self.class_of(quantity.unit)[0] not in ("people", "bare", None):
            return None
        sentence = self.positions.sentence_of(self.doc[quantity.number].idx)
        first = self.positions.tokens(sentence.start, sentence.start + 1).start
        for words, category in self.book.tolls:
            for i in range(max(first, quantity.start - _TOLL_REACH), quantity.start - len(words) + 1):
                if tuple(self.lower[i : i + len(words)]) != words:
                    continue
                weak = (category, " ".join(words)) in self.book.weak
                if not (weak and category not in self.strong) and self._links(i + len(words), quantity.start):
                    return Hit(category, self.doc[i + len(words) - 1], "toll")
        return self._number_of(quantity, first)

    def _number_of(self, quantity: Quantity, first: int) -> Hit | None:
        """As in "the number of people killed has risen to 58": the category is in the phrase."""
        for i in range(max(first, quantity.start - _TOLL_REACH), quantity.start - 2):
            if self.lower[i] != "number" or self.lower[i + 1] != "of":
                continue
            for j in range(i + 2, min(quantity.start, i + 7)):
                category = self.book.category("counters", self.lemmas[j]) or self.book.category(
                    "adjectives", self.lower[j]
                )
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
            hit = self.hit("adjectives", token, unit_class, "beside")
            is_participle = token.tag_ == "VBN" or (token.tag_ == "VBD" and quantity.unit is None)
            if hit is None and is_participle:
                hit = self.hit("object", token, unit_class, "beside")
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
                return (
                    following not in self.book.categories["adjectives"]
                    and self.lower[child.i] not in self.book.categories["adjectives"]
                )
        return False

    def _among(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """As in "11 children were among the dead", "of those killed six were children"."""
        behind = range(quantity.end, quantity.end if self._belongs(quantity) else self._list_end(quantity.end) + 3)
        sentence = self.positions.sentence_of(self.doc[quantity.start].idx)
        first = max(self.positions.tokens(sentence.start, sentence.start + 1).start, quantity.start - _AMONG_REACH)
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
                hit = self.hit("adjectives", token, unit_class, "among")
                if hit is not None:
                    return hit
        return None

    def _belongs(self, quantity: Quantity) -> bool:
        """Whether a verb behind tells of another noun: "the wives of the five rebels", "the son of a driver"."""
        before = quantity.start - 1
        if before > 0 and self.doc[before].tag_ in ("DT", "PRP$"):
            before -= 1
        link = self.doc[before] if before > 0 else None
        if link is not None and link.tag_ == "VBG" and self.anchor(quantity).head == link:
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
            return self.hit("adjectives", verb, unit_class, "verb")
        if verb.tag_ not in ("VB", "VBD", "VBN", "VBG", "VBZ", "VBP", "NNS"):
            return None
        if position and self.lemmas[position - 1] == "be":
            return None
        hit = self.hit("object", verb, unit_class, "verb")
        return hit if hit is not None and (hit.category, self.lemmas[position]) not in self.book.weak else None

    def _phrase(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """A prepositional phrase in the same clause, before or behind the number."""
        left, right = self.clause_edges(quantity)
        for words, category in self.book.phrases:
            for i in range(left, right - len(words) + 1):
                if self.lower[i] == words[0] and tuple(self.lower[i : i + len(words)]) == words:
                    return (
                        Hit(category, self.doc[i], "phrase") if self.fits(category, unit_class, strong=False) else None
                    )
        return None

    def _contents(self, quantity: Quantity, unit_class: str | None) -> Hit | None:
        """As in "two tonnes of food", "3 billion dollars in aid": a measure of what is counted."""
        end = quantity.end
        if unit_class != "aid" or end + 1 >= len(self.doc) or self.lower[end] not in ("of", "in", "worth"):
            return None
        hits = (self.hit("nouns", token, unit_class, "contents") for token in self.doc[end + 1 : end + 5])
        return next(filter(None, hits), None)
