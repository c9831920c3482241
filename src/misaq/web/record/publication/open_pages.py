"""The record's served public pages: published cases, and the counts of the newest release of this site."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from misaq.process import Results
from misaq.web.record.contexts import answer_rows, community_table, period_rows
from misaq.web.record.models import PublicationRelease
from misaq.web.record.publication.document import results_of
from misaq.web.record.publication.selectors import (
    document_of,
    published_case,
    published_cases,
    release_latest,
    releases,
)
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
        document = document_of(latest)
        context |= release_context(document, results_of(document))
    return render(request, "record/publication/register.html", context)


def release_context(document: dict[str, Any], results: Results) -> dict[str, Any]:
    """What a release's page is made from: its document alone."""
    return {
        "document": document,
        "rule": {
            "k": document["parameters"]["threshold"],
            "k_sensitive": document["parameters"]["threshold_sensitive"],
        },
        "verified": answer_rows(results),
        "reviewed": answer_rows(results, "not_verified"),
        "by_community": community_table(results),
        "periods": period_rows(results),
        "organisations": document["organisations"],
    }


@public
@require_safe
def register_document(request: HttpRequest, number: int) -> HttpResponse:
    """A release as it was agreed to, byte for byte, to be checked against its hash."""
    found = PublicationRelease.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return HttpResponse(
        bytes(found.document),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="register-{number}.json"'},
    )
