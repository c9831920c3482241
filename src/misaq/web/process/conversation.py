"""The desk of the conversation: open or close it, choose the ways in, make invitation codes."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from misaq.web.accounts.access import account_of, only
from misaq.web.accounts.roles import Role
from misaq.web.dialogue.models import Conversation
from misaq.web.dialogue.selectors import conversation_current
from misaq.web.dialogue.services import codes_issue, conversation_close, conversation_open
from misaq.web.process.current import released_results, results_for

MOST_CODES = 200
SHORTEST_REASON = 3


class SettingsForm(forms.ModelForm[Conversation]):
    """How the conversation is run."""

    class Meta:
        model = Conversation
        fields = (
            "allows_link",
            "allows_code",
            "allows_account",
            "moderates_first",
            "rejects_by_two",
            "hides_results",
            "feeds_runs",
        )
        labels = {
            "allows_link": _("Anybody may begin, by the open link"),
            "allows_code": _("People may come in by an invitation code"),
            "allows_account": _("People may come in by an account"),
            "moderates_first": _("A new statement waits until a facilitator accepts it"),
            "rejects_by_two": _("Rejecting a statement takes two facilitators"),
            "hides_results": _("Nobody sees results on this site before it closes"),
            "feeds_runs": _(
                "“Compute again” first writes the votes given here into the process folder"
            ),
        }


@only(Role.SECRETARIAT, Role.FACILITATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest) -> HttpResponse:
    """Whether people can vote now, how, and the buttons that change it."""
    current = conversation_current()
    form = SettingsForm(request.POST or None, instance=current or Conversation())
    codes: list[str] = []
    refused = ""
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "codes" and current:
            wanted = request.POST.get("n", "")
            n = int(wanted) if wanted.isdecimal() and len(wanted) < 5 else 0
            codes = codes_issue(current, min(n, MOST_CODES))
        else:
            refused = _change(request, current, form, act)
        if not codes and not refused:
            return redirect("conversation")
        form = form if refused else SettingsForm(instance=current)
    context = {
        "conversation": current,
        "form": form,
        "codes": codes,
        "refused": refused,
        "events": current.events.select_related("changed_by").order_by("-id") if current else (),
        "most": MOST_CODES,
        "has_release": bool(_overview(request)),
        "n_statements": current.statements.filter(state="accepted").count() if current else 0,
    }
    return render(request, "process/conversation.html", context, status=422 if refused else 200)


def _change(
    request: HttpRequest, current: Conversation | None, form: SettingsForm, act: str
) -> str:
    """Open or close; what stood in the way, "" when nothing did. Whoever closes or reopens says why."""
    reason, account = request.POST.get("why", "").strip()[:300], account_of(request.user)
    reopens = act == "open" and current is not None and not _is_open(current)
    if (reopens or (act == "close" and current)) and len(reason) < SHORTEST_REASON:
        return gettext("Say why: everybody can read it.")
    if act == "close" and current:
        conversation_close(current, by=account, reason=reason)
    elif act == "open" and form.is_valid() and _overview(request):
        statements = released_results().results("dialogue.statements") or {}
        conversation_open(
            _overview(request), statements, by=account, reason=reason, **form.cleaned_data
        )
    return ""


def _is_open(conversation: Conversation) -> bool:
    return Conversation.objects.filter(pk=conversation.pk, is_open=True).exists()


def _overview(request: HttpRequest) -> dict[str, object]:
    return dict(results_for(request).results("process.overview") or {})
