"""The lottery of the demonstration is hard but has an answer, and nobody is shut out."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

PANEL = 60


def _programme(pool, quotas):
    rows = np.array(
        [[float(p[q["category"]] == q["feature"]) for p in pool] for q in quotas]
        + [[1.0] * len(pool)]
    )
    low = [float(q["min"]) for q in quotas] + [PANEL]
    high = [float(q["max"]) for q in quotas] + [PANEL]
    return LinearConstraint(rows, low, high)


def test_quotas_can_be_met_and_everyone_can_sit(demo_rows) -> None:
    pool, quotas = demo_rows("assembly/pool.csv"), demo_rows("assembly/quotas.csv")
    programme = _programme(pool, quotas)
    waiting = set(range(len(pool)))
    while waiting:  # each panel seats as many of those not yet seen as can be
        wish = np.array([-1.0 if i in waiting else 0.0 for i in range(len(pool))])
        panel = milp(
            wish,
            constraints=programme,
            integrality=np.ones(len(pool)),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0.2},
        )
        assert panel.status == 0
        seated = waiting & set(np.flatnonzero(panel.x > 0.5).tolist())
        assert seated, f"can never sit: {[pool[i]['id'] for i in sorted(waiting)]}"
        waiting -= seated


def test_pool_is_not_the_country(demo_rows) -> None:
    pool, quotas = demo_rows("assembly/pool.csv"), demo_rows("assembly/quotas.csv")
    assert len(pool) == 420
    features = {(q["category"], q["feature"]) for q in quotas}
    assert {
        (c, p[c]) for p in pool for c, _ in features
    } == features  # each feature known and present
    higher = sum(p["education"] == "higher" for p in pool) / len(pool)
    assert higher > 0.36  # against 19 of 60 seats at most: what makes the quotas hard


def test_every_community_sits(demo_rows) -> None:
    communities = [q for q in demo_rows("assembly/quotas.csv") if q["category"] == "community"]
    assert len(communities) == 10
    assert all(int(q["min"]) >= 1 for q in communities)
