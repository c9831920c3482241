"""Undoing names what comes back, what goes, what depends on it, and which of the four severities it has."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from misaq.charter import Weave, close_over, find_dependencies, undo_amendments

Build = Callable[..., Weave]


def edges(weave: Weave) -> set[tuple[int, int, str]]:
    return {(d.by, d.on, d.kind) for d in find_dependencies(weave)}


def by_brute_force(weave: Weave) -> set[tuple[int, int, str]]:
    """The edge rules, word by word and without shortcuts."""
    found = set()
    words = [run for run in range(len(weave.text)) if weave.words[run]]
    for i, run in enumerate(words):
        put_in, out = int(weave.inserted[run]), weave.deleters(run)
        found |= {(by, put_in, "deletes") for by in out if put_in}
        found |= {(by, on, "both_delete") for on in out for by in out if on < by}
        if not put_in:
            continue
        there = [w for w in words[:i] if weave.inserted[w] < put_in][-1:]
        there += [w for w in words[i + 1 :] if weave.inserted[w] < put_in][:1]
        if len(there) == 2 and len({int(weave.file[w]) for w in [*there, run]}) == 1:
            owners = [
                {int(weave.inserted[w]), *(d for d in weave.deleters(w) if d < put_in)}
                for w in there
            ]
            found |= {(put_in, on, "inside") for on in owners[0] & owners[1] if on}
    return found


def test_deleting_anothers_word_depends_on_it(history: Build) -> None:
    weave = history("a b c d", "a b new c d", "a b c d")
    assert edges(weave) == {(2, 1, "deletes")} == by_brute_force(weave)


def test_writing_between_anothers_words_depends_on_it(history: Build) -> None:
    weave = history("a b", "a one two three b", "a one MORE two three b")
    assert edges(weave) == {(2, 1, "inside")} == by_brute_force(weave)


def test_neighbours_at_the_edge_are_free(history: Build) -> None:
    weave = history("a b", "a one two b", "a one two three b", "zero a one two three b")
    assert edges(weave) == set() == by_brute_force(weave)


def test_dependencies_of_random_histories_are_those_of_brute_force(history: Build) -> None:
    rng = np.random.default_rng(11)
    for _ in range(30):
        texts = [list("abcdefgh")]
        for _ in range(6):
            text = list(texts[-1])
            for _ in range(int(rng.integers(1, 4))):
                at = int(rng.integers(0, len(text) + 1))
                stop = at + int(rng.integers(0, 3))
                text[at:stop] = [f"w{rng.integers(0, 99)}" for _ in range(int(rng.integers(0, 4)))]
            texts.append(text)
        weave = history(*(" ".join(text) for text in texts))
        assert edges(weave) == by_brute_force(weave)


def test_clean(history: Build) -> None:
    weave = history("a b c d e f", "a X c d e f", "a X c d Y f")
    undoing = undo_amendments(weave, [1])
    assert (undoing.severity, undoing.restored, undoing.removed) == ("clean", 1, 1)
    assert undoing.conflicts == ()
    assert undoing.closure == ()
    assert undoing.clean == (0,)
    assert weave.texts(weave.active(without=[1])) == {"text": "a b c d Y f"}


def test_still_deleted_by_another(history: Build) -> None:
    observed = history("a b c", "a c", "a c d")
    run = observed.text.index("b ")
    # an amendment that took out the same word; an observed text cannot show it, an act can
    weave = replace(observed, more_deleted={run: (2,)})
    undoing = undo_amendments(weave, [1])
    assert undoing.severity == "still_deleted"
    (conflict,) = undoing.conflicts
    assert (conflict.by, conflict.words, conflict.sample) == (2, 1, "b")
    assert undoing.restored == 0
    assert undo_amendments(weave, [1, 2]).restored == 1
    assert edges(weave) == {(2, 1, "both_delete")}
    assert undoing.closure == ()


def test_dependent_words(history: Build) -> None:
    weave = history("a z", "a one two three z", "a one MORE words two three z")
    undoing = undo_amendments(weave, [1])
    assert undoing.severity == "dependent"
    (conflict,) = undoing.conflicts
    assert (conflict.reason, conflict.by, conflict.sample) == ("inside", 2, "MORE words")
    assert undoing.closure == (2,)


def test_two_wordings_side_by_side_need_drafting(history: Build) -> None:
    weave = history("it belongs to A here", "it belongs to B here", "it belongs to C here")
    undoing = undo_amendments(weave, [1])
    assert (undoing.severity, undoing.conflicts[0].reason) == ("needs_drafting", "doubled")


def test_words_left_without_their_article_need_drafting(history: Build) -> None:
    first = "Article 1. A\nOne.\n"
    weave = history(
        first,
        first + "\nArticle 2. B\nThe board decides alone.\n",
        first + "\nArticle 2. B\nThe board decides, after hearing all, alone.\n",
    )
    undoing = undo_amendments(weave, [1])
    assert (undoing.severity, undoing.conflicts[0].reason) == ("needs_drafting", "orphan")


def test_a_named_article_that_is_gone_needs_drafting(history: Build) -> None:
    first = "Article 1. A\nOne, under article 2, decides.\n"
    weave = history("Article 1. A\nOne, decides.\n", first, first + "\nArticle 2. B\nThe board.\n")
    undoing = undo_amendments(weave, [2])
    assert undoing.conflicts == ()
    (caution,) = undoing.cautions
    assert (caution.kind, caution.subject, undoing.severity) == ("reference", "2", "needs_drafting")
    assert undo_amendments(weave, [1]).severity == "clean"


def test_undoing_at_an_earlier_day_knows_nothing_of_later_ones(history: Build) -> None:
    weave = history("a z", "a one two three z", "a one MORE two three z")
    undoing = undo_amendments(weave, [1], at=1)
    assert (undoing.severity, undoing.closure) == ("clean", ())


def test_the_closure_goes_through_others_and_stops(history: Build) -> None:
    weave = history("a", "a b c d", "a b X Y c d", "a b X new Y c d", "q a b X new Y c d")
    dependencies = find_dependencies(weave)
    assert close_over([1], dependencies) == (2, 3)
    assert close_over([3], dependencies) == ()
    assert close_over([4], dependencies) == ()
