"""Laws of the log: any entries, any two sizes."""

from hypothesis import given
from hypothesis import strategies as st

from misaq.ledger import (
    Log,
    build_log,
    find_break,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

ENTRIES = st.lists(st.binary(max_size=9), min_size=1, max_size=200)


@given(ENTRIES, st.data())
def test_proofs_hold_and_another_entry_has_none(entries, data) -> None:
    log = build_log(entries)
    index = data.draw(st.integers(0, len(entries) - 1))
    old = data.draw(st.integers(0, len(entries)))
    path = log.inclusion_proof(index)
    place = {"index": index, "size": log.size, "path": path, "root": log.root}
    assert verify_inclusion(leaf_hash(entries[index]), **place)
    assert not verify_inclusion(leaf_hash(entries[index] + b"!"), **place)
    assert verify_consistency(
        old_size=old,
        old_root=build_log(entries[:old]).root,
        size=log.size,
        root=log.root,
        path=log.consistency_proof(old),
    )


@given(ENTRIES, ENTRIES)
def test_two_logs_have_one_root_only_when_they_hold_the_same(one, other) -> None:
    assert (build_log(one).root == build_log(other).root) == (one == other)


@given(ENTRIES, st.integers(0, 200))
def test_cutting_the_work_in_two_changes_nothing(entries, cut) -> None:
    log = Log()
    log.extend(entries[:cut])
    log.extend(entries[cut:])
    assert log.root == build_log(entries).root


@given(ENTRIES, st.data())
def test_a_flipped_bit_is_found_where_it_is(entries, data) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    changed = [*entries]
    changed[index] = bytes([entries[index][0] ^ 1]) + entries[index][1:] if entries[index] else b"x"
    assert find_break(changed, [leaf_hash(entry) for entry in entries]) == index
