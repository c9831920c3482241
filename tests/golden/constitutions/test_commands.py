"""The commands on real histories: exact, undone with reasons, and the bill gives exactly the text."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from misaq.cli import charter

pytestmark = pytest.mark.shared


def told(*arguments: object) -> Any:
    done = CliRunner().invoke(charter.app, [*map(str, arguments), "--json"])
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("country", "versions"), [("italy", 24), ("usa", 19)])
def test_check_and_bills_of_each_amendment(shared_data: Path, country: str, versions: int) -> None:
    path = shared_data / "charter" / country / "versions.jsonl.xz"
    checked = told("check", path)
    assert (checked["versions"], checked["exact"], checked["residue"]) == (versions, versions, [])
    assert checked["published"] == []
    for n in (2, versions // 2, versions - 1):
        undone = told("revert", path, n)
        assert undone["undone"] == [n]
        if not undone["conflicts"]:
            assert told("bill", path, n)["check"]["to_sha256"] == undone["text_sha256"]


def test_no_amendment_of_the_usa_stands_in_the_way_of_another(shared_data: Path) -> None:
    path = shared_data / "charter/usa/versions.jsonl.xz"
    for n in (1, 7, 18):
        assert told("depends", path, n)["closure"] == []
        assert [c for c in told("revert", path, n)["conflicts"] if c["kind"] == "deletes"] == []


def test_india_without_the_forty_second(shared_data: Path) -> None:
    path = shared_data / "charter/india/versions.jsonl.xz"
    undone = told("revert", path, "42", "--join-lines-of", 80)
    with_whom = {conflict["with"] for conflict in undone["conflicts"]}
    assert {43, 44} <= with_whom
    for conflict in undone["conflicts"]:
        assert conflict["tokens"] >= 0
        assert conflict["provisions"]
        assert str(conflict["with"]) in conflict["why"]
    assert len(undone["text_sha256"]) == 64
