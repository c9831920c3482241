"""The legal view of acts: the only place of a legal label, with its elements, by whom, and who disputes it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from misaq.foundation.faults import Fault
from misaq.record.detention import TriState
from misaq.record.vocabulary import check_term

Element = Literal[
    "deprivation", "state_or_acquiescence", "refusal_or_concealment", "outside_protection"
]
ELEMENTS: tuple[Element, ...] = (
    "deprivation", "state_or_acquiescence", "refusal_or_concealment", "outside_protection",
)  # fmt: skip
_BY_WHOM: Element = "state_or_acquiescence"


@dataclass(frozen=True, slots=True)
class ElementFinding:
    """Whether one element is met: yes, no or unknown, on what, by which source records."""

    element: Element
    answer: TriState
    basis: str = field(default="", repr=False)
    source_records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementsOutcome:
    """What the four answers come to; nobody writes it, it is derived.

    satisfied : all four are yes.
    article : "2" when satisfied; "3" when all but the state's part are yes and that is no: the same acts without the
        state, which a state must still investigate; "" otherwise.
    not_met : answered no. not_known : unknown or unanswered.
    """

    satisfied: bool
    article: Literal["2", "3", ""]
    not_met: tuple[Element, ...]
    not_known: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class LegalQualification:
    """One legal view of one or more acts.

    label : the legal words, which stand nowhere else. instrument, article : the text relied on.
    elements : () for an instrument that has other elements than the four.
    by : who holds the view. status : code of `qualification_status`.
    confirmed_by : another person or a court. contested_by, contested_because : who disputes it, with reasons.
    """

    id: str
    acts: tuple[str, ...]
    label: str
    instrument: str
    article: str
    by: str = field(repr=False)
    on: date
    status: str = "proposed"
    elements: tuple[ElementFinding, ...] = ()
    confirmed_by: str = field(default="", repr=False)
    contested_by: str = field(default="", repr=False)
    contested_because: str = field(default="", repr=False)


def weigh_elements(findings: Sequence[ElementFinding]) -> ElementsOutcome:
    """Derive from the four answers whether the elements are met, and which are not or not known.

    findings : one for each element; an element that stands in none, or in two that differ, is not known.
    Source: International Convention for the Protection of All Persons from Enforced Disappearance, 2006, Articles
        2 and 3; Article 3 has not been read by a lawyer for this project.

    >>> three = [ElementFinding(one, "yes") for one in ELEMENTS if one != "state_or_acquiescence"]
    >>> weigh_elements([*three, ElementFinding("state_or_acquiescence", "yes")]).satisfied
    True
    >>> weigh_elements([*three, ElementFinding("state_or_acquiescence", "no")]).article
    '3'
    >>> weigh_elements(three).not_known
    ('state_or_acquiescence',)
    """
    answers: dict[Element, TriState] = {}
    for element in ELEMENTS:
        given = {one.answer for one in findings if one.element == element}
        answers[element] = given.pop() if len(given) == 1 else "unknown"
    not_met = tuple(element for element in ELEMENTS if answers[element] == "no")
    not_known = tuple(element for element in ELEMENTS if answers[element] == "unknown")
    satisfied = not not_met and not not_known
    article: Literal["2", "3", ""] = ""
    if satisfied:
        article = "2"
    elif not_met == (_BY_WHOM,) and not not_known:
        article = "3"
    return ElementsOutcome(satisfied, article, not_met, not_known)


def check_qualifications(
    qualifications: Sequence[LegalQualification], *, acts: Collection[str]
) -> list[Fault]:
    """Find views of no act or by nobody, confirmed by their author, contested without reasons, or with odd elements.

    acts : ids of those that exist.
    """
    faults: list[Fault] = []
    seen: set[str] = set()
    for view in qualifications:
        params = {"id": view.id}
        if view.id in seen:
            faults.append(Fault("record_same_id", column="id", params=params))
        seen.add(view.id)
        faults += [
            Fault("qualification_no_act", column="acts", params={**params, "value": act})
            for act in (view.acts or ("",))
            if act not in acts
        ]
        if not (view.by and view.instrument):
            faults.append(Fault("qualification_by_nobody", column="by", params=params))
        faults += check_term("qualification_status", view.status, record_id=view.id, field="status")
        if view.status == "confirmed" and view.confirmed_by in {"", view.by}:
            faults.append(
                Fault("qualification_own_confirmation", column="confirmed_by", params=params)
            )
        if view.status == "contested" and not (view.contested_by and view.contested_because):
            faults.append(
                Fault("qualification_no_reasons", column="contested_because", params=params)
            )
        faults += _check_elements(view)
    return faults


def _check_elements(view: LegalQualification) -> list[Fault]:
    faults: list[Fault] = []
    answers: dict[str, str] = {}
    for one in view.elements:
        params: Mapping[str, str] = {"id": view.id, "value": one.element}
        faults += check_term("element", one.element, record_id=view.id, field="elements")
        faults += check_term("tri_state", one.answer, record_id=view.id, field="elements.answer")
        if one.element in answers:
            faults.append(Fault("qualification_twice", column="elements", params=params))
        answers[one.element] = one.answer
        if one.answer in {"yes", "no"} and not (one.basis or one.source_records):
            faults.append(Fault("qualification_no_basis", column="elements", params=params))
    return faults
