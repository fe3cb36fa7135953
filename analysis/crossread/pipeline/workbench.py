"""What a run keeps on disk while it works and for the next one: an SQLite file beside the tables.

Everything is kept under a hash of what it was made from, so that nothing is made twice and nothing stale
is ever found: outlines of articles, parsed paragraphs, annotated rows, scores of tone. The listing alone
belongs to one run: the articles of its corpus in their order. What is kept together is kept in one
transaction; a run that is killed leaves what was kept before, whole.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from crossread.corpus import Article, Block
from crossread.pipeline.build import Annotated
from crossread.tables.store import KEPT, TablesError

# The number of this layout, kept in the file. In layout 0 the listing held the outlines, and all else was as it is now.
_LAYOUT = 1
_SCHEMA = f"""
create table if not exists bins (bin integer primary key, docs blob not null);
create table if not exists paragraphs (key blob primary key, bin integer not null, place integer not null)
    without rowid;
create table if not exists annotations (key blob primary key, n_words integer not null, tables blob not null);
create table if not exists scores (key blob primary key, scored blob not null);
create table if not exists outlines (
    outline_key blob primary key, blocks text not null, wire text, signature blob not null, paragraphs blob not null
);
create table if not exists listing (
    n integer primary key, doc_id text not null unique, key blob not null, text_key blob not null,
    outline_key blob not null, article text not null
);
create index if not exists listing_key on listing (key);
pragma user_version = {_LAYOUT};
"""
_LISTED = "n, key, text_key, article, blocks, wire, signature, paragraphs"
_LISTING = "listing join outlines using (outline_key)"
_KEYS_A_QUERY = 512
KEY_BYTES = 16


class Outline(NamedTuple):
    """What is told of an article before it is parsed."""

    blocks: list[Block]
    wire: str | None
    signature: bytes  # see ``crossread.corpus.duplicates``
    paragraphs: list[bytes]  # the keys under which they are kept


class Entry(NamedTuple):
    """An article in its place in the corpus, and the keys under which what is made of it is kept."""

    n: int
    key: bytes  # of its annotation
    text_key: bytes  # of what depends on its words alone
    outline_key: bytes
    article: Article


class Listed(NamedTuple):
    """An article of the listing with its outline; the keys are those of its entry."""

    n: int
    key: bytes
    text_key: bytes
    article: Article
    outline: Outline


class Place(NamedTuple):
    """Where a parsed paragraph is kept: a bin and the position in it."""

    bin: int
    place: int


class Kept(NamedTuple):
    """What one part of the work made: paragraphs with their packed docs, annotations and scores by their keys."""

    paragraphs: Sequence[bytes]
    docs: bytes
    annotations: Sequence[tuple[bytes, Annotated]]
    scores: Sequence[tuple[bytes, bytes]]


class Workbench:
    """The file, opened. Use as a context manager.

    Raises:
        TablesError: the file is damaged or of a later version, or the disk is full; the message says what to do.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        with self._told():
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = normal")
            self._lay_out()

    def __enter__(self) -> Self:
        """Open already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close; what was kept stays."""
        self._connection.close()

    def _lay_out(self) -> None:
        (found,) = self._connection.execute("pragma user_version").fetchone()
        if found > _LAYOUT:
            raise TablesError(
                f"{self.path}: written by a later version of Crossread (layout {found}; this one knows {_LAYOUT}); "
                "use that version, or delete the folder and run again (all articles will be annotated anew)"
            )
        if found < _LAYOUT:
            older = "drop table if exists listing;"  # of the run before: each run lists its corpus anew
            self._connection.executescript(f"begin immediate; {older} {_SCHEMA} commit;")

    # --- the listing of this run -------------------------------------------------------------

    def clear_listing(self) -> None:
        """Forget the corpus of the run before."""
        with self._transaction() as connection:
            connection.execute("delete from listing")

    def add_listed(self, entries: Sequence[Entry], outlines: Mapping[bytes, Outline]) -> None:
        """Add articles to the listing; ``outlines`` are those that are not kept yet, by their keys."""
        with self._transaction() as connection:
            connection.executemany(
                "insert into outlines values (?, ?, ?, ?, ?)", (_outline_row(*item) for item in outlines.items())
            )
            connection.executemany("insert into listing values (?, ?, ?, ?, ?, ?)", map(_entry_row, entries))

    def listed(self, first: int, last: int) -> list[tuple[Listed, Annotated | None]]:
        """The articles of the listing from number ``first`` to before ``last``, with their annotations if made."""
        with self._told():
            rows = self._connection.execute(
                f"select {_LISTED}, n_words, tables from {_LISTING} left join annotations using (key)"
                " where n >= ? and n < ? order by n",
                (first, last),
            ).fetchall()
        return [(_listed(row[:8]), Annotated(*row[8:]) if row[8] is not None else None) for row in rows]

    def listed_as(self, doc_id: str) -> Listed:
        """The listed article of that id."""
        with self._told():
            row = self._connection.execute(f"select {_LISTED} from {_LISTING} where doc_id = ?", (doc_id,)).fetchone()
        return _listed(row)

    def signed(self) -> Iterator[tuple[str, str | None, bytes]]:
        """The id, outlet and signature of each annotated article, in order of the corpus."""
        query = (
            f"select doc_id, json_extract(article, '$.outlet'), signature from {_LISTING}"
            " where key in (select key from annotations) order by n"
        )
        with self._told():
            yield from self._connection.execute(query)

    def missing(self) -> Iterator[Listed]:
        """One listed article for each annotation that is not kept yet, in order of the corpus."""
        with self._told():
            numbers = self._connection.execute(
                "select min(n) from listing where key not in (select key from annotations) group by key order by 1"
            ).fetchall()
        for (number,) in numbers:
            with self._told():
                row = self._connection.execute(f"select {_LISTED} from {_LISTING} where n = ?", (number,)).fetchone()
            yield _listed(row)

    def n_missing(self) -> int:
        """How many annotations of listed articles are not kept yet."""
        query = "select count(distinct key) from listing where key not in (select key from annotations)"
        with self._told():
            return int(self._connection.execute(query).fetchone()[0])

    # --- what is kept ------------------------------------------------------------------------

    def keep(self, kept: Kept) -> None:
        """Keep what one part of the work made, all of it or nothing."""
        with self._transaction() as connection:
            if kept.paragraphs:
                number = connection.execute("insert into bins (docs) values (?)", (kept.docs,)).lastrowid
                connection.executemany(
                    "insert or ignore into paragraphs values (?, ?, ?)",
                    ((key, number, place) for place, key in enumerate(kept.paragraphs)),
                )
            connection.executemany(
                "insert or replace into annotations values (?, ?, ?)",
                ((key, made.n_words, made.tables) for key, made in kept.annotations),
            )
            connection.executemany("insert or replace into scores values (?, ?)", kept.scores)

    def find_paragraphs(self, keys: Iterable[bytes]) -> dict[bytes, Place]:
        """Where parsed paragraphs are kept, for those that are."""
        rows = self._find("select key, bin, place from paragraphs where key in", keys)
        return {key: Place(number, place) for key, number, place in rows}

    def known_outlines(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of some keys under which an outline is kept."""
        return {key for (key,) in self._find("select outline_key from outlines where outline_key in", keys)}

    def bin(self, number: int) -> bytes:
        """The packed docs of one bin."""
        return self._one("select docs from bins where bin = ?", number) or b""

    def scores(self, key: bytes) -> bytes | None:
        """Scores of tone kept for a text."""
        return self._one("select scored from scores where key = ?", key)

    def _find(self, query: str, keys: Iterable[bytes]) -> Iterator[Any]:
        """The rows of a query that ends before its list of keys."""
        distinct = list(dict.fromkeys(keys))
        for at in range(0, len(distinct), _KEYS_A_QUERY):
            some = distinct[at : at + _KEYS_A_QUERY]
            with self._told():
                yield from self._connection.execute(f"{query} ({', '.join('?' * len(some))})", some)

    def _one(self, query: str, key: bytes | int) -> bytes | None:
        with self._told():
            row = self._connection.execute(query, (key,)).fetchone()
        return None if row is None else bytes(row[0])

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._told():
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:  # a full disk rolls back by itself
                    self._connection.execute("rollback")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite says into what a user can do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise TablesError(f"{self.path}: {error}; {KEPT}") from error
        except sqlite3.DatabaseError as error:
            raise TablesError(
                f"{self.path}: {error}; delete its folder and run again (all articles will be annotated anew)"
            ) from error


def _entry_row(entry: Entry) -> tuple[object, ...]:
    fields = entry.article._asdict()
    fields["published"] = entry.article.published and entry.article.published.isoformat()
    return entry.n, entry.article.doc_id, entry.key, entry.text_key, entry.outline_key, json.dumps(fields)


def _outline_row(key: bytes, outline: Outline) -> tuple[object, ...]:
    return key, json.dumps(outline.blocks), outline.wire, outline.signature, b"".join(outline.paragraphs)


def _listed(row: Sequence[Any]) -> Listed:
    n, key, text_key, article, blocks, wire, signature, paragraphs = row
    fields = json.loads(article)
    fields["published"] = fields["published"] and date.fromisoformat(fields["published"])
    keys = [paragraphs[at : at + KEY_BYTES] for at in range(0, len(paragraphs), KEY_BYTES)]
    marked = [Block(*block) for block in json.loads(blocks)]
    return Listed(n, key, text_key, Article(**fields), Outline(marked, wire, signature, keys))
