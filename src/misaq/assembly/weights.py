"""Weights over known panels that bring every type as near to its target as these panels allow."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from misaq.assembly.panels import Panels
from misaq.assembly.programs import Floats, solve_interior

Rows = tuple[csr_array, tuple[Floats, Floats], tuple[Floats, Floats]]


def weighting_rows(target: Floats, panels: Panels) -> Rows:
    """The program maximise s subject to sum_j q_j x_jt - d_t s >= 0 for d_t > 0, sum q = 1, q >= 0, s <= 1.

    Columns s, q_1 ... q_n. Returns rows, their bounds and the columns' bounds.
    """
    kinds = np.flatnonzero(target > 0)
    given = vstack([csr_array(panels[:, kinds].T), csr_array(np.ones((1, len(panels))))])
    wanted = csr_array(np.append(-target[kinds], 0.0)[:, None])
    n_rows, n_columns = given.shape[0], len(panels) + 1
    low = np.append(np.zeros(n_rows - 1), 1.0)
    high = np.append(np.full(n_rows - 1, np.inf), 1.0)
    upper = np.append(1.0, np.full(n_columns - 1, np.inf))
    return csr_array(hstack([wanted, given])), (low, high), (np.zeros(n_columns), upper)


@dataclass(frozen=True)
class Weighted:
    """Panels and their weights.

    panels : (n_panels, n_types), sorted, each once. weights : (n_panels,), >= 0, sum 1.
    reached : the share of its target that every type gets at least, worked out from the weights themselves, so
        that it is true however near to the best they are.
    """

    panels: Panels
    weights: Floats
    reached: float


def weigh_panels(target: Floats, panels: Panels) -> Weighted:
    """Weigh panels so that every type gets as near to its target as they allow.

    panels : (n, n_types), in any order.
    """
    panels = np.unique(panels, axis=0)
    if not len(panels):
        return Weighted(panels, np.zeros(0), 0.0)
    rows, row_bounds, bounds = weighting_rows(target, panels)
    costs = np.append(1.0, np.zeros(len(panels)))
    weights = np.maximum(solve_interior(rows, row_bounds, bounds, costs)[1:], 0.0)
    total = float(weights.sum())
    if not np.isfinite(total) or total <= 0:
        return Weighted(panels, np.full(len(panels), 1 / len(panels)), 0.0)
    weights /= total
    kinds = target > 0
    reached = float(((weights @ panels)[kinds] / target[kinds]).min())
    return Weighted(panels, weights, reached)
