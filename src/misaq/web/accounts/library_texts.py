"""Texts that the sign-in library shows and has no Urdu for: named here so that our catalogue carries them."""

from django.utils.translation import gettext_noop as _

SHOWN = (
    _("Username"),
    _("Password"),
    _("Remember Me"),
    _("Code"),
    _("Authenticator code"),
    _("The username and/or password you specified are not correct."),
    _("Incorrect password."),
    _("Incorrect code."),
    _("This account is currently inactive."),
    _("Too many failed login attempts. Try again later."),
    _("This field is required."),
)
