"""Laws of sealing: any k of n open, any fewer do not; lengths hide in classes; nothing changed opens."""

import itertools
import json
from dataclasses import replace

import pyshamir
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.keepers import Keepers, make_keepers

from misaq.foundation.errors import MisaqError
from misaq.record import (
    Secret,
    combine_shares,
    decrypt_field,
    encrypt_field,
    make_organisation_key,
    read_sealed,
    release_share,
)
from misaq.record.sealing.errors import FieldAlteredError, TooFewSharesError, WrongShareError
from misaq.record.sealing.padding import FIELD_STEPS, SEAL_STEPS, pad, padded_length, unpad
from misaq.record.sealing.seal import split_key

ALL = make_keepers(7, 2)
few = settings(max_examples=25)


@st.composite
def circles(draw: st.DrawFn) -> Keepers:
    """2 to 7 custodians with any threshold they can have."""
    number = draw(st.integers(2, 7))
    return Keepers(ALL.keys[:number], draw(st.integers(2, number)), ALL.asker)


@few
@given(circles(), st.binary(max_size=3000), st.data())
def test_any_k_open_and_any_fewer_do_not(
    keepers: Keepers, text: bytes, data: st.DataObject
) -> None:
    sealed = read_sealed(keepers.seal(text).document())
    order = data.draw(st.permutations(range(len(keepers.keys))))
    enough = order[: data.draw(st.integers(keepers.threshold, len(order)))]
    releases = keepers.release(sealed, enough)
    assert combine_shares(sealed, releases, keepers.asker).text == Secret(text)
    with pytest.raises(TooFewSharesError):
        combine_shares(sealed, releases[: keepers.threshold - 1], keepers.asker)


@few
@given(circles(), st.data())
def test_right_shares_open_whatever_is_among_them(keepers: Keepers, data: st.DataObject) -> None:
    """Releases of another record, in any order, under any names: they are refused, and harm nothing."""
    sealed, other = keepers.seal(b"right"), keepers.seal(b"other", record="r-2")
    right = keepers.release(sealed, range(keepers.threshold))
    wrong = keepers.release(other, data.draw(st.sets(st.integers(0, len(keepers.keys) - 1))))
    mixed = data.draw(st.permutations([*right, *wrong]))
    opened = combine_shares(sealed, mixed, keepers.asker)
    assert opened.text.reveal() == b"right"
    assert set(opened.refused) == {release.custodian for release in wrong}
    if wrong:
        with pytest.raises(WrongShareError):
            combine_shares(sealed, [*right[1:], *wrong], keepers.asker)


def test_every_three_of_five_open_and_no_two() -> None:
    keepers = Keepers(ALL.keys[:5], 3, ALL.asker)
    sealed = keepers.seal()
    releases = keepers.release(sealed, range(5))
    for three in itertools.combinations(releases, 3):
        assert combine_shares(sealed, three, keepers.asker).used == tuple(
            sorted(r.custodian for r in three)
        )
    for two in itertools.combinations(releases, 2):
        with pytest.raises(TooFewSharesError):
            combine_shares(sealed, two, keepers.asker)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_one_share_of_two_fits_every_key(key: bytes, wished: bytes) -> None:
    """k-1 shares tell nothing of the key: for any other key there is a share that completes them to it."""
    first, second = split_key(Secret(key), Keepers(ALL.keys[:2], 2, ALL.asker).set)
    one = first.reveal()
    place = second.reveal()[-1]
    slope = _times(place, _inverse(one[-1]))
    forged = bytes(w ^ _times(w ^ y, slope) for w, y in zip(wished, one[:-1], strict=True))
    assert bytes(pyshamir.combine([bytearray(one), bytearray(forged + bytes([place]))])) == wished
    assert bytes(pyshamir.combine([bytearray(one), bytearray(second.reveal())])) == key


def _times(a: int, b: int) -> int:
    """GF(256) under x^8 + x^4 + x^3 + x + 1, written apart from the library's."""
    found = 0
    while b:
        found ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return found


def _inverse(a: int) -> int:
    return next(b for b in range(1, 256) if _times(a, b) == 1)


@given(st.binary(max_size=40_000), st.sampled_from([SEAL_STEPS, FIELD_STEPS]))
@example(b"\0" * 16, SEAL_STEPS)
def test_padding_comes_off_and_shows_only_a_class(text: bytes, steps: tuple[int, ...]) -> None:
    padded = pad(text, steps)
    assert unpad(padded) == text
    assert len(padded) == padded_length(len(text), steps)
    assert len(padded) in steps or len(padded) % steps[-1] == 0
    assert len(padded) >= len(text) + 8


@few
@given(st.integers(0, 1016), st.integers(0, 1016))
def test_two_texts_of_one_class_are_sealed_to_one_length(one: int, two: int) -> None:
    keepers = Keepers(ALL.keys[:3], 2, ALL.asker)
    assert len(keepers.seal(b"x" * one).ciphertext) == len(keepers.seal(b"x" * two).ciphertext)


SEALED = Keepers(ALL.keys[:3], 2, ALL.asker).seal(b"an invented name")
RELEASES = Keepers(ALL.keys[:3], 2, ALL.asker).release(SEALED, (0, 1))


@given(st.data())
def test_a_changed_document_never_opens_as_something_else(data: st.DataObject) -> None:
    """One byte of the document is changed: it opens to the same text, or one of our errors says why not."""
    payload = bytearray(SEALED.document())
    at = data.draw(st.integers(0, len(payload) - 1))
    payload[at] ^= data.draw(st.integers(1, 255))
    try:
        opened = combine_shares(read_sealed(bytes(payload)), RELEASES, ALL.asker)
    except MisaqError:
        return
    assert opened.text.reveal() == b"an invented name"


@given(st.binary(max_size=400))
def test_whatever_stands_in_an_envelope_is_answered(junk: bytes) -> None:
    """Bytes from a server that lies: a custodian and an asker get an answer, never a crash."""
    keepers = Keepers(ALL.keys[:3], 2, ALL.asker)
    for envelope in (
        junk,
        SEALED.shares[0].envelope[:60] + junk,
        b"age-encryption.org/v1\n" + junk,
    ):
        shares = (replace(SEALED.shares[0], envelope=envelope), *SEALED.shares[1:])
        with pytest.raises(MisaqError):
            release_share(replace(SEALED, shares=shares), keepers.ask(SEALED), keepers.keys[0])
        with pytest.raises(WrongShareError):
            combine_shares(SEALED, [replace(RELEASES[0], envelope=envelope)], keepers.asker)


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
JSON = st.recursive(
    LEAVES,
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=3), x, max_size=3),
    max_leaves=8,
)


@given(JSON, st.sampled_from(sorted(json.loads(SEALED.document()))))
def test_any_json_in_a_field_is_read_or_refused(value: object, name: str) -> None:
    document = {**json.loads(SEALED.document()), name: value}
    try:
        read_sealed(json.dumps(document).encode())
    except MisaqError:
        return


KEY = make_organisation_key("families")
places = st.tuples(*[st.text(max_size=8)] * 3)


@given(st.text(max_size=300), places, places)
def test_a_field_opens_where_it_was_written_and_nowhere_else(text: str, here, there) -> None:
    table, row, field = here
    value = encrypt_field(KEY, text, table=table, row=row, field=field)
    assert decrypt_field(KEY, value, table=table, row=row, field=field).reveal() == text.encode()
    if there != here:
        table, row, field = there
        with pytest.raises(FieldAlteredError):
            decrypt_field(KEY, value, table=table, row=row, field=field)
