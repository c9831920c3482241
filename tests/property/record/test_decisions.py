"""Merging and un-merging leaves no trace in persons or counts, whatever was decided before."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.record import (
    LinkDecision,
    LinkDecisionError,
    OneReviewerError,
    decide,
    decisions_in_force,
    find_conflicts,
    find_persons,
    undo,
)

MENTIONS = [f"list/{row}" for row in range(30)]
PAIRS = st.tuples(st.sampled_from(MENTIONS), st.sampled_from(MENTIONS)).filter(
    lambda p: p[0] != p[1]
)
EARLIER = st.lists(st.tuples(PAIRS, st.sampled_from(["same", "different", "unsure"])), max_size=25)


def log_of(earlier: list[tuple[tuple[str, str], str]]) -> tuple[LinkDecision, ...]:
    log: tuple[LinkDecision, ...] = ()
    for (a, b), kind in earlier:
        log = decide(log, a, b, kind, decided_by=["a clerk"])  # type: ignore[arg-type]
    return log


@given(EARLIER, st.lists(PAIRS, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_merge_and_undo_in_any_order_is_nothing(
    earlier: list[tuple[tuple[str, str], str]], pairs: list[tuple[str, str]], order: Any
) -> None:
    log = log_of(earlier)
    before = find_persons(MENTIONS, log)
    added = []
    for a, b in pairs:
        log = decide(log, a, b, "same", decided_by=["a clerk"])
        added.append(log[-1].number)
        home = next(person for person in find_persons(MENTIONS, log) if a in person)
        assert b in home
    for number in order.sample(added, len(added)):
        log = undo(log, number, decided_by=["another clerk"])
    assert find_persons(MENTIONS, log) == before


@given(EARLIER, PAIRS)
def test_taking_back_the_taking_back_restores(
    earlier: list[tuple[tuple[str, str], str]], pair: tuple[str, str]
) -> None:
    merged = decide(log_of(earlier), *pair, "same", decided_by=["a clerk"])
    back = undo(merged, merged[-1].number, decided_by=["a clerk"])
    again = undo(back, back[-1].number, decided_by=["a clerk"])
    assert find_persons(MENTIONS, again) == find_persons(MENTIONS, merged)
    with pytest.raises(LinkDecisionError):
        undo(again, back[-1].number, decided_by=["a clerk"])


@given(EARLIER)
def test_the_log_only_grows_and_the_newest_decides(
    earlier: list[tuple[tuple[str, str], str]],
) -> None:
    log = log_of(earlier)
    assert [one.number for one in log] == list(range(1, len(log) + 1))
    for pair, _ in earlier:
        newest = [k for p, k in earlier if set(p) == set(pair)][-1]
        assert decisions_in_force(log)[tuple(sorted(pair))].kind == newest  # type: ignore[index]


def test_a_thousand_random_pairs_merged_and_taken_back() -> None:
    chance = np.random.default_rng(20261124)
    mentions = [f"m{i}" for i in range(600)]
    start = log_of([((mentions[2 * i], mentions[2 * i + 1]), "same") for i in range(100)])
    before, log, added = find_persons(mentions, start), start, []
    for _ in range(1000):
        a, b = chance.choice(len(mentions), 2, replace=False)
        log = decide(log, mentions[a], mentions[b], "same", decided_by=["a clerk"])
        added.append(log[-1].number)
    joined = find_persons(mentions, log)
    assert len(joined) < len(before) / 5
    for number in chance.permutation(added).tolist():
        log = undo(log, number, decided_by=["another clerk"])
    after = find_persons(mentions, log)
    assert after == before
    assert Counter(map(len, after)) == Counter(map(len, before)) == {1: 400, 2: 100}
    assert len(log) == len(start) + 2000  # nothing was erased


def test_a_sealed_name_needs_two_people() -> None:
    with pytest.raises(OneReviewerError):
        decide((), "a", "b", "same", decided_by=["Noor", "Noor"], sealed={"b"})
    log = decide((), "a", "b", "same", decided_by=["Noor", "Zarmina"], sealed={"b"})
    with pytest.raises(OneReviewerError):
        undo(log, 1, decided_by=["Noor"], sealed={"b"})


def test_a_contradiction_is_shown_and_not_settled() -> None:
    log = log_of([(("a", "b"), "same"), (("b", "c"), "same"), (("a", "c"), "different")])
    assert [one.pair for one in find_conflicts(["a", "b", "c"], log)] == [("a", "c")]
    assert len(find_persons(["a", "b", "c"], log)) == 1
