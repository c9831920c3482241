"""XML from strangers: no entities, no network, no more nesting and no more bytes than a text of law needs."""

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError  # defusedxml reads; this is what it raises

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from misaq.formats.limits import MAX_TEXT_BYTES, MIB
from misaq.foundation.faults import Fault

MAX_DEPTH = 200
MAX_PACKAGE_BYTES = 64 * MIB
MAX_PACKAGE_EXPANDED = 256 * MIB
MAX_PACKAGE_PARTS = 4000
MAX_PART_BYTES = 128 * MIB
MAX_RATIO = 200  # unpacked to packed; texts reach some 30
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError,
)  # fmt: skip


def parse_xml(payload: bytes, file: str) -> tuple[Element | None, list[Fault]]:
    """The root element of an XML document, or None and why it was refused."""
    if len(payload) > MAX_PART_BYTES:
        return None, [
            Fault("file_too_large", file, params={"size": len(payload), "limit": MAX_TEXT_BYTES})
        ]
    depth, root = 0, None
    try:
        for event, element in iterparse(
            io.BytesIO(payload), events=("start", "end"), forbid_dtd=True
        ):
            depth += 1 if event == "start" else -1
            root = element if root is None else root
            if depth > MAX_DEPTH:
                return None, [Fault("xml_too_deep", file, params={"limit": MAX_DEPTH})]
    except DefusedXmlException:
        return None, [Fault("xml_entities", file)]
    except (ParseError, ValueError, LookupError) as error:
        row = getattr(error, "position", (None,))[0]
        return None, [Fault("xml_broken", file, row, params={"reason": str(error)[:120]})]
    return root, []


def open_package(payload: bytes, file: str) -> tuple[zipfile.ZipFile | None, list[Fault]]:
    """A Word document as a package of parts, after what its list of parts says has been looked at; or why not."""
    if len(payload) > MAX_PACKAGE_BYTES:
        params = {"size": len(payload), "limit": MAX_PACKAGE_BYTES}
        return None, [Fault("file_too_large", file, params=params)]
    try:
        package = zipfile.ZipFile(io.BytesIO(payload))
        parts = package.infolist()
    except _BROKEN:
        return None, [Fault("file_not_docx", file)]
    expanded = sum(part.file_size for part in parts)
    bomb = expanded > 16 * MIB and expanded > MAX_RATIO * len(payload)
    if expanded > MAX_PACKAGE_EXPANDED or bomb or len(parts) > MAX_PACKAGE_PARTS:
        limit = (
            min(MAX_PACKAGE_EXPANDED, MAX_RATIO * len(payload)) if bomb else MAX_PACKAGE_EXPANDED
        )
        return None, [Fault("file_expands", file, params={"limit": limit})]
    return package, []


def read_part(package: zipfile.ZipFile, name: str, file: str) -> tuple[Element | None, list[Fault]]:
    """One XML part of a package; it is never unpacked beyond the size that its entry states."""
    try:
        with package.open(name) as stream:
            payload = stream.read(MAX_PART_BYTES + 1)
    except _BROKEN:
        return None, [Fault("file_not_docx", file)]
    return parse_xml(payload, file)


def local_name(element: Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
