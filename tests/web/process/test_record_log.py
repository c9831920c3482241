"""Events of the record reach the public log by the hour, shuffled, once; without its salt a leaf is nobody's."""

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from misaq.record import ERASURE_REASONS, RecordEvent, Secret, matches_leaf, matches_tombstone
from misaq.web.ledger.models import LedgerEntry, SignedCheckpoint
from misaq.web.process import hourly, record_log
from misaq.web.process.models import Release
from misaq.web.process.record_log import append_waiting
from misaq.web.record.log.services import tombstone_wait
from misaq.web.record.models import PendingLeaf
from misaq.web.record.sealed.services import leaf_wait


@pytest.fixture
def release(db: None) -> Release:
    """The release whose process names the log."""
    return Release.objects.create(process_id="invented", source_folder="", log_size=0)


def wait(n: int, *, about: str = "row") -> list[PendingLeaf]:
    """Leaves of `n` records that wait."""
    return [
        leaf_wait(RecordEvent("record.sealed", {"record": f"{about}{i}"}), about=f"{about}{i}")
        for i in range(n)
    ]


def logged() -> list[bytes]:
    return [bytes(row.entry) for row in LedgerEntry.objects.order_by("index")]


def test_leaves_are_appended_once_an_hour_and_only_once(release: Release) -> None:
    now = timezone.now().replace(minute=10)
    wait(3)
    assert append_waiting(now=now) == 3
    assert append_waiting(now=now) == 0
    wait(2, about="later")
    assert append_waiting(now=now + timedelta(minutes=20)) == 0  # still the same hour
    assert append_waiting(now=now + timedelta(hours=1)) == 2
    assert append_waiting(now=now + timedelta(hours=2)) == 0
    assert sorted(logged()) == sorted(bytes(leaf.entry) for leaf in PendingLeaf.objects.all())
    assert SignedCheckpoint.objects.count() == 2
    # nothing of the minute stays in the rows
    assert {at.minute for at in PendingLeaf.objects.values_list("appended_at", flat=True)} == {0}


def test_leaves_wait_for_the_first_release(db: None) -> None:
    wait(1)
    assert append_waiting() == 0
    assert not LedgerEntry.objects.exists()


def test_the_order_in_the_log_is_not_the_order_of_the_rows(release: Release) -> None:
    orders = set()
    for turn in range(4):
        leaves = wait(12, about=f"turn{turn}-")
        append_waiting(now=timezone.now() + timedelta(hours=turn + 1))
        entries = logged()[-12:]
        orders.add(tuple(entries.index(bytes(leaf.entry)) for leaf in leaves))
    assert len(orders) == 4  # 12! orders: two alike would be a wonder
    assert tuple(range(12)) not in orders


def test_without_its_salt_a_leaf_fits_no_row(release: Release) -> None:
    leaves = wait(6)
    append_waiting()
    for entry in logged():
        fields = json.loads(entry)
        assert set(fields) == {"mac", "prev", "type"}
        for leaf in leaves:
            event = RecordEvent("record.sealed", leaf.body)
            assert leaf.about.encode() not in entry
            for guess in (b"", leaf.about.encode(), hashlib.sha256(leaf.about.encode()).digest()):
                assert not matches_leaf(entry, event, Secret(guess.ljust(32, b"\0")))
        owners = [
            leaf
            for leaf in leaves
            if matches_leaf(
                entry, RecordEvent("record.sealed", leaf.body), Secret(bytes(leaf.salt))
            )
        ]
        assert len(owners) == 1  # with it, exactly one


def test_an_erasure_leaves_a_tombstone_that_names_nothing(release: Release) -> None:
    now = timezone.now()
    (old,) = wait(1, about="old")
    append_waiting(now=now)
    (new,) = wait(1, about="new")
    for leaf in (old, new):
        tombstone_wait(leaf.about, reason=ERASURE_REASONS[0], approvers=("one", "two"))
    assert not PendingLeaf.objects.filter(pk=old.pk).exists()
    left = PendingLeaf.objects.all()
    assert {(leaf.about, bytes(leaf.salt), str(leaf.body)) for leaf in left} == {("", b"", "{}")}
    assert append_waiting(now=now + timedelta(hours=1)) == 3
    stones = [entry for entry in logged() if json.loads(entry)["type"] == "record.erased"]
    assert len(stones) == 2
    for stone in stones:
        assert b"old" not in stone
        assert b"one" not in stone
        assert not matches_tombstone(stone, ERASURE_REASONS[0], ("one", "two"), Secret(bytes(32)))


def test_a_failure_appends_nothing_and_the_next_try_does(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait(2)

    def fails(*_args: object, **_more: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(record_log, "ledger_append", fails)
        with pytest.raises(RuntimeError):
            append_waiting()
    assert not LedgerEntry.objects.exists()
    assert append_waiting() == 2


def test_the_worker_does_it_by_the_hour_and_goes_on_after_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done, stop = [], threading.Event()

    def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise RuntimeError
        stop.set()

    monkeypatch.setattr(hourly, "EVERY", 0.01)
    monkeypatch.setattr(hourly, "do_hourly", work)
    monkeypatch.setattr(hourly, "close_old_connections", lambda: None)
    hourly.begin_hourly(stop).join(timeout=10)
    assert len(done) == 2


def test_what_is_due_is_done(release: Release) -> None:
    wait(1)
    hourly.do_hourly()
    assert len(logged()) == 1
