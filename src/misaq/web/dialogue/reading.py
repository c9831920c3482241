"""In which language somebody reads statements."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from misaq.web.dialogue.access import Visit, visiting
from misaq.web.dialogue.forms import ReadingForm
from misaq.web.dialogue.translations import coverage_of, reading_put
from misaq.web.shell.policy import public


@public
@never_cache
@visiting(begun=True)
@require_http_methods(["GET", "HEAD", "POST"])
def reading_language(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose among the languages in which statements were written, or to which a translation was checked."""
    participant = visit.participant
    assert participant is not None  # `begun` narrows it
    rows = [row for row in coverage_of(visit.conversation) if row.written or row.checked]
    choices = [(row.language, row.name) for row in rows]
    if request.method == "POST":
        form = ReadingForm(choices, request.POST)
        if form.is_valid():
            reading_put(participant, form.cleaned_data["language"])
            return redirect("next_statement")
    form = ReadingForm(choices, initial={"language": participant.reads})
    context = {"form": form, "rows": rows, "chosen": participant.reads}
    return render(request, "dialogue/language.html", context)
