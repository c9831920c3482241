"""Options that every command has."""

from pathlib import Path
from typing import Annotated

import typer

from misaq.cli.console import t

Json = Annotated[bool, typer.Option("--json", help=t("Answer with one JSON document."))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=t("Say nothing but errors."))]
Lang = Annotated[
    str, typer.Option("--lang", help=t("Language of messages: en or ur."), metavar="LANG")
]
Seed = Annotated[
    int | None, typer.Option("--seed", help=t("Public seed; every use of chance derives from it."))
]
FolderArgument = Annotated[Path, typer.Argument(help=t("The process folder."), metavar="FOLDER")]
OutFile = Annotated[
    Path | None, typer.Option("--out", help=t("Write the result document here."), metavar="FILE")
]
