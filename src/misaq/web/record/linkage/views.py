"""The pages of the linkage desk: pairs side by side, decisions, what was decided and how to take it back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from misaq.foundation.errors import MisaqError
from misaq.foundation.messages import render as render_message
from misaq.web.accounts.access import only
from misaq.web.accounts.roles import Role
from misaq.web.record.access import organisation_of, signed_in_account, unlocked
from misaq.web.record.activity import note
from misaq.web.record.linkage.forms import DecisionForm, UndoForm
from misaq.web.record.linkage.selectors import (
    conflicts_of,
    decisions_of,
    mentions_of,
    next_for,
    pair_of,
    proposal_of,
    proposals_of,
)
from misaq.web.record.linkage.services import (
    MOST_HERE,
    Proposed,
    decision_undo,
    pair_decide,
    pair_reopen,
    pairs_propose,
)
from misaq.web.record.unlocking import Keyring

A_PAGE = 50
SEED = 1


@only(Role.REVIEWER)
@never_cache
@unlocked
@require_safe
def desk(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """How many pairs wait, what was decided last, what contradicts itself."""
    return _desk_page(request)


def _desk_page(
    request: HttpRequest, *, found: Proposed | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    house, account = organisation_of(request), signed_in_account(request)
    waiting = proposals_of(request, house)
    context = {
        "organisation": house,
        "n_mentions": mentions_of(request, house).count(),
        "most": MOST_HERE,
        "n_waiting": waiting.count(),
        "n_audit": waiting.filter(in_audit=True).count(),
        "n_second": waiting.exclude(first_kind="").exclude(first_by=account).count(),
        "next": next_for(request, house, account),
        "found": found,
        "refusal": refusal,
        "decisions": decisions_of(request, house).select_related(
            "mention_a__case", "mention_b__case", "decided_by", "second"
        )[:A_PAGE],
        "conflicts": conflicts_of(request, house),
        "undo_form": UndoForm(),
    }
    return render(request, "record/linkage/desk.html", context, status=status)


def _sentence(error: MisaqError) -> str:
    return render_message(error.code, get_language() or "en", **error.params).sentence()


@only(Role.REVIEWER)
@unlocked
@require_POST
def propose(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """Compare the names of one's own organisation and propose pairs."""
    house = organisation_of(request)
    rows = list(mentions_of(request, house)[: MOST_HERE + 1])
    try:
        found = pairs_propose(house, rows, keys, seed=SEED, by=signed_in_account(request))
    except MisaqError as error:
        return _desk_page(request, refusal=_sentence(error), status=422)
    return _desk_page(request, found=found)


@only(Role.REVIEWER)
@never_cache
@unlocked
@require_safe
def pair(request: HttpRequest, keys: Keyring, proposal_id: int) -> HttpResponse:
    """One pair, side by side."""
    return _pair_page(request, keys, proposal_id, DecisionForm())


def _pair_page(
    request: HttpRequest,
    keys: Keyring,
    proposal_id: int,
    form: DecisionForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    house, account = organisation_of(request), signed_in_account(request)
    proposal = proposal_of(request, house, proposal_id)
    note("linkage.pair-viewed", by=account, organisation=house, about=proposal)
    context = {
        "pair": pair_of(proposal, keys, account),
        "n_waiting": proposals_of(request, house).count(),
        "later": next_for(request, house, account, after=proposal.pk),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "record/linkage/pair.html", context, status=status)


@only(Role.REVIEWER)
@unlocked
@require_POST
def decide(request: HttpRequest, keys: Keyring, proposal_id: int) -> HttpResponse:
    """Decide a pair and go on to the next."""
    house, account = organisation_of(request), signed_in_account(request)
    proposal = proposal_of(request, house, proposal_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _pair_page(request, keys, proposal_id, form, status=422)
    values = form.cleaned_data
    try:
        pair_decide(proposal, values["kind"], by=account, reason=values["reason"], keys=keys)
    except MisaqError as error:
        return _pair_page(request, keys, proposal_id, form, refusal=_sentence(error), status=422)
    following = next_for(request, house, account, after=proposal.pk)
    if following is None:
        return redirect("record_linkage")
    return redirect("record_pair", proposal_id=following.pk)


@only(Role.REVIEWER)
@unlocked
@require_POST
def take_back(request: HttpRequest, keys: Keyring, decision_id: int) -> HttpResponse:
    """Take a decision back."""
    house, account = organisation_of(request), signed_in_account(request)
    found = decisions_of(request, house).filter(pk=decision_id).first()
    if found is None:
        raise Http404
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _desk_page(request, refusal=str(form.errors["reason"][0]), status=422)
    if found.second_id:
        return redirect("record_pair", proposal_id=pair_reopen(found, by=account).pk)
    try:
        decision_undo(found, by=account, reason=form.cleaned_data["reason"], keys=keys)
    except MisaqError as error:
        return _desk_page(request, refusal=_sentence(error), status=422)
    return redirect("record_linkage")
