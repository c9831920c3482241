"""Reading the questions of a panel from a table: category, feature, their words in both languages, the population."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from misaq.foundation.faults import Fault

COLUMNS = ("category", "feature", "category_en", "category_ur", "feature_en", "feature_ur")
POPULATION = "population"
RESERVED = frozenset({"id", "household", "name", "contact"})
LONGEST_NAME, LONGEST_LABEL = 40, 120


@dataclass(frozen=True)
class Answer:
    """One answer. population : people with it, None where it is not known."""

    name: str
    labels: tuple[str, str]
    population: int | None


@dataclass(frozen=True)
class Question:
    """One question with its answers."""

    name: str
    labels: tuple[str, str]
    answers: tuple[Answer, ...]


def read_questions(columns: Mapping[str, Sequence[str]]) -> tuple[list[Question], list[Fault]]:
    """Read the questions; returns them in the order of the file, and every fault with its row and column."""
    table = {_plain(name).casefold(): list(values) for name, values in columns.items()}
    faults = [Fault("question_column_missing", column=c) for c in COLUMNS if c not in table]
    if faults:
        return [], faults
    found: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for i in range(len(table["category"])):
        row = {name: _plain(values[i]) for name, values in table.items()}
        faults += _row_faults(row, i + 2)
        found.setdefault(row["category"].casefold(), []).append((i + 2, row))
    for rows in found.values():
        faults += _group_faults(rows)
    if not found:
        faults.append(Fault("questions_empty"))
    return ([] if faults else [_question(rows) for rows in found.values()]), faults


def _row_faults(row: Mapping[str, str], number: int) -> list[Fault]:
    faults = [Fault("question_blank", "", number, name) for name in COLUMNS if not row[name]]
    for name in COLUMNS:
        longest = LONGEST_LABEL if name.endswith(("_en", "_ur")) else LONGEST_NAME
        if len(row[name]) > longest:
            faults.append(Fault("question_long", "", number, name, {"longest": longest}))
    if row["category"].casefold() in RESERVED:
        faults.append(
            Fault("question_reserved", "", number, "category", {"value": row["category"]})
        )
    text = row.get(POPULATION, "").replace(",", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 12):
        faults.append(Fault("question_number_bad", "", number, POPULATION, {"value": text}))
    return faults


def _group_faults(rows: Sequence[tuple[int, Mapping[str, str]]]) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for number, row in rows:
        name = row["feature"].casefold()
        if name in first:
            params = {"feature": row["feature"], "first": first[name]}
            faults.append(Fault("question_twice", "", number, "feature", params))
        first.setdefault(name, number)
        for label in ("category_en", "category_ur"):
            if row[label] != rows[0][1][label]:
                params = {"first": rows[0][0]}
                faults.append(Fault("question_two_wordings", "", number, label, params))
    if len(rows) == 1:
        faults.append(
            Fault(
                "question_one_answer", "", rows[0][0], "feature", {"value": rows[0][1]["category"]}
            )
        )
    return faults


def _question(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Question:
    answers = []
    for _number, row in rows:
        text = row.get(POPULATION, "").replace(",", "")
        labels = row["feature_en"], row["feature_ur"]
        answers.append(Answer(row["feature"], labels, int(text) if text else None))
    head = rows[0][1]
    return Question(head["category"], (head["category_en"], head["category_ur"]), tuple(answers))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
