"""Acts that take two people of opposed sides: proposed by one, done when another agrees."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.web.accounts.models import Account
from misaq.web.charter.access import sides_in
from misaq.web.charter.models import Drafting, JointAct
from misaq.web.charter.refusals import RefusedError

State = JointAct.State


@transaction.atomic
def act_propose(
    drafting: Drafting, kind: str, payload: Mapping[str, Any], *, why: str = "", by: Account
) -> JointAct:
    """Propose an act that somebody of an opposed side has to agree to. Raises RefusedError."""
    drafting = Drafting.objects.select_for_update().get(pk=drafting.pk)
    sides = sides_in(by, drafting)
    if not sides:
        raise RefusedError(
            _("You stand on no side in this drafting, so nobody can be your opposite.")
        )
    same = JointAct.objects.filter(
        drafting=drafting, kind=kind, payload=dict(payload), state=State.PROPOSED
    )
    if same.exists():
        raise RefusedError(_("This is proposed already and waits for another side."))
    return JointAct.objects.create(
        drafting=drafting,
        kind=kind,
        payload=dict(payload),
        why=" ".join(why.split())[:300],
        sides=sides,
        proposed_by=by,
    )


def may_decide(act: JointAct, account: Account) -> bool:
    """Whether somebody may agree to an act or refuse it: another person, of an opposed side, while it waits."""
    sides = set(sides_in(account, act.drafting))
    another = act.proposed_by_id != account.pk
    return act.state == State.PROPOSED and another and bool(sides) and not sides & set(act.sides)


def act_locked(act: JointAct, by: Account) -> JointAct:
    """An act that somebody may decide now, locked with its drafting. Raises RefusedError."""
    Drafting.objects.select_for_update().get(pk=act.drafting_id)
    row = JointAct.objects.select_for_update().select_related("drafting").get(pk=act.pk)
    if row.state != State.PROPOSED:
        raise RefusedError(_("Somebody has decided about this meanwhile. Load the page again."))
    if not may_decide(row, by):
        raise RefusedError(_("Somebody of another side has to decide this."))
    return row


def act_settle(act: JointAct, state: str, *, by: Account, refusal: str = "") -> None:
    """Write down how an act ended."""
    act.state, act.decided_by, act.decided_at = state, by, timezone.now()
    act.decided_sides, act.refusal = sides_in(by, act.drafting), refusal
    act.save(update_fields=["state", "decided_by", "decided_at", "decided_sides", "refusal"])


@transaction.atomic
def act_refuse(act: JointAct, reason: str, *, by: Account) -> None:
    """Somebody of an opposed side does not agree, and says why. Raises RefusedError."""
    row = act_locked(act, by)
    reason = " ".join(reason.split())[:300]
    if len(reason) < 3:
        raise RefusedError(_("Say why: whoever proposed it reads it."))
    act_settle(row, State.REFUSED, by=by, refusal=reason)


@transaction.atomic
def act_withdraw(act: JointAct, *, by: Account) -> None:
    """Whoever proposed an act takes it back while it waits. Raises RefusedError."""
    row = JointAct.objects.select_for_update().get(pk=act.pk)
    if row.state != State.PROPOSED or row.proposed_by_id != by.pk:
        raise RefusedError(_("Somebody has decided about this meanwhile. Load the page again."))
    row.state, row.decided_by, row.decided_at = State.WITHDRAWN, by, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
