"""Evidence on the web: files come in by a form or in parts, are shown as copies, and have a chain that is checked."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests import hostile
from tests.record_people import BACKEND, House, unlocked

from misaq.foundation.canonical import sha256_hex
from misaq.web.record.evidence import form_upload, receiving, services
from misaq.web.record.evidence.custody import chain_check
from misaq.web.record.evidence.opened import open_item
from misaq.web.record.evidence.parts import PART
from misaq.web.record.evidence.receiving import uploads_clean
from misaq.web.record.models import ActivityEntry, Case, CustodyEvent, EvidenceItem, Upload

BASE = "/en/desk/record/evidence/"
NAME = "Zarmeen-0300-0000001.jpg"  # an invented name in the name of a file


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> Path:
    """The files of one test."""
    settings.RECORD_FILES = tmp_path / "record-files"
    return tmp_path / "record-files"


@pytest.fixture
def case(north: House) -> Case:
    return north.open_case()


@pytest.fixture
def client(north: House) -> Client:
    return unlocked(north.documenter)


@pytest.fixture
def reviewer(north: House) -> Client:
    return unlocked(north.reviewer)


def photo() -> bytes:
    return hostile.picture_with_position()


def send(
    client: Client, case: Case, payload: bytes, name: str = NAME, kind: str = "image/jpeg"
) -> EvidenceItem:
    """Send one file by the plain form."""
    file = SimpleUploadedFile(name, payload, kind)
    answer = client.post(f"{BASE}{case.ref}/new/", {"files": file})
    assert answer.status_code == 302, answer.content.decode()
    return EvidenceItem.objects.latest("received_at")


def begin(client: Client, case: Case, size: int, name: str = NAME) -> dict[str, Any]:
    told = json.dumps({"name": name, "type": "application/octet-stream", "size": size})
    answer = client.post(f"{BASE}{case.ref}/begin/", told, content_type="application/json")
    assert answer.status_code == 201, answer.content
    state: dict[str, Any] = answer.json()
    return state


def part(client: Client, upload: str, offset: int | str, payload: bytes) -> Any:
    return client.patch(
        f"{BASE}upload/{upload}/",
        payload,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def finish(client: Client, upload: str) -> Any:
    return client.post(f"{BASE}upload/{upload}/finish/", headers={"Accept": "application/json"})


def large(size: int, seed: int = 3) -> bytes:
    """Invented bytes of no kind."""
    return np.random.default_rng(seed).bytes(size)


def original_of(item: EvidenceItem, client: Client) -> bytes:
    answer = client.post(
        f"{BASE}item/{item.pk}/original/", {"original-reason": "The court asks for it."}
    )
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def body(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


# By the plain form


def test_a_file_by_the_form_is_kept_as_it_came_and_shown_as_a_copy(
    client: Client, reviewer: Client, case: Case, own_files: Path
) -> None:
    payload = photo()
    item = send(client, case, payload)
    assert (item.verdict, item.size, item.mime_detected) == ("accepted", len(payload), "image/jpeg")
    html = body(client.get(f"{BASE}item/{item.pk}/"))
    for text in ("accepted", NAME, "The chain holds: 3 events", 'copy/working/"'):
        assert text in html, text
    assert sha256_hex(payload)[:4] in html
    copy = client.get(f"{BASE}item/{item.pk}/copy/working/")
    assert copy.content != payload
    assert Image.open(io.BytesIO(copy.content)).size == (64, 96)  # turned as the telephone said
    assert original_of(item, reviewer) == payload


def test_nothing_lies_on_the_disk_in_clear(client: Client, case: Case, own_files: Path) -> None:
    marked = b"Zarmeen Halwo, 0300-0000001. Invented." * 40_000  # more than Django keeps in memory
    send(client, case, marked, "told.txt", "text/plain")
    state = begin(client, case, 2 * PART, "Zarmeen Halwo.txt")
    part(client, state["id"], PART, (marked * 2)[:PART])
    files = [path for path in own_files.rglob("*") if path.is_file()]
    assert len([path for path in files if path.stat().st_size]) == 3  # original, copy, parts
    for path in files:
        assert b"Zarmeen" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    assert not re.search("Zarmeen", " ".join(path.name for path in files))


def test_several_files_at_once(client: Client, case: Case) -> None:
    files = [
        SimpleUploadedFile(f"{n}.png", hostile.picture("PNG", seed=n), "image/png")
        for n in range(3)
    ]
    answer = client.post(f"{BASE}{case.ref}/new/", {"files": files})
    assert answer.headers["Location"] == f"{BASE}{case.ref}/"
    assert EvidenceItem.objects.filter(verdict="accepted").count() == 3
    assert not Upload.objects.exists()


def test_a_form_without_its_token_leaves_nothing(north: House, case: Case, own_files: Path) -> None:
    plain = unlocked(north.documenter)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = plain.cookies
    answer = strict.post(f"{BASE}{case.ref}/new/", {"files": SimpleUploadedFile("a.jpg", photo())})
    assert answer.status_code == 403
    assert not EvidenceItem.objects.exists()
    assert not Upload.objects.exists()
    assert not list(own_files.glob("upload-*"))


def test_too_much_for_the_form_is_refused_before_it_is_read(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_upload, "FORM_MOST", 1000)
    monkeypatch.setattr(form_upload, "_AROUND", 1000)
    answer = client.post(f"{BASE}{case.ref}/new/", {"files": SimpleUploadedFile("a", large(5000))})
    assert answer.status_code == 413
    assert "MiB at once" in body(answer)
    assert not EvidenceItem.objects.exists()


def test_no_file_and_too_many_files(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.post(f"{BASE}{case.ref}/new/", {})
    assert answer.status_code == 422
    assert "Choose a file first." in body(answer)
    files = [SimpleUploadedFile(f"{n}.txt", b"invented") for n in range(51)]
    answer = client.post(f"{BASE}{case.ref}/new/", {"files": files})
    assert answer.status_code == 422
    assert "the most is 50" in body(answer)
    assert not Upload.objects.exists()


# In parts


def test_parts_in_any_order_make_the_same_file(
    client: Client, reviewer: Client, case: Case
) -> None:
    payload = hostile.film() + large(3 * PART)
    state = begin(client, case, len(payload), "film.mp4")
    assert state["missing"] == [at * PART for at in range(4)]
    for at in (2, 0, 3, 1):
        if at == 3:
            assert client.head(f"{BASE}upload/{state['id']}/").headers["Upload-Offset"] == str(PART)
        assert part(client, state["id"], at * PART, payload[at * PART :][:PART]).status_code == 204
    answer = finish(client, state["id"])
    item = EvidenceItem.objects.get()
    assert answer.json()["href"] == f"{BASE}item/{item.pk}/"
    assert item.size == len(payload)
    assert open_item(item, north_keys(item)).hashes["sha256"] == sha256_hex(payload)
    assert not Upload.objects.exists()


def north_keys(item: EvidenceItem) -> Any:
    """The keys of the house, as a test holds them."""
    return _KEYS[str(item.case.organisation_id)]


_KEYS: dict[str, Any] = {}


@pytest.fixture(autouse=True)
def remember_keys(north: House) -> None:
    _KEYS[str(north.organisation.pk)] = north.keys


def test_after_a_lost_connection_the_rest_is_asked_for_and_sent(
    north: House, client: Client, case: Case
) -> None:
    payload = b"Invented testimony. " * 60_000
    state = begin(client, case, len(payload), "told.txt")
    part(client, state["id"], 0, payload[:PART])
    # the line breaks in the middle of a part: what came of it is no part
    assert part(client, state["id"], PART, payload[PART : PART + 1000]).status_code == 422
    html = body(client.get(f"{BASE}{case.ref}/new/"))  # the page is loaded again
    assert f'data-unfinished="{BASE}upload/{state["id"]}/"' in html
    assert 'data-name="told.txt"' in html
    colleague = unlocked(north.colleague)  # a colleague goes on with it
    told = colleague.get(f"{BASE}upload/{state['id']}/")
    assert told.headers["Upload-Offset"] == str(PART)
    assert part(colleague, state["id"], 0, payload[:PART]).status_code == 204  # compared
    for at in told.json()["missing"]:
        assert part(colleague, state["id"], at, payload[at : at + PART]).status_code == 204
    assert finish(colleague, state["id"]).status_code == 200
    item = EvidenceItem.objects.get()
    assert open_item(item, north.keys).hashes["sha256"] == sha256_hex(payload)


def test_another_file_of_the_same_size_is_noticed(client: Client, case: Case) -> None:
    state = begin(client, case, 2 * PART)
    part(client, state["id"], 0, large(PART, 1))
    answer = part(client, state["id"], 0, large(PART, 2))
    assert answer.status_code == 409
    assert "not the file" in answer.json()["error"]


NO_PLACES: tuple[tuple[int | str, int], ...] = (
    (1, PART), (PART // 2, PART), (0, PART - 1), (0, PART + 1), (2 * PART, 101), (3 * PART, 1), ("", PART),
    ("-1", 1), ("9" * 30, 1), (2 * PART, 0),
)  # fmt: skip


def test_a_part_that_is_at_no_place_is_refused(client: Client, case: Case) -> None:
    """Overlaps, gaps, beyond the end, nonsense: no byte of it is kept."""
    state = begin(client, case, 2 * PART + 100)
    for offset, length in NO_PLACES:
        assert part(client, state["id"], offset, b"x" * length).status_code == 422, offset
    assert len(client.get(f"{BASE}upload/{state['id']}/").json()["missing"]) == 3


def test_an_upload_is_not_finished_before_it_is_whole(client: Client, case: Case) -> None:
    state = begin(client, case, 2 * PART)
    part(client, state["id"], PART, large(PART))
    answer = finish(client, state["id"])
    assert answer.status_code == 409
    assert "have not arrived" in answer.json()["error"]
    assert not EvidenceItem.objects.exists()


def test_two_who_finish_at_once_make_one_item(client: Client, case: Case) -> None:
    state = begin(client, case, 10)
    part(client, state["id"], 0, b"invented 1")
    Upload.objects.update(ended_at=timezone.now())
    assert finish(client, state["id"]).status_code == 409
    Upload.objects.update(ended_at=timezone.now() - timedelta(hours=1))  # whoever began it died
    assert finish(client, state["id"]).status_code == 200
    assert finish(client, state["id"]).status_code == 404


def test_a_part_altered_on_the_disk_is_found(client: Client, case: Case, own_files: Path) -> None:
    state = begin(client, case, 10)
    part(client, state["id"], 0, b"invented 1")
    stored = next(own_files.glob("upload-*"))
    stored.write_bytes(stored.read_bytes()[:-1] + b"\0")
    assert finish(client, state["id"]).status_code == 409
    assert not EvidenceItem.objects.exists()
    assert Upload.objects.get().ended_at is None


NONSENSE: tuple[Any, ...] = (
    "", "[]", "{}", '{"name":"a","size":-1}', '{"name":"a","size":"9"}', '{"name":"a","size":true}',
    '{"name":"a","size":1e9}', "[" * 5000, b"\xff\xfe",
)  # fmt: skip


def test_nonsense_begins_nothing(client: Client, case: Case) -> None:
    for told in NONSENSE:
        answer = client.post(f"{BASE}{case.ref}/begin/", told, content_type="application/json")
        assert answer.status_code == 422, told
    assert not Upload.objects.exists()


def test_too_large_a_file_and_too_many_at_once(client: Client, case: Case) -> None:
    told = json.dumps({"name": "a", "type": "", "size": 3 << 30})
    answer = client.post(f"{BASE}{case.ref}/begin/", told, content_type="application/json")
    assert answer.status_code == 422
    for _upload in range(2):
        begin(client, case, 2 << 30)
    told = json.dumps({"name": "a", "type": "", "size": 1})
    answer = client.post(f"{BASE}{case.ref}/begin/", told, content_type="application/json")
    assert answer.status_code == 422  # 4 GiB are under way already


def test_abandoned_uploads_are_deleted_and_nothing_else(
    client: Client, case: Case, own_files: Path
) -> None:
    item = send(client, case, photo())
    old, new = begin(client, case, PART), begin(client, case, PART)
    for state in (old, new):
        part(client, state["id"], 0, large(PART))
    later = timezone.now() + receiving.KEPT_FOR + timedelta(minutes=1)
    Upload.objects.filter(pk=new["id"]).update(began_at=later)
    stray = own_files / "somebody-elses"
    stray.write_bytes(b"not ours to delete")
    assert uploads_clean(later) == 2  # the row, and its file
    assert [str(upload.pk) for upload in Upload.objects.all()] == [new["id"]]
    assert stray.exists()
    assert (own_files / item.original_path).exists()


def test_an_upload_can_be_discarded(client: Client, case: Case, own_files: Path) -> None:
    state = begin(client, case, PART)
    part(client, state["id"], 0, large(PART))
    assert client.post(f"{BASE}upload/{state['id']}/drop/").status_code == 302
    assert not list(own_files.glob("upload-*"))
    assert part(client, state["id"], 0, large(PART)).status_code == 404


def test_a_locked_record_takes_no_part(north: House, client: Client, case: Case) -> None:
    state = begin(client, case, PART)
    locked = Client()
    locked.force_login(north.documenter, BACKEND)
    assert part(locked, state["id"], 0, large(PART)).status_code == 302
    assert (
        locked.post(f"{BASE}{case.ref}/new/", {"files": SimpleUploadedFile("a", b"b")}).status_code
        == 302
    )
    assert not EvidenceItem.objects.exists()


# What others see


def test_another_house_finds_nothing(
    north: House, south: House, client: Client, case: Case
) -> None:
    item = send(client, case, photo())
    state = begin(client, case, PART)
    other = unlocked(south.reviewer)
    assert part(other, state["id"], 0, large(PART)).status_code == 404
    upload, file = f"upload/{state['id']}/", f"item/{item.pk}/"
    posted = [upload + "finish/", upload + "drop/", f"{case.ref}/new/", f"{case.ref}/begin/"]
    for address in [*posted, *(f"{file}{act}/" for act in ("make", "original", "destroy"))]:
        assert other.post(BASE + address, {"act": "ask"}).status_code == 404, address
    for address in (
        file,
        f"{file}copy/working/",
        f"{case.ref}/",
        upload,
        f"{file}redact/",
        posted[2],
    ):
        assert other.get(BASE + address).status_code == 404, address
    assert NAME not in body(other.get(BASE))
    assert NAME in body(client.get(BASE))


def test_originals_metadata_and_destruction_are_for_reviewers(
    client: Client, reviewer: Client, case: Case
) -> None:
    item = send(client, case, photo())
    for act in ("original", "destroy", "redact"):
        assert client.post(f"{BASE}item/{item.pk}/{act}/").status_code == 404
    mine, theirs = (body(one.get(f"{BASE}item/{item.pk}/")) for one in (client, reviewer))
    assert hostile.PHONE not in mine
    assert hostile.PHONE in theirs
    assert "Take the original out" in theirs
    assert "Take the original out" not in mine


# Verdicts


@pytest.mark.parametrize(
    ("payload", "name", "standing", "words"),
    [
        (photo(), "a.jpg", "accepted", ("accepted", "منظور")),
        (hostile.film(), "a.mp4", "attachment", ("kept, not shown", "محفوظ، دکھائی نہیں جاتی")),
        (b"<svg><script>alert(1)</script></svg>", "a.svg", "quarantined", ("in quarantine", "قرنطینہ میں")),
        (hostile.overlapping(), "a.zip", "quarantined", ("in quarantine", "قرنطینہ میں")),
        (b"", "a.txt", "quarantined", ("in quarantine", "قرنطینہ میں")),
    ],
)  # fmt: skip
def test_the_verdict_in_words_in_both_languages(
    client: Client, reviewer: Client, case: Case, payload: bytes, name: str, standing: str, words: tuple[str, str]
) -> None:  # fmt: skip
    state = begin(client, case, len(payload), name)
    if payload:
        part(client, state["id"], 0, payload)
    assert finish(client, state["id"]).status_code == 200
    item = EvidenceItem.objects.get()
    assert item.verdict == standing
    for language, word in zip(("en", "ur"), words, strict=True):
        html = body(client.get(f"/{language}/desk/record/evidence/item/{item.pk}/"))
        assert word in html
        for code in item.reasons:
            assert code not in html  # said in words, not in codes
    page = reviewer.post(f"{BASE}item/{item.pk}/original/", {"original-reason": "test"})
    assert page.status_code == (409 if standing == "quarantined" else 200)
    assert client.post(f"{BASE}item/{item.pk}/make/").status_code == (
        302 if standing == "accepted" else 422
    )


def test_a_picture_that_cannot_be_decoded_says_so(client: Client, case: Case) -> None:
    """It passes the door by its form; what decodes it fails. The original stays."""
    noise = bytearray(hostile.picture("PNG"))
    at = noise.index(b"IDAT") + 30
    noise[at : at + 40] = bytes(40)
    item = send(client, case, bytes(noise), "a.png", "image/png")
    if item.verdict == "accepted":
        answer = client.post(f"{BASE}item/{item.pk}/make/")
        assert answer.status_code == 422
    assert "cannot be decoded" in body(client.get(f"{BASE}item/{item.pk}/")) or item.reasons


def test_a_pdf_gets_its_copy_when_somebody_asks(client: Client, case: Case) -> None:
    item = send(client, case, hostile.paper(pages=2), "a.pdf", "application/pdf")
    assert item.verdict == "accepted"
    assert "Make a safe copy" in body(client.get(f"{BASE}item/{item.pk}/"))
    assert client.post(f"{BASE}item/{item.pk}/make/").status_code == 302
    answer = client.get(f"{BASE}item/{item.pk}/copy/working/")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_two_copies_are_not_made_at_once(client: Client, case: Case) -> None:
    item = send(client, case, hostile.paper(), "a.pdf", "application/pdf")
    with services._one_at_a_time():
        answer = client.post(f"{BASE}item/{item.pk}/make/")
    assert answer.status_code == 422
    assert "Another safe copy" in body(answer)


# What is served


@pytest.mark.parametrize(
    ("kind", "disposition"), [("image/jpeg", "inline"), ("text/plain", "attachment")]
)
def test_a_copy_cannot_act_as_a_page(
    client: Client, case: Case, kind: str, disposition: str
) -> None:
    payload = (
        photo()
        if kind == "image/jpeg"
        else b"An invented letter with <script>alert(1)</script> in it."
    )
    name = "a.jpg" if kind == "image/jpeg" else "a.txt"
    item = send(client, case, payload, name, kind)
    answer = client.get(f"{BASE}item/{item.pk}/copy/working/")
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Content-Disposition"].startswith(disposition)
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert name not in answer.headers["Content-Disposition"]
    assert client.get(f"{BASE}item/{item.pk}/copy/original/").status_code == 404


def test_an_original_is_handed_over_with_a_reason_only(
    reviewer: Client, north: House, case: Case
) -> None:
    item = send(reviewer, case, photo())
    assert reviewer.post(f"{BASE}item/{item.pk}/original/", {}).status_code == 422
    assert not CustodyEvent.objects.filter(event="exported").exists()
    original_of(item, reviewer)
    event = CustodyEvent.objects.get(event="exported")
    assert event.by == north.reviewer
    assert b"court" not in bytes(event.reason_shut)
    html = body(reviewer.get(f"{BASE}item/{item.pk}/"))
    assert "The court asks for it." in html
    assert "The court asks" not in body(unlocked(north.documenter).get(f"{BASE}item/{item.pk}/"))
    verbs = set(ActivityEntry.objects.values_list("verb", flat=True))
    assert {"evidence.received", "evidence.copied", "evidence.exported", "evidence.viewed"} <= verbs


def test_a_stored_original_that_was_altered_is_not_handed_over(
    reviewer: Client, case: Case, own_files: Path
) -> None:
    item = send(reviewer, case, photo())
    path = own_files / item.original_path
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    answer = reviewer.post(f"{BASE}item/{item.pk}/original/", {"original-reason": "test"})
    assert answer.status_code == 409
    assert not CustodyEvent.objects.filter(event="exported").exists()


# The chain


def chain(item: EvidenceItem, house: House) -> Any:
    item = EvidenceItem.objects.select_related("case").get(pk=item.pk)
    return chain_check(open_item(item, house.keys), house.keys)


def test_the_chain_tells_what_was_done(
    north: House, client: Client, reviewer: Client, case: Case
) -> None:
    item = send(client, case, photo())
    for _look in range(2):
        client.get(f"{BASE}item/{item.pk}/copy/working/")
    reviewer.get(f"{BASE}item/{item.pk}/copy/working/")
    original_of(item, reviewer)
    checked = chain(item, north)
    assert checked.holds
    assert [line.row.event for line in checked.lines] == [
        "received", "hashed", "copied", "viewed", "viewed", "exported",
    ]  # fmt: skip
    assert [line.row.by for line in checked.lines][3:] == [
        north.documenter,
        north.reviewer,
        north.reviewer,
    ]


def tamper(deed: str, item: EvidenceItem, other: EvidenceItem, house: House) -> None:
    """What somebody with the database but without the keys can do to a chain."""
    rows = list(item.custody.order_by("number"))
    second = CustodyEvent.objects.filter(item=item, number=2)
    box = bytearray(bytes(rows[1].document_shut))
    box[-1] ^= 1
    theirs = other.custody.get(number=2).document_shut
    if deed in {"left-out", "cut"}:
        rows[1 if deed == "left-out" else 2].delete()
    elif deed == "none":
        item.custody.all().delete()
    else:
        second.update(
            **{
                "altered": {"document_shut": bytes(box)},
                "moved": {"document_shut": rows[2].document_shut},
                "said": {"event": "viewed"},
                "other-item": {"document_shut": theirs},
                "by": {"by": house.second},
            }[deed]
        )


TAMPERED = {
    "altered": 2, "moved": 2, "left-out": 3, "cut": 0, "said": 2, "other-item": 2, "by": 2, "none": 0,
}  # fmt: skip


def test_a_row_that_was_tampered_with_is_named(north: House, client: Client, case: Case) -> None:
    item, other = send(client, case, photo()), send(client, case, photo())
    for deed, at in TAMPERED.items():
        before = transaction.savepoint()
        tamper(deed, item, other, north)
        checked = chain(item, north)
        assert not checked.holds, deed
        assert checked.broken_at == at, deed
        html = body(client.get(f"{BASE}item/{item.pk}/"))
        assert "The chain holds" not in html, deed
        assert ("The chain breaks at event" in html) is bool(at), deed
        urdu = body(client.get(f"/ur/desk/record/evidence/item/{item.pk}/"))
        assert ("پر ٹوٹتا ہے" if at else "سلسلہ درست نہیں") in urdu, deed
        # nothing is done with it until somebody has found out why
        assert client.get(f"{BASE}item/{item.pk}/copy/working/").status_code == 409, deed
        assert chain(other, north).holds
        transaction.savepoint_rollback(before)
    assert chain(item, north).holds


def test_an_item_whose_row_was_altered_is_not_shown(client: Client, case: Case) -> None:
    item = send(client, case, photo())
    EvidenceItem.objects.update(hashes_shut=b"\0" * 80)
    answer = client.get(f"{BASE}item/{item.pk}/")
    assert answer.status_code == 409
    assert "This was altered" in body(answer)


# Redaction


def boxes(*rows: dict[str, Any]) -> dict[str, Any]:
    told = {"box-TOTAL_FORMS": 6, "box-INITIAL_FORMS": 0}
    for at, row in enumerate(rows):
        told |= {f"box-{at}-{name}": value for name, value in row.items()}
    return told


LEFT = {"page": 1, "left": 0, "top": 0, "right": 50, "bottom": 100}


def test_a_redacted_copy_hides_its_boxes_and_changes_nothing_else(
    north: House, reviewer: Client, case: Case
) -> None:
    item = send(reviewer, case, hostile.picture("PNG", size=(160, 80)), "a.png", "image/png")
    page = body(reviewer.get(f"{BASE}item/{item.pk}/redact/"))
    assert page.count("<fieldset") == 6
    before = reviewer.get(f"{BASE}item/{item.pk}/copy/working/").content
    answer = reviewer.post(f"{BASE}item/{item.pk}/redact/", boxes(LEFT))
    assert answer.status_code == 302, body(answer)
    redacted = np.asarray(
        Image.open(io.BytesIO(reviewer.get(f"{BASE}item/{item.pk}/copy/redacted/").content))
    )
    assert not redacted[:, :80].any()
    assert redacted[:, 100:].any()
    assert reviewer.get(f"{BASE}item/{item.pk}/copy/working/").content == before
    assert chain(item, north).holds
    first = EvidenceItem.objects.get().redacted_path
    again = body(reviewer.get(f"{BASE}item/{item.pk}/redact/"))
    assert 'value="50' in again  # the boxes of the last time
    reviewer.post(f"{BASE}item/{item.pk}/redact/", boxes({**LEFT, "right": 40}))
    now = EvidenceItem.objects.get()
    assert now.redacted_path != first
    assert chain(item, north).holds


NO_BOXES: tuple[dict[str, Any], ...] = (
    {**LEFT, "right": ""}, {**LEFT, "right": 101}, {**LEFT, "left": 60}, {**LEFT, "page": 2}, {**LEFT, "top": "x"},
    {**LEFT, "left": "NaN"},
)  # fmt: skip


def test_a_box_that_is_none_is_explained(reviewer: Client, case: Case) -> None:
    item = send(reviewer, case, photo())
    for row in NO_BOXES:
        answer = reviewer.post(f"{BASE}item/{item.pk}/redact/", boxes(row))
        assert answer.status_code == 422, row
        assert 'class="errsum' in body(answer), row
    assert not EvidenceItem.objects.get().redacted_path


# Destruction


def test_two_people_destroy_and_only_the_chain_stays(
    north: House, client: Client, reviewer: Client, case: Case, own_files: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    item = send(client, case, photo())
    url = f"{BASE}item/{item.pk}/destroy/"
    assert reviewer.post(url, {"act": "agree"}).status_code == 409  # nobody asked
    assert reviewer.post(url, {"act": "ask"}).status_code == 422  # no reason
    reason = {"act": "ask", "destroy-reason": "The family withdraws."}
    assert reviewer.post(url, reason).status_code == 302
    assert reviewer.post(url, {"act": "agree"}).status_code == 409  # alone
    second = unlocked(north.second)
    assert "The family withdraws." in body(second.get(f"{BASE}item/{item.pk}/"))
    second.post(url, {"act": "refuse"})
    assert second.post(url, {"act": "agree"}).status_code == 409
    reviewer.post(url, reason)
    with django_capture_on_commit_callbacks(execute=True):
        assert second.post(url, {"act": "agree"}).status_code == 302
    item.refresh_from_db()
    assert item.destroyed_at is not None
    assert not bytes(item.keys_shut)
    assert not bytes(item.meta_shut)
    assert [path.name for path in own_files.iterdir() if path.stat().st_size] == []
    checked = chain(item, north)
    assert checked.holds
    assert checked.lines[-1].row.event == "destroyed"
    for language, word in (("en", "destroyed"), ("ur", "تلف")):
        assert word in body(reviewer.get(f"/{language}/desk/record/evidence/item/{item.pk}/"))
    assert reviewer.get(f"{BASE}item/{item.pk}/copy/working/").status_code == 404
    assert (
        reviewer.post(f"{BASE}item/{item.pk}/original/", {"original-reason": "x"}).status_code
        == 409
    )
    assert NAME not in body(reviewer.get(f"{BASE}item/{item.pk}/"))


def test_files_lie_outside_of_what_is_served() -> None:
    static = Path(django_settings.STATIC_ROOT)
    assert static not in Path(django_settings.RECORD_FILES).parents


def test_what_is_quarantined_is_not_said_to_be_handed_over(client: Client, case: Case) -> None:
    item = send(client, case, b"<svg onload='x()'>", "a.svg", "image/svg+xml")
    assert "kind_not_shown" in item.reasons
    html = body(client.get(f"{BASE}item/{item.pk}/"))
    assert "has a script in it" in html
    assert "kept and handed over" not in html
