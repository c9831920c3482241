"""What India's legislature undid again, found from 105 texts without a word of what the acts say of themselves."""

from collections.abc import Callable
from typing import Any

import pytest

from misaq.charter import Reversal, find_doubtful, find_reversals

pytestmark = pytest.mark.shared
Real = Callable[[str], Any]

# read one by one against the texts: each is an amendment that took back another's words; none is chance
INDIA = {
    (15, 7),  # the allowance of judges who are transferred (222)
    (36, 35),  # Sikkim no longer associated but a State (80, 81)
    (
        43,
        42,
    ),  # constitutional validity of laws again before every court (31D, 131A, 144A, 226A, 228A)
    (44, 38),  # emergencies (213, 239B, 360)
    (44, 39),  # disputes on elections (71, 329A, entries 87 and 92)
    (44, 40),  # entry 130
    (44, 42),  # terms of the houses, disqualifications, rules of procedure and more
    (63, 59),  # emergency in Punjab (359A)
    (64, 63),  # the proviso on Punjab (356)
    (91, 52),  # the third of a party that may leave it together (Tenth Schedule)
    (101, 88),  # taxes on services (268A, entry 92C)
}


def found(real: Real, country: str) -> dict[tuple[int, int], Reversal]:
    weave = real(country).weave
    return {(weave.numbers[r.by], weave.numbers[r.of]): r for r in find_reversals(weave)}


def test_india_took_back_these_and_no_others(real: Real) -> None:
    assert found(real, "india").keys() == INDIA


def test_how_much_came_back(real: Real) -> None:
    # the reference counts 277, 109 and 33 tokens by its own alignment; ours is stated in `Reversal`
    reversals = found(real, "india")
    assert reversals[44, 42].tokens_restored == pytest.approx(277, rel=0.2)
    assert reversals[44, 39].tokens_restored == pytest.approx(109, rel=0.2)
    assert reversals[64, 63].tokens_restored == 33
    assert reversals[44, 38].tokens_removed > 150


def test_nearly_all_of_the_59th_and_the_88th_was_undone(real: Real) -> None:
    reversals = found(real, "india")
    assert reversals[63, 59].share >= 0.95
    assert reversals[101, 88].share >= 0.99


@pytest.mark.parametrize("country", ["italy", "usa"])
def test_nothing_was_taken_back_elsewhere(real: Real, country: str) -> None:
    assert found(real, country) == {}


def test_the_schedule_of_sikkim_is_doubtful_and_nothing_else(real: Real) -> None:
    weave = real("india").weave
    doubts = find_doubtful(weave)
    assert [(d.reason, *(weave.numbers[p] for p in (d.of, d.by, d.until))) for d in doubts] == [
        ("survives", 35, 36, 52),
        ("used_again", 35, 52, 52),
    ]
    assert all(weave.provisions[p].file == "SCHEDULE10.txt" for d in doubts for p in d.provisions)
    for country in ("italy", "usa"):
        assert find_doubtful(real(country).weave) == ()
