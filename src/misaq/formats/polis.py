"""A Polis export: the folder that a Polis conversation is downloaded as."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from misaq.formats.tables import Table, read_table
from misaq.foundation.errors import InputError
from misaq.foundation.messages import N_, Message, register

_VOTES_FILES = ("participants-votes.csv", "participant-votes.csv")
_LAST_FIXED = "n-disagree"  # statement ids stand to the right of this column
_VOTES = {"1": 1, "0": 0, "-1": -1, "1.0": 1, "0.0": 0, "-1.0": -1}
Row = tuple[str, ...]


class NotAPolisExportError(InputError):
    """The folder holds no Polis export."""

    code = "polis_not_an_export"


class PolisUnreadableError(InputError):
    """A file of the export is not what Polis writes."""

    code = "polis_unreadable"


@dataclass(frozen=True, eq=False)
class PolisExport:
    """A conversation as Polis exports it.

    statements : (id, text, moderated, is_meta) as text, sorted by number.
    participants : ids in the order of the file. groups : group Polis published for each, "" for none.
    statement_ids : columns of the votes. person, statement : (n,) index into these and `participants`.
    votes : (n,) +1 agree, 0 pass, -1 disagree.
    files : the files it was read from.
    """

    statements: list[Row]
    participants: list[str]
    groups: list[str]
    statement_ids: list[str]
    person: NDArray[np.int64]
    statement: NDArray[np.int64]
    votes: NDArray[np.int8]
    files: tuple[Path, ...] = ()


def is_polis_export(folder: Path) -> bool:
    """Whether `folder` looks like a Polis export, or like the files of a Polis report saved from its address."""
    return folder.is_dir() and _find(folder, _VOTES_FILES) is not None


def read_polis_export(folder: Path) -> PolisExport:
    """Read the last answer of each person to each statement, and the statements.

    Takes the folder of an export (participants-votes.csv, comments.csv) and that of a report's saved files, which
    Polis names participant-votes.csv and puts the conversation's name before: 2024-05-01-x-comments.csv.
    Raises NotAPolisExportError when a file is missing, PolisUnreadableError when it is not what Polis writes.
    """
    votes_file, comments_file = _find(folder, _VOTES_FILES), _find(folder, ("comments.csv",))
    if votes_file is None or comments_file is None:
        missing = _VOTES_FILES[0] if votes_file is None else "comments.csv"
        raise NotAPolisExportError(folder=str(folder), file=missing)
    table = read_table(votes_file, votes_file.name)
    if "participant" not in table or _LAST_FIXED not in table:
        raise PolisUnreadableError(file=table.file, row=1)
    ids = list(table.names[table.names.index(_LAST_FIXED) + 1 :])
    person, statement, votes = _read_answers(table, ids)
    return PolisExport(
        _read_statements(comments_file, ids),
        table.text("participant"),
        table.text("group-id"),
        ids,
        person,
        statement,
        votes,
        (votes_file, comments_file),
    )


def _find(folder: Path, names: tuple[str, ...]) -> Path | None:
    """The file of one of these names; else the only one whose name ends so."""
    for name in names:
        if (folder / name).is_file():
            return folder / name
    ending = [
        p for p in sorted(folder.glob("*.csv")) if p.name.endswith(tuple(f"-{n}" for n in names))
    ]
    return ending[0] if len(ending) == 1 else None


def polis_tables(export: PolisExport, *, language: str) -> dict[str, Iterator[Row]]:
    """The export as the tables of a process folder, header first: file name to rows.

    language : language the statements are written in; a Polis export does not say.
    """
    return {
        "statements.csv": _statement_rows(export, language),
        "participants.csv": _participant_rows(export),
        "votes.csv": _vote_rows(export),
    }


def _read_answers(
    table: Table, ids: list[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]:
    people, places, votes = [], [], []
    for place, name in enumerate(ids):
        codes, texts = table.coded(name)
        values = np.array([_VOTES.get(t, 9) for t in texts], dtype=np.int8)[codes]
        answered = np.flatnonzero(np.array([t != "" for t in texts], dtype=bool)[codes])
        if (wrong := answered[values[answered] == 9]).size:
            raise PolisUnreadableError(file=table.file, row=table.row_number(int(wrong[0])))
        people.append(answered)
        places.append(np.full(len(answered), place, np.int64))
        votes.append(values[answered])
    if not ids:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int8)
    return np.concatenate(people), np.concatenate(places), np.concatenate(votes)


def _read_statements(path: Path, voted: list[str]) -> list[Row]:
    found: dict[str, Row] = {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            if not row.get("comment-id") or row.get("moderated") not in {"1", "0", "-1"}:
                raise PolisUnreadableError(file=path.name, row=reader.line_num)
            meta = (row.get("is-meta") or "").lower() in {"1", "true", "t"}
            text = " ".join((row.get("comment-body") or "").split())
            name = row["comment-id"]
            found[name] = (name, text or f"[{name}]", str(row["moderated"]), "1" if meta else "0")
    for name in voted:
        found.setdefault(name, (name, f"[{name}]", "0", "0"))
    return [found[name] for name in sorted(found, key=lambda n: (len(n), n))]


def _statement_rows(export: PolisExport, language: str) -> Iterator[Row]:
    yield ("id", "text", "language", "moderated", "is_meta")
    for name, text, moderated, is_meta in export.statements:
        yield (name, text, language, moderated, is_meta)


def _participant_rows(export: PolisExport) -> Iterator[Row]:
    yield ("id", "communities")
    for name in export.participants:
        yield (name, "")


def _vote_rows(export: PolisExport) -> Iterator[Row]:
    yield ("participant", "statement", "vote")
    order = np.lexsort((export.statement, export.person))
    for index in order.tolist():
        yield (
            export.participants[export.person[index]],
            export.statement_ids[export.statement[index]],
            str(export.votes[index]),
        )


register(
    "formats",
    {
        "polis_not_an_export": Message(
            N_("{folder} is no Polis export: {file} is missing."),
            N_("Choose the folder that holds participants-votes.csv and comments.csv."),
        ),
        "polis_unreadable": Message(
            N_("This Polis file cannot be read: {file}, row {row}."),
            N_("Export the conversation again, and do not edit the file in a spreadsheet."),
        ),
    },
)
