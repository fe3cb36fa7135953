"""Claims: numbers that an article reports, with what happened, to whom, where, when and who says so."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from crossread.extract.events import RAISING, EventBook, EventFinder, Hit
from crossread.extract.quantities import Quantity, QuantityBook, find_quantities
from crossread.extract.records import Claim, Name, Quote, Time
from crossread.extract.speech import STATEMENTS
from crossread.extract.syntax import NOUNS, OBJECTS, VERBS, Positions, is_negated, is_passive, phrase_bounds

_PLANNING = frozenset(
    (
        "plan", "expect", "intend", "set", "poise", "schedule", "want", "hope", "prepare", "order", "urge", "call",
        "ask", "agree", "propose", "promise", "vow", "pledge", "threaten", "try", "seek", "aim", "wait", "demand",
    )
)  # fmt: skip
# What is done under these is done: "allowed five buses to leave".
_FACTUAL = frozenset(
    (
        "allow",
        "let",
        "enable",
        "force",
        "help",
        "make",
        "manage",
        "begin",
        "start",
        "continue",
        "cause",
        "compel",
        "use",
        "employ",
    )
)
# A noun of an event that will do this is yet to come: "the evacuation of 500 will begin".
_HAPPENING = _FACTUAL | frozenset(
    (
        "take", "happen", "occur", "resume", "follow", "proceed", "go", "be", "come", "end", "complete", "finish",
        "carry", "conduct", "hold", "delay", "postpone", "expect", "plan", "schedule", "halt", "stop",
    )
)  # fmt: skip
_DENYING = frozenset(("deny", "reject", "refute", "dismiss", "disprove"))
_CERTAIN = frozenset(("find", "confirm", "know", "pronounce", "declare", "begin", "start", "continue", "manage"))
_SEEMING = frozenset(("seem", "appear"))
_MODALS = frozenset(("will", "would", "shall", "should", "may", "might", "could", "can", "must", "'ll", "wo", "'d"))
_WHERE = frozenset(("in", "inside", "across", "throughout", "near", "around", "within"))
_ALLEGED = frozenset(("allegedly", "purportedly", "supposedly", "alleged", "suspected"))
_REPORTED = frozenset(("reportedly", "apparently", "probably", "presumably", "likely"))
_TOTALS = ("so far", "to date", "in total", "in all", "a total of", "overall", "altogether")


# What stands between the two days of a stretch, and the word before it ("" for none).
_STRETCHES = {"and": "between ", "to": "", "until": "from ", "till": "from ", "-": "", "–": "", "through": ""}


class _Row(NamedTuple):
    quantity: Quantity
    hit: Hit
    unit: str


class _Said(NamedTuple):
    """The last and first day of a statement; its own, or that of the statement that it goes on with."""

    day: tuple[date, date | None]
    is_own: bool


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
    found = find_quantities(doc, times, quantities)
    ledger = _Ledger(doc, published, names, times, quotes, positions, EventFinder(doc, positions, events))
    return ledger.claims(found)


class _Ledger:
    """The claims of one article and what belongs to each."""

    def __init__(
        self,
        doc: Doc,
        published: date | None,
        names: Sequence[Name],
        times: Sequence[Time],
        quotes: Sequence[Quote],
        positions: Positions,
        events: EventFinder,
    ) -> None:
        self.doc = doc
        self.text = positions.text
        self.published = published
        self.quotes = quotes
        self.positions = positions
        self.events = events
        self.countries: set[str] = set()  # places that are countries
        self.times = [(span := positions.tokens(time.start, time.end), _clause_verb(span.root), time) for time in times]
        self.stretches = dict(_stretches(self.text, times))
        self.places = [
            (root, _clause_verb(root), name.start, place)
            for name in names
            if (place := name.place or self._country(name)) and (root := doc[name.start : name.end].root)
        ]
        # What has happened did not happen after the article was published.
        self.past = [found for found in self.times if not self._is_ahead(found[2])]
        self.days_said = self._days_said()

    def claims(self, quantities: Sequence[Quantity]) -> list[Claim]:
        """Turn quantities into claims, with single victims among them, in order."""
        rows: list[_Row] = []
        categories: dict[int, str] = {}  # number token -> category
        before: Quantity | None = None
        for quantity in quantities:
            unit_class, unit = self.events.unit_of(quantity, before)
            hit = self.events.find(quantity, unit_class, before, categories)
            if hit is not None:
                categories[quantity.number] = hit.category
                unit = self.events.unit_in(hit.category) if unit_class == "bare" else unit
                rows.append(_Row(quantity, hit, unit))
            before = quantity
        rows += self._single_victims({i for q in quantities for i in range(q.start, q.end)}, rows)
        rows.sort(key=lambda row: (row.quantity.start, row.quantity.end))
        return [self._claim(number, rows) for number in range(len(rows))]

    def _single_victims(self, taken: set[int], rows: Sequence[_Row]) -> Iterator[_Row]:
        """As in "a bus driver was killed", "including a child": one, though no number says so."""
        book = self.events.book
        ends = {row.quantity.end: row for row in rows}
        for i, word in enumerate(self.positions.lower):
            if word not in ("a", "an", "another") or i in taken or (token := self.doc[i]).dep_ != "det":
                continue
            noun = token.head
            if noun.tag_ != "NN" or noun.i in taken or not 0 < noun.i - token.i <= 6:
                continue
            unit_class, unit = self.events.class_of(noun)
            if unit_class != "people":
                continue
            quantity = Quantity(token.i, noun.i + 1, noun.i, low=1.0, best=1.0, high=1.0, unit=noun)
            hit = self.events.single(quantity)
            if hit is not None and not (book.events[hit.category].implicit and not self._is_generic(hit)):
                hit = None
            if hit is None:
                hit = self._listed_with(noun, rows)
            if hit is None:
                whole = next((ends[i] for i in range(token.i, max(0, token.i - 8), -1) if i in ends), None)
                if whole is not None and self.events.is_included(quantity) and book.events[whole.hit.category].implicit:
                    hit = Hit(whole.hit.category, noun, "part")
            if hit is not None:
                yield _Row(quantity, hit if hit.rule == "part" else hit._replace(rule="single"), unit)

    def _listed_with(self, noun: Token, rows: Sequence[_Row]) -> Hit | None:
        """As in "killed three men, two women and a child": coordinated with what a number counts."""
        before = noun
        while before.dep_ == "conj" and before.head.pos_ == "NOUN":
            before = before.head
            for row in rows:
                if row.quantity.unit == before and self.events.book.events[row.hit.category].implicit:
                    return row.hit
        return None

    def _is_generic(self, hit: Hit) -> bool:
        """Whether nothing has happened: "a person dies every minute", "killing a prisoner is a crime"."""
        verb = hit.word
        if verb.dep_ == "csubj":
            return True
        modal = any(child.dep_ == "aux" and child.lower_ in _MODALS for child in verb.children)
        often = any(t.lower_ in ("every", "each") for child in verb.rights for t in (child, *child.lefts))
        return verb.tag_ in ("VBP", "VBZ", "VB") or is_negated(verb) or modal or often

    def _claim(self, number: int, rows: Sequence[_Row]) -> Claim:
        quantity, hit, unit = rows[number]
        start = self.doc[quantity.start].idx
        last = self.doc[quantity.end - 1]
        end = last.idx + len(last)
        source = self._source(start)
        modality = self._modality(hit, quantity)
        as_of, as_of_start, basis = self._as_of(hit, quantity, self.times if modality == "planned" else self.past)
        part_of = self._part_of(number, rows)
        place = self._place(hit, quantity)
        if place is None and part_of is not None:
            place = self._place(rows[part_of].hit, rows[part_of].quantity)
        return Claim(
            sent_id=self.positions.sentence_of(start).sent_id,
            claim_id=number,
            start=start,
            end=end,
            surface=self.text[start:end],
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
        if hit.rule not in ("part", "among") and not quantity.of_which and not self.events.is_included(quantity):
            return None
        mine = quantity.best or quantity.low or 0
        for other in range(number - 1, -1, -1):
            whole, whole_hit, _ = rows[other]
            if quantity.start - whole.end > 40:
                return None
            theirs = whole.best or whole.high or whole.low or 0
            if whole_hit.category == hit.category and theirs > mine:
                return other
        following = rows[number + 1] if number + 1 < len(rows) else None  # "two were among the 12 killed"
        if following is not None and hit.rule == "among" and following.quantity.start - quantity.end <= 8:
            theirs = following.quantity.best or following.quantity.low or 0
            if following.hit.category == hit.category and theirs > mine:
                return number + 1
        return None

    # --- who says so, and how sure ---

    def _source(self, offset: int) -> Quote | None:
        """The innermost quotation or reported clause around a claim that has a speaker."""
        around = [
            q
            for q in self.quotes
            if q.start <= offset < q.end
            and q.speaker is not None
            and (q.kind != "indirect" or q.rule in STATEMENTS)
            # "claimed responsibility for the attack that killed 12": parsers hang the relative clause on the verb
            and not (q.rule == "question" and self.events.lower[self.positions.tokens(q.start, q.end).start] == "that")
            # "TARGET: 14 killed": the name of a field, where nobody in the article has the name
            and not (q.rule == "transcript" and q.speaker.isupper() and q.speaker_id is None)
        ]
        return min(around, key=lambda q: (q.end - q.start, q.start)) if around else None

    def _modality(self, hit: Hit, quantity: Quantity) -> str:
        if hit.rule == "modifier" and hit.word.dep_ == "amod":
            return "asserted"  # "did not find the 12 missing men": they are missing all the same
        denied, doubted = self._is_denied(hit.word)
        if denied:
            return "denied"
        chain = self._chain(_clause_verb(hit.word))
        if doubted:
            return "alleged"
        ordered = _own_verb(hit.word) if hit.word.pos_ in NOUNS else None
        is_ordered = ordered is not None and ordered.lemma_ in _PLANNING and hit.rule in ("noun", "counter")
        if is_ordered or (any(_is_planned(verb) for verb in chain) and not self._is_given(hit)):
            return "planned"
        around = set(self.events.lower[max(0, quantity.start - 3) : quantity.end + 3])
        around |= {c.lower_ for verb in chain for c in verb.children if c.dep_ in ("advmod", "amod")}
        source = self._source(self.doc[quantity.start].idx)
        is_distanced = source is not None and source.cue_class == "distancing"
        is_accused = any(verb.lemma_ in ("accuse", "allege", "claim") and verb != hit.word for verb in chain)
        if around & _ALLEGED or is_distanced or is_accused:
            return "alleged"
        seems = any(
            verb.lemma_ in RAISING - _CERTAIN and (is_passive(verb) or verb.lemma_ in _SEEMING) for verb in chain
        )
        if around & _REPORTED or seems:
            return "reported"
        return "asserted"

    def _is_denied(self, word: Token) -> tuple[bool, bool]:
        """Whether it is said not to have happened, or only not to be known ("could not confirm that ...")."""
        verb = _own_verb(word)
        if verb is None:
            return False, False
        if is_negated(verb) or any(c.lower_ == "no" and c.dep_ == "det" for c in (*verb.children, *word.children)):
            return True, False
        is_told = False  # whether what happened is what somebody says, knows or verifies
        for _ in range(3):
            up = verb.head
            if verb.dep_ in ("acl", "ccomp") and up.pos_ == "NOUN":  # "no evidence that", "rejected claims that"
                is_none = any(child.lower_ == "no" for child in up.lefts)
                is_plan = up.lemma_ in _PLANNING or up.lemma_ == "intention"
                if is_none:
                    return is_plan, not is_plan
                return up.dep_ in OBJECTS and up.head.lemma_ in _DENYING and not is_negated(up.head), False
            if verb.dep_ == "pcomp" and up.head.pos_ in VERBS:  # "are not looking at sending 500"
                up = up.head
                if is_negated(up):
                    return True, False
                break
            if verb.dep_ not in ("ccomp", "xcomp") or up.pos_ not in VERBS:
                break
            if up.lemma_ in _DENYING:
                return not is_negated(up), False
            is_told = is_told or verb.dep_ == "ccomp"
            if is_negated(up):
                return not is_told, is_told
            verb = up
        return False, False

    def _is_given(self, hit: Hit) -> bool:
        """Whether a noun names what there is already: "the killing of two should shock", "help 500 refugees"."""
        word = hit.word
        if word.pos_ in VERBS or word.pos_ not in NOUNS:
            return False
        if hit.rule == "unit" and any(c.lower_ in ("the", "these", "those") or c.dep_ == "poss" for c in word.lefts):
            return True  # "has to defend the 400 strikes"
        if hit.rule == "noun" and self.events.book.events[hit.category].implicit and _own_verb(word) is None:
            return True  # "vowed revenge for the massacre of hundreds"
        if word.lemma_.lower() in self.events.book.counters and word.lemma_.lower() not in self.events.book.nouns:
            return True
        top = word
        while top.dep_ in ("pobj", "prep", "conj", "nummod", "compound") and top.head != top:
            top = top.head
        return top.dep_ in ("nsubj", "nsubjpass") and top.head.lemma_ not in _HAPPENING

    def _chain(self, verb: Token) -> list[Token]:
        """The verb and those it depends on as their complement, up to who says so."""
        chain = [verb]
        for _ in range(4):
            token = chain[-1]
            if token.dep_ not in ("xcomp", "ccomp", "advcl", "acl", "pcomp", "conj") or token.head == token:
                break
            up = token.head
            while up.pos_ not in VERBS and up.head != up and up.dep_ in ("prep", "pobj", "dobj", "attr"):
                up = up.head
            transparent = up.lemma_ in RAISING | _PLANNING | _FACTUAL
            if (
                token.dep_ == "advcl"
                and token.tag_ == "VBG"
                and up.pos_ in VERBS
                and not any(child.dep_ in ("mark", "prep", "aux") for child in token.lefts)
            ):
                chain.append(up)  # "could destroy Seoul, killing 100,000": the outcome is as sure as what led to it
                break
            if up.pos_ not in VERBS or (token.dep_ in ("ccomp", "conj", "advcl") and not transparent):
                break
            chain.append(up)
        return chain

    def _is_cumulative(self, hit: Hit, quantity: Quantity) -> bool:
        """Whether a number is a running total: a toll, "so far", "since July"."""
        if hit.rule == "toll":
            return True
        left, right = self.events.clause_edges(quantity)
        text = f" {' '.join(self.events.lower[left:right])} "
        if any(f" {total} " in text for total in _TOTALS):
            return True
        verb = _clause_verb(hit.word)
        if any(c.lower_ in ("has", "have", "'ve") for c in verb.children if c.dep_ == "aux"):
            if any(c.i > verb.i and (_is_since(c) or c.lower_ == "since") for c in verb.children):
                return True  # "have been killed since the war began"
            if self._goes_on_in(verb):
                return True
        return any(
            left <= span.start < right and span.start and self._counts_since(self.doc[span.start - 1])
            for span, _, _ in self.times
        )

    def _goes_on_in(self, verb: Token) -> bool:
        """As in "the war has killed 250,000", "250,000 have died in the war": what does it, or holds it, lasts."""
        held = [child for prep in verb.children if prep.lower_ in ("in", "during") for child in prep.children]
        done = [child for child in verb.lefts if child.dep_ == "nsubj"]
        if verb.dep_ == "relcl" and any(child.tag_ in ("WDT", "WP") for child in done):
            done.append(verb.head)  # "a war that has killed 250,000"
        return any(noun.lemma_.lower() in self.events.book.lasting for noun in (*held, *done))

    def _counts_since(self, before: Token) -> bool:
        """Whether a number counts from a day on; not in "the deadliest attack since 2001"."""
        near = self.doc[max(0, before.i - 10) : before.i]
        return before.lower_ == "since" and not any(t.tag_ in ("JJS", "RBS") and t.lower_ != "least" for t in near)

    def _is_superlative_since(self, time: Time) -> bool:
        first = self.positions.tokens(time.start, time.end).start
        before = self.doc[first - 1] if first else None
        return before is not None and before.lower_ == "since" and not self._counts_since(before)

    # --- when ---

    def _is_ahead(self, time: Time) -> bool:
        return self.published is not None and time.earliest is not None and time.earliest > self.published.isoformat()

    def _as_of(
        self, hit: Hit, quantity: Quantity, times: Sequence[tuple[Span, Token, Time]]
    ) -> tuple[date | None, date | None, str | None]:
        """The last and first day that a claim speaks of, and what told so."""
        verb, number = _clause_verb(hit.word), self.doc[quantity.number]
        own = [(span, time) for span, clause, time in times if clause == verb]
        if hit.word != verb:  # "until Friday, the worst had been the killing of 23 last March"
            nearest = [time for span, time in own if hit.word in (span.root.head, span.root.head.head)]
            found = self._day(nearest, number)
            if found is not None:
                return (*found, "clause")
        # "Ahead of the vote on Tuesday, 12 were killed on Sunday": what hangs on the verb itself goes first
        direct = [time for span, time in own if verb in (span.root.head, span.root.head.head)]
        found = self._day(direct, number) or self._day([time for _, time in own], number)
        if found is not None:
            return (*found, "clause")
        source = self._source(self.doc[quantity.start].idx)
        said = self.days_said.get(source.quote_id) if source is not None else None
        if said is not None and said.is_own:
            return (*said.day, "sentence")
        # "the war that began in 2011 has killed 250,000": not as of 2011
        if not any(child.lower_ in ("has", "have", "'ve") and child.dep_ == "aux" for child in verb.children):
            above = {ancestor.i for ancestor in verb.ancestors if ancestor.pos_ in VERBS}
            found = self._day([time for _, clause, time in times if clause.i in above], number)
            if found is not None:
                # "4,500 since midnight, bringing the number to 12,000": the total began earlier
                return found[0], None if hit.rule == "toll" else found[1], "sentence"
        if said is not None:
            return (*said.day, "discourse")
        return (self.published, None, "published") if self.published else (None, None, None)

    def _days_said(self) -> dict[int, _Said]:
        """The days of statements, by quote: "On Friday the ministry said ... Its spokesman added ..."."""
        days: dict[int, _Said] = {}
        last: tuple[Quote, Token] | None = None
        for quote in self.quotes:
            if quote.speaker_start is None or quote.speaker_end is None:
                continue
            speaker = self.positions.tokens(quote.speaker_start, quote.speaker_end).root
            verb = _clause_verb(speaker)
            day = self._day([time for _, clause, time in self.past if clause == verb], speaker)
            if day is not None:
                days[quote.quote_id] = _Said(day, is_own=True)
            elif last is not None and last[0].quote_id in days and self._goes_on(*last, quote, speaker):
                days[quote.quote_id] = _Said(days[last[0].quote_id].day, is_own=False)
            last = (quote, speaker)
        return days

    def _goes_on(self, last: Quote, last_speaker: Token, quote: Quote, speaker: Token) -> bool:
        """Whether a statement goes on with that of the sentence before: the same speaker or institution."""
        if speaker.sent.start != last_speaker.sent.end and speaker.sent != last_speaker.sent:
            return False
        return last.speaker_id == quote.speaker_id or bool(self._capitals(last_speaker) & self._capitals(speaker))

    def _capitals(self, noun: Token) -> set[str]:
        start, end = phrase_bounds(noun)
        return {token.lower_ for token in self.doc[start:end] if token.pos_ == "PROPN"}

    def _day(self, times: Sequence[Time], near: Token) -> tuple[date, date | None] | None:
        """The day that a few time expressions stand for: the nearest to a word that has one."""
        for time in sorted(times, key=lambda t: abs(t.start - near.idx)):
            if time.value == "PRESENT_REF" and self.published:
                return self.published, None
            if time.type == "SET" or time.latest is None or time.earliest is None or self._is_superlative_since(time):
                continue
            between = self.stretches.get(time.start)
            if between is not None:
                return between[1], between[0]
            earliest, latest = date.fromisoformat(time.earliest), date.fromisoformat(time.latest)
            first = self.positions.tokens(time.start, time.end).start
            before = self.events.lower[first - 1] if first else ""
            if before == "since":
                return (self.published or latest), earliest
            if before in ("until", "before", "by", "till"):
                return latest, None
            if self.published and earliest <= self.published < latest and time.type != "TIME":
                latest = self.published  # "this week" goes on; nothing is known of its rest
            return latest, (earliest if earliest != latest else None)
        return None

    # --- where ---

    def _place(self, hit: Hit, quantity: Quantity) -> str | None:
        """The nearest place in the clause of the event, or in a clause that hangs on it."""
        verb = _clause_verb(hit.word)
        above = _clause_verb(verb.head) if verb.dep_ in ("advcl", "conj", "xcomp") else verb
        candidates = []
        where = self._antecedent(verb)
        for root, clause, start, place in self.places:
            if root.dep_ in ("nsubj", "poss", "amod") and root != where:
                continue
            hangs = clause.head == verb and clause.dep_ in ("acl", "relcl", "advcl", "xcomp")
            of_noun = verb.dep_ == "relcl" and verb.head in root.ancestors  # "the attack in Homs that killed 12"
            if clause in (verb, above) or hangs or root == where or of_noun:
                # its own clause, one that hangs on it, the one that it hangs on; a town before its country
                rank = 0 if clause == verb or root == where else 1 if hangs else 2
                candidates.append(
                    (rank, root.ent_type_ == "GPE" and place in self.countries, abs(start - quantity.number), place)
                )
        return min(candidates)[3] if candidates else None

    def _country(self, name: Name) -> str | None:
        """A state as a place: "were killed in Turkey"."""
        before = self.doc[name.start - 1].lower_ if name.start else ""
        if name.start > 1 and before == "the":
            before = self.doc[name.start - 2].lower_
        if name.kind != "state" or name.form != "name" or before not in _WHERE:
            return None
        place = self.doc[name.start : name.end].text
        self.countries.add(place)
        return place

    def _antecedent(self, verb: Token) -> Token | None:
        """The noun before "where": "Aleppo, where 12 people were killed"."""
        is_where = verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.lefts)
        return verb.head if is_where else None


def _stretches(text: str, times: Sequence[Time]) -> Iterator[tuple[int, tuple[date, date]]]:
    """Two days that make one stretch, under the start of each: "between May 1 and May 3", "from May 1 to 3"."""
    for one, other in pairwise(times):
        link = _STRETCHES.get(text[one.end : other.start].strip(" ").lower())
        if link is None or one.earliest is None or other.latest is None or one.earliest >= other.latest:
            continue
        before = text[max(0, one.start - 10) : one.start].lower()
        if before.endswith(link):
            days = (date.fromisoformat(one.earliest), date.fromisoformat(other.latest))
            yield one.start, days
            yield other.start, days


def _clause_verb(token: Token) -> Token:
    """The verb of the clause that a word stands in; the word itself where there is none."""
    for candidate in (token, *token.ancestors):
        if candidate.pos_ in VERBS and candidate.dep_ not in ("aux", "auxpass"):
            return candidate
    return token


def _is_since(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "since" for child in clause.lefts)


def _own_verb(word: Token) -> Token | None:
    """The verb itself, or that whose subject or object a noun of an event is; None where it is neither."""
    token = word
    while token.pos_ not in VERBS:
        head = token.head
        is_part = token.dep_ in ("nummod", "compound", "amod", "quantmod", "acomp", "oprd") or (
            token.dep_ == "prep" and token.lower_ == "of"
        )
        is_argument = token.dep_ in (*OBJECTS, "nsubj", "nsubjpass", "attr") or (
            token.dep_ == "pobj" and head.lower_ == "of"
        )
        if head == token or not (is_part or is_argument):
            return None
        token = head
    return token


def _is_planned(verb: Token) -> bool:
    """Whether a verb tells what is to come: "would allow", "a plan to evacuate 500"."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if auxiliaries & _MODALS:
        return True
    if "to" not in auxiliaries:
        return False
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_ == "be" and head.tag_ in ("VBP", "VBZ", "VBD"):
        return True  # "are to be evacuated"
    if verb.tag_ != "VB":
        return False
    # "are believed to be trapped" reports; "an order to evacuate 500" and "expected to leave" plan.
    if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in (RAISING | _FACTUAL) - {"expect"}:
        return False
    return verb.dep_ in ("xcomp", "ccomp", "acl", "advcl", "relcl")
