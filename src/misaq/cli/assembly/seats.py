"""`misaq assembly seats`: seats for communities, methods side by side, and seats by community and region."""

from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.assembly import (
    METHODS,
    apportion,
    compare_methods,
    find_paradoxes,
    publish_comparison,
    publish_seats,
)
from misaq.cli.assembly.community_tables import Communities, read_communities
from misaq.cli.assembly.documents import write_result
from misaq.cli.assembly.pool_files import SeatCount, hashes_of
from misaq.cli.assembly.regional_seats import give_regional_seats
from misaq.cli.console import LANGUAGE, Output, answering, t
from misaq.cli.options import Json, Lang, OutFile, Quiet
from misaq.formats import read_table
from misaq.foundation.messages import N_, Message, register, render
from misaq.process import Result


def seats_command(
    table: Annotated[
        Path,
        typer.Argument(
            help=t(
                "Columns id, population, optional floor, cap, before; with --regions also region."
            ),
            metavar="COMMUNITIES.csv",
        ),
    ],
    size: SeatCount,
    floor: Annotated[
        int, typer.Option("--floor", min=0, help=t("Smallest number of seats of each."))
    ] = 0,
    method: Annotated[
        str, typer.Option("--method", help=", ".join(METHODS), metavar="METHOD")
    ] = "sainte_lague",
    compare: Annotated[
        bool,
        typer.Option(
            "--compare", help=t("Every method side by side, and the paradoxes of this one.")
        ),
    ] = False,
    regions: Annotated[
        Path | None,
        typer.Option(
            "--regions",
            help=t("Columns id, seats: share by community and region at once."),
            metavar="REGIONS.csv",
        ),
    ] = None,
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
        asked = read_communities(given, floor, by_region=regions is not None)
        if regions is not None:
            given_regions = read_table(regions, regions.name)
            give_regional_seats(asked, given, given_regions, size, method, out, output)
            return
        seats = apportion(asked.people, size, method=method, floors=asked.floors, caps=asked.caps)
        values = publish_seats(seats, asked.people, floors=asked.floors, caps=asked.caps)
        if compare:
            values["comparison"] = _compared(asked, size, method)
        parameters = {"method": method, "floors": asked.floors, "caps": asked.caps}
        result = Result("assembly.seats", values, parameters, inputs=hashes_of(given))
        write_result(result, out)
        _say_seats(values, output)
        output.give(result.document())


def _say_seats(values: dict[str, Any], output: Output) -> None:
    for row in values["communities"]:
        output.say(f"{row['id']:<24}{row['population']:>12}{row['ideal']:>9.2f}{row['seats']:>5}")
    if values["ties"]:
        output.say(t("Equal claims, settled by the rule: {ids}.", ids=", ".join(values["ties"])))
    if "comparison" in values:
        _say_comparison(values["comparison"], output)


def _compared(asked: Communities, size: int, method: str) -> dict[str, Any]:
    bounds = {"floors": asked.floors, "caps": asked.caps}
    rows = compare_methods(asked.people, size, **bounds)
    before = asked.before or None
    found = find_paradoxes(asked.people, size, method=method, before=before, **bounds)
    return publish_comparison(rows, found)


def _say_comparison(compared: dict[str, Any], output: Output) -> None:
    output.say("")
    for row in compared["methods"]:
        seats = " ".join(f"{n:>4}" for n in row["seats"].values())
        output.say(f"{row['method']:<24}{seats}")
    for paradox in compared["paradoxes"]:
        output.say(render(f"paradox.{paradox['kind']}", LANGUAGE, **paradox).what)
    if not compared["paradoxes"]:
        output.say(t("No paradox shows in these numbers."))


register(
    "cli",
    {
        "paradox.alabama": Message(
            N_(
                "{id} has {before} seats, but {after} in an assembly of {size}: more seats in all, fewer for it."
            )
        ),
        "paradox.new_community": Message(
            N_(
                "Because {other} takes part with its own seats, {id} has {after} instead of {before}."
            )
        ),
        "paradox.population": Message(
            N_(
                "{id} grew faster than {other} and still lost a seat to it: {before} before, {after} now."
            )
        ),
        "paradox.quota": Message(
            N_(
                "{id} has {after} seats; its share rounded up or down would be {before} at the nearest."
            )
        ),
    },
)
