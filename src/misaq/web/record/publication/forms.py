"""What is asked of whoever makes something public."""

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.web.record.wording import neutral


class ProposeForm(forms.Form):
    """Propose a public page."""

    asks_name = forms.BooleanField(
        label=_("Also the name of the person harmed"),
        help_text=_(
            "It is added only after another side agreed, and only while those who may allow it allow it."
        ),
        required=False,
    )


class RefuseForm(forms.Form):
    """Why somebody does not agree."""

    reason = forms.CharField(
        label=_("Why not"),
        help_text=_("Without names. The other side reads it."),
        max_length=300,
        validators=[neutral],
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
