"""The weave: every word a constitution ever had, with the act that put it in and the acts that took it out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from misaq.charter.arranging import Index as Index
from misaq.charter.arranging import Mask as Mask
from misaq.charter.arranging import (
    Move,
    Stretch,
    apply_moves,
    arrange_runs,
    standing_under,
    subtree_ranges,
)
from misaq.charter.errors import UnknownVersionError
from misaq.charter.operations import Operation, Source
from misaq.charter.text import count_words, would_join
from misaq.charter.versions import Dating


@dataclass(frozen=True)
class Provision:
    """An article, part or schedule of the weave, the same from its first day whatever its label becomes.

    id : unique in the weave, for example "art-12", or "part03.art-12" when there are several files.
    labels : (place of the operation, label, heading) from each operation that changed either, in order.
    parent : place of the provision it was put under (`Weave.moves` may take it elsewhere); -1 for none.
    inserted : place of the operation that brought it; its words, and those of all provisions beneath it, stand only
        while that operation counts. 0 for a provision of the first text, which always stands.
    again : places of operations that brought it anew, within the whole text of what it stands under: it stands
        while any of them counts.
    """

    id: str
    file: str
    kind: str
    labels: tuple[tuple[int, str, str], ...]
    parent: int = -1
    inserted: int = 0
    again: tuple[int, ...] = ()


@dataclass(frozen=True)
class Weave:
    """A history as runs of text in one order: a version is what remains when the absent runs are left out.

    numbers : (n_versions,) the n of each version; below, a version is named by its place in it.
    datings : day from which each version counts.
    files, provisions : names; runs point at them by place.
    text : (n_runs,) the words of each run with the white space after them.
    inserted : (n_runs,) place of the operation that put the run in.
    deleted : (n_runs,) place of the first operation that took it out, -1 when none did.
    more_deleted : run to the further operations that took it out too.
    file, provision : (n_runs,) where the run stands.
    operations : (n_operations,) what each operation is; place 0 is the first text itself. A weave of observed texts
        has one operation a version, so that both have the same places.
    version_of : (n_operations,) place of the version that each operation belongs to.
    moves : provisions that operations took to another place, in the order of the text.
    Source: Rochkind 1975 (SCCS weave), doi:10.1109/TSE.1975.6312866, with sets of deleters.
    """

    numbers: tuple[int, ...]
    datings: tuple[Dating, ...]
    files: tuple[str, ...]
    provisions: tuple[Provision, ...]
    text: tuple[str, ...]
    inserted: Index
    deleted: Index
    more_deleted: Mapping[int, tuple[int, ...]]
    file: Index
    provision: Index
    operations: tuple[Operation, ...]
    version_of: Index
    moves: tuple[Move, ...] = ()

    @cached_property
    def words(self) -> Index:
        """(n_runs,) words in each run, punctuation not counted."""
        return np.fromiter((count_words(text) for text in self.text), np.int64, len(self.text))

    @cached_property
    def places(self) -> dict[int, int]:
        """Version number to its place."""
        return {n: place for place, n in enumerate(self.numbers)}

    def place(self, n: int) -> int:
        """The place of version `n`; raises UnknownVersionError."""
        if n not in self.places:
            raise self._unknown(n)
        return self.places[n]

    def place_on(self, date: str) -> int:
        """The place of the version in force on a day (ISO; a year or a month means its end).

        Raises UnknownVersionError for a day before the first dated version.
        """
        in_force = [i for i, d in enumerate(self.datings) if d.date and d.date[: len(date)] <= date]
        if not in_force:
            raise self._unknown(date)
        return in_force[-1]

    def active(
        self,
        place: int | None = None,
        *,
        without: Iterable[int] = (),
        without_operations: Iterable[int] = (),
    ) -> Mask:
        """(n_operations,) which operations count: those of all versions up to `place` (the last when None).

        Whatever days of their own they have: `active_on` is for what is in force on a day.
        without : places of versions left out. without_operations : places of single operations left out.
        """
        last = len(self.numbers) - 1 if place is None else place
        counted = np.arange(len(self.numbers)) <= last
        counted[list(without)] = False
        active: Mask = counted[self.version_of]
        active[list(without_operations)] = False
        return active

    def label_in(self, provision: int, active: Mask) -> tuple[str, str]:
        """(label, heading) of a provision when the operations in `active` count; its first when none of its do."""
        labels = self.provisions[provision].labels
        known = [entry for entry in labels if active[entry[0]]] or [labels[0]]
        return known[-1][1], known[-1][2]

    def label_at(self, provision: int, place: int) -> tuple[str, str]:
        """(label, heading) of a provision as of a version; the first it ever had when it is younger."""
        return self.label_in(provision, self.active(place))

    def parents_in(self, active: Mask) -> Index:
        """(n_provisions,) place of the provision each stands under when the operations in `active` count; -1 none."""
        return apply_moves(self.moves, self._parents, self._brought(active), active)[0]

    def stands(self, active: Mask) -> Mask:
        """(n_provisions,) which provisions are there: what brought them counts, and that of all they stand under.

        An article whose words were all taken out still stands: something may be written in it again.
        """
        return standing_under(self._brought(active), self.parents_in(active))

    def live(self, active: Mask) -> Mask:
        """(n_runs,) which runs stand in the text when the operations in `active` count."""
        gone = np.append(active, False)[self.deleted]  # -1 points at the False at the end
        runs, by = self._further
        gone[runs[active[by]]] = True
        live: Mask = active[self.inserted] & ~gone
        if self._gated:
            live &= self.stands(active)[self.provision]
        return live

    def deleters(self, run: int) -> tuple[int, ...]:
        """The places of all operations that took a run out, in order."""
        first = int(self.deleted[run])
        return () if first < 0 else (first, *self.more_deleted.get(run, ()))

    def arrange(self, active: Mask) -> list[Stretch]:
        """The runs that stand, in the order of the text: stretches of a file, several only where moves count."""
        live = np.flatnonzero(self.live(active))
        if not self.moves:
            bounds = np.searchsorted(live, [0, *self._file_ends.tolist()]).tolist()
            return [(file, live[a:b]) for file, (a, b) in enumerate(pairwise(bounds))]
        moved = apply_moves(self.moves, self._parents, self._brought(active), active)[1]
        return arrange_runs(live, self._file_ends, self.moves, moved, self._parents, self._ranges)

    def texts(self, active: Mask) -> dict[str, str]:
        """Path to text when the operations in `active` count; a file without a word left is left out.

        Where two words of different acts would touch, one space is set between them, and a moved provision
        begins and ends at a line end; in a text that was observed neither ever happens.
        """
        begins, ends, text = self._edges
        pieces: dict[str, list[str]] = {}
        for file, runs in self.arrange(active):
            runs = runs[self._lengths[runs] > 0]
            if not len(runs):
                continue
            joined = text[runs]
            touching = np.flatnonzero(ends[runs[:-1]] & begins[runs[1:]])
            joined[touching] += " "
            before = pieces.setdefault(self.files[file], [])
            if before and not before[-1].endswith("\n"):
                before.append("\n")
            before.append("".join(joined.tolist()))
        return {path: "".join(parts) for path, parts in sorted(pieces.items())}

    def provision_place(self, wanted: str, place: int) -> int | None:
        """The place of the provision with this id, or with this label at version `place`; None when none."""
        for i, provision in enumerate(self.provisions):
            if provision.id == wanted:
                return i
        active = self.active(place)
        for i in np.unique(self.provision[self.live(active)]).tolist():
            if self.label_in(i, active)[0] == wanted:
                return int(i)
        return None

    @cached_property
    def _edges(self) -> tuple[Mask, Mask, NDArray[np.object_]]:
        """Whether each run begins, and ends, within a word (`would_join`); and the runs as an array."""
        n = len(self.text)
        first, last = [text[:1] for text in self.text], [text[-1:] for text in self.text]
        joins = {character: would_join("a", character) for character in {*first, *last}}
        begins = np.fromiter(map(joins.__getitem__, first), np.bool_, n)
        ends = np.fromiter(map(joins.__getitem__, last), np.bool_, n)
        array = np.empty(n, dtype=object)
        array[:] = self.text
        return begins, ends, array

    @cached_property
    def _lengths(self) -> Index:
        return np.fromiter(map(len, self.text), np.int64, len(self.text))

    @cached_property
    def _further(self) -> tuple[Index, Index]:
        """The further deleters as two columns: run, place of the operation."""
        pairs = [(run, by) for run, more in sorted(self.more_deleted.items()) for by in more]
        runs, by = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        return runs, by

    @cached_property
    def _parents(self) -> Index:
        return np.fromiter((p.parent for p in self.provisions), np.int64, len(self.provisions))

    @cached_property
    def _inserted(self) -> Index:
        return np.fromiter((p.inserted for p in self.provisions), np.int64, len(self.provisions))

    def _brought(self, active: Mask) -> Mask:
        """(n_provisions,) whether an operation that brought each counts."""
        brought: Mask = active[self._inserted] | (self._inserted == 0)
        for place, provision in enumerate(self.provisions if self._comes_again else ()):
            brought[place] |= any(active[by] for by in provision.again)
        return brought

    @cached_property
    def _comes_again(self) -> bool:
        return any(provision.again for provision in self.provisions)

    @cached_property
    def _gated(self) -> bool:
        return bool((self._inserted > 0).any())

    @cached_property
    def _file_ends(self) -> Index:
        return np.searchsorted(self.file, np.arange(len(self.files)), side="right")

    @cached_property
    def _ranges(self) -> Index:
        return subtree_ranges(self.provision, self._parents)

    def _unknown(self, wanted: object) -> UnknownVersionError:
        since = next((d.date for d in self.datings if d.date), "")
        return UnknownVersionError(
            wanted=wanted, first=self.numbers[0], last=self.numbers[-1], since=since
        )


def observe(numbers: Iterable[int]) -> tuple[Operation, ...]:
    """One operation a version: what is known when only the texts are."""
    return tuple(
        Operation(str(n), n, "observed", source=Source(status="observed")) for n in numbers
    )
