"""Which reader a file has, by the ending of its name."""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from mimetypes import MimeTypes

from crossread.corpus.delimited import read_delimited
from crossread.corpus.exports import or_export, read_word
from crossread.corpus.objects import json_lines, json_values, read_objects
from crossread.corpus.pages import read_page, read_text
from crossread.corpus.parquet import read_parquet
from crossread.corpus.records import CorpusError, Problem, Record, Request
from crossread.corpus.sources import File

READERS: Mapping[str, Callable[[File, Request], Iterator[Record | Problem]]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".jsonl": partial(read_objects, parse=json_lines),
    ".ndjson": partial(read_objects, parse=json_lines),
    ".json": partial(read_objects, parse=json_values),
    ".parquet": read_parquet,
    ".txt": partial(or_export, single=read_text, is_html=False),
    ".html": partial(or_export, single=read_page, is_html=True),
    ".htm": partial(or_export, single=read_page, is_html=True),
    ".docx": read_word,
}
SINGLE = (".txt", ".html", ".htm", ".docx")  # an article, or what an archive exports
ARCHIVE = ".zip"
KNOWN = f"{', '.join(READERS)} (each but .parquet and .docx also .gz), or a {ARCHIVE} of them"


# What lies beside articles and is none: what a page is shown with, programs and settings, what is told of a corpus.
_SHOWN = ("image/", "audio/", "video/", "font/", "text/css")
_PROGRAMS = (".js", ".py", ".r", ".ipynb", ".yaml", ".yml", ".toml", ".ini", ".log", ".woff", ".woff2", ".ttf", ".db")
_ABOUT = ("readme", "license", "licence", "copying", "notice", "changelog", "citation", "thumbs")
_TYPES = MimeTypes()  # those that Python knows, whatever this machine does


def is_beside(name: str) -> bool:
    """Whether a file that has no reader is no loss: a picture, a program, a README."""
    base = posixpath.basename(name).lower()
    kind = _TYPES.guess_type(base)[0] or ""
    return kind.startswith(_SHOWN) or base.endswith(_PROGRAMS) or base.startswith(_ABOUT)


def ending(name: str) -> str:
    """The ending that tells the format: ".csv" of "strike.csv.gz"; empty where none does."""
    base = name.lower().removesuffix(".gz")
    found = next((known for known in (*READERS, ARCHIVE) if base.endswith(known)), "")
    return "" if base != name.lower() and found in (".parquet", ".docx", ARCHIVE) else found


def read_records(file: File, request: Request) -> Iterator[Record | Problem]:
    """Read the articles of one file as they stand in it.

    Raises:
        CorpusError: its name has no known ending, or the file as a whole cannot be read.
    """
    reader = READERS.get(ending(file.name))
    if reader is None:
        raise CorpusError(f"{file.name!r} is not a file of articles; expected {KNOWN}")
    return reader(file, request)
