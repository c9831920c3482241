"""Operations on words: put in, replace, take out, space anew."""

from dataclasses import replace

from misaq.charter.applying import Applying, UnfitError
from misaq.charter.fabric import NONE, Block, Piece, Reach
from misaq.charter.operations import EVERY, Operation
from misaq.charter.provision_operations import end_of_head
from misaq.charter.quoting import Cut
from misaq.charter.spacing import keeps_space_before, spaces_around, split_space
from misaq.charter.text import cut_units

Span = tuple[int, int]  # first unit, one after the last


def change_words(a: Applying) -> Operation:
    """Substitute, insert before or after, or omit quoted words; gives the operation back with its places frozen."""
    a.require("words")
    apply = {"before": _insert_before, "after": _insert_after}.get(a.operation.where, _replace)
    frozen: list[str] = []
    amended: set[int] = set()
    standing: list[str] = []
    found = False
    for block in a.scopes():
        for reach in a.reaches(block):
            spans = reach.cut.find(a.operation.words)
            if not spans:
                continue
            found = True
            names = _names(a, reach, spans)
            standing += names.values()
            chosen = _choose(a, spans, names)
            amended |= _amended(a, reach, chosen)
            for span in reversed(chosen):
                apply(a, reach, span)
            frozen += [names[span] for span in chosen if span in names]
            break
    if not found:
        raise _not_found(a)
    _require_places(a, standing)
    if a.operation.occurrence != EVERY:
        frozen = list(a.operation.targets)
    frozen += [id_ for by in sorted(amended) if (id_ := a.fabric.operations[by].id) not in frozen]
    return replace(a.operation, targets=tuple(frozen))


def insert_at_edge(a: Applying) -> None:
    """Insert at the start (after label and heading) or at the end of a provision."""
    a.require("provision", "text")
    block = a.block()
    at_start = a.operation.where == "start"
    reach = Reach(a.fabric, block, a.idle_in(block), own=at_start)
    if not reach.text.strip():
        raise UnfitError("operation_gone", "provision", by=a.taken_out_by(block))
    if at_start:
        unit = end_of_head(reach, *a.fabric.label(block.provision, a.idle_in(block)))
        _insert(a, reach, unit, block)
    else:
        _insert(a, reach, len(reach.cut.words), block)


def respace(a: Applying) -> None:
    """Change the white space of quoted words, or of all words of a provision or file, and nothing else."""
    wanted = cut_units(a.operation.text)
    for block in a.scopes():
        reach = Reach(a.fabric, block, NONE)
        if a.operation.words:
            spans = reach.cut.find(a.operation.words)
            chosen = _choose(a, spans, _names(a, reach, spans)) if spans else []
            if not chosen:
                raise _not_found(a)
            _same_words(cut_units(a.operation.words)[1:], wanted[1:])
            for span in reversed(chosen):
                _respace(a, reach, span[0], wanted[1:], last=bool(wanted[-1][1]))
        else:
            _same_words(list(zip(reach.cut.words, reach.cut.spaces, strict=True)), wanted)
            _respace(a, reach, 0, wanted, last=True)


def _amended(a: Applying, reach: Reach, spans: list[Span]) -> set[int]:
    """The operations not in force whose words are amended before they ever counted."""
    if not a.idle:
        return set()
    inserted: set[int] = set()
    for first, last in spans:
        start, end = reach.cut.starts[first], reach.cut.starts[last - 1] + 1
        for at, piece in zip(reach.starts, reach.pieces, strict=False):
            if at < end and at + len(piece.text) > start:
                inserted.add(piece.inserted)
    return inserted & a.idle


def _choose(a: Applying, spans: list[Span], names: dict[Span, str]) -> list[Span]:
    """The places that the operation means."""
    n = a.operation.occurrence
    if n != EVERY:
        if not 0 < n <= len(spans):
            raise UnfitError(
                "operation_occurrence",
                "occurrence",
                wanted=a.operation.words[:60],
                count=len(spans),
            )
        return [spans[n - 1]]
    targets = _places(a.operation)
    if spared := {target[1:] for target in targets if target.startswith("!")}:
        return [span for span in spans if not spared.intersection(_covering(a, names[span]))]
    if targets:
        return [span for span in spans if names[span] in targets]
    return spans


def _places(operation: Operation) -> list[str]:
    """The targets that name places of words, not operations."""
    return [target for target in operation.targets if "#" in target or target.startswith("!")]


def _covering(a: Applying, name: str) -> list[str]:
    """A place by its name, and the ids of the provisions in which it is."""
    ids = []
    block: Block | None = a.block(name.partition("#")[0])
    while block is not None and block.provision >= 0:
        ids.append(a.fabric.records[block.provision].id)
        block = a.fabric.above(block)
    return [name, *ids]


def _require_places(a: Applying, standing: list[str]) -> None:
    """Raise UnfitError for a place, or an exception, where the words do not stand."""
    known = {covering for name in standing for covering in _covering(a, name)}
    for target in _places(a.operation):
        if target.removeprefix("!") not in known:
            raise UnfitError("operation_target", "targets", target=target)


def _names(a: Applying, reach: Reach, spans: list[Span]) -> dict[Span, str]:
    """Each place by name: the provision in which it begins, and which of the places there it is ("art-5#2")."""
    if a.operation.occurrence != EVERY:
        return {}
    names: dict[Span, str] = {}
    counts: dict[str, int] = {}
    at = 0
    for span in spans:
        start = reach.cut.starts[span[0]]
        while reach.starts[at + 1] <= start:
            at += 1
        id_ = a.fabric.records[reach.blocks[at].provision].id
        counts[id_] = counts.get(id_, 0) + 1
        names[span] = f"{id_}#{counts[id_]}"
    return names


def _replace(a: Applying, reach: Reach, span: Span) -> None:
    """Take words out and put others, or none, in their place; white space around them is kept once."""
    cut = reach.cut
    first, last = span
    lead, core, tail = split_space(a.operation.text)
    start, end = cut.starts[first], cut.ends(last)
    before = cut.ends(first)
    following = cut.words[last] if last < len(cut.words) else ""
    if not core:
        keeps = keeps_space_before(cut.spaces[last - 1], following)
        tail, lead = ("x", "") if keeps else ("", "x")
    if lead:
        reach.take_out(before, start, a.by)
    reach.take_words_out(start, end, a.by)
    if tail:
        reach.take_out(end, cut.starts[last], a.by)
    if core:
        reach.put_in(end, a.operation.text, a.by)


def _insert_after(a: Applying, reach: Reach, span: Span) -> None:
    _insert(a, reach, span[1], None)


def _insert_before(a: Applying, reach: Reach, span: Span) -> None:
    _insert(a, reach, span[0], None)


def _insert(a: Applying, reach: Reach, unit: int, block: Block | None) -> None:
    """Put words in before unit `unit`, white space on both sides as the text has it, else as is usual there.

    block : the provision at the start or end of which they stand; None for words next to others.
    """
    cut, where = reach.cut, a.operation.where
    lead, core, tail = split_space(a.operation.text)
    left = cut.words[unit - 1] if unit else ""
    right = cut.words[unit] if unit < len(cut.words) else ""
    old = cut.spaces[unit - 1] if unit else ""
    first, after = spaces_around(core, left, old, right, where)
    parts = (lead or first, core, tail or after)
    gap = (cut.starts[unit] - len(old), cut.starts[unit])
    # at the end also means after words that were taken out there
    if where == "end" and block is not None and block.items[-1] is not reach.pieces[-1]:
        if reach.blocks[-1] is not block and not lead:
            parts = ("\n", core, parts[2])
        reach.take_out(*gap, a.by)
        block.items.append(Piece("".join(parts), a.by))
    else:
        _put(a, reach, gap, parts)


def _put(a: Applying, reach: Reach, gap: Span, parts: tuple[str, str, str]) -> None:
    """Put words between two others, keeping the white space there as that before or that after them."""
    first, core, after = parts
    start, end = gap
    old = reach.text[start:end]
    next_to_right = a.operation.where == "before"
    if first == old and (next_to_right or after != old):
        reach.put_in(end, core + after, a.by, before=next_to_right)
    elif after == old:
        reach.put_in(start, first + core, a.by)
    else:
        reach.put_in(end, first + core + after, a.by, before=next_to_right)
        reach.take_out(start, end, a.by)


def _respace(
    a: Applying, reach: Reach, first: int, wanted: list[tuple[str, str]], *, last: bool
) -> None:
    """Where the white space after a word differs from that of `wanted`, take the old out and put the new in."""
    cut = reach.cut
    for i in range(len(wanted) - 1, -1, -1):
        unit, space = first + i, wanted[i][1]
        if cut.spaces[unit] == space or (i == len(wanted) - 1 and not last):
            continue
        at = cut.starts[unit] + len(cut.words[unit])
        end = cut.starts[unit + 1]
        reach.put_in(end if at == end else at, space, a.by, before=at == 0)
        reach.take_out(at, end, a.by)


def _same_words(given: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> None:
    old, new = [word for word, _ in given], [word for word, _ in wanted]
    if old == new:
        return
    at = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    raise UnfitError(
        "operation_other_words",
        "text",
        old=" ".join(old[at : at + 6]),
        new=" ".join(new[at : at + 6]),
    )


def _not_found(a: Applying) -> UnfitError:
    """The words are not there: where else they stand, who took them out, or what is most like them."""
    words = a.operation.words
    fabric = a.fabric
    for root in fabric.roots if a.operation.provision else []:
        reach = Reach(fabric, root, a.idle)
        if spans := reach.cut.find(words):
            names = _names(_everywhere(a), reach, spans)
            where = sorted({name.partition("#")[0] for name in names.values()})
            return UnfitError(
                "operation_elsewhere", "words", wanted=words[:80], where=", ".join(where[:3])
            )
    for block in a.scopes():
        if by := _who_took_out(a, block):
            return UnfitError("operation_words_gone", "words", wanted=words[:80], by=by)
        if near := Reach(fabric, block, a.idle).cut.closest(words):
            return UnfitError("operation_near", "words", wanted=words[:80], near=near)
    return UnfitError("operation_not_found", "words", wanted=words[:80])


def _everywhere(a: Applying) -> Applying:
    return Applying(a.fabric, replace(a.operation, occurrence=EVERY), a.by, a.idle)


def _who_took_out(a: Applying, block: Block) -> str:
    """The operation that took the quoted words out of a provision; "" when they never stood there."""
    pieces = list(a.fabric.all_pieces(block))
    cut = Cut.of("".join(piece.text for piece in pieces))
    for first, last in cut.find(a.operation.words):
        start, end = cut.starts[first], cut.ends(last)
        at = 0
        by: set[int] = set()
        for piece in pieces:
            if at < end and at + len(piece.text) > start:
                by.update(piece.deleted[:1])
            at += len(piece.text)
        if by:
            return ", ".join(a.fabric.operations[place].id for place in sorted(by))
    return ""
