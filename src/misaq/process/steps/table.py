"""The table's step: commitments in, who kept what and what is overdue out."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from misaq.formats import Table
from misaq.foundation.dates import DateError, parse_edtf
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.foundation.progress import Progress
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps.step import HandOver, Outcome, Stage, StageState, Step
from misaq.table import (
    Commitment,
    Rollup,
    Standing,
    find_cycles,
    is_scored_by_obligor,
    judge,
    overdue_first,
    read_commitments,
    roll_up,
    roll_up_by_beneficiary,
    roll_up_by_theme,
    unknown_dependencies,
)

FILE = "table/commitments.csv"


def check_commitments(table: Table, *, as_of: str = "", alone: bool = False) -> list[Fault]:
    """Faults between the rows of `commitments.csv` that no schema shows.

    alone : the table lies in no process folder, so that nothing else looks up what `depends_on` names.
    """
    try:
        commitments = read_commitments(table.rows())
    except InputError:
        return []  # the table's own schema names every value that cannot be read
    ids = [given.strip() or str(index + 1) for index, given in enumerate(table.text("id"))]
    rows = {name: table.row_number(index) for index, name in reversed(list(enumerate(ids)))}
    file = table.file
    faults = [
        Fault("commitment_waits", file, rows[group[0]], "depends_on", {"ids": ", ".join(group)})
        for group in find_cycles(commitments)
    ]
    for own, other in unknown_dependencies(commitments) if alone else []:
        faults.append(Fault("commitment_unknown", file, rows[own], "depends_on", {"value": other}))
    for commitment in commitments:
        faults += _check_score(commitment, file, rows[commitment.id], as_of)
    return faults


def _check_score(commitment: Commitment, file: str, row: int, as_of: str) -> list[Fault]:
    if is_scored_by_obligor(commitment):
        return [Fault("commitment_own_score", file, row, "scored_by", {"id": commitment.id})]
    if commitment.score is not None and not commitment.scored_by:
        params = {"id": commitment.id}
        return [Fault("commitment_no_scorer", file, row, "scored_by", params, "warning")]
    try:
        scored = parse_edtf(commitment.scored_on).earliest if commitment.scored_on else None
        today = parse_edtf(as_of).latest if as_of else None
    except DateError:
        return []
    if scored and today and scored > today:
        params = {"value": commitment.scored_on, "as_of": as_of}
        return [Fault("commitment_scored_later", file, row, "scored_on", params, "warning")]
    return []


def table_results(
    commitments: Sequence[Commitment],
    *,
    as_of: str,
    communities: Sequence[str] = (),
    inputs: Mapping[str, str] | None = None,
) -> tuple[Result, Result]:
    """The documents `table.commitments` and `table.summary`.

    Who gave a score is checked and not published: the column may name a person.
    """
    standings = judge(commitments, as_of=as_of)
    parameters = {"as_of": as_of, "full": 3}
    listed = {
        "commitments": [_plain(standing) for standing in standings],
        "overdue": [standing.commitment.id for standing in overdue_first(standings)],
    }
    summary = {
        "all": _rollup(roll_up(standings, "")),
        "themes": [_rollup(group) for group in roll_up_by_theme(standings)],
        "beneficiaries": [
            _rollup(group) for group in roll_up_by_beneficiary(standings, communities)
        ],
    }
    return (
        Result("table.commitments", listed, parameters, inputs=inputs or {}),
        Result("table.summary", summary, parameters, inputs=inputs or {}),
    )


def _plain(standing: Standing) -> dict[str, Any]:
    commitment = standing.commitment
    return {
        "id": commitment.id,
        "title": commitment.title,
        "obligor": commitment.obligor,
        "beneficiary": commitment.beneficiary,
        "theme": commitment.theme,
        "due": commitment.due.text if commitment.due else "",
        "score": commitment.score,
        "scored_on": commitment.scored_on,
        "depends_on": commitment.depends_on,
        "draft": commitment.draft,
        "evidence": commitment.evidence,
        "overdue": standing.overdue,
        "days_overdue": standing.days_overdue,
        "not_due": standing.not_due,
        "blocked_by": standing.blocked_by,
    }


def _rollup(group: Rollup) -> dict[str, Any]:
    return asdict(group)


def _check(folder: ProcessFolder) -> list[Fault]:
    table, _ = folder.files.load_table(FILE)
    return [] if table is None else check_commitments(table, as_of=folder.config.as_of)


def _run(folder: ProcessFolder, progress: Progress) -> Outcome:
    config = folder.config
    commitments = read_commitments(folder.files.table(FILE).rows())
    results = table_results(
        commitments,
        as_of=config.as_of,
        communities=config.community_ids,
        inputs=folder.input_hashes(FILE, "process.toml"),
    )
    return Outcome(_stage(commitments, results[1].results["all"]), results)


def _stage(commitments: Sequence[Commitment], overall: Mapping[str, Any]) -> Stage:
    n, kept = overall["n"], overall["by_score"][3]
    state: StageState = "none" if not n else "done" if kept == n else "part"
    linked = sum(bool(commitment.draft) for commitment in commitments)
    handed = HandOver("handover.commitments", {"n": linked}) if linked else None
    params = {"n": n, "kept": kept, "overdue": overall["n_overdue"]}
    code = f"stage.table.{'none' if state == 'none' else 'some'}"
    return Stage("table", state, code, params, handed)


STEP = Step("table", (FILE,), _check, _run)

register(
    "process",
    {
        "stage.table.none": Message(N_("no commitments yet")),
        "stage.table.some": Message(
            N_("commitments: {n}, kept in full: {kept}, overdue: {overdue}")
        ),
        "handover.commitments": Message(N_("{n} commitments that a draft clause rests on")),
        "commitment_unknown": Message(
            N_("It depends on “{value}”, and there is no such commitment."),
            N_("Write an id from the column `id`; part several with “;”."),
        ),
        "commitment_waits": Message(
            N_("These commitments wait for one another, so none can begin: {ids}."),
            N_("Take one of them out of `depends_on`."),
        ),
        "commitment_own_score": Message(
            N_("{id} was scored by the one who promised it."),
            N_("Have someone else score it: a body that made no promise here."),
        ),
        "commitment_no_scorer": Message(
            N_("{id} has a score, and nobody is named who gave it."),
            N_("Name the body that scored it in `scored_by`; it is not published."),
        ),
        "commitment_scored_later": Message(
            N_("It was scored on {value}, after the day the process speaks of ({as_of})."),
            N_("Mend the date here, or `as_of` in process.toml."),
        ),
    },
)
