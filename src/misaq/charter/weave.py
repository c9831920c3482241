"""The weave: every word a constitution ever had, with the act that put it in and the acts that took it out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from misaq.charter.errors import UnknownVersionError
from misaq.charter.operations import Operation, Source
from misaq.charter.text import count_words
from misaq.charter.versions import Dating

Mask = NDArray[np.bool_]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Provision:
    """An article, part or schedule of the weave, the same from its first day whatever its label becomes.

    id : unique in the weave, for example "art-12", or "part03.art-12" when there are several files.
    labels : (place of the operation, label, heading) from each operation that changed either, in order.
    parent : place of the provision it stands under; -1 for none.
    inserted : place of the operation that brought it; its words stand only while that operation counts.
    """

    id: str
    file: str
    kind: str
    labels: tuple[tuple[int, str, str], ...]
    parent: int = -1
    inserted: int = 0


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

    def live(self, active: Mask) -> Mask:
        """(n_runs,) which runs stand in the text when the operations in `active` count."""
        gone = np.append(active, False)[self.deleted]  # -1 points at the False at the end
        for run, deleters in self.more_deleted.items():
            gone[run] |= bool(active[list(deleters)].any())
        live: Mask = active[self.inserted] & ~gone
        return live

    def deleters(self, run: int) -> tuple[int, ...]:
        """The places of all operations that took a run out, in order."""
        first = int(self.deleted[run])
        return () if first < 0 else (first, *self.more_deleted.get(run, ()))

    def texts(self, active: Mask) -> dict[str, str]:
        """Path to text when the operations in `active` count; a file without a word left is left out.

        Where two words of different acts would touch, one space is set between them; in a text that was
        observed this never happens.
        """
        texts: dict[str, str] = {}
        live = np.flatnonzero(self.live(active)).tolist()
        for file, runs in groupby(live, key=self.file.tolist().__getitem__):
            pieces: list[str] = []
            for run in runs:
                if pieces and self._touch(pieces[-1], self.text[run]):
                    pieces.append(" ")
                pieces.append(self.text[run])
            texts[self.files[file]] = "".join(pieces)
        return texts

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

    @staticmethod
    def _touch(before: str, after: str) -> bool:
        return before[-1:].isalnum() and after[:1].isalnum()

    def _unknown(self, wanted: object) -> UnknownVersionError:
        since = next((d.date for d in self.datings if d.date), "")
        return UnknownVersionError(
            wanted=wanted, first=self.numbers[0], last=self.numbers[-1], since=since
        )


def weave_document(weave: Weave) -> dict[str, Any]:
    """The weave as plain values: what is published, and enough to rebuild every version (`rebuild_version`)."""
    n_of = [weave.numbers[place] for place in weave.version_of.tolist()]
    runs: list[list[list[Any]]] = [[] for _ in weave.files]
    for run, text in enumerate(weave.text):
        out = [n_of[place] for place in weave.deleters(run)]
        runs[int(weave.file[run])].append(
            [n_of[int(weave.inserted[run])], out, int(weave.provision[run]), text]
        )
    return {
        "versions": [
            [n, dating.date, dating.inherited]
            for n, dating in zip(weave.numbers, weave.datings, strict=True)
        ],
        "provisions": [
            {
                "id": p.id,
                "file": p.file,
                "kind": p.kind,
                "labels": [[n_of[by], label, heading] for by, label, heading in p.labels],
            }
            for p in weave.provisions
        ],
        "files": [
            {"path": path, "runs": file_runs}
            for path, file_runs in zip(weave.files, runs, strict=True)
        ],
    }


def rebuild_version(document: Mapping[str, Any], n: int) -> dict[str, str]:
    """Rebuild version `n` from a published weave, as a stranger would: path to text, empty files left out.

    A run is [inserted by, [taken out by, ...], provision, text]; it stands in version n when it was put in at or
    before n and nobody at or before n took it out.

    >>> runs = [[0, [], 0, "No one "], [0, [1], 0, "may "], [1, [], 0, "shall "], [0, [], 0, "be held."]]
    >>> rebuild_version({"files": [{"path": "a", "runs": runs}]}, 1)
    {'a': 'No one shall be held.'}
    """
    texts = {}
    for file in document["files"]:
        text = "".join(
            words
            for put_in, taken_out, _, words in file["runs"]
            if put_in <= n and not any(by <= n for by in taken_out)
        )
        if text:
            texts[file["path"]] = text
    return texts


def read_weave(document: Mapping[str, Any]) -> Weave:
    """The weave of a published document; raises KeyError when it is none."""
    numbers = tuple(int(n) for n, _, _ in document["versions"])
    places = {n: place for place, n in enumerate(numbers)}
    runs = [(file, *run) for file, entry in enumerate(document["files"]) for run in entry["runs"]]
    deleters = [tuple(places[n] for n in out) for _, _, out, _, _ in runs]
    return Weave(
        numbers=numbers,
        datings=tuple(Dating(date, inherited) for _, date, inherited in document["versions"]),
        files=tuple(entry["path"] for entry in document["files"]),
        provisions=tuple(
            Provision(
                p["id"], p["file"], p["kind"], tuple((places[n], lb, h) for n, lb, h in p["labels"])
            )
            for p in document["provisions"]
        ),
        text=tuple(text for *_, text in runs),
        inserted=_index(places[put_in] for _, put_in, *_ in runs),
        deleted=_index(out[0] if out else -1 for out in deleters),
        more_deleted={run: out[1:] for run, out in enumerate(deleters) if len(out) > 1},
        file=_index(file for file, *_ in runs),
        provision=_index(provision for *_, provision, _ in runs),
        operations=observe(numbers),
        version_of=np.arange(len(numbers)),
    )


def observe(numbers: Iterable[int]) -> tuple[Operation, ...]:
    """One operation a version: what is known when only the texts are."""
    return tuple(
        Operation(str(n), n, "observed", source=Source(status="observed")) for n in numbers
    )


def _index(values: Iterable[int] | Sequence[int]) -> Index:
    return np.array(list(values), dtype=np.int64)
