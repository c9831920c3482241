"""`misaq charter`: answers, exit codes, documents; never a traceback."""

import json
import lzma
from pathlib import Path

import pytest
from typer.testing import CliRunner

from misaq.cli import charter

BODY = "Article 1. Land\nLand is common.\n\nArticle 2. Water\nWater belongs to {}.\n"
TEXTS = [BODY.format(owner) for owner in ("the province", "the Federation", "the whole Federation")]


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


def call(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(charter.app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_text_on_a_day_and_of_a_provision(versions: Path) -> None:
    assert call("text", versions, "--at", "1965-05-05")[1].rstrip() == TEXTS[1].rstrip()
    assert (
        call("text", versions, "--at", "0", "--provision", "2")[1]
        .rstrip()
        .endswith("the province.")
    )
    assert call("text", versions, "--provision", "art-1")[1].startswith("Article 1. Land")


def test_text_without_an_amendment_as_json(versions: Path) -> None:
    code, out, _ = call("text", versions, "--without", "2", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["files"] == {"c.txt": TEXTS[1]}
    assert (document["version"], document["without"]) == (2, [2])


def test_blame_names_who_wrote_each_word(versions: Path) -> None:
    document = json.loads(call("blame", versions, "--provision", "2", "--json")[1])
    words = [
        (w["by"], w["text"].strip(), w["instead_of"]) for w in document["provisions"][0]["words"]
    ]
    assert (2, "whole", "") in words
    assert (1, "Federation", "province") in words


def test_redline_marks_words(versions: Path) -> None:
    out = call("redline", versions, "1950", "1")[1]
    assert "[-province-]{+Federation+}." in out
    assert "Land is common" not in out


def test_undo_counts_and_names(versions: Path) -> None:
    code, out, _ = call("undo", versions, "1", "--json")
    document = json.loads(out)
    assert code == 0
    assert (document["words_restored"], document["words_removed"]) == (1, 1)
    assert document["undone"] == [1]


def test_check_is_exact_and_writes_its_document(versions: Path, tmp_path: Path) -> None:
    out = tmp_path / "check.json"
    code, text, _ = call("check", versions, "--out", out)
    assert code == 0
    assert "3 of 3 versions are exact." in text
    document = json.loads(out.read_bytes())
    assert document["kind"] == "charter.check"
    assert document["results"]["exact"] == 3
    assert document["inputs"].keys() == {"versions.jsonl.xz"}


def test_a_process_folder_and_a_folder_of_texts_will_do(versions: Path, tmp_path: Path) -> None:
    (tmp_path / "p/charter").mkdir(parents=True)
    (tmp_path / "p/process.toml").write_text('title = {en = "P", ur = "P"}\n')
    (tmp_path / "p/charter/versions.jsonl.xz").write_bytes(versions.read_bytes())
    assert call("check", tmp_path / "p", "--out", tmp_path / "p.json")[0] == 0
    (tmp_path / "d/versions").mkdir(parents=True)
    (tmp_path / "d/versions/1950-one.txt").write_text(TEXTS[0])
    assert call("text", tmp_path / "d")[1].rstrip() == TEXTS[0].rstrip()


@pytest.mark.parametrize(
    "arguments",
    [
        ("text", "{file}", "--at", "1900"),
        ("text", "{file}", "--at", "7"),
        ("text", "{file}", "--provision", "99"),
        ("undo", "{file}", "0"),
        ("undo", "{file}", "x"),
        ("redline", "{file}", "1", "later"),
        ("check", "{file}.missing"),
        ("check", "{folder}"),
    ],
)
def test_a_wrong_question_has_an_answer(
    versions: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "empty").mkdir()
    told = [a.format(file=versions, folder=tmp_path / "empty") for a in arguments]
    code, out, err = call(*told)
    assert code == 1
    assert err.strip()
    assert not out.strip()
