"""The log against the definition in RFC 6962, for every size up to 40, right proofs and wrong ones."""

import hashlib

import pytest

from misaq.ledger import (
    EMPTY_ROOT,
    Log,
    MemoryStore,
    NoSuchEntryError,
    build_log,
    find_break,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)

LARGEST = 40
ENTRIES = [f"entry {i}".encode() for i in range(LARGEST)]


def defined_root(entries: list[bytes]) -> bytes:
    """MTH of RFC 6962, written from its text and from nothing in the package."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while 2 * k < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + defined_root(entries[:k]) + defined_root(entries[k:])).digest()


ROOTS = [defined_root(ENTRIES[:n]) for n in range(LARGEST + 1)]


def test_every_root_is_the_defined_one() -> None:
    log = Log()
    assert log.root == EMPTY_ROOT == ROOTS[0]
    for n, entry in enumerate(ENTRIES):
        assert log.append(entry) == n
        assert log.root == ROOTS[n + 1]
        assert log.size == n + 1
    assert [log.root_at(n) for n in range(LARGEST + 1)] == ROOTS


def test_extending_at_once_and_one_by_one_keep_the_same_hashes() -> None:
    one_by_one, at_once, halves = MemoryStore(), MemoryStore(), MemoryStore()
    for entry in ENTRIES:
        Log(one_by_one).append(entry)
    Log(at_once).extend(ENTRIES)
    Log(halves).extend(ENTRIES[:13])
    Log(halves).extend(ENTRIES[13:])
    assert one_by_one == at_once == halves


def test_an_append_writes_few_hashes() -> None:
    class Counting(MemoryStore):
        most = 0

        def put(self, hashes: object) -> None:
            self.most = max(self.most, len(hashes))  # type: ignore[arg-type]
            super().put(hashes)  # type: ignore[arg-type]

    store = Counting()
    log = Log(store)
    for number in range(1024):
        log.append(str(number).encode())
    assert store.most == 11  # log2(1024) + 1
    assert len(store.hashes) == 2 * 1024 - 1
    assert max(len(log.inclusion_proof(i)) for i in range(1024)) == 10


def test_every_inclusion_proof_and_none_for_another_place() -> None:
    log = build_log(ENTRIES)
    for size in range(1, LARGEST + 1):
        for index in range(size):
            path = log.inclusion_proof(index, size)
            root, leaf = ROOTS[size], leaf_hash(ENTRIES[index])

            def holds(leaf=leaf, index=index, size=size, path=path, root=root) -> bool:
                return verify_inclusion(leaf, index=index, size=size, path=path, root=root)

            assert holds()
            assert not holds(leaf=leaf_hash(b"another"))
            assert not holds(root=bytes(32))
            assert not holds(path=[*path, bytes(32)])
            assert not holds(index=-1)
            assert not holds(index=size)
            assert not any(holds(path=path[:cut]) for cut in range(len(path)))
            assert not any(holds(index=other) for other in range(size) if other != index)
            for place in range(len(path)):
                broken = [*path]
                broken[place] = bytes([broken[place][0] ^ 1]) + broken[place][1:]
                assert not holds(path=broken)


def test_every_consistency_proof_and_none_for_another_log() -> None:
    log = build_log(ENTRIES)
    for size in range(LARGEST + 1):
        for old in range(size + 1):
            path = log.consistency_proof(old, size)

            def holds(
                old_size=old, size=size, old_root=ROOTS[old], root=ROOTS[size], path=path
            ) -> bool:
                return verify_consistency(
                    old_size=old_size, old_root=old_root, size=size, root=root, path=path
                )

            assert holds()
            assert not holds(old_root=bytes(32))
            assert not holds(path=[*path, bytes(32)])
            assert not holds(old_size=size + 1)
            assert not any(holds(path=path[:cut]) for cut in range(len(path)))
            if old:
                assert not holds(root=bytes(32))
            for other in range(1, size + 1):
                if other != old:
                    assert not holds(old_root=ROOTS[other])
            for place in range(len(path)):
                broken = [*path]
                broken[place] = bytes([broken[place][0] ^ 1]) + broken[place][1:]
                assert not holds(path=broken)


def test_a_rewritten_past_has_no_consistency_proof() -> None:
    rewritten = build_log([*ENTRIES[:5], b"rewritten", *ENTRIES[6:]])
    for old in range(6, LARGEST):
        assert not verify_consistency(
            old_size=old,
            old_root=ROOTS[old],
            size=LARGEST,
            root=rewritten.root,
            path=rewritten.consistency_proof(old),
        )


@pytest.mark.parametrize("place", range(0, LARGEST, 3))
def test_a_flipped_byte_is_found_at_its_entry(place: int) -> None:
    hashes = [leaf_hash(entry) for entry in ENTRIES]
    assert find_break(ENTRIES, hashes) is None
    for offset in range(len(ENTRIES[place])):
        flipped = bytearray(ENTRIES[place])
        flipped[offset] ^= 0x20
        changed = [*ENTRIES[:place], bytes(flipped), *ENTRIES[place + 1 :]]
        assert find_break(changed, hashes) == place
        assert build_log(changed).root != ROOTS[LARGEST]


def test_an_entry_too_many_or_too_few_breaks_at_the_end() -> None:
    hashes = [leaf_hash(entry) for entry in ENTRIES]
    assert find_break(ENTRIES[:-1], hashes) == LARGEST - 1
    assert find_break([*ENTRIES, b"more"], hashes) == LARGEST


@pytest.mark.parametrize(
    "ask",
    [
        lambda log: log.inclusion_proof(3),
        lambda log: log.inclusion_proof(-1),
        lambda log: log.inclusion_proof(0, 4),
        lambda log: log.consistency_proof(4),
        lambda log: log.root_at(-1),
        lambda log: log.leaf(3),
        lambda log: build_log([]).inclusion_proof(0),
    ],
)
def test_asking_for_what_is_not_there_is_an_error(ask) -> None:
    with pytest.raises(NoSuchEntryError):
        ask(build_log([b"a", b"b", b"c"]))


def test_a_path_of_another_length_than_the_sizes_ask_for_proves_nothing() -> None:
    """Also where its hashes lead to the root: a log of 2 must not pass for a log of 1."""
    small = build_log(ENTRIES[:12])
    for size in range(1, 13):
        for index in range(size):
            path, leaf = small.inclusion_proof(index, size), leaf_hash(ENTRIES[index])
            for other in range(1, 13):
                for place in range(other):
                    if len(small.inclusion_proof(place, other)) != len(path):
                        claim = {"index": place, "size": other, "path": path, "root": ROOTS[size]}
                        assert not verify_inclusion(leaf, **claim)
        for old in range(1, size):
            path = small.consistency_proof(old, size)
            for other in range(1, 13):
                for earlier in range(1, other):
                    if len(small.consistency_proof(earlier, other)) != len(path):
                        assert not verify_consistency(
                            old_size=earlier,
                            old_root=ROOTS[old],
                            size=other,
                            root=ROOTS[size],
                            path=path,
                        )
