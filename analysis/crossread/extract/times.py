"""Time expressions: TIMEX3 type and value, and the days they stand for.

A relative expression counts from the day of publication, or, where the text says so ("two days later", "the day
before"), from the day last spoken of. Without a day of publication it stays unresolved. The rules are in
``lexicon/times.yaml``.
"""

import re
from collections.abc import Iterator
from datetime import date

from crossread.extract import time_values
from crossread.extract.calendar import interval_of, third_of
from crossread.extract.clauses import Clauses
from crossread.extract.records import Time
from crossread.extract.syntax import Positions
from crossread.extract.time_context import Candidate, Discourse, Expression
from crossread.extract.time_rules import Rule, time_rules


def find_times(published: date | None, positions: Positions, clauses: Clauses) -> list[Time]:
    """Find every time expression in one article.

    Args:
        published: the day of publication; None leaves relative expressions without value days.
        positions: the sentences of the article.
        clauses: tells whether a clause looks ahead.

    Returns:
        Times in order of their start, none overlapping.
    """
    return [
        Time(
            start=found.start,
            end=found.end,
            surface=positions.text[found.start : found.end],
            type=found.type,
            value=found.value,
            earliest=found.days[0].isoformat() if found.days else None,
            latest=found.days[1].isoformat() if found.days else None,
            rule=found.rule.partition("/")[0],
        )
        for found in read_expressions(published, positions, clauses)
    ]


def read_expressions(published: date | None, positions: Positions, clauses: Clauses) -> Iterator[Expression]:
    """Read an article from left to right; ``rule`` of an expression is the whole name of its rule."""
    rules = time_rules()
    text = Discourse(published, positions, clauses, rules)
    for trigger in rules.triggers(text.text):
        candidate = Candidate(text, trigger) if trigger.start() >= text.end else None
        if candidate is None or (candidate.kind.capital and not positions.text[candidate.token_at].isupper()):
            continue
        found = _first_that_holds(candidate)
        if found is not None:
            text.remember(found)
            yield found


def _first_that_holds(candidate: Candidate) -> Expression | None:
    for rule in candidate.kind.rules:
        span = candidate.fits(rule)
        if span is None:
            continue
        if not rule.value:
            return None
        found = _expression(candidate, rule, *span)
        if found is not None:
            return found
    return None


def _expression(candidate: Candidate, rule: Rule, start: int, end: int) -> Expression | None:
    is_function = rule.value.isidentifier() and rule.value.islower()
    value = getattr(time_values, rule.value)(candidate) if is_function else candidate.filled(rule.value)
    if value is None:
        return None
    text, days = value if isinstance(value, time_values.Dated) else (str(value), None)
    if rule.at:
        text = f"{text}T{candidate.code(rule.at)}"
    kind = "TIME" if rule.at else rule.type
    if days is None and kind in ("DATE", "TIME"):
        days = interval_of(text)
        if days is None and re.match(r"\d{4}-\d\d-\d\d", text):
            return None  # 30 February
        shade = candidate.rules.codes["shade"].get(candidate["shade"])
        days = third_of(days, shade) if days and shade else days
    return Expression(start, end, kind, text, days, rule.name)
