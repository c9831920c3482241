"""`misaq check`: every fault of a process folder, with where it is and how to mend it."""

from collections.abc import Iterable
from itertools import groupby

from rich.text import Text

from misaq.cli.console import LANGUAGE, Exit, Output, answering, fault_place, t
from misaq.cli.options import FolderArgument, Json, Lang, Quiet
from misaq.formats import printable
from misaq.foundation.faults import Fault
from misaq.process import Examination, examine_folder

SHOWN = 20  # of one kind in one column; --json lists them all
_STYLES = {"error": "bold red", "warning": "yellow"}


def check_command(
    folder: FolderArgument, as_json: Json = False, quiet: Quiet = False, lang: Lang = ""
) -> None:
    """List every fault of a process folder; write nothing."""
    output = Output(as_json, quiet)
    with answering(output):
        found = examine_folder(folder)
        if as_json:
            output.give(_document(found))
        else:
            show_examination(output, found)
        if found.n_errors:
            raise SystemExit(int(Exit.FAULTS))


def _document(found: Examination) -> dict[str, object]:
    return {
        "errors": found.n_errors,
        "warnings": len(found.faults) - found.n_errors,
        "not_compared": list(found.not_compared),
        "faults": [fault.as_dict(LANGUAGE) for fault in found.faults],
    }


def show_examination(output: Output, found: Examination) -> None:
    """The faults file by file; under --quiet the errors alone."""
    faults = [f for f in found.faults if not output.quiet or f.severity == "error"]
    for file, of_file in groupby(faults, key=lambda fault: fault.file):
        output.out.print(Text(file or t("the folder"), style="bold"))
        _show_file(output, of_file)
    if output.quiet:
        return
    if found.not_compared:
        rooms = t(", ").join(found.not_compared)
        output.say(
            t(
                "Not yet compared with one another, because of the errors above: {rooms}.",
                rooms=rooms,
            )
        )
    if found.faults:
        n_warnings = len(found.faults) - found.n_errors
        output.say(
            t("Errors: {errors}. Warnings: {warnings}.", errors=found.n_errors, warnings=n_warnings)
        )
    else:
        output.say(t("No faults. The folder can be run."), style="green")


def _show_file(output: Output, faults: Iterable[Fault]) -> None:
    """The faults of one file, at most `SHOWN` of a kind in a column, and how to mend each kind once."""
    kinds: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        kinds.setdefault((fault.code, fault.column), []).append(fault)
    for (code, _), alike in kinds.items():
        for fault in alike[:SHOWN]:
            _show_fault(output, fault)
        if len(alike) > SHOWN:
            more = t("and {count} more like this; --json lists them all", count=len(alike) - SHOWN)
            output.out.print(Text(f"  {more}"))
        if mend := printable(alike[0].message(LANGUAGE).mend):
            output.out.print(Text(f"      {mend}  [{code}]", style="dim"))


def _show_fault(output: Output, fault: Fault) -> None:
    word = t("error") if fault.severity == "error" else t("warning")
    place = fault_place("", fault.row, fault.column)
    what = printable(fault.message(LANGUAGE).what)
    line = Text("  ").append(word, style=_STYLES[fault.severity])
    output.out.print(line.append(f": {place}: {what}" if place else f": {what}"))
