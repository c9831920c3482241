"""`misaq assembly verify`: a published lottery and its draw, checked again."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.assembly import audit_lottery, check_certificate, standalone_check
from misaq.cli.assembly.documents import LotteryFile, load_document, read_lottery, results_of
from misaq.cli.assembly.pool_files import columns_of, read_pool_files
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
    certificate: Annotated[
        Path | None,
        typer.Option(
            "--certificate",
            help=t("The proof, checked in exact fractions; needs --pool and --quotas."),
            metavar="FILE",
        ),
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
        if (pool is None) != (quotas is None) or (certificate is not None and pool is None):
            raise typer.BadParameter("", param_hint="--pool, --quotas")
        sealed, probabilities, found = read_lottery(lottery)
        found = results_of(load_document(drawn)) if drawn else found
        size = int(sealed.get("size", 0))
        people = read_pool_files(pool, quotas, size)[0] if pool and quotas else None
        breaks = audit_lottery(sealed, probabilities, found, people)
        if certificate and pool and quotas:
            tables = (columns_of(read_table(path, path.name)) for path in (pool, quotas))
            breaks += check_certificate(sealed, probabilities, load_document(certificate), *tables)
        for item in breaks[:SHOWN]:
            output.say(render(item.code, LANGUAGE, **item.params).what, style="bold")
        if len(breaks) > SHOWN:
            output.say(t("... and {count} more; --json lists all.", count=len(breaks) - SHOWN))
        if not breaks:
            output.say(_what_was_checked(found is not None, people is not None))
        output.give(
            {
                "sound": not breaks,
                "breaks": [{"code": item.code, **item.params} for item in breaks],
                "draw_checked": found is not None,
                "quotas_checked": people is not None,
            }
        )
        if breaks:
            raise SystemExit(int(Exit.TAMPERED))


def _what_was_checked(draw_checked: bool, quotas_checked: bool) -> str:
    parts = [t("The seal, the panels and every probability agree.")]
    parts.append(t("The draw agrees.") if draw_checked else t("There is no draw yet."))
    if not quotas_checked:
        parts.append(t("The quotas were not checked: that needs --pool and --quotas."))
    return " ".join(parts)
