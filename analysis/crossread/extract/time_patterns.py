"""Words and patterns of time expressions: what ``times`` reads with.

Patterns whose name ends in ``BEFORE`` match text that ends at a trigger word; those in ``AFTER``
match text that starts behind one.
"""

import re

PARTS_OF_DAY = {
    "morning": "MO", "dawn": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "noon": "12:00",
    "midday": "12:00", "midnight": "24:00",
}  # fmt: skip

# Codes of units; two letters with T are parts of a day in ISO 8601 durations.
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "weekend": "WE", "fortnight": "2W",
    "month": "M",
    "quarter": "Q", "year": "Y", "decade": "E", "century": "C", "centurie": "C", "night": "NI", "morning": "MO",
    "afternoon": "AF", "evening": "EV",
}  # fmt: skip
SEASON_WORDS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12, "couple": 2,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "twenty-second": 22,
    "twenty-third": 23, "twenty-fourth": 24, "twenty-fifth": 25, "twenty-sixth": 26, "twenty-seventh": 27,
    "twenty-eighth": 28, "twenty-ninth": 29, "thirtieth": 30, "thirty-first": 31,
}  # fmt: skip
# Month and day; month 0 is the fourth Thursday of November.
HOLIDAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "valentine's day": (2, 14), "independence day": (7, 4),
    "halloween": (10, 31), "veterans day": (11, 11), "may day": (5, 1), "thanksgiving day": (0, 0),
    "thanksgiving": (0, 0),
}  # fmt: skip
REFERENCES = {
    "now": "PRESENT_REF", "currently": "PRESENT_REF", "nowadays": "PRESENT_REF", "recently": "PAST_REF",
    "lately": "PAST_REF",
}  # fmt: skip
SETS = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "hourly": "PT1H", "nightly": "P1D"}

_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+ 1/2|\d+(?:\.\d+)?|half an?|an?|"
    rf"(?:{_TENS})(?:[- ](?:{_ONES}))?|{_ONES}|{_TEENS}|"
    r"a hundred|a dozen|a couple of|couple of|a few|few|several|many|some|a number of|"
    r"dozens of|hundreds of|thousands of)"
)
_ABOUT = (
    r"(?:(?:at least|more than|less than|fewer than|no more than|up to|as long as|over|under|about|around|nearly|"
    r"almost|roughly|approximately|some|barely|only|just|an additional|another|well over|just over|just under) )"
)
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.|Jul\.?|Aug\.?|Sept\.?|Sep\.?|Oct\.?|Nov\.?|Dec\.?)"
)
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_CLOCK = r"\d{1,2}(?:[:.]?\d\d)? ?(?:[ap]\.m\.|[ap]m\b)|\d{1,2}:\d\d|\d{1,2} o['’]clock"
_ZONE = r"(?: ?\(?(?:GMT|UTC|EST|EDT|ET|PST|PDT|CET|BST|Eastern|local time|New York time)\)?)?"
_PART = r"(?:morning|afternoon|evening|night|noon|midnight|dawn)"
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_HOLIDAY = "|".join(holiday.title().replace("'S", "'s") for holiday in sorted(HOLIDAYS, key=len, reverse=True))


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{pattern}$", re.IGNORECASE)


def _after(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _alternatives(**patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items()), re.IGNORECASE)


_UNIT = (
    r"seconds?|minutes?|hours?|days?|weekends?|weeks?|fortnight|months?|quarters?|years?|decades?|centur(?:y|ies)|"
    r"nights?|mornings?|afternoons?|evenings?"
)

# The words that a time expression can turn on; the first kind that matches has it.
TRIGGER = _alternatives(
    iso=r"\b\d{4}-\d\d-\d\d\b",
    slashed=r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)\b",
    clock=rf"\b(?:{_CLOCK})|\b\d{{4}} (?:GMT|UTC)\b",
    weekday=rf"\b{_DAYS}s?\b",
    month=rf"\b{MONTH}(?![A-Za-z])",
    second_day=r"(?<=\d)(?: (?:and|to|or) | ?[-–] ?)\d{1,2}\b(?!st|nd|rd|th|[:.,]?\d)",
    spelled=(
        r"\b(?:the year )?(?:(?:eighteen|nineteen) "
        rf"(?:hundred|oh[- ](?:{_ONES})|(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS})"
        rf"|two thousand(?:(?: and)? (?:{_ONES}|{_TEENS}))?)\b(?![- ](?:hundred|thousand|million|{_ONES}))"
    ),
    decade=r"\b(?:1[5-9]|20)\d0'?s\b|(?<!\w)'\d0s\b",
    quarter=(
        rf"\b(?:(?:this|last|next) year's|(?:the )?{YEAR}) (?:fiscal )?(?:(?:first|second|third|fourth) )?"
        r"(?:quarter|period)\b|\bthe latest period\b"
    ),
    year=rf"\b{YEAR}\b(?![,.]\d)",
    holiday=rf"\b(?:{_HOLIDAY})\b",
    season=r"\b(?:spring|summer|autumn|fall|winter)\b",
    year_end=r"\b(?:year[- ]end|year's end)\b",
    year_ago=r"\b(?:the )?year-(?:ago|earlier)(?: (?:(?:first|second|third|fourth) )?(?:quarter|period))?\b",
    unit=rf"\b(?:{_UNIT})\b",
    part=r"\b(?:midnight|noon|midday|dawn)\b",
    set=rf"\b(?:{'|'.join(SETS)})\b",
    reference=rf"\b(?:{'|'.join(REFERENCES)}|today|yesterday|tomorrow|tonight|overnight)\b",
    vague=(
        r"\bthe (?:near |foreseeable |distant )?future\b|\bthe (?:recent )?past\b(?! [a-z0-9])|"
        rf"(?<=\bin )the past\b(?! (?:\d|{NUMBER}\b|{_UNIT}))|"
        r"\bat (?:the|that) time\b"
    ),
)

# --- days ---
WHICH_DAY_BEFORE = _before(
    r"\b(?:(?:early|late|later|earlier|mid|sometime) (?:on )?|"
    r"(?P<which>last|next|this past|this coming|this|the following|following|the previous|previous|the preceding|past|"
    r"coming) ){0,2}"
)
DAY_AFTER = _after(
    rf"(?P<part> {_PART})s?\b|,? (?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:, (?P<year>{YEAR}))?"
)
EVERY_BEFORE = _before(r"\b(?:every|each) ")
FUTURE_BEFORE = _before(r"\b(?:postponed to|delayed to|scheduled for|due|expected|as early as|as soon as) ")
DEADLINE_BEFORE = _before(r"\b(?:until|till|by|through) ")
CLOCK_BEFORE = _before(rf"\b(?P<clock>{_CLOCK}|noon|midnight){_ZONE},?(?: on| early| late)? ")
ZONE_AFTER = _after(_ZONE)
CLOCK_DAY_AFTER = _after(rf",?(?: on| early| late)? (?:(?:last|next|this) )?(?:{_DAYS}|{MONTH} \d)")
ABOUT_BEFORE = _before(r"\b(?:around|about) ")
DEICTIC_AFTER = _after(r" (?P<day>yesterday|today|tomorrow|tonight)\b")
PART_DAY_AFTER = _after(rf"(?: on|,)? {_DAYS}")
PART_AFTER = _after(rf" (?P<part>{_PART})\b")
SHADE_BEFORE = _before(r"\b(?:(?:early|late|later|earlier) )")

# --- months ---
_SHADES = (
    r"early|late|mid|the end of|the beginning of|the middle of|the start of|end of|beginning of|later|earlier|"
    r"as early as"
)
MONTH_BEFORE = _before(
    rf"(?:\b(?:(?P<shade>{_SHADES})(?: in|-| )*)?"
    r"(?:(?P<which>last|next|this past|this coming|this|the following|the previous) )?"
    r"(?:(?P<shade2>early|late|mid-?) )?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? )?)"
)
MONTH_AFTER = _after(
    rf" (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)(?!,\d{{3}})(?:,? (?P<year>{YEAR})\b)?"
    rf"|,? (?:of )?(?P<year2>{YEAR})\b| (?P<ordinal>{_ORDINAL})\b| (?:of )?(?P<which>this|last|next) year\b"
)
YEAR_AFTER = _after(rf",? (?P<year>{YEAR})\b")
OF_YEAR_AFTER = _after(rf" (?:of )?(?P<year>{YEAR})\b")
MONTH_CONTEXT_BEFORE = _before(
    r"\b(?:in|since|until|till|by|from|of|last|this|next|early|late|mid|during|to|through|after|before|between|and|for|"
    r"every|each|that)[ -]"
)
EFFECTIVE_BEFORE = _before(r"\beffective(?: on)? ")
ENDED_BEFORE = _before(r"\b(?:ended|ending|since) ")

# --- years ---
YEAR_BEFORE = _before(
    rf"\b(?:(?P<shade>{_SHADES}|the rest of|all of|the (?P<half>first|second|last|latter) half of|"
    r"the (?P<quarter>first|second|third|fourth) quarter of)[ -](?:in )?|"
    r"(?P<season>(?:the )?(?:spring|summer|autumn|fall|winter)) (?:of )?|(?:the )?fiscal (?:year )?)"
)
YEAR_CONTEXT_BEFORE = _before(
    r"\b(?:in|since|until|till|by|from|of|to|through|before|after|during|and|between|for|the|around|about|late|early|mid|"
    r"fiscal|year|season|or|than|its|spring|summer|fall|autumn|winter|at|-)[ -]"
)
NO_YEAR_AFTER = _after(r"-(?:year|member|strong|foot|mile)")
DECADE_BEFORE = _before(r"\b(?:the )?(?:(?P<shade>early|late|mid)[ -])?")
SEASON_BEFORE = _before(
    r"\b(?:(?P<shade>early|late|later|earlier|mid)[ -])?"
    r"(?P<which>last|next|this past|this coming|this|the past|the previous|the following|the) "
    r"(?:(?P<shade2>early|late) )?"
)

# --- references ---
THAT_AFTER = _after(r" that\b")
RIGHT_BEFORE = _before(r"\bright ")

# --- units ---
_WHICH = (
    r"the very same|the same|the past|the last|the next|the coming|the previous|the following|the current|the latest|"
    r"the first|the final|the ensuing|the preceding|the whole|the entire|this past|this coming|this|last|next|past|"
    r"coming|previous|following|recent|these|those|that|the|all|its|first|current|same"
)
_UNIT_SHADES = (
    r"early|late|later|earlier|mid|the end of|the beginning of|the start of|the middle of|the rest of|sometime|"
    r"the first half of|the second half of"
)
_KINDS = r"fiscal|calendar|trading|business|working|full|straight|consecutive|long"
UNIT_BEFORE = _before(
    rf"\b(?:(?P<each>every|each|per) (?:(?P<every>other|{NUMBER}) )?"
    rf"|(?:(?P<shade>{_UNIT_SHADES})(?: in| on)?[ -])?(?P<which>{_WHICH})(?: (?P<ordinal>{_ORDINAL}))?"
    rf" (?:(?P<number>{NUMBER})[ -])?(?:(?:{_KINDS}) )?"
    rf"|{_ABOUT}?(?P<count>{NUMBER})(?:(?P<more>(?: and a half| more| additional| extra| solid| (?:{_KINDS}))*) |-)"
    rf"|(?P<ordinal2>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))[ -])"
)
RANGE_BEFORE = _before(rf"\b(?:between )?(?P<low>{NUMBER})(?: to | or | and |-)")
UNIT_AFTER = _after(
    r"(?:(?P<half> and a half)?(?: or (?:so|more|two))?"
    r"(?: (?P<ago>ago|earlier|later|before|after|from now|hence|prior|previously|old|of age))|(?P<half2> and a half))\b"
)
OLD_AFTER = _after(r"'?[- ]old\b")
BARE_UNIT_BEFORE = _before(
    r"\b(?:for|within|in|over|after|by|took|of|about|the|follow(?:s|ed|ing)|last(?:s|ed|ing)|spent) "
)
LONG_AFTER = _after(r"-long\b")
IN_BEFORE = _before(r"\b(?:in|for|within|after|only|just|than|least|of|since|until|by|from|to|every|and) ")
DURING_BEFORE = _before(r"\b(?:in|during) ")
OF_AFTER = _after(r" of\b")
WORD_AFTER = _after(r" (?!of|after|before|that|when|since|to|earlier|later|ago|until|long)[a-z]")
NO_PHRASE_AFTER = _after(
    r"\s*[,.;:'’]|\s+(?!of|after|before|that|when|since|to|earlier|later|ago|until|long)[a-z]|\s*$"
)
RATE_BEFORE = _before(r"\b(?:times|twice|once|hours|people|dollars|million|billion|thousand|[$£€]?[\d.,]*\d) ")
# After these a unit is the one that goes on: "for the year", "the first nine months of the year".
THIS_UNIT_BEFORE = _before(
    r"\b(?:for|(?:months|weeks|days|half|quarters?|rest|part|remainder|course|most|end|beginning|start|time) of) "
)
QUARTER_OF_YEAR = re.compile(
    rf"(?:(?P<which>this|last|next) year's|(?:the )?(?P<year>{YEAR})) (?:fiscal )?"
    r"(?:(?P<quarter>first|second|third|fourth) )?",
    re.IGNORECASE,
)
THE_QUARTER_BEFORE = _before(r"\b(?:the |its )?(?:fiscal )?")
THE_CENTURY_BEFORE = _before(r"\b(?:the )?(?:early |late |mid-?)?")
ENDED_AFTER = _after(r" end(?:ed|ing)\b")
ENDED_DAY_AFTER = _after(rf" end(?:ed|ing) (?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:,? (?P<year>{YEAR}))?\b")
CLAUSE_END_AFTER = _after(r"\s*[,.;]|\s*$")
CLAUSE_OR_VERB_AFTER = _after(r"\s*[,.;]|\s*$|\s+[a-z]+ed\b")
OF_MONTH_AFTER = _after(rf" of (?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:,? (?P<year>{YEAR}))?\b")
