"""In which language somebody reads statements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from misaq.web.dialogue.access import Visit, keep_reads, reads, visiting
from misaq.web.dialogue.forms import ReadingForm
from misaq.web.dialogue.translations import coverage_of
from misaq.web.shell.policy import public


@public
@never_cache
@visiting(begun=True)
@require_http_methods(["GET", "HEAD", "POST"])
def reading_language(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose among the languages in which statements were written, or to which a translation was checked."""
    rows = [row for row in coverage_of(visit.conversation) if row.written or row.checked]
    choices = [(row.language, row.name) for row in rows]
    if request.method == "POST":
        form = ReadingForm(choices, request.POST)
        if form.is_valid():
            response = redirect("next_statement")
            keep_reads(response, form.cleaned_data["language"])
            return response
    context = {"rows": rows, "chosen": reads(request)}
    return render(request, "dialogue/language.html", context)
