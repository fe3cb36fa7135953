"""What all exports have in common: their words, and what is read of an article in them."""

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from crossread.corpus.dating import DateError, written_day
from crossread.corpus.exports.blocks import Block
from crossread.lexicon.load import words

COPYRIGHT = re.compile(r"\s*(?:©|\(c\)\s|copyright\b|copr\.)", re.IGNORECASE)
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


def stated_words(text: str) -> int | None:
    """How many words a line says that the article has: 1269 of "1,269 words"."""
    found = _STATED.fullmatch(text.strip())
    if not found or found[2].casefold() not in terms("words"):
        return None
    return int(re.sub(r"[.,]", "", found[1]))


def joined(blocks: Iterable[Block]) -> str:
    """The text of an article: a paragraph a line."""
    return "\n".join(line for block in blocks if (line := block.line))
