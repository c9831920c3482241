"""The files of a choice: the bill, and the text that it gives, as Word, Akoma Ntoso and HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext as _

from misaq.charter import Bill, Undoing, derive_eids, outline_state, track_states
from misaq.formats import (
    BillSection,
    ChangedBy,
    Edition,
    akomantoso_bill,
    akomantoso_of,
    docx_bill,
    docx_redline,
    edition_of,
    html_of,
    work_uri,
)
from misaq.web.charter.kept import Kept
from misaq.web.charter.served import Charter
from misaq.web.charter.undoing.bills import bill_of, bill_texts
from misaq.web.charter.undoing.choice import Choice
from misaq.web.charter.undoing.outcome import outcome_of
from misaq.web.shell.words import direction_of, plain_bilingual

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XML, HTML = "application/akn+xml", "text/html; charset=utf-8"
AT_ONCE, PATIENCE = (
    2,
    15.0,
)  # files made at one time by one server process; seconds that another waits

_files: Kept[bytes] = Kept(12)
_making = BoundedSemaphore(AT_ONCE)


class BusyError(Exception):
    """Too many files are being made just now."""


@dataclass(frozen=True)
class _Made:
    """What a file is made from."""

    charter: Charter
    choice: Choice
    undoing: Undoing
    bill: Bill


@dataclass(frozen=True)
class FileKind:
    """One file that can be had: its type, and how it is made."""

    content_type: str
    make: Callable[[_Made], bytes]


def file_bytes(charter: Charter, choice: Choice, name: str) -> bytes | None:
    """A file of the choice by its name (a key of FILES); None where there is no bill.

    The same choice gives the same bytes. Raises BusyError.
    """
    outcome, issued = outcome_of(charter, choice), bill_of(charter, choice)
    if outcome.undoing is None or issued.bill is None:
        return None
    made = _Made(charter, choice, outcome.undoing, issued.bill)
    return _files.get((charter.key, choice.query, name), lambda: _make(name, made))


def _make(name: str, made: _Made) -> bytes:
    if not _making.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        return FILES[name].make(made)
    finally:
        _making.release()


def file_rows() -> list[tuple[str, str]]:
    """The name of each file and what the page calls it, in the order in which they are offered."""
    return [
        ("text.docx", _("The text with tracked changes (Word)")),
        ("bill-en.docx", _("The bill in English (Word)")),
        ("bill-ur.docx", _("The bill in Urdu (Word)")),
        ("bill.html", _("The bill as a web page")),
        ("text.html", _("The text as it would stand (web page)")),
        ("bill.xml", _("The bill (Akoma Ntoso)")),
        ("text.xml", _("The text as it would stand (Akoma Ntoso)")),
    ]


def bill_html(bill: Bill, law_language: str, first: str = "en") -> str:
    """The bill in both languages as one page that needs nothing else."""
    with translation.override(first):
        return get_template("charter/undo/bill_file.html").render(
            {
                "bill": bill,
                "texts": bill_texts(bill, first, law_language),
                "law_language": law_language,
                "law_direction": direction_of(law_language),
                "language": first,
                "direction": direction_of(first),
            }
        )


def _bill_html(made: _Made) -> bytes:
    return bill_html(made.bill, made.charter.words()["law_language"]).encode()


def _bill_docx(language: str) -> Callable[[_Made], bytes]:
    def make(made: _Made) -> bytes:
        sections = [("", clause.words[language]) for clause in made.bill.clauses]
        return docx_bill(sections, Edition(made.bill.title[language], language))

    return make


def _text_docx(made: _Made) -> bytes:
    """Today's text with what the bill changes as tracked changes, all by the bill."""
    undoing = made.undoing
    language = made.charter.words()["law_language"]
    title = made.bill.title[language if language in made.bill.title else "en"]
    author = ChangedBy(title)
    return docx_redline(
        track_states(undoing.weave, undoing.counted, undoing.remaining),
        undoing.weave,
        Edition(title, language),
        changes=dict.fromkeys(range(len(undoing.weave.numbers)), author),
    )


def _text_xml(made: _Made) -> bytes:
    undoing = made.undoing
    return akomantoso_of(outline_state(undoing.weave, undoing.remaining), _edition(made))


def _text_html(made: _Made) -> bytes:
    undoing = made.undoing
    return html_of(outline_state(undoing.weave, undoing.remaining), _edition(made)).encode()


def _bill_xml(made: _Made) -> bytes:
    """The bill in English, each instruction also as a modification for machines."""
    undoing, bill = made.undoing, made.bill
    eids = derive_eids(outline_state(undoing.weave, undoing.counted))
    sections = []
    for clause in bill.clauses:
        operation = clause.operation
        sections.append(
            BillSection(
                clause.words["en"],
                kind=operation.kind if operation else "",
                target=eids.get(clause.provision, "") if operation else "",
                old=operation.words if operation else "",
                new=operation.text if operation else "",
            )
        )
    present = _edition(made)
    edition = Edition(
        bill.title["en"], "en", present.country, present.date, present.first_date, name="bill"
    )
    return akomantoso_bill(sections, edition, amends=work_uri(present))


def _edition(made: _Made) -> Edition:
    charter = made.charter
    language = charter.words()["law_language"]
    titles = {n: plain_bilingual(title) for n, title in charter.titles.items()}
    overview = charter.results.results("process.overview") or {}
    name = plain_bilingual(overview.get("title") or {}) or "Constitution"
    return edition_of(charter.weave, made.undoing.at, title=name, language=language, titles=titles)


FILES = {
    "text.docx": FileKind(DOCX, _text_docx),
    "bill-en.docx": FileKind(DOCX, _bill_docx("en")),
    "bill-ur.docx": FileKind(DOCX, _bill_docx("ur")),
    "bill.html": FileKind(HTML, _bill_html),
    "text.html": FileKind(HTML, _text_html),
    "bill.xml": FileKind(XML, _bill_xml),
    "text.xml": FileKind(XML, _text_xml),
}
