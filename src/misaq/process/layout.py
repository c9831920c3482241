"""Which file of a process folder is what, and every fault of names and places."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Literal

from misaq.formats import MAX_FILES, Folder, all_schemas
from misaq.foundation.faults import Fault

Kind = Literal["table", "toml", "text"]  # a text is opened by its room's own check

_TABLES = (
    *(pattern for schema in all_schemas().values() for pattern in schema.files),
    "record/lists/*.csv",
)
PATTERNS: dict[str, Kind] = {
    **dict.fromkeys(_TABLES, "table"),
    **dict.fromkeys(("process.toml", "record/lists/*.toml", "assembly/seats.toml"), "toml"),
    **dict.fromkeys(
        (
            "charter/versions.jsonl",
            "charter/versions.jsonl.xz",
            "charter/versions/*.txt",
            "charter/settings.toml",
            "charter/drafts/*.md",
            "charter/bases/*.txt",
            "charter/proposals/*.toml",
            "charter/rules.toml",
            "assembly/commitments.json",
            "assembly/reveals.json",
        ),
        "text",
    ),
}
_TWINS = (("dialogue/votes.csv", "dialogue/votes.parquet"),)
_NOTES = ("readme*", "license*", "copying*", "*/readme*")


def kind_of(file: str) -> Kind | None:
    """What a file is by its path inside the folder; None when it is nothing of ours.

    >>> kind_of("dialogue/votes.parquet"), kind_of("dialogue/holiday.jpg")
    ('table', None)
    """
    for pattern, kind in PATTERNS.items():
        if file.count("/") == pattern.count("/") and fnmatchcase(file, pattern):
            return kind
    return None


def check_layout(files: Folder) -> tuple[list[str], list[Fault]]:
    """The files that may be read, and every fault of names and places."""
    faults: list[Fault] = []
    readable: list[str] = []
    strange: list[str] = []
    closed: list[str] = []
    entries = list(files.walk(closed))
    faults += [Fault("folder_closed", f"{name}/") for name in closed]
    if len(entries) > MAX_FILES:
        faults.append(Fault("too_many_files", params={"limit": MAX_FILES}))
    for file in entries[:MAX_FILES]:
        known, refused = kind_of(file) is not None, files.refusal(file)
        if files.is_linked_folder(file):
            faults.append(Fault("folder_link", file))
        elif refused and (known or refused.code == "file_outside"):
            faults.append(refused)
        elif known:
            readable.append(file)
        elif not any(fnmatchcase(file.lower(), pattern) for pattern in _NOTES):
            strange.append(file)
    faults += _twins(readable)
    return readable, faults + _strange(strange)


def _twins(readable: Iterable[str]) -> list[Fault]:
    there = set(readable)
    return [
        Fault("file_twin", two, params={"other": one}) for one, two in _TWINS if {one, two} <= there
    ]


def _strange(files: Iterable[str]) -> list[Fault]:
    """One fault for each file that is nothing of ours, but only one for a whole folder that is not."""
    faults: dict[str, Fault] = {}
    ours = {pattern.partition("/")[0] for pattern in PATTERNS if "/" in pattern}
    for file in files:
        meant = file.lower()
        top = file.partition("/")[0]
        if kind_of(meant):
            faults[file] = Fault("file_case", file, params={"name": meant})
        elif "/" in file and top not in ours:
            faults.setdefault(top, Fault("file_unexpected", top + "/", severity="warning"))
        else:
            faults[file] = Fault("file_unexpected", file, severity="warning")
    return list(faults.values())
