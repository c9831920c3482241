"""Translations are checked by somebody else, and read by choice once they are."""

from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client
from tests.conversation import OVERVIEW, published

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open
from misaq.web.dialogue.decisions import AnotherPersonError
from misaq.web.dialogue.models import Conversation, Statement, WayIn
from misaq.web.dialogue.services import conversation_open, participant_join
from misaq.web.dialogue.translations import (
    coverage_of,
    read_for,
    translation_check,
    translation_put,
)

LANGUAGES = ("en", "ur")
SignedIn = Callable[[Account], Client]
PASHTO = "څاهګان دې په یوه میاشت کې جوړ شي."


@pytest.fixture
def esra(db: None) -> Account:
    account = account_open("esra", (Role.FACILITATOR,))
    TOTP.activate(account, generate_totp_secret())
    return account


@pytest.fixture
def wells(conversation: Conversation) -> Statement:
    return Statement.objects.get(conversation=conversation, name="s1")


def test_only_somebody_else_checks_and_new_words_are_unchecked_again(
    wells: Statement, dana: Account, esra: Account
) -> None:
    row = translation_put(wells, "ps", PASHTO, by=dana)
    assert row.status == "draft"
    with pytest.raises(AnotherPersonError):
        translation_check(row, PASHTO, by=dana)
    with pytest.raises(AnotherPersonError):  # not the words that were read
        translation_check(row, "other words", by=esra)
    row.refresh_from_db()
    assert (row.status, row.checked_by) == ("draft", None)
    translation_check(row, PASHTO, by=esra)
    row.refresh_from_db()
    assert (row.status, row.checked_by, row.written_by) == ("checked", esra, dana)
    assert translation_put(wells, "ps", f" {PASHTO} ", by=dana).status == "checked"  # same words
    changed = translation_put(wells, "ps", PASHTO + " ژر", by=esra)
    assert (changed.status, changed.checked_by, changed.written_by) == ("draft", None, esra)
    with pytest.raises(AnotherPersonError):
        translation_check(changed, changed.text, by=esra)
    assert translation_put(wells, "ps", PASHTO, by=dana, is_machine=True).status == "machine"


def test_what_was_written_here_outlives_the_folder(
    conversation: Conversation, wells: Statement, dana: Account, esra: Account
) -> None:
    translation_put(wells, "ur", "کنویں تیس دن میں ٹھیک کیے جائیں۔", by=dana)
    folder = wells.conversation.statements.get(name="s2").translations.get(language="ur")
    translation_check(folder, folder.text, by=esra)
    conversation_open(OVERVIEW, published())
    assert wells.translations.get(language="ur").text == "کنویں تیس دن میں ٹھیک کیے جائیں۔"
    folder.refresh_from_db()
    assert folder.status == "checked"


def test_a_chosen_language_is_read_once_it_is_checked(
    conversation: Conversation, wells: Statement, dana: Account, esra: Account
) -> None:
    row = translation_put(wells, "ps", PASHTO, by=dana)
    assert read_for("ps", wells, "en").text == "The wells are repaired within a month."
    translation_check(row, PASHTO, by=esra)
    reading = read_for("ps", wells, "en")
    assert (reading.text, reading.direction) == (PASHTO, "rtl")
    assert reading.original == "The wells are repaired within a month."
    assert read_for("", wells, "en").text == "The wells are repaired within a month."
    row.refresh_from_db()
    cover = {c.language: c for c in coverage_of(conversation)}
    assert (cover["ps"].checked, cover["ps"].missing) == (1, 4)
    assert (cover["ur"].draft, cover["ur"].missing, cover["en"].written) == (4, 1, 5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_from_writing_to_reading(
    conversation: Conversation,
    wells: Statement,
    dana: Account,
    esra: Account,
    signed_in: SignedIn,
    language: str,
) -> None:
    first, second, person = signed_in(dana), signed_in(esra), Client()
    _someone, key = participant_join(conversation, WayIn.LINK)
    person.cookies[settings.VOTER_COOKIE_NAME] = key
    page = f"/{language}/desk/statements/{wells.pk}/translations/"
    own = first.post(page, {"language": "en", "text": "The same language."})
    assert own.status_code == 422  # a statement is not translated into its own language
    assert first.post(page, {"language": "ps", "text": PASHTO}).status_code == 302
    row = wells.translations.get(language="ps")
    check = f"/{language}/desk/translations/{row.pk}/check/"
    assert check not in first.get(page).content.decode()
    assert first.post(check, {"text": PASHTO}).status_code == 422
    choice = f"/{language}/take-part/language/"
    assert 'value="ps"' not in person.get(choice).content.decode()
    person.post(choice, {"language": "ps"})
    assert "misaq_reads" not in person.cookies
    assert check in second.get(page).content.decode()
    assert second.post(check, {"text": PASHTO}).status_code == 302
    assert 'value="ps"' in person.get(choice).content.decode()
    assert person.post(choice, {"language": "ps"}).status_code == 302
    shown = person.get(f"/{language}/take-part/statement/", {"again": wells.pk}).content.decode()
    assert f'<blockquote lang="ps" dir="rtl">{PASHTO}</blockquote>' in shown
    for path in ("", "ps/", "en/"):
        assert first.get(f"/{language}/desk/translations/{path}").status_code == 200
    assert first.get(f"/{language}/desk/translations/xx/").status_code == 404
    listed = first.get(f"/{language}/desk/translations/ps/").content.decode()
    assert listed.index("Schools teach") < listed.index(PASHTO)  # what is missing comes first


def test_nobody_but_facilitators_reaches_the_desk(
    wells: Statement, charlie: Account, signed_in: SignedIn
) -> None:
    row = wells.translations.get(language="ur")
    for path in ("translations/", "translations/ur/", "statements/all/"):
        assert signed_in(charlie).get(f"/en/desk/{path}").status_code == 404
    signed_in(charlie).post(f"/en/desk/translations/{row.pk}/check/", {"text": row.text})
    row.refresh_from_db()
    assert row.status == "draft"
