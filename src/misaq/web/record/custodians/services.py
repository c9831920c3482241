"""What is done to open a sealed record. The server passes documents on; it never holds a key or the text."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from misaq.foundation.errors import InputError
from misaq.record import (
    RecordEvent,
    SealedRecord,
    SealingFormError,
    ShareRelease,
    read_release,
    read_request,
    read_sealed,
    released_event,
    request_opening,
    sealed_event,
)
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.models import (
    Custodian,
    Organisation,
    SealedIdentity,
    ShareAnswer,
    UnsealRequest,
)
from misaq.web.record.sealed.services import group_current, keepers_of, leaf_wait

DAYS_OPEN = 14


class ReleaseForAnotherError(InputError):
    """A release that answers another request, or in another custodian's name."""

    code = "release_for_another"


class RequestEndedError(InputError):
    """A request that has expired, or has been answered by this custodian already."""

    code = "unseal_request_ended"


@transaction.atomic
def unseal_ask(
    sealed: SealedIdentity, *, by: Account, reason: str, recipient: str, days: int = DAYS_OPEN
) -> UnsealRequest:
    """Ask the custodians to open one record for the holder of `recipient`.

    Raises SealingFormError, CustodiansError.
    """
    asked = request_opening(
        read_sealed(sealed.document.encode()),
        asker=f"account-{by.pk}",
        recipient=recipient.strip(),
        reason=reason,
    )
    row = UnsealRequest.objects.create(
        sealed=sealed,
        asked_by=by,
        reason=asked.reason,
        recipient=asked.recipient,
        document=asked.document().decode(),
        expires_at=timezone.now() + timedelta(days=days),
    )
    note("sealed.asked", by=by, organisation=_house(sealed), about=row)
    return row


@transaction.atomic
def share_release(request: UnsealRequest, custodian: Custodian, document: str) -> ShareAnswer:
    """Keep the share that a custodian released to the asker; only the asker's key opens it.

    Raises SealingFormError when it is no release, ReleaseForAnotherError, RequestEndedError.
    """
    release = read_release(document.strip().encode() + b"\n")
    _require_own(release, request, custodian)
    answer = _answer(request, custodian, release=release.document().decode())
    leaf_wait(released_event(release), about=str(request.sealed_id))
    note("sealed.share-released", by=custodian.account, about=request)
    return answer


@transaction.atomic
def share_refuse(request: UnsealRequest, custodian: Custodian, reason: str) -> ShareAnswer:
    """Refuse; the asker reads the reason. Raises RequestEndedError."""
    answer = _answer(request, custodian, refusal=" ".join(reason.split()))
    note("sealed.share-refused", by=custodian.account, about=request)
    return answer


def _require_own(release: ShareRelease, request: UnsealRequest, custodian: Custodian) -> None:
    asked = read_request(request.document.encode())
    theirs = (release.record, release.seal, release.request, release.custodian)
    if theirs != (asked.record, asked.seal, asked.digest, custodian.handle):
        raise ReleaseForAnotherError(custodian=custodian.handle)


def _answer(
    request: UnsealRequest, custodian: Custodian, *, release: str = "", refusal: str = ""
) -> ShareAnswer:
    ended = request.expires_at <= timezone.now()
    if ended or request.answers.filter(custodian=custodian).exists():
        raise RequestEndedError(custodian=custodian.handle)
    return ShareAnswer.objects.create(
        request=request, custodian=custodian, release=release, refusal=refusal
    )


@transaction.atomic
def shares_handed_over(request: UnsealRequest, *, by: Account) -> UnsealRequest:
    """Note that the asker was given enough shares: from now on it must be taken as opened."""
    if request.opened_at is None:
        request.opened_at = timezone.now()
        request.save(update_fields=["opened_at"])
        event = RecordEvent("record.opened", {"record": str(request.sealed_id)})
        leaf_wait(event, about=str(request.sealed_id))
        note("sealed.opened", by=by, organisation=_house(request.sealed), about=request)
    return request


@transaction.atomic
def identity_reseal(sealed: SealedIdentity, document: str, *, by: Account) -> SealedIdentity:
    """Put a record that was sealed anew for the custodians of today in the old one's place; the old text is deleted.

    Raises SealingFormError when it is another record or sealed to others.
    """
    new, old = read_sealed(document.strip().encode() + b"\n"), read_sealed(sealed.document.encode())
    group = group_current()
    _require_successor(new, old, group_keepers=keepers_of(group).custodians, k=group.threshold)
    sealed.document, sealed.group = new.document().decode(), group
    sealed.save(update_fields=["document", "group"])
    sealed.requests.filter(opened_at=None).update(expires_at=timezone.now())
    about = str(sealed.pk)
    body = {**sealed_event(new).body, "before": old.digest}
    leaf_wait(RecordEvent("record.resealed", body), about=about)
    deleted = {"record": old.record, "sealing": old.digest}
    leaf_wait(RecordEvent("record.ciphertext-deleted", deleted), about=about)
    note("sealed.resealed", by=by, organisation=_house(sealed), about=sealed)
    return sealed


def _require_successor(
    new: SealedRecord, old: SealedRecord, *, group_keepers: tuple[object, ...], k: int
) -> None:
    theirs = {share.custodian for share in new.shares}
    if new.record != old.record or new.digest == old.digest or new.threshold != k:
        raise SealingFormError(what="record.sealed")
    if theirs != set(group_keepers):
        raise SealingFormError(what="record.sealed")


def _house(sealed: SealedIdentity) -> Organisation | None:
    return sealed.case.organisation if sealed.case else None
