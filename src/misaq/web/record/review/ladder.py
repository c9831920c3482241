"""A case's reviews as the rules of the ladder take them, and who may take which step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from misaq.record import (
    LADDER,
    CodingComparison,
    Difference,
    ReviewStep,
    compare_codings,
    next_steps,
)
from misaq.record import Review as Step
from misaq.web.accounts.models import Account
from misaq.web.record.models import Case, Review

STEPS = frozenset({"admit", "peer", "second", "return", "reopen"})
FIELDS = ("child", "actor_kind", "attribution_basis", "fate")
_CLIMB: tuple[ReviewStep, ...] = ("admit", "peer", "second")


@dataclass(frozen=True)
class Round:
    """What has been done since a case last came to the rung where first reviews are made.

    peer : the first review. coding : the blind one that waits for its step. settling : what is proposed where the
    two differ. Each None until it is there.
    """

    peer: Review | None = None
    coding: Review | None = None
    settling: Review | None = None

    def comparison(self) -> CodingComparison | None:
        """The two codings side by side, with what is settled put in both; None until there are two."""
        if self.peer is None or self.coding is None:
            return None
        return compare(self.peer.coding, self.coding.coding)

    def open_differences(self) -> tuple[Difference, ...]:
        """Where the two codings differ."""
        laid = self.comparison()
        return laid.differences if laid else ()


def round_of(reviews: Iterable[Review]) -> Round:
    """The round that a case is in. reviews : all of it, the oldest first."""
    peer = coding = settling = None
    for review in reviews:
        if review.kind in {"return", "reopen", "admit"}:
            peer = coding = settling = None
        elif review.kind == "peer":
            peer, coding, settling = review, None, None
        elif review.kind == "coding":
            coding, settling = review, None
        elif review.kind == "settling":
            settling = review
    return Round(peer, coding, settling)


def compare(first: Mapping[str, Any], second: Mapping[str, Any]) -> CodingComparison:
    """Two codings side by side: each kind of act that either names, and each field."""
    types = sorted({*first.get("acts", ()), *second.get("acts", ())})
    return compare_codings(flat(first, types), flat(second, types))


def flat(coding: Mapping[str, Any], types: Iterable[str]) -> dict[str, str]:
    """A coding as thing to code.

    >>> flat({"acts": ["DOL"], "child": "no"}, ["CON", "DOL"])
    {'act:CON': 'no', 'act:DOL': 'yes', 'child': 'no'}
    """
    acts = set(coding.get("acts", ()))
    told = {f"act:{code}": "yes" if code in acts else "no" for code in types}
    return told | {name: str(coding[name]) for name in FIELDS if coding.get(name)}


def steps_of(case: Case, reviews: Sequence[Review]) -> list[Step]:
    """The log of the ladder; the rungs that a case had when it came are taken as climbed by nobody."""
    taken = [review for review in reviews if review.kind in STEPS]
    begun = taken[0].from_stage if taken else case.stage
    day = timezone.localdate(case.opened_at)
    climbed = LADDER.index(begun)
    log = [_step(n + 1, case, _CLIMB[n], "", day) for n in range(climbed)]
    for review in taken:
        log.append(
            Step(
                number=len(log) + 1,
                case=case.ref,
                step=review.kind,  # type: ignore[arg-type]  # one of STEPS
                reviewer=str(review.coder_id),
                on=max(timezone.localdate(review.at), day),
                no_conflict=review.no_conflict,
                standard=review.standard_of_proof or "allegation",
                independent_sources=review.independent_sources,
                blind=review.kind == "second",
            )
        )
    return log


def _step(number: int, case: Case, step: ReviewStep, reviewer: str, on: date) -> Step:
    return Step(number, case.ref, step, reviewer, on, True)


def possible_steps(
    case: Case, reviews: Sequence[Review], account: Account, writers: Iterable[int]
) -> tuple[str, ...]:
    """The steps that somebody may take on this case now; none for whoever wrote any of it."""
    authors = [str(writer) for writer in writers]
    return next_steps(steps_of(case, reviews), str(account.pk), authors=authors)
