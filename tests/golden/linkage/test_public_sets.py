"""FEBRL and fake_1000, the published labelled sets, through the command itself. See CITATION.md."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from misaq.cli.main import app

DATA = Path(__file__).parents[4] / "shared" / "data" / "record"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the real data beside the checkout (../shared) is absent"
    ),
]
# files, truth column, persons, least precision and recall (plain Splink's, or the published .9998 / .957)
SETS = {
    "FEBRL 1": (["febrl/dataset1.csv"], "rec_id", 500, 0.9998, 0.957),
    "FEBRL 3": (["febrl/dataset3.csv"], "rec_id", 2000, 0.9998, 0.957),
    "FEBRL 4": (["febrl/dataset4a.csv", "febrl/dataset4b.csv"], "rec_id", 5000, 0.9998, 0.96),
    "fake_1000": (["splink/splink_fake_1000.csv"], "cluster", 251, 0.99, 0.8),
}


@pytest.mark.parametrize("name", SETS)
def test_precision_and_recall(name: str, tmp_path: Path) -> None:
    files, truth, persons, precision, recall = SETS[name]
    out = tmp_path / "rows.csv"
    paths = [str(DATA / file) for file in files]
    done = CliRunner().invoke(
        app, ["record", "link", *paths, "--truth", truth, "--out", str(out), "--json"]
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["precision"] >= precision
    assert found["recall"] >= recall
    assert found["truth"]["persons"] == persons
    low, high = found["intervals"]["recall"]
    assert low <= found["recall"] <= high
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == found["rows"]
    assert len({row["person"] for row in rows}) == found["clusters"]
