"""Laws of undoing on small random constitutions, folded from operations or observed as texts."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.charter import (
    Change,
    Operation,
    Resolution,
    Version,
    Weave,
    close_over,
    draft_bill,
    find_dependencies,
    find_levels,
    fold_operations,
    lift_dependencies,
    start_weave,
    undo_amendments,
    undo_operations,
    weave_versions,
)
from misaq.charter.text import cut_units
from misaq.foundation.errors import FaultsError

FIRST = "Article 1. A\n(1) one two three four.\n(2) five six seven.\n\nArticle 2. B\n(1) eight nine ten.\n"
WORDS = ["one", "two", "six", "new", "law", "ten", "حق", "three"]


@st.composite
def histories(draw: st.DrawFn) -> Weave:
    """Up to five amendments of up to three operations each; an operation that does not fit is left out."""
    weave = start_weave(Version(0, "", "1950", {"a": FIRST}))
    for n in range(1, draw(st.integers(2, 5)) + 1):
        for i in range(1, draw(st.integers(1, 3)) + 1):
            operation = draw(operations(weave, n, f"{n}.{i}"))
            try:
                weave = fold_operations(weave, [operation], [Version(n, "", f"{1950 + n}", {})])
            except FaultsError:
                continue
    return weave


@st.composite
def operations(draw: st.DrawFn, weave: Weave, n: int, id_: str) -> Operation:
    places = [p for p in range(len(weave.provisions)) if weave.provisions[p].kind == "clause"]
    provision = weave.provisions[draw(st.sampled_from(places))].id
    words = draw(st.sampled_from(WORDS))
    text = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)))
    kind = draw(
        st.sampled_from(
            ["substitute_words", "insert_words", "omit_words", "insert_provision", "omit_provision"]
        )
    )
    if kind == "insert_provision":
        article = provision.partition(".")[0]
        return Operation(
            id_,
            n,
            kind,
            f"{article}.cl-{n}{id_[-1]}",
            after=provision,
            text=f"({n}{id_[-1]}) {text}.\n",
        )
    if kind == "omit_provision":
        return Operation(id_, n, kind, provision)
    where = draw(st.sampled_from(["after", "before"])) if kind == "insert_words" else "instead"
    return Operation(
        id_, n, kind, provision, words=words, text="" if kind == "omit_words" else text, where=where
    )


def observed(weave: Weave) -> Weave:
    """The same history known by its texts alone."""
    return weave_versions(
        Version(n, "", f"{1950 + n}", weave.texts(weave.active(place)))
        for place, n in enumerate(weave.numbers)
    )


def brute_force(weave: Weave) -> set[tuple[int, int, str]]:
    """The edges between operations, word by word and without shortcuts; those on words alone."""
    version = weave.version_of.tolist()
    words = [run for run in range(len(weave.text)) if weave.words[run]]
    found = set()
    for i, run in enumerate(words):
        put_in, out = int(weave.inserted[run]), weave.deleters(run)
        found |= {(by, put_in, "deletes") for by in out if put_in}
        found |= {(max(by, on), min(by, on), "both_delete") for on in out for by in out if on != by}
        if not put_in:
            continue
        there = [w for w in words[:i] if version[weave.inserted[w]] < version[put_in]][-1:]
        there += [w for w in words[i + 1 :] if version[weave.inserted[w]] < version[put_in]][:1]
        if len(there) == 2:
            owners = [{int(weave.inserted[w]), *weave.deleters(w)} for w in there]
            shared = {version[a] for a in owners[0]} & {version[b] for b in owners[1]}
            found |= {
                (put_in, on, "inside")
                for on in owners[0] | owners[1]
                if version[on] in shared and 0 < version[on] < version[put_in]
            }
    return found


@given(histories())
@settings(max_examples=60, deadline=None)
def test_edges_on_words_are_those_of_brute_force(weave: Weave) -> None:
    kinds = {"deletes", "inside", "both_delete"}
    found = {(d.by, d.on, d.kind) for d in find_dependencies(weave) if d.kind in kinds}
    version = weave.version_of
    within = {
        edge for edge in found if edge[2] == "inside" and version[edge[0]] == version[edge[1]]
    }
    assert found - within == brute_force(weave)
    assert all(d.words >= 0 for d in find_dependencies(weave))


@given(histories())
@settings(max_examples=40, deadline=None)
def test_every_word_lost_beside_those_undone_is_told(weave: Weave) -> None:
    """When words of others go with an amendment, those others are among the conflicts."""
    dependencies = find_dependencies(weave)
    for place in range(1, len(weave.numbers)):
        undoing = undo_amendments(weave, [place], dependencies=dependencies)
        change = Change(weave, undoing.counted, undoing.remaining)
        lost = change.before & ~change.after & change.spoken
        others = set(weave.version_of[weave.inserted[lost]].tolist()) - {0, place}
        assert others <= {conflict.by for conflict in undoing.conflicts}


@given(histories())
@settings(max_examples=40, deadline=None)
def test_undoing_the_closure_too_leaves_nothing_to_decide(weave: Weave) -> None:
    dependencies = find_dependencies(weave)
    for place in range(1, len(weave.operations)):
        closure = close_over([place], dependencies)
        levels = find_levels([place], dependencies)
        assert sorted(p for level in levels for p in level) == list(closure)
        undoing = undo_operations(weave, [place, *closure], dependencies=dependencies)
        assert {conflict.severity for conflict in undoing.conflicts} <= {"still_deleted"}


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_order_does_not_matter_and_doing_again_is_nothing(weave: Weave, random) -> None:
    chosen = [p for p in range(1, len(weave.operations)) if random.random() < 0.5]
    dependencies = find_dependencies(weave)
    together = undo_operations(weave, chosen, dependencies=dependencies)
    random.shuffle(chosen)
    counted = weave.active()
    for place in chosen:
        counted = undo_operations(
            weave, [place], counted=counted, dependencies=dependencies
        ).remaining
    assert weave.texts(counted) == together.texts
    counted = counted.copy()
    counted[chosen] = True
    assert weave.texts(counted) == weave.texts(weave.active())


@given(histories())
@settings(max_examples=40, deadline=None)
def test_cascading_every_conflict_is_undoing_what_it_names(weave: Weave) -> None:
    dependencies = find_dependencies(weave)
    for place in range(1, len(weave.numbers)):
        undoing = undo_amendments(weave, [place], dependencies=dependencies)
        while fresh := undoing.open:
            decisions = [*undoing.resolutions, *(Resolution(c.key, "cascade") for c in fresh)]
            undoing = undo_amendments(
                weave, [place], dependencies=dependencies, resolutions=decisions
            )
        by_hand = undo_operations(
            weave, [*undoing.undone, *undoing.cascaded], dependencies=dependencies
        )
        assert by_hand.texts == undoing.texts
        assert by_hand.conflicts == ()


@given(histories())
@settings(max_examples=30, deadline=None)
def test_lifting_keeps_every_edge_between_amendments(weave: Weave) -> None:
    dependencies = find_dependencies(weave)
    version = weave.version_of.tolist()
    lifted = {(d.by, d.on, d.kind) for d in lift_dependencies(weave, dependencies)}
    assert lifted == {
        (version[d.by], version[d.on], d.kind)
        for d in dependencies
        if version[d.by] != version[d.on]
    }


@given(histories(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_bill_gives_the_wanted_text(weave: Weave, by_texts: bool) -> None:
    known = observed(weave) if by_texts else weave
    for place in range(1, len(known.numbers)):
        undoing = undo_amendments(known, [place])
        bill = draft_bill(undoing)  # raises when it would not
        after = fold_operations(
            start_weave(Version(bill.n - 1, "", None, known.texts(known.active()))),
            bill.operations,
            [Version(bill.n, "", None, {})],
        )
        assert _tokens(after.texts(after.active())) == _tokens(undoing.texts)


def _tokens(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(path, word) for path, text in texts.items() for word, _ in cut_units(text)[1:]]


@given(histories())
@settings(max_examples=30, deadline=None)
def test_words_that_people_supply_are_what_stands(weave: Weave) -> None:
    for place in range(1, len(weave.numbers)):
        undoing = undo_amendments(weave, [place])
        for conflict in undoing.conflicts[:1]:
            keep = Resolution(conflict.key, "keep", text="(9) as all agreed.")
            kept = undo_amendments(weave, [place], resolutions=[keep])
            words = [word for word, _ in cut_units(kept.texts["a"])[1:]]
            wanted = [word for word, _ in cut_units("(9) as all agreed.")[1:]]
            assert any(words[i : i + len(wanted)] == wanted for i in range(len(words)))
            assert kept.weave.texts(kept.counted) == weave.texts(weave.active())
            live = [
                r for r in np.flatnonzero(kept.weave.live(kept.remaining)) if kept.weave.words[r]
            ]
            assert all(a < b for a, b in pairwise(live))
