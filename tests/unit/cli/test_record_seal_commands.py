"""`misaq record custodian-key | seal | open ask, share, combine | reseal`: a record's life at five machines."""

import json
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from misaq.cli import record
from misaq.cli.main import app
from misaq.record import read_identity, read_request

assert record.app is not None  # the commands hang on it
TEXT = "گواہ: شازین تلہر (invented)\n"


def call(*arguments: object, given: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["record", *map(str, arguments)], input=given)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def key(folder: Path, name: str) -> str:
    """Make a key file and give its recipient."""
    code, said, _ = call("custodian-key", "--out", folder / name, "--no-passphrase", "--json")
    assert code == 0
    return str(json.loads(said)["recipient"])


def custodians(folder: Path, name: str, handles: list[str], threshold: int) -> Path:
    rows = [f'[[custodian]]\nname = "{h}"\nrecipient = "{key(folder, h)}"\n' for h in handles]
    path = folder / name
    path.write_text(f"threshold = {threshold}\n" + "".join(rows), "utf-8")
    return path


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A record sealed for five custodians, an asker's key and their request."""
    keepers = custodians(tmp_path, "custodians.toml", [f"c{n}" for n in range(5)], 3)
    out = tmp_path / "r-1.sealed.json"
    code, said, _ = call(
        "seal", "r-1", "--custodians", keepers, "--text", "-", "--out", out, given=TEXT
    )
    assert code == 0
    assert "3 of 5" in said
    assert "unsealed" not in said
    (tmp_path / "why.txt").write_text("A court asks.", "utf-8")
    asked = ["--asker", "court-2", "--recipient", key(tmp_path, "me.key")]
    asked += ["--reason", tmp_path / "why.txt", "--out", tmp_path / "request.json"]
    assert call("open", "ask", out, *asked)[0] == 0
    return out


def share(folder: Path, sealed: Path, name: str, *more: object, given: str = "") -> tuple:
    out = folder / f"share-{name}.json"
    return call(
        "open", "share", sealed, folder / "request.json", "--identity", folder / name,
        "--out", out, *more, given=given,
    )  # fmt: skip


def combine(folder: Path, sealed: Path, names: str, *more: object) -> tuple[int, str, str]:
    shares = [folder / f"share-{name}.json" for name in names.split()]
    return call("open", "combine", sealed, *shares, "--identity", folder / "me.key", *more)


def test_a_record_is_sealed_asked_for_released_and_opened(sealed: Path, tmp_path: Path) -> None:
    for name in ("c0", "c3", "c4"):
        code, said, _ = share(tmp_path, sealed, name, "--yes", "--json")
        assert code == 0
        assert json.loads(said)["custodian"] == name
    out = tmp_path / "r-1.txt"
    code, said, _ = combine(tmp_path, sealed, "c0 c3 c4", "--out", out, "--json")
    assert code == 0
    assert json.loads(said)["used"] == ["c0", "c3", "c4"]
    assert "گواہ" not in said
    assert out.read_text("utf-8") == TEXT
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_the_text_can_go_to_standard_output_alone(sealed: Path, tmp_path: Path) -> None:
    for name in ("c0", "c1", "c2"):
        assert share(tmp_path, sealed, name, "--yes")[0] == 0
    code, said, _ = combine(tmp_path, sealed, "c0 c1 c2", "--out", "-")
    assert (code, said) == (0, TEXT)


def test_a_custodian_reads_the_request_and_may_say_no(sealed: Path, tmp_path: Path) -> None:
    code, said, asked = share(tmp_path, sealed, "c0", given="n\n")
    assert code == 1
    for told in ("r-1", "court-2", "A court asks.", "age1"):
        assert told in asked
    assert not (tmp_path / "share-c0.json").exists()
    assert "Traceback" not in said + asked
    assert share(tmp_path, sealed, "c0", given="y\n")[0] == 0
    assert (tmp_path / "share-c0.json").exists()


def test_a_reason_cannot_repaint_the_custodians_terminal(sealed: Path, tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    document = json.loads(path.read_bytes())
    document["reason"] = "fine\x1b[2J\u202eenif می\u200cخواہم"
    path.write_text(json.dumps(document), "utf-8")
    _, _, asked = share(tmp_path, sealed, "c0", given="n\n")
    assert "\x1b" not in asked
    assert "\u202e" not in asked
    assert "می\u200cخواہم" in asked


def test_too_few_wrong_and_foreign_shares_are_answers(sealed: Path, tmp_path: Path) -> None:
    for name in ("c0", "c1", "c2", "c3"):
        share(tmp_path, sealed, name, "--yes")
    code, _, said = combine(tmp_path, sealed, "c0 c1", "--out", tmp_path / "x")
    assert code == 1
    assert "3" in said
    bad = tmp_path / "share-c1.json"
    document = json.loads(bad.read_bytes())
    other = json.loads((tmp_path / "share-c0.json").read_bytes())["share"]
    bad.write_text(json.dumps({**document, "share": other[:-8] + "AAAAAAA="}), "utf-8")
    code, said, _ = combine(tmp_path, sealed, "c0 c1 c2", "--out", tmp_path / "x", "--json")
    assert code == 4
    assert json.loads(said)["error"]["code"] == "wrong_share"
    assert "c1" in json.loads(said)["error"]["what"]
    assert not (tmp_path / "x").exists()
    code, said, _ = combine(tmp_path, sealed, "c0 c1 c2 c3", "--out", tmp_path / "x")
    assert code == 0
    assert "c1" in said
    key(tmp_path, "stranger")
    assert share(tmp_path, sealed, "stranger", "--yes")[0] == 1


def test_a_record_goes_to_new_custodians(sealed: Path, tmp_path: Path) -> None:
    for name in ("c0", "c1", "c2"):
        share(tmp_path, sealed, name, "--yes")
    new = tmp_path / "new.sealed.json"
    keepers = custodians(tmp_path, "new.toml", ["n0", "n1", "n2"], 2)
    shares = [tmp_path / f"share-c{n}.json" for n in range(3)]
    reseal = ["reseal", sealed, *shares, "--identity", tmp_path / "me.key"]
    reseal += ["--custodians", keepers, "--out", new]
    code, said, _ = call(*reseal)
    assert code == 0
    assert str(sealed) in said  # it says what must be deleted
    assert call(*reseal)[0] == 1  # a sealed record is not overwritten, except by its own successor
    code, said, _ = call(*reseal[:-1], sealed, "--json")
    assert code == 0
    types = [event["type"] for event in json.loads(said)["events"]]
    assert types == ["record.resealed", "record.ciphertext-deleted"]
    document = json.loads((tmp_path / "request.json").read_bytes())
    asked = ["--asker", "court-2", "--recipient", document["recipient"]]
    asked += ["--reason", tmp_path / "why.txt", "--out", tmp_path / "request.json"]
    (tmp_path / "request.json").unlink()
    assert call("open", "ask", new, *asked)[0] == 0
    for name in ("n0", "n2"):
        assert share(tmp_path, new, name, "--yes")[0] == 0
    code, said, _ = combine(tmp_path, new, "n0 n2", "--out", "-")
    assert (code, said) == (0, TEXT)


def test_a_file_that_was_sealed_is_not_deleted_but_named(sealed: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text(TEXT, "utf-8")
    keepers = tmp_path / "custodians.toml"
    code, said, _ = call(
        "seal", "r-2", "--custodians", keepers, "--text", plain, "--out", tmp_path / "r-2"
    )
    assert code == 0
    assert str(plain) in said


def test_a_passphrase_is_asked_for_unseen_or_read_from_a_file(tmp_path: Path) -> None:
    secret, path = tmp_path / "passphrase", tmp_path / "me.key"
    secret.write_text("ایک خفیہ جملہ\n", "utf-8")
    typed = "ایک خفیہ جملہ\n" * 2
    code, said, prompted = call("custodian-key", "--out", path, "--json", given=typed)
    assert code == 0
    assert "خفیہ" not in said + prompted
    assert b"AGE-SECRET-KEY" not in path.read_bytes()
    recipient = json.loads(said)["recipient"]
    keepers = tmp_path / "custodians.toml"
    rows = f'[[custodian]]\nname = "a"\nrecipient = "{recipient}"\n'
    rows += f'[[custodian]]\nname = "b"\nrecipient = "{key(tmp_path, "b")}"\n'
    keepers.write_text("threshold = 2\n" + rows, "utf-8")
    sealed = tmp_path / "s.json"
    call("seal", "r", "--custodians", keepers, "--text", "-", "--out", sealed, given=TEXT)
    (tmp_path / "why.txt").write_text("why", "utf-8")
    ask = ["open", "ask", sealed, "--asker", "x", "--recipient", recipient, "--reason"]
    assert call(*ask, tmp_path / "why.txt", "--out", tmp_path / "request.json")[0] == 0
    assert read_request((tmp_path / "request.json").read_bytes()).recipient == recipient
    assert share(tmp_path, sealed, "me.key", "--yes", "--passphrase-file", secret)[0] == 0


def test_nothing_is_written_over_a_file(sealed: Path, tmp_path: Path) -> None:
    """The only key or the only copy of a record: a slip in a file's name must not destroy it."""
    for name in ("c0", "c1", "c2"):
        assert share(tmp_path, sealed, name, "--yes")[0] == 0
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    keepers, mine = tmp_path / "custodians.toml", tmp_path / "me.key"
    seal = ["seal", "r", "--custodians", keepers, "--text", tmp_path / "why.txt"]
    assert call(*seal, "--out", sealed)[0] == 1
    assert share(tmp_path, sealed, "c0", "--yes", "--out", mine)[0] == 1
    code, said, _ = combine(tmp_path, sealed, "c0 c1 c2", "--out", mine, "--json")
    assert (code, json.loads(said)["error"]["code"]) == (1, "file_there")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_key_without_a_passphrase_is_asked_for_none(tmp_path: Path) -> None:
    recipient = key(tmp_path, "me.key")
    assert read_identity((tmp_path / "me.key").read_bytes()).recipient == recipient


def test_what_is_not_there_or_no_document_is_an_answer(sealed: Path, tmp_path: Path) -> None:
    assert share(tmp_path, tmp_path / "nothing", "c0", "--yes")[0] == 1
    code, _, said = share(tmp_path, tmp_path / "why.txt", "c0", "--yes")
    assert code == 1
    assert "A court" not in said
    keepers = tmp_path / "why.txt"
    assert (
        call("seal", "r", "--custodians", keepers, "--text", "-", "--out", tmp_path / "x")[0] == 1
    )
