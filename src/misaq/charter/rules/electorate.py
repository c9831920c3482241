"""Who votes at a stage, and its conditions as conditions on how many of each kind of member vote how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from misaq.charter.errors import NoCompositionError
from misaq.charter.rules.evaluating import needed_across
from misaq.charter.rules.formulas import (
    FALSE,
    TRUE,
    Formula,
    Term,
    at_least,
    every,
    linear,
    negate,
    some,
)
from misaq.charter.rules.schema import (
    Ballots,
    Cell,
    Combined,
    Composition,
    Expr,
    Rule,
    Stage,
    Tally,
    Test,
)

CHOICES = ("yes", "no", "abstain", "absent", "vacant")
_IN_BASE = {
    "cast": ("yes", "no"),
    "present": ("yes", "no", "abstain"),
    "seated": ("yes", "no", "abstain", "absent"),
    "all_members": CHOICES,
    "registered": CHOICES,
}
_MEASURED = {"yes": ("yes",), "no": ("no",), "turnout": ("yes", "no", "abstain")}
Counted = Callable[[int, str], Term]  # (cell, choice) -> how many, as a sum of variables


@dataclass(frozen=True)
class Electorate:
    """Those who vote at one stage.

    cells : members who count alike. groups, regions, bodies : id to the numbers of their cells; an id without members
    is there too, with none.
    """

    stage: Stage
    cells: Composition
    groups: Mapping[str, tuple[int, ...]]
    regions: Mapping[str, tuple[int, ...]]
    bodies: Mapping[str, tuple[int, ...]]

    @property
    def members(self) -> int:
        """All seats, filled or vacant."""
        return sum(cell.members for cell in self.cells)

    @property
    def filled(self) -> int:
        """Seats that somebody holds."""
        return sum(cell.filled for cell in self.cells)

    @property
    def everyone(self) -> tuple[int, ...]:
        """The numbers of all cells."""
        return tuple(range(len(self.cells)))


def electorate(rule: Rule, stage: Stage, composition: Composition = ()) -> Electorate:
    """Who votes at a stage; composition : who sits, in place of what the rule fixes.

    Cells that count alike are put together. Raises NoCompositionError when nobody is known to vote there.
    """
    whole = composition or rule.composition
    voting = set(stage.bodies) or {body.id for body in rule.bodies[:1]} | {""}
    counted: dict[tuple[tuple[str, ...], str, str], list[int]] = {}
    for cell in whole:
        if cell.body in voting:
            kind = (tuple(sorted(set(cell.groups))), cell.region, cell.body)
            numbers = counted.setdefault(kind, [0, 0])
            numbers[0] += cell.members
            numbers[1] += cell.vacant
    cells = tuple(
        Cell(members, groups, region, body, vacant)
        for (groups, region, body), (members, vacant) in sorted(counted.items())
    )
    if not sum(cell.members for cell in cells):
        raise NoCompositionError(rule=rule.name, stage=stage.id)
    seated = {group for cell in whole for group in cell.groups}
    placed = {cell.region for cell in whole}
    return Electorate(
        stage,
        cells,
        _units(cells, lambda c: c.groups, [g.id for g in rule.groups if g.id not in seated]),
        _units(cells, lambda c: (c.region,), [r for r in rule.regions if r not in placed]),
        _units(cells, lambda c: (c.body,), stage.bodies),
    )


def _units(
    cells: Composition, ids: Callable[[Cell], Sequence[str]], empty: Sequence[str]
) -> dict[str, tuple[int, ...]]:
    names = {name for cell in cells for name in ids(cell) if name} | set(empty)
    return {
        name: tuple(i for i, cell in enumerate(cells) if name in ids(cell))
        for name in sorted(names)
    }


def stage_formula(voters: Electorate, counted: Counted) -> Formula:
    """When the vote of the stage passes: its quorum and what must pass."""
    stage = voters.stage
    return every(
        expr_formula(stage.quorum, voters, counted), expr_formula(stage.passes, voters, counted)
    )


def expr_formula(expr: Expr, voters: Electorate, counted: Counted) -> Formula:
    """When a condition is met."""
    if isinstance(expr, Combined):
        parts = [expr_formula(part, voters, counted) for part in expr.of]
        return every(*map(negate, parts)) if expr.need == "none" else at_least(expr.wanted, parts)
    units = _test_units(expr, voters)
    if not units:
        return TRUE if expr.empty == "passes" else FALSE
    each = [_unit_formula(expr, cells, voters, counted) for cells in units]
    return at_least(needed_across(expr, len(each)), each)


def _test_units(test: Test, voters: Electorate) -> list[tuple[int, ...]]:
    if test.over == "overall":
        return [voters.everyone]
    if test.over in {"group", "body"}:
        return [(voters.groups if test.over == "group" else voters.bodies).get(test.group, ())]
    named = {"each": voters.groups, "each_region": voters.regions, "each_body": voters.bodies}
    return list(named[test.over].values())


def _unit_formula(
    test: Test, cells: tuple[int, ...], voters: Electorate, counted: Counted
) -> Formula:
    got = _sum(cells, _MEASURED[test.measure], counted)
    fixed = test.base in {"all_members", "registered"}
    base: dict[int, int] = {} if fixed else _sum(cells, _IN_BASE[test.base], counted)
    size = sum(voters.cells[c].members for c in cells) if fixed else 0
    more = 1 if test.compare == ">" else 0
    if isinstance(test.value, int):
        reached = linear(got, test.value + more)
    else:
        share: Fraction = test.value
        term = {v: share.denominator * a for v, a in got.items()}
        for variable, factor in base.items():
            term[variable] = term.get(variable, 0) - share.numerator * factor
        reached = linear(term, share.numerator * size + more)
    somebody = TRUE if size else linear(base, 1)
    nobody = FALSE if size else linear({v: -a for v, a in base.items()}, 0)
    if test.empty == "fails":
        return every(somebody, reached)
    return some(nobody, every(somebody, reached))


def _sum(cells: tuple[int, ...], choices: Sequence[str], counted: Counted) -> dict[int, int]:
    term: dict[int, int] = {}
    for cell in cells:
        for choice in choices:
            for variable, factor in counted(cell, choice).items():
                term[variable] = term.get(variable, 0) + factor
    return term


def count_tally(voters: Electorate, counts: Sequence[Mapping[str, int]]) -> Tally:
    """The tally when so many of each cell vote so; who is not counted in a cell stayed away.

    counts : one for each cell, choice to number; "vacant" is beside the seats that are vacant anyway.
    """

    def ballots(cells: tuple[int, ...]) -> Ballots:
        def total(choice: str) -> int:
            return sum(counts[c].get(choice, 0) for c in cells)

        return Ballots(
            total("yes"),
            total("no"),
            total("abstain"),
            sum(voters.cells[c].members for c in cells),
            total("vacant") + sum(voters.cells[c].vacant for c in cells),
        )

    return Tally(
        ballots(voters.everyone),
        {name: ballots(cells) for name, cells in voters.groups.items()},
        {name: ballots(cells) for name, cells in voters.regions.items()},
        {name: ballots(cells) for name, cells in voters.bodies.items()},
    )
