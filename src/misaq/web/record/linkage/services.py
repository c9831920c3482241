"""Deciding which mentions are one person: a model proposes, people decide, persons are computed from decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import pyarrow as pa
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from misaq.engines.linkage import score_pairs
from misaq.foundation.errors import InputError
from misaq.record import (
    LINK_KINDS,
    LinkDecisionError,
    OneReviewerError,
    PersonCount,
    build_features,
    decide,
    estimate_persons,
    find_persons,
    link_rows,
    undo,
)
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.linkage.selectors import core_log, needs_two, particulars_of
from misaq.web.record.models import (
    LinkDecision,
    LinkProposal,
    Organisation,
    Person,
    PersonMention,
)
from misaq.web.record.unlocking import Keyring

MOST_HERE = 5_000
"""Mentions compared in one request; larger registers are linked on a key-holder's machine."""
_FIELDS = {
    "name": "name",
    "father": "father",
    "mother": "mother",
    "birth": "born",
    "id_number": "id",
    "phone": "phone",
    "origin": "district",
    "occupation": "work",
}


class TooManyMentionsError(InputError):
    """More mentions than one request compares."""

    code = "link_too_many_here"


class TooFewMentionsError(InputError):
    """Fewer than two mentions with a name: there is no pair."""

    code = "link_too_few_here"


@dataclass(frozen=True)
class Proposed:
    """What a comparison gave: mentions and pairs compared, proposals that are new, how many persons there may be."""

    mentions: int
    compared: int
    new: int
    persons: PersonCount


@transaction.atomic
def pairs_propose(
    organisation: Organisation,
    mentions: Sequence[PersonMention],
    keys: Keyring,
    *,
    seed: int,
    by: Account,
) -> Proposed:
    """Compare mentions with the keys of this session and propose pairs; what was decided or proposed stays.

    Raises TooManyMentionsError, TooFewMentionsError.
    """
    if len(mentions) > MOST_HERE:
        raise TooManyMentionsError(most=MOST_HERE, n=len(mentions))
    opened = [(mention, particulars_of(mention, keys)) for mention in mentions]
    named = sorted((row for row in opened if row[1].get("name")), key=lambda row: row[0].pk)
    rows, told = [row[0] for row in named], [row[1] for row in named]
    if len(rows) < 2:
        raise TooFewMentionsError(n=len(rows))
    columns = {
        field: pa.chunked_array([[one.get(name) or None for one in told]], pa.string())
        for name, field in _FIELDS.items()
    }
    columns["when"] = pa.chunked_array([[m.case.when or None for m in rows]], pa.string())
    columns["sex"] = pa.chunked_array([[m.sex or None for m in rows]], pa.string())
    kept = {name: cells for name, cells in columns.items() if cells.null_count < len(cells)}
    scored = score_pairs(build_features(kept), seed=seed)
    ends = scored.left, scored.right, scored.probability
    linked = link_rows(len(rows), *ends, seed=seed)
    new = _keep(organisation, rows, scored.left, scored.right, scored.probability, linked.audit)
    note("linkage.proposed", by=by, organisation=organisation)
    persons = estimate_persons(len(rows), *ends, seed=seed)
    return Proposed(len(rows), len(scored.candidates), new, persons)


def _keep(
    organisation: Organisation,
    rows: Sequence[PersonMention],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    probability: NDArray[np.float64],
    audit: NDArray[np.bool_],
) -> int:
    known = {
        frozenset(pair)
        for model in (LinkProposal, LinkDecision)
        for pair in model.objects.filter(organisation=organisation).values_list(
            "mention_a", "mention_b"
        )
    }
    found = []
    for place in np.flatnonzero(probability >= 0.5).tolist():
        a, b = rows[int(left[place])], rows[int(right[place])]
        if frozenset((a.pk, b.pk)) not in known:
            found.append(
                LinkProposal(
                    organisation=organisation,
                    mention_a=a,
                    mention_b=b,
                    weight=float(probability[place]),
                    band="auto" if probability[place] >= 0.99 else "clerical",
                    in_audit=bool(audit[place]),
                )
            )
    LinkProposal.objects.bulk_create(found, batch_size=500)
    return len(found)


@transaction.atomic
def pair_decide(
    proposal: LinkProposal, kind: str, *, by: Account, reason: str, keys: Keyring
) -> LinkDecision | None:
    """Decide a pair; where two people are needed, the first answer waits (None), and two that differ are "unsure".

    Raises LinkDecisionError for an unknown kind or a pair decided meanwhile, OneReviewerError when the second is
    the first.
    """
    found = LinkProposal.objects.select_for_update().get(pk=proposal.pk)
    if kind not in LINK_KINDS or found.decided_at is not None:
        raise LinkDecisionError(number=found.pk)
    house = found.organisation
    text = " ".join(reason.split())
    if needs_two(found.mention_a, found.mention_b):
        if not found.first_kind:
            found.first_kind, found.first_by = kind, by
            found.first_reason_shut = keys.shut(
                house, text, table="proposal", row=found.pk, field="first_reason"
            )
            found.save(update_fields=["first_kind", "first_by", "first_reason_shut"])
            note("linkage.first-answer", by=by, organisation=house, about=found)
            return None
        if found.first_by_id == by.pk:
            raise OneReviewerError(needed=2)
        both = kind if kind == found.first_kind else "unsure"
        return _decided(found, both, by=by, second=found.first_by, reason=text, keys=keys)
    return _decided(found, kind, by=by, second=None, reason=text, keys=keys)


def _decided(
    proposal: LinkProposal,
    kind: str,
    *,
    by: Account,
    second: Account | None,
    reason: str,
    keys: Keyring,
) -> LinkDecision:
    ends = str(proposal.mention_a_id), str(proposal.mention_b_id)
    sealed = ends if needs_two(proposal.mention_a, proposal.mention_b) else ()
    people = [str(one.pk) for one in (by, second) if one]
    decide((), *ends, kind, decided_by=people, sealed=sealed)  # type: ignore[arg-type]  # checked
    row = LinkDecision.objects.create(
        organisation=proposal.organisation,
        mention_a=proposal.mention_a,
        mention_b=proposal.mention_b,
        kind=kind,
        weight=proposal.weight,
        model_version=proposal.model_version,
        decided_by=by,
        second=second,
    )
    _shut_reason(row, reason, keys)
    proposal.decided_at = timezone.now()
    proposal.save(update_fields=["decided_at"])
    note(f"linkage.{kind}", by=by, organisation=row.organisation, about=row)
    persons_compute(row.organisation, touched=[proposal.mention_a_id, proposal.mention_b_id])
    return row


def _shut_reason(row: LinkDecision, reason: str, keys: Keyring) -> None:
    row.reason_shut = keys.shut(
        row.organisation, reason, table="link_decision", row=row.pk, field="reason"
    )
    row.save(update_fields=["reason_shut"])


@transaction.atomic
def decision_undo(
    decision: LinkDecision, *, by: Account, reason: str, keys: Keyring
) -> LinkDecision:
    """Take a decision back by one more; what stood before stands again.

    Raises LinkDecisionError when it is taken back already, OneReviewerError where two people decide: `pair_reopen`.
    """
    pair = LinkDecision.objects.filter(
        organisation=decision.organisation,
        mention_a=decision.mention_a,
        mention_b=decision.mention_b,
    )
    ends = str(decision.mention_a_id), str(decision.mention_b_id)
    sealed = ends if needs_two(decision.mention_a, decision.mention_b) else ()
    back = undo(core_log(pair), decision.pk, decided_by=[str(by.pk)], sealed=sealed)[-1]
    row = LinkDecision.objects.create(
        organisation=decision.organisation,
        mention_a=decision.mention_a,
        mention_b=decision.mention_b,
        kind=back.kind,
        decided_by=by,
        supersedes=decision,
    )
    _shut_reason(row, " ".join(reason.split()), keys)
    note("linkage.undone", by=by, organisation=row.organisation, about=decision)
    persons_compute(row.organisation, touched=[decision.mention_a_id, decision.mention_b_id])
    return row


@transaction.atomic
def pair_reopen(decision: LinkDecision, *, by: Account) -> LinkProposal:
    """Put a pair that takes two people to them again; the decision stands until they have answered."""
    proposal, _new = LinkProposal.objects.update_or_create(
        mention_a=decision.mention_a,
        mention_b=decision.mention_b,
        defaults={
            "organisation": decision.organisation,
            "weight": decision.weight if decision.weight is not None else 0.5,
            "band": "clerical",
            "first_kind": "",
            "first_by": None,
            "first_reason_shut": b"",
            "decided_at": None,
        },
    )
    note("linkage.reopened", by=by, organisation=decision.organisation, about=decision)
    return proposal


@transaction.atomic
def persons_compute(organisation: Organisation, *, touched: Sequence[UUID] = ()) -> int:
    """Compute persons from the decisions in force; returns how many of those looked at have two mentions or more.

    touched : only persons that hold one of these mentions, or held one before, are looked at; () for all.
    """
    log = core_log(LinkDecision.objects.filter(organisation=organisation))
    homes = PersonMention.objects.filter(pk__in=touched).exclude(person=None).values("person")
    near = {*touched, *PersonMention.objects.filter(person__in=homes).values_list("pk", flat=True)}
    looked = {str(one) for one in near}
    names = sorted({end for one in log for end in one.pair} | looked)
    persons = [one for one in find_persons(names, log) if not touched or one & looked]
    free = set(homes.values_list("person", flat=True))
    for person in persons:
        _head(person, free)
    Person.objects.filter(mentions=None).delete()
    return sum(len(person) > 1 for person in persons)


def _head(person: frozenset[str], free: set[UUID]) -> None:
    """Give the mentions of one person one head: one they had, if no other person has taken it, else a new one."""
    mentions = PersonMention.objects.filter(pk__in=person)
    if len(person) == 1:
        mentions.update(person=None)
        return
    had = sorted(set(mentions.exclude(person=None).values_list("person", flat=True)))
    kept = next((one for one in had if one in free), None)
    free -= {kept} if kept else set()
    mentions.update(person=kept or Person.objects.create().pk)
