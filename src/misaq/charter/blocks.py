"""What a constitution is made of while it is worked on: blocks in blocks, and pieces of text in their order."""

from dataclasses import dataclass, field

Idle = frozenset[int]  # places of operations that do not count on the day that is looked at
NONE: Idle = frozenset()


class Piece:
    """A run of text on the way: who put it in, and who took it out."""

    __slots__ = ("deleted", "inserted", "text")

    def __init__(self, text: str, inserted: int, deleted: tuple[int, ...] = ()) -> None:
        self.text, self.inserted, self.deleted = text, inserted, deleted

    def is_live(self, idle: Idle) -> bool:
        """Whether it stands when the operations in `idle` do not count."""
        if not idle:
            return not self.deleted
        return self.inserted not in idle and all(by in idle for by in self.deleted)

    def take_out(self, by: int) -> None:
        """Note one more operation that took it out."""
        if by not in self.deleted:
            self.deleted = (*self.deleted, by)


class Slot:
    """A place to which an operation moved a provision."""

    __slots__ = ("operation", "provision")

    def __init__(self, operation: int, provision: int) -> None:
        self.operation, self.provision = operation, provision


class Block:
    """A provision (-1: a file) as its pieces and the blocks beneath it, in the order of the text."""

    __slots__ = ("home", "items", "provision")

    def __init__(self, provision: int, home: "Block | None") -> None:
        self.provision, self.home = provision, home
        self.items: list[Piece | Block | Slot] = []

    def file_block(self) -> "Block":
        """The block of the file in which it was first put."""
        return self if self.home is None else self.home.file_block()

    def before_children(self) -> int:
        """The place in `items` after the provision's own first words and before what is beneath it."""
        for i, item in enumerate(self.items):
            if not isinstance(item, Piece):
                return i
        return len(self.items)


@dataclass
class Record:
    """What is known of a provision, besides its block."""

    id: str
    file: str
    kind: str
    labels: list[tuple[int, str, str]]
    parent: int
    inserted: int
    again: list[int] = field(default_factory=list)

    def is_brought(self, idle: Idle) -> bool:
        """Whether an operation that brought it counts when those in `idle` do not."""
        return self.inserted not in idle or any(by not in idle for by in self.again)
