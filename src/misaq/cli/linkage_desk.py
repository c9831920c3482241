"""`misaq record desk-export`: the pairs that wait for a clerk, both rows side by side, ready for a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.linkage import shielded
from misaq.cli.linkage_lists import ListsOfPersons, read_lists
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import Table, read_table, write_atomically
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

PAIR_COLUMNS = ("source_a", "row_a", "source_b", "row_b", "probability", "band", "audit")
DECISION_COLUMNS = ("decision", "reason", "decided_by")

PairsFile = Annotated[
    Path,
    typer.Argument(
        help=t("The pairs that `misaq record link --pairs` wrote (CSV)."), metavar="PAIRS"
    ),
]
Lists = Annotated[
    list[Path], typer.Argument(help=t("The lists that were linked."), metavar="LISTS...")
]
MapFile = Annotated[
    Path | None,
    typer.Option("--map", help=t("Which column is which, as for linking (TOML)."), metavar="FILE"),
]
DeskFile = Annotated[
    Path, typer.Option("--out", help=t("Write the pairs here (CSV)."), metavar="FILE")
]
AllPairs = Annotated[
    bool, typer.Option("--all", help=t("Also the pairs that the model is sure of."))
]


def desk_export_command(
    pairs: PairsFile,
    lists: Lists,
    out: DeskFile,
    mapping: MapFile = None,
    every: AllPairs = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Write the pairs that wait for people, both rows side by side, with room for decisions. Not for publication."""
    output = Output(as_json, quiet)
    with answering(output):
        table = read_table(pairs, pairs.name)
        _require_pairs(table)
        read = read_lists(lists, mapping, "")
        rows = list(_desk_rows(table, _cells_by_row(read), every=every))
        fields = sorted(read.fields)
        header = (*PAIR_COLUMNS, *(f"{name}_{end}" for name in fields for end in "ab"))
        write_atomically(out, _csv((*header, *DECISION_COLUMNS), rows, fields))
        output.say(t("{n} pairs written to {path}. Not for publication.", n=len(rows), path=out))
        output.give({"pairs": len(rows), "fields": fields})


def _require_pairs(table: Table) -> None:
    missing = [name for name in PAIR_COLUMNS if name not in table.names]
    if missing:
        raise FaultsError(
            [Fault("desk_not_pairs", table.file, 1, name, {"column": name}) for name in missing]
        )


def _cells_by_row(read: ListsOfPersons) -> dict[tuple[str, str], dict[str, str]]:
    """Each row's fields by its source and its number in the spreadsheet."""
    whole: dict[str, list[Any]] = {
        name: column.to_pylist() for name, column in read.stacked().items()
    }
    found, at = {}, 0
    for source, numbers in zip(read.sources, read.rows, strict=True):
        for number in numbers.tolist():
            found[source, str(number)] = {name: cells[at] or "" for name, cells in whole.items()}
            at += 1
    return found


def _desk_rows(
    table: Table, cells: Mapping[tuple[str, str], dict[str, str]], *, every: bool
) -> Iterator[tuple[list[str], dict[str, str], dict[str, str]]]:
    faults = []
    for index, row in enumerate(table.rows()):
        told = [str(row[name]) for name in PAIR_COLUMNS]
        ends = [(told[0].removeprefix("'"), told[1]), (told[2].removeprefix("'"), told[3])]
        for (source, number), column in zip(ends, ("row_a", "row_b"), strict=True):
            if (source, number) not in cells:
                params = {"source": source, "row": number}
                place = table.row_number(index)
                faults.append(Fault("desk_unknown_row", table.file, place, column, params))
        if faults:
            continue
        if every or told[5] == "clerical" or told[6] in {"1", "True"}:
            yield told, cells[ends[0]], cells[ends[1]]
    if faults:
        raise FaultsError(faults)


def _csv(
    header: Sequence[str],
    rows: Sequence[tuple[list[str], dict[str, str], dict[str, str]]],
    fields: Sequence[str],
) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for told, left, right in rows:
        sides = [shielded(side[name]) for name in fields for side in (left, right)]
        writer.writerow([*map(shielded, told), *sides, *("" for _column in DECISION_COLUMNS)])
    return stream.getvalue().encode()
