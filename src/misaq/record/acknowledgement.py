"""What those responsible answered: full, partial, denied or silent; the latest answer stands.

An acknowledgement says by whom and with what authority; what is promised in it becomes a commitment of the table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from misaq.foundation.dates import PartialDate
from misaq.foundation.faults import Fault
from misaq.record.vocabulary import check_term

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


@dataclass(frozen=True, slots=True)
class PromisedRemedy:
    """One thing promised in an acknowledgement. title : language to text. beneficiary : community id, "" for all."""

    id: str
    title: Mapping[str, str]
    due: PartialDate | None = None
    beneficiary: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What one side acknowledges of one report.

    by : id of the actor. by_name : language to the name it goes by.
    spoken_by, authority : who said it, and in what capacity they may speak for the actor.
    answer : how much. forms : codes of `acknowledgement_form`; () for a denial or silence.
    when : None when not known. words : letter for letter. remedies : what was promised with it.
    """

    id: str
    report: str
    by: str
    by_name: Mapping[str, str]
    answer: Answer
    when: PartialDate | None = None
    spoken_by: str = field(default="", repr=False)
    authority: str = ""
    forms: tuple[str, ...] = ()
    words: str = field(default="", repr=False)
    remedies: tuple[PromisedRemedy, ...] = ()

    @property
    def apologised(self) -> bool:
        """Whether an apology is among its forms."""
        return "apology" in self.forms


@dataclass(frozen=True, slots=True)
class CommitmentDraft:
    """A remedy as the table room's commitments want it: plain values, one row of that room's table.

    obligor, title : language to text. due : EDTF, "" when none was set. source : the acknowledgement it comes from.
    """

    id: str
    title: Mapping[str, str]
    obligor: Mapping[str, str]
    beneficiary: str
    due: str
    source: str


def current_acknowledgement(
    acknowledgements: Iterable[Acknowledgement], report: str, by: str
) -> Acknowledgement | None:
    """What one side's word on one report is now: its latest; None when it has not been asked or has not spoken."""
    given = [one for one in acknowledgements if (one.report, one.by) == (report, by)]
    return max(given, key=lambda one: _moment(one.when, one.id), default=None)


def draft_commitments(acknowledgement: Acknowledgement) -> tuple[CommitmentDraft, ...]:
    """What was promised, as commitments to hand over to the table.

    >>> told = Acknowledgement("k1", "list/4", "north", {"en": "North"}, "full",
    ...     remedies=(PromisedRemedy("m1", {"en": "Build the house again"}),))
    >>> [(one.id, one.obligor["en"], one.due) for one in draft_commitments(told)]
    [('k1-m1', 'North', '')]
    """
    return tuple(
        CommitmentDraft(
            id=f"{acknowledgement.id}-{remedy.id}",
            title=remedy.title,
            obligor=acknowledgement.by_name,
            beneficiary=remedy.beneficiary,
            due=remedy.due.edtf if remedy.due else "",
            source=acknowledgement.id,
        )
        for remedy in acknowledgement.remedies
    )


def check_acknowledgements(acknowledgements: Sequence[Acknowledgement]) -> list[Fault]:
    """Find acknowledgements by nobody or without authority, denials with an apology, and remedies without a text."""
    faults: list[Fault] = []
    seen: set[str] = set()
    for one in acknowledgements:
        params = {"id": one.id}
        if one.id in seen:
            faults.append(Fault("record_same_id", column="id", params=params))
        seen.add(one.id)
        faults += check_term("acknowledgement", one.answer, record_id=one.id, field="answer")
        for form in one.forms:
            faults += check_term("acknowledgement_form", form, record_id=one.id, field="forms")
        if not one.by or not one.report:
            faults.append(Fault("acknowledgement_by_nobody", column="by", params=params))
        owned = one.answer in {"full", "partial"}
        if owned and not (one.spoken_by and one.authority):
            faults.append(Fault("acknowledgement_no_authority", column="authority", params=params))
        if owned != bool(one.forms):
            faults.append(Fault("acknowledgement_forms", column="forms", params=params))
        if any(not any(text.strip() for text in remedy.title.values()) for remedy in one.remedies):
            faults.append(Fault("acknowledgement_empty_remedy", column="remedies", params=params))
    return faults


def _order(response: Response) -> tuple[date, date, str]:
    return _moment(response.when, response.id)


def _moment(when: PartialDate | None, name: str) -> tuple[date, date, str]:
    if when is None:
        return date.min, date.min, name
    return when.latest or date.max, when.earliest or date.min, name
