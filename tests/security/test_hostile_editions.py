"""Texts that strangers send: entities, bombs, endless nesting and broken parts end in a fault, not in a traceback."""

import io
import json
import zipfile

import pytest

from misaq.formats import parse_edition

AKN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>{}</body></act></akomaNtoso>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(document: str, **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer.getvalue()


def codes(payload: bytes, file: str) -> list[str]:
    read, faults = parse_edition(payload, file)
    assert read is None or not any(f.severity == "error" for f in faults)
    return [f.code for f in faults if f.severity == "error"]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE a SYSTEM "https://example.org/a.dtd">',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "https://example.org/p"> %p;]>',
    ],
)
def test_entities_and_outside_files_are_refused(declaration: str) -> None:
    body = AKN.format("<article><num>1</num><content><p>&x;</p></content></article>")
    assert codes((declaration + body).encode(), "a.xml") == ["xml_entities"]
    document = f"{declaration}<w:document {W}><w:body/></w:document>"
    assert codes(word(document), "a.docx") == ["xml_entities"]


def test_endless_nesting_is_refused() -> None:
    deep = "<level>" * 50_000 + "</level>" * 50_000
    assert codes(AKN.format(deep).encode(), "a.xml") == ["xml_too_deep"]
    table = "<w:tbl><w:tr><w:tc>" * 20_000 + "</w:tc></w:tr></w:tbl>" * 20_000
    assert codes(word(f"<w:document {W}><w:body>{table}</w:body></w:document>"), "a.docx") == [
        "xml_too_deep"
    ]
    page = json.dumps({"en": {"body": "<div>" * 50_000}})
    read, faults = parse_edition(page.encode(), "a.json", language="en")
    assert read is None
    assert "xml_too_deep" in [f.code for f in faults]


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = word(f"<w:document {W}><w:body>" + " " * (80 << 20) + "</w:body></w:document>")
    assert len(bomb) < 1 << 20
    assert codes(bomb, "a.docx") == ["file_expands"]


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    payload = bytearray(
        word(f"<w:document {W}><w:body><w:p/></w:body></w:document>" + " " * 100_000)
    )
    central = payload.rindex(b"PK\x01\x02")
    payload[central + 24 : central + 28] = (10).to_bytes(
        4, "little"
    )  # says that it unpacks to ten bytes
    assert codes(bytes(payload), "a.docx") in (["file_not_docx"], ["xml_broken"])


@pytest.mark.parametrize("cut", [0, 4, 30, 100, 200, 400])
def test_broken_documents_end_in_a_fault(cut: int) -> None:
    whole = word(
        f"<w:document {W}><w:body><w:p><w:r><w:t>Article 1. A</w:t></w:r></w:p></w:body></w:document>"
    )
    assert codes(whole[:-cut] if cut else b"", "a.docx")
    xml = AKN.format("<article><num>1</num><content><p>x</p></content></article>").encode()
    assert codes(xml[: max(0, len(xml) - cut - 1)], "a.xml")


@pytest.mark.parametrize(
    "body",
    [
        "<![CDATA[",
        "<!doctype x [<!ENTITY",
        "<section class='akn-section'><h3>" + "9. " * 5000,
        "</div>" * 5000,
        "<![if x]>",
        "&#xD800;",
    ],
)
def test_broken_pages_never_raise(body: str) -> None:
    parse_edition(json.dumps({"en": {"body": body}}).encode(), "a.json", language="en")
    parse_edition(
        json.dumps(
            {"en": {"body": body, "title": 7, "language": [], "expression_date": {}}}
        ).encode(),
        "a.json",
        language="en",
    )


@pytest.mark.parametrize(
    "text",
    ["[" * 5000, "1[" * 5000, "Article " * 20_000, "(a)" * 20_000, "—" * 50_000, "# " * 20_000],
)
def test_plain_texts_that_wear_out_a_reader(text: str) -> None:
    read, _ = parse_edition(text.encode(), "a.md")
    assert read is not None
