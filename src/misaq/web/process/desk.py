"""The secretariat's pages: releases, and computing the process again with its progress on the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from misaq.web.accounts.access import account_of, only
from misaq.web.accounts.roles import Role
from misaq.web.process.models import ComputeJob, Release
from misaq.web.process.releases import can_compute, job_latest, job_open, seconds_before
from misaq.web.process.services import job_ask
from misaq.web.process.tasks import compute_again


@only(Role.SECRETARIAT)
@never_cache
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """The releases so far, the newest first, and the button that computes the next."""
    shown = Release.objects.select_related("released_by").order_by("-id")[:50]
    context = {"releases": shown, "job": job_latest(), "can_compute": can_compute()}
    return render(request, "process/releases.html", context)


@only(Role.SECRETARIAT)
@require_POST
def job_start(request: HttpRequest) -> HttpResponse:
    """Ask for the process to be computed again."""
    waiting = job_open()
    job = job_ask(account_of(request.user))
    if waiting is None:
        compute_again.enqueue(job.pk)
    return redirect("job", job_id=job.pk)


@only(Role.SECRETARIAT)
@never_cache
@require_GET
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a job is; asks again every two seconds, with or without JavaScript."""
    found = get_object_or_404(ComputeJob, pk=job_id)
    template = "process/job_state.html" if request.headers.get("HX-Request") else "process/job.html"
    is_open = found.state in {"waiting", "running"}
    return render(request, template, {"job": found, "open": is_open, "took": seconds_before()})
