"""Files in and out: one file per format; the only rooms' door to the disk."""

from misaq.formats.folder import Folder
from misaq.formats.tables import Table, read_table
from misaq.formats.writing import write_atomically

__all__ = ["Folder", "Table", "read_table", "write_atomically"]
