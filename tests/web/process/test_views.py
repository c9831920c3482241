import pytest
from django.test import Client

from misaq.foundation.canonical import canonical_json


@pytest.fixture
def client(results, tmp_path, settings):
    for kind, document in results.items():
        (tmp_path / f"{kind}.json").write_bytes(canonical_json(document))
    settings.MISAQ_RESULTS_DIR = str(tmp_path)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("/en/", "en"),
        ("/ur/", "ur"),
        ("/en/dialogue/", "en"),
        ("/ur/dialogue/index.html", "ur"),
        ("/ur/about/privacy.html", "ur"),
    ],
)
def test_the_server_shows_the_same_pages(client, address, language):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()


def test_links_are_directory_style_and_lead_somewhere(client):
    html = client.get("/en/").content.decode()
    assert 'href="/en/dialogue/"' in html
    assert 'href="/ur/"' in html
    assert "index.html" not in html


def test_a_reader_who_has_the_page_is_not_sent_it_again(client):
    first = client.get("/en/")
    again = client.get("/en/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get("/ur/", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_new_documents_change_the_page_and_its_tag(client, results, settings, tmp_path):
    before = client.get("/en/")
    results["process.overview"]["results"]["title"]["en"] = "Another name"
    (tmp_path / "process.overview.json").write_bytes(canonical_json(results["process.overview"]))
    after = client.get("/en/")
    assert "Another name" in after.content.decode()
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_csv_comes_as_a_file(client):
    answer = client.get("/en/communities.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="communities.csv"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("address", ["/en/no/such/page.html", "/en/../settings.py", "/en/dialogue"])
def test_what_is_not_there_is_404_with_a_way_on(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "This page is not here" in answer.content.decode()
    assert 'href="/en/"' in answer.content.decode()


def test_the_error_page_speaks_the_language_of_the_address(client):
    answer = client.get("/ur/no-such-page.html")
    assert answer.status_code == 404
    html = answer.content.decode()
    assert '<html lang="ur" dir="rtl">' in html
    assert "یہ صفحہ یہاں نہیں" in html


def test_pages_are_only_read(client):
    assert client.post("/en/").status_code == 405
    assert client.head("/en/").status_code == 200


def test_the_first_page_offers_both_languages(client):
    html = client.get("/").content.decode()
    assert 'href="/en/"' in html
    assert 'href="/ur/"' in html


def test_an_unknown_language_never_shows_a_page(client):
    answer = client.get("/fr/", follow=True)
    assert answer.status_code == 404


def test_a_server_without_documents_still_answers(settings, tmp_path):
    settings.MISAQ_RESULTS_DIR = str(tmp_path / "nothing")
    assert Client().get("/en/").status_code == 200
