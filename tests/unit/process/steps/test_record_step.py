"""The record's step: faults between files, the same bytes for any row order, and no name in any document."""

import json
import random
from pathlib import Path

import pytest

from misaq.foundation.errors import FaultsError
from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder, read_record, write_demo
from misaq.process.steps.record import STEP

CONFIG = """
title = { en = "Peace", ur = "امن" }
[thresholds]
record = 5
record_sensitive = 10
[[communities]]
id = "kelvar"
name = { en = "Kelvar", ur = "کیلوار" }
[[communities]]
id = "sovan"
name = { en = "Sovan", ur = "سوان" }
"""
SOURCES = [
    "id,name_en,name_ur,kind,derived_from",
    "union,Union,انجمن,documenter,",
    "echo,Echo,,press,union",
]
MAPPING = """
id = "no"
[columns]
victim_name = "who"
community = "people"
act_type = "what"
when = "when"
where = "where"
actor = "by"
child = "minor"
verification = "status"
[codes.what]
"""
MAPPING = MAPPING.replace(
    "[codes.what]", '[codes.act_type]\n"shot" = "KIL"\n"taken" = ["DOL", "CON"]'
)
HEADER = "no,who,people,what,when,where,by,minor,status,told"
# invented names, in both scripts, planted in every column that holds a list's own words
NAMES = ["Zarmeen Vask", "Tolo Ishpar", "زرمین واسک", "تولو اشپار"]


def rows(n: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return [
        ",".join(
            [
                f"c{i}",
                chance.choice(NAMES),
                chance.choice(["kelvar", "kelvar", "sovan", ""]),
                chance.choice(["shot", "taken", "TOR"]),
                chance.choice(["2009", "2010-05", "2011-02-03", ""]),
                f"house of {chance.choice(NAMES)}",
                f"officer {chance.choice(NAMES)}",
                chance.choice(["1", "0", ""]),
                chance.choice(["verified", "reviewed", ""]),
                f"told by {chance.choice(NAMES)}",
            ]
        )
        for i in range(n)
    ]


def folder(root: Path, **files: list[str] | str) -> ProcessFolder:
    content: dict[str, list[str] | str] = {
        "process.toml": CONFIG,
        "record/sources.csv": SOURCES,
        "record/lists/union.csv": [HEADER, *rows(60)],
        "record/lists/union.toml": MAPPING,
        "record/lists/echo.csv": [HEADER, *rows(30, 2)],
        "record/lists/echo.toml": MAPPING,
        "record/acknowledgements.csv": [
            "id,act,actor_en,response,date,authority_en",
            f"r1,union/c1,{NAMES[0]},full,2020,{NAMES[1]}",
            f"r2,union/c1,{NAMES[2]},denied,2021,",
            "r3,echo/c2,Ministry,partial,,",
        ],
    }
    for file, text in (content | {k.replace("__", "/"): v for k, v in files.items()}).items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if isinstance(text, str) else "\n".join(text) + "\n", "utf-8")
    return ProcessFolder.open(root)


def test_a_sound_record_has_no_fault(tmp_path: Path) -> None:
    assert STEP.check(folder(tmp_path)) == []


def test_faults_between_files_each_at_its_place(tmp_path: Path) -> None:
    given = folder(
        tmp_path,
        **{
            "record/sources.csv": [*SOURCES, "lost,Lost,,press,nobody", "a,A,,press,b", "b,B,,press,a"],
            "record/lists/ghost.csv": [HEADER, *rows(2)],
            "record/lists/ghost.toml": MAPPING,
            "record/lists/bare.csv": [HEADER],
            "record/lists/alone.toml": MAPPING,
            "record/lists/echo.toml": MAPPING.replace('"KIL"', '"KILL"'),
            "record/acknowledgements.csv": [
                "id,act,actor_en,response",
                "r1,union/c999,M,full",
                "r2,nowhere/1,M,full",
            ],
        },
    )  # fmt: skip
    (tmp_path / "record/lists/bare.csv").write_text(HEADER + "\n" + rows(1)[0] + "\n", "utf-8")
    found = {
        (f.code, f.file, f.row, f.column) for f in STEP.check(ProcessFolder.open(given.files.root))
    }
    assert found == {
        ("source_unknown_parent", "record/sources.csv", 4, "derived_from"),
        ("source_derived_circle", "record/sources.csv", 5, "derived_from"),
        ("source_derived_circle", "record/sources.csv", 6, "derived_from"),
        ("list_unknown_source", "record/lists/ghost.csv", None, ""),
        ("list_unknown_source", "record/lists/bare.csv", None, ""),
        ("list_no_mapping", "record/lists/bare.toml", None, ""),
        ("list_no_rows", "record/lists/alone.toml", None, ""),
        ("list_unknown_term", "record/lists/echo.toml", None, "codes.act_type.shot"),
        ("reply_unknown_act", "record/acknowledgements.csv", 2, "act"),
        ("reply_unknown_act", "record/acknowledgements.csv", 3, "act"),
    }
    with pytest.raises(FaultsError):
        read_record(ProcessFolder.open(tmp_path))


def test_a_reply_to_a_row_with_a_fault_is_no_second_fault(tmp_path: Path) -> None:
    bad = (
        rows(1)[0]
        .replace(",shot,", ",vanished,")
        .replace(",taken,", ",vanished,")
        .replace(",TOR,", ",vanished,")
    )
    given = folder(tmp_path, **{"record/lists/union.csv": [HEADER, bad, *rows(60)[1:]]})
    assert [f.code for f in STEP.check(given)] == ["list_unknown_code"]


def documents(given: ProcessFolder) -> dict[str, bytes]:
    return {result.kind: result.payload() for result in STEP.run(given, Silent()).results}


def test_no_name_reaches_any_document(tmp_path: Path) -> None:
    made = documents(folder(tmp_path))
    assert set(made) == {
        "record.summary", "record.counts", "record.acknowledgement", "record.sources", "record.vocabulary",
    }  # fmt: skip
    words = [word for name in NAMES for word in name.split()]
    for kind, payload in made.items():
        text = payload.decode()
        assert [word for word in words if word in text or word.lower() in text.lower()] == [], kind
        escaped = json.dumps(json.loads(payload))
        assert not [w for w in words if json.dumps(w).strip('"') in escaped], kind
    acts = repr(read_record(ProcessFolder.open(tmp_path)).acts)
    assert not [word for word in words if word in acts]


def test_the_same_bytes_for_any_order_of_rows(tmp_path: Path) -> None:
    one = documents(folder(tmp_path / "one"))
    chance = random.Random(5)

    def mixed(lines: list[str]) -> list[str]:
        return [lines[0], *chance.sample(lines[1:], len(lines) - 1)]

    two = documents(
        folder(
            tmp_path / "two",
            **{
                "record/sources.csv": mixed(SOURCES),
                "record/lists/union.csv": mixed([HEADER, *rows(60)]),
                "record/lists/echo.csv": mixed([HEADER, *rows(30, 2)]),
            },
        )
    )
    assert one == two


def test_a_later_answer_changes_the_document(tmp_path: Path) -> None:
    given = folder(tmp_path)
    assert read_record(given).answers["union/c1"] == "denied"


def test_velmara_is_sound_and_has_something_to_withhold(tmp_path: Path) -> None:
    write_demo(tmp_path / "velmara")
    given = ProcessFolder.open(tmp_path / "velmara")
    assert STEP.check(given) == []
    outcome = STEP.run(given, Silent())
    summary = next(r for r in outcome.results if r.kind == "record.summary").results
    assert summary["withheld"]["small"] > 0
    assert summary["withheld"]["protects"] > 0
    assert summary["acts"]["value"] == outcome.stage.params["n"]
    names = [
        value
        for file in given.files.glob("record/lists/*.csv")
        for row in [given.files.table(file)]
        for value in row.text(_name_column(given, file))
        if value
    ]
    text = b"".join(r.payload() for r in outcome.results).decode()
    assert names
    assert not [name for name in set(names) if name in text]


def _name_column(given: ProcessFolder, file: str) -> str:
    for line in given.files.text(file.replace(".csv", ".toml")).splitlines():
        if line.startswith("victim_name"):
            return line.split('"')[1]
    raise AssertionError(file)
