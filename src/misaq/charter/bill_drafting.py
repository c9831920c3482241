"""Draft the instructions of a bill file by file, and prove that they give the wanted text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from pathlib import PurePosixPath

import numpy as np

from misaq.charter.bill_operations import Drafter, Step
from misaq.charter.bill_sides import Index, Side, find_hunks, read_side
from misaq.charter.bill_wording import Place
from misaq.charter.errors import BillDiffersError
from misaq.charter.folding import fold_operations, start_weave
from misaq.charter.operations import Operation, Source
from misaq.charter.provisions import slug
from misaq.charter.text import cut_units
from misaq.charter.undoing import Undoing
from misaq.charter.versions import Version
from misaq.charter.weave import Mask, Weave
from misaq.foundation.errors import FaultsError

_SHOWN = 8  # words quoted of a place where the bill would differ


@dataclass(frozen=True)
class Drafted:
    """One instruction, where it works, and the n of the amendments that it takes back."""

    operation: Operation
    place: Place
    reverses: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class BillDraft:
    """The instructions that make `wanted` of `present` (path to text); n : number that they carry."""

    undoing: Undoing
    present: Mapping[str, str]
    wanted: Mapping[str, str]
    n: int

    def checked(self) -> list[Drafted]:
        """The instructions, provisions put in and taken out as such where that gives the wanted text exactly.

        A file in which it does not is drafted by words alone; raises BillDiffersError when that fails too.
        """
        drafts = {path: self._draft(path) for path in self._paths}
        wrong = self._wrong(drafts)
        if wrong:
            again = {path: self._by_words(drafts[path][0]) for path in wrong}
            wrong = self._wrong(
                again
            )  # files do not touch one another: those that were right stay so
            drafts |= again
        if wrong:
            path = min(wrong)
            raise BillDiffersError(file=path, where=wrong[path])
        return list(self._numbered(drafts))

    @cached_property
    def _paths(self) -> list[str]:
        """Files that differ by a word."""
        both = sorted(self.present.keys() | self.wanted.keys())
        return [p for p in both if self.present.get(p, "") != self.wanted.get(p, "")]

    def _draft(self, path: str) -> tuple[Drafter, list[Step]]:
        several = len(self.present) > 1
        prefix = slug(PurePosixPath(path).stem) if several else ""
        old = read_side(self.present.get(path, ""), prefix)
        new = Side(self.wanted.get(path, ""), prefix)
        hunks = find_hunks(old, new, self._kept(path, old, new))
        drafter = Drafter(old, new, path, self.n, hunks)
        return drafter, drafter.steps()

    def _by_words(self, drafter: Drafter) -> tuple[Drafter, list[Step]]:
        words = Drafter(
            drafter.old, drafter.new, drafter.file, self.n, drafter.hunks, structural=False
        )
        return words, words.steps()

    # -- what stays

    def _kept(self, path: str, old: Side, new: Side) -> list[tuple[int, int, int]]:
        """Runs that stand on both sides: (token of old, token of new, tokens)."""
        before, after = self._runs_before.get(path, []), self._runs_after.get(path, [])
        starts_old, ends_old = self._token_places(before)
        starts_new, ends_new = self._token_places(after)
        if ends_old != len(old.words) or ends_new != len(new.words):
            return []  # words of different acts that touch are other words: compared as plain texts
        place = dict(zip(after, starts_new, strict=True))
        return [
            (at, place[run], self._sizes[run])
            for run, at in zip(before, starts_old, strict=True)
            if run in place and self._sizes[run]
        ]

    def _token_places(self, runs: Sequence[int]) -> tuple[list[int], int]:
        sizes = [self._sizes[run] for run in runs]
        ends = np.cumsum(sizes) if sizes else np.zeros(0, np.int64)
        return [int(e) - s for e, s in zip(ends, sizes, strict=True)], int(ends[-1]) if sizes else 0

    @cached_property
    def _sizes(self) -> "_Sizes":
        return _Sizes(self.undoing.weave)

    @cached_property
    def _runs_before(self) -> dict[str, list[int]]:
        return self._runs(self.undoing.counted)

    @cached_property
    def _runs_after(self) -> dict[str, list[int]]:
        return self._runs(self.undoing.remaining)

    def _runs(self, active: Mask) -> dict[str, list[int]]:
        weave = self.undoing.weave
        runs: dict[str, list[int]] = {}
        for file, stretch in weave.arrange(active):
            runs.setdefault(weave.files[file], []).extend(stretch.tolist())
        return runs

    # -- the proof

    def _wrong(self, drafts: Mapping[str, tuple[Drafter, list[Step]]]) -> dict[str, str]:
        """Files in which folding does not give the wanted text, with where it first differs."""
        operations = [each.operation for each in self._numbered(drafts)]
        shown = {path: text if path in drafts else "" for path, text in self.present.items()}
        weave = start_weave(Version(self.n - 1, "", None, shown or {"": ""}))
        try:
            folded = fold_operations(weave, operations, [Version(self.n, "", None, {})])
        except FaultsError as error:
            return self._unfit(drafts, error)
        texts = folded.texts(folded.active())
        return {
            path: where
            for path in drafts
            if (where := _first_difference(texts.get(path, ""), self.wanted.get(path, "")))
        }

    def _unfit(
        self, drafts: Mapping[str, tuple[Drafter, list[Step]]], error: FaultsError
    ) -> dict[str, str]:
        """Files whose instructions cannot be applied."""
        refused = {str(fault.params.get("operation")): str(fault.params) for fault in error.faults}
        counts = iter(range(1, sum(len(steps) for _, steps in drafts.values()) + 1))
        wrong = {}
        for path, (_, steps) in drafts.items():
            ids = [f"{self.n}.{next(counts)}" for _ in steps]
            if found := [refused[id_] for id_ in ids if id_ in refused]:
                wrong[path] = found[0]
        return wrong or {path: str(error) for path in drafts}

    # -- numbers, places and origins

    def _numbered(self, drafts: Mapping[str, tuple[Drafter, list[Step]]]) -> Iterable[Drafted]:
        number = 0
        for path, (drafter, steps) in drafts.items():
            for step in steps:
                number += 1
                operation = replace(
                    step.operation, id=f"{self.n}.{number}", source=Source(status="checked")
                )
                yield Drafted(operation, drafter.place(step), self._reverses(path, step))

    def _reverses(self, path: str, step: Step) -> tuple[int, ...]:
        """The amendments whose words an instruction takes out, or whose taking out it takes back."""
        weave = self.undoing.weave
        undone = np.flatnonzero(self.undoing.counted & ~self.undoing.remaining).tolist()
        gone = set(undone)
        found: set[int] = set()
        for run in self._within(path, "before", step.cut):
            found |= {int(weave.inserted[run])} & gone
        for run in self._within(path, "after", step.span):
            found |= set(weave.deleters(run)) & gone
        return tuple(sorted({weave.numbers[weave.version_of[place]] for place in found}))

    def _within(self, path: str, side: str, span: tuple[int, int]) -> list[int]:
        """The runs of some tokens."""
        runs, ends = self._token_ends[side, path]
        first, last = (
            np.searchsorted(ends, span[0], "right"),
            np.searchsorted(ends, span[1], "left"),
        )
        return runs[first : last + 1] if span[0] < span[1] else []

    @cached_property
    def _token_ends(self) -> dict[tuple[str, str], tuple[list[int], Index]]:
        ends = {}
        for side, runs_of in (("before", self._runs_before), ("after", self._runs_after)):
            for path in self._paths:
                runs = runs_of.get(path, [])
                ends[side, path] = (
                    runs,
                    np.cumsum([self._sizes[run] for run in runs], dtype=np.int64),
                )
        return ends


class _Sizes(dict[int, int]):
    """Run to its number of tokens, counted when asked."""

    def __init__(self, weave: Weave) -> None:
        self.weave = weave

    def __missing__(self, run: int) -> int:
        self[run] = len(cut_units(self.weave.text[run])) - 1
        return self[run]


def _first_difference(given: str, wanted: str) -> str:
    """The words at the first place where two texts differ by a word; "" when they do not."""
    old = [word for word, _ in cut_units(given)[1:]]
    new = [word for word, _ in cut_units(wanted)[1:]]
    if old == new:
        return ""
    at = next(i for i, (a, b) in enumerate(zip_longest(old, new)) if a != b)
    before, after = " ".join(old[at : at + _SHOWN]), " ".join(new[at : at + _SHOWN])
    return f"{before} / {after}"
