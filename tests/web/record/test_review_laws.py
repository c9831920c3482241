"""Laws of the review: copies never add a source, order does not matter, a coding agrees with itself."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from misaq.web.record.cases.lineage import independent_sources_of
from misaq.web.record.review.ladder import compare, flat

CODES = ("KIL", "DOL", "CON", "TOR")
CODINGS = st.fixed_dictionaries(
    {"acts": st.lists(st.sampled_from(CODES), unique=True)},
    optional={
        "child": st.sampled_from(["yes", "no", "unknown"]),
        "fate": st.sampled_from(["returned", "unknown"]),
    },
)


@st.composite
def lineages(draw: st.DrawFn) -> list[Any]:
    """Sources, each perhaps copied from one before it, perhaps with the words of another."""
    rows = []
    for key in range(draw(st.integers(0, 12))):
        origin = draw(st.none() | st.integers(0, key - 1)) if key else None
        mark = draw(st.sampled_from(["", "a", "b"]))
        rows.append(SimpleNamespace(pk=key, derived_from_id=origin, payload_mark=mark))
    return rows


@given(lineages(), st.randoms(use_true_random=False))
def test_the_number_of_independent_sources_depends_on_no_order(
    rows: list[Any], chance: Any
) -> None:
    shuffled = chance.sample(rows, len(rows))
    assert independent_sources_of(shuffled) == independent_sources_of(rows) <= len(rows)


@given(lineages().filter(bool), st.data())
def test_a_copy_of_a_source_adds_none(rows: list[Any], data: st.DataObject) -> None:
    copy = SimpleNamespace(
        pk=99, derived_from_id=data.draw(st.sampled_from(rows)).pk, payload_mark=""
    )
    fresh = SimpleNamespace(pk=100, derived_from_id=None, payload_mark="")
    assert independent_sources_of([*rows, copy]) == independent_sources_of(rows)
    assert independent_sources_of([*rows, fresh]) == independent_sources_of(rows) + 1


@given(CODINGS, CODINGS)
def test_two_codings_differ_alike_from_both_sides(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    there, back = compare(first, second).differences, compare(second, first).differences
    assert [(d.item, d.first, d.second) for d in there] == [
        (d.item, d.second, d.first) for d in back
    ]
    assert compare(first, first).differences == ()
    same = flat(first, CODES) == flat(second, CODES)
    assert (not there) == same
