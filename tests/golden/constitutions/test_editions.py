"""Real constitutions out and in: Akoma Ntoso, Word, a footnoted edition, three languages. See CITATION.md."""

import io
import json
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from docx_revisions import RevisionDocument
from tests.akn_schema import complaints, read_back, words

from misaq.charter import (
    FootnotedEdition,
    NotInSourceError,
    SourcedWeave,
    Weave,
    align_languages,
    derive_eids,
    find_authors,
    outline_state,
    read_footnoted,
    read_notes,
    split_pages,
    track_states,
    weave_edition,
    weave_versions,
)
from misaq.charter.text import cut_units
from misaq.formats import (
    ChangedBy,
    akomantoso_of,
    docx_redline,
    edition_of,
    load_history_file,
    read_akomantoso,
    read_docx,
    read_languages,
)

pytestmark = pytest.mark.shared
WIDTH = {"india": 80, "italy": 0, "usa": 0}
LANGUAGE = {"india": "en", "italy": "it", "usa": "en"}


@lru_cache(maxsize=3)
def woven(path: Path, width: int) -> tuple[Weave, dict[int, str]]:
    history, faults = load_history_file(path)
    assert history is not None, faults
    titles = {version.n: version.title for version in history.versions}
    return weave_versions(history.versions, join_lines_of=width), titles


def real(shared_data: Path, country: str) -> tuple[Weave, dict[int, str]]:
    return woven(shared_data / "charter" / country / "versions.jsonl.xz", WIDTH[country])


def tokens(text: str) -> list[str]:
    """Words and punctuation, without the marks of Markdown headings."""
    return [token for token, _ in cut_units(text) if token and token != "#"]


def akn(shared_data: Path, country: str) -> bytes:
    weave, titles = real(shared_data, country)
    last = len(weave.numbers) - 1
    edition = edition_of(weave, last, title=country, language=LANGUAGE[country], titles=titles)
    return akomantoso_of(outline_state(weave, weave.active()), edition)


@pytest.mark.parametrize("country", ["india", "italy", "usa"])
def test_akoma_ntoso_is_valid_and_says_what_the_text_says(shared_data: Path, country: str) -> None:
    weave, _ = real(shared_data, country)
    xml = akn(shared_data, country)
    assert complaints(xml) == []
    text = "\n".join(weave.texts(weave.active()).values())
    assert Counter(tokens(" ".join(words(xml)))) == Counter(tokens(text))


@pytest.mark.parametrize("country", ["italy", "usa"])
def test_bluebell_and_we_read_the_same_words(shared_data: Path, country: str) -> None:
    """India too, tried by hand: 111,589 words, the same; bluebell takes 6 s for it."""
    xml = akn(shared_data, country)
    assert words(read_back(xml)) == words(xml)
    read, _ = read_akomantoso(xml, "a.xml")
    assert read is not None
    assert tokens(read.text) == tokens(" ".join(words(xml)))


@pytest.mark.parametrize(("country", "before"), [("india", 40), ("italy", 0), ("usa", 0)])
def test_tracked_changes_accept_and_reject_to_the_two_texts(
    shared_data: Path, country: str, before: int
) -> None:
    weave, titles = real(shared_data, country)
    old, new = weave.active(before), weave.active()
    last = len(weave.numbers) - 1
    edition = edition_of(weave, last, title="T", language=LANGUAGE[country], titles=titles)
    changes = {i: ChangedBy(titles[n], weave.datings[i].date) for i, n in enumerate(weave.numbers)}
    payload = docx_redline(track_states(weave, old, new), weave, edition, changes=changes)
    ours, faults = read_docx(payload, "r.docx")
    assert ours is not None, faults
    for accept, mask, mine in ((True, new, ours.accepted), (False, old, ours.rejected)):
        theirs = RevisionDocument(io.BytesIO(payload))
        (theirs.accept_all if accept else theirs.reject_all)()
        wanted = ["T", *tokens("\n".join(weave.texts(mask).values()))]
        assert tokens("\n".join(p.text for p in theirs.document.paragraphs)) == wanted
        assert tokens(mine) == wanted[1:]  # the title is none of the text


# --- Pakistan: the National Assembly's edition of 2012 -------------------------------------------------------------


@lru_cache(maxsize=1)
def footnoted(path: Path) -> tuple[FootnotedEdition, SourcedWeave]:
    edition = read_footnoted(split_pages(path.read_text("utf-8")))
    return edition, weave_edition(edition, first_date="1973-08-14")


def pakistan(shared_data: Path) -> tuple[FootnotedEdition, SourcedWeave]:
    return footnoted(shared_data / "charter" / "pakistan" / "pk2012_raw.txt")


@lru_cache(maxsize=1)
def published(folder: Path) -> list[dict[str, object]]:
    return list(
        json.loads((folder / "charter" / "pakistan" / "pk2012_footnotes.json").read_text("utf-8"))
    )


FIRST_PAGE = 11  # the list counts the pages of the file, the edition those that are printed


def test_every_note_of_the_published_list_is_found_word_for_word(shared_data: Path) -> None:
    edition, _ = pakistan(shared_data)
    found = {(note.page + FIRST_PAGE, note.n): note.text for note in edition.notes}
    listed = published(shared_data)
    assert len(listed) == 444

    def letters(text: object) -> str:
        return "".join(c for c in str(text) if c.isalnum())

    for note in listed:
        assert letters(found[int(str(note["page"])), int(str(note["n"]))]) == letters(note["text"])
    # The list passes over eight pages whose first note it did not recognise.
    assert len(found) == 475
    pages = {page for page, _ in found} - {int(str(note["page"])) for note in listed}
    assert sorted(page - FIRST_PAGE for page in pages) == [50, 102, 133, 136, 137, 144, 166, 176]


def test_our_reading_of_the_list_against_its_own(shared_data: Path) -> None:
    """The list says 200, 134, 46, 4 and 60, and names a source for 342, the Eighteenth Amendment for 146."""
    listed = published(shared_data)
    said = Counter(note["op"] for note in listed)
    assert said == {"substitute": 200, "insert": 134, "omit": 46, "renumber": 4, None: 60}
    assert sum(note["source"] is not None for note in listed) == 342
    assert sum(note["source"] == "Eighteenth Act 2010" for note in listed) == 146
    notes = read_notes(
        (int(str(n["page"])) - FIRST_PAGE, int(str(n["n"])), str(n["text"])) for n in listed
    )
    kinds = Counter(note.kind for note in notes)
    assert kinds == {
        "substitute": 188,
        "insert": 133,
        "omit": 46,
        "renumber": 6,
        "reference": 55,
        "remark": 16,
    }
    # Twelve remarks ("For such Order, see ...") pass for substitutions in the list; every other one agrees.
    differ = [
        (n, note)
        for n, note in zip(listed, notes, strict=True)
        if n["op"] == "substitute" != note.kind
    ]
    assert {note.kind for _, note in differ} == {"remark"}
    assert all(note.text.startswith("For ") for _, note in differ)
    assert len(differ) == 12
    # Wherever the list names a source for a change, we name one too; and we name one for every change.
    assert all(note.act for note in notes if note.kind != "remark")
    assert sum(note.act == "10 of 2010" and note.kind != "remark" for note in notes) > 146
    own = [
        (given, note)
        for given, note in zip(listed, notes, strict=True)
        if given["source"] == "Eighteenth Act 2010" and note.kind != "remark"
    ]
    assert all(note.act == "10 of 2010" for _, note in own if not note.ibid)
    # Where "ibid." follows a note that the list could not read, it goes back one note too far; the note is before.
    wrong = [(given["page"], given["n"]) for given, note in own if note.act != "10 of 2010"]
    assert wrong == [(79, 3), (79, 4)]


def test_how_many_earlier_wordings_the_source_lacks(shared_data: Path) -> None:
    """159 by the list's own fields; fewer by ours, since it overlooks words between straight quotation marks."""
    listed = [note for note in published(shared_data) if note["op"] == "substitute"]
    silent = [note for note in listed if note["old"] is None]
    labels = [note for note in listed if note["old_is_label"]]
    assert (len(silent), len(labels), len(silent) + len(labels)) == (116, 43, 159)
    notes = read_notes(
        (int(str(n["page"])) - FIRST_PAGE, int(str(n["n"])), str(n["text"]))
        for n in published(shared_data)
    )
    substitutions = [note for note in notes if note.kind == "substitute"]
    quoted = [note for note in substitutions if note.old and not note.old_is_label]
    only_labels = [note for note in substitutions if note.old_is_label]
    assert (len(quoted), len(only_labels), sum(not note.old for note in substitutions)) == (
        80,
        86,
        22,
    )
    omissions = [note for note in notes if note.kind == "omit"]
    assert (len(omissions), sum(note.lacks_words for note in omissions)) == (46, 34)
    assert sum(note.lacks_words for note in notes) == 108 + 34 + 6


def test_the_edition_as_a_weave_with_its_holes(shared_data: Path) -> None:
    edition, sourced = pakistan(shared_data)
    weave = sourced.weave
    assert weave.texts(weave.active())["constitution.txt"] == edition.text
    assert len(edition.unplaced) == 3
    titles = Counter(
        sourced.titles[int(weave.version_of[place])] for place in range(1, len(weave.operations))
    )
    assert titles["Constitution (Eighteenth Amendment) Act, 2010"] > 146
    article_6 = next(i for i, p in enumerate(weave.provisions) if p.id == "art-6")
    authored = [
        (a.text, sourced.titles.get(int(weave.version_of[a.by]), ""), a.instead_of)
        for a in find_authors(weave, weave.active())[article_6]
    ]
    eighteenth = "Constitution (Eighteenth Amendment) Act, 2010"
    assert ("or collaborating", eighteenth, "") in authored
    revival = "Revival of the Constitution of 1973 Order, 1985"
    assert ("Majlis-e-Shoora (Parliament)", revival, "Parliament") in authored
    with pytest.raises(NotInSourceError) as refused:
        sourced.texts_on("1999-10-11")
    assert refused.value.params["holes"] == len(sourced.holes_at(weave.place_on("1999-10-11")))
    assert "2010" in {hole.note.date[:4] for hole in sourced.holes}
    assert sourced.texts_on("2012-02-28")["constitution.txt"] == edition.text


# --- South Africa: three authentic languages -----------------------------------------------------------------------


def test_three_languages_side_by_side(shared_data: Path) -> None:
    path = shared_data / "charter" / "south-africa" / "constitution_en_xh_zu_2013.json"
    texts, faults = read_languages(path.read_bytes(), path.name)
    assert not faults
    assert {language: text.language for language, text in texts.items()} == {
        "en": "en",
        "xh": "xh",
        "zu": "zu",
    }
    aligned = align_languages({language: text.outline for language, text in texts.items()})
    everywhere = [p for p in aligned.provisions if len(p.nodes) == 3]
    assert len(everywhere) / len(aligned.provisions) > 0.95
    # Where the publisher's own ids are the same in all three, so are ours: labels align what eIds align.
    same = sum(len({node.id for node in p.nodes.values()}) == 1 for p in everywhere)
    assert same / len(everywhere) > 0.9
    paths = {gap.path: gap.missing for gap in aligned.gaps}
    assert paths["chapter-2/25/4/a"] == ("xh",)
    names = derive_eids(texts["xh"].outline)
    assert len(set(names.values())) == len(names)
    assert texts["zu"].title == "UMthethosisekelo weRiphabhuliki yaseNingizimu Afrika, 1996"
