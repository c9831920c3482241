"""Exports: two others approve, only what was asked for leaves, for a while, and nothing sealed ever."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.record_people import BACKEND, House, Keepers, somebody, unlocked

from misaq.web.accounts.roles import Role
from misaq.web.record.cases.opening import NewMention
from misaq.web.record.exports.escaping import plain_cell
from misaq.web.record.exports.profiles import PROFILES
from misaq.web.record.exports.services import (
    export_approve,
    export_ask,
    export_refuse,
    exports_expire,
    may_fetch,
)
from misaq.web.record.keys.services import membership_begin
from misaq.web.record.models import ActivityEntry, Case, EvidenceItem, Export
from misaq.web.record.search.asked import Asked

BASE = "/en/desk/record/exports/"


def signed_in(account: object) -> Client:
    client = Client()
    client.force_login(account, BACKEND)  # type: ignore[arg-type]  # an Account
    return client


def ask_for(house: House, profile: str = "clear", form: str = "csv", **asked: str) -> Export:
    made = export_ask(
        house.organisation,
        Asked(**asked),
        profile=profile,
        form=form,
        purpose="For the court of an invented town.",
        by=house.documenter,
    )
    assert made is not None
    return made


def approved(house: House, profile: str = "clear", form: str = "csv", **asked: str) -> Export:
    export = ask_for(house, profile, form, **asked)
    assert export_approve(export, by=house.reviewer)
    assert export_approve(export, by=house.second)
    export.refresh_from_db()
    return export


def fetch(house: House, export: Export) -> bytes:
    answer = unlocked(house.documenter).post(f"{BASE}{export.pk}/fetch/")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return bytes(answer.content)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_from_asking_to_the_file(north: House, language: str) -> None:
    case = north.open_case()
    base = f"/{language}/desk/record/exports/"
    asker = unlocked(north.documenter)
    assert asker.get(base).status_code == 200
    assert asker.get(base + "ask/?q=shop").status_code == 200
    assert asker.post(base + "ask/?q=shop", {}).status_code == 422
    values = {"organisation": "north", "profile": "clear", "form": "csv", "purpose": "For a court."}
    where = asker.post(base + "ask/?q=shop", values).headers["Location"]
    page = asker.get(where).content.decode()
    assert "For a court." in page
    assert asker.post(where + "fetch/").status_code == 404
    for reviewer in (north.reviewer, north.second):
        client = signed_in(reviewer)
        assert "For a court." in client.get(where).content.decode()
        assert client.post(where + "approve/").status_code == 302
    file = asker.post(where + "fetch/")
    assert case.ref in file.content.decode()
    assert "no-store" in file.headers["Cache-Control"]


def test_nobody_approves_alone_and_never_the_asker(north: House) -> None:
    north.open_case()
    export = ask_for(north)
    outsider = somebody("somebody-else", Role.REVIEWER)
    for account, may in (
        (north.documenter, False),  # asked, and no reviewer
        (north.colleague, False),  # no reviewer
        (outsider, False),  # of no organisation
        (north.reviewer, True),
        (north.reviewer, False),  # twice
    ):
        assert export_approve(export, by=account) is may
    export.refresh_from_db()
    assert export.state == "asked"
    assert not may_fetch(export, north.documenter)


def test_a_reviewer_does_not_approve_what_they_asked(north: House) -> None:
    north.open_case()
    export = export_ask(
        north.organisation, Asked(), profile="clear", form="csv", purpose="x", by=north.reviewer
    )
    assert export is not None
    assert not export_approve(export, by=north.reviewer)
    assert export_approve(export, by=north.second)
    third = somebody("north-third", Role.REVIEWER)
    membership_begin(north.organisation, third)
    assert export_approve(export, by=third)


def test_a_refusal_ends_it_and_the_asker_reads_why(north: House) -> None:
    north.open_case()
    export = ask_for(north)
    client = signed_in(north.reviewer)
    assert client.post(f"{BASE}{export.pk}/refuse/", {}).status_code == 422
    client.post(f"{BASE}{export.pk}/refuse/", {"reason": "Too many fields."})
    assert (
        "Too many fields."
        in signed_in(north.documenter).get(f"{BASE}{export.pk}/").content.decode()
    )
    assert not export_approve(export, by=north.second)
    assert not export_refuse(export, reason="again", by=north.second)


def test_only_the_asker_fetches_and_not_for_ever(north: House) -> None:
    north.open_case()
    export = approved(north)
    assert unlocked(north.reviewer).post(f"{BASE}{export.pk}/fetch/").status_code == 404
    for _time in range(settings.RECORD_EXPORT_DOWNLOADS):
        fetch(north, export)
    client = unlocked(north.documenter)
    assert client.post(f"{BASE}{export.pk}/fetch/").status_code == 404
    again = approved(north)
    Export.objects.filter(pk=again.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(f"{BASE}{again.pk}/fetch/").status_code == 404
    assert exports_expire() == 1
    again.refresh_from_db()
    assert again.state == "expired"
    assert "expired" in client.get(f"{BASE}{again.pk}/").content.decode()


def test_somebody_fetches_no_more_than_so_many_files_a_day(north: House) -> None:
    north.open_case()
    exports = [approved(north) for _export in range(2)]
    for place in range(settings.RECORD_EXPORTS_A_DAY):
        fetch(north, exports[place // settings.RECORD_EXPORT_DOWNLOADS])
    exports[1].refresh_from_db()
    assert not may_fetch(exports[1], north.documenter)


def test_a_locked_session_fetches_nothing(north: House) -> None:
    north.open_case()
    export = approved(north)
    answer = signed_in(north.documenter).post(f"{BASE}{export.pk}/fetch/")
    assert answer.status_code == 302
    assert "unlock" in answer.headers["Location"]


def test_no_case_leaves_that_was_not_there_when_it_was_asked(north: House) -> None:
    one, gone = north.open_case(), north.open_case()
    export = approved(north)
    later = north.open_case()
    Case.objects.filter(pk=gone.pk).update(erased_at=timezone.now())
    text = fetch(north, export).decode()
    assert one.ref in text
    assert later.ref not in text
    assert gone.ref not in text


def test_nothing_is_asked_for_that_finds_nothing(north: House) -> None:
    assert (
        export_ask(
            north.organisation, Asked(), profile="clear", form="csv", purpose="x", by=north.reviewer
        )
        is None
    )


def test_each_profile_gives_its_fields_and_no_other(north: House) -> None:
    north.open_case()
    for code in ("counting", "clear"):
        text = fetch(north, approved(north, code)).decode()
        assert next(csv.reader(io.StringIO(text))) == list(PROFILES[code].fields)
        assert "Invented" not in text
    assert "shop" not in fetch(north, approved(north, "counting", q="shop")).decode()


def test_shut_fields_leave_only_by_the_restricted_profile_and_sealed_ones_never(
    north: House, keepers: Keepers
) -> None:
    north.open_case(
        mentions=(
            NewMention("victim", {"name": "Zarkan Bolani", "phone": "0300-0000002"}),
            NewMention("witness", {"name": "Sealed Somebody"}),
        )
    )
    export = approved(north, "restricted", "json")
    document = json.loads(fetch(north, export))
    (case,) = document["cases"]
    assert case["narrative"].startswith("Invented")
    assert case["persons"] == [{"role": "victim", "name": "Zarkan Bolani", "phone": "0300-0000002"}]
    assert "Sealed" not in json.dumps(document)


def test_a_zip_lists_the_originals_without_their_hashes(north: House) -> None:
    case = north.open_case()
    EvidenceItem.objects.create(
        case=case, size=12, mime_detected="image/png", verdict="accepted", original_path="x",
        received_by=north.documenter,
    )  # fmt: skip
    archive = zipfile.ZipFile(io.BytesIO(fetch(north, approved(north, "clear", "zip"))))
    assert sorted(archive.namelist()) == ["cases.csv", "cases.json", "originals.csv"]
    lines = archive.read("originals.csv").decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith(case.ref)
    assert json.loads(archive.read("cases.json"))["cases"][0]["n_evidence"] == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "  =1"])
def test_no_cell_is_a_formula(north: House, text: str) -> None:
    assert plain_cell(text) == "'" + text
    case = north.open_case()
    Case.objects.filter(pk=case.pk).update(summary=text)
    rows = list(csv.DictReader(io.StringIO(fetch(north, approved(north)).decode())))
    assert rows[0]["summary"] == "'" + text


def test_everything_is_noted_case_by_case(north: House) -> None:
    for _case in range(3):
        north.open_case()
    fetch(north, approved(north))
    verbs = list(ActivityEntry.objects.order_by("id").values_list("verb", flat=True))
    for verb, n in (
        ("export.asked", 1), ("export.approved", 2), ("export.downloaded", 1), ("case.exported", 3)
    ):  # fmt: skip
        assert verbs.count(verb) == n
