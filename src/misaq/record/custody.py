"""The chain of custody: who had a piece of evidence, when, and that it was the same all the while.

Events are only ever added. Each holds the hash of the one before it, so that an event that is altered, left
out, put in or moved breaks the chain at a place that can be named. Two things a chain alone cannot show: that
its newest events were cut off, and that the whole of it was written anew. For these the newest digest (the
head) is kept elsewhere, in the public log or with an opponent, and compared: `verify_custody(heads=...)`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from misaq.foundation.canonical import canonical_json, sha256_hex
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault
from misaq.record.evidence import ITEM_ID, EvidenceItem

EventKind = Literal[
    "received", "hashed", "timestamped", "copied", "viewed", "exported", "transferred", "redacted",
    "destroyed",
]  # fmt: skip
CUSTODY_EVENTS: tuple[EventKind, ...] = (
    "received", "hashed", "timestamped", "copied", "viewed", "exported", "transferred", "redacted",
    "destroyed",
)  # fmt: skip
MAKES_A_COPY = frozenset({"copied", "redacted", "exported"})
HANDS_OVER = frozenset({"received", "transferred"})
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One event in the life of an item.

    number : 1 for the item's first event. event : one of CUSTODY_EVENTS.
    at : ISO 8601 with its offset from UTC. giver : who had it, or acted; taker : who got it, "" when it
        stayed. Both are handles, not names: the table of events may be read by those who may not read the item.
    hash_at_event : SHA-256 of the original as it was then. made : SHA-256 of the copy made, "" for none.
    previous : digest of the item's event before, "" for the first.
    log_index : where the public log has it; known only afterwards, so it is no part of the digest.
    """

    item: str
    number: int
    event: str
    at: str
    giver: str
    taker: str = ""
    place: str = ""
    hash_at_event: str = ""
    made: str = ""
    previous: str = ""
    log_index: int | None = None

    @property
    def digest(self) -> str:
        """SHA-256 over all of it but log_index, 64 hexadecimal digits: what the next event holds."""
        return sha256_hex(canonical_json({"kind": "record.custody", "version": 1, **self._said()}))

    def _said(self) -> dict[str, str | int]:
        return {
            "item": self.item,
            "number": self.number,
            "event": self.event,
            "at": self.at,
            "from": self.giver,
            "to": self.taker,
            "place": self.place,
            "hash_at_event": self.hash_at_event,
            "made": self.made,
            "previous": self.previous,
        }

    def document(self) -> bytes:
        """The event as canonical JSON."""
        fields = {**self._said(), "log_index": self.log_index}
        return canonical_json({"kind": "record.custody", "version": 1, **fields})


@dataclass(frozen=True, slots=True)
class CustodyReport:
    """What the check of the chains found.

    faults : every disagreement; `row` is the event's place in the sequence given, the first being 2 (a
        table's row), None where it is about no event. heads : item to the digest of its newest event.
    """

    items: int
    events: int
    heads: Mapping[str, str]
    faults: tuple[Fault, ...] = field(default=())

    @property
    def sound(self) -> bool:
        """Whether nothing disagrees."""
        return not self.faults


def next_event(
    chain: Sequence[CustodyEvent],
    event: EventKind,
    *,
    item: str,
    at: str,
    giver: str,
    hash_at_event: str,
    taker: str = "",
    place: str = "",
    made: str = "",
) -> CustodyEvent:
    """The event that comes after `chain`, the item's events so far in order, linked to the last of them.

    Raises FaultsError for an event that may not come next: whatever `verify_custody` would fault.

    >>> first = next_event([], "received", item="e-1", at="2026-05-01T09:00:00+00:00",
    ...                    giver="family-7", taker="desk-1", hash_at_event="0" * 64)
    >>> again = next_event([first], "viewed", item="e-1", at="2026-05-02T09:00:00+00:00",
    ...                    giver="desk-1", hash_at_event="0" * 64)
    >>> again.previous == first.digest
    True
    """
    last = chain[-1] if chain else None
    new = CustodyEvent(
        item, len(chain) + 1, event, at, giver, taker, place, hash_at_event, made,
        last.digest if last else "",
    )  # fmt: skip
    known = chain[0].hash_at_event if chain else hash_at_event
    faults = _chain_faults([(2 + n, e) for n, e in enumerate([*chain, new])], known, "")
    mine = [replace(f, row=None) for f in faults if f.row == len(chain) + 2]
    if mine:
        raise FaultsError(mine)
    return new


def verify_custody(
    items: Iterable[EvidenceItem],
    events: Sequence[CustodyEvent],
    *,
    heads: Mapping[str, str] | None = None,
    file: str = "",
) -> CustodyReport:
    """Check every item's chain; collects all that disagrees and says at which event.

    heads : item to a digest that was its newest event's at an earlier time, kept elsewhere; None: not known.
    file : the name of the table of events, for the faults.

    It finds: an event that is unknown, out of order, missing or twice; a broken chain; a hash that is not the
    door's; something done by whoever did not have the item; time running backwards; anything after the
    destruction; a copy that no event made; a head that is not in the chain any more.
    """
    known = {item.id: item for item in items}
    rows: dict[str, list[tuple[int, CustodyEvent]]] = {}
    for row, event in enumerate(events, start=2):
        rows.setdefault(event.item, []).append((row, event))
    faults: list[Fault] = []
    for name, chain in rows.items():
        if name not in known:
            faults.append(Fault("custody_unknown_item", file, chain[0][0], "item", {"item": name}))
        faults += _chain_faults(chain, known[name].sha256 if name in known else "", file)
    for name, item in known.items():
        if name not in rows:
            faults.append(Fault("custody_no_events", file, params={"item": name}))
        else:
            faults += _copy_faults(item, rows[name], file)
    for name, head in (heads or {}).items():
        if head not in {event.digest for _, event in rows.get(name, [])}:
            faults.append(Fault("custody_head_lost", file, params={"item": name, "head": head}))
    newest = {name: chain[-1][1].digest for name, chain in rows.items()}
    return CustodyReport(len(known), len(events), newest, tuple(faults))


def parse_moment(text: str) -> datetime | None:
    """A moment in ISO 8601 with its offset from UTC; None when it is not one.

    >>> parse_moment("2026-05-01T09:00:00+05:00").isoformat(), parse_moment("2026-05-01T09:00:00")
    ('2026-05-01T09:00:00+05:00', None)
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def with_log_index(event: CustodyEvent, index: int) -> CustodyEvent:
    """The event with its place in the public log; its digest stays what it was."""
    return replace(event, log_index=index)


@dataclass
class _State:
    """What is known of an item after the events so far."""

    last: CustodyEvent | None = None
    moment: datetime | None = None
    holder: str = ""
    destroyed: bool = False


def _chain_faults(chain: list[tuple[int, CustodyEvent]], sha256: str, file: str) -> list[Fault]:
    """Every fault of one item's events in order. sha256 : the door's, "" when not known."""
    faults: list[Fault] = []
    state = _State()
    for row, event in chain:
        for code, column, params in [
            *_form_faults(event),
            *_order_faults(event, state),
            *_holder_faults(event, state),
        ]:
            about = {"item": event.item, "number": event.number, **params}
            faults.append(Fault(code, file, row, column, about))
        if sha256 and _SHA256.match(event.hash_at_event) and event.hash_at_event != sha256:
            about = {"item": event.item, "number": event.number, "door": sha256[:12]}
            about["found"] = event.hash_at_event[:12]
            faults.append(Fault("custody_hash_differs", file, row, "hash_at_event", about))
        _advance(state, event)
    return faults


Wrong = tuple[str, str, dict[str, object]]


def _form_faults(event: CustodyEvent) -> list[Wrong]:
    found: list[Wrong] = []
    if not ITEM_ID.match(event.item):
        found.append(("custody_bad_item", "item", {}))
    if event.event not in CUSTODY_EVENTS:
        found.append(
            (
                "custody_unknown_event",
                "event",
                {"event": event.event[:40], "known": ", ".join(CUSTODY_EVENTS)},
            )
        )
    if parse_moment(event.at) is None:
        found.append(("custody_bad_time", "at", {"at": event.at[:40]}))
    if not _SHA256.match(event.hash_at_event):
        found.append(("custody_no_hash", "hash_at_event", {}))
    if event.event in MAKES_A_COPY and not _SHA256.match(event.made):
        found.append(("custody_no_copy_hash", "made", {"event": event.event}))
    return found


def _order_faults(event: CustodyEvent, state: _State) -> list[Wrong]:
    found: list[Wrong] = []
    expected = state.last.number + 1 if state.last else 1
    if state.last is None and event.event != "received":
        found.append(("custody_not_received_first", "event", {"event": event.event[:40]}))
    if state.last is not None and event.event == "received":
        found.append(("custody_received_again", "event", {}))
    if event.number > expected:
        found.append(("custody_gap", "number", {"expected": expected}))
    elif event.number < expected:
        found.append(("custody_out_of_order", "number", {"expected": expected}))
    if event.previous != (state.last.digest if state.last else ""):
        before = state.last.number if state.last else 0
        found.append(("custody_chain_broken", "previous", {"before": before}))
    moment = parse_moment(event.at)
    if moment and state.moment and moment < state.moment:
        found.append(("custody_time_backwards", "at", {"at": event.at}))
    if state.destroyed:
        found.append(("custody_after_destruction", "event", {"event": event.event[:40]}))
    return found


def _holder_faults(event: CustodyEvent, state: _State) -> list[Wrong]:
    if event.event in HANDS_OVER and not event.taker:
        return [("custody_no_taker", "to", {"event": event.event})]
    if not event.giver:
        return [("custody_no_giver", "from", {})]
    if event.event == "transferred" and state.holder and event.giver != state.holder:
        return [("custody_not_holder", "from", {"holder": state.holder, "giver": event.giver})]
    return []


def _advance(state: _State, event: CustodyEvent) -> None:
    state.last = event
    state.moment = parse_moment(event.at) or state.moment
    state.destroyed = state.destroyed or event.event == "destroyed"
    if event.event in HANDS_OVER and event.taker:
        state.holder = event.taker


def _copy_faults(
    item: EvidenceItem, chain: list[tuple[int, CustodyEvent]], file: str
) -> list[Fault]:
    """Copies of the item that no event of the chain made."""
    made = {kind: {e.made for _, e in chain if e.event == kind} for kind in MAKES_A_COPY}
    faults = []
    if item.working_copy and item.working_copy.sha256 not in made["copied"]:
        params = {"item": item.id, "copy": item.working_copy.sha256[:12]}
        faults.append(Fault("custody_copy_unexplained", file, None, "working_copy", params))
    if item.redacted_copy and item.redacted_copy.sha256 not in made["redacted"]:
        params = {"item": item.id, "copy": item.redacted_copy.sha256[:12]}
        faults.append(Fault("custody_copy_unexplained", file, None, "redacted_copy", params))
    return faults
