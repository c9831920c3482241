"""Alignments are exact, small where that is known, and begin blocks where a reader would."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from misaq.charter import alignment
from misaq.charter.alignment import align_words

TOKENS = st.lists(st.integers(0, 5), max_size=30).map(
    lambda values: np.array(values, dtype=np.int64)
)


def rebuilt(
    old: np.ndarray, new: np.ndarray, changes: list[tuple[int, int, int, int]]
) -> list[int]:
    text: list[int] = []
    at_old = at_new = 0
    for from_old, to_old, from_new, to_new in [*changes, (len(old), len(old), len(new), len(new))]:
        assert old[at_old:from_old].tolist() == new[at_new:from_new].tolist()
        text += old[at_old:from_old].tolist() + new[from_new:to_new].tolist()
        at_old, at_new = to_old, to_new
    return text


@given(TOKENS, TOKENS)
def test_what_is_between_changes_is_equal(old: np.ndarray, new: np.ndarray) -> None:
    assert rebuilt(old, new, align_words(old, new)) == new.tolist()


@given(TOKENS, TOKENS, st.randoms(use_true_random=False))
def test_sliding_keeps_it_exact(old: np.ndarray, new: np.ndarray, random: object) -> None:
    breaks = [np.array([random.randrange(3) for _ in text], dtype=np.int64) for text in (old, new)]  # type: ignore[attr-defined]
    changes = align_words(old, new, old_breaks=breaks[0], new_breaks=breaks[1])
    assert rebuilt(old, new, changes) == new.tolist()


def test_anchors_give_the_same_as_the_direct_way(monkeypatch: object) -> None:
    rng = np.random.default_rng(4)
    old = rng.integers(0, 400, 900)
    new = np.concatenate([old[:100], rng.integers(0, 400, 30), old[180:700], old[720:]])
    direct = align_words(old, new)
    monkeypatch.setattr(alignment, "_DIRECT", 10)  # type: ignore[attr-defined]
    anchored = align_words(old, new)
    assert rebuilt(old, new, anchored) == new.tolist()
    assert sum(b - a for a, b, *_ in anchored) <= sum(b - a for a, b, *_ in direct) + 4


def test_a_new_article_begins_at_its_own_heading() -> None:
    # "Article 1 text. / Article 2 text." with "Article 1A other." put between
    old = np.array([1, 10, 5, 0, 1, 20, 6, 0])
    new = np.array([1, 10, 5, 0, 1, 11, 7, 0, 1, 20, 6, 0])
    ends = np.array([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1])
    assert align_words(old, new, old_breaks=ends[:8], new_breaks=ends) == [(4, 4, 4, 8)]


def test_a_full_stop_stays_where_its_line_ends() -> None:
    # "to A. /" becomes "to B. / 3 Board decides. /"
    old, old_ends = np.array([1, 2, 0]), np.array([0, 0, 1])
    new, new_ends = np.array([1, 3, 0, 7, 8, 9, 0]), np.array([0, 0, 1, 0, 0, 0, 1])
    forward = align_words(old, new, old_breaks=old_ends, new_breaks=new_ends)
    assert forward == [(1, 2, 1, 2), (3, 3, 3, 7)]
    backward = align_words(new, old, old_breaks=new_ends, new_breaks=old_ends)
    assert backward == [(1, 2, 1, 2), (3, 7, 3, 3)]


def test_a_lonely_kept_word_between_two_changes_is_replaced_with_them() -> None:
    old = np.array([1, 2, 3, 99, 4, 5, 6])
    new = np.array([7, 8, 9, 99, 10, 11, 12])
    assert align_words(old, new) == [(0, 7, 0, 7)]
