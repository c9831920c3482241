"""Dynamics: what was recorded week by week, by kind of event and side; no claims about causes."""

from misaq.dynamics import messages as _messages  # noqa: F401  registers the texts
from misaq.dynamics.errors import EventFormError, EventsSpanError, TooManySeriesError
from misaq.dynamics.events import APART, Events, read_events
from misaq.dynamics.series import (
    BIN_WEEKS,
    LARGEST_HIDDEN_SHARE,
    Bin,
    PublishedSeries,
    PublishedWeeks,
    WeeklySeries,
    bin_counts,
    count_weeks,
    publish_weeks,
)

__all__ = [  # noqa: RUF022  in the order of the story
    "APART",
    "Events",
    "read_events",
    "WeeklySeries",
    "count_weeks",
    "BIN_WEEKS",
    "LARGEST_HIDDEN_SHARE",
    "bin_counts",
    "Bin",
    "PublishedSeries",
    "PublishedWeeks",
    "publish_weeks",
    "EventFormError",
    "EventsSpanError",
    "TooManySeriesError",
]
