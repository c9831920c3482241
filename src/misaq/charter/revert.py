"""Undo amendments: the text without them, what depends on them, and how grave that is.

An amendment B depends on A when B took out words that A put in, or put words between words that A put in or took
out. When both took out the same words, their order is free, but undoing A alone brings those words back to nobody.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from misaq.charter.weave import Mask, Weave

Kind = Literal["deletes", "inside", "both_delete"]
Severity = Literal["clean", "still_deleted", "dependent", "needs_drafting"]
SEVERITIES: tuple[Severity, ...] = (
    "needs_drafting",
    "dependent",
    "still_deleted",
    "clean",
)  # worst first

_REFERENCE = re.compile(r"(?:[Aa]rticles?|[Aa]rticol[oi]|[Aa]rt\.|دفعہ|دفعات)\s+(\d+[A-Z]{0,3})\b")
_SAMPLE = 12  # words quoted of what is left behind


@dataclass(frozen=True)
class Dependency:
    """Version `by` built on version `on` in one provision (all three by place).

    kind : "deletes" it took out words of `on`; "inside" it put words between words of `on`; "both_delete" both
        took out the same words.
    words : how many words that concerns.
    """

    by: int
    on: int
    kind: Kind
    provision: int
    words: int


@dataclass(frozen=True)
class Consequence:
    """One thing that follows when amendments are undone.

    reason : "orphan" words of `by` are left without their article; "doubled" two wordings would stand side by
        side; "dangling" the text names an article that is gone; "deletes", "inside", "both_delete" as in Dependency.
    by : place of the version concerned; None for a reference.
    sample : the first words concerned.
    """

    severity: Severity
    reason: str
    by: int | None
    provision: int
    words: int
    sample: str = ""


@dataclass(frozen=True)
class Undoing:
    """The text without some amendments, and what that brings with it.

    undone : places of the amendments left out. closure : places of all others that depend on them, however far.
    restored, removed : words that come back, words that go.
    consequences : worst first; clean : provisions that come back, or go, word for word.
    """

    undone: tuple[int, ...]
    at: int
    restored: int
    removed: int
    severity: Severity
    consequences: tuple[Consequence, ...]
    clean: tuple[int, ...]
    closure: tuple[int, ...]


def find_dependencies(weave: Weave) -> tuple[Dependency, ...]:
    """Every dependency between two amendments, by provision; the first text depends on nobody and is never undone."""
    words: dict[tuple[int, int, Kind, int], int] = defaultdict(int)
    counted = np.flatnonzero(weave.words > 0)
    for run in counted[weave.deleted[counted] >= 0].tolist():
        on, size = int(weave.inserted[run]), int(weave.words[run])
        provision = int(weave.provision[run])
        deleters = weave.deleters(run)
        for i, by in enumerate(deleters):
            if on > 0:
                words[by, on, "deletes", provision] += size
            for other in deleters[:i]:
                words[by, other, "both_delete", provision] += size
    for run, owners in _inserted_inside(weave, counted.tolist()):
        for on in owners:
            key: tuple[int, int, Kind, int] = (
                int(weave.inserted[run]),
                on,
                "inside",
                int(weave.provision[run]),
            )
            words[key] += int(weave.words[run])
    return tuple(Dependency(*key, size) for key, size in sorted(words.items()))


def _inserted_inside(weave: Weave, counted: Sequence[int]) -> Iterator[tuple[int, set[int]]]:
    """Each run of an amendment with the earlier ones to which both neighbours of its day belong."""
    inserted, file = weave.inserted.tolist(), weave.file.tolist()
    for at, run in enumerate(counted):
        by = inserted[run]
        if by == 0:
            continue
        before = _neighbour(counted, inserted, at, -1, by)
        after = _neighbour(counted, inserted, at, +1, by)
        if before is None or after is None or not file[before] == file[run] == file[after]:
            continue
        if owners := _owners(weave, before, by) & _owners(weave, after, by):
            yield run, owners


def _neighbour(
    counted: Sequence[int], inserted: Sequence[int], at: int, step: int, by: int
) -> int | None:
    at += step
    while 0 <= at < len(counted):
        if inserted[counted[at]] < by:  # later words were not there on the day of `by`
            return counted[at]
        at += step
    return None


def _owners(weave: Weave, run: int, by: int) -> set[int]:
    owners = {place for place in weave.deleters(run) if place < by}
    return (owners | {int(weave.inserted[run])}) - {0}


def close_over(undone: Iterable[int], dependencies: Iterable[Dependency]) -> tuple[int, ...]:
    """All amendments outside `undone` that depend on it, directly or through others, in order."""
    dependents: dict[int, set[int]] = defaultdict(set)
    for dependency in dependencies:
        if dependency.kind != "both_delete":
            dependents[dependency.on].add(dependency.by)
    chosen = set(undone)
    reached, waiting = set(chosen), list(chosen)
    while waiting:
        fresh = dependents[waiting.pop()] - reached
        reached |= fresh
        waiting.extend(fresh)
    return tuple(sorted(reached - chosen))


def undo_amendments(
    weave: Weave,
    undone: Iterable[int],
    *,
    at: int | None = None,
    dependencies: Sequence[Dependency] | None = None,
) -> Undoing:
    """Leave out amendments, and say what comes back, what goes, what depends on them and how grave that is.

    undone : places of amendments, each > 0. at : place of the version to undo in; the last when None.
    dependencies : of this weave, when known already.
    """
    place = len(weave.numbers) - 1 if at is None else at
    known = find_dependencies(weave) if dependencies is None else dependencies
    chosen = tuple(sorted(set(undone)))
    state = _State.of(weave, chosen, place)
    found = [
        *_dependents(state, chosen, place, known),
        *_still_deleted(state, chosen),
        *_dangling(state),
    ]
    found.sort(key=lambda c: (SEVERITIES.index(c.severity), c.provision, c.by or 0, c.reason))
    touched = np.unique(weave.provision[(state.before != state.after) & (weave.words > 0)])
    troubled = {c.provision for c in found if c.reason != "dangling"}
    return Undoing(
        undone=chosen,
        at=place,
        restored=int(weave.words[state.restored].sum()),
        removed=int(weave.words[state.removed].sum()),
        severity=found[0].severity if found else "clean",
        consequences=tuple(found),
        clean=tuple(int(p) for p in touched if int(p) not in troubled),
        closure=tuple(b for b in close_over(chosen, known) if b <= place),
    )


@dataclass(frozen=True)
class _State:
    """The runs before and after the undoing."""

    weave: Weave
    active: Mask
    before: Mask
    after: Mask
    restored: Mask
    removed: Mask

    @classmethod
    def of(cls, weave: Weave, undone: tuple[int, ...], place: int) -> "_State":
        active = weave.active(place, without=undone)
        before, after = weave.live(weave.active(place)), weave.live(active)
        return cls(weave, active, before, after, after & ~before, before & ~after)

    def sample(self, runs: Mask) -> str:
        chosen = np.flatnonzero(runs & (self.weave.words > 0))[:_SAMPLE].tolist()
        apart = [0, *(run - before > 1 for before, run in pairwise(chosen))]
        words = "".join(
            (" … " if gap else "") + self.weave.text[run]
            for run, gap in zip(chosen, apart, strict=False)
        ).split()
        return " ".join(words[:_SAMPLE]) + (" …" if len(words) > _SAMPLE else "")


def _dependents(
    state: _State, undone: tuple[int, ...], place: int, known: Iterable[Dependency]
) -> Iterator[Consequence]:
    """Amendments that took out, or wrote between, words of those undone; one consequence a provision."""
    grouped: dict[tuple[int, int], list[Dependency]] = defaultdict(list)
    for d in known:
        if d.kind != "both_delete" and d.on in undone and d.by not in undone and d.by <= place:
            grouped[d.provision, d.by].append(d)
    zones = _zones(state, {by for _, by in grouped})
    weave = state.weave
    for (provision, by), edges in sorted(grouped.items()):
        of_by = state.after & (weave.inserted == by) & (weave.provision == provision)
        left = of_by & (weave.words > 0)
        first = int(weave.inserted[weave.provision == provision].min())
        reason: str = max(edges, key=lambda d: (d.words, d.kind)).kind
        if first in undone and left.any():
            reason = "orphan"
        elif set(zones[left]) & set(zones[state.restored & (weave.words > 0)]):
            reason = "doubled"
        severity: Severity = "needs_drafting" if reason in {"orphan", "doubled"} else "dependent"
        words = (
            int(weave.words[left].sum())
            if severity == "needs_drafting"
            else sum(d.words for d in edges)
        )
        yield Consequence(severity, reason, by, provision, words, state.sample(of_by))


def _zones(state: _State, dependents: set[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """(n_runs,) the gap between two words that nothing here touches, in which a run stands."""
    weave = state.weave
    stable = state.before & state.after & (weave.words > 0)
    stable &= ~np.isin(weave.inserted, list(dependents))
    ends_file = np.append(False, weave.file[1:] != weave.file[:-1]) if len(weave.file) else stable
    return np.cumsum(stable | ends_file)


def _still_deleted(state: _State, undone: tuple[int, ...]) -> Iterator[Consequence]:
    """Words that those undone took out, but that another active amendment took out too."""
    weave = state.weave
    words: dict[tuple[int, int], list[int]] = defaultdict(list)
    for run in weave.more_deleted:
        deleters = weave.deleters(run)
        if (
            not state.active[weave.inserted[run]]
            or not set(deleters) & set(undone)
            or not weave.words[run]
        ):
            continue
        for by in deleters:
            if state.active[by]:
                words[int(weave.provision[run]), by].append(run)
    for (provision, by), runs in sorted(words.items()):
        which = np.zeros(len(weave.text), dtype=bool)
        which[runs] = True
        size = int(weave.words[runs].sum())
        yield Consequence("still_deleted", "both_delete", by, provision, size, state.sample(which))


def _dangling(state: _State) -> Iterator[Consequence]:
    """Articles that the text still names though the undoing takes them away."""
    weave = state.weave
    has_words = weave.words > 0
    stood = set(weave.provision[state.before & has_words].tolist())
    stands = set(weave.provision[state.after & has_words].tolist())
    whole = weave.active()
    labels = {p: weave.label_in(p, whole)[0] for p in stood | stands}
    gone = {labels[p] for p in stood - stands if labels[p]} - {labels[p] for p in stands}
    if not gone:
        return
    texts: dict[int, list[str]] = defaultdict(list)
    for run in np.flatnonzero(state.after).tolist():
        texts[int(weave.provision[run])].append(weave.text[run])
    for provision, pieces in sorted(texts.items()):
        text = "".join(pieces)
        named = sorted({m[1] for m in _REFERENCE.finditer(text)} & gone)
        for label in named:
            yield Consequence("needs_drafting", "dangling", None, provision, 0, label)
