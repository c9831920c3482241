"""The assembly's documents as files: a lottery, sealed panels, a draw; of one command, of a run, of a bundle."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.cli.console import t
from misaq.formats import unpack_zip, write_atomically
from misaq.foundation.errors import InputError
from misaq.foundation.messages import N_, Message, register
from misaq.process import Result

LotteryFile = Annotated[
    Path,
    typer.Argument(
        help=t(
            "What `misaq assembly draw` wrote, the results folder of a run, or a public bundle (folder or zip)."
        ),
        metavar="LOTTERY",
    ),
]
BUNDLED = ("lottery.json", "draw.json", "pool.csv", "quotas.csv")


class NotALotteryError(InputError):
    """A file is not what `misaq assembly draw` or `misaq run` wrote."""

    code = "not_a_lottery"


@dataclass(frozen=True)
class Published:
    """A lottery as it was published.

    lottery : its results. sealed : the list with its commitment. drawn : the draw's results, None before it.
    pool, quotas : the tables of a bundle, else None.
    """

    lottery: dict[str, Any]
    sealed: dict[str, Any]
    drawn: dict[str, Any] | None = None
    pool: Path | None = None
    quotas: Path | None = None

    @property
    def probabilities(self) -> dict[str, float]:
        """Everybody's chance by id."""
        return dict(self.lottery.get("probabilities", {}))


@contextmanager
def open_published(path: Path) -> Iterator[Published]:
    """What a file, the results folder of a run or a bundle says; tables of a zip are there until the block ends.

    Raises NotALotteryError when it holds no lottery, ArchiveError when a zip cannot be read.
    """
    if path.suffix == ".zip":
        files = unpack_zip(path.read_bytes(), file=str(path))
        with tempfile.TemporaryDirectory() as folder:
            for name in BUNDLED:
                if name in files:
                    (Path(folder) / name).write_bytes(files[name])
            yield _in_folder(Path(folder), path)
    elif path.is_dir():
        yield _in_folder(path, path)
    else:
        lottery = results_of(load_document(path))
        drawn = lottery.get("panel")
        sealed = lottery.get("sealed", {})
        yield _sound(Published(lottery, sealed, drawn if isinstance(drawn, dict) else None), path)


def _in_folder(folder: Path, path: Path) -> Published:
    """A bundle, or else the results of a run."""
    whole = folder / "lottery.json"
    if whole.is_file():
        lottery = results_of(load_document(whole))
        pool, quotas = ((folder / name) for name in ("pool.csv", "quotas.csv"))
        tables = (pool, quotas) if pool.is_file() and quotas.is_file() else (None, None)
        drawn = _draw_in(folder / "draw.json")
        return _sound(Published(lottery, lottery.get("sealed", {}), drawn, *tables), path)
    if not (folder / "assembly.lottery.json").is_file():
        raise NotALotteryError(path=str(path))
    lottery = results_of(load_document(folder / "assembly.lottery.json"))
    sealed = results_of(load_document(folder / "assembly.panels.json"))
    drawn = _draw_in(folder / "assembly.draw.json")
    return _sound(Published({**lottery, "sealed": sealed}, sealed, drawn), path)


def _draw_in(file: Path) -> dict[str, Any] | None:
    return results_of(load_document(file)) if file.is_file() else None


def _sound(found: Published, path: Path) -> Published:
    sealed = found.sealed
    if not isinstance(sealed, dict) or "types" not in sealed or "commitment" not in sealed:
        raise NotALotteryError(path=str(path))
    return found


def load_named(name: str) -> dict[str, Any]:
    """One JSON document that an option names, for `read_source` and `read_randomness`.

    Raises NotALotteryError when the file is none.
    """
    return load_document(Path(name))


def load_document(path: Path) -> dict[str, Any]:
    """One JSON document.

    Raises NotALotteryError when the file is none.
    """
    try:
        found = json.loads(path.read_bytes())
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
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
            N_("{path} is not a document of the assembly."),
            N_(
                "Give what `misaq assembly draw --out` wrote, OUT/results of a run, or a public bundle; "
                "for parties, what `misaq assembly commit` and `gather` wrote."
            ),
        ),
    },
)
