"""Nobody sees or changes another's answers; ids say nothing; codes are kept as hashes; guessing is slowed."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conversation import open_small

from misaq.web.dialogue.models import Conversation, InvitationCode, Participant, Statement, Vote
from misaq.web.dialogue.services import codes_issue


@pytest.fixture
def conversation(db: None) -> Conversation:
    cache.clear()
    return open_small()


def _begin(value: int) -> tuple[Client, int]:
    client = Client()
    html = client.get("/en/take-part/statement/").content.decode()
    statement = re.search(r'name="statement" value="(\d+)"', html)
    assert statement
    client.post("/en/take-part/vote/", {"statement": statement[1], "vote": str(value)})
    return client, int(statement[1])


def test_nobody_changes_or_sees_anothers_answers(conversation: Conversation) -> None:
    mine, statement = _begin(1)
    Participant.objects.get().votes.update(is_important=True)
    other = Client()
    other.post("/en/take-part/vote/", {"statement": str(statement), "vote": "-1"})
    assert Vote.objects.filter(statement=statement).count() == 2
    other.post("/en/take-part/withdraw/", {"statement": str(statement)})
    other.post("/en/take-part/undo/")
    owner = Participant.objects.earliest("id")
    assert owner.votes.get().value == 1
    assert "important to me" in mine.get("/en/take-part/answers/").content.decode()
    assert "important to me" not in other.get("/en/take-part/answers/").content.decode()


@pytest.mark.parametrize("known", ["public_id", "key_hash", "pk"])
def test_what_is_stored_or_exported_opens_nothing(conversation: Conversation, known: str) -> None:
    _begin(1)
    thief = Client()
    thief.cookies[settings.VOTER_COOKIE_NAME] = str(getattr(Participant.objects.get(), known))
    answer = thief.get("/en/take-part/answers/")
    assert answer.status_code == 302
    thief.post("/en/take-part/withdraw/", {"statement": "all"})
    assert Vote.objects.get().value == 1


def test_ids_are_random_and_a_row_holds_no_name_and_no_address(conversation: Conversation) -> None:
    for _ in range(5):
        _begin(1)
    ids = list(Participant.objects.values_list("public_id", flat=True))
    assert len(set(ids)) == 5
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in ids)
    columns = {field.name for field in Participant._meta.get_fields() if field.concrete}
    assert columns == {
        "id", "conversation", "public_id", "key_hash", "way_in", "account_mark", "communities",
    }  # fmt: skip


def test_codes_are_kept_as_hashes_and_not_tied_to_who_used_them(conversation: Conversation) -> None:
    [code] = codes_issue(conversation, 1)
    row = InvitationCode.objects.get()
    assert code.replace("-", "") not in str(vars(row))
    assert re.fullmatch(r"[0-9a-f]{64}", row.code_hash)
    assert not [f.name for f in InvitationCode._meta.get_fields() if "participant" in f.name]


def test_guessing_codes_is_slowed(conversation: Conversation) -> None:
    client = Client()
    tried = [
        client.post("/en/take-part/enter/", {"code": f"aaaa-{n}"}).status_code for n in range(25)
    ]
    assert tried[0] == 422
    assert tried[-1] == 429


def test_one_person_cannot_flood(conversation: Conversation) -> None:
    client, statement = _begin(1)
    fields = {"statement": str(statement), "vote": "1"}
    codes = [client.post("/en/take-part/vote/", fields).status_code for _ in range(95)]
    assert codes[0] == 302
    assert codes[-1] == 429


def test_votes_need_the_forms_token(conversation: Conversation) -> None:
    strict = Client(enforce_csrf_checks=True)
    statement = conversation.statements.earliest("id").pk
    answer = strict.post("/en/take-part/vote/", {"statement": str(statement), "vote": "1"})
    assert answer.status_code == 403
    assert Vote.objects.count() == 0


def test_the_pages_hold_no_inline_code_and_are_kept_out_of_caches(
    conversation: Conversation,
) -> None:
    client, _ = _begin(1)
    for page in ("", "statement/", "answers/", "community/", "write/", "end/"):
        answer = client.get(f"/en/take-part/{page}")
        html = answer.content.decode()
        assert "<script" not in html
        assert "style=" not in html
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("value", ["2", "", "1; drop", "-2", "True"])
def test_only_three_answers_exist(conversation: Conversation, value: str) -> None:
    statement = conversation.statements.earliest("id").pk
    Client().post("/en/take-part/vote/", {"statement": str(statement), "vote": value})
    assert Vote.objects.count() == 0


@pytest.mark.parametrize("statement", ["999999", "-1", "9" * 30, "x"])
def test_a_statement_that_is_not_voted_on_takes_no_answer(
    conversation: Conversation, statement: str
) -> None:
    client = Client()
    assert client.post(
        "/en/take-part/vote/", {"statement": statement, "vote": "1"}
    ).status_code in {302, 422}
    assert client.get(f"/en/take-part/statement/?again={statement}").status_code == 200
    assert Vote.objects.count() == 0


def test_what_was_decided_a_moment_ago_holds_for_the_next_answer(
    conversation: Conversation,
) -> None:
    client, _ = _begin(1)
    first, second = conversation.statements.order_by("id")[:2]
    Vote.objects.all().delete()

    def kept(statement: int) -> bool:
        client.post("/en/take-part/vote/", {"statement": str(statement), "vote": "1"})
        return Vote.objects.filter(statement=statement).exists()

    first.state = Statement.State.REJECTED
    first.save()
    assert not kept(first.pk)
    elsewhere = Conversation.objects.create(process_id="elsewhere", is_open=True)
    Statement.objects.filter(pk=first.pk).update(conversation=elsewhere, state="accepted")
    assert not kept(first.pk)
    Conversation.objects.update(is_open=False)
    assert not kept(second.pk)
    Conversation.objects.update(is_open=True)
    assert kept(second.pk)
    assert Participant.objects.count() == 1


def test_a_vote_asks_the_database_once_before_it_is_written(
    conversation: Conversation,
) -> None:
    client, statement = _begin(1)
    with CaptureQueriesContext(connection) as asked:
        client.post("/en/take-part/vote/", {"statement": str(statement), "vote": "0"})
    assert len([q for q in asked if q["sql"].startswith("SELECT")]) <= 1  # PostgreSQL's is not seen
    assert Vote.objects.get().value == 0
