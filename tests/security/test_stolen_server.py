"""A thief carries the server away: database, journal, keys, sessions, files. It names nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.security.hidden_texts import HiddenTexts, forms_of
from tests.site_template import fresh_site

from misaq.foundation.errors import MisaqError
from misaq.record import (
    combine_shares,
    make_identity,
    read_identity,
    read_sealed,
    release_share,
    request_opening,
)

CASES = 500
ROOT = Path(__file__).parents[2]


def _seeded(site: Path, database: str = "", n_cases: int = CASES) -> dict[str, Any]:
    """What was put into a site by a process of its own."""
    fresh_site(site)
    done = subprocess.run(
        [sys.executable, "-m", "tests.security.register_seed", str(site), str(n_cases)],
        cwd=ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith(("DJANGO_", "MISAQ_"))}
        | {"MISAQ_DATABASE": database, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (site / "server.log").write_text(done.stderr, "utf-8")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A site on SQLite with 500 cases, as it lies on the disk."""
    site = tmp_path_factory.mktemp("stolen") / "site"
    return site, _seeded(site)


def test_the_search_finds_every_way_of_writing() -> None:
    """A search that finds nothing anywhere would prove nothing."""
    for text in ("Zarquelmavrith 0001", "زرقملوٹغڑپ", "0399-12345678"):
        search = HiddenTexts([text, "something else entirely"])
        for form in forms_of(text):
            for shift in range(9):
                data = b"\x00" * shift + b"before" + form + b"after" * 3
                assert search.find(data) == {text}, form
        assert not search.find(b"nothing of the kind" * 100)


def test_a_stolen_server_names_no_one(stolen: tuple[Path, dict[str, Any]]) -> None:
    site, told = stolen
    assert told["n_sealed"] == 3 * CASES
    assert (
        told["n_files"] == 21
    )  # names and telephones inside, in EXIF, and in the names of the files
    hidden, clear = HiddenTexts(told["hidden"]), HiddenTexts(told["clear"])
    files = [path for path in site.rglob("*") if path.is_file()]
    assert {"site.sqlite3", "secret_key", "server.log"} <= {path.name for path in files}
    kept = [path for path in (site / "record-files").iterdir() if path.stat().st_size]
    assert len(kept) == 52  # originals, copies, and ten that stopped on the way
    assert any(path.name.endswith("-wal") or path.stat().st_size > 10**6 for path in files)
    seen: set[str] = set()
    for path in files:
        data = path.read_bytes()
        assert not hidden.find(data), path.name
        seen |= clear.find(data)
    assert seen == set(told["clear"])  # the same search sees what is not hidden


def test_a_stolen_postgresql_names_no_one(tmp_path: Path) -> None:
    server = os.environ.get("MISAQ_TEST_POSTGRES")
    if not server:
        pytest.skip("no PostgreSQL: set MISAQ_TEST_POSTGRES=postgresql://user@host:port/database")
    name = "misaq_stolen"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name}")
    address = server.rsplit("/", 1)[0] + f"/{name}"
    told = _seeded(tmp_path / "site", address, n_cases=60)
    hidden, clear = HiddenTexts(told["hidden"]), HiddenTexts(told["clear"])
    seen: set[str] = set()
    with psycopg.connect(address) as thief:
        tables = thief.execute(
            "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        assert len(tables) > 40
        for (table,) in tables:
            with thief.cursor().copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as rows:
                data = b"".join(bytes(row) for row in rows)
            assert not hidden.find(data), table
            seen |= clear.find(data)
    assert seen == set(told["clear"])
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name}")


def test_two_of_five_open_nothing_and_three_open_one_record_and_only_that(
    stolen: tuple[Path, dict[str, Any]],
) -> None:
    told = stolen[1]
    keepers = [read_identity(text.encode()) for text in told["identities"]]
    records = [read_sealed(document.encode()) for document in told["sealed"]]
    asker = make_identity()
    known = [json.dumps(person, ensure_ascii=False) for person in told["people"]]
    for at, sealed in enumerate(records[:12]):
        request = request_opening(sealed, asker="court", recipient=asker.recipient, reason="test")
        releases = [release_share(sealed, request, keeper) for keeper in keepers[:3]]
        for pair in (releases[:2], releases[1:], [releases[0], releases[0], releases[2]]):
            with pytest.raises(MisaqError):
                combine_shares(sealed, pair, asker)
        opened = json.loads(combine_shares(sealed, releases, asker).text.reveal())
        assert any(json.loads(person) == opened for person in known)
        for other in records[:at] + records[at + 1 :]:
            with pytest.raises(MisaqError):
                combine_shares(other, releases, asker)


def test_what_lies_on_the_server_holds_no_key(stolen: tuple[Path, dict[str, Any]]) -> None:
    """Neither the custodians' keys nor the passphrase were ever there."""
    site, told = stolen
    keys = HiddenTexts(
        [
            *(key.split()[-1] for key in told["identities"]),
            "five invented words for a stolen server",
        ]
    )
    for path in site.rglob("*"):
        if path.is_file():
            assert not keys.find(path.read_bytes()), path.name
