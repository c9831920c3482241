"""The forms of setting up and of writing."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from misaq.web.charter.drafting.rule_library import rule_choices
from misaq.web.charter.models import Drafting
from misaq.web.shell.words import direction_of

LATIN = {"dir": "ltr", "autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}
ANY = {"dir": "auto", "autocomplete": "off"}
LANGUAGES = (("en", _("English")), ("ur", _("Urdu")))
_SIDE = re.compile(r"[\w-]{2,40}")


def _one_word(value: str) -> None:
    if not _SIDE.fullmatch(value):
        raise ValidationError(_("One word: letters, digits and dashes, at least two."))


class SetUpForm(forms.Form):
    """A new drafting: what it is called, on which text it stands, by which rules it decides."""

    title_en = forms.CharField(
        label=_("Title in English"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "ltr", "lang": "en"}),
    )
    title_ur = forms.CharField(
        label=_("Title in Urdu"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ur"}),
    )
    slug = forms.SlugField(
        label=_("Short name for addresses"),
        help_text=_("Small Latin letters, digits and dashes. It stays for ever."),
        max_length=40,
        widget=forms.TextInput(attrs=LATIN),
    )
    base = forms.ChoiceField(
        label=_("The text it stands on"),
        help_text=_("Every proposal is a change of this text. It is copied and stays as it is."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Authentic languages"),
        help_text=_("A proposal is written in each of them, and decided in all of them at once."),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    clause = forms.ChoiceField(label=_("How a clause is decided"))
    whole = forms.ChoiceField(label=_("How the whole text is decided"))
    ratification = forms.ChoiceField(label=_("How it is ratified"))
    roll_call = forms.ChoiceField(
        label=_("What the public reads of a vote"),
        help_text=_("It is shown to every delegate before they vote, and cannot be changed later."),
        choices=(
            ("names", _("How each seat voted, by name")),
            ("communities", _("How many in each community")),
        ),
    )
    shows = forms.ChoiceField(
        label=_("When the public reads a proposal"),
        choices=(
            ("always", _("From the day it is made")),
            ("vote", _("Once it is put to the vote")),
        ),
    )
    check_out_hours = forms.IntegerField(
        label=_("Hours for which a clause stays in hand"),
        help_text=_("It lapses by itself and locks nobody out."),
        min_value=1,
        max_value=168,
        initial=24,
    )
    side = forms.CharField(
        label=_("The side you stand on"),
        help_text=_(
            "One word that opposed people do not share. What you propose needs somebody of another side."
        ),
        max_length=40,
        validators=[_one_word],
        widget=forms.TextInput(attrs=ANY),
    )

    def __init__(
        self, *args: Any, bases: Sequence[tuple[str, Any]], rules: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].choices = bases  # type: ignore[attr-defined]
        for name in ("clause", "whole", "ratification"):
            self.fields[name].choices = rule_choices()  # type: ignore[attr-defined]
            self.fields[name].initial = rules.get(name)
        self.fields["languages"].initial = ["en", "ur"]

    def clean_slug(self) -> str:
        """A name that no drafting has."""
        slug = str(self.cleaned_data["slug"])
        if Drafting.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is a drafting of this name. Choose another."))
        return slug


class SeatForm(forms.Form):
    """A seat of the body."""

    number = forms.IntegerField(label=_("Number of the seat"), min_value=1, max_value=999)
    community = forms.ChoiceField(
        label=_("Community"),
        help_text=_("Empty: it counts overall, and in no community."),
        required=False,
    )
    house = forms.CharField(
        label=_("House or committee"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=ANY),
    )
    side = forms.CharField(
        label=_("Side"),
        help_text=_("One word that opposed people do not share."),
        max_length=40,
        validators=[_one_word],
        widget=forms.TextInput(attrs=ANY),
    )
    username = forms.CharField(
        label=_("Account that sits there"),
        help_text=_("Empty for a vacant seat: it still counts among all members."),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs=LATIN),
    )
    name = forms.CharField(
        label=_("What delegates call them"),
        help_text=_("The only thing about a person that is kept."),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=ANY),
    )

    def __init__(self, *args: Any, communities: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].choices = [("", _("None")), *communities]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who sits somewhere has a name."""
        values = dict(super().clean() or {})
        if values.get("username") and not values.get("name"):
            self.add_error("name", _("Whoever sits there needs a name that delegates know."))
        return values


class SeatChangeForm(forms.Form):
    """Who is to sit somewhere from now on."""

    number = forms.TypedChoiceField(label=_("Seat"), coerce=int)
    username = forms.CharField(
        label=_("Account that sits there"),
        help_text=_("Empty for a vacant seat: it still counts among all members."),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs=LATIN),
    )
    name = forms.CharField(
        label=_("What delegates call them"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs=ANY),
    )
    why = forms.CharField(
        label=_("Why"), help_text=_("Everybody can read it."), min_length=3, max_length=300,
        widget=forms.TextInput(attrs=ANY),
    )  # fmt: skip

    def __init__(self, *args: Any, seats: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = list(seats)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who sits somewhere has a name."""
        values = dict(super().clean() or {})
        if values.get("username") and not values.get("name"):
            self.add_error("name", _("Whoever sits there needs a name that delegates know."))
        return values


class StewardForm(forms.Form):
    """Somebody else of the secretariat who runs the drafting."""

    username = forms.CharField(
        label=_("Account"), max_length=64, widget=forms.TextInput(attrs=LATIN)
    )
    side = forms.CharField(
        label=_("Side"), max_length=40, validators=[_one_word], widget=forms.TextInput(attrs=ANY)
    )


class RuleChangeForm(forms.Form):
    """Another rule for one question."""

    question = forms.ChoiceField(
        label=_("What is decided"),
        choices=(
            ("clause", _("A clause")),
            ("whole", _("The whole text")),
            ("ratification", _("The ratification")),
        ),
    )
    rule = forms.ChoiceField(label=_("How it is decided from then on"))
    why = forms.CharField(
        label=_("Why"), help_text=_("Everybody can read it, for ever."), min_length=3, max_length=300,
        widget=forms.TextInput(attrs=ANY),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = rule_choices()  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """The words of a clause, one field a language; Urdu is written right to left in its own script."""

    note = forms.CharField(
        label=_("In a few words: what changes, and why"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=ANY),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        places: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        own: dict[str, forms.Field] = {}
        if places:
            own["after"] = forms.ChoiceField(
                label=_("Where it stands"), choices=list(places), required=False
            )
        labels = {"en": _("Text in English"), "ur": _("Text in Urdu")}
        for code in languages:
            attrs = {"rows": 9, "dir": direction_of(code), "lang": code, "spellcheck": "true"}
            own[f"text_{code}"] = forms.CharField(
                label=labels.get(code, code),
                required=False,  # which language lacks is said by the act, in one sentence
                max_length=20_000,
                strip=False,
                widget=forms.Textarea(attrs=attrs),
            )
        self.fields = {**own, **self.fields}

    def texts(self) -> dict[str, str]:
        """Language to what was written."""
        return {
            name.removeprefix("text_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("text_")
        }


class MoveForm(forms.Form):
    """Behind which clause this one is to stand."""

    after = forms.ChoiceField(label=_("It follows"), required=False)
    note = forms.CharField(
        label=_("In a few words: what changes, and why"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=ANY),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = list(places)  # type: ignore[attr-defined]


class OmitForm(forms.Form):
    """Why a clause should be left out."""

    note = forms.CharField(
        label=_("In a few words: why"),
        min_length=3,
        max_length=300,
        widget=forms.TextInput(attrs=ANY),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class CommentForm(forms.Form):
    """A remark."""

    text = forms.CharField(
        label=_("What you have to say"),
        help_text=_("Delegates and the secretariat read it; the public does not."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class GroundSearchForm(forms.Form):
    """What to look for among everything a clause may rest on."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    q = forms.CharField(
        label=_("Words in it"), required=False, max_length=100, widget=forms.TextInput(attrs=ANY)
    )

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Everything")), *kinds]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why somebody does not agree."""

    reason = forms.CharField(
        label=_("Why not"),
        help_text=_("Whoever proposed it reads it."),
        min_length=3,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
