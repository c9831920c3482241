"""The forms of a search and of acts on many cases."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from misaq.foundation.dates import DateError, parse_edtf
from misaq.record import ANSWERS, act_types
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.models import Label
from misaq.web.record.models.case import Stage
from misaq.web.shell.words import plain_bilingual

CODE = re.compile(r"[\w.:-]+(?: [\w.:-]+)*")
ANSWER_WORDS = {
    "full": _("acknowledged in full"),
    "partial": _("acknowledged in part"),
    "denied": _("denied"),
    "silent": _("no reply"),
}
ANY = ("", _("any"))
FIRST = ("q", "when", "community", "act", "district")


def act_choices() -> list[tuple[str, Any]]:
    """Kinds of act by their names in the page's language."""
    return [ANY, *((code, plain_bilingual(term.label)) for code, term in act_types().items())]


def _free(label: Any, help_text: Any = "", *, longest: int = 60) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class SearchForm(forms.Form):
    """What is searched for; everything may be left open."""

    q = _free(
        _("Words"),
        _(
            "In English or Urdu; other spellings are found too. No names of people here: they would stay in this "
            "browser’s history."
        ),
        longest=200,
    )
    when = _free(_("When"), _("For example 2009 or 2009-05."), longest=40)
    community = _free(_("Community"))
    act = forms.ChoiceField(label=_("Kind of act"), required=False)
    district = _free(_("District"))
    place = _free(_("Place"))
    stage = forms.ChoiceField(label=_("How far checked"), required=False)
    answer = forms.ChoiceField(label=_("Answer of those responsible"), required=False)
    label = forms.ChoiceField(label=_("Label"), required=False)
    to = forms.ChoiceField(label=_("Waits for"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, values: Any, *, houses: Any) -> None:
        super().__init__(values)
        labels = Label.objects.filter(organisation__in=houses).order_by("name")
        names = list(dict.fromkeys(labels.values_list("name", flat=True)))
        self._choose("act", act_choices())
        self._choose("stage", [ANY, *Stage.choices])
        answers = [(code, ANSWER_WORDS[code]) for code in ANSWERS]
        self._choose("answer", [ANY, *answers, ("none", _("nothing recorded"))])
        self._choose("label", [ANY, *((name, name) for name in names)])
        self._choose("to", [ANY, ("me", _("me")), ("any", _("any reviewer"))])
        order = [("changed", _("changed last first")), ("when", _("latest date of the act first"))]
        self._choose("order", order)

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # named above
        field.choices = choices

    @property
    def first(self) -> list[forms.BoundField]:
        """What most searches ask."""
        return [self[name] for name in FIRST]

    @property
    def further(self) -> list[forms.BoundField]:
        """What fewer ask; folded away while nothing of it is asked or wrong."""
        return [field for field in self if field.name not in FIRST]

    @property
    def asks_further(self) -> bool:
        """Whether something is asked, or wrong, in what is folded away."""
        return any(field.errors or field.value() for field in self.further)

    def clean_when(self) -> str:
        """A date that a calendar has."""
        text = self.cleaned_data["when"].strip()
        if text:
            try:
                parse_edtf(text)
            except DateError:
                raise ValidationError(
                    _(
                        "This is not a date. Write it as 2009, 2009-05, 2009-05-17 or 2009-05/2010-02."
                    )
                ) from None
        return str(text)


class NameForm(forms.Form):
    """A name to look for among the names that are shut."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_(
            "In either script. What you type is not kept, not in the address and not in any log."
        ),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


def _code(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=60, required=False)


class PlaceForm(forms.Form):
    """The place and the district of many cases."""

    place = _code(_("Place code"), _("Leave empty what is to stay as it is."))
    district = _code(_("District code"))

    def clean(self) -> dict[str, Any]:
        """One of the two, and codes only."""
        values = super().clean() or {}
        for name in ("place", "district"):
            if values.get(name) and not CODE.fullmatch(values[name]):
                self.add_error(name, _("A code has letters, digits, blanks and . : - only."))
        if not self.errors and not values.get("place") and not values.get("district"):
            self.add_error("place", _("Give a place or a district."))
        return values


class LabelForm(forms.Form):
    """A label for many cases: a word of the organisation's own."""

    name = forms.CharField(
        label=_("Label"),
        help_text=_(
            "A word for your own order, seen by your organisation only. No names of people."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


class AssignForm(forms.Form):
    """The reviewer who is to look at many cases."""

    reviewer = forms.ModelChoiceField(
        label=_("Reviewer"), queryset=Account.objects.none(), empty_label=_("choose one")
    )

    def __init__(self, values: Any, *, houses: Any) -> None:
        super().__init__(values)
        field = self.fields["reviewer"]
        assert isinstance(field, forms.ModelChoiceField)  # named above
        field.queryset = reviewers_of(houses)


def reviewers_of(houses: Any) -> Any:
    """The reviewers who work for these organisations now."""
    return (
        Account.objects.filter(
            memberships__organisation__in=houses,
            memberships__ended_at=None,
            grants__role=Role.REVIEWER,
            grants__ended_at=None,
            is_active=True,
        )
        .distinct()
        .order_by("username")
    )
