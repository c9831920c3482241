"""Commitments: what is overdue on which day, what is blocked, and what a group of them comes to."""

import pytest

from misaq.foundation.dates import parse_edtf
from misaq.table import (
    Commitment,
    CommitmentFormError,
    DependencyCycleError,
    find_cycles,
    is_scored_by_obligor,
    judge,
    overdue_first,
    read_commitments,
    roll_up,
    roll_up_by_beneficiary,
    roll_up_by_theme,
    unknown_dependencies,
)


def promise(identifier: str = "c1", due: str = "", score: int | None = None, **more) -> Commitment:
    when = parse_edtf(due) if due else None
    return Commitment(
        identifier, {"en": "Do it"}, {"en": "Ministry"}, due=when, score=score, **more
    )


@pytest.mark.parametrize(
    ("due", "last_day", "day_after"),
    [
        ("2030-06-15", "2030-06-15", "2030-06-16"),
        ("2030-02", "2030-02-28", "2030-03-01"),
        ("2028-02", "2028-02-29", "2028-03-01"),
        ("2030", "2030-12-31", "2031-01-01"),
        ("2030~", "2030-12-31", "2031-01-01"),
        ("2030-01/2031-06", "2031-06-30", "2031-07-01"),
        ("202X", "2029-12-31", "2030-01-01"),
    ],
)
def test_it_is_overdue_from_the_day_after_the_last_day_it_can_mean(
    due: str, last_day: str, day_after: str
) -> None:
    (before,) = judge([promise(due=due)], as_of=last_day)
    assert (before.overdue, before.days_overdue, before.not_due) == (False, None, True)
    (after,) = judge([promise(due=due)], as_of=day_after)
    assert (after.overdue, after.days_overdue, after.not_due) == (True, 1, False)


def test_a_day_known_only_to_its_year_makes_nothing_overdue_too_early() -> None:
    late_in_2030 = promise(due="2030-11-01")
    assert judge([late_in_2030], as_of="2030")[0].overdue is False
    assert judge([late_in_2030], as_of="2031")[0].overdue is True


@pytest.mark.parametrize("due", ["", "XXXX", "2030/.."])
def test_without_a_last_day_nothing_is_said(due: str) -> None:
    (standing,) = judge([promise(due=due)], as_of="2040-01-01")
    assert (standing.overdue, standing.not_due, standing.days_overdue) == (None, None, None)
    assert judge([promise(due="2030")], as_of="")[0].overdue is None


@pytest.mark.parametrize(("score", "overdue"), [(None, True), (0, True), (2, True), (3, False)])
def test_only_what_is_kept_in_full_is_not_overdue(score: int | None, overdue: bool) -> None:
    assert judge([promise(due="2030", score=score)], as_of="2031-05-01")[0].overdue is overdue


def test_overdue_ones_stand_longest_first_then_by_id() -> None:
    some = [promise("b", "2030"), promise("a", "2030"), promise("z", "2029"), promise("y", "2035")]
    late = overdue_first(judge(some, as_of="2031-01-10"))
    assert [s.commitment.id for s in late] == ["z", "a", "b"]
    assert [s.days_overdue for s in late] == [375, 10, 10]


def test_blocked_by_what_is_not_kept_in_full() -> None:
    some = [
        promise("a", score=3),
        promise("b", score=2),
        promise("c", depends_on=("a", "b")),
        promise("d", score=3, depends_on=("b",)),
    ]
    assert [s.blocked_by for s in judge(some, as_of="")] == [(), (), ("b",), ()]


def test_cycles_are_found_and_only_they() -> None:
    links = {
        "a": "b",
        "b": "c",
        "c": "a",
        "d": "a",
        "e": "e",
        "f": "",
        "g": "f",
        "h": "i",
        "i": "h",
    }
    some = [promise(i, depends_on=tuple(o.split())) for i, o in links.items()]
    assert find_cycles(some) == [("a", "b", "c"), ("e",), ("h", "i")]
    with pytest.raises(DependencyCycleError, match="a, b, c"):
        judge(some, as_of="2031")
    assert find_cycles([promise("a", depends_on=("b", "nowhere")), promise("b")]) == []


def test_two_cycles_joined_by_a_bridge_are_two() -> None:
    links = {"a": "b", "b": "a m", "m": "x", "x": "y", "y": "x"}
    some = [promise(i, depends_on=tuple(o.split())) for i, o in links.items()]
    assert find_cycles(some) == [("a", "b"), ("x", "y")]


def test_unknown_dependencies_are_named() -> None:
    some = [promise("a", depends_on=("b", "x")), promise("b")]
    assert unknown_dependencies(some) == [("a", "x")]


@pytest.mark.parametrize(
    ("scorer", "own"),
    [
        ("Interior Ministry", True),
        ("interior  ministry.", True),
        ("Panel; INTERIOR MINISTRY", True),
        ("وزارتِ داخلہ", True),
        ("Panel of scorers", False),
        ("Interior Ministry watch", False),
        ("", False),
        (";", False),
    ],
)
def test_a_score_by_the_obligor_itself_is_seen(scorer: str, own: bool) -> None:
    obligor = {"en": "Interior Ministry", "ur": "وزارتِ داخلہ"}
    assert is_scored_by_obligor(Commitment("a", {}, obligor, scored_by=scorer)) is own


def test_an_obligor_without_a_name_is_nobody() -> None:
    assert not is_scored_by_obligor(Commitment("a", {}, {"en": "..."}, scored_by="..."))


def test_a_roll_up_worked_by_hand() -> None:
    some = [
        promise("a", "2030", 0),
        promise("b", "2030", 3),
        promise("c", "2032", 2),
        promise("d", "2032", depends_on=("a",)),
        promise("e"),
    ]
    group = roll_up(judge(some, as_of="2031-01-01"), "land")
    assert (group.n, group.n_scored, group.by_score) == (5, 3, (1, 0, 1, 1))
    assert group.delivered == pytest.approx(5 / 9)
    assert (group.low, group.high) == (pytest.approx(5 / 15), pytest.approx(11 / 15))
    assert (group.n_overdue, group.n_blocked, group.n_not_due, group.n_undated) == (1, 1, 2, 1)
    assert group.share_not_due == pytest.approx(0.4)


def test_nothing_scored_has_no_mean_and_nothing_at_all_no_share() -> None:
    group = roll_up(judge([promise()], as_of=""), "x")
    assert (group.delivered, group.low, group.high) == (None, 0.0, 1.0)
    empty = roll_up([], "x")
    assert (empty.n, empty.delivered, empty.low, empty.share_not_due) == (0, None, None, None)


def test_every_community_has_a_row_even_one_that_was_promised_nothing() -> None:
    some = [promise("a", beneficiary="kelvar"), promise("b"), promise("c", beneficiary="gone")]
    groups = roll_up_by_beneficiary(judge(some, as_of=""), ("talhen", "kelvar"))
    assert [(g.key, g.n) for g in groups] == [("talhen", 0), ("kelvar", 1), ("gone", 1), ("", 1)]
    themed = [promise("a", theme="land"), promise("b"), promise("c", theme="land")]
    assert [(g.key, g.n) for g in roll_up_by_theme(judge(themed, as_of=""))] == [
        ("", 1),
        ("land", 2),
    ]


def test_rows_are_read_as_they_are() -> None:
    rows = [
        {"id": "b", "title_en": " T ", "title_ur": "", "obligor_en": "O", "depends_on": "a; ;c;a"},
        {"title_en": "no id", "due": "2030~", "score": "0"},
    ]
    without_id, b = read_commitments(rows)
    assert (without_id.id, without_id.score, without_id.due) == ("2", 0, parse_edtf("2030~"))
    assert (b.title, b.depends_on, b.score, b.due) == ({"en": "T"}, ("a", "c"), None, None)


@pytest.mark.parametrize(
    ("column", "value"), [("score", "4"), ("score", "3.0"), ("score", "-1"), ("due", "31/12/2030")]
)
def test_what_cannot_be_read_is_named_with_its_row(column: str, value: str) -> None:
    with pytest.raises(CommitmentFormError) as caught:
        read_commitments([{"id": "a"}, {"id": "b", column: value}])
    assert caught.value.params == {"row": 3, "column": column, "value": value}
