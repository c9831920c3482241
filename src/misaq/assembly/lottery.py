"""One door to selection: the rule, its panels with whole tickets, and each person's published probability."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from misaq.assembly.feasibility import require_feasible, shut_out_by
from misaq.assembly.ladder import Proof
from misaq.assembly.polytope import Mask
from misaq.assembly.pool import Pool, id_order
from misaq.assembly.programs import Floats
from misaq.assembly.rules import RULES, Ruled, objective_of, panels_by_rule, tickets_by_rule
from misaq.assembly.tickets import Tickets, issue_tickets, tickets_for
from misaq.foundation.errors import InputError
from misaq.foundation.progress import Progress, Silent

NEAR = 1e-5  # relative: chances that differ by less are told as one
FORMS = ("tickets", "uniform")
PANELS = 1000  # three ten-sided dice name one


class LotteryFormError(InputError):
    """A rule or a form of lottery that there is not."""

    code = "lottery_form_unknown"


@dataclass(frozen=True)
class ShutOut:
    """A person who cannot sit in any panel, and the limits that keep them out."""

    id: str
    quota: str


@dataclass(frozen=True)
class Lottery:
    """A lottery as it is published.

    tickets : the panels and their tickets; the probabilities below are those of the tickets, exactly.
    probabilities : id to selection probability, in [0, 1], a whole number of tickets over their total.
    bound : no lottery that meets the quotas gives all who can sit more than this.
    target : id to the probability that the rule aims at.
    levels : the probabilities through which the target rises.
    shut_out : who cannot sit, by id, and why.
    proofs : why no lottery goes beyond the levels of the quota polytope; of rules other than leximin, the first.
    rule : one of RULES, by which the target was found.
    form : "tickets", or "uniform": equally likely panels, one ticket each.
    best : no lottery has a better value of the rule's objective; None where the rule has none.
    """

    pool: Pool
    tickets: Tickets
    probabilities: dict[str, float]
    target: dict[str, float]
    bound: float
    levels: tuple[float, ...]
    shut_out: tuple[ShutOut, ...]
    proofs: tuple[Proof, ...] = ()
    rule: str = "leximin"
    form: str = "tickets"
    best: float | None = None

    @cached_property
    def allowed(self) -> dict[str, float]:
        """The probabilities of those whom the quotas allow to sit."""
        barred = {person.id for person in self.shut_out}
        return {key: p for key, p in self.probabilities.items() if key not in barred}

    @property
    def minimum(self) -> float:
        """The smallest probability among those who can sit."""
        return min(self.allowed.values())

    @property
    def maximum(self) -> float:
        """The largest probability."""
        return max(self.probabilities.values())

    @property
    def at_minimum(self) -> int:
        """How many people who can sit have the smallest probability, to within the bound's own gap."""
        edge = self.bound if self.gap <= NEAR else self.minimum
        return sum(p <= edge * (1 + NEAR) for p in self.allowed.values())

    @property
    def gap(self) -> float:
        """How far the smallest probability is below the bound, relative to it, >= 0."""
        return max(0.0, 1 - self.minimum / self.bound)

    @cached_property
    def objective(self) -> float | None:
        """What the rule makes large (goldilocks: small), of the published probabilities (`objective_of`)."""
        return objective_of(self.rule, np.array(list(self.allowed.values())), self.pool.quotas.size)

    @property
    def objective_gap(self) -> float | None:
        """How far the objective may be from the best there is, relative to it, >= 0; None without one."""
        if self.best is None or self.objective is None:
            return None
        ratio = self.objective / self.best
        return max(0.0, ratio - 1 if self.rule == "goldilocks" else 1 - ratio)

    @property
    def target_minimum(self) -> float:
        """The smallest target among those who can sit."""
        return min(self.target[person] for person in self.allowed)

    @property
    def max_deviation(self) -> float:
        """The largest difference between a probability and its target."""
        return max(abs(p - self.target[key]) for key, p in self.probabilities.items())

    @cached_property
    def gini(self) -> float:
        """The Gini coefficient of all probabilities: 0 when all are equal."""
        return gini(np.array(list(self.probabilities.values())))


def hold_lottery(
    pool: Pool,
    *,
    rule: str = "leximin",
    form: str = "tickets",
    panels: int = PANELS,
    seed: int = 0,
    tickets: int | None = None,
    progress: Progress | None = None,
) -> Lottery:
    """Find the lottery of a pool by a rule, and give it whole tickets.

    rule : one of RULES. leximin lifts the smallest chance as far as it goes, then the next, and so on;
        maximin only the smallest; nash makes the product of all chances large; goldilocks balances the
        largest with the smallest; legacy is the greedy draw, its chances estimated from `panels` draws.
    form : "tickets": panels with whole tickets, the target to within the gap. "uniform": `panels` equally
        likely panels, for a draw on a stage; `max_deviation` says how far a chance is off the target.
    seed : of the panels among which the weights are sought; the smallest probability does not depend on it.
    tickets : how many in the form "tickets"; the probabilities are fractions of it. None: as many as the pool
        needs (`tickets_for`).
    Raises QuotasInfeasibleError, with the reasons, when no panel meets the quotas; LegacyStuckError when the
    greedy draw ends in dead ends; LotteryFormError for another rule or form.
    """
    if rule not in RULES or form not in FORMS or panels < 1:
        raise LotteryFormError(rule=rule, form=form, panels=panels)
    progress = progress or Silent()
    require_feasible(pool)
    if form == "uniform":
        found, total = panels_by_rule(pool, rule, panels, progress, seed=seed), panels
    else:
        found = tickets_by_rule(pool, rule, panels, progress, seed=seed)
        total = tickets or tickets_for(pool)
    return _published(pool, found, total, rule, form)


def _published(pool: Pool, found: Ruled, total: int, rule: str, form: str) -> Lottery:
    counts = whole_tickets(found.mixture.weights, total)
    issued = issue_tickets(pool, found.mixture.panels, counts)
    people = issued.person_tickets()
    order = sorted(people, key=id_order)
    each = found.target / pool.sizes
    aims = {p: float(each[kind]) for kind, ids in enumerate(pool.members) for p in ids}
    return Lottery(
        pool,
        issued,
        {person: people[person] / total for person in order},
        {person: aims[person] for person in order},
        found.bound,
        found.levels,
        _shut_out(pool, found.allowed),
        found.proofs,
        rule,
        form,
        found.best,
    )


def whole_tickets(weights: Floats, total: int) -> list[int]:
    """Whole tickets in proportion to weights, by largest remainder; the earlier panel wins an equal one.

    >>> whole_tickets(np.array([0.5, 0.25, 0.25]), 10)
    [5, 3, 2]
    """
    exact = [float(weight) * total for weight in weights]
    counts = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda i: (counts[i] - exact[i], i))
    for place in range(total - sum(counts)):
        counts[order[place % len(order)]] += 1
    return counts


def gini(values: NDArray[np.float64]) -> float:
    """The Gini coefficient of values >= 0, in [0, 1).

    >>> round(gini(np.array([0.0, 1.0])), 3)
    0.5
    """
    ordered = np.sort(values)
    n = len(ordered)
    total = ordered.sum()
    if total <= 0:
        return 0.0
    return max(0.0, float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total)))


def _shut_out(pool: Pool, allowed: Mask) -> tuple[ShutOut, ...]:
    found = []
    for kind in np.flatnonzero(~allowed).tolist():
        limits = shut_out_by(pool, kind)
        quota = "; ".join(limit.text(pool.quotas) for limit in limits) or str(pool.quotas.size)
        found += [ShutOut(person, quota) for person in pool.members[kind]]
    return tuple(sorted(found, key=lambda person: id_order(person.id)))
