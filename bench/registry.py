"""How fast a registry of 200,000 invented cases answers, on SQLite and on PostgreSQL.

    python bench/registry.py [--cases 200000] [--searches 240] [--database sqlite | postgresql | ADDRESS]
                             [--keep FOLDER]

Fills a site of its own, then asks it through its own views, signed in and unlocked as a reviewer of an organisation
that owns four fifths of the cases: searches of seven kinds, case pages, the desk, counts; and searches by name in an
index of 50,000 shut names. "postgresql" starts a server of its own, as scripts/test does. Prints p50, p95 and the
longest in milliseconds, rows, and the size of the database: once by the clock, and once the seconds of a core that it
took here and in the database's process, which say what a machine without other work would take. With --keep the site
stays and is used again.
"""

import argparse
import contextlib
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).parents[1]
LIMITS = {"search": 300, "case page": 150}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=200_000)
    options.add_argument("--searches", type=int, default=240)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--keep", default="")
    given = options.parse_args()
    folder = given.keep or tempfile.mkdtemp(prefix="misaq-registry-")
    try:
        with database(given.database) as address:
            os.environ |= {
                "MISAQ_SITE": folder,
                "MISAQ_DATABASE": address,
                "MISAQ_HOSTS": "testserver",
            }
            measure(Path(folder), given.cases, given.searches)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database(kind: str) -> Iterator[str]:
    """The address of the database: "" for SQLite, a server of our own for "postgresql"."""
    if kind != "postgresql":
        yield "" if kind == "sqlite" else kind
        return
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    home = tempfile.mkdtemp(prefix="misaq-postgresql-")
    before = []
    if os.geteuid() == 0:
        shutil.chown(home, "postgres")
        before = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    make = [
        "initdb",
        "-D",
        f"{home}/data",
        "-U",
        "misaq",
        "--auth=trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run([*before, str(binaries / make[0]), *make[1:]], **quiet)
    control = [*before, str(binaries / "pg_ctl"), "-D", f"{home}/data", "-w"]
    # without helpers in other processes, whose time would not be counted
    opts = f"-p {port} -c listen_addresses=127.0.0.1 -c max_parallel_workers_per_gather=0 -k {home}"
    subprocess.run([*control, "-l", f"{home}/log", "-o", opts, "start"], **quiet)
    try:
        yield f"postgresql://misaq@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(home, ignore_errors=True)


def measure(site: Path, n_cases: int, n_searches: int) -> None:
    sys.path[:0] = [str(ROOT / "bench"), str(ROOT)]
    from misaq.web.start import start_site  # noqa: PLC0415  Django starts with the site's settings

    start_site(site)
    logging.disable(logging.WARNING)  # a line for each request
    client, refs = _fill(n_cases)
    _sizes()
    chance = np.random.default_rng(7)
    base = "/en/desk/record/"
    every: list[Took] = []
    for kind, queries in searches(n_searches // 7).items():
        every += _report(
            f"search, {kind}", [_get(client, base + "search/", **query) for query in queries]
        )
    _report("search, all", every, LIMITS["search"])
    pages = _deep(client, base + "search/", n_pages=40)
    _report("search, page 2 to 41 of everything", pages)
    _report("desk", [_get(client, base) for _time in range(20)])
    chosen = [refs[i] for i in chance.integers(len(refs), size=60)]
    if client.get(f"{base}cases/{chosen[0]}/").status_code == 200:
        _report(
            "case page",
            [_get(client, f"{base}cases/{ref}/") for ref in chosen],
            LIMITS["case page"],
        )
    _report("counts of everything", [_get(client, base + "search/counts/") for _time in range(3)])
    _names(client, base + "search/names/")


def searches(each: int) -> dict[str, list[dict[str, str]]]:
    """Queries as people type them, so many of each kind."""
    from registry_rows import ACTS, COMMUNITIES, LATIN, URDU, vocabulary  # noqa: PLC0415

    chance = np.random.default_rng(3)
    latin, urdu = vocabulary(LATIN, 9_000), vocabulary(URDU, 9_000)
    common = ["person", "taken", "road", "family", "house", "night", "market", "student", "armed"]
    common_urdu = ["شخص", "خاندان", "سڑک", "افراد", "گھر", "طالب"]

    def pick(words: object, low: int = 0, high: int | None = None) -> str:
        return str(chance.choice(list(words)[low:high]))  # type: ignore[call-overload]

    def when() -> str:
        year = int(chance.integers(2000, 2026))
        return str(
            chance.choice([f"{year}", f"{year}-05", f"{year}-01/{year}-06", f"{year - 3}/{year}"])
        )

    makers: dict[str, Callable[[], dict[str, str]]] = {
        "a rare word": lambda: {"q": pick(latin, 200)},
        "a common word": lambda: {"q": pick(common)},
        "a word in Urdu": lambda: {"q": pick(urdu, 0, 3000) if chance.random() < 0.6 else pick(common_urdu)},
        "two or three words": lambda: {"q": f"{pick(common)} {pick(latin, 0, 300)} {pick(common)}"[: 40]},
        "two common words": lambda: {"q": f"{pick(common)} {pick(common_urdu if chance.random() < 0.3 else common)}"},
        "filters": lambda: {
            "community": pick(COMMUNITIES, 0, 10), "when": when(), "act": pick(ACTS),
            **({"district": f"d{chance.integers(40)}"} if chance.random() < 0.5 else {}),
        },
        "a word and filters": lambda: {
            "q": pick(common) if chance.random() < 0.5 else pick(latin, 0, 1000), "when": when(),
            **({"stage": "verified"} if chance.random() < 0.4 else {"community": pick(COMMUNITIES, 0, 10)}),
            **({"order": "when"} if chance.random() < 0.4 else {}),
        },
    }  # fmt: skip
    return {kind: [make() for _query in range(each)] for kind, make in makers.items()}


def _fill(n_cases: int):
    from django.core.cache import cache  # noqa: PLC0415
    from tests.record_people import build_house, unlocked  # noqa: PLC0415

    from misaq.record.sealing import user_keys  # noqa: PLC0415
    from misaq.web.accounts.models import Account  # noqa: PLC0415
    from misaq.web.record.models import Case, Organisation  # noqa: PLC0415
    from registry_rows import fill  # noqa: PLC0415

    # Opening a key takes a second and 128 MB of work by design; nothing here measures that.
    user_keys.ARGON2_MEMORY, user_keys.ARGON2_PASSES = 8 * 1024 * 1024, 1
    cache.clear()
    if not Case.objects.exists():
        began, core = time.perf_counter(), time.process_time()
        _quick(begin=True)
        house = build_house("north")
        others = [
            Organisation.objects.create(slug=name, name_en=name, kind="documenter")
            for name in ("east", "west")
        ]
        fill([house.organisation, *others], house.documenter, n_cases, house.keys, 62_500)
        _quick(begin=False)
        core = time.process_time() - core
        print(f"filled in {time.perf_counter() - began:.0f} s, {core:.0f} of a core here")
    own = Case.objects.filter(organisation__slug="north").order_by("ref")
    return unlocked(Account.objects.get(username="north-reviewer")), list(
        own.values_list("ref", flat=True)[:5000]
    )


def _quick(*, begin: bool) -> None:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA synchronous={'OFF' if begin else 'FULL'}")
            cursor.execute(f"PRAGMA cache_size={-400_000 if begin else -2_000}")
        if not begin:
            cursor.execute(
                "ANALYZE"
            )  # the worker of a site does this by the hour; PostgreSQL by itself


def _sizes() -> None:
    from django.db import connection  # noqa: PLC0415

    from misaq.web.record.models import Act, Case, CaseWord, PersonMention  # noqa: PLC0415

    rows = {model.__name__: model.objects.count() for model in (Case, Act, CaseWord, PersonMention)}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            )
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    print(
        f"{connection.vendor}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {size / 1e6:,.0f} MB; {rows}"
    )


class Took(NamedTuple):
    """Milliseconds by the clock, and of a core."""

    clock: float
    core: float


def _core() -> float:
    """Seconds of a core so far, here and in the database's process."""
    from django.db import connection  # noqa: PLC0415

    here = time.process_time()
    if connection.vendor != "postgresql":
        return here
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    return here + int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def _time(ask: Callable[[], Any]) -> tuple[Took, Any]:
    core, began = _core(), time.perf_counter()
    answer = ask()
    clock = time.perf_counter() - began
    return Took(1000 * clock, 1000 * (_core() - core)), answer


def _get(client, address: str, **query: str) -> Took:
    took, answer = _time(lambda: client.get(address, query))
    assert answer.status_code == 200, (address, query, answer.status_code)
    if took.core > LIMITS["search"] / 2:
        print(f"    slow: {took.clock:.0f} ms, of a core {took.core:.0f}: {address} {query}")
    return took


def _deep(client, address: str, *, n_pages: int) -> list[Took]:
    """The times of walking from page to page."""
    import re  # noqa: PLC0415

    taken, page = [], client.get(address).content.decode()
    for _page in range(n_pages):
        after = re.search(r'rel="next" href="\?([^"]*)"', page)
        if after is None:
            break
        where = f"{address}?{after[1].replace('&amp;', '&')}"
        took, answer = _time(lambda where=where: client.get(where))
        page = answer.content.decode()
        taken.append(took)
    return taken


def _names(client, address: str) -> None:
    from misaq.web.record.search.names import _held  # noqa: PLC0415
    from registry_rows import names  # noqa: PLC0415

    typed = list(names(40, 0))
    took, _answer = _time(lambda: client.post(address, {"name": typed[0]}))
    held = next(iter(_held.values()))
    print(
        f"names: index of {len(held.base.names):,} made in {took.clock / 1000:.1f} s "
        f"(of a core {took.core / 1000:.1f}); {held.n_left_out:,} left out"
    )
    taken = [_time(lambda name=name: client.post(address, {"name": name}))[0] for name in typed[1:]]
    _report("search by name", taken)


def _report(what: str, taken: list[Took], limit: int | None = None) -> list[Took]:
    if taken:
        clock = np.percentile([one.clock for one in taken], [50, 95, 100])
        core = np.percentile([one.core for one in taken], [50, 95, 100])
        told = (
            f"  limit {limit}: {'met' if clock[1] <= limit else 'not met'} by the clock"
            if limit
            else ""
        )
        words = "clock {:5.0f} {:5.0f} {:5.0f}  core {:5.0f} {:5.0f} {:5.0f}".format(*clock, *core)
        print(f"{what:36} n {len(taken):3}  p50 p95 max, ms: {words}{told}", flush=True)
    return taken


if __name__ == "__main__":
    main()
