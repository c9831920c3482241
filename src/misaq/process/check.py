"""Every fault of a process folder in one run: names, bytes, rows, cells, settings, and what refers to what."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from misaq.formats import Table, check_table, load_rules, parse_toml, printable, schema_of
from misaq.foundation.errors import FaultsError, InputError, MisaqError
from misaq.foundation.faults import Fault, sort_faults
from misaq.process.folder import ProcessFolder
from misaq.process.layout import check_layout, kind_of
from misaq.process.references import check_references
from misaq.process.settings import FILE, UNREADABLE, check_settings
from misaq.process.steps.registry import STEPS
from misaq.process.steps.step import Step

_NO_COLUMN = frozenset({"column_missing", "column_spelling", "column_twice"})


class FolderMissingError(InputError):
    """There is no folder at this path."""

    code = "folder_missing"


class FolderUnreadableError(InputError):
    """The folder may not be read."""

    code = "folder_unreadable"


@dataclass(frozen=True)
class Examination:
    """What a check of a folder found.

    faults : in the order of files, rows and columns.
    not_compared : rooms whose files were not yet compared with each other, because one of them has an error.
    """

    faults: tuple[Fault, ...]
    not_compared: tuple[str, ...] = ()

    @property
    def n_errors(self) -> int:
        """How many of the faults are errors; the others are warnings."""
        return sum(fault.severity == "error" for fault in self.faults)


def check_folder(root: Path) -> list[Fault]:
    """Every fault of the folder at `root`; writes nothing. Raises as `examine_folder` does."""
    return list(examine_folder(root).faults)


def examine_folder(root: Path) -> Examination:
    """Check everything in the folder at `root`; writes nothing, and follows nothing out of it.

    Raises FolderMissingError, FolderUnreadableError when there is no folder to check.
    """
    try:
        if not root.is_dir():
            raise FolderMissingError(path=printable(str(root)))
        next(root.iterdir(), None)
    except OSError as error:
        raise FolderUnreadableError(path=printable(str(root)), reason=error.strerror) from None
    folder = ProcessFolder.open(root)
    readable, faults = check_layout(folder.files)
    settings, found = (
        _check_toml(folder, FILE) if folder.files.has(FILE) else ({}, _no_settings(faults))
    )
    faults += found
    if not any(fault.code in UNREADABLE and fault.file == FILE for fault in found):
        faults += check_settings(settings, rules=load_rules(folder.files)[0])
    tables, found, damaged = _check_tables(folder, [f for f in readable if kind_of(f) == "table"])
    faults += found
    for file in readable:
        if kind_of(file) == "toml" and file != FILE:
            faults += _check_toml(folder, file)[1]
    faults += check_references(tables, damaged, _community_ids(settings), _drafts(readable))
    damaged |= {
        fault.file for fault in faults if fault.code in _NO_COLUMN and fault.severity == "error"
    }
    found, not_compared = _compare(folder, faults, damaged)
    return Examination(tuple(sort_faults(_once([*faults, *found]))), not_compared)


def _no_settings(faults: Iterable[Fault]) -> list[Fault]:
    """The fault of a folder without process.toml, unless it is there under a wrong name or cannot be read."""
    told = any(fault.file.lower() == FILE and fault.severity == "error" for fault in faults)
    return [] if told else [Fault("config_missing", FILE)]


def _check_toml(folder: ProcessFolder, file: str) -> tuple[dict[str, Any], list[Fault]]:
    text, faults = folder.files.load_text(file)
    if any(fault.severity == "error" for fault in faults):
        return {}, faults
    values, wrong = parse_toml(text, file)
    return values, [*faults, *wrong]


def _check_tables(
    folder: ProcessFolder, files: Iterable[str]
) -> tuple[dict[str, Table], list[Fault], set[str]]:
    """The tables that could be read, every fault in them, and which of them lack rows."""
    tables: dict[str, Table] = {}
    faults: list[Fault] = []
    damaged: set[str] = set()
    for file in files:
        table, wrong = folder.files.load_table(file)
        faults += wrong
        if any(fault.severity == "error" for fault in wrong):
            damaged.add(file)
        if table is None:
            continue
        tables[file] = table
        schema = schema_of(file)
        faults += check_table(table, schema) if schema else ()
        if not table.n_rows and file not in damaged:
            faults.append(Fault("file_no_rows", file, severity="warning"))
    return tables, faults, damaged


def _community_ids(settings: dict[str, Any]) -> list[str] | None:
    """The ids of the communities; None when the settings cannot say."""
    communities = settings.get("communities", []) if settings else None
    if not isinstance(communities, list):
        return None
    return [c["id"] for c in communities if isinstance(c, dict) and isinstance(c.get("id"), str)]


def _drafts(readable: Iterable[str]) -> list[str]:
    folder = "charter/drafts/"
    return [f.removeprefix(folder).rsplit(".", 2)[0] for f in readable if f.startswith(folder)]


def _compare(
    folder: ProcessFolder, faults: list[Fault], damaged: set[str]
) -> tuple[list[Fault], tuple[str, ...]]:
    """What each room finds when it compares its files, and the rooms that could not.

    A room with a table that lacks rows or columns is left out: what it finds would only follow from that. Of
    a place that has an error already nothing more is said.
    """
    errors = [fault for fault in faults if fault.severity == "error"]
    settings_unreadable = any(f.file == FILE and f.code in UNREADABLE for f in errors)
    found: list[Fault] = []
    not_compared: list[str] = []
    for step in STEPS:
        if not step.has_input(folder):
            continue
        own = tuple({pattern.partition("/")[0] + "/" for pattern in step.wanted})
        of_room = None
        if not settings_unreadable and not any(file.startswith(own) for file in damaged):
            of_room = _compare_room(step, folder, sound=not errors)
        if of_room is None:
            not_compared.append(step.room)
        else:
            found += of_room
    told = {(f.file, f.row, f.column) for f in errors} | {(f.file, None, "") for f in errors}
    return [f for f in found if (f.file, f.row, f.column) not in told], tuple(not_compared)


def _compare_room(step: Step, folder: ProcessFolder, *, sound: bool) -> list[Fault] | None:
    """One room's own check; None where it broke off over an error that is told already."""
    try:
        return step.check(folder)
    except FaultsError as error:
        return list(error.faults)
    except Exception as error:  # a check that breaks off is reported, never a traceback
        if not sound:
            return None
        if isinstance(error, MisaqError):
            return [Fault(error.code, params=error.params)]
        return [Fault("check_failed", params={"room": step.room, "reason": type(error).__name__})]


def _once(faults: Iterable[Fault]) -> list[Fault]:
    """The faults without those that say the same of the same place, names made printable."""
    seen: dict[tuple[Any, ...], Fault] = {}
    for given in faults:
        file, column = printable(given.file), printable(given.column)
        named = file == given.file and column == given.column
        fault = given if named else replace(given, file=file, column=column)
        seen.setdefault(
            (fault.code, fault.file, fault.row, fault.column, repr(fault.params)), fault
        )
    return list(seen.values())
