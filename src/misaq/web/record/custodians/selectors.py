"""What a custodian, and who asks them, may read about a sealed record: never what is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from misaq.web.accounts.models import Account
from misaq.web.record.access import cases_of, organisations_of, unseal_requests_for
from misaq.web.record.models import (
    Custodian,
    CustodianGroup,
    Organisation,
    SealedIdentity,
    ShareAnswer,
    UnsealRequest,
)

Row = TypeVar("Row")


@dataclass(frozen=True)
class Standing:
    """Where a request stands: how many shares are there, how many it takes, who refused and why."""

    request: UnsealRequest
    released: int
    needed: int
    refusals: Sequence[ShareAnswer]
    waiting: Sequence[Custodian]
    is_expired: bool

    @property
    def opens(self) -> bool:
        """Whether there are shares enough."""
        return self.released >= self.needed

    @property
    def cannot_open(self) -> bool:
        """Whether so many refused that the rest are too few."""
        return self.released + len(self.waiting) < self.needed


def sealed_of(request: HttpRequest, sealed_id: UUID) -> SealedIdentity:
    """A sealed identity of a case that somebody may work on."""
    found = SealedIdentity.objects.filter(pk=sealed_id, case__in=cases_of(request.user))
    return _or_404(found.select_related("case", "group").first())


def asked_by(request: HttpRequest, account: Account) -> QuerySet[UnsealRequest]:
    """What somebody asked for themselves, of cases that they may still work on: nobody else sees the answers."""
    return UnsealRequest.objects.filter(
        asked_by=account, sealed__case__in=cases_of(request.user)
    ).select_related("sealed__case", "sealed__group")


def asked_of(request: HttpRequest, account: Account, request_id: UUID) -> UnsealRequest:
    """One of somebody's own requests."""
    return _or_404(asked_by(request, account).filter(pk=request_id).first())


def kept_of(request: HttpRequest, request_id: UUID) -> UnsealRequest:
    """A request that a custodian is asked about."""
    found = unseal_requests_for(request.user).select_related("sealed__group", "asked_by")
    return _or_404(found.filter(pk=request_id).first())


def custodian_of(account: Account, group: CustodianGroup) -> Custodian:
    """Somebody's own place among the custodians of a group."""
    return _or_404(group.custodians.filter(account=account).order_by("handle").first())


def standing(request: UnsealRequest) -> Standing:
    """Where a request stands."""
    answers = list(request.answers.select_related("custodian").order_by("answered_at"))
    answered = {answer.custodian_id for answer in answers}
    keepers = request.sealed.group.custodians.order_by("handle")
    return Standing(
        request,
        released=sum(bool(answer.release) for answer in answers),
        needed=request.sealed.group.threshold,
        refusals=[answer for answer in answers if not answer.release],
        waiting=[keeper for keeper in keepers if keeper.pk not in answered],
        is_expired=request.expires_at <= timezone.now(),
    )


def asker_houses(request: UnsealRequest) -> QuerySet[Organisation]:
    """For whom the asker works: a custodian wants to know."""
    return organisations_of(request.asked_by)


def under_former_groups(request: HttpRequest) -> QuerySet[SealedIdentity]:
    """Own sealed records that former custodians still keep."""
    return (
        SealedIdentity.objects.filter(case__in=cases_of(request.user))
        .exclude(group__ended_at=None)
        .select_related("case", "group")
        .annotate(n_requests=Count("requests"))
        .order_by("made_at", "pk")
    )


def _or_404(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
