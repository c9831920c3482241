"""Texts that Django shows in our forms and has no Urdu for: named here so that our catalogue carries them."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext

SHOWN = (
    _("This account is currently inactive."),
    _("This field is required."),
    _("This password is too common."),
    _("You must type the same password each time."),
)


def too_short(count: int) -> str:
    """What the validator of passwords says."""
    return ngettext(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        count,
    )
