"""A sequence of releases: what a reader who holds every page may learn of a small count, or of a small change.

Each release keeps *states*: tables that give its page, the true one first, and for each the state of the release
before that it follows. A path through them is a history. Two histories that give the very same pages, and in which
a number differs, prove that the pages do not tell that number. `find_series_gaps` checks this from the pages, the
true tables and the states alone; it knows nothing of the search.

What must stay open, by `width(k)` or more: every count of 1 to k-1, and between any two releases every change of 1 to
k-1, up or down. So a cell that moved by less than k since it was last told is not told anew; its earlier value
stands, with the release that gave it. A reader may suppose that the register only grows: in no history does a count
fall
that did not fall in truth, unless the page shows that its whole cell is now 0.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from misaq.foundation.errors import InputError
from misaq.record.disclosure import PROTECTS, SHOWN, SMALL, SuppressionError, width
from misaq.record.published_cells import PublishedCells
from misaq.record.witness import Demand, WitnessSearch, in_no_empty_cell, needed_witnesses

Counts = NDArray[np.int64]
Keys = tuple[Hashable, ...]


class FrameError(InputError):
    """A release that has lost a count or a cell that an earlier one had: the pages could not be compared."""

    code = "release_frame"


@dataclass(frozen=True)
class Page:
    """One release with its proof. Only `shown` and `marks` are for publication.

    keys, cell_keys : names of the counts and of the cells, which later pages may add to and never lose.
    cells : what each cell sums.
    states : (n_states, n_counts) tables that give this page, the true one first.
    parents : (n_states,) the state of the page before that each follows.
    marks : (n_cells,) "" shown, "small" or "protects".
    """

    keys: Keys = field(repr=False)
    cell_keys: Keys = field(repr=False)
    cells: PublishedCells = field(repr=False)
    states: Counts = field(repr=False)
    parents: Counts = field(repr=False)
    marks: tuple[str, ...]

    @property
    def truth(self) -> Counts:
        """The true table."""
        return np.asarray(self.states[0])

    def shown(self) -> dict[Hashable, int]:
        """The cells that are told, by name."""
        told = self.cells.matrix(len(self.keys)) @ self.truth
        return {
            key: int(value)
            for key, value, mark in zip(self.cell_keys, told, self.marks, strict=True)
            if mark == SHOWN
        }


def suppress_next(
    counts: Counts, keys: Keys, cells: PublishedCells, cell_keys: Keys, earlier: Sequence[Page]
) -> Page:
    """Choose which cells of the next release to tell, with the states that prove it enough beside all earlier pages.

    counts : (n_counts,) the true table of today. earlier : every page before, in order.
    Deterministic. Raises FrameError, and SuppressionError when the proof fails; never returns an unproved choice.
    """
    lost = sorted(str(key) for page in earlier for key in {*page.keys} - {*keys})
    lost += sorted(str(key) for page in earlier for key in {*page.cell_keys} - {*cell_keys})
    if lost:
        raise FrameError(lost=", ".join(lost[:3]))
    past = [_on(keys, page) for page in earlier]
    matrix, links = cells.matrix(len(counts)), cells.link_matrix(len(counts))
    values = np.asarray(matrix @ counts, dtype=np.int64)
    told = [np.asarray(matrix @ states.T).T for states in past]
    reach = _reach(earlier)[-1] if earlier else []
    extremes = [_extremes(one, then) for one, then in zip(reach, told, strict=True)]
    demand = _demand(values, cells.thresholds, told, extremes)
    least = _least_moves(counts, past[-1], values, matrix) if past else [-counts]
    search = WitnessSearch(counts, matrix, links, cells, demand, -least[0])
    carried = _carry(search, past[-1], least, told, extremes) if past else []
    search.run()
    keep = needed_witnesses(search.found, demand, always=range(len(carried)))
    states = counts + np.array([np.zeros_like(counts), *(search.found.moves[i] for i in keep)])
    parents = np.zeros(len(states), dtype=np.int64)
    parents[1 : 1 + len(carried)] = carried
    changed = (values != np.asarray(matrix @ states.T).T).any(axis=0)
    marks = tuple(
        SMALL if search.is_small[i] else PROTECTS if changed[i] or demand.needed[0, i] else SHOWN
        for i in range(len(values))
    )
    page = Page(keys, cell_keys, cells, states, parents, marks)
    gaps = find_series_gaps([*earlier, page], only_last=True)
    if gaps:
        raise SuppressionError(reason=gaps[0])
    return page


def find_series_gaps(pages: Sequence[Page], *, only_last: bool = False) -> list[str]:
    """Say where a sequence of releases fails its promise; [] when it holds. No solver, no search.

    only_last : look only at what the last page adds.
    """
    gaps: list[str] = []
    reach = _reach(pages)
    for at, page in enumerate(pages):
        if only_last and at + 1 < len(pages):
            continue
        gaps += [f"{gap} (release {at + 1})" for gap in _page_gaps(page)]
        if at:
            gaps += [f"{gap} (release {at + 1})" for gap in _step_gaps(pages[at - 1], page)]
        matrix = page.cells.matrix(len(page.keys))
        now = np.asarray(matrix @ page.states.T).T
        widths = _widths(page.cells.thresholds)
        for before in range(at):
            then = np.asarray(matrix @ _on(page.keys, pages[before]).T).T
            least, most = _extremes(reach[at][before], then)
            spread = (now - least).max(axis=0) - (now - most).min(axis=0)
            moved = np.abs(now[0] - then[0])
            small = (moved >= 1) & (moved < page.cells.thresholds)
            if ((spread < widths) & small).any():
                gaps.append(
                    f"a small change can be worked out (releases {before + 1} and {at + 1})"
                )
    return gaps


def _page_gaps(page: Page) -> list[str]:
    """What is wrong with a page by itself."""
    matrix, links = page.cells.matrix(len(page.keys)), page.cells.link_matrix(len(page.keys))
    told = np.asarray(matrix @ page.states.T).T
    values, k, marks = told[0], page.cells.thresholds, np.array(page.marks, dtype=object)
    small = (values >= 1) & (values < k)
    spread = told.max(axis=0) - told.min(axis=0)
    least = np.where(page.cells.inner & (values >= k), k, 1)
    wrong = {
        "a small count is shown": (small & (marks == SHOWN)).any(),
        "a state is no table": (page.states < 0).any()
        or (links.shape[0] and (links @ page.states.T).any()),
        "a state gives another page": (told != values)[:, marks == SHOWN].any(),
        "a state contradicts a mark": ((told < 1) | (told >= k))[:, marks == SMALL].any(),
        "a state contradicts the rule": (told < least)[:, marks == PROTECTS].any(),
        "a small count can be worked out": ((spread < _widths(k)) & small).any(),
        "a withheld count can be worked out": (spread == 0)[marks != SHOWN].any(),
    }
    return [gap for gap, found in wrong.items() if found]


def _step_gaps(before: Page, page: Page) -> list[str]:
    """What is wrong between a page and the one before it."""
    gaps = []
    then = _on(page.keys, before)
    going_on = {then[at].tobytes() for at in page.parents}
    if page.parents[0] != 0 or going_on != {state.tobytes() for state in then}:
        gaps.append("a history ends too early")
    values = np.asarray(page.cells.matrix(len(page.keys)) @ page.truth)
    grows = (page.truth >= then[0]) & in_no_empty_cell(page.cells.matrix(len(page.keys)), values)
    if (page.states < then[page.parents])[:, grows].any():
        gaps.append("a count falls that did not fall in truth")
    return gaps


def _widths(thresholds: Counts) -> Counts:
    return np.array([max(1, width(int(k))) for k in thresholds], dtype=np.int64)


def _on(keys: Keys, page: Page) -> Counts:
    """The states of an earlier page on the counts of a later one; what it did not have yet was 0."""
    place = {key: at for at, key in enumerate(keys)}
    states = np.zeros((len(page.states), len(keys)), dtype=np.int64)
    states[:, [place[key] for key in page.keys]] = page.states
    return states


def _reach(pages: Sequence[Page]) -> list[list[NDArray[np.bool_]]]:
    """For each page and each up to it, (n_states, n_states_then): which state then may have become which now.

    Two states of a page that are the same table have the same future, whatever came before.
    """
    found: list[list[NDArray[np.bool_]]] = []
    for page in pages:
        same = np.unique(page.states, axis=0, return_inverse=True)[1].ravel()
        alike = same[:, None] == same[None, :]
        step = found[-1][-1][page.parents] if found else alike
        line = [*(step @ one for one in found[-1][:-1]), step] if found else []
        # a state reached what any state that is the same table reached
        found.append([*(alike @ one for one in line), alike])
    return found


def _extremes(reach: NDArray[np.bool_], told: Counts) -> tuple[Counts, Counts]:
    """(n_states, n_cells) least and most that each cell was then, over all that may have become each state."""
    low, high = [], []
    for row in reach:
        low.append(told[row].min(axis=0))
        high.append(told[row].max(axis=0))
    return np.array(low), np.array(high)


def _demand(
    values: Counts,
    thresholds: Counts,
    told: Sequence[Counts],
    extremes: Sequence[tuple[Counts, Counts]],
) -> Demand:
    """What must be able to move: small counts, and small changes since each earlier page."""
    needed = [(values >= 1) & (values < thresholds)]
    low, high = [np.zeros_like(values)], [np.zeros_like(values)]
    for one, (least, most) in zip(told, extremes, strict=True):
        change = np.abs(values - one[0])
        needed.append((change >= 1) & (change < thresholds))
        low.append(one[0] - most[0])
        high.append(one[0] - least[0])
    return Demand(np.array(needed), _widths(thresholds), np.array(low), np.array(high))


def _least_moves(
    counts: Counts, states: Counts, values: Counts, matrix: sparse.csr_array
) -> list[Counts]:
    """For each state before: how far each count must at least move from today's truth, so that none falls."""
    grows = (counts >= states[0]) & in_no_empty_cell(matrix, values)
    return [np.where(grows, state - counts, -counts) for state in states]


def _carry(
    search: WitnessSearch,
    before: Counts,
    least: Sequence[Counts],
    told: Sequence[Counts],
    extremes: Sequence[tuple[Counts, Counts]],
) -> list[int]:
    """Let every table of the page before go on into one of today; the parent of each witness found."""
    parents: list[int] = []
    distinct = sorted(np.unique(before, axis=0, return_index=True)[1].tolist())
    moves = {parent: before[parent] - before[0] for parent in distinct if parent}

    def take(parent: int, move: Counts) -> None:
        moved = search.moved(move)
        both = list(zip(told, extremes, strict=True))
        low = [moved, *(moved - (most[parent] - one[0]) for one, (_, most) in both)]
        high = [moved, *(moved - (least_[parent] - one[0]) for one, (least_, _) in both)]
        search.take(move, np.array(low), np.array(high))
        parents.append(parent)

    rest = sorted(moves, key=lambda i: (int(np.abs(moves[i]).sum()), i))
    for parent in rest:  # as it was, where that shows that something small may be otherwise
        useful = search.lacking() & (search.moved(moves[parent]) != 0)
        if useful.any() and search.fits(moves[parent]):
            take(parent, moves[parent])
    for parent in [one for one in rest if one not in parents]:
        known = [np.zeros_like(moves[parent]), *search.found.moves]
        follows = next((move for move in known if (move >= least[parent]).all()), None)
        if follows is None and search.fits(moves[parent]):
            follows = moves[parent]
        if follows is None:
            follows = search.extend(least[parent])
        if follows is None:
            raise SuppressionError(reason="a history cannot go on")
        take(parent, follows)
    return parents
