"""How a text reads after an operation: words set apart, lines begun and ended, as the text around has it."""

import difflib
from typing import Any

import pytest

from misaq.charter import Operation, Version, fold_operations, start_weave
from misaq.foundation.errors import FaultsError

TEXT = """Part I. Rights
12. Water.—(1) Water is common, and free.
(2) No one shall sell it—
(a) in a town; or
(b) in a village.

13. Land
Land is common.

Part II. Offices
14. The council.—It sits "for one year".
"""
Case = tuple[str, str, dict[str, Any], str]


def change(files: dict[str, str], *operations: Operation) -> dict[str, str]:
    weave = start_weave(Version(0, "", "1950", files))
    weave = fold_operations(weave, operations, [Version(1, "", "1951", {})])
    assert weave.texts(weave.active(0)) == files
    return weave.texts(weave.active())


def lines(old: str, new: str) -> str:
    found = difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=0)
    return "\n".join(line for line in list(found)[2:] if not line.startswith("@@"))


WORDS: tuple[Case, ...] = (
    ("insert_words", "art-12", {"text": "For ever,", "where": "start"},
     "-12. Water.—(1) Water is common, and free.\n+12. Water.—For ever, (1) Water is common, and free."),
    ("insert_words", "art-13", {"text": "All", "where": "start"}, "-Land is common.\n+All Land is common."),
    ("insert_words", "art-12.cl-2.para-a", {"text": "by night", "where": "start"},
     "-(a) in a town; or\n+(a) by night in a town; or"),
    ("insert_words", "art-12", {"text": "Provided that rain is free.", "where": "end"},
     "+Provided that rain is free."),
    ("insert_words", "art-13", {"text": "So are hills.", "where": "end"},
     "-Land is common.\n+Land is common. So are hills."),
    ("insert_words", "art-14", {"words": "year", "text": "or more", "where": "after"},
     '-14. The council.—It sits "for one year".\n+14. The council.—It sits "for one year or more".'),
    ("insert_words", "art-14", {"words": "for", "text": "only", "where": "before"},
     '-14. The council.—It sits "for one year".\n+14. The council.—It sits "only for one year".'),
    ("insert_words", "art-12", {"words": ", and", "text": "and clean", "where": "before"},
     "-12. Water.—(1) Water is common, and free.\n+12. Water.—(1) Water is common and clean, and free."),
    ("insert_words", "art-12", {"words": "common", "text": ", clean", "where": "after"},
     "-12. Water.—(1) Water is common, and free.\n+12. Water.—(1) Water is common, clean, and free."),
    ("insert_words", "art-13", {"words": "common", "text": "\nand free", "where": "after"},
     "-Land is common.\n+Land is common\n+and free."),
    ("substitute_words", "art-13", {"words": "Land\nis", "text": "Soil\nis\n"},
     "-Land is common.\n+Soil\n+is\n+common."),
    ("substitute_words", "art-14", {"words": "for one\nyear", "text": "for two years"},
     '-14. The council.—It sits "for one year".\n+14. The council.—It sits "for two years".'),
    ("omit_words", "art-12", {"words": ", and free"},
     "-12. Water.—(1) Water is common, and free.\n+12. Water.—(1) Water is common."),
    ("omit_words", "art-12", {"words": "Water is"},
     "-12. Water.—(1) Water is common, and free.\n+12. Water.—(1) common, and free."),
    ("omit_words", "art-12.cl-2", {"words": "or"}, "-(a) in a town; or\n+(a) in a town;"),
    ("respace", "art-13", {"text": "13. Land Land\n is common.\n"},
     "-13. Land\n-Land is common.\n-\n+13. Land Land\n+ is common."),
    ("respace", "art-12.cl-1", {"words": "common, and free", "text": "common , and\nfree"},
     "-12. Water.—(1) Water is common, and free.\n+12. Water.—(1) Water is common , and\n+free."),
    ("respace", "", {"file": "a", "text": " ".join(TEXT.split())}, ""),
)  # fmt: skip
PROVISIONS: tuple[Case, ...] = (
    ("substitute_heading", "art-13", {"heading": "Land and hills"}, "-13. Land\n+13. Land and hills"),
    ("substitute_heading", "art-12.cl-2", {"heading": "Sale."},
     "-(2) No one shall sell it—\n+(2) Sale. No one shall sell it—"),
    ("renumber", "art-12", {"label": "12A", "heading": "Rain"},
     "-12. Water.—(1) Water is common, and free.\n+12A. Rain.—(1) Water is common, and free."),
    ("renumber", "part-ii", {"label": "III"}, "-Part II. Offices\n+Part III. Offices"),
    ("omit_provision", "art-12.cl-2.para-b", {}, "-(b) in a village."),
    ("omit_provision", "art-14", {}, '-14. The council.—It sits "for one year".'),
    ("omit_provision", "part-ii", {"text": "Part II. [Omitted.]"},
     '-Part II. Offices\n-14. The council.—It sits "for one year".\n+Part II. [Omitted.]'),
    ("insert_provision", "art-12.cl-2.para-c", {"text": "(c) on a hill.", "after": "art-12.cl-2.para-b"},
     "+(c) on a hill."),
    ("insert_provision", "art-12.cl-1.proviso", {"text": "Provided that x.", "parent": "art-12.cl-1"},
     "+Provided that x."),
    ("insert_provision", "art-11", {"text": "11. Rain.—Free.", "parent": "part-i"}, "+11. Rain.—Free."),
    ("insert_provision", "art-15", {"text": "15. Rain.—Free.", "after": "art-14"}, "+\n+15. Rain.—Free."),
    ("insert_provision", "preamble", {"text": "Preamble\nWe", "file": "a"}, "+Preamble\n+We"),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "provision", "fields", "wanted"), [*WORDS, *PROVISIONS])
def test_the_text_reads_as_its_printer_would_have_it(
    kind: Any, provision: str, fields: dict[str, Any], wanted: str
) -> None:
    new = change({"a": TEXT}, Operation("1.1", 1, kind, provision, **fields))["a"]
    if wanted:
        assert sorted(lines(TEXT, new).split("\n")) == sorted(wanted.split("\n"))
    else:
        assert new == fields["text"]


def test_a_moved_provision_may_be_given_another_label_at_once() -> None:
    moved = Operation("1.1", 1, "move", "art-13", parent="part-ii", label="13A")
    land = "13. Land\nLand is common.\n\n"
    wanted = TEXT.replace(land, "").replace("Offices\n", "Offices\n" + land.replace("13.", "13A."))
    assert change({"a": TEXT}, moved) == {"a": wanted}


def test_a_part_brings_its_articles_and_clauses() -> None:
    weave = start_weave(Version(0, "", "1950", {"a": TEXT}))
    text = "Part IA. Rain\n12A. Rain.—(1) Rain is free.\n(2) So is snow.\n12B. Snow.—White."
    put_in = Operation("1.1", 1, "insert_provision", "part-ia", text=text, after="part-i")
    weave = fold_operations(weave, [put_in], [Version(1, "", "1951", {})])
    parents = {
        p.id: weave.provisions[p.parent].id
        for p in weave.provisions
        if p.inserted and p.parent >= 0
    }
    assert parents == {
        "art-12a": "part-ia", "art-12a.cl-1": "art-12a", "art-12a.cl-2": "art-12a", "art-12b": "part-ia",
    }  # fmt: skip
    assert f"Land is common.\n\n{text}\n\nPart II." in weave.texts(weave.active())["a"]


def test_the_entries_of_a_schedule_are_provisions() -> None:
    text = (
        "Article 1. A\nx\nFirst Schedule. Tongues\n1. Assamese\n2. Bengali\n(a) spoken\n3. Hindi\n"
    )
    new = change(
        {"a": text},
        Operation("1.1", 1, "insert_provision", "sched-first.entry-2a", text="2A. Bodo", after="sched-first.entry-2"),
        Operation("1.2", 1, "omit_provision", "sched-first.entry-1", text="1. * * *"),
        Operation("1.3", 1, "renumber", "sched-first.entry-3", label="4"),
        Operation("1.4", 1, "substitute_words", "sched-first.entry-2.para-a", words="spoken", text="written"),
        Operation("1.5", 1, "move", "sched-first.entry-3", after="sched-first.entry-1"),
    )["a"]  # fmt: skip
    entries = "1. * * *\n4. Hindi\n2. Bengali\n(a) written\n2A. Bodo\n"
    assert new == f"Article 1. A\nx\nFirst Schedule. Tongues\n{entries}"


def test_several_files() -> None:
    files = {"b.txt": "Article 1. A\nOne year.", "c.txt": "Article 1. B\nOne year."}
    every = Operation("1.1", 1, "substitute_words", words="One year", text="A day", occurrence=0)
    one = Operation("1.2", 1, "omit_words", words="day", occurrence=0, file="c.txt")
    new = Operation(
        "1.3", 1, "insert_provision", "d.sched-first", text="FIRST SCHEDULE\n1. x", file="d.txt"
    )
    after = Operation(
        "1.4", 1, "insert_provision", "b.art-2", text="Article 2. C\nTwo.", after="b.art-1"
    )
    assert change(files, every, one, new, after) == {
        "b.txt": "Article 1. A\nA day.\nArticle 2. C\nTwo.",
        "c.txt": "Article 1. B\nA.",
        "d.txt": "FIRST SCHEDULE\n1. x",
    }


def test_urdu() -> None:
    text = "حصہ 1۔ حقوق\nدفعہ 12۔ پانی\n(1) پانی سب کا ہے۔\n(2) کوئی اسے نہ بیچے۔\n"
    new = change(
        {"a": text},
        Operation("1.1", 1, "substitute_words", "art-12", words="سب کا", text="سب لوگوں کا"),
        Operation("1.2", 1, "insert_provision", "art-12.cl-1a", text="(1الف) بارش بھی۔", after="art-12.cl-1"),
        Operation("1.3", 1, "insert_words", "art-12.cl-2", words="بیچے", text="، نہ روکے", where="after"),
        Operation("1.4", 1, "renumber", "art-12", label="12الف"),
    )["a"]  # fmt: skip
    assert new == (
        "حصہ 1۔ حقوق\nدفعہ 12الف۔ پانی\n(1) پانی سب لوگوں کا ہے۔\n(1الف) بارش بھی۔\n(2) کوئی اسے نہ بیچے، نہ روکے۔\n"
    )


FAULTS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("operation_several_provisions", "insert_provision", "art-12.cl-3", {"text": "(3) A\n(4) B", "parent": "art-12"}),
    ("operation_several_provisions", "substitute_provision", "art-13", {"text": "13. A.—x\n14. B.—y"}),
    ("operation_not_sibling", "insert_provision", "art-12.cl-3",
     {"text": "(3) A", "parent": "art-13", "after": "art-12.cl-2"}),
    ("operation_id_taken", "insert_provision", "art-12.cl-2", {"text": "(2) A", "parent": "art-12"}),
    ("operation_under_itself", "move", "art-12", {"parent": "art-12.cl-1"}),
    ("operation_no_label", "renumber", "art-12.cl-1.proviso", {"label": "9"}),
    ("operation_unknown_provision", "move", "art-13", {"after": "art-99"}),
    ("operation_needs", "insert_words", "art-13", {"text": "x"}),
    ("operation_needs", "insert_words", "art-13", {"text": "x", "where": "after"}),
    ("operation_needs", "omit_words", "", {"words": "x"}),
    ("operation_needs", "omit_words", "", {"words": "x", "occurrence": 0, "file": "z"}),
    ("operation_observed", "observed", "", {}),
    ("operation_other_words", "respace", "art-13", {"text": "13. Land Soil is common."}),
    ("operation_not_found", "respace", "art-13", {"words": "qqq zzz", "text": "qqq\nzzz"}),
    ("operation_version", "omit_words", "art-13", {"n": 7, "words": "Land"}),
    ("operation_version", "omit_words", "art-13", {"n": 0, "words": "Land"}),
)  # fmt: skip


@pytest.mark.parametrize(("code", "kind", "provision", "fields"), FAULTS)
def test_what_cannot_be_done_is_a_fault_in_both_languages(
    code: str, kind: Any, provision: str, fields: dict[str, Any]
) -> None:
    text = TEXT.replace("(2) No", "Provided that y.\n(2) No")
    operation = Operation(
        "1.1", fields.get("n", 1), kind, provision, **{k: v for k, v in fields.items() if k != "n"}
    )
    with pytest.raises(FaultsError) as raised:
        change({"a": text}, operation)
    faults = raised.value.faults
    assert [fault.code for fault in faults] == [code]
    for language in ("en", "ur"):
        sentence = faults[0].message(language).sentence()
        assert "1.1" in sentence
        assert "{" not in sentence


def test_the_closest_provision_is_named() -> None:
    with pytest.raises(FaultsError) as raised:
        change({"a": TEXT}, Operation("1.1", 1, "omit_provision", "art-12.cl-3"))
    assert raised.value.faults[0].params["near"] == "art-12.cl-1"


def test_an_id_may_stand_only_once_and_versions_only_go_on() -> None:
    one = Operation("1.1", 1, "omit_words", "art-13", words="Land")
    with pytest.raises(FaultsError) as raised:
        change({"a": TEXT}, one, one)
    assert [fault.code for fault in raised.value.faults] == ["operation_twice"]
    weave = start_weave(Version(3, "", "1950", {"a": TEXT}))
    with pytest.raises(FaultsError) as raised:
        fold_operations(weave, [], [Version(2, "", "1951", {})])
    assert [fault.code for fault in raised.value.faults] == ["operation_version"]
