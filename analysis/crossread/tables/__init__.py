"""Tables: their schemas, how records become them, and where they are kept."""

from crossread.tables.records import make_table
from crossread.tables.schema import TABLES, Table
from crossread.tables.store import Scan, Store, TablesError, open_tables

__all__ = ["TABLES", "Scan", "Store", "Table", "TablesError", "make_table", "open_tables"]
