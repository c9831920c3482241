"""Who is taking part: by the key in their browser, and by nothing else; and how often somebody may try."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from misaq.web.dialogue.models import Conversation, Participant
from misaq.web.dialogue.selectors import conversation_current, participant_by_key
from misaq.web.dialogue.words import LANGUAGES

KEY_DAYS = 30
READS_COOKIE = "misaq_reads"
# one address may be a whole village behind one mast: what it may do together is wide, what one may do is not
RATES = {
    "code": "20/m/ip",
    "join": "600/m/ip",
    "vote": "90/m/key",
    "statement": "5/10m/key,60/10m/ip",
}


@dataclass(frozen=True)
class Visit:
    """A conversation and who is looking at it; `participant` is None for somebody who has not begun."""

    conversation: Conversation
    participant: Participant | None


def visiting(
    *, closed_too: bool = False, begun: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Give a view the `Visit`; say that the conversation is closed where it is.

    closed_too : the view is there while the conversation is closed. begun : it is for participants only.
    """

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def with_visit(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.room = "dialogue"  # type: ignore[attr-defined]  # for the frame round the page
            participant = participant_by_key(request.COOKIES.get(settings.VOTER_COOKIE_NAME, ""))
            conversation = participant.conversation if participant else None
            if conversation is None or not conversation.is_open:  # a later one may be open
                conversation = conversation_current()
            if conversation is None or not (conversation.is_open or closed_too):
                closed = conversation.events.order_by("-id").first() if conversation else None
                return render(request, "dialogue/closed.html", {"closed": closed}, status=404)
            if participant and participant.conversation_id != conversation.pk:
                participant = None
            visit = Visit(conversation, participant)
            if begun and visit.participant is None:
                return redirect("take_part")
            return view(request, visit, *args, **kwargs)

        return with_visit

    return mark


def keep_key(response: HttpResponse, key: str) -> None:
    """Leave the key in the browser: out of reach of scripts and of other sites."""
    response.set_cookie(
        settings.VOTER_COOKIE_NAME,
        key,
        max_age=KEY_DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def reads(request: HttpRequest) -> str:
    """The language in which somebody chose to read statements, "" for the site's.

    Kept in the browser alone: beside somebody's answers it would tell where they come from.
    """
    chosen = request.COOKIES.get(READS_COOKIE, "")
    return chosen if chosen in LANGUAGES else ""


def keep_reads(response: HttpResponse, language: str) -> None:
    """Leave the choice in the browser, or take it away for ""."""
    if not language:
        response.delete_cookie(READS_COOKIE, samesite="Lax")
        return
    response.set_cookie(
        READS_COOKIE,
        language,
        max_age=KEY_DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def too_often(request: HttpRequest, action: str, key: str = "") -> HttpResponse | None:
    """The page that says to wait, when an action was tried too often."""
    if ratelimit.consume(request, app="dialogue", action=action, config=RATES, key=key or None):
        return None
    answer: HttpResponse = ratelimit.respond_429(request)
    return answer
