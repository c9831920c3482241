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
    Actor,
    Case,
    CustodianGroup,
    Draft,
    EvidenceItem,
    ImportMapping,
    ImportRun,
    Organisation,
    PublishedCase,
    ResponseRequest,
    SecondCoding,
    Submission,
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
    A case that somebody is coding a second time is not there for them until they are done (`second_coding_of`).
    """
    account, roles = account_of(person), roles_of(person)
    if account is None or not roles & WORKING:
        return Case.objects.none()
    # As values, not as a query inside the query: so that both databases walk the index of one organisation.
    houses = list(organisations_of(person).values_list("pk", flat=True))
    blind = SecondCoding.objects.filter(coder=account, ended_at=None)
    own = Case.objects.filter(organisation__in=houses, erased_at=None)
    own = own.exclude(pk__in=blind.values("case"))
    if Role.REVIEWER in roles:
        return own
    lately = Q(opened_by=account, opened_at__gte=timezone.now() - RECENT)
    return own.filter(Q(organisation__write_only=False) | lately)


def case_of(request: HttpRequest, ref: str) -> Case:
    """A case that somebody may work on."""
    return _one(cases_of(request.user).select_related("organisation", "opened_by"), ref=ref)


def second_codings_of(person: Person) -> QuerySet[SecondCoding]:
    """The cases that somebody is coding a second time: their sources are all they get."""
    account = account_of(person)
    if account is None or Role.REVIEWER not in roles_of(person):
        return SecondCoding.objects.none()
    return SecondCoding.objects.filter(
        coder=account,
        ended_at=None,
        case__erased_at=None,
        case__organisation__in=organisations_of(person),
    )


def second_coding_of(request: HttpRequest, ref: str) -> SecondCoding:
    """A case that somebody is coding a second time."""
    found = second_codings_of(request.user).select_related("case__organisation")
    return _one(found, case__ref=ref)


def actors_of(person: Person) -> QuerySet[Actor]:
    """The institutions and groups that somebody's own cases name; whom others' cases name is not told."""
    return Actor.objects.filter(involvement__act__case__in=cases_of(person)).distinct()


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
    return _one(
        requests_to(request.user).select_related("case__organisation", "addressee"), pk=request_id
    )


def sent_request_of(request: HttpRequest, request_id: UUID) -> ResponseRequest:
    """A request that was sent about a case that somebody may work on."""
    sent = ResponseRequest.objects.filter(case__in=cases_of(request.user))
    return _one(sent.select_related("case__organisation", "addressee"), pk=request_id)


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


def proposals_for(person: Person) -> QuerySet[PublishedCase]:
    """Proposed public pages of cases of other organisations, on which a reviewer of another side decides.

    They see what would be public, never the case.
    """
    if Role.REVIEWER not in roles_of(person):
        return PublishedCase.objects.none()
    own = organisations_of(person)
    sides = {one.side for one in own if one.side}
    waits = PublishedCase.objects.filter(state=PublishedCase.State.PROPOSED, case__erased_at=None)
    waits = waits.exclude(case__organisation__in=own).select_related("case__organisation")
    other = [row.pk for row in waits if row.side and sides and not sides & set(row.side)]
    return waits.filter(pk__in=other)


def proposal_for(request: HttpRequest, ref: str) -> PublishedCase:
    """One proposed public page on which somebody decides."""
    return _one(proposals_for(request.user), ref=ref)


def submissions_of(person: Person) -> QuerySet[Submission]:
    """What was told from outside to the organisations that somebody works for.

    Where an organisation is write-only, its reviewers read it and its documenters do not.
    """
    roles = roles_of(person)
    if not roles & WORKING:
        return Submission.objects.none()
    own = Submission.objects.filter(organisation__in=organisations_of(person))
    return own if Role.REVIEWER in roles else own.filter(organisation__write_only=False)


def submission_of(request: HttpRequest, submission_id: UUID) -> Submission:
    """One thing told from outside that somebody may read."""
    found = submissions_of(request.user).select_related("organisation", "case", "sealed")
    return _one(found, pk=submission_id)


def drafts_of(person: Person) -> QuerySet[Draft]:
    """The unfinished forms of somebody: their own alone, of organisations they still work for."""
    account = account_of(person)
    if account is None or Role.DOCUMENTER not in roles_of(person):
        return Draft.objects.none()
    return Draft.objects.filter(by=account, organisation__in=organisations_of(person))


def draft_of(request: HttpRequest, draft_id: UUID) -> Draft:
    """One unfinished form of one's own."""
    return _one(drafts_of(request.user).select_related("organisation"), pk=draft_id)


def import_runs_of(person: Person) -> QuerySet[ImportRun]:
    """The lists that somebody brought, of organisations they still work for."""
    account = account_of(person)
    if account is None or Role.DOCUMENTER not in roles_of(person):
        return ImportRun.objects.none()
    return ImportRun.objects.filter(by=account, organisation__in=organisations_of(person))


def import_run_of(request: HttpRequest, run_id: UUID) -> ImportRun:
    """One list that one brought oneself."""
    runs = import_runs_of(request.user).select_related("organisation", "mapping")
    return _one(runs, pk=run_id)


def mappings_of(organisation: Organisation) -> QuerySet[ImportMapping]:
    """The saved mappings of an organisation that `organisation_of` gave."""
    return ImportMapping.objects.filter(organisation=organisation).order_by("name")


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


def documenting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to documenters who have unlocked the record; it gets their `Keyring`."""
    return only(Role.DOCUMENTER)(unlocked(view))


def working(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to documenters and reviewers who have unlocked the record; it gets their `Keyring`."""
    return only(*WORKING)(unlocked(view))
