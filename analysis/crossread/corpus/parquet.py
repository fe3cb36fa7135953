"""Articles in the rows of a Parquet file, read in batches and only the columns that are needed."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crossread.corpus.columns import read_header
from crossread.corpus.records import CorpusError, Problem, Record, Request, lost, reason_of
from crossread.corpus.sources import File

_BATCH = 128  # rows


def read_parquet(file: File, request: Request) -> Iterator[Record | Problem]:
    """Read a Parquet file.

    Raises:
        CorpusError: it is not Parquet, or no column holds the texts of the articles.
    """
    try:
        stream = file.open()
        parquet = pq.ParquetFile(stream)
        names = parquet.schema_arrow.names
        n_groups = parquet.num_row_groups
    except Exception as error:  # of Arrow, of an archive or of a remote place
        raise CorpusError(f"{file.name}: not readable as Parquet ({reason_of(error)})") from error
    with stream:
        found, problems = read_header(file.name, names, request.columns)
        yield from problems
        columns = {field: name for field, name in found.items() if request.only is None or field in request.only}
        number = 0
        for group in range(n_groups):
            first = number
            try:
                for batch in parquet.iter_batches(_BATCH, row_groups=[group], columns=sorted(set(columns.values()))):
                    fields = {
                        field: _values(batch.column(batch.schema.names.index(name))) for field, name in columns.items()
                    }
                    for index in range(batch.num_rows):
                        number += 1
                        row = {field: values[index] for field, values in fields.items()}
                        yield Record(f"{file.name}, row {number}", row, f"{file.stem}-{number}")
            except Exception as error:
                last = first + parquet.metadata.row_group(group).num_rows
                yield lost(f"{file.name}: rows {number + 1} to {last} cannot be read ({reason_of(error)})")
                number = last


def _values(column: pa.Array) -> list[Any]:
    """A column as plain values; times as text, "2016-12-19 08:30:00Z", whatever the unit."""
    return list(map(_value, pc.cast(column, pa.string()) if pa.types.is_temporal(column.type) else column))


def _value(scalar: pa.Scalar) -> Any:
    """A plain value. Bytes are text that its writer did not mark as such; what is not UTF-8 stays raw bytes."""
    try:
        value = scalar.as_py()
    except (ValueError, OverflowError):
        value = scalar.as_buffer().to_pybytes() if hasattr(scalar, "as_buffer") else str(scalar)
    try:
        return value.decode() if isinstance(value, bytes) else value
    except UnicodeDecodeError:
        return value
