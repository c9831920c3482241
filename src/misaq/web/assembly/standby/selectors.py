"""Who stands by: the list that was chosen, what is left of it, and the pool that it was chosen from."""

from collections.abc import Collection

from misaq.assembly import Pool, Quotas, read_pool, read_quotas
from misaq.web.assembly.drawing.services import columns_of
from misaq.web.assembly.models import AlternatesRun, Invitation, Panel, SealedLottery

State = AlternatesRun.State
UNFINISHED = (State.WAITING, State.RUNNING)
GONE = (Invitation.Answer.NO, Invitation.Answer.SILENT)


class SealedFilesError(ValueError):
    """The sealed files do not read as they did when they were sealed."""


def last_run(panel: Panel) -> AlternatesRun | None:
    """The choice of alternates that was asked for last."""
    return AlternatesRun.objects.filter(panel=panel).order_by("-pk").first()


def chosen_run(panel: Panel) -> AlternatesRun | None:
    """The list of alternates that holds: the last that was chosen."""
    return AlternatesRun.objects.filter(panel=panel, state=State.DONE).order_by("-pk").first()


def still_standing(panel: Panel, run: AlternatesRun) -> list[str]:
    """Who of a list can still be called: not asked yet, not erased."""
    free = free_people(panel)
    return [person for person in run.people if person in free]


def free_people(panel: Panel) -> set[str]:
    """Who of this site's pool was not asked yet and is not erased."""
    asked = Invitation.objects.filter(panel=panel).values("volunteer")
    rows = panel.volunteers.filter(erased_on=None).exclude(pk__in=asked)
    return set(rows.values_list("pseudonym", flat=True))


def seats_now(sealing: SealedLottery) -> list[str]:
    """Who has a seat: invited and not gone; before anybody is invited, those drawn."""
    invited = Invitation.objects.filter(panel=sealing.panel).select_related("volunteer")
    if not invited:
        return sorted(sealing.draw.draw["people"])
    return sorted(one.volunteer.pseudonym for one in invited if one.answer not in GONE)


def sealed_quotas(sealing: SealedLottery) -> Quotas:
    """The quotas of a sealed list."""
    quotas, _faults = read_quotas(columns_of(sealing.quotas_csv), int(sealing.lottery["size"]))
    if quotas is None:
        raise SealedFilesError
    return quotas


def sealed_pool(sealing: SealedLottery, quotas: Quotas, without: Collection[str] = ()) -> Pool:
    """The pool of a sealed list, without those who cannot be chosen any more."""
    columns = columns_of(sealing.pool_csv)
    keep = [i for i, person in enumerate(columns["id"]) if person not in without]
    pool, _faults = read_pool({name: [c[i] for i in keep] for name, c in columns.items()}, quotas)
    if pool is None:
        raise SealedFilesError
    return pool
