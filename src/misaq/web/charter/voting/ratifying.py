"""The last act: the whole text frozen with the decisions it rests on, and its hash in the public log."""

from typing import Any

from django.utils import timezone

from misaq.web.charter.drafting.events import event_note
from misaq.web.charter.drafting.texts import text_of
from misaq.web.charter.models import ClauseGround, Division, Drafting, Ratification


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


def grounds_of(drafting: Drafting) -> dict[str, list[ClauseGround]]:
    """Provision to what its clause rests on: from the base draft, and from every proposal adopted into it."""
    found: dict[str, dict[tuple[str, str], ClauseGround]] = {}
    rows = ClauseGround.objects.filter(drafting=drafting).select_related("proposal")
    for ground in rows.order_by("pk"):
        if ground.proposal is None or ground.proposal.state == "adopted":
            found.setdefault(ground.provision, {})[ground.kind, ground.ref] = ground
    return {provision: list(each.values()) for provision, each in found.items()}
