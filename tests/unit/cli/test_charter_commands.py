"""`misaq charter`: answers, exit codes, documents; never a traceback."""

import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from misaq.charter import Operation, Source
from misaq.cli import charter
from misaq.formats import operations_table
from misaq.foundation.canonical import sha256_hex

BODY = "Article 1. Land\nLand is common.\n\nArticle 2. Water\nWater belongs to {}.\n"
TEXTS = [BODY.format(owner) for owner in ("the province", "the Federation", "the whole Federation")]
ACTS = [  # the same history as instructions
    Operation("1.1", 1, "substitute_words", "art-2", "province", "Federation", source=Source("First Act", "s. 2")),
    Operation("2.1", 2, "insert_words", "art-2", "the", "whole", where="after", source=Source("Second Act", "s. 3")),
]  # fmt: skip


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    path = tmp_path / "versions.jsonl.xz"
    lines = [
        json.dumps(
            {
                "n": n,
                "title": f"Text {n}",
                "date": f"19{50 + 10 * n}-01-01",
                "files": {"c.txt": text},
            }
        )
        for n, text in enumerate(TEXTS)
    ]
    path.write_bytes(lzma.compress("\n".join(lines).encode()))
    return path


@pytest.fixture
def acts(versions: Path, tmp_path: Path) -> Path:
    """A folder with the dated texts and the instructions."""
    folder = tmp_path / "acts"
    folder.mkdir()
    (folder / "versions.jsonl.xz").write_bytes(versions.read_bytes())
    (folder / "operations.csv").write_bytes(operations_table(ACTS))
    return folder


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(charter.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def told(*arguments: object) -> Any:
    code, out, err = call(*arguments, "--json")
    assert code == 0, out + err
    return json.loads(out)


def test_show_on_a_day_and_of_a_provision(versions: Path) -> None:
    for at, place in (("1965-05-05", 1), ("1965-05", 1), ("1959", 0), ("1960", 1), ("2", 2)):
        assert call("show", versions, "--at", at)[1].rstrip() == TEXTS[place].rstrip(), at
    assert call("show", versions)[1].rstrip() == TEXTS[2].rstrip()
    first = call("show", versions, "--at", "0", "--provision", "2")[1]
    assert first.rstrip().endswith("the province.")
    assert call("show", versions, "--provision", "art-1")[1].startswith("Article 1. Land")


def test_show_without_an_amendment(versions: Path) -> None:
    document = told("show", versions, "--without", "2")
    assert document["files"] == {"c.txt": TEXTS[1]}
    assert (document["version"], document["without"]) == (2, [2])


def test_show_without_a_section(acts: Path) -> None:
    document = told("show", acts, "--without", "2.1")
    assert document["files"] == {"c.txt": TEXTS[1]}
    assert document["without"] == [2]  # its only section is all of it


def test_show_as_known_on_a_day(acts: Path) -> None:
    ruling = Operation(
        "2.2", 2, "strikes_down", targets=("2.1",), commencement="1980", known="1980"
    )
    (acts / "operations.csv").write_bytes(operations_table([*ACTS, ruling]))
    assert told("show", acts, "--at", "1975")["files"] == {"c.txt": TEXTS[1]}
    assert told("show", acts, "--at", "1975", "--known", "1976")["files"] == {"c.txt": TEXTS[2]}
    assert told("check", acts)["exact"] == 3  # the text was printed before the ruling


def test_blame_names_who_wrote_each_word(versions: Path, acts: Path) -> None:
    for text in (versions, acts):
        document = told("blame", text, "--provision", "2")
        words = [
            (w["by"], w["text"].strip(), w["instead_of"])
            for w in document["provisions"][0]["words"]
        ]
        assert (2, "whole", "") in words
        assert (1, "Federation", "province") in words
    [gone] = document["provisions"][0]["removed"]
    assert (gone["text"].strip(), gone["removed_by"]["section"]) == ("province", "s. 2")
    assert "s. 3" in call("blame", acts, "--provision", "2")[1]


def test_redline_marks_words(versions: Path) -> None:
    out = call("redline", versions, "1950", "1")[1]
    assert "[-province-]{+Federation+}." in out
    assert "Land is common" not in out
    document = told("redline", versions, "0", "--without", "2")
    assert (document["words_in"], document["words_out"], document["to"]) == (1, 1, 2)


def test_revert_has_its_shape(versions: Path) -> None:
    document = told("revert", versions, "1")
    assert document["undone"] == [1]
    assert (document["words_restored"], document["words_removed"]) == (1, 1)
    for conflict in document["conflicts"]:
        assert {"with", "kind", "severity", "tokens", "provisions", "why"} <= conflict.keys()
    assert {"warnings", "text_sha256", "timing"} <= document.keys()
    again = told("show", versions, "--without", "1")
    assert document["text_sha256"] == sha256_hex(again["files"]["c.txt"].encode())


def test_decisions_by_option_and_by_file(tmp_path: Path) -> None:
    texts = ["One.", "One two three.", "One two more three.", "One two more three."]
    lines = [
        json.dumps({"n": n, "date": f"{1950 + n}", "files": {"c": t}}) for n, t in enumerate(texts)
    ]
    path = tmp_path / "v.jsonl"
    path.write_text("\n".join(lines))
    [conflict] = told("revert", path, "1")["conflicts"]
    assert (conflict["with"], conflict["open"]) == (2, 1)
    [key] = conflict["keys"]
    cascaded = told("revert", path, "1", "--decide", f"{key}=cascade", "--show")
    assert (cascaded["conflicts"], cascaded["cascaded"]) == ([], ["2"])
    assert cascaded["files"] == {"c": "One."}
    decisions = tmp_path / "decisions.toml"
    decisions.write_text(f'[[decision]]\nconflict = "{key}"\nchoice = "keep"\ntext = "One more."\n')
    kept = told("revert", path, "1", "--decisions", decisions, "--show")
    assert kept["files"]["c"].split()[:2] == ["One", "more"]
    assert [c["open"] for c in kept["conflicts"]] == [0]
    decisions.write_text("[[decision]]\nconflict = 3\n")
    code, out, err = call("revert", path, "1", "--decisions", decisions)
    assert (code, out) == (1, "")
    assert err


def test_the_document_of_an_undoing_holds_no_clock(versions: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    told("revert", versions, "1", "--out", first)
    told("revert", versions, "1", "--out", second)
    assert first.read_bytes() == second.read_bytes()


def test_the_bill_is_checked_and_written(acts: Path, tmp_path: Path) -> None:
    document = told("bill", acts, "2.1", "--savings", "acts_done")
    assert document["undone"] == [2]
    assert document["check"]["to_sha256"] == sha256_hex(TEXTS[1].encode())
    [clause] = [each for each in document["clauses"] if each["part"] == "operation"]
    assert "whole" in clause["words"]["en"]
    assert "whole" in clause["words"]["ur"]
    out = tmp_path / "bill.docx"
    assert told("bill", acts, "2", "--to", "docx", "--out", out)["bytes"] == out.stat().st_size
    assert out.read_bytes()[:2] == b"PK"
    assert told("bill", acts, "2", "--to", "akn")["text"].startswith("<?xml")


def test_reversals_are_a_list(tmp_path: Path) -> None:
    old = "No one may be held, unless a court has said so by day and in the open."
    texts = (old, "No one may be held.", old)
    lines = [json.dumps({"n": n, "files": {"a": text}}) for n, text in enumerate(texts)]
    (tmp_path / "versions.jsonl").write_text("\n".join(lines))
    [found] = told("reversals", tmp_path)
    assert (found["of"], found["by"], found["tokens_restored"], found["share"]) == (1, 2, 13, 1.0)


def test_depends_goes_both_ways(versions: Path) -> None:
    texts = ["One.", "One two three.", "One two more three.", "One two."]
    lines = [json.dumps({"n": n, "files": {"c": text}}) for n, text in enumerate(texts)]
    path = versions.with_name("d.jsonl")
    path.write_text("\n".join(lines))
    document = told("depends", path, "1")
    assert document["of"] == [1]
    assert document["needs"] == []
    assert {edge["by"] for edge in document["needed_by"]} == {2, 3}
    assert document["closure"] == [2, 3]
    assert {edge["on"] for edge in told("depends", path, "3")["needs"]} == {1, 2}


def test_check_is_exact_and_writes_its_document(versions: Path, tmp_path: Path) -> None:
    out = tmp_path / "check.json"
    code, text, _ = call("check", versions, "--out", out)
    assert code == 0
    assert "3 of 3 versions are exact." in text
    document = json.loads(out.read_bytes())
    assert document["kind"] == "charter.check"
    assert document["results"]["exact"] == 3
    assert document["inputs"].keys() == {"versions.jsonl.xz"}


def test_check_prints_what_operations_miss(acts: Path) -> None:
    assert told("check", acts)["residue"] == []
    wrong = Operation("2.1", 2, "insert_words", "art-2", "the", "entire", where="after")
    (acts / "operations.csv").write_bytes(operations_table([ACTS[0], wrong]))
    code, out, _ = call("check", acts, "--json")
    document = json.loads(out)
    assert (code, document["exact"]) == (1, 2)
    [residue] = document["residue"]
    assert (residue["version"], residue["tokens"]) == (2, 2)
    assert residue["differences"] == [["c.txt", "entire", "whole"]]


def test_an_operation_that_does_not_fit_is_told_with_its_row(acts: Path) -> None:
    wrong = Operation("2.1", 2, "omit_words", "art-2", "the ocean")
    (acts / "operations.csv").write_bytes(operations_table([ACTS[0], wrong]))
    code, out, _ = call("show", acts, "--json")
    [fault] = json.loads(out)["faults"]
    assert (code, fault["row"], fault["file"]) == (1, 3, "operations.csv")


def test_operations_are_proposed_and_fold_to_the_same_texts(versions: Path, acts: Path) -> None:
    (acts / "operations.csv").unlink()
    document = told("operations", acts, "--out", acts / "operations.csv")
    assert (document["operations"], document["unassigned"]) == (2, 2)
    assert told("check", acts) == told("check", acts) | {"exact": 3, "operations": 2}
    assert told("operations", acts, "--of", "2")["amendments"] == [2]


def test_convert_and_back(versions: Path, tmp_path: Path) -> None:
    words = told("convert", versions, "--to", "text", "--at", "1")["text"].split()
    assert words == TEXTS[1].split()
    for form in ("akn", "docx", "md"):
        suffix = {"akn": "xml"}.get(form, form)
        out = tmp_path / f"law.{suffix}"
        told("convert", versions, "--to", form, "--at", "1", "--out", out)
        back = told("convert", out, "--to", "text")["text"].split()
        assert back[-len(words) :] == words, form
    assert told("convert", versions, "--to", "html")["text"].startswith("<!doctype html>")


def test_convert_tracks_changes_in_word(versions: Path, tmp_path: Path) -> None:
    out = tmp_path / "changes.docx"
    told("convert", versions, "--to", "docx", "--since", "0", "--out", out)
    assert out.stat().st_size > 1000
    code, _, err = call("convert", versions, "--to", "docx")
    assert (code, "--out" in err) == (1, True)


def test_import_adds_a_dated_text(versions: Path, tmp_path: Path) -> None:
    law, into = tmp_path / "law.md", tmp_path / "history"
    into.mkdir()
    law.write_text(TEXTS[0])
    document = told("import", law, "--into", into, "--date", "1950", "--title", "The first text")
    assert document["file"] == "versions/1950-the-first-text.txt"
    assert told("show", into)["files"]["constitution.txt"].split() == TEXTS[0].split()
    assert call("import", law, "--into", into, "--date", "1950-13")[0] == 1
    assert call("import", law, "--into", into)[0] == 1


def test_a_process_folder_and_a_folder_of_texts_will_do(versions: Path, tmp_path: Path) -> None:
    (tmp_path / "p/charter").mkdir(parents=True)
    (tmp_path / "p/process.toml").write_text('title = {en = "P", ur = "P"}\n')
    (tmp_path / "p/charter/versions.jsonl.xz").write_bytes(versions.read_bytes())
    (tmp_path / "p/charter/operations.csv").write_bytes(operations_table(ACTS))
    assert call("check", tmp_path / "p", "--out", tmp_path / "p.json")[0] == 0
    assert told("check", tmp_path / "p")["operations"] == 2
    (tmp_path / "d/versions").mkdir(parents=True)
    (tmp_path / "d/versions/1950-one.txt").write_text(TEXTS[0])
    assert call("show", tmp_path / "d")[1].rstrip() == TEXTS[0].rstrip()


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "{file}", "--at", "1900"),
        ("show", "{file}", "--at", "7"),
        ("show", "{file}", "--at", "1965-13"),
        ("show", "{file}", "--at", "soon"),
        ("show", "{file}", "--provision", "99"),
        ("show", "{file}", "--without", "0"),
        ("show", "{file}", "--without", "2.9"),
        ("revert", "{file}", "0"),
        ("revert", "{file}", "x"),
        ("revert", "{file}", "1", "--decide", "2/art-2"),
        ("revert", "{file}", "1", "--decisions", "{file}.missing"),
        ("bill", "{file}", "1", "--savings", "all"),
        ("redline", "{file}", "1", "later"),
        ("depends", "{file}", "9"),
        ("check", "{file}.missing"),
        ("check", "{folder}"),
        ("convert", "{folder}", "--to", "md"),
        ("import", "{file}"),
    ],
)
def test_a_wrong_question_has_an_answer(
    versions: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "empty").mkdir()
    given = [a.format(file=versions, folder=tmp_path / "empty") for a in arguments]
    code, out, err = call(*given)
    assert code == 1, out
    assert err.strip()
    assert not out.strip()


def test_a_folder_without_texts_says_what_to_give(tmp_path: Path) -> None:
    _, _, err = call("check", tmp_path)
    assert "versions.jsonl" in err
