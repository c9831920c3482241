"""The table's pages: overdue first, scores as shape and word, every community its row, in both languages."""

import re

import pytest

from misaq.process import Results, table_results
from misaq.table import read_commitments
from misaq.web.process.site import Site, csv_bytes, render_page

ROWS = [
    {
        "id": "a",
        "title_en": "Pay",
        "title_ur": "ادا کریں",
        "obligor_en": "Ministry",
        "obligor_ur": "وزارت",
        "beneficiary": "gharem",
        "due": "2030",
        "score": "1",
        "scored_by": "Zarmina Velkhan",
        "theme": "land",
        "evidence": "212 of 840 <b>paid</b>",
    },
    {"id": "b", "title_en": "Open", "obligor_en": "Fund", "due": "2029-05", "depends_on": "a"},
    {"id": "c", "title_en": "Tell", "obligor_en": "Front", "due": "2033", "score": "3"},
    {"id": "d", "title_en": "Leave", "obligor_en": "Front", "score": "0"},
]


def with_table(results: Results, rows=ROWS, as_of="2031-05-18") -> Results:
    overview = results["process.overview"]["results"]
    communities = [community["id"] for community in overview["communities"]]
    made = table_results(read_commitments(rows), as_of=as_of, communities=communities)
    return Results({**results, **{result.kind: result.document() for result in made}})


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_overdue_ones_come_first_longest_first(results) -> None:
    page = render_page(with_table(results), "table", "en")
    assert page.index("commitments are overdue") < page.index("All commitments, by theme")
    listed = page[page.index("commitments are overdue") : page.index("All commitments, by theme")]
    assert listed.index(">b<") < listed.index(">a<")
    assert "Tell" not in listed
    assert "Judged on 18 May 2031" in text_of(page)


def test_a_score_is_a_shape_and_a_word(results) -> None:
    page = render_page(with_table(results), "table", "en")
    for word, boxes in (("0: none", 0), ("1: minimum", 1), ("3: full", 3), ("not scored", 0)):
        drawn = re.search(rf'<span class="score">(<svg.*?</svg>)<span>{word}</span>', page)
        assert drawn, word
        assert drawn.group(1).count("f-accent") == boxes
        assert ("stroke-dasharray" in drawn.group(1)) == (word == "not scored")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["Pay", "Ministry", "1: minimum"]), ("ur", ["ادا کریں", "وزارت", "1: کم سے کم"])],
)
def test_both_languages(results, language: str, said: list[str]) -> None:
    page = text_of(render_page(with_table(results), "table", language))
    assert all(text in page for text in said)


def test_a_theme_is_called_by_its_name_where_the_process_gives_one(results) -> None:
    named = with_table(results)
    assert "<b>land</b>" in render_page(named, "table", "ur")
    named["process.overview"]["results"]["names"] = {"land": {"en": "Land", "ur": "زمین"}}
    for name in ("table", "follow_up"):
        assert "زمین" in render_page(named, name, "ur")
        assert ">land<" not in render_page(named, name, "ur")


def test_what_was_written_into_the_table_is_text_not_markup(results) -> None:
    page = render_page(with_table(results), "table", "en")
    assert "&lt;b&gt;paid&lt;/b&gt;" in page


def test_who_scored_stands_on_no_page_and_in_no_csv(results) -> None:
    site = Site.of(with_table(results))
    pages = [render_page(site.results, name, "en") for name in ("table", "follow_up")]
    pages += [csv_bytes(d.rows(site.results, "en", "")).decode() for d in site.downloads]
    assert not any("Zarmina" in page for page in pages)


def test_follow_up_gives_every_community_a_row(results) -> None:
    page = text_of(render_page(with_table(results), "follow_up", "en"))
    assert "2 of 3 communities were promised nothing of their own" in page
    assert "nothing promised" in page
    assert "Talhen" in page
    assert "44% of what was scored has been delivered" in page


def test_the_range_stands_where_some_are_not_scored_and_nowhere_else(results) -> None:
    page = render_page(with_table(results), "follow_up", "en")
    gharem = page[page.index(">Gharem<") :]
    assert "33%" in gharem[: gharem.index("</tr>")]
    assert " to " not in text_of(gharem[: gharem.index("</tr>")])
    everyone = page[page.index(">All communities<") :]
    assert "(33 to 67)" in text_of(everyone[: everyone.index("</tr>")])


def test_without_a_day_nothing_is_called_overdue(results) -> None:
    page = text_of(render_page(with_table(results, as_of=""), "table", "en"))
    assert "Not judged" in page
    assert "are overdue" not in page


def test_no_commitments_is_a_page_too(results) -> None:
    empty = with_table(results, rows=[])
    for name in ("table", "follow_up"):
        for language in ("en", "ur"):
            assert 'class="empty' in render_page(empty, name, language)
    kept = with_table(results, rows=[ROWS[2]])
    assert "Nothing is overdue" in render_page(kept, "table", "en")


def test_the_tables_behind_the_pages(results) -> None:
    site = Site.of(with_table(results))
    files = {
        d.name: csv_bytes(d.rows(site.results, "en", "")).decode("utf-8-sig")
        for d in site.downloads
    }
    lines = files["table-commitments"].splitlines()
    assert lines[0].startswith("id,title,obligor,beneficiary,theme,due,score")
    assert len(lines) == 5
    assert lines[2].startswith("b,Open,Fund,,,2029-05,,,1,717,0,a,a")
    summary = files["table-summary"].splitlines()
    assert summary[1].startswith("all,,4,3,2,1,1,1,1,1,0,1,0.444")


def test_pages_hold_no_inline_style_or_script_and_no_id_twice(results) -> None:
    for name in ("table", "follow_up"):
        page = render_page(with_table(results), name, "ur")
        assert not re.search(r"<script|style=|\son\w+=", page)
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
