"""Two engines, one map: in this process and on Spark, over any partitions, from the same invented votes."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from misaq.cli import dialogue
from misaq.dialogue import DialogueRules, build_vote_matrix, map_opinions
from misaq.engines.spark import NotParquetError, map_on_spark, open_spark
from misaq.formats import read_polis_export, read_vote_part

Rows = dict[str, list[Any]]
SEED = 7


def invented(people: int = 200, statements: int = 20) -> Rows:
    """Three leanings, passes, changed answers with their times, and people who answered little."""
    chance = np.random.default_rng(3)
    leaning = chance.choice([-1, 1], (3, statements))
    rows: Rows = {"participant": [], "statement": [], "vote": [], "time": []}
    for person in range(people):
        lean = leaning[int(chance.choice(3, p=[0.5, 0.3, 0.2]))]
        for s in chance.permutation(statements)[: chance.integers(3, statements + 1)].tolist():
            vote = int(chance.choice([lean[s], 0, -lean[s]], p=[0.8, 0.1, 0.1]))
            changed = chance.random() < 0.25
            answers = [(-1 if vote >= 0 else 1, 1.0), (vote, 2.0)] if changed else [(vote, 1.0)]
            for answer, time in answers:
                for column, value in zip(rows, (f"p{person}", f"s{s}", answer, time), strict=True):
                    rows[column].append(value)
    return rows


def partitions(folder: Path, rows: Rows, n: int, *, seed: int = 0) -> Path:
    """Write the rows shuffled into `n` Parquet files."""
    folder.mkdir()
    table = pa.table(rows)
    order = np.random.default_rng(seed).permutation(table.num_rows)
    for part, places in enumerate(np.array_split(order, n)):
        pq.write_table(table.take(places), folder / f"part-{part}.parquet")
    return folder


def mapped(engine: str, source: Path, *options: object) -> dict[str, Any]:
    given = [
        "map",
        source,
        "--engine",
        engine,
        "--seed",
        SEED,
        "--threshold",
        5,
        "--json",
        *options,
    ]
    done = CliRunner().invoke(dialogue.app, [str(each) for each in given])
    assert done.exit_code in (0, 1), done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[Any]:
    """One session for all: the commands use the one that is open."""
    with open_spark("local[2]") as session:
        yield session


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[int, Path]:
    root = tmp_path_factory.mktemp("votes")
    return {n: partitions(root / f"of [{n}]", invented(), n, seed=n) for n in (1, 7)}


@pytest.fixture(scope="module")
def documents(folders, tmp_path_factory) -> dict[tuple[str, int], dict[str, Any]]:
    labels = tmp_path_factory.mktemp("labels")
    return {
        (engine, n): {
            **mapped(engine, folder, "--bootstrap", 10, "--labels", labels / f"{engine}{n}.csv"),
            "places": list(csv.DictReader((labels / f"{engine}{n}.csv").open())),
        }
        for engine in ("local", "spark")
        for n, folder in folders.items()
    }


def test_the_document_is_the_same_whichever_engine_made_it(documents):
    reference = documents["local", 1]
    assert reference["n_votes"] > 2_000
    assert reference["groups"]["k"] > 1
    assert any(row["pass"] for row in reference["statements"])
    assert len(reference["groups"]["labels"]) < reference["n_participants"]
    for (engine, _), document in documents.items():
        assert list(document) == list(reference)
        for key in set(reference) - {"inputs", "timing"}:
            assert document[key] == reference[key], (engine, key)


def test_partitions_and_their_order_change_nothing_on_spark(spark, folders):
    one, other = (
        map_on_spark(
            spark,
            sorted(folder.iterdir()),
            partial(read_vote_part, file="votes"),
            seed=SEED,
            rules=DialogueRules(5, n_resamples=10),
            votes_at_hand=100,  # fewer than there are
        )
        for folder in folders.values()
    )
    assert one.stability.verdict == other.stability.verdict == "not_assessed"
    one, other = one.opinions, other.opinions
    np.testing.assert_array_equal(one.plane.components, other.plane.components)
    np.testing.assert_array_equal(one.points, other.points)
    rows = invented()
    local = map_opinions(
        build_vote_matrix(rows["participant"], rows["statement"], rows["vote"], rows["time"]),
        seed=SEED,
        min_group_size=5,
    )
    np.testing.assert_allclose(one.plane.components, local.plane.components, atol=1e-9)
    np.testing.assert_allclose(one.points, local.points, atol=2e-9)
    np.testing.assert_array_equal(one.labels, local.labels)


@pytest.mark.parametrize("engine", ["local", "spark"])
def test_a_contradiction_is_the_same_fault_and_names_the_same_pair(engine, tmp_path):
    rows = invented(people=30)
    for column, values in zip(rows, (["p4"] * 2, ["s9"] * 2, [1, -1], [5.0, 5.0]), strict=True):
        rows[column] += values
    answer = mapped(engine, partitions(tmp_path / "votes", rows, 3))
    (fault,) = answer["faults"]
    assert (fault["code"], fault["file"], fault["column"]) == (
        "vote_contradiction",
        "votes",
        "vote",
    )
    assert "p4" in fault["what"]
    assert "s9" in fault["what"]


@pytest.mark.parametrize("engine", ["local", "spark"])
def test_a_vote_that_is_none_is_the_same_fault(engine, tmp_path):
    rows = invented(people=10)
    rows["vote"][5] = 3
    answer = mapped(engine, partitions(tmp_path / "votes", rows, 2))
    (fault,) = answer["faults"]
    assert (fault["code"], fault["column"]) == ("cell_not_in_list", "vote")


@pytest.mark.parametrize("engine", ["local", "spark"])
@pytest.mark.parametrize("column", ["participant", "vote"])
def test_a_missing_column_is_the_same_fault(engine, column, tmp_path):
    rows = invented(people=10)
    del rows[column]
    answer = mapped(engine, partitions(tmp_path / "votes", rows, 2))
    (fault,) = answer["faults"]
    assert (fault["code"], fault["column"]) == ("column_missing", column)


def test_polis_rules_and_real_votes_on_both_engines(shared_data, tmp_path):
    exports = sorted((shared_data / "dialogue/polis-exports").iterdir())
    given = read_polis_export(next(path for path in exports if "canad" in path.name.lower()))
    rows = {
        "participant": [given.participants[p] for p in given.person],
        "statement": [given.statement_ids[s] for s in given.statement],
        "vote": np.asarray(given.votes).tolist(),
    }
    folder = partitions(tmp_path / "votes", rows, 3)
    local, spark = (
        mapped(engine, folder, "--mode", "compat", "--bootstrap", 0)
        for engine in ("local", "spark")
    )
    assert local["n_votes"] > 5_000
    for key in set(local) - {"inputs", "timing"}:
        assert local[key] == spark[key], key


def test_spark_wants_parquet(tmp_path):
    (tmp_path / "votes.csv").write_text("participant,statement,vote\na,1,1\n", "utf-8")
    answer = mapped("spark", tmp_path / "votes.csv")
    assert answer["error"]["code"] == NotParquetError.code


def test_nothing_listens_to_other_machines_and_files_are_the_owners(spark):
    settings = spark.sparkContext.getConf()
    assert settings.get("spark.driver.bindAddress") == "127.0.0.1"
    assert settings.get("spark.ui.enabled") == "false"
    folder = Path(settings.get("spark.local.dir"))
    files = [folder, *folder.rglob("*")]
    assert len(files) > 1
    assert not [path for path in files if path.stat().st_mode & 0o077]


def test_what_is_missing_is_named_with_how_to_install_it(tmp_path):
    """In a process of its own, where Java or Spark cannot be found."""
    (tmp_path / "pyspark.py").write_text("raise ImportError\n", "utf-8")
    code = (
        "from misaq.engines.spark import open_spark\nwith open_spark('local[1]'):\n    print('ran')"
    )
    here = ":".join(path for path in sys.path if path)
    for told, changed in (
        ('pip install "misaq[spark]"', {"PYTHONPATH": f"{tmp_path}:{here}"}),
        ("default-jre-headless", {"PYTHONPATH": here, "JAVA_HOME": str(tmp_path)}),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **changed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert told in done.stderr
