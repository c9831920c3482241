"""The forms of the evidence pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from misaq.engines.working_copy import Box

BOXES = 6
"""Boxes that one form blacks out."""
_EDGES = ("left", "top", "right", "bottom")


class ReasonForm(forms.Form):
    """Why an original is handed over, or destroyed."""

    reason = forms.CharField(
        label=_("Why? (kept with the chain of custody, encrypted)"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class BoxForm(forms.Form):
    """One box to black out: its page and its edges, in per cent of the page from its top left corner."""

    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=200)
    left = forms.DecimalField(label=_("Left edge"), required=False, min_value=0, max_value=100)
    top = forms.DecimalField(label=_("Top edge"), required=False, min_value=0, max_value=100)
    right = forms.DecimalField(label=_("Right edge"), required=False, min_value=0, max_value=100)
    bottom = forms.DecimalField(label=_("Bottom edge"), required=False, min_value=0, max_value=100)

    def clean(self) -> dict[str, Any]:
        """All four edges, or none; the right edge to the right of the left one, the bottom one below."""
        told = super().clean() or {}
        edges = [told.get(edge) for edge in _EDGES]
        if self.errors or all(edge is None for edge in edges):
            return told
        if any(edge is None for edge in edges):
            raise forms.ValidationError(_("Fill in all four edges of a box, or none."))
        if told["left"] >= told["right"] or told["top"] >= told["bottom"]:
            raise forms.ValidationError(
                _(
                    "The right edge must be larger than the left one, the bottom larger than the top."
                )
            )
        return told

    @property
    def box(self) -> Box | None:
        """The box, or None where the form is empty."""
        told = self.cleaned_data
        if told.get("left") is None:
            return None
        left, top, right, bottom = (float(told[edge]) / 100 for edge in _EDGES)
        return Box(left, top, right, bottom, page=told.get("page") or 1)


BoxFormSet = forms.formset_factory(BoxForm, extra=0, max_num=BOXES, validate_max=True)


def box_values(boxes: list[dict[str, float]]) -> list[dict[str, Any]]:
    """What the forms show first: the boxes of the last redaction, then empty ones."""
    known = [
        {"page": box["page"], **{edge: round(box[edge] * 100, 2) for edge in _EDGES}}
        for box in boxes
    ]
    return [*known, *({} for _empty in range(BOXES - len(known)))]
