"""The place that a number is of."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from crossread.extract.clauses import clause_verb
from crossread.extract.quantities import Quantity
from crossread.extract.records import Name
from crossread.extract.syntax import NOUNS, Positions, subject_of
from crossread.extract.triggers import clause_edges
from crossread.lexicon import Lexicon

_OFTEN = 3  # times that an article names the place that it is about
_BEFORE = 8  # sentences from the place that was named last to a number without one
_NATIONS = ("nation", "country")
_WORLD, _NATION = "world", "nationwide"
_NEAR = 8  # words from a number to "worldwide"
_ROUND = ("around", "across", "throughout")  # "across the world"


class PlaceBook:
    """What tells the place of a number, from a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Look up the countries of actors."""
        self.words = lexicon.quantities
        self.where = lexicon.grammar.event_prepositions  # these make a state a place
        self.counting = lexicon.cues.counting  # a country tells its own number: "Italy confirmed 84 deaths"
        actors = lexicon.actors.values()
        # not "Georgia (US state)", whose name is that of a place
        states = (a for a in actors if a.kind == "state" and a.name.partition(" (")[0] not in a.places)
        names = {actor.country: actor.name for actor in states}
        self.nations = {a.id: names[a.country] for a in actors if a.country in names}


class Places:
    """The places that an article names, and which of them an event is in."""

    def __init__(self, positions: Positions, names: Sequence[Name], book: PlaceBook, actors: Mapping[str, str]) -> None:
        """Index the places that an article names; ``actors`` has the names of countries for their people."""
        doc = self.doc = positions.doc
        self.words = words = book.words
        self.where = book.where
        self.counting = book.counting
        self.countries: set[str] = set()  # places that are countries
        self.places: list[tuple[Token, Token, int, str]] = []
        self.starts: list[int] = []  # their first tokens
        self.named: list[tuple[int, str]] = []  # the same, by first token
        self.any: dict[int, str] = {}  # every place that is named, by its tokens
        # A state by its longest name in the article: "the United States", where it is "America" elsewhere.
        self.fullest: dict[str, str] = {}
        for name in names:
            text = doc[name.start : name.end].text
            if name.kind == "state" and name.actor_id and name.form != "demonym":
                self.fullest[name.actor_id] = max(self.fullest.get(name.actor_id, ""), text, key=len)
        for name in names:
            root = doc[name.start : name.end].root
            place = name.place or self._country(name)
            if place is not None:
                self.places.append((root, clause_verb(root), name.start, place))
                self.starts.append(name.start)
            if root.ent_type_ == "FAC" or _names_another(doc, name):
                continue  # "the White House", "the Paris Agreement": no place that a number is of
            if place is not None or name.kind in ("state", "place"):
                known = actors.get(name.actor_id or "") if name.form == "demonym" else None
                told = place or known or self._as_named(name)
                self.any.update((i, told) for i in range(name.start, name.end) if i not in self.any)
                is_acting = root.dep_ == "nsubj" and root.head.lemma_.lower() not in words.light
                is_agent = known is not None or is_acting
                if place is not None or not is_agent:  # "Russia killed 12 people" tells no place
                    self.named.append((name.start, told))
        often = Counter(place for _, place in self.named).most_common(1)
        countries = Counter(book.nations[actor] for name in names if (actor := name.actor_id or "") in book.nations)
        self.country = countries.most_common(1)[0][0] if countries else None
        if self.country is not None:  # "the nation's death toll"
            pairs = enumerate(pairwise(positions.lower), 1)
            self.any.update({i: self.country for i, (before, word) in pairs if word in _NATIONS and before == "the"})
        self.main = often[0][0] if often and often[0][1] >= _OFTEN else None  # where the article is

    def of(
        self, event: Token, quantity: Quantity, noun: Token | None, source: Span | None
    ) -> tuple[str | None, str | None]:
        """Where a number is of, and what tells so.

        ``clause``: the nearest place in the clause of the event, or in a clause that hangs on it. ``noun``: whose it is
        ("Italy's death toll", "U.S. cases"). ``subject``: who has it ("South Korea has 84 deaths"). ``sentence``: the
        place that was named last in it. ``discourse``: the one named last in the paragraph, else the one that the
        article names most.
        """
        counted = noun or self.doc[quantity.number]
        attached, everywhere = self._attached(counted), self._everywhere(event, quantity, counted)
        own, near = self._in_clause(clause_verb(event), quantity.number)
        if attached or everywhere == _WORLD or own:
            return attached or everywhere or own, "clause"
        for owner, basis in self._owners(event, quantity, noun):
            place = self.any.get(owner.i)
            if place is not None:
                return place, basis
        if near or everywhere:
            return (near or everywhere), "clause"
        at = bisect_left(self.named, (quantity.start, ""))
        sentence = self.doc[quantity.start].sent
        for start, place in self.named[max(0, at - 1) : at + 1]:
            is_of_source = source is not None and source.start <= start < source.end
            if sentence.start <= start < sentence.end and not is_of_source:
                return place, "sentence"
        if at == 0:
            return None, None
        start, place = self.named[at - 1]
        between = self.doc[start + 1 : quantity.start + 1]
        if not any(token.is_space for token in between):
            return place, "discourse"  # named in this paragraph
        is_near = sum(1 for token in between if token.is_sent_start) <= _BEFORE
        told = self.main or (place if is_near else None)
        return told, "discourse" if told else None

    def _everywhere(self, event: Token, quantity: Quantity, counted: Token) -> str | None:
        """As in "infected 83,000 people worldwide", "across the world", "the global toll", "nationwide".

        A country is named where the article tells of one.
        """
        first, (left, right) = quantity.start, clause_edges(self.doc, quantity)
        sentence = self.doc[first].sent
        opening = self.doc[sentence.start : min(first, sentence.start + 1)]  # "Worldwide, ..." holds for all of it
        for token in (*opening, *self.doc[max(left, first - _NEAR) : min(right, quantity.end + _NEAR)]):
            told = self.words.everywhere.get(token.lower_)
            if token.pos_ == "ADJ" and token.head not in (event, counted):
                continue  # "a global pandemic that has killed 60,000 in Ohio"
            if told is not None:
                return told if told != _NATION else self.country or told
            if token.lower_ == _WORLD and token.i > 1 and self.doc[token.i - 2].lower_ in _ROUND:
                return _WORLD
        return None

    def _owners(self, event: Token, quantity: Quantity, noun: Token | None) -> Iterator[tuple[Token, str]]:
        for held in filter(None, (noun, event if event.pos_ in NOUNS else None)):
            yield held, "noun"  # "1,204 Americans"
            for child in held.children:
                if child.dep_ in ("poss", "compound", "amod", "nmod"):
                    yield child, "noun"
                    if child.tag_ == "WP$":  # "Italy, whose toll"
                        yield self.doc[max(0, child.i - 1 - (self.doc[child.i - 1].text == ","))], "noun"
        verb = clause_verb(event)
        is_told = verb.lemma_.lower() in self.words.light or verb.lemma_.lower() in self.counting
        subject = subject_of(verb) if is_told or quantity.measure != "count" else None
        if subject is not None and subject.dep_ == "nsubj":
            yield subject, "subject"

    def _attached(self, noun: Token) -> str | None:
        """The place that a noun itself is said to be in: "67 victims in Chicago"."""
        held = (t for prep in noun.rights if prep.lower_ in self.where for t in prep.children if t.dep_ == "pobj")
        return next((self.any[token.i] for token in held if token.i in self.any), None)

    def _in_clause(self, verb: Token, number: int) -> tuple[str | None, str | None]:
        """The place of a clause itself, and the one of the clauses around it."""
        above = clause_verb(verb.head) if verb.dep_ in ("advcl", "conj", "xcomp") else verb
        candidates = []
        where = _where_antecedent(verb)
        first, last = (bisect_left(self.starts, at) for at in (verb.sent.start, verb.sent.end))
        for root, clause, start, place in self.places[first:last]:
            if root.dep_ in ("nsubj", "poss", "amod") and root != where:
                continue
            hangs = clause.dep_ in ("acl", "relcl", "advcl", "xcomp") and verb in (clause.head, clause.head.head)
            is_beside = clause.dep_ == "conj" and clause.head == verb  # "two were killed and six wounded in Homs"
            of_noun = verb.dep_ == "relcl" and verb.head in root.ancestors  # "the attack in Homs that killed 12"
            if clause in (verb, above) or hangs or root == where or of_noun or is_beside:
                # its own clause, one that hangs on it, the one that it hangs on; a town before its country
                rank = 0 if clause == verb or root == where else 1 if hangs else 3 if is_beside else 2
                is_country = root.ent_type_ == "GPE" and place in self.countries
                # of two that are as near the one behind: "three died in Karsh and nine in Belen"
                candidates.append((rank, is_country, abs(start - number), start < number, place))
        best = min(candidates, default=None)
        if best is None:
            return None, None
        return (best[-1], None) if best[0] == 0 else (None, best[-1])

    def _as_named(self, name: Name) -> str:
        return self.fullest.get(name.actor_id or "") or self.doc[name.start : name.end].text

    def _country(self, name: Name) -> str | None:
        """A state as a place: "were killed in Turkey"."""
        before = self.doc[name.start - 1].lower_ if name.start else ""
        if name.start > 1 and before == "the":
            before = self.doc[name.start - 2].lower_
        if name.kind != "state" or name.form != "name" or before not in self.where:
            return None
        place = self._as_named(name)
        self.countries.add(place)
        return place


def _where_antecedent(verb: Token) -> Token | None:
    """The noun before "where": "Aleppo, where 12 people were killed", "where police said that ..."."""
    if verb.dep_ == "ccomp" and verb.head.dep_ == "relcl":
        verb = verb.head
    is_where = verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.lefts)
    return verb.head if is_where else None


def _names_another(doc: Doc, name: Name) -> bool:
    """Whether a place is a part of the name of something else: "the Paris Agreement"."""
    following = doc[name.end : name.end + 1]
    is_name = bool(following) and following[0].pos_ == "PROPN" and following[0].text[:1].isupper()
    return is_name and doc[name.end - 1].head == following[0]
