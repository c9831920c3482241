"""The forms with which officers set a panel up."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from misaq.web.assembly.models import Panel

LATIN = {"dir": "ltr", "autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}
ENGLISH, URDU = {"dir": "ltr", "lang": "en"}, {"dir": "rtl", "lang": "ur"}
SHORTEST = 12
CONSENT_EN = (
    "I take part of my own free will. My answers are published without my name in the list of volunteers, so that "
    "anybody can check the lottery. My name and how to reach me are seen by the officers of the lottery only. "
    "If I am drawn I am asked whether I come, and I may say no."
)
CONSENT_UR = (
    "میں اپنی مرضی سے حصہ لے رہا/رہی ہوں۔ میرے جواب میرے نام کے بغیر رضاکاروں کی فہرست میں شائع ہوں گے تاکہ ہر کوئی "
    "قرعے کی جانچ کر سکے۔ میرا نام اور رابطہ صرف قرعے کے منتظم دیکھتے ہیں۔ اگر میرا نام نکلا تو مجھ سے "
    "پوچھا جائے گا، اور میں انکار کر سکتا/سکتی ہوں۔"
)


def _text(label: Any, attrs: dict[str, str], initial: str = "", hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        initial=initial,
        max_length=4000,
        widget=forms.Textarea(attrs={**attrs, "rows": 5}),
    )


class ConsentForm(forms.Form):
    """What volunteers agree to, in both languages."""

    consent_en = _text(_("What volunteers agree to, in English"), ENGLISH, CONSENT_EN)
    consent_ur = _text(_("What volunteers agree to, in Urdu"), URDU, CONSENT_UR)


class PanelForm(ConsentForm):
    """A new panel."""

    name_en = forms.CharField(
        label=_("Name in English"), max_length=120, widget=forms.TextInput(attrs=ENGLISH)
    )
    name_ur = forms.CharField(
        label=_("Name in Urdu"), max_length=120, widget=forms.TextInput(attrs=URDU)
    )
    slug = forms.SlugField(
        label=_("Short name for addresses"),
        help_text=_("Small Latin letters, digits and dashes. It stays for ever."),
        max_length=40,
        widget=forms.TextInput(attrs=LATIN),
    )
    size = forms.IntegerField(label=_("How many people sit"), min_value=2, max_value=5000)
    about_en = _text(
        _("What the panel is for, in English"),
        ENGLISH,
        hint=_(
            "What it decides, where and how long it meets, what is paid. Volunteers read this first."
        ),
    )
    about_ur = _text(_("What the panel is for, in Urdu"), URDU)
    field_order = ("name_en", "name_ur", "slug", "size", "about_en", "about_ur")

    def clean_slug(self) -> str:
        """A name that no panel has, and that is no page of the desk."""
        slug = str(self.cleaned_data["slug"])
        if slug == "new" or Panel.objects.filter(slug=slug).exists():
            raise ValidationError(_("There is a panel of this name. Choose another."))
        return slug


class QuestionsForm(forms.Form):
    """The questions as a file."""

    file = forms.FileField(
        label=_("The questions as a spreadsheet"),
        help_text=_("A .csv or .xlsx file, one row for each answer."),
    )


def secret_field(label: Any, *, new: bool, hint: Any = "") -> forms.CharField:
    """A field for a passphrase, which no browser keeps."""
    return forms.CharField(
        label=label,
        help_text=hint,
        min_length=SHORTEST if new else None,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(
            attrs={"dir": "ltr", "autocomplete": "new-password" if new else "off"}
        ),
    )


class KeyForm(forms.Form):
    """The passphrase of a new key, twice."""

    passphrase = secret_field(
        _("Passphrase of the panel"),
        new=True,
        hint=_(
            "Several words that nobody guesses, at least 12 letters. The officers of this panel share it."
        ),
    )
    again = secret_field(_("The same passphrase again"), new=True)

    def clean(self) -> dict[str, Any]:
        """The two are the same."""
        values = super().clean() or {}
        if values.get("passphrase") and values.get("again") not in (None, values["passphrase"]):
            self.add_error("again", _("The two are not the same."))
        return values


class RecoverForm(KeyForm):
    """The recovery key, and a new passphrase in place of the lost one."""

    recovery = forms.CharField(
        label=_("Recovery key"),
        help_text=_(
            "It begins with MISAQ, then 14 groups of four. Capital or small letters, with or without the strokes."
        ),
        max_length=200,
        widget=forms.TextInput(attrs=LATIN),
    )
    field_order = ("recovery", "passphrase", "again")


class PassphraseForm(KeyForm):
    """Another passphrase in place of the old one."""

    old = secret_field(_("The passphrase until now"), new=False)
    field_order = ("old", "passphrase", "again")
