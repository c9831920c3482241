"""The page of events over time: what is shown, what is hidden, and what it does not claim."""

import re

import pytest
from django.utils.html import escape

from misaq.formats import read_table
from misaq.process import Results, series_result
from misaq.web.dynamics.marks import HEIGHT, week_bars
from misaq.web.process.site import Site, csv_bytes, render_page


@pytest.fixture
def with_events(results, tmp_path) -> Results:
    rows = ["id,date,kind,side,region,count"]
    rows += [f"s{i},2031-05-12,road_block,state,Deep Hollow,{n}" for i, n in enumerate((20, 12))]
    rows += ["t,2031-05-19,road_block,state,Deep Hollow,3", "u,2031-05,talks,<b>all</b>,,7"]
    rows += ["v,2031-06-02,talks,<b>all</b>,,9"]
    path = tmp_path / "events.csv"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    made = series_result(read_table(path, "events.csv"), threshold=5)
    return Results({**results, made.kind: made.document()})


def test_it_says_what_it_does_not_say(with_events) -> None:
    assert "It does not show what causes what." in render_page(with_events, "dynamics", "en")
    assert "یہ نہیں دکھاتا کہ کس چیز سے کیا ہوا" in render_page(with_events, "dynamics", "ur")


def test_a_hidden_count_is_hatched_and_stands_nowhere_as_a_number(with_events) -> None:
    page = render_page(with_events, "dynamics", "en")
    row = page[page.index("<bdi>state</bdi>") :]
    row = row[: row.index("</tr>")]
    assert row.count("f-q5") == 1
    assert row.count("vector-effect") == 1
    assert '<bdi class="n">32</bdi>' in row
    assert "35" not in re.sub(r"<svg.*?</svg>", "", row)


def test_no_place_and_no_id_is_on_the_page_or_in_the_csv(with_events) -> None:
    site = Site.of(with_events)
    shown = [render_page(with_events, "dynamics", "en")]
    shown += [csv_bytes(d.rows(site.results, "en", "")).decode() for d in site.downloads]
    assert not any("Deep Hollow" in text for text in shown)


def test_codes_are_text_and_apart_ones_are_told(with_events) -> None:
    page = render_page(with_events, "dynamics", "en")
    assert escape("<b>all</b>") in page
    assert "<b>all</b>" not in page
    assert "road block" in page
    assert re.search(r"known to the month: .{0,20}7", page)


def test_time_runs_with_the_reading(with_events) -> None:
    """The marks carry the class that mirrors them; the years over them follow the direction by themselves."""
    page = render_page(with_events, "dynamics", "ur")
    assert 'dir="rtl"' in page
    assert page.count('class="flip weeks"') == 2


def test_the_csv_has_every_stretch(with_events) -> None:
    site = Site.of(with_events)
    (download,) = [d for d in site.downloads if d.name == "dynamics-series"]
    lines = csv_bytes(download.rows(site.results, "en", "")).decode("utf-8-sig").splitlines()
    assert lines[0] == "kind,side,week,start,weeks,count,note"
    assert "road_block,state,2031-W20,2031-05-12,1,32," in lines
    assert "road_block,state,2031-W21,2031-05-19,1,,<5" in lines
    assert len(lines) == 1 + 2 * 4


def test_no_events_is_a_page_too(results, tmp_path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("id,date,kind,side\na,2031,k,s\n", "utf-8")
    made = series_result(read_table(path, "events.csv"), threshold=5)
    page = render_page(Results({**results, made.kind: made.document()}), "dynamics", "ur")
    assert 'class="empty' in page


def test_bars_are_as_wide_as_their_weeks_and_as_high_as_their_count() -> None:
    bins = [{"weeks": 2, "count": 10}, {"weeks": 2, "count": 5}, {"weeks": 1, "count": 0}]
    drawn = str(week_bars(bins, 10))
    found = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', drawn)
    (x1, y1, w1, h1), (x2, y2, _, h2) = (tuple(map(float, bar)) for bar in found)
    assert (x1, x2) == (0, 120)
    assert w1 == 119
    assert (h1, h2) == (HEIGHT, HEIGHT / 2)
    assert (y1, y2) == (0, HEIGHT / 2)
    assert week_bars([], 0)
