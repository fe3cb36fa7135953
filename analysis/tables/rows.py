"""Rows of a table as they are stored, for a measure that counts more of them than text in memory allows."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

Ints = npt.NDArray[np.int64]
# Columns by name: numbers, and text as a dictionary of names with a number for each row.
Rows: TypeAlias = pa.Table


def as_rows(frame: pd.DataFrame, columns: Sequence[str]) -> Rows:
    """Some columns of a table that is in memory."""
    return pa.Table.from_pandas(frame[list(columns)], preserve_index=False)


def number_names(rows: Rows, column: str, numbers: Mapping[str, int]) -> Ints:
    """The number of the name in each row, -1 where it has none; each name is looked up once, not each row."""
    encoded = rows[column].dictionary_encode().combine_chunks()  # of what is encoded already this is nothing
    of_name = np.array([numbers.get(name, -1) for name in encoded.dictionary.to_pylist()], dtype=np.int64)
    return np.asarray(of_name[encoded.indices.to_numpy()], dtype=np.int64)


def read_numbers(rows: Rows, column: str) -> Ints:
    """A column of whole numbers."""
    return np.asarray(rows[column].to_numpy(), dtype=np.int64)
