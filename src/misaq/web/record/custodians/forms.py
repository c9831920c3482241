"""The forms of asking for a record, and of answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.accounts.forms import PLAIN

LARGEST = 400_000
"""Characters of a document: a sealed record of 100 KB with five custodians is 160 KB."""


class AskForm(forms.Form):
    """Why, and for which key."""

    reason = forms.CharField(
        label=_("Why must this be opened?"),
        help_text=_("The custodians read this and it travels in clear. Name nobody."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    recipient = forms.CharField(
        label=_("Your age1 line"),
        help_text=_(
            "The public half of your own key. The custodians compare it with you by telephone."
        ),
        max_length=80,
        widget=forms.TextInput(attrs={**PLAIN, "data-part": "recipient"}),
    )


class DocumentForm(forms.Form):
    """A document that a program made, as a file or pasted."""

    document = forms.CharField(
        label=_("Paste the text of the file"),
        required=False,
        max_length=LARGEST,
        strip=False,
        widget=forms.Textarea(attrs={**PLAIN, "rows": 4, "data-part": "into"}),
    )
    file = forms.FileField(label=_("Or choose the file"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """The text of either; both or neither is an error."""
        values = super().clean() or {}
        text, file = values.get("document", "").strip(), values.get("file")
        if bool(text) == bool(file):
            raise forms.ValidationError(_("Paste the text or choose the file: one of the two."))
        if file:
            if file.size > LARGEST:
                raise forms.ValidationError(_("This file is too large to be such a document."))
            try:
                text = file.read().decode("utf-8")
            except UnicodeDecodeError:
                raise forms.ValidationError(_("This is not such a document.")) from None
        values["text"] = text
        return values


class RefuseForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Why do you refuse?"),
        help_text=_("Who asks reads this. Name nobody."),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
