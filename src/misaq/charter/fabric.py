"""The weave while it is worked on: provisions as blocks in blocks, with the pieces of text in their order."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

import numpy as np

from misaq.charter.arranging import Move
from misaq.charter.blocks import NONE as NONE
from misaq.charter.blocks import Block as Block
from misaq.charter.blocks import Idle as Idle
from misaq.charter.blocks import Piece as Piece
from misaq.charter.blocks import Record as Record
from misaq.charter.blocks import Slot as Slot
from misaq.charter.errors import ScatteredProvisionError
from misaq.charter.operations import Operation
from misaq.charter.quoting import Cut
from misaq.charter.versions import Dating
from misaq.charter.weave import Provision, Weave


class Fabric:
    """All files of a constitution as blocks. Made from a weave, changed by operations, and made a weave again."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.roots: list[Block] = []
        self.records: list[Record] = []
        self.blocks: list[Block] = []
        self.ids: dict[str, int] = {}
        self.placed: dict[int, tuple[Slot, Block]] = {}  # moved provision to where it stands now
        self.gaps: dict[
            tuple[str, str], str
        ] = {}  # file and kind to the white space between two (`usual_gap`)
        self.numbers: list[int] = []
        self.datings: list[Dating] = []
        self.operations: list[Operation] = []
        self.version_of: list[int] = []

    def add_file(self, path: str) -> Block:
        """A new file without a word."""
        self.files.append(path)
        self.roots.append(Block(-1, None))
        return self.roots[-1]

    def add_provision(self, record: Record, home: Block) -> Block:
        """A new block, not yet among its parent's items; its id is made unique."""
        base, again = record.id, 1
        while record.id in self.ids:
            again += 1
            record.id = f"{base}_{again}"
        self.ids[record.id] = len(self.records)
        block = Block(len(self.records), home)
        self.records.append(record)
        self.blocks.append(block)
        return block

    def above(self, block: Block) -> Block | None:
        """The block under which one stands now."""
        placed = self.placed.get(block.provision)
        return placed[1] if placed else block.home

    def stands(self, block: Block, idle: Idle) -> bool:
        """Whether what brought a provision, and all it stands under, counts."""
        at: Block | None = block
        while idle and at is not None and at.provision >= 0:
            if not self.records[at.provision].is_brought(idle):
                return False
            at = self.above(at)
        return True

    def is_beneath(self, block: Block | None, top: Block) -> bool:
        """Whether a block is `top` or stands beneath it now."""
        while block is not None:
            if block is top:
                return True
            block = self.above(block)
        return False

    def label(self, provision: int, idle: Idle = NONE) -> tuple[str, str]:
        """(label, heading) of a provision when the operations in `idle` do not count."""
        labels = self.records[provision].labels
        known = [entry for entry in labels if entry[0] not in idle] or labels[:1]
        return known[-1][1], known[-1][2]

    def gather(self, block: Block, idle: Idle, found: list[tuple[Piece, Block]]) -> None:
        """All live pieces of a block and of what stands beneath it now, in the order of the text."""
        for item in block.items:
            if isinstance(item, Piece):
                if item.is_live(idle):
                    found.append((item, block))
            elif inner := self.shown(item, idle):
                self.gather(inner, idle, found)

    def shown(self, item: "Block | Slot", idle: Idle = NONE) -> Block | None:
        """The block that stands at this place now; None when it was moved away, or does not count."""
        if isinstance(item, Slot):
            placed = self.placed.get(item.provision)
            if placed is None or placed[0] is not item:
                return None
            item = self.blocks[item.provision]
        elif item.provision in self.placed:
            return None
        return item if self.records[item.provision].is_brought(idle) else None

    def all_pieces(self, block: Block) -> Iterator[Piece]:
        """Every piece in a block and beneath it as it stands now, those taken out too."""
        for item in block.items:
            if isinstance(item, Piece):
                yield item
            elif inner := self.shown(item):
                yield from self.all_pieces(inner)

    def backwards(self, block: Block, index: int) -> Iterator[Piece]:
        """The live pieces before a place, the nearest first, through the whole file."""
        for item in reversed(block.items[:index]):
            if isinstance(item, Piece):
                if not item.deleted:
                    yield item
            elif inner := self.shown(item):
                found: list[tuple[Piece, Block]] = []
                self.gather(inner, NONE, found)
                yield from (piece for piece, _ in reversed(found))
        above, index = self.spot(block)
        if above is not None:
            yield from self.backwards(above, index)

    def forwards(self, block: Block, index: int) -> Iterator[Piece]:
        """The live pieces from a place on."""
        for item in block.items[index:]:
            if isinstance(item, Piece):
                if not item.deleted:
                    yield item
            elif inner := self.shown(item):
                found: list[tuple[Piece, Block]] = []
                self.gather(inner, NONE, found)
                yield from (piece for piece, _ in found)
        above, index = self.spot(block)
        if above is not None:
            yield from self.forwards(above, index + 1)

    def spot(self, block: Block) -> tuple[Block | None, int]:
        """Where a block stands now: the block above it, and its place among that one's items."""
        placed = self.placed.get(block.provision)
        if placed is not None:
            return placed[1], placed[1].items.index(placed[0])
        return block.home, -1 if block.home is None else block.home.items.index(block)


class Reach:
    """The live words of a provision with all beneath it, to search and to cut."""

    def __init__(self, fabric: Fabric, block: Block, idle: Idle, *, own: bool = False) -> None:
        found: list[tuple[Piece, Block]] = []
        if own:
            pieces = block.items[: block.before_children()]
            found = [(p, block) for p in pieces if isinstance(p, Piece) and p.is_live(idle)]
        else:
            fabric.gather(block, idle, found)
        self.pieces = [piece for piece, _ in found]
        self.blocks = [block for _, block in found]
        self.starts = list(accumulate((len(p.text) for p in self.pieces), initial=0))
        self.text = "".join(piece.text for piece in self.pieces)

    @cached_property
    def cut(self) -> Cut:
        """The text in units, as it was when the provision was looked up."""
        return Cut.of(self.text)

    def split(self, offset: int) -> int:
        """Make a piece begin at `offset`; its place among the pieces (after the last for the end of the text)."""
        at = bisect_left(self.starts, offset)
        if self.starts[at] == offset:
            return at
        at -= 1
        piece, block = self.pieces[at], self.blocks[at]
        inside = offset - self.starts[at]
        rest = Piece(piece.text[inside:], piece.inserted, piece.deleted)
        piece.text = piece.text[:inside]
        block.items.insert(block.items.index(piece) + 1, rest)
        self.pieces.insert(at + 1, rest)
        self.blocks.insert(at + 1, block)
        self.starts.insert(at + 1, offset)
        return at + 1

    def take_out(self, start: int, end: int, by: int) -> None:
        """Take text[start:end] out."""
        if start < end:
            first, last = self.split(start), self.split(end)
            for piece in self.pieces[first:last]:
                piece.take_out(by)

    def take_words_out(self, start: int, end: int, by: int) -> None:
        """Take text[start:end] out, and what earlier operations had taken out between its words."""
        first, last = self.split(start), self.split(end)
        spans: dict[int, tuple[Block, int, int]] = {}
        for piece, block in zip(self.pieces[first:last], self.blocks[first:last], strict=True):
            at = block.items.index(piece)
            spans[id(block)] = (block, spans.get(id(block), (block, at, at))[1], at)
        for block, a, b in spans.values():
            for item in block.items[a : b + 1]:
                if isinstance(item, Piece) and item.inserted != by:
                    item.take_out(by)

    def put_in(self, offset: int, text: str, by: int, *, before: bool = False) -> None:
        """Put text in at `offset`: in the provision of the word before it, or (`before`) of the word after it."""
        if not text or not self.pieces:
            return
        at = self.split(offset)
        at = min(at, len(self.pieces) - 1) if before else max(at - 1, 0)
        piece, block = self.pieces[at], self.blocks[at]
        block.items.insert(block.items.index(piece) + (0 if before else 1), Piece(text, by))


def open_weave(weave: Weave) -> Fabric:
    """A weave as blocks; raises ScatteredProvisionError when a provision's runs do not stand together."""
    fabric = Fabric()
    fabric.numbers, fabric.datings = list(weave.numbers), list(weave.datings)
    fabric.operations, fabric.version_of = list(weave.operations), weave.version_of.tolist()
    for path in weave.files:
        fabric.add_file(path)
    roots = dict(zip(weave.files, fabric.roots, strict=True))
    for p in weave.provisions:
        record = Record(p.id, p.file, p.kind, list(p.labels), p.parent, p.inserted, list(p.again))
        fabric.ids[p.id] = len(fabric.records)
        fabric.records.append(record)
        fabric.blocks.append(Block(len(fabric.blocks), None))
    for block, p in zip(fabric.blocks, weave.provisions, strict=True):
        block.home = fabric.blocks[p.parent] if p.parent >= 0 else roots[p.file]
    _fill(fabric, weave)
    for move in sorted(weave.moves, key=lambda m: m.operation):
        above = fabric.blocks[move.parent] if move.parent >= 0 else fabric.roots[move.file]
        slot = next(
            item
            for item in above.items
            if isinstance(item, Slot)
            and (item.operation, item.provision) == (move.operation, move.provision)
        )
        fabric.placed[move.provision] = (slot, above)
    return fabric


def _fill(fabric: Fabric, weave: Weave) -> None:
    slots = iter([*weave.moves, None])
    slot = next(slots)
    seen: set[int] = set()
    path: list[Block] = []
    columns = (weave.text, weave.inserted.tolist(), weave.provision.tolist(), weave.file.tolist())
    for run, (text, inserted, provision, file) in enumerate(zip(*columns, strict=True)):
        while slot is not None and (slot.run < run or (slot.run == run and slot.file <= file)):
            above = fabric.blocks[slot.parent] if slot.parent >= 0 else fabric.roots[slot.file]
            above.items.append(Slot(slot.operation, slot.provision))
            slot = next(slots)
        if not path or path[-1].provision != provision:
            path = _open_path(fabric, provision, path, seen, weave)
        path[-1].items.append(Piece(text, inserted, weave.deleters(run)))
    while slot is not None:
        above = fabric.blocks[slot.parent] if slot.parent >= 0 else fabric.roots[slot.file]
        above.items.append(Slot(slot.operation, slot.provision))
        slot = next(slots)


def _open_path(
    fabric: Fabric, provision: int, path: list[Block], seen: set[int], weave: Weave
) -> list[Block]:
    """The blocks from the file down to a provision; each is opened once and closed for good."""
    wanted: list[Block] = []
    at: Block | None = fabric.blocks[provision]
    while at is not None and at.provision >= 0:
        wanted.insert(0, at)
        at = at.home
    for block in wanted:
        if block not in path:
            if block.provision in seen:
                raise ScatteredProvisionError(provision=weave.provisions[block.provision].id)
            seen.add(block.provision)
            if block.home is not None:
                block.home.items.append(block)
    return wanted


def close_fabric(fabric: Fabric) -> Weave:
    """Blocks as a weave: neighbours of one fate made one run."""
    loom = _Runs(fabric)
    for file, root in enumerate(fabric.roots):
        loom.write(root, file)
    return Weave(
        numbers=tuple(fabric.numbers),
        datings=tuple(fabric.datings),
        files=tuple(fabric.files),
        provisions=tuple(
            Provision(r.id, r.file, r.kind, tuple(r.labels), r.parent, r.inserted, tuple(r.again))
            for r in fabric.records
        ),
        text=tuple(loom.text),
        inserted=_index(loom.inserted),
        deleted=_index(out[0] if out else -1 for out in loom.deleted),
        more_deleted={run: out[1:] for run, out in enumerate(loom.deleted) if len(out) > 1},
        file=_index(loom.file),
        provision=_index(loom.provision),
        operations=tuple(fabric.operations),
        version_of=_index(fabric.version_of),
        moves=tuple(loom.moves),
    )


class _Runs:
    """The columns of a weave, as they are written."""

    def __init__(self, fabric: Fabric) -> None:
        self.fabric = fabric
        self.text: list[str] = []
        self.inserted: list[int] = []
        self.deleted: list[tuple[int, ...]] = []
        self.provision: list[int] = []
        self.file: list[int] = []
        self.moves: list[Move] = []

    def write(self, block: Block, file: int) -> None:
        """Write the runs of a block and of what is beneath it."""
        mergeable = False
        for item in block.items:
            if isinstance(item, Piece):
                if not item.text:
                    continue
                fate = (item.inserted, item.deleted)
                if mergeable and (self.inserted[-1], self.deleted[-1]) == fate:
                    self.text[-1] += item.text
                else:
                    self.text.append(item.text)
                    self.inserted.append(item.inserted)
                    self.deleted.append(item.deleted)
                    self.provision.append(block.provision)
                    self.file.append(file)
                mergeable = True
                continue
            mergeable = False
            if isinstance(item, Slot):
                parent, run = block.provision, len(self.text)
                self.moves.append(Move(item.operation, item.provision, parent, file, run))
            else:
                self.write(item, file)


def _index(values: Iterable[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(list(values), dtype=np.int64)
