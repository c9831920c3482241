"""Choosing alternates after a draw: asked for, carried out in the background, written into the log of seats."""

import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.assembly import (
    Alternates,
    DropOut,
    choose_alternates,
    seed_after_draw,
    standby_order,
)
from misaq.foundation.errors import MisaqError
from misaq.web.accounts.models import Account
from misaq.web.assembly.drawing.services import columns_of
from misaq.web.assembly.models import AlternatesRun, Panel, SealedLottery
from misaq.web.assembly.noting import note
from misaq.web.assembly.refusals import RefusedError
from misaq.web.assembly.seat_log import event_add
from misaq.web.assembly.standby.selectors import (
    UNFINISHED,
    chosen_run,
    free_people,
    sealed_pool,
    sealed_quotas,
    seats_now,
    still_standing,
)

State = AlternatesRun.State
SCENARIOS = 100

log = logging.getLogger("misaq.assembly")


@transaction.atomic
def alternates_ask(
    panel: Panel, number: int, chances: DropOut, share: float | None, *, by: Account
) -> AlternatesRun:
    """Ask for alternates of a panel that is drawn; while a choice is unfinished, that one is given back.

    number : how many. chances : how likely people do not come; `share` when that was stated as one probability.
    Raises RefusedError before the draw, after a rehearsal, and while a list that was chosen is not used up.
    """
    locked = Panel.objects.select_for_update().get(pk=panel.pk)
    if locked.state != Panel.State.DRAWN:
        raise RefusedError(_("Nobody is drawn yet."))
    sealing = SealedLottery.objects.select_related("draw").get(panel=locked)
    if sealing.draw.draw["rehearsal"]:
        raise RefusedError(_("This was a rehearsal: nobody stands by because of it."))
    unfinished = AlternatesRun.objects.filter(panel=locked, state__in=UNFINISHED).first()
    if unfinished is not None:
        return unfinished
    chosen = chosen_run(locked)
    if chosen is not None and still_standing(locked, chosen):
        raise RefusedError(
            _("A list is chosen and published already. Another is chosen only when it is used up.")
        )
    note(locked, "alternates.asked", by=by)
    return AlternatesRun.objects.create(
        panel=locked,
        number=number,
        scenarios=SCENARIOS,
        seed=seed_after_draw(sealing.commitment, sealing.draw.draw["value"]),
        share=share,
        base=chances.base,
        weights=list(chances.weights),
        n_replies=chances.n_replies,
        asked_by=by,
    )


def alternates_carry_out(run: AlternatesRun) -> None:
    """Choose the alternates of a run and publish them in the log of seats; a fault is kept for the page."""
    began = AlternatesRun.objects.filter(pk=run.pk, state=State.WAITING)
    if not began.update(state=State.RUNNING):
        return
    try:
        _publish(run, *_choose(run))
    except MisaqError as error:
        _fail(run, error.code, error.params)
    except Exception:
        # Not raised further: the queue would keep the traceback, with whatever rows it holds, in its table.
        log.exception("a choice of alternates failed", extra={"run": run.pk})
        _fail(run, "engine_failed", {"reason": "see the log"})


def alternates_recover() -> int:
    """End the choices that a server left unfinished when it stopped; gives how many."""
    return AlternatesRun.objects.filter(state=State.RUNNING).update(
        state=State.FAILED,
        ended_at=timezone.now(),
        failure=[{"code": "run_interrupted", "params": {}}],
    )


def _choose(run: AlternatesRun) -> tuple[Alternates, list[str], list[str]]:
    """What was found, who has a seat, and who was left out since they cannot be called."""
    sealing = SealedLottery.objects.select_related("panel", "draw").get(panel=run.panel_id)
    seated = seats_now(sealing)
    free = free_people(sealing.panel)
    everybody = columns_of(sealing.pool_csv)["id"]
    out = sorted(person for person in everybody if person not in free and person not in seated)
    pool = sealed_pool(sealing, sealed_quotas(sealing), out)
    chances = DropOut(run.base, tuple(run.weights), {}, run.n_replies).of(pool)
    found = choose_alternates(
        pool, seated, chances, run.number, scenarios=run.scenarios, seed=run.seed
    )
    return found, seated, out


@transaction.atomic
def _publish(run: AlternatesRun, found: Alternates, seated: list[str], out: list[str]) -> None:
    panel = Panel.objects.select_for_update().get(pk=run.panel_id)
    sealing = SealedLottery.objects.select_related("panel", "draw").get(panel=panel)
    people = list(standby_order(sealing.commitment, sealing.draw.draw["value"], found.people))
    figures = {"loss": found.loss, "without": found.without, "bound": found.bound}
    AlternatesRun.objects.filter(pk=run.pk).update(
        state=State.DONE, ended_at=timezone.now(), people=people, left_out=out, **figures
    )
    rows = zip(sealed_quotas(sealing).rows, run.weights, strict=False)
    drop_out = {
        "log_odds": run.base,
        "weights": {quota.label: weight for quota, weight in rows if weight},
        "n_replies": run.n_replies,
    }
    body = {
        "people": people,
        "asked": run.number,
        "seated": seated,
        "left_out": out,
        "drop_out": drop_out,
        "seed": run.seed,
        "scenarios": run.scenarios,
        **figures,
    }
    event_add(sealing, "alternates", body, by=run.asked_by)


def _fail(run: AlternatesRun, code: str, params: Any) -> None:
    AlternatesRun.objects.filter(pk=run.pk).update(
        state=State.FAILED,
        ended_at=timezone.now(),
        failure=[{"code": code, "params": dict(params)}],
    )
