"""The page of the log: made from its document alone; the root stands on it whole."""

import re

import pytest

from misaq.ledger import ledger_result_values
from misaq.process import Result, Results
from misaq.web.process.site import Site, csv_bytes, render_page

HASHES = {"record.counts": "ab" * 32, "dialogue.groups": "cd" * 32}


@pytest.fixture
def with_log(results) -> Results:
    values = ledger_result_values(HASHES, "misaq/velmara")
    return Results({**results, "ledger.log": Result("ledger.log", values).document()})


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_whole_root_and_every_entry_stand_on_the_page(with_log, language: str) -> None:
    page = render_page(with_log, "ledger", language)
    plain = re.sub(r"<[^>]+>|\s", "", page)
    assert with_log["ledger.log"]["results"]["root"] in plain
    for name in HASHES:
        assert f"results/{name}.json" in page
    assert "check_log.py" in page
    assert "misaq verify" in page


def test_the_csv_has_the_whole_hashes(with_log) -> None:
    site = Site.of(with_log)
    (download,) = [d for d in site.downloads if d.name == "ledger-entries"]
    lines = csv_bytes(download.rows(site.results, "en", "")).decode("utf-8-sig").splitlines()
    assert lines[0] == "index,kind,name,sha256,leaf"
    assert lines[1].startswith(f"0,result,dialogue.groups,{'cd' * 32},")
    assert len(lines) == 3


def test_an_empty_log_is_a_page_too(results) -> None:
    values = ledger_result_values({}, "misaq/velmara")
    empty = Results({**results, "ledger.log": Result("ledger.log", values).document()})
    assert 'class="empty' in render_page(empty, "ledger", "en")
