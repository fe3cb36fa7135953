"""Which reader a file has, by the ending of its name."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from crossread.corpus.delimited import read_delimited
from crossread.corpus.objects import read_json, read_json_lines
from crossread.corpus.pages import read_page, read_text
from crossread.corpus.parquet import read_parquet
from crossread.corpus.records import CorpusError, Problem, Record
from crossread.corpus.sources import File

SINGLE = (".txt", ".html", ".htm")  # one article a file
TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet")
ARCHIVE = ".zip"
KNOWN = f"{', '.join((*TABLES, *SINGLE))} (each but .parquet also .gz), or a {ARCHIVE} of them"


def ending(name: str) -> str:
    """The ending that tells the format: ".csv" of "strike.csv.gz"."""
    base = name.lower().removesuffix(".gz")
    found = next((known for known in (*TABLES, *SINGLE, ARCHIVE) if base.endswith(known)), "")
    return "" if base != name.lower() and found in (".parquet", ARCHIVE) else found


def read_records(
    file: File, columns: Mapping[str, str] | None, *, today: date, only: Collection[str] | None = None
) -> Iterator[Record | Problem]:
    """Read the articles of one file as they stand in it.

    Args:
        file: one whose name has a known ending.
        columns: columns by field, where their names do not tell.
        today: no page is dated after it.
        only: fields to read, if not all; a hint that a format may use.

    Raises:
        CorpusError: the file as a whole cannot be read.
    """
    match ending(file.name):
        case ".csv" | ".tsv":
            yield from read_delimited(file, columns)
        case ".jsonl" | ".ndjson":
            yield from read_json_lines(file, columns)
        case ".json":
            yield from read_json(file, columns)
        case ".parquet":
            yield from read_parquet(file, columns, only=only)
        case ".txt" | ".html" | ".htm":
            record, problems = read_single(file, today=today)
            yield from problems
            yield record
        case _:
            raise CorpusError(f"{file.name!r} is not a file of articles; expected {KNOWN}")


def read_single(file: File, *, today: date) -> tuple[Record, list[Problem]]:
    """Read a file that is one article.

    Raises:
        CorpusError: it cannot be read, or is of another kind.
    """
    match ending(file.name):
        case ".txt":
            return read_text(file)
        case ".html" | ".htm":
            return read_page(file, today=today)
    raise CorpusError(f"{file.name!r} is not an article; expected {', '.join(SINGLE)}")
