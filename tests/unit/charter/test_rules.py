"""A vote is decided exactly at its threshold, with every reason said."""

from fractions import Fraction

import pytest

from misaq.charter import (
    RULES,
    Ballots,
    OpenRuleError,
    Tally,
    UnknownRuleError,
    evaluate_rule,
    find_rule,
    read_rule,
)


def outcome(rule: str, tally: Tally) -> str:
    return evaluate_rule(find_rule(rule), tally).outcome


def overall(yes: int, no: int, abstain: int = 0, members: int = 100) -> Tally:
    return Tally(Ballots(yes, no, abstain, members))


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (overall(51, 49), "passed"),
        (overall(50, 50), "failed"),  # a tie is no majority
        (overall(26, 25), "passed"),  # of the votes cast
        (overall(26, 23), "no_quorum"),  # 49 of 100 took part
        (overall(25, 24, 1), "passed"),  # abstentions count as taking part, not as votes
        (overall(0, 0, 100), "failed"),  # all abstain
    ],
)
def test_majority(tally: Tally, expected: str) -> None:
    assert outcome("majority", tally) == expected


@pytest.mark.parametrize(
    ("yes", "members", "expected"),
    [
        (145, 217, "passed"),  # Tunisia 2014: two thirds of 217 is 145, by ceiling
        (144, 217, "failed"),
        (327, 490, "passed"),  # South Africa 1993: two thirds of all 490
        (326, 490, "failed"),
        (200, 300, "passed"),  # exactly two thirds
        (199, 300, "failed"),
    ],
)
def test_two_thirds_is_of_all_members(yes: int, members: int, expected: str) -> None:
    assert outcome("two_thirds", overall(yes, members - yes, 0, members)) == expected
    vacant = 5  # empty seats still count in the base
    assert outcome("two_thirds", overall(yes, members - yes - vacant, 0, members)) == expected


def body(**groups: tuple[int, int, int]) -> Tally:
    ballots = {name: Ballots(yes, no, 0, members) for name, (yes, no, members) in groups.items()}
    total = [sum(getattr(b, field) for b in ballots.values()) for field in ("yes", "no", "members")]
    return Tally(Ballots(total[0], total[1], 0, total[2]), ballots)


def test_no_community_is_outvoted() -> None:
    assert outcome("each_community", body(large=(80, 10, 100), small=(2, 1, 4))) == "passed"
    verdict = evaluate_rule(find_rule("each_community"), body(large=(90, 0, 100), small=(1, 1, 4)))
    assert verdict.outcome == "failed"
    (reason,) = [r for r in verdict.reasons if not r.passed]
    assert (reason.group, reason.got, reason.of, reason.needed) == ("small", 1, 2, 2)


def test_a_community_that_did_not_vote_has_not_agreed() -> None:
    verdict = evaluate_rule(find_rule("each_community"), body(large=(90, 0, 100), small=(0, 0, 4)))
    assert verdict.outcome == "failed"
    assert [r.needed for r in verdict.reasons if r.group == "small"] == [None]


def test_each_community_of_a_body_without_communities_is_no_promise() -> None:
    assert outcome("each_community", overall(90, 0)) == "failed"


def test_who_is_in_no_group_counts_overall_only() -> None:
    groups = {"small": Ballots(2, 1, 0, 3)}
    assert outcome("each_community", Tally(Ballots(40, 60, 0, 100), groups)) == "failed"
    assert outcome("each_community", Tally(Ballots(60, 40, 0, 100), groups)) == "passed"


def test_more_than_and_at_least_differ_by_one_vote() -> None:
    plain = {"over": "overall", "measure": "yes", "base": "cast", "value": "3/5", "empty": "fails"}
    more = read_rule("r", [{**plain, "compare": ">"}], [])
    least = read_rule("r", [{**plain, "compare": ">="}], [])
    assert evaluate_rule(least, overall(60, 40)).outcome == "passed"
    assert evaluate_rule(more, overall(60, 40)).outcome == "failed"
    assert evaluate_rule(more, overall(61, 39)).outcome == "passed"
    assert evaluate_rule(more, overall(60, 40)).reasons[0].needed == 61


@pytest.mark.parametrize("missing", ["over", "measure", "base", "compare", "value", "empty"])
def test_a_rule_that_leaves_something_open_is_refused(missing: str) -> None:
    whole = {
        "over": "overall",
        "measure": "yes",
        "base": "cast",
        "compare": ">",
        "value": "1/2",
        "empty": "fails",
    }
    read_rule("r", [whole], [])
    with pytest.raises(OpenRuleError):
        read_rule("r", [{k: v for k, v in whole.items() if k != missing}], [])


def test_the_verdict_agrees_with_plain_counting_everywhere() -> None:
    rule = read_rule(
        "r",
        [
            {
                "over": "overall",
                "measure": "yes",
                "base": "present",
                "compare": ">=",
                "value": "2/3",
                "empty": "fails",
            }
        ],
        [],
    )
    for members in range(1, 25):
        for yes in range(members + 1):
            tally = Tally(Ballots(yes, 0, members - yes, members))
            expected = Fraction(yes, members) >= Fraction(2, 3)
            assert (evaluate_rule(rule, tally).outcome == "passed") is expected


def test_an_unknown_rule_names_the_known() -> None:
    with pytest.raises(UnknownRuleError, match="each_community"):
        find_rule("consensus")
    assert set(RULES) == {"majority", "two_thirds", "each_community", "referendum"}
