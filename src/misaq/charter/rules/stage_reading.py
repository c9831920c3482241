"""The stages of a rule from plain values: nested conditions, vetoes and exits."""

from typing import Any

from misaq.charter.rules.grammar import Values, require_once
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
    stage_tests,
)

_WORDS = {
    "over": ("overall", "each", "each_region", "each_body", "group", "body"),
    "measure": ("yes", "no", "turnout"),
    "base": ("cast", "present", "seated", "all_members", "registered"),
    "compare": (">", ">="),
    "empty": ("passes", "fails"),
}
_TEST_KEYS = (
    *_WORDS,
    *("value", "count", "group", "across", "across_count", "abstain", "vacancy", "tie"),
)
_EXITS = ("adopt", "goto", "refer", "referendum", "chair_ruling", "lapse", "dissolve")
_EXIT_KEYS = ("then", "stage", "body", "decides", "when", "after_days", "max_rounds")
_STAGE_KEYS = (
    *(
        "id",
        "scope",
        "bodies",
        "quorum",
        "without_quorum",
        "pass",
        "on_pass",
        "on_fail",
        "vetoes",
        "name",
    ),
)
_VETO_KEYS = (
    *("id", "effect", "compare", "value", "count", "base", "group", "co_groups", "days"),
    *("stage", "body", "decides", "max_uses"),
)
_DEEPEST = 12  # conditions within conditions


def read_test(plain: Values) -> Test | None:
    """A test; None beside the faults."""
    before = len(plain.faults)
    plain.only(_TEST_KEYS)
    said: dict[str, Any] = {name: plain.choice(name, words) for name, words in _WORDS.items()}
    group = plain.text("group")
    if said["over"] and (said["over"] in {"group", "body"}) != bool(group):
        plain.fault("charter_open_rule", "group", what="group")
    value = plain.share_or_count("value", "count")
    across: Any = 1
    if plain.values.keys() & {"across", "across_count"}:
        across = plain.share_or_count("across", "across_count")
    if len(plain.faults) > before or value is None:
        return None
    if not plain.values.keys() & {"across", "across_count"}:
        return Test(value=value, group=group, **said)
    return Test(value=value, across=across, group=group, **said)


def read_expr(plain: Values, depth: int = 0) -> Expr:
    """A condition: a test, or several joined by `all`, `any`, or `at_least` a number `of` them."""
    if depth > _DEEPEST:
        plain.fault("rule_too_deep", "", limit=_DEEPEST)
        return NOTHING
    joined = [key for key in ("all", "any", "none", "of") if key in plain.values]
    if not joined:
        return read_test(plain) or NOTHING
    name = joined[0]
    plain.only((name, "at_least") if name == "of" else (name,))
    parts = tuple(read_expr(each, depth + 1) for each in plain.tables(name, needed=True))
    if name != "of":
        need: Any = name
        return Combined(need, parts)
    k = plain.whole("at_least", least=1, needed=True) or 1
    if k > len(parts):
        plain.fault("rule_bad_value", "at_least", value=str(k), allowed=f"<= {len(parts)}")
    return Combined("at_least", parts, k)


def read_stages(top: Values) -> tuple[Stage, ...]:
    """The stages of a rule, in their order."""
    stages = tuple(_read_stage(each) for each in top.tables("stages", needed=True))
    require_once(top, "stages", [stage.id for stage in stages])
    return stages


def _read_stage(plain: Values) -> Stage:
    plain.only(_STAGE_KEYS)
    for name in ("pass", "on_fail"):
        if name not in plain.values:
            plain.fault("charter_open_rule", name, what=name)
    quorum, without = NOTHING, "again"
    if "quorum" in plain.values:
        quorum_ = read_expr(plain.inside("quorum", plain.values["quorum"]))
        quorum = quorum_ if isinstance(quorum_, Combined) else Combined("all", (quorum_,))
        without = plain.choice("without_quorum", ("again", "fails"))
    passes = (
        read_expr(plain.inside("pass", plain.values["pass"])) if "pass" in plain.values else NOTHING
    )
    on_pass = ADOPT
    if "on_pass" in plain.values:
        on_pass = _read_exit(plain.inside("on_pass", plain.values["on_pass"]))
    scope: Any = plain.choice("scope", ("clause", "chapter", "whole"))
    again: Any = without
    return Stage(
        plain.text("id", needed=True),
        passes,
        quorum,
        scope,
        tuple(plain.words("bodies")),
        again,
        on_pass,
        tuple(_read_exit(each) for each in plain.tables("on_fail", needed=True)),
        tuple(_read_veto(each) for each in plain.tables("vetoes")),
        plain.names("name"),
    )


def _read_exit(plain: Values) -> Exit:
    plain.only(_EXIT_KEYS)
    kind: Any = plain.choice("then", _EXITS)
    stage, body, decides = plain.text("stage"), plain.text("body"), plain.flag("decides", False)
    if kind in {"goto", "referendum"} and not stage:
        plain.fault("charter_open_rule", "stage", what="stage")
    if kind == "refer":
        _read_referral(plain, stage, body, decides)
    when = read_expr(plain.inside("when", plain.values["when"])) if "when" in plain.values else None
    return Exit(
        kind,
        stage,
        body,
        decides,
        when,
        plain.whole("after_days"),
        plain.whole("max_rounds", least=1),
    )


def _read_referral(plain: Values, stage: str, body: str, decides: bool) -> None:
    """Who decides after a referral must be said: the body itself, or a stage that votes next."""
    if not body:
        plain.fault("charter_open_rule", "body", what="body")
    if "decides" not in plain.values:
        plain.fault("charter_open_rule", "decides", what="decides")
    elif not decides and not stage:
        plain.fault("charter_open_rule", "stage", what="stage")


def _read_veto(plain: Values) -> Veto:
    plain.only(_VETO_KEYS)
    effect: Any = plain.choice("effect", ("suspend", "require", "refer", "block"))
    compare: Any = plain.choice("compare", _WORDS["compare"])
    base: Any = plain.choice(
        "base", _WORDS["base"], "all_members" if "count" in plain.values else ""
    )
    value = plain.share_or_count("value", "count")
    days = plain.whole("days", needed=effect == "suspend")
    stage, body, decides = plain.text("stage"), plain.text("body"), plain.flag("decides", False)
    if effect == "require" and not stage:
        plain.fault("charter_open_rule", "stage", what="stage")
    if effect == "refer":
        _read_referral(plain, stage, body, decides)
    return Veto(
        plain.text("id", needed=True),
        effect,
        compare,
        value if value is not None else 0,
        base,
        plain.text("group"),
        plain.whole("co_groups") or 0,
        days,
        stage,
        body,
        decides,
        plain.whole("max_uses", least=1),
    )


def require_names(rule: Rule, top: Values) -> None:
    """Note every name of a stage, body, group or region that the rule does not have."""
    stages = {stage.id for stage in rule.stages}
    bodies = {body.id for body in rule.bodies}
    groups = {group.id for group in rule.groups}
    for stage in rule.stages:
        _require_stage_names(stage, top, stages, bodies, groups)
    for cell in rule.composition:
        _known(top, "composition", "body", cell.body, bodies)
        for group in cell.groups:
            _known(top, "composition", "groups", group, groups)
        if rule.regions:
            _known(top, "composition", "region", cell.region, set(rule.regions))


def _require_stage_names(
    stage: Stage, top: Values, stages: set[str], bodies: set[str], groups: set[str]
) -> None:
    at = f"stages.{stage.id}"
    for exit_ in (stage.on_pass, *stage.on_fail):
        _known(top, at, "stage", exit_.stage, stages)
        _known(top, at, "body", exit_.body, bodies)
    for veto in stage.vetoes:
        _known(top, f"{at}.vetoes", "stage", veto.stage, stages)
        _known(top, f"{at}.vetoes", "body", veto.body, bodies)
        if veto.group != "each":
            _known(top, f"{at}.vetoes", "group", veto.group, groups)
    for body in stage.bodies:
        _known(top, at, "body", body, bodies)
    if len(bodies) > 1 and not stage.bodies:
        top.fault("charter_open_rule", f"{at}.bodies", what="bodies")
    for test in stage_tests(stage):
        known = bodies if test.over == "body" else groups
        if known or test.over == "body":
            _known(top, at, "group", test.group, known)


def _known(top: Values, place: str, what: str, name: str, known: set[str]) -> None:
    if name and name not in known:
        top.fault("rule_unknown_name", f"{place}.{what}", name=name, known=", ".join(sorted(known)))
