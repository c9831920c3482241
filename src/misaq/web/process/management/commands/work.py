"""`misaq manage work`: the background worker of `misaq serve`."""

import os
import signal
import sys
import threading
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as QueueCommand

from misaq.web.assembly.running.services import runs_recover
from misaq.web.assembly.standby.services import alternates_recover
from misaq.web.process.hourly import begin_hourly
from misaq.web.process.services import jobs_recover


class Command(QueueCommand):
    """Works off the queue, and ends when the server that started it is gone, however it went."""

    help = "Work off the queue of long work, for the server that holds the other end of standard input."

    def handle(self, **options: Any) -> None:
        """End what an earlier server left unfinished, then work until told to stop; by the hour, what is due."""
        jobs_recover()
        runs_recover()
        alternates_recover()
        begin_hourly()
        threading.Thread(target=_end_with_the_server, daemon=True).start()
        super().handle(**options)


def _end_with_the_server() -> None:
    # Straight from the file: a buffer's lock would still be held when the interpreter closes down.
    while os.read(sys.stdin.fileno(), 1):
        pass  # nothing is ever sent; the read ends when nobody holds the other end any more
    os.kill(os.getpid(), signal.SIGTERM)
