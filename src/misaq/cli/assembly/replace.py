"""`misaq assembly replace`: who comes for those who drop out, and the log of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.assembly import (
    REASONS,
    Entry,
    Quotas,
    Replacement,
    add_entry,
    publish_log,
    read_log,
    replace_people,
)
from misaq.cli.assembly.alternates import PanelFile, read_ids
from misaq.cli.assembly.documents import load_document, write_result
from misaq.cli.assembly.pool_files import (
    HouseholdColumn,
    PoolFile,
    QuotaFile,
    Reading,
    SeatCount,
    UnknownAnswers,
    read_pool_files,
)
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet, Seed
from misaq.formats import read_table, write_atomically
from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.process import Result

LeavingFile = Annotated[
    Path,
    typer.Option(
        "--left",
        help=t("Who leaves: a table with id and reason ({reasons}).", reasons=", ".join(REASONS)),
        metavar="FILE.csv",
    ),
]
AlternatesFile = Annotated[
    Path | None,
    typer.Option(
        "--alternates", help=t("What `misaq assembly alternates` wrote, or ids."), metavar="FILE"
    ),
]
LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log",
        help=t("The log of replacements: read where it is there, and written with one entry more."),
        metavar="LOG.json",
    ),
]


def replace_command(
    pool: PoolFile,
    quotas: QuotaFile,
    size: SeatCount,
    panel: PanelFile,
    left: LeavingFile,
    alternates: AlternatesFile = None,
    log: LogFile = None,
    day: Annotated[str, typer.Option("--day", help=t("Day of the replacement, YYYY-MM-DD."))] = "",
    household: HouseholdColumn = None,
    unknown: UnknownAnswers = "refuse",
    out: OutFile = None,
    seed: Seed = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Find who comes for those who left, so that the quotas are kept or missed by as little as can be."""
    output = Output(as_json, quiet)
    with answering(output):
        reading = Reading(household, None, unknown)
        people, inputs = read_pool_files(pool, quotas, size, reading, feasible=False)
        leaving = _read_leaving(left)
        entries = read_log(load_document(log).get("log", [])) if log and log.is_file() else ()
        gone = [person for entry in entries for person, _ in entry.left]
        known = {person for ids in people.members for person in ids}
        found = replace_people(
            people,
            read_ids(panel, "people"),
            [person for person, _ in leaving],
            read_ids(alternates, "alternates") if alternates else (),
            gone=[person for person in gone if person in known],
            seed=seed or 0,
        )
        if log:
            entries = _logged(entries, leaving, found, seed or 0, day)
            write_atomically(log, canonical_json({"log": publish_log(entries)}))
        values = _values(found, people.quotas)
        parameters = {"size": size, "day": day}
        result = Result("assembly.replacement", values, parameters, seed or 0, inputs)
        write_result(result, out)
        _say(values, output)
        if entries:
            output.say(
                t(
                    "Log: {n} entries, last digest {digest}",
                    n=len(entries),
                    digest=entries[-1].digest,
                )
            )
        output.give(result.document())


def _read_leaving(path: Path) -> list[tuple[str, str]]:
    table = read_table(path, path.name)
    ids = read_ids(path, "id")
    reasons = table.text("reason") if "reason" in table else ["other"] * len(ids)
    named = [text.strip().lower() or "other" for text in reasons]
    faults = [
        Fault("reason_unknown", path.name, i + 2, "reason", {"value": text})
        for i, text in enumerate(named)
        if text not in REASONS
    ]
    if faults:
        raise FaultsError(faults)
    return list(zip(ids, named, strict=False))


def _logged(
    entries: Sequence[Entry],
    leaving: Sequence[tuple[str, str]],
    found: Replacement,
    seed: int,
    day: str,
) -> tuple[Entry, ...]:
    return add_entry(
        entries,
        leaving,
        found.came,
        from_pool=found.from_pool,
        loss=found.loss,
        randomness=f"seed:{seed}",
        day=day,
    )


def _values(found: Replacement, quotas: Quotas) -> dict[str, Any]:
    return {
        "left": list(found.left),
        "came": list(found.came),
        "from_pool": list(found.from_pool),
        "people": list(found.people),
        "loss": found.loss,
        "misses": [miss.text(quotas) for miss in found.misses],
    }


def _say(values: dict[str, Any], output: Output) -> None:
    output.say(t("Come: {ids}", ids=" ".join(values["came"]) or "–"), style="bold")
    if values["from_pool"]:
        output.say(t("Of these no alternates: {ids}", ids=" ".join(values["from_pool"])))
    if values["misses"]:
        output.say(t("Missed now: {misses}", misses="; ".join(values["misses"])))
    else:
        output.say(t("All quotas are kept."), style="green")


register(
    "cli",
    {
        "reason_unknown": Message(
            N_("“{value}” is no reason."),
            N_("Write declined, unreachable, left, excluded or other."),
        ),
    },
)
