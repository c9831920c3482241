"""The amending bill: the instructions that make the wanted text of the present one, checked before it is issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from misaq.charter.bill_drafting import BillDraft, Drafted
from misaq.charter.bill_formulas import (
    SAVINGS,
    Words,
    commencement_words,
    savings_words,
    short_title_clause,
    statement_words,
    title_words,
)
from misaq.charter.bill_wording import LANGUAGES, name_address, word_operation
from misaq.charter.errors import UnknownSavingsError
from misaq.charter.operations import Operation
from misaq.charter.text import cut_units
from misaq.charter.undoing import Mode, Undoing
from misaq.charter.versions import join_files
from misaq.foundation.canonical import sha256_hex

Part = Literal["short_title", "commencement", "operation", "savings"]


@dataclass(frozen=True)
class BillClause:
    """One clause of a bill.

    number : from 1. part : what it is for. provision : id of what it changes, in the present text; "" for none.
    operation : the instruction; None for title, commencement and savings.
    words : the clause in "en" and "ur". reverses : n of the amendments that it takes back.
    statement : what it does, in "en" and "ur".
    """

    number: int
    part: Part
    provision: str
    operation: Operation | None
    words: Words
    reverses: tuple[int, ...]
    statement: Words


@dataclass(frozen=True)
class BillCheck:
    """Proof that the bill gives the wanted text. from_sha256, to_sha256 : of the text before and after, plain hex.

    tokens : words and marks that were compared. instructions : how many there are.
    """

    from_sha256: str
    to_sha256: str
    tokens: int
    instructions: int


@dataclass(frozen=True)
class Bill:
    """A bill that has been checked: folding its operations into the present text gives the wanted one.

    title : short title. n : number that its operations carry. mode : as in Undoing.
    commencement : clause in "en" and "ur". savings : name of the savings clause, "" for none; see SAVINGS.
    clauses : all, in order. undone : n of the amendments it takes back.
    undecided : keys of the conflicts that touch words and on which nobody has decided: it gives the text with them
        as they fall.
    """

    title: Words
    n: int
    mode: Mode
    commencement: Words
    savings: str
    clauses: tuple[BillClause, ...]
    undone: tuple[int, ...]
    check: BillCheck
    undecided: tuple[str, ...] = ()

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Its instructions, in order."""
        return tuple(c.operation for c in self.clauses if c.operation is not None)


def draft_bill(
    undoing: Undoing, *, title: Mapping[str, str] | None = None, savings: str = ""
) -> Bill:
    """Write the bill that makes an undoing law, in English and Urdu.

    title : short title by language; named after the amendments when None.
    savings : which savings clause people chose, a key of SAVINGS; "" for none.
    Raises BillDiffersError when its instructions would not give exactly the wanted text: then there is no bill.
    """
    if savings and savings not in SAVINGS:
        raise UnknownSavingsError(name=savings, known=", ".join(SAVINGS))
    versions = undoing.amendments((*undoing.undone, *undoing.cascaded))
    undone = tuple(undoing.weave.numbers[version] for version in versions)
    present, wanted = undoing.weave.texts(undoing.counted), undoing.texts
    n = undoing.weave.numbers[-1] + 1
    drafted = BillDraft(undoing, present, wanted, n).checked()
    named = {**title_words(undone), **(title or {})}
    commencement = commencement_words(undoing.mode, undone)
    clauses = [
        BillClause(1, "short_title", "", None, short_title_clause(named), (), {}),
        BillClause(2, "commencement", "", None, commencement, (), {}),
        *(_clause(number, each) for number, each in enumerate(drafted, 3)),
    ]
    if savings:
        words = savings_words(savings, undone)
        clauses.append(BillClause(len(clauses) + 1, "savings", "", None, words, (), {}))
    check = BillCheck(
        from_sha256=sha256_hex(join_files(present).encode()),
        to_sha256=undoing.text_sha256,
        tokens=sum(len(cut_units(text)) - 1 for text in wanted.values()),
        instructions=len(drafted),
    )
    return Bill(
        named,
        n,
        undoing.mode,
        commencement,
        savings,
        tuple(clauses),
        undone,
        check,
        tuple(c.key for c in undoing.open if c.severity != "still_deleted"),
    )


def _clause(number: int, drafted: Drafted) -> BillClause:
    operation = drafted.operation
    direct = operation.kind in {"omit_provision", "insert_provision"}
    where: Words = {
        each: name_address(drafted.place.address, each, direct=direct) for each in LANGUAGES
    }
    return BillClause(
        number,
        "operation",
        operation.provision,
        operation,
        {each: word_operation(operation, drafted.place, each) for each in LANGUAGES},
        drafted.reverses,
        statement_words(operation.kind, where, drafted.reverses),
    )
