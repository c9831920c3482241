"""Reading: the text of any day, found in either script, compared, with addresses that stay."""

import re

import pytest
from tests.web.charter.conftest import FIRST, LAND, WATER, Get, write_history, write_results

from misaq.charter import (
    Operation,
    Source,
    TextIndex,
    Version,
    Weave,
    fold_operations,
    start_weave,
    weave_versions,
)
from misaq.web.charter.history import provision_name
from misaq.web.charter.reading.blocks import clause_anchor, text_blocks
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


def test_clauses_have_one_address_whether_texts_or_instructions_are_known() -> None:
    first = Version(0, "", "1950", {"a": LAND + WATER})
    change = Operation("1.1", 1, "substitute_words", "art-2.cl-1", words="the province", text="all",
                       source=Source(section="3"))  # fmt: skip
    folded = fold_operations(start_weave(first), [change], [Version(1, "", "1960", {})])
    observed = weave_versions(
        [first, Version(1, "", "1960", {"a": (LAND + WATER).replace("the province", "all")})]
    )
    shown = [text_blocks(weave, 0, weave.active(), 1) for weave in (folded, observed)]
    addresses = [[p["anchor"] for block in blocks for p in block["paragraphs"]] for blocks in shown]
    assert addresses[0] == addresses[1]
    assert [note["section"] for block in shown[0] for note in block["written"]] == ["3"]
    (found,) = TextIndex.of(folded, folded.active()).search("foreigners")
    assert clause_anchor(folded, found.within[0]) == "art-1.2.a"
    assert provision_name(folded, found.within[0], 1) == "Article 1(2)(a)"


def test_words_after_a_list_are_read_after_it() -> None:
    text = "Article 1. Land\n(1) It is held:\n(a) by all;\n(b) by none,\nas the law says.\n"
    weave = start_weave(Version(0, "", "1950", {"a": text}))
    (block,) = text_blocks(weave, 0, weave.active(), 0)
    runs = [run for paragraph in block["paragraphs"] for run in paragraph["runs"]]
    read = " ".join(run["text"] for run in runs)
    assert read.index("(a)") < read.index("(b)") < read.index("as the law says")


def test_the_history_says_which_amendment_took_back_which(tmp_path, settings, client) -> None:
    long = (
        " The province keeps one half of what is earned from its rivers, and spends it on schools."
    )
    write_history(
        tmp_path, {"1950-x": FIRST + long + "\n", "1960-x": FIRST, "1970-x": FIRST + long + "\n"}
    )
    settings.MISAQ_RESULTS_DIR = str(write_results(tmp_path))
    html = client.get("/en/charter/history.html").text
    assert "took back amendment 1" in html
    assert "taken back by amendment 2" in html
    assert "took back amendment 1" in client.get("/en/charter/undo/").text


def test_two_choices_on_one_page_are_two_answers(get: Get) -> None:
    first = get("charter/undo/?undo=1")
    other = get("charter/undo/?undo=3", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert other.status_code == 200
    assert other.headers["ETag"] != first.headers["ETag"]


def test_a_text_that_looks_like_markup_is_shown_as_it_is(tmp_path, settings, client) -> None:
    odd = FIRST + "\nArticle 9. Marks\n(1) A sum of <u>five</u> counts & is kept.\n"
    write_history(tmp_path, {"1950-x": odd, "1960-x": odd.replace("five", "six <s>")})
    settings.MISAQ_RESULTS_DIR = str(write_results(tmp_path))
    paths = ("charter/search/?q=counts", "charter/at/newest/", "charter/undo/?undo=1")
    for path in (*paths, "charter/compare/?from=v0&to=v1", "charter/undo/files/bill.html?undo=1"):
        html = client.get(f"/en/{path}").text
        assert "<u>" not in html
        assert "<s>" not in html
        assert "six" in html


def test_a_day_knows_expiry_and_what_was_known_then() -> None:
    first = Version(0, "", "1950", {"a": LAND})
    stamps = [Version(1, "", "1960-01-01", {}), Version(2, "", "1970-01-01", {})]
    words = Operation(
        "1.1", 1, "substitute_words", "art-1.cl-1", words="common", text="holy", expiry="1965-01-01"
    )
    ruling = Operation(
        "2.1", 2, "strikes_down", targets=("1.1",), commencement="1960-01-01", known="1970-01-01"
    )

    def reads(weave: Weave, when: str, known: str = "") -> bool:
        moment = find_moment(weave, when, known=known)
        assert isinstance(moment, Moment)
        return "holy" in weave.texts(moment.active)["a"]

    expiring = fold_operations(start_weave(first), [words], stamps[:1])
    assert [reads(expiring, day) for day in ("1955", "1962", "1966", "newest")] == [
        False,
        True,
        False,
        False,
    ]
    struck = fold_operations(start_weave(first), [words, ruling], stamps)
    assert not reads(struck, "1962")
    assert reads(struck, "1962", known="1965")
