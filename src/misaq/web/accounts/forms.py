"""The forms of signing in, in our words: label and hint above the field, nothing inside it."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _

# What a phone needs to know to show the right keys; names and codes run left to right in every language.
PLAIN = {"dir": "ltr", "autocapitalize": "off", "spellcheck": "false"}
DIGITS = PLAIN | {"inputmode": "numeric"}


class _Worded:
    """Gives the fields of one of allauth's forms our labels and hints, and no text inside the field."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]  # a form's, which this is mixed into
        for name, field in fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_Worded, account_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Name and password."""

    labels = {"login": _("Name of your account"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= PLAIN


class PasswordAgainForm(_Worded, account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a change to how somebody signs in."""

    labels = {"password": _("Password")}


class SetPasswordForm(_Worded, account_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password."""

    labels = {"password1": _("Your password"), "password2": _("The same once more")}
    hints = {
        "password1": _("At least 12 characters. Three or four words that only you put together.")
    }


class ChangePasswordForm(_Worded, account_forms.ChangePasswordForm):  # type: ignore[misc]
    """Another password."""

    labels = {
        "oldpassword": _("The password you have now"),
        "password1": _("Your new password"),
        "password2": _("The same once more"),
    }
    hints = SetPasswordForm.hints


class CodeForm(_Worded, ReauthenticateForm):  # type: ignore[misc]
    """The code of the second factor, when signing in and when asked again.

    Signing in with it counts as having been asked just now: nobody types two codes in one minute.
    """

    labels = {"code": _("Code")}
    hints = {"code": _("Six digits from the app, or a recovery code of eight.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= DIGITS


class SetUpForm(_Worded, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""

    labels = {"code": _("Code that the app shows")}
    hints = {"code": _("Six digits. They change every half minute.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= DIGITS
