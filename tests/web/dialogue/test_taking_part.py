"""Taking part without script and without an account, in both languages."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from tests.conversation import OVERVIEW, published

from misaq.web.accounts.models import Account
from misaq.web.dialogue.models import (
    Conversation,
    Exposure,
    ModerationEvent,
    Participant,
    Statement,
    Vote,
    VoteEvent,
)
from misaq.web.dialogue.services import codes_issue, conversation_close, conversation_open

LANGUAGES = ("en", "ur")


def _field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]


def _answer(client: Client, value: int, language: str = "en", **more: str) -> int:
    """Read the next statement and answer it, as a browser would; gives the statement."""
    html = client.get(f"/{language}/take-part/statement/").content.decode()
    statement = _field(html, "statement")
    fields = {"statement": statement, "shown": _field(html, "shown"), "vote": str(value), **more}
    response = client.post(f"/{language}/take-part/vote/", fields)
    assert response.status_code == 302
    return int(statement)


def test_opening_twice_changes_nothing_but_what_is_new(conversation: Conversation) -> None:
    statement = conversation.statements.get(name="s1")
    Statement.objects.filter(pk=statement.pk).update(state="rejected")
    more = published()
    more["statements"][1]["texts"]["en"]["text"] = "Schools teach in both languages."
    conversation_open(OVERVIEW, more)
    assert conversation.statements.count() == 5
    assert conversation.statements.get(name="s1").state == "rejected"
    assert conversation.statements.get(name="s2").text == "Schools teach in both languages."
    assert conversation.statements.get(name="s2").translations.count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_kept_before_the_first_answer(conversation: Conversation, language: str) -> None:
    client = Client()
    for page in ("", "statement/"):
        answer = client.get(f"/{language}/take-part/{page}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()
    assert set(client.cookies) <= {settings.CSRF_COOKIE_NAME}
    assert (Participant.objects.count(), Exposure.objects.count()) == (0, 0)
    statement = _answer(client, 1, language)
    key = client.cookies[settings.VOTER_COOKIE_NAME]
    assert key["httponly"]
    assert key["samesite"] == "Lax"
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    vote = Vote.objects.get()
    assert (vote.statement_id, vote.value, vote.participant.way_in) == (statement, 1, "link")
    assert Exposure.objects.get().probability == pytest.approx(0.2)


def test_the_three_answers_are_buttons_of_one_kind(conversation: Conversation) -> None:
    html = Client().get("/en/take-part/statement/").content.decode()
    buttons = re.findall(r'<button class="([^"]*)" type="submit" name="vote" value="(-?\d)"', html)
    assert buttons == [("vote", "1"), ("vote", "-1"), ("vote pass", "0")]


def test_every_statement_comes_once_and_then_the_end(conversation: Conversation) -> None:
    client = Client()
    seen = {_answer(client, value) for value in (1, -1, 0, 1, -1)}
    assert len(seen) == 5
    answer = client.get("/en/take-part/statement/")
    assert answer["Location"].endswith("/take-part/end/")
    assert "You answered 5 statements" in client.get("/en/take-part/end/").content.decode()
    assert {e.statement_id for e in Exposure.objects.all()} == seen


def test_loading_the_page_again_is_no_way_to_choose(conversation: Conversation) -> None:
    client = Client()
    _answer(client, 1)
    shown = {
        _field(client.get("/en/take-part/statement/").content.decode(), "statement")
        for _ in range(6)
    }
    assert len(shown) == 1


def test_undo_goes_back_one_answer_at_a_time_and_is_kept_as_an_event(
    conversation: Conversation,
) -> None:
    client = Client()
    first = _answer(client, 1)
    second = _answer(client, -1)
    client.post(
        "/en/take-part/vote/", {"statement": str(first), "vote": "0", "important": "1"}
    )  # changed
    page = client.post("/en/take-part/undo/", follow=True)
    assert _field(page.content.decode(), "statement") == str(first)
    assert Vote.objects.get(statement=first).value == 1
    client.post("/en/take-part/undo/")
    assert Vote.objects.get(statement=second).value is None
    client.post("/en/take-part/undo/")
    client.post("/en/take-part/undo/")  # nothing is left
    assert set(Vote.objects.values_list("value", flat=True)) == {None}
    events = VoteEvent.objects.order_by("id").values_list("value", "is_undo")
    assert list(events) == [
        (1, False),
        (-1, False),
        (0, False),
        (1, True),
        (None, True),
        (None, True),
    ]


def test_important_is_kept_with_the_answer(conversation: Conversation) -> None:
    client = Client()
    _answer(client, 1, important="1")
    assert Vote.objects.get().is_important
    assert "important to me" in client.get("/en/take-part/answers/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_answers_are_seen_changed_and_taken_back(
    conversation: Conversation, language: str
) -> None:
    client = Client()
    first, second = _answer(client, 1, language), _answer(client, -1, language)
    html = client.get(f"/{language}/take-part/answers/").content.decode()
    assert html.count("?again=") == 2
    again = client.get(f"/{language}/take-part/statement/?again={first}").content.decode()
    assert 'class="vote chosen" type="submit" name="vote" value="1"' in again
    client.post(f"/{language}/take-part/withdraw/", {"statement": str(first)})
    assert Vote.objects.get(statement=first).value is None
    client.post(f"/{language}/take-part/withdraw/", {"statement": "all"})
    assert Vote.objects.get(statement=second).value is None
    assert VoteEvent.objects.count() == 4


def test_the_community_is_asked_once_after_a_few_answers(conversation: Conversation) -> None:
    client = Client()
    asked = "Which community do you belong to?"
    for _ in range(3):
        assert asked not in client.get("/en/take-part/statement/").content.decode()
        _answer(client, 1)
    assert asked in client.get("/en/take-part/statement/").content.decode()
    page = client.get("/ur/take-part/community/").content.decode()
    assert "تلہین" in page
    client.post("/en/take-part/community/", {"communities": ["talhen", "sovan", "unknown"]})
    assert Participant.objects.get().communities == ["sovan", "talhen"]
    client.post("/en/take-part/community/", {"communities": ["talhen"], "no_answer": "1"})
    assert Participant.objects.get().communities == []
    assert asked not in client.get("/en/take-part/statement/").content.decode()


def test_a_code_lets_one_person_in(conversation: Conversation) -> None:
    [code] = codes_issue(conversation, 1)
    client = Client()
    answer = client.post("/en/take-part/enter/", {"code": code.upper().replace("-", " ")})
    assert answer["Location"] == "/en/take-part/statement/"
    assert Participant.objects.get().way_in == "code"
    second = Client().post("/en/take-part/enter/", {"code": code})
    assert second.status_code == 422
    assert "opens nothing" in second.content.decode()
    assert Participant.objects.count() == 1


def test_an_account_takes_part_once(
    conversation: Conversation, bob: Account, signed_in: Callable[[Account], Client]
) -> None:
    for _ in range(2):
        client = signed_in(bob)
        client.post("/en/take-part/enter/", {"account": "1"})
        _answer(client, 1)
    person = Participant.objects.get()
    assert person.way_in == "account"
    assert "bob" not in str(vars(person))
    assert person.votes.count() == 2


def test_without_the_open_link_a_code_is_needed(conversation: Conversation) -> None:
    conversation_open(OVERVIEW, published(), allows_link=False)
    client = Client()
    assert client.get("/en/take-part/statement/")["Location"] == "/en/take-part/"
    statement = conversation.statements.first()
    assert statement is not None
    client.post("/en/take-part/vote/", {"statement": str(statement.pk), "vote": "1"})
    assert Vote.objects.count() == 0


def test_a_closed_conversation_takes_no_answer(conversation: Conversation) -> None:
    client = Client()
    first = _answer(client, 1)
    conversation_close(conversation)
    fields = {"statement": str(first), "vote": "-1"}
    assert client.post("/en/take-part/vote/", fields).status_code == 404
    assert Vote.objects.get().value == 1
    assert "not open" in client.get("/en/take-part/").content.decode()
    assert client.get("/en/take-part/answers/").status_code == 200  # one's own can still be read


@pytest.mark.parametrize(("language", "text"), [
    ("en", "The wells are repaired within one month"),
    ("ur", "کنویں ایک ماہ میں ٹھیک کئے جائیں"),
])  # fmt: skip
def test_similar_statements_are_shown_before_one_is_sent(
    conversation: Conversation, language: str, text: str
) -> None:
    client = Client()
    _answer(client, 1, language)
    fields = {"text": text, "language": language}
    page = client.post(f"/{language}/take-part/write/", fields).content.decode()
    wells = conversation.statements.get(name="s1")
    assert f"?again={wells.pk}" in page
    assert conversation.statements.count() == 5
    client.post(f"/{language}/take-part/write/", {**fields, "sure": "1"})
    written = conversation.statements.get(state="waiting")
    assert (written.text, written.language) == (text, language)
    shown = client.get(f"/{language}/take-part/answers/").content.decode()
    assert text in shown


def test_a_new_statement_without_likeness_or_hints_is_taken_at_once(
    conversation: Conversation,
) -> None:
    client = Client()
    _answer(client, 1)
    client.post(
        "/en/take-part/write/", {"text": "Bus fares are lowered for pupils.", "language": "en"}
    )
    assert conversation.statements.filter(state="waiting").count() == 1
    short = client.post("/en/take-part/write/", {"text": "Hm.", "language": "en"})
    assert short.status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_facilitator_accepts_or_rejects_with_a_reason(
    conversation: Conversation,
    dana: Account,
    signed_in: Callable[[Account], Client],
    language: str,
) -> None:
    person, desk = Client(), signed_in(dana)
    _answer(person, 1)
    for text in ("Bus fares are lowered for pupils.", "Mister Nobody must resign from office."):
        fields = {"text": text, "language": "en", "sure": "1"}
        person.post("/en/take-part/write/", fields)
    bus, mister = conversation.statements.filter(state="waiting").order_by("id")
    queue = f"/{language}/desk/statements/"
    assert "Bus fares" in desk.get(queue).content.decode()
    desk.post(f"{queue}{bus.pk}/", {"state": "accepted"})
    refused = desk.post(f"{queue}{mister.pk}/", {"state": "rejected"})
    assert refused.status_code == 422
    desk.post(
        f"{queue}{mister.pk}/",
        {"state": "rejected", "code": "exposes", "reason": "It names a person."},
    )
    states = dict(conversation.statements.values_list("name", "state"))
    assert (states[bus.name], states[mister.name]) == ("accepted", "rejected")
    decisions = ModerationEvent.objects.exclude(decided_by=None).order_by("id")
    assert [(d.state, d.reason) for d in decisions] == [
        ("accepted", ""), ("rejected", "It names a person."),
    ]  # fmt: skip
    assert "It names a person." in person.get("/en/take-part/answers/").content.decode()
    desk.post(
        f"{queue}{bus.pk}/translations/",
        {"language": "ur", "text": "طلبہ کا کرایہ کم ہو۔", "status": "checked"},
    )
    shown = person.get(f"/ur/take-part/statement/?again={bus.pk}").content.decode()
    assert "طلبہ کا کرایہ کم ہو۔" in shown
    assert "Bus fares" in shown  # the original stands behind it


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_is_light(conversation: Conversation, language: str) -> None:
    """60 KB over the wire without the optional font: the page as it is sent, styles as WhiteNoise sends them."""
    for page in ("", "statement/"):
        html = Client().get(f"/{language}/take-part/{page}").content
        files = re.findall(rb'(?:href|src)="/static/([^"]+)"', html)
        sizes = {name: len(gzip.compress(_static(name.decode()))) for name in set(files)}
        assert len(html) + sum(sizes.values()) <= 60_000, sizes


def _static(name: str) -> bytes:
    path = finders.find(name)
    assert isinstance(path, str), name
    return Path(path).read_bytes()


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()
