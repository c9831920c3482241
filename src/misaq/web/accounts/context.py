"""The menu of somebody who is signed in, on every page of the working area."""

from dataclasses import dataclass
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from misaq.web.accounts.access import account_of, needs_second_factor, roles_of
from misaq.web.accounts.roles import RECORD_ROLES, Role


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `here` when its page is being read."""

    label: str
    href: str
    here: bool


@dataclass(frozen=True)
class Menu:
    """Who is signed in: by which name, what the menu is called, and where it leads."""

    name: str
    label: str
    entries: tuple[Entry, ...]


def menu_of(request: HttpRequest) -> Menu | None:
    """The menu, or None for somebody who is not signed in."""
    account = account_of(request.user)
    if account is None:
        return None
    roles = sorted(roles_of(account))
    pages = []
    if is_mfa_enabled(account) or not needs_second_factor(account):
        pages += _pages_of(set(roles))
        pages.append((_("Password"), "account_change_password"))
        if is_mfa_enabled(account):
            pages.append((_("Recovery codes"), "mfa_view_recovery_codes"))
    pages.append((_("Sign out"), "account_logout"))
    entries = (Entry(label, reverse(name), reverse(name) == request.path) for label, name in pages)
    label = str(roles[0].label) if len(roles) == 1 else account.username
    return Menu(account.username, label, tuple(entries))


def _pages_of(roles: set[Role]) -> list[tuple[str, str]]:
    """The working pages of these roles: label and name of the view."""
    pages = [
        (None, _("Your desk"), "desk"),
        ({Role.FAMILY}, _("Your case"), "record_my_cases"),
        (RECORD_ROLES, _("The record"), "record_desk"),
        ({Role.SECRETARIAT, Role.DELEGATE}, _("Drafting"), "charter_desk"),
        ({Role.LOTTERY_OFFICER}, _("Panels drawn by lot"), "assembly_desk"),
        ({Role.LOTTERY_OFFICER, Role.FACILITATOR}, _("The draw"), "assembly_draws"),
        ({Role.SECRETARIAT}, _("Releases"), "releases"),
        ({Role.SECRETARIAT, Role.FACILITATOR}, _("The conversation"), "conversation"),
        ({Role.FACILITATOR}, _("Statements that wait"), "moderation"),
    ]
    return [(label, name) for wanted, label, name in pages if wanted is None or wanted & roles]


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menu` for every template, made only when it is used."""
    return {"menu": SimpleLazyObject(lambda: menu_of(request))}
