"""Files in and out: one file per format; the only rooms' door to the disk."""

import misaq.formats.messages  # noqa: F401  registers the texts
from misaq.formats.drafts import load_drafts
from misaq.formats.folder import Folder
from misaq.formats.hashing import raw_hashes
from misaq.formats.listmap import read_list_mapping
from misaq.formats.polis import PolisExport, is_polis_export, polis_tables, read_polis_export
from misaq.formats.tables import Table, read_table
from misaq.formats.versions import (
    TextHistory,
    canonical_lines_hash,
    load_history,
    load_history_file,
)
from misaq.formats.votes import VoteColumns, read_votes
from misaq.formats.writing import replace_folder, swap_folder, write_atomically

__all__ = [
    "Folder",
    "PolisExport",
    "Table",
    "TextHistory",
    "VoteColumns",
    "canonical_lines_hash",
    "is_polis_export",
    "load_drafts",
    "load_history",
    "load_history_file",
    "polis_tables",
    "raw_hashes",
    "read_polis_export",
    "read_table",
    "read_votes",
    "replace_folder",
    "swap_folder",
    "write_atomically",
]
