"""`misaq charter import`: a text in any form becomes one more dated text of a history."""

from datetime import date as day_of
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.charter import FootnotedEdition, count_words
from misaq.cli.charter_source import history_folder
from misaq.cli.console import LANGUAGE, Output, answering, fault_place, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import ImportedText, load_edition, load_footnoted, write_atomically
from misaq.foundation.errors import FaultsError, InputError
from misaq.foundation.faults import Fault
from misaq.foundation.messages import N_, Message, register


class NoDayError(InputError):
    """A dated text needs a day: the file does not say one, and none was given."""

    code = "cli_no_day"


register(
    "cli",
    {
        "cli_no_day": Message(
            N_("No day from which this text counts: {given}."),
            N_("Give it with --date 1976-11-01; a year or a month may do."),
        ),
    },
)


def import_command(
    file: Annotated[
        Path, typer.Argument(help=t("A text: .txt, .md, .xml (Akoma Ntoso), .docx or .json."))
    ],
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", help=t("A folder with versions/, or a process folder: add the text to it.")
        ),
    ] = None,
    date: Annotated[
        str, typer.Option("--date", help=t("Day from which it counts; that of the file else."))
    ] = "",
    title: Annotated[str, typer.Option("--title", help=t("A short name: 42nd amendment."))] = "",
    language: Annotated[
        str, typer.Option("--language", help=t("Of a file in several languages, which one."))
    ] = "",
    footnoted: Annotated[
        bool,
        typer.Option(
            "--footnoted",
            help=t(
                "The pages of an edition whose footnotes say who changed what: “Subs. by Act X, s. 5”."
            ),
        ),
    ] = False,
    join: Annotated[
        int,
        typer.Option(
            "--join-lines-of",
            help=t("Join each line of exactly this many characters with the next."),
            min=0,
        ),
    ] = 0,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "en",
) -> None:
    """Read a text of any form, say what was found in it, and add it to a history."""
    output = Output(as_json, quiet)
    with answering(output):
        results, text, day = _read(file, language, join, footnoted=footnoted)
        for warning in results["warnings"]:
            output.say(warning)
        output.say(
            t(
                "{words} words in {provisions} provisions.",
                words=results["words"],
                provisions=results["provisions"],
            ),
            style="bold",
        )
        if into is not None:
            results["file"] = _add(into, text, date or day, title or results["title"] or file.stem)
            output.say(t("Written: {path}", path=results["file"]))
        output.give(results)


def _read(
    file: Path, language: str, join: int, *, footnoted: bool
) -> tuple[dict[str, Any], str, str]:
    """What was found, the text and its day; raises FaultsError."""
    if footnoted:
        edition, faults = load_footnoted(file)
        if edition is None:
            raise FaultsError(faults)
        return _footnoted_values(edition, faults), edition.text, ""
    read, faults = load_edition(file, language=language, join_lines_of=join)
    if read is None:
        raise FaultsError([fault for fault in faults if fault.severity == "error"] or faults)
    return _values(read, faults), read.text, read.date


def _values(read: ImportedText, faults: list[Fault]) -> dict[str, Any]:
    return {
        "title": read.title,
        "language": read.language,
        "date": read.date,
        "words": count_words(read.text),
        "provisions": sum(1 for _ in read.outline.walk()) - 1,
        "warnings": _warnings(faults),
    }


def _footnoted_values(edition: FootnotedEdition, faults: list[Fault]) -> dict[str, Any]:
    kinds: dict[str, int] = {}
    for note in edition.notes:
        kinds[note.kind] = kinds.get(note.kind, 0) + 1
    return {
        "title": "",
        "language": "",
        "date": "",
        "words": count_words(edition.text),
        "provisions": 0,
        "notes": len(edition.notes),
        "kinds": dict(sorted(kinds.items())),
        "unplaced": len(edition.unplaced),
        "not_in_source": len(edition.not_in_source),
        "warnings": _warnings(faults),
    }


def _warnings(faults: list[Fault]) -> list[str]:
    return [
        f"{fault_place(fault.file, fault.row, fault.column)}: {fault.message(LANGUAGE).sentence()}"
        for fault in faults
    ]


def _add(into: Path, text: str, date: str, title: str) -> str:
    """Write the text among the dated ones; its place in the folder."""
    try:
        day_of.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        raise NoDayError(given=date or "?") from None
    _, under = history_folder(into)
    name = (
        "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())[:80] or "text"
    )
    file = f"{under}versions/{date}-{name}.txt"
    target = into / file
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, text.encode())
    return file
