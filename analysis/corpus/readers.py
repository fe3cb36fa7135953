"""Read articles from a folder with a manifest or from a .jsonl file, one by one.

What cannot be read becomes a :class:`Problem` that names the file, the row and the value; the
articles around it are read all the same.
"""

import csv
import json
from collections.abc import Callable, Container, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from charset_normalizer import from_bytes

from analysis.corpus.dating import DateError, read_day

MANIFEST = "corpus.csv"
LARGEST_ARTICLE = 2_000_000  # characters; beyond, it is a book or a dump, not an article

# What an article may have beside its text; a manifest has `file` in the place of `text`.
FIELDS = ("doc_id", "outlet", "published", "published_basis", "title", "publisher", "via", "url", "note")


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message names it and says what was expected."""


class Article(NamedTuple):
    """One article as delivered. ``text`` is never edited: all offsets count its characters."""

    doc_id: str
    outlet: str | None
    published: date | None
    published_basis: str | None
    title: str | None
    text: str
    source_file: str


class Problem(NamedTuple):
    """Something to know about an article. ``lost``: it is left out of the tables."""

    doc_id: str | None
    stage: str
    message: str
    lost: bool


def input_files(path: Path) -> list[Path]:
    """List the files that make up a corpus, for fingerprints: articles, manifest and its lexicon."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise CorpusError(_no_corpus(path))
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )


def read_articles(path: Path, *, today: date | None = None) -> Iterator[Article | Problem]:
    """Read a corpus article by article, in the order of its manifest or lines.

    Args:
        path: a folder with the manifest ``corpus.csv``, or a ``.jsonl`` file.
        today: articles dated after tomorrow get no date; the day of the run unless given.

    Yields:
        An Article, or a Problem where one is missing, unreadable or only partly understood.

    Raises:
        CorpusError: there is no corpus at ``path``, or its manifest lacks the column ``file``.
    """
    today = today or date.today()
    if path.is_dir():
        rows = _read_manifest(path)
    elif path.suffix == ".jsonl" and path.is_file():
        rows = _read_jsonl(path)
    else:
        raise CorpusError(_no_corpus(path))
    seen: dict[str, str] = {}
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        where, text, fields, source_file = row
        doc_id = fields.get("doc_id") or Path(source_file).stem
        if doc_id in seen:
            taken, doc_id = doc_id, _free_id(doc_id, seen)
            message = f"{where}: doc_id {taken!r} is taken already by {seen[taken]}; this article is {doc_id!r} here"
            yield Problem(doc_id, "read", message, lost=False)
        seen[doc_id] = where
        if not text.strip():
            yield Problem(doc_id, "read", f"{where}: the article is empty", lost=True)
            continue
        if len(text) > LARGEST_ARTICLE:
            message = f"{where}: {len(text):,} characters; more than {LARGEST_ARTICLE:,} are not read as one article"
            yield Problem(doc_id, "read", message, lost=True)
            continue
        try:
            published = read_day(fields.get("published"), today=today)
        except DateError as error:
            published = None
            yield Problem(doc_id, "date", f"{where}: published: {error}; the date is left unknown", lost=False)
        basis = (fields.get("published_basis") or "given") if published else None
        yield Article(doc_id, fields.get("outlet"), published, basis, fields.get("title"), text, source_file)


# --- a folder with a manifest ----------------------------------------------------------------

Row = tuple[str, str, dict[str, str | None], str]  # where it stands, text, fields, source file


def _read_manifest(folder: Path) -> Iterator[Row | Problem]:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise CorpusError(f"{folder}: no {MANIFEST} in it; the manifest names each article's file, outlet and day")
    named: set[str] = set()
    text, assumed = _decode(manifest.read_bytes())
    if text is None:
        raise CorpusError(f"{manifest}: {assumed}; a manifest is a CSV file in UTF-8")
    reader = csv.DictReader(text.splitlines(keepends=True))
    columns = reader.fieldnames or []
    if "file" not in columns:
        raise CorpusError(f"{manifest}: no column 'file'; its columns are {', '.join(columns) or 'none'}")
    unknown = [column for column in columns if column not in ("file", *FIELDS)]
    if unknown:
        message = f"{manifest}: columns not read: {', '.join(map(repr, unknown))}; known are file, {', '.join(FIELDS)}"
        yield Problem(None, "read", message, lost=False)
    for number, row in enumerate(reader, 2):
        where = f"{manifest}, row {number}"
        name = (row.get("file") or "").strip()
        named.add(name)
        fields = {field: (row.get(field) or "").strip() or None for field in FIELDS}
        doc_id = fields["doc_id"] or Path(name).stem or None
        if not name:
            yield Problem(doc_id, "read", f"{where}: 'file' is empty", lost=True)
            continue
        file = folder / name
        if not _is_inside(file, folder):
            yield Problem(doc_id, "read", f"{where}: file {name!r} lies outside {folder}; not read", lost=True)
            continue
        if not file.is_file():
            yield Problem(doc_id, "read", f"{where}: file {name!r} is not in {folder}", lost=True)
            continue
        content, assumed = _decode(file.read_bytes())
        if content is None:
            yield Problem(doc_id, "read", f"{where}: file {name!r} is not text ({assumed})", lost=True)
            continue
        if assumed:
            yield Problem(doc_id, "read", f"{where}: file {name!r} is not UTF-8; read as {assumed}", lost=False)
        yield f"{where}, file {name!r}", content, fields, name
    for file in sorted(folder.glob("*.txt")):
        if file.name not in named:
            yield Problem(file.stem, "read", f"{file}: not in {MANIFEST}; left out", lost=True)


def _is_inside(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _decode(raw: bytes) -> tuple[str | None, str | None]:
    """Text and the encoding that had to be assumed; no text and the reason when it is binary."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = None if b"\0" in raw else from_bytes(raw).best()
        return (None, "binary data") if best is None else (str(best), best.encoding)
    return (None, "it holds NUL bytes") if "\0" in text else (text, None)


# --- JSON lines ------------------------------------------------------------------------------


def _free_id(doc_id: str, taken: Container[str]) -> str:
    """The first of "x-2", "x-3" ... that no article has."""
    return next(name for n in count(2) if (name := f"{doc_id}-{n}") not in taken)


def _read_jsonl(path: Path) -> Iterator[Row | Problem]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            where = f"{path.name}, line {number}"
            if not line.strip():
                continue
            try:
                record = json.loads(line.decode("utf-8"))
            except (UnicodeDecodeError, json.JSONDecodeError) as error:
                yield Problem(None, "read", f"{where}: not JSON in UTF-8 ({error})", lost=True)
                continue
            problem = _check_record(record, where)
            if problem is not None:
                yield problem
                continue
            fields = {field: record[field] if record.get(field) else None for field in FIELDS}
            yield where, record["text"], fields, path.name


def _check_record(record: Any, where: str) -> Problem | None:
    def lost(message: str) -> Problem:
        doc_id = record.get("doc_id") if isinstance(record, dict) else None
        return Problem(doc_id if isinstance(doc_id, str) else None, "read", f"{where}: {message}", lost=True)

    checks: list[tuple[Callable[[], bool], Callable[[], str]]] = [
        (lambda: isinstance(record, dict), lambda: f"expected an object, found a {type(record).__name__}"),
        (lambda: isinstance(record.get("doc_id"), str), lambda: "no 'doc_id' in it, or it is not text"),
        (lambda: isinstance(record.get("text"), str), lambda: "no 'text' in it, or it is not text"),
    ]
    for holds, message in checks:
        if not holds():
            return lost(message())
    for field in FIELDS:
        if not isinstance(record.get(field), str | None):
            return lost(f"{field} {record[field]!r:.60} is not text")
    if "\0" in record["text"]:
        return lost("the text holds NUL characters")
    return None


def _no_corpus(path: Path) -> str:
    if not path.exists():
        return f"{path}: no such file or folder"
    return f"{path}: not a corpus; expected a folder with {MANIFEST}, or a .jsonl file"
