"""Sealing a list with a second person, and drawing by a randomness that came after the seal."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from misaq.assembly import (
    Randomness,
    Source,
    audit_lottery,
    bundle_files,
    check_certificate,
    commit,
    draw_panel,
    publish_draw,
    read_randomness,
    read_source,
    require_dice,
    unseal,
)
from misaq.foundation.canonical import canonical_value
from misaq.foundation.errors import MisaqError
from misaq.web.accounts.models import Account
from misaq.web.assembly.drawing.figures import figures_of
from misaq.web.assembly.models import (
    DiceEntry,
    DrawRecord,
    LotteryRun,
    Panel,
    SealedLottery,
    SealingAct,
)
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.running.services import is_current

State = Panel.State
NAMED = ("source", "sealed_at", "commitment")
SHOWN = 3


def in_words(error: MisaqError) -> str:
    """A refusal of the core in the page's language."""
    return error.message(get_language() or "en").sentence()


@transaction.atomic
def sealing_propose(
    panel: Panel,
    run: LotteryRun,
    source: str,
    bundle: str,
    *,
    by: Account,
    commitments: Sequence[Mapping[str, str]] = (),
) -> SealingAct:
    """Propose how a list is sealed; somebody else confirms. A later proposal takes the place of an earlier one.

    source : as `read_source` reads it. bundle : one of SealingAct.Bundle. commitments : of the parties.
    Raises RefusedError.
    """
    _unsealed(panel)
    if bundle not in SealingAct.Bundle.values:
        raise RefusedError(_("Choose what of the pool is published."))
    if run.panel_id != panel.pk or run.state != LotteryRun.State.DONE:
        raise RefusedError(_("There is no lottery of this panel that could be sealed."))
    _current(run)
    named = _source(run, source, timezone.now())
    if breaks := check_certificate(
        {**run.lottery, "sealed": run.sealed}, columns_of(run.pool_csv), columns_of(run.quotas_csv)
    ):
        said = "; ".join(str(one.params.get("reason", one.code)) for one in breaks[:SHOWN])
        raise RefusedError(
            _("Lottery, pool and quotas do not belong together: %(said)s") % {"said": said}
        )
    act, _made = SealingAct.objects.update_or_create(
        panel=panel,
        defaults={
            "run": run,
            "source": named.text,
            "bundle": bundle,
            "commitments": [dict(row) for row in commitments],
            "figures": figures_of(run.lottery, run.sealed),
            "proposed_by": by,
            "proposed_at": timezone.now(),
        },
    )
    return act


@transaction.atomic
def sealing_withdraw(panel: Panel) -> None:
    """Take a proposal back, or refuse it. Raises RefusedError when it is sealed."""
    _unsealed(panel)
    SealingAct.objects.filter(panel=panel, confirmed_by=None).delete()


@transaction.atomic
def sealing_confirm(
    panel: Panel, seen: str, *, by: Account, now: datetime | None = None
) -> SealedLottery:
    """Seal the list as somebody else proposed it: from now on nothing of it can change.

    seen : when the proposal on the page was made, ISO 8601: another one is not confirmed unseen.
    now : the moment, for tests; None takes the clock.
    Raises RefusedError, also when the round that was named is no longer in the future.
    """
    row = _unsealed(panel)
    act = SealingAct.objects.select_for_update().select_related("run").filter(panel=row).first()
    if act is None or act.proposed_at.isoformat() != seen:
        raise RefusedError(
            _("The proposal was changed or taken back meanwhile. Load the page again.")
        )
    if act.proposed_by_id == by.pk:
        raise RefusedError(_("You proposed this: another person has to confirm it."))
    moment = (now or timezone.now()).replace(microsecond=0)
    run, source = act.run, _source(act.run, act.source, moment)
    _current(run)
    plain = {key: run.sealed[key] for key in run.sealed if key not in NAMED} | source.plain()
    sealed = canonical_value({**plain, "commitment": commit(plain)})
    lottery = {**run.lottery, "commitment": sealed["commitment"]}
    files = bundle_files(
        {**lottery, "sealed": sealed}, columns_of(run.pool_csv), columns_of(run.quotas_csv)
    )
    found = SealedLottery.objects.create(
        panel=row,
        run=run,
        commitment=sealed["commitment"],
        source=source.text,
        parties={one["party"]: one["commitment"] for one in act.commitments},
        lottery=lottery,
        sealed=sealed,
        pool_csv=files["pool.csv"].decode(),
        quotas_csv=files["quotas.csv"].decode(),
        sealed_by=act.proposed_by,
        sealed_at=moment,
    )
    act.confirmed_by = by
    act.save(update_fields=["confirmed_by"])
    _forget_homes(row, columns_of(found.pool_csv))
    row.state, row.home_secret = State.SEALED, b""
    row.save(update_fields=["state", "home_secret"])
    return found


def _current(run: LotteryRun) -> None:
    """Refuse a lottery of another pool or other quotas than there are now."""
    if not is_current(run):
        raise RefusedError(
            _("The pool or the quotas have changed since this lottery was found. Run it again.")
        )


def _forget_homes(panel: Panel, columns: Mapping[str, Sequence[str]]) -> None:
    """Of households only who shares one is kept, as it is published; the marks of persons go."""
    panel.volunteers.exclude(person_mark="").update(person_mark="")
    n_rows = len(columns["id"])
    numbers = dict(zip(columns["id"], columns.get("household", [""] * n_rows), strict=True))
    for volunteer in panel.volunteers.exclude(household=""):
        volunteer.household = numbers.get(volunteer.pseudonym, "")
        volunteer.save(update_fields=["household"])


@transaction.atomic
def dice_enter(panel: Panel, digits: str, *, by: Account) -> str:
    """Type the dice; what a second person types must be the same, and then the panel is drawn.

    Gives "first" after the first entry, "drawn" after the second, "differ" when the two are not the same: then both
    are forgotten, so that neither is bent to the other. Raises RefusedError.
    """
    sealing = _undrawn(panel)
    found = _dice(sealing, digits)
    first = DiceEntry.objects.filter(sealing=sealing).first()
    if first is None:
        DiceEntry.objects.create(sealing=sealing, digits=found.text, by=by)
        return "first"
    if first.by_id == by.pk:
        raise RefusedError(
            _("You typed them already: a second person types them from the dice, not from you.")
        )
    first.delete()
    if first.digits != found.text:
        return "differ"
    _draw(sealing, found, by)
    return "drawn"


@transaction.atomic
def randomness_enter(panel: Panel, found: Randomness, *, by: Account) -> DrawRecord:
    """Draw by a randomness that proves itself: a signed round, or what parties revealed. Raises RefusedError."""
    sealing = _undrawn(panel)
    if found.kind == "dice":
        raise RefusedError(_("Dice are typed by two people."))
    return _draw(sealing, found, by)


def _draw(sealing: SealedLottery, found: Randomness, by: Account) -> DrawRecord:
    if commit(sealing.sealed) != sealing.commitment:
        raise RefusedError(
            _("The list is not the one that was sealed: somebody changed it. Nothing was drawn.")
        )
    try:
        drawn = draw_panel(unseal(sealing.sealed), sealing.commitment, found, source=sealing.source)
    except MisaqError as error:
        raise RefusedError(in_words(error)) from None
    values = canonical_value(publish_draw(drawn))
    if audit_lottery(sealing.sealed, sealing.lottery["probabilities"], values):
        raise RefusedError(_("The draw does not agree with what was sealed. Nothing was drawn."))
    sealing.panel.state = State.DRAWN
    sealing.panel.save(update_fields=["state"])
    reveals = {row["party"]: dict(row) for row in found.evidence.get("reveals", ())}
    return DrawRecord.objects.create(
        sealing=sealing, randomness=found.text, reveals=reveals, draw=values, drawn_by=by
    )


def dice_needed(total: int) -> int:
    """How many dice name one of `total` tickets, each as likely as any other.

    >>> dice_needed(1000)
    3
    """
    try:
        require_dice(0, total)
    except MisaqError as error:
        return int(error.params["needed"])
    return 1


def columns_of(table: str) -> dict[str, list[str]]:
    """The columns of a CSV as texts."""
    head, *rows = csv.reader(io.StringIO(table))
    return {name: [row[i] for row in rows] for i, name in enumerate(head)}


def _dice(sealing: SealedLottery, digits: str) -> Randomness:
    kind, _colon, wanted = sealing.source.partition(":")
    try:
        found = read_randomness(f"dice:{digits}")
    except MisaqError:
        found = None
    if kind != "dice" or found is None or not found.value.partition(":")[2]:
        raise RefusedError(_("Type the digits of the dice, from left to right, and nothing else."))
    if found.source != sealing.source:
        given = len(found.value.partition(":")[2])
        raise RefusedError(
            _("The seal names %(wanted)s dice; these are %(given)s.")
            % {"wanted": wanted, "given": given}
        )
    return found


def _source(run: LotteryRun, text: str, moment: datetime) -> Source:
    try:
        source = read_source(text, sealed_at=moment.replace(microsecond=0))
        if source.kind == "dice":
            require_dice(int(source.text.partition(":")[2]), int(run.lottery["n_tickets"]))
    except MisaqError as error:
        raise RefusedError(in_words(error)) from None
    return source


def _unsealed(panel: Panel) -> Panel:
    row = Panel.objects.select_for_update().get(pk=panel.pk)
    if row.state in {State.SEALED, State.DRAWN}:
        raise RefusedError(_("The list is sealed: nothing of it can be changed any more."))
    if row.state != State.CLOSED:
        raise RefusedError(_("Registration has to be closed before a list is sealed."))
    return row


def _undrawn(panel: Panel) -> SealedLottery:
    row = Panel.objects.select_for_update().get(pk=panel.pk)
    if row.state == State.DRAWN:
        raise RefusedError(_("The panel is drawn. It cannot be drawn again."))
    if row.state != State.SEALED:
        raise RefusedError(
            _("The list is not sealed yet. The randomness must come after the seal.")
        )
    return SealedLottery.objects.select_related("panel", "panel__sealing_act").get(panel=row)
