"""Draft clauses are read with their languages joined, and every fault of their front matter."""

from pathlib import Path

import pytest

from misaq.formats import Folder, load_drafts

GOOD = """---
title: "Water"
article: 20
order: 2
rule: each_community
status: "draft 1"
grounds:
  - {kind: statement, ref: "12", note: "Water is common."}
  - {kind: right, ref: 25}
---

(1) Water belongs to all.
"""


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    folder = tmp_path / "charter" / "drafts"
    folder.mkdir(parents=True)
    return folder


def codes(drafts: Path) -> list[tuple[str, str, int | None, str]]:
    _, faults = load_drafts(Folder(drafts.parents[1]))
    return [(f.code, f.file.rpartition("/")[2], f.row, f.column) for f in faults]


def test_two_languages_are_one_draft(drafts: Path) -> None:
    (drafts / "water.en.md").write_text(GOOD)
    urdu = GOOD.replace('"Water"', '"پانی"').replace("Water is common.", "پانی سب کا ہے۔")
    (drafts / "water.ur.md").write_text(urdu.replace("(1) Water belongs to all.", "پانی سب کا ہے۔"))
    (drafts / "land.en.md").write_text("---\ntitle: Land\norder: 1\n---\nLand is common.")
    found, faults = load_drafts(Folder(drafts.parents[1]))
    assert not faults
    assert [draft.slug for draft in found] == ["land", "water"]
    water = found[1]
    assert water.title == {"en": "Water", "ur": "پانی"}
    assert water.text["ur"] == "پانی سب کا ہے۔"
    assert (water.article, water.order, water.rule) == ("20", 2, "each_community")
    assert [(g.kind, g.ref) for g in water.grounds] == [("statement", "12"), ("right", "25")]
    assert water.grounds[0].note == {"en": "Water is common.", "ur": "پانی سب کا ہے۔"}


def test_every_fault_at_once(drafts: Path) -> None:
    (drafts / "a.en.md").write_text("No front matter.")
    (drafts / "b.en.md").write_text("---\ntitle: A: b: c\n---\nText.")
    (drafts / "c.en.md").write_text("---\ntitle: 3\norder: first\ngrounds: all\n---\nText.")
    (drafts / "d.en.md").write_text(
        "---\ntitle: D\ngrounds: [{kind: rumour, ref: x}, {kind: statement}]\n---\nText."
    )
    (drafts / "e.en.md").write_text("---\ntitle: E\n---\n\n")
    (drafts / "notes.md").write_text("?")
    assert codes(drafts) == [
        ("draft_front_matter", "a.en.md", None, ""),
        ("draft_not_yaml", "b.en.md", 2, ""),
        ("draft_field", "c.en.md", None, "title"),
        ("draft_field", "c.en.md", None, "order"),
        ("draft_field", "c.en.md", None, "grounds"),
        ("draft_ground_kind", "d.en.md", None, "grounds.1"),
        ("draft_field", "d.en.md", None, "grounds.2"),
        ("draft_empty", "e.en.md", None, ""),
        ("draft_file_name", "notes.md", None, ""),
    ]


def test_languages_that_differ_in_more_than_language(drafts: Path) -> None:
    (drafts / "water.en.md").write_text(GOOD)
    (drafts / "water.ur.md").write_text(
        GOOD.replace("order: 2", "order: 3").replace('ref: "12"', 'ref: "13"')
    )
    assert codes(drafts) == [
        ("draft_languages_differ", "water.ur.md", None, "order"),
        ("draft_languages_differ", "water.ur.md", None, "grounds"),
    ]


def test_front_matter_is_data_and_never_code(drafts: Path) -> None:
    (drafts / "x.en.md").write_text("---\ntitle: !!python/object/apply:os.getcwd []\n---\nText.")
    assert codes(drafts)[0][0] == "draft_not_yaml"
