"""A bill that people hand in: as Akoma Ntoso, as a Word document, and as tracked changes in the text it amends."""

from collections.abc import Mapping

from misaq.charter import (
    Bill,
    BillClause,
    Undoing,
    Version,
    derive_eids,
    outline_state,
    start_weave,
    track_states,
)
from misaq.formats.editions.akomantoso import BillSection, Edition, akomantoso_bill, work_uri
from misaq.formats.editions.docx import ChangedBy, docx_bill, docx_redline
from misaq.formats.editions.html import html_of_sections


def bill_as_akomantoso(bill: Bill, undoing: Undoing, edition: Edition, *, language: str) -> bytes:
    """A bill as Akoma Ntoso: every instruction in words, and as a textual modification of the text's eIds.

    undoing : what the bill makes law. edition : of the text it amends. language : "en" or "ur".
    """
    present = start_weave(Version(0, "", None, undoing.weave.texts(undoing.counted)))
    eids = derive_eids(outline_state(present, present.active()))
    sections = [_section(clause, eids, language) for clause in bill.clauses]
    return akomantoso_bill(sections, _edition(bill, edition, language), amends=work_uri(edition))


def bill_as_docx(bill: Bill, edition: Edition, *, language: str) -> bytes:
    """A bill as a Word document, in English or Urdu, its clauses numbered."""
    words = [("", clause.words[language]) for clause in bill.clauses]
    return docx_bill(words, _edition(bill, edition, language))


def bill_as_html(bill: Bill, edition: Edition, *, language: str) -> str:
    """A bill as one HTML page, an anchor for every clause."""
    words = [(str(clause.number), clause.words[language]) for clause in bill.clauses]
    return html_of_sections(words, _edition(bill, edition, language))


def undoing_as_docx(
    undoing: Undoing, edition: Edition, *, by: ChangedBy, preface: tuple[str, ...] = ()
) -> bytes:
    """The text with an undoing as tracked changes: accept all for the text as it would stand, reject all for today's.

    by : in whose name the changes stand: the title and day of the bill.
    """
    weave = undoing.weave
    paragraphs = track_states(weave, undoing.counted, undoing.remaining)
    changes = dict.fromkeys(range(len(weave.numbers)), by)
    return docx_redline(paragraphs, weave, edition, changes=changes, preface=preface)


def _section(clause: BillClause, eids: Mapping[str, str], language: str) -> BillSection:
    wording = clause.words[language]
    operation = clause.operation
    if operation is None:
        return BillSection(wording)
    old = operation.words if operation.kind != "insert_words" else ""
    return BillSection(wording, operation.kind, eids.get(clause.provision, ""), old, operation.text)


def _edition(bill: Bill, edition: Edition, language: str) -> Edition:
    """The bill's own metadata: its title and language, the country and publisher of the text."""
    return Edition(
        bill.title[language],
        language,
        edition.country,
        edition.date,
        edition.first_date,
        f"{edition.name}-amendment-{bill.n}",
        edition.publisher,
    )
