"""The page beyond the number of case pages that one person may open in a day."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def quota_reached(request: HttpRequest) -> HttpResponse:
    """Say plainly that it is enough for today, and why. A case page answers so while `within_quota` says no."""
    context = {"most": settings.RECORD_VIEWS_A_DAY}
    return render(request, "record/activity/quota.html", context, status=429)
