"""Reading: the text of any day, found in either script, compared, with addresses that stay."""

import re

import pytest
from tests.web.charter.conftest import Get

from misaq.charter import Version, weave_versions
from misaq.web.charter.reading.moment import Moment, NoMoment, find_moment, read_day


def _texts(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize(
    ("when", "has", "has_not"),
    [
        ("1955", "Water belongs to the province", "The board"),
        ("1960-05-11", "Water belongs to the province", "The board"),
        ("1960-05-12", "Water belongs to the Federation", "after hearing all"),
        ("v2", "The board, after hearing all, decides", "night or day"),
        ("newest", "by night or day", "province"),
    ],
)
def test_the_text_of_a_day_is_the_one_in_force(get: Get, when: str, has: str, has_not: str) -> None:
    answer = get(f"charter/at/{when}/")
    assert answer.status_code == 200
    law = "".join(
        re.findall(r'<p[^>]*id="art[^>]*>.*?</p>|<div class="law.*?</div>', answer.text, re.S)
    )
    assert has in _texts(law)
    assert has_not not in _texts(law)


@pytest.mark.parametrize(
    "when", ["1949", "v9", "soon", "1960-13-01", "1960-02-30", "%00", "v" + "9" * 30]
)
def test_a_day_without_a_text_is_answered_with_the_form(get: Get, when: str) -> None:
    for language in ("en", "ur"):
        answer = get(f"charter/at/{when}/", language=language)
        assert answer.status_code == 404
        assert 'id="day"' in answer.text
        assert "errsum" in answer.text


def test_the_form_leads_to_the_address_of_the_day(get: Get) -> None:
    assert get("charter/at/?day=12/5/1960").headers["Location"] == "/en/charter/at/1960-05-12/"
    assert get("charter/at/?day=&version=v2").headers["Location"] == "/en/charter/at/v2/"
    assert get("charter/at/?day=۱۹۶۰").headers["Location"] == "/en/charter/at/1960/"


def test_provisions_and_clauses_keep_their_addresses(get: Get) -> None:
    ids = [
        set(re.findall(r'id="(art-[^"]+)"', get(f"charter/at/{when}/").text))
        for when in ("v0", "newest")
    ]
    clauses = {"art-1", "art-1.1", "art-1.2", "art-1.2.a", "art-1.2.b", "art-2", "art-2.1"}
    assert clauses <= ids[0]
    assert clauses <= ids[1]


def test_a_dotted_word_leads_to_who_wrote_it_and_to_its_note(get: Get) -> None:
    html = get("charter/at/newest/").text
    word = re.search(r'<a class="word" href="([^"]+)" data-note="([^"]+)">Federation</a>', html)
    assert word is not None
    assert word[1] == "/en/charter/amendments/1.html"
    note = re.search(rf'<li id="{re.escape(word[2])}">(.*?)</li>', html, re.S)
    assert note is not None
    assert "province" in _texts(note[1])


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("federation", ["art-2"]),
        ("FEDER", ["art-2"]),
        ("كُل", ["art-1"]),  # another kaf, and a vowel sign
        ("کل", ["art-1"]),
        ('"belongs to"', ["art-2"]),
        ('"to belongs"', []),
        ("land sold", ["art-1"]),
        ("دفعہ ۳", ["art-3"]),
        ("Article 3", ["art-3"]),
        ("zebra", []),
    ],
)
def test_words_are_found_in_either_script(get: Get, query: str, articles: list[str]) -> None:
    html = get(f"charter/search/?q={query}").text
    assert (
        re.findall(r'<h3><a href="/en/charter/at/newest/constitution/#(art-\d)', html) == articles
    )


def test_a_search_marks_whole_words_and_no_markup_of_the_query(get: Get) -> None:
    html = get("charter/search/?q=feder <b>").text
    assert "<b>" not in html.partition("<main")[2].replace("<b>Demo", "")
    assert "<mark>Federation</mark>" in get("charter/search/?q=feder").text


def test_two_states_are_compared_either_way(get: Get) -> None:
    forth = get("charter/compare/?from=v0&to=newest").text
    assert "<del>province</del>" in forth
    assert "<ins>Federation</ins>" in forth
    back = get("charter/compare/?from_day=1980&to=v0").text
    assert "<ins>province</ins>" in back
    assert "No word differs" in get("charter/compare/?from=v2&to_day=1975").text
    assert get("charter/compare/?from=v0&to_day=soon").status_code == 404


def test_the_other_language_shows_the_same_choice(get: Get) -> None:
    html = get("charter/compare/?from=v0&to=v1").text
    assert 'href="/ur/charter/compare/?from=v0&amp;to=v1"' in html


def test_an_answer_is_asked_for_again_and_not_sent_again(get: Get) -> None:
    answer = get("charter/at/newest/")
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert get("charter/at/newest/", HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status_code == 304
    other = get("charter/at/v1/", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert other.status_code == 200


def test_an_address_that_is_too_long_is_refused(get: Get) -> None:
    assert get("charter/search/?q=" + "x" * 7000).status_code == 414


def test_a_process_without_texts_says_so(get: Get, settings, tmp_path) -> None:
    settings.MISAQ_RESULTS_DIR = str(tmp_path)
    for path in ("charter/at/newest/", "charter/search/", "charter/compare/", "charter/undo/"):
        answer = get(path)
        assert answer.status_code == 404
        assert "No constitution yet" in answer.text


def test_the_history_counts_how_often_each_article_was_changed(get: Get) -> None:
    html = get("charter/history.html").text
    assert "Article 3 was changed most often: 2 times" in html
    table = get("charter/articles.csv").content.decode().splitlines()
    assert table[0] == "provision,name,heading,amendment,date,words_in,words_out"
    assert "art-2,Article 2,Water,1,1960-05-12,1,1" in table


def test_a_history_without_dates_is_read_by_amendment() -> None:
    weave = weave_versions(
        Version(n, "", None, {"a": f"Article 1. A\n{n} is so."}) for n in range(2)
    )
    assert isinstance(find_moment(weave, "1976"), NoMoment)
    moment = find_moment(weave, "v0")
    assert isinstance(moment, Moment)
    assert (moment.place, moment.n) == (0, 0)


@pytest.mark.parametrize(
    "text", ["1976-12-18", "18.12.1976", "18/12/1976", "۱۹۷۶-۱۲-۱۸", " 1976/12/18 "]
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text) == "1976-12-18"
