"""The undo desk: nothing is stored, every decision has its place in the address, no bill without its check."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.http import QueryDict
from tests.web.charter.conftest import Get

from misaq.charter import undo_amendments
from misaq.process import Results
from misaq.web.charter.history import weave_of
from misaq.web.charter.undoing.choice import MOST_LETTERS, Choice, Decision, read_choice
from misaq.web.charter.undoing.pdf_services import MOST_WAITING

OWN = "The board decides with the province."


def _plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


@pytest.fixture
def weave(results_dir):
    return weave_of(Results.read(results_dir))


def test_nothing_chosen_is_a_page_that_says_what_will_be_here(get: Get) -> None:
    html = get("charter/undo/").text
    assert "Choose at least one amendment" in html
    assert html.count('name="undo"') == 3
    assert "Check passed" not in html


def test_what_follows_stands_worst_first_with_its_choice_in_the_card(get: Get) -> None:
    html = get("charter/undo/?undo=1").text
    page = _plain(html)
    assert "would be gone, but 3 words that amendment 2 wrote in it would be left" in page
    assert page.index("Needs drafting") < page.index("Clean")
    assert 'name="decide:2/art-3" value="write"' in html
    assert 'name="decide:2/art-3" value="cascade"' in html
    assert "touched by your choice" in page
    assert "<ins>province</ins>" in html


def test_undoing_the_later_words_too_leaves_nothing_to_decide(get: Get) -> None:
    page = _plain(get("charter/undo/?undo=1&decide:2/art-3=cascade").text)
    assert "No point is open." in page
    assert "undone in part by your decisions" in page
    text = _plain(
        get("charter/undo/text/?undo=1&decide:2/art-3=cascade").text.partition("<main")[2]
    )
    assert "after hearing all" not in text
    assert "by night or day" in text


def test_own_words_close_a_point_and_stand_in_text_and_bill(get: Get) -> None:
    before = get("charter/undo/?undo=1&decide:2/art-3=write").text
    assert "<textarea" in before
    assert "Not written yet" in before
    address = f"charter/undo/?undo=1&decide:2/art-3=write&text:2/art-3={OWN}"
    after = get(address).text
    assert "No point is open." in _plain(after)
    assert "Check passed" in after
    whole = get(address.replace("undo/?", "undo/text/?")).text
    assert OWN in _plain(whole)
    assert "Written at the undo desk" in whole


def test_the_bill_is_in_both_languages_and_says_what_it_compared(get: Get) -> None:
    for language in ("en", "ur"):
        html = get("charter/undo/?undo=3&how=never_made&saves=acts_done", language=language).text
        assert re.findall(r'<div class="bill[^>]*lang="(\w+)"', html) == sorted(
            ("en", "ur"), key=lambda each: each != language
        )
        assert "deemed never to have had effect" in html
        assert "Nothing in this Act affects anything duly done" in html


def test_the_address_is_made_short_and_stays_the_same_for_the_same_choice(get: Get) -> None:
    asked = get("charter/undo/?saves=&undo=3&undo=1&undo=3&how=repealed&decide:x/y=")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/en/charter/undo/?undo=1&undo=3"


def test_a_choice_comes_back_from_its_address(weave) -> None:
    choice = Choice(
        ("1", "3"), "never_made", "acts_done", (Decision("2/art-3", "write", "کوئی ایک\nدو & تین"),)
    )
    assert read_choice(QueryDict(choice.query), weave) == choice


@pytest.mark.parametrize(
    ("query", "left_out"),
    [("undo=99", 1), ("undo=0", 1), ("undo=<script>", 1), ("undo=1&undo=../x&undo=7.1", 2)],
)
def test_what_this_history_does_not_have_is_left_out_and_told(
    get: Get, weave, query: str, left_out: int
) -> None:
    assert read_choice(QueryDict(query), weave).left_out == left_out
    answer = get(f"charter/undo/?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text.partition("<main")[2]
    assert "was left out" in answer.text or "were left out" in answer.text


def test_a_wording_is_bounded(weave) -> None:
    query = QueryDict(mutable=True)
    query.update({"undo": "1", "decide:2/art-3": "write", "text:2/art-3": "x" * 5000})
    assert len(read_choice(query, weave).decisions[0].text) == MOST_LETTERS


def test_a_decision_that_cannot_be_carried_out_is_told(get: Get) -> None:
    answer = get("charter/undo/?undo=1&decide:2/art-3=split&part:2/art-3=3")
    assert answer.status_code == 400
    assert "This cannot be carried out" in answer.text


def test_the_page_shows_what_the_engine_says(get: Get, weave) -> None:
    undoing = undo_amendments(weave, [1, 3], mode="repealed")
    html = get("charter/undo/?undo=1&undo=3").text
    figures = re.findall(r'<dd class="big"><bdi class="n">(\d+)</bdi>', html)
    assert figures[:3] == [str(undoing.restored), str(undoing.removed), str(len(undoing.open))]
    assert undoing.text_sha256[:4] in html


@pytest.mark.parametrize("name", ["text.docx", "bill-en.docx", "bill-ur.docx"])
def test_word_files_open_and_are_the_same_each_time(get: Get, name: str) -> None:
    first, second = (get(f"charter/undo/files/{name}?undo=3").content for _ in range(2))
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as package:
        words = package.read("word/document.xml").decode()
    assert ("<w:del " in words) is (name == "text.docx")
    assert {"text.docx": "by night", "bill-en.docx": "omitted", "bill-ur.docx": "حذف"}[
        name
    ] in words


def test_akoma_ntoso_and_html_hold_the_bill(get: Get) -> None:
    bill = get("charter/undo/files/bill.xml?undo=3")
    assert ElementTree.fromstring(bill.content)[0].tag.endswith("}bill")
    text = get("charter/undo/files/text.xml?undo=3")
    assert ElementTree.fromstring(text.content)[0].tag.endswith("}act")
    assert "or day" not in text.text
    page = get("charter/undo/files/bill.html?undo=3").text
    assert "or day" in page
    assert "حذف" in page
    assert "attachment" in bill.headers["Content-Disposition"]
    assert get("charter/undo/files/secret.txt?undo=3").status_code == 404
    assert get("charter/undo/files/bill.xml").status_code == 302


@pytest.fixture
def queue(settings, db):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}
    }


def test_a_pdf_is_made_in_the_background_on_a_page_that_can_be_left(
    get: Get, client, queue
) -> None:
    asked = client.post("/ur/charter/undo/pdf/", {"choice": "undo=3"}) if get("charter/") else None
    assert asked.status_code == 302
    again = client.post("/ur/charter/undo/pdf/", {"choice": "undo=3"})
    assert (
        again.headers["Location"] == asked.headers["Location"]
    )  # the same choice is not made twice
    page = client.get(asked.headers["Location"])
    assert "باری کا انتظار" in page.text
    assert client.get(asked.headers["Location"] + "bill.pdf").status_code == 302
    call_command("db_worker", batch=True, interval=0, verbosity=0)
    assert "PDF حاصل کریں" in client.get(asked.headers["Location"]).text
    made = client.get(asked.headers["Location"] + "bill.pdf")
    assert made.content.startswith(b"%PDF-")


def test_too_many_pdfs_and_unknown_ones_are_told(get: Get, client, queue) -> None:
    get("charter/")
    ways = ["undo=1", "undo=2", "undo=3", "undo=1&undo=2", "undo=1&undo=3", "undo=2&undo=3"]
    ways += [f"{way}&how=never_made" for way in ways]
    answers = [client.post("/en/charter/undo/pdf/", {"choice": way}).status_code for way in ways]
    assert answers.count(302) == MOST_WAITING
    assert answers[-1] == 503
    unknown = client.get("/en/charter/undo/pdf/00000000-0000-4000-8000-000000000000/")
    assert unknown.status_code == 404
    assert "not kept any more" in unknown.text
    assert client.post("/en/charter/undo/pdf/", {"choice": "undo=99"}).status_code == 302
