"""The forms of the linkage desk."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """What somebody decides of a pair, and why."""

    kind = forms.ChoiceField(
        choices=[
            ("same", _("Same person")),
            ("different", _("Different")),
            ("unsure", _("Cannot tell")),
        ]
    )
    reason = forms.CharField(
        label=_("Why? (kept with the decision, encrypted)"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class UndoForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
