"""Articles in the rows of a delimited table: .csv and .tsv.

Rows are read strictly, one by one. A quotation mark that never closes would swallow all that follows;
the row it stands in is given up, and reading goes on with the next line that is a row by itself.

A quotation mark in a field is doubled, or has a backslash before it. Where only the other way than that of the rows
before reads a row, it and those after it are read in that way.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from crossread.corpus.columns import map_columns, read_header
from crossread.corpus.encoding import open_text
from crossread.corpus.records import LARGEST_ARTICLE, CorpusError, Problem, Record, Request, lost, note
from crossread.corpus.sources import File, UnreadableError

DELIMITERS = ",;\t|"
ONE_LINE = ("doc_id", "file", "outlet", "published", "url")  # fields; a line break in one may be a row swallowed
MOST_LINES = 2_000  # of one row; a longer one is a quotation mark that does not close
_LONGEST_LINE = 4 * LARGEST_ARTICLE  # characters
_TRIAL = 500  # lines that a row after a broken one may have
_NOT_CLOSED = "a quotation mark in it does not close"
_HEADER_LINES = 20  # of a header whose names have line breaks, as spreadsheets allow them


class Dialect(NamedTuple):
    """How a table is written: the sign between its fields, and the one before a quotation mark in a field."""

    delimiter: str
    escape: str | None


class Attempt(NamedTuple):
    """A row as a dialect reads it: its lines, its fields, why they are not those of a row, or may hold other rows."""

    dialect: Dialect
    taken: list[str]
    fields: list[str]
    reason: str | None
    swallows: bool

    @property
    def whole(self) -> bool:
        """Whether it is surely one row, and nothing but it."""
        return self.reason is None and not self.swallows


class Row(NamedTuple):
    """The fields of a row; a remark on it, or why there are none. ``number`` counts rows, the header is 1."""

    number: int
    line: int
    fields: list[str] | None
    remark: str | None = None


def read_delimited(file: File, request: Request) -> Iterator[Record | Problem]:
    """Read a table with a header.

    Raises:
        CorpusError: it has no header, or no column holds the texts (or the files) of the articles.
    """
    try:
        stream, remark = open_text(file)
        with stream:
            lines = _Lines(stream)
            delimiter, header = _read_header(lines, file, request)
            columns, problems = read_header(file.name, header, request.columns, manifest=request.manifest)
            if remark:
                yield note(f"{file.name} {remark}")
            yield from problems
            position = {name: header.index(column) for name, column in columns.items()}
            short = [index for name, index in position.items() if name in ONE_LINE]
            for row in _rows(lines, Dialect(delimiter, None), len(header), short):
                where = f"{file.name}, row {row.number}"
                if row.remark:
                    yield (lost if row.fields is None else note)(f"{where} (line {row.line}): {row.remark}")
                if row.fields is not None:
                    fields = {name: row.fields[index] for name, index in position.items()}
                    yield Record(where, fields, f"{file.stem}-{row.number}")
    except UnreadableError as error:
        yield lost(f"{file.name}: {error}; what stands before is read")


# --- lines -----------------------------------------------------------------------------------


class _Lines(Iterator[str]):
    """The lines of a text, with their numbers; some can be put back. An endless one is cut."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: deque[str] = deque()
        self.number = 0  # of the line given last

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._stream.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)


# --- header ----------------------------------------------------------------------------------


def _read_header(lines: _Lines, file: File, request: Request) -> tuple[str, list[str]]:
    """Take the header off, with the delimiter under which most of its names are fields of articles."""
    first = next((line for line in lines if line.strip()), None)
    stated = re.fullmatch(r'"?sep=(.)"?\s*', first or "")  # as Excel writes it
    if stated:
        first = next(lines, None)
    if first is None:
        raise CorpusError(f"{file.name}: it is empty; expected a header and rows")
    head = _whole_header(first, lines)
    if "\0" in first or len(first) == _LONGEST_LINE:
        raise CorpusError(f"{file.name}: binary data; expected a header and rows of text")

    def fields(delimiter: str) -> list[str]:
        return [name.strip().removeprefix("\ufeff") for name in next(csv.reader(head, delimiter=delimiter))]

    def score(delimiter: str) -> tuple[int, int]:
        names = fields(delimiter)
        known = map_columns(names, manifest=request.manifest).columns
        return len(known) + len(set(names) & set(request.columns.values())), len(names)

    try:
        delimiter = stated[1] if stated else max(DELIMITERS, key=score)
    except csv.Error as error:
        raise CorpusError(f"{file.name}: its first line is not a header ({error})") from error
    return delimiter, fields(delimiter)


def _whole_header(first: str, lines: _Lines) -> list[str]:
    """The lines of the header from its first on: a name in quotation marks may go over some."""
    head = [first]
    while "".join(head).count('"') % 2 and len(head) < _HEADER_LINES and (line := next(lines, "")):
        head.append(line)
    if "".join(head).count('"') % 2:  # a mark that never closes
        lines.put_back(head[1:])
        return [first]
    return head


# --- rows ------------------------------------------------------------------------------------


def _rows(lines: _Lines, dialect: Dialect, n_columns: int, short: Sequence[int]) -> Iterator[Row]:
    number = 1
    while True:
        line = lines.number + 1
        read = _read(lines, dialect, n_columns, short)
        dialect, taken, fields, reason, _ = read
        if not taken:
            return
        if not fields and reason is None:
            continue  # a blank line
        number += 1
        if read.whole:
            yield Row(number, line, fields[:n_columns])
            continue
        n_skipped = _next_row(taken, dialect, n_columns, short)
        if reason is None and n_skipped == len(taken):  # only a field with a line break, odd as it is
            yield Row(number, line, fields[:n_columns])
            continue
        reason = reason or "a quotation mark in it closes in another row"
        lines.put_back(taken[n_skipped:])
        alone = _split(taken[0], dialect.delimiter)
        if n_skipped == 1 and _why_broken(alone, n_columns) is None:
            yield Row(number, line, alone[:n_columns], f"{reason}; read as it stands, with its quotation marks")
        else:
            left_out = f"; lines {line} to {lines.number} are left out" if n_skipped > 1 else ""
            yield Row(number, line, None, reason + left_out)


def _read(lines: _Lines, dialect: Dialect, n_columns: int, short: Sequence[int]) -> Attempt:
    """The next row, as those before it are written, or in the other way where only that reads it."""
    first = _attempt(lines, dialect, n_columns, short)
    if first.whole or not any('\\"' in line for line in first.taken):
        return first
    lines.put_back(first.taken)
    second = _attempt(lines, dialect._replace(escape=None if dialect.escape else "\\"), n_columns, short)
    if second.whole:
        return second
    lines.put_back(second.taken)
    return _attempt(lines, dialect, n_columns, short)


def _attempt(lines: Iterator[str], dialect: Dialect, n_columns: int, short: Sequence[int]) -> Attempt:
    taken: list[str] = []
    fields, reason = _parse(_take(lines, taken), dialect)
    reason = reason or (_why_broken(fields, n_columns) if fields else None)
    return Attempt(dialect, taken, fields, reason, reason is None and bool(fields) and _swallows(fields, short))


def _take(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    """The lines of one row; what goes on and on is none."""
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line)
        yield line
        if len(taken) >= MOST_LINES or size >= _LONGEST_LINE:
            raise csv.Error(_NOT_CLOSED)


def _parse(lines: Iterator[str], dialect: Dialect) -> tuple[list[str], str | None]:
    """The fields of the next row, or why it is not one."""
    csv.field_size_limit(2 * _LONGEST_LINE)
    escape = dialect.escape
    rows = csv.reader(lines, delimiter=dialect.delimiter, escapechar=escape, doublequote=not escape, strict=True)
    try:
        return next(rows, []), None
    except csv.Error as error:
        return [], _NOT_CLOSED if "end of data" in str(error) else str(error)


def _why_broken(fields: Sequence[str], n_columns: int) -> str | None:
    """Why fields are not those of a row; empty ones beyond the header do not count."""
    if len(fields) < n_columns or any(field.strip() for field in fields[n_columns:]):
        return f"{len(fields)} fields; the header has {n_columns}"
    return None


def _swallows(fields: Sequence[str], short: Sequence[int]) -> bool:
    """Whether a field that should be short goes over several lines: it may have swallowed other rows."""
    return any(set("\r\n") & set(fields[index].strip()) for index in short)


def _split(line: str, delimiter: str) -> list[str]:
    """Fields of a line whose quotation marks cannot be trusted."""
    fields = line.rstrip("\r\n").split(delimiter)
    return [field[1:-1] if len(field) > 1 and field[0] == field[-1] == '"' else field for field in fields]


def _next_row(taken: list[str], dialect: Dialect, n_columns: int, short: Sequence[int]) -> int:
    """How many of the lines of a broken row to skip until one begins a row that is whole."""
    for start in range(1, len(taken)):
        if dialect.delimiter in taken[start] or n_columns == 1:
            tried = _attempt(iter(taken[start : start + _TRIAL]), dialect, n_columns, short)
            if tried.fields and tried.whole:
                return start
    return len(taken)
