"""A conversation in the layout of a Polis export, for tools that read nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from misaq.formats.votes import VoteColumns

Row = tuple[str, ...]
_FIXED = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")


@dataclass(frozen=True)
class PolisStatement:
    """A statement as Polis tells of it. moderated : "1" accepted, "0" not looked at, "-1" rejected."""

    id: str
    text: str
    moderated: str = "0"
    is_meta: bool = False


def polis_layout(
    statements: Sequence[PolisStatement], votes: VoteColumns, *, topic: str = ""
) -> dict[str, Iterator[Row]]:
    """The files of a Polis export, header first: file name to rows.

    statements : those known; one that is only voted on gets its id as text.
    votes : every vote; of two answers of one person to one statement the latest stands in the wide table, and
        every one in the log.
    Polis numbers people and statements: ids that are all numbers are kept, others are numbered in order. No group is
    given, and Polis' times are in milliseconds; a vote without a time has 0.
    """
    known = {s.id: s for s in statements}
    for name in votes.statements:
        known.setdefault(name, PolisStatement(name, f"[{name}]"))
    numbers = _numbers(sorted(known, key=_in_order))
    people = _numbers(sorted(votes.participants, key=_in_order))
    last = _latest(votes)
    return {
        "comments.csv": _comments(known, numbers, votes, last),
        "participants-votes.csv": _wide(numbers, people, votes, last),
        "votes.csv": _log(numbers, people, votes),
        "summary.csv": _summary(topic, len(people), len(numbers), len(last)),
    }


def _in_order(name: str) -> tuple[int, str]:
    return (len(name), name) if name.isdecimal() else (1 << 30, name)


def _numbers(names: Sequence[str]) -> dict[str, str]:
    if all(name.isdecimal() and str(int(name)) == name for name in names):
        return {name: name for name in names}
    return {name: str(number) for number, name in enumerate(names)}


def _latest(votes: VoteColumns) -> NDArray[np.int64]:
    """The index of the vote that counts for each person and statement."""
    when = np.where(np.isnan(votes.times), -np.inf, votes.times)
    order = np.lexsort((np.arange(len(when)), when, votes.statement, votes.person))
    person, statement = votes.person[order], votes.statement[order]
    is_last = np.ones(len(order), bool)
    is_last[:-1] = (person[1:] != person[:-1]) | (statement[1:] != statement[:-1])
    return order[is_last]


def _comments(
    known: Mapping[str, PolisStatement],
    numbers: Mapping[str, str],
    votes: VoteColumns,
    last: NDArray[np.int64],
) -> Iterator[Row]:
    yield (
        "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated",
        "comment-body", "is-meta",
    )  # fmt: skip
    place = {name: index for index, name in enumerate(votes.statements)}
    n = len(votes.statements)
    agrees, disagrees = (
        np.bincount(votes.statement[last][votes.votes[last] == vote], minlength=n)
        for vote in (1, -1)
    )
    for name, number in numbers.items():
        statement, at = known[name], place.get(name)
        counts = ("0", "0") if at is None else (str(agrees[at]), str(disagrees[at]))
        yield (
            "0",
            "",
            number,
            "",
            *counts,
            statement.moderated,
            statement.text,
            str(int(statement.is_meta)),
        )


def _wide(
    numbers: Mapping[str, str],
    people: Mapping[str, str],
    votes: VoteColumns,
    last: NDArray[np.int64],
) -> Iterator[Row]:
    yield (*_FIXED, *numbers.values())
    column = {name: index for index, name in enumerate(numbers)}
    columns = [column[name] for name in votes.statements]
    starts = np.searchsorted(votes.person[last], np.arange(len(votes.participants) + 1))
    row_of = {name: row for row, name in enumerate(votes.participants)}
    for name, number in people.items():
        row = row_of[name]
        own = last[starts[row] : starts[row + 1]]
        cells = [""] * len(numbers)
        for index in own.tolist():
            cells[columns[votes.statement[index]]] = str(int(votes.votes[index]))
        given = votes.votes[own]
        counts = (len(own), int((given == 1).sum()), int((given == -1).sum()))
        yield (number, "", "0", *(str(count) for count in counts), *cells)


def _log(
    numbers: Mapping[str, str], people: Mapping[str, str], votes: VoteColumns
) -> Iterator[Row]:
    yield ("timestamp", "datetime", "comment-id", "voter-id", "vote")
    when = np.nan_to_num(votes.times)
    for index in np.lexsort((np.arange(len(when)), when)).tolist():
        seconds = float(when[index])
        told = f"{datetime.fromtimestamp(seconds, UTC):%a %b %d %H:%M:%S UTC %Y}" if seconds else ""
        yield (
            str(round(seconds * 1000)),
            told,
            numbers[votes.statements[votes.statement[index]]],
            people[votes.participants[votes.person[index]]],
            str(int(votes.votes[index])),
        )


def _summary(topic: str, n_people: int, n_statements: int, n_votes: int) -> Iterator[Row]:
    yield ("topic", topic)
    yield ("voters", str(n_people))
    yield ("commenters", "0")
    yield ("comments", str(n_statements))
    yield ("groups", "0")
    yield ("votes", str(n_votes))
