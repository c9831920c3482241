"""Votes on real constitutions, decided again by their rules: what was counted, of what, and how many were needed."""

import pytest

from misaq.charter import Ballots, Rule, Tally, evaluate_rule, find_rule, read_rule


def rule(*tests: tuple[str, str, str, str, str], across: str = "1") -> Rule:
    """(over, measure, base, compare, value) each; an empty base fails."""
    names = ("over", "measure", "base", "compare", "value")
    plain = [dict(zip(names, test, strict=True)) | {"empty": "fails"} for test in tests]
    return read_rule(
        "r", [p | ({"across": across} if p["over"] == "each_region" else {}) for p in plain], []
    )


TWO_THIRDS = find_rule("two_thirds")


@pytest.mark.parametrize(
    ("tally", "outcome", "needed"),
    [
        (Ballots(200, 12, 4, 217), "passed", 145),  # Tunisia, 26 January 2014
        (Ballots(145, 72, 0, 217), "passed", 145),  # exactly at it
        (Ballots(144, 69, 4, 217), "failed", 145),  # one vote below
        (Ballots(421, 2, 10, 490), "passed", 327),  # South Africa, 8 May 1996
        (Ballots(369, 1, 8, 490), "passed", 327),  # 11 October 1996
        (Ballots(326, 0, 164, 490), "failed", 327),  # abstaining works against it
        (Ballots(0, 0, 217, 217), "failed", 145),  # all abstain
        (Ballots(145, 60, 0, 217, vacant=12), "passed", 145),  # vacant seats stay in the base
        (Ballots(144, 0, 0, 217, vacant=73), "failed", 145),
    ],
)
def test_two_thirds_of_all_members(tally: Ballots, outcome: str, needed: int) -> None:
    verdict = evaluate_rule(TWO_THIRDS, Tally(tally))
    assert verdict.outcome == outcome
    assert verdict.reasons[-1].needed == needed
    assert verdict.reasons[-1].of == tally.members


def test_colombia_2016() -> None:
    """More for than against failed by 0.2 %; the 13 % of the roll was reached."""
    plebiscite = rule(
        ("overall", "yes", "cast", ">", "1/2"), ("overall", "yes", "registered", ">=", "13/100")
    )
    verdict = evaluate_rule(plebiscite, Tally(Ballots(6_382_901, 6_438_552, 241_464, 34_899_945)))
    more, roll = verdict.reasons
    assert verdict.outcome == "failed"
    assert (more.got, more.of, more.needed, more.passed) == (
        6_382_901,
        12_821_453,
        6_410_727,
        False,
    )
    assert (roll.needed, roll.passed) == (4_536_993, True)
    one_below = Tally(Ballots(4_536_992, 0, 0, 34_899_945))
    assert not evaluate_rule(plebiscite, one_below).reasons[1].passed


# Northern Ireland: members present and voting, unionist and nationalist; "Other" counts overall only
PARALLEL = rule(("overall", "yes", "present", ">", "1/2"), ("each", "yes", "present", ">", "1/2"))
WEIGHTED = rule(("overall", "yes", "present", ">=", "3/5"), ("each", "yes", "present", ">=", "2/5"))


@pytest.mark.parametrize(
    ("unionist", "nationalist", "other", "parallel", "weighted"),
    [
        ((29, 29), (42, 0), (8, 0), "failed", "passed"),  # 50 % is not more than half, and is 40 %
        ((30, 28), (42, 0), (8, 0), "passed", "passed"),
        ((22, 36), (42, 0), (8, 0), "failed", "failed"),  # 37.9 % of unionists
        (
            (24, 36),
            (40, 0),
            (0, 8),
            "failed",
            "failed",
        ),  # exactly 40 % of unionists, 59.3 % overall
        ((24, 36), (40, 0), (1, 7), "failed", "passed"),  # 65 of 108 is 60.2 %
    ],
)
def test_northern_ireland(
    unionist: tuple[int, int],
    nationalist: tuple[int, int],
    other: tuple[int, int],
    parallel: str,
    weighted: str,
) -> None:
    groups = {
        name: Ballots(yes, no, 0, yes + no)
        for name, (yes, no) in (("U", unionist), ("N", nationalist))
    }
    yes, no = (sum(parts) for parts in zip(unionist, nationalist, other, strict=True))
    tally = Tally(Ballots(yes, no, 0, yes + no), groups)
    assert evaluate_rule(PARALLEL, tally).outcome == parallel
    assert evaluate_rule(WEIGHTED, tally).outcome == weighted


def test_kenya_asks_for_turnout_in_half_of_the_counties() -> None:
    """At least 20 % of the registered in at least half of 47 counties: 24, by ceiling."""
    protected = rule(
        ("overall", "yes", "cast", ">", "1/2"),
        ("each_region", "turnout", "registered", ">=", "1/5"),
        across="1/2",
    )

    def vote(reached: int) -> Tally:
        counties = {
            f"c{i:02}": Ballots(20, 0, 0, 100) if i < reached else Ballots(19, 0, 0, 100)
            for i in range(47)
        }
        yes = sum(b.yes for b in counties.values())
        return Tally(Ballots(yes, 0, 0, 4700), regions=counties)

    passed, failed = (evaluate_rule(protected, vote(n)) for n in (24, 23))
    assert (passed.outcome, failed.outcome) == ("passed", "failed")
    summary = failed.reasons[-1]
    assert (summary.counted, summary.got, summary.of, summary.needed) == ("groups", 23, 47, 24)
    assert all(not r.decides for r in failed.reasons if r.group)
