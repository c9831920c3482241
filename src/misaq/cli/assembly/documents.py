"""The assembly's documents as files: a lottery, sealed panels, a draw; of one command or of a run."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import t
from misaq.formats import write_atomically
from misaq.foundation.errors import InputError
from misaq.foundation.messages import N_, Message, register
from misaq.process import Result

LotteryFile = Annotated[
    Path,
    typer.Argument(
        help=t("What `misaq assembly lottery` wrote, or the results folder of a run."),
        metavar="LOTTERY",
    ),
]


def load_named(name: str) -> dict[str, Any]:
    """One JSON document that an option names, for `read_source` and `read_randomness`.

    Raises NotALotteryError when the file is none.
    """
    return load_document(Path(name))


class NotALotteryError(InputError):
    """A file is not what `misaq assembly lottery` or `misaq run` wrote."""

    code = "not_a_lottery"


def read_lottery(path: Path) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The lottery's document with its sealed list under `sealed`, and the draw where there is one.

    Raises NotALotteryError when the file or folder holds no lottery.
    """
    if path.is_dir():
        lottery = results_of(load_document(path / "assembly.lottery.json"))
        lottery["sealed"] = results_of(load_document(path / "assembly.panels.json"))
        draw_file = path / "assembly.draw.json"
        drawn = results_of(load_document(draw_file)) if draw_file.is_file() else None
    else:
        lottery, drawn = results_of(load_document(path)), None
    sealed = lottery.get("sealed")
    if not isinstance(sealed, dict) or "types" not in sealed or "commitment" not in sealed:
        raise NotALotteryError(path=str(path))
    return lottery, drawn


def load_document(path: Path) -> dict[str, Any]:
    """One JSON document.

    Raises NotALotteryError when the file is none.
    """
    try:
        found = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise NotALotteryError(path=str(path)) from None
    if not isinstance(found, dict):
        raise NotALotteryError(path=str(path))
    return found


def results_of(document: dict[str, Any]) -> dict[str, Any]:
    """The results of a document, or the document itself when it has no envelope."""
    found = document.get("results")
    return found if isinstance(found, dict) else document


def write_result(result: Result, out: Path | None) -> None:
    """Write a result where a file is named."""
    if out:
        write_atomically(out, result.payload())


register(
    "cli",
    {
        "not_a_lottery": Message(
            N_("{path} is not a lottery."),
            N_("Give the file that `misaq assembly lottery --out` wrote, or OUT/results of a run."),
        ),
    },
)
