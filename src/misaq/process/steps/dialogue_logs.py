"""The dialogue's two logs, what was shown to whom and what was decided: read, judged, put into documents."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue import (
    DialogueAnalysis,
    ExposureLog,
    ModerationStep,
    publish_exposures,
    publish_moderation,
)
from misaq.foundation.faults import Fault
from misaq.process.folder import ProcessFolder

EXPOSURES = "dialogue/exposures.csv"
MODERATION = "dialogue/moderation.csv"
_MOST_FAULTS = 100


def check_exposures(folder: ProcessFolder) -> list[Fault]:
    """People whose steps are not 1, 2, 3, ...; what single cells get wrong is told by the schema."""
    if not folder.files.has(EXPOSURES):
        return []
    table = folder.files.table(EXPOSURES)
    steps = table.text("step", "")
    if not {"participant", "step"} <= set(table.names) or not all(s.isdecimal() for s in steps):
        return []
    people, names = table.coded("participant")
    wrong = _out_of_step(people, np.array(steps, dtype=np.int64))
    return [
        Fault(
            "exposure_out_of_step",
            EXPOSURES,
            table.row_number(int(index)),
            "step",
            {"participant": names[people[index]]},
        )
        for index in wrong[:_MOST_FAULTS]
    ]


def exposure_documents(
    folder: ProcessFolder, analysis: DialogueAnalysis
) -> dict[str, Mapping[str, Any]]:
    """The document of what was shown; none when the folder has no such table or it is empty."""
    if not folder.files.has(EXPOSURES) or not folder.files.table(EXPOSURES).n_rows:
        return {}
    table = folder.files.table(EXPOSURES)
    person, participants = table.coded("participant")
    statement, statements = table.coded("statement")
    log = ExposureLog(
        participants,
        person,
        statements,
        statement,
        np.array(table.text("step"), dtype=np.int64),
        np.array(table.text("probability"), dtype=np.float64),
    )
    return {"dialogue.exposures": publish_exposures(analysis, log)}


def moderation_documents(folder: ProcessFolder) -> dict[str, Mapping[str, Any]]:
    """The document of what was decided about statements; none when the folder has no such table."""
    if not folder.files.has(MODERATION):
        return {}
    steps = [
        ModerationStep(
            row["id"],
            row["statement"],
            row["kind"],
            row["state"],
            row.get("reason") or "",
            row.get("day") or "",
        )
        for row in folder.files.table(MODERATION).rows()
    ]
    return {"dialogue.moderation": publish_moderation(steps)}


def _out_of_step(person: NDArray[np.int64], step: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first row of each person at which their steps are not the next in line, in the order of the file."""
    order = np.lexsort((step, person))
    if not len(order):
        return order
    begins = np.concatenate([[True], person[order][1:] != person[order][:-1]])
    first = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    wrong = order[step[order] != np.arange(len(order)) - first + 1]
    _, unique = np.unique(person[wrong], return_index=True)
    found: NDArray[np.int64] = np.sort(wrong[unique])
    return found
