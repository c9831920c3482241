"""The chain of custody: every way to tamper with it is found, and at which event."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.foundation.dates import DateError
from misaq.foundation.errors import FaultsError
from misaq.record import (
    CUSTODY_EVENTS,
    Capture,
    CaptureProof,
    Copy,
    CustodyEvent,
    EvidenceFormError,
    EvidenceItem,
    look_distance,
    look_hash,
    next_event,
    read_evidence,
    verify_custody,
    with_log_index,
)

DOOR = hashlib.sha256(b"an invented photograph").hexdigest()
COPY = hashlib.sha256(b"its copy").hexdigest()
ITEM = EvidenceItem(
    "e-1", DOOR, "0" * 128, 22, "image/jpeg", working_copy=Copy(COPY, "copies/e-1.jpg", "image/jpeg")
)  # fmt: skip


def _chain() -> list[CustodyEvent]:
    """Received, hashed, copied, transferred, viewed, destroyed; a day apart."""
    chain: list[CustodyEvent] = []
    for day, (event, giver, taker, made) in enumerate(
        [
            ("received", "family-7", "desk-1", ""),
            ("hashed", "desk-1", "", ""),
            ("copied", "desk-1", "", COPY),
            ("transferred", "desk-1", "court-2", ""),
            ("viewed", "court-2", "", ""),
            ("destroyed", "court-2", "", ""),
        ],
        start=1,
    ):
        chain.append(
            next_event(
                chain, event, item="e-1", at=f"2026-05-0{day}T09:00:00+05:00", giver=giver,  # type: ignore[arg-type]
                taker=taker, hash_at_event=DOOR, made=made,
            )
        )  # fmt: skip
    return chain


def _codes(events: list[CustodyEvent], **rest: object) -> set[tuple[str, int | None]]:
    report = verify_custody([ITEM], events, file="custody.csv", **rest)  # type: ignore[arg-type]
    for fault in report.faults:
        for language in ("en", "ur"):
            assert "{" not in fault.message(language).sentence()
    return {(fault.code, fault.row) for fault in report.faults}


def test_a_sound_chain_has_no_fault() -> None:
    report = verify_custody([ITEM], _chain())
    assert report.sound
    assert (report.items, report.events) == (1, 6)
    assert report.heads == {"e-1": _chain()[-1].digest}


def _relink(events: list[CustodyEvent]) -> list[CustodyEvent]:
    """As a forger with the whole table does it: every link made good again."""
    done: list[CustodyEvent] = []
    for event in events:
        done.append(replace(event, previous=done[-1].digest if done else "", number=len(done) + 1))
    return done


Tampering = Callable[[list[CustodyEvent]], list[CustodyEvent]]
TAMPERED: dict[str, tuple[Tampering, set[tuple[str, int | None]]]] = {
    "an event altered": (
        lambda c: [*c[:1], replace(c[1], giver="desk-9"), *c[2:]], {("custody_chain_broken", 4)}),
    "an event left out": (
        lambda c: [*c[:1], *c[2:]], {("custody_gap", 3), ("custody_chain_broken", 3)}),
    "two exchanged": (
        lambda c: [c[0], c[2], c[1], *c[3:]],
        {("custody_gap", 3), ("custody_chain_broken", 3), ("custody_out_of_order", 4), ("custody_chain_broken", 4),
         ("custody_time_backwards", 4), ("custody_gap", 5), ("custody_chain_broken", 5)}),
    "one twice": (
        lambda c: [*c[:2], c[1], *c[2:]], {("custody_out_of_order", 4), ("custody_chain_broken", 4)}),
    "another file": (
        lambda c: _relink([*c[:4], replace(c[4], hash_at_event="9" * 64), c[5]]), {("custody_hash_differs", 6)}),
    "no hash": (lambda c: _relink([*c[:4], replace(c[4], hash_at_event="")]), {("custody_no_hash", 6)}),
    "a hand-over left out and relinked": (
        lambda c: _relink([*c[:4], replace(c[3], giver="court-9", taker="court-4", at=c[4].at)]),
        {("custody_not_holder", 6)}),
    "after the destruction": (
        lambda c: _relink([*c, replace(c[4], at=c[5].at)]), {("custody_after_destruction", 8)}),
    "time runs backwards": (
        lambda c: _relink([*c[:4], replace(c[4], at="2025-01-01T00:00:00+00:00"), c[5]]),
        {("custody_time_backwards", 6)}),
    "time without its place": (
        lambda c: _relink([*c[:4], replace(c[4], at="2026-05-05T09:00:00")]), {("custody_bad_time", 6)}),
    "an unknown event": (
        lambda c: _relink([*c[:4], replace(c[4], event="borrowed")]), {("custody_unknown_event", 6)}),
    "received again": (lambda c: _relink([*c[:4], replace(c[0], at=c[4].at)]), {("custody_received_again", 6)}),
    "not received": (lambda c: _relink(c[1:]), {("custody_not_received_first", 2)}),
    "a copy without its hash": (
        lambda c: _relink([*c[:2], replace(c[2], made="")]),
        {("custody_no_copy_hash", 4), ("custody_copy_unexplained", None)}),
    "nobody got it": (lambda c: _relink([*c[:3], replace(c[3], taker="")]), {("custody_no_taker", 5)}),
    "nobody did it": (lambda c: _relink([*c[:1], replace(c[1], giver=""), c[2]]), {("custody_no_giver", 3)}),
    "about no item": (
        lambda c: [*c, next_event([], "received", item="e-9", at=c[0].at, giver="a", taker="b", hash_at_event=DOOR)],
        {("custody_unknown_item", 8)}),
    "no events at all": (lambda _: [], {("custody_no_events", None)}),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_found_at_its_event(name: str) -> None:
    tamper, expected = TAMPERED[name]
    assert _codes(tamper(_chain())) == expected


@given(
    st.integers(0, 5),
    st.sampled_from(["giver", "taker", "place", "at", "hash_at_event", "made", "event", "item"]),
)
def test_any_changed_field_of_any_event_is_found(place: int, name: str) -> None:
    """The last event's own change is found by its head, kept elsewhere; every other by the chain."""
    chain = _chain()
    heads = {"e-1": chain[-1].digest}
    changed = replace(chain[place], **{name: getattr(chain[place], name) + "0"})
    assert _codes([*chain[:place], changed, *chain[place + 1 :]], heads=heads)


@pytest.mark.parametrize("kept", range(1, 6))
def test_a_cut_end_and_a_chain_written_anew_are_found_by_the_head(kept: int) -> None:
    chain = _chain()
    heads = {"e-1": chain[-1].digest}
    assert ("custody_head_lost", None) in _codes(chain[:kept], heads=heads)
    anew = _relink([replace(event, place="elsewhere") for event in chain])
    assert _codes(anew) == set()  # the chain alone cannot know
    assert _codes(anew, heads=heads) == {("custody_head_lost", None)}
    assert _codes(chain, heads={"e-1": chain[kept].digest}) == set()  # grown since: nothing wrong


def test_the_next_event_refuses_what_the_check_would_find() -> None:
    chain = _chain()
    with pytest.raises(FaultsError) as raised:
        next_event(
            chain,
            "viewed",
            item="e-1",
            at="2026-06-01T00:00:00+00:00",
            giver="court-2",
            hash_at_event=DOOR,
        )
    assert [fault.code for fault in raised.value.faults] == ["custody_after_destruction"]
    with pytest.raises(FaultsError) as raised:
        next_event(
            chain[:4], "viewed", item="e-1", at="2020-01-01T00:00", giver="", hash_at_event="0" * 64
        )
    assert {f.code for f in raised.value.faults} == {
        "custody_bad_time",
        "custody_no_giver",
        "custody_hash_differs",
    }


def test_the_place_in_the_log_is_no_part_of_the_digest() -> None:
    chain = _chain()
    logged = [with_log_index(event, 70 + n) for n, event in enumerate(chain)]
    assert [event.digest for event in logged] == [event.digest for event in chain]
    assert b'"log_index":70' in logged[0].document()
    assert set(CUSTODY_EVENTS) >= {event.event for event in chain}


def test_the_document_of_an_item_reads_back_and_shows_nothing() -> None:
    item = replace(
        ITEM, capture=Capture(by="w-3", where="an invented market", when="2026-05~"), duplicate_hash="0f" * 8,
        capture_proof=(CaptureProof("rfc3161", "1" * 64, verified=True, at="2026-05-01T00:00:00+00:00"),),
        metadata={"position": {"GPSLatitude": [12.5, 30.0, 0.0]}}, reasons=("file_trailing_data",),
    )  # fmt: skip
    assert read_evidence(item.document()) == item
    assert "market" not in repr(item)
    assert "12.5" not in repr(item)


@pytest.mark.parametrize(
    "document",
    [b"", b"[]", b"{}", b"null", b'{"kind":"record.evidence","version":1,"item":{}}', b"\xff" * 9],
)
def test_what_is_no_item_is_refused(document: bytes) -> None:
    with pytest.raises(EvidenceFormError):
        read_evidence(document)


def test_fields_that_cannot_be_are_refused() -> None:
    for name, value in (
        ("sha256", "xyz"),
        ("id", "../e"),
        ("size", -1),
        ("standing", "fine"),
        ("duplicate_hash", "1"),
    ):
        with pytest.raises(EvidenceFormError, match=name):
            replace(ITEM, **{name: value})
    with pytest.raises(DateError):
        replace(ITEM, capture=Capture(when="1 January"))


def test_pictures_that_look_alike_have_looks_that_are_near() -> None:
    rng = np.random.default_rng(3)
    one = rng.integers(0, 255, (8, 9))
    assert look_distance(look_hash(one), look_hash(one + 7)) == 0  # brighter all over
    assert look_distance(look_hash(one), look_hash(255 - one)) > 50
