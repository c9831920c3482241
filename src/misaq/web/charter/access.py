"""The few functions through which anybody gets at a row of a drafting.

A drafting is there for its stewards (of the secretariat) and for whoever sits in its body; for everybody else it is
not, and what is not there and what is not theirs look the same: `Http404`. What the public reads has its own door.
"""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from misaq.web.accounts.access import Person, account_of, only, roles_of
from misaq.web.accounts.models import Account
from misaq.web.accounts.roles import Role
from misaq.web.charter.models import (
    Comment,
    Division,
    Drafting,
    JointAct,
    Proposal,
    ProposalVersion,
    Seat,
    Steward,
)

drafters = only(Role.DELEGATE, Role.SECRETARIAT)
delegates = only(Role.DELEGATE)
secretariat = only(Role.SECRETARIAT)
PUBLIC_STATES = (Drafting.State.OPEN, Drafting.State.ADOPTED, Drafting.State.RATIFIED)


def signed_in_account(request: HttpRequest) -> Account:
    """The account of a request whose view is for signed-in people only."""
    account = account_of(request.user)
    if account is None:
        raise Http404
    return account


def draftings_of(person: Person) -> QuerySet[Drafting]:
    """The draftings somebody works on: as a steward, or from a seat once it is open."""
    account, roles = account_of(person), roles_of(person)
    if account is None:
        return Drafting.objects.none()
    mine = Q(pk__in=())
    if Role.SECRETARIAT in roles:
        mine |= Q(stewards__account=account)
    if Role.DELEGATE in roles:
        # A delegate also sees one that is being prepared: it may be they who agree to its opening.
        mine |= Q(seats__account=account)
    return Drafting.objects.filter(mine).distinct()


def drafting_of(request: HttpRequest, slug: str) -> Drafting:
    """A drafting that somebody works on."""
    found = draftings_of(request.user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def seat_in(person: Person, drafting: Drafting) -> Seat | None:
    """The seat somebody holds in a drafting now."""
    account = account_of(person)
    if account is None or Role.DELEGATE not in roles_of(person):
        return None
    return Seat.objects.filter(drafting=drafting, account=account).first()


def seat_of(request: HttpRequest, drafting: Drafting) -> Seat:
    """The seat of whoever asks; who has none finds nothing."""
    seat = seat_in(request.user, drafting)
    if seat is None:
        raise Http404
    return seat


def is_steward(person: Person, drafting: Drafting) -> bool:
    """Whether somebody runs this drafting."""
    account = account_of(person)
    if account is None or Role.SECRETARIAT not in roles_of(person):
        return False
    return Steward.objects.filter(drafting=drafting, account=account).exists()


def run_by(request: HttpRequest, slug: str) -> Drafting:
    """A drafting that whoever asks runs."""
    drafting = drafting_of(request, slug)
    if not is_steward(request.user, drafting):
        raise Http404
    return drafting


def sides_in(account: Account, drafting: Drafting) -> list[str]:
    """The sides somebody stands on in a drafting: as a steward, and from their seat."""
    roles = roles_of(account)
    sides: set[str] = set()
    if Role.SECRETARIAT in roles:
        sides |= set(
            Steward.objects.filter(drafting=drafting, account=account).values_list(
                "side", flat=True
            )
        )
    if Role.DELEGATE in roles:
        sides |= set(
            Seat.objects.filter(drafting=drafting, account=account).values_list("side", flat=True)
        )
    return sorted(side for side in sides if side)


def act_of(request: HttpRequest, drafting: Drafting, act_id: int) -> JointAct:
    """A two-person act of a drafting that somebody works on."""
    found = JointAct.objects.filter(drafting=drafting, pk=act_id).first()
    if found is None:
        raise Http404
    return found


def proposals_in(drafting: Drafting) -> QuerySet[Proposal]:
    """The proposals of a drafting, the oldest first."""
    return (
        Proposal.objects.filter(drafting=drafting).select_related("by", "amends").order_by("number")
    )


def proposal_of(drafting: Drafting, number: int) -> Proposal:
    """One proposal of a drafting that somebody was let into."""
    found = proposals_in(drafting).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def own_proposal_of(request: HttpRequest, drafting: Drafting, number: int) -> Proposal:
    """A proposal that whoever asks has written; nobody else changes it, they make their own."""
    found = proposal_of(drafting, number)
    if found.by_id != seat_of(request, drafting).pk:
        raise Http404
    return found


def version_of(proposal: Proposal, n: int) -> ProposalVersion:
    """One version of a proposal."""
    found = ProposalVersion.objects.filter(proposal=proposal, n=n).first()
    if found is None:
        raise Http404
    return found


def division_of(drafting: Drafting, number: int) -> Division:
    """One division of a drafting that somebody was let into."""
    found = (
        Division.objects.filter(drafting=drafting, number=number)
        .select_related("proposal", "version")
        .first()
    )
    if found is None:
        raise Http404
    return found


def own_comment_of(request: HttpRequest, drafting: Drafting, comment_id: int) -> Comment:
    """A comment that whoever asks has written and not taken back."""
    seat = seat_of(request, drafting)
    found = Comment.objects.filter(
        drafting=drafting, by=seat, pk=comment_id, withdrawn_at=None
    ).first()
    if found is None:
        raise Http404
    return found


def public_draftings() -> QuerySet[Drafting]:
    """The draftings that everybody can read about: those that have been opened."""
    return Drafting.objects.filter(state__in=PUBLIC_STATES).order_by("-opened_at")


def public_drafting(slug: str) -> Drafting:
    """One drafting that everybody can read about."""
    found = public_draftings().filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def public_proposals(drafting: Drafting) -> QuerySet[Proposal]:
    """The proposals the public may read: all, or those that were put to the vote, as was fixed at the opening."""
    found = proposals_in(drafting)
    if drafting.shows_proposals:
        return found
    return found.filter(divisions__isnull=False).distinct()


def public_proposal(drafting: Drafting, number: int) -> Proposal:
    """One proposal the public may read."""
    found = public_proposals(drafting).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def public_division(drafting: Drafting, number: int) -> Division:
    """One decision the public may read: how an open vote stands is nobody's before it closes."""
    found = division_of(drafting, number)
    if found.state == Division.State.OPEN:
        raise Http404
    return found
