"""Who may call a view: written on the view itself, so that one left bare is closed.

`misaq.web.accounts.middleware` refuses every view without a policy.
"""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC, SIGNED_IN = "public", "signed-in"


def public(view: View) -> View:
    """Open the view to everybody."""
    view.access_policy = PUBLIC  # type: ignore[attr-defined]  # an attribute on a function
    return view


def signed_in(view: View) -> View:
    """Open the view to everybody who is signed in."""
    view.access_policy = SIGNED_IN  # type: ignore[attr-defined]  # an attribute on a function
    return view


def policy_of(view: Callable[..., Any]) -> Any:
    """The policy written on a view, or None: then it is closed."""
    return getattr(view, "access_policy", None)
