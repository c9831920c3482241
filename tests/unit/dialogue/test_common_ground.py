"""Common ground: every group agrees, no community rejects; the rule, the reason, the numbers."""

import numpy as np
import pytest

from misaq.dialogue import (
    AnswerCounts,
    CommonGroundRule,
    CommunityCell,
    agreement_by_community,
    build_vote_matrix,
    count_by_membership,
    declare_membership,
    group_aware_consensus,
    judge_statement,
    wilson_interval,
)

RULE = CommonGroundRule()


def counts(*cells: tuple[int, int, int]) -> AnswerCounts:
    agree, disagree, passed = (np.array([[c[i]] for c in cells]) for i in range(3))
    return AnswerCounts(agree, disagree, passed)


def cell(name: str, agree: int, voted: int, showing: str = "shown") -> CommunityCell:
    lower, upper = wilson_interval(agree, voted)
    return CommunityCell(name, agree, voted, float(lower), float(upper), showing, voted >= 10)


def judge(groups: AnswerCounts, cells=(), *, hold=True):
    return judge_statement(groups, groups.total(), 0, cells, RULE, groups_hold=hold)


def test_consensus_is_the_product_over_groups():
    both = counts((80, 10, 10), (30, 5, 5))
    assert group_aware_consensus(both)[0] == pytest.approx(81 / 102 * 31 / 42, rel=1e-15)


def test_all_groups_agree_and_nobody_rejects():
    finding = judge(counts((80, 10, 10), (30, 5, 5)), [cell("talhen", 60, 90)])
    assert (finding.verdict, finding.reason) == ("common_ground", "reason.groups_agree")


def test_one_community_that_rejects_holds_it_back_with_its_numbers():
    finding = judge(
        counts((80, 10, 10), (30, 5, 5)), [cell("talhen", 100, 111), cell("gharem", 5, 29)]
    )
    assert (finding.verdict, finding.reason) == ("withheld", "reason.community_rejects")
    assert finding.params == {"community": "gharem", "agree": 5, "voted": 29, "upper": 35}


def test_a_hidden_community_that_rejects_holds_it_back_without_its_numbers():
    finding = judge(counts((80, 10, 10), (30, 5, 5)), [cell("dhoven", 1, 14, "protects")])
    assert finding.verdict == "withheld"
    assert finding.params == {}


def test_a_community_below_the_threshold_does_not_hold_it_back():
    assert (
        judge(counts((80, 10, 10), (30, 5, 5)), [cell("sovan", 0, 8, "small")]).verdict
        == "common_ground"
    )


def test_a_community_whose_interval_reaches_half_does_not_reject():
    assert (
        judge(counts((80, 10, 10), (30, 5, 5)), [cell("kelvar", 9, 20)]).verdict == "common_ground"
    )


def test_groups_that_differ_divide_and_too_few_votes_say_nothing():
    assert judge(counts((80, 10, 10), (5, 30, 5))).verdict == "divided"
    assert judge(counts((50, 30, 20), (20, 15, 5))).verdict == "none"
    assert judge(counts((9, 0, 0), (9, 0, 0))).reason == "reason.too_few_votes"


def test_groups_that_do_not_hold_are_not_asked():
    finding = judge(counts((80, 10, 10), (5, 30, 5)), hold=False)
    assert (finding.verdict, finding.reason) == ("common_ground", "reason.people_agree")


def test_hiding_prefers_who_did_not_say_and_spares_a_community_that_rejects():
    """Sovan is too small; Gharem rejects and is the next smallest, and must stay visible."""
    sizes = {"talhen": (60, 50), "gharem": (20, 2), "sovan": (4, 0), "": (30, 20)}
    people, votes, declared = [], [], {}
    for name, (n, n_agree) in sizes.items():
        for i in range(n):
            person = f"{name}-{i}"
            people.append(person)
            votes.append(1 if i < n_agree else -1)
            declared[person] = [name] if name else []
    matrix = build_vote_matrix(people, ["1"] * len(people), votes)
    membership = declare_membership(matrix.participants, declared, ["talhen", "gharem", "sovan"])
    cells = agreement_by_community(
        membership, count_by_membership(matrix, membership.table), threshold=10
    )[0]
    showing = {c.community: c.showing for c in cells}
    assert showing == {
        "talhen": "shown",
        "gharem": "shown",
        "sovan": "small",
        "did_not_say": "protects",
    }
    assert next(c for c in cells if c.community == "gharem").rejects
    assert cells[2].public() == {"community": "sovan", "showing": "small"}


def test_a_person_of_two_communities_counts_in_both():
    matrix = build_vote_matrix(["a", "b"], ["1", "1"], [1, -1])
    membership = declare_membership(matrix.participants, {"a": ["x", "y"], "b": ["y"]}, ["x", "y"])
    by_community = count_by_membership(matrix, membership.table)
    assert by_community.agree[:, 0].tolist() == [1, 1, 0]
    assert by_community.voted[:, 0].tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(5, 29, 0.0760, 0.3454), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)],
)
def test_wilson_intervals_are_the_published_ones(x, n, low, high):
    lower, upper = wilson_interval(x, n)
    assert (float(lower), float(upper)) == pytest.approx((low, high), abs=1e-4)


def test_people_who_did_not_say_are_no_community_and_hold_nothing_back():
    finding = judge(counts((80, 10, 10), (30, 5, 5)), [cell("did_not_say", 2, 40)])
    assert finding.verdict == "common_ground"
