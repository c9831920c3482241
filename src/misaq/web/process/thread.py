"""One thread to follow on the home page: from a finding, by a statement, to a draft clause and what it promises."""

from collections.abc import Mapping, Sequence
from typing import Any

from misaq.process import Results


def find_thread(results: Results) -> Sequence[Mapping[str, Any]]:
    """The steps of the best grounded draft, in the order of the work; empty when there is none."""
    return ()
