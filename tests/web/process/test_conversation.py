"""The conversation on the served site: the button, the desk, and a run that takes what was voted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.dialogue_folder import write_dialogue_folder
from tests.people import dana

from misaq.process import Results, run_folder, write_run
from misaq.web.accounts.models import Account
from misaq.web.dialogue.models import Conversation, InvitationCode, WayIn
from misaq.web.dialogue.selectors import conversation_current
from misaq.web.dialogue.services import answer_give, participant_join
from misaq.web.process.models import ComputeJob
from misaq.web.process.releases import release_latest, release_results
from misaq.web.process.services import job_ask, job_run, release_load
from misaq.web.process.site import render_page

__all__ = ["dana"]
WORDS = {"en": "Take part in the dialogue", "ur": "مکالمے میں حصہ لیں"}


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run makes of a process with a dialogue."""
    root = tmp_path_factory.mktemp("computed")
    write_run(run_folder(write_dialogue_folder(root / "process")), root / "out")
    return root / "out"


@pytest.fixture
def folder(computed: Path, tmp_path: Path, db: None) -> Path:
    """The process, released."""
    folder = write_dialogue_folder(tmp_path / "process")
    release_load(computed, source_folder=folder)
    return folder


def _open(client: Client, **fields: str) -> Conversation:
    client.post("/en/desk/dialogue/", {"act": "open", "allows_link": "on", **fields})
    conversation = conversation_current()
    assert conversation is not None
    return conversation


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_button_stands_where_one_can_take_part_and_nowhere_else(
    folder: Path, dana: Account, signed_in: Callable[[Account], Client], language: str
) -> None:
    pages = (f"/{language}/", f"/{language}/dialogue/")
    closed = [Client().get(page) for page in pages]
    assert not [a for a in closed if WORDS[language] in a.content.decode()]
    _open(signed_in(dana))
    opened = [Client().get(page) for page in pages]
    for answer in opened:
        html = answer.content.decode()
        assert WORDS[language] in html
        assert f'href="/{language}/take-part/"' in html
        assert html.count('class="btn"') == 1
    assert opened[0]["ETag"] != closed[0]["ETag"]  # nobody is shown the page from before
    latest = release_latest()
    assert latest is not None
    results = release_results(latest.pk)
    assert WORDS[language] not in render_page(results, "home", language)
    assert WORDS[language] not in render_page(results, "dialogue", language)


def test_the_desk_opens_closes_and_makes_codes_that_are_shown_once(
    folder: Path, dana: Account, signed_in: Callable[[Account], Client]
) -> None:
    desk = signed_in(dana)
    conversation = _open(desk)
    assert conversation.statements.count() == 10
    assert (conversation.allows_link, conversation.allows_code) == (True, False)
    html = desk.post("/en/desk/dialogue/", {"act": "codes", "n": "3"}).content.decode()
    assert html.count('<code dir="ltr">') >= 3
    assert InvitationCode.objects.count() == 3
    assert '<ul class="codes"' not in desk.get("/en/desk/dialogue/").content.decode()
    desk.post("/en/desk/dialogue/", {"act": "close", "why": "It is over."})
    again = conversation_current()
    assert again is not None
    assert not again.is_open


@pytest.mark.parametrize("feeds", [True, False])
def test_computing_again_takes_the_votes_only_where_that_was_chosen(
    folder: Path, dana: Account, signed_in: Callable[[Account], Client], feeds: bool
) -> None:
    conversation = _open(signed_in(dana), **({"feeds_runs": "on"} if feeds else {}))
    person, _ = participant_join(conversation, WayIn.LINK)
    for statement in conversation.statements.all()[:4]:
        answer_give(person, statement.pk, 1)
    before = _n_votes()
    job = job_ask(None)
    job_run(job)
    assert ComputeJob.objects.get(pk=job.pk).state == "done"
    assert _n_votes() == before + (4 if feeds else 0)
    assert (person.public_id in (folder / "dialogue/votes.csv").read_text("utf-8")) is feeds


def _n_votes() -> int:
    latest = release_latest()
    assert latest is not None
    results: Results = release_results(latest.pk)
    return int((results.results("dialogue.summary") or {})["n_votes"])


@pytest.mark.parametrize("language", ["en", "ur"])
def test_closing_and_reopening_need_a_reason(
    folder: Path, dana: Account, signed_in: Callable[[Account], Client], language: str
) -> None:
    client, page = signed_in(dana), f"/{language}/desk/dialogue/"
    conversation = _open(client)  # the first time needs none
    assert client.post(page, {"act": "close", "why": " "}).status_code == 422
    conversation.refresh_from_db()
    assert conversation.is_open
    assert client.post(page, {"act": "close", "why": "The voting ended."}).status_code == 302
    conversation.refresh_from_db()
    assert not conversation.is_open
    assert client.post(page, {"act": "open", "allows_link": "on"}).status_code == 422
    reopened = {"act": "open", "allows_link": "on", "why": "A week longer."}
    assert client.post(page, reopened).status_code == 302
    conversation.refresh_from_db()
    assert conversation.is_open
    html = client.get(page).content.decode()
    assert "The voting ended." in html
    assert "A week longer." in html
    assert [e.changed_by for e in conversation.events.all()] == [dana, dana, dana]
