"""What can be wrong with events.

InputError
├── EventFormError      a value that is no date or no count
└── EventsSpanError     the dates lie further apart than a series can show: one is mistyped
"""

from misaq.foundation.errors import InputError


class EventFormError(InputError):
    """A row holds a value that cannot be read; `row` counts the header as row 1."""

    code = "bad_event"


class EventsSpanError(InputError):
    """The first and the last date lie more than 200 years apart."""

    code = "events_span"
