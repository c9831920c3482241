"""The assembly's page: what a stranger needs to do the draw again, what is hidden, and both states."""

import csv
import hashlib
import html
import io
import re

import pytest
from tests.assembly_folder import SEATS, write_assembly_folder

from misaq.foundation.progress import Silent
from misaq.process import Results
from misaq.process.folder import ProcessFolder
from misaq.process.overview import overview_result
from misaq.process.steps.assembly import STEP
from misaq.web.process.site import Site, csv_bytes, render_page


def results_of(root, **settings) -> Results:
    folder = ProcessFolder.open(write_assembly_folder(root, **settings))
    outcome = STEP.run(folder, Silent())
    made = [*outcome.results, overview_result(folder, [outcome], 1)]
    return Results({result.kind: result.document() for result in made})


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Results:
    return results_of(tmp_path_factory.mktemp("drawn"))


def table(results: Results, name: str) -> list[dict[str, str]]:
    download = next(d for d in Site.of(results).downloads if d.name == name)
    text = csv_bytes(download.rows(results, "en", "")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def panel_of_ticket(results: Results, ticket: int) -> int:
    rows = table(results, "assembly-panels")
    return next(
        int(r["panel"]) for r in rows if int(r["first_ticket"]) <= ticket <= int(r["last_ticket"])
    )


def test_the_commands_on_the_page_give_the_ticket(tmp_path) -> None:
    drawn = results_of(tmp_path, seats=SEATS.replace("dice:471829305", "seed:471"))
    page = html.unescape(render_page(drawn, "assembly", "en"))
    seal, said, counter = re.search(r"printf '%s\\n%s\\n%s' (\w+) (\S+) (\d+)", page).groups()
    digest = hashlib.sha256(f"{seal}\n{said}\n{counter}".encode()).hexdigest()
    assert f"0x{digest} % 1000000000" in page
    ticket = int(digest, 16) % 10**9
    assert f"{ticket:,}" in page
    assert panel_of_ticket(drawn, ticket) == drawn.results("assembly.draw")["panel"]
    assert "A rehearsal" in page  # a seed is somebody's choice


def test_dice_on_the_page_are_the_ticket(drawn) -> None:
    page = html.unescape(render_page(drawn, "assembly", "en"))
    assert "printf" not in page
    assert ">471829305</code>" in page
    assert panel_of_ticket(drawn, 471829305) == drawn.results("assembly.draw")["panel"]
    assert "A rehearsal" not in page


def test_who_is_shut_out_stands_there_with_the_quota(drawn) -> None:
    for language in ("en", "ur"):
        page = render_page(drawn, "assembly", language)
        section = page[page.index('id="shut-out"') :]
        assert '<bdi class="n">v30</bdi>' in section
        assert "age = under 18: max 0" in section


def test_chances_by_id_hold_no_feature(drawn) -> None:
    rows = table(drawn, "assembly-probabilities")
    assert [*rows[0]] == ["id", "probability", "tickets", "excluded_by"]
    assert len(rows) == 30
    assert sum(int(row["tickets"]) for row in rows) == 6 * 10**9
    hidden = [row for row in table(drawn, "assembly-composition") if row["pool_hidden"]]
    assert hidden
    assert not any(row["pool"] or row["expected_seats"] for row in hidden)


def test_before_the_draw_the_page_says_so_and_names_nobody(tmp_path) -> None:
    results = results_of(tmp_path, seats=SEATS.replace("randomness", "note"))
    page = render_page(results, "assembly", "en")
    assert "Not drawn yet." in page
    assert "The ids drawn" not in page
    assert "ابھی نہیں نکلا" in render_page(results, "assembly", "ur")


def test_seats_alone_make_a_page(tmp_path) -> None:
    root = write_assembly_folder(tmp_path)
    (root / "assembly/pool.csv").unlink()
    (root / "assembly/quotas.csv").unlink()
    folder = ProcessFolder.open(root)
    outcome = STEP.run(folder, Silent())
    made = [*outcome.results, overview_result(folder, [outcome], 1)]
    results = Results({result.kind: result.document() for result in made})
    page = render_page(results, "assembly", "en")
    assert "Sainte-Laguë" in page
    assert "Certificate" not in page
    assert [row["seats"] for row in table(results, "assembly-seats")] == ["7", "3"]
