"""Small pools of invented people, and the stored instances."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from misaq.assembly import Pool, read_pool, read_quotas

Columns = dict[str, list[str]]
MakePool = Callable[..., Pool]


def columns(header: Sequence[str], rows: Sequence[Sequence[object]]) -> Columns:
    return {name: [str(row[i]) for row in rows] for i, name in enumerate(header)}


@pytest.fixture(scope="session")
def make_pool() -> MakePool:
    """A pool from rows of features and quotas as (category, feature, min, max)."""

    def make(
        header: Sequence[str],
        people: Sequence[Sequence[object]],
        quotas: Sequence[object],
        size: int,
    ) -> Pool:
        given = columns(("category", "feature", "min", "max"), quotas)  # type: ignore[arg-type]
        wanted, faults = read_quotas(given, size)
        assert wanted is not None, faults
        pool, faults = read_pool(columns(header, people), wanted)
        assert pool is not None, faults
        return pool

    return make


@pytest.fixture(scope="session")
def stored_pool(shared_data: Path) -> Callable[[str], Pool]:
    """A stored instance by name."""

    def load(name: str) -> Pool:
        folder = shared_data / "assembly" / name
        tables = []
        for file in ("categories.csv", "respondents.csv"):
            with (folder / file).open(encoding="utf-8-sig", newline="") as stream:
                rows = list(csv.DictReader(stream))
            tables.append({key: [row[key] for row in rows] for key in rows[0]})
        quotas, _ = read_quotas(tables[0], int(name.rpartition("_")[2]))
        assert quotas is not None
        pool, _ = read_pool(tables[1], quotas)
        assert pool is not None
        return pool

    return load
