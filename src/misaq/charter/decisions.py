"""Decisions: a vote bound to the words that were voted on, its verdict, and every reason in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, Literal

from misaq.charter.errors import ImpossibleTallyError, UncountedBallotError
from misaq.charter.rules.evaluating import Finding, Reason, Verdict, evaluate_rule
from misaq.charter.rules.schema import Ballots, Combined, Rule, Tally

DecisionKind = Literal[
    "clause",
    "whole",
    "amendment",
    "rebased",
    "ratification",
    "postponement",
    "withdrawal",
    "fall",
]
VOTED: tuple[DecisionKind, ...] = ("clause", "whole", "amendment", "rebased", "ratification")
UNVOTED: tuple[DecisionKind, ...] = ("postponement", "withdrawal", "fall")
Outcome = Literal["passed", "failed", "no_quorum", "postponed", "withdrawn", "fallen", "refused"]
BALLOTS = ("yes", "no", "abstain", "absent", "vacant")


@dataclass(frozen=True)
class Voting:
    """One vote of one body.

    text : hash of the text that was voted on (`Proposal.sha256`; of the whole text, `Base.sha256`).
    rule : by which it is decided. tally : how it went. body : which body; "" for the assembly itself.
    referendum : whether the people voted; then `Ballots.members` are those registered.
    """

    text: str
    rule: Rule
    tally: Tally
    body: str = ""
    date: str = ""
    referendum: bool = False


@dataclass(frozen=True)
class Decision:
    """One decision as it stands in the minutes.

    kind : "clause" (one proposal), "whole" (the text as it then stands), "amendment" (an amendment to an
        amendment), "rebased" (a proposal voted again on a changed text), "ratification", or without a vote
        "postponement", "withdrawal", "fall" (because another passed).
    proposal : id of the proposal it is about; "" for the whole text.
    votings : one a body; all must pass. because : "fall": id of the proposal that passed.
    note : in words, by language.
    """

    id: str
    kind: DecisionKind
    proposal: str = ""
    date: str = ""
    votings: tuple[Voting, ...] = ()
    because: str = ""
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Because:
    """One reason in words: a message code with its values, so that it is said in any language.

    group : id of the community or region it is about, "" for all. body : of the body that voted.
    passed : whether what was asked for was reached; None when it is no test.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    group: str = ""
    body: str = ""
    passed: bool | None = None


@dataclass(frozen=True)
class Ruling:
    """What a decision came to, and why.

    text : hash of the text it is about. verdicts : one a voting, with every test. reasons : all of it in words.
    rests_on : ids of the decisions that a vote on the whole or a ratification rests on.
    """

    decision: Decision
    outcome: Outcome
    text: str
    verdicts: tuple[Verdict, ...] = ()
    reasons: tuple[Because, ...] = ()
    rests_on: tuple[str, ...] = ()


def judge_votings(decision: Decision, text: str) -> Ruling:
    """Decide by the rules what a vote came to: in every body that voted, and each reason in words.

    text : hash of what was voted on; that the votings are bound to it is seen to by `require_same_text`.
    Raises ImpossibleTallyError when more voted than there are members.
    """
    verdicts, reasons = [], []
    for voting in decision.votings:
        require_possible(voting.tally)
        verdict = evaluate_rule(voting.rule, voting.tally)
        verdicts.append(verdict)
        reasons += [replace(because, body=voting.body) for because in _explain(verdict, voting)]
    outcomes = [verdict.outcome for verdict in verdicts]
    outcome: Outcome = "passed"
    if "no_quorum" in outcomes:
        outcome = "no_quorum"
    elif "failed" in outcomes:
        outcome = "failed"
    return Ruling(decision, outcome, text, tuple(verdicts), tuple(reasons))


def explain_reason(reason: Reason) -> Because:
    """How one test went, as a message code with its values.

    >>> from misaq.charter.rules.library import find_rule
    >>> verdict = evaluate_rule(find_rule("two_thirds"), Tally(Ballots(144, 60, 3, 217)))
    >>> explain_reason(verdict.reasons[-1]).code, explain_reason(verdict.reasons[-1]).params["needed"]
    ('decision.test.yes.all_members', 145)
    """
    test = reason.test
    params = {"got": reason.got, "of": reason.of, "needed": reason.needed, "share": str(test.value)}
    code = f"decision.test.{test.measure}.{test.base}"
    if reason.needed is None:
        one_group = test.over == "overall" or reason.group
        code = "decision.test.nobody" if one_group else "decision.test.no_groups"
    elif reason.counted == "groups":
        code = "decision.test.across"
        params["share"] = str(test.across)
    return Because(code, params, reason.group, passed=reason.passed)


def _explain(verdict: Verdict, voting: Voting) -> Iterator[Because]:
    yield from _explain_finding(verdict.quorum)
    yield from _explain_finding(verdict.passes)
    overall = voting.tally.overall
    if overall.abstain:
        yield Because("decision.abstained", {"count": overall.abstain})
    if overall.vacant:
        yield Because("decision.vacant", {"count": overall.vacant})
    if overall.yes == overall.no:
        yield Because("decision.tie", {"count": overall.yes})
    if verdict.outcome == "no_quorum":
        yield Because("decision.no_quorum")


def _explain_finding(finding: Finding, top: bool = True) -> Iterator[Because]:
    """Each test of a condition; before alternatives, how many of them were met and how many are needed."""
    joined = finding.expr
    if isinstance(joined, Combined) and not (top and joined.need == "all"):
        params = {"n": len(joined.of), "k": joined.k, "got": finding.got}
        yield Because(f"decision.expr.{joined.need}", params, passed=finding.passed)
    yield from map(explain_reason, finding.reasons)
    for part in finding.parts:
        yield from _explain_finding(part, top=False)


def require_possible(tally: Tally) -> None:
    """Raise ImpossibleTallyError for what cannot have happened: more votes than seats, a part above the whole."""
    fields = ("yes", "no", "abstain", "members", "vacant")
    named = [("", tally.overall), *sorted(tally.groups.items()), *sorted(tally.regions.items())]
    for group, ballots in named:
        for name in fields:
            if getattr(ballots, name) < 0:
                raise ImpossibleTallyError(group=group or "*", what=name)
        if ballots.turnout > ballots.members - ballots.vacant:
            raise ImpossibleTallyError(group=group or "*", what="members")
    for parts in (tally.groups, tally.regions):
        for name in fields:
            if sum(getattr(b, name) for b in parts.values()) > getattr(tally.overall, name):
                raise ImpossibleTallyError(group="*", what=name)


@dataclass(frozen=True)
class Ballot:
    """How one seat voted by name.

    member : its id. group, region : the community and region it counts for; "" for none.
    vote : one of BALLOTS; a seat that is "absent" or "vacant" counts in the base of all members.
    """

    member: str
    vote: str
    group: str = ""
    region: str = ""


def count_ballots(ballots: Iterable[Ballot]) -> Tally:
    """Count a vote by name: overall, by group and by region. One line a seat, those who did not vote too.

    Raises UncountedBallotError for a seat that stands there twice, or a vote that is none of BALLOTS.

    >>> count_ballots([Ballot("a", "yes", "north"), Ballot("b", "absent", "north"), Ballot("c", "no")]).groups
    {'north': Ballots(yes=1, no=0, abstain=0, members=2, vacant=0)}
    """
    listed = sorted(ballots, key=lambda b: b.member)
    for member, seats in groupby(listed, key=lambda b: b.member):
        if len(list(seats)) > 1:
            raise UncountedBallotError(member=member, vote="")
    for ballot in listed:
        if ballot.vote not in BALLOTS:
            raise UncountedBallotError(member=ballot.member, vote=ballot.vote)
    return Tally(
        _count(listed),
        {g: _count(b for b in listed if b.group == g) for g in _names(b.group for b in listed)},
        {r: _count(b for b in listed if b.region == r) for r in _names(b.region for b in listed)},
    )


def _names(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name})


def _count(ballots: Iterable[Ballot]) -> Ballots:
    votes = [ballot.vote for ballot in ballots]
    return Ballots(
        yes=votes.count("yes"),
        no=votes.count("no"),
        abstain=votes.count("abstain"),
        members=len(votes),
        vacant=votes.count("vacant"),
    )
