"""Rules from plain values, as people write them: whatever a rule leaves open is refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from misaq.charter.errors import OpenRuleError, RuleSaysOtherwiseError
from misaq.charter.rules.grammar import Values
from misaq.charter.rules.member_reading import read_bodies, read_composition, read_groups
from misaq.charter.rules.schema import Rule, Statement, Test, flat_rule, state_test
from misaq.charter.rules.stage_reading import read_stages, read_test, require_names
from misaq.charter.rules.statement_reading import hold_against
from misaq.foundation.errors import FaultsError
from misaq.foundation.faults import Fault

_SAYS = {
    "abstain": ("ignored", "against", "counted", "present"),
    "vacancy": ("counted", "not"),
    "tie": ("passes", "fails"),
}
_FLAT = ("tests", "quorum")
_KEYS = (
    *("name", "title", "sources", "example", "abstain", "vacancy", "tie"),
    *("bodies", "groups", "regions", "composition", "stages"),
)


def read_rule(
    name: str,
    tests: Sequence[Mapping[str, Any]],
    quorum: Sequence[Mapping[str, Any]],
    *,
    says: Mapping[str, str] | None = None,
) -> Rule:
    """A rule of one vote from plain values, all of them said: over, measure, base, compare, value ("2/3"), empty.

    says : what the drafters hold the rule to say of "abstain", "vacancy" and "tie" (`state_test`); None to not ask.
        It must be said and must be what the first test does: two readings of one rule are found before the vote.
    Raises OpenRuleError when something is missing: the commonest dispute is what a fraction is a fraction of;
    RuleSaysOtherwiseError when `says` is not what the numbers do.

    >>> read_rule("r", [{"over": "overall", "measure": "yes", "compare": ">", "value": "1/2", "empty": "fails"}], [])
    Traceback (most recent call last):
    misaq.charter.errors.OpenRuleError: The decision rule leaves open: base. ...
    """
    if not tests:
        raise OpenRuleError(what="tests")
    rule = flat_rule(name, tuple(map(_only_test, tests)), tuple(map(_only_test, quorum)))
    if says is not None:
        _compare(rule, _first_test(rule), says)
    return rule


def read_rule_document(
    values: Mapping[str, Any], file: str = "", *, stored: bool = False
) -> tuple[Rule | None, list[Fault]]:
    """A rule from the values of its file, in one vote (`tests`) or in stages, and every fault.

    stored : it was written by `rule_values`, and need not say again what its tests make of abstentions.

    Gives None beside the faults when one of them is an error. Each fault names its place as a dotted field.
    The grammar is in docs/reference/decision-rules.md.
    """
    top = Values(values, "", [], file)
    name = top.text("name", default="rule")
    if "stages" not in values:
        return _read_flat(name, top, stored)
    top.only(_KEYS)
    stages = read_stages(top)
    rule = Rule(
        name,
        stages,
        bodies=read_bodies(top),
        groups=read_groups(top),
        regions=tuple(top.words("regions")),
        composition=read_composition(top),
        says=None if stored else _says(top, stages, values),
    )
    require_names(rule, top)
    return (None if top.faults else rule), top.faults


def rule_of_values(values: Mapping[str, Any]) -> Rule:
    """A rule from what `rule_values` wrote. Raises FaultsError, OpenRuleError."""
    if "stages" not in values:
        return read_rule(str(values["name"]), values["tests"], values.get("quorum", []))
    rule, faults = read_rule_document(values, stored=True)
    if rule is None:
        raise FaultsError(faults)
    return rule


def _read_flat(name: str, top: Values, stored: bool) -> tuple[Rule | None, list[Fault]]:
    top.only((*_FLAT, *_KEYS))
    tests = [read_test(each) for each in top.tables("tests", needed=True)]
    quorum = [read_test(each) for each in top.tables("quorum")]
    bodies, composition = read_bodies(top), read_composition(top)
    groups = read_groups(top)
    if top.faults:
        return None, top.faults
    flat = flat_rule(name, tuple(t for t in tests if t), tuple(t for t in quorum if t))
    rule = Rule(
        name,
        flat.stages,
        bodies,
        groups,
        tuple(top.words("regions")),
        composition,
        None if stored else _says(top, flat.stages, top.values),
    )
    require_names(rule, top)
    return (None if top.faults else rule), top.faults


def _says(top: Values, stages: Sequence[Any], values: Mapping[str, Any]) -> Statement | None:
    """What the file says of abstentions, vacancies and ties, held against every test that must pass."""
    said = {name: top.choice(name, words) for name, words in _SAYS.items()}
    if top.faults:
        return None
    hold_against(top, stages, values, said)
    abstain: Any = "against" if said["abstain"] == "present" else said["abstain"]
    vacancy: Any = said["vacancy"]
    tie: Any = said["tie"]
    return Statement(abstain, vacancy, tie)


def _only_test(plain: Mapping[str, Any]) -> Test:
    values = Values(plain, "", [], "")
    test = read_test(values)
    if test is None or values.faults:
        raise OpenRuleError(what=values.faults[0].column or "tests")
    return test


def _first_test(rule: Rule) -> Test:
    passes = rule.stages[0].passes
    return passes if isinstance(passes, Test) else _test(passes.of[0])


def _test(expr: Any) -> Test:
    if not isinstance(expr, Test):
        raise OpenRuleError(what="tests")
    return expr


def _compare(rule: Rule, test: Test, says: Mapping[str, str]) -> None:
    for name, words in _SAYS.items():
        if says.get(name) not in words:
            raise OpenRuleError(what=name)
        does = getattr(state_test(test), name)
        if says[name] != does and (says[name], test.base) != ("present", "present"):
            raise RuleSaysOtherwiseError(rule=rule.name, what=name, says=says[name], does=does)
