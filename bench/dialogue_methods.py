"""How stable the opinion groups are by one method of placing people and another, on real and planted votes.

    python bench/dialogue_methods.py --exports FOLDER [--oracle FOLDER] [--draws 20]

For each conversation: mean adjusted Rand index between the groups of a draw of people (Poisson weights) and those of
everybody, and how many groups. Then agreement with planted groups. The table of docs/adr/0006 comes from here.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from misaq.dialogue import (
    Mode,
    OpinionPlane,
    VoteMatrix,
    admit_participants,
    build_from_codes,
    build_vote_matrix,
    compare_groupings,
    fit_opinion_plane,
    group_points,
    place_participants,
    project_participants,
)
from misaq.formats import read_polis_export

Floats = NDArray[np.float64]
Place = Callable[[VoteMatrix, Floats, int], Floats]


def polis(matrix: VoteMatrix, weights: Floats, n_zeroed: int) -> Floats:
    """Mean fill, Polis' projection, rejected statements zeroed."""
    plane = fit_opinion_plane(matrix, weights, precision=1e-6)
    return place_participants(matrix, plane, mode="compat", n_zeroed=n_zeroed)


def mean_fill(matrix: VoteMatrix, weights: Floats, _: int) -> Floats:
    """Mean fill, Polis' projection, rejected statements absent."""
    return project_participants(matrix, fit_opinion_plane(matrix, weights, precision=1e-6))


def damped(matrix: VoteMatrix, weights: Floats, _: int) -> Floats:
    """Mean fill, drawn out less, the second axis by its share: `improved`."""
    return place_participants(matrix, fit_opinion_plane(matrix, weights, precision=1e-6))


def soft_impute(penalty: float) -> Place:
    """Two factors by alternating ridge regression on the answers that are there (sparse plus low rank)."""

    def place(matrix: VoteMatrix, weights: Floats, _: int) -> Floats:
        fit = _Factors(matrix, weights)
        for _round in range(25):
            fit.people(np.ones(matrix.n_votes), matrix.votes - fit.mean[matrix.columns], penalty)
            fit.statements(
                np.ones(matrix.n_votes), matrix.votes.astype(float), penalty, spread=False
            )
            fit.balance()
        fit.people(np.ones(matrix.n_votes), matrix.votes - fit.mean[matrix.columns], penalty)
        return fit.places()

    return place


def em(matrix: VoteMatrix, weights: Floats, _: int) -> Floats:
    """Probabilistic principal components by EM: normal places, normal noise of fitted size."""
    fit, noise = _Factors(matrix, weights), 0.4
    for _round in range(25):
        each = np.full(matrix.n_votes, 1 / noise)
        fit.people(each, (matrix.votes - fit.mean[matrix.columns]) / noise, 1.0)
        fit.statements(np.ones(matrix.n_votes), matrix.votes.astype(float), 2 * noise)
        noise = fit.residual(matrix.votes)
    return fit.places()


def ideal_points(matrix: VoteMatrix, weights: Floats, _: int) -> Floats:
    """Two-dimensional item response: logistic, variational EM (Jaakkola & Jordan 2000); a pass is half."""
    fit, each = _Factors(matrix, weights), np.full(matrix.n_votes, 0.25)
    fit.mean, half = 2 * fit.mean, matrix.votes / 2.0
    for _round in range(20):
        fit.people(each, half - each * fit.mean[matrix.columns], 1.0)
        fit.statements(each, half, 1.0)
        reach = np.sqrt(np.maximum(fit.second_moment(), 1e-12))
        each = np.tanh(reach / 2) / (2 * reach)
    return fit.places()


class _Factors:
    """Places of people times loads of statements plus a mean: closed forms for two factors, sparse throughout."""

    def __init__(self, matrix: VoteMatrix, weights: Floats) -> None:
        plane = fit_opinion_plane(matrix, weights, precision=1e-4)
        self.matrix, self.weights, self.mean = matrix, weights, plane.mean.copy()
        size = np.sqrt(matrix.n_statements) * 0.5
        self.loads: Floats = plane.components.T * size
        self.spot: Floats = np.zeros((matrix.n_participants, 2))
        self.doubt: Floats = np.zeros((matrix.n_participants, 3))

    def people(self, each: Floats, wanted: Floats, penalty: float) -> None:
        """Places given loads. each : weight of each answer. wanted : weighted answers less the mean."""
        load, rows, n = self.loads[self.matrix.columns], self.matrix.rows, len(self.spot)
        table = _Table(rows, n, each, load, wanted, penalty)
        self.spot, self.doubt = table.solved(), table.inverse()
        self.spot -= np.average(self.spot, axis=0, weights=self.weights)

    def statements(
        self, each: Floats, votes: Floats, penalty: float, *, spread: bool = True
    ) -> None:
        """Mean and loads given places. votes : each times the answer."""
        rows, columns, n = self.matrix.rows, self.matrix.columns, len(self.mean)
        weight, spot = self.weights[rows], self.spot[rows]
        fitted = each * (spot * self.loads[columns]).sum(axis=1)
        total = np.bincount(columns, weight * (votes - fitted), n)
        self.mean = total / (np.bincount(columns, weight * each, n) + 1e-3)
        wanted = weight * (votes - each * self.mean[columns])
        doubt = self.doubt[rows] if spread else None
        self.loads = _Table(columns, n, weight * each, spot, wanted, penalty, doubt).solved()

    def second_moment(self) -> Floats:
        """(n_votes,) expected square of mean plus place times load."""
        load, doubt = self.loads[self.matrix.columns], self.doubt[self.matrix.rows]
        fitted = self.mean[self.matrix.columns] + (self.spot[self.matrix.rows] * load).sum(axis=1)
        return fitted**2 + _quadratic(load, doubt)

    def residual(self, votes: NDArray[np.int8]) -> float:
        """Mean square of what the factors leave."""
        load, rows = self.loads[self.matrix.columns], self.matrix.rows
        left = votes - self.mean[self.matrix.columns] - (self.spot[rows] * load).sum(axis=1)
        weight = self.weights[rows]
        return float((weight * (left**2 + _quadratic(load, self.doubt[rows]))).sum() / weight.sum())

    def balance(self) -> None:
        """Give places and loads the same size, so that one penalty means the same for both."""
        for axis in (0, 1):
            spot, load = (np.linalg.norm(x[:, axis]) for x in (self.spot, self.loads))
            factor = np.sqrt(spot / load) if spot > 0 and load > 0 else 1.0
            self.loads[:, axis] *= factor
            self.spot[:, axis] /= factor

    def places(self) -> Floats:
        """Places along the principal axes of what the factors fit."""
        lower = np.linalg.cholesky(self.loads.T @ self.loads + 1e-12 * np.eye(2))
        inner = lower.T @ (self.spot.T @ (self.spot * self.weights[:, None])) @ lower
        result: Floats = self.spot @ lower @ np.linalg.eigh(inner)[1][:, ::-1]
        return result


class _Table:
    """Two-by-two ridge regressions, one for each row of a sparse table."""

    def __init__(
        self,
        row: NDArray[np.int32],
        n: int,
        each: Floats,
        by: Floats,
        wanted: Floats,
        penalty: float,
        doubt: Floats | None = None,
    ) -> None:
        more = np.zeros((len(row), 3)) if doubt is None else doubt
        pairs = ((0, 0), (0, 1), (1, 1))
        a, b, c = (
            np.bincount(row, each * (by[:, i] * by[:, j] + more[:, i + j]), n) for i, j in pairs
        )
        self.a, self.b, self.c = a + penalty, b, c + penalty
        self.right = [np.bincount(row, by[:, i] * wanted, n) for i in (0, 1)]
        self.size = self.a * self.c - self.b**2

    def inverse(self) -> Floats:
        return np.stack([self.c, -self.b, self.a], axis=1) / self.size[:, None]

    def solved(self) -> Floats:
        x, y = self.right
        both = np.stack([self.c * x - self.b * y, self.a * y - self.b * x], axis=1)
        result: Floats = both / self.size[:, None]
        return result


def _quadratic(load: Floats, doubt: Floats) -> Floats:
    x, y = load.T
    result: Floats = x * x * doubt[:, 0] + 2 * x * y * doubt[:, 1] + y * y * doubt[:, 2]
    return result


METHODS: dict[str, tuple[Place, Mode]] = {
    "compat": (polis, "compat"),
    "mean fill": (mean_fill, "improved"),
    "soft 4": (soft_impute(4.0), "improved"),
    "soft 16": (soft_impute(16.0), "improved"),
    "EM": (em, "improved"),
    "ideal point": (ideal_points, "improved"),
    "improved": (damped, "improved"),
}


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--exports", type=Path, required=True)
    options.add_argument("--oracle", type=Path)
    options.add_argument("--draws", type=int, default=20)
    given = options.parse_args()
    print(f"{'conversation':40}", *(f"{name:>12}" for name in METHODS))
    found = []
    for name, matrix, rejected in conversations(given.exports, given.oracle):
        found.append([stability(matrix, rejected, *how, given.draws) for how in METHODS.values()])
        print(f"{name:40}", *(f"{ari:8.2f} k={k:<2}" for ari, k, _ in found[-1]), flush=True)
    for name, part in (("median, exports", found[:7]), ("median, all", found)):
        print(f"{name:40}", *(f"{np.median([row[m][0] for row in part]):12.3f}" for m in range(7)))
    held = [sum(row[m][0] >= 0.8 and row[m][2] >= 0.8 for row in found) for m in range(7)]
    print(f"{'called stable':40}", *(f"{n:9}/{len(found)}" for n in held))
    for shares in ([0.5, 0.35, 0.15], [0.55, 0.4, 0.05]):
        name = "planted " + "/".join(f"{100 * share:.0f}" for share in shares)
        matrix, truth = planted(shares)
        line = [agreement(matrix, truth, *how) for how in METHODS.values()]
        print(f"{name:40}", *(f"{ari:8.2f} k={k:<2}" for ari, k in line), flush=True)


def stability(
    matrix: VoteMatrix, rejected: frozenset[str], place: Place, mode: Mode, draws: int
) -> tuple[float, int, float]:
    """Mean agreement of draws with everybody's groups, their number, and how often it was the same."""
    kept = matrix.only_statements(set(matrix.statements) - rejected)
    zeroed = matrix.n_statements - kept.n_statements
    admitted = admit_participants(matrix if mode == "compat" else kept)
    limits = {"mode": mode, "seed": 0, "max_groups": 12, "min_size": 10}
    each = np.ones(kept.n_participants)
    plane = _plane(kept, each, place)
    everybody = group_points(place(kept, each, zeroed)[admitted], None, plane=plane, **limits)
    chance, agreed, same = np.random.default_rng(5), [], []
    for _ in range(draws):
        weights = chance.poisson(1.0, kept.n_participants).astype(float)
        points = place(kept, weights, zeroed)[admitted]
        plane = _plane(kept, weights, place)
        drawn = group_points(points, weights[admitted], plane=plane, starts=2, **limits)
        agreed.append(compare_groupings(everybody.labels, drawn.assign(points)))
        same.append(drawn.n_groups == everybody.n_groups)
    return float(np.mean(agreed)), everybody.n_groups, float(np.mean(same))


def _plane(matrix: VoteMatrix, weights: Floats, place: Place) -> OpinionPlane:
    """The plane of `improved`; for the other methods one whose axes count alike, so that nothing is drawn out."""
    plane = fit_opinion_plane(matrix, weights, precision=1e-6)
    return plane if place is damped else replace(plane, variances=np.ones(2))


def agreement(
    matrix: VoteMatrix, truth: NDArray[np.int64], place: Place, mode: Mode
) -> tuple[float, int]:
    """Agreement with planted groups, and how many were found."""
    admitted = admit_participants(matrix)
    points = place(matrix, np.ones(matrix.n_participants), 0)[admitted]
    plane = _plane(matrix, np.ones(matrix.n_participants), place)
    found = group_points(points, None, plane=plane, mode=mode, seed=0, max_groups=12, min_size=10)
    return compare_groupings(truth[admitted], found.labels), found.n_groups


def conversations(
    exports: Path, oracle: Path | None
) -> list[tuple[str, VoteMatrix, frozenset[str]]]:
    """Polis exports, then conversations of the public interface, each with its rejected statements."""
    found = []
    for folder in sorted(exports.iterdir()):
        given = read_polis_export(folder)
        people, ids = (np.array(x, dtype=object) for x in (given.participants, given.statement_ids))
        matrix = build_vote_matrix(
            people[given.person], ids[given.statement], given.votes, all_statements=ids
        )
        rejected = frozenset(s for s, _, moderated, _ in given.statements if moderated == "-1")
        found.append((folder.name, matrix, rejected & set(matrix.statements)))
    for folder in sorted(oracle.iterdir()) if oracle else ():
        state = json.loads((folder / "math-pca2.json").read_bytes())
        votes = json.loads((folder / "votes.json").read_bytes())
        keys = ("participant_id", "statement_id", "vote", "modified")
        columns = ([v[key] for v in votes] for key in keys)
        matrix = build_vote_matrix(*columns, all_statements=[str(s) for s in state["tids"]])
        rejected = frozenset(str(s) for s in state["mod-out"]) & set(matrix.statements)
        found.append((folder.name, matrix, rejected))
    return found


def planted(shares: list[float]) -> tuple[VoteMatrix, NDArray[np.int64]]:
    """2,000 people of groups of these shares who each answer about 30 of 150 statements."""
    chance, n, m, answers = np.random.default_rng(1), 2000, 150, 30
    group = chance.choice(len(shares), n, p=shares)
    lean = chance.normal(scale=0.6, size=(len(shares), m))
    cell = np.unique(np.repeat(np.arange(n), answers) * m + chance.integers(m, size=n * answers))
    person, statement = cell // m, cell % m
    votes = np.sign(np.round(lean[group[person], statement] + chance.normal(size=len(cell))))
    names = [f"p{i:05}" for i in range(n)], [f"s{i:04}" for i in range(m)]
    return build_from_codes(names[0], person, names[1], statement, votes), group


if __name__ == "__main__":
    main()
