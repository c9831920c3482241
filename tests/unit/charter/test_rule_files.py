"""A rule's file says everything; what it leaves open, and what contradicts its numbers, is told with its place."""

import tomllib
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest

from misaq.charter import (
    LIBRARY,
    RULES,
    Ballots,
    Decision,
    Place,
    Rule,
    Tally,
    Vetoed,
    Voted,
    Voting,
    evaluate_rule,
    find_in_library,
    follow_rule,
    judge_votings,
    library_votes,
    lint_rule,
    read_rule_document,
    rule_of_stage,
    rule_of_values,
    rule_values,
)
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault

TEST = (
    '{ over = "overall", measure = "yes", base = "all_members", compare = ">=",'
    ' value = "2/3", empty = "fails" }'
)
GOOD = f"""
name = "r"
abstain = "against"
vacancy = "counted"
tie = "fails"
[[bodies]]
id = "house"
[[bodies]]
id = "court"
[[groups]]
id = "north"
basis = "roll"
[[composition]]
members = 9
body = "house"
groups = ["north"]
[[stages]]
id = "a"
scope = "whole"
bodies = ["house"]
quorum = {TEST}
without_quorum = "fails"
pass = {{ at_least = 1, of = [{TEST}, {{ all = [{TEST}] }}] }}
on_fail = [{{ then = "refer", body = "court", decides = true, after_days = 5 }}]
vetoes = [{{ id = "v", effect = "suspend", days = 3, compare = ">=", count = 3, group = "north" }}]
"""


def read(text: str) -> tuple[Rule | None, list[Fault]]:
    return read_rule_document(tomllib.loads(text), "r.toml")


def test_a_whole_file_reads() -> None:
    rule, faults = read(GOOD)
    assert rule is not None
    assert not faults
    assert rule.stages[0].on_fail[0].after_days == 5
    assert rule.composition[0].groups == ("north",)


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ('base = "all_members", ', "", "charter_open_rule", "stages.1.quorum.base"),
        ('value = "2/3"', "value = 0.67", "rule_bad_share", "stages.1.quorum.value"),
        ('value = "2/3"', 'value = "4/3"', "rule_bad_share", "stages.1.quorum.value"),
        ('value = "2/3"', 'value = "1e9999999"', "rule_bad_share", "stages.1.quorum.value"),
        ('value = "2/3"', 'value = "1/0"', "rule_bad_share", "stages.1.quorum.value"),
        ('compare = ">="', 'compare = "=>"', "rule_bad_value", "stages.1.quorum.compare"),
        ('over = "overall"', 'over = "group"', "charter_open_rule", "stages.1.quorum.group"),
        (
            'empty = "fails"',
            'empty = "fails", cmp = ">"',
            "rule_unknown_key",
            "stages.1.quorum.cmp",
        ),
        ('abstain = "against"\n', "", "charter_open_rule", "abstain"),
        (
            'tie = "fails"',
            'tie = "passes"',
            "charter_rule_says_otherwise",
            "stages.a.pass.of.1.tie",
        ),
        ('without_quorum = "fails"\n', "", "charter_open_rule", "stages.1.without_quorum"),
        ('then = "refer"', 'then = "ask"', "rule_bad_value", "stages.1.on_fail.1.then"),
        ("decides = true, ", "", "charter_open_rule", "stages.1.on_fail.1.decides"),
        ('body = "court", ', 'body = "jury", ', "rule_unknown_name", "stages.a.body"),
        ("days = 3, ", "", "charter_open_rule", "stages.1.vetoes.1.days"),
        ("at_least = 1", "at_least = 3", "rule_bad_value", "stages.1.pass.at_least"),
        ('bodies = ["house"]\n', "", "charter_open_rule", "stages.a.bodies"),
        ('id = "court"', 'id = "house"', "rule_id_twice", "bodies"),
        ('groups = ["north"]', 'groups = ["south"]', "rule_unknown_name", "composition.groups"),
        ("members = 9", "members = -1", "rule_bad_value", "composition.1.members"),
        ('basis = "roll"', 'basis = "birth"', "rule_bad_value", "groups.1.basis"),
        ("on_fail = [{ then", "on_fail = 3\nother = [{ then", "rule_not_list", "stages.1.on_fail"),
    ],
)
def test_every_fault_has_its_place_and_both_languages(
    old: str, new: str, code: str, place: str
) -> None:
    assert old in GOOD
    rule, faults = read(GOOD.replace(old, new))
    assert rule is None
    assert (code, place) in [(fault.code, fault.column) for fault in faults]
    for fault in faults:
        assert fault.file == "r.toml"
        for language in ("en", "ur"):
            assert "{" not in fault.message(language).what
    english, urdu = (faults[0].message(language).what for language in ("en", "ur"))
    assert english != urdu


def test_all_faults_are_told_at_once() -> None:
    broken = GOOD.replace('value = "2/3"', "value = 0.5").replace('basis = "roll"', "")
    _, faults = read(broken)
    assert len({fault.column for fault in faults}) >= 4


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"stages": 3},
        {"stages": [3]},
        {"stages": [{"id": 1, "pass": 2, "on_fail": [[]], "vetoes": [None]}]},
        {"tests": [{"over": []}]},
        {"tests": {"over": "overall"}},
        {"stages": [], "bodies": "x", "groups": [1], "composition": [{"members": True}]},
    ],
)
def test_nothing_broken_gives_a_traceback(values: dict[str, Any]) -> None:
    rule, faults = read_rule_document(values)
    assert rule is None
    assert faults


def test_conditions_in_conditions_have_an_end() -> None:
    expr: Any = {"all": []}
    for _ in range(40):
        expr = {"all": [expr]}
    stage = {"id": "a", "scope": "whole", "pass": expr, "on_fail": [{"then": "lapse"}]}
    _, faults = read_rule_document({"stages": [stage]})
    assert "rule_too_deep" in [fault.code for fault in faults]


@pytest.mark.parametrize("rule", [*RULES.values(), *library_votes().values()], ids=lambda r: r.name)
def test_what_is_stored_reads_back_as_the_same_rule(rule: Rule) -> None:
    assert rule_of_values(rule_values(rule)) == replace(rule, says=None)


@pytest.mark.parametrize("name", LIBRARY)
def test_the_library_reads_back_and_has_a_file_of_its_name(name: str) -> None:
    rule = find_in_library(name).rule
    assert rule.name == name
    again = rule_of_values(rule_values(rule))
    assert replace(again, says=rule.says) == rule
    listed = {f.name for f in (files("misaq.charter") / "rules" / "library").iterdir()}
    assert {f"{each}.toml" for each in LIBRARY} == listed


def test_a_rule_as_stored_before_stages_still_reads() -> None:
    old = {"over": "overall", "measure": "yes", "base": "cast", "compare": ">", "value": "1/2"}
    stored = {"name": "majority", "tests": [{**old, "empty": "fails", "group": "", "across": "1"}]}
    rule = rule_of_values({**stored, "quorum": []})
    assert evaluate_rule(rule, Tally(Ballots(2, 1, 0, 9))).outcome == "passed"


# boundaries


@pytest.mark.parametrize("name", LIBRARY)
def test_all_abstaining_and_nobody_there_adopt_nothing(name: str) -> None:
    rule = find_in_library(name).rule
    for stage in lint_rule(rule).stages:
        alone = rule_of_stage(rule, stage.stage)
        for count in ("abstain", "absent"):
            ballots = {count: 1} if count == "abstain" else {}
            tally = Tally(Ballots(0, 0, ballots.get("abstain", 0) * 9, 9))
            assert evaluate_rule(alone, tally).outcome != "passed", stage.stage


def test_a_count_of_votes_is_no_share() -> None:
    values = {"over": "overall", "measure": "yes", "base": "cast", "compare": ">=", "count": "5"}
    rule = rule_of_values({"name": "five", "tests": [{**values, "empty": "fails"}]})
    for yes, outcome in ((5, "passed"), (4, "failed")):
        assert evaluate_rule(rule, Tally(Ballots(yes, 40, 0, 99))).outcome == outcome


def test_alternatives_are_told_in_the_reasons_of_a_decision() -> None:
    rule = library_votes()["northern_ireland.cross_community"]
    groups = {"u": Ballots(29, 29, 0, 58), "n": Ballots(42, 0, 0, 42)}
    voting = Voting("t", rule, Tally(Ballots(79, 29, 0, 108), groups))
    ruling = judge_votings(Decision("d", "clause", votings=(voting,)), "t")
    joined = [b for b in ruling.reasons if b.code.startswith("decision.expr.")]
    assert [(b.code, b.passed) for b in joined] == [
        ("decision.expr.any", True),
        ("decision.expr.all", False),
        ("decision.expr.all", True),
    ]
    assert ruling.outcome == "passed"


def test_what_cannot_come_there_is_refused() -> None:
    rule = find_in_library("tunisia_2014").rule
    adopted = Voted(Tally(Ballots(200, 12, 4, 217)))
    with pytest.raises(InputError, match="adopted"):
        follow_rule(rule, [adopted, adopted])
    with pytest.raises(InputError):
        follow_rule(rule, [Vetoed("none", 9, 9)])
    assert follow_rule(rule, []).place == Place("vote", "first")
