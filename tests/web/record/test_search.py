"""Searching: words in both scripts, filters, pages; names in an unlocked session only; acts on many; counts."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from tests.record_people import BACKEND, House, unlocked

from misaq.web.record.cases.opening import NewAct, NewMention
from misaq.web.record.models import ActivityEntry, Assignment, Case, CaseLabel, CaseWord
from misaq.web.record.search import names as held_names
from misaq.web.record.search import selectors
from misaq.web.record.search.asked import Asked
from misaq.web.record.search.charts import count_cases
from misaq.web.record.search.selectors import Matches, find_cases

BASE = "/en/desk/record/search/"


def refs(house: House, **asked: str) -> set[str]:
    """The references that the house's reviewer finds."""
    return {case.ref for case in find_cases(house.reviewer, Asked(**asked)).cases}


def signed_in(account: object) -> Client:
    client = Client()
    client.force_login(account, BACKEND)  # type: ignore[arg-type]  # an Account
    return client


# ----------------------------------------------------------------------- words
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("shop", "Taken from a shop."),
        ("SHO", "Taken from a shop."),  # a beginning
        ("دکان", "ایک شخص کو دکان سے لے گئے۔"),
        ("دُکّان", "ایک شخص کو دکان سے لے گئے۔"),  # with marks
        ("dukan", "ایک شخص کو دکان سے لے گئے۔"),  # in the other script
        ("سردار", "Taken at the Sardar market."),
        ("khuzdar", "Taken on the Khozdar road."),  # another spelling
        ("road taken", "Taken on the Khozdar road."),  # in any order
        ("Cafe", "Taken from the café."),
    ],
)
def test_a_word_finds_its_case(north: House, typed: str, kept: str) -> None:
    case = north.open_case(kept)
    north.open_case("Two people were held near a river.")
    assert refs(north, q=typed) == {case.ref}


def test_every_word_must_match_and_words_of_other_sounds_do_not(north: House) -> None:
    north.open_case("Taken from a shop at night.")
    assert refs(north, q="shop night")
    assert not refs(north, q="shop river")
    assert not refs(north, q="sheep")


def test_a_reference_finds_its_case_and_shut_text_finds_none(north: House) -> None:
    case = north.open_case("Taken from a shop.", narrative="Invented: a green lantern.")
    assert refs(north, q=case.ref) == {case.ref}
    assert not refs(north, q="lantern")
    assert not refs(north, q="Invented Person")


# --------------------------------------------------------------------- filters
def test_filters_narrow_and_combine(north: House) -> None:
    one = north.open_case(
        "Taken from a shop.", community="talhen", district="d1", place="p1", acts=(NewAct("DOL"),)
    )
    two = north.open_case(
        "Taken from a school.", community="sarun", district="d2", place="p2", when="2020",
        acts=(NewAct("KIL"), NewAct("TOR")),
    )  # fmt: skip
    Case.objects.filter(pk=two.pk).update(stage="verified", answer="denied")
    assert refs(north, q="taken") == {one.ref, two.ref}
    for asked in (
        {"community": "sarun"}, {"district": "d2"}, {"place": "p2"}, {"act": "TOR"}, {"stage": "verified"},
        {"answer": "denied"}, {"when": "2020-07"}, {"q": "school"},
    ):  # fmt: skip
        assert refs(north, **asked) == {two.ref}, asked
    assert refs(north, answer="none") == {one.ref}
    assert not refs(north, community="sarun", district="d1")


@pytest.mark.parametrize(
    ("kept", "asked", "found"),
    [
        ("2009-05-17", "2009-05", True),
        ("2009", "2009-05", True),  # it may have been then
        ("2009-06", "2009-05", False),
        ("2009-05-31/2009-07", "2009-06", True),
        ("2008/..", "2031", True),
        ("../2008", "1990", True),
        ("../2008", "2009", False),
        ("200X", "2004-02", True),
        ("", "2004", False),
    ],
)
def test_a_date_finds_what_touches_it(north: House, kept: str, asked: str, found: bool) -> None:
    case = north.open_case(when=kept)
    assert refs(north, when=asked) == ({case.ref} if found else set())


def test_labels_and_assignments_are_searched(north: House) -> None:
    one, two = north.open_case(), north.open_case()
    client = signed_in(north.reviewer)
    client.post(BASE + "selected/label/", {"ref": [one.ref], "name": "urgent"})
    client.post(BASE + "selected/propose/", {"ref": [two.ref]})
    assert refs(north, label="urgent") == {one.ref}
    assert refs(north, to="any") == {two.ref}
    client.post(BASE + "selected/assign/", {"ref": [two.ref], "reviewer": north.reviewer.pk})
    assert refs(north, to="any") == set()
    assert refs(north, to="me") == {two.ref}


# ----------------------------------------------------------------------- pages
@pytest.mark.parametrize("order", ["changed", "when"])
@pytest.mark.parametrize("gathers", [True, False])
def test_pages_give_each_case_once_in_order_by_either_plan(
    north: House, monkeypatch: pytest.MonkeyPatch, order: str, gathers: bool
) -> None:
    monkeypatch.setattr(selectors, "A_PAGE", 3)
    if not gathers:  # as if everything were common
        monkeypatch.setattr(selectors, "RARE", -1)
        monkeypatch.setattr(selectors, "RARE_FILTER", -1)
    whens = ["2001", "", "2009-05", "2001", "", "2001", "2015", "", "", "2009-05", "1999"]
    same = timezone.now()
    for place, when in enumerate(whens):
        case = north.open_case(when=when)
        Case.objects.filter(pk=case.pk).update(changed_at=same - timedelta(hours=place // 3))
    asked, after, seen = Asked(q="taken", order=order), "", []
    for _page in range(10):
        found = find_cases(north.reviewer, asked, after=after)
        seen += found.cases
        after = found.after
        if not after:
            break
    assert Matches(north.reviewer, asked).gathers is gathers
    assert len(seen) == len({case.ref for case in seen}) == len(whens)
    if order == "changed":
        keys = [(case.changed_at, case.ref) for case in seen]
        assert keys == sorted(keys, reverse=True)
    else:
        dated = [(case.when_min, case.ref) for case in seen if case.when_min]
        assert dated == sorted(dated, reverse=True)
        assert [case.when_min for case in seen[len(dated) :]] == [None] * 4


def test_counts_are_exact_up_to_a_bound_and_say_so_beyond(
    north: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _case in range(4):
        north.open_case()
    assert find_cases(north.reviewer, Asked()).n == 4
    monkeypatch.setattr(selectors, "COUNTED", 3)
    found = find_cases(north.reviewer, Asked())
    assert (found.n, found.is_many) == (4, True)


@pytest.mark.parametrize("after", ["x", "~", "2031-99-99~a", "'; drop table", "2031-01-01~", "~zz"])
def test_a_made_up_place_to_begin_is_no_error(north: House, after: str) -> None:
    north.open_case()
    client = signed_in(north.reviewer)
    for order in ("changed", "when"):
        assert client.get(BASE, {"after": after, "order": order}).status_code == 200


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_pages_of_a_search(north: House, language: str) -> None:
    case = north.open_case()
    client = unlocked(north.reviewer)
    base = f"/{language}/desk/record/search/"
    assert case.ref in client.get(base, {"q": "shop"}).content.decode()
    assert client.get(base, {"q": "river"}).status_code == 200
    bad = client.get(base, {"when": "2009-13"})
    assert bad.status_code == 422
    assert 'role="alert"' in bad.content.decode()
    assert client.get(base + "names/").status_code == 200
    assert client.get(base + "counts/", {"q": "shop"}).status_code == 200
    assert client.get(base + "counts/", {"q": "river"}).status_code == 200
    assert client.post(base + "selected/", {"ref": [case.ref]}).status_code == 200
    assert client.post(base + "selected/").status_code == 200
    assert client.post(base + "selected/place/", {"ref": [case.ref]}).status_code == 422
    assert client.post(base + "selected/erase/", {"ref": [case.ref]}).status_code == 404


# ----------------------------------------------------------------------- names
def names_page(client: Client, name: str) -> str:
    return client.post(BASE + "names/", {"name": name}).content.decode()


@pytest.fixture(autouse=True)
def no_index() -> None:
    held_names._held.clear()


def test_a_name_is_found_in_both_scripts_and_only_while_unlocked(north: House) -> None:
    case = north.open_case(
        mentions=(NewMention("victim", {"name": "Zarkan Bolani", "father": "Karim"}),)
    )
    client = unlocked(north.reviewer)
    for typed in ("Zarkan Bolani", "zarkaan bolanee", "زرکان بولانی"):
        assert case.ref in names_page(client, typed), typed
    assert case.ref not in names_page(client, "Mehrab Sultan")
    client.post("/en/desk/record/key/lock/")
    assert not held_names._held
    assert client.post(BASE + "names/", {"name": "Zarkan"}).status_code == 302


def test_signing_out_and_time_end_the_index(north: House) -> None:
    north.open_case()
    client = unlocked(north.reviewer)
    names_page(client, "Invented Person")
    assert len(held_names._held) == 1
    client.post("/en/accounts/sign-out/")
    assert not held_names._held
    names_page(unlocked(north.reviewer), "Invented Person")
    for held in held_names._held.values():
        held.used -= settings.SESSION_COOKIE_AGE + 1
    held_names.forget_idle()
    assert not held_names._held


def test_no_more_sessions_are_held_than_the_bound(
    north: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_names, "HELD_MOST", 2)
    north.open_case()
    for _session in range(3):
        names_page(unlocked(north.reviewer), "Invented Person")
    assert len(held_names._held) == 2


def test_what_changed_since_is_found_and_what_is_gone_is_not(north: House) -> None:
    first = north.open_case(mentions=(NewMention("victim", {"name": "Zarkan Bolani"}),))
    client = unlocked(north.reviewer)
    assert first.ref in names_page(client, "Zarkan Bolani")
    second = north.open_case(mentions=(NewMention("relative", {"name": "Zarkan Bolani"}),))
    page = names_page(client, "Zarkan Bolani")
    assert first.ref in page
    assert second.ref in page
    Case.objects.filter(pk=first.pk).update(erased_at=timezone.now())
    assert first.ref not in names_page(client, "Zarkan Bolani")


@override_settings(RECORD_NAMES_MOST=2)
def test_the_page_says_how_many_names_were_not_looked_through(north: House) -> None:
    for _case in range(3):
        north.open_case()
    page = names_page(unlocked(north.reviewer), "Invented Person")
    assert "Looked through" in page
    assert "not looked through" in page


def test_a_name_leaves_no_trace(north: House, caplog: pytest.LogCaptureFixture) -> None:
    north.open_case()
    client = unlocked(north.reviewer)
    answer = client.post(BASE + "names/", {"name": "Invented Person"})
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Invented" not in caplog.text
    kept = " ".join(str(row) for row in ActivityEntry.objects.values_list())
    assert "names.searched" in kept
    assert "Invented" not in kept
    assert not CaseWord.objects.filter(word="invented").exists()
    request = RequestFactory().get("/")
    request.session = client.session
    assert all(b"Invented" not in mark for mark in held_names._held)


# ------------------------------------------------------------------ many cases
def test_acts_on_many_are_done_and_noted_one_by_one(north: House) -> None:
    cases = [north.open_case() for _case in range(3)]
    Case.objects.filter(pk=cases[2].pk).update(stage="verified")
    page = signed_in(north.documenter).post(
        BASE + "selected/place/",
        {"ref": [case.ref for case in cases] + ["nosuchcase00"], "place": "newtown"},
    )
    text = page.content.decode()
    assert re.search(r"2</bdi> cases were changed", text)
    assert re.search(r"1</bdi> case stays as it is", text)
    assert re.search(r"1</bdi> reference led to no case", text)
    assert ActivityEntry.objects.filter(verb="case.placed").count() == 2
    assert refs(north, q="newtown") == {cases[0].ref, cases[1].ref}


def test_who_opened_a_case_does_not_review_it(north: House) -> None:
    case = north.open_case()
    Case.objects.filter(pk=case.pk).update(opened_by=north.reviewer)
    client = signed_in(north.second)
    for reviewer, n in ((north.reviewer, 0), (north.documenter, 0), (north.second, 1)):
        client.post(BASE + "selected/assign/", {"ref": [case.ref], "reviewer": reviewer.pk})
        assert Assignment.objects.filter(ended_at=None).count() == n


def test_a_documenter_does_not_assign(north: House) -> None:
    case = north.open_case()
    answer = signed_in(north.documenter).post(
        BASE + "selected/assign/", {"ref": [case.ref], "reviewer": north.reviewer.pk}
    )
    assert answer.status_code == 404


def test_a_label_is_put_once(north: House) -> None:
    case = north.open_case()
    for _time in range(2):
        signed_in(north.documenter).post(
            BASE + "selected/label/", {"ref": [case.ref, case.ref], "name": "urgent"}
        )
    assert CaseLabel.objects.count() == 1


# ---------------------------------------------------------------------- counts
def test_counts_by_year_and_kind_of_act(north: House) -> None:
    north.open_case(when="2009-05", acts=(NewAct("DOL"), NewAct("TOR")))
    north.open_case(when="2009", acts=(NewAct("DOL"),))
    north.open_case(when="2009-12/2010-01", acts=(NewAct("DOL"),))
    north.open_case(when="", acts=(NewAct("KIL"),))
    counts = count_cases(north.reviewer, Asked())
    assert counts.n == 4
    assert dict(counts.by_year) == {2009: 2, None: 2}
    assert dict(counts.by_act) == {"DOL": 3, "TOR": 1, "KIL": 1}
    assert counts.cells[2009, "DOL"] == 2
    table = signed_in(north.reviewer).get(BASE + "counts.csv").content.decode()
    assert "2009,DOL,2\n" in table
    assert table.endswith(",,4\n")
