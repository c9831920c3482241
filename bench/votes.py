"""How many votes a site takes, how long each waits, and whether one is ever lost.

    python bench/votes.py [--seconds 15] [--kills 50] [--database postgresql://user@host:port/database]

Runs the site's own server on this machine, on SQLite with synchronous=FULL or on PostgreSQL, and prints:
- 100 people who each vote every two seconds, while another process computes opinion maps without pause: p50, p95;
- a closed loop of 100 connections: votes a second, beside the same view that writes each vote by itself, turn
  about, and the median of the ratios of the turns;
- the server killed with SIGKILL in mid-load, again and again: acknowledged votes that are missing or there twice.
The load comes from the same two cores as the server, so the figures are lower bounds.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PEOPLE, STATEMENTS, CONNECTIONS = 4000, 300, 100
ROUNDS = 6  # turns in which the two ways of writing are compared
TOKEN = "t" * 32
MAPS = """
import numpy as np
from misaq.dialogue import build_vote_matrix, map_opinions
chance = np.random.default_rng(1)
n = 40_000
people = np.array([f"p{i}" for i in chance.integers(0, 1000, n)], dtype=object)
names = np.array([f"s{i}" for i in chance.integers(0, 200, n)], dtype=object)
_, first = np.unique(people + names, return_index=True)
votes = build_vote_matrix(people[first], names[first], chance.integers(-1, 2, n)[first])
while True:
    map_opinions(votes, seed=1)
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=15)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--database", default="")
    options.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        from misaq.cli.server import serve_web  # noqa: PLC0415  only the child serves

        serve_web("127.0.0.1", given.serve)
        return
    with tempfile.TemporaryDirectory() as parent:
        os.environ |= {"MISAQ_SITE": parent + "/site", "MISAQ_DATABASE": given.database}
        statements = prepare(Path(parent) / "site")
        kind = "PostgreSQL" if given.database else "SQLite, synchronous=FULL"
        print(f"{kind}; {os.cpu_count()} cores; {PEOPLE} people, {len(statements)} statements")
        pairs = iter([(p, s) for s in statements for p in range(PEOPLE)])  # each pair once
        with server() as (port, _), busy():
            asyncio.run(load(port, pairs, 3, every=2.0))  # the server is up and warm after that
            taken = asyncio.run(load(port, pairs, given.seconds, every=2.0))
            report("100 people, one vote every 2 s, maps computed meanwhile", taken, given.seconds)
        compare(pairs, given.seconds)
        kill_again_and_again(pairs, given.kills)


def compare(pairs: Iterator[tuple[int, int]], seconds: float) -> None:
    """The same view with votes written together and each by itself, turn about, so that noise meets both alike."""
    names = {"1": "written together", "0": "each written by itself"}
    taken: dict[str, Taken] = {together: [] for together in names}
    ratios, each = [], seconds / ROUNDS
    with server(together="1") as (first, _), server(together="0") as (second, _):
        ports = {"1": first, "0": second}
        for port in ports.values():
            asyncio.run(load(port, pairs, 2))  # warm
        for number in range(ROUNDS):
            done = {}
            for together in sorted(names, reverse=number % 2 == 0):
                done[together] = asyncio.run(load(ports[together], pairs, each))
                taken[together] += done[together]
            ratios.append(len(done["1"]) / max(1, len(done["0"])))
    for together, name in names.items():
        report(f"closed loop of 100, {name}", taken[together], seconds)
    ratios.sort()
    print(
        f"ratio {statistics.median(ratios):.2f} (median of {ROUNDS} turns; {ratios[0]:.2f} to {ratios[-1]:.2f})",
        flush=True,
    )


def prepare(site: Path) -> list[int]:
    """A site with an open conversation and many people whose keys we know."""
    from misaq.web.start import start_site  # noqa: PLC0415  the environment is set first

    start_site(site)
    from django.conf import settings  # noqa: PLC0415  needs a started Django

    from misaq.web.dialogue.models import Participant, Statement  # noqa: PLC0415  needs a started Django
    from misaq.web.dialogue.selectors import hash_secret  # noqa: PLC0415  needs a started Django
    from misaq.web.dialogue.services import conversation_open  # noqa: PLC0415  needs a started Django

    rows = [
        {"id": f"s{n}", "texts": {"en": {"text": f"Statement {n}."}}} for n in range(STATEMENTS)
    ]
    process = f"bench-{os.getpid()}"
    conversation = conversation_open({"id": process}, {"statements": rows})
    Participant.objects.bulk_create(
        Participant(
            conversation=conversation, way_in="link", key_hash=hash_secret(f"{process}-{n}")
        )
        for n in range(PEOPLE)
    )
    os.environ |= {
        "BENCH": process,
        "BENCH_CSRF": settings.CSRF_COOKIE_NAME,
        "BENCH_VOTER": settings.VOTER_COOKIE_NAME,
    }
    return list(Statement.objects.filter(conversation=conversation).values_list("pk", flat=True))


@contextlib.contextmanager
def server(together: str = "1") -> Iterator[tuple[int, int]]:
    """The site's web server in a process group of its own: its port and the group; killed at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve", str(port)],
        start_new_session=True,
        env={**os.environ, "MISAQ_VOTES_TOGETHER": together},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(400):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield port, process.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def busy() -> Iterator[None]:
    """Another process that computes opinion maps without pause."""
    process = subprocess.Popen(
        [sys.executable, "-c", MAPS], env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


Taken = list[tuple[int, int, float]]  # person, statement, seconds


async def load(
    port: int,
    pairs: Iterator[tuple[int, int]],
    seconds: float,
    every: float = 0.0,
    n: int = CONNECTIONS,
) -> Taken:
    """Vote over `n` connections for some seconds; what was acknowledged in time, and how long each took."""
    ends = time.perf_counter() + seconds
    taken: Taken = []
    await asyncio.gather(*(_vote_on(port, pairs, ends, every, k / n, taken) for k in range(n)))
    return taken


async def _vote_on(
    port: int,
    pairs: Iterator[tuple[int, int]],
    ends: float,
    every: float,
    offset: float,
    taken: Taken,
) -> None:
    await asyncio.sleep(offset * every)
    with contextlib.suppress(OSError):  # the server was killed
        loop = asyncio.get_running_loop()
        person = Person(pairs, ends, every, taken)
        await loop.create_connection(lambda: person, "127.0.0.1", port)
        await person.done


class Person(asyncio.Protocol):
    """One connection that votes, waits for the answer and votes again; spares the server's processor."""

    def __init__(
        self, pairs: Iterator[tuple[int, int]], ends: float, every: float, taken: Taken
    ) -> None:
        self.pairs, self.ends, self.every, self.taken = pairs, ends, every, taken
        self.loop = asyncio.get_running_loop()
        self.done: asyncio.Future[None] = self.loop.create_future()
        key = f"{os.environ['BENCH_VOTER']}={os.environ['BENCH']}-"
        self.before = f"Cookie: {os.environ['BENCH_CSRF']}={TOKEN}; {key}"
        self.answer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]  # of a connection
        self.vote()

    def connection_lost(self, exc: Exception | None) -> None:
        """End: all is done, or the server was killed."""
        if not self.done.done():
            self.done.set_result(None)

    def vote(self) -> None:
        """Send the next vote, unless time is up."""
        if self.transport.is_closing() or time.perf_counter() >= self.ends:
            self.transport.close()
            return
        self.person, self.statement = next(self.pairs)
        vote = 1 - (self.person + self.statement) % 3
        body = f"csrfmiddlewaretoken={TOKEN}&statement={self.statement}&vote={vote}"
        self.began = time.perf_counter()
        self.transport.write(
            (
                f"POST /en/take-part/vote/ HTTP/1.1\r\nHost: 127.0.0.1\r\n{self.before}{self.person}\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}"
            ).encode()
        )

    def data_received(self, data: bytes) -> None:
        """Take an answer; it has no body when the vote was kept."""
        self.answer += data
        if not self.answer.endswith(b"\r\n\r\n"):
            return
        if not self.answer.startswith(b"HTTP/1.1 302") or b"/statement/" not in self.answer:
            self.done.set_exception(SystemExit(f"the site answered {self.answer[:200]!r}"))
            return
        self.answer, now = b"", time.perf_counter()
        if now <= self.ends:
            self.taken.append((self.person, self.statement, now - self.began))
        self.loop.call_later(max(0.0, self.every - now + self.began), self.vote)


def report(name: str, taken: Taken, seconds: float) -> float:
    """Print what a load showed; gives votes a second."""
    waits = sorted(took * 1000 for *_, took in taken)
    p50, p95, p99 = (waits[int(len(waits) * share)] for share in (0.50, 0.95, 0.99))
    rate = len(taken) / seconds
    print(
        f"{name}: {rate:.0f} votes/s; wait p50 {p50:.1f} ms, p95 {p95:.1f} ms, p99 {p99:.1f} ms",
        flush=True,
    )
    return rate


def kill_again_and_again(pairs: Iterator[tuple[int, int]], times: int) -> None:
    """Kill the server in mid-load; every acknowledged vote must then be there, once."""
    acknowledged: Taken = []
    for _ in range(times):
        with server() as (port, group):
            acknowledged += asyncio.run(_load_and_kill(port, group, pairs))
    from django.db.models import Count  # noqa: PLC0415  Django was started by `prepare`

    from misaq.web.dialogue.models import Participant, Vote, VoteEvent  # noqa: PLC0415
    from misaq.web.dialogue.selectors import hash_secret  # noqa: PLC0415

    keys = {hash_secret(f"{os.environ['BENCH']}-{n}"): n for n in range(PEOPLE)}
    found = Participant.objects.filter(key_hash__in=list(keys)[:PEOPLE]).values_list(
        "pk", "key_hash"
    )
    number = {pk: keys[key] for pk, key in found}
    there = {
        (number[p], s): value
        for p, s, value in Vote.objects.values_list("participant_id", "statement_id", "value")
        if p in number
    }
    events = {
        (number[row["participant_id"]], row["statement_id"]): row["n"]
        for row in VoteEvent.objects.values("participant_id", "statement_id").annotate(
            n=Count("id")
        )
        if row["participant_id"] in number
    }
    missing = sum(there.get((p, s)) != 1 - (p + s) % 3 for p, s, _ in acknowledged)
    twice = sum(events.get((p, s), 0) != 1 for p, s, _ in acknowledged)
    print(
        f"killed {times} times in mid-load: {len(acknowledged)} votes acknowledged, "
        f"{missing} missing or wrong, {twice} not there exactly once"
    )


async def _load_and_kill(port: int, group: int, pairs: Iterator[tuple[int, int]]) -> Taken:
    """Load until votes flow and a moment more, then kill every process of the server, votes on their way."""
    taken: Taken = []
    ends = time.perf_counter() + 30
    people = [asyncio.create_task(_vote_on(port, pairs, ends, 0.0, 0.0, taken)) for _ in range(40)]
    while len(taken) < 40:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.3 + 0.001 * (len(taken) % 97))  # another moment each time
    os.killpg(group, signal.SIGKILL)
    await asyncio.gather(*people)
    return taken


if __name__ == "__main__":
    main()
