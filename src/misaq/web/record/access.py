"""The few functions through which anybody gets at a row of the record.

Views, search, bulk acts, exports and counts use these. What is not there and what is not theirs look the same:
`Http404`.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from misaq.web.accounts.access import Person, account_of, only, roles_of
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.record.models import (
    Case,
    CustodianGroup,
    EvidenceItem,
    Organisation,
    ResponseRequest,
    UnsealRequest,
    Upload,
)
from misaq.web.record.unlocking import keyring_of

Row = TypeVar("Row", bound=Model)
WORKING = frozenset({Role.DOCUMENTER, Role.REVIEWER})
RECENT = timedelta(days=30)


def signed_in_account(request: HttpRequest) -> Account:
    """The account of a request whose view is for signed-in people only."""
    account = account_of(request.user)
    if account is None:
        raise Http404
    return account


def organisations_of(person: Person) -> QuerySet[Organisation]:
    """The organisations that somebody works for now."""
    account = account_of(person)
    if account is None:
        return Organisation.objects.none()
    return Organisation.objects.filter(
        memberships__account=account, memberships__ended_at=None
    ).order_by("slug")


def organisation_of(request: HttpRequest, slug: str = "") -> Organisation:
    """The organisation somebody works for: the one named, or their first."""
    found = organisations_of(request.user)
    organisation = (found.filter(slug=slug) if slug else found).first()
    if organisation is None:
        raise Http404
    return organisation


def cases_of(person: Person) -> QuerySet[Case]:
    """The cases somebody may work on: of their own organisations; nobody else's, whatever the role.

    Where an organisation is write-only, a documenter who is no reviewer has only what they opened lately.
    """
    account, roles = account_of(person), roles_of(person)
    if account is None or not roles & WORKING:
        return Case.objects.none()
    own = Case.objects.filter(organisation__in=organisations_of(person), erased_at=None)
    if Role.REVIEWER in roles:
        return own
    lately = Q(opened_by=account, opened_at__gte=timezone.now() - RECENT)
    return own.filter(Q(organisation__write_only=False) | lately)


def case_of(request: HttpRequest, ref: str) -> Case:
    """A case that somebody may work on."""
    return _one(cases_of(request.user).select_related("organisation", "opened_by"), ref=ref)


def followed_cases_of(person: Person) -> QuerySet[Case]:
    """The cases that somebody of the family follows."""
    account = account_of(person)
    if account is None or Role.FAMILY not in roles_of(person):
        return Case.objects.none()
    follows = Q(followers__account=account, followers__ended_at=None)
    return Case.objects.filter(follows, erased_at=None).distinct()


def followed_case_of(request: HttpRequest, ref: str) -> Case:
    """A case that somebody of the family follows."""
    return _one(followed_cases_of(request.user), ref=ref)


def requests_to(person: Person) -> QuerySet[ResponseRequest]:
    """The requests that somebody may answer: those to the authority they speak for."""
    if Role.AUTHORITY not in roles_of(person):
        return ResponseRequest.objects.none()
    own = organisations_of(person).filter(kind="authority")
    return ResponseRequest.objects.filter(addressee__in=own, case__erased_at=None)


def request_to(request: HttpRequest, request_id: UUID) -> ResponseRequest:
    """One request that somebody may answer."""
    return _one(requests_to(request.user).select_related("case", "addressee"), pk=request_id)


def unseal_requests_for(person: Person) -> QuerySet[UnsealRequest]:
    """The requests to open a sealed record that a custodian is asked about, and nobody else's."""
    account = account_of(person)
    if account is None or Role.CUSTODIAN not in roles_of(person):
        return UnsealRequest.objects.none()
    groups = CustodianGroup.objects.filter(custodians__account=account)
    return UnsealRequest.objects.filter(sealed__group__in=groups)


def evidence_of(request: HttpRequest, item_id: UUID) -> EvidenceItem:
    """A file of a case that somebody may work on."""
    found = EvidenceItem.objects.filter(case__in=cases_of(request.user))
    return _one(found.select_related("case__organisation", "received_by"), pk=item_id)


def uploads_of(person: Person) -> QuerySet[Upload]:
    """The unfinished uploads into cases that somebody may work on; a colleague may go on with them."""
    return Upload.objects.filter(case__in=cases_of(person))


def upload_of(request: HttpRequest, upload_id: UUID) -> Upload:
    """An unfinished upload into a case that somebody may work on."""
    return _one(uploads_of(request.user).select_related("case__organisation"), pk=upload_id)


def _one(rows: QuerySet[Row], **which: Any) -> Row:
    found = rows.filter(**which).first()
    if found is None:
        raise Http404
    return found


def unlocked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the keys of this session; without them the page that asks for the passphrase comes first."""

    @wraps(view)
    def with_keys(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keys = keyring_of(request)
        if keys is None:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
            response = redirect("record_unlock")
            if back:
                request.session["record_back"] = back
            return response
        return view(request, keys, *args, **kwargs)

    return with_keys


def working(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to documenters and reviewers who have unlocked the record; it gets their `Keyring`."""
    return only(*WORKING)(unlocked(view))
