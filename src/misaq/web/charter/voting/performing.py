"""Agreeing to a two-person act: it is done in the same transaction in which the second person agrees."""

from django.db import transaction

from misaq.web.accounts.models import Account
from misaq.web.charter.drafting.body import change_rules, change_seat, open_drafting
from misaq.web.charter.drafting.joint_acts import act_locked, act_settle
from misaq.web.charter.models import JointAct
from misaq.web.charter.voting.services import put_to_vote, put_whole

Kind = JointAct.Kind


@transaction.atomic
def act_agree(act: JointAct, *, by: Account) -> JointAct:
    """Somebody of an opposed side agrees: the act is done. Raises RefusedError; then nothing is done."""
    row = act_locked(act, by)
    drafting = row.drafting
    if row.kind == Kind.OPEN:
        open_drafting(drafting)
    elif row.kind == Kind.RULES:
        change_rules(drafting, row.payload, row.pk)
    elif row.kind == Kind.SEAT:
        change_seat(drafting, row.payload, row.pk)
    elif row.kind == Kind.PUT:
        put_to_vote(drafting, row.payload, row, by=by)
    else:
        put_whole(drafting, row.payload, row, by=by)
    act_settle(row, JointAct.State.DONE, by=by)
    return row
