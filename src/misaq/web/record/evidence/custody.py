"""The chain of custody of an item: one event more, and the check of all of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from misaq.foundation.errors import MisaqError, TamperError
from misaq.foundation.faults import Fault
from misaq.record import CustodyEvent as CoreEvent
from misaq.record import EventKind, next_event, parse_moment, verify_custody
from misaq.web.accounts.models import Account
from misaq.web.record.evidence.opened import Opened
from misaq.web.record.models import CustodyEvent, EvidenceItem
from misaq.web.record.unlocking import Keyring

TABLE = "custody"


class ChainBrokenError(TamperError):
    """A chain that does not hold gets no further event: first somebody finds out why."""

    code = "custody_stopped"


@dataclass(frozen=True)
class Line:
    """One event as a page shows it. event : None where its row does not open. faults : what is wrong with it."""

    row: CustodyEvent
    event: CoreEvent | None
    reason: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Checked:
    """A chain and what its check found.

    broken_at : number of the first event that disagrees; 0 when all hold, or when what is wrong is about no event.
    others : faults that are about no event. head : digest of the newest event.
    """

    lines: tuple[Line, ...]
    others: tuple[Fault, ...]
    broken_at: int
    head: str

    @property
    def holds(self) -> bool:
        """Whether nothing disagrees."""
        return not self.others and not any(line.faults for line in self.lines)


def handle_of(account: Account) -> str:
    """How an account is called in a chain: a number, never a name."""
    return f"account-{account.pk}"


def custody_add(
    opened: Opened,
    event: EventKind,
    keys: Keyring,
    *,
    by: Account,
    taker: str = "",
    made: str = "",
    reason: str = "",
) -> CustodyEvent:
    """One event more, inside the transaction of the act it tells of; the item's row is locked by whoever calls.

    Raises ChainBrokenError.
    """
    item, chain = opened.row, chain_of(opened, keys)
    now = timezone.now()
    last = parse_moment(chain[-1].at) if chain else None
    try:
        new = next_event(
            chain,
            event,
            item=str(item.pk),
            at=max(now, last).isoformat() if last else now.isoformat(),
            giver=handle_of(by),
            taker=taker,
            hash_at_event=opened.hashes["sha256"],
            made=made,
        )
    except MisaqError:
        raise ChainBrokenError from None
    opened.hashes["head"] = new.digest
    opened.shut(keys)
    item.save()
    house, name = item.case.organisation_id, f"{item.pk}.{new.number}"
    return CustodyEvent.objects.create(
        item=item,
        number=new.number,
        event=event,
        by=by,
        at=now,
        document_shut=keys.shut(
            house, new.document().decode(), table=TABLE, row=name, field="document"
        ),
        reason_shut=keys.shut(house, reason, table=TABLE, row=name, field="reason"),
    )


def chain_of(opened: Opened, keys: Keyring) -> list[CoreEvent]:
    """An item's events as they were shut. Raises ChainBrokenError where one was altered, or the end is cut."""
    chain = []
    for row, event in _events(opened.row, keys):
        if event is None or not _same(row, event):
            raise ChainBrokenError
        chain.append(event)
    if opened.hashes.get("head", "") != (chain[-1].digest if chain else ""):
        raise ChainBrokenError
    return chain


def chain_check(opened: Opened, keys: Keyring) -> Checked:
    """Check an item's chain against its rows, its hashes, its copies and the head kept with the item."""
    item = opened.row
    pairs = _events(item, keys)
    events = [event for _row, event in pairs if event is not None]
    report = verify_custody(
        [opened.core()], events, heads={str(item.pk): opened.hashes.get("head", "")}
    )
    by_number: dict[int, list[Fault]] = {}
    others: list[Fault] = []
    for fault in report.faults:
        number = fault.params.get("number")
        if isinstance(number, int):
            by_number.setdefault(number, []).append(fault)
        else:
            others.append(fault)
    lines = tuple(_line(row, event, by_number, item, keys) for row, event in pairs)
    wrong = [line.row.number for line in lines if line.faults]
    return Checked(lines, tuple(others), min(wrong, default=0), report.heads.get(str(item.pk), ""))


def _line(
    row: CustodyEvent,
    event: CoreEvent | None,
    by_number: dict[int, list[Fault]],
    item: EvidenceItem,
    keys: Keyring,
) -> Line:
    faults: Sequence[Fault] = by_number.get(row.number, [])
    about = {"item": str(item.pk), "number": row.number}
    if event is None:
        return Line(row, None, "", (Fault("custody_unreadable", params=about),))
    if not _same(row, event):
        faults = [*faults, Fault("custody_row_differs", params=about)]
    return Line(row, event, _text(row, item, keys, "reason") or "", tuple(faults))


def _same(row: CustodyEvent, event: CoreEvent) -> bool:
    """Whether a row's columns, by which pages list and count, say what is shut in it."""
    said = (row.number, row.event, f"account-{row.by_id}")
    return said == (event.number, event.event, event.giver)


def _events(item: EvidenceItem, keys: Keyring) -> list[tuple[CustodyEvent, CoreEvent | None]]:
    rows = item.custody.select_related("by").order_by("number")
    return [(row, _event(_text(row, item, keys, "document"))) for row in rows]


def _text(row: CustodyEvent, item: EvidenceItem, keys: Keyring, field: str) -> str | None:
    """A shut text of a row; None where it does not open at its place."""
    box = row.document_shut if field == "document" else row.reason_shut
    try:
        name = f"{item.pk}.{row.number}"
        return keys.read(item.case.organisation_id, box, table=TABLE, row=name, field=field)
    except MisaqError:
        return None


def _event(text: str | None) -> CoreEvent | None:
    if not text:
        return None
    told = json.loads(text)
    return CoreEvent(
        told["item"], told["number"], told["event"], told["at"], told["from"], told["to"], told["place"],
        told["hash_at_event"], told["made"], told["previous"], told["log_index"],
    )  # fmt: skip
