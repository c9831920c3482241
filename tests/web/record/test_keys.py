"""A member's key: made once, opens the session, given to colleagues; what lies on the server opens nothing."""

import base64
import json

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from tests.record_people import BACKEND, PASSPHRASE, House, somebody, unlocked

from misaq.record import OtherKeyError, WrongSecretError
from misaq.web.accounts.roles import Role
from misaq.web.record.cases.opening import days_of
from misaq.web.record.keys.services import (
    keys_unlock,
    member_key_make,
    membership_begin,
    membership_end,
    passphrase_change,
    passphrase_recover,
)
from misaq.web.record.models import ActivityEntry, CaseWord, KeyWrap, SourceRecord

LANGUAGES = ("en", "ur")
PAGES = ("", "unlock/", "make/?again", "passphrase/", "recover/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_member_makes_a_key_and_is_let_in_by_a_colleague(north: House, language: str) -> None:
    new = somebody("newcomer", Role.DOCUMENTER)
    membership_begin(north.organisation, new)
    client = Client()
    client.force_login(new, BACKEND)
    base = f"/{language}/desk/record/key/"
    assert client.get(base + "unlock/").headers["Location"] == base + "make/"
    short = client.post(base + "make/", {"passphrase": "short", "again": "short"})
    assert short.status_code == 422
    made = client.post(base + "make/", {"passphrase": PASSPHRASE, "again": PASSPHRASE})
    assert b"MISAQ-" in made.content
    assert not keys_unlock(new, PASSPHRASE).has(north.organisation)
    colleague = unlocked(north.documenter)
    assert b"newcomer" in colleague.get(base).content
    colleague.post(f"{base}let-in/north/{new.pk}/")
    assert keys_unlock(new, PASSPHRASE).has(north.organisation)


def test_nobody_lets_in_a_stranger_or_into_another_house(north: House, south: House) -> None:
    stranger = somebody("stranger", Role.DOCUMENTER)
    member_key_make(stranger, PASSPHRASE)
    client = unlocked(north.documenter)
    base = "/en/desk/record/key/let-in/"
    client.post(f"{base}north/{stranger.pk}/")
    assert client.post(f"{base}south/{north.documenter.pk}/").status_code == 404
    assert not KeyWrap.objects.filter(account=stranger).exists()


def test_what_lies_on_the_server_opens_nothing(north: House) -> None:
    case = north.open_case()
    client = unlocked(north.documenter)
    stored = " ".join(s.session_data for s in Session.objects.all())
    session = dict(client.session)
    assert PASSPHRASE not in stored
    key = north.keys.key(north.organisation).key.reveal()
    for form in (key.hex(), base64.b64encode(key).decode()):
        assert form not in json.dumps(session)
    client.cookies.pop(settings.RECORD_COOKIE_NAME)
    assert b"Unlock the record" in client.get("/en/desk/record/").content
    mention = case.mentions.get()
    read = north.keys.read(
        north.organisation,
        mention.particulars_shut,
        table="mention",
        row=mention.pk,
        field="particulars",
    )
    assert json.loads(read)["name"] == "Invented Person"
    assert b"Invented" not in bytes(mention.particulars_shut)


def test_the_key_of_one_house_opens_nothing_of_another(north: House, south: House) -> None:
    source = SourceRecord.objects.get(case=north.open_case())
    with pytest.raises(OtherKeyError):
        south.keys.read(
            north.organisation, source.payload_shut, table="source", row=source.pk, field="payload"
        )


def test_who_leaves_opens_nothing_any_more(north: House) -> None:
    membership_end(north.organisation, north.colleague, by=north.documenter)
    assert not keys_unlock(north.colleague, PASSPHRASE).has(north.organisation)
    assert ActivityEntry.objects.filter(verb="member.left").count() == 1


def test_a_passphrase_is_changed_and_recovered_but_never_reset(north: House) -> None:
    account = somebody("forgetful", Role.DOCUMENTER)
    membership_begin(north.organisation, account)
    _key, recovery = member_key_make(account, PASSPHRASE)
    account.refresh_from_db()
    passphrase_change(account, PASSPHRASE, "another five invented words")
    account.member_key.refresh_from_db()
    with pytest.raises(WrongSecretError):
        keys_unlock(account, PASSPHRASE)
    fresh = passphrase_recover(account, recovery, "once more five invented words")
    account.member_key.refresh_from_db()
    assert fresh != recovery
    keys_unlock(account, "once more five invented words")
    with pytest.raises(WrongSecretError):
        passphrase_recover(account, recovery, "the old recovery key ends")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_and_a_wrong_passphrase(north: House, language: str) -> None:
    client = unlocked(north.documenter)
    for page in PAGES:
        assert client.get(f"/{language}/desk/record/key/{page}").status_code == 200
    wrong = client.post(
        f"/{language}/desk/record/key/unlock/", {"passphrase": "not this one at all"}
    )
    assert wrong.status_code == 422
    assert client.get(f"/{language}/desk/record/").status_code == 200


def test_guessing_is_slowed(north: House) -> None:
    client = Client()
    client.force_login(north.documenter, BACKEND)
    answers = [
        client.post("/en/desk/record/key/unlock/", {"passphrase": "wrong"}).status_code
        for _try in range(7)
    ]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_a_case_is_found_by_words_in_clear_only(north: House) -> None:
    case = north.open_case("A person was taken from a shop. ایک شخص کو دکان سے لے جایا گیا۔")
    words = set(CaseWord.objects.filter(case=case).values_list("word", flat=True))
    assert {"shop", "دکان"} <= words
    assert not {"invented", "night"} & words
    assert (case.act_types, case.when_min, case.when_max) == ("DOL", *days_of("2031-05"))
