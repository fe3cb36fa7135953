"""Claims: numbers that an article reports, with what happened, to whom, where, when and who says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.as_of import AsOf
from crossread.extract.clauses import Clauses, argument_verb, clause_verb, is_negated, is_perfect
from crossread.extract.event_book import EventBook
from crossread.extract.events import EventFinder, Hit
from crossread.extract.quantities import Quantity, QuantityBook, find_quantities
from crossread.extract.records import Claim, Name, Quote, Time
from crossread.extract.speech import STATEMENTS
from crossread.extract.syntax import NOUNS, VERBS, Positions
from crossread.extract.triggers import clause_edges, is_included
from crossread.lexicon import Lexicon

_PART_REACH = 40  # words between a whole and its part
_WHOLE_REACH = 8  # words between a whole and a single one of it, or a part and the whole behind it
_SAME_AS_BEFORE = ("part", "list")  # rules that give a number the event of the one before
_PHRASE = 6  # words of a noun phrase with "a": "a senior bus driver"


class _Row(NamedTuple):
    quantity: Quantity
    hit: Hit
    unit: str


class ClaimBook:
    """The words by which claims are read: of numbers, of events and of clauses."""

    def __init__(self, lexicon: Lexicon, clauses: Clauses) -> None:
        """Turn the lists of the lexicon into look-ups."""
        self.quantities = QuantityBook(lexicon)
        self.events = EventBook(lexicon)
        self.clauses = clauses
        self.where = lexicon.grammar.event_prepositions  # these make a state the place of an event


def find_claims(
    doc: Doc,
    positions: Positions,
    book: ClaimBook,
    *,
    published: date | None,
    names: Sequence[Name],
    times: Sequence[Time],
    quotes: Sequence[Quote],
) -> list[Claim]:
    """Find every reported number of one article.

    Args:
        doc: the parsed article.
        positions: its sentences.
        book: the words of numbers, events and clauses.
        published: its day of publication.
        names: what it names, for places.
        times: its time expressions.
        quotes: its quotations and reported clauses, for sources.

    Returns:
        Claims in order of their start; ``part_of`` is the ``claim_id`` of the number that includes one.
    """
    events = EventFinder(positions, book.events, book.clauses.words)
    as_of = AsOf(doc, positions, published=published, times=times, quotes=quotes)
    ledger = _Ledger(doc, positions, quotes, events, book.clauses, as_of, _Places(doc, names, book.where))
    return ledger.claims(find_quantities(doc, times, book.quantities))


@dataclass(frozen=True)
class _Ledger:
    """The claims of one article and what belongs to each."""

    doc: Doc
    positions: Positions
    quotes: Sequence[Quote]
    events: EventFinder
    clauses: Clauses
    as_of: AsOf
    places: "_Places"

    def claims(self, quantities: Sequence[Quantity]) -> list[Claim]:
        """Turn quantities into claims, with single victims among them, in order."""
        rows: list[_Row] = []
        before: Quantity | None = None
        hit: Hit | None = None
        for quantity in quantities:
            unit_class, unit = self.events.unit_of(quantity, before)
            hit = self.events.find(quantity, unit_class, before, hit)
            if hit is not None:
                unit = self.events.book.unit_in(hit.category) if unit_class == "bare" else unit
                rows.append(_Row(quantity, hit, unit))
            before = quantity
        self._add_single_victims(rows, {i for quantity in quantities for i in range(quantity.start, quantity.end)})
        rows.sort(key=lambda row: (row.quantity.start, row.quantity.end))
        return [self._claim(number, rows) for number in range(len(rows))]

    # --- one, though no number says so ---

    def _add_single_victims(self, rows: list[_Row], taken: set[int]) -> None:
        """As in "a bus driver was killed", "including a child", "two women and a child"; not of a number's tokens."""
        for i, word in enumerate(self.positions.lower):
            if word not in ("a", "an", "another") or i in taken or (token := self.doc[i]).dep_ != "det":
                continue
            noun = token.head
            if noun.tag_ != "NN" or noun.i in taken or not 0 < noun.i - i <= _PHRASE:
                continue
            unit_class, unit = self.events.book.class_of(noun)
            if unit_class != "people":
                continue
            quantity = Quantity(i, noun.i + 1, noun.i, low=1.0, best=1.0, high=1.0, unit=noun)
            earlier = (row for row in rows if row.quantity.end <= i)
            before = max(earlier, key=lambda row: row.quantity.end, default=None)
            hit = self.events.single(quantity, before.quantity if before else None, before.hit if before else None)
            if hit is None or not self._is_implicit(hit.category):
                continue
            if hit.rule in _SAME_AS_BEFORE:
                rows.append(_Row(quantity, hit, unit))
            elif not self._is_generic(hit):
                rows.append(_Row(quantity, hit._replace(rule="single"), unit))

    def _is_implicit(self, category: str) -> bool:
        return self.events.book.events[category].implicit

    def _is_generic(self, hit: Hit) -> bool:
        """Whether nothing has happened: "a person dies every minute", "killing a prisoner is a crime"."""
        verb = hit.word
        often = any(t.lower_ in ("every", "each") for child in verb.rights for t in (child, *child.lefts))
        return (
            often
            or verb.dep_ == "csubj"
            or verb.tag_ in ("VBP", "VBZ", "VB")
            or is_negated(verb)
            or self.clauses.has_modal(verb)
        )

    # --- one claim ---

    def _claim(self, number: int, rows: Sequence[_Row]) -> Claim:
        quantity, hit, unit = rows[number]
        start = self.doc[quantity.start].idx
        last = self.doc[quantity.end - 1]
        end = last.idx + len(last)
        source = self._source(start)
        modality = self._modality(hit, quantity, source)
        as_of, as_of_start, basis = self.as_of.of(
            hit.word,
            self.doc[quantity.number],
            source,
            is_planned=modality == "planned",
            is_toll=hit.rule == "toll",
        )
        part_of = self._part_of(number, rows)
        place = self.places.of(hit.word, quantity.number)
        if place is None and part_of is not None:
            place = self.places.of(rows[part_of].hit.word, rows[part_of].quantity.number)
        return Claim(
            sent_id=self.positions.sentence_of(start).sent_id,
            claim_id=number,
            start=start,
            end=end,
            surface=self.positions.text[start:end],
            low=quantity.low,
            best=quantity.best,
            high=quantity.high,
            qualifier=quantity.qualifier,
            unit=unit,
            category=hit.category,
            modality=modality,
            cumulative=self._is_cumulative(hit, quantity),
            part_of=part_of,
            place=place,
            as_of=as_of.isoformat() if as_of else None,
            as_of_start=as_of_start.isoformat() if as_of_start else None,
            as_of_basis=basis,
            source=source.speaker if source else None,
            source_id=source.speaker_id if source else None,
            voice="narrator",
            rule=hit.rule,
        )

    def _part_of(self, number: int, rows: Sequence[_Row]) -> int | None:
        """The number before that includes this one: "82 civilians, including 13 children"."""
        quantity, hit, _ = rows[number]
        if hit.rule == "list" and number:  # "including 13 children and 11 women"
            return self._part_of(number - 1, rows)
        if hit.rule not in ("part", "among") and not quantity.of_which and not is_included(self.doc, quantity):
            return None
        for other in range(number - 1, -1, -1):
            if quantity.start - rows[other].quantity.end > _PART_REACH:
                return None
            if _includes(rows[other], rows[number]):
                return other
        behind = number + 1  # "two were among the 12 killed"
        if hit.rule == "among" and behind < len(rows) and rows[behind].quantity.start - quantity.end <= _WHOLE_REACH:
            return behind if _includes(rows[behind], rows[number]) else None
        return None

    def _source(self, offset: int) -> Quote | None:
        """The innermost quotation or reported clause around a claim that has a speaker."""
        around = [q for q in self.quotes if q.start <= offset < q.end and self._tells(q)]
        return min(around, key=lambda q: (q.end - q.start, q.start)) if around else None

    def _tells(self, quote: Quote) -> bool:
        """Whether the speaker of a quotation is the source of what it says."""
        if quote.speaker is None or (quote.kind == "indirect" and quote.rule not in STATEMENTS):
            return False
        # "claimed responsibility for the attack that killed 12": parsers hang the relative clause on the verb
        first = self.positions.tokens(quote.start, quote.end).start
        if quote.rule == "question" and self.positions.lower[first] == "that":
            return False
        # "TARGET: 14 killed": the name of a field, where nobody in the article has the name
        return not (quote.rule == "transcript" and quote.speaker.isupper() and quote.speaker_id is None)

    def _modality(self, hit: Hit, quantity: Quantity, source: Quote | None) -> str:
        if hit.rule == "modifier" and hit.word.dep_ == "amod":
            return "asserted"  # "did not find the 12 missing men": they are missing all the same
        beside = frozenset(self.positions.lower[max(0, quantity.start - 3) : quantity.end + 3])
        ordered = hit.rule in ("noun", "counter") and self.clauses.is_ordered(hit.word)
        told = self.clauses.modality(hit.word, is_given=self._is_given(hit), is_ordered=ordered, beside=beside)
        counted = quantity.unit if quantity.unit is not None else self.doc[quantity.number]
        # "not one of the 40 passengers died", but "none of the 12 killed were soldiers"
        if self.clauses.is_none(counted) and argument_verb(counted) == argument_verb(hit.word):
            return "denied"
        if told in ("asserted", "reported") and source is not None and source.cue_class == "distancing":
            return "alleged"
        return told

    def _is_given(self, hit: Hit) -> bool:
        """Whether a noun names what there is already: "the killing of two should shock", "help 500 refugees"."""
        word = hit.word
        if word.pos_ in VERBS or word.pos_ not in NOUNS:
            return False
        if hit.rule == "unit" and any(c.lower_ in ("the", "these", "those") or c.dep_ == "poss" for c in word.lefts):
            return True  # "has to defend the 400 strikes"
        if hit.rule == "noun" and self._is_implicit(hit.category) and argument_verb(word) is None:
            return True  # "vowed revenge for the massacre of hundreds"
        if self.events.book.lookup("counters", word) and not self.events.book.lookup("nouns", word):
            return True
        top = word
        while top.dep_ in ("pobj", "prep", "conj", "nummod", "compound") and top.head != top:
            top = top.head
        return top.dep_ in ("nsubj", "nsubjpass") and not self.clauses.brings_about(top.head)

    def _is_cumulative(self, hit: Hit, quantity: Quantity) -> bool:
        """Whether a number is a running total: a toll, "so far", "since July"."""
        if hit.rule == "toll":
            return True
        left, right = clause_edges(self.doc, quantity)
        text = f" {' '.join(self.positions.lower[left:right])} "
        if any(f" {total} " in text for total in self.events.book.words.totals):
            return True
        verb = clause_verb(hit.word)
        if is_perfect(verb) and (_has_since(verb) or self._lasts(verb)):
            return True  # "have been killed since the war began"
        return self.as_of.counts_since(left, right)

    def _lasts(self, verb: Token) -> bool:
        """As in "the war has killed 250,000", "250,000 have died in the war": what does it, or holds it, lasts."""
        held = [child for prep in verb.children if prep.lower_ in ("in", "during") for child in prep.children]
        done = [child for child in verb.lefts if child.dep_ == "nsubj"]
        if verb.dep_ == "relcl" and any(child.tag_ in ("WDT", "WP") for child in done):
            done.append(verb.head)  # "a war that has killed 250,000"
        return any(noun.lemma_.lower() in self.events.book.words.lasting for noun in (*held, *done))


class _Places:
    """The places that an article names, and which of them an event is in."""

    def __init__(self, doc: Doc, names: Sequence[Name], where: frozenset[str]) -> None:
        self.doc = doc
        self.where = where  # prepositions that make a state a place
        self.countries: set[str] = set()  # places that are countries
        self.places = [
            (root, clause_verb(root), name.start, place)
            for name in names
            if (place := name.place or self._country(name)) and (root := doc[name.start : name.end].root)
        ]

    def of(self, event: Token, number: int) -> str | None:
        """The nearest place in the clause of the event, or in a clause that hangs on it."""
        verb = clause_verb(event)
        above = clause_verb(verb.head) if verb.dep_ in ("advcl", "conj", "xcomp") else verb
        candidates = []
        where = _where_antecedent(verb)
        for root, clause, start, place in self.places:
            if root.dep_ in ("nsubj", "poss", "amod") and root != where:
                continue
            hangs = clause.head == verb and clause.dep_ in ("acl", "relcl", "advcl", "xcomp")
            of_noun = verb.dep_ == "relcl" and verb.head in root.ancestors  # "the attack in Homs that killed 12"
            if clause in (verb, above) or hangs or root == where or of_noun:
                # its own clause, one that hangs on it, the one that it hangs on; a town before its country
                rank = 0 if clause == verb or root == where else 1 if hangs else 2
                candidates.append(
                    (rank, root.ent_type_ == "GPE" and place in self.countries, abs(start - number), place)
                )
        return min(candidates)[3] if candidates else None

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


def _includes(whole: _Row, part: _Row) -> bool:
    mine = part.quantity.best or part.quantity.low or 0
    theirs = whole.quantity.best or whole.quantity.high or whole.quantity.low or 0
    return whole.hit.category == part.hit.category and theirs > mine


def _where_antecedent(verb: Token) -> Token | None:
    """The noun before "where": "Aleppo, where 12 people were killed"."""
    is_where = verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.lefts)
    return verb.head if is_where else None


def _has_since(verb: Token) -> bool:
    """Whether "since", alone or with a clause, stands behind a verb."""
    behind = (child for child in verb.children if child.i > verb.i)
    return any(c.lower_ == "since" or any(m.dep_ == "mark" and m.lower_ == "since" for m in c.lefts) for c in behind)
