"""The dialogue's pages: what is published is shown, what is hidden is hatched, groups only when they hold."""

import re
from pathlib import Path

import pytest
from tests.dialogue_folder import write_dialogue_folder

from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder, Results
from misaq.process.steps.dialogue import STEP
from misaq.web.process.site import render_page


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> dict:
    folder: Path = write_dialogue_folder(tmp_path_factory.mktemp("dialogue"))
    outcome = STEP.run(ProcessFolder.open(folder), Silent())
    return {result.kind: result.document() for result in outcome.results}


@pytest.fixture
def made(results, documents) -> Results:
    return Results({**dict(results), **documents})


def test_the_results_page_shows_the_map_the_doubt_and_the_withheld_statement(made):
    html = render_page(made, "dialogue", "en")
    assert html.count('role="img"') == 1
    assert "2 opinion groups, and they hold" in html
    assert "We drew the participants again" in html
    assert "but the Gharem community rejects it" in html
    assert "Statement 08." in html
    assert 'class="flag"' in html
    assert "too few to show" in html


def test_the_map_is_the_same_picture_in_both_languages(made):
    pictures = [
        re.search(
            r'<svg class="opinion-map".*?</svg>', render_page(made, "dialogue", language), re.S
        )
        for language in ("en", "ur")
    ]
    assert pictures[0]
    assert pictures[1]
    assert pictures[0][0] == pictures[1][0]
    assert "flip" not in pictures[0][0]


def test_groups_that_do_not_hold_are_not_drawn(made, documents):
    shaken = {kind: {**doc, "results": dict(doc["results"])} for kind, doc in documents.items()}
    shaken["dialogue.summary"]["results"]["groups_hold"] = False
    shaken["dialogue.groups"]["results"]["verdict"] = "not_stable"
    html = render_page(Results({**dict(made), **shaken}), "dialogue", "en")
    assert "Not stable: we do not draw these groups." in html
    assert "opinion-map" not in html
    assert "Group A, " not in html


def test_a_statement_has_its_page_and_its_language(made):
    html = render_page(made, "dialogue-statement", "ur", "08")
    assert "بیان 08۔" in html
    assert "روکا گیا" in html
    assert 'dir="rtl"' in html
    assert html.count("<tr") >= 8


def test_all_statements_are_listed_and_the_rejected_one_is_only_counted(made):
    html = render_page(made, "dialogue-statements", "en")
    assert all(f"Statement {s:02}." in html for s in range(1, 11))
    assert "Statement 11." not in html
    assert "1 statement was rejected by the moderators" in html


def test_texts_are_escaped(made, documents):
    statements = documents["dialogue.statements"]
    first, *rest = statements["results"]["statements"]
    evil = {**first, "texts": {"en": {"text": "<script>alert(1)</script>", "status": "original"}}}
    changed = {**statements, "results": {**statements["results"], "statements": [evil, *rest]}}
    results = Results({**dict(made), "dialogue.statements": changed})
    for page, item in (("dialogue-statements", ""), ("dialogue-statement", first["id"])):
        html = render_page(results, page, "en", item)
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html
