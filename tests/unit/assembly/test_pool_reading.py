"""Who may be drawn, who has a seat already, who is left out: all told, every fault with its row and column."""

from typing import Any

import pytest

from misaq.assembly import (
    Pool,
    Quotas,
    check_certificate,
    hold_lottery,
    publish_certificate,
    publish_lottery,
    publish_panels,
    read_pool,
    read_quotas,
)
from misaq.foundation.faults import Fault

QUOTAS = {
    "category": ["sex", "sex", "age", "age"],
    "feature": ["f", "m", "young", "old"],
    "min": ["1", "1", "1", "0"],
    "max": ["2", "2", "3", "3"],
}
PEOPLE = {
    "id": ["a", "b", "c", "d", "e", "f", "g"],
    "sex": ["f", "m", "f", "m", "f", "?", "m"],
    "age": ["young", "old", "young", "old", "young", "young", " "],
    "home": ["h", "h", "", "k", "k", "", "other"],
}
Columns = dict[str, list[str]]


def quotas(size: int = 4) -> Quotas:
    found, faults = read_quotas(QUOTAS, size, "quotas.csv")
    assert found is not None, faults
    return found


def known() -> Columns:
    return {name: texts[:5] for name, texts in PEOPLE.items()}


def read(columns: Columns, size: int = 4, **options: Any) -> tuple[Pool, list[Fault]]:
    pool, faults = read_pool(columns, quotas(size), "pool.csv", **options)
    assert pool is not None, faults
    assert {fault.severity for fault in faults} <= {"warning"}
    return pool, faults


def where(faults: list[Fault]) -> list[tuple[str, str, int | None, str]]:
    for fault in faults:
        assert fault.message("en").what != fault.message("ur").what
    return [(fault.code, fault.file, fault.row, fault.column) for fault in faults]


def refused(columns: Columns, **options: Any) -> list[tuple[str, str, int | None, str]]:
    pool, faults = read_pool(columns, quotas(), "pool.csv", **options)
    assert pool is None
    return where(faults)


def test_an_unknown_answer_is_refused_unless_the_policy_says_otherwise() -> None:
    assert refused(PEOPLE) == [
        ("pool_value_blank", "pool.csv", 8, "age"),
        ("pool_value_unknown", "pool.csv", 7, "sex"),
    ]


def test_a_text_that_is_no_unknown_answer_is_a_fault_whatever_the_policy() -> None:
    columns = {**PEOPLE, "sex": [*PEOPLE["sex"][:6], "male?"]}
    for policy in ("leave_out", "count_nowhere"):
        assert refused(columns, unknown_policy=policy) == [
            ("pool_value_unknown", "pool.csv", 8, "sex")
        ]


def test_people_whose_answer_is_unknown_can_be_left_out_by_name() -> None:
    pool, warnings = read(PEOPLE, unknown_policy="leave_out")
    assert pool.n_people == 5
    assert [(n.id, n.reason, n.row, n.column, n.out) for n in pool.notes] == [
        ("f", "unknown_left_out", 7, "sex", True),
        ("g", "unknown_left_out", 8, "age", True),
    ]
    assert where(warnings) == [
        ("pool_note_unknown_left_out", "pool.csv", 7, "sex"),
        ("pool_note_unknown_left_out", "pool.csv", 8, "age"),
    ]


def test_they_can_sit_and_count_under_no_feature() -> None:
    pool, _ = read(PEOPLE, unknown_policy="count_nowhere")
    assert pool.n_people == 7
    assert pool.counts.tolist() == [2, 4, 3, 3]  # age old, young; sex f, m
    assert pool.uncounted == {"age": 1, "sex": 1}
    lottery = hold_lottery(pool)
    assert lottery.probabilities["f"] > 0
    for ticket in range(0, lottery.tickets.total, lottery.tickets.total // 50):
        people = lottery.tickets.people_of(ticket)
        assert 1 <= sum(person in "ace" for person in people) <= 2


def test_seats_are_left_for_people_who_count_nowhere() -> None:
    """Two of each sex at most, and five seats: it can be met by somebody of whom it is not known."""
    pool, _ = read(PEOPLE, 5, unknown_policy="count_nowhere")
    assert hold_lottery(pool).probabilities["f"] == 1


def test_seats_given_already_are_taken_off_and_their_homes_barred() -> None:
    pool, warnings = read(known(), household="home", selected=["a"], selected_file="seated.csv")
    assert (pool.quotas.size, [person.id for person in pool.selected]) == (3, ["a"])
    assert {q.feature: (q.minimum, q.maximum) for q in pool.quotas.rows} == {
        "f": (0, 1),
        "m": (1, 2),
        "young": (0, 2),
        "old": (0, 3),
    }
    assert [(n.id, n.reason, n.row, n.column) for n in pool.notes] == [
        ("a", "selected", 2, ""),
        ("b", "home_selected", 3, "home"),
    ]
    assert where(warnings)[1] == ("pool_note_home_selected", "pool.csv", 3, "home")
    assert sorted(person for ids in pool.members for person in ids) == ["c", "d", "e"]
    assert pool.n_households == 1


@pytest.mark.parametrize(
    ("selected", "fault"),
    [
        (["a", " "], ("selected_blank", "seated.csv", 3, "id")),
        (["a", "c", "a"], ("selected_twice", "seated.csv", 4, "id")),
        (["zz"], ("selected_not_in_pool", "seated.csv", 2, "id")),
        (["a", "c", "e"], ("selected_over_quota", "seated.csv", 4, "id")),
        (["a", "b", "c", "d"], ("selected_too_many", "seated.csv", None, "")),
    ],
)
def test_every_fault_of_who_has_a_seat_has_its_row(
    selected: list[str], fault: tuple[str, str, int | None, str]
) -> None:
    assert refused(known(), selected=selected, selected_file="seated.csv") == [fault]


def test_households_by_another_name_and_none_of_a_question_mark() -> None:
    assert refused(known(), household="flat") == [
        ("pool_household_missing", "pool.csv", None, "flat")
    ]
    columns = {**known(), "home": ["h", "h", "?", "?", ""]}
    assert refused(columns, household="home") == [
        ("pool_household_unclear", "pool.csv", 4, "home"),
        ("pool_household_unclear", "pool.csv", 5, "home"),
    ]
    assert read(known())[0].n_households == 0  # no column of the usual name
    assert read(known(), household="HOME")[0].n_households == 2


def test_a_lottery_with_all_of_it_is_checked_by_the_script_against_the_files_as_given() -> None:
    options = {"household": "home", "selected": ["c"], "unknown_policy": "count_nowhere"}
    pool, _ = read(PEOPLE, **options)
    lottery = hold_lottery(pool)
    proof = publish_certificate(lottery)
    for rows in (True, False):
        sealed = publish_panels(lottery, proof, rows=rows)
        values = publish_lottery(lottery, sealed["commitment"], proof, threshold=1)
        document = {**values, "sealed": sealed}
        assert check_certificate(document, PEOPLE, QUOTAS) == []
        changed = {**PEOPLE, "home": ["h", "h", "", "k", "", "", "other"]}
        found = [item.params["reason"] for item in check_certificate(document, changed, QUOTAS)]
        assert [reason.partition(":")[0] for reason in found] == [
            "household of d",
            "household of e",
        ]
        other = {**PEOPLE, "sex": ["f", "m", "m", "m", "f", "?", "m"]}  # of her who has a seat
        found = [item.params["reason"] for item in check_certificate(document, other, QUOTAS)]
        assert [reason.partition(":")[0] for reason in found] == ["pool row c"]
