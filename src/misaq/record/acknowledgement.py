"""What those responsible answered: full, partial, denied or silent; the latest answer stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from misaq.foundation.dates import PartialDate

Answer = Literal["full", "partial", "denied", "silent"]
ANSWERS: tuple[Answer, ...] = ("full", "partial", "denied", "silent")
NO_ANSWER_RECORDED = "none"


@dataclass(frozen=True, slots=True)
class Response:
    """One answer to one report.

    report : "<source>/<row id>".
    answer : "silent" means asked and not answered.
    when : None when not given; such an answer is older than any that has a date.
    """

    id: str
    report: str
    answer: Answer
    when: PartialDate | None = None


def latest_answers(responses: Iterable[Response]) -> Mapping[str, Answer]:
    """For each report the answer that stands: that of the latest date.

    Dates compare by the last day they can mean, then by the first; an open end is the latest of all. Where two
    answers have the same date, the one with the higher id stands.

    >>> from misaq.foundation.dates import parse_edtf
    >>> latest_answers([
    ...     Response("r1", "a/1", "denied", parse_edtf("2020")),
    ...     Response("r2", "a/1", "full", parse_edtf("2021-03")),
    ... ])
    {'a/1': 'full'}
    """
    stands: dict[str, Answer] = {}
    for response in sorted(responses, key=_order):
        stands[response.report] = response.answer
    return stands


def _order(response: Response) -> tuple[date, date, str]:
    when = response.when
    if when is None:
        return date.min, date.min, response.id
    return when.latest or date.max, when.earliest or date.min, response.id
