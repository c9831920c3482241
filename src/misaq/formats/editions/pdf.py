"""A page as PDF, by WeasyPrint where it is installed. The page itself stays the form for screen readers."""

import importlib

from misaq.foundation.errors import EngineError


class NoPdfError(EngineError):
    """What makes PDF is not installed."""

    code = "pdf_not_installed"


class NothingFetchedError(ValueError):
    """A page asked for something outside itself."""


def pdf_of(page: str) -> bytes:
    """A self-contained HTML page as PDF. Nothing that the page names is fetched.

    Raises NoPdfError when WeasyPrint or the Pango library under it is missing.
    Text taken out of a PDF in Nastaliq is garbled by every reader tried; give the page beside it.
    """
    try:
        weasyprint = importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:  # OSError: Pango is not on this machine
        raise NoPdfError(reason=str(error).partition("\n")[0][:120]) from error
    document = weasyprint.HTML(string=page, url_fetcher=_fetch_nothing)
    return bytes(document.write_pdf())


def _fetch_nothing(url: str, *_: object, **__: object) -> dict[str, object]:
    raise NothingFetchedError(url)
