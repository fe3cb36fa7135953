"""Tables on disk: Parquet, read back whole or queried with DuckDB. The only Parquet and SQL."""

import errno
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crossread.tables.records import as_arrow
from crossread.tables.schema import TABLES

RUN_FILE = "run.json"
MEND = "run the same `crossread annotate` again, which makes the tables anew"
KEPT = "what was finished before is kept: make room and run the same command again"
_TEXT = pa.large_string()
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class TablesError(ValueError):
    """A folder that does not hold Crossread's tables; the message says what is missing."""


@dataclass(frozen=True)
class Store:
    """A folder of tables, one folder of Parquet parts for each, and ``run.json`` about their origin."""

    folder: Path

    def read(
        self, name: str, columns: Sequence[str] | None = None, *, only: Mapping[str, Sequence[str]] | None = None
    ) -> pd.DataFrame:
        """Read one table whole and check it against its schema, or some of its columns, which are not checked.

        Args:
            name: of the table.
            columns: all unless given.
            only: the values of columns of text whose rows are read; all rows unless given.

        Raises:
            TablesError: no such table or column, or it is not in the folder.
            ValueError: the table does not fit the schema.
        """
        types = _known_columns(name, columns)
        frame = self.scan(name).rows(list(types), only or {}).to_pandas().astype(types)
        return frame if columns else TABLES[name].check(frame)

    def scan(self, name: str) -> "Scan":
        """One table, of which a measure reads what it needs.

        Raises:
            TablesError: no such table, or it is not in the folder.
        """
        return Scan(name, tuple(self.parts(name)))

    def query(self, sql: str) -> pd.DataFrame:
        """Run a query over the tables by their names, without reading them whole.

        >>> store.query("select outlet, count(*) as n from articles group by outlet")  # doctest: +SKIP
        """
        import duckdb  # which only a query needs

        with duckdb.connect() as connection:
            for name in TABLES:
                parts = [str(part) for part in self.parts(name)]
                connection.read_parquet(parts).create_view(name)
            return cast(pd.DataFrame, connection.sql(sql).df())

    def parts(self, name: str) -> list[Path]:
        """The Parquet files of one table, in order."""
        _table(name)
        parts = sorted((self.folder / name).glob("part-*.parquet"))
        if not parts:
            raise TablesError(f"{self.folder}: no table {name!r} in it; write the tables with `crossread annotate`")
        return parts

    def write_part(self, name: str, frame: pd.DataFrame, number: int) -> Path:
        """Write one part of a table after checking it; the same frame gives the same bytes."""
        return self.write_arrow(name, as_arrow(_table(name).check(frame)), number)

    def write_arrow(self, name: str, rows: pa.Table, number: int) -> Path:
        """Write one part of a table whose rows were checked when they were packed."""
        path = self.folder / name / f"part-{number:05d}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            pq.write_table(rows, path, compression="zstd")
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise TablesError(f"{path}: {error}; {KEPT}") from error
            raise
        return path

    @property
    def run(self) -> dict[str, Any]:
        """What the tables were made from: inputs, model, lexicon, versions, counts."""
        path = self.folder / RUN_FILE
        if not path.is_file():
            raise TablesError(f"{self.folder}: no {RUN_FILE} in it; these tables are unfinished or not Crossread's")
        try:
            return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))
        except ValueError as error:
            raise TablesError(f"{path}: damaged ({error}); {MEND}") from error

    def write_run(self, run: dict[str, Any]) -> None:
        """Write ``run.json``, last of all: tables without it are unfinished."""
        text = json.dumps(run, indent=2, ensure_ascii=False, sort_keys=True)
        (self.folder / RUN_FILE).write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Scan:
    """A table on disk, of which a measure reads the columns and rows that it needs."""

    name: str
    files: tuple[Path, ...]

    def read(
        self, columns: Sequence[str] | None = None, *, only: Mapping[str, Sequence[str]] | None = None
    ) -> pd.DataFrame:
        """The table, with text as categories in the order of the alphabet.

        Categories take a tenth of the memory of text, and rows are grouped by them as by numbers. Rows were checked
        when they were written, and are not here.

        Args:
            columns: all unless given.
            only: the values of columns of text whose rows are read; all rows unless given.

        Raises:
            TablesError: there is no such column.
        """
        types = _known_columns(self.name, columns)
        text = [column for column, dtype in types.items() if dtype.startswith("str")]
        rows = self.rows(list(types), only or {}, dictionaries=text)
        frame = rows.unify_dictionaries().to_pandas(self_destruct=True)
        for column in text:
            frame[column] = frame[column].cat.reorder_categories(frame[column].cat.categories.sort_values())
        pa.default_memory_pool().release_unused()  # it would keep what the parts took
        numbers = {column: dtype for column, dtype in types.items() if column not in text}
        return cast(pd.DataFrame, frame.astype(numbers))

    def rows(
        self, columns: list[str], only: Mapping[str, Sequence[str]], *, dictionaries: Sequence[str] = ()
    ) -> pa.Table:
        """Some columns, text as text or as ``dictionaries``, of the rows that have ``only`` some values."""
        _known_columns(self.name, tuple(only))

        def read(file: Path) -> pa.Table:
            try:
                with pq.ParquetFile(file, read_dictionary=list(dictionaries)) as part:  # half the time of read_table
                    missing = set(columns) - set(part.schema.names)
                    rows = None if missing else part.read(columns=list({*columns, *only}), use_threads=False)
            except (pa.ArrowException, OSError, ValueError) as error:
                raise TablesError(f"{file}: damaged, or no Parquet ({error}); {MEND}") from error
            if rows is None:
                raise TablesError(f"{file}: no column {min(missing)!r}; the tables were written by another version")
            for column, values in only.items():
                rows = rows.filter(pc.is_in(rows[column].cast(_TEXT), pa.array(list(values), _TEXT)))
            return rows.select(columns)

        with ThreadPoolExecutor(os.cpu_count()) as threads:  # reading lets other threads go on
            return pa.concat_tables(threads.map(read, self.files))


def open_tables(folder: Path) -> Store:
    """Open a folder of finished tables.

    Raises:
        TablesError: it is not there or not finished.
    """
    if not folder.is_dir():
        raise TablesError(f"{folder}: no such folder of tables")
    store = Store(folder)
    _ = store.run
    return store


def _table(name: str) -> Any:
    if name not in TABLES:
        raise TablesError(f"no table {name!r}; the tables are {', '.join(TABLES)}")
    return TABLES[name]


def _known_columns(name: str, columns: Sequence[str] | None) -> dict[str, str]:
    """The types of a table's columns, or of some of them."""
    known: dict[str, str] = _table(name).columns()
    for column in columns or ():
        if column not in known:
            raise TablesError(f"table {name}: no column {column!r}; it has {', '.join(known)}")
    return {column: known[column] for column in columns or known}
