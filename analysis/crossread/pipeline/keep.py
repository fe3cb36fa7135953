"""What a run keeps on disk while it works and for the next one: an SQLite file beside the tables.

Everything is kept under a hash of what it was made from (see ``keys``), so that nothing is made twice and nothing
stale is ever found. The listing alone belongs to one run: the articles of its corpus in their order. What is kept
together is kept in one transaction; a run that is killed leaves what was kept before, whole.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from crossread.corpus import Article
from crossread.pipeline.keys import ArticleKeys
from crossread.pipeline.outline import Outline
from crossread.tables.store import KEPT, TablesError

# The number of this layout, kept in the file; what an earlier one holds is under keys that are looked for no more.
_LAYOUT = 3
_CHECK = 4  # bytes in front of each value, by which a damaged one is known
_SCHEMA = f"""
create table kept (key blob primary key, value blob not null);
create table listing (
    n integer primary key, doc_id text not null unique, outlet text, article text not null,
    annotation blob not null, outline blob not null, scores blob not null
);
create index listing_annotation on listing (annotation);
pragma user_version = {_LAYOUT};
"""
_OUTLINED = "listing join kept on key = outline"
_IS_MISSING = "annotation not in (select key from kept)"
_KEYS_A_QUERY = 512


class Listed(NamedTuple):
    """An article in its place in the corpus, its outline, and the keys of its annotation and scores of tone."""

    n: int
    article: Article
    outline: Outline
    annotation: bytes
    scores: bytes


class Keep(AbstractContextManager["Keep"]):
    """The file, opened. Use as a context manager.

    Raises:
        TablesError: the file is damaged or of a later version, or the disk is full; the message says what to do.

    Values that were damaged are dropped when the file is opened, and made again; ``n_damaged`` is how many.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._execute("pragma journal_mode = wal")
        self._execute("pragma synchronous = normal")
        ((found,),) = self._execute("pragma user_version")
        if found > _LAYOUT:
            raise TablesError(
                f"{path}: written by a later version of Crossread (layout {found}; this one knows {_LAYOUT}); "
                "use that version, or delete the folder and run again (all articles will be annotated anew)"
            )
        if found < _LAYOUT:
            older = self._execute("select 'drop table ' || name || ';' from sqlite_master where type = 'table'")
            drop = "".join(statement for (statement,) in older)
            with self._explaining():
                self._connection.executescript(f"begin immediate; {drop} {_SCHEMA} commit;")
        self._connection.create_function("is_whole", 1, _is_whole)
        with self._explaining():
            self.n_damaged = self._connection.execute("delete from kept where not is_whole(value)").rowcount

    def __exit__(self, *error: object) -> None:
        """Close; what was kept stays."""
        self._connection.close()

    # --- what is kept ------------------------------------------------------------------------

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """What is kept under some keys, for those under which there is anything."""
        distinct = list(dict.fromkeys(keys))
        found: dict[bytes, bytes] = {}
        for at in range(0, len(distinct), _KEYS_A_QUERY):
            some = distinct[at : at + _KEYS_A_QUERY]
            rows = self._execute(f"select key, value from kept where key in ({', '.join('?' * len(some))})", *some)
            found |= {key: value[_CHECK:] for key, value in rows}
        return found

    def put(self, items: Mapping[bytes, bytes]) -> None:
        """Keep values under their keys, all of them or none."""
        with self._transaction():
            self._connection.executemany(
                "insert or replace into kept values (?, ?)", ((key, _sealed(value)) for key, value in items.items())
            )

    # --- the listing of this run -------------------------------------------------------------

    def clear_listing(self) -> None:
        """Forget the corpus of the run before."""
        self._execute("delete from listing")

    def add_listed(self, rows: Iterable[tuple[int, Article, ArticleKeys]], outlines: Mapping[bytes, Outline]) -> None:
        """Add articles to the listing by their numbers; ``outlines`` are those that are not kept yet."""
        with self._transaction():
            made = ((key, _sealed(outline.to_bytes())) for key, outline in outlines.items())
            self._connection.executemany("insert or replace into kept values (?, ?)", made)
            listed = ((n, one.doc_id, one.outlet, _write_article(one), *keys) for n, one, keys in rows)
            self._connection.executemany("insert into listing values (?, ?, ?, ?, ?, ?, ?)", listed)

    def listed(self, first: int, last: int) -> list[Listed]:
        """The articles of the listing from number ``first`` to before ``last``."""
        return self._listed("n >= ? and n < ? order by n", first, last)

    def listed_as(self, doc_id: str) -> Listed:
        """The listed article of that id."""
        return self._listed("doc_id = ?", doc_id)[0]

    def missing(self) -> Iterator[Listed]:
        """One listed article for each annotation that is not kept yet, in order of the corpus."""
        for (number,) in self._execute(
            f"select min(n) from listing where {_IS_MISSING} group by annotation order by 1"
        ):
            yield from self.listed(number, number + 1)

    def n_missing(self) -> int:
        """How many annotations of listed articles are not kept yet."""
        ((number,),) = self._execute(f"select count(distinct annotation) from listing where {_IS_MISSING}")
        return int(number)

    def signatures(self) -> Iterator[tuple[str, str | None, bytes]]:
        """The id, outlet and signature of each annotated article, in order of the corpus."""
        query = f"select doc_id, outlet, value from {_OUTLINED} where not {_IS_MISSING} order by n"
        with self._explaining():
            for doc_id, outlet, outline in self._connection.execute(query):
                yield doc_id, outlet, Outline.from_bytes(outline[_CHECK:]).signature

    def _listed(self, where: str, *values: object) -> list[Listed]:
        rows = self._execute(f"select n, article, value, annotation, scores from {_OUTLINED} where {where}", *values)
        return [
            Listed(n, _read_article(fields), Outline.from_bytes(outline[_CHECK:]), *keys)
            for n, fields, outline, *keys in rows
        ]

    # --- transactions and errors -------------------------------------------------------------

    def _execute(self, query: str, *values: object) -> list[Any]:
        with self._explaining():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explaining():
            self._connection.execute("begin immediate")
            try:
                yield
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:  # a full disk rolls back by itself
                    self._connection.execute("rollback")
                raise

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn what SQLite says into what a user can do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise TablesError(f"{self.path}: {error}; {KEPT}") from error
        except sqlite3.DatabaseError as error:
            raise TablesError(
                f"{self.path}: {error}; delete its folder and run again (all articles will be annotated anew)"
            ) from error


def _sealed(value: bytes) -> bytes:
    return crc32(value).to_bytes(_CHECK, "little") + value


def _is_whole(value: Any) -> bool:
    return isinstance(value, bytes) and _sealed(value[_CHECK:]) == value


def _write_article(article: Article) -> str:
    return json.dumps({**article._asdict(), "published": article.published and article.published.isoformat()})


def _read_article(written: str) -> Article:
    fields = json.loads(written)
    return Article(**{**fields, "published": fields["published"] and date.fromisoformat(fields["published"])})
