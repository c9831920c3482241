"""`misaq record neutral`: words that take a side, with what to write in their place."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from misaq.cli.console import LANGUAGE, Exit, Output, answering, fault_place, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import read_table
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.record import (
    LoadedWord,
    check_wording,
    tally_sides,
    wording_families,
    wording_version,
)

Texts = Annotated[
    Path, typer.Argument(help=t("A text, or a table (CSV) with --column."), metavar="FILE")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", help=t("A column of the table to look at; may be repeated.")),
]
FieldKind = Annotated[
    Literal["narrative", "structured"],
    typer.Option(
        "--field",
        help=t("structured: a found word is blocked; narrative: it is pointed out."),
    ),
]


@dataclass(frozen=True)
class _Find:
    """A word of the list with where it stands."""

    row: int | None
    column: str
    text: str
    word: LoadedWord


def neutral_command(
    file: Texts,
    column: Columns = None,
    field: FieldKind = "narrative",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Words that take a side, and what to write instead. Quotations are never touched."""
    output = Output(as_json, quiet)
    with answering(output):
        finds = [
            _Find(row, name, text[word.start : word.end], word)
            for row, name, text in _texts(file, column or [])
            for word in check_wording(text, field)
        ]
        for find in finds:
            _say(find, output)
        words = [find.word for find in finds]
        output.say(
            t(
                "{n} words that take a side; list {version}.",
                n=len(words),
                version=wording_version(),
            )
        )
        output.give(
            {
                "version": wording_version(),
                "field": field,
                "words": [_plain(find) for find in finds],
                "by_side": dict(tally_sides(words)),
            }
        )
        if any(word.severity == "block" for word in words):
            raise SystemExit(int(Exit.FAULTS))


def _texts(file: Path, columns: list[str]) -> list[tuple[int | None, str, str]]:
    """Each text with its row and column; a file that is no table is one text without either."""
    if not columns:
        try:
            return [(None, "", file.read_text("utf-8-sig"))]
        except UnicodeDecodeError:
            raise FaultsError([Fault("wording_not_text", file.name)]) from None
    table = read_table(file, file.name)
    missing = [name for name in columns if name not in table]
    if missing:
        known = ", ".join(table.names)
        raise FaultsError(
            [Fault("wording_no_column", file.name, 1, name, {"known": known}) for name in missing]
        )
    return [
        (table.row_number(n), name, text)
        for name in columns
        for n, text in enumerate(table.text(name))
    ]


def _say(find: _Find, output: Output) -> None:
    family = wording_families()[find.word.family]
    place = fault_place("", find.row, find.column) or t("character {n}", n=find.word.start + 1)
    output.say(f"{place}: {find.text}", style="bold")
    output.say(f"    {family.label[LANGUAGE]}. {family.why[LANGUAGE]}")
    output.say(f"    {family.instead[LANGUAGE]}")


def _plain(find: _Find) -> dict[str, Any]:
    family = wording_families()[find.word.family]
    return {
        "row": find.row,
        "column": find.column,
        "start": find.word.start,
        "end": find.word.end,
        "word": find.text,
        "family": find.word.family,
        "severity": find.word.severity,
        "leans": find.word.leans,
        "instead": family.instead[LANGUAGE],
    }
