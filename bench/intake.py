"""How long a list of 50,000 rows takes from the browser's upload to its last case.

    python bench/intake.py [--rows 50000] [--database postgresql://user@host:port/database] [--profile]

Everything the site does, by its own services, in this process: read the workbook, keep it encrypted, try it (every
fault, every copy), import it (encrypt, open cases, the words that find them). Every name is made up.
"""

import argparse
import cProfile
import io
import os
import pstats
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROWS = 50_000


def main() -> None:
    """Measure it once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--database", default="")
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as parent:
        os.environ |= {"MISAQ_SITE": parent + "/site", "MISAQ_DATABASE": given.database}
        from misaq.web.start import start_site  # noqa: PLC0415  the environment is set first

        start_site(Path(parent) / "site")
        measure(given.rows, profile=given.profile)


def workbook(n_rows: int) -> bytes:
    """A workbook as a documentation office keeps it; no person in it exists."""
    from openpyxl import Workbook  # noqa: PLC0415  beside the other late imports

    chance = random.Random(20)
    first = [
        f"{a}{b}"
        for a in ("Zor", "Mel", "Tan", "Vir", "Kes", "Dul")
        for b in ("an", "ia", "or", "ul", "et")
    ]
    summary = "A person was taken from a {} in the {}, number {}."
    book = Workbook(write_only=True)
    sheet = book.create_sheet("list")
    sheet.append([
        "Case no", "Name", "Father's name", "Sex", "Age", "Tribe", "Violation", "Date", "District", "Summary",
        "Narrative", "Informant phone",
    ])  # fmt: skip
    for number in range(n_rows):
        day = date(2028, 1, 1) + timedelta(days=chance.randrange(900))
        name = f"{chance.choice(first)} {chance.choice(first)}"
        sheet.append([
            number + 1, name, f"{chance.choice(first)} {chance.choice(first)}", chance.choice(["M", "F"]),
            chance.randrange(8, 80), chance.choice(["Tlh", "Vrn", "Msk"]),
            chance.choice(["Arrest", "Missing after arrest", "Killed in custody"]), day,
            f"District {chance.randrange(30)}",
            summary.format(chance.choice(["shop", "bus"]), chance.choice(["morning", "night"]), number % 997),
            "Invented: " + "they came and asked for the papers of everybody there. " * 6, f"03{number:09d}",
        ])  # fmt: skip
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def measure(n_rows: int, *, profile: bool) -> None:
    """Print the seconds of each step, and rows a second of the whole."""
    from misaq.formats import parse_list  # noqa: PLC0415  after the settings
    from misaq.record import ListMapping  # noqa: PLC0415
    from misaq.web.accounts.roles import Role  # noqa: PLC0415
    from misaq.web.accounts.services import account_open  # noqa: PLC0415
    from misaq.web.record.intake import imports  # noqa: PLC0415
    from misaq.web.record.keys.services import (  # noqa: PLC0415
        keys_unlock,
        member_key_make,
        membership_begin,
    )
    from misaq.web.record.models import Case, CaseWord, ImportRun, Organisation  # noqa: PLC0415

    slug = f"bench-{time.time_ns()}"
    house = Organisation.objects.create(slug=slug, name_en="Invented", kind="documenter")
    account = account_open(slug, (Role.DOCUMENTER,))
    membership_begin(house, account)
    member_key_make(account, "five invented words for the bench")
    house.refresh_from_db()
    keys = keys_unlock(account, "five invented words for the bench")
    payload, steps = workbook(n_rows), []
    clock, own = time.perf_counter(), time.process_time()

    def step(name: str) -> None:
        nonlocal clock, own
        steps.append((name, time.perf_counter() - clock, time.process_time() - own))
        clock, own = time.perf_counter(), time.process_time()

    watch = cProfile.Profile()
    if profile:
        watch.enable()
    table, faults = parse_list(payload, "list.xlsx")
    assert table is not None, faults
    step("read the workbook")
    run = imports.run_begin(house, table, faults, keys, by=account)
    step("keep it encrypted")
    mapping = ListMapping(
        "Case no",
        {
            "victim_name": "Name", "victim_father": "Father's name", "victim_sex": "Sex", "victim_age": "Age",
            "community": "Tribe", "act_type": "Violation", "when": "Date", "district": "District",
            "summary": "Summary", "narrative": "Narrative",
        },
        {
            "victim_sex": {"M": "male", "F": "female"},
            "community": {"Tlh": "talhen", "Vrn": "varn", "Msk": "mesk"},
            "act_type": {
                "Arrest": "DOL", "Missing after arrest": ("DOL", "CON"), "Killed in custody": ("DOL", "KIL"),
            },
        },
    )  # fmt: skip
    imports.run_map(run, imports.mapping_save(house, "bench", mapping, by=account))
    imports.run_try(run, keys, by=account)
    step("try it")
    assert run.n_good == n_rows, run.faults[:3]
    requests = 0
    while run.state != ImportRun.State.DONE:
        run = imports.run_continue(run, keys, by=account)
        requests += 1
    step("import it")
    watch.disable()
    total, busy = sum(row[1] for row in steps), sum(row[2] for row in steps)
    for name, seconds, processor in steps:
        print(f"{name:<20} {seconds:6.1f} s, processor {processor:6.1f} s")
    words = CaseWord.objects.filter(case__organisation=house).count()
    cases = Case.objects.filter(organisation=house).count()
    print(f"{'together':<20} {total:6.1f} s, processor {busy:6.1f} s; {n_rows / total:,.0f} rows/s")
    print(f"{requests} requests for the import itself")
    print(f"workbook {len(payload) / 1e6:.1f} MB; {cases} cases, {words} words")
    if profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
