"""Pairs as a clerk sees them: two mentions side by side, what agrees, and where they come from."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from misaq.record import LinkDecision as Decision
from misaq.record import compare_names, find_conflicts, parse_names
from misaq.web.accounts.models import Account
from misaq.web.record.access import cases_of
from misaq.web.record.models import LinkDecision, LinkProposal, Organisation, PersonMention
from misaq.web.record.models.person import MentionRole
from misaq.web.record.unlocking import Keyring

LINKED_ROLES = (MentionRole.VICTIM, MentionRole.RELATIVE)
PARTICULARS = ("name", "father", "mother", "birth", "origin", "occupation", "phone", "id_number")
NAMES = frozenset({"name", "father", "mother"})
SAME, NEAR = 0.995, 0.86


@dataclass(frozen=True)
class FieldPair:
    """One field of both mentions. says : same, near, differ, or nothing when one of them does not tell."""

    field: str
    left: str
    right: str
    says: str
    sounds: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Pair:
    """A proposal with both mentions opened."""

    proposal: LinkProposal
    fields: Sequence[FieldPair]
    needs_two: bool
    waits_for_second: bool
    mine: bool


def mentions_of(request: HttpRequest, organisation: Organisation) -> QuerySet[PersonMention]:
    """The mentions of an organisation that can be linked, of cases that somebody may work on."""
    return PersonMention.objects.filter(
        case__in=cases_of(request.user), case__organisation=organisation, role__in=LINKED_ROLES
    ).select_related("case", "source")


def proposals_of(request: HttpRequest, organisation: Organisation) -> QuerySet[LinkProposal]:
    """Undecided pairs, the audit sample first, then the least sure."""
    own = cases_of(request.user)
    return LinkProposal.objects.filter(
        organisation=organisation,
        mention_a__case__in=own,
        mention_b__case__in=own,
        decided_at=None,
    ).order_by("-in_audit", "band", "weight", "pk")


def proposal_of(request: HttpRequest, organisation: Organisation, proposal_id: int) -> LinkProposal:
    """One undecided pair."""
    found = (
        proposals_of(request, organisation)
        .select_related(
            "mention_a__case", "mention_b__case", "mention_a__source", "mention_b__source"
        )
        .filter(pk=proposal_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def next_for(
    request: HttpRequest, organisation: Organisation, account: Account, *, after: int = 0
) -> LinkProposal | None:
    """The next pair that somebody can decide: not one whose first answer is theirs. `after` is left for later."""
    waiting = proposals_of(request, organisation).exclude(first_by=account)
    if after:
        later = waiting.exclude(pk=after)
        return later.filter(pk__gt=after).first() or later.first()
    return waiting.first()


def particulars_of(mention: PersonMention, keys: Keyring) -> dict[str, str]:
    """What a mention tells of a person, opened with this session's keys; {} for a sealed one."""
    text = keys.read(
        mention.case.organisation_id,
        mention.particulars_shut,
        table="mention",
        row=mention.pk,
        field="particulars",
    )
    return dict(json.loads(text)) if text else {}


def pair_of(proposal: LinkProposal, keys: Keyring, account: Account) -> Pair:
    """Both mentions side by side."""
    a, b = proposal.mention_a, proposal.mention_b
    left, right = particulars_of(a, keys), particulars_of(b, keys)
    fields = [
        _field(name, left.get(name, ""), right.get(name, ""))
        for name in PARTICULARS
        if left.get(name) or right.get(name)
    ]
    fields += [
        _field(name, one, other)
        for name, one, other in (
            ("when", a.case.when, b.case.when),
            ("place", a.case.place, b.case.place),
            ("sex", a.sex, b.sex),
        )
        if one or other
    ]
    return Pair(
        proposal,
        fields,
        needs_two=needs_two(a, b),
        waits_for_second=bool(proposal.first_kind),
        mine=proposal.first_by_id == account.pk,
    )


def needs_two(*mentions: PersonMention) -> bool:
    """Whether two people decide: where a name is sealed, or a case is one of sexual violence or of children."""
    return any(one.sealed_id is not None or one.case.is_sensitive for one in mentions)


def _field(name: str, left: str, right: str) -> FieldPair:
    if not left or not right:
        return FieldPair(name, left, right, "nothing")
    if name in NAMES:
        likeness = float(compare_names([left], [right])[0])
        says = "same" if likeness >= SAME else "near" if likeness >= NEAR else "differ"
        sounds = parse_names([left, right]).bones.to_pylist()
        return FieldPair(name, left, right, says, (sounds[0] or "", sounds[1] or ""))
    return FieldPair(name, left, right, "same" if left.strip() == right.strip() else "differ")


def decisions_of(request: HttpRequest, organisation: Organisation) -> QuerySet[LinkDecision]:
    """The decisions of an organisation, the newest first."""
    return LinkDecision.objects.filter(
        organisation=organisation, mention_a__case__in=cases_of(request.user)
    ).order_by("-pk")


def core_log(rows: Iterable[LinkDecision]) -> tuple[Decision, ...]:
    """Decisions as the core reads them, in the order taken."""
    return tuple(
        Decision(
            row.pk,
            str(row.mention_a_id),
            str(row.mention_b_id),
            row.kind,  # type: ignore[arg-type]  # one of LINK_KINDS, kept as text
            tuple(str(one) for one in (row.decided_by_id, row.second_id) if one),
            weight=row.weight if row.weight is not None else float("nan"),
            model_version=row.model_version,
            supersedes=row.supersedes_id or 0,
        )
        for row in sorted(rows, key=lambda row: row.pk)
    )


def conflicts_of(request: HttpRequest, organisation: Organisation) -> list[Any]:
    """Decisions "different" on two mentions that others join."""
    rows = {row.pk: row for row in decisions_of(request, organisation)}
    names = sorted(
        {str(end) for row in rows.values() for end in (row.mention_a_id, row.mention_b_id)}
    )
    return [rows[one.number] for one in find_conflicts(names, core_log(rows.values()))]
