"""What every test shares: the real data beside the checkout."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from tests.site_template import name_template, remove_template

# Tests that make workbooks import openpyxl before misaq does; see misaq.formats.workbook_parser.
os.environ["OPENPYXL_LXML"] = "False"
# No test asserts a time: a busy machine must not fail one. CI tries the same examples every time.
settings.register_profile("misaq", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("misaq")
SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"


def pytest_configure(config: pytest.Config) -> None:
    """Name the place of the template site before workers start, so that all share one."""
    name_template()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the template away with the process that named it."""
    if not hasattr(config, "workerinput"):
        remove_template()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data; a test that needs it skips where it is absent, and never in CI."""
    if not SHARED_DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the real data must lie beside the checkout in CI: ../shared/data")
        pytest.skip("the real data is not beside this checkout: ../shared/data")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def no_language_left_behind() -> Iterator[None]:
    """A request leaves its language active in the thread: the next test starts without it."""
    yield
    if translation := sys.modules.get("django.utils.translation"):
        translation.deactivate()
