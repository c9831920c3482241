"""Files come in by a form or in parts, in any order, after a lost connection; and nothing of them lies in clear."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests import hostile
from tests.record_people import BACKEND, House, unlocked
from tests.web.record.evidence_files import (
    BASE,
    NAME,
    begin,
    body,
    case,
    client,
    finish,
    large,
    original_of,
    own_files,
    part,
    photo,
    reviewer,
    send,
)

from misaq.foundation.canonical import sha256_hex
from misaq.web.record.evidence import form_upload, receiving
from misaq.web.record.evidence.opened import open_item
from misaq.web.record.evidence.parts import PART
from misaq.web.record.evidence.receiving import uploads_clean
from misaq.web.record.models import Case, EvidenceItem, Upload

__all__ = ["case", "client", "own_files", "reviewer"]

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


def test_parts_in_any_order_make_the_same_file(north: House, client: Client, case: Case) -> None:
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
    assert open_item(item, north.keys).hashes["sha256"] == sha256_hex(payload)
    assert not Upload.objects.exists()


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
