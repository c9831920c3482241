"""`misaq serve` and `misaq load`: they start and end together, and every trouble is an answer in two languages."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.serving import Served, own_environment, served, wait_for
from tests.site_template import fresh_site

from misaq.cli.server import (
    CannotListenError,
    PortInUseError,
    SiteServedError,
    check_port,
    site_held,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served site."""
    with served(tmp_path_factory.mktemp("serving"), {}) as running:
        yield running


def misaq(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "misaq", *arguments],
        env=own_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_port_in_use_is_an_answer() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(PortInUseError) as caught:
            check_port("127.0.0.1", taken.getsockname()[1])
    assert "--port" in caught.value.message("en").mend
    assert "پورٹ" in caught.value.message("ur").what


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-name.invalid"])
def test_an_address_that_is_not_ours_is_an_answer(host: str) -> None:
    with pytest.raises(CannotListenError):
        check_port(host, 8000)


def test_a_free_port_is_free() -> None:
    check_port("127.0.0.1", 0)


def test_a_site_is_held_by_one_server_at_a_time(tmp_path: Path) -> None:
    with site_held(tmp_path), pytest.raises(SiteServedError), site_held(tmp_path):
        pass
    with site_held(tmp_path):
        pass  # given back


def test_nothing_to_serve_is_an_answer(tmp_path: Path) -> None:
    for command in (["serve"], ["manage", "check"]):
        answer = misaq(*command, "--site", str(tmp_path / "nothing"))
        assert answer.returncode == 1
        assert "There is no site in" in answer.stderr
        assert "Traceback" not in answer.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_run_that_is_cut_off_is_not_released(tmp_path: Path) -> None:
    (tmp_path / "out/results").mkdir(parents=True)
    (tmp_path / "out/ledger").mkdir()
    (tmp_path / "out/ledger/checkpoint.txt").touch()
    (tmp_path / "out/results/process.overview.json").write_text('{"kind": "process.over', "utf-8")
    site = fresh_site(tmp_path / "site")
    answer = misaq("load", str(tmp_path / "out"), "--site", str(site), "--lang", "ur")
    assert answer.returncode == 1
    assert "نتیجے کی دستاویز نہیں" in answer.stderr


def test_a_file_where_the_site_should_be_is_an_answer(tmp_path: Path, site: Served) -> None:
    (tmp_path / "file").touch()
    out = site.site.parent / "out"
    answer = misaq("load", str(out), "--site", str(tmp_path / "file"))
    assert answer.returncode == 1
    assert "The file system refused" in answer.stderr


def test_the_same_site_is_not_served_twice(site: Served) -> None:
    port = site.address.rpartition(":")[2]
    same_port = misaq("serve", "--site", str(site.site), "--port", port)
    other_port = misaq("serve", "--site", str(site.site), "--port", "18999", "--lang", "ur")
    assert (same_port.returncode, other_port.returncode) == (1, 1)
    assert "already listens" in same_port.stderr
    assert "پہلے سے چل رہی ہے" in other_port.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_worker_ends_with_the_server_however_it_ends(
    how: signal.Signals, tmp_path: Path, site: Served
) -> None:
    """Runs last: it ends the server of the other tests, and starts it again."""
    server = site.process
    family = _family(server.pid)
    assert len(family) >= 2, "a worker and a web process"
    server.send_signal(how)
    server.wait(timeout=30)
    until = time.monotonic() + 15
    while left := [pid for pid in family if _lives(pid)]:
        assert time.monotonic() < until, f"left behind: {left}"
        time.sleep(0.1)
    if how != signal.SIGKILL:
        assert server.returncode == 0
        log = (site.site.parent / "server.log").read_text("utf-8")
        assert log.rstrip().endswith("Stopped.")
        assert "Traceback" not in log
        assert "Fatal" not in log
    port = site.address.rpartition(":")[2]
    with (site.site.parent / "server.log").open("wb") as log_file:
        site.process = subprocess.Popen(
            [sys.executable, "-m", "misaq", "serve", "--site", str(site.site), "--port", port],
            env=own_environment(),
            stdout=log_file,
            stderr=log_file,
        )
    wait_for(site.address + "/health", site.process)


def _family(pid: int) -> list[int]:
    """The processes that `pid` started."""
    entries = [entry for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [int(entry.name) for entry in entries if _parent(entry) == pid]


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
