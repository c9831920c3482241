"""The legal label stands here alone; whether the elements are met is derived, over all 81 answers."""

from datetime import date
from itertools import product

from misaq.record import (
    ELEMENTS,
    ElementFinding,
    LegalQualification,
    check_qualifications,
    check_wording,
    terms,
    weigh_elements,
)


def found(**answers):
    return [ElementFinding(name, answer, "told") for name, answer in answers.items()]


def view(name="q1", **more):
    given = {
        "acts": ("a1",),
        "label": "enforced disappearance",
        "instrument": "ICPPED",
        "article": "2",
        "by": "Noor",
        "on": date(2026, 5, 1),
    }
    return LegalQualification(name, **{**given, **more})


def codes(*views):
    return [(fault.code, fault.column) for fault in check_qualifications(views, acts={"a1"})]


def test_the_elements_are_those_of_the_list():
    assert list(terms("element")) == list(ELEMENTS)


def test_all_answers_of_all_four_elements():
    articles = {"2": 0, "3": 0, "": 0}
    for answers in product(("yes", "no", "unknown"), repeat=4):
        outcome = weigh_elements(found(**dict(zip(ELEMENTS, answers, strict=True))))
        given = dict(zip(ELEMENTS, answers, strict=True))
        assert outcome.satisfied == (set(answers) == {"yes"})
        assert outcome.not_met == tuple(one for one in ELEMENTS if given[one] == "no")
        assert outcome.not_known == tuple(one for one in ELEMENTS if given[one] == "unknown")
        others = {answer for one, answer in given.items() if one != "state_or_acquiescence"}
        by_others = others == {"yes"} and given["state_or_acquiescence"] == "no"
        assert outcome.article == ("2" if outcome.satisfied else "3" if by_others else "")
        articles[outcome.article] += 1
    assert articles == {"2": 1, "3": 1, "": 79}


def test_no_answer_and_two_that_differ_are_not_known():
    assert weigh_elements([]).not_known == ELEMENTS
    four = found(**dict.fromkeys(ELEMENTS, "yes"))
    assert weigh_elements([*four, *found(deprivation="no")]).not_known == ("deprivation",)
    assert weigh_elements([*four, *found(deprivation="yes")]).satisfied


def test_nobody_confirms_their_own_view_and_nobody_contests_without_reasons():
    assert codes(view(), view("q2", status="confirmed", confirmed_by="Alia")) == []
    for confirmed_by in ("", "Noor"):
        assert codes(view(status="confirmed", confirmed_by=confirmed_by)) == [
            ("qualification_own_confirmation", "confirmed_by")
        ]
    assert codes(view(status="contested", contested_by="office-2")) == [
        ("qualification_no_reasons", "contested_because")
    ]


def test_every_other_fault_is_found():
    odd = [
        ElementFinding("deprivation", "yes"),
        ElementFinding("deprivation", "unknown"),
        ElementFinding("intent", "maybe", "told"),
    ]
    assert codes(view(), view(acts=(), by="", status="sure", elements=tuple(odd))) == [
        ("record_same_id", "id"),
        ("qualification_no_act", "acts"),
        ("qualification_by_nobody", "by"),
        ("record_unknown_term", "status"),
        ("qualification_no_basis", "elements"),
        ("qualification_twice", "elements"),
        ("record_unknown_term", "elements"),
        ("record_unknown_term", "elements.answer"),
    ]


def test_the_label_is_refused_in_every_other_field():
    assert [word.severity for word in check_wording(view().label, "structured")] == ["block"]
