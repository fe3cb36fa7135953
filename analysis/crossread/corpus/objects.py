"""Articles as JSON objects: one a line (.jsonl, .ndjson), or in a list, alone or one after another (.json).

In place of an article may stand an object that holds a list of them, such as ``{"status": "ok", "articles": [...]}``.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from crossread.corpus.columns import Mapped, is_known, listed, map_columns
from crossread.corpus.encoding import open_text
from crossread.corpus.records import LARGEST_ARTICLE, CorpusError, Problem, Record, Request, lost, note
from crossread.corpus.sources import File, UnreadableError

LARGEST_OBJECT = 4 * LARGEST_ARTICLE  # characters
_MOST_KEYS, _MOST_REMARKS = 100, 20  # that are told of a file
_CHUNK = 1 << 16
_DECODER = json.JSONDecoder()
_SIGN = re.compile(r"[^ \t\r\n,]")
_NUMBER = re.compile(r"\d+")
_NEST = re.compile(r'(?:\{\s*"[^"]{0,200}"\s*:\s*|\[\s*)*+')
_OPENING = re.compile(r'\{\s*"')

Parsed = tuple[str, Any]  # where a value stands, and the value; a CorpusError where it could not be read


def read_objects(
    file: File, request: Request, *, parse: Callable[[TextIO], Iterator[Parsed]]
) -> Iterator[Record | Problem]:
    """Read a file of objects; ``parse`` is how they stand in it, :func:`json_lines` or :func:`json_values`."""
    unread: dict[str, None] = {}
    told: set[str] = set()
    wanted = request.columns
    try:
        stream, odd = open_text(file)
        if odd:
            yield note(f"{file.name} {odd}")
        with stream:
            for place, value in _unwrapped(parse(stream), wanted, unread):
                where = f"{file.name}, {place}" if place else file.name
                try:
                    article, mapped = _article(value, wanted)
                except CorpusError as error:
                    yield lost(f"{where}: {error}")
                    continue
                if len(unread) < _MOST_KEYS:
                    unread.update(dict.fromkeys(mapped.unread))
                for remark in mapped.remarks:
                    if remark not in told and len(told) < _MOST_REMARKS:
                        told.add(remark)
                        yield note(f"{where}: {remark}")
                fields = {field: article[column] for field, column in mapped.columns.items()}
                yield Record(where, fields, "-".join([file.stem, *_NUMBER.findall(place)]))
    except UnreadableError as error:
        yield lost(f"{file.name}: {error}; what stands before is read")
    if unread:
        yield note(f"{file.name}: keys not read: {listed(list(unread))}")


def _article(value: Any, wanted: Mapping[str, str]) -> tuple[dict[str, Any], Mapped]:
    """An article, with what objects in it hold under names such as "source.name", and the key of each field.

    Raises:
        CorpusError: it is none.
    """
    if isinstance(value, CorpusError):
        raise value
    if not isinstance(value, dict):
        raise CorpusError(f"expected an object, found a {type(value).__name__}")
    article: dict[str, Any] = {}
    for name, content in value.items():
        inner = {f"{name}.{key}": text for key, text in content.items()} if isinstance(content, dict) else {}
        is_read = any(is_known(key) or key in wanted.values() for key in inner)
        article.update(inner if is_read else {name: content})
    mapped = map_columns([name for name in article if article[name] is not None or name in wanted.values()], wanted)
    if "text" not in mapped.columns:
        raise CorpusError(f"no 'text' in it; it has {listed(list(value))}")
    return article, mapped


def _unwrapped(values: Iterable[Parsed], wanted: Mapping[str, str], unread: dict[str, None]) -> Iterator[Parsed]:
    """The values; of one that is no article, but holds one list of them as web services answer, the items of that.

    The list may be in an object of its own, as in ``{"response": {"results": [...]}}``.
    """
    for place, value in values:
        answer = value if isinstance(value, dict) and not _has_text(value, wanted) else {}
        inner = [(key, list_) for part in answer.values() if isinstance(part, dict) for key, list_ in part.items()]
        found = [
            (key, list_)
            for key, list_ in [*answer.items(), *inner]
            if isinstance(list_, list) and any(_has_text(item, wanted) for item in list_)
        ]
        if len(found) != 1:
            yield place, value
            continue
        ((name, items),) = found
        if len(unread) < _MOST_KEYS:
            beside = (
                key for key, part in answer.items() if key != name and not (isinstance(part, dict) and name in part)
            )
            unread.update(dict.fromkeys(beside))
        for number, item in enumerate(items, 1):
            yield f"{place}, item {number}" if place else f"item {number}", item


def _has_text(value: Any, wanted: Mapping[str, str]) -> bool:
    try:
        article, mapped = _article(value, wanted)
    except CorpusError:
        return False
    return isinstance(article[mapped.columns["text"]], str)


def json_lines(stream: TextIO) -> Iterator[Parsed]:
    """The values of a file that has one a line."""
    number = 0
    while line := stream.readline(LARGEST_OBJECT):
        number += 1
        if not line.strip():
            continue
        if len(line) == LARGEST_OBJECT and not line.endswith("\n"):
            while (rest := stream.readline(LARGEST_OBJECT)) and not rest.endswith("\n"):
                pass
            yield f"line {number}", CorpusError(f"longer than {LARGEST_OBJECT:,} characters")
            continue
        try:
            yield f"line {number}", json.loads(line)
        except (ValueError, RecursionError) as error:
            yield f"line {number}", CorpusError(f"not JSON ({error})")


def json_values(stream: TextIO) -> Iterator[Parsed]:
    """The values of a list, or those that a file holds one after another, each as soon as it is whole.

    One that is not JSON is told, and reading goes on with the next object that is.
    """
    window = _Window(stream)
    is_list = False
    number = 0
    while window.skip():
        if window.first == "[" and number == 0 and not is_list:
            is_list = True
            window.at += 1
            continue
        if window.first == "]" and is_list:
            window.at += 1
            if window.skip():
                yield "after the list", CorpusError(f"expected nothing, found {window.text[window.at :][:40]!r}")
            return
        number += 1
        value = window.decode()
        yield f"item {number}" if is_list or number > 1 else "", value
        if isinstance(value, CorpusError) and not window.find_object():
            return
    if is_list:
        yield "at its end", CorpusError("the list is not closed; the file breaks off")


class _Window:
    """The part of a JSON text that is being read: ``at`` is where in ``text``."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_whole = False
        self.text = ""
        self.at = 0

    @property
    def first(self) -> str:
        return self.text[self.at]

    def _grow(self) -> bool:
        """Drop what was read and read on, as much again as waits; False at the end of the file."""
        if not self._is_whole:
            more = self._stream.read(max(_CHUNK, len(self.text) - self.at))
            self.text, self.at, self._is_whole = self.text[self.at :] + more, 0, not more
        return not self._is_whole

    def skip(self) -> bool:
        """Go to the next sign that is not white space or a comma; False at the end of the file."""
        while True:
            if found := _SIGN.search(self.text, self.at):
                self.at = found.start()
                return True
            self.at = len(self.text)
            if not self._grow():
                return False

    def decode(self) -> Any:
        """The value that begins here, or a CorpusError that says why there is none."""
        while True:
            try:
                value, self.at = _DECODER.raw_decode(self.text, self.at)
                return value
            except json.JSONDecodeError as error:
                is_cut = "Unterminated string" in error.msg or error.pos >= len(self.text) - 16
                if is_cut and len(self.text) - self.at < LARGEST_OBJECT and self._grow():
                    continue
                reason = error.msg
            except (ValueError, RecursionError) as error:
                reason = str(error)
            return CorpusError(f"not JSON ({reason}) near {self.text[self.at : self.at + 40]!r}")

    def find_object(self) -> bool:
        """Go from what is not JSON to the next object that is, or may be; False where none follows."""
        while True:
            at = self.at + 1
            while found := _OPENING.search(self.text, at):
                try:
                    _DECODER.raw_decode(self.text, found.start())
                except RecursionError:  # nothing within this nest is an article
                    at = max(found.end(), _NEST.match(self.text, found.start()).end())  # type: ignore[union-attr]
                except ValueError:
                    at = found.start() + 1
                else:
                    self.at = found.start()
                    return True
            self.at = max(self.at, len(self.text) - LARGEST_OBJECT // 2)
            if not self._grow():
                return False
