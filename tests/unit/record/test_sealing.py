"""Sealing and opening one record: who can, who cannot, and who is named when something is wrong."""

import base64
import json
from dataclasses import replace

import pyrage
import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as aead_decrypt
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as aead_encrypt
from tests.keepers import TEXT, Keepers, make_keepers

from misaq.foundation.canonical import canonical_json
from misaq.foundation.errors import InputError
from misaq.record import (
    Custodian,
    CustodianSet,
    Secret,
    combine_shares,
    make_identity,
    read_custodians,
    read_release,
    read_request,
    read_sealed,
    release_share,
    request_opening,
    seal_record,
)
from misaq.record.sealing.custodians import encrypt_to
from misaq.record.sealing.errors import (
    CustodianNameError,
    CustodianNumberError,
    CustodianRecipientError,
    CustodiansError,
    CustodianTwiceError,
    NotACustodianError,
    OtherRequestError,
    RecordIdError,
    SealAlteredError,
    SealBrokenError,
    SealingFormError,
    SealTooLargeError,
    ShareUnreadableError,
    TooFewSharesError,
    WrongShareError,
)
from misaq.record.sealing.seal import check_of_key, commit, split_key


@pytest.fixture(scope="module")
def keepers() -> Keepers:
    return make_keepers()


def test_three_of_five_open_the_record_and_two_do_not(keepers: Keepers) -> None:
    sealed = read_sealed(keepers.seal().document())
    opened = combine_shares(sealed, keepers.release(sealed, (4, 1, 2)), keepers.asker)
    assert opened.text == Secret(TEXT)
    assert opened.used == ("c1", "c2", "c4")
    assert opened.refused == ()
    with pytest.raises(TooFewSharesError) as error:
        combine_shares(sealed, keepers.release(sealed, (4, 1)), keepers.asker)
    assert error.value.params == {"given": 2, "needed": 3, "record": "r-1"}


def test_one_share_twice_is_one_share(keepers: Keepers) -> None:
    sealed = keepers.seal()
    with pytest.raises(TooFewSharesError):
        combine_shares(sealed, keepers.release(sealed, (0, 0, 1)), keepers.asker)


def test_two_custodians_may_be_lost(keepers: Keepers) -> None:
    sealed = keepers.seal()
    releases = keepers.release(sealed, (0, 2, 4))
    assert combine_shares(sealed, releases, keepers.asker).text.reveal() == TEXT


def test_every_document_comes_back_as_it_was(keepers: Keepers) -> None:
    sealed = keepers.seal()
    request = keepers.ask(sealed)
    release = release_share(sealed, request, keepers.keys[0])
    assert read_sealed(sealed.document()) == sealed
    assert read_request(request.document()) == request
    assert read_release(release.document()) == release
    assert sealed.document() == canonical_json(json.loads(sealed.document()))


def test_sealing_twice_shares_nothing(keepers: Keepers) -> None:
    first, second = keepers.seal(), keepers.seal()
    assert first.digest != second.digest
    assert first.ciphertext != second.ciphertext
    assert not {s.commitment for s in first.shares} & {s.commitment for s in second.shares}
    with pytest.raises(WrongShareError):
        combine_shares(second, keepers.release(first, (0, 1, 2)), keepers.asker)


def test_shares_of_one_record_do_not_open_another(keepers: Keepers) -> None:
    mine, other = keepers.seal(record="r-1"), keepers.seal(record="r-2")
    with pytest.raises(WrongShareError):
        combine_shares(other, keepers.release(mine, (0, 1, 2)), keepers.asker)
    swapped = replace(other, ciphertext=mine.ciphertext, nonce=mine.nonce)
    with pytest.raises(SealBrokenError):
        combine_shares(swapped, keepers.release(other, (0, 1, 2)), keepers.asker)


@pytest.mark.parametrize("field", ["ciphertext", "nonce"])
def test_a_flipped_bit_in_the_text_is_noticed(keepers: Keepers, field: str) -> None:
    sealed = keepers.seal()
    value = bytearray(getattr(sealed, field))
    value[len(value) // 2] ^= 1
    releases = keepers.release(sealed, (0, 1, 2))
    with pytest.raises(SealBrokenError):
        combine_shares(replace(sealed, **{field: bytes(value)}), releases, keepers.asker)


def test_the_header_is_bound_to_the_text(keepers: Keepers) -> None:
    """A commitment exchanged so as to accuse a custodian, or a lower threshold: the record does not open."""
    sealed = keepers.seal()
    releases = keepers.release(sealed, (0, 1, 2))
    accused = (*sealed.shares[:4], replace(sealed.shares[4], commitment="0" * 64))
    for changed in (replace(sealed, shares=accused), replace(sealed, threshold=2)):
        with pytest.raises(SealBrokenError):
            combine_shares(changed, releases, keepers.asker)


def test_a_wrong_share_is_named_and_does_no_harm_beside_enough_right_ones(keepers: Keepers) -> None:
    sealed = keepers.seal()
    right = keepers.release(sealed, (0, 1, 2, 3))
    false = replace(right[1], envelope=encrypt_to(keepers.asker.recipient, bytes(65)))
    with pytest.raises(WrongShareError) as error:
        combine_shares(sealed, [right[0], false, right[2]], keepers.asker)
    assert error.value.params["custodians"] == "c1"
    assert "c1" in str(error.value)
    opened = combine_shares(sealed, [right[0], false, right[2], right[3]], keepers.asker)
    assert (opened.text.reveal(), opened.refused) == (TEXT, ("c1",))


@pytest.mark.parametrize("envelope", [b"", b"age-encryption.org/v1\n", bytes(300)])
def test_an_unreadable_release_is_named(keepers: Keepers, envelope: bytes) -> None:
    sealed = keepers.seal()
    releases = keepers.release(sealed, (0, 1, 2))
    releases[2] = replace(releases[2], envelope=envelope)
    with pytest.raises(WrongShareError) as error:
        combine_shares(sealed, releases, keepers.asker)
    assert error.value.params["custodians"] == "c2"


def test_a_release_under_a_false_label_counts_for_whom_it_is(keepers: Keepers) -> None:
    sealed = keepers.seal()
    releases = keepers.release(sealed, (0, 1, 2))
    opened = combine_shares(sealed, [replace(r, custodian="c4") for r in releases], keepers.asker)
    assert opened.used == ("c0", "c1", "c2")
    assert opened.refused == ()


def test_nobody_but_the_asker_reads_a_release(keepers: Keepers) -> None:
    sealed = keepers.seal()
    for thief in (make_identity(), *keepers.keys):
        with pytest.raises(WrongShareError):
            combine_shares(sealed, keepers.release(sealed, (0, 1, 2)), thief)


def test_a_custodian_releases_nothing_for_another_sealing(keepers: Keepers) -> None:
    sealed, other = keepers.seal(), keepers.seal(record="r-2")
    with pytest.raises(OtherRequestError):
        release_share(sealed, keepers.ask(other), keepers.keys[0])
    with pytest.raises(NotACustodianError):
        release_share(sealed, keepers.ask(sealed), make_identity())


def test_a_share_smuggled_into_another_records_document_is_not_released(keepers: Keepers) -> None:
    """The server wants r-2 and shows the custodian r-1's document with r-2's envelope in it."""
    harmless, wanted = keepers.seal(record="r-1"), keepers.seal(record="r-2")
    trap = replace(
        harmless,
        shares=tuple(
            replace(a, envelope=b.envelope)
            for a, b in zip(harmless.shares, wanted.shares, strict=True)
        ),
    )
    with pytest.raises(SealAlteredError) as error:
        release_share(trap, keepers.ask(trap), keepers.keys[3])
    assert error.value.params["custodian"] == "c3"


def test_a_custodian_notices_a_changed_header(keepers: Keepers) -> None:
    sealed = keepers.seal()
    changed = replace(sealed, threshold=2)
    with pytest.raises(SealAlteredError):
        release_share(changed, keepers.ask(changed), keepers.keys[0])


def test_a_share_that_fits_no_commitment_is_not_released(keepers: Keepers) -> None:
    """A dishonest sealer gave a custodian something else than was committed to: it shows before the release."""
    sealed = keepers.seal()
    false = encrypt_to(keepers.keys[0].recipient, bytes.fromhex(sealed.digest) + bytes(65))
    changed = replace(
        sealed, shares=(replace(sealed.shares[0], envelope=false), *sealed.shares[1:])
    )
    with pytest.raises(SealAlteredError):
        release_share(changed, keepers.ask(changed), keepers.keys[0])


def test_a_commitment_is_of_one_share_of_one_custodian_of_one_sealing() -> None:
    """And blinded: the same share gives a commitment that its guesser cannot compute."""
    one, other = Secret(bytes(33)), Secret(bytes(32) + b"1")
    blind, blinder = Secret(bytes(32)), Secret(bytes(31) + b"1")
    made = {
        commit("r-1", "aa", "c0", one, blind),
        commit("r-2", "aa", "c0", one, blind),
        commit("r-1", "ab", "c0", one, blind),
        commit("r-1", "aa", "c1", one, blind),
        commit("r-1", "aa", "c0", other, blind),
        commit("r-1", "aa", "c0", one, blinder),
    }
    assert len(made) == 6


def test_a_damaged_envelope_is_told_to_its_custodian(keepers: Keepers) -> None:
    sealed = keepers.seal()
    damaged = bytearray(sealed.shares[0].envelope)
    damaged[-1] ^= 1
    broken = replace(
        sealed, shares=(replace(sealed.shares[0], envelope=bytes(damaged)), *sealed.shares[1:])
    )
    with pytest.raises(ShareUnreadableError):
        release_share(broken, keepers.ask(broken), keepers.keys[0])
    # Envelopes are not in the header: the others still open it.
    opened = combine_shares(broken, keepers.release(broken, (1, 2, 3)), keepers.asker)
    assert opened.text.reveal() == TEXT


def test_a_dishonest_sealer_cannot_make_two_texts_of_one_record() -> None:
    """Shares of two different keys under right commitments: whoever combines them gets no second text."""
    keepers = make_keepers(4, 2)
    keys = [Secret(bytes([n]) * 32) for n in (1, 2)]
    honest = keepers.seal()
    parts = [
        *split_key(keys[0], CustodianSet(keepers.set.custodians[:2], 2)),
        *split_key(keys[1], CustodianSet(keepers.set.custodians[2:], 2)),
    ]
    blinding = Secret(bytes(32))
    shares = tuple(
        replace(s, commitment=commit(honest.record, honest.seal, s.custodian.name, p, blinding))
        for s, p in zip(honest.shares, parts, strict=True)
    )
    check = check_of_key(keys[0], honest.record, honest.seal)
    bare = replace(honest, shares=shares, key_check=check)
    text = (4).to_bytes(8, "big") + b"true" + bytes(1012)
    forged = replace(
        bare, ciphertext=aead_encrypt(text, bare.header(), bare.nonce, keys[0].reveal())
    )
    release = keepers.release(honest, (0,))[0]
    sent = [
        replace(
            release,
            custodian=s.custodian.name,
            envelope=encrypt_to(keepers.asker.recipient, bytes(32) + p.reveal()),
        )
        for s, p in zip(shares, parts, strict=True)
    ]
    assert combine_shares(forged, sent[:2], keepers.asker).text.reveal() == b"true"
    with pytest.raises(SealBrokenError):
        combine_shares(forged, sent[2:], keepers.asker)
    # The cipher alone would open this one; the check of the key does not.
    bare = replace(bare, key_check=check_of_key(keys[1], honest.record, honest.seal))
    forged = replace(
        bare, ciphertext=aead_encrypt(text, bare.header(), bare.nonce, keys[0].reveal())
    )
    with pytest.raises(SealBrokenError):
        combine_shares(forged, sent[:2], keepers.asker)


@pytest.mark.parametrize(
    ("names", "threshold", "error"),
    [
        (["a"], 1, CustodianNumberError),
        (["a", "b"], 1, CustodianNumberError),
        (["a", "b"], 3, CustodianNumberError),
        ([f"c{n}" for n in range(33)], 3, CustodianNumberError),
        (["a", "a", "b"], 2, CustodianTwiceError),
        (["a", "B", "c"], 2, CustodianNameError),
        (["a", "", "c"], 2, CustodianNameError),
    ],
)
def test_custodians_that_cannot_be(names: list[str], threshold: int, error: type) -> None:
    keepers = tuple(Custodian(name, make_identity().recipient) for name in names)
    with pytest.raises(error):
        CustodianSet(keepers, threshold)


def test_one_key_holds_one_share() -> None:
    one, two = make_identity().recipient, make_identity().recipient
    with pytest.raises(CustodianTwiceError):
        CustodianSet((Custodian("a", one), Custodian("b", one), Custodian("c", two)), 2)


def test_a_mistyped_recipient_is_noticed(keepers: Keepers) -> None:
    good = keepers.keys[0].recipient
    bad = good[:-1] + ("q" if good[-1] != "q" else "p")
    for recipient in (
        bad,
        good.upper(),
        "",
        "ssh-ed25519 AAAA",
        keepers.keys[0].text().reveal().decode(),
    ):
        with pytest.raises(CustodianRecipientError) as error:
            CustodianSet((Custodian("a", good), Custodian("b", recipient)), 2)
        assert "AGE-SECRET" not in str(error.value) + repr(error.value.params)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "threshold = 'x'",
        "[custodian]",
        "custodian = [1]",
        "custodian = [{name = 'a'}]",
        "custodian = [{name = 'a', recipient = 5}]",
        "threshold = true\ncustodian = []",
        "other = 1\ncustodian = []",
    ],
)
def test_a_list_of_custodians_that_is_none(text: str) -> None:
    with pytest.raises((SealingFormError, CustodiansError)):
        read_custodians(text)


@pytest.mark.parametrize("record", ["", "a b", "نام", "x" * 101, "a/b", "-a", "a\n"])
def test_what_cannot_name_a_record(keepers: Keepers, record: str) -> None:
    with pytest.raises(RecordIdError) as error:
        keepers.seal(record=record)
    assert not error.value.params


def test_a_text_too_long_is_refused_and_an_empty_one_is_sealed(keepers: Keepers) -> None:
    with pytest.raises(SealTooLargeError):
        keepers.seal(bytes(16 * 1024 * 1024 + 1))
    sealed = keepers.seal(b"")
    opened = combine_shares(sealed, keepers.release(sealed, (0, 1, 2)), keepers.asker)
    assert opened.text.reveal() == b""


def test_a_request_needs_a_reason_and_a_handle(keepers: Keepers) -> None:
    sealed, recipient = keepers.seal(), keepers.asker.recipient
    for asker, reason in (("asker", " "), ("Asker One", "why"), ("asker", "x" * 2001)):
        with pytest.raises(SealingFormError):
            request_opening(sealed, asker=asker, recipient=recipient, reason=reason)
    with pytest.raises(CustodianRecipientError):
        request_opening(sealed, asker="asker", recipient="age1nothing", reason="why")


def _changes(document: bytes):
    """Documents that differ from a good one in form."""
    good = json.loads(document)
    yield b""
    yield b"\xff\xfe"
    yield b"[]"
    yield b"[" * 100_000
    yield document[:-20]
    yield document.replace(b'"version":1', b'"version":1,"version":1')
    yield canonical_json({**good, "more": 1})
    for name in good:
        yield canonical_json({key: value for key, value in good.items() if key != name})
        for value in (None, 7, True, "", "x" * 9000, [], {"a": 1}):
            yield canonical_json({**good, name: value})


@pytest.mark.parametrize("kind", ["sealed", "request", "release"])
def test_what_is_no_document_is_refused_by_name(keepers: Keepers, kind: str) -> None:
    sealed = keepers.seal()
    documents = {
        "sealed": (sealed.document(), read_sealed),
        "request": (keepers.ask(sealed).document(), read_request),
        "release": (keepers.release(sealed, (0,))[0].document(), read_release),
    }
    document, read = documents[kind]
    for changed in _changes(document):
        if kind == "request" and json_reason_only(document, changed):
            continue
        with pytest.raises(InputError):
            read(changed)


def json_reason_only(good: bytes, changed: bytes) -> bool:
    """A request whose reason alone differs is another request, but one all the same."""
    try:
        one, two = json.loads(good), json.loads(changed)
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(two, dict)
        and {**one, "reason": 0} == {**two, "reason": 0}
        and "reason" in two
        and isinstance(two["reason"], str)
        and 0 < len(two["reason"]) <= 2000
    )


def test_base64_has_one_form(keepers: Keepers) -> None:
    document = json.loads(keepers.seal().document())
    assert document["ciphertext"].endswith("=")
    for text in (
        document["ciphertext"] + "\n",
        document["ciphertext"][:-2] + "B=",
        document["ciphertext"].rstrip("="),
        "?" + document["ciphertext"],
    ):
        with pytest.raises(SealingFormError):
            read_sealed(canonical_json({**document, "ciphertext": text}))


def test_without_misaq_age_and_forty_lines_are_enough(keepers: Keepers) -> None:
    """What docs/reference/sealing.md promises to those who have lost misaq: age, Shamir, one cipher."""
    sealed = json.loads(keepers.seal().document())
    parts = []
    for key, row in zip(keepers.keys[:3], sealed["custodians"], strict=False):
        identity = pyrage.x25519.Identity.from_str(key.text().reveal().decode())
        inside = pyrage.decrypt(base64.b64decode(row["share"]), [identity])
        assert len(inside) == 97
        parts.append(inside[64:])
    exp, log = _tables()
    secret = bytes(
        _at_zero([p[32] for p in parts], [p[i] for p in parts], exp, log) for i in range(32)
    )
    header = {
        **{k: sealed[k] for k in ("kind", "version", "record", "seal", "threshold", "key_check")},
        "custodians": [[c["name"], c["recipient"], c["commitment"]] for c in sealed["custodians"]],
    }
    about = json.dumps(header, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    padded = aead_decrypt(
        base64.b64decode(sealed["ciphertext"]),
        about.encode(),
        base64.b64decode(sealed["nonce"]),
        secret,
    )
    assert padded[8 : 8 + int.from_bytes(padded[:8], "big")] == TEXT


def _tables() -> tuple[list[int], dict[int, int]]:
    """GF(256) by powers of 3 under x^8 + x^4 + x^3 + x + 1."""
    exp, value = [], 1
    for _ in range(255):
        exp.append(value)
        value ^= (value << 1) ^ (0x11B if value & 0x80 else 0)
        value &= 0xFF
    return exp, {v: n for n, v in enumerate(exp)}


def _at_zero(xs: list[int], ys: list[int], exp: list[int], log: dict[int, int]) -> int:
    """Lagrange's polynomial through (xs, ys), at zero."""
    found = 0
    for i, y in enumerate(ys):
        if y == 0:
            continue
        power = log[y]
        for j, x in enumerate(xs):
            if j != i:
                power += log[x] - log[x ^ xs[i]]
        found ^= exp[power % 255]
    return found


def test_the_smallest_and_the_largest_threshold(keepers: Keepers) -> None:
    for threshold in (2, 5):
        some = Keepers(keepers.keys, threshold, keepers.asker)
        sealed = seal_record(TEXT, record="r", custodians=some.set)
        releases = some.release(sealed, range(threshold))
        assert combine_shares(sealed, releases, some.asker).text.reveal() == TEXT
        with pytest.raises(TooFewSharesError):
            combine_shares(sealed, releases[1:], some.asker)
