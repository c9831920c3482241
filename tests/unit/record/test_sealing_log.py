"""Changing custodians, and what the public log hears: leaves that nothing links once row and salt are gone."""

import json
import re

import pytest
from tests.keepers import TEXT, make_keepers

from misaq.foundation.messages import registered, render
from misaq.record import (
    ERASURE_REASONS,
    RecordEvent,
    Secret,
    combine_shares,
    make_leaf,
    make_tombstone,
    matches_leaf,
    matches_tombstone,
    released_event,
    request_opening,
    reseal_record,
    sealed_event,
)
from misaq.record.sealing.errors import SealingFormError, TombstoneError, WrongShareError

EVENT = RecordEvent("record.sealed", {"record": "r-1", "sealing": "aa"})


def test_new_custodians_open_what_old_ones_resealed() -> None:
    old, new = make_keepers(), make_keepers(4, 2)
    sealed = old.seal()
    rotation = reseal_record(sealed, old.release(sealed, (0, 2, 3)), old.asker, custodians=new.set)
    fresh = rotation.sealed
    opened = combine_shares(fresh, new.release(fresh, (1, 3)), new.asker)
    assert opened.text.reveal() == TEXT
    assert fresh.record == sealed.record
    assert fresh.ciphertext != sealed.ciphertext
    # Old shares open nothing of the new document.
    request = request_opening(
        sealed, asker="asker", recipient=old.asker.recipient, reason="invented"
    )
    assert request.seal != fresh.digest
    with pytest.raises(WrongShareError):
        combine_shares(fresh, old.release(sealed, (0, 1, 2)), old.asker)


def test_a_rotation_tells_the_log_two_things() -> None:
    old, new = make_keepers(3, 2), make_keepers(3, 2)
    sealed = old.seal()
    rotation = reseal_record(sealed, old.release(sealed, (0, 1)), old.asker, custodians=new.set)
    resealed, deleted = rotation.events
    assert (resealed.type, deleted.type) == ("record.resealed", "record.ciphertext-deleted")
    assert resealed.body["before"] == deleted.body["sealing"] == sealed.digest
    assert resealed.body["sealing"] == rotation.sealed.digest
    assert resealed.body["opened_by"] == ["c0", "c1"]
    assert rotation.refused == ()


def test_fewer_than_k_change_no_custodians() -> None:
    old = make_keepers()
    sealed = old.seal()
    with pytest.raises(ValueError, match="3"):
        reseal_record(sealed, old.release(sealed, (0, 1)), old.asker, custodians=old.set)


def test_the_log_hears_of_each_commitment_and_each_release() -> None:
    keepers = make_keepers()
    sealed = keepers.seal()
    event = sealed_event(sealed)
    assert event.body["commitments"] == {s.custodian.name: s.commitment for s in sealed.shares}
    (release,) = keepers.release(sealed, (3,))
    event = released_event(release)
    assert event.body["custodian"] == "c3"
    assert event.body["request"] == keepers.ask(sealed).digest


def test_a_leaf_holds_type_previous_type_and_a_random_looking_value() -> None:
    first = make_leaf(EVENT)
    later = make_leaf(RecordEvent("record.opened", {"record": "r-1"}), previous=first.entry)
    assert set(json.loads(first.entry)) == {"type", "mac", "prev"}
    assert json.loads(first.entry)["prev"] is None
    assert json.loads(later.entry)["prev"] == "record.sealed"
    assert re.fullmatch(r"[0-9a-f]{64}", json.loads(later.entry)["mac"])
    assert b"r-1" not in first.entry + later.entry


def test_whoever_has_row_and_salt_can_show_the_leaf() -> None:
    first = make_leaf(EVENT)
    event = RecordEvent("record.opened", {"record": "r-1"})
    later = make_leaf(event, previous=first.entry)
    assert matches_leaf(later.entry, event, later.salt, previous=first.entry)
    assert not matches_leaf(later.entry, event, later.salt)  # the order is bound in
    other = make_leaf(EVENT)  # another leaf of the same event
    assert not matches_leaf(later.entry, event, later.salt, previous=other.entry)
    assert not matches_leaf(later.entry, event, first.salt, previous=first.entry)
    changed = RecordEvent("record.opened", {"record": "r-2"})
    assert not matches_leaf(later.entry, changed, later.salt, previous=first.entry)


def test_without_the_salt_a_leaf_fits_nothing() -> None:
    """Someone who knows the whole row but not the salt, and tries every leaf of the log."""
    leaves = [make_leaf(RecordEvent("record.sealed", {"record": f"r-{n}"})) for n in range(50)]
    for guess in (Secret(b""), Secret(bytes(32))):
        assert not any(matches_leaf(leaf.entry, EVENT, guess) for leaf in leaves)
    assert len({leaf.entry for leaf in leaves}) == 50
    twice = {make_leaf(EVENT).entry for _ in range(50)}
    assert len(twice) == 50  # the same event never gives the same leaf


def test_leaves_of_one_record_share_nothing_that_others_have_not() -> None:
    chain, previous = [], None
    for kind in ("record.sealed", "record.share-released", "record.opened"):
        leaf = make_leaf(RecordEvent(kind, {"record": "r-1"}), previous=previous)
        previous = leaf.entry
        chain.append(json.loads(leaf.entry))
    values = [value for leaf in chain for value in leaf.values() if value and len(value) == 64]
    assert len(values) == len(set(values)) == 3


def test_a_tombstone_names_a_reason_and_hides_its_two_approvers() -> None:
    leaf = make_tombstone("consent_withdrawn", ("amal", "birjan"))
    found = json.loads(leaf.entry)
    assert set(found) == {"type", "reason", "approvers"}
    assert (found["type"], found["reason"]) == ("record.erased", "consent_withdrawn")
    assert len(set(found["approvers"])) == 2
    assert b"amal" not in leaf.entry
    assert matches_tombstone(leaf.entry, "consent_withdrawn", ("birjan", "amal"), leaf.salt)
    assert not matches_tombstone(leaf.entry, "consent_withdrawn", ("amal", "chakar"), leaf.salt)
    again = json.loads(make_tombstone("consent_withdrawn", ("amal", "birjan")).entry)
    assert not set(again["approvers"]) & set(found["approvers"])


@pytest.mark.parametrize(
    ("reason", "approvers"),
    [
        ("because", ("a", "b")),
        ("court_order", ("a", "a")),
        ("court_order", ("a", "")),
        ("court_order", ("a",)),
        ("court_order", ("a", "b", "c")),
    ],
)
def test_nothing_is_erased_by_one_or_without_a_reason(reason: str, approvers: tuple) -> None:
    with pytest.raises(TombstoneError):
        make_tombstone(reason, approvers)


def test_every_reason_has_its_words_in_both_languages() -> None:
    known = {code for code, _, _ in registered()}
    for reason in ERASURE_REASONS:
        assert f"erasure_{reason}" in known
        assert render(f"erasure_{reason}", "ur").what != render(f"erasure_{reason}").what


def test_an_unknown_event_and_a_foreign_leaf_are_refused() -> None:
    with pytest.raises(SealingFormError):
        RecordEvent("record.read", {})
    for previous in (b"", b"[]", b'{"type":"other"}', b"{}"):
        with pytest.raises(SealingFormError):
            make_leaf(EVENT, previous=previous)
