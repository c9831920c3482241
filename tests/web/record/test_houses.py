"""Organisations and custodians: entered by the secretariat, which sees no case and works for nobody."""

import pytest
from django.test import Client
from tests.record_people import BACKEND, PASSPHRASE, House, somebody, unlocked

from misaq.record import make_identity
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.keys.services import keys_unlock, member_key_make
from misaq.web.record.models import ActivityEntry, CustodianGroup, Membership, Organisation

BASE = "/en/desk/record/houses/"


@pytest.fixture
def office(db: None) -> Client:
    """The secretariat's browser."""
    client = Client()
    client.force_login(somebody("office", Role.SECRETARIAT), BACKEND)
    return client


def enter(client: Client, **changes: object) -> object:
    values = {
        "name_en": "Invented Legal Aid",
        "name_ur": "فرضی قانونی امداد",
        "slug": "legal-aid",
        "kind": "documenter",
        "side": "Hills",
        "parent": "",
        **changes,
    }
    return client.post(BASE + "new/", values)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_an_organisation_is_entered_and_its_first_member_makes_the_key(
    office: Client, quick_keys: None, language: str
) -> None:
    enter(office)
    house = Organisation.objects.get(slug="legal-aid")
    assert house.side == "hills"  # "Hills" and "hills " are one side
    worker = somebody("worker", Role.DOCUMENTER)
    page = office.post(f"/{language}/desk/record/houses/legal-aid/members/", {"username": "worker"})
    assert page.status_code == 302
    member_key_make(worker, PASSPHRASE)
    assert keys_unlock(worker, PASSPHRASE).has(house)
    shown = office.get(f"/{language}/desk/record/houses/legal-aid/").content.decode()
    assert "worker" in shown
    listed = office.get(f"/{language}/desk/record/houses/").content.decode()
    assert ("Invented Legal Aid" if language == "en" else "فرضی قانونی امداد") in listed
    verbs = set(ActivityEntry.objects.values_list("verb", flat=True))
    assert {"house.made", "member.entered"} <= verbs


def test_who_leaves_loses_the_way_to_the_key_at_once(office: Client, north: House) -> None:
    assert keys_unlock(north.colleague, PASSPHRASE).has(north.organisation)
    membership = Membership.objects.get(account=north.colleague)
    office.post(f"{BASE}north/members/{membership.pk}/end/")
    assert not keys_unlock(north.colleague, PASSPHRASE).has(north.organisation)
    membership.refresh_from_db()
    assert membership.ended_at is not None
    again = office.post(f"{BASE}north/members/{membership.pk}/end/")
    assert again.status_code == 404


@pytest.mark.parametrize(
    "roles", [(Role.SECRETARIAT,), (Role.SECRETARIAT, Role.DOCUMENTER), (Role.PARTICIPANT,)]
)
def test_the_secretariat_works_for_nobody(
    office: Client, north: House, roles: tuple[Role, ...]
) -> None:
    somebody("both", *roles)
    page = office.post(f"{BASE}north/members/", {"username": "both"})
    assert page.status_code == 422
    assert not Membership.objects.filter(account__username="both").exists()


def test_the_secretariat_sees_no_case(office: Client, north: House) -> None:
    case = north.open_case()
    for address in ("/en/desk/record/", BASE, f"{BASE}north/", f"{BASE}custodians/"):
        page = office.get(address).content.decode()
        assert case.ref not in page
        assert case.summary not in page


def test_nobody_else_reaches_these_pages(north: House) -> None:
    client = unlocked(north.reviewer)
    for path in ("", "new/", "custodians/", "north/"):
        assert client.get(BASE + path).status_code == 404
    assert client.post(f"{BASE}north/members/", {"username": "x"}).status_code == 404


def test_telling_is_switched_on_only_where_somebody_can_read_it(
    office: Client, north: House
) -> None:
    assert enter(office, takes_submissions="on").status_code == 422  # type: ignore[attr-defined]
    values = {"name_en": "Invented north", "name_ur": "", "side": "north", "parent": ""}
    answer = office.post(f"{BASE}north/", {**values, "takes_submissions": "on", "write_only": "on"})
    assert answer.status_code == 302
    north.organisation.refresh_from_db()
    assert north.organisation.takes_submissions
    assert north.organisation.write_only


def test_nobody_is_their_own_parent(office: Client, north: House, south: House) -> None:
    values = {"name_en": "x", "name_ur": "", "side": "s"}
    ok = office.post(f"{BASE}north/", {**values, "parent": str(south.organisation.pk)})
    assert ok.status_code == 302
    circle = office.post(f"{BASE}south/", {**values, "parent": str(north.organisation.pk)})
    assert circle.status_code == 422


def keepers_form(recipients: list[str], threshold: int, **more: str) -> dict[str, str]:
    rows = {"c-TOTAL_FORMS": "9", "c-INITIAL_FORMS": "0", "threshold": str(threshold), **more}
    for place, recipient in enumerate(recipients):
        rows |= {f"c-{place}-handle": f"keeper-{place}", f"c-{place}-recipient": recipient}
    return rows


def test_custodians_are_named_and_what_cannot_keep_a_record_is_refused(office: Client) -> None:
    recipients = [make_identity().recipient for _place in range(5)]
    good = keepers_form(recipients, 3)
    wrong = [
        keepers_form(recipients[:2], 3),  # three of two
        keepers_form([*recipients[:4], "age1nonsense"], 3),
        keepers_form([*recipients[:4], recipients[0]], 3),  # one key twice is one hand twice
        {**good, "c-0-username": "nobody-of-this-name"},
    ]
    for rows in wrong:
        assert office.post(BASE + "custodians/", rows).status_code == 422
    assert not CustodianGroup.objects.exists()
    assert office.post(BASE + "custodians/", good).status_code == 302
    assert office.post(BASE + "custodians/", keepers_form(recipients, 4)).status_code == 302
    first, second = CustodianGroup.objects.order_by("pk")
    assert first.ended_at is not None
    assert (second.ended_at, second.threshold, second.custodians.count()) == (None, 4, 5)


def test_an_account_that_is_no_custodian_gets_no_share(office: Client, north: House) -> None:
    recipients = [make_identity().recipient for _place in range(5)]
    rows = keepers_form(recipients, 3, **{"c-0-username": north.reviewer.username})
    assert office.post(BASE + "custodians/", rows).status_code == 422
    keeper: Account = somebody("keeper", Role.CUSTODIAN)
    rows["c-0-username"] = keeper.username
    assert office.post(BASE + "custodians/", rows).status_code == 302
