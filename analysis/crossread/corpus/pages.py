"""Articles in files of their own: plain text, and HTML pages."""

import re
from collections.abc import Generator, Iterator

from crossread.corpus.encoding import open_text
from crossread.corpus.records import LARGEST_ARTICLE, CorpusError, Problem, Record, Request, note, reason_of
from crossread.corpus.sources import File, UnreadableError

LARGEST_PAGE = 5 * LARGEST_ARTICLE  # characters of HTML

_CONTROL = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")
_HEAD = 4_000  # characters; more than a fiftieth of them control characters is no text


def read_text(file: File, _: Request) -> Iterator[Record | Problem]:
    """Read a file that is one article.

    Raises:
        CorpusError: it is binary, too large, or cannot be read.
    """
    text = yield from _read(file, LARGEST_ARTICLE)
    yield Record(file.name, {"text": text}, file.stem)


def read_page(file: File, request: Request) -> Iterator[Record | Problem]:
    """Read an HTML page: its main text, and what its head says of title, site and day (an inferred one).

    ``text`` is what trafilatura takes out of the page, since offsets need one text to count in. Nothing in
    the page is run, and nothing it refers to is fetched.

    Raises:
        CorpusError: it is binary, too large, cannot be read, or no main text is found in it.
    """
    import trafilatura  # takes half a second, which corpora without pages need not spend

    html = yield from _read(file, LARGEST_PAGE)
    dating = {"extensive_search": False, "original_date": True, "max_date": request.today.isoformat()}
    try:
        page = trafilatura.bare_extraction(
            html, with_metadata=True, include_comments=False, date_extraction_params=dating
        )
    except Exception as error:  # a page can break a parser in many ways
        raise CorpusError(f"{file.name!r} is not readable as HTML ({reason_of(error)})") from error
    if page is None or isinstance(page, dict) or not page.text:
        raise CorpusError(f"{file.name!r}: no main text found in the page")
    fields = {"text": page.text, "title": page.title, "outlet": page.sitename, "url": page.url}
    yield Record(file.name, {**fields, "published": page.date, "published_basis": "inferred"}, file.stem)


def _read(file: File, limit: int) -> Generator[Problem, None, str]:
    try:
        stream, remark = open_text(file)
        with stream:
            text = stream.read(limit + 1)
    except UnreadableError as error:
        raise CorpusError(f"{file.name!r}: {error}") from error
    if len(text) > limit:
        raise CorpusError(f"{file.name!r}: more than {limit:,} characters are not read as one article")
    if "\0" in text or len(_CONTROL.findall(text[:_HEAD])) > _HEAD // 50:
        raise CorpusError(f"{file.name!r} is not text (binary data)")
    if remark:
        yield note(f"{file.name!r} {remark}", doc_id=file.stem)
    return text
