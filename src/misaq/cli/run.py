"""`misaq run` and `misaq verify`: compute everything, and compute it again to check."""

from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import LANGUAGE, Exit, Output, answering, t
from misaq.cli.options import FolderArgument, Json, Lang, Quiet, Seed
from misaq.formats import raw_hashes
from misaq.process import Run, Verification, require_ours, run_folder, verify_run, write_run

OutFolder = Annotated[
    Path, typer.Option("--out", help=t("Where to write results, pages and log."), metavar="OUT")
]
SHOWN = 40


def run_command(
    folder: FolderArgument,
    out: OutFolder,
    seed: Seed = None,
    pages: Annotated[bool, typer.Option(help=t("Write the pages too."))] = True,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Compute whatever the folder has input for: results, pages and the public log."""
    output = Output(as_json, quiet)
    with answering(output):
        run = run_into(folder, out, output, seed=seed, pages=pages)
        output.say(t("Documents in {out}/results: {count}.", count=len(run.results), out=out))
        if pages:
            output.say(t("Pages that open from disk: {path}", path=out / "site" / "index.html"))
        output.give(
            {
                "results": [result.kind for result in run.results],
                "seconds": run.seconds,
                "out": str(out),
            }
        )


def run_into(
    folder: Path, out: Path, output: Output, *, seed: int | None = None, pages: bool = True
) -> Run:
    """Compute `folder` and write results, log and pages under `out`; what `misaq run` and `misaq demo` do."""
    require_ours(out)
    with output.progress() as bars:
        run = run_folder(folder, seed=seed, progress=bars)
        write_run(run, out, inputs=raw_hashes(folder))
        if pages:
            write_pages(run, out, bars)
    return run


def write_pages(run: Run, out: Path, bars: Any) -> None:
    """Render the public pages of a run under `out/site`."""
    from misaq.web.start import start  # noqa: PLC0415  starting Django costs half a second

    start("static")
    from misaq.web.process.site import render_site  # noqa: PLC0415  needs a started Django

    render_site(run.documents(), out, bars)


def verify_command(
    out: Annotated[Path, typer.Argument(help=t("What `misaq run` wrote."), metavar="OUT")],
    folder: Annotated[
        Path, typer.Option("--folder", help=t("The process folder."), metavar="FOLDER")
    ],
    strict: Annotated[
        bool, typer.Option("--strict", help=t("A document checked by hash only is an error."))
    ] = False,
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Compute every published number again from the folder, and check the log.

    Exit 0 when all agree, 4 when a number or the log does not.
    """
    output = Output(as_json, quiet)
    with answering(output):
        with output.progress() as bars:
            found = verify_run(out, folder, progress=bars)
        _report(found, output)
        if not found.sound or (strict and found.hash_only):
            raise SystemExit(int(Exit.TAMPERED))


def _report(found: Verification, output: Output) -> None:
    for broken in found.log_breaks:
        output.say(t("Log: {what}", what=broken.message(LANGUAGE).sentence()), style="bold")
    for difference in found.differences[:SHOWN]:
        output.say(f"{difference.kind} {difference.path}", style="bold")
        output.say(t("    published {ours}, computed again {theirs}",
                     ours=_short(difference.published), theirs=_short(difference.recomputed)))  # fmt: skip
    if len(found.differences) > SHOWN:
        output.say(
            t("... and {count} more; --json lists all.", count=len(found.differences) - SHOWN)
        )
    output.say(
        t("{checked} numbers and texts computed again, {wrong} do not agree; by hash only: {hidden}.",
          checked=found.checked, wrong=len(found.differences), hidden=len(found.hash_only))
    )  # fmt: skip
    output.give(
        {
            "sound": found.sound,
            "checked": found.checked,
            "differences": [vars_of(d) for d in found.differences],
            "hash_only": found.hash_only,
            "log": [broken.as_dict(LANGUAGE) for broken in found.log_breaks],
        }
    )


def vars_of(difference: Any) -> dict[str, Any]:
    """A difference as plain values."""
    return {name: getattr(difference, name) for name in ("kind", "path", "published", "recomputed")}


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:77] + "..."
