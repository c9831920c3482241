"""Names that are shut: searched only inside an unlocked session, in an index that lives in this process's memory.

The server opens the names of the cases that the searcher may work on, indexes them as they sound, and holds the index
under a hash of session and cookie. It goes when the record is locked, when its owner signs out, when nobody has asked
for half an hour, and when more sessions want one than this process holds. Memory is let go, not overwritten: Python
gives no way to. A site of several processes has one index in each that was asked.
"""

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from misaq.record import FieldAlteredError, NameIndex, OtherKeyError
from misaq.web.accounts.access import Person
from misaq.web.record.access import cases_of
from misaq.web.record.models import PersonMention
from misaq.web.record.unlocking import Keyring

HELD_MOST, CHANGED_MOST, SHOWN = 4, 2_000, 25


@dataclass(frozen=True)
class NamedCase:
    """A mention whose name may be the one asked for: the mention with its case, the name, how alike, 0 to 1."""

    mention: PersonMention
    name: str
    likeness: float


@dataclass(frozen=True)
class NamesFound:
    """What a search for a name found. n_names : in the index. n_left_out : of cases changed too long ago for it.

    n_unread : names that this session's keys did not open.
    """

    rows: list[NamedCase]
    n_names: int
    n_left_out: int
    n_unread: int


@dataclass
class _Names:
    """Names with the mention and case of each, and their index."""

    mentions: list[UUID] = field(default_factory=list)
    cases: list[UUID] = field(default_factory=list)
    names: list[str] = field(default_factory=list, repr=False)
    n_unread: int = 0
    index: NameIndex | None = field(default=None, repr=False)


@dataclass
class _Held:
    """One session's index, with what changed since it was made."""

    base: _Names
    newest: datetime | None
    n_left_out: int
    changed: _Names = field(default_factory=_Names)
    changed_cases: frozenset[UUID] = frozenset()
    seen: datetime | None = None
    used: float = field(default_factory=time.monotonic)


_held: "OrderedDict[bytes, _Held]" = OrderedDict()
_lock = threading.RLock()


def find_names(request: HttpRequest, keys: Keyring, name: str) -> NamesFound:
    """Cases with a person whose name is spelt or sounds like `name`, in either script, the most alike first."""
    held = _held_for(request, keys)
    hits: dict[UUID, tuple[str, float]] = {}
    cases: set[UUID] = set()
    for names, dropped in ((held.base, held.changed_cases), (held.changed, frozenset())):
        if names.index is None:
            continue
        for hint in names.index.find(name, most=4 * SHOWN):
            if names.cases[hint.mention] not in dropped:
                hits[names.mentions[hint.mention]] = names.names[hint.mention], hint.likeness
                cases.add(names.cases[hint.mention])
    # What the index holds says nothing of what they may see now: that is asked anew.
    allowed = list(cases_of(request.user).filter(pk__in=cases).values_list("pk", flat=True))
    own = PersonMention.objects.filter(pk__in=list(hits), case__in=allowed)
    found = [
        NamedCase(mention, *hits[mention.pk])
        for mention in own.select_related("case__organisation")
    ]
    found.sort(key=lambda row: (-row.likeness, row.mention.case.ref))
    n_names = len(held.base.names) + len(held.changed.names)
    n_unread = held.base.n_unread + held.changed.n_unread
    return NamesFound(found[:SHOWN], n_names, held.n_left_out, n_unread)


def forget_names(request: HttpRequest) -> None:
    """Let go of the index of this session."""
    with _lock:
        _held.pop(_session_mark(request), None)


def forget_idle() -> None:
    """Let go of every index that nobody asked for as long as a session lasts."""
    oldest = time.monotonic() - settings.SESSION_COOKIE_AGE
    with _lock:
        for mark in [mark for mark, held in _held.items() if held.used <= oldest]:
            del _held[mark]
        if _held:
            _wake_later()


def _wake_later() -> None:
    timer = threading.Timer(settings.SESSION_COOKIE_AGE, forget_idle)
    timer.daemon = True
    timer.start()


def _session_mark(request: HttpRequest) -> bytes:
    """A name for this session that nobody can guess, and from which neither session nor cookie can be told."""
    cookie = request.COOKIES.get(settings.RECORD_COOKIE_NAME, "")
    return hashlib.sha256(f"{request.session.session_key}|{cookie}".encode()).digest()


def _held_for(request: HttpRequest, keys: Keyring) -> _Held:
    mark = _session_mark(request)
    with _lock:  # one index is made at a time: it takes a core for a second or two
        held = _held.get(mark)
        newest = _newest(request.user)
        if held is not None and held.seen != newest:
            held = _with_changes(held, request.user, keys, newest)
        if held is None:
            held = _make(request.user, keys, newest)
            if not _held:
                _wake_later()
        held.used = time.monotonic()
        _held[mark] = held
        _held.move_to_end(mark)
        while len(_held) > HELD_MOST:
            _held.popitem(last=False)
        return held


def _newest(person: Person) -> datetime | None:
    """When a case was changed last: by the index, not by looking at all of them."""
    ordered = cases_of(person).order_by("-changed_at").values_list("changed_at", flat=True)
    return ordered.first()


def _make(person: Person, keys: Keyring, newest: datetime | None) -> _Held:
    shut = _shut_names(person)
    most = settings.RECORD_NAMES_MOST
    n_all = shut.order_by().count()
    base = _open(shut.order_by("-case__changed_at", "pk")[:most], keys)
    return _Held(base, newest, n_left_out=max(0, n_all - most), seen=newest)


def _with_changes(
    held: _Held, person: Person, keys: Keyring, newest: datetime | None
) -> _Held | None:
    """The same index with the cases changed since; None when so many changed that a new one is quicker."""
    changed = cases_of(person).filter(changed_at__gt=held.newest) if held.newest else None
    if changed is None:
        return None
    ids = list(changed.values_list("pk", flat=True)[: CHANGED_MOST + 1])
    if len(ids) > CHANGED_MOST:
        return None
    held.changed = _open(_shut_names(person).filter(case__in=ids), keys)
    held.changed_cases, held.seen = frozenset(ids), newest
    return held


def _shut_names(person: Person) -> QuerySet[PersonMention]:
    return PersonMention.objects.filter(case__in=cases_of(person)).exclude(particulars_shut=b"")


def _open(rows: QuerySet[PersonMention], keys: Keyring) -> _Names:
    out = _Names()
    for mention, case, house, shut in _read(rows):
        try:
            text = keys.read(house, shut, table="mention", row=mention, field="particulars")
        except (FieldAlteredError, OtherKeyError):
            out.n_unread += 1
            continue
        told = json.loads(text)
        if name := _whole_name(told):
            out.mentions.append(mention)
            out.cases.append(case)
            out.names.append(name)
    out.index = NameIndex(out.names) if out.names else None
    return out


def _read(rows: QuerySet[PersonMention]) -> Iterator[tuple[UUID, UUID, UUID, bytes]]:
    columns = rows.values_list("pk", "case_id", "case__organisation_id", "particulars_shut")
    for mention, case, house, shut in columns.iterator(chunk_size=5000):
        yield mention, case, house, bytes(shut)


def _whole_name(told: dict[str, Any]) -> str:
    """The name with the father's, where the source told it apart."""
    name, father = told.get("name", ""), told.get("father", "")
    return f"{name} s/o {father}" if name and father else name
