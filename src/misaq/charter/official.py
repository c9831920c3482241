"""The text as it was published: what is in force on the day of a version, as it was known on that day."""

from misaq.charter.standing import active_on
from misaq.charter.weave import Mask, Weave


def official_state(weave: Weave, place: int) -> Mask:
    """Which operations a text published on the day of version `place` shows: those in force, as known on that day."""
    active = weave.active(place)
    day = weave.datings[place].date
    if day and any(operation.kind != "observed" for operation in weave.operations):
        active = active & active_on(weave, day, known=day)
    return active
