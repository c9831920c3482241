"""`misaq assembly explain`: why quotas cannot be met, the smallest changes that help and what they cost whom."""

from typing import Any

from misaq.assembly import (
    Explanation,
    Relaxation,
    explain_all,
    nearest_size,
    recruit,
    smallest_relaxations,
)
from misaq.cli.assembly.documents import write_result
from misaq.cli.assembly.pool_files import (
    HouseholdColumn,
    PoolFile,
    QuotaFile,
    Reading,
    SeatCount,
    SelectedFile,
    UnknownAnswers,
    read_pool_files,
)
from misaq.cli.console import LANGUAGE, Exit, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.process import Result


def explain_command(
    pool: PoolFile,
    quotas: QuotaFile,
    size: SeatCount,
    household: HouseholdColumn = None,
    selected: SelectedFile = None,
    unknown: UnknownAnswers = "refuse",
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Say why no panel meets the quotas, and what would help. Exit 3 when none does."""
    output = Output(as_json, quiet)
    with answering(output):
        reading = Reading(household, selected, unknown)
        people, inputs = read_pool_files(pool, quotas, size, reading, feasible=False)
        found = explain_all(people)
        values: dict[str, Any] = {
            "possible": not found,
            "explanations": [],
            "relaxations": [],
            "recruits": None,
            "nearest_size": None,
        }
        if found:
            changes = smallest_relaxations(people)
            recruits, nearest = recruit(people), nearest_size(people)
            values |= {
                "explanations": [explanation.plain() for explanation in found],
                "relaxations": [change.plain() for change in changes],
                "recruits": None if recruits is None else recruits.plain(),
                "nearest_size": nearest,
            }
            _say_why(found, output)
            _say_changes(changes, output)
            if recruits is not None:
                n, who = recruits.number, recruits.text()
                output.say(
                    t("New volunteers who would do instead: {n}, such as {who}.", n=n, who=who)
                )
            if nearest is not None:
                output.say(t("With the quotas as they are, {n} seats are possible.", n=nearest))
        else:
            output.say(t("Some panel meets all the quotas."), style="green")
        result = Result("assembly.explanation", values, {"size": size}, inputs=inputs)
        write_result(result, out)
        output.give(result.document())
        if found:
            raise SystemExit(int(Exit.INFEASIBLE))


def _say_why(found: tuple[Explanation, ...], output: Output) -> None:
    for explanation in found:
        output.say(explanation.words(LANGUAGE), style="bold")
    output.say(t("Of each sentence every limit is needed: without any one of them it can be done."))


def _say_changes(changes: tuple[Relaxation, ...], output: Output) -> None:
    if not changes:
        output.say(t("No change of the quotas alone helps."))
    elif not changes[0].within_flex:
        output.say(t("Within min_flex and max_flex nothing helps; beyond them:"))
    for number, change in enumerate(changes, 1):
        output.say(
            t("Change {number}: {change}", number=number, change=change.text()), style="bold"
        )
        for line in change.words(LANGUAGE):
            output.say(f"  {line}")
