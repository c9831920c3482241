"""PDFs that were asked for: one a choice, a few at a time, gone after a day."""

from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from typing import Literal

from django.core.cache import cache
from django.utils import timezone
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch
from django_tasks_db.models import DBTaskResult

from misaq.web.charter.served import Charter
from misaq.web.charter.undoing.choice import Choice
from misaq.web.charter.undoing.tasks import write_pdf

MOST_WAITING = 8
KEPT_FOR = timedelta(days=1)
State = Literal["waiting", "running", "ready", "failed", "gone"]
_STATES: dict[str, State] = {
    "READY": "waiting",
    "NEW": "waiting",
    "RUNNING": "running",
    "SUCCESSFUL": "ready",
    "SUCCEEDED": "ready",
    "FAILED": "failed",
}
_RECENT = "charter-pdfs"


def pdf_ask(charter: Charter, choice: Choice, language: str) -> str | None:
    """Ask for the PDF of a choice and give the name of the work; the same choice is not made twice.

    None when too many are waiting. Who asks is not kept.
    """
    asked = f"{charter.key}|{language}|{choice.query}"
    name = f"charter-pdf-{sha256(asked.encode()).hexdigest()}"
    known = cache.get(name)
    if known and pdf_state(known)[0] in {"waiting", "running", "ready"}:
        return str(known)
    recent = [
        each for each in cache.get(_RECENT, []) if pdf_state(each)[0] in {"waiting", "running"}
    ]
    if len(recent) >= MOST_WAITING:
        return None
    work = str(write_pdf.enqueue(charter.key, choice.query, language).id)
    cache.set(name, work, KEPT_FOR.total_seconds())
    cache.set(_RECENT, [*recent, work], KEPT_FOR.total_seconds())
    return work


def pdf_state(work: str) -> tuple[State, bytes]:
    """How far a PDF is, and its bytes once it is ready."""
    try:
        result = write_pdf.get_result(work)
    except (TaskResultDoesNotExist, TaskResultMismatch):
        return "gone", b""
    state = _STATES.get(str(result.status), "failed")
    if state != "ready":
        return state, b""
    return ("ready", b64decode(result.return_value)) if result.return_value else ("gone", b"")


def pdfs_expire() -> int:
    """Throw away PDFs that are older than a day; gives how many."""
    done = DBTaskResult.objects.filter(
        task_path=write_pdf.module_path, finished_at__lt=timezone.now() - KEPT_FOR
    )
    return done.delete()[0]
