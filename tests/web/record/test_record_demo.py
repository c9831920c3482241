"""The demonstration's organisations: there once, with keys that open, and everything can be tried in it."""

import pytest
from django.test import Client

from misaq.web.accounts.demo import demo_logins
from misaq.web.accounts.models import Account
from misaq.web.record.demo import HOUSES, PASSPHRASE, demo_houses
from misaq.web.record.keys.services import keys_unlock
from misaq.web.record.models import Membership, Organisation
from misaq.web.record.publication.sides import is_other_side, sides_of


@pytest.mark.usefixtures("quick_keys")
def test_the_demonstrations_people_work_for_its_organisations(db: None) -> None:
    for _time in range(2):  # a second start changes nothing
        list(demo_logins())
        extra = list(demo_houses())
        assert [name for name, _secret, _code in extra] == ["ridge-documenter", "ridge-reviewer"]
    assert Organisation.objects.count() == len(HOUSES)
    assert Membership.objects.count() == 5
    for slug, *_rest, people in HOUSES:
        house = Organisation.objects.get(slug=slug)
        for name, _role in people:
            account = Account.objects.get(username=f"demo-{name}")
            assert keys_unlock(account, PASSPHRASE).has(house)
    ours, theirs = (
        Account.objects.get(username=f"demo-{n}") for n in ("reviewer", "ridge-reviewer")
    )
    assert is_other_side(theirs, sides_of(ours))
    assert b"Valley Legal Aid" in Client().get("/en/record/tell/").content
