"""One two-person act: what it does; agreeing, refusing with a reason, taking it back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from misaq.web.charter.access import act_of, drafters, drafting_of, signed_in_account
from misaq.web.charter.drafting.desk_views import READ_WRITE, frame
from misaq.web.charter.drafting.forms import ReasonForm
from misaq.web.charter.drafting.joint_acts import act_refuse, act_withdraw, may_decide
from misaq.web.charter.drafting.telling import act_words
from misaq.web.charter.models import Division, JointAct
from misaq.web.charter.refusals import RefusedError
from misaq.web.charter.voting.performing import act_agree


@drafters
@never_cache
@require_http_methods(READ_WRITE)
def act(request: HttpRequest, slug: str, act_id: int) -> HttpResponse:
    """One two-person act: what it does; agree, refuse with a reason, or take it back."""
    drafting = drafting_of(request, slug)
    found, account, refusal = act_of(request, drafting, act_id), signed_in_account(request), ""
    form = ReasonForm(request.POST if request.POST.get("answer") == "refuse" else None)
    if request.method == "POST":
        answer = request.POST.get("answer")
        try:
            if answer == "agree":
                act_agree(found, by=account)
            elif answer == "withdraw":
                act_withdraw(found, by=account)
            elif form.is_valid():
                act_refuse(found, form.cleaned_data["reason"], by=account)
        except RefusedError as refused:
            refusal = refused.text
        if not refusal and not (form.is_bound and not form.is_valid()):
            return redirect("charter_act", slug=slug, act_id=act_id)
    found.refresh_from_db()
    drafting.refresh_from_db()
    context = {
        **frame(request, drafting),
        "act": found,
        "words": act_words(found),
        "decides": may_decide(found, account),
        "own": found.proposed_by_id == account.pk,
        "form": form,
        "refusal": refusal,
        "division": _division_of(found),
    }
    status = 422 if refusal or form.is_bound else 200
    return render(request, "charter/drafting/act.html", context, status=status)


def _division_of(found: JointAct) -> Division | None:
    """The vote that an act opened."""
    if found.state != JointAct.State.DONE:
        return None
    rows = Division.objects.filter(drafting=found.drafting, opened_at__gte=found.proposed_at)
    if found.kind == JointAct.Kind.PUT:
        return rows.filter(proposal__number=found.payload["proposal"]).order_by("number").first()
    if found.kind in {JointAct.Kind.WHOLE, JointAct.Kind.RATIFY}:
        return rows.exclude(question=Division.Question.CLAUSE).order_by("number").first()
    return None
