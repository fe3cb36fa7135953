"""Articles in files of their own: plain text, and HTML pages."""

import re
from datetime import date
from typing import Any

from crossread.corpus.encoding import find_encoding, open_text
from crossread.corpus.records import LARGEST_ARTICLE, CorpusError, Problem, Record, note, reason_of
from crossread.corpus.sources import File, UnreadableError

LARGEST_PAGE = 5 * LARGEST_ARTICLE  # characters of HTML

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")
_HEAD = 4_000  # characters; more than a fiftieth of them control characters is no text


def read_text(file: File) -> tuple[Record, list[Problem]]:
    """Read a file that is one article.

    Raises:
        CorpusError: it is binary, too large, or cannot be read.
    """
    text, problems = _read(file, LARGEST_ARTICLE)
    return Record(file.name, {"text": text}, file.stem), problems


def read_page(file: File, *, today: date) -> tuple[Record, list[Problem]]:
    """Read an HTML page: its main text, and what its head says of title, site and day (an inferred one).

    ``text`` is what trafilatura takes out of the page, since offsets need one text to count in. Nothing in
    the page is run, and nothing it refers to is fetched.

    Raises:
        CorpusError: it is binary, too large, cannot be read, or no main text is found in it.
    """
    import trafilatura  # takes half a second, which corpora without pages need not spend

    html, problems = _read(file, LARGEST_PAGE)
    try:
        page = trafilatura.bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": today.isoformat()},
        )
    except Exception as error:  # a page can break a parser in many ways
        raise CorpusError(f"{file.name!r} is not readable as HTML ({reason_of(error)})") from error
    if page is None or isinstance(page, dict) or not page.text:
        raise CorpusError(f"{file.name!r}: no main text found in the page")
    fields: dict[str, Any] = {
        "text": page.text,
        "title": page.title,
        "outlet": page.sitename,
        "published": page.date,
        "published_basis": "inferred",
        "url": page.url,
    }
    return Record(file.name, fields, file.stem), problems


def _read(file: File, limit: int) -> tuple[str, list[Problem]]:
    encoding = find_encoding(file)
    try:
        with open_text(file, encoding.codec) as stream:
            text = stream.read(limit + 1)
    except UnreadableError as error:
        raise CorpusError(f"{file.name!r}: {error}") from error
    if len(text) > limit:
        raise CorpusError(f"{file.name!r}: more than {limit:,} characters are not read as one article")
    if "\0" in text or len(_CONTROL.findall(text[:_HEAD])) > _HEAD // 50:
        raise CorpusError(f"{file.name!r} is not text (binary data)")
    return text, [note(f"{file.name!r} {encoding.remark}", doc_id=file.stem)] if encoding.remark else []
