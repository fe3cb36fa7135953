"""The day or days that a claim speaks of."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from crossread.extract.clauses import clause_verb, is_past, is_perfect
from crossread.extract.records import Quote, Time
from crossread.extract.syntax import MODIFIERS, VERBS, Positions, phrase_bounds

# What stands between the two days of a stretch, and the word before it ("" for none).
_STRETCHES = {"and": "between ", "to": "", "until": "from ", "till": "from ", "-": "", "–": "", "through": ""}
# A weekday or a month is the last or the next one by what its clause says.
_EITHER_WAY = ("weekday", "month")
# What opens a clause that tells when something happened, and what holds who or what did it.
_SAME_TIME = frozenset(("when", "as", "after", "while"))
_DOERS = ("nsubj", "nsubjpass", "csubj", "agent")
_EVE = timedelta(days=1)
_NEWS_REACH = 2  # sentences over which a text goes on with the day before publication
_SUPERLATIVE_REACH = 10  # words before "since" in which "the deadliest attack" may stand

Days = tuple[date, date | None]  # the last and, of a stretch, the first


class DatedTime(NamedTuple):
    """A time expression with its words and the verb of its clause."""

    span: Span
    clause: Token
    time: Time


ByClause = Mapping[int, Sequence[DatedTime]]  # by the tokens of the verbs of their clauses


class _StatementDay(NamedTuple):
    days: Days
    is_own: bool  # told with the statement, not with the one before that it goes on with


class AsOf:
    """Dates the claims of one article."""

    def __init__(
        self, doc: Doc, positions: Positions, *, published: date | None, times: Sequence[Time], quotes: Sequence[Quote]
    ) -> None:
        """Sort the time expressions into those that a claim of what has happened, or is planned, may have."""
        self.doc = doc
        self.positions = positions
        self.published = published
        self.times = [
            DatedTime(span := positions.tokens(time.start, time.end), clause_verb(span.root), time) for time in times
        ]
        day = published.isoformat() if published else ""
        eve = published - _EVE if published else None
        # What has happened did not happen after the article was published.
        self._past = _by_clause(t for t in self.times if not (day and t.time.earliest and t.time.earliest > day))
        # What is planned is not planned for a weekday that is over: "sent 20 officers on Monday to free 12 hostages".
        self._ahead = _by_clause(
            t for t in self.times if not (day and t.time.rule in _EITHER_WAY and t.time.latest and t.time.latest < day)
        )
        self._stretches = dict(_stretches(positions.text, times))
        self._statements = self._statement_days(quotes)
        # An article of the morning after goes on with the day before, until it tells of another time.
        told = [one for one in self.times if one.time.latest is not None and one.time.type != "SET"]
        told = [one for one in told if self._word_before(one.span).lower_ != "since" and not _is_begun(one.clause)]
        self._told = {one.time.start: one.time.earliest == one.time.latest == str(eve) for one in told}

    def of(
        self, event: Token, number: Token, source: Quote | None, *, is_planned: bool, is_toll: bool
    ) -> tuple[date | None, date | None, str | None]:
        """The last and first day that a claim speaks of, and what told so.

        Args:
            event: the word that tells what happened.
            number: the number.
            source: the statement that it stands in.
            is_planned: it has not happened yet.
            is_toll: it completes a running total.

        Returns:
            The last day, the first one of a stretch, and ``clause``, ``sentence``, ``discourse`` or ``published``.
        """
        times = self._ahead if is_planned else self._past
        verb = clause_verb(event)
        found = self._in_clause(times, event, verb, number)
        if found is not None:
            return (*found, "clause")
        if any(t.time.rule == "event" and not t.time.latest for t in times.get(verb.i, ())):
            return None, None, None  # "the July 20 coup", of no known year
        below = None if is_perfect(verb) else self._below(times, verb, number)
        if below is not None:
            return (*below, "sentence")
        said = self._statements.get(source.quote_id) if source is not None and not is_planned else None
        if said is not None and said.is_own:
            return (*said.days, "sentence")
        if not is_perfect(verb):  # "the war that began in 2011 has killed 250,000": not as of 2011
            above = [ancestor.i for ancestor in verb.ancestors if ancestor.pos_ in VERBS]
            # "in 2016 America admitted 97,000; others admitted 92,000"
            above += [c.i for c in verb.lefts if c.dep_ == "ccomp" and self.doc[c.right_edge.i + 1].text == ";"]
            told = sorted((t.time for i in above for t in times.get(i, ())), key=lambda time: time.start)
            found = self._day(told, number)
            if found is not None:
                # "4,500 since midnight, bringing the number to 12,000": the total began earlier
                return found[0], None if is_toll else found[1], "sentence"
        if said is not None:
            return (*said.days, "discourse")
        if self._goes_on_with_eve(number) and is_past(verb) and self.published:
            return self.published - _EVE, None, "discourse"
        return (self.published, None, "published") if self.published else (None, None, None)

    def counts_since(self, left: int, right: int) -> bool:
        """Whether a number between two tokens counts from a day on: "5,000 since July"."""
        at = bisect_left(self.times, left, key=lambda t: t.span.start)
        within = self.times[at : bisect_left(self.times, right, key=lambda t: t.span.start)]
        return any(t.span.start and self._is_since(self.doc[t.span.start - 1]) for t in within)

    def _in_clause(self, times: ByClause, event: Token, verb: Token, number: Token) -> Days | None:
        own = times.get(verb.i, ())
        # "killed five on Monday and seven on Tuesday"
        counted = (number, number.head) if number.dep_ == "nummod" else (number,)
        found = self._day([t.time for t in own if t.span.root.head.head in counted], number)
        if found is not None:
            return found
        if event != verb:  # "until Friday, the worst had been the killing of 23 last March"
            nearest = [t.time for t in own if event in (t.span.root.head, t.span.root.head.head)]
            found = self._day(nearest, number)
            if found is not None:
                return found
        # "Ahead of the vote on Tuesday, 12 were killed on Sunday": what hangs on the verb itself goes first
        direct = [t.time for t in own if verb in (t.span.root.head, t.span.root.head.head)]
        days = (direct, [t.time for t in own if not _is_of_a_year(t)], [t.time for t in own])
        return next((found for some in days if (found := self._day(some, number))), None)

    def _goes_on_with_eve(self, number: Token) -> bool:
        """Whether the day last told, a few sentences ago at most, is that before publication."""
        at = max((start for start in self._told if start < number.idx), default=None)
        if at is None or not self._told[at]:
            return False
        sentence = self.positions.sentence_of
        return sentence(number.idx).sent_id - sentence(at).sent_id <= _NEWS_REACH

    def _below(self, times: ByClause, verb: Token, number: Token) -> Days | None:
        """The day of what hangs on a clause and tells of the same event.

        A clause of time ("when a bomb went off on Tuesday"), or one that tells who or what did it ("gunmen who stormed
        a hotel on Monday", "fighting on Monday"); one day, not a time long ago.
        """
        told = []
        # "three died, and two were missing, when a shaft flooded": it may hang on a verb joined to that of the number
        for child in (*verb.children, *(c for joined in verb.rights if joined.dep_ == "conj" for c in joined.rights)):
            if child.pos_ in VERBS and child.dep_ == "advcl":
                if any(c.dep_ in ("advmod", "mark", "prep") and c.lower_ in _SAME_TIME for c in child.lefts):
                    told.append(child)
            elif child == number.head and child.dep_ not in _DOERS:  # "was 25 percent contained as of Tuesday"
                told += [t for t in child.rights if t.dep_ == "acl"]
            elif child.dep_ in _DOERS:
                told += [t for t in child.subtree if t.pos_ in VERBS and _is_of(t, child)]
        days = [t.time for one in told for t in times.get(one.i, ()) if t.time.earliest == t.time.latest]
        return self._day(days, number)

    def _statement_days(self, quotes: Sequence[Quote]) -> Mapping[int, _StatementDay]:
        """The days of statements, by quote: "On Friday the ministry said ... Its spokesman added ..."."""
        days: dict[int, _StatementDay] = {}
        last: tuple[Quote, Token] | None = None
        for quote in quotes:
            if quote.speaker_start is None or quote.speaker_end is None:
                continue
            speaker = self.positions.tokens(quote.speaker_start, quote.speaker_end).root
            verb = clause_verb(speaker)
            day = self._day([t.time for t in self._past.get(verb.i, ())], speaker)
            if day is not None:
                days[quote.quote_id] = _StatementDay(day, is_own=True)
            elif last is not None and last[0].quote_id in days and self._is_continued(*last, quote, speaker):
                days[quote.quote_id] = _StatementDay(days[last[0].quote_id].days, is_own=False)
            last = (quote, speaker)
        return days

    def _is_continued(self, last: Quote, last_speaker: Token, quote: Quote, speaker: Token) -> bool:
        """Whether a statement goes on with that of the sentence before: the same speaker or institution."""
        if speaker.sent.start != last_speaker.sent.end and speaker.sent != last_speaker.sent:
            return False
        return last.speaker_id == quote.speaker_id or bool(self._capitals(last_speaker) & self._capitals(speaker))

    def _capitals(self, noun: Token) -> set[str]:
        start, end = phrase_bounds(noun)
        return {token.lower_ for token in self.doc[start:end] if token.pos_ == "PROPN"}

    def _day(self, times: Sequence[Time], near: Token) -> Days | None:
        """The day that a few time expressions stand for: the nearest to a word that has one."""
        for time in sorted(times, key=lambda t: abs(t.start - near.idx)):
            if time.value == "PRESENT_REF" and self.published:
                return self.published, None
            days = self._days_of(time)
            if days is not None:
                return days
        return None

    def _days_of(self, time: Time) -> Days | None:
        before = self._word_before(self.positions.tokens(time.start, time.end))
        is_since = before.lower_ == "since"
        is_dated = time.type != "SET" and time.latest is not None and time.earliest is not None
        if not is_dated or (is_since and not self._is_since(before)):
            return None
        between = self._stretches.get(time.start)
        if between is not None:
            return between[1], between[0]
        earliest, latest = date.fromisoformat(time.earliest or ""), date.fromisoformat(time.latest or "")
        if is_since:
            return (self.published or latest), earliest
        if before.lower_ in ("until", "before", "by", "till"):
            return latest, None
        if self.published and earliest <= self.published < latest and time.type != "TIME":
            latest = self.published  # "this week" goes on; nothing is known of its rest
        return latest, (earliest if earliest != latest else None)

    def _word_before(self, span: Span) -> Token:
        """The word before a time expression, over "the" ("since the Feb. 24 invasion"); its own where there is none."""
        before = self.doc[max(0, span.start - 1)]
        return self.doc[before.i - 1] if before.lower_ == "the" and before.i else before

    def _is_since(self, before: Token) -> bool:
        """Whether a number counts from a day on; not in "the deadliest attack since 2001"."""
        near = self.doc[max(0, before.i - _SUPERLATIVE_REACH) : before.i]
        return before.lower_ == "since" and not any(t.tag_ in ("JJS", "RBS") and t.lower_ != "least" for t in near)


def _by_clause(times: Iterable[DatedTime]) -> ByClause:
    found: dict[int, list[DatedTime]] = {}
    for time in times:
        found.setdefault(time.clause.i, []).append(time)
    return found


def _stretches(text: str, times: Sequence[Time]) -> Iterator[tuple[int, tuple[date, date]]]:
    """Two days that make one stretch, under the start of each: "between May 1 and May 3", "from May 1 to 3"."""
    for one, other in pairwise(times):
        link = _STRETCHES.get(text[one.end : other.start].strip(" ").lower())
        if link is None or one.earliest is None or other.latest is None or one.earliest >= other.latest:
            continue
        before = text[max(0, one.start - 10) : one.start].lower()
        days = (date.fromisoformat(one.earliest), date.fromisoformat(other.latest))
        # "on Saturday and Sunday" is a stretch as well
        if before.endswith(link) or (days[1] - days[0] == _EVE and link == "between "):
            yield one.start, days
            yield other.start, days


def _is_of(verb: Token, argument: Token) -> bool:
    """Whether a clause tells which one an argument is: the argument itself, or one that hangs on its nouns."""
    return verb == argument or (verb.dep_ in ("relcl", "acl") and verb.head.pos_ not in VERBS)


def _is_of_a_year(one: DatedTime) -> bool:
    """Whether a longer time tells which of several a thing is: "the 2019 season"."""
    return one.span.root.dep_ in MODIFIERS and one.time.earliest != one.time.latest


def _is_begun(verb: Token) -> bool:
    """Whether a clause tells since when: "since fires broke out on Sunday"."""
    return any(child.lower_ == "since" for child in verb.lefts)
