"""Where a voter stands: only for them, only when groups hold, never while results are hidden."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.dialogue_folder import write_dialogue_folder
from tests.people import dana

from misaq.process import run_folder, write_run
from misaq.web.accounts.models import Account
from misaq.web.dialogue.models import Conversation, WayIn
from misaq.web.dialogue.services import answer_give, conversation_close, participant_join
from misaq.web.process.services import conversation_open_newest, release_load

__all__ = ["dana"]


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("computed")
    write_run(run_folder(write_dialogue_folder(root / "process")), root / "out")
    return root / "out"


@pytest.fixture
def conversation(computed: Path, db: None) -> Conversation:
    release_load(computed)
    assert conversation_open_newest() == 10
    return Conversation.objects.get()


def _voter(conversation: Conversation, n_answers: int) -> Client:
    participant, key = participant_join(conversation, WayIn.LINK)
    for statement in list(conversation.statements.order_by("name"))[:n_answers]:
        answer_give(participant, statement.pk, 1)
    client = Client()
    client.cookies[settings.VOTER_COOKIE_NAME] = key
    return client


@pytest.mark.parametrize(
    ("language", "ring", "few"),
    [
        ("en", "You are nearest to group", "answers on we can say where you stand"),
        ("ur", "سب سے قریب گروہ", "آپ کہاں کھڑے ہیں"),
    ],
)
def test_a_voter_sees_their_place_and_common_ground_and_nobody_else_does(
    conversation: Conversation, language: str, ring: str, few: str
) -> None:
    answer = _voter(conversation, 8).get(f"/{language}/take-part/place/")
    html = answer.content.decode()
    assert ring in html
    assert html.count('r="13"') == 1
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    page = _voter(conversation, 3).get(f"/{language}/take-part/place/").content.decode()
    assert few in page
    assert 'r="13"' not in page
    assert Client().get(f"/{language}/take-part/place/").status_code == 302
    assert 'r="13"' not in Client().get(f"/{language}/dialogue/").content.decode()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_hidden_results_are_nowhere_before_the_end_and_everywhere_after(
    conversation: Conversation,
    signed_in: Callable[[Account], Client],
    dana: Account,
    language: str,
) -> None:
    Conversation.objects.update(hides_results=True)
    paths = [
        "dialogue/", "dialogue/index.html", "dialogue/statements.html", "dialogue/map.csv",
        "dialogue/rankings.html", "dialogue/statements/s1.html", "dialogue/no-such-page.html",
    ]  # fmt: skip
    voter, desk = _voter(conversation, 8), signed_in(dana)
    for client in (Client(), voter, desk):
        answers = [client.get(f"/{language}/{path}") for path in paths]
        assert {a.status_code for a in answers} == {200}
        # what is there and what is not look alike, but for the link to the other language
        other = "ur" if language == "en" else "en"
        own = [f'"/{other}/{path.removesuffix("index.html")}"'.encode() for path in paths]
        alike = {a.content.replace(link, b"") for a, link in zip(answers, own, strict=True)}
        assert len(alike) == 1
        for answer in answers:
            html = answer.content.decode()
            assert "opinion-map" not in html
            assert "<table" not in html
            assert answer["Cache-Control"] == "no-store"
        place = client.get(f"/{language}/take-part/place/")
        assert b"opinion-map" not in place.content
    home = Client().get(f"/{language}/").content.decode()
    assert "common ground" not in home
    assert "مشترکہ بنیاد ہیں" not in home
    conversation_close(conversation)
    after = Client().get(f"/{language}/dialogue/")
    assert b"opinion-map" in after.content
    assert b"opinion-map" in voter.get(f"/{language}/take-part/place/").content


def test_the_desk_still_loads_statements_while_results_are_hidden(
    conversation: Conversation, signed_in: Callable[[Account], Client], dana: Account
) -> None:
    fields = {"act": "open", "allows_link": "on", "hides_results": "on"}
    signed_in(dana).post("/en/desk/dialogue/", fields)
    conversation.refresh_from_db()
    assert conversation.hides_results
    conversation.statements.filter(name="s1").update(text="x")
    signed_in(dana).post("/en/desk/dialogue/", fields)
    assert not conversation.statements.filter(text="x").exists()
