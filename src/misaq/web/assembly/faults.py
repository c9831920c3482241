"""Faults of the files that officers bring in, in words of the page's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from misaq.foundation.faults import Fault, sort_faults

COLUMN = _("Add the column. The page says which ones are needed.")
# code: what is wrong, how to mend it
_OWN = {
    "question_column_missing": (_("The column is missing."), COLUMN),
    "question_blank": (_("This cell is empty."), _("Fill it in.")),
    "question_long": (_("Longer than {longest} letters."), _("Say it in fewer words.")),
    "question_reserved": (
        _("“{value}” is the name of another column of the pool."),
        _("Choose another name."),
    ),
    "question_number_bad": (
        _("“{value}” is no whole number."),
        _("Write how many people, in digits, or leave it empty."),
    ),
    "question_twice": (
        _("The answer “{feature}” stands in row {first} already."),
        _("Take one of the two out."),
    ),
    "question_two_wordings": (
        _("The question is worded otherwise than in row {first}."),
        _("Use the same words in each row."),
    ),
    "question_one_answer": (
        _("The question “{value}” has one answer only."),
        _("Give it at least two."),
    ),
    "questions_empty": (_("There are no rows."), _("Write one row for each answer.")),
    "volunteer_column_missing": (_("The column is missing."), COLUMN),
    "volunteer_blank": (_("This cell is empty."), _("Fill it in, or take the row out.")),
    "volunteer_answer_unknown": (
        _("“{value}” is no answer to this question."),
        _("Use one of: {answers}"),
    ),
    "volunteer_long": (_("Longer than {longest} letters."), _("Shorten it.")),
    "volunteer_twice": (
        _("The same person stands in row {first}."),
        _("Take one of the two rows out."),
    ),
    "volunteer_there": (_("This person is in the pool already."), _("Take the row out.")),
    "volunteers_empty": (_("There are no rows."), _("Write one row for each person.")),
}


def told(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Each fault with its place, what is wrong and how to mend it, in the order of the rows."""
    return [_told(fault) for fault in sort_faults(faults)]


def _told(fault: Fault) -> dict[str, Any]:
    place = {"row": fault.row, "column": fault.column}
    if fault.code in _OWN:
        what, mend = (str(text).format(**fault.params) for text in _OWN[fault.code])
        return {**place, "what": what, "mend": mend}
    message = fault.message("ur" if (get_language() or "").startswith("ur") else "en")
    return {**place, "what": message.what, "mend": message.mend}
