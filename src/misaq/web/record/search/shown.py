"""A case as a row of a table: its codes in words, and the way to its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from misaq.record import act_types
from misaq.web.record.models import Case
from misaq.web.record.search.forms import ANSWER_WORDS


@dataclass(frozen=True)
class CaseRow:
    """A case and what of it is shown: its kinds of act as {en, ur}, the answer in words, the address of its page."""

    case: Case
    acts: list[Any]
    answer: Any
    href: str


def case_rows(cases: Iterable[Case]) -> list[CaseRow]:
    """Cases as rows."""
    known = act_types()
    return [
        CaseRow(
            case,
            [known[code].label if code in known else code for code in case.act_types.split()],
            ANSWER_WORDS.get(case.answer, ""),
            case_href(case.ref),
        )
        for case in cases
    ]


def case_href(ref: str) -> str:
    """The address of a case's page."""
    try:
        return reverse("record_case", args=[ref])
    except NoReverseMatch:
        return ""
