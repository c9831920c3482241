"""`misaq assembly verify`: a published lottery and its draw, checked again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.assembly import Break, audit_lottery, check_certificate, standalone_check
from misaq.cli.assembly.documents import (
    LotteryFile,
    Published,
    load_document,
    open_published,
    results_of,
)
from misaq.cli.assembly.pool_files import columns_of
from misaq.cli.console import LANGUAGE, Exit, Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import read_table, write_atomically
from misaq.foundation.messages import render

SHOWN = 20
ScriptOut = Annotated[
    Path | None, typer.Option(help=t("Where to write the check for Python alone."), metavar="FILE")
]


def verify_command(
    lottery: LotteryFile,
    drawn: Annotated[
        Path | None,
        typer.Option("--draw", help=t("What `misaq assembly draw` wrote."), metavar="FILE"),
    ] = None,
    pool: Annotated[
        Path | None,
        typer.Option("--pool", help=t("The pool, to check panels against quotas."), metavar="FILE"),
    ] = None,
    quotas: Annotated[
        Path | None, typer.Option("--quotas", help=t("The quotas of that pool."), metavar="FILE")
    ] = None,
    script: ScriptOut = None,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Check a lottery again: seal, panels, every probability, the draw. Exit 4 when any does not agree."""
    output = Output(as_json, quiet)
    with answering(output):
        if script is not None:
            write_atomically(script, standalone_check())
            for beside in ("check_form.py", "check_randomness.py"):  # which the first one asks
                write_atomically(script.with_name(beside), standalone_check(beside))
        if (pool is None) != (quotas is None):
            raise typer.BadParameter("", param_hint="--pool, --quotas")
        with open_published(lottery) as given:
            told = results_of(load_document(drawn)) if drawn else given.drawn
            tables = _tables(given, pool, quotas)
            breaks = _breaks(given, told, tables)
        _answer(given, told, breaks, bool(tables), output)


def _tables(given: Published, pool: Path | None, quotas: Path | None) -> tuple[Path, Path] | None:
    """Pool and quotas as the options name them, else those of a bundle."""
    if pool and quotas:
        return pool, quotas
    return (given.pool, given.quotas) if given.pool and given.quotas else None


def _breaks(
    given: Published, told: dict[str, Any] | None, tables: tuple[Path, Path] | None
) -> list[Break]:
    """With the pool at hand what the stand-alone check finds, and what only misaq's own reading finds."""
    breaks = audit_lottery(given.sealed, given.probabilities, told)
    if tables and not breaks:
        pool, quotas = (columns_of(read_table(path, path.name)) for path in tables)
        lottery = {**given.lottery, "sealed": given.sealed}
        breaks = check_certificate(lottery, pool, quotas, told)
    return breaks


def _answer(
    given: Published,
    told: dict[str, Any] | None,
    breaks: Sequence[Break],
    quotas_checked: bool,
    output: Output,
) -> None:
    """Say what does not agree, or what was checked; exit 4 when anything does not."""
    document = {
        "draw_checked": told is not None,
        "quotas_checked": quotas_checked,
        "source_named": given.sealed.get("source"),
        "rehearsal": bool(told and told.get("rehearsal")),
    }
    say_breaks(breaks, output, document)
    output.say(_what_was_checked(given.sealed, told, quotas_checked))
    output.give({"sound": True, "breaks": [], **document})


def say_breaks(
    breaks: Sequence[Break], output: Output, document: Mapping[str, Any] | None = None
) -> None:
    """Say what does not agree and end with 4; nothing when all does.

    document : what the answer under --json says beside.
    """
    if not breaks:
        return
    for item in breaks[:SHOWN]:
        output.say(render(item.code, LANGUAGE, **item.params).what, style="bold")
    if len(breaks) > SHOWN:
        output.say(t("... and {count} more; --json lists all.", count=len(breaks) - SHOWN))
    found = [{"code": item.code, **item.params} for item in breaks]
    output.give({"sound": False, "breaks": found, **(document or {})})
    raise SystemExit(int(Exit.TAMPERED))


def _what_was_checked(
    sealed: dict[str, Any], told: dict[str, Any] | None, quotas_checked: bool
) -> str:
    parts = [t("The seal, the panels and every probability agree.")]
    parts.append(t("The draw agrees.") if told else t("There is no draw yet."))
    if told and told.get("rehearsal"):
        parts.append(t("It is a REHEARSAL: somebody chose its seed."))
    elif told and "source" in sealed:
        parts.append(t("Its source, {source}, was named in the seal.", source=sealed["source"]))
    elif told:
        parts.append(t("Its source was not named in the seal."))
    if not quotas_checked:
        parts.append(t("The quotas were not checked: that needs --pool and --quotas."))
    return " ".join(parts)
