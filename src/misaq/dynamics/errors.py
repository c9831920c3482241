"""What can be wrong with events.

InputError
├── EventFormError      a value that is no date or no count
├── EventsSpanError     the dates lie further apart than a series can show: one is mistyped
└── TooManySeriesError  more kinds and sides than codes can have: a column is not a code
"""

from misaq.foundation.errors import InputError


class EventFormError(InputError):
    """A row holds a value that cannot be read; `row` counts the header as row 1."""

    code = "bad_event"


class EventsSpanError(InputError):
    """The first and the last date lie more than 200 years apart."""

    code = "events_span"


class TooManySeriesError(InputError):
    """More than 1,000 pairs of kind and side occur."""

    code = "events_too_many_series"
