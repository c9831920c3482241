"""The bill of a choice, made ready for a template; no bill is shown that has not passed its own check."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from misaq.charter import SAVINGS, Bill, BillClause, draft_bill
from misaq.foundation.errors import MisaqError
from misaq.web.charter.kept import Kept
from misaq.web.charter.served import Charter
from misaq.web.charter.undoing.choice import Choice
from misaq.web.charter.undoing.outcome import outcome_of
from misaq.web.shell.words import direction_of

BILL_LANGUAGES = ("en", "ur")
_bills: "Kept[Issued]" = Kept(32)
_QUOTED = re.compile(r"(“[^”“]*”|”[^“”]*“)")


@dataclass(frozen=True)
class Issued:
    """A bill, or why there is none: (code, parameters)."""

    bill: Bill | None
    trouble: tuple[str, dict[str, Any]] | None = None


def bill_of(charter: Charter, choice: Choice) -> Issued:
    """The checked bill of a choice; none where a decision cannot be carried out or the check fails."""
    return _bills.get((charter.key, choice.query), lambda: _draft(charter, choice))


def _draft(charter: Charter, choice: Choice) -> Issued:
    outcome = outcome_of(charter, choice)
    if outcome.undoing is None:
        return Issued(None, outcome.trouble)
    try:
        return Issued(draft_bill(outcome.undoing, savings=choice.savings))
    except MisaqError as error:  # the check found a difference: then there is no bill
        return Issued(None, (error.code, dict(error.params)))


def bill_texts(bill: Bill, first: str, law_language: str) -> list[dict[str, Any]]:
    """The bill in both languages, `first` first: title and clauses, cut into paragraphs."""
    order = sorted(BILL_LANGUAGES, key=lambda language: language != first)
    return [
        {
            "language": language,
            "direction": direction_of(language),
            "title": bill.title[language],
            "clauses": [_clause(clause, language, law_language) for clause in bill.clauses],
        }
        for language in order
    ]


def _clause(clause: BillClause, language: str, law_language: str) -> dict[str, Any]:
    lead, *rest = re.split(r"\n\n", clause.words[language], maxsplit=1)
    quoted = [line.strip() for line in rest[0].split("\n") if line.strip()] if rest else []
    if quoted:  # law is quoted with the marks of its own script, whatever the bill is written in
        opening, closing = "”“" if direction_of(law_language) == "rtl" else "“”"
        quoted[0] = opening + quoted[0].lstrip("“”")
        quoted[-1] = quoted[-1].rstrip("“”") + closing
    return {
        "number": clause.number,
        "lead": quoted_pieces(lead),
        "quoted": quoted,
        "statement": clause.statement.get(language, ""),
    }


def quoted_pieces(text: str) -> list[tuple[str, bool]]:
    """A sentence cut at its quotation marks: each piece with whether it is quoted law, to be set apart.

    >>> quoted_pieces("for “one” read “two”")
    [('for ', False), ('“one”', True), (' read ', False), ('“two”', True)]
    """
    return [(part, bool(_QUOTED.fullmatch(part))) for part in _QUOTED.split(text) if part]


def savings_choices(chosen: str) -> list[dict[str, Any]]:
    """The savings clauses that people can choose from, in words."""
    names = {
        "": _("No such clause"),
        "acts_done": _("What was done, and rights that people have, stay"),
        "pending_proceedings": _("Cases that have begun go on as before"),
        "laws_until_replaced": _("Laws made under them stay until they are replaced"),
        "no_punishment": _("Nobody is punished for what was lawful then"),
        "nothing_saved": _("Nothing stays, except what was done in good faith"),
    }
    return [
        {"name": name, "words": words, "chosen": name == chosen}
        for name, words in names.items()
        if not name or name in SAVINGS
    ]
