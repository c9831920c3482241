"""Operations folded into a weave: the first text, and what each amending act does to it, one by one."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Protocol

from misaq.charter.applying import Applying, UnfitError
from misaq.charter.diary import Diary
from misaq.charter.fabric import Fabric, close_fabric, open_weave
from misaq.charter.operations import EFFECTS, Operation, Source
from misaq.charter.planting import plan_file, plant
from misaq.charter.provision_operations import (
    insert_provision,
    move,
    omit_provision,
    renumber,
    substitute_heading,
    substitute_provision,
)
from misaq.charter.provisions import slug
from misaq.charter.text import prepare_text
from misaq.charter.versions import Version, date_versions
from misaq.charter.weave import Weave
from misaq.charter.word_operations import change_words, insert_at_edge, respace
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault


class Stamp(Protocol):
    """What is asked of an amendment: its number, its title and its day; a Version has them."""

    @property
    def n(self) -> int:
        """Its number."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def date(self) -> str | None:
        """Day from which it counts."""


def start_weave(version: Version, *, join_lines_of: int = 0) -> Weave:
    """The first text as a weave, cut into provisions down to paragraphs, so that operations can be folded into it.

    join_lines_of : see `prepare_text`.

    >>> weave = start_weave(Version(0, "", "1950", {"a": "Article 1. Water\\n(1) It is common.\\n"}))
    >>> [(p.id, p.parent) for p in weave.provisions]
    [('art-1', -1), ('art-1.cl-1', 0)]
    """
    fabric = Fabric()
    fabric.numbers, fabric.datings = [version.n], list(date_versions([version]))
    first = Operation(str(version.n), version.n, "observed", source=Source(status="observed"))
    fabric.operations, fabric.version_of = [first], [0]
    for path in sorted(version.files):
        text = prepare_text(version.files[path], join_lines_of=join_lines_of)
        root = fabric.add_file(path)
        if not text:
            continue
        prefix = f"{slug(PurePosixPath(path).stem)}." if len(version.files) > 1 else ""
        plan = plan_file(text)
        for place in plan.children(-1):
            root_id = prefix + plan.clauses[place].key
            plant(fabric, plan, place, root, len(root.items), 0, root_id)
    return close_fabric(fabric)


def fold_operations(
    weave: Weave, operations: Iterable[Operation], versions: Iterable[Stamp]
) -> Weave:
    """Fold amendments into a weave, instruction by instruction, in the order of n and as given within one.

    weave : from `start_weave`, or from an earlier fold.
    operations : of amendments later than its last, or more of the last.
    versions : number, title and day of each amendment; those the weave has already are passed over.
    Returns a new weave; its operations that said "wherever occurring" name each place (`Operation.targets`).
    Raises FaultsError with every operation that cannot be applied, and the nearest thing that could.

    >>> weave = start_weave(Version(0, "", "1950", {"a": "Article 1. Water\\nIt is common.\\n"}))
    >>> change = Operation("1.1", 1, "substitute_words", "art-1", words="common", text="free for all")
    >>> weave = fold_operations(weave, [change], [Version(1, "First", "1951", {})])
    >>> weave.texts(weave.active())["a"]
    'Article 1. Water\\nIt is free for all.\\n'
    """
    fabric = open_weave(weave)
    faults = add_versions(fabric, versions)
    places = {n: place for place, n in enumerate(fabric.numbers)}
    known = {operation.id for operation in fabric.operations}
    last = len(weave.numbers) - 1
    diary = Diary(fabric)
    for operation in sorted(operations, key=lambda o: places.get(o.n, len(places))):
        version = places.get(operation.n)
        if version is None or version < last or version == 0:
            faults.append(_fault(operation, "operation_version", "n", {"n": operation.n}))
            continue
        if operation.id in known:
            faults.append(_fault(operation, "operation_twice", "id", {}))
            continue
        known.add(operation.id)
        faults += apply_operation(fabric, diary, operation, version)
    if faults:
        raise FaultsError(faults)
    return close_fabric(fabric)


def add_versions(fabric: Fabric, versions: Iterable[Stamp]) -> list[Fault]:
    """Add amendments that the constitution does not have yet; a fault for each that would come before its last."""
    known = set(fabric.numbers)
    fresh = sorted((v for v in versions if v.n not in known), key=lambda v: v.n)
    faults = [
        Fault("operation_version", column="n", params={"operation": str(v.n), "n": v.n})
        for v in fresh
        if v.n <= fabric.numbers[-1]
    ]
    if not faults:
        before = Version(fabric.numbers[-1], "", fabric.datings[-1].date or None, {})
        stamps = [before, *(Version(v.n, v.title, v.date, {}) for v in fresh)]
        fabric.datings += date_versions(stamps)[1:]
        fabric.numbers += [v.n for v in fresh]
    return faults


def apply_operation(
    fabric: Fabric, diary: Diary, operation: Operation, version: int
) -> list[Fault]:
    """Apply one operation; what it changed before it was found unfit is never seen, since all is then refused."""
    by = len(fabric.operations)
    idle = diary.idle_on(fabric.datings[version].date)
    later = diary.idle_on(operation.commencement) if operation.commencement else idle
    fabric.version_of.append(version)
    fabric.operations.append(operation)
    faults: list[Fault] = []
    if operation.kind not in EFFECTS:
        prepared = replace(
            operation, text=prepare_text(operation.text), words=prepare_text(operation.words)
        )
        try:
            applying = Applying(fabric, prepared, by, idle, later)
            fabric.operations[by] = _APPLY[operation.kind](applying) or prepared
        except UnfitError as unfit:
            faults.append(_fault(operation, unfit.code, unfit.column, unfit.params))
    unknown = diary.note(by, fabric.operations[by])
    return faults + [
        _fault(operation, "operation_target", "targets", {"target": target}) for target in unknown
    ]


def _fault(operation: Operation, code: str, column: str, params: dict[str, object]) -> Fault:
    about = {"operation": operation.id, "provision": operation.provision}
    return Fault(code, column=column, params=about | params)


def _insert_words(a: Applying) -> Operation | None:
    if a.operation.where in {"start", "end"}:
        insert_at_edge(a)
        return None
    if a.operation.where == "instead":
        raise UnfitError("operation_needs", "where", field="where")
    a.require("text")
    return change_words(a)


def _as_replacement(a: Applying) -> Operation | None:
    return change_words(replace(a, operation=replace(a.operation, where="instead")))


def _nothing(a: Applying) -> None:
    raise UnfitError("operation_observed", "kind")


_APPLY: dict[str, Callable[[Applying], Operation | None]] = {
    "observed": _nothing,
    "substitute_words": _as_replacement,
    "omit_words": _as_replacement,
    "insert_words": _insert_words,
    "substitute_provision": substitute_provision,
    "insert_provision": insert_provision,
    "omit_provision": omit_provision,
    "renumber": renumber,
    "substitute_heading": substitute_heading,
    "move": move,
    "respace": respace,
}
