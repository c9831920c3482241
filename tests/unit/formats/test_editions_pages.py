"""HTML, Markdown, PDF and plain text: anchors, language, and a text that comes back as it went out."""

import importlib
import re
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from misaq.charter import derive_eids, outline_texts
from misaq.formats import (
    FORMS,
    FORMS_OUT,
    SUFFIXES,
    Edition,
    NoPdfError,
    UnknownFormError,
    convert_text,
    html_of,
    load_edition,
    load_footnoted,
    markdown_of,
    parse_edition,
    pdf_of,
    read_languages,
    read_plain,
)

TEXT = (
    "Preamble\nWe.\nPART I\nTHE LAND\nArticle 1. Water\n(1) It is <common>.\n(2) For all.\n"
    "Article 2. Woods\nToo.\n"
)
EDITION = Edition("Covenant", "en", date="1950-01-26")


def test_a_page_has_an_anchor_for_every_provision_and_needs_nothing_else() -> None:
    outline = outline_texts({"a": TEXT})
    page = html_of(outline, EDITION, contents="Contents")
    assert re.findall(r'<section id="([^"]+)"', page) == list(derive_eids(outline).values())
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(derive_eids(outline).values())
    assert '<html lang="en" dir="ltr">' in page
    assert "&lt;common&gt;" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)


def test_urdu_pages_run_from_the_right() -> None:
    page = html_of(outline_texts({"a": "دفعہ ۱۔ پانی\nسب کا۔\n"}), Edition("دستور", "ur"))
    assert '<html lang="ur" dir="rtl">' in page


def test_markdown_comes_back_as_the_same_tree() -> None:
    outline = outline_texts({"a": TEXT})
    markdown = markdown_of(outline, EDITION)
    read, faults = read_plain(markdown.encode(), "c.md")
    assert read is not None
    assert read.title == "Covenant"
    assert not faults
    assert [e for e in derive_eids(read.outline).values() if e != "preface"] == list(
        derive_eids(outline).values()
    )


def test_pdf_holds_the_words() -> None:
    payload = pdf_of(html_of(outline_texts({"a": TEXT}), EDITION))
    document = pypdfium2.PdfDocument(payload)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document).split()
    assert words[words.index("Water") - 2 : words.index("Water") + 1] == ["Article", "1.", "Water"]


def test_pdf_fetches_nothing(caplog: pytest.LogCaptureFixture) -> None:
    payload = pdf_of('<img src="https://example.org/a.png"><img src="file:///etc/hostname">x')
    assert payload.startswith(b"%PDF")
    assert "example.org" in caplog.text  # WeasyPrint says that it could not load them


def test_without_weasyprint_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.import_module

    def absent(name: str) -> ModuleType:
        if name == "weasyprint":
            raise ImportError(name)
        return found(name)

    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(NoPdfError) as refused:
        pdf_of("x")
    assert "misaq[pdf]" in refused.value.message("en").mend
    assert "misaq[pdf]" in refused.value.message("ur").mend


def test_doubtful_lines_are_told_with_their_place() -> None:
    text = "Article 1. A\nx\nArticle 3. B\ny\nArticle 2. C\nz\nArticle 2. D\nz\nArticle5 E\n"
    _, faults = read_plain(text.encode(), "c.txt")
    assert [(f.code, f.row) for f in faults] == [
        ("edition_backwards", 5),
        ("edition_label_twice", 7),
        ("edition_almost_heading", 9),
    ]
    assert [f.code for f in read_plain(b"Only words.", "c.txt")[1]] == ["edition_no_headings"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b" \n", "edition_empty"),
        (b"\xff\xfeA\x00", "file_utf16"),
        (b"a\nb\xff", "row_not_utf8"),
        (b"a\0", "row_not_utf8"),
    ],
)
def test_texts_that_cannot_be_read(payload: bytes, code: str) -> None:
    read, faults = read_plain(payload, "c.txt")
    assert read is None
    assert [f.code for f in faults if f.severity == "error"] == [code]


def test_one_door_knows_the_form_by_the_name(tmp_path: Path) -> None:
    (tmp_path / "c.md").write_text(TEXT, "utf-8")
    read, _ = load_edition(tmp_path / "c.md", language="en")
    assert read is not None
    assert read.language == "en"
    assert read.as_version(3).n == 3
    assert [f.code for f in parse_edition(b"", "c.odt")[1]] == ["edition_form"]
    assert [f.code for f in load_edition(tmp_path / "none.md")[1]] == ["file_missing"]


@pytest.mark.parametrize("form", ["akn", "docx", "html", "md"])
def test_what_goes_out_by_one_door_comes_in_by_the_other(form: str) -> None:
    outline = outline_texts({"a": TEXT})
    payload = convert_text(outline, EDITION, form, contents="Contents")
    assert payload == convert_text(outline, EDITION, form, contents="Contents")
    if SUFFIXES[form] in FORMS:
        read, _ = parse_edition(payload, f"c{SUFFIXES[form]}")
        assert read is not None
        names = [name for name in derive_eids(read.outline).values() if name != "preface"]
        assert names == list(derive_eids(outline).values())


def test_a_form_that_nobody_writes_is_told() -> None:
    with pytest.raises(UnknownFormError) as refused:
        convert_text(outline_texts({"a": TEXT}), EDITION, "odt")
    assert all(form in refused.value.message("ur").mend for form in FORMS_OUT)


def test_several_languages_in_one_file() -> None:
    page = (
        '<section class="akn-section" data-eId="sec_9"><h3>9. Equality</h3>'
        '<span class="akn-p">All are equal.</span></section>'
    )
    body = f'<span class="akn-body">{page}</span>'.replace('"', '\\"')
    given = (
        f'{{"en": {{"title": "C", "language": "eng", "body": "{body}"}}, "xh": {{"title": "D"}}}}'
    )
    texts, faults = read_languages(given.encode(), "l.json")
    assert [(f.code, f.column) for f in faults] == [("languages_no_body", "xh")]
    node = texts["en"].outline.children[0]
    assert (node.id, node.kind, node.num, node.heading, node.text) == (
        "sec_9",
        "section",
        "9.",
        "Equality",
        "All are equal.",
    )
    assert [f.code for f in parse_edition(given.encode(), "l.json", language="zu")[1]] == [
        "languages_no_body",
        "languages_which",
    ]
    assert [f.code for f in read_languages(b"[1]", "l.json")[1]] == ["languages_not_json"]


def test_a_footnoted_edition_says_what_it_lacks(tmp_path: Path) -> None:
    page = (
        "LAW OF ARBERA\n1\n1. A\n\n1. It is 1[so] 2[here].\n"
        "1  Subs. by Act 9 of 2001, for “clause (1)”.\n2  Ins. ibid.\n"
    )
    (tmp_path / "e.txt").write_text(page + "LAW OF ARBERA\n2\n2. B\n\n2. x.\n", "utf-8")
    edition, faults = load_footnoted(tmp_path / "e.txt")
    assert edition is not None
    assert [(f.code, f.params["count"], f.params["notes"]) for f in faults] == [
        ("footnotes_not_in_source", 1, 2)
    ]
    (tmp_path / "n.txt").write_text("No notes.", "utf-8")
    assert [f.code for f in load_footnoted(tmp_path / "n.txt")[1]] == ["footnotes_none"]
