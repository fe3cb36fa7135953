"""Tables: their schemas, how records become them, and where they are kept."""

from crossread.tables.schema import TABLES, Table
from crossread.tables.store import Scan, Store, TablesError, open_tables

__all__ = ["TABLES", "Scan", "Store", "Table", "TablesError", "open_tables"]
