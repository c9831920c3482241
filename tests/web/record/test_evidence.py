"""Evidence on the web: verdicts in words, safe copies, a chain that is checked, redaction, destruction by two."""

import io
import struct
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from PIL import Image
from tests import hostile
from tests.record_people import House, unlocked
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

from misaq.web.record.evidence import services
from misaq.web.record.evidence.custody import chain_check
from misaq.web.record.evidence.opened import open_item
from misaq.web.record.evidence.parts import PART
from misaq.web.record.models import ActivityEntry, Case, CustodyEvent, EvidenceItem

__all__ = ["case", "client", "own_files", "reviewer"]

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


def unreadable_png() -> bytes:
    """A PNG whose parts are in order and whose points are not: it passes the door, and what decodes it gives up."""
    whole = hostile.picture("PNG")
    at = whole.index(b"IDAT")
    (length,) = struct.unpack(">I", whole[at - 4 : at])
    body = b"not points" * 20
    part = struct.pack(">I", len(body)) + b"IDAT" + body + struct.pack(">I", crc32(b"IDAT" + body))
    return whole[: at - 4] + part + whole[at + 4 + length + 4 :]


def test_a_picture_that_cannot_be_decoded_says_so(
    client: Client, reviewer: Client, case: Case
) -> None:
    payload = unreadable_png()
    item = send(client, case, payload, "a.png", "image/png")
    assert item.verdict == "accepted"
    for _try in range(2):
        html = body(client.get(f"{BASE}item/{item.pk}/"))
        assert html.count("The file cannot be decoded.") == 1
        assert client.post(f"{BASE}item/{item.pk}/make/").status_code == 422
    assert original_of(item, reviewer) == payload


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
