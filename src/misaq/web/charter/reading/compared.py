"""Two states of the text beside each other, made ready for a template."""

from dataclasses import dataclass
from typing import Any

from misaq.charter import Weave, redline_states
from misaq.web.charter.history import redline_blocks
from misaq.web.charter.reading.moment import Moment


@dataclass(frozen=True)
class Compared:
    """What differs between two states.

    blocks : changed paragraphs by provision. more : provisions that differ and are not shown.
    words_in, words_out, n_provisions : of everything, shown or not.
    between : n of the versions that lie between the two, in order.
    """

    blocks: list[dict[str, Any]]
    more: int
    words_in: int
    words_out: int
    n_provisions: int
    between: tuple[int, ...]


def compare(weave: Weave, first: Moment, second: Moment) -> Compared:
    """From `first` to `second`, which may be the earlier one: then what came in is shown as going."""
    changes = redline_states(weave, first.active, second.active)
    newer = max(first, second, key=lambda moment: moment.place)
    blocks, more = redline_blocks(weave, changes, newer.n)
    low, high = sorted((first.place, second.place))
    return Compared(
        blocks,
        more,
        sum(change.words_in for change in changes),
        sum(change.words_out for change in changes),
        len(changes),
        weave.numbers[low + 1 : high + 1],
    )
