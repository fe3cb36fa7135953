"""Tables: their schemas, how records become them, and where they are kept."""

from analysis.tables.rows import Ints, Names, Rows, as_rows, find_names, number_names, read_names, read_numbers
from analysis.tables.schema import TABLES, Table
from analysis.tables.store import Scan, Store, TablesError, open_tables

__all__ = [
    "TABLES",
    "Ints",
    "Names",
    "Rows",
    "Scan",
    "Store",
    "Table",
    "TablesError",
    "as_rows",
    "find_names",
    "number_names",
    "open_tables",
    "read_names",
    "read_numbers",
]
