"""Undo amendments: the text without them, what depends on them, what people decide, and what then reads wrongly."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from misaq.charter.cautions import Caution, find_cautions
from misaq.charter.conflicts import (
    SEVERITIES,
    Change,
    Conflict,
    Severity,
    decide_conflicts,
    find_conflicts,
)
from misaq.charter.dependencies import Dependency, find_dependencies, find_levels
from misaq.charter.errors import BadResolutionError, FirstTextError, UnknownOperationError
from misaq.charter.operations import Operation, Source
from misaq.charter.redline import ProvisionRedline, redline_states
from misaq.charter.resolutions import Resolution, order_resolutions
from misaq.charter.splicing import add_operations, rewrite_provision
from misaq.charter.versions import join_files
from misaq.charter.weave import Mask, Weave
from misaq.foundation.canonical import sha256_hex

Mode = Literal["never_made", "repealed"]
MODES: tuple[Mode, ...] = ("never_made", "repealed")


@dataclass(frozen=True, eq=False)
class Undoing:
    """The text without some operations, and what that brings with it.

    weave : with one more version when people supplied words. at : place of the version that was undone in.
    mode : "never_made" as if the amendments had never been made; "repealed" as from now. The text is the same: only
        commencement and savings of the bill differ.
    undone : places of the operations chosen. cascaded : of those that decisions on conflicts undo too.
    counted, remaining : (n_operations,) which operations count before and after, with what people wrote.
    conflicts : worst first, those decided with their resolution; cascaded ones are no conflicts any more.
    levels : operations that depend on those chosen, by how many steps. closure : all of them.
    cautions : what would read wrongly after. resolutions : what people decided. unused : decisions on conflicts that
        there are not.
    clean : provisions that come back, or go, word for word. restored, removed : words that come back, words that go.
    """

    weave: Weave
    at: int
    mode: Mode
    undone: tuple[int, ...]
    cascaded: tuple[int, ...]
    counted: Mask
    remaining: Mask
    conflicts: tuple[Conflict, ...]
    levels: tuple[tuple[int, ...], ...]
    cautions: tuple[Caution, ...]
    resolutions: tuple[Resolution, ...]
    unused: tuple[Resolution, ...]
    clean: tuple[int, ...]
    restored: int
    removed: int

    @property
    def closure(self) -> tuple[int, ...]:
        """Every operation that depends on those chosen, however far, in order."""
        return tuple(sorted(place for level in self.levels for place in level))

    @property
    def severity(self) -> Severity:
        """The gravest of all; a reference to what is gone needs drafting too."""
        grave = {conflict.severity for conflict in self.conflicts}
        if any(caution.kind == "reference" for caution in self.cautions):
            grave.add("needs_drafting")
        return min(grave, key=SEVERITIES.index, default="clean")

    @property
    def open(self) -> tuple[Conflict, ...]:
        """Conflicts on which people still have to decide."""
        return tuple(conflict for conflict in self.conflicts if conflict.open)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Path to text as it would stand."""
        return self.weave.texts(self.remaining)

    @cached_property
    def text_sha256(self) -> str:
        """SHA-256 of the text as it would stand, its files joined in the order of their paths; plain hex."""
        return sha256_hex(join_files(self.texts).encode())

    @cached_property
    def redline(self) -> tuple[ProvisionRedline, ...]:
        """What would come and go, word by word, by provision in the order of the text."""
        return redline_states(self.weave, self.counted, self.remaining)

    def amendments(self, operations: Iterable[int]) -> tuple[int, ...]:
        """The versions that operations belong to, by place, in order."""
        return tuple(sorted({int(self.weave.version_of[place]) for place in operations}))

    def words_of(self, provision: int) -> str:
        """A provision's own words as they would stand: what a person begins from who supplies others."""
        runs = self.weave.live(self.remaining) & (self.weave.provision == provision)
        return "".join(self.weave.text[run] for run in np.flatnonzero(runs).tolist())


def choose_operations(weave: Weave, wanted: Iterable[str]) -> tuple[int, ...]:
    """The places of what is named: an amendment ("42"), a section of it ("42/s. 3"), an operation ("42.3").

    Raises UnknownOperationError.
    """
    by_id = {operation.id: place for place, operation in enumerate(weave.operations)}
    chosen: set[int] = set()
    for name in wanted:
        n, slash, section = name.partition("/")
        whole = re.fullmatch(r"\d+", n.strip())
        found = [
            place
            for place, version in enumerate(weave.version_of.tolist())
            if whole
            and weave.numbers[version] == int(n)
            and (not slash or _bare(weave.operations[place].source.section) == _bare(section))
        ]
        if not whole and name in by_id:
            found = [by_id[name]]
        if not found:
            raise UnknownOperationError(wanted=name, first=weave.numbers[0], last=weave.numbers[-1])
        chosen |= set(found)
    return tuple(sorted(chosen))


def _bare(section: str) -> str:
    """A section without the word before it: "s. 3", "section 3" and "3" are one."""
    return re.sub(r"^(?:sections?|ss?\.?|دفعہ)\s*", "", section.strip())


def undo_amendments(
    weave: Weave,
    undone: Iterable[int],
    *,
    at: int | None = None,
    dependencies: Sequence[Dependency] | None = None,
    resolutions: Iterable[Resolution] = (),
    mode: Mode = "never_made",
) -> Undoing:
    """Leave out whole amendments; undone : places of versions. See `undo_operations`."""
    left_out = np.isin(weave.version_of, sorted(set(undone)))
    return undo_operations(
        weave,
        np.flatnonzero(left_out).tolist(),
        at=at,
        dependencies=dependencies,
        resolutions=resolutions,
        mode=mode,
    )


def undo_operations(
    weave: Weave,
    undone: Iterable[int],
    *,
    at: int | None = None,
    counted: Mask | None = None,
    dependencies: Sequence[Dependency] | None = None,
    resolutions: Iterable[Resolution] = (),
    mode: Mode = "never_made",
) -> Undoing:
    """Leave out operations, and say what comes back, what goes, what depends on them and how grave that is.

    undone : places of operations, each > 0. at : place of the version to undo in; the last when None.
    counted : (n_operations,) what counts before, where that is not all operations up to `at` (some are not yet in
        force, some have been undone already).
    dependencies : of this weave (`find_dependencies`), when known already.
    resolutions : what people decided on conflicts, in any order.
    Raises FirstTextError, BadResolutionError.
    """
    chosen = tuple(sorted(set(undone)))
    if chosen and weave.version_of[chosen[0]] == 0:
        raise FirstTextError(n=weave.numbers[0])
    place = len(weave.numbers) - 1 if at is None else at
    before = weave.active(place) if counted is None else counted
    known = find_dependencies(weave) if dependencies is None else dependencies
    decided = order_resolutions(resolutions)
    change, cascaded, met = _carry_out(weave, before, chosen, known, decided)
    conflicts = decide_conflicts(find_conflicts(change, known), decided)
    change = _write_words(change, conflicts)
    touched, troubled = change.touched, {conflict.provision for conflict in conflicts}
    changed = (change.before != change.after) & change.spoken
    return Undoing(
        weave=change.weave,
        at=place,
        mode=mode,
        undone=chosen,
        cascaded=cascaded,
        counted=change.counted,
        remaining=change.remaining,
        conflicts=conflicts,
        levels=_standing_levels(chosen, known, before),
        cautions=find_cautions(change),
        resolutions=decided,
        unused=tuple(each for each in decided if each.conflict not in met),
        clean=tuple(provision for provision in touched if provision not in troubled),
        restored=change.words(changed & change.after),
        removed=change.words(changed & change.before),
    )


def _carry_out(
    weave: Weave,
    before: Mask,
    chosen: tuple[int, ...],
    dependencies: Sequence[Dependency],
    resolutions: Sequence[Resolution],
) -> tuple[Change, tuple[int, ...], set[str]]:
    """Undo what was chosen, then what decisions undo too, until nothing more follows; with the conflicts met."""
    decisions = {each.conflict: each for each in resolutions}
    ids = {operation.id: place for place, operation in enumerate(weave.operations)}
    gone, met = set(chosen), set[str]()
    while True:
        remaining = before.copy()
        remaining[sorted(gone)] = False
        change = Change(weave, before, remaining)
        if not resolutions:
            return change, (), met
        more: set[int] = set()
        for conflict in find_conflicts(change, dependencies):
            decision = decisions.get(conflict.key)
            if decision is not None:
                met.add(conflict.key)
                more |= _undone_too(weave, conflict, decision, ids)
        if not more - gone:
            return change, tuple(sorted(gone - set(chosen))), met
        gone |= more


def _undone_too(
    weave: Weave, conflict: Conflict, decision: Resolution, ids: dict[str, int]
) -> set[int]:
    """The operations that a decision undoes too."""
    if decision.choice == "cascade":
        return set(conflict.operations)
    if decision.choice == "keep":
        return set()
    chosen = {ids.get(each, -1) for each in decision.operations}
    if any(place < 0 or weave.version_of[place] != conflict.by for place in chosen):
        raise BadResolutionError(
            conflict=decision.conflict, choice=decision.choice, why="operations"
        )
    return chosen


def _write_words(change: Change, conflicts: Iterable[Conflict]) -> Change:
    """The change with the words that people supplied: each text is one operation of one more version."""
    texts = {c.key: c for c in conflicts if c.resolution and c.resolution.text is not None}
    supplied: dict[int, Conflict] = {}
    for key in sorted(texts):
        before = supplied.setdefault(texts[key].provision, texts[key])
        if before.resolution and before.resolution.text != texts[key].resolution.text:  # type: ignore[union-attr]
            raise BadResolutionError(conflict=key, choice="keep", why="differ")
    if not supplied:
        return change
    weave = add_operations(change.weave, [_operation(change.weave, c) for c in supplied.values()])
    first = len(change.weave.operations)
    remaining = np.append(change.remaining, np.ones(len(supplied), bool))
    for by, (provision, conflict) in enumerate(supplied.items(), first):
        text = conflict.resolution.text if conflict.resolution else None
        weave = rewrite_provision(weave, remaining, provision, text or "", by=by)
    counted = np.append(change.counted, np.zeros(len(supplied), bool))
    return Change(weave, counted, remaining)


def _operation(weave: Weave, conflict: Conflict) -> Operation:
    text = conflict.resolution.text if conflict.resolution else None
    return Operation(
        f"keep:{conflict.key}",
        weave.numbers[-1] + 1,
        "substitute_provision",
        weave.provisions[conflict.provision].id,
        text=text or "",
        source=Source(status="checked"),
    )


def _standing_levels(
    chosen: tuple[int, ...], dependencies: Sequence[Dependency], before: Mask
) -> tuple[tuple[int, ...], ...]:
    """Dependents among what counts on that day."""
    counting = before.tolist()
    return find_levels(chosen, (d for d in dependencies if counting[d.by] and counting[d.on]))


def undoing_document(undoing: Undoing) -> dict[str, Any]:
    """What was chosen and decided, as plain values: enough to do it again on the same history."""
    weave = undoing.weave
    return {
        "at": weave.numbers[undoing.at],
        "mode": undoing.mode,
        "operations": [weave.operations[place].id for place in undoing.undone],
        "resolutions": [each.document() for each in undoing.resolutions],
        "text_sha256": undoing.text_sha256,
    }
