"""`misaq new`: a process folder to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.cli.console import Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.process import write_new


def new_command(
    folder: Annotated[
        Path, typer.Argument(help=t("The folder to make; must not exist yet."), metavar="FOLDER")
    ],
    title_en: Annotated[
        str, typer.Option(help=t("Title of the process, in English."), metavar="TEXT")
    ] = "",
    title_ur: Annotated[
        str, typer.Option(help=t("Title of the process, in Urdu."), metavar="TEXT")
    ] = "",
    process_id: Annotated[
        str,
        typer.Option("--id", help=t("Short name: letters a to z, digits, hyphens."), metavar="ID"),
    ] = "",
    as_json: Json = False,
    quiet: Quiet = False,
    lang: Lang = "",
) -> None:
    """Make a process folder with settings, the header of each table, and notes in both languages."""
    output = Output(as_json, quiet)
    with answering(output):
        files = write_new(folder, process_id=process_id, title_en=title_en, title_ur=title_ur)
        output.say(
            t(
                "Made {folder} with {count} files; README.txt says what each is.",
                folder=folder,
                count=len(files),
            )
        )
        output.say(t("Next: misaq check {folder}", folder=folder))
        output.give({"folder": str(folder), "files": files})
