"""The Banzhaf index of every member and group, counted exactly: how often one yes more turns a vote.

Every set of members who vote yes, the others voting no, is one coalition. They are counted cell by cell with binomial
coefficients (a generating function in whole numbers), keeping of the conditions only what is still open.

Sources: Banzhaf (1965), "Weighted voting doesn't work"; Coleman (1971), "Control of collectivities and the power of a
collectivity to act", for the power to prevent.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb

from misaq.charter.rules.coalitions import Votes
from misaq.charter.rules.electorate import Electorate, stage_formula
from misaq.charter.rules.formulas import FALSE, TRUE, Formula, Linear, linear, map_linear
from misaq.charter.rules.schema import Combined, Expr

MOST_WORK = 400_000  # (states x members of a cell): some seconds


@dataclass(frozen=True)
class MemberPower:
    """Of one member of a cell.

    swings : coalitions of the others that lose without and win with this member. index : the member's share of all
    swings (normalised Banzhaf index). prevents : share of the winning coalitions with this member that lose without.
    """

    swings: int
    index: Fraction
    prevents: Fraction


@dataclass(frozen=True)
class Power:
    """Power under one vote.

    members : one for each cell. groups : id to the sum of its members' indices; who is in two groups counts in both.
    winning : how many of the 2^n coalitions win.
    """

    members: tuple[MemberPower, ...]
    groups: dict[str, Fraction]
    winning: int


def measure_power(voters: Electorate, *, most_work: int = MOST_WORK) -> Power | None:
    """The Banzhaf index of each member, exactly; None when more is to be counted than `most_work`, or a no may help.

    >>> from misaq.charter.rules.electorate import electorate
    >>> from misaq.charter.rules.schema import Cell
    >>> from misaq.charter.rules.library import find_rule
    >>> rule = find_rule("each_community")
    >>> power = measure_power(electorate(rule, rule.stage(), (Cell(3, ("north",)), Cell(1, ("south",)))))
    >>> [str(member.index) for member in power.members]
    ['1/5', '2/5']
    """
    if not (yes_never_hurts(voters.stage.quorum) and yes_never_hurts(voters.stage.passes)):
        return None
    formula = _yes_formula(voters)
    kinds = _alike(formula, voters)
    counted = _count(formula, kinds, [voters.cells[c].filled for c in voters.everyone], most_work)
    if counted is None:
        return None
    winning, yes = counted
    swings = [0] * len(voters.cells)
    for kind, total in zip(kinds, yes, strict=True):
        size = sum(voters.cells[c].filled for c in kind)
        for cell in kind:
            # `total` / size coalitions win with one member; as a yes never hurts, the rest that win do so without
            swings[cell] = 2 * (total // size) - winning if size else 0
    all_swings = sum(s * cell.filled for s, cell in zip(swings, voters.cells, strict=True))
    members = tuple(MemberPower(s, _share(s, all_swings), _share(s, winning)) for s in swings)
    groups = {
        name: sum((members[c].index * voters.cells[c].filled for c in cells), Fraction(0))
        for name, cells in voters.groups.items()
    }
    return Power(members, groups, winning)


def yes_never_hurts(expr: Expr, wanted: bool = True) -> bool:
    """Whether no condition can fail by a yes in place of a no."""
    if isinstance(expr, Combined):
        inner = wanted != (expr.need == "none")
        return all(yes_never_hurts(part, inner) for part in expr.of)
    return expr.measure == "turnout" or (expr.measure == "yes") == wanted


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction(0)


def _yes_formula(voters: Electorate) -> Formula:
    """When a vote passes, as a condition on the yes votes of each cell: all the others vote no."""
    votes = Votes(voters, ("yes", "no"))
    cell_of = {n: pair for pair, n in votes.variables.items()}

    def as_yes(condition: Linear) -> Formula:
        term: dict[int, int] = {}
        bound = condition.bound
        for variable, factor in condition.term:
            cell, choice = cell_of[variable]
            sign = 1 if choice == "yes" else -1
            term[cell] = term.get(cell, 0) + sign * factor
            bound -= factor * voters.cells[cell].filled if choice == "no" else 0
        return linear(term, bound)

    return map_linear(stage_formula(voters, votes.counted), as_yes)


def _alike(formula: Formula, voters: Electorate) -> list[tuple[int, ...]]:
    """The cells, put together where they count alike in every condition."""
    conditions = sorted({(c.term, c.bound) for c in _conditions(formula)})
    kinds: dict[tuple[int, ...], list[int]] = {}
    for cell in voters.everyone:
        key = tuple(dict(term).get(cell, 0) for term, _ in conditions)
        kinds.setdefault(key, []).append(cell)
    return [tuple(cells) for _, cells in sorted(kinds.items(), key=lambda item: item[1])]


def _conditions(formula: Formula) -> list[Linear]:
    if isinstance(formula, Linear):
        return [formula]
    return [condition for part in formula.of for condition in _conditions(part)]


def _count(
    formula: Formula, kinds: list[tuple[int, ...]], filled: list[int], most_work: int
) -> tuple[int, list[int]] | None:
    """How many coalitions win, and of each kind the sum of its members over the coalitions that win."""
    sizes = [sum(filled[c] for c in kind) for kind in kinds]
    first = {kind[0]: size for kind, size in zip(kinds, sizes, strict=True)}
    merged = {c: kind[0] for kind in kinds for c in kind}

    def on_first(condition: Linear) -> Formula:
        return linear({merged[c]: a for c, a in condition.term}, condition.bound)

    states: dict[Formula, list[int]] = {map_linear(formula, on_first): [1] + [0] * len(kinds)}
    work = 0
    for place, kind in enumerate(kinds):
        left = {later[0]: first[later[0]] for later in kinds[place + 1 :]}
        after: dict[Formula, list[int]] = {}
        work += len(states) * (sizes[place] + 1)
        if work > most_work:
            return None
        for state, counts in states.items():
            for yes in range(sizes[place] + 1):
                rest = _assign(state, kind[0], yes, left)
                if rest == FALSE:
                    continue
                ways = comb(sizes[place], yes)
                kept = after.setdefault(rest, [0] * (len(kinds) + 1))
                for n, count in enumerate(counts):
                    kept[n] += ways * count
                kept[place + 1] += ways * yes * counts[0]
        states = after
    totals = states.get(TRUE, [0] * (len(kinds) + 1))
    return totals[0], totals[1:]


def _assign(formula: Formula, cell: int, yes: int, left: dict[int, int]) -> Formula:
    """What is still open once so many of a cell voted yes; what no further vote can change is true or false."""

    def known(condition: Linear) -> Formula:
        term = dict(condition.term)
        bound = condition.bound - term.pop(cell, 0) * yes
        if bound <= sum(a * left[c] for c, a in term.items() if a < 0):
            return TRUE
        if bound > sum(a * left[c] for c, a in term.items() if a > 0):
            return FALSE
        return linear(term, bound)

    return map_linear(formula, known)
