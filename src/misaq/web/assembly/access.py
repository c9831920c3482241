"""The few functions through which anybody gets at a row of an assembly.

Officers of the lottery work on every panel of their process; what is not there and what is not theirs look the same:
`Http404`. Names and contacts need the panel's passphrase besides (`misaq.web.assembly.identities`).
"""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from misaq.web.accounts.access import Person, account_of, only, roles_of
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.assembly.models import Invitation, LotteryRun, Panel, SealedLottery, Volunteer

officers = only(Role.LOTTERY_OFFICER)
confirmers = only(Role.LOTTERY_OFFICER, Role.FACILITATOR)
State = Panel.State
DRAW_STATES = (State.CLOSED, State.SEALED, State.DRAWN)
PUBLIC_STATES = (State.OPEN, State.CLOSED, State.SEALED, State.DRAWN)


def signed_in_officer(request: HttpRequest) -> Account:
    """The account of a request whose view is for officers only."""
    account = account_of(request.user)
    if account is None or Role.LOTTERY_OFFICER not in roles_of(request.user):
        raise Http404
    return account


def panels_of(person: Person) -> QuerySet[Panel]:
    """The panels somebody works on, the newest first."""
    if Role.LOTTERY_OFFICER not in roles_of(person):
        return Panel.objects.none()
    return Panel.objects.order_by("-made_at", "-pk")


def panel_of(request: HttpRequest, slug: str, *states: str) -> Panel:
    """A panel that whoever asks works on; with `states`, only while it stands in one of them."""
    found = panels_of(request.user).filter(slug=slug).first()
    if found is None or (states and found.state not in states):
        raise Http404
    return found


def volunteer_of(panel: Panel, pseudonym: str) -> Volunteer:
    """One volunteer of a panel that somebody was let into."""
    found = panel.volunteers.filter(pseudonym=pseudonym).first()
    if found is None:
        raise Http404
    return found


def run_of(panel: Panel, run_id: int) -> LotteryRun:
    """One run of the lottery of a panel that somebody was let into."""
    found = panel.runs.filter(pk=run_id).first()
    if found is None:
        raise Http404
    return found


def public_panels() -> QuerySet[Panel]:
    """The panels that everybody can read about: those that were opened."""
    return Panel.objects.filter(state__in=PUBLIC_STATES).order_by("-opened_at", "-pk")


def public_panel(slug: str, *states: str) -> Panel:
    """One panel that everybody can read about; with `states`, only while it stands in one of them."""
    found = public_panels().filter(slug=slug).first()
    if found is None or (states and found.state not in states):
        raise Http404
    return found


def is_officer(person: Person) -> bool:
    """Whether somebody is an officer of the lottery, and not only somebody who confirms what officers do."""
    return Role.LOTTERY_OFFICER in roles_of(person)


def signed_in_confirmer(request: HttpRequest) -> Account:
    """The account of a request whose view is for officers and for those who confirm what officers do."""
    account = account_of(request.user)
    if account is None or not {Role.LOTTERY_OFFICER, Role.FACILITATOR} & roles_of(request.user):
        raise Http404
    return account


def draws_of(person: Person) -> QuerySet[Panel]:
    """The panels whose draw somebody works on or confirms: registration is closed, the newest first."""
    if not {Role.LOTTERY_OFFICER, Role.FACILITATOR} & roles_of(person):
        return Panel.objects.none()
    return Panel.objects.filter(state__in=DRAW_STATES).order_by("-made_at", "-pk")


def draw_of(request: HttpRequest, slug: str) -> Panel:
    """A panel whose draw whoever asks works on or confirms."""
    found = draws_of(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def sealing_of(panel: Panel) -> SealedLottery:
    """The sealed list of a panel that somebody was let into."""
    found = (
        SealedLottery.objects.filter(panel=panel)
        .select_related("panel", "panel__sealing_act")
        .first()
    )
    if found is None:
        raise Http404
    return found


def invitation_of(panel: Panel, pseudonym: str) -> Invitation:
    """One invitation of a panel that somebody was let into."""
    found = Invitation.objects.filter(panel=panel, volunteer__pseudonym=pseudonym).first()
    if found is None:
        raise Http404
    return found


def public_draws() -> QuerySet[Panel]:
    """The panels whose list is sealed: everybody can read about their draw."""
    return Panel.objects.filter(state__in=(State.SEALED, State.DRAWN)).order_by("-made_at", "-pk")


def public_draw(slug: str) -> SealedLottery:
    """The sealed list of a panel, for everybody."""
    found = public_draws().filter(slug=slug).first()
    if found is None:
        raise Http404
    return sealing_of(found)
