"""One operation on its way into the weave: what it names is found, or it is said why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from misaq.charter.fabric import NONE, Block, Fabric, Idle, Reach
from misaq.charter.operations import EVERY, Operation


class UnfitError(Exception):
    """An operation cannot be applied; becomes a Fault."""

    def __init__(self, code: str, column: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.column, self.params = code, column, params


@dataclass(frozen=True)
class Applying:
    """An operation on its way into the constitution it changes.

    by : its place. idle : earlier operations that do not count on the day of its amendment. later : those that do
        not count on the day on which it commences itself, when that is another.
    """

    fabric: Fabric
    operation: Operation
    by: int
    idle: Idle = NONE
    later: Idle = NONE

    def require(self, *fields: str) -> None:
        """Raise UnfitError for the first of these fields that the operation leaves blank."""
        for name in fields:
            if not getattr(self.operation, name):
                raise UnfitError("operation_needs", name, field=name)

    def block(self, wanted: str = "", column: str = "provision") -> Block:
        """The provision of this id (the operation's own when "")."""
        wanted = wanted or self.operation.provision
        place = self.fabric.ids.get(wanted)
        if place is None:
            kind = wanted.rpartition(".")[2].partition("-")[0]
            alike = [
                id_ for id_ in self.fabric.ids if kind == id_.rpartition(".")[2].partition("-")[0]
            ]
            near = process.extractOne(wanted, alike or list(self.fabric.ids), scorer=fuzz.ratio)
            raise UnfitError(
                "operation_unknown_provision", column, wanted=wanted, near=near[0] if near else ""
            )
        return self.fabric.blocks[place]

    def spot(self, block: Block) -> tuple[Block, int]:
        """The block above one, and its place there; a file is above itself."""
        home, index = self.fabric.spot(block)
        return (block, 0) if home is None else (home, index)

    def scopes(self) -> list[Block]:
        """Where the quoted words are looked for: the provision, else the file, else everywhere."""
        if self.operation.provision:
            return [self.block()]
        if self.operation.file:
            if self.operation.file not in self.fabric.files:
                raise UnfitError("operation_needs", "file", field="file")
            return [self.fabric.roots[self.fabric.files.index(self.operation.file)]]
        if self.operation.occurrence == EVERY:
            return list(self.fabric.roots)
        raise UnfitError("operation_needs", "provision", field="provision")

    def idle_in(self, block: Block) -> Idle:
        """The operations not to count in a provision: none when what brought it is not in force itself."""
        if not self.idle or not self.fabric.stands(block, self.idle):
            return NONE
        return self.idle if Reach(self.fabric, block, self.idle).text.strip() else NONE

    def reaches(self, block: Block) -> Iterator[Reach]:
        """The words of a provision as in force on the operation's days, then with all that was ever amended."""
        for idle in dict.fromkeys((self.idle, self.later, NONE)):
            if self.fabric.stands(block, idle):
                yield Reach(self.fabric, block, idle)

    def taken_out_by(self, block: Block) -> str:
        """The operation that last took words of a provision out."""
        last = max((by for p in self.fabric.all_pieces(block) for by in p.deleted), default=0)
        return self.fabric.operations[last].id
