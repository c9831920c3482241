"""Laws of the weave, on random histories in two scripts."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.charter import (
    Version,
    Weave,
    close_over,
    find_dependencies,
    prepare_text,
    read_weave,
    rebuild_version,
    redline_states,
    undo_amendments,
    weave_document,
    weave_versions,
)

WORDS = st.sampled_from(
    ["the", "law", "دفعہ", "اِس", "(1)", "Article 2.", "۔", ",", "12A", "is", "new"]
)
SPACES = st.sampled_from([" ", " ", "\n", "\n\n", "  "])
TEXTS = st.lists(st.tuples(WORDS, SPACES), max_size=14).map(
    lambda parts: "".join(w + s for w, s in parts)
)
FILES = st.dictionaries(st.sampled_from(["a.txt", "b.txt"]), TEXTS, min_size=1)
HISTORIES = st.lists(FILES, min_size=2, max_size=6)


def woven(texts: Sequence[dict[str, str]]) -> Weave:
    return weave_versions(Version(n, "", None, files) for n, files in enumerate(texts))


@given(HISTORIES)
@settings(max_examples=150, deadline=None)
def test_every_version_comes_back_token_for_token(texts: list[dict[str, str]]) -> None:
    weave = woven(texts)
    document = weave_document(weave)
    for place, files in enumerate(texts):
        wanted = {path: prepare_text(text) for path, text in files.items() if text}
        assert weave.texts(weave.active(place)) == wanted
        assert rebuild_version(document, place) == wanted


@given(HISTORIES, st.data())
@settings(max_examples=80, deadline=None)
def test_undoing_and_doing_again_is_nothing_and_order_does_not_matter(
    texts: list[dict[str, str]], data: st.DataObject
) -> None:
    weave = woven(texts)
    amendments = list(range(1, len(texts)))
    chosen = data.draw(st.lists(st.sampled_from(amendments), unique=True))
    assert weave.texts(weave.active(without=chosen)) == weave.texts(
        weave.active(without=chosen[::-1])
    )
    again = weave.active(without=chosen)
    again[chosen] = True
    assert weave.texts(again) == weave.texts(weave.active())
    assert weave.texts(weave.active(without=amendments)) == weave.texts(weave.active(0))


@given(HISTORIES)
@settings(max_examples=60, deadline=None)
def test_undoing_all_that_depend_as_well_leaves_no_hard_edge(texts: list[dict[str, str]]) -> None:
    weave = woven(texts)
    dependencies = find_dependencies(weave)
    for amendment in range(1, len(texts)):
        closed = [amendment, *close_over([amendment], dependencies)]
        reasons = {
            c.reason for c in undo_amendments(weave, closed, dependencies=dependencies).conflicts
        }
        assert reasons <= {"both_delete"}


@given(HISTORIES)
@settings(max_examples=60, deadline=None)
def test_the_counts_of_an_undoing_are_those_of_its_redline(texts: list[dict[str, str]]) -> None:
    weave = woven(texts)
    for amendment in range(1, len(texts)):
        undoing = undo_amendments(weave, [amendment])
        changes = redline_states(weave, weave.active(), weave.active(without=[amendment]))
        assert undoing.restored == sum(change.words_in for change in changes)
        assert undoing.removed == sum(change.words_out for change in changes)


@given(HISTORIES)
@settings(max_examples=40, deadline=None)
def test_a_document_reads_back(texts: list[dict[str, str]]) -> None:
    document = weave_document(woven(texts))
    assert weave_document(read_weave(document)) == document
