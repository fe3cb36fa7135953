"""Time expressions: TIMEX3 type and value, and the days they stand for.

The grammar goes from a trigger word ("Monday", "week", "2016") to the words around it. A relative
expression counts from the day of publication, or, where the text says so ("two days later", "the
day before"), from the day last spoken of. Without a day of publication it stays unresolved.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from spacy.tokens import Doc, Token

from analysis.extract.calendar import (
    MONTHS,
    SEASONS,
    WEEKDAYS,
    add_months,
    interval_of,
    shift,
    week_value,
    weekday_near,
)
from analysis.extract.records import Time
from analysis.extract.syntax import Positions

_UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "W-WE", "fortnight": "2W",
    "month": "M", "quarter": "Q", "year": "Y", "decade": "E", "century": "C", "centurie": "C", "millennium": "L",
    "semester": "6M", "night": "N", "morning": "MO", "afternoon": "AF", "evening": "EV",
}  # fmt: skip
_SEASON_WORDS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_PARTS = {
    "morning": "MO", "dawn": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "nighttime": "NI", "noon": "12:00",
    "midday": "MI", "midnight": "24:00", "lunchtime": "MI",
}  # fmt: skip
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
     "hundred": 100, "dozen": 12, "couple": 2, "half": 0.5}  # fmt: skip
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"twenty-first": 21, "twenty first": 21, "thirtieth": 30, "thirty-first": 31}
_HOLIDAYS: dict[str, tuple[int, int]] = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "valentine's day": (2, 14), "independence day": (7, 4),
    "halloween": (10, 31), "veterans day": (11, 11), "may day": (5, 1), "thanksgiving day": (0, 0), "thanksgiving": (0, 0),
}  # fmt: skip
_REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "presently": "PRESENT_REF",
    "recently": "PAST_REF", "previously": "PAST_REF", "lately": "PAST_REF", "formerly": "PAST_REF",
    "soon": "FUTURE_REF", "today": "", "yesterday": "", "tomorrow": "", "tonight": "", "overnight": "",
}  # fmt: skip

_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|a hundred|a dozen|a couple of|couple of|"
    r"a few|few|several|many|some|a number of|dozens of|hundreds of|thousands of)"
)
_ABOUT = r"(?:(?:at least|more than|less than|fewer than|no more than|up to|as long as|over|under|about|around|nearly|almost|roughly|approximately|some|barely|only|just|an additional|another|well over|just over|just under) )"
_DAY_PARTS = r"(?:morning|afternoon|evening|night|noon|midnight|dawn)"
_MONTH_NAMES = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.|Jul\.?|Aug\.?|Sept\.?|Sep\.?|Oct\.?|Nov\.?|Dec\.?)"
_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.|[ap]m\b)|\d{1,2}:\d\d"
_ZONE = r"(?: ?\(?(?:GMT|UTC|EST|EDT|ET|PST|PDT|CET|BST|Eastern|local time|New York time)\)?)?"



def _spaced(pattern: str) -> str:
    """A pattern for use inside a verbose one, where bare blanks are dropped."""
    return pattern.replace(" ", r"\ ")


_TRIGGER = re.compile(
    rf"""
    (?P<iso>\b\d{{4}}-\d\d-\d\d\b)
    | (?P<slashed>\b\d{{1,2}}[/]\d{{1,2}}[/](?:\d{{4}}|\d\d)\b)
    | (?P<clock>\b(?:{_spaced(_CLOCK)})|\b\d{{4}}\ (?:GMT|UTC)\b)
    | (?P<weekday>\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b)
    | (?P<month>\b{_MONTH_NAMES}(?![A-Za-z]))
    | (?P<decade>\b(?:1[5-9]|20)\d0'?s\b|(?<![\w])'\d0s\b)
    | (?P<year>\b{_YEAR}\b(?![,.]\d)(?!'?s\b))
    | (?P<holiday>\b(?:Christmas\ (?:Eve|Day)|Christmas|Boxing\ Day|New\ Year's\ (?:Eve|Day)|Valentine's\ Day|Thanksgiving(?:\ Day)?|Independence\ Day|Halloween|Veterans\ Day|May\ Day)\b)
    | (?P<season>\b(?:spring|summer|autumn|fall|winter)\b)
    | (?P<unit>\b(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|fortnight|months?|quarters?|years?|decades?|centur(?:y|ies)|nights?|mornings?|afternoons?|evenings?)\b)
    | (?P<part>\b(?:midnight|noon|midday|dawn)\b)
    | (?P<set>\b(?:daily|weekly|monthly|quarterly|yearly|annually|hourly|nightly)\b)
    | (?P<ref>\b(?:now|currently|nowadays|presently|recently|lately|previously|soon|today|yesterday|tomorrow|tonight|overnight)\b)
    | (?P<vague>\b(?:the\ (?:near\ |foreseeable\ |distant\ )?future|the\ (?:recent\ )?past(?!\ [a-z0-9])|at\ the\ time|at\ that\ time|that\ time|this\ time)\b)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class _Found(NamedTuple):
    start: int
    end: int
    type: str
    value: str
    interval: tuple[date, date] | None
    rule: str


def find_times(doc: Doc, published: date | None, positions: Positions) -> list[Time]:
    """Find every time expression in one article.

    Args:
        doc: the parsed article.
        published: the day of publication; None leaves relative expressions without value days.
        positions: its sentences.

    Returns:
        Times in order of their start, none overlapping.
    """
    reader = _Reader(doc, published, positions)
    out = []
    for found in reader.read():
        earliest, latest = found.interval or (None, None)
        out.append(
            Time(
                found.start,
                found.end,
                doc.text[found.start : found.end],
                found.type,
                found.value,
                earliest.isoformat() if earliest else None,
                latest.isoformat() if latest else None,
                found.rule,
            )
        )
    return out


class _Reader:
    """Reads one article from left to right; ``spoken_of`` is the day the text is at."""

    def __init__(self, doc: Doc, published: date | None, positions: Positions) -> None:
        self.doc = doc
        self.text = doc.text
        self.published = published
        self.positions = positions
        self.spoken_of = published
        self.end = 0  # of the last expression found

    def read(self) -> Iterator[_Found]:
        for trigger in _TRIGGER.finditer(self.text):
            if trigger.start() < self.end:
                continue
            kind = trigger.lastgroup
            assert kind is not None
            found = _HANDLERS[kind](self, trigger)
            if found is None or found.start < self.end:
                continue
            self.end = found.end
            if found.interval and found.type in ("DATE", "TIME") and (found.interval[1] - found.interval[0]).days < 32:
                self.spoken_of = found.interval[1] if found.interval[0] == found.interval[1] else self.spoken_of
            yield found

    # --- what stands around a trigger ---

    def left(self, pattern: re.Pattern[str], position: int) -> re.Match[str] | None:
        """A match that ends right before ``position``, not reaching into the last expression."""
        return pattern.search(self.text, max(self.end, position - 60), position)

    def make(
        self, start: int, end: int, kind: str, value: str, rule: str, interval: tuple[date, date] | None = None
    ) -> _Found:
        return _Found(start, end, kind, value, interval or (interval_of(value) if kind in ("DATE", "TIME") else None), rule)

    def is_future(self, position: int) -> bool:
        """Whether the clause around a position speaks of what is to come."""
        span = self.positions.tokens(position, position + 1)
        token: Token = span[0]
        for ancestor in [token, *token.ancestors]:
            if ancestor.pos_ in ("VERB", "AUX"):
                lefts = {child.lower_ for child in ancestor.lefts if child.dep_ in ("aux", "auxpass")}
                if lefts & {"will", "wo", "shall", "'ll", "to"} and not lefts & {"have", "has", "had"}:
                    return True
                if ancestor.lemma_ in ("schedule", "plan", "expect", "due", "set"):
                    return True
                return False
        return False


# --- handlers: one for each kind of trigger --------------------------------------------------


def _iso(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    value = trigger.group()
    return reader.make(*trigger.span(), "DATE", value, "iso") if interval_of(value) else None


def _slashed(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    """Month first, as in American news; day first only where the month would be impossible."""
    first, second, year = (int(part) for part in trigger.group().split("/"))
    if year < 100:
        year += 2000 if year < 50 else 1900
    month, day = (first, second) if first <= 12 else (second, first)
    value = f"{year:04d}-{month:02d}-{day:02d}"
    return reader.make(*trigger.span(), "DATE", value, "slashed") if interval_of(value) else None


_BEFORE_DAY = re.compile(
    r"\b(?:(?P<shade>early|late|later|earlier|mid|sometime) (?:on )?|(?P<which>last|next|this past|this coming|this|the following|past|coming) ){0,2}$", re.I
)
_AFTER_DAY = re.compile(
    rf"(?:(?P<part> (?:{_DAY_PARTS})s?\b)|(?:, (?P<month>{_MONTH_NAMES}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:, (?P<year>{_YEAR}))?))", re.I
)  # fmt: skip


def _weekday(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    word = trigger.group().lower()
    if not trigger.group()[0].isupper():
        return None
    if word.endswith("days"):
        return reader.make(*trigger.span(), "SET", f"XXXX-WXX-{WEEKDAYS.index(word[:-1]) + 1}", "weekday")
    weekday = WEEKDAYS.index(word)
    before = reader.left(_BEFORE_DAY, trigger.start())
    start = before.start() if before else trigger.start()
    which = (before.group("which") or "").lower() if before else ""
    every = re.compile(r"\b(?:every|each) $", re.I)
    set_before = reader.left(every, trigger.start())
    if set_before:
        return reader.make(set_before.start(), trigger.end(), "SET", f"XXXX-WXX-{weekday + 1}", "weekday")
    after = _AFTER_DAY.match(reader.text, trigger.end())
    end = after.end() if after else trigger.end()
    if after and after.group("month"):
        value = _calendar_day(reader, _month_number(after.group("month")), int(after.group("day")), after.group("year"), start)
        return reader.make(start, end, "DATE", value, "date") if value else None
    if reader.published is None:
        return reader.make(start, end, "DATE", f"XXXX-WXX-{weekday + 1}", "weekday")
    if which in ("next", "this coming", "coming", "the following"):
        day = weekday_near(reader.published, weekday, 1)
    elif which in ("last", "this past", "past"):
        day = weekday_near(reader.published - timedelta(days=1), weekday, -1)
    elif weekday != reader.published.weekday() and reader.is_future(trigger.start()):
        day = weekday_near(reader.published, weekday, 1)
    else:
        day = weekday_near(reader.published, weekday, -1)
    clock = _clock_before(reader, start)
    if clock:
        start, hour = clock
        return reader.make(start, end, "TIME", f"{day.isoformat()}T{hour}", "clock")
    part = (after.group("part") or "").strip().lower() if after else ""
    if part:
        return reader.make(start, end, "TIME", f"{day.isoformat()}T{_PARTS[part.rstrip('s')]}", "weekday")
    return reader.make(start, end, "DATE", day.isoformat(), "weekday")


_CLOCK_LEFT = re.compile(rf"\b(?P<clock>{_CLOCK}|noon|midnight){_ZONE}(?:,)?(?: on| early| late)? $", re.I)


def _clock_before(reader: _Reader, position: int) -> tuple[int, str] | None:
    found = reader.left(_CLOCK_LEFT, position)
    if found is None:
        return None
    hour = _hour(found.group("clock"))
    return (found.start("clock"), hour) if hour else None


def _hour(text: str) -> str | None:
    text = text.lower()
    if text == "noon":
        return "12:00"
    if text == "midnight":
        return "24:00"
    found = re.match(r"(\d{1,2})(?:[:.](\d\d))? ?([ap])?", text)
    if found is None:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    if found.group(3) == "p" and hour < 12:
        hour += 12
    if found.group(3) == "a" and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _clock(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    text = trigger.group()
    if re.match(r"\d{4} ", text):
        hour: str | None = f"{text[:2]}:{text[2:4]}" if int(text[:2]) < 25 and int(text[2:4]) < 60 else None
    else:
        hour = _hour(text)
    if hour is None:
        return None
    zone = re.compile(_ZONE).match(reader.text, trigger.end())
    end = zone.end() if zone else trigger.end()
    # "9am on Monday" is read from its weekday, which follows.
    ahead = re.compile(rf",?(?: on| early| late)? (?:(?:last|next|this) )?(?:{'|'.join(d.capitalize() for d in WEEKDAYS)}|{_MONTH_NAMES} \d)").match(reader.text, end)
    if ahead:
        return None
    around = re.compile(r"\b(?:around|about|shortly after|shortly before|just after|just before) $", re.I)
    before = reader.left(around, trigger.start())
    start = before.start() if before and before.group().lower().strip() in ("around", "about") else trigger.start()
    day = reader.spoken_of
    yesterday = re.compile(r" (?P<day>yesterday|today|tomorrow|tonight)", re.I).match(reader.text, end)
    if yesterday and reader.published:
        end = yesterday.end()
        day = reader.published + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(yesterday.group("day").lower(), 0))
    value = f"{day.isoformat()}T{hour}" if day else f"XXXX-XX-XXT{hour}"
    return reader.make(start, end, "TIME", value, "clock")


_BEFORE_MONTH = re.compile(
    r"(?:\b(?:(?P<shade>early|late|mid|the end of|the beginning of|the middle of|the start of|end of|beginning of|"
    r"later|earlier|as early as)(?: in|-| )*)?(?:(?P<which>last|next|this past|this coming|this|the following|the previous) )?(?:(?P<shade2>early|late|mid-?) )?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? )?)$",
    re.I,
)
_AFTER_MONTH = re.compile(
    rf"(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)(?!,\d{{3}})(?:,? (?P<year>{_YEAR})\b)?|,? (?:of )?(?P<year2>{_YEAR})\b| (?P<ordinal>{'|'.join(_ORDINALS)})\b)", re.I
)  # fmt: skip
_MONTH_CONTEXT = re.compile(r"\b(?:in|since|until|till|by|from|of|last|this|next|early|late|mid|during|to|through|after|before|between|and|for|every|each|that)[ -]$", re.I)


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))


def _month(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    name = trigger.group()
    if not name[0].isupper():
        return None
    month = _month_number(name)
    after = _AFTER_MONTH.match(reader.text, trigger.end())
    before = reader.left(_BEFORE_MONTH, trigger.start())
    has_left = bool(before and before.group().strip())
    if name in ("May", "March") and not after and not has_left and not reader.left(_MONTH_CONTEXT, trigger.start()):
        return None
    token = reader.positions.tokens(*trigger.span())[0]
    if token.ent_type_ == "PERSON" or (name in ("May", "March", "April", "June", "August") and token.pos_ == "VERB"):
        return None
    start = before.start() if before else trigger.start()
    end = after.end() if after else trigger.end()
    day = (before.group("day") if before else None) or (after.group("day") if after else None)
    if day is None and after and after.group("ordinal"):
        day = str(_ORDINALS[after.group("ordinal").lower()])
    year = (after.group("year") or after.group("year2")) if after else None
    if before and before.group("day"):  # "19 December 2016"
        later = re.compile(rf",? (?P<year>{_YEAR})\b").match(reader.text, trigger.end())
        year, end = (later.group("year"), later.end()) if later else (None, trigger.end())
    shade = ((before.group("shade") or before.group("shade2") or "") if before else "").lower()
    which = ((before.group("which") or "") if before else "").lower()
    if day is not None and 1 <= int(day) <= 31:
        value = _calendar_day(reader, month, int(day), year, trigger.start())
        if value is None:
            return None
        clock = _clock_before(reader, start)
        if clock:
            return reader.make(clock[0], end, "TIME", f"{value}T{clock[1]}", "clock")
        return reader.make(start, end, "DATE", value, "date")
    chosen = int(year) if year else _year_of_month(reader, month, which, trigger.start())
    value = f"{chosen:04d}-{month:02d}" if chosen else f"XXXX-{month:02d}"
    interval = interval_of(value)
    return reader.make(start, end, "DATE", value, "month", _shaded(interval, shade))


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


def _calendar_day(reader: _Reader, month: int, day: int, year: str | None, position: int) -> str | None:
    """The nearest such day: this year's, unless the other side of New Year lies closer."""
    if year is not None:
        value = f"{int(year):04d}-{month:02d}-{day:02d}"
        return value if interval_of(value) else None
    if reader.published is None:
        return f"XXXX-{month:02d}-{day:02d}"
    candidates = [f"{reader.published.year + step:04d}-{month:02d}-{day:02d}" for step in (-1, 0, 1)]
    days = [interval[0] for value in candidates if (interval := interval_of(value))]
    if not days:
        return None
    published = reader.published
    if reader.is_future(position):
        later = [d for d in days if d >= published]
        days = later or days
    return min(days, key=lambda d: (abs((d - published).days), d)).isoformat()


def _year_of_month(reader: _Reader, month: int, which: str, position: int) -> int | None:
    if reader.published is None:
        return None
    this_year, this_month = reader.published.year, reader.published.month
    if which == "next":
        return this_year if month > this_month else this_year + 1
    if which in ("last", "this past", "the previous"):
        return this_year if month < this_month else this_year - 1
    if month > this_month and not reader.is_future(position):
        # A month ahead without a word of the future is last year's, unless it is close.
        return this_year if month - this_month <= 2 else this_year - 1
    if month < this_month and reader.is_future(position):
        return this_year + 1
    return this_year


_BEFORE_YEAR = re.compile(r"\b(?:(?P<shade>early|late|mid|the end of|the beginning of|the start of|the middle of|the rest of|all of|(?:the )?(?P<half>first|second) half of|the (?P<quarter>first|second|third|fourth) quarter of)[ -](?:in )?|(?P<season>(?:the )?(?:spring|summer|autumn|fall|winter)) (?:of )?|(?P<fiscal>(?:the )?fiscal (?:year )?))$", re.I)
_YEAR_CONTEXT = re.compile(r"\b(?:in|since|until|till|by|from|of|to|through|before|after|during|and|between|for|the|around|about|late|early|mid|fiscal|year|season|or|than|its|as of|spring|summer|fall|autumn|winter|at|-)[ -]$", re.I)


def _year(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    tokens = reader.positions.tokens(*trigger.span())
    token = tokens[0]
    follows = reader.text[trigger.end() : trigger.end() + 1]
    is_date = token.ent_type_ == "DATE"
    if token.dep_ == "nummod" and token.head.pos_ in ("NOUN", "PROPN") and token.head.i > token.i and not is_date:
        return None
    if follows == "-" and re.match(r"-(?:year|member|strong|foot|mile)", reader.text[trigger.end() :]):
        return None
    if reader.text[max(0, trigger.start() - 1) : trigger.start()] in ("$", "#", "£", "€"):
        return None
    if not is_date and not reader.left(_YEAR_CONTEXT, trigger.start()):
        return None
    year = trigger.group()
    before = reader.left(_BEFORE_YEAR, trigger.start())
    if before is None:
        return reader.make(*trigger.span(), "DATE", year, "year")
    if before.group("half"):
        return reader.make(before.start(), trigger.end(), "DATE", f"{year}-H{1 if before.group('half').lower() == 'first' else 2}", "year")
    if before.group("quarter"):
        return reader.make(before.start(), trigger.end(), "DATE", f"{year}-Q{_ORDINALS[before.group('quarter').lower()]}", "year")
    if before.group("season"):
        season = _SEASON_WORDS[before.group("season").lower().removeprefix("the ").strip()]
        return reader.make(before.start(), trigger.end(), "DATE", f"{year}-{season}", "season")
    shade = (before.group("shade") or "").lower()
    return reader.make(before.start(), trigger.end(), "DATE", year, "year", _shaded(interval_of(year), shade))


def _decade(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    digits = re.sub(r"\D", "", trigger.group())
    decade = digits[:3] if len(digits) == 4 else f"19{digits[0]}"
    before = reader.left(re.compile(r"\b(?:the )?(?:(?P<shade>early|late|mid)[ -])?$", re.I), trigger.start())
    start = before.start() if before else trigger.start()
    shade = (before.group("shade") or "").lower() if before else ""
    return reader.make(start, trigger.end(), "DATE", f"{decade}X", "decade", _shaded(interval_of(f"{decade}X"), shade))


def _holiday(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    if reader.published is None:
        return None
    month, day = _HOLIDAYS[trigger.group().lower()]
    year = reader.published.year
    days = [_thanksgiving(y) if month == 0 else date(y, month, day) for y in (year - 1, year, year + 1)]
    nearest = min(days, key=lambda d: (abs((d - reader.published).days), d))  # type: ignore[operator]
    return reader.make(*trigger.span(), "DATE", nearest.isoformat(), "holiday")


def _thanksgiving(year: int) -> date:
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def _season(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    before = reader.left(
        re.compile(r"\b(?:(?P<shade>early|late|later|earlier|mid)[ -])?(?P<which>last|next|this past|this coming|this|the past|the previous|the following|the) (?:(?P<shade2>early|late) )?$", re.I), trigger.start()
    )
    token = reader.positions.tokens(*trigger.span())[0]
    if token.pos_ not in ("NOUN", "PROPN"):
        return None
    of_year = re.compile(rf" (?:of )?(?P<year>{_YEAR})\b").match(reader.text, trigger.end())
    season = _SEASON_WORDS[trigger.group().lower()]
    if of_year:
        start = before.start() if before else trigger.start()
        return reader.make(start, of_year.end(), "DATE", f"{of_year.group('year')}-{season}", "season")
    if before is None or reader.published is None:
        return None
    which = before.group("which").lower()
    if which == "the" and token.lower_ in ("fall", "spring"):
        return None
    year = reader.published.year
    start_month = SEASONS[season][0]
    if which in ("last", "this past", "the past", "the previous"):
        year = year if start_month + 2 < reader.published.month else year - 1
    elif which == "next":
        year = year if start_month > reader.published.month else year + 1
    shade = (before.group("shade") or before.group("shade2") or "").lower()
    value = f"{year:04d}-{season}"
    return reader.make(before.start(), trigger.end(), "DATE", value, "season", _shaded(interval_of(value), shade))


def _part(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    """Midnight and noon without a day: those of the day of publication."""
    ahead = re.compile(r"(?: on|,)? (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day").match(reader.text, trigger.end())
    if ahead:
        return None
    word = trigger.group().lower()
    day = reader.published
    value = f"{day.isoformat()}T{_PARTS[word]}" if day else f"XXXX-XX-XXT{_PARTS[word]}"
    return reader.make(*trigger.span(), "TIME", value, "clock")


_SET_VALUES = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y", "annually": "P1Y", "hourly": "PT1H", "nightly": "P1D"}


def _set(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    if reader.positions.tokens(*trigger.span())[0].pos_ == "PROPN":
        return None
    return reader.make(*trigger.span(), "SET", _SET_VALUES[trigger.group().lower()], "set")


def _vague(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    text = trigger.group().lower()
    if "future" in text:
        return reader.make(*trigger.span(), "DATE", "FUTURE_REF", "reference")
    if "past" in text:
        return reader.make(*trigger.span(), "DATE", "PAST_REF", "reference")
    if text == "at the time" and reader.spoken_of and reader.spoken_of != reader.published:
        start = trigger.start() + 3
        return reader.make(start, trigger.end(), "DATE", reader.spoken_of.isoformat(), "reference")
    return None


def _ref(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    word = trigger.group().lower()
    start, end = trigger.span()
    reference = _REFERENCES[word]
    if reference:
        if word == "now" and re.compile(r" that\b").match(reader.text, end):
            return None
        if word == "soon" and (re.compile(r" as\b").match(reader.text, end) or reader.left(re.compile(r"\b(?:as|too|how) $", re.I), start)):
            return None
        right = reader.left(re.compile(r"\b(?:right|until|more|just|only) $", re.I), start)
        if right and right.group().lower().strip() == "right":
            start = right.start()
        return reader.make(start, end, "DATE", reference, "reference")
    before = reader.left(re.compile(r"\b(?:(?:early|late|later|earlier) )$", re.I), start)
    start = before.start() if before else start
    after = re.compile(rf" (?P<part>{_DAY_PARTS})\b", re.I).match(reader.text, end)
    if reader.published is None:
        return reader.make(start, end, "DATE", "PRESENT_REF" if word == "today" else "XXXX-XX-XX", "reference")
    day = reader.published + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(word, 0))
    if after:
        return reader.make(start, after.end(), "TIME", f"{day.isoformat()}T{_PARTS[after.group('part').lower()]}", "reference")
    if word in ("tonight", "overnight"):
        return reader.make(start, end, "TIME", f"{day.isoformat()}TNI", "reference")
    return reader.make(start, end, "DATE", day.isoformat(), "reference")


# --- units: "last week", "over 48 hours", "two days earlier" ---------------------------------

_BEFORE_UNIT = re.compile(
    rf"""\b(?:
        (?P<each>every|each|per)\ (?:(?P<every>other|{_spaced(_NUMBER)})\ )?
      | (?:(?P<shade>early|late|later|earlier|mid|the\ end\ of|the\ beginning\ of|the\ start\ of|the\ middle\ of|the\ rest\ of|sometime|the\ first\ half\ of|the\ second\ half\ of)(?:\ in|\ on)?[ -])?
        (?P<which>the\ very\ same|the\ same|the\ past|the\ last|the\ next|the\ coming|the\ previous|the\ following|the\ current|the\ first|the\ final|the\ ensuing|the\ preceding|the\ whole|the\ entire|this\ past|this\ coming|this|last|next|past|coming|previous|following|recent|these|those|that|the|all|its|first|current|same)
        (?:[ ](?P<ordinal>{_spaced("|".join(_ORDINALS))}))?
        [ ](?:(?P<number>{_spaced(_NUMBER)})[ -])?(?:(?P<kind>fiscal|calendar|trading|business|working|full|straight|consecutive|long|bloody|tumultuous)\ )?
      | (?P<about>{_spaced(_ABOUT)})?(?P<count>{_spaced(_NUMBER)})(?:(?P<more>\ and\ a\ half|\ more|\ full|\ long|\ straight|\ consecutive|\ trading|\ business|\ additional|\ extra|\ working|\ solid)*\ |-)
      | (?P<ordinal2>{_spaced("|".join(_ORDINALS))}|\d{{1,2}}(?:st|nd|rd|th))[ -]
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_RANGE_LEFT = re.compile(rf"\b(?:between )?(?P<low>{_NUMBER})(?: to | or | and |-)$", re.I)
_AFTER_UNIT = re.compile(
    rf"""(?:
        (?P<half>\ and\ a\ half)?(?:\ or\ (?:so|more|two))?
        (?:\ (?P<ago>ago|earlier|later|before|after|from\ now|hence|prior|previously|old|of\ age))
      | (?P<old>[- ]old\b)
      | (?P<half2>\ and\ a\ half)
      | (?P<of>\ of\ (?:{_MONTH_NAMES})(?:\ \d{{1,2}})?(?:,?\ {_YEAR})?)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


def _number(text: str) -> float | None:
    """A number in digits or words; None for one that is vague ("several")."""
    text = text.lower().strip()
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if text in ("a few", "few", "several", "many", "some", "a number of", "dozens of", "hundreds of", "thousands of"):
        return None
    if text.startswith("half"):
        return 0.5
    words = [w for w in re.split(r"[ -]", text) if w not in ("of",)]
    if words[:1] == ["a"] and len(words) > 1:
        words = words[1:]
    if not all(word in _NUMBER_WORDS for word in words):
        return None
    return float(sum(_NUMBER_WORDS[word] for word in words))


def _unit(reader: _Reader, trigger: re.Match[str]) -> _Found | None:
    word = trigger.group().lower()
    single = word[:-1] if word.endswith("s") else word
    if single not in _UNITS and word not in _UNITS:
        return None
    unit = _UNITS.get(word) or _UNITS[single]
    before = reader.left(_BEFORE_UNIT, trigger.start())
    after = _AFTER_UNIT.match(reader.text, trigger.end())
    if re.compile(r"['’]?[- ]old\b").match(reader.text, trigger.end()):
        return None
    if after and (after.group("ago") or "").lower() in ("old", "of age"):
        return None
    if before is None:
        return _bare_unit(reader, trigger, unit, after)
    if before.group("each"):
        return _each(reader, trigger, before, unit)
    if before.group("count"):
        return _counted(reader, trigger, before, after, unit, hyphen=before.group().endswith("-"))
    if before.group("ordinal2"):
        return _ordinal(reader, trigger, before.start(), before.group("ordinal2"), unit)
    return _which(reader, trigger, before, after, unit, plural=word.endswith("s"))


def _bare_unit(reader: _Reader, trigger: re.Match[str], unit: str, after: re.Match[str] | None) -> _Found | None:
    """ "Weeks ago", "for months", "within weeks": an unknown number of units."""
    if not trigger.group().lower().endswith("s") or unit in ("MO", "AF", "EV", "TS", "Q"):
        return None
    value = _duration(None, unit)
    if value is None:
        return None
    if after and (after.group("ago") or "").lower() == "ago":
        return reader.make(trigger.start(), after.end(), "DATE", "PAST_REF", "ago")
    if reader.left(re.compile(r"\b(?:for|within|in|over|after|by|took|of|about|the) $", re.I), trigger.start()):
        return reader.make(*trigger.span(), "DURATION", value, "duration")
    return None


def _each(reader: _Reader, trigger: re.Match[str], before: re.Match[str], unit: str) -> _Found | None:
    if before.group("each").lower() == "per":
        return None
    every = before.group("every")
    count = 2.0 if every and every.lower() == "other" else (_number(every) if every else 1.0)
    part = {"MO": "XXXX-XX-XXTMO", "AF": "XXXX-XX-XXTAF", "EV": "XXXX-XX-XXTEV", "N": "XXXX-XX-XXTNI"}.get(unit)
    value = part or _duration(count, unit)
    return reader.make(before.start(), trigger.end(), "SET", value, "set") if value else None


def _ordinal(reader: _Reader, trigger: re.Match[str], start: int, ordinal: str, unit: str) -> _Found | None:
    number = _ORDINALS.get(ordinal.lower()) or int(re.sub(r"\D", "", ordinal))
    the = reader.left(re.compile(r"\b(?:the |its |fiscal |the fiscal )$", re.I), start)
    start = the.start() if the and unit == "Q" else start
    if unit == "Q" and number <= 4:
        year = re.compile(rf" (?:of )?(?P<year>{_YEAR})\b").match(reader.text, trigger.end())
        if year:
            return reader.make(start, year.end(), "DATE", f"{year.group('year')}-Q{number}", "quarter")
        return reader.make(start, trigger.end(), "DATE", _nearest_quarter(reader, number), "quarter")
    if unit == "C":
        the = reader.left(re.compile(r"\b(?:the )?(?:early |late |mid-?)?$", re.I), start)
        start = the.start() if the else start
        return reader.make(start, trigger.end(), "DATE", f"{number - 1:02d}", "century")
    return None


def _nearest_quarter(reader: _Reader, number: int) -> str:
    if reader.published is None:
        return f"XXXX-Q{number}"
    year = reader.published.year
    current = (reader.published.month + 2) // 3
    return f"{year if number <= current else year - 1:04d}-Q{number}"


def _duration(count: float | None, unit: str) -> str | None:
    """A TIMEX3 duration; an unknown count is X."""
    number = "X" if count is None else (str(int(count)) if count == int(count) else None)
    clocks = {"TS": "S", "TM": "M", "TH": "H"}
    if number is None and count is not None:
        finer = {"Y": (12, "M"), "D": (24, "TH"), "TH": (60, "TM"), "E": (10, "Y"), "W": (7, "D"), "C": (100, "Y"), "TM": (60, "TS")}
        if unit in finer:
            factor, smaller = finer[unit]
            return _duration(round(count * factor), smaller)
        return None
    if unit in clocks:
        return f"PT{number}{clocks[unit]}"
    if unit in ("D", "W", "M", "Q", "Y", "E", "C", "L"):
        return f"P{number}{unit}"
    if unit == "N":
        return f"P{number}D"
    if unit == "2W":
        return "P2W"
    if unit == "6M":
        return "P6M"
    if unit == "W-WE":
        return f"P{number}WE"
    return None


def _counted(reader: _Reader, trigger: re.Match[str], before: re.Match[str], after: re.Match[str] | None, unit: str, *, hyphen: bool) -> _Found | None:
    """A number of units: a duration, or a day so many units away."""
    count = _number(before.group("count"))
    if (before.group("more") or "").strip() == "and a half" and count is not None:
        count += 0.5
    start, end = before.start(), trigger.end()
    if before.group("count").lower() in ("a", "an") and not (after and after.group("ago")) and not hyphen:
        # "a day" as a rate or a measure is a set or a duration only beside a preposition.
        rate = reader.left(re.compile(r"\b(?:\d+|times|twice|once|hours|people|dollars|million|billion|thousand|percent) $", re.I), start)
        if not rate and unit in ("Q", "TS", "MO", "AF", "EV", "N", "W-WE"):
            return None
    low = reader.left(_RANGE_LEFT, start) if not before.group("about") else None
    if low:
        start = low.start()
    if after and after.group("half2") and count is not None:
        count, end = count + 0.5, after.end()
    direction = (after.group("ago") or "").lower() if after else ""
    if after and after.group("half") and count is not None:
        count += 0.5
    if unit in ("MO", "AF", "EV"):
        return None
    if direction and after:
        return _away(reader, start, after.end("ago"), count, unit, direction)
    value = _duration(count, unit)
    return reader.make(start, end, "DURATION", value, "duration") if value else None


def _away(reader: _Reader, start: int, end: int, count: float | None, unit: str, direction: str) -> _Found | None:
    """ "Two days ago" counts from publication; "two days earlier" from the day last spoken of."""
    future = direction in ("later", "after", "from now", "hence")
    base = reader.published if direction in ("ago", "from now", "hence") else reader.spoken_of
    if direction in ("before", "after") and not re.compile(r"\s*[,.;]|\s*$").match(reader.text, end):
        # "two days after the vote": the day of the vote is not known here
        value = _duration(count, unit)
        return reader.make(start, end - len(direction) - 1, "DURATION", value, "duration") if value else None
    if count is None:
        return reader.make(start, end, "DATE", "FUTURE_REF" if future else "PAST_REF", "ago")
    if base is None or unit in ("TS", "TM", "L", "N", "W-WE", "6M"):
        value = _duration(count, unit)
        return reader.make(start, end, "DURATION", value, "duration") if value else None
    sign = 1 if future else -1
    if unit == "TH":
        value = (base + timedelta(days=sign * round(count / 24))).isoformat()
        return reader.make(start, end, "TIME", f"{value}TXX", "ago")
    if unit == "2W":
        count, unit = 2 * count, "W"
    if count != int(count):
        if unit == "Y":
            count, unit = round(count * 12), "M"
        elif unit == "E":
            count, unit = round(count * 10), "Y"
        else:
            count = round(count)
    try:
        return reader.make(start, end, "DATE", shift(base, sign * int(count), unit), "ago")
    except (ValueError, OverflowError):
        return None


_PRESENT = frozenset({"this", "the current", "current", "these"})
_LAST = frozenset({"last", "this past", "past", "previous", "the previous", "the preceding"})
_NEXT = frozenset({"next", "coming", "the coming", "this coming", "following", "the following", "the ensuing"})


def _which(reader: _Reader, trigger: re.Match[str], before: re.Match[str], after: re.Match[str] | None, unit: str, *, plural: bool) -> _Found | None:
    """ "Last week", "the past month", "earlier this year", "the day before"."""
    which = before.group("which").lower()
    shade = (before.group("shade") or "").lower()
    number = before.group("number")
    start, end = before.start(), trigger.end()
    direction = (after.group("ago") or "").lower() if after else ""
    if before.group("ordinal"):
        return _ordinal(reader, trigger, before.start("which"), before.group("ordinal"), unit) if unit in ("Q", "C") else None
    if number:
        count = _number(number)
        if direction and after:
            return _away(reader, before.start("number"), after.end("ago"), count, unit, direction)
        if which in ("the", "all", "its", "these", "those", "that", "the first", "first"):
            start = before.start("number") if which in ("its",) else start
        value = _duration(count, unit)
        interval = None
        if value and which in ("the past", "the last", "past", "last", "the previous", "the preceding") and reader.published and count:
            interval = (_back(reader.published, count, unit), reader.published)
        return reader.make(start, end, "DURATION", value, "duration", interval) if value else None
    if plural:
        if which in ("recent", "past", "coming", "the past", "the last", "the coming", "the next", "the previous"):
            value = _duration(None, unit)
            return reader.make(start, end, "DURATION", value, "duration") if value else None
        if which == "these" and unit == "D":
            return reader.make(start, end, "DATE", "PRESENT_REF", "reference")
        return None
    if which == "the" and direction in ("before", "after", "earlier", "later") and unit in ("D", "N", "W", "M", "Y") and reader.spoken_of and after:
        # "the day before" counts from the day last spoken of; "the day after the vote" cannot.
        if not re.compile(r"\s*[,.;]|\s*$|\s+[a-z]+ed\b").match(reader.text, after.end()):
            return None
        sign = -1 if direction in ("before", "earlier") else 1
        return reader.make(start, after.end("ago"), "DATE", shift(reader.spoken_of, sign, "D" if unit == "N" else unit), "ago")
    day = reader.published
    if which in ("the same", "that", "the very same") and unit == "D":
        day = reader.spoken_of
        return reader.make(start, end, "DATE", day.isoformat() if day else "XXXX-XX-XX", "same")
    if which in ("the same", "that", "same", "those", "all", "the first", "first", "the final", "its", "recent", "the very same") and unit not in ("N", "EV", "MO", "AF"):
        return None
    if unit in ("MO", "AF", "EV", "N"):
        return _day_part(reader, start, end, which, unit)
    if day is None:
        value = _duration(1, unit)
        return reader.make(start, end, "DATE", f"XXXX{'-WXX' if unit == 'W' else ''}", "which") if which in _PRESENT | _LAST | _NEXT and value else None
    if which in ("the past", "the last", "the whole", "the entire"):
        value = _duration(1, unit)
        interval = (_back(day, 1, unit), day) if which in ("the past", "the last") else None
        return reader.make(start, end, "DURATION", value, "duration", interval) if value else None
    if which == "the":
        return _the_unit(reader, start, end, unit, shade)
    step = 0 if which in _PRESENT else -1 if which in _LAST else 1 if which in _NEXT or which == "the next" else None
    if step is None:
        return None
    if unit == "D":
        if which == "this":
            return None
        base = reader.spoken_of or day
        return reader.make(start, end, "DATE", shift(base, step, "D"), "which")
    if unit == "W-WE":
        return reader.make(start, end, "DATE", f"{week_value(day + timedelta(weeks=step))}-WE", "which")
    if unit not in ("W", "M", "Q", "Y", "E", "C"):
        return None
    value = shift(day, step, unit)
    if unit == "E":
        value = value[:3] + "X"
    if unit == "C":
        value = value[:2]
    interval = interval_of(value)
    if step == 0 and interval and shade in ("earlier", "early"):
        interval = (interval[0], max(interval[0], min(interval[1], day)))
    elif step == 0 and interval and shade in ("later", "the rest of", "sometime"):
        interval = (max(interval[0], min(interval[1], day)), interval[1])
    else:
        interval = _shaded(interval, shade)
    return reader.make(start, end, "DATE", value, "which", interval)


def _the_unit(reader: _Reader, start: int, end: int, unit: str, shade: str) -> _Found | None:
    """ "The day", "the year": the one that the text is in, only where a shade tells that it is meant."""
    day = reader.published
    if day is None:
        return None
    if unit == "D" and shade in ("later", "earlier", "early", "late", "the end of"):
        return reader.make(start, end, "DATE", (reader.spoken_of or day).isoformat(), "same")
    if unit in ("W", "M", "Y", "Q") and shade:
        value = shift(day, 0, unit)
        return reader.make(start, end, "DATE", value, "which", _shaded(interval_of(value), shade))
    return None


def _day_part(reader: _Reader, start: int, end: int, which: str, unit: str) -> _Found | None:
    part = {"MO": "MO", "AF": "AF", "EV": "EV", "N": "NI"}[unit]
    if which == "the":
        following = re.compile(rf" of (?P<month>{_MONTH_NAMES}) (?P<day>\d{{1,2}})(?:,? (?P<year>{_YEAR}))?\b").match(reader.text, end)
        if following is None:
            return None
        value = _calendar_day(reader, _month_number(following.group("month")), int(following.group("day")), following.group("year"), start)
        return reader.make(start, following.end(), "TIME", f"{value}T{part}", "date") if value else None
    base = reader.spoken_of if which in ("that", "the same", "the following", "the next", "the previous") else reader.published
    if base is None:
        return reader.make(start, end, "TIME", f"XXXX-XX-XXT{part}", "which")
    step = {"last": -1, "the previous": -1, "next": 1, "the next": 1, "the following": 1}.get(which, 0)
    if which not in ("this", "last", "that", "next", "the next", "the following", "the previous", "the same"):
        return None
    return reader.make(start, end, "TIME", f"{(base + timedelta(days=step)).isoformat()}T{part}", "which")


def _back(day: date, count: float, unit: str) -> date:
    """The first day of a stretch of so many units that ends on a day."""
    try:
        if unit in ("TS", "TM", "TH"):
            hours = {"TS": 1 / 3600, "TM": 1 / 60, "TH": 1.0}[unit] * count
            return day - timedelta(days=round(hours / 24))
        if unit in ("D", "N"):
            return day - timedelta(days=round(count))
        if unit in ("W", "2W", "W-WE"):
            return day - timedelta(weeks=round(count * (2 if unit == "2W" else 1)))
        months = {"M": 1, "Q": 3, "6M": 6, "Y": 12, "E": 120, "C": 1200}.get(unit, 12)
        return add_months(day, -round(count * months))
    except (ValueError, OverflowError):
        return date.min


_HANDLERS: dict[str, Callable[[_Reader, re.Match[str]], _Found | None]] = {
    "iso": _iso,
    "slashed": _slashed,
    "clock": _clock,
    "weekday": _weekday,
    "month": _month,
    "decade": _decade,
    "year": _year,
    "holiday": _holiday,
    "season": _season,
    "unit": _unit,
    "part": _part,
    "set": _set,
    "ref": _ref,
    "vague": _vague,
}


def times_within(times: Sequence[Time], start: int, end: int) -> list[Time]:
    """The expressions that lie inside a span."""
    return [time for time in times if start <= time.start and time.end <= end]
