"""Who is said to have had what part in an act: alleged, always, until a court's final finding.

One form of actor for every side.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from misaq.foundation.dates import PartialDate
from misaq.foundation.faults import Fault
from misaq.record.vocabulary import check_term


@dataclass(frozen=True, slots=True)
class Actor:
    """An institution, a unit, a group, a crowd or a person: the same fields for all.

    kind : code of the vocabulary. name : what it calls itself. also : other names for it.
    person : True for one human being, whose name is then sealed.
    parent : the actor it is part of, "" when none is known. active_from, active_to : None when not known.
    """

    id: str
    kind: str
    name: str = field(default="", repr=False)
    also: tuple[str, ...] = field(default=(), repr=False)
    person: bool = False
    parent: str = ""
    active_from: PartialDate | None = None
    active_to: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class CourtFinding:
    """What a court found of one involvement. final : no appeal is open."""

    court: str
    reference: str
    decided_on: date
    final: bool


@dataclass(frozen=True, slots=True)
class Involvement:
    """The part that one source record says one actor had in one act.

    kind : code of `involvement`. basis : code of `attribution_basis`, why the source names this actor.
    """

    id: str
    act: str
    actor: str
    kind: str
    basis: str
    source_record: str
    court_finding: CourtFinding | None = None

    @property
    def is_alleged(self) -> bool:
        """True until a court has found it in a judgment that is final.

        >>> said = Involvement("i1", "a1", "north", "carried_out", "observed", "list/4")
        >>> said.is_alleged
        True
        """
        return self.court_finding is None or not self.court_finding.final


def chain_of_command(actors: Iterable[Actor], actor: str) -> tuple[str, ...]:
    """The actor and what it is part of, upwards; a circle is cut where it closes.

    >>> chain_of_command([Actor("unit", "armed_group", parent="wing"), Actor("wing", "armed_group")], "unit")
    ('unit', 'wing')
    """
    parents = {one.id: one.parent for one in actors}
    chain: list[str] = []
    while actor in parents and actor not in chain:
        chain.append(actor)
        actor = parents[actor]
    return tuple(chain)


def check_actors(actors: Sequence[Actor]) -> list[Fault]:
    """Find actors of no known kind, part of none or of themselves, or active backwards."""
    known = {actor.id: actor for actor in actors}
    faults: list[Fault] = []
    seen: set[str] = set()
    for actor in actors:
        params = {"id": actor.id, "value": actor.parent}
        if actor.id in seen:
            faults.append(Fault("record_same_id", column="id", params=params))
        seen.add(actor.id)
        faults += check_term("actor_kind", actor.kind, record_id=actor.id, field="kind")
        if actor.parent and actor.parent not in known:
            faults.append(Fault("actor_no_parent", column="parent", params=params))
        elif actor.parent:
            chain = chain_of_command(actors, actor.parent)
            if actor.id in chain:
                faults.append(Fault("actor_circle", column="parent", params=params))
        begins = actor.active_from.earliest if actor.active_from else None
        ends = actor.active_to.latest if actor.active_to else None
        if begins and ends and begins > ends:
            faults.append(Fault("actor_backwards", column="active_to", params=params))
    return faults


def check_involvements(
    involvements: Sequence[Involvement], *, acts: Collection[str], actors: Collection[str]
) -> list[Fault]:
    """Find involvements of no act, actor or source, unknown terms, and a court named without its finding.

    acts, actors : ids of those that exist.
    """
    faults: list[Fault] = []
    seen: set[str] = set()
    for one in involvements:
        if one.id in seen:
            faults.append(Fault("record_same_id", column="id", params={"id": one.id}))
        seen.add(one.id)
        for column, value, known in (("act", one.act, acts), ("actor", one.actor, actors)):
            if value not in known:
                params = {"id": one.id, "value": value}
                faults.append(Fault("involvement_dangling", column=column, params=params))
        if not one.source_record:
            faults.append(
                Fault("involvement_no_source", column="source_record", params={"id": one.id})
            )
        faults += check_term("involvement", one.kind, record_id=one.id, field="kind")
        faults += check_term("attribution_basis", one.basis, record_id=one.id, field="basis")
        if (one.basis == "court_finding") != (one.court_finding is not None):
            faults.append(
                Fault("involvement_court_finding", column="court_finding", params={"id": one.id})
            )
    return faults
