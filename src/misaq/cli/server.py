"""Running a site: one web server, one background worker, both ended together."""

import errno
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from misaq.foundation.errors import InputError
from misaq.foundation.messages import N_, Message, register

# How long work under way may go on after the server was told to stop; what is cut off is told at the desk.
PATIENCE_S = 10
# Requests at one time: the more wait for one commit, the more it carries (bench/votes.py).
THREADS = int(os.environ.get("MISAQ_THREADS", "32"))


class PortInUseError(InputError):
    """Somebody listens there already."""

    code = "port_in_use"


class CannotListenError(InputError):
    """Nobody may listen there, or the address is not this machine's."""

    code = "cannot_listen"


class SiteServedError(InputError):
    """Another server holds this site."""

    code = "site_served"


register(
    "cli",
    {
        "port_in_use": Message(
            N_("Another program already listens on {host}, port {port}."),
            N_("Choose another port with --port, or stop that program."),
        ),
        "cannot_listen": Message(
            N_("This machine does not let us listen on {host}, port {port}: {reason}."),
            N_("Choose an address of this machine and a port from 1024 up."),
        ),
        "site_served": Message(
            N_("The site in {path} is being served already."),
            N_("Stop that server first, or name another folder."),
        ),
    },
)


def check_port(host: str, port: int) -> None:
    """Raise PortInUseError or CannotListenError unless we could listen there."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], found[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
            probe.listen()  # binding alone succeeds beside a listener that reuses addresses
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(host=host, port=str(port)) from None
        raise CannotListenError(host=host, port=str(port), reason=error.strerror) from None


@contextmanager
def site_held(site: Path) -> Iterator[None]:
    """Hold a site for one server: two workers on one database would end each other's runs.

    Raises SiteServedError while another server holds it. The hold ends with the process, however it ends.
    """
    handle = os.open(site / "serving", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415  not on every system

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SiteServedError(path=str(site)) from None
        yield
    finally:
        os.close(handle)


def serve(site: Path, host: str, port: int) -> None:
    """Serve a site that is held until Ctrl-C or SIGTERM; then end the worker too."""
    os.environ["MISAQ_SITE"] = str(site.resolve())
    signal.signal(signal.SIGTERM, _stop)  # until the web server sets its own
    with Worker(site):
        serve_web(host, port)


def serve_web(host: str, port: int) -> None:
    """Serve the site that MISAQ_SITE names, without a worker, until Ctrl-C or SIGTERM."""
    from granian import Granian  # noqa: PLC0415  only a server needs it
    from granian.constants import Interfaces  # noqa: PLC0415  only a server needs it

    # A forked server would share our database connection, the hold on the site and the worker's pipe.
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "misaq.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_enabled=False,
        log_access=False,
    ).serve()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class Worker:
    """The background worker in a process of its own; begun again when it ends before the server does."""

    def __init__(self, site: Path) -> None:
        self._command = [sys.executable, "-m", "misaq", "manage", "--site", str(site), "work"]
        self._stopping = threading.Event()
        self._process = self._begin()
        self._watch = threading.Thread(target=self._keep_alive, daemon=True)

    def _begin(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C is for the server, which then ends the worker in order. The worker reads
        # the pipe: when the server is killed outright, the pipe closes and the worker ends too.
        return subprocess.Popen(  # noqa: S603  our own command, nothing from outside
            self._command, stdin=subprocess.PIPE, start_new_session=True
        )

    def _keep_alive(self) -> None:
        while True:
            self._process.wait()
            if self._stopping.wait(timeout=2):
                return
            self._process = self._begin()

    def __enter__(self) -> None:
        self._watch.start()

    def __exit__(self, *_: object) -> None:
        from misaq.web.assembly.running.services import runs_recover  # noqa: PLC0415  needs a started Django
        from misaq.web.assembly.standby.services import (  # noqa: PLC0415  needs a started Django
            alternates_recover,
        )
        from misaq.web.process.services import jobs_recover  # noqa: PLC0415  needs a started Django

        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        jobs_recover()
        runs_recover()
        alternates_recover()
