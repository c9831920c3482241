"""What somebody fills in from outside, and what a documenter decides about it."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.record import act_types
from misaq.web.record.browser_scripts import posted_documents
from misaq.web.record.models import Organisation
from misaq.web.record.wording import a_date, neutral
from misaq.web.shell.words import plain_bilingual

LONGEST = 20_000
CODE = {"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
LANGUAGES = (("en", "English"), ("ur", "اردو"), ("und", _("another language")))
ASIDE = (
    ("copy", _("a copy of something told before")),
    ("no_act", _("it tells of no act that this record is about")),
    ("too_little", _("too little to go on; we asked and heard nothing")),
    ("elsewhere", _("another organisation has it")),
    ("flood", _("sent in bulk")),
)


def act_choices() -> list[tuple[str, str]]:
    """Every kind of act with its label in the page's language."""
    return [(code, plain_bilingual(term.label)) for code, term in act_types().items()]


def _line(label: Any, hint: Any = "", *, longest: int = 300) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )


def _text(label: Any, hint: Any = "", *, rows: int, longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class TellForm(forms.Form):
    """What happened; who tells it, if they wish and if custodians can keep it; to whom."""

    organisation = forms.ChoiceField(
        label=_("To whom do you want to tell it?"),
        help_text=_("Only its people can read it. Not the secretariat, not who runs this website."),
        widget=forms.RadioSelect,
    )
    text = _text(
        _("What happened?"),
        _(
            "In your own words and your own language. Who was harmed, what was done, what you saw or heard yourself."
        ),
        rows=10,
    )
    acts = forms.MultipleChoiceField(
        label=_("What was done?"),
        help_text=_("Tick what fits. None is needed."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    when = _line(_("When?"), _("A year is enough, for example 2009."))
    where = _line(_("Where?"), _("A district or a town is enough."))
    community = _line(_("Which community do those harmed belong to?"), _("If you wish to say."))
    name = _line(_("Your name"), _("Leave it empty to stay unnamed."), longest=200)
    reach = _line(
        _("How can you be reached?"), _("Only if you want to be reached by somebody."), longest=300
    )
    sealed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200_000)
    sealed_before = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200_000)
    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    proof = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def __init__(
        self, organisations: Iterable[Organisation], *args: Any, seals: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {one.slug: one for one in organisations}
        field = self.fields["organisation"]
        field.choices = [  # type: ignore[attr-defined]  # a field of choices
            (slug, plain_bilingual(one.name)) for slug, one in self.organisations.items()
        ]
        self.fields["acts"].choices = act_choices()  # type: ignore[attr-defined]
        if len(self.organisations) == 1:
            field.initial = next(iter(self.organisations))
        if not seals:  # without custodians nobody could keep it: it is not asked
            for name in ("name", "reach", "sealed", "sealed_before"):
                del self.fields[name]
            return
        record = str(uuid4())  # the id that it is sealed under, where the browser seals it
        for name, told in (("name", "name"), ("reach", "phone")):
            self.fields[name].widget.attrs |= {"data-record": record, "data-field": told}
        self.fields["sealed"].widget.attrs |= {"data-part": "into", "autocomplete": "off"}

    def told(self) -> dict[str, Any]:
        """What goes into the box."""
        names = ("text", "acts", "when", "where", "community")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}

    def sealed_document(self) -> str:
        """What the browser sealed: now, or before the form had to be sent again."""
        given = self.cleaned_data.get("sealed") or self.cleaned_data.get("sealed_before") or ""
        documents = posted_documents(given)
        return documents[0] if len(documents) == 1 else ""

    def who(self) -> dict[str, str]:
        """What goes to the custodians."""
        given = {"name": self.cleaned_data.get("name"), "phone": self.cleaned_data.get("reach")}
        return {name: value for name, value in given.items() if value}


class ReturnForm(forms.Form):
    """The code that was shown once."""

    code = forms.CharField(
        label=_("Your return code"),
        help_text=_("Five groups of five letters and digits. Capitals and dashes do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs=CODE),
    )


class MessageForm(forms.Form):
    """A message, either way."""

    text = _text(_("Your message"), rows=5, longest=6_000)


class TakeUpForm(forms.Form):
    """How a documenter takes up what was told: as a case of its own, or as a source of one that is there."""

    case_ref = forms.CharField(
        label=_("It belongs to a case that you have"),
        help_text=_("Its reference. Empty: a new case is opened from the fields below."),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    is_copy = forms.BooleanField(
        label=_("Its words were copied from what that case holds"),
        help_text=_("Then it counts as no further source."),
        required=False,
    )
    summary = forms.CharField(
        label=_("What was done, without names"),
        help_text=_(
            "One or two plain sentences. This stands in clear: no name, no telephone number."
        ),
        required=False,
        max_length=600,
        validators=[neutral],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    summary_language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES[:2])
    acts = forms.MultipleChoiceField(
        label=_("Kinds of act"), required=False, widget=forms.CheckboxSelectMultiple
    )
    persons = forms.IntegerField(
        label=_("How many people were harmed, at least"), min_value=1, max_value=10_000, initial=1
    )
    when = forms.CharField(
        label=_("When"),
        help_text=_("2031-05-18, 2031-05 or 2031; empty when not known."),
        required=False,
        max_length=40,
        validators=[a_date],
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    community = _line(_("Community, as its code"), longest=40)
    place = _line(_("Place, as its code"), longest=60)
    district = _line(_("District, as its code"), longest=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acts"].choices = act_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A new case needs a summary and an act."""
        values = super().clean() or {}
        if not values.get("case_ref"):
            if not values.get("summary") and "summary" not in self.errors:
                self.add_error("summary", _("Say in a sentence what was done, without names."))
            if not values.get("acts") and "acts" not in self.errors:
                self.add_error("acts", _("Tick at least one kind of act."))
        return values


class AsideForm(forms.Form):
    """Why something is set aside."""

    reason = forms.ChoiceField(label=_("Why"), choices=ASIDE)
