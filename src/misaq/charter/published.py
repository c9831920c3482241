"""The weave as it is published: plain values from which anybody rebuilds every version."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

import numpy as np

from misaq.charter.arranging import Index, Move
from misaq.charter.operations import Operation, Source
from misaq.charter.text import would_join
from misaq.charter.versions import Dating
from misaq.charter.weave import Provision, Weave, observe


def weave_document(weave: Weave) -> dict[str, Any]:
    """The weave as plain values: what is published, and enough to rebuild every version (`rebuild_version`).

    A weave of observed texts names amendments by their n; one of operations names operations by their place in
    `operations`, and has `moves`, and for each provision what it stands under and what brought it.
    """
    folded = any(operation.kind != "observed" for operation in weave.operations)
    n_of = [weave.numbers[place] for place in weave.version_of.tolist()]
    name = list(range(len(n_of))) if folded else n_of
    runs: list[list[list[Any]]] = [[] for _ in weave.files]
    for run, text in enumerate(weave.text):
        out = [name[place] for place in weave.deleters(run)]
        runs[int(weave.file[run])].append(
            [name[int(weave.inserted[run])], out, int(weave.provision[run]), text]
        )
    document: dict[str, Any] = {
        "versions": [
            [n, dating.date, dating.inherited]
            for n, dating in zip(weave.numbers, weave.datings, strict=True)
        ],
        "provisions": [_provision_values(p, name, folded) for p in weave.provisions],
        "files": [
            {"path": path, "runs": file_runs}
            for path, file_runs in zip(weave.files, runs, strict=True)
        ],
    }
    if folded:
        first = np.searchsorted(weave.file, np.arange(len(weave.files))).tolist()
        document["operations"] = [_operation_values(operation) for operation in weave.operations]
        document["moves"] = [
            [m.operation, m.provision, m.parent, m.file, m.run - first[m.file]] for m in weave.moves
        ]
    return document


def _provision_values(provision: Provision, name: list[int], folded: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": provision.id,
        "file": provision.file,
        "kind": provision.kind,
        "labels": [[name[by], label, heading] for by, label, heading in provision.labels],
    }
    if folded or provision.parent >= 0:
        values |= {"parent": provision.parent, "inserted": provision.inserted}
    if provision.again:
        values["again"] = list(provision.again)
    return values


def _operation_values(operation: Operation) -> dict[str, Any]:
    """What an operation says, without what it leaves at its usual value."""
    values: dict[str, Any] = {}
    for each in fields(operation):
        value = getattr(operation, each.name)
        if each.name == "source":
            source = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
            values["source"] = {k: v for k, v in source.items() if v}
        elif each.default is MISSING or value != each.default:
            values[each.name] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _read_operation(values: Mapping[str, Any]) -> Operation:
    source = dict(values.get("source", {}))
    source["checked_by"] = tuple(source.get("checked_by", ()))
    given = {key: value for key, value in values.items() if key != "source"}
    given["targets"] = tuple(given.get("targets", ()))
    return Operation(**given, source=Source(**source))


def rebuild_version(
    document: Mapping[str, Any], n: int, *, without: Iterable[str] = ()
) -> dict[str, str]:
    """Rebuild version `n` from a published weave, as a stranger would: path to text, empty files left out.

    without : ids of operations left out as if never made.
    A run is [inserted by, [taken out by, ...], provision, text]; it stands in version n when what put it in counts
    (was made at or before n), nothing that counts took it out, and what brought its provision, and every provision
    that it stands under, counts. Moves are applied in the order of their operations; one is passed over when what
    it moves under is not there or stands under the moved provision itself.

    >>> runs = [[0, [], 0, "No one "], [0, [1], 0, "may "], [1, [], 0, "shall "], [0, [], 0, "be held."]]
    >>> rebuild_version({"files": [{"path": "a", "runs": runs}]}, 1)
    {'a': 'No one shall be held.'}
    """
    operations = document.get("operations")
    left_out = set(without)

    def counts(by: int) -> bool:
        if operations is None:
            return by <= n
        return operations[by]["n"] <= n and operations[by]["id"] not in left_out

    stranger = _Stranger(document, counts)
    texts: dict[str, str] = {}
    for file, entry in enumerate(document["files"]):
        if text := stranger.read(file):
            texts[entry["path"]] = text
    return texts


class _Stranger:
    """Reads a published weave with nothing but its document; slow and plain on purpose, to check the engine."""

    def __init__(self, document: Mapping[str, Any], counts: Callable[[int], bool]) -> None:
        self.counts = counts
        self.files: list[list[list[Any]]] = [entry["runs"] for entry in document["files"]]
        self.provisions: list[Mapping[str, Any]] = list(document.get("provisions", ()))
        self.moves: list[list[int]] = list(document.get("moves", ()))
        self.paths = [entry["path"] for entry in document["files"]]
        self.home = [p.get("parent", -1) for p in self.provisions]
        self.now = list(self.home)
        self.standing_move: dict[int, int] = {}
        for place, (_, provision, parent, _, _) in sorted(
            enumerate(self.moves), key=lambda move: move[1][0]
        ):
            line = self.line(parent, self.now)
            if (
                counts(self.moves[place][0])
                and provision not in line
                and all(map(self.brought, line))
            ):
                self.now[provision] = parent
                self.standing_move[provision] = place

    @staticmethod
    def line(provision: int, parents: list[int]) -> list[int]:
        """A provision and all it stands under."""
        line = []
        while provision >= 0:
            line.append(provision)
            provision = parents[provision]
        return line

    def brought(self, provision: int) -> bool:
        if not self.provisions:
            return True
        values = self.provisions[provision]
        by = values.get("inserted", 0)
        return by == 0 or any(map(self.counts, [by, *values.get("again", ())]))

    def stands(self, run: list[Any]) -> bool:
        put_in, taken_out, provision, _ = run
        above = self.line(provision, self.now) if self.provisions else []
        return (
            self.counts(put_in)
            and not any(map(self.counts, taken_out))
            and all(map(self.brought, above))
        )

    def moved_above(self, provision: int) -> int:
        """The innermost moved provision inside which this one was first put; -1 when none."""
        return next((p for p in self.line(provision, self.home) if p in self.standing_move), -1)

    def read(self, file: int, inside: int = -1) -> str:
        """The text of a file (inside -1), or of a moved provision in its file, with what was moved into it."""
        text, seam = "", False
        for at, run in enumerate([*self.files[file], None]):
            for provision in self.moved_to(file, at, inside):
                text = _on_new_line(text, self.read(self.file_of(provision), provision))
                seam = True
            if run is None:
                break
            of = self.moved_above(run[2]) if self.provisions else -1
            if of != inside:
                seam = seam or of >= 0
            elif run[3] and self.stands(run):
                text = _on_new_line(text, run[3]) if seam else _join(text, run[3])
                seam = False
        return text

    def moved_to(self, file: int, at: int, inside: int) -> list[int]:
        """The provisions that were moved to before a run of a file."""
        return [
            provision
            for place, (_, provision, parent, to, before) in enumerate(self.moves)
            if self.standing_move.get(provision) == place
            and (to, before) == (file, at)
            and self.moved_above(parent) == inside
        ]

    def file_of(self, provision: int) -> int:
        """The file in which a provision was first put."""
        return self.paths.index(self.provisions[provision]["file"])


def _join(text: str, more: str) -> str:
    return text + (" " if would_join(text, more) else "") + more


def _on_new_line(text: str, more: str) -> str:
    return text + ("\n" if text and more and not text.endswith("\n") else "") + more


def read_weave(document: Mapping[str, Any]) -> Weave:
    """The weave of a published document; raises KeyError when it is none."""
    numbers = tuple(int(n) for n, _, _ in document["versions"])
    if "operations" in document:
        operations = tuple(_read_operation(values) for values in document["operations"])
        places = {place: place for place in range(len(operations))}
    else:
        operations = observe(numbers)
        places = {n: place for place, n in enumerate(numbers)}
    of = {n: place for place, n in enumerate(numbers)}
    runs = [(file, *run) for file, entry in enumerate(document["files"]) for run in entry["runs"]]
    deleters = [tuple(places[n] for n in out) for _, _, out, _, _ in runs]
    file = _index(file for file, *_ in runs)
    first = np.searchsorted(file, np.arange(len(document["files"]))).tolist()
    return Weave(
        numbers=numbers,
        datings=tuple(Dating(date, inherited) for _, date, inherited in document["versions"]),
        files=tuple(entry["path"] for entry in document["files"]),
        provisions=tuple(
            Provision(
                p["id"],
                p["file"],
                p["kind"],
                tuple((places[n], lb, h) for n, lb, h in p["labels"]),
                p.get("parent", -1),
                p.get("inserted", 0),
                tuple(p.get("again", ())),
            )
            for p in document["provisions"]
        ),
        text=tuple(text for *_, text in runs),
        inserted=_index(places[put_in] for _, put_in, *_ in runs),
        deleted=_index(out[0] if out else -1 for out in deleters),
        more_deleted={run: out[1:] for run, out in enumerate(deleters) if len(out) > 1},
        file=file,
        provision=_index(provision for *_, provision, _ in runs),
        operations=operations,
        version_of=_index(of[operation.n] for operation in operations),
        moves=tuple(
            Move(by, provision, parent, to, first[to] + run)
            for by, provision, parent, to, run in document.get("moves", ())
        ),
    )


def _index(values: Iterable[int]) -> Index:
    return np.array(list(values), dtype=np.int64)
