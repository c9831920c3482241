"""Telling from outside: shut before it is kept, heard back by a code, counted nowhere before it is taken up."""

import hashlib
import itertools
import re
from collections.abc import Iterator
from html import unescape
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.record_people import House, Keepers, unlocked

from misaq.record import Custodian, CustodianSet, make_identity, seal_record
from misaq.record.sealing import inbox
from misaq.web.record.models import (
    ActivityEntry,
    Case,
    Consent,
    PendingLeaf,
    SealedIdentity,
    Submission,
)
from misaq.web.record.models.case import Stage
from misaq.web.record.refusals import RefusedError
from misaq.web.record.sealed.services import keepers_of
from misaq.web.record.telling import proof
from misaq.web.record.telling.near import find_alike, likeness, marks_of
from misaq.web.record.telling.services import submission_receive, submissions_set_aside

LANGUAGES = ("en", "ur")
TEXT = "They took my neighbour from the bus (invented). I saw two cars and nobody said why."
CODE = re.compile(r"[A-Z2-9]{5}(?:-[A-Z2-9]{5}){4}")


@pytest.fixture(autouse=True)
def quick_codes() -> Iterator[None]:
    """Argon2id with little memory, tokens with little work."""
    with (
        patch.object(inbox, "CODE_MEMORY", 1024 * 1024),
        patch.object(inbox, "CODE_PASSES", 1),
        patch.object(proof, "BITS", 4),
    ):
        yield


@pytest.fixture
def north_listens(north: House) -> House:
    """The organisation takes what people tell."""
    north.organisation.takes_submissions = True
    north.organisation.save()
    return north


def work(token: str) -> str:
    """What a browser's script finds."""
    return next(str(n) for n in itertools.count() if proof.works(token, str(n)))


def send(client: Client, language: str = "en", **changes: object) -> object:
    """Fill in the public form as a browser with JavaScript does."""
    page = client.get(f"/{language}/record/tell/").content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    values = {
        "organisation": "north",
        "text": TEXT,
        "acts": ["DOL"],
        "when": "2009",
        "where": "Talhen",
        "token": token[1],
        "proof": work(token[1]),
        **changes,
    }
    return client.post(f"/{language}/record/tell/", values)


def code_in(answer: object) -> str:
    found = CODE.search(answer.content.decode())  # type: ignore[attr-defined]
    assert found, answer.content.decode()[:2000]  # type: ignore[attr-defined]
    return found[0]


def opened(client: Client, code: str, language: str = "en", **more: str) -> object:
    return client.post(f"/{language}/record/tell/return/", {"code": code, **more})


def everything_stored() -> bytes:
    """Every cell of every table, as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            ]
    return b"\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_telling_to_answer_and_back(north_listens: House, language: str) -> None:
    outside, desk = Client(), unlocked(north_listens.documenter)
    code = code_in(send(outside, language))
    submission = Submission.objects.get()
    listed = desk.get(f"/{language}/desk/record/telling/").content.decode()
    assert str(submission.pk) in listed
    address = f"/{language}/desk/record/telling/{submission.pk}/"
    assert TEXT in desk.get(address).content.decode()
    assert (
        desk.post(address + "answer/", {"text": "Invented answer: thank you."}).status_code == 302
    )
    seen = opened(outside, code.lower().replace("-", " "), language)
    assert "Invented answer: thank you." in seen.content.decode()  # type: ignore[attr-defined]
    assert TEXT not in seen.content.decode()  # type: ignore[attr-defined]
    opened(outside, code, language, deed="add", text="Invented: the cars were white.")
    assert "the cars were white" in desk.get(address).content.decode()
    assert ActivityEntry.objects.filter(verb="submission.viewed").exists()


def test_what_is_kept_opens_for_nobody_without_the_key(
    north_listens: House, keepers: Keepers
) -> None:
    code = code_in(send(Client(), name="Invented Teller", reach="0300-0000009"))
    stored = everything_stored()
    for secret in (TEXT, "Invented Teller", "0300-0000009", "Talhen", code, code.replace("-", "")):
        assert secret.encode() not in stored
        assert secret.encode().hex().encode() not in stored
    assert Submission.objects.get().sealed is not None
    assert b"127.0.0.1" not in stored
    assert not ActivityEntry.objects.filter(verb__startswith="submission.").exists()


def test_what_a_browser_sealed_is_kept_as_it_is_and_other_seals_are_not(
    north_listens: House, keepers: Keepers
) -> None:
    page = Client().get("/en/record/tell/").content.decode()
    assert 'data-sealing="seal"' in page
    assert keepers.group.custodians.first().recipient in page  # type: ignore[union-attr]
    sealed = seal_record(b"Invented", record=str(uuid4()), custodians=keepers_of(keepers.group))
    document = sealed.document().decode().strip()
    send(Client(), sealed=document)
    kept = Submission.objects.get().sealed
    assert kept is not None
    assert kept.document == document
    strangers = CustodianSet(
        tuple(Custodian(f"keeper-{n}", make_identity().recipient) for n in range(5)), 3
    )
    other = seal_record(b"Invented", record=str(uuid4()), custodians=strangers).document().decode()
    for wrong in (other, document, "{}", "nonsense"):  # for others, twice, nothing at all
        assert send(Client(), sealed=wrong).status_code == 422  # type: ignore[attr-defined]
    assert Submission.objects.count() == 1


def test_a_form_that_has_to_be_sent_again_keeps_what_was_sealed(
    north_listens: House, keepers: Keepers
) -> None:
    sealed = seal_record(b"Invented", record=str(uuid4()), custodians=keepers_of(keepers.group))
    document = sealed.document().decode().strip()
    early = send(Client(), sealed=document, proof="").content.decode()  # type: ignore[attr-defined]
    before = re.search(r'name="sealed_before" value="([^"]+)"', early)
    assert before
    assert unescape(before[1]) == document
    send(Client(), sealed_before=document)
    assert Submission.objects.get().sealed is not None


def test_of_the_time_only_the_day_is_kept(north_listens: House, keepers: Keepers) -> None:
    send(Client(), name="Invented Teller")
    for when in (SealedIdentity.objects.get().made_at, PendingLeaf.objects.get().made_at):
        assert (when.hour, when.minute, when.second, when.microsecond) == (0, 0, 0, 0)


def test_without_custodians_nobody_is_asked_who_they_are(north_listens: House) -> None:
    page = Client().get("/en/record/tell/").content.decode()
    assert 'name="name"' not in page
    send(Client(), name="Invented Teller")
    assert Submission.objects.get().sealed is None


def test_without_an_organisation_that_listens_there_is_no_form(north: House) -> None:
    page = Client().get("/en/record/tell/")
    assert b"<textarea" not in page.content
    assert Client().post("/en/record/tell/", {"text": TEXT}).status_code == 200
    assert not Submission.objects.exists()


def test_another_organisation_sees_nothing(north_listens: House, south: House) -> None:
    send(Client())
    submission = Submission.objects.get()
    client = unlocked(south.reviewer)
    assert str(submission.pk) not in client.get("/en/desk/record/telling/").content.decode()
    base = f"/en/desk/record/telling/{submission.pk}/"
    absent = "/en/desk/record/telling/00000000-0000-4000-8000-000000000000/"
    for path in ("", "take/", "answer/", "reopen/"):
        method = client.get if not path else client.post
        assert method(base + path).status_code == method(absent + path).status_code == 404
    client.post("/en/desk/record/telling/aside/", {"which": str(submission.pk), "reason": "copy"})
    submission.refresh_from_db()
    assert submission.state == Submission.State.WAITING


def test_where_write_only_holds_documenters_do_not_read_it(north_listens: House) -> None:
    send(Client())
    north_listens.organisation.write_only = True
    north_listens.organisation.save()
    address = f"/en/desk/record/telling/{Submission.objects.get().pk}/"
    assert unlocked(north_listens.documenter).get(address).status_code == 404
    assert unlocked(north_listens.reviewer).get(address).status_code == 200


def take(desk: Client, submission: Submission, **changes: object) -> object:
    values = {
        "summary": "A person was taken from a bus.",
        "summary_language": "en",
        "acts": ["DOL"],
        "persons": "1",
        "when": "2009",
        "community": "talhen",
        **changes,
    }
    return desk.post(f"/en/desk/record/telling/{submission.pk}/take/", values)


def test_taken_up_it_is_a_case_in_quarantine_with_its_words_as_the_source(
    north_listens: House, keepers: Keepers
) -> None:
    send(Client(), name="Invented Teller")
    desk, submission = unlocked(north_listens.documenter), Submission.objects.get()
    assert take(desk, submission).status_code == 302  # type: ignore[attr-defined]
    case = Case.objects.get()
    assert (case.stage, case.act_types) == (Stage.QUARANTINE, "DOL")
    assert case.mentions.get(role="submitter").sealed_id == submission.sealed_id
    source = case.sources.get()
    payload = north_listens.keys.read(
        north_listens.organisation,
        source.payload_shut,
        table="source",
        row=source.pk,
        field="payload",
    )
    assert payload.startswith(TEXT)
    assert take(desk, submission).status_code == 422  # type: ignore[attr-defined]  # not twice
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"summary": ""},
        {"summary": "Terrorists took a person."},
        {"summary": "دہشت گرد ایک شخص کو لے گئے۔"},
        {"acts": []},
        {"when": "last year"},
        {"case_ref": "nosuchcase99"},
    ],
)
def test_what_takes_a_side_or_is_no_date_is_not_taken_up(
    north_listens: House, change: dict[str, object]
) -> None:
    send(Client())
    submission = Submission.objects.get()
    answer = take(unlocked(north_listens.documenter), submission, **change)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not Case.objects.exists()
    submission.refresh_from_db()
    assert submission.state == Submission.State.WAITING


def test_joined_to_a_case_a_copy_says_what_it_was_copied_from(north_listens: House) -> None:
    case = north_listens.open_case()
    first = case.sources.get()
    desk = unlocked(north_listens.documenter)
    for is_copy in ("", "on"):
        send(Client())
        waits = Submission.objects.get(state=Submission.State.WAITING)
        assert take(desk, waits, case_ref=case.ref, is_copy=is_copy).status_code == 302  # type: ignore[attr-defined]
    lineage = list(case.sources.order_by("recorded_at").values_list("derived_from", flat=True))
    assert lineage == [None, None, first.pk]


def test_taken_back_everything_of_it_is_erased_at_once(
    north_listens: House, keepers: Keepers
) -> None:
    outside = Client()
    code = code_in(send(outside, name="Invented Teller"))
    take(unlocked(north_listens.documenter), Submission.objects.get())
    opened(outside, code, deed="add", text="Invented: more.")
    unsure = opened(outside, code, deed="withdraw")
    assert unsure.status_code == 422  # type: ignore[attr-defined]
    opened(outside, code, deed="withdraw", sure="yes")
    submission = Submission.objects.get()
    assert (bytes(submission.boxed), submission.near, submission.sealed) == (b"", [], None)
    assert not submission.messages.exists()
    assert not SealedIdentity.objects.exists()
    assert not PendingLeaf.objects.exclude(salt=b"").exists()  # what the log holds fits nothing now
    assert opened(outside, code).status_code == 422  # type: ignore[attr-defined]
    consent = Consent.objects.get(case=submission.case)
    assert (consent.purpose, consent.allows) == ("publication_of_name", False)
    page = unlocked(north_listens.reviewer).get(f"/en/desk/record/telling/{submission.pk}/")
    assert page.status_code == 200


def test_a_wrong_code_opens_nothing_and_guessing_is_limited(north_listens: House) -> None:
    code = code_in(send(Client()))
    client, statuses = Client(), []
    for place in range(32):
        wrong = "-".join(["ABCDE"] * 4 + [f"ABC{'ABCDEFGHJK'[place % 10]}{'23456789'[place % 8]}"])
        statuses.append(opened(client, wrong).status_code)  # type: ignore[attr-defined]
    assert statuses[:30] == [422] * 30
    assert statuses[30:] == [429] * 2
    assert opened(client, code).status_code == 429  # type: ignore[attr-defined]  # the right one too, for now
    cache.clear()
    assert opened(client, code).status_code == 200  # type: ignore[attr-defined]


def test_the_code_never_stands_in_an_address_or_a_cookie(north_listens: House) -> None:
    client = Client()
    code = code_in(send(client))
    page = opened(client, code)
    assert page.headers["Cache-Control"].count("no-store")  # type: ignore[attr-defined]
    assert code not in str(client.cookies)
    assert client.get(f"/en/record/tell/return/?code={code}").content.count(code.encode()) == 0
    assert not client.session.keys()


def test_a_form_sent_too_fast_waits_and_loses_nothing(north_listens: House) -> None:
    client = Client()
    early = send(client, proof="")
    page = early.content.decode()  # type: ignore[attr-defined]
    assert early.status_code == 422  # type: ignore[attr-defined]
    assert TEXT in page
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    with patch.object(proof, "WAIT_S", 0):
        values = {"organisation": "north", "text": TEXT, "token": token[1]}
        assert CODE.search(client.post("/en/record/tell/", values).content.decode())
        again = client.post("/en/record/tell/", values)
    assert again.status_code == 422
    assert Submission.objects.count() == 1


def test_a_token_works_once_and_only_as_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "BITS", 16)
    token = proof.make_token()
    found = work(token)
    assert hashlib.sha256(f"{token}:{found}".encode()).digest()[:2] == b"\0\0"
    judged = proof.judge_token(token, found)
    assert judged.verdict == "worked"
    assert proof.use_token(judged.nonce)
    assert not proof.use_token(judged.nonce)
    assert proof.judge_token(token, found).verdict == "used"
    assert proof.judge_token(token[:-2] + "xx", found).verdict == "old"
    assert proof.judge_token(proof.make_token(), found).verdict == "wait"


def test_sending_is_limited_by_address_and_wider_for_who_worked(north_listens: House) -> None:
    with patch.object(proof, "WAIT_S", 0):
        statuses = [send(Client(), proof="").status_code for _place in range(13)]  # type: ignore[attr-defined]
    assert statuses == [200] * 12 + [429]
    assert send(Client()).status_code == 200  # type: ignore[attr-defined]


def test_marks_say_nothing_without_the_key_and_find_copies_with_it(
    north: House, south: House
) -> None:
    ours, theirs = north.keys.key(north.organisation), south.keys.key(south.organisation)
    changed = TEXT.replace("two cars", "three cars")
    other = "The well at the school was filled with stones by people whom nobody knew (invented)."
    assert not set(marks_of(TEXT, ours)) & set(marks_of(TEXT, theirs))
    assert likeness(marks_of(TEXT, ours), marks_of(TEXT.upper(), ours)) == 1
    assert likeness(marks_of(TEXT, ours), marks_of(changed, ours)) >= 0.5
    assert likeness(marks_of(TEXT, ours), marks_of(other, ours)) == 0
    rows = {"a": TEXT, "b": other, "c": changed}
    assert find_alike({name: marks_of(text, ours) for name, text in rows.items()}) == {"c": "a"}


def test_a_flood_of_copies_is_said_aloud_and_set_aside_in_one_act(north_listens: House) -> None:
    organisation = north_listens.organisation
    for place in range(12):
        submission_receive(organisation, {"text": f"{TEXT} {place}"}, language="en")
    desk = unlocked(north_listens.documenter)
    page = desk.get("/en/desk/record/telling/").content.decode()
    assert "Far more than usual" in page
    assert page.count("much like this one") == 11
    every = [str(one.pk) for one in Submission.objects.all()]
    desk.post("/en/desk/record/telling/aside/", {"which": every[1:], "reason": "flood"})
    aside = Submission.objects.filter(state=Submission.State.SET_ASIDE, reason="flood")
    assert aside.count() == 11
    one = aside.first()
    assert one is not None
    desk.post(f"/en/desk/record/telling/{one.pk}/reopen/")
    one.refresh_from_db()
    assert one.state == Submission.State.WAITING


def test_what_somebody_decided_is_not_decided_again(north_listens: House) -> None:
    submission, _code = submission_receive(
        north_listens.organisation, {"text": TEXT}, language="en"
    )
    submissions_set_aside([submission], "copy", by=north_listens.documenter)
    with pytest.raises(RefusedError):
        submissions_set_aside([submission], "copy", by=north_listens.colleague)
