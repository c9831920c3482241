"""Who takes the seats of those who drop out, so that the quotas are kept or missed by as little as can be."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, eye_array, hstack, vstack

from misaq.assembly.pool import Ints, Pool, id_order
from misaq.assembly.programs import Floats, Program
from misaq.assembly.quotas import Quotas
from misaq.foundation.errors import InputError
from misaq.foundation.seeds import generator

PANEL_FIRST = 1e-3  # seats: what taking somebody of the pool, and no alternate, costs beside a seat of a quota
NOISE = 1e-6  # seats: the public seed chooses among equals

Home = tuple[int, int]
NO_HOME: Home = (-1, -1)


class NotOnPanelError(InputError):
    """People who are told to leave, or to stand by, are not where they should be."""

    code = "not_on_panel"


@dataclass(frozen=True)
class Miss:
    """By how many seats a quota is missed; `row` -1: seats that stay empty."""

    row: int
    seats: int

    def text(self, quotas: Quotas) -> str:
        """The miss in signs, such as "age = old: -1" or "age = young: +2"."""
        label = "–" if self.row < 0 else quotas.rows[self.row].label
        return f"{label}: {self.seats:+d}"


@dataclass(frozen=True)
class Replacement:
    """Who comes for those who left.

    left, came : ids, sorted.
    from_pool : those of `came` who were no alternates.
    people : the panel afterwards, sorted.
    misses : quotas that the panel misses now: negative below the minimum, positive above the maximum.
    loss : seats by which it misses them, and seats that stay empty, together; no replacement has less.
    """

    left: tuple[str, ...]
    came: tuple[str, ...]
    from_pool: tuple[str, ...]
    people: tuple[str, ...]
    misses: tuple[Miss, ...]
    loss: int


@dataclass(frozen=True)
class Candidates:
    """People who may come, in columns of people whom neither features nor households tell apart.

    kinds : a type of the pool for each column, whose features its people have.
    people : ids of each column, sorted.
    homes : the household of each column; None where nobody else of it may come.
    first : whether its people come before others who do as well.
    """

    kinds: tuple[int, ...]
    people: tuple[tuple[str, ...], ...]
    homes: tuple[Home | None, ...]
    first: tuple[bool, ...]

    @property
    def sizes(self) -> Floats:
        """How many people each column has."""
        return np.array([float(len(ids)) for ids in self.people])

    def household_rows(self) -> csr_array:
        """One row for each household of which several may come, (n_homes, n_columns)."""
        homes = sorted({home for home in self.homes if home is not None})
        table = [[float(home == other) for other in self.homes] for home in homes]
        return csr_array(np.array(table).reshape(len(homes), len(self.homes)))


def homes_of(pool: Pool) -> dict[str, Home]:
    """The household of everybody who shares one, as (composition, number)."""
    found = {}
    for place, homes in enumerate(pool.households):
        for kind in homes.kinds:
            alike = len(pool.members[kind]) // homes.number
            for rank, person in enumerate(pool.members[kind]):
                found[person] = (place, rank // alike)
    return found


def kinds_of(pool: Pool) -> dict[str, int]:
    """The type of everybody."""
    return {person: kind for kind, ids in enumerate(pool.members) for person in ids}


def candidates(
    pool: Pool, who: Collection[str], seated: Collection[str], first: Collection[str] = ()
) -> Candidates:
    """Those of `who` who share no household with anybody seated, in columns.

    seated : who has a seat, or may still have.
    first : who comes before others.
    """
    homes, kinds = homes_of(pool), kinds_of(pool)
    there, early = set(seated), set(first)
    taken = {homes[person] for person in there if person in homes}
    free = [p for p in who if p not in there and homes.get(p) not in taken]
    shared = Counter(homes[person] for person in free if person in homes)
    groups: dict[tuple[bool, tuple[int, ...], Home], list[str]] = {}
    for person in free:
        home = homes.get(person, NO_HOME)
        features = tuple(pool.features[kinds[person]].tolist())
        key = person not in early, features, home if shared[home] > 1 else NO_HOME
        groups.setdefault(key, []).append(person)
    order = sorted(groups)
    return Candidates(
        tuple(kinds[groups[key][0]] for key in order),
        tuple(tuple(sorted(groups[key], key=id_order)) for key in order),
        tuple(None if key[2] == NO_HOME else key[2] for key in order),
        tuple(not key[0] for key in order),
    )


def seat_counts(pool: Pool, people: Collection[str]) -> Ints:
    """Seats of each quota row, and in all, (n_rows + 1,)."""
    kinds = kinds_of(pool)
    seats = np.bincount([kinds[p] for p in people], minlength=pool.n_types)
    return np.append(pool.holds @ seats, len(people))


def quota_loss(quotas: Quotas, counts: Ints) -> tuple[Miss, ...]:
    """What seat counts miss of the quotas, empty seats last."""
    found = []
    for row, quota in enumerate(quotas.rows):
        n = int(counts[row])
        if not quota.minimum <= n <= quota.maximum:
            found.append(Miss(row, n - (quota.minimum if n < quota.minimum else quota.maximum)))
    if counts[-1] != quotas.size:
        found.append(Miss(-1, int(counts[-1]) - quotas.size))
    return tuple(found)


def replace_people(
    pool: Pool,
    panel: Collection[str],
    left: Collection[str],
    alternates: Collection[str] = (),
    *,
    gone: Collection[str] = (),
    seed: int = 0,
) -> Replacement:
    """Find the best replacement for people who left: alternates, and others of the pool only where that is better.

    First the loss is made as small as it can be; among replacements with that loss, as many as can be are
    alternates; among equals the public seed chooses. Nobody comes who shares a household with the panel.

    gone : who left before, or said that they cannot come: they do not come back.
    Raises NotOnPanelError when somebody who leaves has no seat, or an id is not of the pool.
    """
    known = kinds_of(pool)
    strangers = [p for p in left if p not in panel]
    strangers += [p for p in (*panel, *alternates, *gone) if p not in known]
    if strangers:
        raise NotOnPanelError(ids=", ".join(sorted(set(strangers), key=id_order)))
    stay = [person for person in panel if person not in left]
    out = {*left, *gone}
    standing = [p for p in alternates if p not in out]
    first = _best(pool, stay, standing, standing, seed)
    if first.loss:
        everybody = [p for p in known if p not in out]
        first = _best(pool, stay, everybody, standing, seed)
    return Replacement(
        tuple(sorted(left, key=id_order)),
        first.came,
        first.from_pool,
        first.people,
        first.misses,
        first.loss,
    )


def _best(
    pool: Pool, stay: Sequence[str], who: Sequence[str], standing: Sequence[str], seed: int
) -> Replacement:
    chance = generator(seed, "assembly.replacement")
    columns = candidates(pool, who, stay, standing)
    costs = np.where(np.array(columns.first, dtype=bool), 0.0, PANEL_FIRST)
    costs = costs + NOISE * chance.random(len(costs))
    taken = best_seats(pool, seat_counts(pool, stay), columns, costs)
    came: list[str] = []
    for n, ids in zip(taken, columns.people, strict=True):
        order = chance.permutation(len(ids)).tolist()
        came += [ids[i] for i in order[:n]]
    alternates = set(standing)
    people = tuple(sorted([*stay, *came], key=id_order))
    misses = quota_loss(pool.quotas, seat_counts(pool, people))
    return Replacement(
        (),
        tuple(sorted(came, key=id_order)),
        tuple(sorted((p for p in came if p not in alternates), key=id_order)),
        people,
        misses,
        sum(abs(miss.seats) for miss in misses),
    )


def best_seats(pool: Pool, counts: Ints, columns: Candidates, costs: Floats) -> list[int]:
    """How many of each column come, so that the quotas are missed by as little as can be.

    counts : seats of each quota row, and in all, of those who stay.
    costs : of taking somebody of each column, in seats, far below 1.
    """
    n = len(columns.kinds)
    if not n:
        return []
    rows, low, high = loss_rows(pool, columns.kinds)
    n_rows, households = len(low), columns.household_rows()
    homes = np.ones(households.shape[0])
    extra = csr_array((len(homes), 2 * n_rows))
    most = np.full(2 * n_rows, np.inf)
    most[-1] = 0.0  # no more seats than the panel has
    program = Program(
        csr_array(vstack([rows, hstack([households, extra])])),
        (np.concatenate([low - counts, homes * 0]), np.concatenate([high - counts, homes])),
        (np.zeros(n + 2 * n_rows), np.concatenate([columns.sizes, most])),
        integer=True,
    )
    program.set_costs(-np.concatenate([costs, np.ones(2 * n_rows)]))
    solution = program.solve()
    if solution is None:
        return [0] * n
    found: list[int] = np.round(solution.values[:n]).astype(int).tolist()
    return found


def loss_rows(pool: Pool, kinds: Sequence[int]) -> tuple[csr_array, Floats, Floats]:
    """Quotas and size over some columns, then what is below and what is above each; and their bounds."""
    quotas = pool.quotas
    holds = np.vstack([pool.holds[:, list(kinds)], np.ones((1, len(kinds)), bool)]).astype(float)
    slack = eye_array(len(holds), format="csr")
    low = np.array([*(float(q.minimum) for q in quotas.rows), float(quotas.size)])
    high = np.array([*(float(q.maximum) for q in quotas.rows), float(quotas.size)])
    return csr_array(hstack([csr_array(holds), slack, -slack])), low, high
