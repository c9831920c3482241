"""Statements in other languages: who wrote the words, who checked them, and in which language somebody reads."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from misaq.web.accounts.models import Account
from misaq.web.dialogue.decisions import AnotherPersonError
from misaq.web.dialogue.models import Conversation, Statement, StatementTranslation
from misaq.web.dialogue.words import LANGUAGES, Reading, read_in

Status = StatementTranslation.Status


@transaction.atomic
def translation_put(
    statement: Statement, language: str, text: str, *, by: Account, is_machine: bool = False
) -> StatementTranslation:
    """Write a statement in another language, or correct it: new words are not checked yet, whoever writes them.

    The same words sent again change nothing but whether a machine made them.
    """
    words = " ".join(text.split())
    status = Status.MACHINE if is_machine else Status.DRAFT
    found = StatementTranslation.objects.select_for_update().filter(
        statement=statement, language=language
    )
    row = found.first()
    if row is None:
        return StatementTranslation.objects.create(
            statement=statement, language=language, text=words, status=status, written_by=by
        )
    if row.text != words or (is_machine and row.status == Status.DRAFT):
        row.text, row.status, row.written_by, row.checked_by = words, status, by, None
        row.save()
    return row


@transaction.atomic
def translation_check(translation: StatementTranslation, text: str, *, by: Account) -> None:
    """Say that a translation says what the statement says.

    text : the words that were read; when they were changed meanwhile nothing is marked.
    Raises AnotherPersonError for whoever wrote the words.
    """
    row = StatementTranslation.objects.select_for_update().get(pk=translation.pk)
    if row.written_by_id == by.pk or row.text != text:
        raise AnotherPersonError()
    row.status, row.checked_by = Status.CHECKED, by
    row.save(update_fields=["status", "checked_by"])


@dataclass(frozen=True)
class Coverage:
    """How many of the accepted statements can be read in a language, and how far that was looked at."""

    language: str
    name: str
    written: int
    checked: int
    draft: int
    machine: int
    missing: int


def coverage_of(conversation: Conversation) -> list[Coverage]:
    """One row for each language that is in use, in the order of the list of languages."""
    ours = Statement.objects.filter(conversation=conversation, state=Statement.State.ACCEPTED)
    written = dict(ours.values_list("language").annotate(Count("id")).order_by())
    translated = StatementTranslation.objects.filter(statement__in=ours)
    counts = {
        (language, status): n
        for language, status, n in translated.values_list("language", "status")
        .annotate(Count("id"))
        .order_by()
    }
    total = ours.count()
    rows = []
    for code, name in LANGUAGES.items():
        own = written.get(code, 0)
        checked, draft, machine = (
            counts.get((code, status.value), 0)
            for status in (Status.CHECKED, Status.DRAFT, Status.MACHINE)
        )
        missing = total - own - checked - draft - machine
        if missing < total or code in {"en", "ur"}:
            rows.append(Coverage(code, name, own, checked, draft, machine, missing))
    return rows


def read_for(chosen: str, statement: Statement, language: str) -> Reading:
    """A statement for somebody: in the language they chose where it was written or checked in it, else the site's."""
    rows = statement.translations.all()
    checked = {row.language for row in rows if row.status == Status.CHECKED}
    if chosen and (chosen == statement.language or chosen in checked):
        return read_in(statement, chosen)
    return read_in(statement, language)
