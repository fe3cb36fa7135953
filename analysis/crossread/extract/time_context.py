"""What time expressions are read with: where the text is in time, and a trigger with the words around it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from spacy.tokens import Token

from crossread.extract.calendar import Interval
from crossread.extract.clauses import Clauses
from crossread.extract.syntax import Positions
from crossread.extract.time_rules import Rule, TimeRules

_REACH = 60  # characters that are looked at before a trigger
_MONTHS = 12
_QUARTER_REACH = 900  # characters over which "a year ago" means the same quarter of the year before
# "Two years later" counts from the date last spoken of only where that is shorter than the unit, in days.
_LONGEST = {"W": 7, "M": 31, "Q": 92, "Y": 366}
# Stretches that companies report on beside quarters.
_HALF_YEARS = frozenset(("P6M", "P9M", "P26W", "P39W"))


class Expression(NamedTuple):
    """A time expression; ``days`` are the first and the last that it stands for."""

    start: int
    end: int
    type: str
    value: str
    days: Interval | None
    rule: str


class Discourse:
    """Where a text is in time while it is read from left to right.

    ``day`` is the one it is at, ``days`` those of the last date of any length, ``last_date`` the last expression where
    that is a day of a month, ``end`` the end of the last expression.
    """

    def __init__(self, published: date | None, positions: Positions, clauses: Clauses, rules: TimeRules) -> None:
        """Begin at the day of publication."""
        self.published = published
        self.positions = positions
        self.clauses = clauses
        self.rules = rules
        self.text = _lower(positions.text)
        self.day = published
        self.days: Interval | None = None
        self.last_date: Expression | None = None
        self.end = 0
        self._quarter: tuple[str, int] | None = None  # the latest one spoken of, and where

    def remember(self, found: Expression) -> None:
        """Keep what later expressions may count from."""
        self.end = found.end
        if found.days and found.type in ("DATE", "TIME"):
            self.days = found.days
            if found.days[0] == found.days[1] or found.type == "TIME":
                self.day = found.days[1]
        self.last_date = found if re.fullmatch(r"(\d{4}|XXXX)-\d\d-\d\d", found.value) else None
        is_over = found.days is not None and (self.published is None or found.days[1] < self.published)
        if re.fullmatch(r"\d{4}-Q\d", found.value) and (
            is_over or self.match_after(self.rules.after["that_ended"], found.end)
        ):
            # The quarter of the year before is told for comparison: the text stays at the later one.
            self._quarter = (max(found.value, self._quarter[0] if self._quarter else ""), found.end)
        elif found.value in _HALF_YEARS or re.fullmatch(r"\d{4}-H\d", found.value):
            self._quarter = None  # "in the first nine months ..., a year earlier"

    def match_before(self, pattern: str, position: int) -> re.Match[str] | None:
        """A match that ends at a position and does not reach into the last expression."""
        compiled = self.rules.compiled(pattern, ends=True)
        return compiled.search(self.text, max(self.end, position - _REACH), position)

    def match_after(self, pattern: str, position: int) -> re.Match[str] | None:
        """A match that starts at a position."""
        return self.rules.compiled(pattern).match(self.text, position)

    def stands_before(self, name: str, position: int) -> bool:
        """Whether a pattern of the list ``before`` ends at a position."""
        return self.match_before(self.rules.before[name], position) is not None

    def is_ahead(self, position: int, *, is_day: bool = False) -> bool:
        """Whether the clause around a position speaks of what is to come; see ``Clauses.looks_ahead``."""
        if self.stands_before("ended", position):
            return False
        if self.stands_before("scheduled", position):
            return True
        token = self.positions.tokens(position, position + 1)[0]
        if self.stands_before("limit", position):
            return self.clauses.moves_limit_ahead(token)
        return self.clauses.looks_ahead(token, is_day=is_day)

    @cached_property
    def is_day_first(self) -> bool:
        """Whether the numeric dates of the text have the day before the month."""
        first, second = zip(*re.findall(r"\b(\d\d?)/(\d\d?)/(?:\d\d)?\d\d\b", self.text) or [("0", "0")], strict=True)
        return max(map(int, first)) > _MONTHS >= max(map(int, second))

    @cached_property
    def dated(self) -> Mapping[str, str]:
        """The years that the text gives to days of the year, such as 09-11; none to one of several years."""
        years: dict[str, set[str]] = {}
        pattern = self.rules.compiled(r"\b(?P<month>{month}) (?P<day>{day}){nth}?,? (?P<year>{year})\b")
        for found in pattern.finditer(self.text):
            day = f"{self.rules.codes['month'][found['month']]}-{int(found['day']):02d}"
            years.setdefault(day, set()).add(found["year"])
        return {day: min(told) for day, told in years.items() if len(told) == 1}

    def quarter_before(self, position: int) -> str | None:
        """The quarter just spoken of, as 2016-Q3."""
        is_near = self._quarter is not None and position - self._quarter[1] <= _QUARTER_REACH
        return self._quarter[0] if self._quarter is not None and is_near else None

    def date_within(self, unit: str) -> date | None:
        """The first day of the date last spoken of, where that is no longer than a unit."""
        is_short = self.days is not None and (self.days[1] - self.days[0]).days < _LONGEST.get(unit, 0)
        return self.days[0] if self.days is not None and is_short else None


def _lower(text: str) -> str:
    """A text in lower case, each letter where it was."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Candidate:
    """A trigger with the words around it, which may be a time expression.

    ``candidate[group]`` is what a group of the patterns holds, or what the head of ``times.yaml`` tells
    of beside groups; "" where there is nothing. ``starts`` tells where the groups start.
    """

    def __init__(self, text: Discourse, trigger: re.Match[str]) -> None:
        """Match the patterns of its kind around a trigger."""
        self.text = text
        self.rules = text.rules
        self.kind = self.rules.kinds[str(trigger.lastgroup)]
        self._groups: dict[str, str] = {}
        self.starts: dict[str, int] = {}
        self.start, self.end = trigger.span()
        before = text.match_before(self.kind.before, self.start) if self.kind.before else None
        after = text.match_after(self.kind.after, self.end)
        if own := text.match_after(self.kind.trigger, self.start):
            self._add(own)
        self.token_at = self.starts.get(self.kind.word, self.start)
        if before:
            self.start = before.start()
            self._add(before)
        self._after = self._add(after) if after else frozenset()
        self._end_after = after.end() if after else self.end
        sides = {"left": before, "right": after, "trigger": trigger}
        self._groups |= {name: side.group().strip() if side else "" for name, side in sides.items()}
        if "low" in self._groups and not self._is_range():  # "in 1990 and two years later"
            del self._groups["low"]
            self.start = self.starts["counted"]

    def _add(self, match: re.Match[str]) -> frozenset[str]:
        """Take in groups of a match and tell their names; of groups of a kind the first counts."""
        added = set()
        for name in match.re.groupindex:
            if match[name]:
                kind = name.rstrip("0123456789")
                added.add(kind)
                self._groups.setdefault(kind, match[name])
                self.starts.setdefault(kind, match.start(name))
        return frozenset(added)

    def _is_range(self) -> bool:
        low, high = self.rules.number(self["low"]), self.rules.number(self["count"])
        return low is not None and high is not None and low < high

    def __getitem__(self, group: str) -> str:
        """What is known by a name, else ""."""
        value = self._groups.get(group)
        return value if value is not None else _BESIDE[group](self) if group in _BESIDE else ""

    def fits(self, rule: Rule) -> tuple[int, int] | None:
        """Where the expression would be, if the words are those that a rule wants; None if they are not.

        It goes on over the words after the trigger where the rule asks for one of their groups.
        """
        if not all(self._is(*wanted) for wanted in rule.when.items()):
            return None
        if any(self._is(*unwanted) for unwanted in rule.unless.items()):
            return None
        start = self.starts.get(rule.starts, self.start)
        end = self.end if self._after.isdisjoint(rule.when) else self._end_after
        before, after = rule.before.removeprefix("not "), rule.after.removeprefix("not ")
        if before and self.text.stands_before(before, start) != (before == rule.before):
            return None
        if not after:
            return start, end
        match = self.text.match_after(self.rules.after[after], end)
        if (match is not None) != (after == rule.after):
            return None
        if match:
            self._add(match)
            end = match.end()
        return start, end

    def _is(self, group: str, terms: frozenset[str]) -> bool:
        value = self[group]
        is_there = ("any" if value else "none") in terms or value in terms or "maybe" in terms
        return is_there or (bool(value) and self.code(group) in terms)

    def code(self, group: str) -> str:
        """The code of the word in a group, or what it says in a regular form; "" where there is nothing."""
        text = self[group]
        if group == "year":
            return f"{self.rules.year(text):04d}" if text else self._year_from_now()
        code = self.rules.codes.get(group, {}).get(text, text)
        return _REGULAR[group](code) if code and group in _REGULAR else code

    def _year_from_now(self) -> str:
        published = self.text.published
        return f"{published.year + int(self.code('of_year') or 0):04d}" if published else ""

    def filled(self, template: str) -> str | None:
        """A template with the codes of the groups that it names; None where one is missing."""
        codes = {group: self.code(group) for group in re.findall(r"\{(\w+)\}", template)}
        return template.format_map(codes) if all(codes.values()) else None

    def is_one_of(self, group: str, words: str) -> bool:
        """Whether what a group holds is in a list of words."""
        return self[group] in self.rules.words[words]

    @property
    def step(self) -> int | None:
        """How many units from now "this", "last" and "next" are; None for another word."""
        code = self.rules.codes["which"].get(self["which"])
        return int(code) if code is not None else None

    @property
    def number(self) -> float | None:
        """How many units, the least of a range; None for an unknown number ("weeks", "several weeks")."""
        text = self["low"] or self["count"]
        if self["plural"] and (not text or self.is_one_of("count", "single")):  # "in a weeks-long war"
            return None
        if not text:
            return 1.0
        number = self.rules.number(text)
        return number + 0.5 if number is not None and self["half"] else number

    @property
    def origin(self) -> date | None:
        """The day that "ago" and "later" count from."""
        if self.is_one_of("way", "from_now"):
            return self.text.published
        return self.text.date_within(self.code("unit")) or self.text.day

    @property
    def token(self) -> Token:
        """The word of the trigger that its kind goes by."""
        return self.text.positions.tokens(self.token_at, self.token_at + 1)[0]


def _counts(candidate: Candidate) -> str:
    token = candidate.token
    return "yes" if token.dep_ == "nummod" and token.head.pos_ in ("NOUN", "PROPN") and token.head.i > token.i else ""


def _spoken(candidate: Candidate) -> str:
    origin = candidate.origin
    return "" if origin is None else "no" if origin == candidate.text.published else "yes"


_BESIDE: Mapping[str, Callable[[Candidate], str]] = {
    "pos": lambda candidate: candidate.token.pos_,
    "ent": lambda candidate: candidate.token.ent_type_,
    "counts": _counts,
    "ahead": lambda candidate: "yes" if candidate.text.is_ahead(candidate.start) else "no",
    "spoken": _spoken,
    "today": lambda candidate: str(candidate.text.published or ""),
    "day_spoken_of": lambda candidate: str(candidate.text.day or ""),
}


def _clock_time(text: str) -> str:
    """24 hours for "9am", "9:30 p.m.", "1600", "5 o'clock"."""
    found = re.match(r"(\d{1,2}?)[:.]?(\d\d)?(?!\d) ?([ap]?)", text)
    assert found is not None, text
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    hour += 12 * ((half == "p" and hour < 12) - (half == "a" and hour == 12))
    return f"{hour:02d}:{minute:02d}"


_REGULAR: Mapping[str, Callable[[str], str]] = {
    "day": lambda text: f"{int(text):02d}",
    "month": lambda text: f"{int(text):02d}",
    "ordinal": lambda text: text.rstrip("stndrh"),
    "clock": _clock_time,
}
