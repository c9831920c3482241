"""The record's served public pages: published cases, and the counts of the newest release of this site."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from misaq.web.record.contexts import answer_rows, community_table, period_rows
from misaq.web.record.models import PublicationRelease
from misaq.web.record.publication.selectors import (
    answers_of,
    document_of,
    published_case,
    published_cases,
    release_latest,
    releases,
)
from misaq.web.record.publication.tables import results_of
from misaq.web.shell.policy import public


@public
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every published case in a line."""
    request.room = "record"  # type: ignore[attr-defined]  # read by the frame
    context = {"cases": published_cases(), "release": release_latest()}
    return render(request, "record/publication/cases.html", context)


@public
@require_safe
def one_case(request: HttpRequest, ref: str) -> HttpResponse:
    """One published case: what is known, how, what was asked and answered, whether it is acknowledged."""
    found = published_case(ref)
    if found is None:
        raise Http404
    request.room = "record"  # type: ignore[attr-defined]
    return render(request, "record/publication/one.html", {"shown": found})


@public
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The counts of the newest release: acknowledged against reviewed and verified, who answered."""
    latest = release_latest()
    request.room = "record"  # type: ignore[attr-defined]
    context: dict[str, Any] = {"release": latest, "releases": releases()}
    if latest is not None:
        context |= release_context(latest)
    return render(request, "record/publication/register.html", context)


def release_context(release: PublicationRelease) -> dict[str, Any]:
    """What a release's page is made from: its documents alone."""
    document, answers = document_of(release), answers_of(release)
    results, query = results_of(document), document["query"]
    return {
        "document": document,
        "as_of": answers["as_of"],
        "rule": {"k": query["threshold"], "k_sensitive": query["threshold_sensitive"]},
        "verified": answer_rows(results),
        "reviewed": answer_rows(results, "not_verified"),
        "by_community": community_table(results),
        "periods": period_rows(results),
        "organisations": answers["organisations"],
    }


@public
@require_safe
def register_document(request: HttpRequest, number: int) -> HttpResponse:
    """A release as it was agreed to, byte for byte, to be checked against its hash."""
    found = _released(number)
    return _download(bytes(found.document), f"register-{number}.json")


@public
@require_safe
def register_answers(request: HttpRequest, number: int) -> HttpResponse:
    """What authorities and groups answered, as it was agreed to beside a release."""
    found = _released(number)
    return _download(bytes(found.answers), f"register-{number}-answers.json")


def _released(number: int) -> PublicationRelease:
    found = PublicationRelease.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _download(body: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
