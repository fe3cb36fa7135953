"""The rules of time expressions: ``times.yaml``, checked and compiled once in a process."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from crossread.extract.numbers import NumberWords
from crossread.lexicon import Entry, LexiconError, shipped

# A code is text, also where YAML reads a number; one word is a list of one; a list of patterns is any of them.
Code = Annotated[str, BeforeValidator(str)]
Terms = Annotated[frozenset[Code], BeforeValidator(lambda given: given if isinstance(given, list) else [given])]
Pattern = Annotated[str, BeforeValidator(lambda given: "|".join(given) if isinstance(given, list) else given)]


_WORD = re.compile(r"\b\w+")


class Rule(Entry):
    """One rule; the head of ``times.yaml`` tells what its fields mean."""

    name: str = Field(pattern="^[a-z]+/.+")
    when: Mapping[str, Terms] = Field(default_factory=dict)
    unless: Mapping[str, Terms] = Field(default_factory=dict)
    before: str = ""
    after: str = ""
    starts: str = ""
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    at: str = ""
    value: str = ""
    example: str = ""


class Kind(Entry):
    """One kind of trigger, with patterns for what stands before and after it, and its rules in their order."""

    trigger: Pattern
    word: str = ""
    capital: bool = False
    before: Pattern = ""
    after: Pattern = "(?!)"
    rules: tuple[Rule, ...]


class Event(Entry):
    """An event that goes by its day; the comment before ``events`` in ``times.yaml`` tells what its fields mean."""

    names: tuple[Code, ...] = ()
    days: tuple[date, ...] = ()
    nouns: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()
    alone: bool = False


class _File(Entry):
    words: dict[str, dict[str, Code] | tuple[str, ...]]
    patterns: dict[str, str]
    before: dict[str, str]
    after: dict[str, str]
    events: tuple[Event, ...]
    kinds: dict[str, Kind]


class TimeRules:
    """All rules by kind of trigger.

    ``words`` are the lists of words, ``codes`` those that have codes; ``before`` and ``after`` are the patterns that
    rules ask for. A pattern is compiled when it is first used.
    """

    def __init__(self, file: _File, numbers: NumberWords) -> None:
        """Take in what the files say."""
        self._numbers = numbers.small
        ordinals = {word: str(number) for number, word in enumerate(numbers.ordinals, 1)}
        ones, teens, tens = numbers.between(1, 9), numbers.between(10, 19), numbers.between(20, 99)
        self.words: Mapping[str, Iterable[str]] = {
            **{"ones": ones, "teens": teens, "small": ones + teens, "tens": tens, "ordinal": ordinals},
            **{"event": [name for event in file.events for name in event.names]},
            **file.words,
        }
        self.codes: Mapping[str, Mapping[str, str]] = {
            **{"ordinal": ordinals, "day": ordinals},
            **{name: words for name, words in file.words.items() if isinstance(words, dict)},
        }
        self.before, self.after, self.events = file.before, file.after, file.events
        self._patterns = file.patterns
        self._compiled: dict[tuple[str, bool], re.Pattern[str]] = {}
        self.kinds = {name: self._with_words(kind) for name, kind in file.kinds.items()}
        # Which kind a trigger is of, the group around it tells; its own groups are matched when it is found.
        unnamed = {name: re.sub(r"\(\?P<\w+>", "(?:", kind.trigger) for name, kind in self.kinds.items()}
        self._trigger = self.compiled("|".join(f"(?P<{name}>{trigger})" for name, trigger in unnamed.items()))
        literals = re.sub(r"\(\?P<\w+>|\\.", " ", self._trigger.pattern)
        self._first_words = frozenset(re.findall("[a-z]+", literals))

    def triggers(self, text: str) -> Iterator[re.Match[str]]:
        """What expressions may turn on in a text in lower case; ``lastgroup`` is the name of one of ``kinds``.

        The pattern of all triggers is slow, so it is tried only at words that it has in it, and at digits.
        """
        end = 0
        for word in _WORD.finditer(text):
            key = word.group()
            is_first = key in self._first_words or key[:-1] in self._first_words or key[0].isdigit()
            if is_first and word.start() >= end and (trigger := self._trigger.match(text, word.start())):
                end = trigger.end()
                yield trigger

    def compiled(self, pattern: str, *, ends: bool = False) -> re.Pattern[str]:
        """A pattern with the words and patterns that it names; ``ends``: where the text that is looked at ends."""
        known = self._compiled.get((pattern, ends))
        if known is None:
            spelt_out = self._spelt_out(pattern)
            known = self._compiled[pattern, ends] = re.compile(f"(?:{spelt_out})$" if ends else spelt_out)
        return known

    def _spelt_out(self, pattern: str) -> str:
        def named(found: re.Match[str]) -> str:
            name = found[1]
            if name in self._patterns:
                return f"(?:{self._spelt_out(self._patterns[name])})"
            if name not in self.words:
                raise LexiconError(f"times.yaml: {pattern!r}: {name!r} is neither a list of words nor a pattern")
            return f"(?:{'|'.join(map(re.escape, sorted(self.words[name], key=len, reverse=True)))})"

        return re.sub(r"\{([a-z_]+)\}", named, pattern)

    def _with_words(self, kind: Kind) -> Kind:
        """A kind whose rules have the words of the lists that they name."""

        def members(given: Mapping[str, Terms]) -> dict[str, Terms]:
            return {
                group: frozenset(word for term in terms for word in self.words.get(term, (term,)))
                for group, terms in given.items()
            }

        rules = (
            rule.model_copy(update={"when": members(rule.when), "unless": members(rule.unless)}) for rule in kind.rules
        )
        return kind.model_copy(update={"rules": tuple(rules)})

    def number(self, text: str) -> float | None:
        """A number in digits or words; None for one that is vague ("several")."""
        if text in self.codes["count"]:
            return float(self.codes["count"][text])
        if text[:1].isdigit():
            whole, half, _ = text.partition(" 1/2")
            return float(whole.replace(",", "")) + (0.5 if half else 0)
        words = re.split("[- ]", text)
        return float(sum(self._numbers[word] for word in words)) if self._numbers.keys() >= set(words) else None

    def year(self, text: str) -> int:
        """1991 for "1991", "91" and "nineteen ninety-one"; 2010 for "two thousand and ten"."""
        if text.isdigit():
            return int(text) + (0 if len(text) > 2 else 2000 if text < "50" else 1900)
        first, *rest = re.split("[ -]", text)
        hundreds = self._numbers[first] * (10 if "thousand" in rest else 1)
        return 100 * hundreds + sum(self._numbers.get(word, 0) for word in rest)


@cache
def time_rules() -> TimeRules:
    """The rules that ship."""
    return TimeRules(shipped("times", _File), shipped("numbers", NumberWords))
