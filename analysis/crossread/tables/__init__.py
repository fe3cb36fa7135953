"""Tables: their schemas, how records become them, and where they are kept."""

from crossread.tables.records import make_table
from crossread.tables.rows import Ints, Names, Rows, as_rows, find_names, number_names, read_names, read_numbers
from crossread.tables.schema import TABLES, Table
from crossread.tables.store import Scan, Store, TablesError, open_tables

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
    "make_table",
    "number_names",
    "open_tables",
    "read_names",
    "read_numbers",
]
