"""The draw: every address x every role x every state; names are in no page, no file and no log line."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from tests.assembly_draws import CODES, NAMES, Hall, hall
from tests.charter_people import browser, person

from misaq.assembly import pseudonym
from misaq.web.accounts.roles import Role
from misaq.web.assembly.models import Panel

ROOT = Path(__file__).parents[2]
AREAS = ("drawing", "results", "ceremony", "seating", "standby")
STATES = ["closed", "sealed", "drawn"]


def table() -> dict[str, tuple[set[str], str, str]]:
    """The table of docs/reference/access.md: roles, from which state, what."""
    text = (ROOT / "docs/reference/access.md").read_text("utf-8")
    part = text.partition("## Who may call what of a draw")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (assembly_\w+) \| ([\w ]+) \| (\w+) \| (\w+) \|$", part, re.MULTILINE)
    return {name: (set(roles.split()), since, what) for name, roles, since, what in rows}


def addresses(patterns: Any = None) -> Iterator[str]:
    """The name of every address of these areas."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns)
        elif isinstance(entry, URLPattern) and entry.callback.__module__.startswith(
            tuple(f"misaq.web.assembly.{area}." for area in AREAS)
        ):
            yield str(entry.name)


RULES = table()


def test_every_address_is_in_the_table_and_no_other() -> None:
    assert set(addresses()) == set(RULES)


def _url(name: str) -> str:
    given = {"slug": "velmara", "step": 3, "pseudonym": pseudonym(CODES[0]), "both": "both"}
    with translation.override("en"):
        ((_text, wanted),) = (f[0][0] for f in get_resolver().reverse_dict.getlist(name) if f)
        return reverse(name, kwargs={key: given[key] for key in wanted})


@pytest.fixture(params=STATES)
def at(request: pytest.FixtureRequest, db: None) -> Hall:
    """A panel in each state of its draw; drawn, it is invited as far as the first person."""
    one = hall()
    if request.param != "closed":
        one.seal()
    if request.param == "drawn":
        one.throw()
    return one


def test_only_what_the_table_allows(at: Hall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    state = STATES.index(at.panel.state)
    browsers = {str(role): browser(person(f"lone-{role}", role)) for role in Role}
    wrong = []
    for name, (roles, since, what) in RULES.items():
        begun = since == "always" or state >= STATES.index(since)
        for who, client in {"nobody": Client(), **browsers}.items():
            for method in ("get", "post"):
                with transaction.atomic():
                    answer = getattr(client, method)(_url(name))
                    transaction.set_rollback(True)
                seen = answer.content.decode("utf-8", "replace")
                may = bool(roles & {"everybody", who})
                fits = what in {"both", "read" if method == "get" else "write"}
                if not may and answer.status_code != (302 if who == "nobody" else 404):
                    wrong.append(f"{name} as {who}, {method}: {answer.status_code}")
                if may and not begun and answer.status_code not in {404, 405}:
                    wrong.append(f"{name} as {who}, {method}, too early: {answer.status_code}")
                if may and begun and (answer.status_code == 405) is fits:
                    wrong.append(f"{name} as {who}, {method}: {answer.status_code}")
                if any(text in seen for text in (*NAMES, *CODES)):
                    wrong.append(f"{name} as {who}, {method}: shows a person")
    assert not wrong, "\n".join(wrong)
    assert not any(text in caplog.text for text in (*NAMES, *CODES))
    assert Panel.objects.get().state == at.panel.state


def test_a_code_that_is_sent_is_in_no_log(at: Hall, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    Client().post(_url("assembly_own"), {"code": CODES[0]})
    assert CODES[0] not in caplog.text
    assert pseudonym(CODES[0]) not in caplog.text
