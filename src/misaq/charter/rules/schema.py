"""Decision rules as data: stages, nested tests, vetoes, what follows a failure; exact, of a base that is said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Over = Literal["overall", "each", "each_region", "each_body", "group", "body"]
Base = Literal["cast", "present", "seated", "all_members", "registered"]
Measure = Literal["yes", "no", "turnout"]
Comparison = Literal[">", ">="]
Counts = Literal["passes", "fails"]
ExitKind = Literal["adopt", "goto", "refer", "referendum", "chair_ruling", "lapse", "dissolve"]
Effect = Literal["suspend", "require", "refer", "block"]
Basis = Literal["self-designation", "roll", "seat"]


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
    """A vote: of all who vote, and of each group, region and body of them; who is in no group counts overall only."""

    overall: Ballots
    groups: Mapping[str, Ballots] = field(default_factory=dict)
    regions: Mapping[str, Ballots] = field(default_factory=dict)
    bodies: Mapping[str, Ballots] = field(default_factory=dict)


@dataclass(frozen=True)
class Test:
    """A share, or a number, that must be reached.

    over : "overall"; "each" for every group of the tally; "each_region" for every region; "each_body" for every body;
        "group" or "body" for the one that `group` names.
    base : what the share is a share of: votes "cast" (yes and no), members "present" (who voted or abstained), those
        "seated" (without vacant seats), "all_members", or in a referendum all "registered".
    value : a share (Fraction), or a number of votes (int).
    empty : what an empty base counts as, "passes" or "fails"; it must be said for each.
    group : id of the group for "group", of the body for "body".
    across : the share (Fraction), or the number (int), of the groups, regions or bodies in which it must be reached.
    """

    __test__ = False  # no test of the test runner

    over: Over
    measure: Measure
    base: Base
    compare: Comparison
    value: Fraction | int
    empty: Counts
    group: str = ""
    across: Fraction | int = Fraction(1)


@dataclass(frozen=True)
class Combined:
    """Several conditions joined: all of them, any of them, at least `k` of them, or none of them."""

    need: Literal["all", "any", "at_least", "none"]
    of: "tuple[Expr, ...]"
    k: int = 0

    @property
    def wanted(self) -> int:
        """How many of them must be met; of "none" no more may be."""
        return {"all": len(self.of), "any": 1, "at_least": self.k, "none": 0}[self.need]

    def met(self, got: int) -> bool:
        """Whether it is met when `got` of its parts are."""
        return got == 0 if self.need == "none" else got >= self.wanted


Expr = Test | Combined
NOTHING = Combined("all", ())  # asks for nothing: always met


@dataclass(frozen=True)
class Exit:
    """Where a vote leads.

    kind : "adopt" or "lapse" end it; "goto" another stage; "refer" to `body`; "referendum" at `stage`;
        "chair_ruling": the chair says whether it is agreed; "dissolve": the body is dissolved, and a new one
        decides at `stage`, where one is named.
    decides : of "refer": True when the body's yes or no is final; False when it reports, and `stage` votes next.
    when : taken only if the tally meets this. after_days : within how many days. max_rounds : how often at most.
    """

    kind: ExitKind
    stage: str = ""
    body: str = ""
    decides: bool = False
    when: Expr | None = None
    after_days: int | None = None
    max_rounds: int | None = None


@dataclass(frozen=True)
class Veto:
    """What some of the members may ask for before a vote.

    group : of which group they must be; "each" for any one of the groups; "" for any members.
    compare, value, base : how many: a number (int), or a share of `base` of that group or of all who vote.
    co_groups : from how many groups they must come. max_uses : how often it may be used in all; None: without limit.
    effect : "suspend" the vote for `days`; "require" the vote to be taken at `stage`; "refer" to `body`, which
        decides, or reports before the vote at `stage`; "block" it for good.
    """

    id: str
    effect: Effect
    compare: Comparison
    value: Fraction | int
    base: Base = "all_members"
    group: str = ""
    co_groups: int = 0
    days: int | None = None
    stage: str = ""
    body: str = ""
    decides: bool = False
    max_uses: int | None = None


ADOPT = Exit("adopt")
LAPSE = Exit("lapse")


@dataclass(frozen=True)
class Stage:
    """One vote.

    passes : what must be reached. quorum : what must be reached for the vote to count at all.
    bodies : ids of those who vote; () when the rule names no body or only one.
    without_quorum : the vote is "again" taken another day, or it "fails".
    on_pass : where a vote that passes leads. on_fail : the first that applies is taken.
    """

    id: str
    passes: Expr
    quorum: Expr = NOTHING
    scope: Literal["clause", "chapter", "whole"] = "whole"
    bodies: tuple[str, ...] = ()
    without_quorum: Literal["again", "fails"] = "again"
    on_pass: Exit = ADOPT
    on_fail: tuple[Exit, ...] = (LAPSE,)
    vetoes: tuple[Veto, ...] = ()
    name: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Body:
    """Who votes, decides or reports. members : None when it is not fixed. people : True for a referendum's voters."""

    id: str
    members: int | None = None
    people: bool = False
    name: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Group:
    """A group in a body.

    basis : how one comes to be in it. exclusive : who is in it is in no other group.
    """

    id: str
    basis: Basis
    exclusive: bool = True
    name: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Cell:
    """Members who count alike in every test: of one body, one region and the same groups."""

    members: int
    groups: tuple[str, ...] = ()
    region: str = ""
    body: str = ""
    vacant: int = 0

    @property
    def filled(self) -> int:
        """Seats that somebody holds."""
        return self.members - self.vacant


Composition = tuple[Cell, ...]


@dataclass(frozen=True)
class Statement:
    """What one test makes of those who do not say yes or no; it follows from its base.

    abstain : an abstention is "ignored", or works "against" what the test asks for; "counted" where taking part is.
    vacancy : a vacant seat is "counted" in the base or "not".
    tie : as many for as against, and nobody else, "passes" or "fails".
    """

    abstain: Literal["ignored", "against", "counted"]
    vacancy: Literal["counted", "not"]
    tie: Counts


@dataclass(frozen=True)
class Rule:
    """A named rule: its stages in their order; the first is where every question begins.

    bodies, groups : named where there are any. regions : their ids. composition : who sits, where it is fixed.
    says : what its drafters hold it to make of abstentions, vacancies and ties; None when they were not asked.
    """

    name: str
    stages: tuple[Stage, ...]
    bodies: tuple[Body, ...] = ()
    groups: tuple[Group, ...] = ()
    regions: tuple[str, ...] = ()
    composition: Composition = ()
    says: Statement | None = None

    def stage(self, stage_id: str = "") -> Stage:
        """The stage of that id; "" for the first."""
        return next(s for s in self.stages if not stage_id or s.id == stage_id)


def flat_rule(name: str, tests: tuple[Test, ...], quorum: tuple[Test, ...] = ()) -> Rule:
    """A rule of one vote: every test must be met, after the quorum.

    >>> half = Test("overall", "yes", "cast", ">", Fraction(1, 2), "fails")
    >>> flat_rule("majority", (half,)).stages[0].on_fail
    (Exit(kind='lapse', stage='', body='', decides=False, when=None, after_days=None, max_rounds=None),)
    """
    return Rule(name, (Stage("vote", Combined("all", tests), Combined("all", quorum)),))


def tests_of(expr: Expr) -> Iterator[Test]:
    """Every test of a condition, in its order."""
    if isinstance(expr, Test):
        yield expr
        return
    for part in expr.of:
        yield from tests_of(part)


def stage_tests(stage: Stage) -> Iterator[Test]:
    """Every test of a stage: its quorum, what must pass, and the conditions of its exits."""
    yield from tests_of(stage.quorum)
    yield from tests_of(stage.passes)
    for exit_ in stage.on_fail:
        if exit_.when is not None:
            yield from tests_of(exit_.when)


def state_test(test: Test) -> Statement:
    """What a test makes of abstentions, vacant seats and ties.

    >>> state_test(Test("overall", "yes", "all_members", ">=", Fraction(2, 3), "fails"))
    Statement(abstain='against', vacancy='counted', tie='fails')
    """
    if test.measure == "turnout":
        abstain: Literal["ignored", "against", "counted"] = "counted"
    else:
        abstain = "ignored" if test.base == "cast" or is_count(test) else "against"
    counted = test.base in {"all_members", "registered"} and not is_count(test)
    return Statement(abstain, "counted" if counted else "not", _state_tie(test))


def is_count(test: Test) -> bool:
    """Whether a test asks for a number of votes, not for a share."""
    return isinstance(test.value, int)


def _state_tie(test: Test) -> Counts:
    """Half of those who vote; a number of votes says nothing of a tie, and a tie alone does not reach it."""
    if is_count(test):
        return "fails"
    tied = Fraction(1) if test.measure == "turnout" else Fraction(1, 2)
    reached = tied >= test.value if test.compare == ">=" else tied > test.value
    return "passes" if reached else "fails"
