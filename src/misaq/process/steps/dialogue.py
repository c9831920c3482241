"""The dialogue's step: statements, participants and votes in; map, groups, common ground out."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from misaq.dialogue import (
    DialogueAnalysis,
    DialogueRules,
    Mode,
    NoVotesError,
    Statement,
    Translation,
    analyse_dialogue,
    part_quarantined,
    publish_communities,
    publish_groups,
    publish_parameters,
    publish_statements,
    publish_summary,
    publish_ways,
)
from misaq.formats import VoteColumns, matrix_of_votes, read_votes
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.progress import Progress
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps.dialogue_logs import (
    EXPOSURES,
    MODERATION,
    check_exposures,
    exposure_documents,
    moderation_documents,
)
from misaq.process.steps.dialogue_ranks import (
    QUARANTINE,
    count_apart,
    rank_documents,
    rank_parameters,
    read_quarantine,
)
from misaq.process.steps.step import HandOver, Outcome, Stage, Step

STATEMENTS = "dialogue/statements.csv"
PARTICIPANTS = "dialogue/participants.csv"
VOTES = ("dialogue/votes.csv", "dialogue/votes.parquet")
_MOST_FAULTS = 100  # of one kind in one file: a wrong id in every row is one mistake


def check(folder: ProcessFolder) -> list[Fault]:
    """Faults that no single table shows: ids that point nowhere, answers that contradict each other."""
    faults = [
        *_check_translations(folder),
        *_check_communities(folder),
        *check_exposures(folder),
    ]
    votes = _votes_file(folder)
    if not votes:
        return faults
    try:
        columns = read_votes(folder.files.table(votes))
        faults += _check_ids(folder, columns)
        matrix_of_votes(columns)
    except FaultsError as error:  # a table's own faults are told by its schema
        faults += [f for f in error.faults if f.code == "vote_contradiction"]
    return faults


def run(folder: ProcessFolder, progress: Progress) -> Outcome:
    """Compute the dialogue's documents."""
    try:
        analysis = analyse_folder(folder, progress=progress)
    except NoVotesError:
        return Outcome(Stage("dialogue", "open", "stage.dialogue.open"))
    populations = {c.id: c.population for c in folder.config.communities}
    columns = read_votes(folder.files.table(_votes_file(folder)))
    _, quarantine = part_quarantined(matrix_of_votes(columns), read_quarantine(folder))
    documents = {
        "dialogue.summary": publish_summary(analysis) | count_apart(quarantine),
        "dialogue.groups": publish_groups(analysis),
        "dialogue.statements": publish_statements(analysis),
        "dialogue.communities": publish_communities(analysis, populations),
        **rank_documents(analysis, quarantine, columns, seed=folder.config.seed),
        **exposure_documents(folder, analysis),
        **moderation_documents(folder),
        **_ways_documents(folder, analysis),
    }
    inputs = folder.input_hashes("process.toml", *_inputs(folder))
    results = tuple(
        Result(
            kind,
            values,
            parameters=publish_parameters(analysis.rules) | rank_parameters(kind),
            seed=folder.config.seed,
            inputs=inputs,
        )
        for kind, values in documents.items()
    )
    return Outcome(_stage(analysis), results)


def analyse_folder(
    folder: ProcessFolder,
    *,
    n_resamples: int | None = None,
    mode: Mode | None = None,
    progress: Progress | None = None,
) -> DialogueAnalysis:
    """Work through the dialogue of a process folder; names who is in which group, so it is never published.

    n_resamples, mode : the folder's own unless given.
    Raises NoVotesError when there are no votes on counted statements.
    """
    votes = _votes_file(folder)
    if not votes or not folder.files.table(votes).n_rows:
        raise NoVotesError()
    config = folder.config
    counted, _ = part_quarantined(
        matrix_of_votes(read_votes(folder.files.table(votes))), read_quarantine(folder)
    )
    return analyse_dialogue(
        counted,
        read_statements(folder),
        dict(_declared(folder)),
        config.community_ids,
        seed=config.seed,
        rules=DialogueRules(
            threshold=config.thresholds["dialogue"],
            mode=mode or config.dialogue_mode,
            n_resamples=config.dialogue_draws if n_resamples is None else n_resamples,
        ),
        progress=progress,
    )


def read_statements(folder: ProcessFolder) -> list[Statement]:
    """The statements with their translations; none when the folder has no dialogue/statements.csv."""
    if not folder.files.has(STATEMENTS):
        return []
    translations = {
        language: {row["id"]: row for row in folder.files.table(file).rows()}
        for language, file in _translation_files(folder)
    }
    found = []
    for row in folder.files.table(STATEMENTS).rows():
        texts = {row.get("language") or folder.config.languages[0]: Translation(row["text"])}
        for language, rows in translations.items():
            if language not in texts and row["id"] in rows:
                other = rows[row["id"]]
                texts[language] = Translation(other["text"], other.get("status") or "draft")
        found.append(
            Statement(
                row["id"],
                texts,
                row.get("language", ""),
                int(row.get("moderated") or 1),
                row.get("is_meta") == "1",
                row.get("theme", ""),
            )
        )
    return sorted(found, key=lambda s: s.id)


def _stage(analysis: DialogueAnalysis) -> Stage:
    n_common = sum(f.verdict == "common_ground" for f in analysis.findings)
    if not n_common:
        return Stage(
            "dialogue", "part", "stage.dialogue.part", {"n_votes": analysis.matrix.n_votes}
        )
    return Stage(
        "dialogue",
        "part",
        "stage.dialogue.common",
        {"n": n_common},
        HandOver("handover.common_ground", {"n": n_common}),
    )


def _declared(folder: ProcessFolder) -> Iterator[tuple[str, tuple[str, ...]]]:
    if folder.files.has(PARTICIPANTS):
        table = folder.files.table(PARTICIPANTS)
        for name, communities in zip(table.text("id"), table.text("communities"), strict=True):
            yield name, tuple(c.strip() for c in communities.split(";") if c.strip())


def _ways_documents(folder: ProcessFolder, analysis: DialogueAnalysis) -> dict[str, dict[str, Any]]:
    """The document of how people came in; none when the folder does not say."""
    if not folder.files.has(PARTICIPANTS) or "way_in" not in folder.files.table(PARTICIPANTS):
        return {}
    table = folder.files.table(PARTICIPANTS)
    ways = dict(zip(table.text("id"), table.text("way_in"), strict=True))
    threshold = folder.config.thresholds["dialogue"]
    return {"dialogue.ways": publish_ways(analysis.matrix, ways, threshold=threshold)}


def _inputs(folder: ProcessFolder) -> list[str]:
    files = [
        STATEMENTS,
        PARTICIPANTS,
        QUARANTINE,
        EXPOSURES,
        MODERATION,
        *VOTES,
        *(file for _, file in _translation_files(folder)),
    ]
    return [file for file in files if folder.files.has(file)]


def _votes_file(folder: ProcessFolder) -> str:
    return next((file for file in VOTES if folder.files.has(file)), "")


def _translation_files(folder: ProcessFolder) -> list[tuple[str, str]]:
    return [
        (file.removeprefix("dialogue/statements.").removesuffix(".csv"), file)
        for file in folder.files.glob("dialogue/statements.*.csv")
    ]


def _check_ids(folder: ProcessFolder, columns: VoteColumns) -> list[Fault]:
    wanted = (
        (PARTICIPANTS, "participant", columns.participants, columns.person),
        (STATEMENTS, "statement", columns.statements, columns.statement),
    )
    faults = []
    for file, column, names, codes in wanted:
        if not folder.files.has(file) or "id" not in folder.files.table(file):
            continue
        known = set(folder.files.table(file).text("id"))
        unknown = np.array([name not in known for name in names], dtype=bool)
        for index in np.flatnonzero(unknown[codes])[:_MOST_FAULTS] if names else ():
            row, name = columns.row_number(int(index)), names[codes[index]]
            faults.append(
                Fault(f"vote_unknown_{column}", columns.file, row, column, {column: name})
            )
    return faults


def _check_translations(folder: ProcessFolder) -> list[Fault]:
    if not folder.files.has(STATEMENTS):
        return []
    known = set(folder.files.table(STATEMENTS).text("id"))
    faults = []
    for _, file in _translation_files(folder):
        table = folder.files.table(file)
        for index, name in enumerate(table.text("id")):
            if name and name not in known:
                params = {"statement": name}
                row = table.row_number(index)
                faults.append(Fault("translation_unknown_statement", file, row, "id", params))
    return faults


def _check_communities(folder: ProcessFolder) -> list[Fault]:
    if not folder.files.has(PARTICIPANTS) or "communities" not in folder.files.table(PARTICIPANTS):
        return []
    known, table = set(folder.config.community_ids), folder.files.table(PARTICIPANTS)
    faults = []
    for index, text in enumerate(table.text("communities")):
        for name in (c.strip() for c in text.split(";")):
            if name and name not in known:
                row, params = table.row_number(index), {"community": name}
                code = "participant_unknown_community"
                faults.append(Fault(code, PARTICIPANTS, row, "communities", params))
    return faults


STEP = Step(
    room="dialogue",
    wanted=(STATEMENTS, *VOTES),
    check=check,
    run=run,
)
