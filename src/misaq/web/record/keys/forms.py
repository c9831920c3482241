"""The forms of a member's key."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MIN_LENGTH = 14


def _passphrase(label: Any, help_text: Any = "", *, new: bool = False) -> forms.CharField:
    kind = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
    )


class UnlockForm(forms.Form):
    """The passphrase that opens the record for this session."""

    passphrase = _passphrase(_("Record passphrase"))


class NewPassphraseForm(forms.Form):
    """A new passphrase, twice."""

    passphrase = _passphrase(
        _("New record passphrase"),
        _("At least 14 characters: five words that only you put together. Not your password."),
        new=True,
    )
    again = _passphrase(_("The same once more"), new=True)

    def clean(self) -> dict[str, Any]:
        """Long enough, and the same twice."""
        values = super().clean() or {}
        passphrase, again = values.get("passphrase", ""), values.get("again", "")
        if passphrase and len(passphrase) < MIN_LENGTH:
            self.add_error("passphrase", _("Make it longer: at least 14 characters."))
        elif passphrase and again and passphrase != again:
            self.add_error("again", _("The two are not the same. Type it again."))
        return values


class ChangePassphraseForm(NewPassphraseForm):
    """The passphrase that is, and a new one."""

    old = _passphrase(_("The passphrase you have now"))
    field_order = ["old", "passphrase", "again"]


class RecoverForm(NewPassphraseForm):
    """The recovery key, and a new passphrase."""

    recovery = forms.CharField(
        label=_("Recovery key"),
        help_text=_("The long text that begins with MISAQ and was shown once."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["recovery", "passphrase", "again"]
