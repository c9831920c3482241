"""The forms of families and of those who work with them."""

from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from misaq.web.record.cases.forms import neutral
from misaq.web.record.family.selectors import PURPOSES
from misaq.web.record.vocabulary import term_choices_or_none


class ConsentForm(forms.Form):
    """One answer to one question."""

    purpose = forms.ChoiceField(choices=[(one, one) for one in PURPOSES])
    answer = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")))
    until = forms.DateField(required=False)
    organisation = forms.SlugField(required=False)

    def clean_until(self) -> Any:
        """A last day that has not passed."""
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(
                _("This day has passed. Choose a day to come, or leave it empty.")
            )
        return until


class InviteForm(forms.Form):
    """Who follows a case."""

    relationship = forms.ChoiceField(
        choices=partial(term_choices_or_none, "relationship"),
        label=_("What is this person to who was harmed?"),
    )


REASONS = (
    ("asked_by_subject", _("the person or the family asks for it")),
    ("consent_withdrawn", _("consent was withdrawn")),
    ("danger_to_life", _("it puts somebody in danger")),
    ("entered_in_error", _("it was entered in error")),
    ("court_order", _("a court orders it")),
    ("retention_ended", _("the time it may be kept has ended")),
)


class ErasureForm(forms.Form):
    """Why a case should be erased."""

    reason = forms.ChoiceField(choices=(("", "–"), *REASONS), label=_("Why"))


class RefusalForm(forms.Form):
    """Why it is not erased."""

    refusal = forms.CharField(
        max_length=300,
        label=_("Why not"),
        help_text=_("The family reads this. Plain words; name nobody."),
        validators=[neutral],
    )
