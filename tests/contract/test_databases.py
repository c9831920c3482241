"""The served log and releases behave alike on SQLite and on PostgreSQL.

PostgreSQL runs where MISAQ_TEST_POSTGRES names a server; the test script starts one, and CI fails without it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = [
    "tests/web/process/test_releases.py",
    "tests/web/accounts",
    "tests/web/dialogue",
    "tests/web/record/test_search.py",
    "tests/web/record/test_search_by_hand.py",
    "tests/web/record/test_exports.py",
    "tests/web/record/test_activity.py",
    "tests/web/process/test_record_log.py",
    "tests/security/test_deny_by_default.py",
    "tests/security/test_record_side_doors.py",
    "tests/security/test_taking_part.py",
]


@pytest.mark.postgres
def test_the_site_s_tests_pass_on_postgresql() -> None:
    address = os.environ.get("MISAQ_TEST_POSTGRES", "")
    if not address:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests on PostgreSQL: MISAQ_TEST_POSTGRES is not set")
        pytest.skip("no PostgreSQL: set MISAQ_TEST_POSTGRES=postgresql://user@host:port/database")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-p",
            "no:cacheprovider",
            "--create-db",
            "--migrations",
            *TESTS,
        ],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "MISAQ_TEST_DATABASE": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout
