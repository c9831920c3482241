"""A whole process from real data: a Polis conversation, a public pool, the Constitution of India.

Sources: Bowling Green (compdemocracy/openData, CC BY 4.0, data gathered using the Polis software and
sub-licensed with attribution to The Computational Democracy Project); divx pool (MIT); India, 105 versions.
The group-aware consensus and the versions are computed here again, without the package's own formulas.
"""

import csv
import json
import lzma
import os
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from misaq.charter import rebuild_version
from misaq.process import ProcessFolder, analyse_dialogue_folder, run_folder, write_run

pytestmark = pytest.mark.shared
PROCESS_TOML = """
id = "real"
title = { en = "Real input", ur = "حقیقی مواد" }
[seeds]
public = 7
"""


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The process folder, built as an analyst would build it."""
    root = tmp_path_factory.mktemp("real") / "process"
    for name in ("dialogue", "assembly", "charter"):
        (root / name).mkdir(parents=True)
    (root / "process.toml").write_text(PROCESS_TOML, "utf-8")
    _misaq(
        "dialogue", "import-polis",
        str(shared_data / "dialogue/polis-exports/american-assembly.bowling-green"),
        "--out", str(root / "dialogue"),
    )  # fmt: skip
    pool = shared_data / "assembly/divx_exact_60"
    with (
        (pool / "respondents.csv").open(newline="") as source,
        (root / "assembly/pool.csv").open("w") as target,
    ):
        header, *rows = list(csv.reader(source))
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["id", *header])
        writer.writerows([f"v{place}", *row] for place, row in enumerate(rows, 1))
    shutil.copy(pool / "categories.csv", root / "assembly/quotas.csv")
    (root / "assembly/seats.toml").write_text("[panel]\nsize = 60\n", "utf-8")
    shutil.copy(shared_data / "charter/india/versions.jsonl.xz", root / "charter")
    (root / "charter/settings.toml").write_text('join_lines_of = 80\nlanguage = "en"\n', "utf-8")
    return root


@pytest.fixture(scope="module")
def out(folder: Path) -> Path:
    """`misaq run` on it, pages and all."""
    target = folder.parent / "out"
    _misaq("run", str(folder), "--out", str(target))
    return target


def _misaq(*arguments: str, hash_seed: str = "0") -> None:
    done = subprocess.run(
        [sys.executable, "-m", "misaq", *arguments],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "MISAQ_DEBUG": "1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def _results(out: Path, kind: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((out / "results" / f"{kind}.json").read_bytes())
    return dict(document["results"])


def test_the_run_completes_with_pages_in_both_languages(out: Path) -> None:
    for language in ("en", "ur"):
        for room in ("", "dialogue/", "assembly/", "charter/"):
            assert (out / "site" / language / room / "index.html").is_file()


def test_group_aware_consensus_is_the_product_over_groups(folder: Path, out: Path) -> None:
    analysis = analyse_dialogue_folder(ProcessFolder.open(folder), n_resamples=0)
    label = {
        str(who): int(group) for who, group in analysis.opinions.labels_by_participant().items()
    }
    assert sum(group >= 0 for group in label.values()) > 1000
    agrees: dict[tuple[int, str], int] = defaultdict(int)
    voted: dict[tuple[int, str], int] = defaultdict(int)
    with (folder / "dialogue/votes.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            group = label.get(row["participant"], -1)
            voted[group, row["statement"]] += 1
            agrees[group, row["statement"]] += row["vote"] == "1"
    groups = sorted({group for group in label.values() if group >= 0})
    published = _results(out, "dialogue.statements")["statements"]
    assert len(published) > 500
    for statement in published:
        expected = 1.0
        for group in groups:
            key = (group, statement["id"])
            expected *= (agrees[key] + 1) / (voted[key] + 2)
        assert statement["group_aware_consensus"] == pytest.approx(expected, rel=0, abs=1e-12)


def test_the_smallest_selection_probability_and_who_is_shut_out(folder: Path, out: Path) -> None:
    lottery = _results(out, "assembly.lottery")
    assert lottery["min_probability"] == pytest.approx(0.1081, abs=1e-4)
    with (folder / "assembly/quotas.csv").open(newline="") as stream:
        closed = {(q["category"], q["feature"]) for q in csv.DictReader(stream) if q["max"] == "0"}
    with (folder / "assembly/pool.csv").open(newline="") as stream:
        expected = [r["id"] for r in csv.DictReader(stream) if any(r[c] == f for c, f in closed)]
    assert [*lottery["excluded"]] == expected
    assert len(expected) == 1
    allowed = [p for who, p in lottery["probabilities"].items() if who not in expected]
    assert min(allowed) == pytest.approx(lottery["min_probability"], rel=1e-3)
    assert sum(lottery["probabilities"].values()) == pytest.approx(60, abs=1e-6)


def test_all_105_versions_come_back_token_for_token(folder: Path, out: Path) -> None:
    weave = _results(out, "charter.weave")
    with lzma.open(folder / "charter/versions.jsonl.xz", "rt", encoding="utf-8") as stream:
        versions = [json.loads(line) for line in stream]
    assert len(versions) == 105
    for version in versions:
        rebuilt = rebuild_version(weave, version["n"])
        given = {path: _joined(text) for path, text in version["files"].items()}
        assert rebuilt == {path: text for path, text in given.items() if text}, version["n"]


def _joined(text: str) -> str:
    """Lines of exactly 80 characters were broken through words: join them with the next."""
    lines = text.replace("\r\n", "\n").split("\n")
    whole = "".join(line if len(line) == 80 else line + "\n" for line in lines)
    return whole[:-1] if len(lines[-1]) != 80 else whole  # split() left one line end too many


def test_shuffled_rows_and_another_hash_seed_give_the_same_bytes(folder: Path, out: Path) -> None:
    shuffled = folder.parent / "shuffled"
    shutil.copytree(folder, shuffled)
    order = random.Random(3)
    for path in sorted(shuffled.rglob("*.csv")):
        header, *rows = path.read_text("utf-8").splitlines()
        order.shuffle(rows)
        path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    other = folder.parent / "out-shuffled"
    _misaq("run", str(shuffled), "--out", str(other), "--no-pages", hash_seed="12345")
    for path in sorted((out / "results").iterdir()):
        assert path.read_bytes() == (other / "results" / path.name).read_bytes(), path.name
    for path in sorted(p for p in (out / "ledger").rglob("*") if p.is_file()):
        assert path.read_bytes() == (other / path.relative_to(out)).read_bytes(), path.name


def test_a_run_in_this_process_is_the_run_of_the_command(
    folder: Path, out: Path, tmp_path: Path
) -> None:
    write_run(run_folder(folder), tmp_path / "again")
    for path in sorted((out / "results").iterdir()):
        assert path.read_bytes() == (tmp_path / "again/results" / path.name).read_bytes(), path.name
