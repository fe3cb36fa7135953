"""spaCy's attribute_ruler, which remembers what it made of a token by all that it looks at.

It sets part of speech, morphology and some lemmas by patterns, nearly all of one token, and tries each of them on
each token of each text. Here they are tried once on each kind of token.
"""

import re
from typing import Any

from spacy.attrs import IDS
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.strings import StringStore
from spacy.tokens import Doc, Span
from spacy.tokens._retokenize import set_token_attrs

_FACTORY = "crossread_attribute_ruler"
# Distinct values of an attribute that are kept at a time: there is no end of words.
_MOST_VALUES = 100_000


def quicken_rulers(nlp: Language) -> None:
    """Put the quick ruler in the place of each original whose patterns it can remember; what they set is the same."""
    for name, pipe in list(nlp.pipeline):
        if type(pipe) is AttributeRuler and all(map(_is_plain, pipe.patterns)):
            quick: Any = nlp.replace_pipe(name, _FACTORY)
            quick.copy_patterns(pipe)


def _is_plain(rule: dict[str, Any]) -> bool:
    """Whether values of its attributes tell what a rule makes of a token: no operator, comparison or extension."""
    wanted = [pair for first, *_ in rule["patterns"] for pair in first.items()]
    return (
        "_" not in rule["attrs"]
        and (rule["index"] == 0 or all(len(pattern) > 1 for pattern in rule["patterns"]))
        and all(name in IDS and _choices(value) is not None for name, value in wanted)
    )


def _choices(wanted: Any) -> tuple[list[str | int], list[str]] | None:
    """The values and the regular expressions in what a pattern wants of an attribute; None where it is neither."""
    if not isinstance(wanted, dict):
        return [wanted], []
    regex = wanted.get("REGEX", "")
    if not isinstance(regex, str) or not wanted.keys() <= {"IN", "NOT_IN", "REGEX"}:
        return None
    return [*wanted.get("IN", ()), *wanted.get("NOT_IN", ())], [regex] if regex else []


class _Kinds(dict[int, int]):
    """The kind of each value of one attribute: itself where some pattern tells it from others, else 0."""

    def __init__(self, strings: StringStore) -> None:
        super().__init__()
        self._strings = strings
        self._named: set[int] = set()
        self._shapes: list[re.Pattern[str]] = []

    def tell(self, wanted: Any) -> None:
        """Tell the values that a pattern wants from others."""
        values, shapes = _choices(wanted) or ([], [])
        self._named.update(self._strings[value] if isinstance(value, str) else int(value) for value in values)
        self._shapes += map(re.compile, shapes)

    def __missing__(self, value: int) -> int:
        if len(self) >= _MOST_VALUES:
            self.clear()
        told = value in self._named or any(shape.search(self._strings[value]) for shape in self._shapes)
        self[value] = value if told else 0
        return self[value]


@Language.factory(_FACTORY)
class QuickRuler(AttributeRuler):
    """Does what an ``AttributeRuler`` with the same patterns does."""

    def __init__(self, nlp: Language, name: str) -> None:
        """Know no pattern yet."""
        super().__init__(nlp.vocab, name)
        self._kinds: dict[str, _Kinds] = {}
        self._starts = Matcher(nlp.vocab)  # the first tokens of patterns of several
        self._made: dict[tuple[int, ...], dict[int, int] | None] = {}

    def copy_patterns(self, ruler: AttributeRuler) -> None:
        """Take over the patterns of a ruler."""
        rules: list[dict[str, Any]] = list(ruler.patterns)
        self.add_patterns(rules)
        for first, *others in (pattern for rule in rules for pattern in rule["patterns"]):
            for name, wanted in first.items():
                self._kinds.setdefault(name, _Kinds(self.vocab.strings)).tell(wanted)
            if others:
                self._starts.add("start", [[first]])

    def __call__(self, doc: Doc) -> Doc:
        """Set what the patterns say of each token."""
        table: Any = doc.to_array(list(self._kinds))
        columns = table.reshape(len(doc), len(self._kinds)).T.tolist()
        kinds = (map(of.__getitem__, column) for of, column in zip(self._kinds.values(), columns, strict=True))
        looks = list(zip(*kinds, strict=True))
        for place, look in enumerate(looks):
            if look not in self._made:
                self._made[look] = self._try(doc[place : place + 1])
        made = [self._made[look] for look in looks]
        if None in made:
            return super().__call__(doc)
        for token, attrs in zip(doc, made, strict=True):
            set_token_attrs(token, attrs or {})
        return doc

    def _try(self, token: Span) -> dict[int, int] | None:
        """All that patterns of one token set, the last word to the last rule; None where a longer one may begin."""
        if len(self._starts) and self._starts(token, allow_missing=True):
            return None
        matches: Any = self.match(token)  # type: ignore[arg-type]  # spaCy matches spans as well
        return {name: value for rule, *_ in matches for name, value in self.attrs[rule].items()}
