"""Decision rules as data: what each fraction is a fraction of is said, and every fraction is exact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from misaq.charter.errors import OpenRuleError, UnknownRuleError

Base = Literal["cast", "present", "all_members"]
Measure = Literal["yes", "no", "turnout"]
Comparison = Literal[">", ">="]


@dataclass(frozen=True)
class Ballots:
    """The votes of a body or of one group in it.

    yes, no, abstain : members who voted so; members : all seats, filled or vacant.
    """

    yes: int
    no: int
    abstain: int
    members: int


@dataclass(frozen=True)
class Tally:
    """A vote: of the whole body, and of each group in it; who is in no group counts overall only."""

    overall: Ballots
    groups: Mapping[str, Ballots] = field(default_factory=dict)


@dataclass(frozen=True)
class Test:
    """A share that must be reached.

    over : "overall", or "each" for every group of the tally.
    base : what the share is a share of: votes "cast" (yes and no), members "present" (who voted or abstained), or
        "all_members".
    empty : what an empty base counts as, "passes" or "fails"; it must be said for each.
    """

    over: Literal["overall", "each"]
    measure: Measure
    base: Base
    compare: Comparison
    value: Fraction
    empty: Literal["passes", "fails"]


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
    """

    test: Test
    group: str
    got: int
    of: int
    needed: int | None
    passed: bool


@dataclass(frozen=True)
class Verdict:
    """Whether a vote passed under a rule, and every reason."""

    rule: str
    outcome: Literal["passed", "failed", "no_quorum"]
    reasons: tuple[Reason, ...]


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
    )
}


def find_rule(name: str) -> Rule:
    """The shipped rule of that name; raises UnknownRuleError."""
    if name not in RULES:
        raise UnknownRuleError(name=name, known=", ".join(RULES))
    return RULES[name]


def read_rule(name: str, tests: list[Mapping[str, str]], quorum: list[Mapping[str, str]]) -> Rule:
    """A rule from plain values, all of them said: over, measure, base, compare, value ("2/3"), empty.

    Raises OpenRuleError when one is missing: the commonest dispute is what a fraction is a fraction of.

    >>> read_rule("r", [{"over": "overall", "measure": "yes", "compare": ">", "value": "1/2", "empty": "fails"}], [])
    Traceback (most recent call last):
    misaq.charter.errors.OpenRuleError: The decision rule leaves open: base. ...
    """
    return Rule(name, tuple(map(_read_test, tests)), tuple(map(_read_test, quorum)))


_WORDS = {
    "over": ("overall", "each"),
    "measure": ("yes", "no", "turnout"),
    "base": ("cast", "present", "all_members"),
    "compare": (">", ">="),
    "empty": ("passes", "fails"),
}


def _read_test(plain: Mapping[str, str]) -> Test:
    for name, words in _WORDS.items():
        if plain.get(name) not in words:
            raise OpenRuleError(what=name)
    try:
        value = Fraction(plain["value"])
    except (KeyError, ValueError, ZeroDivisionError):
        raise OpenRuleError(what="value") from None
    return Test(value=value, **{name: plain[name] for name in _WORDS})  # type: ignore[arg-type]


def evaluate_rule(rule: Rule, tally: Tally) -> Verdict:
    """Decide a vote: exact fractions, each test with its reason, the quorum first.

    >>> vote = Tally(Ballots(yes=144, no=60, abstain=3, members=217))
    >>> verdict = evaluate_rule(find_rule("two_thirds"), vote)
    >>> verdict.outcome, verdict.reasons[-1].needed
    ('failed', 145)
    """
    quorum = tuple(reason for test in rule.quorum for reason in _reasons(test, tally))
    tests = tuple(reason for test in rule.tests for reason in _reasons(test, tally))
    if not all(reason.passed for reason in quorum):
        return Verdict(rule.name, "no_quorum", quorum + tests)
    passed = all(reason.passed for reason in tests)
    return Verdict(rule.name, "passed" if passed else "failed", quorum + tests)


def _reasons(test: Test, tally: Tally) -> Iterator[Reason]:
    if test.over == "overall":
        yield _reason(test, "", tally.overall)
        return
    if not tally.groups:
        # "each community" of a body without communities is an empty promise, never a silent pass
        yield Reason(test, "", 0, 0, None, test.empty == "passes")
    for group, ballots in sorted(tally.groups.items()):
        yield _reason(test, group, ballots)


def _reason(test: Test, group: str, ballots: Ballots) -> Reason:
    turnout = ballots.yes + ballots.no + ballots.abstain
    of = {"cast": ballots.yes + ballots.no, "present": turnout, "all_members": ballots.members}[
        test.base
    ]
    got = {"yes": ballots.yes, "no": ballots.no, "turnout": turnout}[test.measure]
    if of == 0:
        return Reason(test, group, got, 0, None, test.empty == "passes")
    bound = test.value * of
    whole = -(-bound.numerator // bound.denominator)  # the ceiling, exactly
    needed = whole + 1 if test.compare == ">" and whole == bound else whole
    return Reason(test, group, got, of, needed, got >= needed)
