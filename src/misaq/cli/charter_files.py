"""`misaq charter convert`: a text in another form; and what other commands write into files."""

import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from misaq.charter import Bill, Outline, Undoing, derive_eids, outline_state, track_states
from misaq.cli.charter_source import (
    At,
    Charter,
    Join,
    Known,
    State,
    Texts,
    Without,
    open_charter,
)
from misaq.cli.console import LANGUAGE, Output, answering, t
from misaq.cli.options import Json, Lang, Quiet
from misaq.formats import read_bytes, sha256_of, write_atomically
from misaq.formats.editions.akomantoso import (
    BillSection,
    Edition,
    akomantoso_bill,
    akomantoso_of,
    edition_of,
    work_uri,
)
from misaq.formats.editions.akomantoso_reading import read_akomantoso
from misaq.formats.editions.docx import Change, docx_bill, docx_of, docx_redline
from misaq.formats.editions.docx_reading import read_docx
from misaq.formats.editions.imported import ImportedText, plain_text
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault


class Target(str, Enum):
    """Forms that a text is written in."""

    akn = "akn"
    docx = "docx"
    html = "html"
    md = "md"
    pdf = "pdf"
    text = "text"
