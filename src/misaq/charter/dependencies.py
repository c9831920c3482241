"""Which operation was built on which: whose words it took out, wrote between, or quoted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from misaq.charter.text import cut_units
from misaq.charter.weave import Weave

Kind = Literal["deletes", "inside", "both_delete", "label", "child", "anchor"]
KINDS_OF_DEPENDENCY: tuple[Kind, ...] = (
    "deletes",
    "inside",
    "both_delete",
    "label",
    "child",
    "anchor",
)
SOFT: tuple[Kind, ...] = ("both_delete",)  # its order is free

Index = NDArray[np.int64]


@dataclass(frozen=True)
class Dependency:
    """Operation `by` built on operation `on` in one provision (all three by place).

    kind : "deletes" it took out words of `on`; "inside" it put words between words of `on`; "both_delete" both
        took out the same words; "label" it renumbered, renamed or moved a provision that `on` brought; "child" it
        put a provision under, or words into, one that `on` brought; "anchor" it put words next to words of `on` that
        it quotes.
    words : how many words that concerns.
    """

    by: int
    on: int
    kind: Kind
    provision: int
    words: int


def find_dependencies(weave: Weave) -> tuple[Dependency, ...]:
    """Every dependency between two operations, by provision; the first text depends on nobody and is never undone.

    In a weave of observed texts an operation is a whole amendment, so that this is who built on whom.
    """
    columns = [*_taken_out(weave), *_inserted_inside(weave)]
    columns += [np.array(rows, np.int64).reshape(-1, 5).T for rows in _structural(weave)]
    by, on, kind, provision, words = np.hstack(columns)
    n_operations, n_provisions = len(weave.operations) + 1, len(weave.provisions) + 1
    key = ((by * n_operations + on) * len(KINDS_OF_DEPENDENCY) + kind) * n_provisions + provision
    _, first, group = np.unique(key, return_index=True, return_inverse=True)
    size = np.bincount(group, weights=words, minlength=len(first)).astype(np.int64)
    rows = np.stack([by[first], on[first], kind[first], provision[first], size]).T.tolist()
    found = [
        Dependency(late, early, KINDS_OF_DEPENDENCY[k], at, n) for late, early, k, at, n in rows
    ]
    return tuple(sorted(found, key=lambda d: (d.by, d.on, d.kind, d.provision)))


def lift_dependencies(weave: Weave, dependencies: Iterable[Dependency]) -> tuple[Dependency, ...]:
    """The same between amendments: places are those of versions, and what stays within one amendment is left out."""
    version_of = weave.version_of.tolist()
    words: dict[tuple[int, int, Kind, int], int] = defaultdict(int)
    for d in dependencies:
        by, on = version_of[d.by], version_of[d.on]
        if by != on:
            words[by, on, d.kind, d.provision] += d.words
    return tuple(Dependency(*key, size) for key, size in sorted(words.items()))


def close_over(undone: Iterable[int], dependencies: Iterable[Dependency]) -> tuple[int, ...]:
    """Everything outside `undone` that depends on it, directly or through others, in order."""
    return tuple(sorted(place for level in find_levels(undone, dependencies) for place in level))


def find_levels(
    undone: Iterable[int], dependencies: Iterable[Dependency]
) -> tuple[tuple[int, ...], ...]:
    """What depends on `undone`, level by level: first what was built on it, then what was built on that.

    >>> edges = [Dependency(2, 1, "deletes", 0, 3), Dependency(3, 2, "inside", 0, 1)]
    >>> find_levels([1], edges)
    ((2,), (3,))
    """
    dependents: dict[int, set[int]] = defaultdict(set)
    for dependency in dependencies:
        if dependency.kind not in SOFT:
            dependents[dependency.on].add(dependency.by)
    reached = set(undone)
    level, levels = set(reached), []
    while level := {by for on in level for by in dependents.get(on, ())} - reached:
        reached |= level
        levels.append(tuple(sorted(level)))
    return tuple(levels)


def _taken_out(weave: Weave) -> Iterator[Index]:
    """Columns (by, on, kind, provision, words) of "deletes" and "both_delete"."""
    words = weave.words
    runs = np.flatnonzero((weave.deleted >= 0) & (words > 0))
    further = [
        (run, by) for run, more in sorted(weave.more_deleted.items()) if words[run] for by in more
    ]
    more_runs, more_by = np.array(further, np.int64).reshape(-1, 2).T
    run = np.append(runs, more_runs)
    by = np.append(weave.deleted[runs], more_by)
    hard = weave.inserted[run] > 0
    run_hard = run[hard]
    yield _columns(by[hard], weave.inserted[run_hard], "deletes", weave, run_hard)
    both = [
        (run, max(pair), min(pair))
        for run in sorted(weave.more_deleted)
        if words[run]
        for pair in _pairs(weave.deleters(run))
    ]
    shared, later, earlier = np.array(both, np.int64).reshape(-1, 3).T
    yield _columns(later, earlier, "both_delete", weave, shared)


def _pairs(places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    return ((by, other) for i, by in enumerate(places) for other in places[:i])


def _inserted_inside(weave: Weave) -> Iterator[Index]:
    """Columns of "inside": both neighbours of its day belong to one earlier amendment, or to one earlier operation
    of its own amendment.
    """
    counted = np.flatnonzero(weave.words > 0)
    if not len(counted):
        return
    version_of = np.append(weave.version_of, -1)  # -1, nobody, points at -1
    yield from _between(weave, counted, version_of, version_of)
    if len(weave.operations) > len(weave.numbers):
        yield from _between(
            weave, counted, np.append(np.arange(len(weave.operations)), -1), version_of
        )


def _between(weave: Weave, counted: Index, order: Index, version_of: Index) -> Iterator[Index]:
    """Columns of "inside" where neighbours are those older by `order`, (n_operations + 1,), and one owner by it."""
    inserted, file = weave.inserted[counted], weave.file[counted]
    before = _nearest_older(order[inserted])
    after = len(counted) - 1 - _nearest_older(order[inserted][::-1])[::-1]
    at = np.flatnonzero((inserted > 0) & (before >= 0) & (after < len(counted)))
    at = at[(file[before[at]] == file[at]) & (file[after[at]] == file[at])]
    if order is not version_of:  # what stands between two amendments is known already
        within = version_of[inserted[at]]
        at = at[
            (version_of[inserted[before[at]]] == within)
            & (version_of[inserted[after[at]]] == within)
        ]
    left, right, run, by = counted[before[at]], counted[after[at]], counted[at], inserted[at]
    many = np.isin(left, list(weave.more_deleted)) | np.isin(right, list(weave.more_deleted))
    for mine in (weave.inserted[left], weave.deleted[left]):
        for other in (weave.inserted[right], weave.deleted[right]):
            same = (
                (order[mine] == order[other])
                & (order[mine] > 0)
                & (order[mine] < order[by])
                & ~many
            )
            yield _columns(by[same], mine[same], "inside", weave, run[same])
            two = same & (mine != other)
            yield _columns(by[two], other[two], "inside", weave, run[two])
    rows = [
        (int(by[i]), on, int(run[i]))
        for i in np.flatnonzero(many).tolist()
        for on in _shared(_owners(weave, int(left[i])), _owners(weave, int(right[i])), order)
        if 0 < order[on] < order[by[i]]
    ]
    late, early, where = np.array(rows, np.int64).reshape(-1, 3).T
    yield _columns(late, early, "inside", weave, where)


def _owners(weave: Weave, run: int) -> set[int]:
    return {int(weave.inserted[run]), *weave.deleters(run)}


def _shared(left: set[int], right: set[int], order: Index) -> list[int]:
    """The owners on either side that are one by `order`."""
    both = {int(order[on]) for on in left} & {int(order[on]) for on in right}
    return sorted(on for on in left | right if order[on] in both)


def _nearest_older(inserted: Index) -> Index:
    """(n,) the nearest place before each at which an older operation wrote; -1 when none.

    Pointers jump over all that is not older, many at once.
    """
    padded = np.append(inserted, -1)  # place -1 is older than all
    nearest = np.arange(-1, len(inserted) - 1)
    while len(wrong := np.flatnonzero(padded[nearest] >= inserted)):
        nearest[wrong] = nearest[nearest[wrong]]
    return nearest


def _columns(by: Index, on: Index, kind: Kind, weave: Weave, run: Index) -> Index:
    kinds = np.full(len(run), KINDS_OF_DEPENDENCY.index(kind))
    return np.stack([by, on, kinds, weave.provision[run], weave.words[run]])


def _structural(weave: Weave) -> Iterator[list[tuple[int, int, int, int, int]]]:
    """Rows of "label", "child" and "anchor": none in a weave of observed texts, which knows no tree."""
    label, child = KINDS_OF_DEPENDENCY.index("label"), KINDS_OF_DEPENDENCY.index("child")
    brought = [provision.inserted for provision in weave.provisions]
    rows = []
    for place, provision in enumerate(weave.provisions):
        if brought[place] > 0:
            later = {by for by, _, _ in provision.labels if by > brought[place]}
            rows += [(by, brought[place], label, place, 0) for by in sorted(later)]
        if provision.parent >= 0 and 0 < brought[provision.parent] < brought[place]:
            rows.append((brought[place], brought[provision.parent], child, place, 0))
    for move in weave.moves:
        if 0 < brought[move.provision] < move.operation:
            rows.append((move.operation, brought[move.provision], label, move.provision, 0))
        if move.parent >= 0 and 0 < brought[move.parent] < move.operation:
            rows.append((move.operation, brought[move.parent], child, move.provision, 0))
    yield rows
    yield _written_into(weave, np.array(brought, np.int64), child)
    yield list(_anchored(weave))


def _written_into(weave: Weave, brought: Index, kind: int) -> list[tuple[int, int, int, int, int]]:
    """Rows for words that an operation put into a provision that an earlier one brought."""
    home = brought[weave.provision]
    runs = np.flatnonzero((home > 0) & (home < weave.inserted) & (weave.words > 0))
    columns = (weave.inserted[runs], home[runs], weave.provision[runs], weave.words[runs])
    return [(by, on, kind, at, n) for by, on, at, n in np.stack(columns).T.tolist()]


def _anchored(weave: Weave) -> Iterator[tuple[int, int, int, int, int]]:
    """Rows for words put next to words of another, which it quotes."""
    kind = KINDS_OF_DEPENDENCY.index("anchor")
    quoted = {
        place: (len(cut_units(operation.words)) - 1, -1 if operation.where == "after" else 1)
        for place, operation in enumerate(weave.operations)
        if operation.kind == "insert_words" and operation.where in {"before", "after"}
    }
    if not quoted:
        return
    inserted = weave.inserted.tolist()
    for run, by in enumerate(inserted):
        if by in quoted and weave.words[run]:
            n_tokens, step = quoted[by]
            for on in _owners_beside(weave, inserted, run, n_tokens, step):
                yield by, on, kind, int(weave.provision[run]), int(weave.words[run])


def _owners_beside(
    weave: Weave, inserted: list[int], run: int, n_tokens: int, step: int
) -> set[int]:
    """Who put in the tokens that stood beside a run on its day, going one way."""
    by, owners = inserted[run], set[int]()
    at = run + step
    while n_tokens > 0 and 0 <= at < len(inserted) and weave.file[at] == weave.file[run]:
        if inserted[at] == by:
            return (
                set()
            )  # the words of the operation go on: those at their edge stand next to the quotation
        there = inserted[at] < by and all(place > by for place in weave.deleters(at))
        if there and weave.words[at]:
            n_tokens -= len(cut_units(weave.text[at])) - 1
            owners |= {inserted[at]} - {0}
        at += step
    return owners
