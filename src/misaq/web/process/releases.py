"""Reads: the releases, the documents of the newest, the jobs that make the next."""

import json
from functools import lru_cache

from misaq.process import Results
from misaq.web.process.models import ComputeJob, Release


def release_latest() -> Release | None:
    """The release that the pages show, or None before the first."""
    return Release.objects.order_by("-id").first()


@lru_cache(maxsize=2)
def release_results(release: int) -> Results:
    """The documents of a release; a release never changes, so they are read once per process."""
    documents = Release.objects.get(pk=release).documents.all()
    return Results({d.kind: json.loads(bytes(d.payload)) for d in documents})


def job_latest() -> ComputeJob | None:
    """The job asked for last."""
    return ComputeJob.objects.order_by("-id").first()


def job_open() -> ComputeJob | None:
    """The job that waits or runs, if any: there is never more than one."""
    return ComputeJob.objects.filter(state__in=("waiting", "running")).order_by("id").first()


def can_compute() -> bool:
    """Whether the newest release says which folder it came from, so that it can be computed again."""
    latest = release_latest()
    return latest is not None and bool(latest.source_folder)


def seconds_before() -> int:
    """How long the last finished run took, from its asking; 0 when there was none."""
    last = ComputeJob.objects.filter(state="done", ended_at__isnull=False).order_by("-id").first()
    if last is None or last.ended_at is None:
        return 0
    return max(1, round((last.ended_at - last.asked_at).total_seconds()))
