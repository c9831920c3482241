"""The charter's step: documents a stranger can rebuild the texts from, and faults in grounds, rules and dates."""

import json
import lzma
import random
from pathlib import Path

import pytest

from misaq.charter import digest_files, prepare_text, rebuild_version
from misaq.foundation.faults import Fault
from misaq.foundation.progress import Silent
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps.charter import STEP

CONFIG = 'title = { en = "Peace", ur = "امن" }\n'
BODY = "Article 1. Land\n(1) Land is common.\n\nArticle 2. Water\n(1) Water belongs to {}.\n"
VERSIONS = [
    {
        "n": 0,
        "title": "Text",
        "date": "1950-01-26",
        "files": {"c.txt": BODY.format("the province")},
    },
    {"n": 1, "title": "First", "date": "1960", "files": {"c.txt": BODY.format("the Federation")}},
    {
        "n": 2,
        "title": "Second",
        "date": "1955",
        "files": {"c.txt": BODY.format("the whole Federation")},
    },
]
DRAFT = """---
title: Water
order: 1
rule: each_community
grounds:
  - {kind: statement, ref: "s1"}
  - {kind: amendment, ref: "1"}
  - {kind: right, ref: "17"}
---
Water belongs to all.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "charter/drafts").mkdir(parents=True)
    (tmp_path / "dialogue").mkdir()
    (tmp_path / "process.toml").write_text(CONFIG, "utf-8")
    write_versions(tmp_path, VERSIONS)
    (tmp_path / "charter/drafts/water.en.md").write_text(DRAFT, "utf-8")
    (tmp_path / "dialogue/statements.csv").write_text(
        "id,text,language,moderated\ns1,Water is common.,en,1\ns2,Land is common.,en,1\ns3,Spam.,en,-1\n",
        "utf-8",
    )
    return tmp_path


def write_versions(root: Path, versions: list[dict]) -> None:
    text = "".join(json.dumps(version) + "\n" for version in versions)
    (root / "charter/versions.jsonl.xz").write_bytes(lzma.compress(text.encode()))


def faults(root: Path) -> list[Fault]:
    return STEP.check(ProcessFolder.open(root))


def documents(root: Path) -> dict[str, Result]:
    outcome = STEP.run(ProcessFolder.open(root), Silent())
    return {result.kind: result for result in outcome.results}


def test_every_version_is_rebuilt_from_the_published_weave(root: Path) -> None:
    made = {
        kind: json.loads(result.payload())["results"] for kind, result in documents(root).items()
    }
    for version, entry in zip(VERSIONS, made["charter.versions"]["versions"], strict=True):
        files = rebuild_version(made["charter.weave"], version["n"])
        assert files == {path: prepare_text(text) for path, text in version["files"].items()}
        assert digest_files(files) == entry["sha256"]


def test_versions_say_what_each_changed(root: Path) -> None:
    first = documents(root)["charter.versions"].results["versions"][1]
    assert (first["words_in"], first["words_out"], len(first["provisions"])) == (1, 1, 1)
    second = documents(root)["charter.versions"].results["versions"][2]
    assert (second["date"], second["date_inherited"], second["date_given"]) == (
        "1960",
        "backwards",
        "1955",
    )


def test_undoing_is_counted_for_each_amendment(root: Path) -> None:
    undo = documents(root)["charter.undo"].results
    assert undo["at"] == 2
    assert [entry["undone"] for entry in undo["amendments"]] == [[1], [2]]
    first = undo["amendments"][0]
    assert (first["words_restored"], first["words_removed"]) == (1, 1)
    assert undo["amendments"][1]["severity"] == "clean"


def test_grounds_are_covered_both_ways(root: Path) -> None:
    drafts = documents(root)["charter.drafts"].results
    assert drafts["cited"]["statement"] == {"s1": ("water",)}
    assert drafts["uncited"] == {
        "amendment": ("2",),
        "statement": ("s2",),
    }  # a rejected statement is no ground
    assert drafts["rules"]["each_community"]["tests"][1]["over"] == "each"
    assert [g["ref"] for g in drafts["drafts"][0]["grounds"]] == ["s1", "1", "udhr-17"]


def test_a_sound_folder_has_only_the_warning_of_its_date(root: Path) -> None:
    assert [(f.code, f.severity) for f in faults(root)] == [("versions_date_backwards", "warning")]


def test_grounds_and_rules_that_are_nowhere_are_faults(root: Path) -> None:
    draft = (
        DRAFT.replace('"s1"', '"s9"').replace('"1"', '"7"').replace("each_community", "consensus")
    )
    (root / "charter/drafts/water.en.md").write_text(draft, "utf-8")
    found = [(f.code, f.place, f.params.get("ref")) for f in faults(root) if f.severity == "error"]
    place = "charter/drafts/water.en.md, column"
    assert found == [
        ("unknown_ground", f"{place} grounds", "s9"),
        ("unknown_ground", f"{place} grounds", "7"),
        ("draft_unknown_rule", f"{place} rule", None),
    ]
    assert all(f.message("ur").what != f.message("en").what for f in faults(root))


def test_the_same_bytes_for_any_order_of_lines_and_rows(root: Path) -> None:
    before = {kind: result.payload() for kind, result in documents(root).items()}
    shuffled = list(VERSIONS)
    random.Random(3).shuffle(shuffled)
    write_versions(root, [{key: v[key] for key in reversed(v)} for v in shuffled])
    table = (root / "dialogue/statements.csv").read_text("utf-8").splitlines()
    (root / "dialogue/statements.csv").write_text(
        "\n".join([table[0], *table[:0:-1]]) + "\n", "utf-8"
    )
    assert {kind: result.payload() for kind, result in documents(root).items()} == before


def test_one_changed_word_shows_in_the_inputs_and_the_digest(root: Path) -> None:
    before = documents(root)["charter.versions"].document()
    changed = json.loads(json.dumps(VERSIONS))
    changed[0]["files"]["c.txt"] = BODY.format("the provinces")
    write_versions(root, changed)
    after = documents(root)["charter.versions"].document()
    assert before["inputs"] != after["inputs"]
    digests = [[v["sha256"] for v in made["results"]["versions"]] for made in (before, after)]
    assert digests[0][0] != digests[1][0]
    assert digests[0][1:] == digests[1][1:]


def test_drafts_alone_and_texts_alone(root: Path) -> None:
    (root / "charter/versions.jsonl.xz").unlink()
    assert set(documents(root)) == {"charter.drafts", "charter.coverage"}
    write_versions(root, VERSIONS)
    (root / "charter/drafts/water.en.md").unlink()
    outcome = STEP.run(ProcessFolder.open(root), Silent())
    assert outcome.stage.code == "stage.charter.open"
    assert {result.kind for result in outcome.results} == {
        "charter.versions",
        "charter.weave",
        "charter.undo",
    }


def test_a_dated_text_is_a_base_with_its_hard_wraps_undone(root: Path) -> None:
    wrapped = [
        {**v, "files": {"c.txt": "Article 1. Land\n(1) Land is comm\non.\n"}} for v in VERSIONS
    ]
    write_versions(root, wrapped)
    (root / "charter/settings.toml").write_text("join_lines_of = 16\n", "utf-8")
    (root / "charter/proposals").mkdir()
    (root / "charter/proposals/all.toml").write_text(
        'title = { en = "For all" }\nbase = "n2"\n[[operations]]\nkind = "substitute_words"\n'
        'provision = "art-1.cl-1"\nwords = { en = "common" }\ntext = { en = "for all" }\n',
        "utf-8",
    )
    assert [f for f in STEP.check(ProcessFolder.open(root)) if f.severity == "error"] == []
    (proposal,) = documents(root)["charter.proposals"].results["proposals"]
    assert proposal["state"] == "open"
    assert [p[:2] for p in proposal["redline"]["en"][0]["passages"]] == [
        ["same", "(1) Land is "],
        ["out", "common"],
        ["in", "for all"],
        ["same", ".\n"],
    ]
