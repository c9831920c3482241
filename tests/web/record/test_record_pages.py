"""The record's pages, made from documents alone: numbers, marks, no names, both languages."""

import csv
import html
import io
import re
from collections import Counter

import pytest

from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder, Results, write_demo
from misaq.process.overview import overview_result
from misaq.process.steps.record import STEP
from misaq.web.process.site import csv_bytes, render_page
from misaq.web.record.pages import DOWNLOADS, PAGES


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    root = tmp_path_factory.mktemp("demo") / "velmara"
    write_demo(root)
    folder = ProcessFolder.open(root)
    outcome = STEP.run(folder, Silent())
    made = [*outcome.results, overview_result(folder, [outcome], 1)]
    return Results({result.kind: result.document() for result in made})


def words(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_every_page_is_rendered_in_both_languages(results, page, language):
    text = render_page(results, page, language)
    assert f'lang="{language}"' in text
    assert " style=" not in text
    if language == "ur":
        assert not re.findall(r"Withheld because|Acts by|Kind of act|Asked, no reply", text)


def test_the_three_numbers_are_those_of_the_document(results):
    summary = results.results("record.summary")
    text = words(render_page(results, "record", "en"))
    for cell in (
        summary["acts"],
        summary["verification"]["verified"],
        summary["acknowledged_in_full"],
    ):
        assert f"{cell['value']:,}" in text


def test_every_withheld_cell_is_drawn_as_such(results):
    counts = results.results("record.counts")
    page = render_page(results, "record", "en")
    table = page[page.index('aria-label="Acts by community and kind"') :].split("</table>")[0]
    cells = [c for row in counts["community_by_type"] for c in row] + counts["by_community"]
    cells += [*counts["by_type"], counts["total"]]
    drawn = Counter(re.findall(r'class="r supp"[^>]*>(hidden|<bdi class="n">&lt;\d+</bdi>)', table))
    marks = Counter(cell["suppressed"] for cell in cells)
    assert drawn["hidden"] == marks["protects"]
    assert sum(drawn.values()) - drawn["hidden"] == marks["small"]


def test_downloads_tell_the_same_as_the_documents(results):
    for download in DOWNLOADS:
        rows = list(csv.reader(io.StringIO(csv_bytes(download.rows(results, "en", "")).decode())))
        assert len(rows) > 1
        assert {len(row) for row in rows} == {len(rows[0])}
        if "acts" in rows[0]:
            at, mark = rows[0].index("acts"), rows[0].index("withheld")
            assert all((row[at] == "") == (row[mark] != "") for row in rows[1:])


def test_a_withheld_total_is_said_in_words(results):
    few = {kind: dict(results[kind]) for kind in results}
    summary = dict(few["record.summary"]["results"])
    summary["acts"] = {"value": None, "suppressed": "protects"}
    summary["acknowledged_in_full"] = {"value": None, "suppressed": "protects"}
    few["record.summary"] = {**few["record.summary"], "results": summary}
    text = words(render_page(Results(few), "record", "en"))
    assert "What was answered to verified acts" in text
    assert "hidden acts as reported" in text


def test_no_word_for_a_side_stands_on_a_page(results):
    for page in PAGES:
        text = words(render_page(results, page.name, "en")).lower()
        assert not re.search(r"terroris|militant|martyr|traitor|insurgent|perpetrator", text)
