"""Importing a list, page by page: bring it, say what its columns and codes are, try it, import it."""

import csv
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from misaq.formats import parse_list
from misaq.foundation.faults import Fault
from misaq.record import ListMapping, form_mapping
from misaq.web.record.access import (
    documenting,
    import_run_of,
    import_runs_of,
    mappings_of,
    signed_in_account,
)
from misaq.web.record.intake.files import list_columns, list_whole
from misaq.web.record.intake.import_forms import CodesForm, ColumnsForm, FileForm
from misaq.web.record.intake.imports import (
    MOST_COLUMNS,
    MOST_ROWS,
    mapping_read,
    mapping_save,
    run_begin,
    run_continue,
    run_drop,
    run_map,
    run_try,
)
from misaq.web.record.intake.selectors import organisation_with_key
from misaq.web.record.intake.uploads import MemoryOnly
from misaq.web.record.models import ImportMapping, ImportRun, Organisation
from misaq.web.record.unlocking import Keyring

FIELD_FORM = "misaq field form"
SHOWN = 200
State = ImportRun.State


@csrf_exempt  # only until the upload's handlers are in place: reading the token reads the body
@documenting
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest, keys: Keyring) -> HttpResponse:
    """The lists that somebody brought, and the way to bring one."""
    request.upload_handlers = [MemoryOnly(request)]
    return _imports(request, keys)


@csrf_protect
def _imports(request: HttpRequest, keys: Keyring) -> HttpResponse:
    organisation = organisation_with_key(request, keys)
    form = FileForm()
    faults: list[Fault] = []
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            name = "list" + PurePath(upload.name).suffix.lower()  # its own name may be somebody's
            table, faults = parse_list(upload.read(), name, max_rows=MOST_ROWS)
            if table is not None and len(table.names) > MOST_COLUMNS:
                params = {"count": len(table.names), "limit": MOST_COLUMNS}
                table, faults = None, [Fault("too_many_columns", name, 1, params=params)]
            if table is not None:
                account = signed_in_account(request)
                run = run_begin(organisation, table, faults, keys, by=account)
                return _first_step(request, run, keys)
    context = {
        "form": form,
        "faults": [_told(fault.code, fault.row, "", fault.params) for fault in faults[:SHOWN]],
        "runs": import_runs_of(request.user).order_by("-began_at")[:25],
        "organisation": organisation,
    }
    wrong = form.is_bound
    return render(request, "record/intake/imports.html", context, status=422 if wrong else 200)


def _first_step(request: HttpRequest, run: ImportRun, keys: Keyring) -> HttpResponse:
    """Where a list goes first: on to the trial when its mapping is known, else to the columns."""
    columns = list_columns(run, keys)
    account = signed_in_account(request)
    if (known := form_mapping(columns)) is not None:
        run_map(run, mapping_save(run.organisation, FIELD_FORM, known, by=account))
        run_try(run, keys, by=account)
        return redirect("record_import", run_id=run.pk)
    saved = _fitting(run.organisation, columns)
    if saved is not None:
        run_map(run, saved)
    return redirect("record_import_columns", run_id=run.pk)


def _fitting(organisation: Organisation, columns: list[str]) -> ImportMapping | None:
    """The saved mapping that reads most columns of this list, of those that name none it has not."""
    names, best = set(columns), None
    for saved in mappings_of(organisation):
        used = set(mapping_read(saved).columns.values())
        if used <= names and (best is None or len(used) > len(mapping_read(best).columns)):
            best = saved
    return best


@documenting
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, keys: Keyring, run_id: UUID) -> HttpResponse:
    """Say what each column of the list is; the answer is kept for the next list."""
    run = import_run_of(request, run_id)
    if run.state not in {State.MAPPING, State.TRIED}:
        return redirect("record_import", run_id=run.pk)
    saved = mapping_read(run.mapping) if run.mapping else None
    initial = {"name": run.mapping.name if run.mapping else _("Our list")}
    form = ColumnsForm(list_columns(run, keys), saved, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        mapping = form.mapping(_codes_before(run, form.cleaned_data["name"]))
        account = signed_in_account(request)
        run_map(run, mapping_save(run.organisation, form.cleaned_data["name"], mapping, by=account))
        return redirect("record_import_codes", run_id=run.pk)
    context = {"form": form, "run": run}
    status = 422 if form.is_bound else 200
    return render(request, "record/intake/columns.html", context, status=status)


def _codes_before(run: ImportRun, name: str) -> Any:
    before = mappings_of(run.organisation).filter(name=name).first() or run.mapping
    return mapping_read(before).codes if before else {}


@documenting
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: HttpRequest, keys: Keyring, run_id: UUID) -> HttpResponse:
    """Say what each code of the list means; then the list is tried."""
    run = import_run_of(request, run_id)
    if run.mapping is None or run.state not in {State.MAPPING, State.TRIED}:
        return redirect("record_import", run_id=run.pk)
    mapping = mapping_read(run.mapping)
    form = CodesForm(list_whole(run, keys).columns, mapping, request.POST or None)
    account = signed_in_account(request)
    if not form.is_bound and form.is_decided and "again" not in request.GET:
        run_try(run, keys, by=account)
        return redirect("record_import", run_id=run.pk)
    if request.method == "POST" and form.is_valid():
        whole = ListMapping(mapping.id, mapping.columns, form.codes(), mapping.date_format)
        run_map(run, mapping_save(run.organisation, run.mapping.name, whole, by=account))
        run_try(run, keys, by=account)
        return redirect("record_import", run_id=run.pk)
    context = {"form": form, "run": run}
    status = 422 if form.is_bound else 200
    return render(request, "record/intake/codes.html", context, status=status)


@documenting
@never_cache
@require_safe
def run_page(request: HttpRequest, keys: Keyring, run_id: UUID) -> HttpResponse:
    """Where an import stands: what the trial found, how far it is, or that it is done."""
    run = import_run_of(request, run_id)
    if run.state == State.MAPPING and run.mapping is None:
        return redirect("record_import_columns", run_id=run.pk)
    context = {
        "run": run,
        "faults": [_kept(row) for row in run.faults[:SHOWN]],
        "more": max(run.n_faults - SHOWN, 0),
        "new": run.n_good - run.n_copies,
        "left_out": run.n_rows - run.n_good,
        "percent": round(100 * run.n_done / run.n_rows) if run.n_rows else 100,
    }
    return render(request, "record/intake/run.html", context)


@documenting
@require_POST
def go_on(request: HttpRequest, keys: Keyring, run_id: UUID) -> HttpResponse:
    """Import for some seconds; the page that answers goes on by itself, or by its button."""
    run = import_run_of(request, run_id)
    account = signed_in_account(request)
    if run.state in {State.TRIED, State.RUNNING}:
        run_continue(run, keys, by=account)
    return redirect("record_import", run_id=run.pk)


@documenting
@require_POST
def drop(request: HttpRequest, keys: Keyring, run_id: UUID) -> HttpResponse:
    """Throw a list away."""
    run = import_run_of(request, run_id)
    if run.state != State.DONE:
        run_drop(run, by=signed_in_account(request))
    return redirect("record_imports")


@documenting
@never_cache
@require_safe
def faults_file(request: HttpRequest, keys: Keyring, run_id: UUID) -> HttpResponse:
    """The faults as a table, to mend the list with; no value of any cell is in it."""
    run = import_run_of(request, run_id)
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="faults.csv"'},
    )
    writer = csv.writer(response, lineterminator="\n")
    writer.writerow(("row", "column", "what", "how to mend it"))
    for row in run.faults:
        told = _kept(row)
        cells = (told["row"] or "", told["column"], told["what"], told["mend"])
        writer.writerow(_plain(str(cell)) for cell in cells)
    return response


def _plain(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    return _told(row["code"], row["row"], row["column"], row["params"], row["severity"])


def _told(
    code: str, row: int | None, column: str, params: Any, severity: str = "error"
) -> dict[str, Any]:
    language = "ur" if (get_language() or "").startswith("ur") else "en"
    text = Fault(code, "", row, column, dict(params)).message(language)
    return {
        "row": row,
        "column": column,
        "what": text.what,
        "mend": text.mend,
        "warning": severity != "error",
    }
