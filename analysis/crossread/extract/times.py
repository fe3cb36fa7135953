"""Time expressions: TIMEX3 type and value, and the days they stand for.

The grammar goes from a trigger word ("Monday", "week", "2016") to the words around it. A relative
expression counts from the day of publication, or, where the text says so ("two days later", "the
day before"), from the day last spoken of. Without a day of publication it stays unresolved.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from spacy.tokens import Doc

from crossread.extract import time_patterns as p
from crossread.extract.calendar import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    add_months,
    interval_of,
    shift,
    week_value,
    weekday_near,
)
from crossread.extract.clauses import Clauses
from crossread.extract.records import Time
from crossread.extract.syntax import Positions

_Match = re.Match[str]

_QUARTER_REACH = 900  # characters over which "a year ago" means the same quarter of the year before
_REACH = 60  # characters that are looked at before a trigger
# A day and month without year are taken for the coming ones only if they are this near.
_NEAR_FUTURE = timedelta(days=60)
_JUST_PAST = timedelta(days=30)  # a day that recent is meant even beside a verb that looks ahead: "was due by Dec. 14"


# Stretches that companies report on beside quarters.
_HALF_YEARS = frozenset(("P6M", "P9M", "P26W", "P39W"))


class _Found(NamedTuple):
    start: int
    end: int
    type: str
    value: str
    interval: tuple[date, date] | None
    rule: str


def find_times(doc: Doc, published: date | None, positions: Positions, clauses: Clauses) -> list[Time]:
    """Find every time expression in one article.

    Args:
        doc: the parsed article.
        published: the day of publication; None leaves relative expressions without value days.
        positions: its sentences.
        clauses: tells whether a clause looks ahead.

    Returns:
        Times in order of their start, none overlapping.
    """
    reader = _Reader(published, positions, clauses)
    out = []
    for found in reader.read():
        earliest, latest = found.interval or (None, None)
        out.append(
            Time(
                start=found.start,
                end=found.end,
                surface=reader.text[found.start : found.end],
                type=found.type,
                value=found.value,
                earliest=earliest.isoformat() if earliest else None,
                latest=latest.isoformat() if latest else None,
                rule=found.rule,
            )
        )
    return out


class _Reader:
    """Reads one article from left to right; ``spoken_of`` is the day the text is at."""

    def __init__(self, published: date | None, positions: Positions, clauses: Clauses) -> None:
        self.text = positions.text
        self.published = published
        self.positions = positions
        self.clauses = clauses
        self.spoken_of = published
        self.spoken_interval: tuple[date, date] | None = None  # of the last date of any length
        self.quarter: tuple[str, int] | None = None  # the latest one spoken of, and where
        self.last_date: _Found | None = None  # the last expression, where it is a day of a month
        self.end = 0  # of the last expression found

    def read(self) -> Iterator[_Found]:
        for trigger in p.TRIGGER.finditer(self.text):
            if trigger.start() < self.end:
                continue
            assert trigger.lastgroup is not None
            found = _HANDLERS[trigger.lastgroup](self, trigger)
            if found is None or found.start < self.end:
                continue
            self.end = found.end
            self._remember(found)
            yield found

    def _remember(self, found: _Found) -> None:
        """Keep what later expressions may count from."""
        if found.interval and found.type in ("DATE", "TIME"):
            self.spoken_interval = found.interval
            if found.interval[0] == found.interval[1]:
                self.spoken_of = found.interval[0]
        self.last_date = found if re.fullmatch(r"(\d{4}|XXXX)-\d\d-\d\d", found.value) else None
        is_over = found.interval is not None and (self.published is None or found.interval[1] < self.published)
        is_over = is_over or self.right(p.ENDED_AFTER, found.end) is not None
        if re.fullmatch(r"\d{4}-Q\d", found.value) and is_over:
            # The quarter of the year before is told for comparison: the text stays at the later one.
            value = max(found.value, self.quarter[0]) if self.quarter else found.value
            self.quarter = (value, found.end)
        elif found.value in _HALF_YEARS or re.fullmatch(r"\d{4}-H\d", found.value):
            self.quarter = None  # "in the first nine months ..., a year earlier"

    def left(self, pattern: re.Pattern[str], position: int) -> _Match | None:
        """A match that ends right before ``position``, not reaching into the last expression."""
        return pattern.search(self.text, max(self.end, position - _REACH), position)

    def right(self, pattern: re.Pattern[str], position: int) -> _Match | None:
        """A match that starts right at ``position``."""
        return pattern.match(self.text, position)

    def year_before(self, position: int) -> str | None:
        """A year ago: of the quarter just spoken of, in business news, else the year itself."""
        quarter = self.quarter_before(position)
        if quarter is not None and self.quarter is not None:
            return f"{int(self.quarter[0][:4]) - 1:04d}-{quarter}"
        return shift(self.published, -1, "Y") if self.published else None

    def quarter_before(self, position: int) -> str | None:
        """The quarter just spoken of, as Q1 to Q4."""
        near = self.quarter is not None and position - self.quarter[1] <= _QUARTER_REACH
        return self.quarter[0].split("-")[1] if near and self.quarter is not None else None

    def looks_ahead(self, position: int, *, is_day: bool = False) -> bool:
        """Whether the clause around a position speaks of what is to come; see ``Clauses.looks_ahead``."""
        if self.left(p.ENDED_BEFORE, position):
            return False
        if self.left(p.FUTURE_BEFORE, position):
            return True
        token = self.positions.tokens(position, position + 1)[0]
        if self.left(p.DEADLINE_BEFORE, position):
            return self.clauses.moves_limit_ahead(token)
        return self.clauses.looks_ahead(token, is_day=is_day)


def _found(start: int, end: int, kind: str, value: str, rule: str, interval: tuple[date, date] | None = None) -> _Found:
    """An expression; its days follow from the value where they are not given."""
    if interval is None and kind in ("DATE", "TIME"):
        interval = interval_of(value)
    return _Found(start, end, kind, value, interval, rule)


def _group(match: _Match | None, *names: str) -> str:
    """The first of some groups that took part, in lower case; empty when none did."""
    if match is None:
        return ""
    groups = match.groupdict()
    return next((groups[name].lower() for name in names if groups.get(name)), "")


def _shaded(interval: tuple[date, date] | None, shade: str) -> tuple[date, date] | None:
    """Early, mid and late: the first, middle and last third of a longer interval."""
    if interval is None or not shade:
        return interval
    first, last = interval
    third = (last - first).days // 3
    if shade.startswith("mid") or "middle" in shade:
        return first + timedelta(days=third), last - timedelta(days=third)
    if shade.startswith("late") or "end" in shade:
        return last - timedelta(days=third), last
    if shade.startswith("early") or "beginning" in shade or "start" in shade:
        return first, first + timedelta(days=third)
    return interval


# --- days ------------------------------------------------------------------------------------


def _iso(reader: _Reader, trigger: _Match) -> _Found | None:
    value = trigger.group()
    return _found(*trigger.span(), "DATE", value, "iso") if interval_of(value) else None


def _slashed(reader: _Reader, trigger: _Match) -> _Found | None:
    """Month first, as in American news; day first only where the month would be impossible."""
    first, second, year = (int(part) for part in trigger.group().split("/"))
    if year < 100:
        year += 2000 if year < 50 else 1900
    month, day = (first, second) if first <= 12 else (second, first)
    value = f"{year:04d}-{month:02d}-{day:02d}"
    return _found(*trigger.span(), "DATE", value, "slashed") if interval_of(value) else None


def _weekday(reader: _Reader, trigger: _Match) -> _Found | None:
    word = trigger.group().lower()
    if not trigger.group()[0].isupper():
        return None
    weekday = WEEKDAYS.index(word.removesuffix("s") if word.endswith("days") else word)
    if word.endswith("days"):
        return _found(*trigger.span(), "SET", f"XXXX-WXX-{weekday + 1}", "weekday")
    every = reader.left(p.EVERY_BEFORE, trigger.start())
    if every:
        return _found(every.start(), trigger.end(), "SET", f"XXXX-WXX-{weekday + 1}", "weekday")
    before = reader.left(p.WHICH_DAY_BEFORE, trigger.start())
    start = before.start() if before else trigger.start()
    after = reader.right(p.DAY_AFTER, trigger.end())
    end = after.end() if after else trigger.end()
    if after and _group(after, "month"):
        month, day_of_month = _month_number(after.group("month")), int(after.group("day"))
        value = _calendar_day(reader, month, day_of_month, after.group("year"), start)
        return _found(start, end, "DATE", value, "date") if value else None
    if reader.published is None:
        return _found(start, end, "DATE", f"XXXX-WXX-{weekday + 1}", "weekday")
    clock = _clock_before(reader, start)
    day = _day_of_week(reader, weekday, _group(before, "which"), clock[0] if clock else start)
    if clock:
        return _found(clock[0], end, "TIME", f"{day.isoformat()}T{clock[1]}", "clock")
    part = _group(after, "part").strip()
    if part:
        return _found(start, end, "TIME", f"{day.isoformat()}T{p.PARTS_OF_DAY[part]}", "weekday")
    return _found(start, end, "DATE", day.isoformat(), "weekday")


def _day_of_week(reader: _Reader, weekday: int, which: str, position: int) -> date:
    """The same day counts, else the last one, or the next where the clause looks ahead."""
    assert reader.published is not None
    if which in ("next", "this coming", "coming"):
        return weekday_near(reader.published, weekday, 1)
    if which in ("the following", "following"):
        return weekday_near(reader.spoken_of or reader.published, weekday, 1)
    if which in ("the previous", "previous", "the preceding"):
        return weekday_near((reader.spoken_of or reader.published) - timedelta(days=1), weekday, -1)
    if which in ("last", "this past", "past"):
        return weekday_near(reader.published - timedelta(days=1), weekday, -1)
    is_ahead = weekday != reader.published.weekday() and reader.looks_ahead(position, is_day=True)
    return weekday_near(reader.published, weekday, 1 if is_ahead else -1)


def _clock_before(reader: _Reader, position: int) -> tuple[int, str] | None:
    """A clock time right before a day: "9am New York time on" Monday."""
    found = reader.left(p.CLOCK_BEFORE, position)
    hour = _hour(found.group("clock")) if found else None
    return (found.start("clock"), hour) if found and hour else None


def _hour(text: str) -> str | None:
    text = re.sub(" o['’]clock$", "", text.lower())
    if text in ("noon", "midnight"):
        return p.PARTS_OF_DAY[text]
    found = re.fullmatch(r"(\d{1,2}?)(?:[:.]?(\d\d))? ?(?:([ap])\.?m\.?)?", text)
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    if found.group(3) == "p" and hour < 12:
        hour += 12
    if found.group(3) == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _clock(reader: _Reader, trigger: _Match) -> _Found | None:
    text = trigger.group()
    if re.match(r"\d{4} ", text):
        hour = f"{text[:2]}:{text[2:4]}" if int(text[:2]) < 25 and int(text[2:4]) < 60 else None
    else:
        hour = _hour(text)
    zone = reader.right(p.ZONE_AFTER, trigger.end())
    end = zone.end() if zone else trigger.end()
    if hour is None or reader.right(p.CLOCK_DAY_AFTER, end):
        return None  # "9am on Monday" is read from its weekday
    about = reader.left(p.ABOUT_BEFORE, trigger.start())
    start = about.start() if about else trigger.start()
    day = reader.spoken_of
    deictic = reader.right(p.DEICTIC_AFTER, end)
    if deictic and reader.published:
        end = deictic.end()
        day = reader.published + timedelta(days=_DEICTIC.get(_group(deictic, "day"), 0))
    value = f"{day.isoformat()}T{hour}" if day else f"XXXX-XX-XXT{hour}"
    return _found(start, end, "TIME", value, "clock")


def _part(reader: _Reader, trigger: _Match) -> _Found | None:
    """Midnight and noon without a day: those of the day of publication."""
    if reader.right(p.PART_DAY_AFTER, trigger.end()):
        return None
    part = p.PARTS_OF_DAY[trigger.group().lower()]
    value = f"{reader.published.isoformat() if reader.published else 'XXXX-XX-XX'}T{part}"
    return _found(*trigger.span(), "TIME", value, "clock")


_DEICTIC = {"yesterday": -1, "tomorrow": 1}


def _reference(reader: _Reader, trigger: _Match) -> _Found | None:
    word = trigger.group().lower()
    start, end = trigger.span()
    if word in p.REFERENCES:
        if word == "now" and reader.right(p.THAT_AFTER, end):
            return None
        right = reader.left(p.RIGHT_BEFORE, start)
        return _found(right.start() if right else start, end, "DATE", p.REFERENCES[word], "reference")
    before = reader.left(p.SHADE_BEFORE, start)
    start = before.start() if before else start
    if reader.published is None:
        return _found(start, end, "DATE", "PRESENT_REF" if word == "today" else "XXXX-XX-XX", "reference")
    day = (reader.published + timedelta(days=_DEICTIC.get(word, 0))).isoformat()
    after = reader.right(p.PART_AFTER, end)
    if after:
        return _found(start, after.end(), "TIME", f"{day}T{p.PARTS_OF_DAY[_group(after, 'part')]}", "reference")
    if word in ("tonight", "overnight"):
        return _found(start, end, "TIME", f"{day}TNI", "reference")
    return _found(start, end, "DATE", day, "reference")


def _vague(reader: _Reader, trigger: _Match) -> _Found | None:
    text = trigger.group().lower()
    if "future" in text:
        return _found(*trigger.span(), "DATE", "FUTURE_REF", "reference")
    if "past" in text:
        return _found(*trigger.span(), "DATE", "PAST_REF", "reference")
    if reader.spoken_of is None or reader.spoken_of == reader.published:
        return None
    return _found(trigger.start() + 3, trigger.end(), "DATE", reader.spoken_of.isoformat(), "reference")


def _holiday(reader: _Reader, trigger: _Match) -> _Found | None:
    published = reader.published
    if published is None:
        return None
    month, day = p.HOLIDAYS[trigger.group().lower()]
    years = (published.year - 1, published.year, published.year + 1)
    days = [date(year, month, day) if month else _thanksgiving(year) for year in years]
    nearest = min(days, key=lambda d: (abs((d - published).days), d))
    return _found(*trigger.span(), "DATE", nearest.isoformat(), "holiday")


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


# --- months and years ------------------------------------------------------------------------


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _second_day(reader: _Reader, trigger: _Match) -> _Found | None:
    """The 25 of "April 24 and 25", "April 24-25"."""
    first = reader.last_date
    start = trigger.end() - len(re.sub(r"\D", "", trigger.group()))
    if first is None or first.end != trigger.start() or first.value[:4] in reader.text[first.start : first.end]:
        return None
    token = reader.positions.tokens(start, trigger.end())[0]
    value = f"{first.value[:8]}{int(token.text):02d}" if token.text.isdigit() else ""
    if value <= first.value or (token.dep_ == "nummod" and token.head.i > token.i):
        return None
    interval = interval_of(value)
    return _found(start, trigger.end(), "DATE", value, "date") if interval or value[:4] == "XXXX" else None


def _month(reader: _Reader, trigger: _Match) -> _Found | None:
    name = trigger.group()
    after = reader.right(p.MONTH_AFTER, trigger.end())
    before = reader.left(p.MONTH_BEFORE, trigger.start())
    if not _is_month(reader, trigger, has_more=bool(after or (before and before.group().strip()))):
        return None
    month = _month_number(name)
    every = reader.left(p.EVERY_BEFORE, trigger.start())
    if every:
        return _found(every.start(), trigger.end(), "SET", f"XXXX-{month:02d}", "month")
    start = before.start() if before else trigger.start()
    end = after.end() if after else trigger.end()
    day = _group(after, "day") or str(p.ORDINALS.get(_group(after, "ordinal"), ""))
    year: str | None = _group(after, "year", "year2") or None
    if before and before.group("day"):  # "19 December 2016"
        day = before.group("day")
        later = reader.right(p.YEAR_AFTER, trigger.end())
        year, end = (later.group("year"), later.end()) if later else (None, trigger.end())
    if day and 1 <= int(day) <= 31:
        value = _calendar_day(reader, month, int(day), year, trigger.start())
        if value is None:
            return None
        clock = _clock_before(reader, start)
        if clock:
            return _found(clock[0], end, "TIME", f"{value}T{clock[1]}", "clock")
        return _found(start, end, "DATE", value, "date")
    which_year = after.group("which") if after else None
    if which_year and reader.published:  # "July last year"
        year = str(reader.published.year + {"this": 0, "last": -1, "next": 1}[which_year.lower()])
    chosen = int(year) if year else _year_of_month(reader, month, _group(before, "which"), trigger.start())
    value = f"{chosen:04d}-{month:02d}" if chosen else f"XXXX-{month:02d}"
    return _found(start, end, "DATE", value, "month", _shaded(interval_of(value), _group(before, "shade", "shade2")))


def _is_month(reader: _Reader, trigger: _Match, *, has_more: bool) -> bool:
    """Whether a word is a month: "May" and "March" are words of their own, "April" a name."""
    name = trigger.group()
    if not name[0].isupper():
        return False
    if name in ("May", "March") and not has_more and not reader.left(p.MONTH_CONTEXT_BEFORE, trigger.start()):
        return False
    token = reader.positions.tokens(*trigger.span())[0]
    return token.ent_type_ != "PERSON" and token.pos_ != "VERB"


def _calendar_day(reader: _Reader, month: int, day: int, year: str | None, position: int) -> str | None:
    """The day of that date nearest to publication, in the future only where it is near or said so."""
    if year is not None:
        value = f"{int(year):04d}-{month:02d}-{day:02d}"
        return value if interval_of(value) else None
    published = reader.published
    if published is None:
        return f"XXXX-{month:02d}-{day:02d}"
    values = (f"{published.year + step:04d}-{month:02d}-{day:02d}" for step in (-1, 0, 1))
    days = [interval[0] for value in values if (interval := interval_of(value))]
    if not days:
        return None
    if reader.left(p.ENDED_BEFORE, position):
        days = [d for d in days if d <= published] or days
    elif reader.looks_ahead(position):
        days = [d for d in days if d >= published - _JUST_PAST] or days
    elif not reader.left(p.EFFECTIVE_BEFORE, position):
        days = [d for d in days if d <= published + _NEAR_FUTURE] or days
    return min(days, key=lambda d: (abs((d - published).days), d)).isoformat()


def _year_of_month(reader: _Reader, month: int, which: str, position: int) -> int | None:
    if reader.published is None:
        return None
    this_year, this_month = reader.published.year, reader.published.month
    if which == "this":
        return this_year
    if which == "next":
        return this_year if month > this_month else this_year + 1
    if which in ("last", "this past", "the previous"):
        return this_year if month < this_month else this_year - 1
    if month > this_month and not reader.looks_ahead(position):
        # A month ahead without a word of the future is last year's, unless it is close.
        return this_year if month - this_month <= 2 else this_year - 1
    return this_year + 1 if month < this_month and reader.looks_ahead(position) else this_year


def _year(reader: _Reader, trigger: _Match) -> _Found | None:
    if not _is_year(reader, trigger):
        return None
    year = trigger.group()
    before = reader.left(p.YEAR_BEFORE, trigger.start())
    if before is None:
        return _found(*trigger.span(), "DATE", year, "year")
    span = (before.start(), trigger.end())
    half, quarter, season = (_group(before, name) for name in ("half", "quarter", "season"))
    if half:
        return _found(*span, "DATE", f"{year}-H{1 if half == 'first' else 2}", "year")
    if quarter:
        return _found(*span, "DATE", f"{year}-Q{p.ORDINALS[quarter]}", "year")
    if season:
        return _found(*span, "DATE", f"{year}-{p.SEASON_WORDS[season.removeprefix('the ')]}", "season")
    return _found(*span, "DATE", year, "year", _shaded(interval_of(year), _group(before, "shade")))


def _spelled(reader: _Reader, trigger: _Match) -> _Found | None:
    """A year in words, as in what was broadcast: "in nineteen ninety-one", "the year two thousand"."""
    words = re.split(r"[ -]", trigger.group().lower().removeprefix("the year "))
    if words[0] == "two":  # "two thousand", "two thousand and ten"; alone it is a count
        rest = sum(p.NUMBER_WORDS[word] for word in words[2:] if word != "and")
        if not trigger.group().lower().startswith("the year") and not (
            rest and reader.left(p.IN_BEFORE, trigger.start())
        ):
            return None
        year = 2000 + rest
    else:
        year = 100 * p.NUMBER_WORDS[words[0]] + sum(p.NUMBER_WORDS[word] for word in words[1:] if word != "oh")
    before = reader.left(p.YEAR_BEFORE, trigger.start())
    season = _group(before, "season")
    if before and season:
        value = f"{year:04d}-{p.SEASON_WORDS[season.removeprefix('the ')]}"
        return _found(before.start(), trigger.end(), "DATE", value, "season")
    return _found(*trigger.span(), "DATE", f"{year:04d}", "year")


def _quarter(reader: _Reader, trigger: _Match) -> _Found | None:
    """The 1988 third quarter, this year's second quarter; the 1988 period is the quarter just spoken of."""
    parts = p.QUARTER_OF_YEAR.match(trigger.group())
    if parts is None:  # the latest period
        value = reader.quarter[0] if reader.quarter_before(trigger.start()) and reader.quarter else None
        value = value or (shift(reader.published, -1, "Q") if reader.published else None)
        return _found(*trigger.span(), "DATE", value, "quarter") if value else None
    which, quarter = _group(parts, "which"), _group(parts, "quarter")
    if which and reader.published is None:
        return None
    step = {"last": -1, "next": 1}.get(which, 0)
    year = int(parts["year"]) if parts["year"] else reader.published.year + step if reader.published else 0
    number = f"Q{p.ORDINALS[quarter]}" if quarter else reader.quarter_before(trigger.start())
    return _found(*trigger.span(), "DATE", f"{year:04d}-{number}" if number else f"{year:04d}", "quarter")


def _is_year(reader: _Reader, trigger: _Match) -> bool:
    """Whether four digits are a year and not a count: by the NER, else by the words before."""
    token = reader.positions.tokens(*trigger.span())[0]
    is_date = token.ent_type_ == "DATE"
    if token.dep_ == "nummod" and token.head.pos_ in ("NOUN", "PROPN") and token.head.i > token.i and not is_date:
        return False
    if reader.text[trigger.start() - 1 : trigger.start()] in ("$", "#", "£", "€"):
        return False
    if reader.right(p.NO_YEAR_AFTER, trigger.end()):
        return False
    return is_date or reader.left(p.YEAR_CONTEXT_BEFORE, trigger.start()) is not None


def _decade(reader: _Reader, trigger: _Match) -> _Found | None:
    digits = re.sub(r"\D", "", trigger.group())
    value = digits[:3] if len(digits) == 4 else f"19{digits[0]}"  # TIMEX3, as ISO 8601: three digits
    before = reader.left(p.DECADE_BEFORE, trigger.start())
    start = before.start() if before else trigger.start()
    return _found(start, trigger.end(), "DATE", value, "decade", _shaded(interval_of(value), _group(before, "shade")))


def _season(reader: _Reader, trigger: _Match) -> _Found | None:
    token = reader.positions.tokens(*trigger.span())[0]
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    before = reader.left(p.SEASON_BEFORE, trigger.start())
    season = p.SEASON_WORDS[trigger.group().lower()]
    of_year = reader.right(p.OF_YEAR_AFTER, trigger.end())
    if of_year:
        start = before.start() if before else trigger.start()
        return _found(start, of_year.end(), "DATE", f"{of_year.group('year')}-{season}", "season")
    which = _group(before, "which")
    if before is None or reader.published is None or (which == "the" and token.lower_ in ("fall", "spring")):
        return None
    year, month, last_month = reader.published.year, reader.published.month, SEASONS[season][1]
    if which in ("last", "this past", "the past", "the previous"):
        year = year if last_month < month else year - 1
    elif which == "next":
        year = year if SEASONS[season][0] > month else year + 1
    value = f"{year:04d}-{season}"
    interval = _shaded(interval_of(value), _group(before, "shade", "shade2"))
    return _found(before.start(), trigger.end(), "DATE", value, "season", interval)


def _year_end(reader: _Reader, trigger: _Match) -> _Found | None:
    if reader.published is None:
        return None
    return _found(*trigger.span(), "DATE", f"{reader.published.year}-12-31", "which")


def _year_ago(reader: _Reader, trigger: _Match) -> _Found | None:
    quarter = next((word for word in trigger.group().lower().split() if word in p.ORDINALS), None)
    value = reader.year_before(trigger.start())
    if quarter is not None and reader.published is not None:
        value = f"{reader.published.year - 1:04d}-Q{p.ORDINALS[quarter]}"
    return _found(*trigger.span(), "DATE", value, "ago") if value else None


# --- units: "last week", "over 48 hours", "two days earlier" ---------------------------------


def _set(reader: _Reader, trigger: _Match) -> _Found | None:
    if reader.positions.tokens(*trigger.span())[0].pos_ == "PROPN":
        return None
    return _found(*trigger.span(), "SET", p.SETS[trigger.group().lower()], "set")


_VAGUE_NUMBERS = frozenset(
    ("a few", "few", "several", "many", "some", "a number of", "dozens of", "hundreds of", "thousands of")
)


def _number(text: str) -> float | None:
    """A number in digits or words; None for one that is vague ("several")."""
    text = text.lower().strip()
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if text.endswith(" 1/2"):
        return float(text.removesuffix(" 1/2")) + 0.5
    if text in _VAGUE_NUMBERS:
        return None
    if text.startswith("half"):
        return 0.5
    words = [word for word in re.split(r"[ -]", text) if word != "of"]
    if words[:1] == ["a"] and len(words) > 1:
        words = words[1:]
    return float(sum(p.NUMBER_WORDS[word] for word in words)) if all(w in p.NUMBER_WORDS for w in words) else None


_IN_YEARS = {"E": 10, "C": 100}
_FINER = {
    "Y": (12, "M"),
    "D": (24, "TH"),
    "TH": (60, "TM"),
    "TM": (60, "TS"),
    "W": (7, "D"),
}


def _duration(count: float | None, unit: str) -> str | None:
    """A TIMEX3 duration; an unknown count is X, what is left of a broken one is told in a finer unit."""
    if unit in _IN_YEARS and count is not None:
        count, unit = round(count * _IN_YEARS[unit]), "Y"
    if count is not None and count != int(count):
        if unit not in _FINER:
            return None
        factor, finer = _FINER[unit]
        rest = _duration(round((count - int(count)) * factor), finer)
        whole = _duration(int(count), unit) if count > 1 else "P"
        return f"{whole}{(rest or 'P').removeprefix('P').removeprefix('T' if 'T' in (whole or '') else '')}"
    number = "X" if count is None else str(int(count))
    if unit in ("TS", "TM", "TH"):
        return f"PT{number}{unit[1]}"
    if unit in ("D", "W", "M", "Q", "Y", "E", "C", "WE"):
        return f"P{number}{unit}"
    return {"NI": f"P{number}D", "2W": "P2W"}.get(unit)


def _unit(reader: _Reader, trigger: _Match) -> _Found | None:
    word = trigger.group().lower()
    unit = p.UNITS.get(word) or p.UNITS[word.removesuffix("s")]
    before = reader.left(p.UNIT_BEFORE, trigger.start())
    after = reader.right(p.UNIT_AFTER, trigger.end())
    if reader.right(p.OLD_AFTER, trigger.end()) or _group(after, "ago") in ("old", "of age"):
        return None
    is_long = reader.right(p.LONG_AFTER, trigger.end()) and _group(before, "count") in ("", "a", "an")
    if before is None or is_long:
        return _bare_unit(reader, trigger, unit, after)
    if before.group("each"):
        return _each(trigger, before, unit)
    if before.group("count"):
        return _counted(reader, trigger, before, after, unit)
    if before.group("ordinal2"):
        return _ordinal(reader, trigger, before.start(), before.group("ordinal2"), unit)
    return _which(reader, trigger, before, after, unit, plural=word.endswith("s"))


def _bare_unit(reader: _Reader, trigger: _Match, unit: str, after: _Match | None) -> _Found | None:
    """Weeks ago, for months, within weeks: an unknown number of units."""
    is_long = reader.right(p.LONG_AFTER, trigger.end())
    if not trigger.group().lower().endswith("s"):  # "a day-long meeting"
        value = _duration(1, unit) if is_long else None
        return _found(trigger.start(), is_long.end(), "DURATION", value, "duration") if is_long and value else None
    if unit in ("MO", "AF", "EV", "TS", "Q"):
        return None
    if after and _group(after, "ago") == "ago":
        return _found(trigger.start(), after.end(), "DATE", "PAST_REF", "ago")
    value = _duration(None, unit)
    if value and is_long:
        return _found(trigger.start(), is_long.end(), "DURATION", value, "duration")
    if value and reader.left(p.BARE_UNIT_BEFORE, trigger.start()):
        return _found(*trigger.span(), "DURATION", value, "duration")
    return None


def _each(trigger: _Match, before: _Match, unit: str) -> _Found | None:
    if _group(before, "each") == "per":
        return None
    every = _group(before, "every")
    count = 2.0 if every == "other" else _number(every) if every else 1.0
    value = f"XXXX-XX-XXT{unit}" if unit in ("MO", "AF", "EV", "NI") else _duration(count, unit)
    return _found(before.start(), trigger.end(), "SET", value, "set") if value else None


def _ordinal(reader: _Reader, trigger: _Match, start: int, ordinal: str, unit: str) -> _Found | None:
    """The third quarter, the 20th century; "the second day" counts from a start that is not known."""
    number = p.ORDINALS.get(ordinal.lower()) or int(re.sub(r"\D", "", ordinal))
    if unit == "Q" and number <= 4:
        the = reader.left(p.THE_QUARTER_BEFORE, start)
        start = the.start() if the else start
        year = reader.right(p.OF_YEAR_AFTER, trigger.end())
        if year:
            return _found(start, year.end(), "DATE", f"{year.group('year')}-Q{number}", "quarter")
        if reader.published is None:
            return _found(start, trigger.end(), "DATE", f"XXXX-Q{number}", "quarter")
        is_past = number <= (reader.published.month + 2) // 3
        value = f"{reader.published.year - (not is_past):04d}-Q{number}"
        return _found(start, trigger.end(), "DATE", value, "quarter")
    if unit == "C":
        the = reader.left(p.THE_CENTURY_BEFORE, start)
        return _found(the.start() if the else start, trigger.end(), "DATE", f"{number - 1:02d}", "century")
    return None


def _counted(reader: _Reader, trigger: _Match, before: _Match, after: _Match | None, unit: str) -> _Found | None:
    """A number of units: a duration, or a day so many units away."""
    direction = _group(after, "ago")
    is_single = _group(before, "count") in ("a", "an") and not before.group().endswith("-")
    if unit in ("MO", "AF", "EV") or (is_single and not direction and unit in ("Q", "TS", "NI", "WE")):
        return None
    count = _number(before.group("count"))
    start, end = before.start(), trigger.end()
    if unit == "Q" and count in (1, 3) and (before.group().endswith("-") or reader.right(p.OF_AFTER, end)):
        return None  # "three-quarters of the food"
    is_one_day = unit == "D" and before.group().lower() == "one " and not direction
    if is_one_day and reader.right(p.WORD_AFTER, end) and not reader.left(p.IN_BEFORE, start):
        some_day = "FUTURE_REF" if reader.looks_ahead(start) else "PAST_REF"  # "will one day return", not "in one day"
        return _found(start, end, "DATE", some_day, "reference")
    low = reader.left(p.RANGE_BEFORE, start)
    if low and count is not None and (first := _number(low.group("low"))) is not None and first < count:
        start, count = low.start(), first
    if count is not None and ("and a half" in (before.group("more") or "") or _group(after, "half", "half2")):
        count += 0.5
        end = after.end("half2") if after and after.group("half2") else end
    if direction and after:
        return _away(reader, start, after.end("ago"), count, unit, direction)
    value = _duration(count, unit)
    if value is None:
        return None
    is_rate = is_single and count == 1 and reader.left(p.RATE_BEFORE, start)  # "flights four times a week"
    return _found(start, end, "SET", value, "set") if is_rate else _found(start, end, "DURATION", value, "duration")


def _away(reader: _Reader, start: int, end: int, count: float | None, unit: str, direction: str) -> _Found | None:
    """Two days ago counts from publication, two days earlier from the day last spoken of."""
    is_later = direction in ("later", "after", "from now", "hence")
    base = reader.published if direction in ("ago", "from now", "hence") else _spoken_base(reader, unit)
    duration = _duration(count, unit)
    if direction in ("before", "after") and not reader.right(p.CLAUSE_END_AFTER, end):
        # "two days after the vote": the day of the vote is not known here
        return _found(start, end - len(direction) - 1, "DURATION", duration, "duration") if duration else None
    if count is None:
        return _found(start, end, "DATE", "FUTURE_REF" if is_later else "PAST_REF", "ago")
    if base is None or unit in ("TS", "TM", "NI", "WE"):
        return _found(start, end, "DURATION", duration, "duration") if duration else None
    if count == 1 and unit == "Y" and direction in ("ago", "earlier") and (value := reader.year_before(start)):
        return _found(start, end, "DATE", value, "ago")
    step = count if is_later else -count
    if unit == "2W":
        step, unit = 2 * step, "W"
    elif step != int(step) and unit == "Y":
        step, unit = 12 * step, "M"
    if is_later and base == reader.published and direction != "from now" and not reader.looks_ahead(start):
        # "Five days later, the army attacked": later than what is not known
        return _found(start, end, "DATE", "XXXX-XX-XX", "ago")
    try:
        if unit == "TH":
            day = base + timedelta(days=round(step / 24))
            return _found(start, end, "TIME", f"{day.isoformat()}TXX", "ago")
        return _found(start, end, "DATE", shift(base, round(step), unit), "ago")
    except (ValueError, OverflowError):
        return None


_PRESENT = frozenset(("this", "the current", "current", "the latest"))
_LAST = frozenset(("last", "this past", "past", "previous", "the previous", "the preceding"))
_NEXT = frozenset(("next", "the next", "coming", "the coming", "this coming", "following", "the following"))
_SAME = frozenset(("that", "the same", "the very same"))
# These count from the date last spoken of: "in 1995 ... the following year".
_FROM_TEXT = _SAME | {"following", "the following", "previous", "the previous", "the preceding"}
_BACK = frozenset(("the past", "the last", "past", "last", "the previous", "the preceding"))


def _which(
    reader: _Reader, trigger: _Match, before: _Match, after: _Match | None, unit: str, *, plural: bool
) -> _Found | None:
    """Last week, the past month, earlier this year, the day before."""
    which, shade, direction = _group(before, "which"), _group(before, "shade"), _group(after, "ago")
    start, end = before.start(), trigger.end()
    if before.group("ordinal"):
        return _ordinal(reader, trigger, before.start("which"), before.group("ordinal"), unit)
    if which in ("first", "the first") and unit == "Q" and not plural and not before.group("number"):
        return _ordinal(reader, trigger, start, "first", unit)
    if before.group("number"):
        if direction and after:
            count = _number(before.group("number"))
            return _away(reader, before.start("number"), after.end("ago"), count, unit, direction)
        return _stretch(reader, start, end, which, _number(before.group("number")), unit)
    if plural:
        is_stretch = which in ("recent", "past", "coming", "the past", "the last", "the coming", "the next")
        if is_stretch and (value := _duration(None, unit)):
            return _found(start, end, "DURATION", value, "duration")
        return _found(start, end, "DATE", "PRESENT_REF", "reference") if which == "these" and unit == "D" else None
    if which == "the" and direction and after and unit in ("D", "NI", "W", "M", "Y"):
        return _next_to(reader, start, after.end("ago"), direction, unit)
    if which in ("the same", "that", "the very same") and unit == "D":
        day = reader.spoken_of
        return _found(start, end, "DATE", day.isoformat() if day else "XXXX-XX-XX", "same")
    if which == "that" and unit not in ("W", "M", "Q", "Y"):
        return None
    if unit in ("MO", "AF", "EV", "NI"):
        return _day_part(reader, start, end, which, unit)
    if reader.published is None:
        is_known = which in _PRESENT | _LAST | _NEXT and _duration(1, unit)
        return _found(start, end, "DATE", "XXXX-WXX" if unit == "W" else "XXXX", "which") if is_known else None
    if which in ("the past", "the last", "the whole", "the entire"):
        return _stretch(reader, start, end, which, 1, unit)
    if which == "the":
        return _the_unit(reader, start, end, unit, shade)
    return _relative(reader, start, end, which, shade, unit)


_LONGEST = {"W": 7, "M": 31, "Q": 92, "Y": 366}  # days


def _base(reader: _Reader, unit: str) -> date | None:
    """The date last spoken of, where it is no longer than the unit; else the day of publication."""
    spoken = reader.spoken_interval
    is_within = spoken is not None and (spoken[1] - spoken[0]).days < _LONGEST.get(unit, 0)
    return spoken[0] if spoken is not None and is_within else reader.published


def _spoken_base(reader: _Reader, unit: str) -> date | None:
    """What "two years later" counts from: the date last spoken of, as far as it is exact enough."""
    spoken = reader.spoken_interval
    if spoken is not None and unit in _LONGEST and (spoken[1] - spoken[0]).days < _LONGEST[unit]:
        return spoken[0]
    return reader.spoken_of


def _relative(reader: _Reader, start: int, end: int, which: str, shade: str, unit: str) -> _Found | None:
    """This, last and next with a unit."""
    step = 0 if which in _PRESENT | _SAME else -1 if which in _LAST else 1 if which in _NEXT else None
    day = _base(reader, unit) if which in _FROM_TEXT else reader.published
    if step is None or day is None:
        return None
    if unit == "D":
        base = reader.spoken_of or day
        return _found(start, end, "DATE", shift(base, step, "D"), "which") if step else None
    if unit == "WE":
        return _found(start, end, "DATE", f"{week_value(day + timedelta(weeks=step))}-WE", "which")
    if unit not in ("W", "M", "Q", "Y", "E", "C"):
        return None
    if which == "the latest" and unit == "Q":
        step = -1
    value = shift(day, step, unit)
    value = {"E": value[:3], "C": value[:2]}.get(unit, value)
    interval = interval_of(value)
    if step == 0 and interval and shade in ("earlier", "early"):
        interval = (interval[0], max(interval[0], min(interval[1], day)))
    elif step == 0 and interval and shade in ("later", "the rest of", "sometime"):
        interval = (max(interval[0], min(interval[1], day)), interval[1])
    else:
        interval = _shaded(interval, shade)
    return _found(start, end, "DATE", value, "which", interval)


def _stretch(reader: _Reader, start: int, end: int, which: str, count: float | None, unit: str) -> _Found | None:
    """The past month, the last three days: a duration that ends at publication."""
    value = _duration(count, unit)
    if value is None:
        return None
    interval = None
    if which in _BACK and reader.published and count:
        interval = (_back(reader.published, count, unit), reader.published)
    return _found(start, end, "DURATION", value, "duration", interval)


def _next_to(reader: _Reader, start: int, end: int, direction: str, unit: str) -> _Found | None:
    """The day before counts from the day last spoken of; "the day after the vote" cannot."""
    if reader.spoken_of is None or not reader.right(p.CLAUSE_OR_VERB_AFTER, end):
        return None
    step = -1 if direction in ("before", "earlier", "prior", "previously") else 1
    return _found(start, end, "DATE", shift(reader.spoken_of, step, "D" if unit == "NI" else unit), "ago")


def _the_unit(reader: _Reader, start: int, end: int, unit: str, shade: str) -> _Found | None:
    """The day, the year: those the text is in, where a shade tells so; the weekend is the last one."""
    day = reader.published
    if day is None:
        return None
    if unit == "D" and shade in ("later", "earlier", "early", "late", "the end of"):
        return _found(start, end, "DATE", (reader.spoken_of or day).isoformat(), "same")
    if unit == "Y" and not shade and reader.right(p.ENDED_AFTER, end):
        return _found(start, end, "DURATION", "P1Y", "duration")  # "the year ended June 30"
    if unit == "WE":
        monday = day - timedelta(days=day.weekday())
        weekend = day if day.weekday() >= 5 else monday - timedelta(days=1)
        return _found(start, end, "DATE", f"{week_value(weekend)}-WE", "which")
    if unit == "Q" and not shade:
        value = _quarter_ended(reader, end) or shift(day, -1, "Q")
        return _found(start, end, "DATE", value, "which")
    is_said = (
        unit in ("W", "M", "Y") and reader.left(p.THIS_UNIT_BEFORE, start) and reader.right(p.NO_PHRASE_AFTER, end)
    )
    if unit in ("W", "M", "Y", "Q") and (shade or is_said):
        value = shift(day, 0, unit)
        return _found(start, end, "DATE", value, "which", _shaded(interval_of(value), shade))
    return None


def _quarter_ended(reader: _Reader, position: int) -> str | None:
    """The quarter of the calendar that has most of "the quarter ended July 31"."""
    ended = reader.right(p.ENDED_DAY_AFTER, position)
    if ended is None:
        return None
    start = ended.start("month")
    value = _calendar_day(
        reader, _month_number(ended.group("month")), int(ended.group("day")), ended.group("year"), start
    )
    days = interval_of(value) if value else None
    return shift(days[0] - timedelta(days=45), 0, "Q") if days else None


def _day_part(reader: _Reader, start: int, end: int, which: str, unit: str) -> _Found | None:
    if which == "the":
        following = reader.right(p.OF_MONTH_AFTER, end)
        if following is None:
            day_spoken_of = reader.spoken_of
            is_said = reader.left(p.DURING_BEFORE, start) and reader.right(p.NO_PHRASE_AFTER, end)
            if not is_said or unit == "NI" or day_spoken_of is None:
                return None
            return _found(start, end, "TIME", f"{day_spoken_of.isoformat()}T{unit}", "which")
        month, day = _month_number(following.group("month")), int(following.group("day"))
        value = _calendar_day(reader, month, day, following.group("year"), start)
        return _found(start, following.end(), "TIME", f"{value}T{unit}", "date") if value else None
    if which not in ("this", "last", "that", "next", "the next", "the following", "the previous", "the same"):
        return None
    base = reader.published if which in ("this", "last", "next") else reader.spoken_of
    if base is None:
        return _found(start, end, "TIME", f"XXXX-XX-XXT{unit}", "which")
    step = {"last": -1, "the previous": -1, "next": 1, "the next": 1, "the following": 1}.get(which, 0)
    return _found(start, end, "TIME", f"{(base + timedelta(days=step)).isoformat()}T{unit}", "which")


_DAYS_IN = {"TS": 1 / 86400, "TM": 1 / 1440, "TH": 1 / 24, "D": 1, "NI": 1, "W": 7, "WE": 7, "2W": 14}
_MONTHS_IN = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}


def _back(day: date, count: float, unit: str) -> date:
    """The first day of a stretch of so many units that ends on a day."""
    try:
        if unit in _DAYS_IN:
            return day - timedelta(days=round(count * _DAYS_IN[unit]))
        return add_months(day, -round(count * _MONTHS_IN[unit]))
    except (ValueError, OverflowError):
        return date.min


_HANDLERS: dict[str, Callable[[_Reader, _Match], _Found | None]] = {
    "iso": _iso,
    "slashed": _slashed,
    "clock": _clock,
    "weekday": _weekday,
    "second_day": _second_day,
    "month": _month,
    "spelled": _spelled,
    "decade": _decade,
    "quarter": _quarter,
    "year": _year,
    "holiday": _holiday,
    "season": _season,
    "year_end": _year_end,
    "year_ago": _year_ago,
    "unit": _unit,
    "part": _part,
    "set": _set,
    "reference": _reference,
    "vague": _vague,
}
