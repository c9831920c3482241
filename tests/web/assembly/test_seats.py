"""From the draw to the room: invited once, replies, a stand-in that keeps the quotas, a log that shows tampering."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.assembly_draws import Hall

from misaq.web.accounts.models import Account
from misaq.web.assembly.composition_rows import standing
from misaq.web.assembly.models import Invitation, SealedLottery, SeatingEvent
from misaq.web.assembly.seating.selectors import log_break, panel_rows
from misaq.web.assembly.standby.selectors import seats_now

Sign = Callable[[Account], Client]
DESK, OPEN = "/en/desk/assembly/draws/velmara/seats/", "/en/assembly/draws/velmara/"


@pytest.fixture
def invited(ready: Hall, sign: Sign) -> tuple[Hall, Client]:
    """A panel that is drawn and invited, and the officer's browser."""
    ready.seal()
    ready.throw()
    officer = sign(ready.officer)
    assert officer.post(DESK, {"due": "2031-06-01"}).status_code == 302
    return ready, officer


def test_those_drawn_are_invited_once(invited: tuple[Hall, Client]) -> None:
    _ready, officer = invited
    drawn = SealedLottery.objects.get().draw.draw["people"]
    asked = Invitation.objects.values_list("volunteer__pseudonym", flat=True)
    assert sorted(asked) == sorted(drawn)
    assert officer.post(DESK, {"due": "2031-06-01"}).status_code == 409
    assert officer.post(DESK, {"due": "soon"}).status_code == 422


def test_everybody_who_declines_is_replaced_and_the_quotas_stay(
    invited: tuple[Hall, Client],
) -> None:
    _ready, officer = invited
    sealing = SealedLottery.objects.get()
    known = standing(sealing)
    assert known.broken(seats_now(SealedLottery.objects.get())) == ()
    for one in list(Invitation.objects.select_related("volunteer")):
        seat = f"{DESK}{one.volunteer.pseudonym}/"
        assert officer.post(seat + "stand-in/").status_code == 409, (
            "nobody stands in for who has not declined"
        )
        assert officer.post(seat + "reply/", {"answer": "no"}).status_code == 302
        assert officer.post(seat + "stand-in/").status_code == 302
        assert officer.post(seat + "reply/", {"answer": "yes"}).status_code == 409, (
            "the seat is taken"
        )
        seated = seats_now(SealedLottery.objects.get())
        assert len(seated) == 6
        assert known.broken(seated) == ()
        homes = [known.homes[person] for person in seated if known.homes[person]]
        assert len(homes) == len(set(homes))
    assert log_break(sealing) is None


def test_two_who_decline_at_once_are_replaced(invited: tuple[Hall, Client]) -> None:
    _ready, officer = invited
    gone = [one.volunteer.pseudonym for one in Invitation.objects.select_related("volunteer")[:3]]
    for person in gone:
        officer.post(f"{DESK}{person}/reply/", {"answer": "silent"})
    for person in gone:
        assert officer.post(f"{DESK}{person}/stand-in/").status_code == 302
    known = standing(SealedLottery.objects.get())
    assert known.broken(seats_now(SealedLottery.objects.get())) == ()


def test_when_nobody_can_take_the_seat_the_page_says_why(invited: tuple[Hall, Client]) -> None:
    ready, officer = invited
    asked = Invitation.objects.values("volunteer")
    women = ready.panel.volunteers.filter(answers__sex="female").exclude(pk__in=asked)
    women.update(erased_on="2031-05-20")
    first = Invitation.objects.filter(volunteer__answers__sex="female")[0].volunteer.pseudonym
    officer.post(f"{DESK}{first}/reply/", {"answer": "no"})
    refused = officer.post(f"{DESK}{first}/stand-in/")
    assert refused.status_code == 409
    assert "sex: male" in refused.content.decode() or "sex: female" in refused.content.decode()


def test_a_log_that_was_changed_is_named(invited: tuple[Hall, Client], client: Client) -> None:
    _ready, officer = invited
    person = Invitation.objects.select_related("volunteer")[0].volunteer.pseudonym
    officer.post(f"{DESK}{person}/reply/", {"answer": "no"})
    assert "did not answer" not in client.get(OPEN + "panel/").content.decode()
    event = SeatingEvent.objects.get(number=2)
    event.body["reason"] = "silent"
    event.save()
    assert log_break(SealedLottery.objects.get()) == 2
    assert "Entry" in client.get(OPEN + "panel/").content.decode()


def test_small_counts_of_the_panel_are_hidden(invited: tuple[Hall, Client]) -> None:
    rows = panel_rows(SealedLottery.objects.get())
    fixed = [row for row in rows if row["minimum"] == row["maximum"]]
    assert [row["seats"] for row in fixed] == [row["minimum"] for row in fixed]
    assert all(row["seats"] is None or row["seats"] >= 5 for row in rows if row not in fixed)
    assert any(row["why"] == "small" for row in rows)
