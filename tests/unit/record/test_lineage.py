"""Lineage: whatever goes back to one source, by copying or by equal words, is one source."""

from hypothesis import given
from hypothesis import strategies as st

from misaq.record import Source, find_origins

IDS = "abcdefgh"


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Source], list[tuple[str, str]]]:
    """Sources, each perhaps copied from one before it or from one that is not here; pairs that say the same."""
    names = IDS[: draw(st.integers(1, len(IDS)))]
    sources = [
        Source(name, {}, derived_from=draw(st.sampled_from(["", "elsewhere", *names[:at]])))
        for at, name in enumerate(names)
    ]
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names))
    return sources, draw(st.lists(pair, max_size=5))


@given(lists())
def test_origins_are_the_same_where_a_chain_of_copies_and_equal_words_leads(
    given_: tuple[list[Source], list[tuple[str, str]]],
) -> None:
    sources, alike = given_
    edges = [(one.id, one.derived_from) for one in sources if one.derived_from] + alike
    reached = {one.id: {one.id} for one in sources} | {"elsewhere": {"elsewhere"}}
    for _round in range(len(reached)):  # by hand: spread along the edges until nothing is new
        for a, b in edges:
            reached[a] |= reached[b]
            reached[b] |= reached[a]
    origin = find_origins(sources, alike=alike)
    for one in sources:
        for other in sources:
            joined = other.id in reached[one.id] or bool(reached[one.id] & reached[other.id])
            assert (origin[one.id] == origin[other.id]) == joined
    assert find_origins(list(reversed(sources)), alike=alike[::-1]) == origin
