"""One door for a text on its way out: which writer it needs is told by the form."""

from misaq.charter import Outline
from misaq.formats.editions.akomantoso import Edition, akomantoso_of
from misaq.formats.editions.docx import docx_of
from misaq.formats.editions.html import html_of
from misaq.formats.editions.markdown import markdown_of
from misaq.formats.editions.pdf import pdf_of
from misaq.foundation.errors import InputError

FORMS_OUT = ("akn", "docx", "html", "md", "pdf")
SUFFIXES = {"akn": ".xml", "docx": ".docx", "html": ".html", "md": ".md", "pdf": ".pdf"}


class UnknownFormError(InputError):
    """A text cannot be written in that form."""

    code = "edition_form_out"


def convert_text(outline: Outline, edition: Edition, form: str, *, contents: str = "") -> bytes:
    """A text in one of the forms "akn", "docx", "html", "md", "pdf"; the same text gives the same bytes, but for PDF.

    contents : heading of the table of contents of a page, in the reader's language; "" for none.
    Raises UnknownFormError; NoPdfError where PDF cannot be made.

    >>> article = Outline("a", "article", "1", "Water", "It is common.", num="Article 1.")
    >>> text = Outline("", "text", "", "", "", (article,))
    >>> convert_text(text, Edition("The Covenant"), "md").decode().split("\\n")[2]
    '### Article 1. Water'
    """
    if form == "akn":
        return akomantoso_of(outline, edition)
    if form == "docx":
        return docx_of(outline, edition)
    if form == "md":
        return markdown_of(outline, edition).encode()
    if form not in {"html", "pdf"}:
        raise UnknownFormError(form=form, known=", ".join(FORMS_OUT))
    page = html_of(outline, edition, contents=contents)
    return page.encode() if form == "html" else pdf_of(page)
