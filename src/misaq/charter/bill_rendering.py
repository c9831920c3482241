"""A bill as one reads it: Markdown, or plain text, in either language."""

from collections.abc import Iterator

from misaq.charter.bill import Bill, BillClause
from misaq.charter.bill_formulas import HEADINGS
from misaq.charter.bill_wording import Language


def bill_markdown(bill: Bill, language: Language = "en") -> str:
    """The bill in Markdown: title, numbered clauses, and what each clause does.

    A new provision is quoted as a block, so that its own numbers are not taken for those of the bill.
    """
    words = HEADINGS[language]
    lines = [f"# {bill.title[language]}", "", *_undecided(bill, language)]
    for clause in bill.clauses:
        first, *more = clause.words[language].split("\n")
        lines += [
            f"**{clause.number}.** {first}",
            *(f"> {line}".rstrip() for line in _body(more)),
            "",
        ]
    lines += [f"## {words['statement']}", ""]
    lines += [f"- {line}" for line in _statement(bill, language)]
    lines += ["", words["check"].format(**_checked(bill)), ""]
    return "\n".join(lines)


def bill_text(bill: Bill, language: Language = "en") -> str:
    """The bill as plain text."""
    words = HEADINGS[language]
    lines = [bill.title[language], "", *_undecided(bill, language)]
    for clause in bill.clauses:
        first, *more = clause.words[language].split("\n")
        lines += [
            f"{clause.number}. {first}",
            *(f"    {line}".rstrip() for line in _body(more)),
            "",
        ]
    lines += [words["statement"], "", *_statement(bill, language)]
    lines += ["", words["check"].format(**_checked(bill)), ""]
    return "\n".join(lines)


def _undecided(bill: Bill, language: Language) -> list[str]:
    """What people must decide first stands at the top, not in a note at the end."""
    if not bill.undecided:
        return []
    keys = ", ".join(bill.undecided)
    return [HEADINGS[language]["undecided"].format(n=len(bill.undecided), keys=keys), ""]


def _body(lines: list[str]) -> list[str]:
    """The lines of a provision under its instruction, without the blank one before it."""
    return lines[1:] if lines and not lines[0].strip() else lines


def _statement(bill: Bill, language: Language) -> Iterator[str]:
    about: list[BillClause] = [clause for clause in bill.clauses if clause.statement]
    for clause in about:
        yield f"{HEADINGS[language]['clause']} {clause.number}: {clause.statement[language]}"


def _checked(bill: Bill) -> dict[str, str | int]:
    check = bill.check
    return {
        "tokens": check.tokens,
        "instructions": check.instructions,
        "before": check.from_sha256,
        "after": check.to_sha256,
    }
