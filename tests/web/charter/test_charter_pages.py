"""The charter's pages: every text in its own language, who wrote each word, what undoing brings, all grounds."""

import re
from pathlib import Path

import pytest

from misaq.foundation.progress import Silent
from misaq.process import ProcessFolder, Results
from misaq.process.steps.charter import STEP
from misaq.web.process.site import render_page

FIRST = (
    "Article 1. Land\n(1) Land is common.\n\nArticle 2. Water\n(1) Water belongs to the province.\n"
)
TEXTS = {
    "1950-01-26-text": FIRST,
    "1960-05-12-first": FIRST.replace("the province", "the Federation")
    + "\nArticle 3. Board\nThe board decides.\n",
    "1970-01-01-second": FIRST.replace("the province", "the Federation")
    + "\nArticle 3. Board\nThe board, after hearing all, decides.\n",
}
DRAFT = """---
title: {title}
article: "2"
order: 1
rule: each_community
grounds:
  - {{kind: amendment, ref: "1", note: "{note}"}}
  - {{kind: finding, ref: "14"}}
---
{text}
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory) -> dict:
    root: Path = tmp_path_factory.mktemp("charter")
    (root / "charter/versions").mkdir(parents=True)
    (root / "charter/drafts").mkdir()
    (root / "process.toml").write_text('title = {en = "P", ur = "P"}\n', "utf-8")
    for name, text in TEXTS.items():
        (root / f"charter/versions/{name}.txt").write_text(text, "utf-8")
    (root / "charter/settings.toml").write_text(
        'language = "en"\n[titles.1]\nen = "First Amendment"\nur = "ترمیم 1"\n', "utf-8"
    )
    english = DRAFT.format(
        title="Water", note="Undoes it.", text="Water is <b>common</b>.\n\n(2) Always."
    )
    urdu = DRAFT.format(title="پانی", note="اسے واپس لیتا ہے۔", text="پانی سب کا ہے۔")
    (root / "charter/drafts/water.en.md").write_text(english, "utf-8")
    (root / "charter/drafts/water.ur.md").write_text(urdu, "utf-8")
    outcome = STEP.run(ProcessFolder.open(root), Silent())
    return {result.kind: result.document() for result in outcome.results}


@pytest.fixture
def made(results, documents) -> Results:
    return Results({**dict(results), **documents})


def test_the_first_page_lists_each_amendment_with_its_size(made):
    html = render_page(made, "charter", "en")
    assert "First Amendment" in html
    assert "+7&nbsp;−1" in html.replace("\xa0", "&nbsp;")
    assert "Needs drafting" in html
    assert "ترمیم 1" in render_page(made, "charter", "ur")


def test_the_text_marks_whole_words_and_links_to_who_wrote_them(made):
    html = render_page(made, "charter-text", "en", "constitution")
    words = re.findall(r'<a class="word" href="[^"]*amendments/1\.html"[^>]*>([^<]*)</a>', html)
    assert "Federation" in words
    assert "in place of:" in html
    assert 'lang="en" dir="ltr"' in render_page(made, "charter-text", "ur", "constitution")


def test_an_amendment_shows_its_redline_and_what_undoing_brings(made):
    html = render_page(made, "charter-amendment", "en", "1")
    assert "<del>province</del>" in html
    assert "<ins>Federation</ins>" in html
    assert "would be gone, but words of amendment 2 in it would be left" in html
    assert "after hearing all" in html
    assert 'href="../drafts/water.html"' in html


def test_a_clause_shows_both_languages_its_grounds_and_its_rule(made):
    html = render_page(made, "charter-draft", "ur", "water")
    assert html.index("پانی سب کا ہے") < html.index("Water is")
    assert 'lang="en" dir="ltr"' in html
    assert "اسے واپس لیتا ہے" in html
    english = render_page(made, "charter-draft", "en", "water")
    assert "&lt;b&gt;common&lt;/b&gt;" in english
    assert 'href="../amendments/1.html"' in english
    assert "In each community, more than 1/2" in english


def test_the_drafts_page_counts_both_ways(made):
    html = render_page(made, "charter-drafts", "en")
    assert "Every clause has a ground." in html


def test_a_process_without_texts_shows_its_drafts(made, documents):
    alone = Results(
        {
            "process.overview": made["process.overview"],
            "charter.drafts": documents["charter.drafts"],
        }
    )
    html = render_page(alone, "charter", "en")
    assert "Water" in html
    assert "amendments in the history" not in html
    assert render_page(alone, "charter-draft", "en", "water")


def test_every_page_speaks_urdu(made):
    pages = [
        ("charter", ""),
        ("charter-text", "constitution"),
        ("charter-amendment", "1"),
        ("charter-drafts", ""),
    ]
    english = {
        "Who wrote this?",
        "If it were undone",
        "Clauses in draft",
        "Needs drafting",
        "Grounds",
    }
    for name, item in pages:
        html = render_page(made, name, "ur", item)
        assert not [text for text in english if text in html]


def test_authentic_languages_stand_side_by_side(made):
    texts = {
        "en": {
            "covenant.txt": "Article 1. Land\n(1) Land is common.\n\nArticle 2. Water\nIt is shared.\n"
        },
        "ur": {"covenant.txt": "دفعہ 1۔ زمین\n(1) زمین سب کی ہے۔\n"},
    }
    document = dict(made["charter.drafts"]) | {
        "kind": "charter.proposals",
        "results": {"bases": [{"id": "covenant", "languages": ["en", "ur"], "texts": texts}]},
    }
    html = render_page(
        Results({**dict(made), "charter.proposals": document}),
        "charter-languages",
        "en",
        "covenant",
    )
    row = re.search(r'<tr id="1"[^>]*>(.*?)</tr>', html, re.S)
    assert row is not None
    assert "Land" in row[1]
    assert "زمین" in row[1]
    assert "missing in" in html
    assert "side by side" not in render_page(made, "charter", "en")
