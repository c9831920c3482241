"""Steps of checking a case: one function per act, in a transaction, noted. The rules are the ladder's."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from misaq.foundation.errors import FaultsError
from misaq.record import Review as Step
from misaq.record import check_review, current_rung
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.cases.lineage import independent_sources_of
from misaq.web.record.cases.writers import viewers_of, writers_of
from misaq.web.record.models import Case, Review, SecondCoding
from misaq.web.record.models.case import Stage
from misaq.web.record.review.ladder import (
    round_of,
    steps_of,
)
from misaq.web.record.unlocking import Keyring

VERBS = {
    "admit": "case.reviewed",
    "peer": "case.reviewed",
    "second": "case.verified",
    "return": "case.returned",
    "reopen": "case.reopened",
}


class NotBlindError(ValueError):
    """Somebody who wrote, reviewed or has read a case cannot code it blind."""


@transaction.atomic
def review_step(
    case: Case, step: str, values: Mapping[str, Any], keys: Keyring, *, by: Account
) -> Review:
    """Take a step of the ladder.

    step : admit, peer, return, reopen; a second step is taken by `second_try` alone.
    values : {coding, standard, no_conflict, note}; for return and reopen the note is the reason.
    Raises FaultsError with everything that stands in the way: an author, a wrong rung, a conflict, no reason.
    """
    case = _locked(case)
    return _take(case, step, values, keys, by=by)


def _take(
    case: Case,
    step: str,
    values: Mapping[str, Any],
    keys: Keyring,
    *,
    by: Account,
    open_differences: int = 0,
) -> Review:
    reviews = list(case.reviews.order_by("at", "pk"))
    log = steps_of(case, reviews)
    sources = independent_sources_of(case.sources.all())
    taken = Step(
        number=len(log) + 1,
        case=case.ref,
        step=step,  # type: ignore[arg-type]  # check_review refuses any other
        reviewer=str(by.pk),
        on=max(timezone.localdate(), timezone.localdate(case.opened_at)),
        no_conflict=bool(values.get("no_conflict")),
        standard=values.get("standard") or "allegation",
        independent_sources=sources,
        blind=step == "second",
        open_differences=open_differences,
        reason=values.get("note", ""),
    )
    faults = check_review(log, taken, authors=[str(one) for one in writers_of(case)])
    if faults:
        raise FaultsError(faults)
    row = Review.objects.create(
        case=case,
        coder=by,
        kind=step,
        from_stage=case.stage,
        to_stage=current_rung([*log, taken]),
        standard_of_proof=taken.standard if step in {"peer", "second"} else "",
        coding=values.get("coding", {}),
        independent_sources=sources,
        no_conflict=taken.no_conflict,
    )
    _shut_note(row, case, values.get("note", ""), keys)
    case.stage = row.to_stage
    case.changed_at = row.at
    case.save(update_fields=["stage", "changed_at"])
    note(VERBS[step], by=by, about=case)
    return row


@transaction.atomic
def second_coding_begin(case: Case, *, by: Account) -> SecondCoding:
    """Somebody who knows nothing of a case takes it for coding; it is hidden from them until they are done.

    Raises NotBlindError.
    """
    case = _locked(case)
    if not may_code_second(case, by):
        raise NotBlindError
    begun, _made = SecondCoding.objects.get_or_create(
        case=case, ended_at=None, defaults={"coder": by}
    )
    if begun.coder_id != by.pk:
        raise NotBlindError
    note("coding.began", by=by, about=case)
    return begun


def may_code_second(case: Case, account: Account) -> bool:
    """Whether somebody could code a case blind: it waits for it, and they wrote, reviewed and read none of it."""
    reviews = list(case.reviews.order_by("at", "pk"))
    now = round_of(reviews)
    if case.stage != Stage.REVIEWED or now.peer is None or now.coding is not None:
        return False
    known = {review.coder_id for review in reviews} | writers_of(case) | viewers_of(case)
    return account.pk not in known


@transaction.atomic
def second_coding_decline(coding: SecondCoding, *, by: Account) -> None:
    """Give a case back uncoded: a conflict of interest, or no time. Who declined sees the case again."""
    coding.ended_at, coding.outcome = timezone.now(), "declined"
    coding.save(update_fields=["ended_at", "outcome"])
    note("coding.declined", by=by, about=coding.case)


@transaction.atomic
def second_coding_submit(
    coding: SecondCoding, values: Mapping[str, Any], keys: Keyring, *, by: Account
) -> Review:
    """Keep a blind coding as it is; then take the step that follows from it, if nothing stands in the way.

    values : {coding, standard, no_conflict, note, enough}; where it is not enough the note says why, and the case
    goes back one rung.
    """
    case = _locked(coding.case)
    coding.ended_at, coding.outcome = timezone.now(), "coded"
    coding.save(update_fields=["ended_at", "outcome"])
    row = Review.objects.create(
        case=case,
        coder=by,
        kind="coding",
        from_stage=case.stage,
        to_stage=case.stage,
        standard_of_proof=values["standard"],
        coding=values["coding"],
        no_conflict=values["no_conflict"],
        independent_sources=independent_sources_of(case.sources.all()),
    )
    _shut_note(row, case, values.get("note", ""), keys)
    note("case.coded", by=by, about=case)
    if values.get("enough"):
        second_try(case, keys)
    else:
        _take(case, "return", values, keys, by=by)
    return row


def second_try(case: Case, keys: Keyring, *, settled: bool = False) -> list[Any]:
    """Take the second step in the second coder's name; the faults that stand in the way, [] when it is taken."""
    now = round_of(case.reviews.select_related("coder").order_by("at", "pk"))
    if now.coding is None:
        return []
    values = {
        "coding": now.settling.coding if settled and now.settling else now.coding.coding,
        "standard": now.coding.standard_of_proof,
        "no_conflict": now.coding.no_conflict,
    }
    left = 0 if settled else len(now.open_differences())
    try:
        _take(case, "second", values, keys, by=now.coding.coder, open_differences=left)
    except FaultsError as error:
        return list(error.faults)
    return []


@transaction.atomic
def differences_settle(
    case: Case, coding: Mapping[str, Any], reason: str, keys: Keyring, *, by: Account
) -> Review:
    """The second coder proposes what holds where the two codings differ. Raises NotBlindError for anybody else."""
    case = _locked(case)
    now = round_of(case.reviews.order_by("at", "pk"))
    if now.coding is None or now.coding.coder_id != by.pk:
        raise NotBlindError
    row = Review.objects.create(
        case=case,
        coder=by,
        kind="settling",
        from_stage=case.stage,
        to_stage=case.stage,
        coding=dict(coding),
        no_conflict=now.coding.no_conflict,
    )
    _shut_note(row, case, reason, keys)
    note("case.settled", by=by, about=case)
    return row


@transaction.atomic
def settling_confirm(case: Case, keys: Keyring, *, by: Account) -> list[Any]:
    """Another reviewer agrees with what was settled: the second step is taken. The faults that stand in the way.

    Raises NotBlindError for the second coder and for whoever wrote the case.
    """
    case = _locked(case)
    now = round_of(case.reviews.order_by("at", "pk"))
    if now.coding is None or by.pk == now.coding.coder_id or by.pk in writers_of(case):
        raise NotBlindError
    settled = now.settling is not None
    faults = second_try(case, keys, settled=settled)
    if not faults:
        note("case.confirmed", by=by, about=case)
    return faults


def _locked(case: Case) -> Case:
    """The row as it is now: two people may press at once. It was got by access before."""
    return (
        Case.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=case.pk)
    )


def _shut_note(row: Review, case: Case, text: str, keys: Keyring) -> None:
    row.note_shut = keys.shut(case.organisation_id, text, table="review", row=row.pk, field="note")
    row.save(update_fields=["note_shut"])
