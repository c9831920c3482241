"""Importing a list: kept shut, mapped, tried, and brought in batch by batch inside the session that has the keys.

No key ever goes to the task queue: a queue lies in the database, and a stolen database would hold it. So the work is
done by requests of the member who unlocked the record, each for some seconds; what is done stays done, whatever
breaks in between.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from misaq.formats import Table, column_letter
from misaq.foundation.faults import Fault, sort_faults
from misaq.record import (
    INTAKE_FIELDS,
    CaseRow,
    ListMapping,
    check_mapping,
    read_case_rows,
    without_values,
)
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.cases.opening import (
    NewAct,
    NewCase,
    NewMention,
    NewSource,
    cases_open,
    payload_mark,
)
from misaq.web.record.intake.files import (
    BATCH,
    Part,
    list_forget,
    list_keep,
    list_parts,
    list_whole,
)
from misaq.web.record.intake.labels import act_words
from misaq.web.record.models import (
    Case,
    ImportMapping,
    ImportRun,
    Organisation,
    SourceRecord,
    TermMapping,
)
from misaq.web.record.unlocking import Keyring

MOST_ROWS, MOST_COLUMNS, MOST_KEPT_FAULTS = 100_000, 300, 2000
FILE = ""  # faults name no file: there is one, and its name may be somebody's


def mapping_read(saved: ImportMapping) -> ListMapping:
    """A saved mapping as lists are read through it."""
    raw = saved.mapping
    codes = {
        name: {own: tuple(term) if isinstance(term, list) else term for own, term in table.items()}
        for name, table in raw.get("codes", {}).items()
    }
    return ListMapping(
        raw.get("id", ""), raw.get("columns", {}), codes, raw.get("dates", {}).get("format", "")
    )


@transaction.atomic
def mapping_save(
    organisation: Organisation, name: str, mapping: ListMapping, *, by: Account
) -> ImportMapping:
    """Keep a mapping under a name; one that is there is replaced."""
    raw = {
        "id": mapping.id,
        "columns": dict(mapping.columns),
        "codes": {field: dict(codes) for field, codes in mapping.codes.items()},
        "dates": {"format": mapping.date_format} if mapping.date_format else {},
    }
    saved, _created = ImportMapping.objects.update_or_create(
        organisation=organisation,
        name=name,
        defaults={"mapping": raw, "saved_by": by, "saved_at": timezone.now()},
    )
    note("mapping.saved", by=by, organisation=organisation, about=saved)
    return saved


@transaction.atomic
def run_begin(
    organisation: Organisation, table: Table, faults: Sequence[Fault], keys: Keyring, *, by: Account
) -> ImportRun:
    """Keep a list, shut, until it is mapped and imported or thrown away."""
    run = ImportRun(organisation=organisation, by=by, n_rows=table.n_rows)
    _keep_faults(run, faults, table.names, ())
    list_keep(run, table, keys)
    run.save(force_insert=True)
    note("list.kept", by=by, organisation=organisation, about=run)
    return run


@transaction.atomic
def run_map(run: ImportRun, mapping: ImportMapping) -> ImportRun:
    """Read this list through a mapping from now on; what was tried before counts no more."""
    run.mapping, run.state = mapping, ImportRun.State.MAPPING
    run.save(update_fields=["mapping", "state"])
    return run


@transaction.atomic
def run_try(run: ImportRun, keys: Keyring, *, by: Account) -> ImportRun:
    """Read the whole list and say what would happen; nothing of it is kept but faults without values."""
    if run.mapping is None or run.state not in {ImportRun.State.MAPPING, ImportRun.State.TRIED}:
        return run
    mapping, whole = mapping_read(run.mapping), list_whole(run, keys)
    names = tuple(whole.columns)
    wrong = check_mapping(mapping, names, communities=None, file=FILE)
    read = read_case_rows(whole.columns, mapping, communities=None, file=FILE)
    good = {row.index for row in read.rows}
    run.skipped = [index for index in range(run.n_rows) if index not in good]
    run.n_good = len(good)
    run.n_copies = _count_copies(run, [row.payload for row in read.rows], keys)
    found = [*wrong, *(_at_row(fault, whole.numbers) for fault in read.faults)]
    _keep_faults(run, found, names, (mapping.id, *mapping.columns.values()))
    stopped = any(fault.severity == "error" and fault.code != "list_no_id" for fault in wrong)
    run.state = ImportRun.State.MAPPING if stopped else ImportRun.State.TRIED
    run.save()
    note("list.tried", by=by, organisation=run.organisation, about=run)
    return run


def run_continue(
    run: ImportRun, keys: Keyring, *, by: Account, seconds: float = 8.0, language: str = ""
) -> ImportRun:
    """Import for about so many seconds, a batch at a time; each batch is whole or not at all.

    Returns the run: done, or where it stands. Called again it goes on. Raises OtherKeyError, FieldAlteredError.
    """
    language = language or ("ur" if (get_language() or "").startswith("ur") else "en")
    until = time.monotonic() + seconds
    started = ImportRun.objects.filter(
        pk=run.pk, state__in=(ImportRun.State.TRIED, ImportRun.State.RUNNING)
    ).update(state=ImportRun.State.RUNNING)
    run.refresh_from_db()
    if not started:
        return run
    for part in list_parts(run, keys, first=run.n_done // BATCH):
        if not _import_part(run, part, keys, by, language):
            break  # somebody else goes on with this run
        if time.monotonic() >= until:
            break
    if run.n_done >= run.n_rows:
        _finish(run, by)
    return run


@transaction.atomic
def run_drop(run: ImportRun, *, by: Account) -> None:
    """Throw a list away that was not imported; what was imported of it stays."""
    list_forget(run)
    if run.n_done:
        run.state, run.ended_at = ImportRun.State.FAILED, timezone.now()
        run.save()
    note("list.dropped", by=by, organisation=run.organisation, about=run)
    if not run.n_done:
        run.delete()


@transaction.atomic
def _finish(run: ImportRun, by: Account) -> None:
    list_forget(run)
    run.state, run.ended_at = ImportRun.State.DONE, timezone.now()
    run.save()
    note("list.imported", by=by, organisation=run.organisation, about=run)


@transaction.atomic
def _import_part(run: ImportRun, part: Part, keys: Keyring, by: Account, language: str) -> bool:
    """One batch; False when another request was quicker, and then nothing is done."""
    size = len(part.numbers)
    ours = ImportRun.objects.filter(pk=run.pk, n_done=run.n_done).update(n_done=run.n_done + size)
    if not ours or run.mapping is None:
        return False
    mapping, skipped = mapping_read(run.mapping), set(run.skipped)
    read = read_case_rows(part.columns, mapping, communities=None, file=FILE)
    rows = [row for row in read.rows if row.index + run.n_done not in skipped]
    fresh, copies = _apart(run, rows, keys)
    new = [new_case(row, part.numbers[row.index], run.mapping.name, language) for row, _ in fresh]
    cases_open(run.organisation, new, keys, by=by, run=run)
    _keep_copies(run, copies, part, keys, by)
    _keep_terms(run, rows, by)
    run.n_done += size
    run.n_cases += len(fresh)
    run.save(update_fields=["n_cases"])
    return True


def new_case(row: CaseRow, number: int, vocabulary: str, language: str) -> NewCase:
    """A row as a case to open.

    number : the spreadsheet row. vocabulary : under whose name the list's own codes are kept.
    """
    group = row.persons if row.persons > 1 else None
    act = {
        "methods": row.methods,
        "is_child": row.child,
        "victim": None if group else 0,
        "group_min": group,
        "group_max": group,
    }
    return NewCase(
        summary=row.summary or act_words(row.act_types, language),
        summary_language=(row.language if row.summary and row.language else language)[:8],
        source=NewSource(
            row.source_kind or "list",
            payload=row.payload,
            source_connection=row.source_connection,
            collected_on=row.collected_on,
            language=row.language,
            codes={
                name: {"vocabulary": vocabulary, "code": own}
                for name, (own, _term) in row.codes.items()
            },
            reliability=row.reliability,
            credibility=row.credibility,
            row_number=number,
        ),
        acts=tuple(NewAct(act_type, **act) for act_type in row.act_types),  # type: ignore[arg-type]  # by name
        mentions=tuple(
            NewMention(
                one.role, one.particulars, sex=one.sex, age_min=one.age_min, age_max=one.age_max
            )
            for one in row.people
        ),
        when=row.when,
        community=row.community,
        place=row.place[:60],
        district=row.district,
        narrative=row.narrative,
    )


@dataclass(frozen=True)
class _Copy:
    row: CaseRow
    mark: str
    original: SourceRecord | None  # None: the first of them is in this very batch


def _apart(
    run: ImportRun, rows: Sequence[CaseRow], keys: Keyring
) -> tuple[list[tuple[CaseRow, str]], list[_Copy]]:
    """Rows that are new, and rows that are word for word what is there already."""
    marked = [(row, payload_mark(keys, run.organisation, row.payload)) for row in rows]
    there = _originals(run.organisation, [mark for _, mark in marked])
    fresh: dict[str, CaseRow] = {}
    copies = []
    for row, mark in marked:
        if mark in there or mark in fresh:
            copies.append(_Copy(row, mark, there.get(mark)))
        else:
            fresh[mark] = row
    return [(row, mark) for mark, row in fresh.items()], copies


def _originals(organisation: Organisation, marks: Sequence[str]) -> dict[str, SourceRecord]:
    """The first record of each mark that belongs to a case that is still there."""
    found: dict[str, SourceRecord] = {}
    for begin in range(0, len(marks), 5000):
        # a mark is keyed by the organisation's key: it finds rows of this organisation alone
        rows = SourceRecord.objects.filter(
            organisation=organisation,
            payload_mark__in=marks[begin : begin + 5000],
            derived_from=None,
            case__erased_at=None,
            case__isnull=False,
        ).only("id", "payload_mark", "case_id", "source_kind")
        for row in rows.order_by("recorded_at"):
            found.setdefault(row.payload_mark, row)
    return found


def _count_copies(run: ImportRun, payloads: Sequence[str], keys: Keyring) -> int:
    marks = [payload_mark(keys, run.organisation, payload) for payload in payloads]
    there = _originals(run.organisation, marks)
    return len(marks) - len(set(marks) - there.keys())


def _keep_copies(
    run: ImportRun, copies: Sequence[_Copy], part: Part, keys: Keyring, by: Account
) -> None:
    """A copy becomes one more record of the case of its original, derived from it: it opens no case."""
    here = _originals(run.organisation, [copy.mark for copy in copies if copy.original is None])
    records = []
    for copy in copies:
        original = copy.original or here[copy.mark]
        record = SourceRecord(
            organisation=run.organisation,
            case=Case(pk=original.case_id),
            import_run=run,
            row_number=part.numbers[copy.row.index],
            source_kind=copy.row.source_kind or "list",
            payload_mark=copy.mark,
            derived_from=original,
            recorded_by=by,
        )
        record.payload_shut = keys.shut(
            run.organisation, copy.row.payload, table="source", row=record.pk, field="payload"
        )
        records.append(record)
    SourceRecord.objects.bulk_create(records, batch_size=BATCH)


def _keep_terms(run: ImportRun, rows: Iterable[CaseRow], by: Account) -> None:
    """What the list's own codes were taken for."""
    if run.mapping is None:
        return
    pairs = {(name, own, term) for row in rows for name, (own, term) in row.codes.items()}
    vocabulary, now = run.mapping.name[:60], timezone.now()
    TermMapping.objects.bulk_create(
        (
            TermMapping(
                organisation=run.organisation,
                vocabulary=vocabulary,
                code=own,
                term_list=INTAKE_FIELDS[name].vocabulary or name,
                term=term[:40],
                match="exact" if own == term else "broad" if " " in term else "close",
                mapped_by=by,
                mapped_at=now,
            )
            for name, own, term in {(n, o): (n, o, t) for n, o, t in sorted(pairs)}.values()
        ),
        update_conflicts=True,
        unique_fields=["organisation", "vocabulary", "code", "term_list"],
        update_fields=["term", "match", "mapped_by", "mapped_at"],
    )


def _keep_faults(
    run: ImportRun, faults: Iterable[Fault], names: Sequence[str], mapped: Sequence[str]
) -> None:
    """Faults without values; a column that nobody mapped is told by its letter: its header may be a name."""
    letters = {name: f"[{column_letter(place)}]" for place, name in enumerate(names, start=1)}
    for name in mapped:
        letters.pop(name, None)
    kept = sort_faults(without_values(fault) for fault in faults)
    run.n_faults = len(kept)
    run.faults = [
        {
            "code": fault.code,
            "row": fault.row,
            "column": letters.get(fault.column, fault.column),
            "params": dict(fault.params),
            "severity": fault.severity,
        }
        for fault in kept[:MOST_KEPT_FAULTS]
    ]


def _at_row(fault: Fault, numbers: Sequence[int]) -> Fault:
    """The fault under the row number that the spreadsheet shows."""
    if fault.row is None:
        return fault
    number = numbers[fault.row - 2] if 0 <= fault.row - 2 < len(numbers) else fault.row
    return Fault(fault.code, fault.file, number, fault.column, fault.params, fault.severity)
