"""A rule is read, and examined with the seats of the body, before anybody adopts it."""

import pytest
from django.test import Client
from tests.charter_people import Body, browser

from misaq.charter import Cell, find_rule
from misaq.web.charter.drafting.body import rule_values
from misaq.web.charter.drafting.joint_acts import act_propose
from misaq.web.charter.drafting.rule_library import cells_of, rule_choices
from misaq.web.charter.models import JointAct
from misaq.web.charter.voting.performing import act_agree

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(body: Body) -> Client:
    return browser(body.ann)


def read(desk: Client, path: str, language: str = "en") -> str:
    answer = desk.get(f"/{language}/desk/charter/{path}")
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_seats_are_counted_by_community(body: Body) -> None:
    assert cells_of(body.drafting) == (Cell(3, ("orsane",), vacant=1), Cell(2, ("talhen",)))


def test_a_rule_is_shown_in_words_and_examined_with_the_seats(body: Body, desk: Client) -> None:
    page = read(desk, f"{body.slug}/rules/each_community/")
    assert "In each community, more than 1/2 of the votes for and against are for it." in page
    assert "Seats: 5, of which vacant: 1." in page
    assert "The fewest who carry it while all others vote against: 4" in page
    assert "cannot be bound without a yes of its own" in page
    urdu = read(desk, f"{body.slug}/rules/each_community/", "ur")
    assert "نشستیں: 5" in urdu
    assert "ہر برادری میں، حق اور مخالفت کی آرا کے 1/2 سے زیادہ" in urdu


def test_what_was_not_verified_is_marked(body: Body, desk: Client) -> None:
    page = read(desk, f"{body.slug}/rules/northern_ireland.cross_community/")
    assert "Not verified:" in page
    assert "at least 3/5" in page
    whole = read(desk, "library/northern_ireland/")
    assert "at least 30 members may ask" in whole
    assert "The numbers of who votes are an example." in whole


def test_every_rule_to_choose_has_its_page_and_the_library_its_list(
    body: Body, desk: Client
) -> None:
    listed = read(desk, "library/")
    assert "library/tunisia_2014/" in listed
    names = [name for name, _title in rule_choices()[-1][1]]
    assert "tunisia_2014.first" in names
    assert not any(name.startswith("colombia_2016") for name in names)  # it needs a roll of voters
    for name in names:
        assert "rulelines" in read(desk, f"{body.slug}/rules/{name}/", "ur"), name
    assert desk.get(f"/en/desk/charter/{body.slug}/rules/none/").status_code == 404
    assert desk.get("/en/desk/charter/library/northern_ireland.ordinary/").status_code == 404


def test_a_rule_of_the_library_is_adopted_and_decides(body: Body) -> None:
    name = "northern_ireland.cross_community"
    payload = {"question": "clause", "rule": name, "old": body.fresh().rules["clause"]}
    act_agree(act_propose(body.drafting, JointAct.Kind.RULES, payload, by=body.ann), by=body.ben)
    assert body.fresh().rules["clause"] == rule_values(find_rule(name))
    page = read(browser(body.ann), f"{body.slug}/rules/")
    assert "one of these is met" in page
    division = body.put(
        body.propose(1, "art-3", en=("all", "everybody"), ur=("سب کے", "ہر ایک کے"))
    )
    body.decide(division)
    division.refresh_from_db()
    assert division.verdict["outcome"] == "passed"
