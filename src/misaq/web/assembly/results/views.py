"""The public pages of a draw: the seal before it, the results and the certificate after it, files to check both."""

import csv
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from misaq.assembly import CodeError
from misaq.web.assembly.access import public_draw, public_draws
from misaq.web.assembly.ceremony.story import story_of
from misaq.web.assembly.ceremony.views import told_of
from misaq.web.assembly.composition_rows import composition_groups, composition_rows
from misaq.web.assembly.drawing.selectors import drawn_of
from misaq.web.assembly.lottery_words import rule_aim
from misaq.web.assembly.models import SealedLottery
from misaq.web.assembly.results.selectors import (
    bundle_bytes,
    certificate_words,
    chance_rows,
    histogram_bars,
    is_intact,
    own_row,
)
from misaq.web.shell.policy import public

LISTED = 50


class CodeForm(forms.Form):
    """One's own code."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Twelve letters in three groups, as you were given it. It is not kept."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "autocomplete": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
    )


@public
@never_cache
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """The draws that were sealed so far."""
    rows = public_draws().select_related("sealing", "sealing_act")
    return render(request, "assembly/results/list.html", {"panels": rows})


@public
@never_cache
@require_safe
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """A sealed list: its seal, its chances, the certificate, and the draw once there is one."""
    sealing = public_draw(slug)
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    if not is_intact(sealing):
        context = {"panel": sealing.panel, "commitment": sealing.commitment}
        return render(request, "assembly/results/broken.html", context, status=500)
    return render(request, "assembly/results/draw.html", _context(sealing))


def _context(sealing: SealedLottery) -> dict[str, Any]:
    lottery, act = sealing.lottery, sealing.panel.sealing_act
    drawn = drawn_of(sealing)
    excluded = sorted(lottery["excluded"].items())
    return {
        "panel": sealing.panel,
        "sealing": sealing,
        "act": act,
        "lottery": lottery,
        "rule": rule_aim(lottery["rule"]),
        "figures": act.figures,
        "story": story_of(told_of(sealing)),
        "certificate": certificate_words(lottery),
        "bars": histogram_bars(act.figures),
        "groups": composition_groups(composition_rows(sealing, drawn["people"] if drawn else None)),
        "drawn": drawn,
        "excluded": excluded[:LISTED],
        "n_more": max(0, len(excluded) - LISTED),
        "form": CodeForm(),
    }


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own row, by the code that only one has; the code is sent, used and forgotten."""
    sealing = public_draw(slug)
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    form = CodeForm(request.POST or None)
    row, asked = None, False
    if request.method == "POST" and form.is_valid():
        try:
            row, asked = own_row(sealing, form.cleaned_data["code"]), True
        except CodeError as error:
            form.add_error("code", error.message(get_language() or "en").sentence())
    context = {"panel": sealing.panel, "form": form, "row": row, "asked": asked}
    status = 422 if form.errors else 200
    return render(request, "assembly/results/own.html", context, status=status)


@public
@never_cache
@require_safe
def bundle(request: HttpRequest, slug: str) -> HttpResponse:
    """All that a stranger needs, in one file."""
    sealing = public_draw(slug)
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    return HttpResponse(
        bundle_bytes(sealing),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{slug}.zip"'},
    )


@public
@never_cache
@require_safe
def chances(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody's chance by pseudonym, as a table."""
    sealing = public_draw(slug)
    request.room = "assembly"  # type: ignore[attr-defined]  # read by the frame
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}-chances.csv"'},
    )
    csv.writer(response, lineterminator="\n").writerows(
        ["" if value is None else value for value in row] for row in chance_rows(sealing)
    )
    return response
