"""Keeping quotas."""

from django.db import transaction
from django.utils.translation import gettext as _

from misaq.web.accounts.models import Account
from misaq.web.assembly.models import Feature, Panel
from misaq.web.assembly.noting import note
from misaq.web.assembly.quotas.drafts import NUMBERS, Draft
from misaq.web.assembly.refusals import RefusedError

State = Panel.State


@transaction.atomic
def quotas_save(panel: Panel, draft: Draft, *, by: Account) -> None:
    """Keep quotas that are typed without a fault, whether or not they can be met yet."""
    locked = Panel.objects.select_for_update().get(pk=panel.pk)
    if locked.state in {State.SEALED, State.DRAWN}:
        raise RefusedError(_("The list is sealed: its quotas stay as they are."))
    if draft.quotas() is None:
        raise RefusedError(_("Mend the numbers first."))
    Panel.objects.filter(pk=panel.pk).update(size=int(draft.size))
    for row in draft.rows:
        numbers = {name: int(row.texts[name]) if row.texts[name] else None for name in NUMBERS}
        Feature.objects.filter(pk=row.feature.pk).update(**numbers)
    note(panel, "quotas.saved", by=by)
