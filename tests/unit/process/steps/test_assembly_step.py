"""The assembly's step: faults between its files, and documents that are the same bytes on every run."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from tests.assembly_folder import QUOTAS, SEATS, people, write_assembly_folder

from misaq.foundation.progress import Silent
from misaq.process.folder import ProcessFolder
from misaq.process.steps.assembly import STEP


def check(root: Path) -> list[tuple[str, int | None, str]]:
    faults = STEP.check(ProcessFolder.open(root))
    for fault in faults:
        for language in ("en", "ur"):
            assert "{" not in fault.message(language).sentence()
            assert fault.message(language).what != fault.code
    return [(fault.code, fault.row, fault.column) for fault in faults]


def documents(root: Path) -> dict[str, bytes]:
    outcome = STEP.run(ProcessFolder.open(root), Silent())
    return {result.kind: result.payload() for result in outcome.results}


def test_a_sound_folder_has_no_fault(tmp_path: Path) -> None:
    assert check(write_assembly_folder(tmp_path)) == []


def test_quotas_that_cannot_be_met_are_a_fault_with_reason_and_change(tmp_path: Path) -> None:
    wrong = [q.replace("sex,female,3,3", "sex,female,4,5") for q in QUOTAS]
    root = write_assembly_folder(tmp_path, quotas=wrong)
    (fault,) = STEP.check(ProcessFolder.open(root))
    assert (fault.code, fault.file) == ("quotas_infeasible", "assembly/quotas.csv")
    assert fault.params["reason"] == "sex: min 4 + 3 = 7 > 6"
    assert fault.params["change"] in {"sex = female: min 4 -> 3", "sex = male: min 3 -> 2"}


def test_each_fault_is_named_where_it_stands(tmp_path: Path) -> None:
    rows = [*people()[:-1], "v30,talhen,femail,30+", "v31,talhen,male,"]
    assert check(write_assembly_folder(tmp_path, rows=rows)) == [
        ("pool_value_blank", 32, "age"),
        ("pool_value_unknown", 31, "sex"),
    ]


@pytest.mark.parametrize(
    ("seats", "found"),
    [
        ("[panel]\nsize = 0\n", ("seats_number_bad", None, "panel.size")),
        ("panel = 6\n", ("seats_table_bad", None, "panel")),
        ("[seats]\nsize = 10\n", ("panel_size_missing", None, "panel.size")),
        (SEATS.replace("floor = 1", "floor = 6"), ("seats_impossible", None, "seats.size")),
        (SEATS + "[seats.caps]\nnobody = 2\n", ("seats_no_community", None, "seats.caps.nobody")),
        (SEATS.replace('"dice:471829305"', "471"), ("randomness_bad", None, "draw.randomness")),
    ],
)
def test_settings_that_cannot_be_are_faults(
    tmp_path: Path, seats: str, found: tuple[str, int | None, str]
) -> None:
    assert check(write_assembly_folder(tmp_path, seats=seats)) == [found]


def test_a_pool_without_quotas_is_a_fault(tmp_path: Path) -> None:
    root = write_assembly_folder(tmp_path)
    (root / "assembly/quotas.csv").unlink()
    assert check(root) == [("assembly_file_missing", None, "")]


def test_the_documents_tell_chances_and_who_is_shut_out_and_no_features(tmp_path: Path) -> None:
    made = documents(write_assembly_folder(tmp_path))
    assert set(made) == {"assembly.seats", "assembly.lottery", "assembly.panels", "assembly.draw"}
    lottery = json.loads(made["assembly.lottery"])["results"]
    assert lottery["excluded"] == {"v30": "age = under 18: max 0"}
    assert len(lottery["probabilities"]) == 30
    allowed = [p for key, p in lottery["probabilities"].items() if key != "v30"]
    assert min(allowed) == lottery["min_probability"]
    assert sum(allowed) == pytest.approx(6)
    hidden = [row for row in lottery["features"] if row["hidden"]]
    assert {row["feature"] for row in hidden if row["hidden"] == "small"} == {"under 18"}
    assert all(row["pool"] is None and row["expected"] is None for row in hidden)
    seats = json.loads(made["assembly.seats"])["results"]["communities"]
    assert [(row["id"], row["seats"]) for row in seats] == [("talhen", 7), ("sovan", 3)]
    drawn = json.loads(made["assembly.draw"])["results"]
    assert len(drawn["people"]) == 6
    assert "v30" not in drawn["people"]
    for kind in ("assembly.panels", "assembly.draw"):
        told = json.loads(made[kind])["results"]
        told.pop("quotas", None), told.pop("features", None)
        assert "female" not in json.dumps(told)


def test_not_drawn_before_the_randomness_is_named(tmp_path: Path) -> None:
    root = write_assembly_folder(tmp_path, seats=SEATS.replace("randomness", "note"))
    assert "assembly.draw" not in documents(root)
    stage = STEP.run(ProcessFolder.open(root), Silent()).stage
    assert (stage.state, stage.code) == ("part", "stage.assembly.sealed")


def test_same_bytes_for_any_row_order_and_hash_seed(tmp_path: Path) -> None:
    first = documents(write_assembly_folder(tmp_path / "a"))
    rows, quotas = people(), list(QUOTAS)
    random.Random(5).shuffle(rows)
    random.Random(6).shuffle(quotas)
    shuffled = write_assembly_folder(tmp_path / "b", rows=rows, quotas=quotas)
    assert documents(shuffled) == first
    script = (
        "import sys; from pathlib import Path; from misaq.foundation.progress import Silent;"
        "from misaq.process.folder import ProcessFolder; from misaq.process.steps.assembly import STEP;"
        "o = STEP.run(ProcessFolder.open(Path(sys.argv[1])), Silent());"
        "[sys.stdout.buffer.write(r.payload()) for r in o.results]"
    )
    command = [sys.executable, "-c", script, str(shuffled)]
    told = {
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {b"".join(first.values())}
