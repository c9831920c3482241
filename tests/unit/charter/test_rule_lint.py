"""The linter against plain counting: every vote that a small body can take, for every rule of the library."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, product

import pytest

from misaq.charter import (
    RULES,
    Cell,
    Coalition,
    Electorate,
    Reported,
    Rule,
    Ruled,
    Stage,
    Voted,
    count_tally,
    electorate,
    evaluate_rule,
    find_in_library,
    find_shifts,
    flat_rule,
    follow_rule,
    lint_rule,
    lint_stage,
    list_library,
    measure_power,
)
from misaq.charter import Test as RuleTest
from misaq.foundation.errors import InputError

ALL = [*RULES.values(), *(entry.rule for entry in list_library())]
SMALL = {  # a body of 9 or 10 for each rule, with members in no group where the rule has groups
    "belgium_special_majority": [
        Cell(4, ("house_dutch",), body="house"),
        Cell(5, ("house_french",), body="house"),
        Cell(3, ("senate_dutch",), body="senate"),
        Cell(4, ("senate_french",), body="senate"),
        Cell(2, body="senate"),
    ],
    "belgium_alarm_bell": [Cell(5, ("dutch",)), Cell(4, ("french",))],
    "bosnia_entities_of_all": [
        Cell(6, ("federation",), body="house"),
        Cell(4, ("republika_srpska",), body="house"),
    ],
    "bosnia_entities_of_voting": [
        Cell(5, ("federation",), body="house", vacant=1),
        Cell(4, ("republika_srpska",), body="house"),
    ],
    "bosnia_vital_interest": [
        *(Cell(3, (group,), body="house") for group in ("bosniak", "croat", "serb")),
    ],
    "kenya_2010": [
        Cell(5, body="assembly"),
        Cell(4, body="senate"),
        *(Cell(3, region=f"county_{i}", body="people") for i in range(3)),
    ],
    "northern_ireland": [Cell(3, ("unionist",)), Cell(4, ("nationalist",)), Cell(2)],
    "south_africa_1993_provinces": [Cell(6), Cell(3, ("senate",))],
    "chile_2021": [Cell(7, vacant=1), Cell(2, ("reserved",))],
    "each_community": [Cell(3, ("north",)), Cell(4, ("south",)), Cell(2)],
}


def small_body(rule: Rule, stage: Stage) -> list[Cell]:
    if rule.name in SMALL:
        return SMALL[rule.name]
    voting = stage.bodies or tuple(body.id for body in rule.bodies[:1]) or ("",)
    return [Cell(9, body=body) for body in voting]


VOTES = [(rule, stage) for rule in ALL for stage in rule.stages]
IDS = [f"{rule.name}.{stage.id}" for rule, stage in VOTES]
CHOICES = ("yes", "no", "abstain", "absent")
Counts = tuple[dict[str, int], ...]


def every_vote(voters: Electorate, choices: Sequence[str]) -> Iterator[Counts]:
    """Every way in which the members of each cell can be split among the choices."""
    ways = [
        [
            {choice: picked.count(choice) for choice in choices}
            for picked in combinations_with_replacement(choices, cell.filled)
        ]
        for cell in voters.cells
    ]
    return product(*ways)


def total(counts: Counts, *choices: str) -> int:
    return sum(count.get(choice, 0) for count in counts for choice in choices)


def size(coalition: Coalition | None) -> int | None:
    return None if coalition is None else coalition.size


def least(values: Iterator[int]) -> int | None:
    return min(values, default=None)


@pytest.mark.parametrize(("rule", "stage"), VOTES, ids=IDS)
def test_smallest_coalitions_equal_exhaustive_search(rule: Rule, stage: Stage) -> None:
    body = tuple(small_body(rule, stage))
    voters = electorate(rule, stage, body)
    alone = Rule(rule.name, (stage,), rule.bodies, rule.groups, rule.regions)
    found = lint_stage(voters)
    votes = [
        (counts, evaluate_rule(alone, count_tally(voters, counts)).outcome == "passed")
        for counts in every_vote(voters, CHOICES)
    ]
    here = [(c, passed) for c, passed in votes if not total(c, "abstain", "absent")]

    assert size(found.winning) == least(total(c, "yes") for c, passed in here if passed)
    assert size(found.blocking) == least(total(c, "no") for c, passed in here if not passed)
    assert size(found.least_yes) == least(total(c, "yes") for c, passed in votes if passed)
    assert size(found.stopping) == least(
        total(c, "no", "abstain", "absent") for c, passed in votes if not passed
    )
    for way, coalition in (("abstain", found.abstaining), ("absent", found.away)):
        others = [w for w in CHOICES[1:] if w != way]
        assert size(coalition) == least(
            total(c, way) for c, passed in votes if not passed and not total(c, *others)
        )
    assert found.certain_exact
    assert size(found.certain) == certain_by_counting(voters, votes)
    check_groups(voters, found, votes)
    check_shown(alone, found)


def certain_by_counting(voters: Electorate, votes: Sequence[tuple[Counts, bool]]) -> int | None:
    """The smallest coalition that no behaviour of the others can stop."""
    failing = {tuple(c["yes"] for c in counts) for counts, passed in votes if not passed}
    sizes = [range(cell.filled + 1) for cell in voters.cells]
    return least(
        sum(own)
        for own in product(*sizes)
        if not any(all(y >= o for y, o in zip(yes, own, strict=True)) for yes in failing)
    )


def check_groups(voters: Electorate, found, votes: Sequence[tuple[Counts, bool]]) -> None:
    """Each group: the fewest who stop it, and whether it can be bound without a yes of its own."""
    for group in found.groups:
        cells = set(voters.groups[group.id])

        def of(counts: Counts, *choices: str, own: bool, cells: set[int] = cells) -> int:
            return sum(
                count.get(choice, 0)
                for c, count in enumerate(counts)
                if (c in cells) == own
                for choice in choices
            )

        assert size(group.blocking) == least(
            of(c, *CHOICES[1:], own=True)
            for c, passed in votes
            if not passed and not of(c, *CHOICES[1:], own=False)
        )
        assert size(group.bound_silent) == least(
            total(c, "yes") for c, passed in votes if passed and not of(c, "yes", own=True)
        )
        assert size(group.bound_against) == least(
            total(c, "yes")
            for c, passed in votes
            if passed
            and not of(c, "yes", "abstain", "absent", own=True)
            and not total(c, "abstain", "absent")
        )


def check_shown(rule: Rule, found) -> None:
    """The vote that a coalition shows is really so."""
    for coalition, outcome in (
        (found.winning, True),
        (found.certain, True),
        (found.least_yes, True),
        (found.blocking, False),
        (found.stopping, False),
        (found.vacancies, False),
        (found.quorum, False),
    ):
        if coalition is not None:
            assert (evaluate_rule(rule, coalition.tally).outcome == "passed") is outcome
    for shift in found.shifts:
        passed = evaluate_rule(rule, shift.tally).outcome == "passed"
        assert passed is (shift.effect == "hurts")


@pytest.mark.parametrize(("rule", "stage"), VOTES, ids=IDS)
def test_power_equals_counting_every_coalition(rule: Rule, stage: Stage) -> None:
    body = tuple(small_body(rule, stage))
    voters = electorate(rule, stage, body)
    alone = Rule(rule.name, (stage,), rule.bodies, rule.groups, rule.regions)
    power = measure_power(voters)
    assert power is not None
    owner = [c for c, cell in enumerate(voters.cells) for _ in range(cell.filled)]
    wins = {}
    for sides in product((0, 1), repeat=len(owner)):
        yes = [0] * len(voters.cells)
        for cell, side in zip(owner, sides, strict=True):
            yes[cell] += side
        key = tuple(yes)
        if key not in wins:
            counts = [
                {"yes": y, "no": cell.filled - y} for y, cell in zip(yes, voters.cells, strict=True)
            ]
            wins[key] = evaluate_rule(alone, count_tally(voters, counts)).outcome == "passed"
    swings = [0] * len(owner)
    winning = 0
    for sides in product((0, 1), repeat=len(owner)):
        yes = [0] * len(voters.cells)
        for cell, side in zip(owner, sides, strict=True):
            yes[cell] += side
        winning += wins[tuple(yes)]
        for member, cell in enumerate(owner):
            if not sides[member]:
                more = (*yes[:cell], yes[cell] + 1, *yes[cell + 1 :])
                swings[member] += wins[more] and not wins[tuple(yes)]
    assert power.winning == winning
    assert [power.members[cell].swings for cell in owner] == swings
    if any(swings):
        assert sum(power.members[cell].index for cell in owner) == 1


@pytest.mark.parametrize("rule", ALL, ids=[rule.name for rule in ALL])
def test_carrying_a_whole_rule_alone_equals_playing_it_through(rule: Rule) -> None:
    first = rule.stages[0]
    body = tuple(small_body(rule, first))
    voters = electorate(rule, first, body)
    expected = None
    for yes in product(*(range(cell.filled + 1) for cell in voters.cells)):
        if plays_through(rule, voters, yes) and (expected is None or sum(yes) < expected):
            expected = sum(yes)
    found = lint_rule(rule, body).alone
    assert (None if found is None else sum(found)) == expected


def plays_through(rule: Rule, voters: Electorate, yes: Sequence[int]) -> bool:
    counts = [{"yes": y, "no": cell.filled - y} for y, cell in zip(yes, voters.cells, strict=True)]
    tally, events = count_tally(voters, counts), []
    for _ in range(12):
        course = follow_rule(rule, events)
        place = course.place
        if place.state == "vote" and rule.stage(place.stage).bodies == voters.stage.bodies:
            if course.steps and course.steps[-1].exit:
                taken = rule.stage(course.steps[-1].stage).on_fail[course.steps[-1].exit - 1]
                if taken.kind in {"dissolve", "referendum"}:
                    return False
            events.append(Voted(tally))
        elif place.state == "report":
            events.append(Reported())
        elif place.state == "ruling":
            events.append(Ruled(yes=False))
        else:
            return place.state == "adopted"
    raise AssertionError("it does not end")


def test_every_failure_path_of_every_rule_ends() -> None:
    for rule in ALL:
        body = tuple(cell for stage in rule.stages for cell in small_body(rule, stage))
        paths = lint_rule(rule, tuple(dict.fromkeys(body))).paths
        assert paths.complete, rule.name
        assert not paths.dead_ends, rule.name
        assert not paths.unreached, (rule.name, paths.unreached)
        assert not paths.loops, rule.name
        assert "adopted" in paths.ends
        assert {"lapsed", "dissolved"} & set(paths.ends), rule.name


def overall(value: str, base: str = "all_members", **more: str) -> dict[str, str]:
    test = {"over": "overall", "measure": "yes", "base": base, "compare": ">=", "value": value}
    return {**test, "empty": "fails", **more}


def staged(*stages: Mapping) -> Rule:
    from misaq.charter import rule_of_values  # noqa: PLC0415

    return rule_of_values({"name": "r", "stages": [{"scope": "whole", **s} for s in stages]})


def test_a_vote_that_leads_nowhere_is_found_with_such_a_vote() -> None:
    rule = staged(
        {
            "id": "a",
            "pass": overall("2/3"),
            "on_fail": [{"then": "lapse", "when": overall("1/2")}],
        }
    )
    (end,) = lint_rule(rule, (Cell(9),)).paths.dead_ends
    assert end.stage == "a"
    assert end.tally is not None
    assert follow_rule(rule, [Voted(end.tally)]).place.state == "stuck"


def test_an_exit_nobody_can_take_and_a_stage_nothing_leads_to() -> None:
    rule = staged(
        {
            "id": "a",
            "pass": overall("1/2"),
            "on_fail": [{"then": "goto", "stage": "b", "when": overall("2/3")}, {"then": "lapse"}],
        },
        {"id": "b", "pass": overall("1/2"), "on_fail": [{"then": "lapse"}]},
    )
    assert lint_rule(rule, (Cell(9),)).paths.unreached == (("a", 1), ("b", 0))


@pytest.mark.parametrize(("rounds", "loops"), [(None, (("a", "b"),)), (3, ())])
def test_a_circle_is_endless_unless_its_rounds_are_limited(rounds, loops) -> None:
    back = {"then": "goto", "stage": "a"} | ({"max_rounds": rounds} if rounds else {})
    rule = staged(
        {"id": "a", "pass": overall("1/2"), "on_fail": [{"then": "goto", "stage": "b"}]},
        {"id": "b", "pass": overall("2/3"), "on_fail": [back, {"then": "lapse"}]},
    )
    assert lint_rule(rule, (Cell(9),)).paths.loops == loops


def test_a_member_who_stays_away_rather_than_voting_no_can_stop_a_vote() -> None:
    """The quorum: a vote against can help what it is against."""
    rule = RULES["majority"]
    voters = electorate(rule, rule.stage(), (Cell(10),))
    found = {(s.before, s.after, s.effect) for s in find_shifts(voters, [("no", "absent")])}
    assert found == {("no", "absent", "helps"), ("no", "absent", "hurts")}


def test_overlapping_groups_count_in_both() -> None:
    """A member in two groups: cells are the combinations, and one vote counts in each."""
    each = RuleTest(
        "each", "yes", "all_members", ">", RULES["majority"].stages[0].passes.of[0].value, "fails"
    )
    rule = flat_rule("both", (each,))
    body = (Cell(2, ("women",)), Cell(3, ("south", "women")), Cell(2, ("south",)))
    (found,) = lint_rule(rule, body).stages
    assert size(found.winning) == 3  # the three who are in both: 3 of 5, and 3 of 5
    assert found.ungrouped == 0


def test_who_counts_in_no_group_test_is_told() -> None:
    (found,) = lint_rule(RULES["each_community"], tuple(SMALL["each_community"])).stages
    assert (found.group_tests, found.ungrouped) == (True, 2)


def test_an_empty_group_can_never_agree() -> None:
    entry = find_in_library("northern_ireland")
    body = (Cell(5, ("unionist",)), Cell(4))
    found = lint_rule(entry.rule, body).stages[1]
    assert found.winning is None
    assert found.least_yes is None


def test_a_body_without_numbers_is_told() -> None:
    with pytest.raises(InputError, match="numbers"):
        electorate(RULES["majority"], RULES["majority"].stage(), ())
