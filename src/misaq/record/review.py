"""The ladder of review: quarantine, allegation, reviewed, verified; a rung at a time, by people who are no authors.

admit    quarantine -> allegation   somebody who is no author saw that it tells of an act, by a source
peer     allegation -> reviewed     a peer weighed the sources
second   reviewed -> verified       somebody new to the case coded it without seeing the first coding
return   one rung down              with a reason
reopen   back to allegation         with a reason: something new came in

Nothing here counts votes: a rung is one person's work, checked by another's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np

from misaq.foundation.agreement import Agreement, cohen_kappa
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.record.vocabulary import check_term, terms

Rung = Literal["quarantine", "allegation", "reviewed", "verified"]
LADDER: tuple[Rung, ...] = ("quarantine", "allegation", "reviewed", "verified")
ReviewStep = Literal["admit", "peer", "second", "return", "reopen"]
REVIEW_STEPS: tuple[ReviewStep, ...] = ("admit", "peer", "second", "return", "reopen")
_UP: Mapping[ReviewStep, Rung] = {"admit": "quarantine", "peer": "allegation", "second": "reviewed"}
_LEAST: Mapping[ReviewStep, str] = {
    "admit": "allegation",
    "peer": "reasonable_suspicion",
    "second": "reasonable_grounds",
}
_SOURCES_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Review:
    """One step of one case on the ladder; the log of them only grows.

    number : its place in the case's log, from 1.
    reviewer : who took it. no_conflict : the reviewer declared no conflict of interest.
    standard : code of `standard_of_proof` that the reviewer finds met.
    independent_sources : how many, as the lineage of the sources counts them.
    blind : the first coding was hidden while coding. open_differences : how many are not settled.
    reason : why it was returned or reopened.
    """

    number: int
    case: str
    step: ReviewStep
    reviewer: str
    on: date
    no_conflict: bool
    standard: str = "allegation"
    independent_sources: int = 0
    blind: bool = False
    open_differences: int = 0
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two coders coded apart. first, second : the codes, "" where one left it out."""

    item: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class CodingComparison:
    """Two codings of the same things: where they differ, and how far they agree beyond chance."""

    differences: tuple[Difference, ...]
    agreement: Agreement


def current_rung(log: Sequence[Review]) -> Rung:
    """The rung on which a case stands after the steps of its log; a case without any is in quarantine.

    >>> day = date(2026, 5, 1)
    >>> current_rung([Review(1, "c1", "admit", "Noor", day, True)])
    'allegation'
    """
    rung: Rung = "quarantine"
    for review in log:
        rung = _after(rung, review.step)
    return rung


def next_steps(log: Sequence[Review], reviewer: str, *, authors: Sequence[str]) -> tuple[str, ...]:
    """The steps that this person may take next, if they have no conflict of interest; () for an author.

    authors : everybody who wrote or entered any part of the case.

    >>> next_steps([], "Noor", authors=["Alia"]), next_steps([], "Alia", authors=["Alia"])
    (('admit',), ())
    """
    return tuple(step for step in REVIEW_STEPS if not _bars(log, step, reviewer, authors))


def may_review(
    log: Sequence[Review], step: ReviewStep, reviewer: str, *, authors: Sequence[str]
) -> bool:
    """Say whether this person may take this step now, if they have no conflict of interest.

    >>> may_review([], "peer", "Noor", authors=["Alia"])
    False
    """
    return not _bars(log, step, reviewer, authors)


def record_review(
    log: Sequence[Review], review: Review, *, authors: Sequence[str]
) -> tuple[Review, ...]:
    """Add a step to a case's log; the log given is left as it is.

    Raises FaultsError with everything that stands in the way.
    """
    faults = check_review(log, review, authors=authors)
    if faults:
        raise FaultsError(faults)
    return (*log, review)


def check_review(log: Sequence[Review], review: Review, *, authors: Sequence[str]) -> list[Fault]:
    """Find everything that stands in the way of a step: who takes it, when, on what standard, blind or not.

    A second coding needs reasonable grounds, two independent sources (a court's finding needs none), and no
    difference left open.
    """
    params = {"id": f"{review.case}/{review.number}", "step": review.step}
    if review.step not in REVIEW_STEPS:
        more = {**params, "known": ", ".join(REVIEW_STEPS)}
        return [Fault("review_unknown_step", column="step", params=more)]
    faults = [
        Fault(code, column=column, params={**params, "rung": current_rung(log)})
        for code, column in _bars(log, review.step, review.reviewer, authors)
    ]
    if review.number != len(log) + 1 or any(one.case != review.case for one in log):
        faults.append(Fault("review_not_a_log", column="number", params=params))
    if log and review.on < log[-1].on:
        faults.append(Fault("review_backwards", column="on", params=params))
    if not review.no_conflict:
        faults.append(Fault("review_conflict", column="no_conflict", params=params))
    faults += check_term(
        "standard_of_proof", review.standard, record_id=params["id"], field="standard"
    )
    if review.step in {"return", "reopen"} and not review.reason.strip():
        faults.append(Fault("review_no_reason", column="reason", params=params))
    faults += _check_standard(review, params)
    if review.step == "second":
        faults += _check_second(review, params)
    return faults


def compare_codings(
    first: Mapping[str, str], second: Mapping[str, str], *, level: float = 0.95
) -> CodingComparison:
    """Lay two codings of the same things side by side.

    first, second : thing to code; a thing that stands in one only is a difference and no part of the agreement.
    level : of the agreement's interval.

    >>> laid = compare_codings({"a1": "DOL", "a2": "KIL"}, {"a1": "DOL", "a2": "KIA"})
    >>> laid.differences
    (Difference(item='a2', first='KIL', second='KIA'),)
    """
    items = sorted({*first, *second})
    differences = tuple(
        Difference(item, first.get(item, ""), second.get(item, ""))
        for item in items
        if first.get(item) != second.get(item)
    )
    codes = {code: n for n, code in enumerate(sorted({*first.values(), *second.values()}))}
    coded = np.array(
        [[codes.get(coding.get(item, ""), -1) for item in items] for coding in (first, second)],
        dtype=np.int64,
    ).reshape(2, len(items))
    return CodingComparison(differences, cohen_kappa(coded[0], coded[1], level=level))


def _bars(
    log: Sequence[Review], step: ReviewStep, reviewer: str, authors: Sequence[str]
) -> list[tuple[str, str]]:
    """Why this person may not take this step now: (fault code, column)."""
    bars = []
    rung = current_rung(log)
    wrong_rung = rung != _UP[step] if step in _UP else rung == "quarantine"
    if wrong_rung or (step == "reopen" and rung == "allegation"):
        bars.append(("review_wrong_rung", "step"))
    if not reviewer:
        bars.append(("review_by_nobody", "reviewer"))
    if reviewer in authors:
        bars.append(("review_own_case", "reviewer"))
    if step == "second" and any(one.reviewer == reviewer for one in log):
        bars.append(("review_not_blind", "reviewer"))
    return bars


def _check_standard(review: Review, params: Mapping[str, str]) -> list[Fault]:
    least = _LEAST.get(review.step, "allegation")
    rows = list(terms("standard_of_proof"))
    if review.standard not in rows or rows.index(review.standard) >= rows.index(least):
        return []
    more = {**params, "least": least}
    return [Fault("review_standard_low", column="standard", params=more)]


def _check_second(review: Review, params: Mapping[str, str]) -> list[Fault]:
    faults = []
    if not review.blind:
        faults.append(Fault("review_not_blind", column="blind", params=params))
    if review.open_differences:
        more = {**params, "count": review.open_differences}
        faults.append(Fault("review_open_differences", column="open_differences", params=more))
    if review.independent_sources < _SOURCES_NEEDED and review.standard != "court_finding":
        more = {**params, "count": review.independent_sources, "needed": _SOURCES_NEEDED}
        faults.append(Fault("review_few_sources", column="independent_sources", params=more))
    return faults


def _after(rung: Rung, step: ReviewStep) -> Rung:
    if step == "reopen":
        return "allegation"
    place = LADDER.index(rung) + (-1 if step == "return" else 1)
    return LADDER[min(max(place, 0), len(LADDER) - 1)]
