"""Proofs that other programs left: a true one is believed as far as it goes, a false one is named."""

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests import hostile
from tests.stamps import Authority, make_authority

from misaq.formats import check_timestamp, read_auto_archive, read_certificates, read_proofmode

FILE = b"an invented photograph"
DIGEST = hashlib.sha256(FILE)
DIGESTS = {"sha256": DIGEST.hexdigest()}


@pytest.fixture(scope="module")
def tsa() -> Authority:
    return make_authority()


@pytest.fixture(scope="module")
def other() -> Authority:
    return make_authority("Another (invented)")


def _codes(faults: object) -> list[str]:
    for fault in faults:  # type: ignore[attr-defined]
        texts = [fault.message(language).sentence() for language in ("en", "ur")]
        assert texts[0] != texts[1]
        assert "{" not in texts[0]
    return [fault.code for fault in faults]  # type: ignore[attr-defined]


def test_a_stamp_over_the_file_that_leads_to_the_root_is_verified(tsa: Authority) -> None:
    for payload in (tsa.stamp(DIGEST.digest()), tsa.token(DIGEST.digest())):
        stamp, faults = check_timestamp(payload, DIGESTS, roots=[tsa.root])
        assert not faults
        assert stamp is not None
        assert (stamp.verified, stamp.at, stamp.algorithm) == (
            True,
            "2026-05-01T09:00:00+00:00",
            "sha256",
        )
        assert (stamp.authority, stamp.serial) == ("CN=Velmara time (invented)", "77")


def test_without_roots_a_stamp_is_kept_and_said_to_be_unchecked(tsa: Authority) -> None:
    stamp, faults = check_timestamp(tsa.stamp(DIGEST.digest()), DIGESTS)
    assert stamp is not None
    assert not stamp.verified
    assert [(f.code, f.severity) for f in faults] == [("stamp_unchecked", "warning")]


def test_false_stamps_are_named(tsa: Authority, other: Authority) -> None:
    good = tsa.stamp(DIGEST.digest())
    wrong = hashlib.sha256(b"another file").digest()
    cannot = make_authority("Not for stamps (invented)", may_stamp=False)
    cases = [
        (tsa.stamp(wrong), [tsa.root], "stamp_other_file"),
        (good, [other.root], "stamp_untrusted"),
        (cannot.stamp(DIGEST.digest()), [cannot.root], "stamp_untrusted"),
        (good.replace(DIGEST.digest(), wrong), [tsa.root], "stamp_untrusted"),
        (tsa.stamp(DIGEST.digest(), hash_oid="1.3.14.3.2.26"), [tsa.root], "stamp_algorithm"),
        (
            tsa.stamp(DIGEST.digest(), hash_oid="2.16.840.1.101.3.4.2.3"),
            [tsa.root],
            "stamp_hash_unknown",
        ),
        (tsa.stamp(DIGEST.digest(), status=2), [tsa.root], "stamp_untrusted"),
        (b"", [tsa.root], "stamp_unreadable"),
        (b"0" * 500, [tsa.root], "stamp_unreadable"),
        (good[:-40], [tsa.root], "stamp_unreadable"),
    ]
    for payload, roots, code in cases:
        stamp, faults = check_timestamp(payload, DIGESTS, roots=roots)
        assert code in _codes(faults), code
        assert stamp is None or not stamp.verified
    _, faults = check_timestamp(tsa.stamp(wrong), DIGESTS, roots=[other.root])
    assert set(_codes(faults)) == {"stamp_other_file", "stamp_untrusted"}  # all, not the first


def test_an_altered_byte_anywhere_verifies_nowhere(tsa: Authority) -> None:
    good = tsa.stamp(DIGEST.digest())
    for place in range(9, len(good), 37):
        altered = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        stamp, faults = check_timestamp(altered, DIGESTS, roots=[tsa.root])
        assert (
            faults
            or (stamp and not stamp.verified)
            or stamp == check_timestamp(good, DIGESTS, roots=[tsa.root])[0]
        )


def test_certificates_are_read_in_both_forms(tsa: Authority) -> None:
    pem = tsa.root.public_bytes(Encoding.PEM) + tsa.leaf.public_bytes(Encoding.PEM)
    assert read_certificates(pem) == [tsa.root, tsa.leaf]
    assert read_certificates(tsa.root.public_bytes(Encoding.DER)) == [tsa.root]
    assert (
        read_certificates(b"nothing") == read_certificates(b"-----BEGIN CERTIFICATE-----\nx") == []
    )


# ProofMode


def _package(**changes: bytes | None) -> bytes:
    photo = hostile.picture()
    sha256 = hashlib.sha256(photo).hexdigest()
    stated = {
        "File Hash SHA256": sha256,
        "Proof Generated": "2026-05-01T09:00Z",
        "Location.Latitude": "12.5",
    }
    rows = io.StringIO()
    csv.writer(rows).writerows([list(stated), list(stated.values())])
    files: dict[str, bytes | None] = {
        "photo.jpg": photo,
        f"{sha256}.proof.json": json.dumps(stated).encode(),
        f"{sha256}.proof.csv": rows.getvalue().encode(),
        f"{sha256}.asc": b"-----BEGIN PGP SIGNATURE-----",
        f"{sha256}.ots": b"\0OpenTimestamps",
        "pubkey.asc": b"-----BEGIN PGP PUBLIC KEY BLOCK-----",
        "HowToVerifyProofData.txt": b"...",
    }
    for name, payload in changes.items():
        files[
            {"photo": "photo.jpg", "json": f"{sha256}.proof.json", "csv": f"{sha256}.proof.csv"}[
                name
            ]
        ] = payload
    return hostile.archive(
        {name: payload for name, payload in files.items() if payload is not None}
    )


def test_a_sound_package_is_read_and_its_signatures_are_said_to_be_unchecked() -> None:
    found = read_proofmode(io.BytesIO(_package()))
    assert [(f.code, f.severity) for f in found.faults] == [("proofmode_unchecked", "warning")]
    (photo,) = found.files
    assert photo.hash_agrees
    assert photo.stated["Location.Latitude"] == "12.5"
    assert {proof.kind for proof in photo.proofs} == {"proofmode", "opentimestamps"}
    assert not any(proof.verified for proof in photo.proofs)
    assert "12.5" not in repr(photo)


def test_what_is_wrong_with_a_package_is_named() -> None:
    altered = json.dumps({"File Hash SHA256": "0" * 64, "Location.Latitude": "1"}).encode()
    assert set(_codes(read_proofmode(io.BytesIO(_package(json=altered))).faults)) == {
        "proofmode_hash_differs", "proofmode_proofs_differ", "proofmode_unchecked"
    }  # fmt: skip
    assert "proofmode_no_proof" in _codes(
        read_proofmode(io.BytesIO(_package(photo=hostile.picture(seed=2)))).faults
    )
    assert "proofmode_bad_proof" in _codes(read_proofmode(io.BytesIO(_package(json=b"{"))).faults)
    assert "proofmode_bad_proof" in _codes(read_proofmode(io.BytesIO(_package(csv=b"\xff"))).faults)
    assert _codes(read_proofmode(io.BytesIO(_package(photo=None))).faults) == ["proofmode_no_media"]
    deep = read_proofmode(io.BytesIO(_package(json=b"[" * 200_000)))
    assert "proofmode_bad_proof" in _codes(deep.faults)


@pytest.mark.parametrize("trap", ["bomb", "overlap", "path", "nothing"])
def test_a_package_that_is_a_trap_is_not_read(trap: str) -> None:
    payload = {
        "bomb": lambda: hostile.bomb(230 << 20), "overlap": hostile.overlapping,
        "path": lambda: hostile.archive({"../photo.jpg": b"x"}), "nothing": lambda: b"",
    }[trap]()  # fmt: skip
    found = read_proofmode(io.BytesIO(payload))
    assert not found.files
    assert found.faults


# auto-archiver


def _archive(folder: Path, tsa: Authority, *, listed: bool = True) -> Path:
    photo = hostile.picture()
    digest = hashlib.sha256(photo).hexdigest()
    hashes = (digest if listed else "0" * 64) + "\n" + "1" * 64
    (folder / "photo.jpg").write_bytes(photo)
    (folder / "hashes.txt").write_text(hashes)
    (folder / "token").write_bytes(tsa.token(hashlib.sha256(hashes.encode()).digest()))
    document = {
        "status": "success",
        "metadata": {
            "url": "https://example.invalid/post/1", "title": "invented", "timestamp": "2026-05-01T08:00:00"},
        "media": [
            {"filename": "tmp/x/photo.jpg", "key": "photo.jpg", "properties": {"hash": f"SHA-256:{digest}"}},
            {"filename": "tmp/x/hashes.txt", "properties": {"id": "timestamped_hashes", "timestamp_authority_files": [
                {"filename": "tmp/x/token", "properties": {"tsa": "https://example.invalid"}}]}},
        ],
    }  # fmt: skip
    (folder / "page.json").write_text(json.dumps(document))
    return folder


def test_an_archived_page_is_read_and_its_stamp_holds(tmp_path: Path, tsa: Authority) -> None:
    found = read_auto_archive(_archive(tmp_path, tsa), "page.json", roots=[tsa.root])
    assert not found.faults
    assert (found.url, found.at) == ("https://example.invalid/post/1", "2026-05-01T08:00:00")
    (photo,) = found.files
    assert photo.hash_agrees
    assert [stamp.verified for stamp in photo.stamps] == [True]


def test_what_is_wrong_with_an_archived_page_is_named(
    tmp_path: Path, tsa: Authority, other: Authority
) -> None:
    folder = _archive(tmp_path, tsa)
    assert _codes(read_auto_archive(folder, "page.json").faults) == ["stamp_unchecked"]
    assert _codes(read_auto_archive(folder, "page.json", roots=[other.root]).faults) == [
        "stamp_untrusted"
    ]
    (folder / "photo.jpg").write_bytes(hostile.picture(seed=2))
    altered = read_auto_archive(folder, "page.json", roots=[tsa.root])
    assert _codes(altered.faults) == ["archive_hash_differs"]
    assert (
        altered.files[0].stamps == ()
    )  # a stamp over a hash that the file no longer has proves nothing for it
    (folder / "photo.jpg").unlink()
    assert set(_codes(read_auto_archive(folder, "page.json", roots=[tsa.root]).faults)) == {
        "archive_file_missing", "archive_no_files"
    }  # fmt: skip
    _archive(tmp_path, tsa, listed=False)
    assert _codes(read_auto_archive(folder, "page.json", roots=[tsa.root]).faults) == [
        "archive_not_stamped"
    ]
    (folder / "hashes.txt").write_text("2" * 64)
    assert "stamp_other_file" in _codes(
        read_auto_archive(folder, "page.json", roots=[tsa.root]).faults
    )


@pytest.mark.parametrize(
    "document", ["", "[]", "{}", '{"metadata": {}, "media": 3}', "[" * 100_000]
)
def test_what_is_no_archived_page_is_refused(tmp_path: Path, document: str) -> None:
    (tmp_path / "page.json").write_text(document)
    assert _codes(read_auto_archive(tmp_path, "page.json").faults) == ["archive_bad_document"]
    assert _codes(read_auto_archive(tmp_path, "../page.json").faults) == ["file_outside"]


def test_a_document_cannot_reach_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    inside = tmp_path / "in"
    inside.mkdir()
    media = [
        {
            "filename": "../secret",
            "key": str(tmp_path / "secret"),
            "properties": {"hash": "SHA-256:0"},
        }
    ]
    (inside / "page.json").write_text(json.dumps({"metadata": {}, "media": media}))
    assert not read_auto_archive(inside, "page.json").files
