"""Equally likely panels whose shares follow a target: what a draw on a stage with dice needs."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from misaq.assembly.panels import Panels, Walk, as_panels
from misaq.assembly.polytope import quota_rows
from misaq.assembly.pool import Pool
from misaq.assembly.programs import Floats, Program, SolverError
from misaq.foundation.progress import Progress

Grid = NDArray[np.int64]
NEAR = 2.5  # panels: with a person's share off by more, the target counts as out of reach
MOST_EXCHANGES = 20_000
TRIED = 40  # types that have too little, and too much, in one round of exchanges
STEP = 1e-9
FAR = 1.5  # panels, per member: a type that is off by more has a panel made anew
POWER = 4  # the largest counts most
MOST_REMADE = 60
NEAR_ENOUGH = 0.02  # of the best exchange: another may follow


def walk_panels(
    pool: Pool, target: Floats, n_panels: int, progress: Progress, *, seed: int = 0
) -> Panels | None:
    """Panels on a walk along the target, then evened out; None when its box holds no panel.

    target : expected seats of each type, a point of the quota polytope.
    """
    walk = Walk(pool, target, seed)
    found: list[NDArray[np.int64]] = []
    for _ in range(n_panels):
        panel = walk.next_panel()
        if panel is None:
            return None
        found.append(panel)
        progress.step("step.assembly.panels", len(found), n_panels)
    return even_out(pool, target, as_panels(found, pool))


def spread_panels(
    pool: Pool, target: Floats, panels: Panels, weights: Floats, n_panels: int
) -> Panels:
    """Panels of a lottery, each as often as its weight says, the rest by what is owed, then evened out.

    panels : (n, n_types), with weights > 0, sum 1, whose average is `target`.
    """
    counts = np.floor(weights * n_panels + STEP).astype(np.int64)
    owed = n_panels * target - counts @ panels
    short = weights * n_panels - counts
    for _ in range(n_panels - int(counts.sum())):
        place = int(np.argmax(panels @ owed + short))
        counts[place] += 1
        short[place] -= 1
        owed -= panels[place]
    return even_out(pool, target, np.repeat(panels, counts, axis=0))


def even_out(pool: Pool, target: Floats, panels: Panels) -> Panels:
    """Move seats inside panels from types with too many to types with too few, while every quota holds.

    Each change makes the sum of fourth powers of what people's shares are off smaller, types counted once.
    Returns the panels, sorted.
    """
    hand = _Hand(pool, target, panels)
    for _ in range(MOST_EXCHANGES):
        if not hand.exchange():
            break
    for turn in range(MOST_REMADE):
        if hand.off.max() <= FAR:
            break
        hand.remake(turn)
    hand.require_quotas()
    return hand.panels[np.lexsort(hand.panels.T[::-1])]


def furthest(pool: Pool, target: Floats, panels: Panels) -> float:
    """By how many of the panels a person's share is off at most, seats going round within each type."""
    aimed = len(panels) * target / pool.sizes
    return float(_off(panels.sum(axis=0), pool.sizes, aimed).max())


def _off(seats: Grid, sizes: Grid, aimed: Floats) -> Floats:
    """By how many panels a person of each type is off at most: members have a panel more or less than others."""
    found: Floats = np.maximum(aimed - seats // sizes, -(-seats // sizes) - aimed)
    return found


class _Hand:
    """The panels in hand, the seats that each row counts on them, and each type's seats in all."""

    def __init__(self, pool: Pool, target: Floats, panels: Panels) -> None:
        sparse, low, high = quota_rows(pool)
        self._rows = sparse.toarray().astype(np.int64)
        self._low, self._high = low.astype(np.int64), high.astype(np.int64)
        self._sizes, self._aimed = pool.sizes, len(panels) * target / pool.sizes
        self.panels = panels.copy()
        self._held = panels @ self._rows.T
        self._seats = panels.sum(axis=0)

    @property
    def off(self) -> Floats:
        """By how many panels a person of each type is off at most."""
        return _off(self._seats, self._sizes, self._aimed)

    def require_quotas(self) -> None:
        """Raise SolverError unless every panel, counted anew, meets every quota."""
        held = self.panels @ self._rows.T
        if not ((held >= self._low) & (held <= self._high)).all():
            raise SolverError(reason="equal panels")

    def _gain(self, more: int) -> Floats:
        """What it helps when each type gets a seat more (1) or less (-1)."""
        return self.off**POWER - _off(self._seats + more, self._sizes, self._aimed) ** POWER

    def exchange(self) -> bool:
        """Move one seat where it helps most; False when no move helps."""
        less, more = self._gain(-1), self._gain(1)
        givers = np.argsort(-less, kind="stable")[:TRIED]
        takers = np.argsort(-more, kind="stable")[:TRIED]
        gains = less[givers][:, None] + more[takers][None, :]
        for flat in np.argsort(-gains, axis=None, kind="stable").tolist():
            i, j = divmod(flat, len(takers))
            if gains[i, j] <= STEP:
                return False
            giver, taker = int(givers[i]), int(takers[j])
            place = -1 if giver == taker else self._panel_for(giver, taker)
            if place >= 0:
                change = np.zeros(len(self._sizes), dtype=np.int64)
                change[giver], change[taker] = -1, 1
                self._change(place, change)
                return True
        return False

    def _panel_for(self, giver: int, taker: int) -> int:
        """The first panel on which a seat can go from one type to the other; -1 when there is none."""
        change = self._rows[:, taker] - self._rows[:, giver]
        moved = np.flatnonzero(change)
        after = self._held[:, moved] + change[moved]
        fits = (self.panels[:, giver] > 0) & (self.panels[:, taker] < self._sizes[taker])
        fits &= ((after >= self._low[moved]) & (after <= self._high[moved])).all(axis=1)
        places = np.flatnonzero(fits)
        return int(places[0]) if len(places) else -1

    def remake(self, turn: int) -> None:
        """Change one panel, in as many seats at once as it takes, so that the worst type comes nearer.

        An integer program over the seats that types gain and lose finds the change that helps most. The
        number of the turn says which of the panels that can help the worst type is changed.
        """
        worst, n_types = int(np.argmax(self.off)), len(self._sizes)
        over = bool(self._gain(-1)[worst] > self._gain(1)[worst])
        able = self.panels[:, worst] > 0 if over else self.panels[:, worst] < self._sizes[worst]
        places = np.flatnonzero(able)
        if not len(places):
            return
        place = int(places[(turn * len(places)) // MOST_REMADE])
        may = np.concatenate([self.panels[place] < self._sizes, self.panels[place] > 0])
        must = np.zeros(2 * n_types)
        must[worst + n_types * over] = 1.0
        program = Program(
            csr_array(np.hstack([self._rows, -self._rows])),
            (self._low - self._held[place], self._high - self._held[place]),
            (must, may.astype(float)),
            integer=True,
            gap=NEAR_ENOUGH,
        )
        program.set_costs(np.concatenate([self._gain(1), self._gain(-1)]))
        found = program.solve()
        if found is not None and found.objective > STEP:
            change = np.round(found.values[:n_types] - found.values[n_types:])
            self._change(place, change.astype(np.int64))

    def _change(self, place: int, change: Grid) -> None:
        self.panels[place] += change
        self._held[place] += self._rows @ change
        self._seats += change
