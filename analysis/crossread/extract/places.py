"""The place that a number is of."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span, Token

from crossread.extract.clauses import clause_verb
from crossread.extract.quantities import Quantity
from crossread.extract.records import Name
from crossread.extract.syntax import NOUNS
from crossread.extract.triggers import clause_edges
from crossread.lexicon.model import Quantities

_BEFORE = 8  # sentences from the place that was named last to a number without one
_WORLD = "world"
_NEAR = 8  # words from a number to "worldwide"
_ROUND = ("around", "across", "throughout")  # "across the world"


class Places:
    """The places that an article names, and which of them an event is in."""

    def __init__(
        self, doc: Doc, names: Sequence[Name], words: Quantities, where: frozenset[str], actors: Mapping[str, str]
    ) -> None:
        """Index the places that an article names; ``actors`` has the names of countries for their people."""
        self.doc = doc
        self.words = words
        self.where = where  # prepositions that make a state a place
        self.countries: set[str] = set()  # places that are countries
        self.places: list[tuple[Token, Token, int, str]] = []
        self.starts: list[int] = []  # their first tokens
        self.named: list[tuple[int, str]] = []  # the same, by first token
        self.any: dict[int, str] = {}  # every place that is named, by its tokens
        for name in names:
            root = doc[name.start : name.end].root
            place = name.place or self._country(name)
            if place is not None:
                self.places.append((root, clause_verb(root), name.start, place))
                self.starts.append(name.start)
            if root.ent_type_ == "FAC":
                continue  # "the White House": no place that a number is of
            if place is not None or name.kind in ("state", "place"):
                known = actors.get(name.actor_id or "") if name.form == "demonym" else None
                told = place or known or doc[name.start : name.end].text
                self.any.update((i, told) for i in range(name.start, name.end) if i not in self.any)
                is_acting = root.dep_ == "nsubj" and root.head.lemma_.lower() not in words.light
                is_agent = known is not None or is_acting
                if place is not None or not is_agent:  # "Russia killed 12 people" tells no place
                    self.named.append((name.start, told))

    def of(
        self, event: Token, quantity: Quantity, noun: Token | None, source: Span | None
    ) -> tuple[str | None, str | None]:
        """Where a number is of, and what tells so.

        ``clause``: the nearest place in the clause of the event, or in a clause that hangs on it. ``noun``: whose it is
        ("Italy's death toll", "U.S. cases"). ``subject``: who has it ("South Korea has 84 deaths"). ``sentence`` and
        ``discourse``: the place that was named last, here or before.
        """
        everywhere = self._everywhere(quantity)
        if everywhere == _WORLD:
            return everywhere, "clause"
        found = self._in_clause(clause_verb(event), quantity.number)
        if found is not None:
            return found, "clause"
        for owner, basis in self._owners(event, quantity, noun):
            place = self.any.get(owner.i)
            if place is not None:
                return place, basis
        if everywhere is not None:
            return everywhere, "clause"
        at = bisect_left(self.named, (quantity.start, ""))
        sentence = self.doc[quantity.start].sent
        for start, place in self.named[max(0, at - 1) : at + 1]:
            is_of_source = source is not None and source.start <= start < source.end
            if sentence.start <= start < sentence.end and not is_of_source:
                return place, "sentence"
        is_near = at > 0 and self._sentences_between(self.named[at - 1][0], quantity.start) <= _BEFORE
        return (self.named[at - 1][1], "discourse") if is_near else (None, None)

    def _sentences_between(self, first: int, last: int) -> int:
        return sum(1 for token in self.doc[first + 1 : last + 1] if token.is_sent_start)

    def _everywhere(self, quantity: Quantity) -> str | None:
        """As in "infected 83,000 people worldwide", "across the world"."""
        left, right = clause_edges(self.doc, quantity)
        for token in self.doc[max(left, quantity.start - _NEAR) : min(right, quantity.end + _NEAR)]:
            if token.lower_ in self.words.everywhere:
                return self.words.everywhere[token.lower_]
            if token.lower_ == _WORLD and token.i > 1 and self.doc[token.i - 2].lower_ in _ROUND:
                return _WORLD
        return None

    def _owners(self, event: Token, quantity: Quantity, noun: Token | None) -> Iterator[tuple[Token, str]]:
        for held in filter(None, (noun, event if event.pos_ in NOUNS else None)):
            yield held, "noun"  # "1,204 Americans"
            for child in held.children:
                if child.dep_ in ("poss", "compound", "amod", "nmod"):
                    yield child, "noun"
        verb = clause_verb(event)
        if verb.lemma_.lower() in self.words.light or quantity.measure != "count":
            yield from ((child, "subject") for child in verb.children if child.dep_ == "nsubj")

    def _in_clause(self, verb: Token, number: int) -> str | None:
        above = clause_verb(verb.head) if verb.dep_ in ("advcl", "conj", "xcomp") else verb
        candidates = []
        where = _where_antecedent(verb)
        first, last = (bisect_left(self.starts, at) for at in (verb.sent.start, verb.sent.end))
        for root, clause, start, place in self.places[first:last]:
            if root.dep_ in ("nsubj", "poss", "amod") and root != where:
                continue
            hangs = clause.head == verb and clause.dep_ in ("acl", "relcl", "advcl", "xcomp")
            of_noun = verb.dep_ == "relcl" and verb.head in root.ancestors  # "the attack in Homs that killed 12"
            if clause in (verb, above) or hangs or root == where or of_noun:
                # its own clause, one that hangs on it, the one that it hangs on; a town before its country
                rank = 0 if clause == verb or root == where else 1 if hangs else 2
                is_country = root.ent_type_ == "GPE" and place in self.countries
                # of two that are as near the one behind: "three died in Karsh and nine in Belen"
                candidates.append((rank, is_country, abs(start - number), start < number, place))
        return min(candidates)[-1] if candidates else None

    def _country(self, name: Name) -> str | None:
        """A state as a place: "were killed in Turkey"."""
        before = self.doc[name.start - 1].lower_ if name.start else ""
        if name.start > 1 and before == "the":
            before = self.doc[name.start - 2].lower_
        if name.kind != "state" or name.form != "name" or before not in self.where:
            return None
        place = self.doc[name.start : name.end].text
        self.countries.add(place)
        return place


def _where_antecedent(verb: Token) -> Token | None:
    """The noun before "where": "Aleppo, where 12 people were killed"."""
    is_where = verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.lefts)
    return verb.head if is_where else None
