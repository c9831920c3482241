"""The forms of an export."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.record.exports.profiles import FORMS, PROFILES
from misaq.web.record.models import Organisation
from misaq.web.shell.words import plain_bilingual


class AskForm(forms.Form):
    """Which fields, in which form, and what for."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    profile = forms.ChoiceField(label=_("Which fields"))
    form = forms.ChoiceField(label=_("Kind of file"))
    purpose = forms.CharField(
        label=_("What for"),
        help_text=_("Two reviewers read this and decide. No names of people."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, values: Any, *, houses: list[Organisation]) -> None:
        super().__init__(values)
        own = [(house.slug, plain_bilingual(house.name)) for house in houses]
        self._choose("organisation", own)
        self._choose("profile", [(one.code, one.label) for one in PROFILES.values()])
        self._choose("form", list(FORMS.items()))

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # named above
        field.choices = choices


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Why not"),
        help_text=_("Who asked reads this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
