"""Laws of what goes out and comes in, on random texts and histories in two scripts."""

import io
from collections.abc import Sequence

from docx_revisions import RevisionDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.akn_schema import complaints

from misaq.charter import (
    Version,
    Weave,
    derive_eids,
    outline_state,
    outline_texts,
    read_footnoted,
    track_states,
    weave_edition,
    weave_versions,
)
from misaq.charter.text import cut_units
from misaq.formats import (
    ChangedBy,
    Edition,
    akomantoso_of,
    docx_redline,
    plain_text,
    read_akomantoso,
    read_docx,
)

WORDS = st.sampled_from(
    ["the", "law", "دفعہ", "اِ", "سب", "(1)", "(a)", "Article 2.", "Article 3. Water", "۔", ",", "12A", "is", "_",
     "PART I", "Provided that", "&", "<b>", "FIRST SCHEDULE", "(الف)", "1."]
)  # fmt: skip
SPACES = st.sampled_from([" ", " ", "\n", "\n", "\n\n"])
TEXTS = st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=24).map(
    lambda parts: "".join(w + s for w, s in parts)
)
FILES = st.dictionaries(st.sampled_from(["a.txt", "b.txt"]), TEXTS, min_size=1)
EDITION = Edition("T", "en")


def woven(texts: Sequence[dict[str, str]]) -> Weave:
    return weave_versions(Version(n, "", None, files) for n, files in enumerate(texts))


def tokens(text: str) -> list[str]:
    return [token for token, _ in cut_units(text) if token]


def joined(weave: Weave, place: int) -> str:
    return "\n".join(weave.texts(weave.active(place)).values())


@given(FILES)
@settings(max_examples=120, deadline=None)
def test_a_tree_has_every_word_in_its_order(files: dict[str, str]) -> None:
    outline = outline_texts(files)
    wanted = tokens("\n".join(files[path] for path in sorted(files)))
    assert tokens("\n".join(outline.lines())) == wanted
    names = derive_eids(outline)
    assert len(set(names.values())) == len(names) == sum(1 for node in outline.walk()) - 1


@given(FILES)
@settings(max_examples=80, deadline=None)
def test_akoma_ntoso_is_valid_and_comes_back_with_the_same_words(files: dict[str, str]) -> None:
    outline = outline_texts(files)
    xml = akomantoso_of(outline, EDITION)
    assert complaints(xml) == []
    read, _ = read_akomantoso(xml, "a.xml")
    assert read is not None
    assert sorted(tokens(read.text.replace("#", ""))) == sorted(tokens("\n".join(outline.lines())))


@given(FILES)
@settings(max_examples=80, deadline=None)
def test_plain_text_settles_after_one_reading(files: dict[str, str]) -> None:
    once = plain_text(outline_texts(files))
    again = plain_text(outline_texts({"a": once}))
    assert tokens(again.replace("#", "")) == tokens(once.replace("#", ""))


@given(st.lists(FILES, min_size=2, max_size=4), st.booleans())
@settings(max_examples=100, deadline=None)
def test_tracked_changes_give_both_texts(texts: list[dict[str, str]], backwards: bool) -> None:
    weave = woven(texts)
    first, last = (len(texts) - 1, 0) if backwards else (0, len(texts) - 1)
    paragraphs = track_states(weave, weave.active(first), weave.active(last))
    payload = docx_redline(paragraphs, weave, EDITION, changes={1: ChangedBy("x")})
    read, _ = read_docx(payload, "a.docx")
    assert read is not None
    assert tokens(read.accepted) == tokens(joined(weave, last))
    assert tokens(read.rejected) == tokens(joined(weave, first))
    theirs = RevisionDocument(io.BytesIO(payload))
    theirs.accept_all()
    text = "\n".join(p.text for p in theirs.document.paragraphs)
    assert tokens(text) == ["T", *tokens(joined(weave, last))]


@given(st.lists(FILES, min_size=2, max_size=4))
@settings(max_examples=80, deadline=None)
def test_trees_of_observed_histories_say_what_the_texts_say(texts: list[dict[str, str]]) -> None:
    weave = woven(texts)
    for place in range(len(texts)):
        outline = outline_state(weave, weave.active(place))
        assert tokens("\n".join(outline.lines())) == tokens(joined(weave, place))


@given(
    st.lists(
        st.sampled_from(["w", "1[", "2[", "]", "1* *", "2*", "\n1. A ", "2x", ". ", "\n"]),
        max_size=40,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_marks_give_a_weave_of_the_whole_text(parts: list[str]) -> None:
    body = " ".join(parts).replace("1[", " 1[")
    notes = "\n1  Subs. by Act 9 of 1990, for “old”.\n2  Ins. by Act 3 of 1980.\n"
    edition = read_footnoted([(1, f"1. A {body}{notes}")])
    sourced = weave_edition(edition)
    weave = sourced.weave
    assert weave.texts(weave.active())["constitution.txt"] == edition.text
    assert all(0 <= mark.start <= mark.end <= len(edition.text) for mark in edition.marks)
