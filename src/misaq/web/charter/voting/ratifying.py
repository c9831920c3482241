"""The last act: the whole text frozen with the decisions it rests on, and its hash in the public log."""

from typing import Any

from django.utils import timezone

from misaq.web.charter.drafting.events import event_note
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.models import Division, Drafting, Ratification


def charter_ratify(drafting: Drafting, division: Division) -> Ratification:
    """Freeze the charter as it was voted on. Runs inside the closing of the division on its ratification."""
    text = text_of(drafting)
    clauses: list[dict[str, Any]] = [
        {
            "id": clause.id,
            "label": clause.label,
            "kind": clause.kind,
            "above": clause.above,
            "headings": dict(clause.headings),
            "texts": dict(clause.texts),
        }
        for clause in text.clauses
    ]
    ratification = Ratification.objects.create(
        drafting=drafting,
        division=division,
        texts=division.texts,
        clauses=clauses,
        sha256=division.text_sha256,
    )
    drafting.state = Drafting.State.RATIFIED
    drafting.save(update_fields=["state"])
    event_note(
        drafting,
        "ratified",
        "ratified",
        {
            "text": ratification.sha256,
            "division": division.number,
            "decisions": [
                d.number
                for d in Division.objects.filter(drafting=drafting, outcome="passed").order_by(
                    "number"
                )
            ],
            "on": timezone.localdate().isoformat(),
        },
    )
    return ratification
