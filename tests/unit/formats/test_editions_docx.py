"""Word documents: tracked changes that other readers accept and reject, and delegates' changes read."""

import io
import zipfile

import docx
import pytest
from docx_revisions import RevisionDocument

from misaq.charter import (
    Operation,
    Version,
    derive_eids,
    fold_operations,
    outline_texts,
    propose_operations,
    start_weave,
    track_states,
    weave_versions,
)
from misaq.formats import ChangedBy, Edition, docx_bill, docx_of, docx_redline, read_docx

BEFORE = "Article 1. Water\nIt may be sold.\nArticle 2. Woods\nThey are common.\nIn summer.\n"
AFTER = (
    "Article 1. Water\nIt shall not be sold.\n(2) Nor given.\nArticle 2. Woods\nThey are common.\n"
)
EDITION = Edition("Covenant", "en")
CHANGES = {1: ChangedBy("First Amendment & more", "1951-03")}


def redline(before: str = BEFORE, after: str = AFTER, language: str = "en") -> bytes:
    weave = weave_versions(
        [Version(0, "", "1950", {"a": before}), Version(1, "", "1951", {"a": after})]
    )
    paragraphs = track_states(weave, weave.active(0), weave.active())
    return docx_redline(paragraphs, weave, Edition("Covenant", language), changes=CHANGES)


def others(payload: bytes, *, accept: bool) -> list[str]:
    """The words as docx-revisions reads them with all changes accepted, or rejected."""
    document = RevisionDocument(io.BytesIO(payload))
    (document.accept_all if accept else document.reject_all)()
    return " ".join(p.text for p in document.document.paragraphs).split()


def test_another_reader_accepts_to_the_new_text_and_rejects_to_the_old() -> None:
    assert others(redline(), accept=True) == ["Covenant", *AFTER.split()]
    assert others(redline(), accept=False) == ["Covenant", *BEFORE.split()]


def test_our_reader_agrees_and_joins_paragraphs_whose_end_is_gone() -> None:
    read, faults = read_docx(redline(), "a.docx")
    assert read is not None
    assert not faults
    assert read.accepted.split() == AFTER.split()
    assert read.rejected.split() == BEFORE.split()
    assert read.title == "Covenant"
    assert read.accepted.split("\n") == AFTER.strip().split("\n")
    assert read.rejected.split("\n") == BEFORE.strip().split("\n")


@pytest.mark.parametrize("split_by", ["new", "old"])
def test_a_paragraph_split_or_joined_is_a_tracked_end(split_by: str) -> None:
    one, two = "A rule stands. It binds.\n", "A rule stands.\nIt binds.\n"
    before, after = (one, two) if split_by == "new" else (two, one)
    read, _ = read_docx(redline(before, after), "a.docx")
    assert read is not None
    assert read.accepted == after.strip()
    assert read.rejected == before.strip()


def test_every_change_has_its_amendment_and_day() -> None:
    read, _ = read_docx(redline(), "a.docx")
    assert read is not None
    assert {(c.author, c.date) for c in read.changes} == {
        ("First Amendment & more", "1951-03-01T00:00:00Z")
    }
    first = read.changes[0]
    assert (first.kind, first.text.strip(), first.before.strip(), first.after.strip()) == (
        "out", "may", "It", "be sold.",
    )  # fmt: skip


def test_urdu_runs_from_the_right_in_its_language() -> None:
    payload = redline("دفعہ ۱۔ پانی\nیہ سب کا ہے۔\n", "دفعہ ۱۔ پانی\nیہ ہم سب کا ہے۔\n", "ur")
    with zipfile.ZipFile(io.BytesIO(payload)) as package:
        document = package.read("word/document.xml").decode()
        styles = package.read("word/styles.xml").decode()
    assert "<w:bidi/>" in document
    assert "<w:rtl/>" in document
    assert 'w:bidi="ur-PK"' in styles
    assert others(payload, accept=True)[-6:] == ["پانی", "یہ", "ہم", "سب", "کا", "ہے۔"]


def test_two_scripts_side_by_side_never_touch() -> None:
    weave = start_weave(Version(0, "", "1950", {"a": "Article 1. A\nاِ is.\n"}))
    change = Operation("1.1", 1, "insert_words", "art-1", words="اِ", text="س", where="after")
    weave = fold_operations(weave, [change], [Version(1, "", "1951", {})])
    tracked = track_states(weave, weave.active(0), weave.active())
    payload = docx_redline(tracked, weave, EDITION, changes=CHANGES)
    assert "اِ س" in " ".join(others(payload, accept=True))


def test_a_document_of_one_text_opens_in_word_libraries() -> None:
    outline = outline_texts({"a": BEFORE})
    document = docx.Document(io.BytesIO(docx_of(outline, Edition("Covenant", "en", date="1950"))))
    assert [p.style.name for p in document.paragraphs] == [
        "Title", "Heading 3", "Normal", "Heading 3", "Normal", "Normal",
    ]  # fmt: skip
    assert " ".join(p.text for p in document.paragraphs).split() == ["Covenant", *BEFORE.split()]


def test_a_text_goes_out_and_comes_back_as_the_same_tree() -> None:
    text = "Preamble\nWe.\nPART I\nTHE LAND\nArticle 1. Water\n(1) Common.\n(a) always.\n# Section 2\nx.\n"
    outline = outline_texts({"a": text})
    read, _ = read_docx(docx_of(outline, EDITION), "a.docx")
    assert read is not None
    assert derive_eids(read.as_text("a").outline) == derive_eids(outline)
    assert read.stands_on({"a": text})
    assert not read.stands_on({"a": text + "More."})


def test_the_same_text_gives_the_same_bytes() -> None:
    assert redline() == redline()


def test_a_bill_is_numbered() -> None:
    payload = docx_bill([("Water", "In article 1 omit “may”."), ("", "Savings.")], EDITION)
    texts = [p.text for p in docx.Document(io.BytesIO(payload)).paragraphs]
    assert texts == ["Covenant", "1. Water", "In article 1 omit “may”.", "2. Savings."]


def test_a_delegates_changes_to_a_document_of_another_program() -> None:
    made = docx.Document()
    made.add_paragraph("Article 1. Water")
    body = made.add_paragraph("It may be sold.")
    made.add_paragraph("numbered", style="List Number")
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    revised = RevisionDocument(made)
    paragraph = next(p for p in revised.paragraphs if p.text == body.text)
    paragraph.replace_tracked("may", "shall not", author="Delegate 7")
    buffer = io.BytesIO()
    revised.save(buffer)
    read, faults = read_docx(buffer.getvalue(), "d.docx")
    assert read is not None
    assert read.accepted.split("\n") == [
        "Article 1. Water",
        "It shall not be sold.",
        "numbered",
        "left",
        "right",
    ]
    assert read.rejected.split("\n")[1] == "It may be sold."
    assert sorted((c.kind, c.text, c.author) for c in read.changes) == [
        ("in", "shall not", "Delegate 7"),
        ("out", "may", "Delegate 7"),
    ]
    assert [n.id for n in read.as_text("d").outline.children] == ["art-1"]
    del faults


def test_a_delegates_changes_become_operations_of_the_text_it_stands_on() -> None:
    weave = start_weave(Version(0, "", "1950", {"a": BEFORE}))
    read, _ = read_docx(redline(), "delegate.docx")
    assert read is not None
    assert read.stands_on(weave.texts(weave.active()))
    version = read.as_version(1, path="a", title="A delegate's", date="1951")
    operations = propose_operations(weave, version)
    assert {operation.provision for operation in operations} >= {"art-1", "art-2"}
    folded = fold_operations(weave, operations, [version])
    assert folded.texts(folded.active())["a"].split() == AFTER.split()


def test_numbers_that_word_writes_itself_are_told() -> None:
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr>'
        "<w:numPr/></w:pPr><w:r><w:t>Water</w:t></w:r></w:p></w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("word/document.xml", xml)
    read, faults = read_docx(buffer.getvalue(), "n.docx")
    assert read is not None
    assert [(f.code, f.params["count"]) for f in faults] == [("docx_numbered_by_word", 1)]


@pytest.mark.parametrize("payload", [b"", b"no zip", b"PK\x03\x04broken"])
def test_what_is_no_word_document_is_told(payload: bytes) -> None:
    read, faults = read_docx(payload, "x.docx")
    assert read is None
    assert [f.code for f in faults] == ["file_not_docx"]
