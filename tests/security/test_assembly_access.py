"""Volunteers and the lottery desk: every address x every role; a stolen database reads no name, contact or home."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation
from tests.assembly_people import CONTACT, HOME, NAME, PASSPHRASE, Pool, build_pool, csv_file, pool
from tests.charter_people import browser, person
from tests.record_people import quick_keys
from tests.security.hidden_texts import HiddenTexts

from misaq.web.accounts.roles import Role
from misaq.web.assembly.models import LotteryRun, OfficerEntry, Panel, Volunteer
from misaq.web.assembly.running.services import run_ask

__all__ = ["pool", "quick_keys"]
ROOT = Path(__file__).parents[2]
AREAS = ("panels", "identities", "registration", "pool", "quotas", "running")


def table() -> dict[str, tuple[str, str, str]]:
    """The table of docs/reference/access.md: roles, whose, what."""
    text = (ROOT / "docs/reference/access.md").read_text("utf-8")
    part = text.partition("## Who may call what at the lottery desk")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (assembly_\w+) \| (\w+) \| (\w+) \| (\w+) \|$", part, re.M)
    return {name: (roles, whose, what) for name, roles, whose, what in rows}


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


def _url(name: str, **names: Any) -> str:
    with translation.override("en"):
        ((_text, wanted),) = (f[0][0] for f in get_resolver().reverse_dict.getlist(name) if f)
        return reverse(name, kwargs={key: names[key] for key in wanted})


def _state() -> list[Any]:
    models = (Panel, Volunteer, OfficerEntry, LotteryRun)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_only_what_the_table_allows(pool: Pool) -> None:
    pool.fill(2)
    pool.move("closed")
    run = run_ask(pool.panel, by=pool.officer)
    pool.move("open")
    hidden = build_pool("hidden", state="prepared")
    names = {"slug": pool.slug, "pseudonym": pool.volunteer().pseudonym, "run_id": run.pk}
    browsers = {str(role): browser(person(f"lone-{role}", role)) for role in Role}
    before, wrong = _state(), []
    for name, (roles, whose, what) in RULES.items():
        for who, client in {"nobody": Client(), **browsers}.items():
            for method in ("get", "post"):
                with transaction.atomic():
                    answer = getattr(client, method)(_url(name, **names))
                    transaction.set_rollback(True)
                seen = answer.content.decode() if not answer.streaming else ""
                if roles in {"everybody", who}:
                    fits = what in {"both", "read" if method == "get" else "write"}
                    if (answer.status_code == 405) is fits or answer.status_code in {403, 404}:
                        wrong.append(f"{name} as {who}, {method}: {answer.status_code}")
                elif answer.status_code != (302 if who == "nobody" else 404):
                    wrong.append(f"{name} as {who}, {method}: {answer.status_code}")
                if NAME in seen or CONTACT in seen or HOME in seen:
                    wrong.append(f"{name} as {who}, {method}: shows a person")
        if whose == "opened":
            absent = Client().get(_url(name, **{**names, "slug": hidden.slug}))
            if absent.status_code != 404:
                wrong.append(f"{name}: a panel that is being prepared answers {absent.status_code}")
    assert not wrong, "\n".join(wrong)
    assert _state() == before


def test_who_is_an_officer_no_more_finds_nothing(pool: Pool) -> None:
    desk = pool.desk()
    assert desk.get(_url("assembly_overview", slug=pool.slug)).status_code == 200
    pool.officer.grants.all().delete()
    assert desk.get(_url("assembly_overview", slug=pool.slug)).status_code == 404


def test_rows_of_another_panel_are_not_there(pool: Pool) -> None:
    pool.fill(1)
    other = build_pool("other")
    who = pool.volunteer().pseudonym
    address = _url("assembly_volunteer", slug=other.slug, pseudonym=who)
    assert other.desk().get(address).status_code == 404
    assert other.desk().post(address, {"passphrase": PASSPHRASE}).status_code == 404


def test_no_writing_without_the_token(pool: Pool) -> None:
    """The two that take files switch the check off and on again: it must be on."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(pool.officer, "allauth.account.auth_backends.AuthenticationBackend")
    rows = {"name": ["A"], "contact": ["1"], "household": [""], "sex": ["men"], "region": ["north"]}
    for name in ("assembly_import", "assembly_questions", "assembly_quotas", "assembly_register"):
        sent = {"file": csv_file(rows), "agreed": "on"}
        assert strict.post(_url(name, slug=pool.slug), sent).status_code == 403, name
    assert not pool.panel.volunteers.exists()


def test_a_stolen_database_reads_no_volunteer(pool: Pool, client: Client, tmp_path: Path) -> None:
    secrets = {
        "Zorvana",
        "Melketh",
        NAME,
        CONTACT,
        HOME,
        "Talven",
        "Brought Inperson",
        "0399-12345678",
    }
    sent = {"q0": "women", "q1": "north", "home": HOME, "name": NAME, "contact": CONTACT}
    sent |= {"consent": "on", "version": "1"}
    answer = client.post(_url("assembly_register", slug=pool.slug), sent)
    codes = re.findall(r"<b>([a-z-]{14})</b>", answer.content.decode())
    assert len(codes) == 2
    row = {"name": ["Brought Inperson"], "contact": ["0399-12345678"], "household": ["Talven"]}
    file = csv_file({**row, "sex": ["men"], "region": ["south"]})
    address = _url("assembly_import", slug=pool.slug)
    given = pool.desk().post(address, {"file": file, "agreed": "on"}).context["given"]
    codes += [given[0].code, given[0].key]
    who = pool.panel.volunteers.get(way="form").pseudonym
    look = _url("assembly_volunteer", slug=pool.slug, pseudonym=who)
    assert NAME in pool.desk().post(look, {"passphrase": PASSPHRASE}).content.decode()
    taken = _everything(tmp_path / "stolen.sqlite3")
    assert who.encode() in taken  # the search sees what is there
    search = HiddenTexts([*secrets, *codes, *(code.replace("-", "") for code in codes), PASSPHRASE])
    assert not search.find(taken)


def _everything(copy: Path) -> bytes:
    """The whole database as a thief has it: every table written out, every page of the file."""
    held = connection.connection
    if not isinstance(held, sqlite3.Connection):
        pytest.skip("the tests run on another database than SQLite")
    copy.write_bytes(
        held.serialize()
    )  # not committed: the rows would stay for the tests that come after
    with sqlite3.connect(copy) as target:
        dump = "\n".join(target.iterdump()).encode()
    return copy.read_bytes() + dump
