"""Alternates: who stands by, so that the quotas suffer least when some of those drawn do not come.

Scenarios of who drops out are drawn with a public seed; the alternates chosen are those with whom the loss, after
the best replacement in each scenario, is smallest on average. The loss is the number of seats by which quotas are
missed, and of seats that stay empty. Alternates are taken to come when they are called.

Source: Assos, Baharav, Flanigan and Procaccia, Alternates, Assemble! Selecting optimal alternates for citizens'
assemblies, 2025: sample-average approximation of the expected loss. Program, bound and households are our own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, kron, vstack

from misaq.assembly.pool import Ints, Pool, id_order
from misaq.assembly.programs import Floats, Program, SolverError
from misaq.assembly.replacement import (
    Candidates,
    NotOnPanelError,
    best_seats,
    candidates,
    kinds_of,
    loss_rows,
    quota_loss,
)
from misaq.foundation.seeds import generator

SCENARIOS = 100
WHOLE_COLUMNS = (
    6000  # as many columns are settled in whole numbers; with more, scenarios may have part-seats
)
NODES = 3000
NEAR_ENOUGH = 0.01  # relative, in the program with part-seats
FIRST_COLUMNS, MORE_COLUMNS = 40, 30
PAYS = 1e-6  # seats: what one more alternate of a kind must save


@dataclass(frozen=True)
class Alternates:
    """Alternates for a panel.

    people : ids, sorted.
    loss : average loss over the scenarios, in seats, after the best replacement.
    bound : no choice of as many alternates has a smaller average over the same scenarios.
    without : the average with no alternates.
    scenarios : how many.
    """

    people: tuple[str, ...]
    loss: float
    bound: float
    without: float
    scenarios: int

    @property
    def gap(self) -> float:
        """By how many seats the loss may be above the best, on average."""
        return max(0.0, self.loss - self.bound)


@dataclass(frozen=True)
class _Scenarios:
    """Seats that are left on each, (n, n_rows + 1), each once; and how many of the scenarios are so."""

    counts: Ints
    weights: Floats


def choose_alternates(
    pool: Pool,
    panel: Collection[str],
    probabilities: Mapping[str, float],
    number: int,
    *,
    scenarios: int = SCENARIOS,
    seed: int = 0,
) -> Alternates:
    """Choose the alternates with whom the expected loss of quotas is smallest.

    panel : ids of those drawn.
    probabilities : id to the probability of dropping out, for everybody on the panel; each by themselves.
    number : how many alternates; fewer where fewer people may come. None of them shares a household with
        somebody on the panel or with another.
    scenarios : how many are drawn; seed : of the scenarios, and of the choice among people alike.
    Raises NotOnPanelError when an id of the panel is not of the pool, or has no probability.
    """
    known = kinds_of(pool)
    strangers = [p for p in panel if p not in known or p not in probabilities]
    if strangers:
        raise NotOnPanelError(ids=", ".join(sorted(strangers, key=id_order)))
    chance = generator(seed, "assembly.alternates")
    columns = candidates(pool, known, panel)
    drawn = _draw(pool, sorted(panel, key=id_order), probabilities, scenarios, chance)
    without = _average([_loss(pool, counts) for counts in drawn.counts], drawn)
    wanted = min(number, _most(columns))
    if not wanted:
        return Alternates((), without, without, without, scenarios)
    chosen, bound = _choose(pool, columns, drawn, wanted)
    people: list[str] = []
    for n, ids in zip(chosen, columns.people, strict=True):
        order = chance.permutation(len(ids)).tolist()
        people += [ids[i] for i in order[:n]]
    loss = _average(_losses(pool, columns, drawn, chosen), drawn)
    ids = tuple(sorted(people, key=id_order))
    return Alternates(ids, loss, max(0.0, min(bound, loss)), without, scenarios)


def expected_loss(
    pool: Pool,
    panel: Collection[str],
    alternates: Collection[str],
    probabilities: Mapping[str, float],
    *,
    scenarios: int = SCENARIOS,
    seed: int = 0,
) -> float:
    """The average loss with given alternates, over the scenarios that `choose_alternates` draws with the seed."""
    chance = generator(seed, "assembly.alternates")
    drawn = _draw(pool, sorted(panel, key=id_order), probabilities, scenarios, chance)
    columns = candidates(pool, alternates, panel)
    everybody = [len(ids) for ids in columns.people]
    return _average(_losses(pool, columns, drawn, everybody), drawn)


def _draw(
    pool: Pool,
    panel: list[str],
    probabilities: Mapping[str, float],
    scenarios: int,
    chance: np.random.Generator,
) -> _Scenarios:
    p = np.array([probabilities[person] for person in panel])
    kinds = kinds_of(pool)
    place = np.array([kinds[person] for person in panel])
    seats = np.vstack([pool.holds[:, place], np.ones((1, len(panel)), bool)]).astype(np.int64)
    stays = chance.random((scenarios, len(panel))) >= p
    counts, times = np.unique(stays.astype(np.int64) @ seats.T, axis=0, return_counts=True)
    return _Scenarios(counts, times / scenarios)


def _loss(pool: Pool, counts: Ints) -> int:
    return sum(abs(miss.seats) for miss in quota_loss(pool.quotas, counts))


def _average(losses: list[int], drawn: _Scenarios) -> float:
    return float(np.array(losses) @ drawn.weights)


def _losses(pool: Pool, columns: Candidates, drawn: _Scenarios, chosen: list[int]) -> list[int]:
    """The loss of each scenario after the best replacement by the alternates chosen."""
    some = [i for i, n in enumerate(chosen) if n]
    standing = Candidates(
        tuple(columns.kinds[i] for i in some),
        tuple(columns.people[i][: chosen[i]] for i in some),
        (None,) * len(some),  # no two of those chosen share a household
        (True,) * len(some),
    )
    found = []
    for counts in drawn.counts:
        taken = best_seats(pool, counts, standing, np.zeros(len(some)))
        came = np.zeros(pool.n_types, dtype=np.int64)
        np.add.at(came, list(standing.kinds), taken)
        found.append(_loss(pool, counts + np.append(pool.holds @ came, came.sum())))
    return found


def _most(columns: Candidates) -> int:
    """How many people may come at most: one of each household."""
    homes = {home for home in columns.homes if home is not None}
    alone = zip(columns.people, columns.homes, strict=True)
    return len(homes) + sum(len(ids) for ids, home in alone if home is None)


def _choose(
    pool: Pool, columns: Candidates, drawn: _Scenarios, number: int
) -> tuple[list[int], float]:
    """How many of each column stand by, and a bound on the average loss.

    Columns of people come into the linear program when their worth, by the duals of the scenarios, is above
    what an alternate costs; when none is, its value bounds every choice.
    """
    n = len(columns.kinds)
    some = _first_columns(pool, columns, drawn, number)
    while True:
        table = _Table(pool, columns, drawn, number, some)
        solution = table.program(integer=False).solve()
        if solution is None:
            raise SolverError(reason="alternates")
        worth = table.worth(solution.duals)
        worth[some] = 0.0
        more = np.argsort(-worth, kind="stable")[:MORE_COLUMNS]
        more = more[worth[more] > PAYS]
        if not len(more):
            break
        some = sorted({*some, *more.tolist()})
    chosen = [0] * n
    for place, seats in zip(some, table.whole(solution.values), strict=True):
        chosen[place] = seats
    return chosen, -solution.objective


def _first_columns(pool: Pool, columns: Candidates, drawn: _Scenarios, number: int) -> list[int]:
    """Columns to begin with: those whose features the scenarios lack most, and enough for the number."""
    quotas = pool.quotas
    low = np.array([q.minimum for q in quotas.rows])
    lack = np.maximum(low - drawn.counts[:, :-1], 0).T @ drawn.weights
    worth = lack @ pool.holds[:, list(columns.kinds)]
    order = np.argsort(-worth, kind="stable").tolist()
    some = set(order[:FIRST_COLUMNS])
    for place in order:
        small = sorted(some)
        part = Candidates(
            tuple(columns.kinds[i] for i in small),
            tuple(columns.people[i] for i in small),
            tuple(columns.homes[i] for i in small),
            (True,) * len(small),
        )
        if _most(part) >= number:
            break
        some.add(place)
    return sorted(some)


class _Table:
    """Columns z (alternates of each column), then for each scenario y (who comes), and what is missed.

    Rows: the number, one a household, then for each scenario the quotas and size, and y <= z.
    """

    def __init__(
        self,
        pool: Pool,
        columns: Candidates,
        drawn: _Scenarios,
        number: int,
        some: list[int],
    ) -> None:
        self.pool, self.columns, self.drawn, self.number = pool, columns, drawn, number
        self.some = some
        kinds = [columns.kinds[i] for i in some]
        block, low, high = loss_rows(pool, kinds)
        self.n, self.n_rows, self.n_scenarios = len(some), len(low), len(drawn.counts)
        self.low, self.high = low - drawn.counts, high - drawn.counts
        homes = columns.household_rows()[:, some]
        self.n_homes = homes.shape[0]
        width = block.shape[1]
        eye = eye_array(self.n_scenarios, format="csr")
        first = vstack([csr_array(np.ones((1, self.n))), homes])
        empty = csr_array((1 + self.n_homes, width * self.n_scenarios))
        quotas = hstack([csr_array((self.n_rows * self.n_scenarios, self.n)), kron(eye, block)])
        come = csr_array(np.eye(self.n, width))
        standing = kron(np.ones((self.n_scenarios, 1)), -eye_array(self.n))
        limits = hstack([standing, kron(eye, come)])
        self.rows = csr_array(vstack([hstack([first, empty]), quotas, limits]))
        loss = np.concatenate([np.zeros(self.n), np.ones(2 * self.n_rows)])
        self.costs = np.concatenate([np.zeros(self.n), np.kron(drawn.weights, loss)])
        room = np.full(width, np.inf)
        room[-1] = 0.0  # no more seats than the panel has
        self.upper = np.concatenate([columns.sizes[some], np.tile(room, self.n_scenarios)])

    def program(self, *, integer: bool) -> Program:
        """The program as it is, or over whole numbers."""
        n_limits = self.n * self.n_scenarios
        low = [np.array([float(self.number)]), np.zeros(self.n_homes), self.low.ravel()]
        high = [np.array([float(self.number)]), np.ones(self.n_homes), self.high.ravel()]
        program = Program(
            self.rows,
            (
                np.concatenate([*low, np.full(n_limits, -np.inf)]),
                np.concatenate([*high, np.zeros(n_limits)]),
            ),
            (np.zeros(len(self.upper)), self.upper),
            integer=integer,
            nodes=NODES if integer else None,
        )
        program.set_costs(-self.costs)
        return program

    def worth(self, duals: Floats) -> Floats:
        """What one more alternate of each column of all would save, by the duals of the rows, in seats."""
        first = 1 + self.n_homes
        prices = duals[first : first + self.n_rows * self.n_scenarios]
        prices = prices.reshape(self.n_scenarios, self.n_rows)
        kinds = list(self.columns.kinds)
        holds = np.vstack([self.pool.holds[:, kinds], np.ones((1, len(kinds)), bool)])
        saves = np.maximum(-(prices @ holds), 0.0).sum(axis=0)
        homes = self.columns.household_rows()
        cost = duals[0] + homes.T @ duals[1:first]
        found: Floats = saves - cost
        return found

    def whole(self, values: Floats) -> list[int]:
        """Whole numbers of alternates near the best: by the program where it is small enough."""
        if len(self.upper) <= WHOLE_COLUMNS:
            try:
                solution = self.program(integer=True).solve()
            except SolverError:
                solution = None
            if solution is not None:
                found: list[int] = np.round(solution.values[: self.n]).astype(int).tolist()
                return found
        return self._rounded(values[: self.n])

    def _rounded(self, shares: Floats) -> list[int]:
        """The shares rounded: whole parts first, then the largest remainders that households allow."""
        homes = [self.columns.homes[i] for i in self.some]
        taken = np.floor(shares + PAYS).astype(int)
        used = {home for home, n in zip(homes, taken.tolist(), strict=True) if home and n}
        order = np.argsort(taken - shares, kind="stable").tolist()
        while taken.sum() < self.number:
            for place in order:
                free = homes[place] is None or homes[place] not in used
                if free and taken[place] < self.upper[place] and taken.sum() < self.number:
                    taken[place] += 1
                    used.add(homes[place])
        result: list[int] = taken.tolist()
        return result
