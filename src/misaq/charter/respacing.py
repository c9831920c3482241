"""White space that differs alone: where lines end, and nothing that anybody enacted."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from misaq.charter.fabric import NONE, Block, Fabric, Idle, Reach
from misaq.charter.quoting import Cut

_NEAR = 8  # words between two places that are spaced anew together
Emit = Callable[..., bool]


def respace_file(
    fabric: Fabric, emit: Emit, path: str, text: str, wanted: Cut, idle: Idle = NONE
) -> None:
    """Bring the white space of a file to that of its new text, when the words are the same already.

    text, wanted : the new text, whole and in units. emit : applies an operation.
    """
    if path not in fabric.files:
        return
    root = fabric.roots[fabric.files.index(path)]
    reach = Reach(fabric, root, idle)
    if reach.text == text:
        return
    if reach.cut.words != wanted.words:
        return
    differs = [
        unit
        for unit, (old, new) in enumerate(zip(reach.cut.spaces, wanted.spaces, strict=True))
        if old != new
    ]
    last = len(wanted.words) - 1
    if differs[0] == 0 or (differs[-1] == last and not wanted.spaces[last]):
        emit(kind="respace", file=path, text=text)
        return
    where = _Where(fabric, reach, idle)
    for start, end in _stretches(differs, last):
        if not _respace(where, emit, wanted, where.innermost(start, end), start, end):
            _respace(where, emit, wanted, root, start, end, path)


def _stretches(differs: list[int], last: int) -> list[tuple[int, int]]:
    """(first unit, one after the last) of words to quote: those before each place, and the one after it."""
    stretches: list[tuple[int, int]] = []
    for unit in differs:
        end = min(unit + 2, last + 1)
        if stretches and unit - stretches[-1][1] <= _NEAR:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((unit, end))
    return stretches


class _Where:
    """In which provision each unit of a file stands."""

    def __init__(self, fabric: Fabric, reach: Reach, idle: Idle) -> None:
        self.fabric, self.reach, self.idle = fabric, reach, idle
        # where provisions begin is not changed by white space that is put in or taken out between words
        self.blocks = list(reach.blocks)
        self.starts = list(reach.starts)

    def block(self, unit: int) -> Block:
        return self.blocks[bisect_right(self.starts, self.reach.cut.starts[unit]) - 1]

    def innermost(self, start: int, end: int) -> Block:
        """The innermost provision in which units `start` to `end` all stand; the file when there is none."""
        ways = [self._upwards(self.block(unit)) for unit in (start, end - 1)]
        return next(block for block in ways[0] if any(block is other for other in ways[1]))

    def _upwards(self, block: Block) -> list[Block]:
        way = [block]
        while (above := self.fabric.above(way[-1])) is not None:
            way.append(above)
        return way


def _respace(
    where: _Where, emit: Emit, wanted: Cut, scope: Block, start: int, end: int, path: str = ""
) -> bool:
    """Space one stretch anew, quoted in its provision or in the file; False when it cannot be quoted there."""
    if scope.provision < 0 and not path:
        return False
    reach = Reach(where.fabric, scope, where.idle)
    # words stay the same while white space changes, so that what comes before is as long as it was
    base = _first_unit(where, scope)
    while True:
        words = " ".join(wanted.raw(start, end, where.reach.cut.spaces).split())
        spans = reach.cut.find(words)
        here = (start - base, end - base)
        if here in spans:
            break
        if start - base <= 1:
            return False
        start -= 1  # the same words overlap themselves
    text = wanted.raw(start, end, wanted.spaces)
    if end < len(wanted.words):
        text = text.rstrip()
    about = {"provision": where.fabric.records[scope.provision].id} if not path else {"file": path}
    return emit(kind="respace", words=words, occurrence=spans.index(here) + 1, text=text, **about)


def _first_unit(where: _Where, scope: Block) -> int:
    """The unit of the file that is unit 0 of a provision's own text, which has no word."""
    if scope.provision < 0:
        return 0
    at = next(i for i, block in enumerate(where.blocks) if where.fabric.is_beneath(block, scope))
    return max(bisect_left(where.reach.cut.starts, where.starts[at]), 1) - 1
