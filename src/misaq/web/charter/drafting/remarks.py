"""Comments on proposals and clauses."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.web.charter.models import Comment, Drafting, Proposal, Seat
from misaq.web.charter.refusals import RefusedError

LONGEST = 4000


@transaction.atomic
def comment_write(
    drafting: Drafting,
    text: str,
    language: str,
    seat: Seat,
    *,
    proposal: Proposal | None = None,
    provision: str = "",
) -> Comment:
    """Say something about a proposal or a clause; sent twice it stands once. Raises RefusedError."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise RefusedError(_("Write what you have to say."))
    if len(text) > LONGEST:
        raise RefusedError(_("That is too long for a comment: 4000 characters at most."))
    Drafting.objects.select_for_update().get(pk=drafting.pk)
    about = Comment.objects.filter(drafting=drafting, proposal=proposal, withdrawn_at=None)
    last = about.filter(provision=provision).order_by("-pk").first()
    if last is not None and (last.by_id, last.text) == (seat.pk, text):
        return last
    return Comment.objects.create(
        drafting=drafting,
        proposal=proposal,
        provision=provision,
        by=seat,
        text=text,
        language=language,
    )


@transaction.atomic
def comment_withdraw(comment: Comment) -> None:
    """Take a comment back: that there was one stays, its words go."""
    Comment.objects.filter(pk=comment.pk, withdrawn_at=None).update(
        text="", withdrawn_at=timezone.now()
    )
