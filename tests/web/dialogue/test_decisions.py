"""Rejecting by two, reasons, appeals by the writer alone, and what the writer is told."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.test import Client

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.accounts.services import account_open
from misaq.web.dialogue.decisions import (
    AnotherPersonError,
    NoAppealError,
    appeal_decide,
    appeal_lodge,
    statement_decide,
)
from misaq.web.dialogue.export import conversation_export
from misaq.web.dialogue.models import Conversation, Participant, Statement, WayIn
from misaq.web.dialogue.services import answer_give, participant_join, statement_write

LANGUAGES = ("en", "ur")
SignedIn = Callable[[Account], Client]


@pytest.fixture
def esra(db: None) -> Account:
    account = account_open("esra", (Role.FACILITATOR,))
    TOTP.activate(account, generate_totp_secret())
    return account


@pytest.fixture
def writer(conversation: Conversation) -> tuple[Participant, str]:
    return participant_join(conversation, WayIn.LINK)


@pytest.fixture
def written(conversation: Conversation, writer: tuple[Participant, str]) -> Statement:
    text = "Bus fares are lowered for pupils."
    return statement_write(conversation, writer[0], text, "en")


def _state(statement: Statement) -> tuple[str, str]:
    statement.refresh_from_db()
    return statement.state, statement.waits_for


def _kinds(statement: Statement) -> list[str]:
    return list(
        statement.decisions.exclude(kind="decided").order_by("id").values_list("kind", flat=True)
    )


def test_one_person_proposes_and_another_confirms(
    conversation: Conversation, written: Statement, dana: Account, esra: Account
) -> None:
    Conversation.objects.update(rejects_by_two=True)
    statement_decide(written, "rejected", dana, "", "repeats")
    assert _state(written) == ("waiting", "second")
    with pytest.raises(AnotherPersonError):
        statement_decide(written, "rejected", dana, "", "repeats")
    with pytest.raises(AnotherPersonError):
        statement_decide(written, "rejected", None, "", "repeats")
    assert _state(written) == ("waiting", "second")
    statement_decide(written, "rejected", esra, "", "repeats")
    assert _state(written) == ("rejected", "")
    assert _kinds(written) == ["proposed", "confirmed"]


def test_a_second_person_sets_a_proposal_aside_and_accepted_statements_stay_meanwhile(
    conversation: Conversation, written: Statement, dana: Account, esra: Account
) -> None:
    Conversation.objects.update(rejects_by_two=True)
    statement_decide(written, "accepted", dana)
    statement_decide(written, "rejected", dana, "Seen too late.", "exposes")
    assert _state(written) == ("accepted", "second")  # people still vote on it
    statement_decide(written, "accepted", esra)
    assert _state(written) == ("accepted", "")
    assert _kinds(written) == ["proposed", "set_aside"]
    statement_decide(written, "rejected", dana, "", "unclear")  # a new proposal, not a confirmation
    assert _state(written) == ("accepted", "second")


def test_without_the_rule_one_person_rejects(written: Statement, dana: Account) -> None:
    statement_decide(written, "rejected", dana, "", "unclear")
    assert _state(written) == ("rejected", "")


def test_only_the_writer_appeals_once_and_somebody_else_decides(
    conversation: Conversation,
    writer: tuple[Participant, str],
    written: Statement,
    dana: Account,
    esra: Account,
) -> None:
    stranger, _ = participant_join(conversation, WayIn.LINK)
    with pytest.raises(NoAppealError):
        appeal_lodge(writer[0], written.pk, "It was never rejected.")
    statement_decide(written, "rejected", dana, "", "repeats")
    with pytest.raises(NoAppealError):
        appeal_lodge(stranger, written.pk, "I think it is fine.")
    appeal_lodge(writer[0], written.pk, "No other statement says this.")
    assert _state(written) == ("rejected", "appeal")
    with pytest.raises(AnotherPersonError):
        appeal_decide(written, accepted=True, by=dana, reason="I changed my mind.")
    with pytest.raises(AnotherPersonError):  # no way round the appeal
        statement_decide(written, "accepted", dana)
    appeal_decide(written, accepted=False, by=esra, reason="It repeats statement s2.")
    assert _state(written) == ("rejected", "")
    with pytest.raises(NoAppealError):
        appeal_lodge(writer[0], written.pk, "Please once more.")
    with pytest.raises(NoAppealError):
        appeal_decide(written, accepted=True, by=esra, reason="Again.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_journey_from_rejection_to_appeal_and_back(
    conversation: Conversation,
    writer: tuple[Participant, str],
    written: Statement,
    dana: Account,
    esra: Account,
    signed_in: SignedIn,
    language: str,
) -> None:
    Conversation.objects.update(rejects_by_two=True)
    person, first, second = Client(), signed_in(dana), signed_in(esra)
    person.cookies[settings.VOTER_COOKIE_NAME] = writer[1]
    queue, own = f"/{language}/desk/statements/", f"/{language}/take-part/answers/"
    reject = {"state": "rejected", "code": "repeats", "reason": "It says what s2 says."}
    no_reason = first.post(f"{queue}{written.pk}/", {"state": "rejected"})
    assert no_reason.status_code == 422
    assert (
        first.post(f"{queue}{written.pk}/", {"state": "rejected", "code": "other"}).status_code
        == 422
    )
    assert first.post(f"{queue}{written.pk}/", reject).status_code == 302
    assert first.post(f"{queue}{written.pk}/", reject).status_code == 422  # not the same person
    told = person.get(own).content.decode()
    assert "It says what s2 says." not in told  # a proposal is not told to the writer
    assert second.post(f"{queue}{written.pk}/", reject).status_code == 302
    told = person.get(own).content.decode()
    assert "It says what s2 says." in told
    short = person.post(f"/{language}/take-part/appeal/", {"statement": written.pk, "words": "no"})
    assert short.status_code == 422
    person.post(
        f"/{language}/take-part/appeal/",
        {"statement": written.pk, "words": "They are about other things."},
    )
    assert "They are about other things." in second.get(queue).content.decode()
    fields = {"outcome": "accepted", "reason": "You are right."}
    assert second.post(f"{queue}{written.pk}/appeal/", fields).status_code == 422  # took part
    third = account_open("farid", (Role.FACILITATOR,))
    TOTP.activate(third, generate_totp_secret())
    assert signed_in(third).post(f"{queue}{written.pk}/appeal/", fields).status_code == 302
    assert _state(written) == ("accepted", "")
    assert f'id="words-{written.pk}"' not in person.get(own).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_writer_is_told_counts_only_when_they_are_many_and_not_hidden(
    conversation: Conversation,
    writer: tuple[Participant, str],
    written: Statement,
    dana: Account,
    language: str,
) -> None:
    statement_decide(written, "accepted", dana)
    person = Client()
    person.cookies[settings.VOTER_COOKIE_NAME] = writer[1]
    own = f"/{language}/take-part/answers/"
    few = {"en": "Fewer than 10", "ur": "دس سے کم"}[language]
    many = {"en": "people answered it", "ur": "لوگوں نے جواب دیا"}[language]
    for n in range(12):
        answer_give(participant_join(conversation, WayIn.LINK)[0], written.pk, 1 if n < 8 else -1)
        html = person.get(own).content.decode()
        assert (few in html) == (n < 9)
    assert many in html
    Conversation.objects.update(hides_results=True)
    html = person.get(own).content.decode()
    assert few not in html
    assert many not in html


def test_every_step_is_written_without_names_or_words(
    conversation: Conversation, written: Statement, dana: Account, tmp_path: Path
) -> None:
    statement_decide(written, "rejected", dana, "It names Mister Nobody.", "exposes")
    conversation_export(conversation, tmp_path)
    text = (tmp_path / "moderation.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [(r["statement"], r["kind"], r["state"], r["reason"]) for r in rows] == [
        (written.name, "decided", "waiting", ""), (written.name, "decided", "rejected", "exposes"),
    ]  # fmt: skip
    assert "Nobody" not in text
    assert "dana" not in text
