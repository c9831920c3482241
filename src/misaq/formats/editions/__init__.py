"""Every form in which a constitution, a redline and a bill come in and go out."""

from misaq.formats.editions.akn_html import read_languages
from misaq.formats.editions.akomantoso import (
    AmendmentEvent,
    BillSection,
    Edition,
    akomantoso_bill,
    akomantoso_of,
    edition_of,
    work_uri,
)
from misaq.formats.editions.akomantoso_reading import read_akomantoso
from misaq.formats.editions.bills import (
    bill_as_akomantoso,
    bill_as_docx,
    bill_as_html,
    undoing_as_docx,
)
from misaq.formats.editions.docx import (
    ChangedBy,
    docx_bill,
    docx_of,
    docx_redline,
    is_right_to_left,
)
from misaq.formats.editions.docx_reading import WordChange, WordText, read_docx
from misaq.formats.editions.html import html_of
from misaq.formats.editions.imported import ImportedText, plain_text
from misaq.formats.editions.markdown import markdown_of
from misaq.formats.editions.pdf import NoPdfError, pdf_of
from misaq.formats.editions.plain_reading import read_plain
from misaq.formats.editions.reading import FORMS, load_edition, load_footnoted, parse_edition
from misaq.formats.editions.writing import FORMS_OUT, SUFFIXES, UnknownFormError, convert_text

__all__ = [
    "FORMS",
    "FORMS_OUT",
    "SUFFIXES",
    "AmendmentEvent",
    "BillSection",
    "ChangedBy",
    "Edition",
    "ImportedText",
    "NoPdfError",
    "UnknownFormError",
    "WordChange",
    "WordText",
    "akomantoso_bill",
    "akomantoso_of",
    "bill_as_akomantoso",
    "bill_as_docx",
    "bill_as_html",
    "convert_text",
    "docx_bill",
    "docx_of",
    "docx_redline",
    "edition_of",
    "html_of",
    "is_right_to_left",
    "load_edition",
    "load_footnoted",
    "markdown_of",
    "parse_edition",
    "pdf_of",
    "plain_text",
    "read_akomantoso",
    "read_docx",
    "read_languages",
    "read_plain",
    "undoing_as_docx",
    "work_uri",
]
