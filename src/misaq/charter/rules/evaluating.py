"""A vote decided by a rule: exact, with every test's reason, and the conditions as they nest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from misaq.charter.rules.schema import Ballots, Combined, Expr, Rule, Stage, Tally, Test


@dataclass(frozen=True)
class Reason:
    """How one test went in one group.

    group : id of the group, region or body, or "". got : members counted; of : the size of the base.
    needed : the smallest count that passes, None when the base is empty.
    counted : what was counted: "votes", or "groups" in which a share across them was reached.
    decides : False for one group of a test that need not be reached in all of them, and for a test that is one of
    several alternatives.
    """

    test: Test
    group: str
    got: int
    of: int
    needed: int | None
    passed: bool
    counted: Literal["votes", "groups"] = "votes"
    decides: bool = True


@dataclass(frozen=True)
class Finding:
    """How a condition went, as it nests: met in `got` of its parts, where `needed` are asked for.

    reasons : of a single test, one for each group. parts : of several conditions joined, one for each.
    """

    expr: Expr
    passed: bool
    got: int
    needed: int
    reasons: tuple[Reason, ...] = ()
    parts: "tuple[Finding, ...]" = ()


@dataclass(frozen=True)
class Verdict:
    """Whether a vote passed under a rule, and every reason.

    outcome : "no_quorum" when the vote does not count at all; where the rule says that it then fails, "failed".
    reasons : of every test, the quorum's first. quorum, passes : the same as they nest. stage : which vote it was.
    """

    rule: str
    outcome: Literal["passed", "failed", "no_quorum"]
    reasons: tuple[Reason, ...]
    quorum: Finding
    passes: Finding
    stage: str = ""


def evaluate_rule(rule: Rule, tally: Tally, *, stage: str = "") -> Verdict:
    """Decide a vote: exact fractions, each test with its reason, the quorum first.

    stage : id of the stage whose vote it is; "" for the first.

    >>> from misaq.charter.rules.library import find_rule
    >>> vote = Tally(Ballots(yes=144, no=60, abstain=3, members=217))
    >>> verdict = evaluate_rule(find_rule("two_thirds"), vote)
    >>> verdict.outcome, verdict.reasons[-1].needed
    ('failed', 145)
    """
    return evaluate_stage(rule.name, rule.stage(stage), tally)


def evaluate_stage(name: str, stage: Stage, tally: Tally) -> Verdict:
    """Decide the vote of one stage of the rule called `name`."""
    quorum = judge_expr(stage.quorum, tally)
    passes = judge_expr(stage.passes, tally)
    reasons = (*_flat(quorum), *_flat(passes))
    outcome: Literal["passed", "failed", "no_quorum"] = "passed" if passes.passed else "failed"
    if not quorum.passed:
        outcome = "no_quorum" if stage.without_quorum == "again" else "failed"
    return Verdict(name, outcome, reasons, quorum, passes, stage.id)


def judge_expr(expr: Expr, tally: Tally) -> Finding:
    """How a condition went, with its parts."""
    if isinstance(expr, Test):
        reasons = tuple(_reasons(expr, tally))
        passed = all(reason.passed for reason in reasons if reason.decides)
        return Finding(expr, passed, int(passed), 1, reasons)
    parts = tuple(judge_expr(part, tally) for part in expr.of)
    got = sum(part.passed for part in parts)
    return Finding(expr, expr.met(got), got, expr.wanted, (), parts)


def _flat(finding: Finding, decides: bool = True) -> Iterator[Reason]:
    for reason in finding.reasons:
        yield reason if decides else replace(reason, decides=False)
    alone = decides and (not finding.parts or finding.needed == len(finding.parts))
    for part in finding.parts:
        yield from _flat(part, alone)


def named_ballots(test: Test, tally: Tally) -> Mapping[str, Ballots]:
    """The votes that a test looks at, by the id of the group, region or body; one that is not there has none."""
    empty = Ballots(0, 0, 0, 0)
    if test.over == "overall":
        return {"": tally.overall}
    if test.over == "group":
        return {test.group: tally.groups.get(test.group, empty)}
    if test.over == "body":
        return {test.group: tally.bodies.get(test.group, empty)}
    return {"each": tally.groups, "each_region": tally.regions, "each_body": tally.bodies}[
        test.over
    ]


def _reasons(test: Test, tally: Tally) -> Iterator[Reason]:
    named = named_ballots(test, tally)
    if not named:
        # "each community" of a body without communities is an empty promise, never a silent pass
        yield Reason(test, "", 0, 0, None, test.empty == "passes")
        return
    all_of_them = test.across == 1 and not isinstance(test.across, int)
    reasons = [
        _reason(test, group, ballots, all_of_them) for group, ballots in sorted(named.items())
    ]
    yield from reasons
    if not all_of_them:
        reached = sum(reason.passed for reason in reasons)
        needed = needed_across(test, len(reasons))
        yield Reason(test, "", reached, len(reasons), needed, reached >= needed, "groups")


def _reason(test: Test, group: str, ballots: Ballots, decides: bool = True) -> Reason:
    of = base_size(test, ballots)
    got = {"yes": ballots.yes, "no": ballots.no, "turnout": ballots.turnout}[test.measure]
    if of == 0:
        return Reason(test, group, got, 0, None, test.empty == "passes", decides=decides)
    needed = needed_votes(test, of)
    return Reason(test, group, got, of, needed, got >= needed, decides=decides)


def base_size(test: Test, ballots: Ballots) -> int:
    """How many the test's share is a share of."""
    return {
        "cast": ballots.yes + ballots.no,
        "present": ballots.turnout,
        "seated": ballots.members - ballots.vacant,
        "all_members": ballots.members,
        "registered": ballots.members,
    }[test.base]


def needed_votes(test: Test, of: int) -> int:
    """The smallest number that reaches the test in a base of `of`: by ceiling, never by a float.

    >>> needed_votes(Test("overall", "yes", "all_members", ">=", Fraction(2, 3), "fails"), 217)
    145
    """
    bound = Fraction(test.value) if isinstance(test.value, int) else test.value * of
    whole = _ceiling(bound)
    return whole + 1 if test.compare == ">" and whole == bound else whole


def needed_across(test: Test, n_groups: int) -> int:
    """In how many of the groups the test must be reached."""
    return test.across if isinstance(test.across, int) else _ceiling(test.across * n_groups)


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def alternatives(expr: Expr) -> bool:
    """Whether a condition has alternatives anywhere: not all of its tests must be met."""
    if isinstance(expr, Combined):
        return expr.wanted != len(expr.of) or any(map(alternatives, expr.of))
    return False
