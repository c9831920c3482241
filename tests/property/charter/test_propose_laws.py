"""Laws of proposing: whatever the next text, its instructions give it, and each can be undone and done again."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.charter import (
    Version,
    fold_history,
    fold_operations,
    prepare_text,
    propose_operations,
    split_clauses,
    start_weave,
)
from misaq.charter.text import cut_units

WORDS = st.sampled_from(
    [
        "the",
        "law",
        "of",
        "water",
        "پانی",
        "(a)",
        "shall",
        ",",
        "is",
        "common",
        "to",
        "all",
        "clause",
    ]
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
LINE_END = st.sampled_from(["\n", "\n", "\n\n", " \n"])
CLAUSE = st.tuples(
    st.sampled_from(["", "(1) ", "(2) ", "(2A) ", "(3) ", "(a) ", "Provided that "]),
    SENTENCE,
    LINE_END,
).map("".join)


@st.composite
def articles(draw: st.DrawFn) -> str:
    """A text of a few articles with clauses, some with headings."""
    parts = []
    for label in draw(st.lists(st.sampled_from(["1", "2", "2A", "3"]), max_size=3, unique=True)):
        heading = draw(st.sampled_from(["", " Water", " Land and water"]))
        parts.append(f"Article {label}.{heading}\n")
        parts += draw(st.lists(CLAUSE, max_size=4))
    return "".join(parts)


TOKENS = st.sampled_from(
    ["the", "law", "دفعہ", "اِس", "(1)", "(2)", "Article 2.", "۔", ",", "12A.", "—", "is", "new"]
)
SPACES = st.sampled_from([" ", " ", "", "\n", "\n\n", "  "])
SCRAPS = st.lists(st.tuples(TOKENS, SPACES), max_size=14).map(
    lambda parts: "".join(w + s for w, s in parts)
)
FILES = st.dictionaries(
    st.sampled_from(["a.txt", "b.txt"]), st.one_of(articles(), SCRAPS), min_size=1
)
HISTORIES = st.lists(FILES, min_size=2, max_size=4)


def numbered(texts: Sequence[dict[str, str]]) -> list[Version]:
    # a file without a word is no file
    return [
        Version(n, "", None, {p: t for p, t in files.items() if t.strip()})
        for n, files in enumerate(texts)
    ]


@given(HISTORIES)
@settings(max_examples=150, deadline=None)
def test_what_is_proposed_gives_the_text_character_for_character(
    texts: list[dict[str, str]],
) -> None:
    versions = numbered(texts)
    weave = start_weave(versions[0])
    for version in versions[1:]:
        weave = fold_operations(weave, propose_operations(weave, version), [version])
        wanted = {path: prepare_text(text) for path, text in version.files.items()}
        assert weave.texts(weave.active()) == wanted


@given(st.lists(st.dictionaries(st.just("a"), articles(), min_size=1), min_size=2, max_size=4))
@settings(max_examples=100, deadline=None)
def test_labels_and_headings_are_those_that_the_text_prints(texts: list[dict[str, str]]) -> None:
    versions = numbered(texts)
    weave = fold_history(versions).weave
    for place, version in enumerate(versions):
        active = weave.active(place)
        seen: dict[int, None] = {}
        for _, runs in weave.arrange(active):
            seen.update(
                dict.fromkeys(int(weave.provision[r]) for r in runs if weave.text[r].strip())
            )
        printed = split_clauses(version.files["a"]) if version.files else ()
        assert [weave.label_in(p, active) for p in seen] == [(c.label, c.heading) for c in printed]


@given(HISTORIES, st.data())
@settings(max_examples=80, deadline=None)
def test_undoing_any_instructions_and_doing_them_again_is_nothing(
    texts: list[dict[str, str]], data: st.DataObject
) -> None:
    history = fold_history(numbered(texts))
    weave = history.weave
    assert history.residue == ()
    later = list(range(1, len(weave.operations)))
    if not later:
        return
    chosen = data.draw(st.lists(st.sampled_from(later), unique=True))
    undone = weave.active(without_operations=chosen)
    assert weave.texts(undone) == weave.texts(weave.active(without_operations=chosen[::-1]))
    undone[chosen] = True
    assert weave.texts(undone) == weave.texts(weave.active())
    first = weave.texts(weave.active(without_operations=later))
    assert {p: words(t) for p, t in first.items()} == {
        p: words(t) for p, t in weave.texts(weave.active(0)).items()
    }


def words(text: str) -> list[str]:
    return [word for word, _ in cut_units(text)[1:]]
