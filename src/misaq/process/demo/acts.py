"""What happened in Velmara, 1958 to 2029, and what six organisations each wrote down of it."""

from datetime import date, timedelta

from misaq.process.demo.chance import Chance
from misaq.process.demo.deed import Deed
from misaq.process.demo.lists import LISTS, OwnList, Row
from misaq.process.demo.names import Namer
from misaq.process.demo.replies import acknowledgement_rows
from misaq.process.demo.resource import csv_bytes, resource_table

FIRST_YEAR, LAST_YEAR = 1958, 2029
N_ACTS = 985
# Spells in which most of it happened: first year, last year, weight.
_SPELLS = {
    (1973, 1976): 17.0,
    (1988, 1990): 15.0,
    (2004, 2010): 34.0,
    (2016, 2019): 22.0,
    (FIRST_YEAR, LAST_YEAR): 12.0,
}
_CHILD = 0.06


def record_files() -> dict[str, bytes]:
    """The lists, each in its organisation's own form, and the replies."""
    deeds = _deeds()
    rows = {own.source: _listed(own, deeds) for own in LISTS if not own.copies}
    for own in LISTS:
        if own.copies:
            rows[own.source] = _copied(own, rows[own.copies])
    files = {
        f"record/lists/{own.source}.csv": csv_bytes(
            own.header, [own.write(row) for row in rows[own.source]]
        )
        for own in LISTS
    }
    header, replies = acknowledgement_rows(rows)
    return files | {"record/acknowledgements.csv": csv_bytes(header, replies)}


def _deeds() -> list[Deed]:
    chance = Chance("record.deeds")
    namer = Namer(chance)
    # How often each kind of act was done to people of each community.
    often = {
        (row["community"], kind): float(weight)
        for row in resource_table("plant/deeds.csv")
        for kind, weight in row.items()
        if kind != "community"
    }
    districts = resource_table("plant/districts.csv")
    actors = resource_table("plant/actors.csv")
    deeds = []
    for _ in range(N_ACTS):
        community, kind = chance.weighted(often)
        place = {row["id"]: float(row[community]) for row in districts}
        who = {row["id"]: float(row[kind]) for row in actors}
        deeds.append(
            Deed(
                kind,
                community,
                _day(chance),
                chance.weighted(place),
                chance.weighted(who),
                namer.person(),
                chance.happens(1.0 if kind == "recruitment" else _CHILD),
                _count(chance, kind),
            )
        )
    return sorted(deeds, key=lambda deed: deed.day)


def _day(chance: Chance) -> date:
    first, last = chance.weighted(_SPELLS)
    start = date(first, 1, 1)
    return start + timedelta(days=chance.below((date(last, 12, 31) - start).days))


def _count(chance: Chance, kind: str) -> int:
    many = {"homes": 0.25, "driven_out": 0.6, "explosion": 0.4}.get(kind, 0.02)
    return chance.between(2, 6) if chance.happens(many) else 1


def _listed(own: OwnList, deeds: list[Deed]) -> list[Row]:
    """What this organisation wrote down: some of the acts, each in its own spelling and precision."""
    chance = Chance(f"record.{own.source}")
    heard = [deed for deed in deeds if chance.happens(own.reach(deed.kind, deed.actor))]
    return [own.hear(chance, number, deed) for number, deed in enumerate(heard, start=1)]


def _copied(own: OwnList, original: list[Row]) -> list[Row]:
    """What a list that copies another took from it."""
    chance = Chance(f"record.{own.source}")
    taken = [row for row in original if chance.happens(own.reach(row.kind, row.actor))]
    return [own.copy(chance, number, row) for number, row in enumerate(taken, start=1)]
