"""Whoever was drawn answers with their own code and key: until the day named, their own seat, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.assembly_draws import CODES, Hall

from misaq.assembly import pseudonym
from misaq.web.accounts.models import Account
from misaq.web.assembly.marks import key_mark
from misaq.web.assembly.models import Invitation, OfficerEntry, SealedLottery, SeatingEvent
from misaq.web.assembly.seating.selectors import log_break
from misaq.web.assembly.seating.services import panel_invite

Sign = Callable[[Account], Client]
PAGE, OWN = "/en/assembly/draws/velmara/answer/", "/en/assembly/draws/velmara/own/"
SEATS = "/en/desk/assembly/draws/velmara/seats/"
KEY = "mnpqrstuvwxy"


@pytest.fixture
def invited(ready: Hall) -> str:
    """The code of somebody who was drawn and is invited until today; everybody has the same invented key."""
    cache.clear()
    ready.panel.volunteers.update(key_mark=key_mark(ready.panel, KEY))
    ready.seal()
    ready.throw()
    panel_invite(SealedLottery.objects.get(), timezone.localdate(), by=ready.officer)
    drawn = set(SealedLottery.objects.get().draw.draw["people"])
    return next(code for code in CODES if pseudonym(code) in drawn)


def sent(client: Client, code: str, answer: str, key: str = KEY) -> int:
    return client.post(PAGE, {"code": code, "key": key, "answer": answer}).status_code


def answer_of(code: str) -> str:
    return Invitation.objects.get(volunteer__pseudonym=pseudonym(code)).answer


def test_somebody_answers_and_answers_otherwise(invited: str, client: Client) -> None:
    assert "Answer the invitation" in client.post(OWN, {"code": invited}).content.decode()
    assert sent(client, invited, "yes") == 200
    assert answer_of(invited) == "yes"
    assert sent(client, invited, "no") == 200
    assert sent(client, invited, "yes") == 200
    assert answer_of(invited) == "yes"
    others = Invitation.objects.exclude(volunteer__pseudonym=pseudonym(invited))
    assert set(others.values_list("answer", flat=True)) == {"waits"}
    kinds = SeatingEvent.objects.order_by("number").values_list("kind", "by")
    assert [kind for kind, _by in kinds] == ["drawn", "declined", "returned"]
    assert [by for _kind, by in kinds][1:] == [None, None]
    noted = OfficerEntry.objects.filter(verb="reply.own", about=pseudonym(invited), account=None)
    assert noted.count() == 3
    assert log_break(SealedLottery.objects.get()) is None


def test_the_code_alone_or_with_a_wrong_key_changes_nothing(invited: str, client: Client) -> None:
    assert client.post(PAGE, {"code": invited, "answer": "no"}).status_code == 422
    assert sent(client, invited, "no", "abcdefghjkmn") == 422
    assert sent(client, "zzzz", "no") == 422
    assert sent(client, invited, "silent") == 422
    assert sent(client, invited, "") == 422
    assert answer_of(invited) == "waits"


def test_a_page_elsewhere_cannot_send_an_answer(invited: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert sent(strict, invited, "no") == 403
    assert answer_of(invited) == "waits"


def test_after_the_day_it_is_too_late(invited: str, client: Client) -> None:
    Invitation.objects.update(due=timezone.localdate() - timedelta(days=1))
    late = client.post(PAGE, {"code": invited, "key": KEY, "answer": "yes"})
    assert late.status_code == 422
    assert "is over" in late.content.decode()
    assert answer_of(invited) == "waits"


def test_whoever_is_not_invited_changes_nothing(invited: str, client: Client) -> None:
    drawn = set(SealedLottery.objects.get().draw.draw["people"])
    other = next(code for code in CODES if pseudonym(code) not in drawn)
    assert sent(client, other, "yes") == 422
    assert Invitation.objects.count() == len(drawn)
    assert "Answer the invitation" not in client.post(OWN, {"code": other}).content.decode()


def test_a_seat_that_was_taken_over_is_not_given_back(
    ready: Hall, invited: str, client: Client, sign: Sign
) -> None:
    assert sent(client, invited, "no") == 200
    assert sign(ready.officer).post(f"{SEATS}{pseudonym(invited)}/stand-in/").status_code == 302
    assert sent(client, invited, "yes") == 422
    assert answer_of(invited) == "no"


def test_whoever_stands_in_has_as_many_days_to_answer(
    ready: Hall, invited: str, client: Client, sign: Sign
) -> None:
    """Those drawn had three days, which are over: the stand-in has three from today, and answers themselves."""
    today = timezone.localdate()
    Invitation.objects.update(
        due=today - timedelta(days=4), invited_at=timezone.now() - timedelta(days=7)
    )
    officer, person = sign(ready.officer), pseudonym(invited)
    officer.post(f"{SEATS}{person}/reply/", {"answer": "silent"})
    assert officer.post(f"{SEATS}{person}/stand-in/").status_code == 302
    event = SeatingEvent.objects.get(kind="replaced").body
    code = next(code for code in CODES if pseudonym(code) == event["stands_in"])
    assert event["due"] == (today + timedelta(days=3)).isoformat()
    assert sent(client, code, "yes") == 200
    assert answer_of(code) == "yes"


def test_an_erased_person_has_no_key_any_more(ready: Hall, invited: str, client: Client) -> None:
    ready.panel.volunteers.filter(pseudonym=pseudonym(invited)).update(key_mark="")
    assert sent(client, invited, "yes") == 422


def test_before_anybody_is_invited_the_page_says_so(ready: Hall, client: Client) -> None:
    ready.seal()
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "Nobody is invited yet" in page.content.decode()


def test_a_day_that_is_over_is_no_deadline(ready: Hall, sign: Sign) -> None:
    ready.seal()
    ready.throw()
    officer = sign(ready.officer)
    assert officer.post(SEATS, {"due": "2020-01-01"}).status_code == 422
    assert not Invitation.objects.exists()
