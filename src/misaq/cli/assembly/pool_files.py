"""A pool and its quotas read from files, for every command of the assembly."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.assembly import Pool, quota_faults, read_pool, read_quotas, require_feasible
from misaq.cli.console import t
from misaq.formats import Table, read_table
from misaq.foundation.errors import FaultsError

PoolFile = Annotated[
    Path, typer.Argument(help=t("One row a person: a column per category."), metavar="POOL.csv")
]
QuotaFile = Annotated[
    Path, typer.Option("--quotas", help=t("category, feature, min, max."), metavar="QUOTAS.csv")
]
SeatCount = Annotated[int, typer.Option("--size", min=1, help=t("How many seats."))]


def read_pool_files(pool: Path, quotas: Path, size: int) -> tuple[Pool, dict[str, str]]:
    """The pool with its quotas, and their hashes.

    Raises FaultsError with every fault of both files, QuotasInfeasibleError when no panel meets the quotas.
    """
    people_table, quota_table = read_table(pool, pool.name), read_table(quotas, quotas.name)
    wanted, faults = read_quotas(columns_of(quota_table), size, quotas.name)
    if wanted is None:
        raise FaultsError(faults)
    people, faults = read_pool(columns_of(people_table), wanted, pool.name)
    if people is None:
        raise FaultsError([*faults, *quota_faults(wanted, None, quotas.name)])
    require_feasible(people)
    return people, {**hashes_of(people_table), **hashes_of(quota_table)}


def columns_of(table: Table) -> dict[str, list[str]]:
    """The columns of a table as texts."""
    return {name: table.text(name) for name in table.names}


def hashes_of(table: Table) -> dict[str, str]:
    """The name of a table's file and the digest of what it says, as a result document cites its input."""
    return {table.file: f"sha256:{table.canonical_hash()}"}
