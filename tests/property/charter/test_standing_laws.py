"""Laws of the two time axes, on random acts, effects and days."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.charter import (
    EFFECTS,
    Operation,
    Version,
    Weave,
    active_on,
    find_standing,
    fold_operations,
    start_weave,
)

N = 5  # amendments: amendment n, of the year 1950 + n, changes article n
TEXT = "".join(f"Article {n}. A\nword{n} stands.\n" for n in range(1, N + 1))
YEARS = st.integers(1950, 1970).map(str)
MAYBE = st.one_of(st.just(""), YEARS)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Operation, ...]:
    operations: list[Operation] = []
    for n in range(1, N + 1):
        operations.append(
            Operation(
                f"{n}.1",
                n,
                "omit_words",
                f"art-{n}",
                words="stands",
                commencement=draw(st.one_of(st.just("unknown"), MAYBE)),
                expiry=draw(MAYBE),
                known=draw(MAYBE),
            )
        )
        for i in range(draw(st.integers(0, 2))):
            targets = draw(
                st.sets(st.sampled_from([f"{m}.1" for m in range(1, n + 1)]), min_size=1)
            )
            kind = draw(st.sampled_from(EFFECTS))
            effect = Operation(f"{n}.{i + 2}", n, kind, targets=tuple(sorted(targets)))
            operations.append(
                replace(effect, commencement=draw(MAYBE), expiry=draw(MAYBE), known=draw(MAYBE))
            )
    return tuple(operations)


def fold(operations: tuple[Operation, ...]) -> Weave:
    weave = start_weave(Version(0, "", "1950", {"a": TEXT}))
    stamps = [Version(n, "", str(1950 + n), {}) for n in range(1, N + 1)]
    return fold_operations(weave, operations, stamps)


@given(histories(), YEARS)
@settings(max_examples=25, deadline=None)
def test_knowing_all_is_the_plain_answer(operations: tuple[Operation, ...], date: str) -> None:
    weave = fold(operations)
    plain = active_on(weave, date)
    assert np.array_equal(active_on(weave, date, known="1999"), plain)
    reasons = find_standing(weave, date)
    assert [standing.state == "in_force" for standing in reasons] == plain.tolist()


@given(histories(), YEARS, YEARS)
@settings(max_examples=40, deadline=None)
def test_what_was_not_known_yet_might_as_well_not_have_been(
    operations: tuple[Operation, ...], date: str, known: str
) -> None:
    weave = fold(operations)
    days = [weave.datings[v].date for v in weave.version_of.tolist()]
    unheard = [
        place
        for place, operation in enumerate(weave.operations)
        if (operation.known or days[place]) > known
    ]
    assert np.array_equal(
        active_on(weave, date, known=known), active_on(weave, date, without_operations=unheard)
    )


@given(histories(), YEARS)
@settings(max_examples=25, deadline=None)
def test_without_any_effect_or_day_of_its_own_an_act_counts_from_its_day(
    operations: tuple[Operation, ...], date: str
) -> None:
    plain = tuple(
        Operation(o.id, o.n, o.kind, o.provision, o.words)
        for o in operations
        if o.kind not in EFFECTS
    )
    weave = fold(plain)
    assert np.array_equal(active_on(weave, date), weave.active(weave.place_on(date)))


@given(histories(), YEARS, st.integers(1, N))
@settings(max_examples=25, deadline=None)
def test_what_is_revived_last_of_all_counts_from_that_day(
    operations: tuple[Operation, ...], date: str, n: int
) -> None:
    begun = Operation(f"{N}.8", N, "commences", targets=(f"{n}.1",), commencement="1950")
    revived = Operation(f"{N}.9", N, "revives", targets=(f"{n}.1",), commencement="1971")
    weave = fold((*operations, begun, revived))
    place = next(i for i, o in enumerate(weave.operations) if o.id == f"{n}.1")
    assert active_on(weave, "1971")[place]
    before = fold((*operations, begun))
    assert np.array_equal(
        active_on(weave, date)[: len(operations) + 1], active_on(before, date)[:-1]
    )


@given(histories(), YEARS, st.data())
@settings(max_examples=25, deadline=None)
def test_leaving_an_effect_out_is_never_having_made_it(
    operations: tuple[Operation, ...], date: str, data: st.DataObject
) -> None:
    effects = [o for o in operations if o.kind in EFFECTS]
    gone = data.draw(st.sets(st.sampled_from(effects))) if effects else set()
    weave = fold(operations)
    without = [i for i, o in enumerate(weave.operations) if o in gone]
    other = fold(tuple(o for o in operations if o not in gone))
    states = {s.operation: s.state for s in find_standing(weave, date, without_operations=without)}
    expected = {
        o.id: s.state for o, s in zip(other.operations, find_standing(other, date), strict=True)
    }
    for i, operation in enumerate(weave.operations):
        if operation not in gone:
            assert states[i] == expected[operation.id]
