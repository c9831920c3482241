"""What makes a case public, and what takes it back: one function per act, noted."""

import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.models import (
    Acknowledgement,
    Case,
    PublishedCase,
    Response,
)
from misaq.web.record.models.person import MentionRole
from misaq.web.record.models.reply import Checked
from misaq.web.record.publication.consents import may_be_named
from misaq.web.record.publication.face import COUNTED, NEVER_ALONE, face_of
from misaq.web.record.publication.sides import is_other_side, sides_of
from misaq.web.record.refusals import RefusedError
from misaq.web.record.unlocking import Keyring

State = PublishedCase.State


def obstacles_to(case: Case) -> list[str]:
    """Everything that stands in the way of a public page for a case; [] when it may be proposed."""
    found = []
    if case.stage not in COUNTED:
        found.append(_("It has not been reviewed: a peer has to weigh its sources first."))
    if NEVER_ALONE & set(case.act_types.split()):
        found.append(
            _("It tells of sexual violence: it is counted, and never has a page of its own.")
        )
    if not case.acts.exists():
        found.append(_("No act is recorded in it."))
    return found


@transaction.atomic
def case_propose(case: Case, *, asks_name: bool, by: Account) -> PublishedCase:
    """Propose a public page for a case, as it would look now. Raises RefusedError."""
    obstacles, sides = obstacles_to(case), sides_of(by)
    if obstacles:
        raise RefusedError(" ".join(obstacles))
    if not sides:
        raise RefusedError(_("Your organisation has no side yet. The secretariat enters it."))
    published, _made = PublishedCase.objects.update_or_create(
        case=case,
        defaults={
            "ref": case.ref,
            "state": State.PROPOSED,
            "public": face_of(case),
            "names": [],
            "asks_name": asks_name,
            "side": sides,
            "proposed_by": by,
            "approved_by": None,
            "refusal": "",
            "proposed_at": timezone.now(),
            "published_at": None,
            "withdrawn_at": None,
        },
    )
    note("publication.proposed", by=by, about=case)
    return published


def _locked(published: PublishedCase, by: Account) -> PublishedCase:
    """A proposal that somebody of another side may decide on now. Raises RefusedError."""
    row = (
        PublishedCase.objects.select_for_update()
        .select_related("case__organisation")
        .get(pk=published.pk)
    )
    if row.state != State.PROPOSED:
        raise RefusedError(_("Somebody has decided about this meanwhile. Load the page again."))
    if row.proposed_by_id == by.pk or not is_other_side(by, row.side):
        raise RefusedError(_("Somebody of another side has to decide this."))
    return row


@transaction.atomic
def case_publish(published: PublishedCase, *, by: Account) -> PublishedCase:
    """Somebody of another side agrees: the page is public.

    Raises RefusedError, also when the case has changed since.
    """
    row = _locked(published, by)
    if obstacles_to(row.case) or face_of(row.case) != row.public:
        raise RefusedError(
            _("The case has changed since it was proposed. It has to be proposed again.")
        )
    row.state, row.approved_by, row.published_at = State.PUBLISHED, by, timezone.now()
    row.save(update_fields=["state", "approved_by", "published_at"])
    note("publication.approved", by=by, organisation=row.case.organisation, about=row)
    return row


@transaction.atomic
def case_refuse(published: PublishedCase, reason: str, *, by: Account) -> None:
    """Somebody of another side does not agree, and says why."""
    row = _locked(published, by)
    row.state, row.refusal = State.REFUSED, reason
    row.save(update_fields=["state", "refusal"])
    note("publication.refused", by=by, organisation=row.case.organisation, about=row)


@transaction.atomic
def names_add(published: PublishedCase, keys: Keyring, *, by: Account) -> int:
    """Put the names on the page whose publication somebody allowed; returns how many. Raises RefusedError."""
    row = (
        PublishedCase.objects.select_for_update()
        .select_related("case__organisation")
        .get(pk=published.pk)
    )
    if row.state != State.PUBLISHED or not row.asks_name:
        raise RefusedError(_("That a name may stand there was not agreed to by both sides."))
    names = []
    for mention in row.case.mentions.filter(role=MentionRole.VICTIM):
        if mention.particulars_shut and may_be_named(row.case, mention.pk):
            told = keys.read(
                row.case.organisation,
                mention.particulars_shut,
                table="mention",
                row=mention.pk,
                field="particulars",
            )
            if name := json.loads(told).get("name"):
                names.append({"mention": str(mention.pk), "name": name})
    if not names:
        raise RefusedError(_("Nobody who may allow it has allowed the publication of a name."))
    row.names = names
    row.save(update_fields=["names"])
    note("publication.named", by=by, about=row.case)
    return len(names)


@transaction.atomic
def case_withdraw(published: PublishedCase, *, by: Account) -> None:
    """Take a case off the public pages, with everything that was copied there; one person is enough for that."""
    PublishedCase.objects.filter(pk=published.pk).update(
        state=State.WITHDRAWN, public={}, names=[], withdrawn_at=timezone.now()
    )
    note("publication.withdrawn", by=by, about=published.case)


@transaction.atomic
def words_check(row: Response | Acknowledgement, *, shows: bool, by: Account, case: Case) -> None:
    """A reviewer says whether quoted words name a private person: they are shown whole or withheld whole."""
    row.checked = Checked.SHOWN if shows else Checked.WITHHELD
    row.save(update_fields=["checked"])
    note("words.shown" if shows else "words.withheld", by=by, about=case)
