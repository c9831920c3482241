"""The dialogue's further documents: ranks, slates, look-alike voters; and the votes that are counted apart."""

from collections.abc import Mapping
from typing import Any

from misaq.dialogue import (
    DialogueAnalysis,
    Quarantine,
    QuarantinedPerson,
    first_times,
    publish_brigading,
    publish_scores,
    publish_slates,
)
from misaq.formats import VoteColumns
from misaq.process.folder import ProcessFolder

QUARANTINE = "dialogue/quarantine.csv"
SLATE_SIZE = 5


def read_quarantine(folder: ProcessFolder) -> list[QuarantinedPerson]:
    """The participants whose votes are counted apart, with the reasons; none without the file."""
    if not folder.files.has(QUARANTINE):
        return []
    return [
        QuarantinedPerson(
            row["participant"],
            row["reason_en"],
            row.get("reason_ur") or "",
            row.get("since") or "",
        )
        for row in folder.files.table(QUARANTINE).rows()
    ]


def rank_documents(
    analysis: DialogueAnalysis, quarantine: Quarantine, columns: VoteColumns, *, seed: int
) -> dict[str, Mapping[str, Any]]:
    """The documents of ranks, slates and look-alike voters by kind.

    columns : the list of votes as it was read, for the times.
    """
    times = first_times(analysis.matrix, columns.participants, columns.person, columns.times)
    return {
        "dialogue.scores": publish_scores(analysis),
        "dialogue.slates": publish_slates(analysis, k=SLATE_SIZE),
        "dialogue.brigading": publish_brigading(analysis, quarantine, times, seed=seed),
    }


def rank_parameters(kind: str) -> dict[str, Any]:
    """The settings of a document beside those of the dialogue as a whole."""
    return {"k": SLATE_SIZE} if kind == "dialogue.slates" else {}


def count_apart(quarantine: Quarantine) -> dict[str, int]:
    """How many people and votes are counted apart; part of the summary, so that nothing goes silently."""
    return {
        "n_quarantined": quarantine.n_people,
        "n_quarantined_votes": quarantine.matrix.n_votes,
    }
