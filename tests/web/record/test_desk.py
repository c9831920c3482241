"""The record's desk: from it everybody reaches every part of their work, and no link on it leads to a closed door."""

import re

import pytest
from django.test import Client
from tests.record_people import (
    BACKEND,
    PASSPHRASE,
    House,
    Keepers,
    build_house,
    somebody,
    unlocked,
)

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.keys.services import colleague_let_in, member_key_make, membership_begin

DESK = "/en/desk/record/"
AREAS = {
    "documenter": {"intake/new/", "intake/import/", "review/", "telling/", "search/", "sealed/", "evidence/", "key/"},
    "reviewer": {"review/", "telling/", "search/", "publication/", "linkage/", "sealed/", "activity/", "key/"},
    "authority": {"authority/", "key/"},
    "custodian": {"custodian/"},
    "secretariat": {"houses/"},
}  # fmt: skip


def entered(account: Account) -> Client:
    client = Client()
    client.force_login(account, BACKEND)
    return client


@pytest.mark.parametrize("who", list(AREAS))
def test_the_desk_leads_everywhere_and_only_there(north: House, keepers: Keepers, who: str) -> None:
    client = {
        "documenter": lambda: unlocked(north.documenter),
        "reviewer": lambda: unlocked(north.reviewer),
        "authority": lambda: _answering(),
        "custodian": lambda: entered(keepers.accounts[0]),
        "secretariat": lambda: entered(somebody("desk-secretariat", Role.SECRETARIAT)),
    }[who]()
    page = client.get(DESK).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    links = set(re.findall(r'href="(/en/desk/record/[^"]+)"', main))
    assert {DESK + area for area in AREAS[who]} <= links
    answers = {link: client.get(link).status_code for link in links}
    assert {link: code for link, code in answers.items() if code not in {200, 302}} == {}
    assert DESK in client.get("/en/accounts/desk/").content.decode().partition("<main")[2], (
        "the way to it from the first page"
    )


def _answering() -> Client:
    """Somebody who answers for a house of the kind authority."""
    house = build_house("council", kind="authority")
    account = somebody("council-speaker", Role.AUTHORITY)
    membership_begin(house.organisation, account)
    member_key_make(account, PASSPHRASE)
    colleague_let_in(house.organisation, account, house.keys, by=house.documenter)
    return unlocked(account)
