"""What volunteers fill in: as little as a lottery needs."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.assembly.models import ConsentText, Panel
from misaq.web.assembly.panels.forms import LATIN
from misaq.web.shell.words import plain_bilingual

ANY = {"dir": "auto", "autocomplete": "off"}


class AnswersForm(forms.Form):
    """The panel's questions, each answered by a choice; and the home."""

    home = forms.CharField(
        label=_("Where is your home?"),
        help_text=_(
            "House, street, village or town. Only one person of a home can be drawn. We keep a mark, not the words."
        ),
        max_length=300,
        widget=forms.TextInput(attrs=ANY),
    )

    def __init__(self, panel: Panel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = list(panel.categories.prefetch_related("features"))
        for place, category in enumerate(self.categories):
            self.fields[f"q{place}"] = forms.ChoiceField(
                label=plain_bilingual(category.label),
                choices=[(f.name, plain_bilingual(f.label)) for f in category.features.all()],
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, str]:
        """Category to feature."""
        return {
            category.name: self.cleaned_data[f"q{place}"]
            for place, category in enumerate(self.categories)
        }


class RegisterForm(AnswersForm):
    """Somebody volunteers."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs=ANY))
    contact = forms.CharField(
        label=_("How do we reach you if you are drawn?"),
        help_text=_(
            "A telephone number, or whatever reaches you. Only the officers of the lottery see it."
        ),
        max_length=300,
        widget=forms.TextInput(attrs=ANY),
    )
    consent = forms.BooleanField(label=_("I agree to this."))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, panel: Panel, *args: Any, text: ConsentText, **kwargs: Any) -> None:
        super().__init__(panel, *args, initial={"version": text.version}, **kwargs)
        self.text = text
        questions = [f"q{place}" for place in range(len(self.categories))]
        self.order_fields([*questions, "home", "name", "contact", "consent"])

    def clean(self) -> dict[str, Any]:
        """What was agreed to is what stands there now."""
        values = super().clean() or {}
        if values.get("version") != self.text.version:
            self.data = {**self.data.dict(), "version": self.text.version}  # type: ignore[attr-defined]
            self.data.pop("consent", None)
            raise forms.ValidationError(
                _("The text that you agree to was changed meanwhile. Read it again, please.")
            )
        return values

    def people_fields(self) -> Iterator[forms.BoundField]:
        """The fields about the person."""
        return (self[name] for name in ("home", "name", "contact"))


class CodeForm(forms.Form):
    """The code that finds one's own row."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Twelve letters, such as abcd-efgh-jkmn."),
        max_length=40,
        widget=forms.TextInput(attrs=LATIN),
    )


class KeyForm(CodeForm):
    """Code and key: who has both may correct or erase."""

    key = forms.CharField(
        label=_("Your key"),
        help_text=_("The other twelve letters that you were given."),
        max_length=40,
        widget=forms.TextInput(attrs=LATIN),
    )


class CorrectForm(AnswersForm):
    """Other answers; code and key ride along."""

    code = forms.CharField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, panel: Panel, *args: Any, **kwargs: Any) -> None:
        super().__init__(panel, *args, **kwargs)
        self.fields["home"].required = False
        self.fields["home"].help_text = _("Leave it empty if it stays the same.")
