"""A rule examined before it is adopted: who can carry, block and bind whom, and whether every path ends."""

from collections.abc import Mapping
from dataclasses import dataclass

from misaq.charter.errors import NoCompositionError
from misaq.charter.rules.coalitions import (
    AGAINST,
    Coalition,
    Shift,
    find_binding,
    find_blocking,
    find_certain,
    find_least_yes,
    find_shifts,
    find_winning,
    is_certain_exact,
)
from misaq.charter.rules.electorate import Electorate, electorate
from misaq.charter.rules.paths import Paths, find_alone, find_paths
from misaq.charter.rules.power import Power, measure_power
from misaq.charter.rules.schema import (
    NOTHING,
    Composition,
    Rule,
    Stage,
    Test,
    stage_tests,
    tests_of,
)

MOST_MEMBERS = 100_000  # above it a solver's tolerance is no longer far below one vote
_SHIFTS = (
    ("no", "abstain"),
    ("no", "absent"),
    ("abstain", "absent"),
    ("yes", "abstain"),
    ("yes", "no"),
    ("absent", "vacant"),
)


@dataclass(frozen=True)
class GroupLint:
    """What one group can do at a vote.

    blocking : its fewest members who can stop it, not voting yes; None when it cannot.
    bound_against : the fewest yes votes of others that bind it although all of it votes no; None when it cannot be.
    bound_silent : the same, where its members may also abstain or stay away.
    """

    id: str
    members: int
    blocking: Coalition | None
    bound_against: Coalition | None
    bound_silent: Coalition | None


@dataclass(frozen=True)
class StageLint:
    """One vote examined. Coalitions are None when nobody can.

    winning : the fewest who carry it, all others voting no. certain : whatever the others do; `certain_exact` False
    when a smaller one may do. least_yes : the fewest yes votes with which it can pass at all.
    blocking : the fewest who stop it by voting no. stopping : by voting no, abstaining or staying away.
    abstaining, away, vacancies : the fewest who stop it by this alone, all others voting yes.
    quorum : the fewest who, staying away, leave the vote without quorum.
    shifts : which changes of one member's mind can turn the result.
    group_tests : whether any test counts by group. ungrouped : members who count in none of those tests.
    power : None where it was not counted.
    """

    stage: str
    voters: Electorate
    winning: Coalition | None
    certain: Coalition | None
    certain_exact: bool
    least_yes: Coalition | None
    blocking: Coalition | None
    stopping: Coalition | None
    abstaining: Coalition | None
    away: Coalition | None
    vacancies: Coalition | None
    quorum: Coalition | None
    shifts: tuple[Shift, ...]
    groups: tuple[GroupLint, ...]
    group_tests: bool
    ungrouped: int
    power: Power | None


@dataclass(frozen=True)
class RuleLint:
    """A rule examined.

    stages : each vote whose voters are known. unknown : ids of the others, with why: "no_numbers" or "too_many".
    alone : the fewest of each cell of the first vote who carry the whole rule alone; None when nobody can.
    """

    rule: Rule
    stages: tuple[StageLint, ...]
    paths: Paths
    alone: tuple[int, ...] | None
    unknown: Mapping[str, str]


def lint_rule(rule: Rule, composition: Composition = ()) -> RuleLint:
    """Examine a rule with the numbers of the actual body.

    composition : who sits; () for what the rule itself fixes.
    """
    stages, unknown = [], {}
    for stage in rule.stages:
        try:
            voters = electorate(rule, stage, composition)
        except NoCompositionError:
            unknown[stage.id] = "no_numbers"
            continue
        if voters.members > MOST_MEMBERS:
            unknown[stage.id] = "too_many"
            continue
        stages.append(lint_stage(voters))
    large = {body for s in rule.stages if unknown.get(s.id) == "too_many" for body in s.bodies}
    small = tuple(cell for cell in composition or rule.composition if cell.body not in large)
    first = rule.stages[0].id
    alone = None if first in unknown else find_alone(rule, stages[0].voters)
    return RuleLint(rule, tuple(stages), find_paths(rule, small), alone, unknown)


def lint_stage(voters: Electorate) -> StageLint:
    """Examine one vote."""
    stage = voters.stage
    grouped, ungrouped = find_ungrouped(voters)
    return StageLint(
        stage=stage.id,
        voters=voters,
        winning=find_winning(voters),
        certain=find_certain(voters),
        certain_exact=is_certain_exact(stage.passes) and is_certain_exact(stage.quorum),
        least_yes=find_least_yes(voters),
        blocking=find_blocking(voters),
        stopping=find_blocking(voters, means=AGAINST),
        abstaining=find_blocking(voters, means=("abstain",)),
        away=find_blocking(voters, means=("absent",)),
        vacancies=find_blocking(voters, means=("vacant",)),
        quorum=_find_quorum_break(voters),
        shifts=find_shifts(voters, _SHIFTS),
        groups=tuple(_lint_group(voters, group) for group in voters.groups),
        group_tests=grouped,
        ungrouped=ungrouped,
        power=measure_power(voters),
    )


def _lint_group(voters: Electorate, group: str) -> GroupLint:
    return GroupLint(
        group,
        sum(voters.cells[c].members for c in voters.groups[group]),
        find_blocking(voters, group=group, means=AGAINST),
        find_binding(voters, group, against=True),
        find_binding(voters, group, against=False),
    )


def _find_quorum_break(voters: Electorate) -> Coalition | None:
    stage = voters.stage
    if stage.quorum == NOTHING:
        return None
    only = Electorate(
        Stage(stage.id, stage.quorum), voters.cells, voters.groups, voters.regions, voters.bodies
    )
    return find_blocking(only, means=("absent",))


def find_ungrouped(voters: Electorate) -> tuple[bool, int]:
    """Whether any test counts by group, and how many members count in none of those."""
    tests = (*tests_of(voters.stage.quorum), *tests_of(voters.stage.passes))
    by_group = [t for t in tests if t.over in {"each", "group"}]
    counted = {c for test in by_group for c in _cells_of(test, voters)}
    left = sum(voters.cells[c].members for c in voters.everyone if c not in counted)
    return bool(by_group), left if by_group else 0


def _cells_of(test: Test, voters: Electorate) -> set[int]:
    if test.over == "group":
        return set(voters.groups.get(test.group, ()))
    return {c for cells in voters.groups.values() for c in cells}


def needs_numbers(rule: Rule) -> bool:
    """Whether the rule itself does not say who votes at its first stage."""
    try:
        electorate(rule, rule.stages[0])
    except NoCompositionError:
        return True
    return False


def by_roll(stage: Stage) -> bool:
    """Whether a vote is of those who are registered: a referendum."""
    return any(test.base == "registered" for test in stage_tests(stage))
