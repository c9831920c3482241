"""Structured logs without personal data: one JSON object a line, from a short list of fields.

No address, no user, no body, no query: what is not written cannot be seized. A traceback names the code's
places and the kind of error, never the values it held.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

# What a log call may add by `extra=`; anything else is dropped.
ALLOWED = ("route", "method", "status", "milliseconds", "job", "release", "step")


class LineFormatter(logging.Formatter):
    """Formats a record as one JSON line.

    >>> record = logging.LogRecord("misaq", logging.INFO, "x.py", 1, "released %s", ("r1",), None)
    >>> json.loads(LineFormatter().format(record))["event"]
    'released %s'
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line; the message's own values are left out, since they may name a person."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg)[:200],
        }
        line |= {name: getattr(record, name) for name in ALLOWED if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["places"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames[-8:]
            ]
        return json.dumps(line, ensure_ascii=False, sort_keys=True)
