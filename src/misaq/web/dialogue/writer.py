"""Answers written to the database: many at once, each told to its sender only when it is safely there.

The disk takes as long for one answer as for fifty. So one thread of each process gathers what has come in while
the last lot was being written, and writes it in one transaction; every request waits for its own.
"""

import logging
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone

from misaq.web.dialogue.models import Exposure, Vote, VoteEvent

log = logging.getLogger("misaq.dialogue")
MOST_AT_ONCE = 500
PATIENCE_S = 30  # longer than the database waits for its lock


@dataclass(frozen=True)
class Ballot:
    """One answer on its way to the database; or, with `is_vote` False, only that a statement was shown.

    value : 1 agree, -1 disagree, 0 pass, None: taken back.
    probability : of the statement to have been chosen when it was shown; None: not known, nothing is noted.
    """

    participant: int
    statement: int
    value: int | None = None
    is_important: bool = False
    is_undo: bool = False
    probability: float | None = None
    is_vote: bool = True
    at: datetime = field(default_factory=timezone.now)


def write_together(ballots: Sequence[Ballot]) -> None:
    """Write all of them or none, in one transaction.

    Rows are written in one order everywhere, so that two writers never wait for each other in a circle.
    """
    votes = [ballot for ballot in ballots if ballot.is_vote]
    newest = {(ballot.participant, ballot.statement): ballot for ballot in votes}
    shown = {
        (ballot.participant, ballot.statement): ballot
        for ballot in reversed(ballots)
        if ballot.probability is not None
    }
    with transaction.atomic():
        Vote.objects.bulk_create(
            [
                Vote(
                    participant_id=participant,
                    statement_id=statement,
                    value=ballot.value,
                    is_important=ballot.is_important,
                    voted_at=ballot.at,
                )
                for (participant, statement), ballot in sorted(newest.items())
            ],
            update_conflicts=True,
            unique_fields=["participant", "statement"],
            update_fields=["value", "is_important", "voted_at"],
        )
        VoteEvent.objects.bulk_create(
            VoteEvent(
                participant_id=ballot.participant,
                statement_id=ballot.statement,
                value=ballot.value,
                is_important=ballot.is_important,
                is_undo=ballot.is_undo,
                at=ballot.at,
            )
            for ballot in votes
        )
        Exposure.objects.bulk_create(
            [
                Exposure(
                    participant_id=participant,
                    statement_id=statement,
                    probability=ballot.probability or 0.0,
                    at=ballot.at,
                )
                for (participant, statement), ballot in sorted(shown.items())
            ],
            ignore_conflicts=True,
        )


class VoteWriter:
    """The thread that writes; begun with the first answer, anew in a process that was forked."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[tuple[Ballot, Future[None]] | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._process = 0

    def put(self, ballot: Ballot) -> "Future[None]":
        """Hand an answer over; the future is done when it is in the database, or holds why not."""
        if self._process != os.getpid():
            self._begin()
        promise: Future[None] = Future()
        self._queue.put((ballot, promise))
        return promise

    def stop(self) -> None:
        """Write what has come in, give the connection back and end the thread; the next answer begins another."""
        with self._lock:
            if self._process == os.getpid():
                self._queue.put(None)
                self._thread.join(PATIENCE_S)
                self._process = 0

    def _begin(self) -> None:
        with self._lock:
            if self._process != os.getpid():
                self._queue = SimpleQueue()
                self._thread = threading.Thread(target=self._write_on, name="votes", daemon=True)
                self._thread.start()
                self._process = os.getpid()

    def _write_on(self) -> None:
        queue, going_on = self._queue, True
        while going_on:
            batch, going_on = _gather(queue)
            close_old_connections()
            if batch:
                _write_batch(batch)
        connection.close()


def _gather(
    queue: "SimpleQueue[tuple[Ballot, Future[None]] | None]",
) -> tuple[list[tuple[Ballot, "Future[None]"]], bool]:
    """What lies in the queue, waiting for a first one; and whether more may come."""
    batch: list[tuple[Ballot, Future[None]]] = []
    thing = queue.get()
    while thing is not None:
        batch.append(thing)
        if len(batch) == MOST_AT_ONCE:
            return batch, True
        try:
            thing = queue.get_nowait()
        except Empty:
            return batch, True
    return batch, False


def _write_batch(batch: Sequence[tuple[Ballot, "Future[None]"]]) -> None:
    """Write a lot together; when one of them cannot be written, each by itself."""
    try:
        write_together([ballot for ballot, _ in batch])
    except Exception:
        for ballot, promise in batch:
            try:
                write_together([ballot])
            except Exception as error:
                log.warning("an answer was not written", extra={"error": type(error).__name__})
                promise.set_exception(error)
            else:
                promise.set_result(None)
    else:
        for _, promise in batch:
            promise.set_result(None)


_writer = VoteWriter()


def write_ballot(ballot: Ballot) -> None:
    """Write one answer and come back when it is durable; raises what kept it from being written."""
    if settings.VOTES_TOGETHER:
        _writer.put(ballot).result(timeout=PATIENCE_S)
    else:
        write_together([ballot])


def note_shown(ballot: Ballot) -> None:
    """Note that a statement was shown, without waiting: a page is never late or lost for that."""
    if settings.VOTES_TOGETHER:
        _writer.put(ballot)
        return
    try:
        write_together([ballot])
    except DatabaseError:
        log.warning("a showing was not noted")
