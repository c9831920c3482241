"""The smallest coalitions that carry or block a vote, exactly, with the numbers of the actual body."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from misaq.charter.rules.electorate import (
    CHOICES,
    Electorate,
    count_tally,
    expr_formula,
    stage_formula,
)
from misaq.charter.rules.formulas import FALSE, Formula, at_least, every, linear, minimise, negate
from misaq.charter.rules.schema import Combined, Expr, Tally, tests_of

LIVING = ("yes", "no", "abstain", "absent")  # what a seat that is held can do
AGAINST = ("no", "abstain", "absent")


@dataclass(frozen=True)
class Coalition:
    """A smallest coalition.

    size : how many members. members : how many of each cell, in the order of the electorate.
    tally : the vote in which it shows; of a coalition that wins whatever the others do, the one where all vote no.
    """

    size: int
    members: tuple[int, ...]
    tally: Tally


class Votes:
    """How many of each cell vote how, as variables of an integer program.

    choices : of all cells, or by cell.
    """

    def __init__(
        self, voters: Electorate, choices: Sequence[str] | Mapping[int, Sequence[str]]
    ) -> None:
        self.voters = voters
        self.of = {
            c: tuple(choices[c] if isinstance(choices, Mapping) else choices)
            for c in voters.everyone
        }
        self.variables = {
            pair: n
            for n, pair in enumerate((c, choice) for c in voters.everyone for choice in self.of[c])
        }
        self.bounds = [voters.cells[c].filled for c, _ in self.variables]
        self.totals = [
            ([self.variables[c, choice] for choice in self.of[c]], voters.cells[c].filled)
            for c in voters.everyone
        ]

    def counted(self, cell: int, choice: str) -> dict[int, int]:
        """How many of a cell make a choice."""
        variable = self.variables.get((cell, choice))
        return {} if variable is None else {variable: 1}

    def cost(self, choices: Iterable[str]) -> dict[int, int]:
        """How many make any of these choices."""
        wanted = set(choices)
        return {n: 1 for (_, choice), n in self.variables.items() if choice in wanted}

    def least(self, formula: Formula, choices: Iterable[str]) -> Coalition | None:
        """The vote that meets the formula with the fewest making any of `choices`; None when none meets it."""
        wanted = tuple(choices)
        values = minimise(formula, self.cost(wanted), self.bounds, self.totals)
        if values is None:
            return None
        counts = [
            {choice: values[self.variables[c, choice]] for choice in self.of[c]}
            for c in self.voters.everyone
        ]
        members = tuple(sum(count.get(choice, 0) for choice in wanted) for count in counts)
        return Coalition(sum(members), members, count_tally(self.voters, counts))


def find_winning(voters: Electorate) -> Coalition | None:
    """The fewest who carry a vote when all the others are there and vote no; None when nobody can.

    >>> from misaq.charter.rules.electorate import electorate
    >>> from misaq.charter.rules.schema import Cell
    >>> from misaq.charter.rules.library import find_rule
    >>> rule = find_rule("each_community")
    >>> body = (Cell(7, ("north",)), Cell(3, ("south",)), Cell(1))
    >>> found = find_winning(electorate(rule, rule.stage(), body))
    >>> found.size, found.members
    (6, (0, 4, 2))
    """
    votes = Votes(voters, ("yes", "no"))
    return votes.least(stage_formula(voters, votes.counted), ("yes",))


def find_least_yes(voters: Electorate) -> Coalition | None:
    """The fewest yes votes with which a vote can pass at all, if the others do what suits it."""
    votes = Votes(voters, LIVING)
    return votes.least(stage_formula(voters, votes.counted), ("yes",))


def find_certain(voters: Electorate) -> Coalition | None:
    """The fewest who carry a vote whatever the others do: vote no, abstain, or stay away; None when nobody can.

    Each test is asked in what is worst for it. Where tests are alternatives and what is worst for one is not for
    another, the answer is one that surely wins, and a smaller one may.
    """
    votes = Votes(voters, ("yes", "no"))
    worst = every(
        _worst(voters.stage.quorum, voters, votes), _worst(voters.stage.passes, voters, votes)
    )
    return votes.least(worst, ("yes",))


def is_certain_exact(expr: Expr) -> bool:
    """Whether in every set of alternatives one behaviour of the others is the worst for all."""
    if not isinstance(expr, Combined):
        return True
    if expr.need in {"all", "none"} or expr.wanted == len(expr.of):
        return all(map(is_certain_exact, expr.of))
    return len({test.measure == "turnout" for test in tests_of(expr)}) < 2


def _worst(expr: Expr, voters: Electorate, votes: Votes, *, wanted: bool = True) -> Formula:
    """When a condition is met (or, not `wanted`, is not) whatever those do who do not vote yes."""
    if isinstance(expr, Combined):
        if expr.need == "none":
            parts = [_worst(part, voters, votes, wanted=not wanted) for part in expr.of]
            return at_least(len(parts) if wanted else 1, parts)
        parts = [_worst(part, voters, votes, wanted=wanted) for part in expr.of]
        return at_least(expr.wanted if wanted else len(parts) - expr.wanted + 1, parts)
    if (expr.measure == "yes") == wanted and expr.measure != "turnout":
        # worst for it that all the others vote no: an abstention, or staying away, is never worse
        reached = expr_formula(expr, voters, votes.counted)
        return reached if wanted else negate(reached)
    if expr.measure != "turnout":
        return FALSE  # a test that the others can always bring about, or keep from coming about
    return _worst_turnout(expr, voters, votes, wanted)


def _worst_turnout(expr: Expr, voters: Electorate, votes: Votes, wanted: bool) -> Formula:
    """A turnout is lowest when the others stay away, and highest when they are there."""

    def away(cell: int, choice: str) -> Mapping[int, int]:
        stands_for = {"yes": "yes", "absent": "no"}.get(choice, "")
        return votes.counted(cell, stands_for)

    reached = expr_formula(expr, voters, away if wanted else votes.counted)
    return reached if wanted else negate(reached)


def find_blocking(
    voters: Electorate,
    *,
    group: str = "",
    means: Sequence[str] = ("no",),
) -> Coalition | None:
    """The fewest who, not voting yes, stop a vote although all the others vote yes; None when nobody can.

    group : only members of this group. means : what they do: "no", "abstain", "absent", or leave the seat "vacant".
    """
    own = voters.groups[group] if group else voters.everyone
    choices = {c: ("yes", *means) if c in own else ("yes",) for c in voters.everyone}
    votes = Votes(voters, choices)
    return votes.least(negate(stage_formula(voters, votes.counted)), means)


def find_binding(voters: Electorate, group: str, *, against: bool) -> Coalition | None:
    """The fewest yes votes of others with which a vote passes without a yes of the group; None when it never does.

    against : the whole group is there and votes no; else its members may also abstain or stay away.
    """
    own = voters.groups[group]
    silent = ("no",) if against else AGAINST
    others = ("yes", "no") if against else LIVING
    votes = Votes(voters, {c: silent if c in own else others for c in voters.everyone})
    return votes.least(stage_formula(voters, votes.counted), ("yes",))


@dataclass(frozen=True)
class Shift:
    """What one member can change by doing something else.

    before, after : what they do. effect : "helps" when a vote that failed then passes, "hurts" when one that passed
    then fails. tally : a vote in which it is so, before.
    """

    before: str
    after: str
    effect: str
    tally: Tally


def find_shifts(voters: Electorate, pairs: Iterable[tuple[str, str]]) -> tuple[Shift, ...]:
    """Which changes of one member's mind can turn the result, and which way; each pair is (before, after)."""
    found = []
    for before, after in pairs:
        for effect in ("helps", "hurts"):
            tally = _find_shift(voters, before, after, helps=effect == "helps")
            if tally is not None:
                found.append(Shift(before, after, effect, tally))
    return tuple(found)


def _find_shift(voters: Electorate, before: str, after: str, *, helps: bool) -> Tally | None:
    """A vote that one member of some cell turns; who it is is a choice of the program."""
    votes = Votes(voters, CHOICES if "vacant" in {before, after} else LIVING)
    first = len(votes.bounds)
    bounds = [*votes.bounds, *([1] * len(voters.cells))]
    who = [first + c for c in voters.everyone]

    def moved(cell: int, choice: str) -> dict[int, int]:
        term = votes.counted(cell, choice)
        if choice in {before, after}:
            term = {**term, who[cell]: 1 if choice == after else -1}
        return term

    now, then = stage_formula(voters, votes.counted), stage_formula(voters, moved)
    there = [linear({**votes.counted(c, before), who[c]: -1}, 0) for c in voters.everyone]
    turned = (negate(now), then) if helps else (now, negate(then))
    formula = every(*turned, *there)
    values = minimise(formula, {}, bounds, [*votes.totals, (who, 1)])
    if values is None:
        return None
    counts = [
        {choice: values[votes.variables[c, choice]] for choice in votes.of[c]}
        for c in voters.everyone
    ]
    return count_tally(voters, counts)
