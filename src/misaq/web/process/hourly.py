"""What the background worker does by the hour, beside the queue."""

import logging
import threading

from django.db import close_old_connections, connection

from misaq.foundation.errors import MisaqError
from misaq.web.charter.undoing.pdf_services import pdfs_expire
from misaq.web.process.charter_log import append_drafting_events
from misaq.web.process.record_log import append_waiting
from misaq.web.record.exports.services import exports_expire

EVERY = 60.0  # seconds between two looks at the clock; what is due once an hour knows that itself

log = logging.getLogger("misaq.process")


def do_hourly() -> None:
    """The record's events go into the public log, exports and PDFs that are over end, SQLite measures its indexes."""
    append_waiting()
    append_drafting_events()
    exports_expire()
    pdfs_expire()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")  # PostgreSQL does this by itself


def begin_hourly(stop: threading.Event | None = None) -> threading.Thread:
    """Do it in a thread of its own until the process ends, or `stop` is set."""
    thread = threading.Thread(target=_again, args=(stop or threading.Event(),), daemon=True)
    thread.start()
    return thread


def _again(stop: threading.Event) -> None:
    while not stop.wait(EVERY):
        close_old_connections()
        try:
            do_hourly()
        except MisaqError as error:
            log.warning("hourly work failed: %s", error.code)
        except Exception:
            log.error("hourly work failed")
        finally:
            close_old_connections()
