"""White space between provisions, where one is put in or taken out as the last of those it stands with.

The blank line after an article stands in its last clause. A clause put in after that one takes the blank line over,
and the clause before gets what usually stands between clauses; where the last clause is taken out, the one before it
closes the article as that one did.
"""

from collections import Counter

from misaq.charter.applying import Applying
from misaq.charter.fabric import Block, Fabric, Piece
from misaq.charter.planting import BENEATH

Gaps = dict[tuple[str, str], str]


def hand_on_gap(a: Applying, home: Block, index: int, kind: str) -> str:
    """The white space that a new last provision of `home` takes over from what stands before it; "" for none."""
    last = None if _live_after(a, home, index) else _last_before(a, home, index)
    usual = usual_gap(a.fabric, home, kind)
    if last is None or not usual:
        return ""
    tail = _tail(last[0])
    if not tail or tail == usual:
        return ""
    _close_with(*last, usual, a.by)
    return tail


def take_gap_back(a: Applying, block: Block, tail: str) -> None:
    """Let what stands before a last provision end as that one did, which is taken out; tail : how it ended."""
    home, index = a.spot(block)
    last = None if _live_after(a, home, index + 1) else _last_before(a, home, index)
    if last is not None and "\n" in tail and "\n" in (own := _tail(last[0])) and own != tail:
        _close_with(*last, tail, a.by)


def usual_gap(fabric: Fabric, home: Block, kind: str) -> str:
    """What most often stands between two provisions of a kind that follow each other in a file; "" when none do."""
    root = home.file_block()
    file = fabric.files[fabric.roots.index(root)]
    if (file, "") not in fabric.gaps:
        fabric.gaps[file, ""] = ""
        _count(fabric, file, root)
    beneath = "beneath" if kind in BENEATH else "above"
    return fabric.gaps.get((file, kind)) or fabric.gaps.get((file, beneath), "")


def _count(fabric: Fabric, file: str, root: Block) -> None:
    """Note the usual gaps of a file as it stands when it is first asked for."""
    seen: dict[str, Counter[str]] = {}
    waiting = [root]
    while waiting:
        items = [item for item in waiting.pop().items if isinstance(item, Block)]
        waiting += items
        for block in items[:-1]:
            found: list[tuple[Piece, Block]] = []
            fabric.gather(block, frozenset(), found)
            tail = _tail(found[-1][0]) if found else ""
            if "\n" in tail:
                kind = fabric.records[block.provision].kind
                for name in (kind, "beneath" if kind in BENEATH else "above"):
                    seen.setdefault(name, Counter())[tail] += 1
    for name, counts in seen.items():
        fabric.gaps[file, name] = min(counts, key=lambda gap: (-counts[gap], gap))


def _live_after(a: Applying, home: Block, index: int) -> bool:
    """Whether anything that stands follows in `home` from `index` on."""
    found: list[tuple[Piece, Block]] = []
    for item in home.items[index:]:
        if isinstance(item, Piece):
            if not item.deleted and item.text.strip():
                return True
        elif inner := a.fabric.shown(item):
            a.fabric.gather(inner, frozenset(), found)
    return any(piece.text.strip() for piece, _ in found)


def _last_before(a: Applying, home: Block, index: int) -> tuple[Piece, Block] | None:
    """The last piece that stands in `home` before `index`."""
    found: list[tuple[Piece, Block]] = []
    for item in reversed(home.items[:index]):
        if isinstance(item, Piece):
            if not item.deleted and item.text:
                return item, home
        elif inner := a.fabric.shown(item):
            a.fabric.gather(inner, frozenset(), found)
            if any(piece.text for piece, _ in found):
                return next(pair for pair in reversed(found) if pair[0].text)
    return None


def _tail(piece: Piece) -> str:
    return piece.text[len(piece.text.rstrip()) :]


def _close_with(piece: Piece, block: Block, tail: str, by: int) -> None:
    """Let `by` take the white space at the end of a piece out and put another in."""
    at = block.items.index(piece) + 1
    words = piece.text.rstrip()
    if words:
        block.items.insert(at, Piece(piece.text[len(words) :], piece.inserted, piece.deleted))
        piece.text = words
        piece, at = block.items[at], at + 1  # type: ignore[assignment]  # the piece just made
    piece.take_out(by)
    block.items.insert(at, Piece(tail, by))
