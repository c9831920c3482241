"""Every address of a drafting x every role and nobody x inside, in another, in none: only what the table allows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation
from tests.charter_people import Body, browser, build_body, person

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.charter.drafting.joint_acts import act_propose
from misaq.web.charter.drafting.remarks import comment_write
from misaq.web.charter.drafting.writing import Written, latest, proposal_write
from misaq.web.charter.models import (
    Ballot,
    ClauseGround,
    Comment,
    Division,
    JointAct,
    Proposal,
    ProposalVersion,
    Seat,
)

ROOT = Path(__file__).parents[2]
MARKS = ("the-mark-of-a-comment", "Delegate 1", "Delegate 3")
HALF = {"en": ("One third", "At least one half"), "ur": ("ایک تہائی", "کم از کم آدھا")}
STATE = {"en": ("the state", "the people"), "ur": ("ریاست کی", "عوام کی")}


@dataclass(frozen=True)
class Rule:
    """One row of the table."""

    roles: frozenset[str]
    whose: str
    what: str


def table() -> dict[str, Rule]:
    """The table of docs/reference/access.md."""
    text = (ROOT / "docs/reference/access.md").read_text("utf-8")
    rows = re.findall(r"^\| (charter_\w+) \| ([\w, ]+) \| (\w+) \| (\w+) \|$", text, re.M)
    return {
        name: Rule(frozenset(roles.split(", ")), whose, what) for name, roles, whose, what in rows
    }


def addresses(patterns: Any = None) -> Iterator[URLPattern]:
    """Every pattern whose view belongs to a drafting."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns)
        elif entry.callback.__module__.startswith(
            ("misaq.web.charter.drafting", "misaq.web.charter.voting")
        ):
            yield entry


RULES = table()


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert {str(pattern.name) for pattern in addresses()} == set(RULES)


@dataclass
class Stage:
    """Browsers by who it is, and what each address names."""

    browsers: dict[tuple[str, str], Client]
    names: dict[str, Any]


@pytest.fixture
def stage(db: None) -> Stage:
    """A ratified-to-be drafting with a row of every kind; everybody inside, in another, and in none."""
    body, other = build_body("covenant"), build_body("other")
    names = _rows(body)
    browsers: dict[tuple[str, str], Client] = {("nobody", "none"): Client()}
    for role in Role:
        browsers[str(role), "none"] = browser(person(f"lone-{role}", role))
    browsers["secretariat", "inside"] = browser(body.ann)
    browsers["secretariat", "other"] = browser(other.ann)
    browsers["delegate", "author"] = browser(body.accounts[0])
    browsers["delegate", "inside"] = browser(body.accounts[1])
    browsers["delegate", "other"] = browser(other.accounts[0])
    # a seat and a stewardship without the role are nothing any more
    browsers["delegate", "dismissed"] = browser(_dismiss(body.accounts[3]))
    browsers["secretariat", "dismissed"] = browser(_dismiss(body.ben))
    return Stage(browsers, names)


def _dismiss(account: Account) -> Account:
    account.grants.update(ended_at=timezone.now())
    return account


def _rows(body: Body) -> dict[str, Any]:
    """A row of every kind; all that is somebody's own is that of seat 1."""
    decided = body.put(body.propose(1, "art-3", en=("all", "everybody"), ur=("سب کے", "ہر ایک کے")))
    body.decide(decided)
    proposal = body.propose(0, **HALF)
    texts = dict(latest(proposal).texts)
    texts = {"en": texts["en"] + "\n(3) More.", "ur": texts["ur"] + "\n(3) مزید۔"}
    written = Written("change", "art-1", texts=texts, amends=proposal)
    amendment = proposal_write(body.drafting, written, body.seats[2])
    ground = ClauseGround.objects.create(
        drafting=body.drafting, provision="art-1", proposal=proposal, kind="right", ref="udhr-3"
    )
    comment = comment_write(body.drafting, MARKS[0], "en", body.seats[0], proposal=proposal)
    voted = body.put(body.propose(1, **STATE))
    payload = {"question": "clause", "rule": "majority", "old": body.drafting.rules["clause"]}
    act = act_propose(body.drafting, JointAct.Kind.RULES, payload, by=body.ann)
    return {
        "slug": body.slug,
        "provision": "art-1",
        "number": proposal.number,
        "n": 1,
        "act_id": act.pk,
        "comment_id": comment.pk,
        "ground_id": ground.pk,
        "charter_accept": amendment.number,
        "charter_division": voted.number,
        "charter_vote": voted.number,
        "charter_close": voted.number,
        "charter_public_division": decided.number,
        "charter_seat_out": 1,
        "name": "northern_ireland",
        "charter_rule": "northern_ireland.cross_community",
    }


def _arguments(name: str, names: dict[str, Any]) -> dict[str, Any]:
    """What an address names: of the rows of the stage, those that fit it."""
    with translation.override("en"):
        ((_text, wanted),) = (
            found[0][0] for found in get_resolver().reverse_dict.getlist(name) if found
        )
    found = {key: names[key] for key in wanted}
    if "number" in found and name in names:
        found["number"] = names[name]
    if name == "charter_rule":
        found["name"] = names[name]
    return found


def _allowed(rule: Rule, role: str, place: str) -> bool:
    if rule.whose == "everybody":
        return True
    if role not in rule.roles or place == "dismissed":
        return False
    if rule.whose == "listed":
        return True
    return place == "author" if rule.whose == "wrote" else place in {"inside", "author"}


def _ask(client: Client, method: str, url: str) -> HttpResponse:
    """Ask and undo what the answer did."""
    with transaction.atomic():
        answer = getattr(client, method)(url)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


def _state() -> list[Any]:
    models = (Ballot, Comment, Division, JointAct, Proposal, ProposalVersion, ClauseGround, Seat)
    return [list(model.objects.order_by("pk").values()) for model in models]  # type: ignore[attr-defined]


def test_only_what_the_table_allows(stage: Stage) -> None:
    """One test for all: the people and their browsers are costly to make."""
    wrong = [fault for name in sorted(RULES) for fault in _faults(name, stage)]
    assert not wrong, "\n".join(wrong)


def _faults(name: str, stage: Stage) -> Iterator[str]:
    rule = RULES[name]
    there = _arguments(name, stage.names)
    with translation.override("en"):
        url = reverse(name, kwargs=there)
        nowhere = reverse(name, kwargs=there | {"slug": "nowhere"}) if "slug" in there else url
    before = _state()
    for (role, place), client in stage.browsers.items():
        who = f"{name} as {role} ({place})"
        for method in ("get", "post"):
            answer = _ask(client, method, url)
            if _allowed(rule, role, place):
                yield from _fits(rule, method, answer, who)
                continue
            if answer.status_code not in ({302} if role == "nobody" else {404, 405}):
                yield f"{who}, {method}: {answer.status_code}"
            if [mark for mark in MARKS if mark in answer.content.decode()]:
                yield f"{who}, {method}: shows what is inside"
            # who has no such role is refused before any row is looked for
            if role in rule.roles and _plain(answer, url) != _plain(
                _ask(client, method, nowhere), nowhere
            ):
                yield f"{who}, {method}: forbidden and absent do not answer alike"
    if _state() != before:
        yield f"{name}: something was changed for good"


def _fits(rule: Rule, method: str, answer: HttpResponse, who: str) -> Iterator[str]:
    """An allowed call shows or does something, and the other method is refused as such."""
    shows = {200} if rule.what != "write" else {405}
    does = {200, 302, 422} if rule.what != "read" else {405}
    if who.startswith("charter_public_ratification"):
        shows = {404}  # nothing is ratified yet
    if who.startswith("charter_grounds as"):
        does = {404}  # nothing that is published was named
    # who may read may not always write: a delegate reads the rules that a steward proposes to change
    if who.startswith("charter_rules as delegate"):
        does = {404}
    if answer.status_code not in (shows if method == "get" else does):
        yield f"{who}, {method}: {answer.status_code}"


def _plain(answer: HttpResponse, url: str) -> tuple[int, str]:
    body = answer.content.decode().replace(url, "ID").replace(url.replace("/en/", "/ur/"), "ID")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)


def test_what_is_fixed_at_the_opening_is_kept(db: None) -> None:
    """Proposals that are shown once they are voted on are not there before; names only where the roll is public."""
    body = build_body("quiet", shows_proposals=False, roll_call=False)
    proposal = body.propose(0, **HALF)
    reader = Client()
    page = f"/en/charter/drafting/{body.slug}/proposals/{proposal.number}/"
    assert reader.get(page).status_code == 404
    division = body.put(proposal)
    assert reader.get(page).status_code == 200
    decided = f"/en/charter/drafting/{body.slug}/divisions/{division.number}/"
    assert reader.get(decided).status_code == 404  # how an open vote stands is nobody's
    body.decide(division)
    shown = reader.get(decided).content.decode()
    assert "Delegate 1" not in shown
    assert "Delegate" not in str(division.seats)
