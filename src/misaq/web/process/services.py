"""Writes: releasing a run, asking for one, doing it in the background."""

import hashlib
import json
import logging
import tempfile
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import FaultsError, MisaqError
from misaq.process import (
    NotADocumentError,
    Run,
    origin_of,
    require_run,
    run_folder,
    write_run,
)
from misaq.web.accounts.models import Account
from misaq.web.charter.access import public_draftings
from misaq.web.charter.voting.export import drafting_export
from misaq.web.dialogue.export import conversation_export
from misaq.web.dialogue.selectors import conversation_current, statements_open
from misaq.web.dialogue.services import conversation_open
from misaq.web.ledger.services import ledger_append
from misaq.web.process.models import ComputeJob, Release, ReleasedDocument
from misaq.web.process.releases import job_open, release_latest, release_results

log = logging.getLogger("misaq.process")


def release_load(
    out: Path, *, source_folder: Path | None = None, by: Account | None = None
) -> Release:
    """Release the documents that `misaq run` wrote under `out`, and log each of them.

    Loading the same documents again changes nothing: the newest release is given back.
    """
    payloads = read_payloads(out)
    return _release(payloads, str(source_folder or ""), by)


def read_payloads(out: Path) -> dict[str, bytes]:
    """The documents under `out` by kind, byte for byte.

    Raises NoRunError where there is no run, and NotADocumentError for a file that the pages could not be made
    from: one that is cut off, or is not the document that its name says.
    """
    require_run(out)
    payloads = {}
    for path in sorted((out / "results").glob("*.json")):
        payloads[path.stem] = path.read_bytes()
        try:
            document = json.loads(payloads[path.stem])
        except ValueError as error:
            raise NotADocumentError(path=str(path), reason=str(error)) from None
        if not isinstance(document, dict) or document.get("kind") != path.stem:
            raise NotADocumentError(path=str(path), reason=f'kind is not "{path.stem}"')
        if not isinstance(document.get("results"), dict):
            raise NotADocumentError(path=str(path), reason="no results")
    return payloads


@transaction.atomic
def _release(payloads: dict[str, bytes], source_folder: str, by: Account | None) -> Release:
    hashes = {kind: hashlib.sha256(payload).hexdigest() for kind, payload in payloads.items()}
    latest = release_latest()
    if latest and dict(latest.documents.values_list("kind", "sha256")) == hashes:
        return latest
    process_id = json.loads(payloads["process.overview"])["results"]["id"]
    entries = [_entry("result", kind, sha256) for kind, sha256 in sorted(hashes.items())]
    entries.append(
        _entry("release", process_id, hashlib.sha256(canonical_json(hashes)).hexdigest())
    )
    checkpoint = ledger_append(entries, origin=origin_of(process_id))
    release = Release.objects.create(
        process_id=process_id, source_folder=source_folder, log_size=checkpoint.size, released_by=by
    )
    ReleasedDocument.objects.bulk_create(
        ReleasedDocument(release=release, kind=kind, payload=payload, sha256=hashes[kind])
        for kind, payload in sorted(payloads.items())
    )
    return release


def _entry(kind: str, name: str, sha256: str) -> bytes:
    return canonical_json({"kind": kind, "name": name, "sha256": sha256})


def jobs_recover() -> int:
    """End the runs that a server left unfinished when it stopped; gives how many.

    Only for the one who holds the site: no other worker may be running.
    """
    left = ComputeJob.objects.filter(state="running")
    return left.update(
        state="failed", ended_at=timezone.now(), failure=[{"code": "run_interrupted", "params": {}}]
    )


@transaction.atomic
def job_ask(by: Account | None) -> ComputeJob:
    """Ask for the process to be computed again; while one is open, that one is given back."""
    return job_open() or ComputeJob.objects.create(asked_by=by)


class JobProgress:
    """A progress that writes how far a job is, for the page that waits for it."""

    def __init__(self, job: ComputeJob) -> None:
        self._job = job

    def step(self, what: str, done: int, total: int) -> None:
        """Write the step down."""
        ComputeJob.objects.filter(pk=self._job.pk).update(step=what, done=done, total=total)


def job_run(job: ComputeJob) -> None:
    """Compute the folder of the newest release and release the result; a fault is kept for the page."""
    if not ComputeJob.objects.filter(pk=job.pk, state="waiting").update(state="running"):
        return
    latest = release_latest()
    try:
        if latest is None or not latest.source_folder:
            raise NoSourceFolderError
        folder = Path(latest.source_folder)
        _bring_votes(folder)
        release = _release_run(run_folder(folder, progress=JobProgress(job)), folder, job.asked_by)
    except FaultsError as error:
        _fail(job, [fault.as_dict() | {"params": dict(fault.params)} for fault in error.faults])
    except MisaqError as error:
        _fail(job, [{"code": error.code, "params": error.params}])
    except Exception:
        # Not raised further: the queue would keep the whole traceback, with whatever the folder holds, in its table.
        log.exception("a run failed", extra={"job": job.pk})
        _fail(job, [{"code": "engine_failed", "params": {"reason": "see the log"}}])
    else:
        _end(job, state="done", release=release)


def _bring_votes(folder: Path) -> None:
    """Write what was voted here into the folder: of the conversation where it is set to feed the runs, and of
    every drafting that was opened.
    """
    conversation = conversation_current()
    if conversation and conversation.is_open and conversation.feeds_runs:
        conversation_export(conversation, folder / "dialogue")
    for drafting in public_draftings().order_by("pk"):
        drafting_export(drafting, folder / "charter")


def _release_run(run: Run, folder: Path, by: Account | None) -> Release:
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "out"
        write_run(run, out)
        return release_load(out, source_folder=folder, by=by)


def _fail(job: ComputeJob, failure: list[dict[str, object]]) -> None:
    _end(job, state="failed", failure=json.loads(canonical_json(failure)))


def _end(job: ComputeJob, **values: object) -> None:
    ComputeJob.objects.filter(pk=job.pk).update(ended_at=timezone.now(), **values)


class NoSourceFolderError(MisaqError):
    """The release was loaded without the folder it came from."""

    code = "no_source_folder"


def conversation_open_newest(*, feeds_runs: bool = False) -> int | None:
    """Open the conversation on the statements of the newest release; gives how many, None without a release."""
    latest = release_latest()
    if latest is None:
        return None
    results = release_results(latest.pk)
    conversation = conversation_open(
        results.results("process.overview") or {},
        results.results("dialogue.statements") or {},
        feeds_runs=feeds_runs,
    )
    return statements_open(conversation).count()
