"""White space that differs alone: where lines end, and nothing that anybody enacted."""

from collections.abc import Callable

from misaq.charter.fabric import NONE, Block, Fabric, Reach
from misaq.charter.quoting import Cut

_NEAR = 8  # words between two places that are spaced anew together


def respace_file(fabric: Fabric, emit: Callable[..., bool], path: str, text: str) -> None:
    """Bring the white space of a file to that of its new text, when the words are the same already."""
    if path not in fabric.files:
        return
    root = fabric.roots[fabric.files.index(path)]
    reach, wanted = Reach(fabric, root, NONE), Cut.of(text)
    if reach.text == text or reach.cut.words != wanted.words:
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
    for start, end in _stretches(differs, last):
        _respace(fabric, emit, path, root, wanted, start, end)


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


def _respace(
    fabric: Fabric,
    emit: Callable[..., bool],
    path: str,
    root: Block,
    wanted: Cut,
    start: int,
    end: int,
) -> None:
    while True:
        reach = Reach(fabric, root, NONE)
        words = " ".join("".join(map("".join, zip(wanted.words[start:end], reach.cut.spaces[start:end], strict=True))).split())
        spans = reach.cut.find(words)
        if (start, end) in spans or start <= 1:
            break
        start -= 1  # the same words overlap themselves
    text = "".join(map("".join, zip(wanted.words[start:end], wanted.spaces[start:end], strict=True)))
    if end < len(wanted.words):
        text = text.rstrip()
    occurrence = spans.index((start, end)) + 1 if (start, end) in spans else 1
    emit(kind="respace", file=path, words=words, occurrence=occurrence, text=text)
