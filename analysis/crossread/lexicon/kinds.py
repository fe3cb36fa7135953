"""What kind of body or office a name says it is, where no entry of the lexicon knows it."""

import re
from collections.abc import Iterator
from functools import cache

from crossread.lexicon.load import shipped, words
from crossread.lexicon.model import Grammar

OFFICIAL = "official"  # the kind of who holds an office of the state
_LINK = re.compile(r" (?:of|for|from|at|with|in|on|to) (?:the )?")  # what follows tells whose it is
_LONGEST = 3  # words in an ending of `kinds.yaml`


def kind_of_name(name: str) -> str | None:
    """The kind of a body or office by the words of its name; None where they tell none.

    Who speaks for others is of their kind, and an official of nobody that is named is ``official``.

    >>> names = ["Labour Ministry", "Union of Miners", "spokesman for the union", "party officials", "officials", "she"]
    >>> [kind_of_name(name) for name in names]
    ['ministry', 'union', 'union', 'party', 'official', None]
    """
    head, *owners = _LINK.split(name.split(";")[0].casefold().replace("’", "'"))
    parts, titles = _words(head), shipped("grammar", Grammar).titles
    kinds = [_kind_at_end(parts)]
    while parts and not titles.isdisjoint(_singulars(parts[-1])):
        parts.pop()
        kinds.append(_kind_at_end(parts))
    kinds += [_kind_at_end(_words(owner)) for owner in owners]
    known = [kind for kind in kinds if kind is not None]
    return next((kind for kind in known if kind != OFFICIAL), known[0] if known else None)


def _words(text: str) -> list[str]:
    return [word.strip('.,"()') or word for word in text.split()]


def _kind_at_end(parts: list[str]) -> str | None:
    """The kind of the longest ending of a name that is known."""
    for n in range(_LONGEST, 0, -1):
        for last in _singulars(parts[-1]) if len(parts) >= n else ():
            if kind := _endings().get(" ".join([*parts[-n:-1], last])):
                return kind
    return None


def _singulars(word: str) -> Iterator[str]:
    """A word, and what its singular may be: "authorities", "officials", "policemen"."""
    yield word
    for plural, singular in (("s", ""), ("ies", "y"), ("men", "man"), ("'s", "")):
        if word.endswith(plural):
            yield word.removesuffix(plural) + singular


@cache
def _endings() -> dict[str, str]:
    organs = dict.fromkeys(shipped("grammar", Grammar).organs, "ministry")
    return organs | {ending: kind for kind, endings in words("kinds").items() for ending in endings}
