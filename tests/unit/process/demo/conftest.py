"""The demonstration's tables as rows, for these tests."""

import csv
import io
from collections.abc import Callable

import pytest

from misaq.process.demo import demo_files

Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def demo_rows() -> Callable[[str], Rows]:
    files = demo_files()

    def rows(file: str) -> Rows:
        lines = list(csv.reader(io.StringIO(files[file].decode())))
        assert {len(line) for line in lines} == {len(lines[0])}, f"{file} is ragged"
        return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]

    return rows
