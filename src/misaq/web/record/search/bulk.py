"""One act on many cases: each is looked up anew among those that the doer may work on, changed and noted by itself.

A reference that is not theirs is like one that does not exist: it is counted as not found, and nothing happens.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from misaq.web.accounts.models import Account
from misaq.web.record.access import cases_of
from misaq.web.record.activity import note
from misaq.web.record.cases.words import words_renew
from misaq.web.record.models import Assignment, Case, CaseLabel, Label, Organisation
from misaq.web.record.models.case import Stage
from misaq.web.record.search.forms import reviewers_of

MOST = 500


@dataclass(frozen=True)
class Done:
    """What came of it: cases changed, cases that stay as they are, references that led to no case."""

    n_changed: int
    n_left: int
    n_absent: int


def cases_assign(refs: Sequence[str], reviewer: Account, *, by: Account) -> Done:
    """Give cases to a reviewer of their own organisation; never to who opened the case."""

    def assign(case: Case) -> bool:
        if reviewer == case.opened_by or not reviewers_of([case.organisation]).filter(
            pk=reviewer.pk
        ):
            return False
        return _wait_for(case, reviewer, by)

    return _each(refs, assign, "case.assigned", by=by)


def cases_propose(refs: Sequence[str], *, by: Account) -> Done:
    """Let cases wait for any reviewer; one that waits already stays where it is."""

    def propose(case: Case) -> bool:
        waits = case.assignments.filter(ended_at=None).exists()
        return not waits and case.stage != Stage.VERIFIED and _wait_for(case, None, by)

    return _each(refs, propose, "case.proposed", by=by)


def cases_place(refs: Sequence[str], *, place: str, district: str, by: Account) -> Done:
    """Set place and district, "" leaves one as it is; a verified case is reopened first and stays as it is."""

    def set_place(case: Case) -> bool:
        new = (place or case.place, district or case.district)
        if case.stage == Stage.VERIFIED or new == (case.place, case.district):
            return False
        case.place, case.district = new
        case.save(update_fields=["place", "district"])
        words_renew(case)
        return True

    return _each(refs, set_place, "case.placed", by=by)


def cases_label(refs: Sequence[str], name: str, *, by: Account) -> Done:
    """Put a label of the case's own organisation on cases; it is made when it is new."""
    made: dict[Organisation, Label] = {}

    def put(case: Case) -> bool:
        house = case.organisation
        if house not in made:
            made[house], _new = Label.objects.get_or_create(organisation=house, name=name)
        _row, is_new = CaseLabel.objects.get_or_create(
            case=case, label=made[house], defaults={"by": by}
        )
        return is_new

    return _each(refs, put, "case.labelled", by=by)


def _each(refs: Sequence[str], act: Callable[[Case], bool], verb: str, *, by: Account) -> Done:
    changed = left = absent = 0
    for ref in dict.fromkeys(refs[:MOST]):
        with transaction.atomic():
            case = _own(ref, by)
            if case is None:
                absent += 1
            elif act(case):
                Case.objects.filter(pk=case.pk).update(changed_at=timezone.now())  # found above
                note(verb, by=by, about=case)
                changed += 1
            else:
                left += 1
    return Done(changed, left, absent)


def _own(ref: str, by: Account) -> Case | None:
    rows = cases_of(by).select_related("organisation").select_for_update(of=("self",))
    return rows.filter(ref=ref).first()


def _wait_for(case: Case, reviewer: Account | None, by: Account) -> bool:
    open_now = case.assignments.filter(ended_at=None)
    if reviewer is not None and open_now.filter(reviewer=reviewer).exists():
        return False
    open_now.update(ended_at=timezone.now())
    Assignment.objects.create(case=case, reviewer=reviewer, by=by)
    return True
