"""Releasing a run on a site: what the pages show, what the log holds, what happens on a fault."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from misaq.ledger import build_log, parse_checkpoint, public_key, verify_note
from misaq.process import run_folder, write_run
from misaq.web.accounts.models import Account
from misaq.web.ledger.models import LedgerEntry, SignedCheckpoint
from misaq.web.process.models import ComputeJob, Release
from misaq.web.process.services import job_ask, job_run, release_load

SignedIn = Callable[[Account], Client]


def test_a_release_is_what_the_pages_show(small_run: Path, db: None) -> None:
    assert "Small" not in Client().get("/en/").content.decode()
    release_load(small_run)
    assert "Small" in Client().get("/en/").content.decode()
    assert "پانی کا حساب" in Client().get("/ur/table/").content.decode()


def test_a_release_keeps_the_documents_byte_for_byte(small_run: Path, db: None) -> None:
    release = release_load(small_run)
    kept = {d.kind: bytes(d.payload) for d in release.documents.all()}
    assert kept == {p.stem: p.read_bytes() for p in (small_run / "results").iterdir()}


def test_loading_the_same_run_again_changes_nothing(small_run: Path, db: None) -> None:
    assert release_load(small_run) == release_load(small_run)
    assert Release.objects.count() == 1


def test_every_document_is_in_the_signed_log(small_run: Path, db: None, settings: object) -> None:
    release = release_load(small_run)
    entries = [bytes(e.entry) for e in LedgerEntry.objects.order_by("index")]
    logged = {json.loads(e)["name"]: json.loads(e)["sha256"] for e in entries}
    for path in (small_run / "results").iterdir():
        assert logged[path.stem] == hashlib.sha256(path.read_bytes()).hexdigest()
    key = public_key("misaq/small", settings.LEDGER_SIGNING_KEY)  # type: ignore[attr-defined]
    checkpoint = parse_checkpoint(verify_note(SignedCheckpoint.objects.get().note, key))
    assert checkpoint.root == build_log(entries).root
    assert checkpoint.size == release.log_size == len(entries)


def test_a_second_release_extends_the_log(small_folder: Path, small_run: Path, db: None) -> None:
    first = release_load(small_run)
    table = small_folder / "table/commitments.csv"
    table.write_text(table.read_text("utf-8").replace(",2,2031", ",3,2031"), "utf-8")
    write_run(run_folder(small_folder), small_run)
    second = release_load(small_run)
    log = build_log(bytes(e.entry) for e in LedgerEntry.objects.order_by("index"))
    notes = {
        c.size: parse_checkpoint(c.note.split("\n\n")[0] + "\n").root
        for c in SignedCheckpoint.objects.all()
    }
    assert notes == {first.log_size: log.root_at(first.log_size), second.log_size: log.root}


def test_the_secretariat_computes_again_and_sees_it_done(
    small_folder: Path, small_run: Path, alice: Account, signed_in: SignedIn
) -> None:
    release_load(small_run, source_folder=small_folder)
    table = small_folder / "table/commitments.csv"
    table.write_text(
        table.read_text("utf-8").replace("Open the register", "Open every register"), "utf-8"
    )
    client = signed_in(alice)
    page = client.post("/en/desk/compute/", follow=True)
    number = Release.objects.latest().pk
    assert f"Release {number} is what the public pages show" in page.content.decode()
    assert "Open every register" in Client().get("/en/table/").content.decode()
    assert Release.objects.latest().released_by == alice


def test_a_fault_is_told_and_nothing_is_released(
    small_folder: Path, small_run: Path, alice: Account, signed_in: SignedIn
) -> None:
    release_load(small_run, source_folder=small_folder)
    table = small_folder / "table/commitments.csv"
    table.write_text(table.read_text("utf-8").replace(",2,2031-01-10", ",9,2031-01-10"), "utf-8")
    page = signed_in(alice).post("/en/desk/compute/", follow=True).content.decode()
    assert "Nothing was released" in page
    assert "table/commitments.csv:2" in page
    assert Release.objects.count() == 1


def test_a_fault_of_ours_ends_the_job_too(
    small_run: Path, db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    release_load(small_run, source_folder=small_run)

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("misaq.web.process.services.run_folder", fail)
    job = job_ask(None)
    job_run(job)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "ZeroDivisionError" in caplog.text


def test_there_is_never_more_than_one_open_job(db: None) -> None:
    assert job_ask(None) == job_ask(None)
    assert ComputeJob.objects.count() == 1


def test_health_says_whether_anything_is_released(small_run: Path, db: None) -> None:
    assert Client().get("/health").json() == {"database": True, "released": False}
    release_load(small_run)
    assert Client().get("/health").json() == {"database": True, "released": True}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_page_of_a_job_refreshes_without_javascript(
    language: str, alice: Account, signed_in: SignedIn
) -> None:
    job = ComputeJob.objects.create(state="running", step="step.rooms", done=1, total=5)
    client = signed_in(alice)
    page = client.get(f"/{language}/desk/compute/{job.pk}/").content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert '<progress max="5" value="1"' in page
    part = client.get(f"/{language}/desk/compute/{job.pk}/", headers={"hx-request": "true"})
    assert "<html" not in part.content.decode()
