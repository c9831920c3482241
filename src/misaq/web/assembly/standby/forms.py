"""What an officer says before alternates are chosen: how many, and how likely people do not come."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 500
STATED, LEARNED = "stated", "learned"


class AlternatesForm(forms.Form):
    """How many stand by, and the drop-out: stated as one share, or learned from earlier replies."""

    number = forms.IntegerField(
        label=_("How many stand by"),
        help_text=_("A quarter to a half of the seats is usual."),
        min_value=1,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"dir": "ltr"}),
    )
    way = forms.ChoiceField(
        label=_("How likely is it that somebody drawn does not come?"),
        choices=(
            (STATED, _("I state one share for everybody")),
            (LEARNED, _("Learn it from the replies to an earlier draw")),
        ),
        widget=forms.RadioSelect,
    )
    share = forms.IntegerField(
        label=_("Of 100 who are drawn, so many do not come"),
        help_text=_("Only if you state it. Where nothing is known, 20 to 40 is usual."),
        min_value=1,
        max_value=95,
        required=False,
        widget=forms.NumberInput(attrs={"dir": "ltr"}),
    )
    replies = forms.FileField(
        label=_("Earlier replies as a spreadsheet"),
        help_text=_(
            "Only if it is learned. A .csv or .xlsx file, one row for each person who was drawn then: the questions "
            "of this panel, and a column “came” with yes or no. No names. The rows are read and not kept."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Whichever way was chosen has what it needs."""
        values = super().clean() or {}
        if (
            values.get("way") == STATED
            and values.get("share") is None
            and "share" not in self.errors
        ):
            self.add_error("share", _("Write a number from 1 to 95."))
        if (
            values.get("way") == LEARNED
            and not values.get("replies")
            and "replies" not in self.errors
        ):
            self.add_error("replies", _("Choose the file with the earlier replies."))
        return values
