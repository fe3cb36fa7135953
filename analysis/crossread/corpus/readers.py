"""Read the articles of a corpus one by one, whatever it is kept in.

What cannot be read becomes a :class:`Problem` that names the file, the row and the value; the articles
around it are read all the same. Nothing but the article at hand is in memory, and the ids of those before.
"""

import posixpath
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from crossread.corpus.columns import check_wanted, listed
from crossread.corpus.dating import DateError, Order, find_order, is_ambiguous, read_day
from crossread.corpus.delimited import read_delimited
from crossread.corpus.formats import ARCHIVE, KNOWN, SINGLE, ending, is_beside, read_records
from crossread.corpus.language import other_language
from crossread.corpus.markup import blank_markup, is_markup
from crossread.corpus.records import LARGEST_ARTICLE, Article, CorpusError, Problem, Record, Request, lost, note
from crossread.corpus.sources import File, Listing, find_source, list_archive

MANIFEST = "corpus.csv"
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # which UTF-8 cannot write
_REMOVED = "[removed]"  # what NewsAPI answers in place of an article
_CUT = re.compile(r"(?:…|\.\.\.) ?\[\+?\d+ chars\]\s*$")  # what it and GNews end a text with that is not whole
_LONGEST_FIELD = 2_000  # characters of an id, an outlet, a title or an address; beyond, it is something else


def read_articles(
    source: str | Path, *, columns: Mapping[str, str] | None = None, today: date | None = None
) -> Iterator[Article | Problem]:
    """Read a corpus article by article, in the order of its files, rows or manifest.

    Args:
        source: a path or any URL that fsspec opens. A folder with the manifest ``corpus.csv``; a folder
            without one, all of whose files are read; a .csv, .tsv, .jsonl, .ndjson or .json file, each also
            with .gz; a .parquet, .txt, .html or .docx file, the last three perhaps the
            export of an archive of news; a .zip of any of these.
        columns: which column of the corpus holds a field of ``columns.yaml``, as in ``{"text": "Body"}``,
            where its name does not tell.
        today: articles dated after tomorrow get no date; the day of the run unless given.

    Yields:
        An Article, or a Problem where one is missing, unreadable, not in English or only partly understood.

    Raises:
        CorpusError: there is no corpus at ``source``, or no column for its texts.
    """
    check_wanted(columns)
    reading = _Reading(Request(columns or {}, today or date.today()))
    found = find_source(source)
    if found.file is None:
        yield from reading.folder(found.name, found.listing)
    elif ending(found.file.name) == ARCHIVE:
        yield from reading.folder(found.name, list_archive(found.file))
    elif ending(found.file.name):
        yield from reading.file(found.file)
    else:
        raise CorpusError(f"{found.name}: not a corpus; expected a folder, or a file: {KNOWN}")


class _Reading:
    """One pass over a corpus: what every article is checked for, and the ids that are taken."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._taken: dict[str, str] = {}

    def folder(self, name: str, listing: Listing) -> Iterator[Article | Problem]:
        """The articles of a folder or an archive; a file that cannot be read is told."""
        yield from listing.refused.values()
        if MANIFEST in listing.files:
            yield from self._manifest(name, listing)
            return
        if not listing.files and not listing.refused:
            raise CorpusError(f"{name}: no files in it; expected articles: {KNOWN}")
        beside = []
        for path, file in listing.files.items():
            kind = ending(path)
            try:
                if kind == ARCHIVE:
                    yield from self.folder(file.name, list_archive(file))
                elif kind:
                    yield from self.file(file)
                elif is_beside(path):
                    beside.append(path)
                else:
                    yield _of_unknown_kind(file)
            except CorpusError as error:
                yield lost(str(error), doc_id=file.stem)
        if beside:
            yield note(f"{name}: not read, and not counted as articles: {listed(beside)}")

    def file(self, file: File) -> Iterator[Article | Problem]:
        """The articles of one file."""
        settings = _Settings(file.name, lambda: read_records(file, self._request._replace(only=("published",))))
        for item in read_records(file, self._request):
            yield from [item] if isinstance(item, Problem) else self._check(item, settings, file.name)

    def _manifest(self, name: str, listing: Listing) -> Iterator[Article | Problem]:
        manifest = listing.files[MANIFEST]
        request = self._request._replace(manifest=True)
        settings = _Settings(manifest.name, lambda: read_delimited(manifest, request))
        named = {MANIFEST}
        for row in read_delimited(manifest, request):
            if isinstance(row, Problem):
                yield row
                continue
            stated = {field: value for field, value in row.fields.items() if value.strip()}
            path = stated.pop("file", "").strip()
            inside = posixpath.normpath(path)
            named.add(inside)
            doc_id = stated.get("doc_id", "").strip() or None
            if not path:
                yield lost(f"{row.where}: 'file' is empty", doc_id=doc_id)
                continue
            try:
                file = _find_file(name, listing, path, inside)
                items = list(read_records(file, self._request))
            except CorpusError as error:
                yield lost(f"{row.where}: file {error}", doc_id=doc_id or posixpath.splitext(inside)[0] or None)
                continue
            for item in items:
                if isinstance(item, Problem):
                    yield item._replace(message=f"{row.where}: file {item.message}")
                    continue
                if "published" in stated:
                    item.fields.pop("published_basis", None)
                record = Record(f"{row.where}, file {path!r}", item.fields | stated, posixpath.basename(file.stem))
                yield from self._check(record, settings, path)
        for path, file in listing.files.items():
            if path in named:
                continue
            if not ending(path) and not is_beside(path):
                yield _of_unknown_kind(file)
            elif ending(path) in SINGLE:
                yield lost(f"{file.name}: not in {MANIFEST}; left out", doc_id=file.stem)

    def _check(self, record: Record, settings: "_Settings", source_file: str) -> Iterator[Article | Problem]:
        """What every article is checked for, wherever it comes from."""
        where = record.where
        fields: dict[str, str | None] = {}
        notes: list[str] = []
        for field in ("doc_id", "outlet", "title", "url", "published_basis"):
            try:
                fields[field] = _short_text(record.fields.get(field), is_id=field == "doc_id")
            except ValueError as error:
                fields[field] = None
                notes.append(f"{where}: {field}: {error}; it is left unknown")
        doc_id = fields["doc_id"] or record.default_id
        try:
            text = _article_text(record.fields.get("text"))
        except ValueError as error:
            yield lost(f"{where}: {error}", doc_id=doc_id)
            return
        whole = _HALF_CHARACTER.sub("\ufffd", text)
        if whole != text:
            notes.append(f"{where}: half characters (lone surrogates) in the text are read as \ufffd")
        has_markup = is_markup(whole)
        language = other_language(" ".join(blank_markup(whole).split()) if has_markup else whole)
        if language:
            yield Problem(doc_id, "language", f"{where}: written in {language}, not in English; not counted", lost=True)
            return
        if doc_id in self._taken:
            taken = doc_id
            doc_id = next(name for n in count(2) if (name := f"{taken}-{n}") not in self._taken)
            notes.append(
                f"{where}: doc_id {taken!r} is taken already by {self._taken[taken]}; this article is {doc_id!r} here"
            )
        self._taken[doc_id] = where
        if has_markup and not settings.is_markup_told:
            settings.is_markup_told = True
            notes.append(f"{where}: the text is HTML, perhaps others of {settings.name} too; its tags are not read")
        if _CUT.search(whole[-40:]) and not settings.is_cut_told:
            settings.is_cut_told = True
            notes.append(f"{where}: the text is cut ({whole.strip()[-20:]!r}), perhaps others of {settings.name} too")
        yield from (note(message, doc_id=doc_id) for message in notes)
        published = yield from settings.day(record, doc_id, self._request.today)
        basis = (fields["published_basis"] or "given") if published else None
        yield Article(doc_id, fields["outlet"], published, basis, fields["title"], whole, source_file, fields["url"])


@dataclass
class _Settings:
    """What holds for a whole file: the order of its dates, and what was told of it already."""

    name: str
    read_again: Callable[[], Iterator[Record | Problem]]
    order: Order | None = None
    is_order_searched: bool = False
    is_markup_told: bool = False
    is_cut_told: bool = False

    def day(self, record: Record, doc_id: str, today: date) -> Generator[Problem, None, date | None]:
        """The day of an article.

        The first that could be two days sends for all the others of the file: perhaps they tell the order.
        """
        value = record.fields.get("published")
        if is_ambiguous(value) and not self.is_order_searched:
            self.is_order_searched = True
            others = (item for item in self.read_again() if isinstance(item, Record))
            self.order = find_order(other.fields.get("published") for other in others)
            if self.order:
                message = f"{self.name}: dates such as {value!r} are read {self.order}, as others of the file must be"
                yield Problem(None, "date", message, lost=False)
        try:
            return read_day(value, today=today, order=self.order)
        except DateError as error:
            message = f"{record.where}: published: {error}; the date is left unknown"
            yield Problem(doc_id, "date", message, lost=False)
            return None


def _of_unknown_kind(file: File) -> Problem:
    kind = posixpath.splitext(file.name)[1]
    files = f"files that end in {kind!r}" if kind else "files without an ending"
    return lost(f"{file.name}: {files} are not read; save it as .txt or .html", doc_id=file.stem)


def _find_file(folder: str, listing: Listing, path: str, inside: str) -> File:
    if inside.startswith(("../", "/")) or inside == "..":
        raise CorpusError(f"{path!r} lies outside {folder}; not read")
    if inside in listing.refused:
        raise CorpusError(f"{path!r} is refused: {listing.refused[inside].message}")
    if inside not in listing.files:
        raise CorpusError(f"{path!r} is not in {folder}")
    if ending(inside) not in SINGLE:
        raise CorpusError(f"{path!r} is not an article; expected {', '.join(SINGLE)}")
    return listing.files[inside]


def _short_text(value: Any, *, is_id: bool) -> str | None:
    """A field as text; empty is unknown. A whole number is text where an id is expected.

    Raises:
        ValueError: it is something else, or far too long.
    """
    if _is_missing(value):
        return None
    if is_id and not isinstance(value, bool) and isinstance(value, int | float) and float(value).is_integer():
        value = str(int(value))
    if not isinstance(value, str):
        raise ValueError(f"expected text, found {type(value).__name__} {value!r:.60}")
    if len(value) > _LONGEST_FIELD:
        raise ValueError(f"expected a short text, found {len(value):,} characters: {value!r:.60}")
    return _HALF_CHARACTER.sub("\ufffd", value).strip() or None


def _article_text(value: Any) -> str:
    """The text of an article as it stands.

    Raises:
        ValueError: there is none, or it is no article's.
    """
    if _is_missing(value):
        raise ValueError("the article is empty")
    if not isinstance(value, str):
        raise ValueError(f"text: expected text, found {type(value).__name__} {value!r:.60}")
    if len(value) > LARGEST_ARTICLE:
        raise ValueError(f"{len(value):,} characters; more than {LARGEST_ARTICLE:,} are not read as one article")
    if value.strip().casefold() == _REMOVED:
        raise ValueError("its text was taken away ('[Removed]')")
    if "\0" in value:
        raise ValueError("the text holds NUL characters")
    return value


def _is_missing(value: Any) -> bool:
    return value is None or value != value or (isinstance(value, str) and not value.strip())  # NaN is not itself
