"""The table of communities as people write it: populations, floors, caps, an earlier count, regions."""

from dataclasses import dataclass, field

from misaq.formats import Table
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register

Cell = tuple[str, str]


@dataclass(frozen=True)
class Communities:
    """What the table says.

    people, floors, caps, before : by id; caps and before only where they are given.
    cells : (community, region) to people, where there is a column region.
    """

    people: dict[str, int]
    floors: dict[str, int]
    caps: dict[str, int]
    before: dict[str, int]
    cells: dict[Cell, int] = field(default_factory=dict)


def read_communities(table: Table, floor: int, *, by_region: bool = False) -> Communities:
    """Read the table; `floor` holds where a community has none of its own.

    Raises FaultsError with every cell that is no number and every community that stands there twice.
    """
    wanted = ("id", "population", *(("region",) if by_region else ()))
    faults = [
        Fault("quota_column_missing", table.file, column=name)
        for name in wanted
        if name not in table
    ]
    if faults:
        raise FaultsError(faults)
    ids, regions = table.text("id"), table.text("region") if by_region else None
    keys = [(name.strip(), regions[i].strip() if regions else "") for i, name in enumerate(ids)]
    numbers: dict[str, dict[Cell, int]] = {}
    for name in ("population", "floor", "cap", "before"):
        numbers[name], wrong = _numbers(table, name, keys)
        faults += wrong
    seen: dict[Cell, int] = {}
    for place, key in enumerate(keys):
        row = table.row_number(place)
        if key in seen:
            params = {"id": " ".join(filter(None, key)), "first": seen[key]}
            faults.append(Fault("community_twice", table.file, row, "id", params))
        seen.setdefault(key, row)
    if faults:
        raise FaultsError(faults)
    return _summed(numbers, floor, by_region)


def _numbers(table: Table, name: str, keys: list[Cell]) -> tuple[dict[Cell, int], list[Fault]]:
    found, faults = {}, []
    for place, text in enumerate(table.text(name) if name in table else ()):
        if text.strip().isdecimal() and len(text.strip()) < 13:
            found[keys[place]] = int(text)
        elif name == "population" or text.strip():
            row, params = table.row_number(place), {"value": text}
            faults.append(Fault("quota_number_bad", table.file, row, name, params))
    return found, faults


def _summed(numbers: dict[str, dict[Cell, int]], floor: int, by_region: bool) -> Communities:
    """A community's numbers over its regions: people add up, the largest floor and the smallest cap hold."""
    people: dict[str, int] = {}
    for (community, _), n in numbers["population"].items():
        people[community] = people.get(community, 0) + n
    floors = dict.fromkeys(people, floor)
    for (community, _), n in numbers["floor"].items():
        floors[community] = max(n, floors[community] if by_region else n)
    caps: dict[str, int] = {}
    for (community, _), n in numbers["cap"].items():
        caps[community] = min(n, caps.get(community, n))
    before: dict[str, int] = {}
    for (community, _), n in numbers["before"].items():
        before[community] = before.get(community, 0) + n
    return Communities(people, floors, caps, before, numbers["population"] if by_region else {})


register(
    "cli",
    {
        "community_twice": Message(
            N_("“{id}” stands here and in row {first}."), N_("Keep one row for each.")
        ),
    },
)
