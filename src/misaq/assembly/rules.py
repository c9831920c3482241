"""The rules by which a lottery can be fair, each with what it aims at and how far it may be from the best."""

from dataclasses import dataclass, replace

import numpy as np

from misaq.assembly.aims import aim_of, goldilocks
from misaq.assembly.ladder import Proof, all_who_can_sit, climb, first_level
from misaq.assembly.legacy import draw_legacy
from misaq.assembly.leximin import GAP, Mixture, allowed_by, leximin, mix, seed_panels
from misaq.assembly.panel_aims import aim_among_panels
from misaq.assembly.panels import Panels
from misaq.assembly.polytope import Mask, seat_program, who_can_sit
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, SolverError
from misaq.assembly.uniform import NEAR, furthest, spread_panels, walk_panels
from misaq.assembly.weights import weigh_panels
from misaq.foundation.progress import Progress

RULES = ("leximin", "maximin", "nash", "goldilocks", "legacy")


@dataclass(frozen=True)
class Aim:
    """The point of the quota polytope that a rule asks for; the fields as in `Ruled`."""

    target: Floats
    levels: tuple[float, ...]
    proofs: tuple[Proof, ...]
    best: float | None


@dataclass(frozen=True)
class Ruled:
    """A lottery over types by one of the rules.

    mixture : panels and weights.
    target : expected seats of each type that the rule asks for, (n_types,).
    allowed : which types can sit in any panel at all.
    bound : no lottery gives every person who can sit a higher probability.
    levels : the probabilities that leximin's target rises through; of another rule, the smallest and the largest.
    proofs : of the quota polytope: of leximin all levels, else the first, which bounds every smallest chance.
    best : no lottery has a better value of the rule's objective (`objective_of`); None for legacy.
    """

    mixture: Mixture
    target: Floats
    allowed: Mask
    bound: float
    levels: tuple[float, ...]
    proofs: tuple[Proof, ...]
    best: float | None


def tickets_by_rule(pool: Pool, rule: str, n_draws: int, progress: Progress, *, seed: int) -> Ruled:
    """Find the lottery of a rule, its panels weighted so that the target is met.

    rule : one of RULES. n_draws : of legacy, from which its chances are estimated.
    seed : of the panels among which weights are sought, and of the legacy draws.
    pool : one whose quotas some panel meets.
    """
    if rule == "leximin":
        found = leximin(pool, progress, seed=seed)
        mixture, bound = found.mixture, found.bound
        levels, proofs = found.levels, found.proofs
        return Ruled(mixture, found.target, found.allowed, bound, levels, proofs, bound)
    allowed = all_who_can_sit(pool)
    if rule == "legacy":
        return _legacy(pool, allowed, draw_legacy(pool, n_draws, progress, seed=seed))
    aim = _aim(pool, allowed, rule)
    seeds = seed_panels(pool, aim.target, seed, progress)
    sits, more = _seated(pool, allowed, seeds.panels)
    if not np.array_equal(sits, allowed):
        allowed, aim = sits, _aim(pool, sits, rule)
        seeds = seed_panels(pool, aim.target, seed, progress)
    if len(more):
        seeds = weigh_panels(aim.target, np.concatenate([seeds.panels, more]))
    mixture = mix(pool, aim.target, seeds, progress)
    bound = aim.proofs[0].value
    if mixture.reached < 1 - GAP and mixture.bound < 1 - GAP:
        known = np.concatenate([seeds.panels, mixture.panels])
        hull = aim_among_panels(pool, allowed, rule, known, progress)
        mixture, bound = Mixture(hull.panels, hull.weights, 1.0, 1.0), min(bound, hull.lowest)
        aim = _aim_at(
            pool, allowed, rule, hull.weights @ hull.panels, (bound, hull.best, aim.proofs)
        )
    return Ruled(mixture, aim.target, allowed, bound, aim.levels, aim.proofs, aim.best)


def panels_by_rule(pool: Pool, rule: str, n_panels: int, progress: Progress, *, seed: int) -> Ruled:
    """Find equally likely panels whose shares follow the target of a rule.

    Where whole panels cannot follow the target of the quota polytope, they follow that of `tickets_by_rule`.
    Arguments and result as there; the weights are whole numbers of `n_panels`.
    """
    allowed = all_who_can_sit(pool)
    if rule == "legacy":
        return _legacy(pool, allowed, draw_legacy(pool, n_panels, progress, seed=seed))
    aim = _aim(pool, allowed, rule)
    panels = walk_panels(pool, aim.target, n_panels, progress, seed=seed)
    none = np.zeros((0, pool.n_types), np.int64)
    sits, _ = _seated(pool, allowed, none if panels is None else panels)
    if not np.array_equal(sits, allowed):
        allowed, aim = sits, _aim(pool, sits, rule)
        panels = walk_panels(pool, aim.target, n_panels, progress, seed=seed)
    if panels is not None and furthest(pool, aim.target, panels) <= NEAR:
        bound = aim.proofs[0].value
        return Ruled(_counted(panels), aim.target, allowed, bound, aim.levels, aim.proofs, aim.best)
    found = tickets_by_rule(pool, rule, n_panels, progress, seed=seed)
    mixture = found.mixture
    target = mixture.weights @ mixture.panels
    spread = spread_panels(pool, target, mixture.panels, mixture.weights, n_panels)
    if panels is None or furthest(pool, target, spread) <= furthest(pool, target, panels):
        panels = spread
    return replace(found, mixture=_counted(panels), target=target)


def objective_of(rule: str, chances: Floats, size: int) -> float | None:
    """What a rule makes large (of goldilocks: small): of the chances of all who can sit, (n_people,).

    leximin and maximin: the smallest chance; nash: the geometric mean; goldilocks: `goldilocks`; legacy: None.
    """
    if rule == "legacy":
        return None
    lowest, highest = float(chances.min()), float(chances.max())
    if rule == "goldilocks":
        return goldilocks(highest, lowest, len(chances), size)
    if rule == "nash":
        return float(np.exp(np.log(chances).mean())) if lowest > 0 else 0.0
    return lowest


def _aim(pool: Pool, allowed: Mask, rule: str) -> Aim:
    if rule == "leximin":
        levels = climb(pool, allowed)
        return Aim(levels.target, levels.values, levels.proofs, levels.values[0])
    proof = first_level(pool, allowed)
    target, best = aim_of(pool, allowed, rule, proof.value)
    return _aim_at(pool, allowed, rule, target, (proof.value, best, (proof,)))


def _aim_at(
    pool: Pool,
    allowed: Mask,
    rule: str,
    target: Floats,
    known: tuple[float, float | None, tuple[Proof, ...]],
) -> Aim:
    bound, best, proofs = known
    chances = target[allowed] / pool.sizes[allowed]
    levels = (float(chances.min()), float(chances.max()))
    if rule == "maximin":
        best = bound
    elif rule == "nash":
        best = best_product_mean(pool, allowed, target)
    return Aim(target, levels, proofs, best)


def best_product_mean(pool: Pool, allowed: Mask, target: Floats) -> float:
    """No lottery has a larger geometric mean of chances than this, by the tangent at the target.

    For every lottery with expected seats c, sum m log c/m <= sum m log d/m + sum (m/d) c - sum m, and the
    largest (m/d).x of a panel x bounds the last but one: by a linear program, by an integer one where
    that is not near enough. Source: concavity of the logarithm.
    """
    sizes, aimed = pool.sizes[allowed].astype(float), target[allowed]
    costs = np.zeros(pool.n_types)
    costs[allowed] = sizes / aimed
    n_people, over = float(sizes.sum()), 0.0
    for integer in (False, True):
        priced = seat_program(pool, integer=integer, allowed=allowed)
        priced.set_costs(costs)
        answer = priced.solve()
        if answer is None:
            raise SolverError(reason="nash")
        over = max(answer.bound - n_people, 0.0) / n_people
        if over <= GAP / 10:
            break
    return float(np.exp(sizes @ np.log(aimed / sizes) / n_people + over))


def _seated(pool: Pool, allowed: Mask, panels: Panels) -> tuple[Mask, Panels]:
    """Who of the allowed sits in a whole panel, and the panels that show it for those not in `panels`."""
    sits, found = who_can_sit(pool, integer=True, seen=allowed_by(panels) | ~allowed)
    return sits & allowed, np.array(found, np.int64).reshape(-1, pool.n_types)


def _legacy(pool: Pool, allowed: Mask, drawn: Panels) -> Ruled:
    """The lottery of the panels drawn; its target is their average."""
    sits, _ = _seated(pool, allowed, drawn)
    proof = first_level(pool, sits)
    mixture = _counted(drawn)
    target = mixture.weights @ mixture.panels
    chances = target[sits] / pool.sizes[sits]
    levels = (float(chances.min()), float(chances.max()))
    return Ruled(mixture, target, sits, proof.value, levels, (proof,), None)


def _counted(panels: Panels) -> Mixture:
    """Panels, each once and sorted, with how often each occurs as its weight."""
    found, counts = np.unique(panels, axis=0, return_counts=True)
    return Mixture(found, counts / len(panels), 1.0, 1.0)
