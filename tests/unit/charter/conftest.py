"""Small histories to read and undo."""

from collections.abc import Callable

import pytest

from misaq.charter import Version, Weave, weave_versions


@pytest.fixture
def history() -> Callable[..., Weave]:
    """A weave of one-file texts given in order."""

    def build(*texts: str) -> Weave:
        return weave_versions(
            Version(n, f"Text {n}", f"{1950 + n}-01-01", {"text": text})
            for n, text in enumerate(texts)
        )

    return build
