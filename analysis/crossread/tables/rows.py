"""Rows of a table as they are stored, for a measure that counts more of them than text in memory allows."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
# Columns by name: numbers, and text as a dictionary of names with a number for each row.
Rows: TypeAlias = pa.Table
Names: TypeAlias = pa.Array
_TEXT = pa.large_string()


def as_rows(frame: pd.DataFrame, columns: Sequence[str]) -> Rows:
    """Some columns of a table that is in memory."""
    return pa.Table.from_pandas(frame[list(columns)], preserve_index=False)


def read_names(rows: Rows, column: str) -> tuple[Ints, Names]:
    """A column of text as a number for each row and the names that these are the numbers of."""
    encoded = rows[column].dictionary_encode().combine_chunks()  # of what is encoded already this is nothing
    return np.asarray(encoded.indices.to_numpy(), dtype=np.int64), encoded.dictionary.cast(_TEXT)


def find_names(names: Sequence[Names], among: Iterable[str]) -> Ints:
    """Where each of some names stands among others that are all different, -1 where it does not."""
    found = pc.index_in(pa.chunked_array(names, _TEXT), value_set=pa.array(among, _TEXT))
    return np.asarray(found.fill_null(-1).to_numpy(), dtype=np.int64)


def number_names(rows: Rows, column: str, among: Sequence[str]) -> Ints:
    """Where the name in each row stands among a few, -1 where it does not."""
    indices, names = read_names(rows, column)
    return find_names([names], among)[indices]


def read_numbers(rows: Rows, column: str) -> Ints:
    """A column of whole numbers."""
    return np.asarray(rows[column].to_numpy(), dtype=np.int64)
