"""What time expressions stand for: the functions that ``times.yaml`` names as values.

Each takes a candidate and returns a day, a TIMEX3 value, a value with its days where they do not follow from it, or
None where there is none; the next rule is then tried.
"""

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.easter import easter

from crossread.extract.calendar import Interval, duration_value, interval_of, shift, stretch_to, week_of, weekday_near
from crossread.extract.time_context import Candidate

# A day and month without year are taken for the coming ones only if they are this near.
_NEAR_FUTURE = timedelta(days=60)
_JUST_PAST = timedelta(days=30)  # a day that recent is meant even beside a verb that looks ahead: "was due by Dec. 14"
_OF_LATE = timedelta(days=100)  # "the Oct. 23 shooting" is the last one for so long
_MONTHS = 12
_NEAR_MONTHS = 2  # a month that is so near is meant though nothing speaks of the future


class Dated(NamedTuple):
    """A value and the days that it stands for here."""

    value: str
    days: Interval


Value = str | date | Dated | None


# --- days ------------------------------------------------------------------------------------


def deictic_day(this: Candidate) -> Value:
    """Yesterday, today, tomorrow; a night that is over began on the day before."""
    published = this.text.published
    if published is None:
        return None
    day = published + timedelta(days=int(this.code("deictic")))
    return Dated(day.isoformat(), (day - timedelta(days=1), day)) if this["deictic"] == "overnight" else day


def day_of_week(this: Candidate) -> Value:
    """The same day counts, else the last one, or the next where the clause looks ahead."""
    published, step = this.text.published, this.step or 0
    if published is None:
        return None
    weekday = int(this.code("weekday")) - 1
    if this["week"]:
        return published + timedelta(
            days=weekday - published.weekday(), weeks=int(this.rules.codes["of_year"][this["week"]])
        )
    if this["before_last"]:
        return weekday_near(published - timedelta(days=1), weekday, -1) - timedelta(weeks=1)
    if step:
        origin = (this.text.day or published) if this.is_one_of("which", "from_text") else published
        return weekday_near(origin - timedelta(days=step < 0), weekday, step)
    is_ahead = weekday != published.weekday() and this.text.is_ahead(this.start, is_day=True)
    return weekday_near(published, weekday, 1 if is_ahead else -1)


def calendar_day(this: Candidate) -> Value:
    """A day of a month; without a year, the one that is meant."""
    return _calendar_day(this, this.start)


def _calendar_day(this: Candidate, position: int) -> str | None:
    """Without a year the nearest to publication, in the future only where that is near or said so."""
    published, day_of_year = this.text.published, f"{this.code('month')}-{this.code('day')}"
    if this["year"]:
        value = f"{this.code('year')}-{day_of_year}"
        return value if interval_of(value) else None
    if published is None:
        return f"XXXX-{day_of_year}"
    values = (f"{published.year + step:04d}-{day_of_year}" for step in (-1, 0, 1))
    days = [interval[0] for value in values if (interval := interval_of(value))]
    if not days:
        return None
    if this.text.stands_before("ended", position):
        days = [day for day in days if day <= published] or days
    elif this.text.is_ahead(position):
        days = [day for day in days if day >= published - _JUST_PAST] or days
    elif not this.text.stands_before("effective", position):
        days = [day for day in days if day <= published + _NEAR_FUTURE] or days
    return min(days, key=lambda day: (abs((day - published).days), day)).isoformat()


def second_day(this: Candidate) -> Value:
    """The 25 of "April 24 and 25", "April 24-25"."""
    first = this.text.last_date
    if first is None or first.end != this.start or first.value[:4] in this.text.text[first.start : first.end]:
        return None
    value = first.value[:8] + this.code("day")
    return value if value > first.value and (interval_of(value) or value.startswith("XXXX")) else None


def numeric_day(this: Candidate) -> Value:
    """A day in digits: month first, as in American news, unless the text shows that it writes the day first."""
    first, second = int(this["first"]), int(this["second"])
    month, day = (second, first) if first > _MONTHS or this.text.is_day_first else (first, second)
    return f"{this.code('year')}-{month:02d}-{day:02d}"


def day_of_month(this: Candidate) -> Value:
    """The 3rd of this or last month; alone, the last one."""
    published, day = this.text.published, int(this.code("day"))
    if published is None:
        return None
    step = this.step if this.step is not None else -(day > published.day)
    return shift(published, step, "M") + f"-{day:02d}"


def event_by_name(this: Candidate) -> Value:
    """9/11; of what comes again the nearest; of no known day, where the name is that of several."""
    event = next(event for event in this.rules.events if this["event"] in event.names)
    published = this.text.published or date.max
    return min(event.days, key=lambda day: abs(day - published), default="XXXX-XX-XX")


def event_of_day(this: Candidate) -> Value:
    """The day of "the Oct. 7 massacre": of the year that the text or the list tells; one of late is the last."""
    day_of_year = _day_of_year(this)
    year = this.text.dated.get(day_of_year)
    told = f"{year}-{day_of_year}" if year else _event(this, is_alone=False)
    return told or _just_past(this, _OF_LATE) or f"XXXX-{day_of_year}"


def event_alone(this: Candidate) -> Value:
    """The day of "killed on Sept. 11", if it is not one that has just been."""
    return _just_past(this, _JUST_PAST) or _event(this, is_alone=True)


def _just_past(this: Candidate, reach: timedelta) -> str | None:
    published, days = this.text.published, interval_of(_calendar_day(this, this.start) or "")
    is_near = published is not None and days is not None and timedelta() <= published - days[0] <= reach
    return days[0].isoformat() if days and is_near else None


def _event(this: Candidate, *, is_alone: bool) -> str | None:
    """The first day of the list that fits, of those that are over."""
    text, day_of_year = this.text, _day_of_year(this)
    for event in this.rules.events:
        fits = event.alone if is_alone else not event.nouns or this["event_noun"] in event.nouns
        if fits and (not event.near or any(word in text.text for word in event.near)):
            for day in event.days:
                if f"{day:%m-%d}" == day_of_year and day <= (text.published or day):
                    return day.isoformat()
    return None


def _day_of_year(this: Candidate) -> str:
    return f"{this.code('month')}-{this.code('day')}"


def holiday(this: Candidate) -> Value:
    """That of a year, the last or next one, or the one nearest to publication."""
    published = this.text.published
    if this["year"] or (this["of_year"] and published):
        return _holiday(this, int(this.code("year")))
    if published is None:
        return None
    step = this.step or 0
    days = [_holiday(this, published.year + year) for year in (-1, 0, 1)]
    days = [day for day in days if (day - published).days * step > 0] if step else days
    return min(days, key=lambda day: (abs((day - published).days), day))


def _holiday(this: Candidate, year: int) -> date:
    rule, _, after = this.code("holiday").partition(",")
    month, _, rest = rule.partition("-")
    day, _, which = rest.partition("-")
    if not rest:
        first: date = easter(year)
    elif not which:
        first = date(year, int(month), int(day))
    else:
        weekday = int(this.rules.codes["weekday"][day]) - 1
        first = weekday_near(date(year, int(month), 7), weekday, -1) + timedelta(weeks=int(which) - 1)
    return first + timedelta(days=int(after or 0))


def day_of_part(this: Candidate) -> Value:
    """The day of "this morning", "the following night"."""
    day = this.text.published if this.is_one_of("which", "from_publication") else this.text.day
    return day + timedelta(days=this.step or 0) if day else None


# --- months, seasons, quarters, years --------------------------------------------------------


def near_month(this: Candidate) -> Value:
    """A month without a year."""
    published, month = this.text.published, int(this.code("month"))
    if published is None:
        return None
    year, ahead = published.year, month - published.month
    if this.step == 1:
        year += ahead <= 0
    elif this.step == -1:
        year -= ahead >= 0
    elif this.step is None and ahead and this.text.is_ahead(this.start):
        year += ahead < 0
    elif this.step is None:
        # A month ahead without a word of the future is last year's, unless it is close.
        year -= ahead > _NEAR_MONTHS
    return f"{year:04d}-{month:02d}"


def year_span(this: Candidate) -> Value:
    """1914-18, with both years."""
    first = int(this["year"])
    last = first - first % 100 + int(this["to"])
    return Dated(f"{first}/{last}", (date(first, 1, 1), date(last, 12, 31))) if last > first else None


def near_season(this: Candidate) -> Value:
    """This, last or next summer."""
    published, season, step = this.text.published, this.code("season"), this.step or 0
    days = interval_of(f"{published.year:04d}-{season}") if published else None
    if published is None or days is None:
        return None
    is_beside = days[1] < published.replace(day=1) if step < 0 else days[0] > published
    return f"{published.year + (0 if is_beside else step):04d}-{season}"


def near_quarter(this: Candidate) -> Value:
    """The first or third quarter: of this year if it has begun, else of the last."""
    published, quarter = this.text.published, int(this.code("ordinal") or 1)
    if published is None:
        return f"XXXX-Q{quarter}"
    return f"{published.year - (quarter > (published.month + 2) // 3):04d}-Q{quarter}"


def last_quarter(this: Candidate) -> Value:
    """The quarter before that of publication."""
    return shift(this.text.published, -1, "Q") if this.text.published else None


def latest_quarter(this: Candidate) -> Value:
    """The one just spoken of, else the last."""
    return this.text.quarter_before(this.start) or last_quarter(this)


def quarter_spoken_of(this: Candidate) -> Value:
    """The 2015 period: the quarter just spoken of, in another year."""
    quarter, year = this.text.quarter_before(this.start), this.code("year")
    return year + quarter[4:] if quarter and year else None


def quarter_ended(this: Candidate) -> Value:
    """The quarter of the calendar that has most of "the quarter ended July 31"."""
    value = _calendar_day(this, this.starts["month"])
    days = interval_of(value) if value else None
    return shift(days[0] - timedelta(days=45), 0, "Q") if days else None


def year_before(this: Candidate) -> Value:
    """A year ago: of the quarter just spoken of, in business news, else the year itself."""
    quarter, published = this.text.quarter_before(this.start), this.text.published
    if quarter is not None:
        return f"{int(quarter[:4]) - 1:04d}{quarter[4:]}"
    return shift(published, -1, "Y") if published else None


def century(this: Candidate) -> Value:
    """The 20th century is 19."""
    return f"{int(this.code('ordinal')) - 1:02d}"


# --- units: "last week", "over 48 hours", "two days earlier" ---------------------------------


def duration(this: Candidate) -> Value:
    """So many units."""
    return duration_value(this.number, this.code("unit"))


def stretch(this: Candidate) -> Value:
    """The past month, the last three days: a duration that ends at publication."""
    value, count, published = duration_value(this.number, this.code("unit")), this.number, this.text.published
    if value and count and published and this.is_one_of("which", "ends_now"):
        return Dated(value, (stretch_to(published, count, this.code("unit")), published))
    return value


def away(this: Candidate) -> Value:
    """Two days ago counts from publication, two days earlier from the day last spoken of; of hours, to a day."""
    count, origin, unit = this.number, this.origin, this.code("unit")
    if count is None or origin is None:
        return None
    count *= int(this.code("way"))
    if unit == "2W":
        count, unit = 2 * count, "W"
    elif count != int(count) and unit == "Y":
        count, unit = 12 * count, "M"
    try:
        value = f"{shift(origin, round(count / 24), 'D')}TXX" if unit == "TH" else shift(origin, round(count), unit)
        # "September 2017 ... a year later": the year, at that time of it
        is_later = unit == "Y" and not this.is_one_of("way", "from_now") and this.text.date_within("M") is not None
        days = interval_of(shift(origin, 12 * round(count), "M")) if is_later else None
        return Dated(value, days) if days else value
    except (ValueError, OverflowError):
        return None


def next_to(this: Candidate) -> Value:
    """The day before and the previous day count from the day last spoken of."""
    unit = "D" if this.code("unit") == "NI" else this.code("unit")
    return shift(this.text.day, this.step or int(this.code("way")), unit) if this.text.day else None


def last_weekend(this: Candidate) -> Value:
    """The weekend of publication, or the one before a day of the week."""
    day = this.text.published
    return f"{week_of(day if day.weekday() >= 5 else day - timedelta(days=7))}-WE" if day else None


def chosen_unit(this: Candidate) -> Value:
    """The, this, last or next week, weekend, month, quarter, year, decade or century."""
    day, unit = _origin(this), this.code("unit")
    if day is None or this.step is None:
        return None
    value = shift(day, this.step, unit)
    return {"E": value[:3], "C": value[:2]}.get(unit, value)


def part_of_unit(this: Candidate) -> Value:
    """Earlier this month ends with the day of publication, and later this month begins with it."""
    value, day = chosen_unit(this), _origin(this)
    days = interval_of(value) if isinstance(value, str) and this.step == 0 else None
    if days is None or day is None:
        return None
    now = max(days[0], min(days[1], day))
    return Dated(str(value), (days[0], now) if this.is_one_of("shade", "so_far") else (now, days[1]))


def _origin(this: Candidate) -> date | None:
    """What this, last and next count from: the date last spoken of, where they say so, else that of publication."""
    day = this.text.date_within(this.code("unit")) if this.is_one_of("which", "from_text") else None
    return day or this.text.published
