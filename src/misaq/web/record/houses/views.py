"""The secretariat's pages of organisations, their members and the custodians. No case is read here."""

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.foundation.errors import MisaqError
from misaq.web.accounts.access import only
from misaq.web.accounts.roles import Role
from misaq.web.record.access import signed_in_account
from misaq.web.record.houses.forms import (
    CustodianForm,
    CustodianRows,
    HouseForm,
    MemberForm,
    ThresholdForm,
)
from misaq.web.record.houses.selectors import custodian_groups, houses, members_of
from misaq.web.record.houses.services import (
    custodians_begin,
    house_change,
    house_make,
    member_end,
    member_enter,
)
from misaq.web.record.models import Membership, Organisation
from misaq.web.record.refusals import RefusedError
from misaq.web.shell.words import say

READ_WRITE = ["GET", "HEAD", "POST"]
secretariat = only(Role.SECRETARIAT)


@secretariat
@never_cache
@require_safe
def houses_list(request: HttpRequest) -> HttpResponse:
    """Every organisation, and who keeps the shares of keys."""
    context = {"houses": houses(), "groups": custodian_groups()}
    return render(request, "record/houses/list.html", context)


@secretariat
@never_cache
@require_http_methods(READ_WRITE)
def house_new(request: HttpRequest) -> HttpResponse:
    """Enter an organisation."""
    form = HouseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        house = house_make(form.save(commit=False), by=signed_in_account(request))
        return redirect("record_house", slug=house.slug)
    return render(
        request, "record/houses/new.html", {"form": form}, status=422 if form.errors else 200
    )


@secretariat
@never_cache
@require_http_methods(READ_WRITE)
def house(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: its facts, its members, somebody new."""
    organisation = get_object_or_404(Organisation, slug=slug)
    form = HouseForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        if form.changed_data:
            house_change(
                form.save(commit=False), by=signed_in_account(request), changed=form.changed_data
            )
        return redirect("record_house", slug=slug)
    return _house(request, organisation, form, MemberForm())


def _house(
    request: HttpRequest, organisation: Organisation, form: HouseForm, member: MemberForm
) -> HttpResponse:
    context = {
        "house": Organisation.objects.get(pk=organisation.pk),
        "members": members_of(organisation),
        "form": form,
        "member_form": member,
    }
    wrong = form.errors or member.errors
    return render(request, "record/houses/house.html", context, status=422 if wrong else 200)


@secretariat
@never_cache
@require_POST
def house_member(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a member."""
    organisation = get_object_or_404(Organisation, slug=slug)
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            member_enter(organisation, form.cleaned_data["username"], by=signed_in_account(request))
        except RefusedError as refused:
            form.add_error("username", refused.text)
        else:
            return redirect("record_house", slug=slug)
    return _house(request, organisation, HouseForm(instance=organisation), form)


@secretariat
@require_POST
def house_member_end(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    """A member leaves."""
    membership = get_object_or_404(
        Membership, pk=membership_id, organisation__slug=slug, ended_at=None
    )
    member_end(membership, by=signed_in_account(request))
    return redirect("record_house", slug=slug)


@secretariat
@never_cache
@require_http_methods(READ_WRITE)
def custodians(request: HttpRequest) -> HttpResponse:
    """Name the custodians of new records."""
    form = ThresholdForm(request.POST or None)
    rows: BaseFormSet[CustodianForm] = CustodianRows(request.POST or None, prefix="c")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        given = [row for row in rows.cleaned_data if row.get("handle") or row.get("recipient")]
        try:
            custodians_begin(
                [(one["handle"], one["recipient"].strip(), one["username"]) for one in given],
                threshold=form.cleaned_data["threshold"],
                by=signed_in_account(request),
            )
        except MisaqError as error:
            form.add_error(None, say(error.code, error.params))
        except RefusedError as refused:
            form.add_error(None, refused.text)
        else:
            return redirect("record_houses")
    wrong = bool(form.errors) or (rows.is_bound and not rows.is_valid())
    return render(
        request,
        "record/houses/custodians.html",
        {"form": form, "rows": rows, "groups": custodian_groups()},
        status=422 if wrong else 200,
    )
