"""A text of law cut into provisions and set among the blocks of a constitution."""

from dataclasses import dataclass

from misaq.charter.clauses import Clause, split_clauses
from misaq.charter.fabric import Block, Fabric, Piece, Record

BENEATH = {
    "clause",
    "paragraph",
    "proviso",
    "explanation",
    "entry",
}  # named after what they stand in
_KINDS = {  # beginning of an id's last part to the kind
    "art": "article",
    "part": "part",
    "ch": "chapter",
    "title": "title",
    "sched": "schedule",
    "sec": "section",
    "amdt": "amendment",
    "preamble": "preamble",
    "front": "front",
    "cl": "clause",
    "para": "paragraph",
    "sub": "paragraph",
    "item": "paragraph",
    "proviso": "proviso",
    "expl": "explanation",
    "entry": "entry",
}


@dataclass(frozen=True)
class Plan:
    """A text cut into provisions: the first is the whole, each other stands under an earlier one.

    own : (start, end) of each one's first words, before what is beneath it.
    """

    text: str
    clauses: tuple[Clause, ...]
    own: tuple[tuple[int, int], ...]

    def children(self, place: int) -> list[int]:
        """The places of the provisions right beneath one; -1 for those at the top."""
        return [i for i, clause in enumerate(self.clauses) if clause.parent == place]

    def words(self, place: int) -> str:
        """A provision's first words, before what is beneath it."""
        start, end = self.own[place]
        return self.text[start:end]


def plan_file(text: str) -> Plan:
    """The provisions of a whole file: several may stand at its top."""
    return _plan(text, split_clauses(text))


def plan_provision(text: str, inside: str) -> Plan | None:
    """The provisions of a text that is one provision; None when it is several.

    inside : kind of what it stands in; "" for a file.
    """
    clauses = split_clauses(text, inside=inside)
    if clauses[0].kind == "front" and len(clauses) > 1:
        first = [c for c in clauses[1:] if c.parent in {-1, 0}]
        if not text[: clauses[1].start].strip():
            if len(first) > 1:
                return None
            moved = [_lifted(c) for c in clauses[1:]]
            clauses = (_reaching(moved[0], len(text)), *moved[1:])
        elif any(c.parent == -1 for c in clauses[1:]):
            return None
    if sum(c.parent == -1 for c in clauses) > 1:
        return None
    return _plan(text, clauses)


def _lifted(clause: Clause) -> Clause:
    parent = clause.parent - 1
    return Clause(
        clause.key, clause.kind, clause.label, clause.heading, clause.start, clause.end, parent
    )


def _reaching(clause: Clause, end: int) -> Clause:
    return Clause(clause.key, clause.kind, clause.label, clause.heading, 0, end, -1)


def _plan(text: str, clauses: tuple[Clause, ...]) -> Plan:
    ends = [clause.end for clause in clauses]
    for clause in reversed(clauses):
        if clause.parent >= 0:
            ends[clause.parent] = min(ends[clause.parent], clause.start)
    own = tuple((c.start, end) for c, end in zip(clauses, ends, strict=True))
    return Plan(text, clauses, own)


def kind_of_id(wanted: str) -> str:
    """The kind that the last part of an id tells of: "art-12.cl-2a" a clause.

    >>> kind_of_id("part03.art-12.cl-2a"), kind_of_id("art-12.proviso_2")
    ('clause', 'proviso')
    """
    last = wanted.rpartition(".")[2].partition("_")[0].partition("-")[0]
    return _KINDS.get(last, "paragraph")


def own_part(plan: Plan, place: int) -> str:
    """The last part of the id of one of a plan's provisions."""
    clause = plan.clauses[place]
    if clause.parent >= 0:
        return clause.key.removeprefix(plan.clauses[clause.parent].key + ".")
    return clause.key


def plant(
    fabric: Fabric, plan: Plan, place: int, home: Block, index: int, by: int, id_: str
) -> Block:
    """Make a provision of a plan, and all beneath it, and set it among the items of `home` at `index`."""
    clause = plan.clauses[place]
    record = Record(
        id_,
        fabric.files[fabric.roots.index(home.file_block())],
        clause.kind,
        [(by, clause.label, clause.heading)],
        home.provision,
        by,
    )
    block = fabric.add_provision(record, home)
    home.items.insert(index, block)
    if words := plan.words(place):
        block.items.append(Piece(words, by))
    for child in plan.children(place):
        plant(
            fabric,
            plan,
            child,
            block,
            len(block.items),
            by,
            child_id(record.id, plan, child, by, id_),
        )
    return block


def child_id(above: str, plan: Plan, place: int, by: int, root: str) -> str:
    """The id of a provision beneath another: a clause carries that of its article, an article in a part its own."""
    clause = plan.clauses[place]
    part = own_part(plan, place)
    if clause.kind in BENEATH:
        return f"{above}.{part}"
    prefix = root.rpartition(".")[0]  # of the file, when there are several
    return f"{prefix}.{clause.key}" if prefix else clause.key
