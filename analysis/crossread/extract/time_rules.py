"""The rules of time expressions: ``times.yaml``, checked and compiled once in a process."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
_GROUP = r"\(\?P<(\w+)>"


class Rule(Entry):
    """One rule; the head of ``times.yaml`` tells what its fields mean."""

    name: str = Field(pattern="^[a-z]+/.+")
    when: dict[str, Terms] = {}
    unless: dict[str, Terms] = {}
    before: str = ""
    after: str = ""
    starts: str = ""
    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    at: str = ""
    value: str = ""
    example: str = ""


class _KindEntry(Entry):
    trigger: Pattern
    word: str = ""
    capital: bool = False
    before: Pattern = ""
    after: Pattern = "(?!)"
    rules: tuple[Rule, ...]


class _File(Entry):
    words: dict[str, dict[str, Code] | tuple[str, ...]]
    patterns: dict[str, str]
    before: dict[str, str]
    after: dict[str, str]
    kinds: dict[str, _KindEntry]


@dataclass(frozen=True)
class Kind:
    """One kind of trigger: what is looked at before and after it, and its rules."""

    groups: tuple[str, ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str]
    word: str
    capital: bool
    rules: tuple[Rule, ...]


class TimeRules:
    """All rules, compiled.

    ``codes`` are those of the lists of words, ``before`` and ``after`` the patterns that rules ask for.
    """

    def __init__(self, file: _File, numbers: NumberWords) -> None:
        """Compile what the file says.

        Raises:
            LexiconError: a pattern or a rule names what is not there, or a pattern is none.
        """
        self._numbers = numbers.small
        ordinals = {word: str(number) for number, word in enumerate(numbers.ordinals, 1)}
        ones, tens = numbers.between(1, 9), numbers.between(20, 99)
        teens = numbers.between(10, 19)
        self.words: Mapping[str, Iterable[str]] = {
            **{"ones": ones, "teens": teens, "small": ones + teens, "tens": tens, "ordinal": ordinals},
            **file.words,
        }
        days = {word: number.zfill(2) for word, number in ordinals.items()}
        self.codes: Mapping[str, Mapping[str, str]] = {
            **{"ordinal": ordinals, "day": days},
            **{name: words for name, words in file.words.items() if isinstance(words, dict)},
        }
        self._patterns = file.patterns
        self.before = {name: self._compiled(pattern, ends=True) for name, pattern in file.before.items()}
        self.after = {name: self._compiled(pattern) for name, pattern in file.after.items()}
        self.kinds = {name: self._kind(name, kind) for name, kind in file.kinds.items()}
        triggers = (f"(?P<{name}>{_renamed(kind.trigger, f'{name}__')})" for name, kind in file.kinds.items())
        self._trigger = self._compiled("|".join(triggers))
        literals = re.sub(rf"{_GROUP}|\\.", " ", self._trigger.pattern)
        self._first_words = frozenset(re.findall("[a-z]+", literals))

    def triggers(self, text: str) -> Iterator[re.Match[str]]:
        """What expressions may turn on in a text in lower case; ``lastgroup`` is the name of one of ``kinds``.

        The pattern of all triggers is slow, so it is tried only at words that it has in it, and at digits.
        """
        end = 0
        for word in _WORD.finditer(text):
            key = word.group()
            if word.start() < end or not (key in self._first_words or key[:-1] in self._first_words or key[0].isdigit()):
                continue
            trigger = self._trigger.match(text, word.start())
            if trigger is not None:
                end = trigger.end()
                yield trigger

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

    def _compiled(self, pattern: str, *, ends: bool = False) -> re.Pattern[str]:
        spelt_out = self._spelt_out(pattern)
        try:
            return re.compile(f"(?:{spelt_out})$" if ends else spelt_out)
        except re.error as error:
            raise LexiconError(f"times.yaml: {pattern!r} is not a pattern: {error}") from error

    def _spelt_out(self, pattern: str) -> str:
        """A pattern with the words and patterns that it names in their places."""

        def named(found: re.Match[str]) -> str:
            name = found[1]
            if name in self._patterns:
                return f"(?:{self._spelt_out(self._patterns[name])})"
            if name not in self.words:
                raise LexiconError(f"times.yaml: {pattern!r}: {name!r} is neither a list of words nor a pattern")
            return f"(?:{'|'.join(map(re.escape, sorted(self.words[name], key=len, reverse=True)))})"

        return re.sub(r"\{([a-z_]+)\}", named, pattern)

    def _kind(self, name: str, kind: _KindEntry) -> Kind:
        groups = tuple(f"{name}__{group}" for group in re.findall(_GROUP, kind.trigger))
        before = self._compiled(kind.before, ends=True) if kind.before else None
        rules = tuple(map(self._rule, kind.rules))
        return Kind(groups, before, self._compiled(kind.after), kind.word, kind.capital, rules)

    def _rule(self, rule: Rule) -> Rule:
        """A rule with the words of the lists that it names."""
        for name, known in ((rule.before, self.before), (rule.after, self.after)):
            if name and name.removeprefix("not ") not in known:
                raise LexiconError(f"times.yaml, {rule.name}: {name!r} is not a pattern; those are {', '.join(known)}")
        wanted = {side: {group: self._members(terms) for group, terms in given.items()}
                  for side, given in (("when", rule.when), ("unless", rule.unless))}  # fmt: skip
        return rule.model_copy(update=wanted)

    def _members(self, terms: frozenset[str]) -> frozenset[str]:
        return frozenset(word for term in terms for word in self.words.get(term, (term,)))


def _renamed(pattern: str, prefix: str) -> str:
    """A pattern whose groups do not clash with those of other kinds."""
    return re.sub(_GROUP, rf"(?P<{prefix}\1>", pattern)


@cache
def time_rules() -> TimeRules:
    """The rules that ship."""
    return TimeRules(shipped("times", _File), NumberWords.shipped())
