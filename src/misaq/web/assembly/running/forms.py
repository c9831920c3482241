"""The form with which officers ask for the lottery: by which rule, and in which form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.assembly import RULES
from misaq.web.assembly.lottery_words import FORM_WORDS, RULE_WORDS, form_key
from misaq.web.assembly.models import Panel


class AskForm(forms.Form):
    """By which rule the lottery is found, and in which form."""

    rule = forms.ChoiceField(
        label=_("By which rule"),
        choices=[(rule, RULE_WORDS[rule][0]) for rule in RULES],
        widget=forms.RadioSelect,
    )
    form = forms.ChoiceField(
        label=_("How the panel is picked"),
        choices=[(key, words[0]) for key, words in FORM_WORDS.items()],
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, panel: Panel) -> "AskForm":
        """The form as it was filled in last for this panel."""
        return cls(initial={"rule": panel.rule, "form": form_key(panel.form, panel.n_panels)})

    def chosen(self) -> dict[str, Any]:
        """rule, form and n_panels of what was chosen."""
        key = self.cleaned_data["form"]
        form, _sep, _number = key.partition("-")
        return {"rule": self.cleaned_data["rule"], "form": form, "n_panels": FORM_WORDS[key][2]}

    def rule_rows(self) -> list[tuple[Any, Any, bool]]:
        """Each rule's choice, its sentence, and whether it carries a warning."""
        return [
            (one, RULE_WORDS[str(one.data["value"])][1], one.data["value"] == "legacy")
            for one in self["rule"]
        ]

    def form_rows(self) -> list[tuple[Any, Any]]:
        """Each form's choice and its sentence."""
        return [(one, FORM_WORDS[str(one.data["value"])][1]) for one in self["form"]]
