"""A pool and its quotas read from files, for every command of the assembly."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from misaq.assembly import (
    UNKNOWN_POLICIES,
    Pool,
    quota_faults,
    read_pool,
    read_quotas,
    require_feasible,
)
from misaq.cli.console import LANGUAGE, Output, t
from misaq.formats import Table, read_table
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import render

PoolFile = Annotated[
    Path, typer.Argument(help=t("One row a person: a column per category."), metavar="POOL.csv")
]
QuotaFile = Annotated[
    Path, typer.Option("--quotas", help=t("category, feature, min, max."), metavar="QUOTAS.csv")
]
SeatCount = Annotated[int, typer.Option("--size", min=1, max=1_000_000, help=t("How many seats."))]


HouseholdColumn = Annotated[
    str | None,
    typer.Option(
        "--household",
        help=t(
            "Column of the pool that says who lives together: no two of a household are drawn. "
            "Without it, “household” where there is one."
        ),
        metavar="COLUMN",
    ),
]
SelectedFile = Annotated[
    Path | None,
    typer.Option(
        "--selected",
        help=t(
            "Who has a seat already: a table with a column id. Their seats are taken off the quotas and "
            "the size; their households take no part."
        ),
        metavar="FILE.csv",
    ),
]
UnknownAnswers = Annotated[
    str,
    typer.Option(
        "--unknown",
        help=t(
            "Whoever has an answer that is empty, “?” or “unknown”: refuse the pool, leave_out the person, "
            "or count_nowhere: may be drawn, counts under no feature of that category."
        ),
        metavar="|".join(UNKNOWN_POLICIES),
    ),
]
NOTES = 20  # said at most


@dataclass(frozen=True)
class Reading:
    """How a pool is read, as the options say it."""

    household: str | None = None
    selected: Path | None = None
    unknown: str = "refuse"


def read_pool_files(
    pool: Path,
    quotas: Path,
    size: int,
    reading: Reading = Reading(),
    *,
    feasible: bool = True,
) -> tuple[Pool, dict[str, str]]:
    """The pool with its quotas, and the hashes of the files.

    feasible : refuse quotas that no panel meets.
    Raises FaultsError with every fault of the files, QuotasInfeasibleError when no panel meets the quotas.
    """
    policy = next((one for one in UNKNOWN_POLICIES if one == reading.unknown), None)
    if policy is None:
        raise typer.BadParameter(", ".join(UNKNOWN_POLICIES), param_hint="--unknown")
    people_table, quota_table = read_table(pool, pool.name), read_table(quotas, quotas.name)
    hashes = {**hashes_of(people_table), **hashes_of(quota_table)}
    wanted, faults = read_quotas(columns_of(quota_table), size, quotas.name)
    selected, file = [], ""
    if reading.selected is not None:
        table, file = read_table(reading.selected, reading.selected.name), reading.selected.name
        hashes |= hashes_of(table)
        selected = table.text("id")
        if "id" not in table:
            faults.append(Fault("selected_column_missing", file, column="id"))
    if wanted is None or faults:
        raise FaultsError(faults)
    people, faults = read_pool(
        columns_of(people_table),
        wanted,
        pool.name,
        household=reading.household,
        selected=selected,
        selected_file=file,
        unknown_policy=policy,
    )
    if people is None:
        raise FaultsError([*faults, *quota_faults(wanted, None, quotas.name)])
    if feasible:
        require_feasible(people)
    return people, hashes


def say_notes(people: Pool, output: Output) -> None:
    """Who is not treated like the others, and why."""
    for note in people.notes[:NOTES]:
        output.say(render(f"pool_note_{note.reason}", LANGUAGE, id=note.id).what)
    if len(people.notes) > NOTES:
        output.say(t("... and {count} more; --json lists all.", count=len(people.notes) - NOTES))


def columns_of(table: Table) -> dict[str, list[str]]:
    """The columns of a table as texts."""
    return {name: table.text(name) for name in table.names}


def hashes_of(table: Table) -> dict[str, str]:
    """The name of a table's file and the digest of what it says, as a result document cites its input."""
    return {table.file: f"sha256:{table.canonical_hash()}"}
