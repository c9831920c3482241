"""The grounds picker: everything a clause may rest on, from the documents that are published, with search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from misaq.charter import KINDS, RIGHTS, right_title
from misaq.process import Results
from misaq.web.charter.models import ClauseGround, Drafting, Proposal
from misaq.web.charter.refusals import RefusedError
from misaq.web.shell.findings import findings_in

MOST_SHOWN = 30
_OPEN = {Proposal.State.OPEN, Proposal.State.AGAIN}


@dataclass(frozen=True)
class Choice:
    """Something a clause may rest on. text : by language, or in one. page, item, anchor : where it is shown."""

    kind: str
    ref: str
    text: Any
    shown: str = ""
    page: str = ""
    item: str = ""
    anchor: str = ""
    href: str = ""
    verdict: str = ""
    searched: str = field(default="", repr=False)


def choices_in(results: Results) -> dict[str, list[Choice]]:
    """By kind, everything that may be cited, in the order of its document."""
    found: dict[str, list[Choice]] = {kind: [] for kind in KINDS}
    for choice in (
        *_findings(results),
        *_statements(results),
        *_acknowledgements(results),
        *_commitments(results),
        *_amendments(results),
        *_rights(),
    ):
        found[choice.kind].append(choice)
    return found


def search_choices(results: Results, kind: str, asked: str) -> tuple[list[Choice], int]:
    """What matches every word that is asked for, in any of its languages, and how many more do."""
    words = asked.casefold().split()
    kinds = [kind] if kind in KINDS else list(KINDS)
    everything = choices_in(results)
    found = [
        choice
        for each in kinds
        for choice in everything[each]
        if all(word in choice.searched for word in words)
    ]
    return found[:MOST_SHOWN], max(0, len(found) - MOST_SHOWN)


def find_choice(results: Results, kind: str, ref: str) -> Choice | None:
    """One thing that may be cited; None when it is nowhere among what is published."""
    return next((c for c in choices_in(results).get(kind, []) if c.ref == ref), None)


def grounds_of(drafting: Drafting) -> dict[str, list[ClauseGround]]:
    """Provision to what its clause rests on: from the base draft, and from every proposal adopted into it."""
    found: dict[str, dict[tuple[str, str], ClauseGround]] = {}
    rows = ClauseGround.objects.filter(drafting=drafting).select_related("proposal")
    for ground in rows.order_by("pk"):
        if ground.proposal is None or ground.proposal.state == "adopted":
            found.setdefault(ground.provision, {})[ground.kind, ground.ref] = ground
    return {provision: list(each.values()) for provision, each in found.items()}


@transaction.atomic
def ground_add(proposal: Proposal, choice: Choice, note: Mapping[str, str]) -> ClauseGround:
    """Let a proposal rest on something; what it rests on already only gets the new note. Raises RefusedError."""
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state not in _OPEN:
        raise RefusedError(_("Its text is frozen or decided: its grounds are fixed with it."))
    words = {code: " ".join(text.split())[:300] for code, text in note.items() if text.strip()}
    try:
        with transaction.atomic():
            ground, _made = ClauseGround.objects.update_or_create(
                proposal=row,
                kind=choice.kind,
                ref=choice.ref,
                defaults={
                    "drafting_id": row.drafting_id,
                    "provision": row.provision,
                    "note": words,
                },
            )
    except IntegrityError:
        return ClauseGround.objects.get(proposal=row, kind=choice.kind, ref=choice.ref)
    return ground


@transaction.atomic
def ground_remove(proposal: Proposal, ground_id: int) -> None:
    """Take a ground away again. Raises RefusedError."""
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state not in _OPEN:
        raise RefusedError(_("Its text is frozen or decided: its grounds are fixed with it."))
    ClauseGround.objects.filter(proposal=row, pk=ground_id).delete()


def _choice(kind: str, ref: str, text: Any, **more: str) -> Choice:
    words = list(text.values()) if isinstance(text, Mapping) else [str(text)]
    searched = " ".join([ref, more.get("shown", ""), *words]).casefold()
    return Choice(kind, ref, text, searched=searched, **more)


def _findings(results: Results) -> Iterable[Choice]:
    """Findings of the record that are public, and no other."""
    for finding in findings_in(results):
        yield _choice("finding", finding.ref, finding.text, href=finding.href)


def _statements(results: Results) -> Iterable[Choice]:
    for statement in (results.results("dialogue.statements") or {}).get("statements", []):
        if statement.get("verdict") == "common_ground":
            yield _choice(
                "statement",
                statement["id"],
                {code: text["text"] for code, text in statement["texts"].items()},
                page="dialogue-statement",
                item=statement["id"],
                verdict="common_ground",
            )


def _acknowledgements(results: Results) -> Iterable[Choice]:
    """Every acknowledgement that is published by its number; those that drafts cite have words."""
    document = results.results("charter.drafts") or {}
    notes = {
        ground["ref"]: ground["note"]
        for draft in document.get("drafts", [])
        for ground in draft["grounds"]
        if ground["kind"] == "acknowledgement"
    }
    cited = document.get("cited", {}).get("acknowledgement", {})
    refs = {*cited, *document.get("uncited", {}).get("acknowledgement", ())}
    for ref in sorted(refs, key=lambda ref: (ref not in notes, ref)):
        yield _choice(
            "acknowledgement", ref, notes.get(ref, ""), page="record-acknowledgement", item=ref
        )


def _commitments(results: Results) -> Iterable[Choice]:
    for row in (results.results("table.commitments") or {}).get("commitments", []):
        yield _choice("commitment", row["id"], row["title"], page="table", anchor=f"#c-{row['id']}")


def _amendments(results: Results) -> Iterable[Choice]:
    for row in (results.results("charter.versions") or {}).get("versions", [])[1:]:
        n = str(row["n"])
        yield _choice("amendment", n, row["title"], page="charter-amendment", item=n)


def _rights() -> Iterable[Choice]:
    for ref in RIGHTS:
        yield _choice("right", ref, right_title(ref), shown=ref.partition("-")[2])
