"""Files in and out: one file per format; the only rooms' door to the disk."""

import misaq.formats.messages  # noqa: F401  registers the texts
from misaq.formats.folder import Folder
from misaq.formats.hashing import raw_hashes
from misaq.formats.listmap import read_list_mapping
from misaq.formats.tables import Table, read_table
from misaq.formats.writing import replace_folder, swap_folder, write_atomically

__all__ = [
    "Folder",
    "Table",
    "raw_hashes",
    "read_list_mapping",
    "read_table",
    "replace_folder",
    "swap_folder",
    "write_atomically",
]
