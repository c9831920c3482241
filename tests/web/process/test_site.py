import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from misaq.process import Results
from misaq.web.process import site as site_module
from misaq.web.process.site import ROOMS, Site, csv_bytes, render_page, render_site


class Addresses(HTMLParser):
    """Every address a page names, and every id."""

    def __init__(self, text):
        super().__init__()
        self.found, self.ids = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for key, value in attrs:
            if key in {"href", "src"}:
                self.found.append(value)
            if key == "id":
                self.ids.append(value)


@pytest.fixture
def site(results, tmp_path):
    render_site(results, tmp_path)
    return tmp_path / "site"


def test_both_first_pages_say_their_language_and_direction(site):
    assert '<html lang="en" dir="ltr">' in (site / "en/index.html").read_text("utf-8")
    assert '<html lang="ur" dir="rtl">' in (site / "ur/index.html").read_text("utf-8")
    assert (site / "index.html").is_file()
    assert (site / "404.html").is_file()


def test_every_link_of_every_page_leads_to_a_file(site):
    dead = []
    for page in site.rglob("*.html"):
        for address in Addresses(page.read_text("utf-8")).found:
            target, fragment = urldefrag(address)
            assert not re.match(r"[a-z]+:|//|/", target), (page, address)
            there = (page.parent / unquote(target)) if target else page
            if not there.is_file():
                dead.append((page.relative_to(site).as_posix(), address))
            elif fragment and there.suffix == ".html":
                assert fragment in Addresses(there.read_text("utf-8")).ids, (page, address)
    assert dead == []


def test_every_sheet_names_only_files_that_are_there(site):
    for sheet in site.rglob("*.css"):
        for address in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text("utf-8")):
            assert (sheet.parent / address).is_file(), (sheet, address)


def test_each_stage_has_a_page_even_when_it_has_not_begun(site):
    for folder in (
        "record",
        "dialogue",
        "table",
        "assembly",
        "charter",
        "follow-up",
        "dynamics",
        "ledger",
    ):
        for language in ("en", "ur"):
            assert (site / language / folder / "index.html").is_file()
    assert "Nothing here yet" in (site / "en/record/index.html").read_text("utf-8")


def test_the_same_documents_give_the_same_bytes(results, tmp_path):
    written = []
    for name in ("a", "b"):
        render_site(results, tmp_path / name)
        root = tmp_path / name / "site"
        written.append(
            {p.relative_to(root): p.read_bytes() for p in root.rglob("*") if p.is_file()}
        )
    assert written[0] == written[1]


def test_a_page_that_fails_leaves_the_old_site_standing(results, tmp_path, monkeypatch):
    render_site(results, tmp_path)
    before = (tmp_path / "site/en/index.html").read_bytes()

    def fail(*_, **__):
        raise RuntimeError("no")

    monkeypatch.setattr(site_module, "render", fail)
    with pytest.raises(RuntimeError) as caught:
        render_site(results, tmp_path)
    assert "while writing the page en/" in "".join(caught.value.__notes__)
    assert (tmp_path / "site/en/index.html").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_progress_is_told_page_by_page(results, tmp_path):
    told = []

    class Listener:
        def step(self, what, done, total):
            told.append((what, done, total))

    render_site(results, tmp_path, Listener())
    assert told[-1][1] == told[-1][2] == len(told)


def test_pages_carry_a_content_policy_and_nothing_inline(site):
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "default-src 'none'" in text, page
        assert "<script" not in text, page
        assert " style=" not in text, page
        assert len(set(Addresses(text).ids)) == len(Addresses(text).ids), page


def test_no_english_shell_text_is_left_on_an_urdu_page(results):
    html = render_page(results, "how-it-works", "ur")
    body = re.sub(
        r"<code.*?</code>|<bdi.*?</bdi>|<[^>]+>", " ", html[html.index("<body") :], flags=re.S
    )
    known = {"English", "CSV", "JavaScript", "WCAG", "AA"}
    assert set(re.findall(r"[A-Za-z]{3,}", body)) - known == set()


def test_cells_that_a_spreadsheet_would_run_are_made_harmless():
    rows = [("name", "n"), ("=HYPERLINK(1)", -5), ("@x", 0.5), ("+cmd", None), ("-1.5", True)]
    assert csv_bytes(rows).decode().splitlines() == [
        "name,n",
        "'=HYPERLINK(1),-5",
        "'@x,0.5",
        "'+cmd,",
        "-1.5,True",
    ]


def test_a_csv_is_written_in_each_language(site):
    for language in ("en", "ur"):
        lines = (site / language / "communities.csv").read_text("utf-8").splitlines()
        assert lines[0].startswith("community,name,population,population_share")
        assert len(lines) == 4
    assert "تلہین" in (site / "ur/communities.csv").read_text("utf-8")


def test_a_room_with_documents_shows_its_own_pages(results):
    for name, room in ROOMS.items():
        assert all(
            p.name == name or p.name.startswith((f"{name}-", "follow_up")) for p in room.PAGES
        ), name
    with_room = Site.of(Results({**results, "dialogue.summary": {"results": {}}}))
    own = {page.name for page in ROOMS["dialogue"].PAGES}
    assert own <= {page.name for page in with_room.pages}


def test_the_site_of_no_documents_at_all_still_stands(tmp_path):
    render_site(Results({}), Path(tmp_path))
    assert (tmp_path / "site/ur/index.html").is_file()
