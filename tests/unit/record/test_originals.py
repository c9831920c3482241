"""Originals: they open to what came, to nothing else, in any order, and lie nowhere in clear."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misaq.formats import (
    open_original,
    store_upload,
)
from misaq.record import OriginalAlteredError, decrypt_original, encrypt_original, make_original_key


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=140_000), st.lists(st.integers(1, 70_000), max_size=5), st.data())
def test_an_original_opens_to_what_came_and_to_nothing_else(
    payload: bytes, cuts: list[int], data: st.DataObject
) -> None:
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(payload[at : at + cut])
        at += cut
    key = make_original_key()
    box = b"".join(encrypt_original([*pieces, payload[at:]], key, item="e-1"))
    assert b"".join(decrypt_original([box], key, item="e-1")) == payload
    place = data.draw(st.integers(0, len(box) - 1))
    altered = box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :]
    for wrong, name, other in (
        (altered, "e-1", key),
        (box, "e-2", key),
        (box, "e-1", make_original_key()),
    ):
        with pytest.raises(OriginalAlteredError):
            b"".join(decrypt_original([wrong], other, item=name))
    with pytest.raises(OriginalAlteredError):
        b"".join(decrypt_original([box[:place]], key, item="e-1"))
    with pytest.raises(OriginalAlteredError):
        b"".join(decrypt_original([box, b"\0"], key, item="e-1"))


def test_chunks_cannot_be_exchanged_repeated_or_left_out() -> None:
    key, chunk = make_original_key(), (1 << 16) + 17
    payload = os.urandom(5 << 16) + b"end"
    box = b"".join(encrypt_original([payload], key, item="e-1"))
    head, parts = box[:41], [box[at : at + chunk] for at in range(41, len(box), chunk)]
    assert len(parts) == 6
    for order in ([1, 0, 2, 3, 4, 5], [0, 0, 1, 2, 3, 4, 5], [0, 2, 3, 4, 5], [0, 1, 2, 3, 4], [5]):
        with pytest.raises(OriginalAlteredError):
            b"".join(decrypt_original([head, *(parts[n] for n in order)], key, item="e-1"))


def test_an_original_is_read_in_any_order_and_never_lies_in_clear(tmp_path: Path) -> None:
    payload = np.random.default_rng(5).bytes(400_000)
    received = store_upload(iter([payload]), tmp_path / "o", item="e-1", limit=1 << 20)
    with open_original(tmp_path / "o", received.key, item="e-1") as original:
        for place, size in (
            (399_990, 50),
            (0, 10),
            (65_530, 12),
            (131_072, 1),
            (10, 300_000),
            (400_000, 5),
        ):
            original.seek(place)
            assert original.read(size) == payload[place : place + size]
        assert original.seek(0, 2) == len(payload)
    assert [p.name for p in tmp_path.iterdir()] == ["o"]
    assert not any(
        payload[at : at + 32] in (tmp_path / "o").read_bytes() for at in range(0, 400_000, 40_000)
    )
    with pytest.raises(FileExistsError):
        store_upload(iter([b"other"]), tmp_path / "o", item="e-1", limit=99)
    assert "hidden" in repr(received.key)
    assert "key" not in repr(received)
