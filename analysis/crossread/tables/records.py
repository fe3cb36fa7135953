"""From records to checked rows: as a table, or those of single articles as bytes to be kept and joined later.

The rows that are kept of an article do not name it: outlets that print the same words share them, and each gets
its ``doc_id`` when they are joined.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from crossread.tables.schema import TABLES

# The tables whose rows come from one article alone.
PACKED = ("blocks", "sentences", "actors", "mentions", "quotes", "times", "claims", "labels", "tone")
_CODEC = "zstd"


def make_table(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """A table from plain rows; raises ValueError where one breaks the schema."""
    table = TABLES[name]
    columns = table.columns()
    return table.check(pd.DataFrame.from_records(list(rows), columns=list(columns)).astype(columns))


def as_arrow(frame: pd.DataFrame) -> pa.Table:
    """A table as it is written: without pandas' own notes any reader finds plain columns; the schema has the types."""
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)


def pack_rows(articles: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Check the rows of several articles and pack those of each.

    Args:
        articles: of each, its records by the names in ``PACKED``, and ``n_words``.

    Returns:
        For each article one row of lists, a list for each table, in Arrow's format for streams.

    Raises:
        ValueError: a row breaks the schema of its table.
    """
    packed = {"n_words": pa.array([rows["n_words"] for rows in articles], pa.int64())}
    for name in PACKED:
        counts = [len(rows[name]) for rows in articles]
        table = _checked(name, [record for rows in articles for record in rows[name]], counts)
        rows = pa.StructArray.from_arrays([column.combine_chunks() for column in table.columns], fields=table.schema)
        packed[name] = pa.LargeListArray.from_arrays(pa.array([0, *accumulate(counts)], pa.int64()), rows)
    whole = pa.table(packed)
    return [_to_bytes(whole.take([number])) for number in range(len(articles))]


def _checked(name: str, records: Sequence[Any], counts: Sequence[int]) -> pa.Table:
    """One table of the records of several articles, without ``doc_id``."""
    columns = TABLES[name].columns()
    number = [str(number) for number, count in enumerate(counts) for _ in range(count)]
    frame = pd.DataFrame(
        {column: number if column == "doc_id" else [getattr(r, column) for r in records] for column in columns}
    ).astype(columns)
    # Two articles may name one actor; a table of actors holds it once.
    TABLES[name].check(frame.drop_duplicates("actor_id") if name == "actors" else frame)
    return as_arrow(frame.drop(columns="doc_id", errors="ignore"))


def _to_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, _CODEC) as compressed, pa.ipc.new_stream(compressed, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def _from_bytes(packed: bytes) -> pa.Table:
    with pa.input_stream(pa.py_buffer(packed), compression=_CODEC) as compressed:
        return pa.ipc.open_stream(compressed).read_all()


def join_rows(articles: Sequence[tuple[str, bytes]]) -> tuple[list[int], dict[str, pa.Table]]:
    """Tables of several articles from their packed rows.

    Args:
        articles: the ``doc_id`` of each and what :func:`pack_rows` gave for it; at least one.

    Returns:
        ``n_words`` of each article; and a table for each name in ``PACKED``, of which ``actors`` may name one
        several times.
    """
    whole = pa.concat_tables([_from_bytes(packed) for _, packed in articles]).combine_chunks()
    ids = pa.array([doc_id for doc_id, _ in articles], pa.large_string())
    joined = {}
    for name in PACKED:
        lists = whole[name].chunk(0)
        rows = pa.Table.from_struct_array(lists.flatten())
        if "doc_id" in TABLES[name].columns():
            rows = rows.add_column(0, pa.field("doc_id", ids.type), ids.take(pc.list_parent_indices(lists)))
        joined[name] = rows
    return whole["n_words"].to_pylist(), joined
