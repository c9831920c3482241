"""The few functions through which anybody gets anywhere.

What is absent and what is forbidden look the same to a signed-in person (404), so that a guess learns nothing;
somebody who is not signed in is asked to sign in.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser

from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import STAFF, Role
from misaq.web.shell.policy import PUBLIC, SIGNED_IN

View = TypeVar("View", bound=Callable[..., Any])
Person = Account | AnonymousUser


def roles_of(person: Person) -> frozenset[Role]:
    """The roles somebody holds now."""
    if not isinstance(person, Account):
        return frozenset()
    held = person.grants.filter(ended_at=None).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def account_of(person: Person) -> Account | None:
    """The account of somebody who is signed in."""
    return person if isinstance(person, Account) else None


def needs_second_factor(person: Person) -> bool:
    """Whether somebody holds a role that signs in with two factors."""
    return bool(roles_of(person) & STAFF)


def only(*roles: Role) -> Callable[[View], View]:
    """Open a view to holders of one of `roles`, and to nobody else."""

    def mark(view: View) -> View:
        view.access_policy = frozenset(roles)  # type: ignore[attr-defined]  # an attribute on a function
        return view

    return mark


def may_call(person: Person, policy: Any) -> bool:
    """Whether somebody may call a view with this policy; no policy means nobody."""
    if policy == PUBLIC:
        return True
    if not isinstance(person, Account) or not person.is_active:
        return False
    if policy == SIGNED_IN:
        return True
    return isinstance(policy, frozenset) and bool(roles_of(person) & policy)
