"""Who is invited and what they answered, for the officer; the panel by its composition and its log, for everybody."""

from typing import Any

from misaq.assembly import Standing, broken_link
from misaq.web.assembly.composition_rows import composition_rows
from misaq.web.assembly.models import Invitation, Panel, SealedLottery, SeatingEvent
from misaq.web.assembly.standby.selectors import GONE, seats_now

Row = dict[str, Any]
Answer = Invitation.Answer


def invitation_rows(panel: Panel) -> list[Row]:
    """Every invitation, in the order in which they were sent, with who stands in."""
    replaced = {
        event.body["person"]: event.body["stands_in"]
        for event in SeatingEvent.objects.filter(panel=panel, kind="replaced")
    }
    return [
        {
            "invitation": one,
            "person": one.volunteer.pseudonym,
            "gone": one.answer in GONE,
            "stands_in": replaced.get(one.volunteer.pseudonym, ""),
        }
        for one in panel.invitations.select_related("volunteer").order_by("place")
    ]


def reply_counts(panel: Panel) -> Row:
    """How many sit, have not answered, and are gone and not replaced yet."""
    rows = invitation_rows(panel)
    answers = [row["invitation"].answer for row in rows]
    return {
        "yes": answers.count(Answer.YES),
        "waits": answers.count(Answer.WAITS),
        "vacant": sum(row["gone"] and not row["stands_in"] for row in rows),
        "replaced": sum(bool(row["stands_in"]) for row in rows),
    }


def due_of(panel: Panel) -> str:
    """Until when those drawn answer, "" before they are invited."""
    first = SeatingEvent.objects.filter(panel=panel, kind="drawn").first()
    return str(first.body["due"]) if first else ""


def panel_rows(sealing: SealedLottery, known: Standing | None = None) -> list[Row]:
    """The composition of the panel as it sits now, small counts hidden."""
    return composition_rows(sealing, seats_now(sealing), known)


def log_entries(panel: Panel) -> list[Row]:
    """The log of seats by pseudonym, in order."""
    return [
        {"entry": event.body, "before": event.before, "digest": event.digest}
        for event in SeatingEvent.objects.filter(panel=panel).order_by("number")
    ]


def log_break(sealing: SealedLottery) -> int | None:
    """The number of the first entry of the log that does not follow from those before; None when all do."""
    entries = [(row["entry"], row["digest"]) for row in log_entries(sealing.panel)]
    place = broken_link(sealing.commitment, entries)
    return None if place is None else place + 1
