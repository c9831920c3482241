"""The page of five ways, slates and look-alike voters, and its CSV files."""

import csv
from pathlib import Path

import pytest
from tests.dialogue_folder import write_dialogue_folder

from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder, Results
from misaq.process.steps.dialogue import STEP
from misaq.web.dialogue.pages import DOWNLOADS
from misaq.web.process.site import render_page


def documents_of(folder: Path) -> dict:
    outcome = STEP.run(ProcessFolder.open(folder), Silent())
    return {result.kind: result.document() for result in outcome.results}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> Path:
    """The small dialogue, with 60 copies of one unlikely row that arrive in one hour."""
    folder = write_dialogue_folder(tmp_path_factory.mktemp("attacked"))
    with (
        (folder / "dialogue/votes.csv").open("a", encoding="utf-8") as votes,
        (folder / "dialogue/participants.csv").open("a", encoding="utf-8") as people,
    ):
        for i in range(60):
            people.write(f"x{i:02},,link\n")
            for s in range(1, 11):
                votes.write(f"x{i:02},{s:02},{1 if s in {1, 2, 3, 4, 5} else -1},9000000{i:02}\n")
    return folder


@pytest.fixture
def made(results, attacked) -> Results:
    return Results({**dict(results), **documents_of(attacked)})


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_page_shows_ranks_slates_and_the_cluster(made, language):
    html = render_page(made, "dialogue-rankings", language)
    assert html.count("<table>") == 4
    scores, slates = made.results("dialogue.scores"), made.results("dialogue.slates")
    best = next(s["id"] for s in scores["statements"] if s["ranks"]["group_product"] == 1)
    assert f">{best}<" in html
    for slate in slates["slates"]:
        assert f"{slate['represented_percent']}%" in html
    assert made.results("dialogue.brigading")["clusters"][0]["people"]["n"] == 60
    assert ">60<" in html
    assert "x01" not in html


def test_the_results_page_leads_there(made):
    assert "rankings.html" in render_page(made, "dialogue", "en") or "rankings" in render_page(
        made, "dialogue", "en"
    )


def test_a_process_made_before_there_were_ranks_has_no_such_page(made):
    old = Results({k: v for k, v in dict(made).items() if k != "dialogue.scores"})
    assert "Five ways to rank" not in render_page(old, "dialogue", "en")


def test_every_csv_has_a_header_and_as_many_cells_in_each_row(made):
    for name in ("dialogue-ranks", "dialogue-tau", "dialogue-slates", "dialogue-alike"):
        download = next(d for d in DOWNLOADS if d.name == name)
        rows = [list(row) for row in download.rows(made, "en", "")]
        assert len(rows) > 1, name
        assert {len(row) for row in rows} == {len(rows[0])}, name


def test_quarantine_counts_votes_apart_and_says_so(results, attacked, tmp_path):
    before = documents_of(write_dialogue_folder(tmp_path / "calm"))
    with (attacked / "dialogue/quarantine.csv").open("w", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["participant", "reason_en", "reason_ur", "since"])
        writer.writerows(
            [f"x{i:02}", "Sixty equal rows", "ساٹھ یکساں قطاریں", "2031-05-02"] for i in range(60)
        )
    after = documents_of(attacked)
    (attacked / "dialogue/quarantine.csv").unlink()
    for kind in ("scores", "slates", "statements", "groups", "communities"):
        name = f"dialogue.{kind}"
        assert after[name]["results"] == before[name]["results"], name
    assert after["dialogue.summary"]["results"]["n_quarantined"] == 60
    assert after["dialogue.summary"]["results"]["n_quarantined_votes"] == 600
    assert "dialogue/quarantine.csv" in after["dialogue.summary"]["inputs"]
    apart = after["dialogue.brigading"]["results"]["quarantine"]
    assert apart["statements"][0] == {"id": "01", "agree": 60, "disagree": 0, "pass": 0}
    html = render_page(Results({**dict(results), **after}), "dialogue-rankings", "ur")
    assert "ساٹھ یکساں قطاریں" in html
    assert "x01" not in html
