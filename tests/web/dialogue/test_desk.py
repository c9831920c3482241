"""Statements that a facilitator adds, statements about those who take part, and what a writer is told first."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from misaq.web.accounts.models import Account
from misaq.web.dialogue.decisions import statement_decide, statement_mark, statement_seed
from misaq.web.dialogue.export import conversation_export
from misaq.web.dialogue.feedback import statements_of
from misaq.web.dialogue.models import Conversation, ConversationEvent, Statement, WayIn
from misaq.web.dialogue.selectors import statements_open
from misaq.web.dialogue.services import (
    conversation_close,
    conversation_open,
    participant_join,
    statement_write,
)

LANGUAGES = ("en", "ur")
SignedIn = Callable[[Account], Client]


def test_a_seed_is_voted_on_at_once_and_the_log_says_what_it_is_but_not_whose(
    conversation: Conversation, dana: Account, tmp_path: Path
) -> None:
    seed = statement_seed(conversation, " I live  in a town. ", "en", is_meta=True, by=dana)
    assert (seed.text, seed.written_by) == ("I live in a town.", None)
    assert seed in statements_open(conversation)
    conversation_export(conversation, tmp_path)
    text = (tmp_path / "moderation.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [(r["statement"], r["kind"]) for r in rows] == [
        (seed.name, "seeded"),
        (seed.name, "meta"),
    ]
    assert "dana" not in text
    table = list(csv.DictReader((tmp_path / "statements.csv").read_text("utf-8").splitlines()))
    assert {r["id"]: r["is_meta"] for r in table}[seed.name] == "1"


def test_a_mark_leaves_state_and_what_the_writer_was_told(
    conversation: Conversation, dana: Account
) -> None:
    writer, _key = participant_join(conversation, WayIn.LINK)
    written = statement_write(conversation, writer, "I have two children.", "en")
    statement_decide(written, "rejected", dana, "Ask it otherwise.", "unclear")
    assert statement_mark(written, is_meta=True, by=dana) is not None
    assert statement_mark(written, is_meta=True, by=dana) is None  # no second row for no change
    written.refresh_from_db()
    assert (written.state, written.is_meta) == ("rejected", True)
    told = statements_of(writer, "en")[0].decision
    assert told is not None
    assert told.reason == "Ask it otherwise."
    statement_mark(written, is_meta=False, by=dana)
    kinds = list(written.decisions.order_by("id").values_list("kind", flat=True))
    assert kinds[-2:] == ["meta", "not_meta"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_similar_ones_are_shown_before_a_seed_is_added(
    conversation: Conversation, dana: Account, signed_in: SignedIn, language: str
) -> None:
    client, page = signed_in(dana), f"/{language}/desk/statements/all/"
    fields = {"text": "The wells are always repaired within a month.", "language": "en"}
    assert client.post(page, {"text": "", "language": "en"}).status_code == 422
    assert 'name="sure"' in client.post(page, fields).content.decode()
    assert Statement.objects.count() == 5
    assert client.post(page, {**fields, "sure": "1"}).status_code == 302
    assert Statement.objects.count() == 6
    seed = Statement.objects.latest("id")
    client.post(f"/{language}/desk/statements/{seed.pk}/meta/", {"is_meta": "1"})
    seed.refresh_from_db()
    assert seed.is_meta


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_writer_is_told_the_rules_before_writing(
    conversation: Conversation, language: str
) -> None:
    person = Client()
    person.cookies[settings.VOTER_COOKIE_NAME] = participant_join(conversation, WayIn.LINK)[1]
    strict = {"en": "before others see it", "ur": "دوسروں کے دیکھنے سے پہلے"}[language]
    opened = {"en": "Others see it at once", "ur": "دوسرے اسے فوراً دیکھتے ہیں"}[language]
    two = {"en": "takes two facilitators", "ur": "دو سہولت کار چاہییں"}[language]
    for first in (True, False):
        for by_two in (True, False):
            Conversation.objects.update(moderates_first=first, rejects_by_two=by_two)
            html = person.get(f"/{language}/take-part/write/").content.decode()
            assert [words in html for words in (strict, opened, two)] == [first, not first, by_two]


def test_opening_and_closing_are_kept_with_who_and_why(
    conversation: Conversation, dana: Account
) -> None:
    conversation_open({"id": "small"}, {}, by=dana, reason="New statements.")  # it was open already
    conversation_close(conversation, by=dana, reason=" The voting  ended. ")
    conversation_close(conversation, by=dana, reason="Once more.")  # it was closed already
    conversation_open({"id": "small"}, {}, by=dana, reason="A week longer.")
    conversation_open({"id": "another"}, {}, by=dana)  # one at a time
    events = ConversationEvent.objects.filter(conversation=conversation).order_by("id")
    assert [(e.is_open, e.reason, e.changed_by) for e in events] == [
        (True, "", None), (False, "The voting ended.", dana), (True, "A week longer.", dana), (False, "", None),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_why_it_is_closed(
    conversation: Conversation, dana: Account, language: str
) -> None:
    conversation_close(conversation, by=dana, reason="The voting ended as announced.")
    html = Client().get(f"/{language}/take-part/").content.decode()
    assert "The voting ended as announced." in html
    assert "dana" not in html
