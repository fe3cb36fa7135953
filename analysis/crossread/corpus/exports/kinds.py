"""What all exports have in common: their words, and what is read of an article in them."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from crossread.corpus.dating import DateError, written_day
from crossread.corpus.exports.blocks import Block
from crossread.lexicon.load import words

COPYRIGHT = re.compile(r"\s*(?:©|\(c\)\s|copy(?:right)?\b[\s(c)©,]*\d{4})", re.IGNORECASE)
_TO_YEAR = re.compile(r".{0,40}?\b\d{4}\b")
_MONTHS = "|".join(sorted(name for names in words("months").values() for name in names))
_MONTH_OF_YEAR = re.compile(rf"(?:\W*\b(?:{_MONTHS})\b)+\W*\d{{4}}\b.{{0,40}}", re.IGNORECASE)
_STATED = re.compile(r"(\d[\d.,]*)\s*(\w+)")


class NotInExportError(ValueError):
    """An article that its export does not hold; the message says why."""


class Item(NamedTuple):
    """An article as an export has it: ``fields`` by the names of ``columns.yaml``, and section, byline, length.

    ``is_whole``: whether the export goes on behind its text, so that it is not cut. ``number`` of ``total``: where
    the export counts its articles.
    """

    fields: dict[str, str]
    is_whole: bool
    number: int = 0
    total: int = 0


def terms(name: str) -> frozenset[str]:
    """A list of ``exports.yaml``."""
    return words("exports")[name]


def is_day(text: str) -> bool:
    """Whether a line is a date and nothing else."""
    with suppress(DateError):
        return written_day(text) is not None
    return False


def find_day(lines: Sequence[str]) -> tuple[int, str]:
    """Which of some lines is the date, and its day as written; empty where none is.

    A whole line that is one; else one that begins with one ("June 5, 1999, Metro"); else one that names a month of a
    year ("January 2010"), which is no day and will be told so, but no title either.
    """
    for number, line in enumerate(lines):
        if is_day(line):
            return number, line
    for number, line in enumerate(lines):
        found = _TO_YEAR.match(line)
        if found and is_day(found[0]):
            return number, found[0]
    for number, line in enumerate(lines):
        if _MONTH_OF_YEAR.fullmatch(line):
            return number, line
    return 0, ""


def stated_words(text: str) -> int | None:
    """How many words a line says that the article has: 1269 of "1,269 words"."""
    found = _STATED.fullmatch(text.strip())
    if not found or found[2].casefold() not in terms("words"):
        return None
    return int(re.sub(r"[.,]", "", found[1]))


def joined(blocks: Iterable[Block]) -> str:
    """The text of an article: a paragraph a line."""
    return "\n".join(line for block in blocks if (line := block.line))
