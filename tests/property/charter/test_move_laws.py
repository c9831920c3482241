"""Laws of moving provisions: no word is lost or doubled, and a stranger finds the same order."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.charter import (
    Operation,
    Version,
    Weave,
    fold_operations,
    read_weave,
    rebuild_version,
    start_weave,
    weave_document,
)
from misaq.foundation.errors import FaultsError

FILES = {
    "a.txt": "Part I. A\nArticle 1. aa\n(1) b\n(2) c\n(x) d\nArticle 2. ee\n(1) f\n"
    "Part II. G\nArticle 3. hh\n(1) i\n",
    "b.txt": "Part III. J\nArticle 4. kk\n(1) l\n(2) m",
}


def fold_moves(seed: int, size: int) -> Weave:
    """Random moves among provisions of two files, with a few clauses put in; those that cannot be are passed over."""
    chance = random.Random(seed)
    weave = start_weave(Version(0, "", "1950", FILES))
    for n in range(1, size + 1):
        ids = [p.id for p in weave.provisions]
        moved, other = chance.sample(ids, 2)
        if chance.random() < 0.25:
            operation = Operation(
                f"{n}.1",
                n,
                "insert_provision",
                f"{other}.cl-9{n}",
                text=f"(9{n}) n{n}",
                parent=other,
            )
        elif chance.random() < 0.5:
            operation = Operation(f"{n}.1", n, "move", moved, parent=other)
        else:
            operation = Operation(f"{n}.1", n, "move", moved, after=other)
        try:
            weave = fold_operations(weave, [operation], [Version(n, "", None, {})])
        except FaultsError as error:
            if {fault.code for fault in error.faults} != {"operation_under_itself"}:
                raise
    return weave


@given(st.integers(0, 2**32), st.integers(1, 8), st.data())
@settings(max_examples=80, deadline=None)
def test_moves_lose_no_word_and_a_stranger_finds_the_same_order(
    seed: int, size: int, data: st.DataObject
) -> None:
    weave = fold_moves(seed, size)
    document = weave_document(weave)
    assert weave_document(read_weave(document)) == document
    places = range(1, len(weave.operations))
    left_out = data.draw(st.sets(st.sampled_from(places))) if places else set()
    active = weave.active(without_operations=left_out)
    shown = weave.texts(active)
    without = [weave.operations[place].id for place in left_out]
    assert rebuild_version(document, weave.numbers[-1], without=without) == shown
    live = weave.live(active)
    standing = Counter(
        " ".join(text for text, is_live in zip(weave.text, live, strict=True) if is_live).split()
    )
    assert Counter(" ".join(shown.values()).split()) == standing
    first = Counter(" ".join(FILES.values()).split())
    assert not first - standing


@given(st.integers(0, 2**32), st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_without_the_moves_all_is_as_it_was(seed: int, size: int) -> None:
    weave = fold_moves(seed, size)
    assert weave.texts(weave.active(0)) == FILES
    for place in range(len(weave.numbers)):  # a version is what was folded up to it
        active = weave.active(place)
        parents = weave.parents_in(active)
        for provision in range(len(weave.provisions)):
            above, steps = provision, 0
            while above >= 0:
                above, steps = int(parents[above]), steps + 1
                assert steps <= len(parents)
