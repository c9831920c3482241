"""The rules that every process may name without writing them down."""

from collections.abc import Mapping
from fractions import Fraction

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
