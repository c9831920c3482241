"""A table of votes as arrays: who, on what, how, and when."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from misaq.formats.parquet import table_of_arrow
from misaq.formats.tables import Table
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

_NEEDED = ("participant", "statement", "vote")
_USUAL = {  # what Polis and tools around it call these columns
    "participant": ("voter-id", "participant_id", "participant-id", "voter_id", "pid"),
    "statement": ("comment-id", "statement_id", "statement-id", "comment_id", "tid"),
    "time": ("timestamp", "modified"),
}
_VOTES = {"1": 1, "+1": 1, "0": 0, "-1": -1}
_MOST_FAULTS = 100


@dataclass(frozen=True, eq=False)
class VoteColumns:
    """A table of votes, its ids numbered in sorted order.

    participants, statements : distinct ids, sorted. person, statement : (n,) index of each vote's ids.
    votes : (n,) +1 agree, 0 pass, -1 disagree. times : (n,) seconds since 1970 (or the file's own count of
        seconds), NaN not given.
    row_number : index to the spreadsheet row. file : where the votes stand.
    """

    participants: list[str]
    person: NDArray[np.int64]
    statements: list[str]
    statement: NDArray[np.int64]
    votes: NDArray[np.int8]
    times: NDArray[np.float64]
    row_number: Callable[[int], int]
    file: str


def with_own_headers(table: Table) -> Table:
    """A table of votes from elsewhere under our names: Polis' `voter-id`, `comment-id`, `timestamp` and their kin.

    A column that has our name already stays, and so does everything that is not known.
    """
    names = {
        next((o for o in others if o in table), ours): ours
        for ours, others in _USUAL.items()
        if ours not in table
    }
    columns = {names.get(name, name): values for name, values in table.columns.items()}
    return replace(table, columns=columns)


def read_votes(table: Table) -> VoteColumns:
    """Read the columns participant, statement, vote and, when it is there, time.

    Raises FaultsError: `column_missing`, `cell_not_in_list` for a vote that is none, `cell_bad_time`.
    """
    missing = [name for name in _NEEDED if name not in table]
    if missing:
        raise FaultsError([Fault("column_missing", table.file, 1, name) for name in missing])
    people, participants = table.coded("participant")
    places, statements = table.coded("statement")
    votes, wrong_votes = _read_values(table)
    times, wrong_times = _read_times(table)
    if wrong_votes or wrong_times:
        raise FaultsError([*wrong_votes, *wrong_times])
    return VoteColumns(
        participants, people, statements, places, votes, times, table.row_number, table.file
    )


def read_arrow_votes(arrow: pa.Table, file: str) -> VoteColumns:
    """Read part of a table of votes from Arrow columns, for an engine that shares its rows out.

    file : what the whole table is called, for the faults; their rows are those of the part.
    Raises FaultsError as `read_votes`; `column_type` when ids are numbers with a fraction: how such an id is
        written hangs on what other numbers stand in the column, and a part cannot know them.
    """
    for name in ("participant", "statement"):
        ids = arrow[name] if name in arrow.column_names else pa.chunked_array([], pa.string())
        if pa.types.is_floating(ids.type) and not pc.all(pc.equal(pc.floor(ids), ids)).as_py():
            raise FaultsError([Fault("column_type", file, 1, name, {"type": str(ids.type)})])
    table, faults = table_of_arrow(arrow, file)
    errors = [fault for fault in faults if fault.severity == "error"]
    if table is None or errors:
        raise FaultsError(errors)
    return read_votes(table)


def _read_values(table: Table) -> tuple[NDArray[np.int8], list[Fault]]:
    codes, texts = table.coded("vote")
    known = np.array([t in _VOTES for t in texts], dtype=bool)
    values = np.array([_VOTES.get(t, 0) for t in texts], dtype=np.int8)
    if known.all():
        return (values[codes] if len(texts) else np.zeros(0, np.int8)), []
    return values[codes], [
        Fault(
            "cell_not_in_list",
            table.file,
            table.row_number(int(i)),
            "vote",
            {"value": texts[codes[i]], "allowed": "1, 0, -1"},
        )
        for i in np.flatnonzero(~known[codes])[:_MOST_FAULTS]
    ]


def _read_times(table: Table) -> tuple[NDArray[np.float64], list[Fault]]:
    if "time" not in table or not table.n_rows:
        return np.full(table.n_rows, np.nan), []
    column = table.columns["time"]
    blank = pc.equal(column, "")
    try:
        seconds = pc.cast(pc.if_else(blank, None, column), pa.float64())
        return seconds.to_numpy().astype(np.float64), []
    except pa.ArrowInvalid:
        return _read_moments(table)


def _read_moments(table: Table) -> tuple[NDArray[np.float64], list[Fault]]:
    codes, texts = table.coded("time")
    moments = np.array([_seconds(t) for t in texts])
    wrong = [i for i, t in enumerate(texts) if t and np.isnan(moments[i])]
    faults = [
        Fault(
            "cell_bad_time",
            table.file,
            table.row_number(int(i)),
            "time",
            {"value": texts[codes[i]]},
        )
        for i in np.flatnonzero(np.isin(codes, wrong))[:_MOST_FAULTS]
    ]
    return moments[codes], faults


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return float("nan")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
