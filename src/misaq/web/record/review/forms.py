"""The forms of reviewing."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.record.review.ladder import FIELDS
from misaq.web.record.vocabulary import term_choices, term_choices_or_none


def _choice(list_name: str, label: Any) -> forms.ChoiceField:
    """Nothing is chosen beforehand: a first choice that stands there would be taken too often."""
    return forms.ChoiceField(choices=partial(term_choices_or_none, list_name), label=label)


class CodingForm(forms.Form):
    """What a coder finds in the sources, field by field."""

    acts = forms.MultipleChoiceField(
        choices=partial(term_choices, "act_type"),
        label=_("Which acts do the sources tell of?"),
        help_text=_("Every one, not only the gravest."),
        widget=forms.CheckboxSelectMultiple,
    )
    child = _choice("tri_state", _("Was anybody harmed under 18?"))
    actor_kind = _choice("actor_kind", _("What kind of actor do they say it was?"))
    attribution_basis = _choice("attribution_basis", _("On what do they base that?"))
    fate = _choice("fate", _("What became of the person, as far as they tell?"))
    standard = _choice("standard_of_proof", _("How far is it shown?"))
    no_conflict = forms.BooleanField(
        label=_("I have no conflict of interest: no tie to anybody in this case, on any side.")
    )
    note = forms.CharField(
        max_length=5000,
        required=False,
        label=_("Why"),
        help_text=_("Shut: only your organisation reads it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def values(self) -> dict[str, Any]:
        """As the services take it."""
        told = self.cleaned_data
        coding: dict[str, Any] = {"acts": sorted(told["acts"])}
        coding |= {name: told[name] for name in FIELDS}
        kept = {name: told[name] for name in ("standard", "no_conflict", "note")}
        return kept | {"coding": coding, "enough": told.get("enough") != "no"}


class SecondCodingForm(CodingForm):
    """The same from the sources alone, with a judgement."""

    enough = forms.ChoiceField(
        choices=(("", "–"), ("yes", _("yes, the sources show it")), ("no", _("no, it goes back"))),
        label=_("Is it enough?"),
    )
    field_order = ["acts", *FIELDS, "standard", "enough", "note", "no_conflict"]

    def clean(self) -> dict[str, Any]:
        """What goes back goes back with a reason."""
        values = super().clean() or {}
        if values.get("enough") == "no" and not values.get("note"):
            self.add_error("note", _("Say what is missing, so that somebody can mend it."))
        return values


class ReasonForm(forms.Form):
    """Why a case goes back, or is opened again."""

    note = forms.CharField(
        max_length=5000,
        label=_("Reason"),
        help_text=_("What is missing, or what is new. Shut: only your organisation reads it."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    no_conflict = forms.BooleanField(
        label=_("I have no conflict of interest: no tie to anybody in this case, on any side.")
    )

    def values(self) -> dict[str, Any]:
        """As the services take it."""
        return dict(self.cleaned_data)


class AdmitForm(ReasonForm):
    """Why what came from outside is taken up."""

    note = forms.CharField(
        max_length=5000,
        required=False,
        label=_("Remark"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class SettlingForm(CodingForm):
    """What holds where two codings differ; the standard and the rest stay the second coder's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["standard"], self.fields["no_conflict"]
        self.fields["note"].required = True

    def values(self) -> dict[str, Any]:
        """The coding and why."""
        told = self.cleaned_data
        coding = {"acts": sorted(told["acts"])} | {name: told[name] for name in FIELDS}
        return {"coding": coding, "note": told["note"]}
