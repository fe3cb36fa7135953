"""What reading a corpus yields: articles, problems, and the records they are made from."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

LARGEST_ARTICLE = 2_000_000  # characters; beyond, it is a book or a dump, not an article


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message names it and says what was expected."""


class Article(NamedTuple):
    """One article as delivered. ``text`` is never edited: all offsets count its characters.

    ``published_basis`` is "given" for a day that the corpus states, "inferred" for one found in a page.
    ``source_file`` is the path within the corpus.
    """

    doc_id: str
    outlet: str | None
    published: date | None
    published_basis: str | None
    title: str | None
    text: str
    source_file: str
    url: str | None = None


class Problem(NamedTuple):
    """Something to know about an article. ``lost``: it is left out of the tables."""

    doc_id: str | None
    stage: str
    message: str
    lost: bool


class Record(NamedTuple):
    """An article as its file has it, before any check: ``fields`` by the names of ``columns.yaml``."""

    where: str  # "strike.csv, row 3"
    fields: dict[str, Any]
    default_id: str  # for an article whose corpus gives it none


class Request(NamedTuple):
    """How to read a file: the ``columns`` of fields that names do not tell, and after which day none is believed.

    ``only``: the fields to read, if not all; a hint that a format may use. ``manifest``: whether the texts are in
    files of their own, which a column names.
    """

    columns: Mapping[str, str]
    today: date
    only: Collection[str] | None = None
    manifest: bool = False


def note(message: str, *, doc_id: str | None = None) -> Problem:
    """Something to know about what was read all the same."""
    return Problem(doc_id, "read", message, lost=False)


def lost(message: str, *, doc_id: str | None = None) -> Problem:
    """Something that could not be read."""
    return Problem(doc_id, "read", message, lost=True)


def reason_of(error: Exception) -> str:
    """What a library says of its failure, in at most a few lines."""
    words = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return words if len(words) <= 300 else f"{words[:297]}..."
