"""The form with which officers bring volunteers in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    """A list of volunteers, and that each of them agreed."""

    file = forms.FileField(
        label=_("The list of volunteers"),
        help_text=_("A .csv or .xlsx file, one row for each person."),
    )
    agreed = forms.BooleanField(
        label=_("Each of them has agreed to the text below, on paper or by word before a witness.")
    )
