"""Proposals: written, revised, amended, taken back. Versions are added, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from misaq.web.charter.drafting.deriving import (
    Derived,
    derive_change,
    derive_move,
    derive_new,
    derive_omission,
)
from misaq.web.charter.drafting.texts import Clause, DraftText, operation_values, text_of
from misaq.web.charter.models import (
    CheckOut,
    ClauseGround,
    Drafting,
    Proposal,
    ProposalVersion,
    Seat,
)
from misaq.web.charter.refusals import RefusedError

Kind, State = Proposal.Kind, Proposal.State
WRITABLE = frozenset({State.OPEN, State.AGAIN})


@dataclass(frozen=True)
class Written:
    """What a delegate has written.

    provision : the clause; "" for a new one. after : "new", "move": the clause it follows. texts : language to text.
    amends : the proposal it would change. seen : digest of the text that was on the page when they began.
    """

    kind: str
    provision: str = ""
    after: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    amends: Proposal | None = None
    note: str = ""
    seen: str = ""


class TextChangedError(RefusedError):
    """The text was changed by a decision while somebody wrote; what they wrote is kept on the page."""


class VersionChangedError(RefusedError):
    """A newer version of the proposal was made meanwhile, in another window."""


def derive(text: DraftText, written: Written, stem: str) -> Derived:
    """What the words would do, without saving anything. Raises RefusedError."""
    if written.kind == Kind.NEW:
        return derive_new(text, written.after, written.texts, stem)
    clause = text.by_id.get(written.provision)
    if clause is None:
        raise RefusedError(_("This clause is no longer there."))
    if written.kind == Kind.MOVE:
        return derive_move(text, clause, written.after, stem)
    if written.kind == Kind.OMIT:
        return derive_omission(text, clause, stem)
    return derive_change(text, clause, written.texts, stem)


@transaction.atomic
def proposal_write(drafting: Drafting, written: Written, seat: Seat) -> Proposal:
    """Put a proposal forward. Sent twice it stands once. Raises RefusedError, TextChangedError."""
    drafting = require_open(drafting)
    text = text_of(drafting)
    _require_seen(text, written.seen)
    number = 1 + (drafting.proposals.aggregate(most=Max("number"))["most"] or 0)
    derived = derive(text, written, f"p{number}v1")
    if same := _same(drafting, derived, seat):
        return same
    proposal = Proposal.objects.create(
        drafting=drafting,
        number=number,
        kind=written.kind,
        provision=written.provision or derived.operations[text.languages[0]][0].provision,
        after=written.after,
        amends=written.amends,
        by=seat,
    )
    version_add(proposal, derived, written, n=1)
    if written.amends is not None:
        _take_over_grounds(written.amends, proposal)
    CheckOut.objects.filter(drafting=drafting, provision=proposal.provision, seat=seat).delete()
    return proposal


@transaction.atomic
def proposal_revise(proposal: Proposal, written: Written, *, seen_version: int) -> ProposalVersion:
    """Make a new version of an own proposal. Raises RefusedError, TextChangedError, VersionChangedError."""
    drafting = require_open(proposal.drafting)
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state not in WRITABLE:
        raise RefusedError(_("Its text is frozen or decided. Make another proposal."))
    last = latest(row)
    if last.n != seen_version:
        raise VersionChangedError(
            _("You saved another version meanwhile. This is what it says now.")
        )
    text = text_of(drafting)
    _require_seen(text, written.seen)
    derived = derive(text, written, f"p{row.number}v{last.n + 1}")
    if (
        derived.clause
        and dict(derived.clause.texts) == last.texts
        and last.base_sha256 == text.sha256
    ):
        return last
    row.state, row.after = State.OPEN, written.after or row.after
    row.save(update_fields=["state", "after"])
    return version_add(row, derived, written, n=last.n + 1)


def version_add(
    proposal: Proposal, derived: Derived, written: Written, *, n: int
) -> ProposalVersion:
    """Keep one version with its operations and its hash."""
    kept = {
        language: [operation_values(operation) for operation in each]
        for language, each in derived.operations.items()
    }
    moves = written.kind in {Kind.MOVE, Kind.OMIT}
    return ProposalVersion.objects.create(
        proposal=proposal,
        n=n,
        texts={} if moves or derived.clause is None else dict(derived.clause.texts),
        before=dict(derived.before.texts) if derived.before else {},
        operations=kept,
        base_sha256=derived.text.proposal.base,
        sha256=derived.sha256,
        words=derived.reach,
        note=" ".join(written.note.split())[:300],
    )


@transaction.atomic
def proposal_withdraw(proposal: Proposal) -> None:
    """Take an own proposal back while it is not at the vote. Raises RefusedError."""
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state == State.WITHDRAWN:
        return
    if row.state not in WRITABLE:
        raise RefusedError(_("It is at the vote or decided: it can no longer be taken back."))
    row.state = State.WITHDRAWN
    row.save(update_fields=["state"])


@transaction.atomic
def amendment_accept(amendment: Proposal, seat: Seat) -> ProposalVersion:
    """The author takes an amendment into their own proposal, as its next version. Raises RefusedError."""
    target = amendment.amends
    if target is None or target.by_id != seat.pk or amendment.state not in WRITABLE:
        raise RefusedError(_("Only its author can take an amendment over, while both are open."))
    version = merge_amendment(target, amendment)
    Proposal.objects.filter(pk=amendment.pk).update(state=State.ADOPTED)
    return version


def merge_amendment(target: Proposal, amendment: Proposal) -> ProposalVersion:
    """The target's next version with the amendment's words. Raises RefusedError."""
    drafting = Drafting.objects.select_for_update().get(pk=target.drafting_id)
    row = Proposal.objects.select_for_update().get(pk=target.pk)
    if row.state not in WRITABLE:
        raise RefusedError(_("Its text is frozen or decided. Make another proposal."))
    last, words = latest(row), latest(amendment)
    written = Written(
        amendment.kind,
        provision="" if amendment.kind == Kind.NEW else row.provision,
        after=amendment.after,
        texts=words.texts,
        note=_("With P-%(number)s") % {"number": amendment.number},
    )
    derived = derive(text_of(drafting), written, f"p{row.number}v{last.n + 1}")
    return version_add(row, derived, written, n=last.n + 1)


def latest(proposal: Proposal) -> ProposalVersion:
    """The newest version of a proposal."""
    return ProposalVersion.objects.filter(proposal=proposal).latest("n")


def require_open(drafting: Drafting) -> Drafting:
    """The drafting, locked, while it can be written in. Raises RefusedError."""
    row = Drafting.objects.select_for_update().get(pk=drafting.pk)
    if row.state == Drafting.State.PREPARED:
        raise RefusedError(_("It is not open yet."))
    if row.state != Drafting.State.OPEN:
        raise RefusedError(_("The whole text is adopted: nothing can be changed in it any more."))
    return row


def clause_name(clause: Clause | None, provision: str, language: str) -> str:
    """What a page calls a clause: its label and heading; its id when it is not there."""
    if clause is None:
        return provision
    heading = clause.headings.get(language) or next(iter(clause.headings.values()), "")
    named = _("Article %(label)s") % {"label": clause.label} if clause.label else ""
    return ": ".join(part for part in (named, heading) if part) or _("Opening words")


def _require_seen(text: DraftText, seen: str) -> None:
    if seen and seen != text.sha256:
        raise TextChangedError(
            _(
                "A decision changed the text while you wrote. See what your words change now, and send them again."
            )
        )


def _same(drafting: Drafting, derived: Derived, seat: Seat) -> Proposal | None:
    """An open proposal of the same delegate that says the same: a form that was sent twice."""
    mine = Proposal.objects.filter(drafting=drafting, by=seat, state=State.OPEN)
    texts = dict(derived.clause.texts) if derived.clause else {}
    for proposal in mine:
        last = latest(proposal)
        if last.sha256 == derived.sha256 or (
            texts and last.texts == texts and proposal.kind == Kind.NEW
        ):
            return proposal
    return None


def _take_over_grounds(target: Proposal, amendment: Proposal) -> None:
    """An amendment stands on what its target stands on, until its author changes that."""
    ClauseGround.objects.bulk_create(
        ClauseGround(
            drafting_id=ground.drafting_id,
            provision=amendment.provision,
            proposal=amendment,
            kind=ground.kind,
            ref=ground.ref,
            note=ground.note,
        )
        for ground in target.grounds.all()
    )
