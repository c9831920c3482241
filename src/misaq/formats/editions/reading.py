"""One door for a text of any form: which reader it needs is told by its name."""

from pathlib import Path, PurePosixPath

from misaq.charter import FootnotedEdition, read_footnoted, split_pages
from misaq.formats.editions.akn_html import read_languages
from misaq.formats.editions.akomantoso_reading import read_akomantoso
from misaq.formats.editions.docx_reading import WordText, read_docx
from misaq.formats.editions.imported import ImportedText
from misaq.formats.editions.plain_reading import decode_text, read_plain
from misaq.formats.editions.xml import MAX_PACKAGE_BYTES
from misaq.formats.texts import read_bytes
from misaq.foundation.faults import Fault

FORMS = (".txt", ".md", ".xml", ".akn", ".docx", ".json")


def load_edition(
    path: Path, *, language: str = "", join_lines_of: int = 0
) -> tuple[ImportedText | None, list[Fault]]:
    """Read a text from a file, by what its name ends in.

    .txt and .md by the heading grammar, .xml or .akn as Akoma Ntoso, .docx with all changes accepted, .json as one
    text in several languages.

    language : which one of several to take; of other forms, what the text is in when the file does not say.
    """
    payload, faults = read_bytes(path, path.name, limit=MAX_PACKAGE_BYTES)
    if faults:
        return None, faults
    return parse_edition(payload, path.name, language=language, join_lines_of=join_lines_of)


def parse_edition(
    payload: bytes, file: str, *, language: str = "", join_lines_of: int = 0
) -> tuple[ImportedText | None, list[Fault]]:
    """The same from bytes, as they come by a form; `file` tells the form."""
    form = PurePosixPath(file).suffix.lower()
    if form in {".txt", ".md"}:
        return read_plain(payload, file, join_lines_of=join_lines_of, language=language)
    if form in {".xml", ".akn"}:
        return read_akomantoso(payload, file)
    if form == ".docx":
        word, faults = read_docx(payload, file)
        return (_of_word(word, file, language) if word else None), faults
    if form == ".json":
        texts, faults = read_languages(payload, file)
        if texts and language not in texts:
            params = {"languages": ", ".join(sorted(texts))}
            return None, [*faults, Fault("languages_which", file, params=params)]
        return texts.get(language), faults
    return None, [Fault("edition_form", file, params={"forms": ", ".join(FORMS)})]


def _of_word(word: WordText, file: str, language: str) -> ImportedText:
    text = word.as_text(file)
    return text if text.language else ImportedText(text.outline, text.text, text.title, language)


def load_footnoted(path: Path, *, head: str = "") -> tuple[FootnotedEdition | None, list[Fault]]:
    """Read a footnoted edition from the text of its pages, one after another.

    head : the running head before each page's number; "" finds it. Form feeds end pages too.
    Warns of notes whose mark was not found, of brackets whose end is a guess, and says how many earlier wordings the
    edition does not give. Returns None when it has no note.
    """
    file = path.name
    payload, faults = read_bytes(path, file, limit=MAX_PACKAGE_BYTES)
    text, found = decode_text(payload, file) if not faults else ("", [])
    faults += found
    if any(fault.severity == "error" for fault in faults):
        return None, faults
    edition = read_footnoted(split_pages(text, head))
    if not edition.notes:
        return None, [*faults, Fault("footnotes_none", file)]
    counts = (
        ("footnotes_unplaced", len(edition.unplaced)),
        ("footnotes_doubtful", sum(mark.doubtful for mark in edition.marks) + edition.stray),
        ("footnotes_not_in_source", len(edition.not_in_source)),
    )
    faults += [
        Fault(code, file, params={"count": count, "notes": len(edition.notes)}, severity="warning")
        for code, count in counts
        if count
    ]
    return edition, faults
