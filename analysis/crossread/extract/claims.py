"""Claims: the numbers that an article reports, each with its frame, place, day and source.

A claim is read without a subject: a codebook decides later which category it belongs to (``crossread.tables.coding``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from spacy.tokens import Doc, Token

from crossread.extract.as_of import AsOf
from crossread.extract.claim_sources import Sources
from crossread.extract.clauses import Clauses, argument_verb, is_negated
from crossread.extract.frames import Frame, Framer
from crossread.extract.owners import DISEASE, Cause, Owners
from crossread.extract.places import PlaceBook, Places
from crossread.extract.quantities import Quantity, QuantityBook, find_quantities
from crossread.extract.records import REPLACED, Claim, Mention, Name, Quote, Time
from crossread.extract.running_totals import RunningTotals
from crossread.extract.syntax import NOUNS, OBJECTS, SUBJECTS, VERBS, Positions, is_listed, number_of, subject_of
from crossread.extract.trigger_text import write_triggers
from crossread.extract.triggers import SAME, is_included, is_told_aside
from crossread.extract.units import UnitBook
from crossread.lexicon import Lexicon, kind_of_name

_PART_REACH = 40  # words between a whole and its part
_WHOLE_REACH = 8  # words between a whole and a single one of it, or a part and the whole behind it
_SAME_AS_BEFORE = ("part", "list")  # rules that give a number the event of the one before
_PHRASE = 6  # words of a noun phrase with "a": "a senior bus driver"
_PART_NOUN = 5  # words from "of them" to the noun that says what they are
_ASIDE = 6  # words of "first given as"
_EARLIER = ("earlier", "early", "previous", "initial", "original")  # "from an earlier 120"
_FEW = 12  # a definite set of no more ("the two villages") is only counted


class _Row(NamedTuple):
    quantity: Quantity
    frame: Frame
    noun: Token | None  # what is counted, its own or that of the number it goes on with
    before: "_Row | None" = None  # the number before, whose event it may share


class ClaimBook:
    """The words by which claims are read: of numbers, of units and of clauses."""

    def __init__(self, lexicon: Lexicon, clauses: Clauses) -> None:
        """Turn the lists of the lexicon into look-ups."""
        self.quantities = QuantityBook(lexicon)
        self.units = UnitBook(lexicon)
        self.words = lexicon.quantities
        self.clauses = clauses
        self.strong = lexicon.codebook.strong
        self.several = frozenset(phrase.split()[0] for phrase in lexicon.quantities.several)
        self.places = PlaceBook(lexicon)


def find_claims(
    doc: Doc,
    positions: Positions,
    book: ClaimBook,
    *,
    published: date | None,
    names: Sequence[Name],
    mentions: Sequence[Mention],
    times: Sequence[Time],
    quotes: Sequence[Quote],
    actors: Mapping[str, str],
) -> list[Claim]:
    """Find every reported number of one article.

    Args:
        doc: the parsed article.
        positions: its sentences.
        book: the words of numbers, units and clauses.
        published: its day of publication.
        names: what it names, for places.
        mentions: whom it names, for whom or what a number is of.
        times: its time expressions.
        quotes: its quotations and reported clauses, for sources.
        actors: the fullest name of each actor in it.

    Returns:
        Claims in order of their start, without a category; ``part_of`` is the ``claim_id`` of the number that includes
        one.
    """
    framer = Framer(positions, book.units, book.clauses, book.strong)
    as_of = AsOf(doc, positions, published=published, times=times, quotes=quotes)
    owners = Owners(positions, mentions, actors, book.words.causes, book.words.diseases)
    places = Places(positions, names, book.places, actors)
    sources = Sources(positions, quotes, names, book.words.undergoes)
    totals = RunningTotals(positions, book.words, as_of)
    ledger = _Ledger(doc, positions, sources, framer, book, as_of, places, owners, totals)
    return ledger.claims(find_quantities(positions, times, book.quantities))


@dataclass(frozen=True)
class _Ledger:
    """The claims of one article and what belongs to each."""

    doc: Doc
    positions: Positions
    sources: Sources
    framer: Framer
    book: ClaimBook
    as_of: AsOf
    places: Places
    owners: Owners
    totals: RunningTotals

    def claims(self, quantities: Sequence[Quantity]) -> list[Claim]:
        """Turn quantities into claims, with single victims among them, in order."""
        every: list[_Row] = []
        before: _Row | None = None
        for quantity in quantities:
            frame = self.framer.frame(quantity, before[:2] if before else None)
            before = _Row(quantity, frame, self._noun(quantity, frame, before), before)
            every.append(before)
        rows = [row for row in every if not self._is_only_counted(row.quantity, row.frame)]
        rows += self._single_victims(every)
        rows.sort(key=lambda row: (row.quantity.start, row.quantity.end))
        numbers = {id(row): number for number, row in enumerate(rows)}  # by what they are, not by what they hold
        claims = [self._claim(number, rows, numbers) for number in range(len(rows))]
        if claims:
            # What an article is about, once: words of many uses count only in company.
            topics = sorted(self.book.strong.intersection(self.positions.lemmas))
            written = " | ".join([claims[0].triggers, *(f"article: {word}" for word in topics)]).removeprefix(" | ")
            claims[0] = claims[0]._replace(triggers=written)
        return claims

    def _noun(self, quantity: Quantity, frame: Frame, before: _Row | None) -> Token | None:
        """What a number counts: its noun, what it is said to be, or what the number before it counts."""
        for noun in self._said_to_be(quantity):
            if self.book.units.is_people(noun):
                return noun
        if quantity.noun is not None or quantity.measure != "count":
            return quantity.noun
        if frame.rule == "toll":
            is_stock = frame.event.lemma_.lower() in self.book.words.stocks  # "deaths topped 4,000"
            counted = frame.event if is_stock else self._in_toll(frame.event)
            if counted is not None:
                return counted
        # "cases topped 1,000", "the number of cases climbed to 15,113"
        subject = self.framer.level_subject(frame.event)
        if subject is not None and subject.dep_ in SUBJECTS:
            counted = number_of(subject) if subject.lemma_.lower() in self.book.words.totals_of else subject
            if counted is not None and counted.tag_ == "NNS" and not self.book.units.is_people(counted):
                return counted
        is_near = before is not None and self.doc[quantity.number].sent.start <= before.quantity.start
        goes_on = quantity.more or quantity.of_which or frame.rule in _SAME_AS_BEFORE
        if before is None or before.quantity.measure != "count" or not (is_near or goes_on):
            return None
        return before.noun if goes_on or not self._befalls(frame) else None

    def _in_toll(self, event: Token) -> Token | None:
        """What a toll counts: "the number of cases was revised", by "number", "cases" or the verb."""
        held = event.head.head if event.dep_ == "pobj" and event.head.lower_ == "of" else None
        totals = self.book.words.totals_of
        nouns = (noun for noun in (held, subject_of(event)) if noun is not None and noun.lemma_.lower() in totals)
        return next(filter(None, map(number_of, (event, *nouns))), None)

    def _befalls(self, frame: Frame) -> bool:
        return is_listed(frame.event, self.book.words.befalls)

    def _said_to_be(self, quantity: Quantity) -> Iterator[Token]:
        """What a number without a noun of its own is said to be: "13 of them children", "six were children"."""
        number = self.doc[quantity.number]
        if quantity.of_which:
            yield from (t for t in self.doc[quantity.end + 2 : quantity.end + _PART_NOUN] if t.tag_ in ("NN", "NNS"))
        is_alone = quantity.noun is None or quantity.noun.i >= quantity.end  # "four of the 12 people were children"
        if is_alone and number.dep_ in ("nsubj", "nsubjpass") and number.head.lemma_ == "be":
            yield from (child for child in number.head.rights if child.dep_ == "attr")

    def _is_only_counted(self, quantity: Quantity, frame: Frame) -> bool:
        """A small definite set that nothing befalls ("the two villages", "both"), "one" for "a certain", "several"."""
        is_open = quantity.low is None and quantity.best is None and quantity.high is None
        if is_open and not self.book.several.isdisjoint(self.positions.lower[quantity.start : quantity.number + 1]):
            return True
        if quantity.measure != "count" or quantity.best is None or quantity.qualifier or self._befalls(frame):
            return False
        words = self.book.words
        if (
            frame.rule in _SAME_AS_BEFORE
            or is_included(self.doc, quantity)
            or is_listed(frame.event, words.breaks)
            or is_listed(frame.event, words.outcomes)
        ):
            return False
        first = self.doc[quantity.start]
        lower = self.positions.lower
        before = lower[quantity.start - 1] if quantity.start else ""
        if lower[quantity.end : quantity.end + 1] == ["of"] and self.doc[quantity.end + 1 : quantity.end + 2].text[:1]:
            following = self.doc[quantity.end + 1]
            if following.like_num or following.tag_ == "CD":
                return True  # "one convoy of five buses": the number behind is the one that counts
        if before == "all" or lower[max(0, quantity.start - 3) : quantity.start] == ["all", "of", "the"]:
            return True
        if first.lower_ == "one":
            return quantity.noun is None or frame.rule == "clause" or frame.event.tag_ in ("VBP", "VBZ", "VB")
        is_definite = before in ("the", "these", "those", "other") or first.lower_ == "both"
        is_told = quantity.noun is not None and any(c.dep_ in ("relcl", "acl") for c in quantity.noun.rights)
        return is_definite and quantity.best <= _FEW and not is_told

    # --- one, though no number says so ---

    def _single_victims(self, rows: Sequence[_Row]) -> Iterator[_Row]:
        """As in "a bus driver was killed", "including a child", "two women and a child"; not of a number's tokens."""
        taken = {i for row in rows for i in range(row.quantity.start, row.quantity.end)}
        earlier: list[_Row] = []
        numbers = iter(sorted(rows, key=lambda row: row.quantity.end))
        following = next(numbers, None)
        for i, word in enumerate(self.positions.lower):
            while following is not None and following.quantity.end <= i:
                earlier.append(following)
                following = next(numbers, None)
            if word not in ("a", "an", "another") or i in taken or (token := self.doc[i]).dep_ != "det":
                continue
            noun = token.head
            is_one = noun.tag_ == "NN" or (noun.tag_ == "NNP" and noun.ent_type_ == "NORP")  # "and a Finn"
            if not is_one or noun.i in taken or not 0 < noun.i - i <= _PHRASE:
                continue
            quantity = Quantity(i, noun.i + 1, noun.i, low=1.0, best=1.0, high=1.0, noun=noun)
            before = earlier[-1] if earlier else None
            frame = self.framer.single(quantity, before[:2] if before else None)
            if frame is None:
                continue
            if frame.rule in _SAME_AS_BEFORE:
                found = _Row(quantity, frame, noun, before)
            elif not self._is_generic(frame):
                found = _Row(quantity, frame._replace(rule="single"), noun)
            else:
                continue
            earlier.append(found)
            yield found

    def _is_generic(self, frame: Frame) -> bool:
        """Whether nothing has happened: "a person dies every minute", "killing a prisoner is a crime"."""
        verb = frame.event
        often = any(t.lower_ in ("every", "each") for child in verb.rights for t in (child, *child.lefts))
        return (
            often
            or verb.dep_ == "csubj"
            or verb.tag_ in ("VBP", "VBZ", "VB")
            or is_negated(verb)
            or self.book.clauses.has_modal(verb)
        )

    # --- one claim ---

    def _claim(self, number: int, rows: Sequence[_Row], numbers: Mapping[int, int]) -> Claim:
        quantity, frame, noun, _ = rows[number]
        start = self.doc[quantity.start].idx
        last = self.doc[quantity.end - 1]
        end = last.idx + len(last)
        source = self.sources.of(self.doc[quantity.start])
        modality = self._modality(frame, quantity, source)
        as_of, as_of_start, basis = self.as_of.of(
            frame.event,
            self.doc[quantity.number],
            source,
            is_planned=modality == "planned",
            is_toll=frame.rule == "toll",
        )
        part_of = self._part_of(number, rows)
        speaker = None
        if source is not None and source.speaker_start is not None and source.speaker_end is not None:
            speaker = self.positions.tokens(source.speaker_start, source.speaker_end)
        place, place_basis = self.places.of(frame.event, quantity, noun, speaker)
        if place_basis in (None, "discourse") and part_of is not None:
            whole = rows[part_of]
            place, place_basis = self.places.of(whole.frame.event, whole.quantity, whole.noun, speaker)
        said_by, said_by_id = (source.speaker, source.speaker_id) if source else self._changer(rows[number])
        unit, group = self._unit(quantity, frame, noun)
        of, before = frame.of, rows[number].before
        if of is None and before is not None and noun is not None and noun == before.noun != quantity.noun:
            of = before.frame.of  # "23 firms were fined, another 29 closed"
        cause = self.owners.cause_at(of)
        if place_basis == "discourse" and cause is not None and cause.kind == DISEASE:
            place, place_basis = None, None  # "the virus has killed 4,000": not only where the article is
        owner, owner_id = self.owners.name(of)
        is_borne = of is None or owner is None or self._is_borne(of, quantity)
        if quantity.measure in ("count", "amount") and cause is None and (is_borne or of == quantity.noun):
            cause = self._cause(frame, quantity)
        if cause is not None and is_borne:
            owner, owner_id = cause.name, None
        goes_on = cause if modality in ("asserted", "reported", "alleged") else None
        return Claim(
            sent_id=self.positions.sentence_of(start).sent_id,
            claim_id=number,
            start=start,
            end=end,
            surface=self.positions.text[start:end],
            measure=quantity.measure,
            low=quantity.low,
            best=quantity.best,
            high=quantity.high,
            qualifier=quantity.qualifier,
            unit=unit,
            unit_group=group,
            what=frame.what,
            triggers=self._written(rows[number], numbers),
            of=owner,
            of_id=owner_id,
            place=place,
            place_basis=place_basis,
            change="change" if frame.is_change else "level",
            modality=REPLACED if self._is_replaced(quantity) else modality,
            cumulative=self.totals.tells_one(frame, quantity, has_day=basis == "clause", cause=goes_on),
            part_of=part_of,
            as_of=as_of.isoformat() if as_of else None,
            as_of_start=as_of_start.isoformat() if as_of_start else None,
            as_of_basis=basis,
            source=said_by,
            source_id=said_by_id,
            voice="narrator",
            rule=frame.rule,
            category=None,
        )

    def _is_borne(self, of: Token, quantity: Quantity) -> bool:
        """Whether whom a number is of only bears what a storm, a fire or a disease does."""
        words = self.book.words
        if of == quantity.noun:
            return is_listed(of, words.affected)
        # "the island could see 8 inches of rain"; but "Italy has 84 deaths"
        is_place = of.ent_type_ in ("GPE", "LOC")
        is_stock = quantity.noun is not None and is_listed(quantity.noun, words.stocks)
        return (is_place and quantity.measure == "amount") or (is_stock and not is_place)

    def _cause(self, frame: Frame, quantity: Quantity) -> Cause | None:
        """The storm, fire or disease that a number may be of."""
        cause, words = self.owners.cause_of(quantity.start), self.book.words
        if cause is None or is_listed(frame.event, words.justice):
            return None
        told = (frame.event, quantity.noun) if quantity.noun is not None else (frame.event,)
        is_sickness = cause.kind == DISEASE and quantity.measure == "count"
        return cause if not is_sickness or any(is_listed(word, words.sickens) for word in told) else None

    def _unit(self, quantity: Quantity, frame: Frame, noun: Token | None) -> tuple[str | None, str | None]:
        """The unit of a number, and the group of units.yaml that it belongs to."""
        if quantity.measure != "count":
            return quantity.unit, quantity.unit
        if noun is None:
            return ("person", "people") if self._befalls(frame) else (None, None)
        known = self.book.units.known(noun)
        return (known[2], known[1]) if known is not None else (noun.lemma_.lower(), None)

    def _changer(self, row: _Row) -> tuple[str | None, str | None]:
        """Who tells a toll by changing it: "the ministry cut the toll to 3,900"."""
        event = row.frame.event
        verb = event.head
        if row.frame.rule != "toll" or event.dep_ not in OBJECTS or verb.lemma_.lower() not in self.book.words.revises:
            return None, None
        subject = subject_of(verb)
        if subject is None:
            return None, None
        name, actor = self.owners.name(subject)
        is_body = actor is not None or subject.ent_type_ in ("ORG", "GPE") or kind_of_name(name or "") is not None
        return (name, actor) if is_body else (None, None)

    def _written(self, row: _Row, numbers: Mapping[int, int]) -> str:
        """The triggers of a claim as text; where the number before is no claim, with the triggers of that."""
        inherited = row.noun if row.noun != row.quantity.noun else None
        triggers, before = row.frame.triggers, row.before
        for _ in range(_WHOLE_REACH):  # of a list
            if before is None or id(before) in numbers or all(trigger.role != SAME for trigger in triggers):
                break
            told = [(trigger,) if trigger.role != SAME else before.frame.triggers for trigger in triggers]
            triggers, before = tuple(chain.from_iterable(told)), before.before
        same = numbers.get(id(before))
        return write_triggers(triggers, same, measured=row.frame.measured, counted=inherited)

    def _is_replaced(self, quantity: Quantity) -> bool:
        """Whether another number takes its place: 120 in "revised down from 120 to 95", "to 95 from an earlier 120"."""
        lower, number = self.positions.lower, self.doc[quantity.number]
        is_former = not self.book.words.formerly.isdisjoint(lower[max(0, quantity.start - _ASIDE) : quantity.start])
        following = self.doc[quantity.end : number.sent.end]
        if is_former and is_told_aside(number) and any(token.tag_ == "CD" for token in following):
            return True  # "the toll, first given as 120, was cut to 95"
        at = quantity.start - (self.doc[max(0, quantity.start - 1)].lemma_ in _EARLIER)
        at -= at < quantity.start and at > 0 and self.doc[at - 1].tag_ == "DT"
        if at <= 0 or lower[at - 1] != "from":
            return False
        behind, before = self.doc[quantity.end : quantity.end + 3], self.doc[max(0, at - 4) : at - 1]
        if before[-1:].text in self.book.words.change_words:
            return True  # "14 seats, up from 9"
        is_first = behind[:1].text == "to" and any(t.tag_ == "CD" for t in behind[1:])
        return is_first or (any(t.lower_ == "to" for t in before) and any(t.tag_ == "CD" for t in before))

    def _part_of(self, number: int, rows: Sequence[_Row]) -> int | None:
        """The number before that includes this one: "82 civilians, including 13 children"."""
        first = max(0, number - _PART_REACH)
        while rows[number].frame.rule == "list" and number > first:  # "including 13 children and 11 women"
            number -= 1
        quantity, frame, *_ = rows[number]
        if frame.rule not in ("part", "among") and not quantity.of_which and not is_included(self.doc, quantity):
            return None
        for other in range(number - 1, -1, -1):
            if quantity.start - rows[other].quantity.end > _PART_REACH:
                return None
            if _includes(rows[other], rows[number]):
                return other
        behind = number + 1  # "two were among the 12 killed"
        if frame.rule == "among" and behind < len(rows) and rows[behind].quantity.start - quantity.end <= _WHOLE_REACH:
            return behind if _includes(rows[behind], rows[number]) else None
        return None

    def _modality(self, frame: Frame, quantity: Quantity, source: Quote | None) -> str:
        if frame.rule == "modifier" and frame.event.dep_ == "amod":
            return "asserted"  # "did not find the 12 missing men": they are missing all the same
        beside = frozenset(self.positions.lower[max(0, quantity.start - 3) : quantity.end + 3])
        ordered = frame.rule in ("noun", "counter") and self.book.clauses.is_ordered(frame.event)
        is_given = self._is_given(frame) or self._is_known(quantity)
        told = self.book.clauses.modality(frame.event, is_given=is_given, is_ordered=ordered, beside=beside)
        counted = quantity.noun if quantity.noun is not None else self.doc[quantity.number]
        # "not one of the 40 passengers died", but "none of the 12 killed were soldiers"
        if self.book.clauses.is_none(counted) and argument_verb(counted) == argument_verb(frame.event):
            return "denied"
        if told in ("asserted", "reported") and source is not None and source.cue_class == "distancing":
            return "alleged"
        return told

    def _is_known(self, quantity: Quantity) -> bool:
        """Whether what is counted is what has happened: "has to defend the 400 strikes"."""
        noun = quantity.noun
        if noun is None or not (self.framer.is_happening(noun) or self.book.units.is_deed(noun)):
            return False
        return any(child.lower_ in ("the", "these", "those") or child.dep_ == "poss" for child in noun.lefts)

    def _is_given(self, frame: Frame) -> bool:
        """Whether a noun names what there is already: "the killing of two should shock", "help 500 refugees"."""
        word = frame.event
        if word.pos_ in VERBS or word.pos_ not in NOUNS:
            return False
        if frame.rule == "noun" and argument_verb(word) is None:
            return True  # "vowed revenge for the massacre of hundreds"
        top = word
        while top.dep_ in ("pobj", "prep", "conj", "nummod", "compound") and top.head != top:
            top = top.head
        return top.dep_ in ("nsubj", "nsubjpass") and not self.book.clauses.brings_about(top.head)


def _includes(whole: _Row, part: _Row) -> bool:
    mine = part.quantity.best or part.quantity.low or 0
    theirs = whole.quantity.best or whole.quantity.high or whole.quantity.low or 0
    is_alike = whole.frame.event == part.frame.event or whole.frame.what == part.frame.what
    return whole.quantity.measure == part.quantity.measure and is_alike and theirs > mine
