"""Every address of the record x every role x own house, another, none: only what docs/reference/access.md allows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from tests.record_people import BACKEND, PASSPHRASE, House, build_house, somebody, unlocked
from tests.security.record_objects import ASKER, MARKS, Objects, make_objects

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.keys.services import (
    colleague_let_in,
    member_key_make,
    membership_begin,
)

ROOT = Path(__file__).parents[2]
KEY_ROLES = (Role.DOCUMENTER, Role.REVIEWER, Role.AUTHORITY)


@dataclass(frozen=True)
class Rule:
    """One row of the table."""

    roles: frozenset[str]
    whose: str


def table() -> dict[str, Rule]:
    """The table of docs/reference/access.md."""
    text = (ROOT / "docs/reference/access.md").read_text("utf-8")
    rows = re.findall(r"^\| (record_\w+|\w+) \| ([\w, ]+) \| (\w+) \|$", text, re.M)
    return {
        name: Rule(frozenset(roles.split(", ")), whose)
        for name, roles, whose in rows
        if name != "address"
    }


def addresses(patterns: Any = None) -> Iterator[URLPattern]:
    """Every pattern whose view is the record's."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns)
        elif isinstance(entry, URLPattern) and entry.callback.__module__.startswith(
            "misaq.web.record"
        ):
            yield entry


RULES = table()


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert {str(pattern.name) for pattern in addresses()} == set(RULES)


@dataclass
class Stage:
    """Browsers by (role, whose house), and the rows of the first house."""

    browsers: dict[tuple[str, str], Client]
    objects: Objects


@pytest.fixture
def stage(db: None, quick_keys: None, keepers: Any) -> Stage:
    """A house with a row of every kind; somebody of every role in it, in another house, and in none."""
    north, south = build_house("north"), build_house("south")
    objects = make_objects(north, keepers)
    browsers = {("anonymous", "none"): Client()}
    for role in Role:
        for whose, house in (("own", north), ("other", south), ("none", None)):
            account = somebody(f"{role}-{whose}", role)
            if house is not None:
                _join(account, house, role, objects if whose == "own" else None)
            browsers[str(role), whose] = _browser(account, role)
    return Stage(browsers, objects)


def _join(account: Account, house: House, role: Role, objects: Objects | None) -> None:
    membership_begin(house.organisation, account)
    if role in KEY_ROLES:
        member_key_make(account, PASSPHRASE)
        colleague_let_in(house.organisation, account, house.keys, by=house.documenter)
    if objects is not None:
        objects.bind(role, account)


def _browser(account: Account, role: Role) -> Client:
    if role in KEY_ROLES and hasattr(account, "member_key"):
        return unlocked(account)
    client = Client()
    client.force_login(account, BACKEND)
    return client


def _marks(answer: HttpResponse) -> list[str]:
    body = _body(answer)
    return [mark for mark in MARKS if mark in body]


def _body(answer: Any) -> str:
    whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(whole).decode("utf-8", "replace")


def _plain(answer: HttpResponse, url: str, ids: Sequence[str]) -> tuple[int, str, str]:
    """An answer without what differs by nature: the address, tokens, ids."""
    body, place = _body(answer), answer.headers.get("Location", "")
    named = [
        url,
        quote(url, safe="/"),
        url.replace("/en/", "/ur/"),
        *(i for i in ids if len(i) > 7),
    ]
    for text in named:
        body, place = body.replace(text, "ID"), place.replace(text, "ID")
    return answer.status_code, place, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", body)


def _allowed(rule: Rule, role: str, whose: str) -> bool:
    if "everybody" in rule.roles:
        return True
    if rule.whose == "proposed":  # what one side proposes the other decides, and nobody of its own
        return role in rule.roles and whose == "other"
    if rule.whose == "asked" and role != ASKER:  # of those who may ask, one has asked
        return False
    return role in rule.roles and (rule.whose == "listed" or whose == "own")


def test_only_what_the_table_allows(stage: Stage) -> None:
    """One test for all: the people and their browsers are costly to make."""
    wrong = [*_harness_sees_nothing(stage), *_open_in_urdu(stage)]
    wrong += [fault for name in sorted(RULES) for fault in _faults(name, stage)]
    assert not wrong, "\n".join(wrong)


def _faults(name: str, stage: Stage) -> Iterator[str]:
    rule = RULES[name]
    with translation.override("en"):
        there = stage.objects.arguments(name)
        absent = {key: stage.objects.absent(key, value) for key, value in there.items()}
        url, nowhere = reverse(name, kwargs=there), reverse(name, kwargs=absent)
    ids = [*map(str, there.values()), *map(str, absent.values())]
    for (role, whose), client in stage.browsers.items():
        if role not in rule.roles and whose in {"other", "none"} and role != "anonymous":
            continue  # who has no such role is refused before any row is looked for
        who = f"{name} as {role}, {whose} house"
        if _allowed(rule, role, whose):
            answer = client.get(url)  # what changes things is tried by the areas' own tests
            if answer.status_code not in {200, 302, 405, 422, 429}:
                yield f"{who}: {answer.status_code}"
            if whose != "own" and "everybody" not in rule.roles and _marks(answer):
                yield f"{who}: shows rows of another house"
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            if answer.status_code not in {302, 404, 405} or _marks(answer):
                yield f"{who}, {method}: {answer.status_code} {_marks(answer)}"
            elif there and _plain(answer, url, ids) != _plain(
                getattr(client, method)(nowhere), nowhere, ids
            ):
                yield f"{who}, {method}: forbidden and absent do not answer alike"


def _open_in_urdu(stage: Stage) -> Iterator[str]:
    """What is forbidden is so under the other language's address too."""
    for name, rule in RULES.items():
        if rule.whose == "everybody":
            continue
        with translation.override("ur"):
            url = reverse(name, kwargs=stage.objects.arguments(name))
        for who in (("family", "none"), ("documenter", "none"), ("participant", "own")):
            if not _allowed(rule, *who):
                status = stage.browsers[who].get(url).status_code
                if status not in {302, 404, 405}:
                    yield f"{name} in Urdu as {who}: {status}"


def _harness_sees_nothing(stage: Stage) -> Iterator[str]:
    """The marks are really on the page of the own house: an open door would be noticed."""
    for whose, shown in (("own", True), ("other", False)):
        if bool(_marks(stage.browsers["documenter", whose].get("/en/desk/record/"))) is not shown:
            yield f"the marks are {'not ' if shown else ''}on the desk of the {whose} house"
