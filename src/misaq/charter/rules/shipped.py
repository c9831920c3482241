"""The rules that every process may name without writing them down."""

from collections.abc import Mapping
from fractions import Fraction

from misaq.charter.errors import UnknownRuleError
from misaq.charter.rules.schema import Rule, Test, flat_rule

_MOST = Fraction(1, 2)
_QUORUM = (Test("overall", "turnout", "all_members", ">=", _MOST, "fails"),)
_MAJORITY = Test("overall", "yes", "cast", ">", _MOST, "fails")

RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        flat_rule("majority", (_MAJORITY,), _QUORUM),
        flat_rule(
            "two_thirds",
            (Test("overall", "yes", "all_members", ">=", Fraction(2, 3), "fails"),),
            _QUORUM,
        ),
        flat_rule(
            "each_community",
            # a community of which nobody voted has not agreed
            (_MAJORITY, Test("each", "yes", "cast", ">", _MOST, "fails")),
            _QUORUM,
        ),
        flat_rule(
            "referendum",
            (_MAJORITY,),
            (Test("overall", "turnout", "registered", ">=", _MOST, "fails"),),
        ),
    )
}


def find_rule(name: str, own: Mapping[str, Rule] | None = None) -> Rule:
    """The rule of that name: one of the process's `own`, or a shipped one; raises UnknownRuleError."""
    known = {**RULES, **(own or {})}
    if name not in known:
        raise UnknownRuleError(name=name, known=", ".join(known))
    return known[name]
