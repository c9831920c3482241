"""The conversation as tables of the process folder, so that a run computes from what was voted here."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from misaq.formats import read_table, write_atomically
from misaq.foundation.errors import InputError
from misaq.web.dialogue.models import (
    Conversation,
    Exposure,
    ModerationEvent,
    Participant,
    Statement,
    StatementTranslation,
    Vote,
)

Row = Mapping[str, str]
Keep = Callable[[Row], bool]
MODERATED = {"accepted": "1", "waiting": "0", "rejected": "-1"}


class VotesInParquetError(InputError):
    """The folder keeps its votes as Parquet; beside a new votes.csv they would be passed over."""

    code = "votes_in_parquet"


@dataclass(frozen=True)
class Exported:
    """How many of each were written."""

    participants: int
    statements: int
    votes: int


def conversation_export(conversation: Conversation, folder: Path) -> Exported:
    """Write statements, participants and votes into `folder`, the "dialogue" folder of a process.

    What stands there and is not of this site is kept; what is of this site is written anew, so that writing
    twice changes nothing and an answer taken back is gone. Answers taken back, and people without an answer, are
    left out. Raises VotesInParquetError where the folder keeps its votes as Parquet.
    """
    if (folder / "votes.parquet").exists() and not (folder / "votes.csv").exists():
        raise VotesInParquetError(path=str(folder / "votes.parquet"))
    statements = list(Statement.objects.filter(conversation=conversation).order_by("name"))
    everyone = Participant.objects.filter(conversation=conversation)
    people = list(everyone.filter(votes__value__isnull=False).distinct().order_by("public_id"))
    votes = list(
        Vote.objects.filter(participant__conversation=conversation, value__isnull=False)
        .order_by("participant__public_id", "statement__name")
        .values_list("participant__public_id", "statement__name", "value", "voted_at")
    )
    names = {statement.name for statement in statements}
    ours = set(everyone.values_list("public_id", flat=True))
    _put(
        folder / "statements.csv",
        ("id", "text", "language", "moderated", "is_meta", "theme"),
        [_statement_row(statement) for statement in statements],
        lambda row: row["id"] not in names,
    )
    for language, rows in _translations(conversation).items():
        _put(
            folder / f"statements.{language}.csv",
            ("id", "text", "status"),
            rows,
            lambda row: row["id"] not in names,
        )
    _put(
        folder / "participants.csv",
        ("id", "communities", "way_in"),
        [
            {"id": p.public_id, "communities": ";".join(p.communities or ()), "way_in": p.way_in}
            for p in people
        ],
        lambda row: row["id"] not in ours,
    )
    _put(
        folder / "votes.csv",
        ("participant", "statement", "vote", "time"),
        [
            {"participant": p, "statement": s, "vote": str(v), "time": at.isoformat()}
            for p, s, v, at in votes
        ],
        lambda row: row["participant"] not in ours,
    )
    _put(
        folder / "exposures.csv",
        ("participant", "statement", "step", "probability"),
        _exposures(conversation, {person.public_id for person in people}),
        lambda row: row["participant"] not in ours,
    )
    _put(
        folder / "moderation.csv",
        ("id", "statement", "kind", "state", "reason", "day"),
        _decisions(conversation),
        lambda row: row["statement"] not in names,
    )
    return Exported(len(people), len(statements), len(votes))


def _decisions(conversation: Conversation) -> Iterator[Row]:
    """Every step of deciding: which, why, on which day; by whom, and in what words, stays here."""
    events = ModerationEvent.objects.filter(statement__conversation=conversation)
    for event in events.select_related("statement").order_by("id"):
        yield {
            "id": f"m{event.pk}",
            "statement": event.statement.name,
            "kind": event.kind,
            "state": event.state,
            "reason": event.reason_code,
            "day": event.decided_at.date().isoformat(),
        }


def _exposures(conversation: Conversation, people: Container[str]) -> Iterator[Row]:
    """What was shown to whom, numbered for each person in the order in which it was shown."""
    rows = (
        Exposure.objects.filter(participant__conversation=conversation)
        .order_by("participant__public_id", "at", "id")
        .values_list("participant__public_id", "statement__name", "probability")
    )
    steps: Counter[str] = Counter()
    for person, statement, probability in rows:
        if person in people:
            steps[person] += 1
            yield {
                "participant": person,
                "statement": statement,
                "step": str(steps[person]),
                "probability": f"{probability:.12f}".rstrip("0").removesuffix("."),
            }


def _statement_row(statement: Statement) -> Row:
    return {
        "id": statement.name,
        "text": statement.text,
        "language": statement.language,
        "moderated": MODERATED[statement.state],
        "is_meta": str(int(statement.is_meta)),
        "theme": statement.theme,
    }


def _translations(conversation: Conversation) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    rows = StatementTranslation.objects.filter(statement__conversation=conversation)
    for row in rows.select_related("statement").order_by("language", "statement__name"):
        tables.setdefault(row.language, []).append(
            {"id": row.statement.name, "text": row.text, "status": row.status}
        )
    return tables


def _put(path: Path, columns: Sequence[str], rows: Iterable[Row], keep: Keep) -> None:
    """Write `rows` after those of the file that are to be kept."""
    kept: list[Row] = []
    if path.exists():
        table = read_table(path, f"dialogue/{path.name}")
        columns = (*table.names, *(name for name in columns if name not in table))
        cells = [table.text(name) for name in table.names]
        there = (dict(zip(table.names, row, strict=True)) for row in zip(*cells, strict=True))
        kept = [row for row in there if keep(row)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*kept, *rows])
    write_atomically(path, stream.getvalue().encode())
