"""Tables on disk: Parquet, read back whole or queried with DuckDB. The only Parquet and SQL."""

import errno
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.tables.schema import TABLES

RUN_FILE = "run.json"
KEPT = "what was finished before is kept: make room and run the same command again"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class TablesError(ValueError):
    """A folder that does not hold Crossread's tables; the message says what is missing."""


@dataclass(frozen=True)
class Store:
    """A folder of tables, one folder of Parquet parts for each, and ``run.json`` about their origin."""

    folder: Path

    def read(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Read one table, or some of its columns, with every part checked against its schema.

        Raises:
            TablesError: no such table, or it is not in the folder.
            ValueError: a part does not fit the schema.
        """
        table = _table(name)
        parts = self.parts(name)
        if columns is None:
            frames = [_from_arrow(name, pq.read_table(part)) for part in parts]
            whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
            return whole
        unknown = [column for column in columns if column not in table.columns()]
        if unknown:
            raise TablesError(f"table {name}: no column {unknown[0]!r}; it has {', '.join(table.columns())}")
        frames = [pq.read_table(part, columns=list(columns)).to_pandas() for part in parts]
        return pd.concat(frames, ignore_index=True).astype({c: table.columns()[c] for c in columns})

    def query(self, sql: str) -> pd.DataFrame:
        """Run a query over the tables by their names, without reading them whole.

        >>> store.query("select outlet, count(*) as n from articles group by outlet")  # doctest: +SKIP
        """
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
        checked = _table(name).check(frame)
        # Without pandas' own notes any reader finds plain columns; the schema restores the types here.
        plain = pa.Table.from_pandas(checked, preserve_index=False).replace_schema_metadata(None)
        return self.write_arrow(name, plain, number)

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
        return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))

    def write_run(self, run: dict[str, Any]) -> None:
        """Write ``run.json``, last of all: tables without it are unfinished."""
        text = json.dumps(run, indent=2, ensure_ascii=False, sort_keys=True)
        (self.folder / RUN_FILE).write_text(text + "\n", encoding="utf-8")


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


def _from_arrow(name: str, arrow: pa.Table) -> pd.DataFrame:
    frame = arrow.to_pandas()
    columns = TABLES[name].columns()
    missing = [column for column in columns if column not in frame]
    if missing:
        raise TablesError(f"table {name}: no column {missing[0]!r}; the tables were written by another version")
    return TABLES[name].check(frame.astype(columns))
