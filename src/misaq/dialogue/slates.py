"""Slates: k statements that together speak for as many people as they can, and a check of whom they leave out."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from misaq.dialogue.vote import AGREE, VoteMatrix

Floats = NDArray[np.float64]
Rule = Literal["equal_shares", "pav", "phragmen"]
SLATE_RULES: tuple[Rule, ...] = ("equal_shares", "pav", "phragmen")
_TIE = 1e-9  # relative; values closer than this are equal, and the first statement by id is taken


class Approvals:
    """Who agrees with what, as columns: a missing answer, a pass and a disagreement are all "does not approve".

    columns : (n_people, n_statements) 1.0 where a person agrees.
    weights : (n_people,) how much each person counts, >= 0.
    """

    def __init__(self, columns: csc_array, weights: Floats | None = None) -> None:
        self.columns = columns.tocsc().astype(np.float64)
        self.columns.sort_indices()
        self._across: csr_array = self.columns.T.tocsr()
        n_people = self.columns.shape[0]
        self.weights = np.ones(n_people) if weights is None else np.asarray(weights, np.float64)

    @property
    def n_statements(self) -> int:
        """How many statements there are to choose from."""
        return int(self.columns.shape[1])

    @property
    def total(self) -> float:
        """The weight of everybody, those who agree with nothing included."""
        return float(self.weights.sum())

    def supporters(self, statement: int) -> NDArray[np.int64]:
        """The people who agree with a statement, in the order of the rows."""
        start, end = self.columns.indptr[statement : statement + 2]
        people: NDArray[np.int64] = self.columns.indices[start:end]
        return people

    def sum_over_supporters(self, value: Floats) -> Floats:
        """(n_statements,) the weighted sum of `value` (n_people,) over the people who agree."""
        result: Floats = self._across @ (self.weights * value)
        return result

    def approved_of(self, slate: list[int]) -> Floats:
        """(n_people,) how many statements of the slate each person agrees with."""
        result: Floats = np.asarray(self.columns[:, slate].sum(axis=1)).ravel()
        return result


def gather_approvals(matrix: VoteMatrix, weights: Floats | None = None) -> Approvals:
    """The approvals of everybody who gave at least one answer.

    weights : (n_participants,) how much each participant counts; 1 when None. Who answered nothing counts 0.
    """
    active = (matrix.votes_per_participant > 0).astype(np.float64)
    return Approvals(
        matrix.answered(AGREE).tocsc(), active if weights is None else active * weights
    )


def choose_slate(approvals: Approvals, k: int, rule: Rule) -> list[int]:
    """Choose up to k statements by a rule; fewer when fewer have anybody who agrees.

    Returns the statements in the order in which they were chosen.
    Ties go to the statement that comes first, so the same votes always give the same slate.
    """
    chooser = {"equal_shares": equal_shares, "pav": sequential_pav, "phragmen": sequential_phragmen}
    return chooser[rule](approvals, k)


def sequential_pav(approvals: Approvals, k: int) -> list[int]:
    """Sequential proportional approval voting: a person who already has h statements counts 1 / (1 + h).

    Source: Thiele 1895; Lackner & Skowron 2023, doi:10.1007/978-3-031-09016-5, rule 5.
    """
    slate: list[int] = []
    held = np.zeros(len(approvals.weights))
    while len(slate) < k:
        gain = approvals.sum_over_supporters(1.0 / (1.0 + held))
        gain[slate] = 0.0
        best = _first_of_best(gain)
        if best is None:
            break
        slate.append(best)
        held[approvals.supporters(best)] += 1.0
    return slate


def sequential_phragmen(
    approvals: Approvals, k: int, *, slate: list[int] | None = None, purse: Floats | None = None
) -> list[int]:
    """Sequential Phragmen: everybody earns at one rate, and a statement is bought as soon as its people can.

    slate, purse : what was chosen and what each person has left, to complete a slate begun by another rule.
    Source: Phragmen 1894; Brill et al. 2024, doi:10.1007/s10107-023-01926-8 (seq-Phragmen).
    """
    chosen = list(slate or [])
    money = np.zeros(len(approvals.weights)) if purse is None else purse.copy()
    people = approvals.sum_over_supporters(np.ones_like(money))
    while len(chosen) < k:
        missing = 1.0 - approvals.sum_over_supporters(money)
        wait = np.divide(missing, people, out=np.full_like(people, np.inf), where=people > 0)
        wait[chosen] = np.inf
        best = _first_of_least(wait)
        if best is None:
            break
        money += wait[best]
        money[approvals.supporters(best)] = 0.0
        chosen.append(best)
    return chosen


def equal_shares(approvals: Approvals, k: int) -> list[int]:
    """The method of equal shares: everybody gets k / n, a statement costs 1 and its people share the cost equally.

    Each round takes the statement whose people pay least each at most (those with less pay what they have).
    When nobody can buy any more, the slate is completed by sequential Phragmen, begun with what is left.
    Source: Peters & Skowron 2020, doi:10.1145/3391403.3399465 (rule X); completion as in Lackner & Skowron 2023.
    """
    if approvals.total <= 0:
        return []
    money = np.full(len(approvals.weights), k / approvals.total)
    price = np.zeros(approvals.n_statements)  # never falls, since money only goes down
    slate: list[int] = []
    while len(slate) < k:
        best = _cheapest(approvals, money, price)
        if best is None:
            break
        buyers = approvals.supporters(best)
        money[buyers] = np.maximum(money[buyers] - price[best], 0.0)
        price[best] = np.inf
        slate.append(best)
    return sequential_phragmen(approvals, k, slate=slate, purse=money)


def _cheapest(approvals: Approvals, money: Floats, price: Floats) -> int | None:
    """The statement whose people pay least each; brings `price` up to date as far as that needs.

    An earlier price is a lower bound, so statements are priced anew in that order until the next bound is higher
    than the least new price.
    """
    fresh = np.full(len(price), np.inf)
    for statement in np.argsort(price, kind="stable"):
        if not np.isfinite(price[statement]) or price[statement] > fresh.min() * (1 + _TIE):
            break
        buyers = approvals.supporters(int(statement))
        fresh[statement] = price[statement] = share_of_cost(
            money[buyers], approvals.weights[buyers]
        )
    return _first_of_least(fresh)


def share_of_cost(money: Floats, weights: Floats) -> float:
    """The most anybody pays when these people buy something that costs 1 as equally as they can; inf if they cannot.

    money : (n,) what each person has. weights : (n,) how often each person counts.

    >>> share_of_cost(np.array([0.2, 0.9]), np.ones(2))
    0.8
    """
    order = np.argsort(money, kind="stable")
    money, weights = money[order], weights[order]
    spent = np.concatenate(
        [[0.0], np.cumsum(money * weights)]
    )  # when the poorest m pay all they have
    if spent[-1] < 1.0 - _TIE:
        return float("inf")
    others = np.cumsum(weights[::-1])[::-1]
    shares = (1.0 - spent[:-1]) / np.where(others > 0, others, np.inf)
    fits = np.flatnonzero((others > 0) & (shares <= money * (1 + _TIE)))
    return float(shares[fits[0]]) if len(fits) else float(money[-1])


def _first_of_best(value: Floats) -> int | None:
    most = float(value.max(initial=0.0))
    return int(np.flatnonzero(value >= most * (1 - _TIE))[0]) if most > 0 else None


def _first_of_least(value: Floats) -> int | None:
    least = float(value.min(initial=np.inf))
    if not np.isfinite(least):
        return None
    return int(np.flatnonzero(value <= least + abs(least) * _TIE)[0])


@dataclass(frozen=True)
class SlateAudit:
    """Whom a slate leaves out.

    represented : weight of the people who agree with at least one statement of the slate.
    left_out : weight of the largest group of people who agree with one same statement and with none of the slate.
    shared : that statement; None when there is no such group.
    entitled_from : weight of the people who may claim one statement, total / k.
    justified : False when `left_out` reaches `entitled_from`: justified representation fails.
    ejr_plus : whether EJR+ holds: no group of l times that weight shares an unchosen statement while each of it
        agrees with fewer than l of the slate.
    broken_level, broken_by, broken_weight : the lowest l at which EJR+ fails, the statement its largest such group
        shares, and its weight; 0, None and 0 when it holds.
    """

    represented: float
    left_out: float
    shared: int | None
    entitled_from: float
    justified: bool
    ejr_plus: bool
    broken_level: int
    broken_by: int | None
    broken_weight: float


def audit_slate(approvals: Approvals, slate: list[int], k: int) -> SlateAudit:
    """Find the largest group that shares a statement and has nothing in the slate, and whether EJR+ holds.

    k : statements the slate was to have.
    Source: Aziz et al. 2017, doi:10.1007/s00355-016-1019-3 (justified representation); Brill & Peters 2023,
        arXiv:2302.01989 (EJR+, checked in polynomial time).
    """
    held = approvals.approved_of(slate)
    entitled = approvals.total / max(k, 1)
    sizes = _groups_below(approvals, slate, held, 1)
    shared = _first_of_best(sizes)
    level, broken_by, weight = 0, None, 0.0
    for claim in range(1, k + 1):
        found = _groups_below(approvals, slate, held, claim)
        best = _first_of_best(found)
        if best is not None and found[best] >= claim * entitled * (1 - _TIE):
            level, broken_by, weight = claim, best, float(found[best])
            break
    left_out = 0.0 if shared is None else float(sizes[shared])
    return SlateAudit(
        float(approvals.weights[held > 0].sum()),
        left_out,
        shared,
        entitled,
        shared is None or left_out < entitled * (1 - _TIE),
        level == 0,
        level,
        broken_by,
        weight,
    )


def _groups_below(approvals: Approvals, slate: list[int], held: Floats, claim: int) -> Floats:
    """(n_statements,) weight of those who agree with each unchosen statement and hold fewer than `claim`."""
    sizes = approvals.sum_over_supporters((held < claim).astype(np.float64))
    sizes[slate] = 0.0
    return sizes
