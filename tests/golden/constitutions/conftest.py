"""The three real histories, read and woven once for all tests of this folder."""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from misaq.charter import FoldedHistory, Weave, fold_history, weave_versions
from misaq.formats import TextHistory, load_history_file

WIDTH = {"india": 80, "italy": 0, "usa": 0}


class Real(NamedTuple):
    """A history, its width of hard-wrapped lines, its weave of observed texts, and how long that took."""

    history: TextHistory
    width: int
    weave: Weave
    seconds: float


@pytest.fixture(scope="session")
def folded(real: Callable[[str], Real]) -> Callable[[str], FoldedHistory]:
    """The history of a country as instructions, folded at most once."""

    @cache
    def fold(country: str) -> FoldedHistory:
        read = real(country)
        return fold_history(read.history.versions, join_lines_of=read.width)

    return fold


@pytest.fixture(scope="session")
def real(shared_data: Path) -> Callable[[str], Real]:
    """The history of a country, woven at most once."""

    @cache
    def read(country: str) -> Real:
        path = shared_data / "charter" / country / "versions.jsonl.xz"
        history, faults = load_history_file(path)
        assert history is not None, faults
        began = time.process_time()
        weave = weave_versions(history.versions, join_lines_of=WIDTH[country])
        return Real(history, WIDTH[country], weave, time.process_time() - began)

    return read
