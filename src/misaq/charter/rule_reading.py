"""Rules from plain values, as people write them: whatever a rule leaves open is refused."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from misaq.charter.errors import OpenRuleError, RuleSaysOtherwiseError
from misaq.charter.rules import Rule, Test, state_test

_WORDS = {
    "over": ("overall", "each", "each_region", "group"),
    "measure": ("yes", "no", "turnout"),
    "base": ("cast", "present", "seated", "all_members", "registered"),
    "compare": (">", ">="),
    "empty": ("passes", "fails"),
}
_SAYS = {
    "abstain": ("ignored", "against", "counted"),
    "vacancy": ("counted", "not"),
    "tie": ("passes", "fails"),
}


def read_rule(
    name: str,
    tests: Sequence[Mapping[str, Any]],
    quorum: Sequence[Mapping[str, Any]],
    *,
    says: Mapping[str, str] | None = None,
) -> Rule:
    """A rule from plain values, all of them said: over, measure, base, compare, value ("2/3"), empty.

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
    rule = Rule(name, tuple(map(_read_test, tests)), tuple(map(_read_test, quorum)))
    if says is not None:
        _compare(rule, says)
    return rule


def _read_test(plain: Mapping[str, Any]) -> Test:
    for name, words in _WORDS.items():
        if plain.get(name) not in words:
            raise OpenRuleError(what=name)
    group = str(plain.get("group", ""))
    if (plain["over"] == "group") != bool(group):
        raise OpenRuleError(what="group")
    return Test(
        value=_fraction(plain, "value"),
        across=_fraction(plain, "across") if "across" in plain else Fraction(1),
        group=group,
        **{name: plain[name] for name in _WORDS},
    )


def _fraction(plain: Mapping[str, Any], name: str) -> Fraction:
    """An exact share from 0 to 1; a float such as 0.667 is not one."""
    try:
        value = Fraction(plain[name]) if isinstance(plain[name], (str, int)) else None
    except (KeyError, ValueError, ZeroDivisionError):
        value = None
    if value is None or not 0 <= value <= 1 or "." in str(plain[name]):
        raise OpenRuleError(what=name)
    return value


def _compare(rule: Rule, says: Mapping[str, str]) -> None:
    for name, words in _SAYS.items():
        if says.get(name) not in words:
            raise OpenRuleError(what=name)
        does = getattr(state_test(rule.tests[0]), name)
        if says[name] != does:
            raise RuleSaysOtherwiseError(rule=rule.name, what=name, says=says[name], does=does)
