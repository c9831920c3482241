"""Finding the lottery of a panel in the background: asked for, carried out, cancelled, ended."""

import csv
import hashlib
import io
import logging
import time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from misaq.assembly import (
    SMALL,
    hold_lottery,
    publish_certificate,
    publish_lottery,
    publish_panels,
    read_pool,
    read_quotas,
)
from misaq.foundation.canonical import canonical_json, canonical_value
from misaq.foundation.errors import MisaqError
from misaq.web.accounts.models import Account
from misaq.web.assembly.models import LotteryRun, Panel
from misaq.web.assembly.noting import note
from misaq.web.assembly.pool.selectors import Columns, pool_columns
from misaq.web.assembly.quotas.drafts import quota_columns, saved_draft
from misaq.web.assembly.refusals import RefusedError

State = LotteryRun.State
UNFINISHED = (State.WAITING, State.RUNNING)
EVERY = 0.5  # seconds between two looks at whether somebody wants it to stop

log = logging.getLogger("misaq.assembly")


class CancelledError(Exception):
    """Somebody asked a run to stop."""


class RunProgress:
    """Writes how far a run is, for the page that waits for it; stops it when somebody asked for that."""

    def __init__(self, run: LotteryRun) -> None:
        self._run = run
        self._last = -EVERY
        self._what = ""

    def step(self, what: str, done: int, total: int) -> None:
        """Write the step down, twice a second at most."""
        now = time.monotonic()
        if what == self._what and now - self._last < EVERY:
            return
        self._what, self._last = what, now
        runs = LotteryRun.objects.filter(pk=self._run.pk)
        if runs.filter(cancel_asked=True).exists():
            raise CancelledError
        runs.update(step=what, done=done, total=total)


@transaction.atomic
def run_ask(
    panel: Panel,
    *,
    by: Account,
    rule: str | None = None,
    form: str | None = None,
    n_panels: int | None = None,
) -> LotteryRun:
    """Ask for the lottery of a closed panel; while such a run is unfinished, that one is given back.

    rule, form, n_panels : as `hold_lottery` takes them; kept for the panel's next run. None: as the panel has them.
    Raises RefusedError, also while a run by another rule or in another form is unfinished.
    """
    locked = Panel.objects.select_for_update().get(pk=panel.pk)
    if locked.state != Panel.State.CLOSED:
        raise RefusedError(
            _("Close registration first: the lottery is held among everybody who volunteered.")
        )
    asked = {
        "rule": rule or locked.rule,
        "form": form or locked.form,
        "n_panels": n_panels or locked.n_panels,
    }
    unfinished = locked.runs.filter(state__in=UNFINISHED).first()
    if unfinished is not None:
        if any(getattr(unfinished, name) != value for name, value in asked.items()):
            raise RefusedError(
                _("Another run is not finished. Wait for it, or stop it; then ask again.")
            )
        return unfinished
    Panel.objects.filter(pk=panel.pk).update(**asked)
    note(locked, "lottery.asked", by=by, about=" ".join(str(value) for value in asked.values()))
    return LotteryRun.objects.create(panel=locked, asked_by=by, **asked)


@transaction.atomic
def run_cancel(run: LotteryRun, *, by: Account) -> None:
    """Stop a run; one that waits ends at once, one that works at its next step."""
    ended = LotteryRun.objects.filter(pk=run.pk, state=State.WAITING).update(
        state=State.CANCELLED, cancel_asked=True, ended_at=timezone.now()
    )
    if not ended:
        LotteryRun.objects.filter(pk=run.pk, state=State.RUNNING).update(cancel_asked=True)
    note(run.panel, "lottery.cancelled", by=by, about=str(run.pk))


def runs_recover() -> int:
    """End the runs that a server left unfinished when it stopped; gives how many. No other worker may be running."""
    return LotteryRun.objects.filter(state=State.RUNNING).update(
        state=State.FAILED,
        ended_at=timezone.now(),
        failure=[{"code": "run_interrupted", "params": {}}],
    )


def files_of(panel: Panel) -> tuple[Columns, Columns]:
    """The columns of the pool's file and of the quotas'."""
    return pool_columns(panel), quota_columns(saved_draft(panel).rows)


def digest_of(panel: Panel) -> str:
    """SHA-256 of pool, quotas and size: a run is of the panel as it stands when its own is the same."""
    people, wanted = files_of(panel)
    values = {"pool": people, "quotas": wanted, "size": panel.size}
    return hashlib.sha256(canonical_json(values)).hexdigest()


def is_current(run: LotteryRun) -> bool:
    """Whether nothing has changed since a run: nobody erased, no quota moved."""
    return run.state == State.DONE and run.pool_sha256 == digest_of(run.panel)


def run_carry_out(run: LotteryRun) -> None:
    """Find the lottery of a run and keep its documents; a fault is kept for the page."""
    began = LotteryRun.objects.filter(pk=run.pk, state=State.WAITING, cancel_asked=False)
    if not began.update(state=State.RUNNING):
        return
    try:
        found = _find(run)
    except CancelledError:
        _end(run, state=State.CANCELLED)
    except MisaqError as error:
        _end(run, state=State.FAILED, failure=[{"code": error.code, "params": error.params}])
    except Exception:
        # Not raised further: the queue would keep the traceback, with whatever rows it holds, in its table.
        log.exception("a lottery failed", extra={"run": run.pk})
        failure = [{"code": "engine_failed", "params": {"reason": "see the log"}}]
        _end(run, state=State.FAILED, failure=failure)
    else:
        _end(run, **{"state": State.DONE, **found})


def _find(run: LotteryRun) -> dict[str, Any]:
    panel = Panel.objects.get(pk=run.panel_id)
    digest, (people, wanted) = digest_of(panel), files_of(panel)
    quotas, faults = read_quotas(wanted, panel.size)
    pool = None
    if quotas is not None:
        pool, faults = read_pool(people, quotas)
    if pool is None:
        failure = [{"code": fault.code, "params": dict(fault.params)} for fault in faults]
        return {"state": State.FAILED, "failure": failure}
    lottery = hold_lottery(
        pool,
        rule=run.rule,
        form=run.form,
        panels=run.n_panels,
        seed=run.seed,
        progress=RunProgress(run),
    )
    certificate = publish_certificate(lottery)
    sealed = publish_panels(lottery, certificate)
    document = publish_lottery(lottery, sealed["commitment"], certificate, threshold=SMALL)
    return {
        "lottery": canonical_value(document),
        "sealed": canonical_value(sealed),
        "pool_sha256": digest,
        "pool_csv": _csv(people),
        "quotas_csv": _csv(wanted),
    }


def _csv(columns: Columns) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return stream.getvalue()


def _end(run: LotteryRun, **changes: Any) -> None:
    LotteryRun.objects.filter(pk=run.pk).update(**{"ended_at": timezone.now(), **changes})
