"""Decision rules as data: what each fraction is a fraction of is said, and every fraction is exact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from misaq.charter.errors import UnknownRuleError

Over = Literal["overall", "each", "each_region", "group"]
Base = Literal["cast", "present", "seated", "all_members", "registered"]
Measure = Literal["yes", "no", "turnout"]
Comparison = Literal[">", ">="]


@dataclass(frozen=True)
class Ballots:
    """The votes of a body, of one group in it, or of those who may vote in a referendum.

    yes, no, abstain : who voted so; a blank or spoilt paper is an abstention.
    members : all seats, filled or vacant; in a referendum all who are registered. vacant : seats that nobody holds.
    """

    yes: int
    no: int
    abstain: int
    members: int
    vacant: int = 0

    @property
    def turnout(self) -> int:
        """Who took part."""
        return self.yes + self.no + self.abstain


@dataclass(frozen=True)
class Tally:
    """A vote: of the whole body, and of each group and region in it; who is in no group counts overall only."""

    overall: Ballots
    groups: Mapping[str, Ballots] = field(default_factory=dict)
    regions: Mapping[str, Ballots] = field(default_factory=dict)


@dataclass(frozen=True)
class Test:
    """A share that must be reached.

    over : "overall"; "each" for every group of the tally; "each_region" for every region; "group" for `group` alone.
    base : what the share is a share of: votes "cast" (yes and no), members "present" (who voted or abstained), those
        "seated" (without vacant seats), "all_members", or in a referendum all "registered".
    empty : what an empty base counts as, "passes" or "fails"; it must be said for each.
    group : id of the group for "group". across : the share of the groups or regions in which it must be reached.
    """

    over: Over
    measure: Measure
    base: Base
    compare: Comparison
    value: Fraction
    empty: Literal["passes", "fails"]
    group: str = ""
    across: Fraction = Fraction(1)


@dataclass(frozen=True)
class Rule:
    """A named rule: every test must pass, after the quorum.

    quorum : turnout tests; without it the vote does not count at all.
    """

    name: str
    tests: tuple[Test, ...]
    quorum: tuple[Test, ...] = ()


@dataclass(frozen=True)
class Reason:
    """How one test went in one group.

    group : "" overall. got : members counted; of : the size of the base; needed : the smallest count that passes,
    None when the base is empty.
    counted : what was counted: "votes", or "groups" in which a share across them was reached.
    decides : False for one group of a test that need not be reached in all of them.
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
class Verdict:
    """Whether a vote passed under a rule, and every reason."""

    rule: str
    outcome: Literal["passed", "failed", "no_quorum"]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Statement:
    """What one test makes of those who do not say yes or no; it follows from its base.

    abstain : an abstention is "ignored", or works "against" what the test asks for; "counted" where taking part is.
    vacancy : a vacant seat is "counted" in the base or "not".
    tie : as many for as against, and nobody else, "passes" or "fails".
    """

    abstain: Literal["ignored", "against", "counted"]
    vacancy: Literal["counted", "not"]
    tie: Literal["passes", "fails"]


_MOST = Fraction(1, 2)
_QUORUM = (Test("overall", "turnout", "all_members", ">=", _MOST, "fails"),)

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("majority", (Test("overall", "yes", "cast", ">", _MOST, "fails"),), _QUORUM),
        Rule(
            "two_thirds",
            (Test("overall", "yes", "all_members", ">=", Fraction(2, 3), "fails"),),
            _QUORUM,
        ),
        Rule(
            "each_community",
            (
                Test("overall", "yes", "cast", ">", _MOST, "fails"),
                # a community of which nobody voted has not agreed
                Test("each", "yes", "cast", ">", _MOST, "fails"),
            ),
            _QUORUM,
        ),
        Rule(
            "referendum",
            (Test("overall", "yes", "cast", ">", _MOST, "fails"),),
            (Test("overall", "turnout", "registered", ">=", _MOST, "fails"),),
        ),
    )
}


def find_rule(name: str, own: Mapping[str, Rule] | None = None) -> Rule:
    """The rule of that name: one of the process's `own`, or a shipped one; raises UnknownRuleError."""
    known = {**RULES, **(own or {})}
    if name not in known:
        raise UnknownRuleError(name=name, known=", ".join(known))
    return known[name]


def state_test(test: Test) -> Statement:
    """What a test makes of abstentions, vacant seats and ties.

    >>> state_test(Test("overall", "yes", "all_members", ">=", Fraction(2, 3), "fails"))
    Statement(abstain='against', vacancy='counted', tie='fails')
    """
    tied = Fraction(1) if test.measure == "turnout" else _MOST
    reached = tied >= test.value if test.compare == ">=" else tied > test.value
    if test.measure == "turnout":
        abstain: Literal["ignored", "against", "counted"] = "counted"
    else:
        abstain = "ignored" if test.base == "cast" else "against"
    vacancy: Literal["counted", "not"] = (
        "counted" if test.base in {"all_members", "registered"} else "not"
    )
    return Statement(abstain, vacancy, "passes" if reached else "fails")


def evaluate_rule(rule: Rule, tally: Tally) -> Verdict:
    """Decide a vote: exact fractions, each test with its reason, the quorum first.

    >>> vote = Tally(Ballots(yes=144, no=60, abstain=3, members=217))
    >>> verdict = evaluate_rule(find_rule("two_thirds"), vote)
    >>> verdict.outcome, verdict.reasons[-1].needed
    ('failed', 145)
    """
    quorum = tuple(reason for test in rule.quorum for reason in _reasons(test, tally))
    tests = tuple(reason for test in rule.tests for reason in _reasons(test, tally))
    if not all(reason.passed for reason in quorum if reason.decides):
        return Verdict(rule.name, "no_quorum", quorum + tests)
    passed = all(reason.passed for reason in tests if reason.decides)
    return Verdict(rule.name, "passed" if passed else "failed", quorum + tests)


def _reasons(test: Test, tally: Tally) -> Iterator[Reason]:
    if test.over == "overall":
        yield _reason(test, "", tally.overall)
        return
    groups = tally.regions if test.over == "each_region" else tally.groups
    if test.over == "group":
        groups = {test.group: tally.groups.get(test.group, Ballots(0, 0, 0, 0))}
    if not groups:
        # "each community" of a body without communities is an empty promise, never a silent pass
        yield Reason(test, "", 0, 0, None, test.empty == "passes")
        return
    all_of_them = test.across == 1
    reasons = [
        _reason(test, group, ballots, all_of_them) for group, ballots in sorted(groups.items())
    ]
    yield from reasons
    if not all_of_them:
        reached = sum(reason.passed for reason in reasons)
        needed = _ceiling(test.across * len(reasons))
        yield Reason(test, "", reached, len(reasons), needed, reached >= needed, "groups")


def _reason(test: Test, group: str, ballots: Ballots, decides: bool = True) -> Reason:
    of = {
        "cast": ballots.yes + ballots.no,
        "present": ballots.turnout,
        "seated": ballots.members - ballots.vacant,
        "all_members": ballots.members,
        "registered": ballots.members,
    }[test.base]
    got = {"yes": ballots.yes, "no": ballots.no, "turnout": ballots.turnout}[test.measure]
    if of == 0:
        return Reason(test, group, got, 0, None, test.empty == "passes", decides=decides)
    bound = test.value * of
    whole = _ceiling(bound)
    needed = whole + 1 if test.compare == ">" and whole == bound else whole
    return Reason(test, group, got, of, needed, got >= needed, decides=decides)


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
