"""The forms with which officers look at who a volunteer is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.assembly.panels.forms import LATIN, secret_field


class FindForm(forms.Form):
    """One volunteer by pseudonym or by the code they read out."""

    who = forms.CharField(
        label=_("Pseudonym or code"),
        help_text=_(
            "The first letters of a pseudonym, or the code of twelve letters that the person reads out."
        ),
        max_length=40,
        widget=forms.TextInput(attrs=LATIN),
    )


class LookForm(forms.Form):
    """The passphrase that opens a name."""

    passphrase = secret_field(_("Passphrase of the panel"), new=False)
