"""Taking part: begin, answer one statement after another, undo, say one's community, look back, write."""

import contextlib

from django.conf import settings
from django.core import signing
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.dialogue import find_similar, wording_hints
from misaq.web.accounts.access import account_of
from misaq.web.dialogue.access import (
    READS_COOKIE,
    Visit,
    keep_key,
    reads,
    too_often,
    visiting,
)
from misaq.web.dialogue.decisions import NoAppealError, appeal_lodge
from misaq.web.dialogue.feedback import statements_of
from misaq.web.dialogue.forms import (
    Answer,
    AppealForm,
    CodeForm,
    CommunityForm,
    StatementForm,
    answer_in,
)
from misaq.web.dialogue.models import Conversation, Participant, WayIn
from misaq.web.dialogue.selectors import (
    Answering,
    Shown,
    answers_of,
    progress_of,
    statement_again,
    statement_next,
    statements_open,
    takes_answers,
    who_answers,
)
from misaq.web.dialogue.services import (
    answer_give,
    answer_undo,
    answer_withdraw,
    answers_withdraw,
    code_redeem,
    communities_declare,
    participant_join,
    statement_write,
)
from misaq.web.dialogue.translations import read_for
from misaq.web.dialogue.words import HINTS, Reading, read_in
from misaq.web.dialogue.writer import Ballot, note_shown
from misaq.web.shell.policy import public
from misaq.web.shell.words import plain_bilingual

ASK_COMMUNITY_AFTER = 3  # answers: first what somebody came for, then the question about themselves
_SALT = "dialogue.shown"


@public
@never_cache
@visiting()
@require_safe
def start(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What this is, what becomes of an answer, and the ways in."""
    return _start(request, visit, CodeForm())


def _start(request: HttpRequest, visit: Visit, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "conversation": visit.conversation,
        "participant": visit.participant,
        "progress": progress_of(visit.conversation, visit.participant),
        "account": account_of(request.user) if visit.conversation.allows_account else None,
    }
    return render(request, "dialogue/start.html", context, status=status)


@public
@never_cache
@visiting()
@require_POST
def enter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Come in by an invitation code, or by the account one is signed in with."""
    if refusal := too_often(request, "code"):
        return refusal
    conversation, account = visit.conversation, account_of(request.user)
    if "account" in request.POST:
        if account is None or not conversation.allows_account:
            return redirect("take_part")
        _person, key = participant_join(conversation, WayIn.ACCOUNT, account=account)
    else:
        form = CodeForm(request.POST)
        joined = None
        if form.is_valid() and conversation.allows_code:
            joined = code_redeem(conversation, form.cleaned_data["code"])
            if joined is None:
                form.add_error("code", _("This code opens nothing: mistyped, or used already."))
        if joined is None:
            return _start(request, visit, form, 422)
        key = joined[1]
    response = redirect("next_statement")
    keep_key(response, key)
    return response


@public
@never_cache
@visiting()
@require_safe
def next_statement(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One statement with its three buttons; the end page when all are answered."""
    if visit.participant is None and not visit.conversation.allows_link:
        return redirect("take_part")
    wanted = request.GET.get("again", "")
    shown = (
        statement_again(visit.conversation, visit.participant, int(wanted))
        if wanted.isdecimal() and len(wanted) < 16
        else None
    ) or statement_next(visit.conversation, visit.participant)
    if shown is None:
        return redirect("take_part_end")
    _note(visit.participant, shown)
    progress = progress_of(visit.conversation, visit.participant)
    asks = (
        visit.participant is not None
        and visit.participant.communities is None
        and progress.answered >= ASK_COMMUNITY_AFTER
        and bool(visit.conversation.communities)
    )
    context = {
        "shown": shown,
        "reading": read_for(reads(request), shown.statement, _language()),
        "token": signing.dumps([shown.statement.pk, shown.probability], salt=_SALT),
        "progress": progress,
        "participant": visit.participant,
        "asks_community": asks,
    }
    return render(request, "dialogue/next.html", context)


def _note(participant: Participant | None, shown: Shown) -> None:
    if participant is not None and shown.probability is not None:
        note_shown(
            Ballot(participant.pk, shown.statement.pk, probability=shown.probability, is_vote=False)
        )


@public
@never_cache
@require_POST
def vote(request: HttpRequest) -> HttpResponse:
    """Keep an answer, then show the next statement. The first answer by the open link makes the participant."""
    answer = answer_in(request.POST)
    key = request.COOKIES.get(settings.VOTER_COOKIE_NAME, "")
    participant = who_answers(key, answer.statement) if answer else None
    if answer is None or participant is None:
        return _vote_of_newcomer(request, answer)
    request.room = "dialogue"  # type: ignore[attr-defined]  # for the frame round a refusal
    if refusal := too_often(request, "vote", participant.public_id):
        return refusal
    _keep(participant, answer)
    return redirect("next_statement")


@visiting()
def _vote_of_newcomer(request: HttpRequest, visit: Visit, answer: Answer | None) -> HttpResponse:
    """Let somebody in with their first answer; lead on whoever sent what cannot be kept."""
    if answer is None or visit.participant is not None:
        return redirect("next_statement")
    if not visit.conversation.allows_link:
        return redirect("take_part")
    if refusal := too_often(request, "join"):
        return refusal
    if not takes_answers(visit.conversation, answer.statement):
        return redirect("next_statement")
    participant, key = participant_join(visit.conversation, WayIn.LINK)
    _keep(participant, answer)
    response = redirect("next_statement")
    keep_key(response, key)
    return response


def _keep(participant: Participant | Answering, answer: Answer) -> None:
    answer_give(
        participant,
        answer.statement,
        answer.value,
        is_important=answer.is_important,
        probability=_probability(answer.shown, answer.statement),
    )


def _probability(token: str, statement: int) -> float | None:
    """With what probability the statement was shown, when the token says so and is ours."""
    if not token:
        return None
    try:
        shown, probability = signing.loads(token, salt=_SALT, max_age=24 * 3600)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return probability if shown == statement else None


@public
@never_cache
@visiting(begun=True)
@require_POST
def undo(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Undo the last answer and show its statement again."""
    assert visit.participant is not None  # `begun` narrows it
    if refusal := too_often(request, "vote", visit.participant.public_id):
        return refusal
    statement = answer_undo(visit.participant)
    address = reverse("next_statement")
    return redirect(f"{address}?again={statement}" if statement else address)


@public
@never_cache
@visiting(begun=True, closed_too=True)
@require_http_methods(["GET", "HEAD", "POST"])
def community(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask once which communities somebody belongs to, say why we ask, and take any answer or none."""
    participant, conversation = visit.participant, visit.conversation
    assert participant is not None  # `begun` narrows it
    names = {row["id"]: plain_bilingual(row["name"]) for row in conversation.communities}
    if request.method != "POST":
        form = CommunityForm(
            conversation, names, initial={"communities": participant.communities or []}
        )
        return render(request, "dialogue/community.html", {"form": form})
    chosen = request.POST.getlist("communities")
    communities_declare(participant, [] if "no_answer" in request.POST else chosen)
    return redirect("next_statement" if conversation.is_open else "own_answers")


@public
@never_cache
@visiting(begun=True, closed_too=True)
@require_safe
def own_answers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What somebody answered, with a way to change or take back each; and what became of what they wrote."""
    return _own_answers(request, visit)


def _own_answers(request: HttpRequest, visit: Visit, refused: int = 0) -> HttpResponse:
    participant = visit.participant
    assert participant is not None  # `begun` narrows it
    names = {row["id"]: row["name"] for row in visit.conversation.communities}
    context = {
        "rows": [
            (vote, read_for(reads(request), vote.statement, _language()))
            for vote in answers_of(participant)
        ],
        "written": statements_of(participant, _language()),
        "refused": refused,
        "communities": [names[c] for c in participant.communities or () if c in names],
        "conversation": visit.conversation,
    }
    return render(request, "dialogue/own.html", context, status=422 if refused else 200)


@public
@never_cache
@visiting(begun=True, closed_too=True)
@require_POST
def appeal(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for one's rejected statement to be looked at again, once."""
    assert visit.participant is not None  # `begun` narrows it
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _own_answers(request, visit, refused=form.cleaned_data.get("statement") or -1)
    if refusal := too_often(request, "statement", visit.participant.public_id):
        return refusal
    with contextlib.suppress(
        NoAppealError
    ):  # not theirs, or asked before: the page says how it stands
        appeal_lodge(visit.participant, form.cleaned_data["statement"], form.cleaned_data["words"])
    return redirect("own_answers")


@public
@never_cache
@visiting(begun=True, closed_too=True)
@require_POST
def withdraw(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take one answer back, or all."""
    assert visit.participant is not None  # `begun` narrows it
    if refusal := too_often(request, "vote", visit.participant.public_id):
        return refusal
    wanted = request.POST.get("statement", "")
    if wanted == "all":
        answers_withdraw(visit.participant)
    elif wanted.isdecimal() and len(wanted) < 16:
        answer_withdraw(visit.participant, int(wanted))
    return redirect("own_answers")


@public
@never_cache
@visiting(begun=True)
@require_safe
def end(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Thanks, what happens now, and the ways on."""
    progress = progress_of(visit.conversation, visit.participant)
    context = {"progress": progress, "participant": visit.participant}
    return render(request, "dialogue/end.html", context)


@public
@never_cache
@visiting(closed_too=True)
@require_POST
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Forget somebody on this device; what they answered stays."""
    response = redirect("take_part" if visit.conversation.is_open else "choose-language")
    response.delete_cookie(settings.VOTER_COOKIE_NAME, samesite="Lax")
    response.delete_cookie(READS_COOKIE, samesite="Lax")
    return response


@public
@never_cache
@visiting(begun=True)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Write a statement: similar ones are shown before it is sent, and hints that stop nobody."""
    participant = visit.participant
    assert participant is not None  # `begun` narrows it
    rules = {"conversation": visit.conversation}
    if request.method != "POST":
        form = StatementForm(initial={"language": reads(request) or _language()})
        return render(request, "dialogue/write.html", {**rules, "form": form})
    form = StatementForm(request.POST)
    if not form.is_valid():
        return render(request, "dialogue/write.html", {**rules, "form": form}, status=422)
    text = form.cleaned_data["text"]
    similar = similar_to(visit.conversation, text, _language())
    hints = [_(HINTS[code]) for code in wording_hints(text)]
    if (similar or hints) and "sure" not in request.POST:
        context = {**rules, "form": form, "similar": similar, "hints": hints}
        return render(request, "dialogue/write.html", context)
    if refusal := too_often(request, "statement", participant.public_id):
        return refusal
    try:
        statement = statement_write(
            visit.conversation, participant, text, form.cleaned_data["language"]
        )
    except IntegrityError:  # two names drawn alike: once in four thousand million
        return redirect("write_statement")
    return render(request, "dialogue/written.html", {"waits": statement.state == "waiting"})


def similar_to(conversation: Conversation, text: str, language: str) -> list[Reading]:
    """Statements that are voted on and read much like `text`, in whichever language they share."""
    texts, of = [], []
    for statement in statements_open(conversation).prefetch_related("translations"):
        for words in (statement.text, *(row.text for row in statement.translations.all())):
            texts.append(words)
            of.append(statement)
    found = dict.fromkeys(of[place] for place in find_similar(text, texts))
    return [read_in(statement, language) for statement in found]


def _language() -> str:
    return get_language() or "en"
