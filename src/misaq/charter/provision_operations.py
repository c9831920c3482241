"""Operations on provisions: put in, replace, take out, renumber, give a heading, move."""

from collections.abc import Iterable

from misaq.charter.applying import Applying, UnfitError
from misaq.charter.fabric import NONE, Block, Piece, Reach, Slot
from misaq.charter.gaps import hand_on_gap, take_gap_back
from misaq.charter.planting import Plan, child_id, kind_of_id, plan_provision, plant
from misaq.charter.spacing import gap_between, split_space

_MARKS = ".,:;)]}°۔،–—-"


def insert_provision(a: Applying) -> None:
    """Put a new provision under `parent`, after `after`; it begins on a line of its own."""
    operation, fabric = a.operation, a.fabric
    a.require("provision", "text")
    if operation.provision in fabric.ids:
        raise UnfitError("operation_id_taken", "provision", wanted=operation.provision)
    home, index = _spot(a)
    kind = fabric.records[home.provision].kind if home.provision >= 0 else ""
    plan = plan_provision(operation.text, kind)
    if plan is None:
        raise UnfitError("operation_several_provisions", "text", wanted=operation.provision)
    plan = _as_asked(a, plan)
    silent = "\n" not in split_space(operation.text)[2]  # the act says nothing of the line end
    gap = hand_on_gap(a, home, index, plan.clauses[0].kind) if silent else ""
    home, index = _spot(a)  # the gap may have cut a piece in two
    lead, tail = _line_ends(a, home, index, operation.text)
    tail = gap or tail
    block = plant(fabric, plan, 0, home, index, a.by, operation.provision)
    _put_ends(a, block, lead, tail)


def substitute_provision(a: Applying) -> None:
    """Take all words of a provision out and put the new ones in; clauses of the same label stay the same ones."""
    a.require("provision", "text")
    block = a.block()
    record = a.fabric.records[block.provision]
    inside = a.fabric.records[record.parent].kind if record.parent >= 0 else ""
    plan = plan_provision(a.operation.text, inside)
    if plan is None:
        raise UnfitError("operation_several_provisions", "text", wanted=record.id)
    plan = _as_asked(a, plan, record.kind)
    old = Reach(a.fabric, block, a.idle_in(block)).text
    for piece in a.fabric.all_pieces(block):
        piece.take_out(a.by)
    _merge(a, plan, 0, block)
    _, tail = _line_ends(a, *a.spot(block), a.operation.text)
    if old.strip():
        tail = "" if split_space(a.operation.text)[2] else split_space(old)[2]
    _put_ends(a, block, "", tail)


def omit_provision(a: Applying) -> None:
    """Take a provision out with all beneath it; `text` is what is printed in its place."""
    a.require("provision")
    block = a.block()
    reach = Reach(a.fabric, block, a.idle_in(block))
    if not reach.text.strip():
        raise UnfitError("operation_gone", "provision", by=a.taken_out_by(block))
    for piece in a.fabric.all_pieces(block):
        piece.take_out(a.by)
    if not a.operation.text:
        take_gap_back(a, block, split_space(reach.text)[2])
    else:
        tail = "" if split_space(a.operation.text)[2] else split_space(reach.text)[2]
        block.items.insert(block.before_children(), Piece(a.operation.text + tail, a.by))


def renumber(a: Applying) -> None:
    """Print another label, and another heading where one is given."""
    a.require("provision", "label")
    block = a.block()
    old, heading = a.fabric.label(block.provision, a.idle_in(block))
    _replace_head(a, block, old, a.operation.label, "label")
    if a.operation.heading and a.operation.heading != heading:
        _replace_heading(a, block)
    _relabel(a, block, a.operation.label, a.operation.heading or heading)


def substitute_heading(a: Applying) -> None:
    """Print another heading, or one where there was none."""
    a.require("provision", "heading")
    block = a.block()
    label, _ = a.fabric.label(block.provision, a.idle_in(block))
    _replace_heading(a, block)
    _relabel(a, block, label, a.operation.heading)


def move(a: Applying) -> None:
    """Take a provision to another place; it keeps its id, its words and who wrote them."""
    a.require("provision")
    block = a.block()
    home, index = _spot(a)
    if a.fabric.is_beneath(home, block):
        raise UnfitError("operation_under_itself", "parent", wanted=a.operation.parent)
    slot = Slot(a.by, block.provision)
    home.items.insert(index, slot)
    a.fabric.placed[block.provision] = (slot, home)
    if a.operation.label:
        renumber(a)


def _spot(a: Applying) -> tuple[Block, int]:
    """The block under which a provision is to stand, and its place among that one's items."""
    operation, fabric = a.operation, a.fabric
    if operation.after:
        sibling = a.block(operation.after, "after")
        home, index = fabric.spot(sibling)
        if home is None or index < 0:
            raise UnfitError(
                "operation_unknown_provision", "after", wanted=operation.after, near=""
            )
        if operation.parent and home is not a.block(operation.parent, "parent"):
            stands = fabric.records[home.provision].id if home.provision >= 0 else ""
            raise UnfitError(
                "operation_not_sibling",
                "after",
                after=operation.after,
                parent=operation.parent,
                stands=stands,
            )
        return home, index + 1
    if operation.parent:
        home = a.block(operation.parent, "parent")
        return home, home.before_children()
    path = operation.file or (fabric.files[0] if len(fabric.files) == 1 else "")
    if operation.kind == "move" and not path:
        path = fabric.records[a.block().provision].file
    if not path:
        raise UnfitError("operation_needs", "file", field="file")
    home = fabric.roots[fabric.files.index(path)] if path in fabric.files else fabric.add_file(path)
    return home, 0


def _as_asked(a: Applying, plan: Plan, kind: str = "") -> Plan:
    """The plan with the label, heading and kind that the operation states."""
    first = plan.clauses[0]
    if first.kind != "front":
        kind = first.kind
    elif not kind:
        kind = kind_of_id(a.operation.provision)
    label = a.operation.label or first.label
    heading = a.operation.heading or first.heading
    clause = type(first)(first.key, kind, label, heading, 0, first.end, -1)
    return Plan(plan.text, (clause, *plan.clauses[1:]), ((0, plan.own[0][1]), *plan.own[1:]))


def _line_ends(a: Applying, home: Block, index: int, text: str) -> tuple[str, str]:
    """The line ends to set before and after a new provision where its text has none."""
    lead, _, tail = split_space(text)
    before = _nearest(a.fabric.backwards(home, index))
    after = _nearest(a.fabric.forwards(home, index))
    needs = bool(before) and not before.endswith("\n") and "\n" not in lead
    if tail or not (after or (before and not needs)):
        return ("\n" if needs else ""), ""
    usual = before[len(before.rstrip()) :]
    return ("\n" if needs else ""), usual if "\n" in usual else "\n"


def _nearest(pieces: Iterable[Piece]) -> str:
    return next((piece.text for piece in pieces if piece.text), "")


def _put_ends(a: Applying, block: Block, lead: str, tail: str) -> None:
    """White space of the operation's own before and after a block's words."""
    if lead:
        block.items.insert(0, Piece(lead, a.by))
    if not tail:
        return
    found: list[tuple[Piece, Block]] = []
    a.fabric.gather(block, NONE, found)
    last, home = next((p, b) for p, b in reversed(found) if p.inserted == a.by)
    home.items.insert(home.items.index(last) + 1, Piece(tail, a.by))


def _merge(a: Applying, plan: Plan, place: int, block: Block) -> None:
    """Set new words into a block: its own after its old ones, clauses into those of the same id, in order."""
    fabric = a.fabric
    clause, record = plan.clauses[place], fabric.records[block.provision]
    if words := plan.words(place):
        block.items.insert(block.before_children(), Piece(words, a.by))
    label, heading = fabric.label(block.provision)
    if clause.kind != "front" and (clause.label or label, clause.heading) != (label, heading):
        record.labels.append((a.by, clause.label or label, clause.heading))
    at = block.before_children()
    for child in plan.children(place):
        wanted = child_id(record.id, plan, child, a.by, record.id)
        known = fabric.ids.get(wanted)
        old = fabric.blocks[known] if known is not None else None
        if old is not None and old in block.items[at:] and old.provision not in fabric.placed:
            if (known_as := fabric.records[old.provision]).inserted:
                known_as.again.append(a.by)
            _merge(a, plan, child, old)
            at = block.items.index(old) + 1
        else:
            plant(fabric, plan, child, block, at, a.by, wanted)
            at += 1


def _relabel(a: Applying, block: Block, label: str, heading: str) -> None:
    a.fabric.records[block.provision].labels.append((a.by, label, heading))


def _replace_head(a: Applying, block: Block, old: str, new: str, column: str) -> None:
    """Replace a label or heading where it is printed, at the start of the provision's own words."""
    reach = Reach(a.fabric, block, a.idle_in(block), own=True)
    farthest = _FARTHEST if column == "label" else len(reach.cut.words)
    found = [span for span in reach.cut.find(old) if span[0] <= farthest] if old else []
    if not found:
        text = reach.text.strip()[:60]
        raise UnfitError("operation_no_label", column, wanted=old or "?", text=text)
    first, last = found[0]
    start, end = reach.cut.starts[first], reach.cut.ends(last)
    reach.take_words_out(start, end, a.by)
    _take_out_older(a, block, reach.pieces[reach.split(start)])
    reach.put_in(end, new, a.by)


def _take_out_older(a: Applying, block: Block, piece: Piece) -> None:
    """Labels that this one had replaced stay out too: a renumbering says what the label is, whatever it was."""
    kinds = {"renumber", "substitute_heading", "move"}
    for item in reversed(block.items[: block.items.index(piece)]):
        if not isinstance(item, Piece):
            return
        if not any(a.fabric.operations[by].kind in kinds for by in item.deleted):
            return
        item.take_out(a.by)


_FARTHEST = 12  # units from the start within which a label is looked for


def _replace_heading(a: Applying, block: Block) -> None:
    label, old = a.fabric.label(block.provision, a.idle_in(block))
    if old:
        _replace_head(a, block, old, a.operation.heading, "heading")
    else:
        _add_heading(a, block, label)


def _add_heading(a: Applying, block: Block, label: str) -> None:
    reach = Reach(a.fabric, block, a.idle_in(block), own=True)
    unit = end_of_head(reach, label, "")
    at = reach.cut.ends(unit)
    before = reach.text[:at].rstrip()[-1:]
    reach.put_in(at, gap_between(before, a.operation.heading) + a.operation.heading, a.by)


def end_of_head(reach: Reach, label: str, heading: str) -> int:
    """The unit after a provision's label and heading, and the marks that follow them."""
    unit = 1
    for words in (label, heading):
        found = [span for span in reach.cut.find(words) if span[0] >= unit] if words else []
        if not found or (words is label and found[0][0] > _FARTHEST):
            continue
        unit = found[0][1]
        while unit < len(reach.cut.words) and reach.cut.words[unit] in _MARKS:
            unit += 1
    return unit
