"""From ballots to a tally, and from a tally to a verdict with its reasons, by the rule as it stood at the opening."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from misaq.charter import (
    Ballot,
    Ballots,
    Decision,
    Reason,
    Rule,
    Ruling,
    Tally,
    Voting,
    count_ballots,
    evaluate_rule,
    judge_votings,
    rule_of_values,
)
from misaq.web.charter.models import Ballot as BallotRow
from misaq.web.charter.models import Division

KINDS: Mapping[str, str] = {
    Division.Question.CLAUSE: "clause",
    Division.Question.WHOLE: "whole",
    Division.Question.RATIFICATION: "ratification",
}


def rule_of(values: Mapping[str, Any]) -> Rule:
    """A rule of its plain values."""
    return rule_of_values(values)


def ballots_of(division: Division) -> list[Ballot]:
    """One line a seat of the body as it was when the division opened, those who did not vote too."""
    choices = dict(
        BallotRow.objects.filter(division=division).values_list("seat__number", "choice")
    )
    return [
        Ballot(
            f"s{seat['number']:03d}",
            choices.get(seat["number"], "vacant" if seat["vacant"] else "absent"),
            seat["community"],
        )
        for seat in division.seats
    ]


def tally_of(division: Division) -> Tally:
    """How a division stands; a community of the process without a seat is there too: it has not agreed."""
    tally = count_ballots(ballots_of(division))
    if not tally.groups:
        return tally
    empty = {name: Ballots(0, 0, 0, 0) for name in division.drafting.communities}
    return Tally(tally.overall, {**empty, **tally.groups}, tally.regions)


def reasons_now(division: Division) -> tuple[Reason, ...]:
    """Each test of the rule as it stands now: what is reached, what is needed."""
    return evaluate_rule(rule_of(division.rule), tally_of(division)).reasons


def ruling_of(division: Division) -> Ruling:
    """What the ballots come to."""
    question: Any = KINDS[division.question]
    voting = Voting(division.text_sha256, rule_of(division.rule), tally_of(division))
    about = f"p{division.proposal.number}" if division.proposal else ""
    day = timezone.localdate().isoformat()
    decision = Decision(f"d{division.number}", question, about, day, (voting,))
    return judge_votings(decision, division.text_sha256)


def verdict_values(ruling: Ruling) -> dict[str, Any]:
    """A ruling as plain values: what is kept, shown for ever, and hashed into the public log."""
    return {
        "outcome": ruling.outcome,
        "text": ruling.text,
        "reasons": [
            {
                "code": because.code,
                "params": dict(because.params),
                "group": because.group,
                "passed": because.passed,
            }
            for because in ruling.reasons
        ],
    }
