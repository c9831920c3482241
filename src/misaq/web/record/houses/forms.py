"""The forms of organisations, members and custodians."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.record.models import Organisation

LATIN = {"dir": "ltr", "autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}
MOST_CUSTODIANS = 9


class HouseForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's forms are generic for checkers only
    """An organisation: who it is, to whom it belongs, on which side it stands, how it works."""

    class Meta:
        model = Organisation
        fields = (
            "name_en",
            "name_ur",
            "slug",
            "kind",
            "side",
            "parent",
            "takes_submissions",
            "write_only",
        )
        labels = {
            "name_en": _("Name in English"),
            "name_ur": _("Name in Urdu"),
            "slug": _("Short name for addresses"),
            "kind": _("What it does in this process"),
            "side": _("Side"),
            "parent": _("Belongs to, or is paid by"),
            "takes_submissions": _("Takes what people tell from outside"),
            "write_only": _("Write-only"),
        }
        help_texts = {
            "name_en": _("As the organisation calls itself."),
            "slug": _("Small Latin letters, digits and dashes. It stays for ever."),
            "side": _(
                "One word that opposed organisations do not share. What is published needs two sides."
            ),
            "parent": _("For the independence of sources: empty when it stands alone."),
            "takes_submissions": _(
                "The public form offers it. A member must have made the organisation’s key first."
            ),
            "write_only": _(
                "Documenters see only the cases that they opened in the last 30 days: where they may be searched."
            ),
        }
        widgets = {
            "name_en": forms.TextInput(attrs={"dir": "auto"}),
            "name_ur": forms.TextInput(attrs={"dir": "auto", "lang": "ur"}),
            "slug": forms.TextInput(attrs=LATIN),
            "side": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.order_by("slug")
        if self.instance.created_at and not self.instance._state.adding:
            del self.fields["slug"]
            del self.fields["kind"]
            others = others.exclude(pk=self.instance.pk)
        parent = self.fields["parent"]
        parent.queryset = others  # type: ignore[attr-defined]  # a field of rows
        parent.required = False
        parent.empty_label = _("Nobody: it stands alone")  # type: ignore[attr-defined]
        parent.label_from_instance = lambda one: one.name_en  # type: ignore[attr-defined]

    def clean_side(self) -> str:
        """One word, whatever its capitals: two spellings of one side must not pass for two sides."""
        return " ".join(str(self.cleaned_data["side"]).casefold().split())

    def clean_takes_submissions(self) -> bool:
        """Only where somebody can open what is told."""
        takes = bool(self.cleaned_data["takes_submissions"])
        if takes and not self.instance.inbox_public:
            raise forms.ValidationError(
                _("Nobody could read it: first a member unlocks the record and makes the key.")
            )
        return takes

    def clean_parent(self) -> Organisation | None:
        """Nobody belongs to themselves, however many stand between."""
        parent: Organisation | None = self.cleaned_data["parent"]
        above = parent
        while above is not None:
            if above.pk == self.instance.pk:
                raise forms.ValidationError(
                    _("This would make the organisation its own parent. Choose another.")
                )
            above = above.parent
        return parent


class MemberForm(forms.Form):
    """Somebody who begins to work for an organisation."""

    username = forms.CharField(
        label=_("Name of the account"),
        help_text=_("The name that the person signs in with."),
        max_length=64,
        widget=forms.TextInput(attrs=LATIN),
    )


class ThresholdForm(forms.Form):
    """How many custodians open a record together."""

    threshold = forms.IntegerField(
        label=_("How many open a record together"),
        help_text=_("Three of five is usual. Fewer is unsafe; more than half may be lost one day."),
        min_value=2,
        max_value=MOST_CUSTODIANS,
        initial=3,
    )


class CustodianForm(forms.Form):
    """One custodian: a handle, the public half of their key, and their account where they have one."""

    handle = forms.CharField(
        label=_("Handle"), max_length=40, required=False, widget=forms.TextInput(attrs=LATIN)
    )
    recipient = forms.CharField(
        label=_("Public key (age1…)"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=LATIN),
    )
    username = forms.CharField(
        label=_("Name of the account"),
        max_length=64,
        required=False,
        widget=forms.TextInput(attrs=LATIN),
    )


CustodianRows = forms.formset_factory(CustodianForm, extra=MOST_CUSTODIANS, max_num=MOST_CUSTODIANS)
