"""The rows of single articles as bytes, checked once, to be kept or sent and joined into tables later.

An article's rows do not name the article: outlets that print the same words share them, and each gets
its ``doc_id`` when tables are joined.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import pandas as pd
import pyarrow as pa

from crossread.tables.schema import TABLES

# The tables whose rows come from one article alone, in the order in which they are packed.
PACKED = ("blocks", "sentences", "actors", "mentions", "quotes", "times", "claims", "labels", "tone")

Rows = Mapping[str, Sequence[Any]]  # records of one article by the names in PACKED
_CODEC = "zstd"
_LENGTH_BYTES = 8  # before the compressed bytes: how many they were


def pack_rows(articles: Sequence[Rows]) -> list[bytes]:
    """Check the rows of several articles and pack those of each.

    Raises:
        ValueError: a row breaks the schema of its table.
    """
    sinks = [pa.BufferOutputStream() for _ in articles]
    for name in PACKED:
        counts = [len(rows[name]) for rows in articles]
        table = _checked(name, [record for rows in articles for record in rows[name]], counts)
        for sink, count, end in zip(sinks, counts, accumulate(counts), strict=True):
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table.slice(end - count, count))
    return [_compress(sink.getvalue()) for sink in sinks]


def _checked(name: str, records: Sequence[Any], counts: Sequence[int]) -> pa.Table:
    """One table of the records of several articles, without ``doc_id``."""
    columns = TABLES[name].columns()
    number = [str(number) for number, count in enumerate(counts) for _ in range(count)]
    frame = pd.DataFrame(
        {column: number if column == "doc_id" else [getattr(r, column) for r in records] for column in columns}
    ).astype(columns)
    # Two articles may name one actor; a table of actors holds it once.
    TABLES[name].check(frame.drop_duplicates("actor_id") if name == "actors" else frame)
    return _arrow(frame.drop(columns="doc_id", errors="ignore"))


def _arrow(frame: pd.DataFrame) -> pa.Table:
    # Without pandas' own notes any reader finds plain columns; the schema restores the types.
    return pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)


def _compress(raw: pa.Buffer) -> bytes:
    length: bytes = raw.size.to_bytes(_LENGTH_BYTES, "little")
    return length + bytes(pa.compress(raw, _CODEC, asbytes=True))


def join_rows(articles: Sequence[tuple[str, bytes]]) -> dict[str, pa.Table]:
    """Tables of several articles from their packed rows.

    Args:
        articles: the ``doc_id`` of each and what :func:`pack_rows` gave for it; at least one.

    Returns:
        A table for each name in ``PACKED``; ``actors`` may name one several times.
    """
    parts: dict[str, list[pa.Table]] = {name: [] for name in PACKED}
    for _, packed in articles:
        size = int.from_bytes(packed[:_LENGTH_BYTES], "little")
        source = pa.BufferReader(pa.decompress(packed[_LENGTH_BYTES:], size, _CODEC))
        for name in PACKED:
            parts[name].append(pa.ipc.open_stream(source).read_all())
    joined = {}
    for name, tables in parts.items():
        whole = pa.concat_tables(tables).combine_chunks()
        if "doc_id" in TABLES[name].columns():
            ids = [doc_id for (doc_id, _), table in zip(articles, tables, strict=True) for _ in range(len(table))]
            whole = whole.add_column(0, pa.field("doc_id", pa.large_string()), pa.array(ids, pa.large_string()))
        joined[name] = whole
    return joined
