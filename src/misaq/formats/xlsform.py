"""The field form as an XLSForm, which ODK and Kobo turn into a form on a telephone."""

import io
from collections.abc import Sequence
from typing import Any

from misaq.formats.workbook_parser import Workbook
from misaq.record import FORM_ID, FORM_VERSION, QUESTIONS, Question, terms

_EN, _UR = "English (en)", "Urdu (ur)"
_KINDS = {"text": "text", "long_text": "text", "whole": "integer", "today": "today", "note": "note"}
_SURVEY = (
    "type", "name", f"label::{_EN}", f"label::{_UR}", f"hint::{_EN}", f"hint::{_UR}", "required", "constraint",
    f"constraint_message::{_EN}", f"constraint_message::{_UR}", "appearance",
)  # fmt: skip


def write_xlsform(*, title: str = "misaq", public_key: str = "") -> bytes:
    """The form with its sheets survey, choices and settings, in English and Urdu, as a workbook.

    title : what a telephone shows. public_key : RSA public key, base64 in one line, under which telephones shut what
        they collect (ODK's encrypted forms); "" leaves that to the server's own settings.
    """
    book = Workbook()
    survey: Any = book.active
    survey.title = "survey"
    _write(survey, _SURVEY, [_row(question) for question in QUESTIONS])
    lists = list(dict.fromkeys(question.terms for question in QUESTIONS if question.terms))
    choices = [
        (name, code, term.label["en"], term.label["ur"])
        for name in lists
        for code, term in terms(name).items()
    ]
    _write(
        book.create_sheet("choices"),
        ("list_name", "name", f"label::{_EN}", f"label::{_UR}"),
        choices,
    )
    settings = {
        "form_title": title,
        "form_id": FORM_ID,
        "version": FORM_VERSION,
        "default_language": _UR,
    }
    settings |= {"public_key": public_key} if public_key else {}
    _write(book.create_sheet("settings"), tuple(settings), [tuple(settings.values())])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(sheet: Any, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for row in (header, *rows):
        sheet.append(list(row))
    for row in sheet.iter_rows():
        for cell in row:  # text, so that no spreadsheet runs anything
            if isinstance(cell.value, str):
                cell.data_type = "s"


def _row(question: Question) -> tuple[str, ...]:
    if question.kind == "end":
        return ("end_group", *[""] * (len(_SURVEY) - 1))
    hint, wrong = question.hint or {"en": "", "ur": ""}, question.wrong or {"en": "", "ur": ""}
    kind = {
        "group": "begin_group",
        "choice": f"select_one {question.terms}",
        "choices": f"select_multiple {question.terms}",
    }.get(question.kind) or _KINDS[question.kind]
    constraint = f"regex(., '{question.pattern}')" if question.pattern else ""
    return (
        kind, question.name, question.label["en"], question.label["ur"], hint["en"], hint["ur"],
        "yes" if question.required else "", constraint, wrong["en"], wrong["ur"],
        "multiline" if question.kind == "long_text" else "field-list" if question.kind == "group" else "",
    )  # fmt: skip
