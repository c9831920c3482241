"""A small constitution with three amendments, served from its documents."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.charter_people import body

from misaq.foundation.canonical import canonical_json
from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder
from misaq.process.steps.charter import STEP

__all__ = ["body"]

LAND = "Article 1. Land\n(1) Land is common to كل people.\n(2) It is not sold:\n(a) to foreigners;\n(b) by night.\n"
WATER = "\nArticle 2. Water\n(1) Water belongs to the province.\n"
BOARD = "\nArticle 3. Board\nThe board decides.\n"
FIRST = LAND + WATER
SECOND = FIRST.replace("the province", "the Federation") + BOARD
THIRD = SECOND.replace("The board decides", "The board, after hearing all, decides")
FOURTH = THIRD.replace("by night", "by night or day")
HISTORY = {
    "1950-01-26-text": FIRST,
    "1960-05-12-first": SECOND,
    "1970-01-01-second": THIRD,
    "1980-01-01-third": FOURTH,
}


def write_history(root: Path, history: dict[str, str]) -> None:
    """A process folder with these texts."""
    (root / "charter/versions").mkdir(parents=True)
    (root / "process.toml").write_text('title = {en = "P", ur = "P"}\n', "utf-8")
    for name, text in history.items():
        (root / f"charter/versions/{name}.txt").write_text(text, "utf-8")
    titles = "".join(
        f'[titles.{n}]\nen = "Amendment no. {n}"\nur = "ترمیم {n}"\n'
        for n in range(1, len(history))
    )
    (root / "charter/settings.toml").write_text(f'language = "en"\n{titles}', "utf-8")


def write_results(root: Path) -> Path:
    """The documents of a process folder, in a folder of their own."""
    out = root / "results"
    out.mkdir()
    for result in STEP.run(ProcessFolder.open(root), Silent()).results:
        (out / f"{result.kind}.json").write_bytes(canonical_json(result.document()))
    return out


@pytest.fixture(scope="module")
def results_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result documents of the small constitution."""
    root = tmp_path_factory.mktemp("served")
    write_history(root, HISTORY)
    return write_results(root)


Get = Callable[..., HttpResponse]


@pytest.fixture
def get(results_dir: Path, settings, client: Client) -> Get:
    """Ask for a page under a language; follows one redirect when asked to."""
    settings.MISAQ_RESULTS_DIR = str(results_dir)

    def ask(path: str, *, language: str = "en", follow: bool = False, **more: str) -> HttpResponse:
        return client.get(f"/{language}/{path}", follow=follow, **more)

    return ask
