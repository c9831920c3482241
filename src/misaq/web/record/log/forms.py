"""The form that narrows the log down."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.record.deeds import DEEDS


class LogForm(forms.Form):
    """Who, what, which case, from which day to which."""

    who = forms.CharField(label=_("Who"), max_length=150, required=False)
    deed = forms.ChoiceField(label=_("What"), required=False)
    case = forms.CharField(label=_("Case"), max_length=12, required=False)
    since = forms.DateField(label=_("From"), required=False, help_text=_("For example 2031-05-17."))
    until = forms.DateField(label=_("To, that day included"), required=False)

    def __init__(self, values: Any, *, alone: bool = False) -> None:
        super().__init__(values)
        field = self.fields["deed"]
        assert isinstance(field, forms.ChoiceField)  # named above
        field.choices = [("", _("anything")), *DEEDS.items()]
        for name in ("who", "case"):
            self.fields[name].widget.attrs["dir"] = "ltr"
        if alone:
            del self.fields["who"]
