"""Panels that follow a target: each meets every quota, and together they stay within a few panels of it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from misaq.assembly import Pool, group_people, read_quotas
from misaq.assembly.ladder import all_who_can_sit, climb
from misaq.assembly.panels import Walk

DRIFT = 3.2  # panels a type may be off its share, whatever their number (reference, 4.3)
SEATS, PEOPLE = 24, 160


def invented_pool(seed: int, slack: float) -> Pool:
    """People of four invented categories, the first features commonest; quotas from the shares of all."""
    chance = np.random.default_rng(seed)
    widths = {"age": 4, "place": 5, "school": 3, "sex": 2}
    codes = [
        chance.integers(0, width, PEOPLE) // chance.integers(1, 3, PEOPLE)
        for width in widths.values()
    ]
    rows = []
    for (category, width), code in zip(widths.items(), codes, strict=True):
        share = np.bincount(code, minlength=width) / PEOPLE * 0.7 + 0.3 / width
        for feature, each in enumerate(share.tolist()):
            low, high = int(SEATS * each * (1 - slack)), int(SEATS * each * (1 + slack)) + 1
            rows.append((category, f"f{feature}", str(low), str(high)))
    names = ("category", "feature", "min", "max")
    columns = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    quotas, faults = read_quotas(columns, SEATS)
    assert quotas is not None, faults
    offsets = np.cumsum([0, *widths.values()][:-1])
    features = np.stack(codes, axis=1) + offsets
    return group_people([str(i + 1) for i in range(PEOPLE)], features, quotas)


def walk(pool: Pool, seed: int, n_panels: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    allowed = all_who_can_sit(pool)
    target = climb(pool, allowed).target
    steps = Walk(pool, target, seed)
    panels = [steps.next_panel() for _ in range(n_panels)]
    assert all(panel is not None for panel in panels)
    return np.array(panels), target


@pytest.mark.parametrize(("seed", "slack"), [(1, 0.0), (2, 0.05), (3, 0.2)])
def test_every_panel_meets_every_quota_and_shares_stay_near_the_target(
    seed: int, slack: float
) -> None:
    pool = invented_pool(seed, slack)
    panels, target = walk(pool, seed, 120)
    assert ((panels >= 0) & (panels <= pool.sizes)).all()
    assert (panels.sum(axis=1) == SEATS).all()
    for place, quota in enumerate(pool.quotas.rows):
        seats = panels[:, [place in row for row in pool.features.tolist()]].sum(axis=1)
        assert ((seats >= quota.minimum) & (seats <= quota.maximum)).all(), quota
    for n in (30, 120):  # not by averaging out: at no length does a type fall behind
        assert np.abs(panels[:n].sum(axis=0) - n * target).max() <= DRIFT


def test_a_seed_gives_its_own_panels_again_and_another_seed_others() -> None:
    pool = invented_pool(2, 0.05)
    first, again, other = (walk(pool, seed, 12)[0] for seed in (5, 5, 6))
    assert (first == again).all()
    assert (first != other).any()
