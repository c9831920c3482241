"""The bundle: a stranger with Python alone checks it in an empty folder, and each tampering is named."""

import csv
import hashlib
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from misaq.assembly import (
    CodeError,
    bundle_files,
    draw_panel,
    hold_lottery,
    new_code,
    new_reveal,
    pseudonym,
    publish_certificate,
    publish_draw,
    publish_lottery,
    publish_panels,
    read_pool,
    read_quotas,
    read_randomness,
    read_source,
)
from misaq.assembly.pseudonyms import LETTERS
from misaq.assembly.reveal import gather_commitments, gather_reveals
from misaq.foundation.errors import MisaqError

Columns = dict[str, list[str]]
Files = dict[str, bytes]
QUOTAS: Columns = {
    "category": ["Sex", "Sex", "place", "place", "place"],
    "feature": ["f", "m", "x", "y", "z"],
    "min": ["2", "2", "1", "1", "1"],
    "max": ["3", "3", "3", "3", "3"],
}
PARTIES = [new_reveal(name) for name in ("East", "West")]
WHOLE = gather_reveals(
    gather_commitments([party.public() for party in PARTIES]),
    [party.document() for party in PARTIES],
)
SIGNED = "drand:1000:b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"


def people(order: list[int]) -> Columns:
    """Fourteen invented people under pseudonyms; two share a home whose address nobody needs to know."""
    codes = ["abcdefghjkm" + LETTERS[i] for i in range(14)]
    return {
        "Name": [f"Somebody {i}" for i in order],
        "id": [pseudonym(codes[i]) for i in order],
        "sex": ["fm"[i % 2] for i in order],
        "PLACE": ["xyz"[i % 3] if i < 9 else "x" for i in order],
        "Household": ["12 Lime Street" if i in {2, 3} else f"{i} Oak Road" for i in order],
    }


def make(order: list[int], randomness: str, named: str | None = None) -> Files:
    quotas, faults = read_quotas(QUOTAS, 5)
    assert quotas is not None, faults
    columns = people(order)
    pool, faults = read_pool(columns, quotas)
    assert pool is not None, faults
    lottery = hold_lottery(pool)
    proof = publish_certificate(lottery)
    source = read_source(named, load=lambda _: WHOLE) if named else None
    sealed = publish_panels(lottery, proof, source=source)
    values = publish_lottery(lottery, sealed["commitment"], proof, threshold=5)
    found = read_randomness(randomness, load=lambda _: WHOLE)
    drawn = draw_panel(
        lottery.tickets, sealed["commitment"], found, source=sealed.get("source", "")
    )
    return bundle_files({**values, "sealed": sealed}, columns, QUOTAS, publish_draw(drawn))


@pytest.fixture(scope="module")
def files() -> Files:
    return make(list(range(14)), SIGNED)


def check(folder: Path, files: Files) -> subprocess.CompletedProcess[str]:
    """What a stranger does: unpack, and type one line."""
    for name, payload in files.items():
        (folder / name).write_bytes(payload)
    command = [sys.executable, "-I", "check_lottery.py"]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)


def test_an_honest_bundle_agrees(tmp_path: Path, files: Files) -> None:
    done = check(tmp_path, files)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("All agrees")
    assert sorted(files) == [
        "README.txt",
        "check_form.py",
        "check_lottery.py",
        "check_randomness.py",
        "draw.json",
        "lottery.json",
        "pool.csv",
        "quotas.csv",
    ]


def in_json(name: str, change: Callable[[dict[str, Any]], None]) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        document = json.loads(files[name])
        change(document)
        files[name] = json.dumps(document).encode()

    return tamper


def in_table(name: str, row: int, column: int, text: str) -> Callable[[Files], None]:
    def tamper(files: Files) -> None:
        rows = list(csv.reader(io.StringIO(files[name].decode())))
        rows[row][column] = text
        stream = io.StringIO()
        csv.writer(stream, lineterminator="\n").writerows(rows)
        files[name] = stream.getvalue().encode()

    return tamper


def other_panel(document: dict[str, Any]) -> None:
    document["sealed"]["panels"][0][0][1] += 1


def other_probability(document: dict[str, Any]) -> None:
    person = sorted(document["probabilities"])[4]
    document["probabilities"][person] += 1e-6


def other_round(document: dict[str, Any]) -> None:
    document["randomness"] = document["randomness"].replace("drand:1000", "drand:1001")
    document["source"] = "drand:1001"


def other_people(document: dict[str, Any]) -> None:
    document["people"] = document["people"][::-1]


TAMPERINGS = {
    "probability": (in_json("lottery.json", other_probability), "probability"),
    "panel": (in_json("lottery.json", other_panel), "panel 0"),
    "pool row": (in_table("pool.csv", 6, 2, "z"), "pool row"),
    "quota": (in_table("quotas.csv", 5, 3, "4"), "quota"),
    "randomness": (in_json("draw.json", other_round), "round 1001 of the beacon: not signed"),
    "people": (in_json("draw.json", other_people), "randomness"),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_each_tampering_is_named(tmp_path: Path, files: Files, what: str) -> None:
    tamper, said = TAMPERINGS[what]
    changed = dict(files)
    tamper(changed)
    assert changed != files
    done = check(tmp_path, changed)
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout


def test_the_order_of_rows_changes_no_byte(files: Files) -> None:
    order = list(range(14))
    random.Random(3).shuffle(order)
    assert make(order, SIGNED) == files


def test_the_hash_seed_changes_no_byte(files: Files) -> None:
    script = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.unit.assembly.test_bundle import SIGNED, make;"
        "made = make(list(range(14)), SIGNED);"
        "print({name: hashlib.sha256(payload).hexdigest() for name, payload in made.items()})"
    )
    command = [sys.executable, "-c", script, str(Path(__file__).parents[3])]
    here = {**os.environ, "PYTHONHASHSEED": "1"}  # this process has another
    told = subprocess.run(command, env=here, capture_output=True, check=True).stdout.decode()
    digests = {name: hashlib.sha256(payload).hexdigest() for name, payload in files.items()}
    assert told == f"{digests}\n"


def test_nobody_is_named_and_no_home_has_its_address(files: Files) -> None:
    whole = b"".join(files.values()).decode()
    assert "Somebody" not in whole
    assert "Lime" not in whole
    assert "Oak" not in whole
    rows = list(csv.DictReader(io.StringIO(files["pool.csv"].decode())))
    assert [*rows[0]] == ["id", "place", "Sex", "household"]
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    shared = [row["id"] for row in rows if row["household"]]
    assert len(shared) == 2
    assert pseudonym("ABCD-EFGH-JKM" + LETTERS[2].upper()) in shared


def test_before_the_draw_there_is_none(tmp_path: Path, files: Files) -> None:
    before = {name: payload for name, payload in files.items() if name != "draw.json"}
    assert check(tmp_path, before).returncode == 0


@pytest.mark.parametrize(
    ("randomness", "named"),
    [
        ("dice:471829305", "dice:9"),
        ("dice:471829305471829305", "dice:18"),
        ("reveal:r.json", "reveal:c.json"),
        ("seed:7", "seed:7"),
        ("seed:7", None),
    ],
)
def test_every_kind_of_randomness_is_checked(
    tmp_path: Path, randomness: str, named: str | None
) -> None:
    made = make(list(range(14)), randomness, named)
    done = check(tmp_path, made)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("REHEARSAL" in done.stdout) == randomness.startswith("seed:")
    drawn = json.loads(made["draw.json"])
    for name in ("ticket", "value", "randomness", "source"):
        changed = {**drawn, name: drawn[name] + 1 if name == "ticket" else drawn[name] + "1"}
        done = check(tmp_path, {**made, "draw.json": json.dumps(changed).encode()})
        assert done.returncode in {1, 2}, name


def test_the_readme_tells_in_both_languages_what_to_type(files: Files) -> None:
    text = files["README.txt"].decode()
    assert text.count("\n    python3 check_lottery.py\n") == 2
    for word in ("seal", "pool row", "panel", "probability", "certificate", "randomness"):
        assert text.count(f"\n  {word}") == 2
    assert max(len(line) for line in text.splitlines()) <= 130
    (line, again) = [line for line in text.splitlines() if "hashlib" in line]
    assert line == again
    program = line.partition('"')[2].rpartition('"')[0]
    command = [sys.executable, "-I", "-c", program]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.strip() == pseudonym("abcd-efgh-jkmn")


def test_codes_are_easily_read_and_never_the_same() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert not set(code) & set("ilo01")
        assert len(pseudonym(code)) == 20
    for wrong in ("", "abcd", "abcd-efgh-jkml", "abcd-efgh-jkm1", "abcd-efgh-jkmnp"):
        with pytest.raises(CodeError) as caught:
            pseudonym(wrong)
        error: MisaqError = caught.value
        assert error.message("en").mend != error.message("ur").mend
