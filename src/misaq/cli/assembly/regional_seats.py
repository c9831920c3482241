"""`misaq assembly seats --regions`: each community's and each region's total, met at once."""

from pathlib import Path

import typer

from misaq.assembly import (
    BIPROPORTIONAL,
    apportion,
    publish_biproportional,
    share_biproportionally,
)
from misaq.cli.assembly.community_tables import Communities
from misaq.cli.assembly.documents import write_result
from misaq.cli.assembly.pool_files import hashes_of
from misaq.cli.console import Output, t
from misaq.formats import Table
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register
from misaq.process import Result


def give_regional_seats(
    asked: Communities,
    table: Table,
    region_table: Table,
    size: int,
    method: str,
    out: Path | None,
    output: Output,
) -> None:
    """Share the seats of each region among communities, say them as a table and write the document."""
    if method not in BIPROPORTIONAL:
        raise typer.BadParameter(", ".join(BIPROPORTIONAL), param_hint="--method")
    regions = _regions(region_table, size, {region for _, region in asked.cells})
    totals = apportion(asked.people, size, method=method, floors=asked.floors, caps=asked.caps)
    found = share_biproportionally(asked.cells, totals.seats, regions, method=method)
    values = publish_biproportional(found, asked.cells)
    parameters = {"method": method, "size": size, "floors": asked.floors, "caps": asked.caps}
    inputs = {**hashes_of(table), **hashes_of(region_table)}
    result = Result("assembly.regional_seats", values, parameters, inputs=inputs)
    write_result(result, out)
    names = sorted(regions)
    output.say(f"{'':<24}" + "".join(f"{name[:9]:>10}" for name in names) + f"{t('all'):>10}")
    for community in sorted(totals.seats):
        row = [found.seats[community, region] for region in names]
        output.say(f"{community:<24}" + "".join(f"{n:>10}" for n in [*row, sum(row)]))
    if found.ties:
        cells = ", ".join(" ".join(cell) for cell in found.ties)
        output.say(t("Equal claims, settled by the rule: {ids}.", ids=cells))
    output.give(result.document())


def _regions(table: Table, size: int, lived_in: set[str]) -> dict[str, int]:
    """Seats of each region.

    Raises FaultsError when a number is none, a region of the other table is missing, or they do not add up.
    """
    faults = [
        Fault("quota_column_missing", table.file, column=name)
        for name in ("id", "seats")
        if name not in table
    ]
    if faults:
        raise FaultsError(faults)
    seats: dict[str, int] = {}
    for place, (name, text) in enumerate(zip(table.text("id"), table.text("seats"), strict=True)):
        row = table.row_number(place)
        if not (text.strip().isdecimal() and len(text.strip()) < 7):
            faults.append(Fault("quota_number_bad", table.file, row, "seats", {"value": text}))
        elif name.strip() in seats:
            params = {"id": name.strip(), "first": list(seats).index(name.strip()) + 2}
            faults.append(Fault("community_twice", table.file, row, "id", params))
        else:
            seats[name.strip()] = int(text)
    faults += [
        Fault("region_missing", table.file, column="id", params={"id": region})
        for region in sorted(lived_in - seats.keys())
    ]
    if not faults and sum(seats.values()) != size:
        params = {"sum": sum(seats.values()), "size": size}
        faults.append(Fault("regions_do_not_add_up", table.file, column="seats", params=params))
    if faults:
        raise FaultsError(faults)
    return seats


register(
    "cli",
    {
        "region_missing": Message(
            N_("The region “{id}” has people but no row here."), N_("Add it with its seats.")
        ),
        "regions_do_not_add_up": Message(
            N_("The seats of the regions are {sum} together, and --size is {size}."),
            N_("Make the two agree."),
        ),
    },
)
