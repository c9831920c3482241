"""The forms of the voting board."""

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.charter.models import Ballot
from misaq.web.charter.voting.services import MOST_HOURS


class PutForm(forms.Form):
    """For how long a vote is to be open."""

    hours = forms.IntegerField(
        label=_("Hours for which the vote is open"),
        help_text=_("It closes then, or earlier once every seat that is taken has voted."),
        min_value=1,
        max_value=MOST_HOURS,
        initial=48,
    )
    why = forms.CharField(
        label=_("A word to whoever has to agree"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class VoteForm(forms.Form):
    """A seat's vote, bound to the text that was on the page."""

    choice = forms.ChoiceField(
        label=_("Your vote"), choices=Ballot.Choice.choices, widget=forms.RadioSelect
    )
    seen = forms.CharField(widget=forms.HiddenInput)
