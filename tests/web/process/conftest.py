"""The people of these tests, and a small process that can be computed in a moment."""

from pathlib import Path

import pytest
from tests.people import alice, bob, charlie, signed_in

from misaq.process import run_folder, write_run
from misaq.web.process.current import _released_site
from misaq.web.process.releases import release_results

__all__ = ["alice", "bob", "charlie", "signed_in"]

COMMITMENTS = """id,title_en,title_ur,obligor_en,due,score,scored_on,scored_by
c1,Publish the water accounts,پانی کا حساب شائع کرنا,Water board,2030-03,2,2031-01-10,observers
c2,Open the register,رجسٹر کھولنا,Ministry,2031-01,,,
"""


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """A process folder with two commitments and nothing else."""
    folder = tmp_path / "process"
    (folder / "table").mkdir(parents=True)
    (folder / "process.toml").write_text(
        'id = "small"\ntitle = { en = "Small", ur = "چھوٹا" }\nas_of = "2031-05-18"\n', "utf-8"
    )
    (folder / "table/commitments.csv").write_text(COMMITMENTS, "utf-8")
    return folder


@pytest.fixture
def small_run(small_folder: Path) -> Path:
    """What `misaq run` writes for it."""
    out = small_folder.parent / "out"
    write_run(run_folder(small_folder), out)
    return out


@pytest.fixture(autouse=True)
def fresh_releases() -> None:
    """A test database gives the same numbers to other releases: forget what was read."""
    release_results.cache_clear()
    _released_site.cache_clear()
