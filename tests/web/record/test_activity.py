"""The log of what was done and looked at: by organisation, by case, one's own; the limit on looking."""

import ast
import csv
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from django.utils.translation import override
from tests.record_people import BACKEND, House, unlocked

from misaq.record import LINK_KINDS
from misaq.web import record
from misaq.web.record.activity import note, within_quota
from misaq.web.record.deeds import DEEDS
from misaq.web.record.houses.forms import HouseForm
from misaq.web.record.log import selectors
from misaq.web.record.models import ActivityEntry
from misaq.web.record.quota import quota_reached
from misaq.web.record.review.services import VERBS

ADDED = (
    "source", "person", "act", "involvement", "detention", "fate", "qualification", "assertion",
)  # fmt: skip
BASE = "/en/desk/record/activity/"


def signed_in(account: object) -> Client:
    client = Client()
    client.force_login(account, BACKEND)  # type: ignore[arg-type]  # an Account
    return client


def text_of(client: Client, path: str = "", **asked: str) -> str:
    answer = client.get(BASE + path, asked)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_reviewer_sees_who_did_what(north: House, language: str) -> None:
    case = north.open_case()
    page = signed_in(north.reviewer).get(f"/{language}/desk/record/activity/")
    assert page.status_code == 200
    assert case.ref in page.content.decode()
    assert "north-documenter" in page.content.decode()
    mine = signed_in(north.documenter).get(f"/{language}/desk/record/activity/mine/")
    assert case.ref in mine.content.decode()
    history = signed_in(north.colleague).get(f"/{language}/desk/record/activity/case/{case.ref}/")
    assert "north-documenter" in history.content.decode()


def test_a_documenter_has_no_log_but_their_own(north: House) -> None:
    client = signed_in(north.documenter)
    assert client.get(BASE).status_code == 404
    assert client.get(BASE + "activity.csv").status_code == 404
    note("case.viewed", by=north.colleague, about=north.open_case())
    assert "looked at a case" not in text_of(client, "mine/").partition("</form>")[2]


def test_the_log_is_narrowed_and_taken_out(north: House) -> None:
    one, two = north.open_case(), north.open_case()
    note("case.viewed", by=north.colleague, about=two)
    old = note("case.viewed", by=north.second, about=one)
    ActivityEntry.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=40))
    client = signed_in(north.reviewer)

    def rows(**asked: str) -> list[tuple[str, str, str]]:
        lines = csv.DictReader(text_of(client, "activity.csv", **asked).splitlines())
        return [(line["who"], line["deed"], line["which"]) for line in lines]

    assert rows(deed="case.viewed") == [
        ("north-colleague", "case.viewed", two.ref), ("north-second", "case.viewed", one.ref)
    ]  # fmt: skip
    assert rows(who="north-second") == [("north-second", "case.viewed", one.ref)]
    recent = (timezone.now() - timedelta(days=2)).date().isoformat()
    assert rows(deed="case.viewed", since=recent) == [("north-colleague", "case.viewed", two.ref)]
    assert rows(deed="case.viewed", until=recent) == [("north-second", "case.viewed", one.ref)]
    assert {row[2] for row in rows(case=one.ref)} == {one.ref}
    assert ActivityEntry.objects.filter(verb="activity.exported").count() == 5
    assert client.get(BASE, {"since": "yesterday"}).status_code == 422


def test_pages_of_the_log_give_each_entry_once(
    north: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, moment = north.open_case(), timezone.now()
    for _entry in range(7):
        note("case.viewed", by=north.second, about=case)
    ActivityEntry.objects.filter(verb="case.viewed").update(at=moment)
    monkeypatch.setattr(selectors, "A_PAGE", 3)
    seen, after = [], ""
    while True:
        rows = selectors.narrowed(
            selectors.entries_of_houses(north.reviewer), {"deed": "case.viewed"}
        )
        page, after = selectors.page_of(rows, after)
        seen += [row.entry.pk for row in page]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 7
    for made_up in ("x~1", "~", "2031-01-01~1", "x"):
        assert signed_in(north.reviewer).get(BASE, {"after": made_up}).status_code == 200


@override_settings(RECORD_VIEWS_A_DAY=3)
def test_case_pages_end_at_so_many_a_day_for_each_account(north: House) -> None:
    case = north.open_case()
    for _look in range(3):
        assert within_quota(north.reviewer)
        note("case.viewed", by=north.reviewer, about=case)
    assert not within_quota(north.reviewer)
    assert within_quota(north.second)
    ActivityEntry.objects.filter(verb="case.viewed").update(at=timezone.now() - timedelta(hours=25))
    assert within_quota(north.reviewer)


@override_settings(RECORD_VIEWS_A_DAY=2)
def test_the_case_page_keeps_to_it(north: House) -> None:
    case, client = north.open_case(), unlocked(north.reviewer)
    codes = [client.get(f"/en/desk/record/cases/{case.ref}/").status_code for _look in range(3)]
    assert codes == [200, 200, 429]


def test_the_page_beyond_it_says_so(north: House) -> None:
    request = RequestFactory().get("/en/desk/record/")
    request.user = north.reviewer
    request.LANGUAGE_CODE = "en"
    page = quota_reached(request)
    assert page.status_code == 429
    assert b"Enough for today" in page.content


SOURCES = Path(record.__file__).parent
FAMILIES = {  # verbs that are put together: what is put in
    "linkage.": [f"linkage.{kind}" for kind in LINK_KINDS],
    ".added": [f"{what}.added" for what in ADDED],
    "evidence.": ["evidence.copied", "evidence.redacted"],
    "house.": [f"house.{field}" for field in HouseForm.Meta.fields],
}


def verbs_noted() -> set[str]:
    """Every verb in a call that notes it, anywhere in the record's code."""
    found: set[str] = set()
    for path in SOURCES.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(call, "func", None), "id", "")
            if not isinstance(call, ast.Call) or name not in {"note", "notes_of", "_each"}:
                continue
            verb = call.args[{"note": 0, "notes_of": 1, "_each": 2}[name]]
            found |= _texts(verb, path)
    return found


def _texts(verb: ast.expr, path: Path) -> set[str]:
    if isinstance(verb, ast.Constant):
        return {verb.value}  # type: ignore[arg-type]  # a text
    if isinstance(verb, ast.IfExp):
        return _texts(verb.body, path) | _texts(verb.orelse, path)
    if isinstance(verb, ast.JoinedStr):
        fixed = next(part.value for part in verb.values if isinstance(part, ast.Constant))
        return set(FAMILIES[str(fixed)])
    if isinstance(verb, ast.Subscript):
        return _texts(verb.value, path)
    assert isinstance(verb, ast.Name), f"{path.name}: how is this verb found?"
    if verb.id == "VERBS":
        return set(VERBS.values())
    assert (verb.id, path.name) == ("verb", "bulk.py"), f"{path.name}: what may {verb.id} be?"
    return set()  # the calls of _each say it


def test_every_deed_that_is_noted_anywhere_has_words_in_both_languages() -> None:
    verbs = verbs_noted()
    assert {"case.opened", "consent.withdrawn", "linkage.same", "source.added"} <= verbs
    assert {"case.exported", "case.labelled", "house.side", "case.verified"} <= verbs
    assert verbs - set(DEEDS) == set()
    with override("ur"):
        told = {verb: str(DEEDS[verb]) for verb in verbs}
    assert not [verb for verb, words in told.items() if words.isascii()]
    assert max(len(verb) for verb in verbs) <= 32  # the column


def test_what_is_added_to_a_case_is_all_in_the_list() -> None:
    source = (SOURCES / "cases" / "adding.py").read_text("utf-8")
    assert set(re.findall(r'_added\("(\w+)"', source)) == set(ADDED)


def test_what_opening_a_case_notes_has_words(north: House) -> None:
    north.open_case()
    assert set(ActivityEntry.objects.values_list("verb", flat=True)) <= set(DEEDS)
