"""`misaq assembly seats`: seats for communities."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.assembly import METHODS, apportion, publish_seats
from misaq.cli.assembly.documents import write_result
from misaq.cli.assembly.pool_files import SeatCount, hashes_of
from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.formats import Table, read_table
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.process import Result


def seats_command(
    table: Annotated[
        Path,
        typer.Argument(
            help=t("Columns id, population, optional floor and cap."), metavar="COMMUNITIES.csv"
        ),
    ],
    size: SeatCount,
    floor: Annotated[
        int, typer.Option("--floor", min=0, help=t("Smallest number of seats of each."))
    ] = 0,
    method: Annotated[
        str, typer.Option("--method", help=", ".join(METHODS), metavar="METHOD")
    ] = "sainte_lague",
    out: OutFile = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Share seats among communities by population."""
    if method not in METHODS:
        raise typer.BadParameter(", ".join(METHODS), param_hint="--method")
    output = Output(as_json, quiet)
    with answering(output):
        given = read_table(table, table.name)
        people, floors, caps = _communities(given, floor)
        seats = apportion(people, size, method=method, floors=floors, caps=caps)
        values = publish_seats(seats, people, floors=floors, caps=caps)
        parameters = {"method": method, "floors": floors, "caps": caps}
        result = Result("assembly.seats", values, parameters, inputs=hashes_of(given))
        write_result(result, out)
        for row in values["communities"]:
            output.say(
                f"{row['id']:<24}{row['population']:>12}{row['ideal']:>9.2f}{row['seats']:>5}"
            )
        if seats.ties:
            output.say(t("Equal claims, settled by the rule: {ids}.", ids=", ".join(seats.ties)))
        output.give(result.document())


def _communities(table: Table, floor: int) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Populations, floors and caps by id.

    Raises FaultsError with every cell that is no number.
    """
    faults = [
        Fault("quota_column_missing", table.file, column=name)
        for name in ("id", "population")
        if name not in table
    ]
    values: dict[str, dict[str, int]] = {"population": {}, "floor": {}, "cap": {}}
    ids = table.text("id")
    for name, column in values.items():
        for place, text in enumerate(table.text(name)):
            if text.strip().isdecimal():
                column[ids[place]] = int(text)
            elif name == "population" or text.strip():
                params = {"value": text}
                faults.append(
                    Fault("quota_number_bad", table.file, table.row_number(place), name, params)
                )
    if faults:
        raise FaultsError(faults)
    floors = {key: values["floor"].get(key, floor) for key in values["population"]}
    return values["population"], floors, values["cap"]
