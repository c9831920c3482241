"""Where undoing meets later amendments: what each had built on the words that go, and how grave that is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from misaq.charter.dependencies import SOFT, Dependency
from misaq.charter.resolutions import Resolution
from misaq.charter.weave import Mask, Weave

Severity = Literal["clean", "still_deleted", "dependent", "needs_drafting"]
SEVERITIES: tuple[Severity, ...] = (
    "needs_drafting",
    "dependent",
    "still_deleted",
    "clean",
)  # worst first
Index = NDArray[np.int64]

_SAMPLE = 12  # words quoted of what is left behind


@dataclass(frozen=True)
class Conflict:
    """What undoing does to what one later amendment did in one provision.

    key : its name, "44/art-5" (amendment/provision), with "/out" when both took out the same words; the same
        whatever else is chosen or decided.
    severity : "still_deleted", "dependent" or "needs_drafting".
    reason : "orphan" words of `by` are left without their provision; "doubled" two wordings would stand side by
        side; "deletes", "inside", "both_delete", "label", "child", "anchor" as in Dependency.
    by : place of the later amendment. operations : places of its operations here. on : those they were built on.
    provision : place. words : how many words it concerns. sample : the first of them.
    resolution : what people decided; None while it is open.
    """

    key: str
    severity: Severity
    reason: str
    by: int
    operations: tuple[int, ...]
    on: tuple[int, ...]
    provision: int
    words: int
    sample: str = ""
    resolution: Resolution | None = None

    @property
    def open(self) -> bool:
        """Whether people still have to decide: a conflict that needs drafting is closed by a text alone."""
        if self.resolution is None:
            return True
        return self.severity == "needs_drafting" and self.resolution.text is None


@dataclass(frozen=True, eq=False)
class Change:
    """A text before and after an undoing.

    counted, remaining : (n_operations,) which operations count before and after.
    """

    weave: Weave
    counted: Mask
    remaining: Mask

    @cached_property
    def before(self) -> Mask:
        """(n_runs,) what stands before."""
        return self.weave.live(self.counted)

    @cached_property
    def after(self) -> Mask:
        """(n_runs,) what stands after."""
        return self.weave.live(self.remaining)

    @cached_property
    def spoken(self) -> Mask:
        """(n_runs,) runs with a word in them."""
        return self.weave.words > 0

    @cached_property
    def undone(self) -> Mask:
        """(n_operations,) what no longer counts."""
        return self.counted & ~self.remaining

    @cached_property
    def touched(self) -> tuple[int, ...]:
        """Provisions in which a word comes or goes, by place."""
        moved = (self.before != self.after) & self.spoken
        return tuple(np.unique(self.weave.provision[moved]).tolist())

    @cached_property
    def runs_of(self) -> dict[int, Index]:
        """Provision to its runs, in order."""
        order = np.argsort(self.weave.provision, kind="stable")
        places = self.weave.provision[order]
        starts = np.flatnonzero(places[1:] != places[:-1]) + 1
        groups = np.split(order, starts) if len(places) else []
        return {int(self.weave.provision[group[0]]): group for group in groups}

    @cached_property
    def lost(self) -> Mask:
        """(n_provisions,) those that what is undone had brought, or that stand under such a one."""
        lost = self.weave.stands(self.counted) & ~self.weave.stands(self.remaining)
        for place, runs in self.runs_of.items():
            if not self.weave.provisions[
                place
            ].inserted:  # of the first text, or of a weave that knows no tree
                lost[place] |= self.undone[self.weave.inserted[runs].min()]
        return lost

    def words(self, runs: Mask) -> int:
        """How many words some runs have."""
        return int(self.weave.words[runs].sum())

    def sample(self, runs: Sequence[int]) -> str:
        """The first words of some runs, with an ellipsis where others stand between."""
        chosen = [run for run in runs if self.spoken[run]][:_SAMPLE]
        apart = [0, *(run - before > 1 for before, run in pairwise(chosen))]
        words = "".join(
            (" … " if gap else "") + self.weave.text[run]
            for run, gap in zip(chosen, apart, strict=False)
        ).split()
        return " ".join(words[:_SAMPLE]) + (" …" if len(words) > _SAMPLE else "")


def find_conflicts(change: Change, dependencies: Iterable[Dependency]) -> tuple[Conflict, ...]:
    """Every conflict of an undoing, worst first; dependencies: of its weave."""
    found = [*_built_on(change, dependencies), *_still_deleted(change)]
    return tuple(
        sorted(found, key=lambda c: (SEVERITIES.index(c.severity), c.provision, c.by, c.key))
    )


def decide_conflicts(
    conflicts: Iterable[Conflict], resolutions: Iterable[Resolution]
) -> tuple[Conflict, ...]:
    """The conflicts with what people decided on each."""
    decided = {each.conflict: each for each in resolutions}
    return tuple(replace(each, resolution=decided.get(each.key)) for each in conflicts)


def _built_on(change: Change, dependencies: Iterable[Dependency]) -> Iterator[Conflict]:
    """Amendments that took out, wrote between, renamed or quoted what goes; one conflict a provision."""
    version_of = change.weave.version_of.tolist()
    undone, remaining = change.undone.tolist(), change.remaining.tolist()
    grouped: dict[tuple[int, int], list[Dependency]] = defaultdict(list)
    for d in dependencies:
        if undone[d.on] and remaining[d.by] and d.kind not in SOFT:
            grouped[d.provision, version_of[d.by]].append(d)
    zones = _zones(change, {d.by for edges in grouped.values() for d in edges})
    for (provision, by), edges in sorted(grouped.items()):
        yield _conflict(change, provision, by, edges, zones)


def _conflict(
    change: Change, provision: int, by: int, edges: Sequence[Dependency], zones: Index
) -> Conflict:
    weave = change.weave
    operations = tuple(sorted({d.by for d in edges}))
    runs = change.runs_of.get(provision, np.empty(0, np.int64))
    mine = runs[np.isin(weave.inserted[runs], operations)]
    standing = change.before[mine] if change.lost[provision] else change.after[mine]
    of_by = mine[standing]
    left = of_by[change.spoken[of_by]]
    back = runs[change.after[runs] & ~change.before[runs] & change.spoken[runs]]
    reason: str = max(edges, key=lambda d: (d.words, d.kind)).kind
    if change.lost[provision] and len(left):
        reason = "orphan"
    elif set(zones[left].tolist()) & set(zones[back].tolist()):
        reason = "doubled"
    severity: Severity = "needs_drafting" if reason in {"orphan", "doubled"} else "dependent"
    grave = severity == "needs_drafting"
    return Conflict(
        key=f"{weave.numbers[by]}/{weave.provisions[provision].id}",
        severity=severity,
        reason=reason,
        by=by,
        operations=operations,
        on=tuple(sorted({d.on for d in edges})),
        provision=provision,
        words=int(weave.words[left].sum()) if grave else sum(d.words for d in edges),
        sample=change.sample(of_by.tolist()),
    )


def _zones(change: Change, dependents: set[int]) -> Index:
    """(n_runs,) the gap between two words that nothing here touches, in which a run stands."""
    weave = change.weave
    stable = change.before & change.after & change.spoken
    stable &= ~np.isin(weave.inserted, sorted(dependents))
    ends_file = np.append(False, weave.file[1:] != weave.file[:-1]) if len(weave.file) else stable
    return np.cumsum(stable | ends_file)


def _still_deleted(change: Change) -> Iterator[Conflict]:
    """Words that those undone took out, but that another amendment took out too."""
    weave, undone, remaining = change.weave, change.undone.tolist(), change.remaining.tolist()
    found: dict[tuple[int, int], list[tuple[int, tuple[int, ...]]]] = defaultdict(list)
    for run in sorted(weave.more_deleted):
        deleters = weave.deleters(run)
        if not (any(undone[by] for by in deleters) and change.spoken[run]):
            continue
        if not remaining[weave.inserted[run]] or change.lost[weave.provision[run]]:
            continue
        for by in {int(weave.version_of[by]) for by in deleters if remaining[by]}:
            found[int(weave.provision[run]), by].append((run, deleters))
    for (provision, by), entries in sorted(found.items()):
        runs = [run for run, _ in entries]
        takers = {place for _, deleters in entries for place in deleters}
        yield Conflict(
            key=f"{weave.numbers[by]}/{weave.provisions[provision].id}/out",
            severity="still_deleted",
            reason="both_delete",
            by=by,
            operations=tuple(
                sorted(p for p in takers if weave.version_of[p] == by and remaining[p])
            ),
            on=tuple(sorted(p for p in takers if undone[p])),
            provision=provision,
            words=int(weave.words[runs].sum()),
            sample=change.sample(runs),
        )
