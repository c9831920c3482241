"""Erasing a case so that nothing left can be tied to it.

Rows are deleted, not marked: a row that stays says that there was something. What stays is a tombstone in the public
log, which names the reason and two approvers under a salt, and no case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from misaq.record import make_tombstone
from misaq.web.accounts.models import Account
from misaq.web.record.activity import note
from misaq.web.record.models import (
    ActivityEntry,
    Case,
    EvidenceItem,
    ImportRun,
    Involvement,
    LinkDecision,
    PendingLeaf,
    Person,
    PersonMention,
    Response,
    SealedIdentity,
    SourceRecord,
    Submission,
    UnsealRequest,
    Upload,
)


@dataclass(frozen=True)
class Erased:
    """What an erasure left to do outside the database. files : names below the record's folder, to be deleted."""

    files: tuple[str, ...]


@transaction.atomic
def case_erase(
    case: Case, reason: str, approvers: tuple[str, str], *, by: Account | None = None
) -> Erased:
    """Erase a case with everything of it, and put a tombstone in the log.

    reason : one of ERASURE_REASONS. approvers : handles of two different people. by : who approved last.
    The files are deleted when the transaction has held. Raises TombstoneError before anything is touched.
    """
    tombstone = make_tombstone(reason, approvers)
    organisation = case.organisation
    mentions = list(PersonMention.objects.filter(case=case).values_list("pk", "person_id"))
    sealed = _sealed_of(case)
    files = _files_of(case)
    _forget_traces(case, _ids_of(case, sealed))
    _let_go(case, [pk for pk, _person in mentions])
    SealedIdentity.objects.filter(pk__in=sealed).delete()
    case.delete()
    people = {person for _pk, person in mentions if person}
    Person.objects.filter(pk__in=people, mentions=None).delete()
    PendingLeaf.objects.create(
        entry=tombstone.entry,
        salt=tombstone.salt.reveal(),
        body={"reason": reason, "approvers": sorted(approvers)},
        about="",
    )
    note("case.erased", by=by, organisation=organisation)
    transaction.on_commit(partial(files_remove, files))
    transaction.on_commit(_overwrite)
    return Erased(files)


def _sealed_of(case: Case) -> list[UUID]:
    """Sealed identities of a case, those too that were sealed before the case was there."""
    held = SealedIdentity.objects.filter(
        Q(case=case)
        | Q(pk__in=PersonMention.objects.filter(case=case).values("sealed"))
        | Q(pk__in=Involvement.objects.filter(act__case=case).values("suspect"))
        | Q(pk__in=Submission.objects.filter(case=case).values("sealed"))
    )
    return list(held.values_list("pk", flat=True))


def _files_of(case: Case) -> tuple[str, ...]:
    """Every file that holds anything of a case; a spreadsheet that was read to the end goes too."""
    items = EvidenceItem.objects.filter(case=case)
    kept = items.values_list("original_path", "working_path", "redacted_path")
    names = [name for row in kept for name in row]
    names += Upload.objects.filter(case=case).values_list("path", flat=True)
    runs = ImportRun.objects.filter(
        pk__in=SourceRecord.objects.filter(case=case).values("import_run"),
        state=ImportRun.State.DONE,
    )
    names += runs.values_list("file_path", flat=True)
    runs.update(file_path="", file_key_shut=b"")
    return tuple(dict.fromkeys(name for name in names if name))


def _ids_of(case: Case, sealed: Iterable[UUID]) -> list[str]:
    """The names under which the activity log and leaves that wait may know anything of a case."""
    found: list[object] = [case.pk, case.ref, *sealed]
    for rows in (
        case.sources, case.acts, case.mentions, case.evidence, case.requests, case.acknowledgements,
        case.uploads, case.submissions, case.detentions, case.fates, case.reviews, case.consents,
    ):  # fmt: skip
        found += rows.values_list("pk", flat=True)
    found += Response.objects.filter(request__case=case).values_list("pk", flat=True)
    found += UnsealRequest.objects.filter(sealed__in=list(sealed)).values_list("pk", flat=True)
    # a number alone would also fit rows of other cases
    return [str(one) for one in found if not isinstance(one, int)]


def _forget_traces(case: Case, ids: list[str]) -> None:
    """Activity keeps that somebody did something, no longer to what; a leaf keeps its bytes and loses its salt."""
    ActivityEntry.objects.filter(object_id__in=ids).update(object_id="")
    PendingLeaf.objects.filter(about__in=ids).update(salt=b"", body={}, about="")
    Submission.objects.filter(case=case).delete()


def _let_go(case: Case, mentions: list[UUID]) -> None:
    """Loosen what would hold the rows: decisions on decisions, copies of its sources, cases under it."""
    decisions = LinkDecision.objects.filter(Q(mention_a__in=mentions) | Q(mention_b__in=mentions))
    LinkDecision.objects.filter(supersedes__in=decisions.values("pk")).update(supersedes=None)
    decisions.delete()
    own = list(SourceRecord.objects.filter(case=case).values_list("pk", "derived_from_id"))
    SourceRecord.objects.filter(case=case).update(derived_from=None)
    before: dict[UUID, UUID | None] = dict(own)
    for pk in before:
        _keep_lineage(pk, before)
    Case.objects.filter(parent=case).update(parent=None)  # whoever approves need not see them


def _keep_lineage(erased: UUID, before: dict[UUID, UUID | None]) -> None:
    """Copies of an erased source in other cases still count once: they point to what it was copied from, else to the
    first of them.
    """
    root = before[erased]
    while root in before:
        root = before[root]
    copies = list(SourceRecord.objects.filter(derived_from=erased).order_by("recorded_at", "pk"))
    for copy in copies:
        copy.derived_from_id = root if root else (copies[0].pk if copy is not copies[0] else None)
    SourceRecord.objects.bulk_update(copies, ["derived_from"])


def files_remove(names: Iterable[str]) -> None:
    """Delete files below the record's folder; one that is not there is gone already."""
    folder = Path(settings.RECORD_FILES).resolve()
    for name in names:
        path = (folder / name).resolve()
        if path.is_relative_to(folder) and path != folder:
            path.unlink(missing_ok=True)


def _overwrite() -> None:
    """SQLite overwrites deleted rows (`secure_delete`); its write-ahead log still holds the old pages until now."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
