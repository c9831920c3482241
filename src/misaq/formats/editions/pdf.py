"""A page as PDF, by WeasyPrint where it is installed. The page itself stays the form for screen readers."""

import importlib

from misaq.foundation.errors import EngineError


class NoPdfError(EngineError):
    """What makes PDF is not installed."""

    code = "pdf_not_installed"


def pdf_of(page: str) -> bytes:
    """A self-contained HTML page as PDF. Nothing is fetched; fonts may stand in the page itself ("data:").

    Raises NoPdfError when WeasyPrint or the Pango library under it is missing.
    Text taken out of a PDF in Nastaliq is garbled by every reader tried; give the page beside it.
    """
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:  # OSError: Pango is not on this machine
        raise NoPdfError(reason=str(error).partition("\n")[0][:120]) from error
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    document = weasyprint.HTML(string=page, url_fetcher=nothing)
    return bytes(document.write_pdf())
