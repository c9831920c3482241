"""A rule as plain values: what is stored, published and hashed, and reads back as the same rule."""

from dataclasses import replace
from typing import Any

from misaq.charter.rules.schema import (
    ADOPT,
    NOTHING,
    Combined,
    Exit,
    Expr,
    Rule,
    Stage,
    Test,
    Veto,
    flat_rule,
)


def is_flat(rule: Rule) -> bool:
    """Whether a rule says no more than `tests` and `quorum` do: one vote that lapses when it fails."""
    passes, quorum = rule.stages[0].passes, rule.stages[0].quorum
    if not isinstance(passes, Combined) or not isinstance(quorum, Combined):
        return False
    tests, asked = (
        tuple(part for part in expr.of if isinstance(part, Test)) for expr in (passes, quorum)
    )
    return replace(rule, says=None) == flat_rule(rule.name, tests, asked)


def rule_values(rule: Rule) -> dict[str, Any]:
    """A rule in full, for `rule_of_values`: as `tests` and `quorum` when it is one plain vote, else as `stages`."""
    if is_flat(rule):
        return {
            "name": rule.name,
            "tests": _tests(rule.stages[0].passes),
            "quorum": _tests(rule.stages[0].quorum),
        }
    values: dict[str, Any] = {"name": rule.name}
    if rule.says:
        values |= {name: getattr(rule.says, name) for name in ("abstain", "vacancy", "tie")}
    if rule.bodies:
        values["bodies"] = [
            _kept({"id": b.id, "members": b.members, "people": b.people, "name": dict(b.name)})
            for b in rule.bodies
        ]
    if rule.groups:
        values["groups"] = [
            _kept({"id": g.id, "basis": g.basis, "name": dict(g.name)}) | {"exclusive": g.exclusive}
            for g in rule.groups
        ]
    if rule.regions:
        values["regions"] = list(rule.regions)
    if rule.composition:
        values["composition"] = [
            _kept(
                {"groups": list(c.groups), "region": c.region, "body": c.body, "vacant": c.vacant}
            )
            | {"members": c.members}
            for c in rule.composition
        ]
    values["stages"] = [_stage(stage) for stage in rule.stages]
    return values


def _tests(expr: Expr) -> list[dict[str, str]]:
    return [
        test_values(each)
        for each in (expr.of if isinstance(expr, Combined) else ())
        if isinstance(each, Test)
    ]


def test_values(test: Test) -> dict[str, str]:
    """A test as plain texts; what is usual of `group` and `across` is left out."""
    names = ("over", "measure", "base", "compare")
    values = {name: str(getattr(test, name)) for name in names}
    values["count" if isinstance(test.value, int) else "value"] = str(test.value)
    values["empty"] = test.empty
    if test.group:
        values["group"] = test.group
    if isinstance(test.across, int):
        values["across_count"] = str(test.across)
    elif test.across != 1:
        values["across"] = str(test.across)
    return values


def expr_values(expr: Expr) -> dict[str, Any]:
    """A condition as plain values."""
    if isinstance(expr, Test):
        return test_values(expr)
    parts = [expr_values(part) for part in expr.of]
    return {"at_least": expr.k, "of": parts} if expr.need == "at_least" else {expr.need: parts}


def _stage(stage: Stage) -> dict[str, Any]:
    values: dict[str, Any] = {"id": stage.id, "scope": stage.scope}
    if stage.bodies:
        values["bodies"] = list(stage.bodies)
    if stage.quorum != NOTHING:
        values |= {"quorum": expr_values(stage.quorum), "without_quorum": stage.without_quorum}
    values["pass"] = expr_values(stage.passes)
    if stage.on_pass != ADOPT:
        values["on_pass"] = _exit(stage.on_pass)
    values["on_fail"] = [_exit(each) for each in stage.on_fail]
    if stage.name:
        values["name"] = dict(stage.name)
    if stage.vetoes:
        values["vetoes"] = [_veto(each) for each in stage.vetoes]
    return values


def _exit(exit_: Exit) -> dict[str, Any]:
    values = _kept({"stage": exit_.stage, "body": exit_.body})
    if exit_.kind == "refer":
        values["decides"] = exit_.decides
    if exit_.when is not None:
        values["when"] = expr_values(exit_.when)
    numbers = {"after_days": exit_.after_days, "max_rounds": exit_.max_rounds}
    return {"then": exit_.kind} | values | {k: v for k, v in numbers.items() if v is not None}


def _veto(veto: Veto) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": veto.id,
        "effect": veto.effect,
        "compare": veto.compare,
        "count" if isinstance(veto.value, int) else "value": str(veto.value),
        "base": veto.base,
    }
    names = ("group", "co_groups", "days", "stage", "body", "max_uses")
    values |= _kept({name: getattr(veto, name) for name in names})
    if veto.effect == "refer":
        values["decides"] = veto.decides
    return values


def _kept(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in values.items() if value not in ("", None, [], {}, 0, False)
    }
