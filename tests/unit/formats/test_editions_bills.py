"""A bill handed in: valid for machines, read by people in both languages, and tracked in the text that it amends."""

import io

import docx
import pytest
from docx_revisions import RevisionDocument
from tests.akn_schema import complaints

from misaq.charter import Version, draft_bill, undo_amendments, weave_versions
from misaq.formats import (
    ChangedBy,
    Edition,
    bill_as_akomantoso,
    bill_as_docx,
    bill_as_html,
    read_docx,
    undoing_as_docx,
)

FIRST = "Article 1. Water\n(1) It is common to all.\n(2) Nobody may sell it for one year.\nArticle 2. Woods\nToo.\n"
SECOND = FIRST.replace("one year", "two months").replace("Article 2. Woods\nToo.\n", "")
EDITION = Edition("Covenant", "en", "xx", "1951", "1950")


@pytest.fixture
def undoing():
    weave = weave_versions(
        Version(n, f"Act {n}", f"195{n}", {"a": text}) for n, text in enumerate((FIRST, SECOND))
    )
    return undo_amendments(weave, [1])


@pytest.mark.parametrize("language", ["en", "ur"])
def test_machines_are_told_every_change_with_its_place(undoing, language: str) -> None:
    bill = draft_bill(undoing)
    xml = bill_as_akomantoso(bill, undoing, EDITION, language=language)
    assert complaints(xml) == []
    text = xml.decode()
    assert text.count("<textualMod") == len(bill.operations)
    assert 'href="/akn/xx/act/1950/constitution/~art_1__subsec_2"' in text
    assert ">two months<" in text
    assert ">one year<" in text
    assert f'language="{"urd" if language == "ur" else "eng"}"' in text


@pytest.mark.parametrize("language", ["en", "ur"])
def test_people_read_the_same_clauses(undoing, language: str) -> None:
    bill = draft_bill(undoing)
    document = docx.Document(io.BytesIO(bill_as_docx(bill, EDITION, language=language)))
    text = " ".join(" ".join(p.text for p in document.paragraphs).split())
    page = bill_as_html(bill, EDITION, language=language)
    assert f'dir="{"rtl" if language == "ur" else "ltr"}"' in page
    for clause in bill.clauses:
        first = " ".join(clause.words[language].split("\n")[0].split())
        assert f"{clause.number}. {first}" in text
        assert f'<section id="sec_{clause.number}">' in page


def test_the_undoing_is_tracked_in_the_text(undoing) -> None:
    payload = undoing_as_docx(undoing, EDITION, by=ChangedBy("The Restoration Bill", "1952-01-01"))
    for accept, texts in ((True, undoing.texts), (False, undoing.weave.texts(undoing.counted))):
        document = RevisionDocument(io.BytesIO(payload))
        (document.accept_all if accept else document.reject_all)()
        words = " ".join(p.text for p in document.document.paragraphs).split()
        assert words == ["Covenant", *texts["a"].split()]
    read, _ = read_docx(payload, "u.docx")
    assert read is not None
    assert {(c.author, c.date[:10]) for c in read.changes} == {
        ("The Restoration Bill", "1952-01-01")
    }
