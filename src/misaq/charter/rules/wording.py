"""A rule in plain words, sentence by sentence, in any language of the catalogue; nothing that decides is left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from misaq.charter.rules.evaluating import alternatives
from misaq.charter.rules.procedure import Course, Place
from misaq.charter.rules.schema import (
    NOTHING,
    Combined,
    Exit,
    Expr,
    Rule,
    Stage,
    Test,
    Veto,
    is_count,
    state_test,
)
from misaq.foundation.messages import render

Names = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One sentence. depth : how far in it stands, from 0. kind : what it tells."""

    depth: int
    text: str
    kind: Literal["test", "detail", "joined", "other"] = "other"


@dataclass(frozen=True)
class Speech:
    """Words in one language.

    names : id of a group, body, region or stage to its name, in that language.
    """

    language: str
    names: Names

    def say(self, code: str, **params: Any) -> str:
        """The text of a code."""
        return render(code, self.language, **params).what

    def name(self, id_: str) -> str:
        """What something is called."""
        return str(self.names.get(id_, id_))


def place_words(place: Place, speech: Speech) -> str:
    """Where a question stands, and what comes next, in words."""
    body = speech.name(place.body) if place.body else speech.say("lint.chair")
    words = [speech.say(f"course.{place.state}", stage=speech.name(place.stage), body=body)]
    if place.within is not None:
        words.append(speech.say("course.within", days=place.within))
    if place.not_before is not None:
        words.append(speech.say("course.not_before", days=place.not_before))
    if place.due:
        words.append(speech.say("course.due", due=place.due))
    return " ".join(words)


def describe_course(
    rule: Rule, course: Course, language: str, names: Names | None = None
) -> tuple[Line, ...]:
    """What happened step by step, each with where it led; the last says what comes next."""
    speech = Speech(language, rule_names(rule, language, names))
    lines: list[Line] = []
    for step in course.steps:
        lines.append(Line(0, speech.say(f"step.{step.outcome}", stage=speech.name(step.stage))))
        lines.append(Line(1, place_words(step.place, speech)))
    return tuple(lines) or (Line(0, place_words(course.place, speech)),)


def rule_names(rule: Rule, language: str, names: Names | None = None) -> Names:
    """What the stages, bodies and groups of a rule are called; names : those of communities, by id."""
    named = [(each.id, each.name) for each in rule.stages]
    named += [(body.id, body.name) for body in rule.bodies]
    named += [(group.id, group.name) for group in rule.groups]
    own = {id_: name.get(language) or name.get("en") or id_ for id_, name in named}
    if own.get("vote") == "vote":  # a rule of one vote gives it no name
        own["vote"] = render("rule.the_vote", language).what
    return {**own, **(names or {})}


def describe_rule(rule: Rule, language: str, names: Names | None = None) -> tuple[Line, ...]:
    """A rule in sentences.

    names : what communities and regions are called, by id, in that language; "each" for "in each group".

    >>> from misaq.charter.rules.library import find_rule
    >>> for line in describe_rule(find_rule("two_thirds"), "en")[4:6]: print(line.text)
    It passes when this is met:
    Overall, at least 2/3 of all members (vacant seats included) are for it.
    """
    speech = Speech(language, rule_names(rule, language, names))
    lines: list[Line] = []
    for number, stage in enumerate(rule.stages, 1):
        lines += _describe_stage(stage, number if len(rule.stages) > 1 else 0, speech)
    return tuple(lines)


def summarise_rule(rule: Rule, language: str, names: Names | None = None) -> tuple[str, ...]:
    """A rule in a few sentences: what must be reached, and where there are alternatives, how they are joined.

    >>> from misaq.charter.rules.library import find_rule
    >>> summarise_rule(find_rule("majority"), "en")[-1]
    'Overall, more than 1/2 of the votes for and against are for it.'
    """
    nested = any(alternatives(stage.passes) for stage in rule.stages)
    kinds = {"test", "joined"} if nested or len(rule.stages) > 1 else {"test"}
    return tuple(line.text for line in describe_rule(rule, language, names) if line.kind in kinds)


def _describe_stage(stage: Stage, number: int, speech: Speech) -> Iterator[Line]:
    depth = 0
    if number:
        depth = 1
        yield Line(0, speech.say("rule.stage", number=number, stage=speech.name(stage.id)))
    if stage.bodies:
        who = speech.say("rule.list").join(speech.name(body) for body in stage.bodies)
        yield Line(depth, speech.say("rule.voters", bodies=who))
    for veto in stage.vetoes:
        yield Line(depth, _veto(veto, speech))
    if stage.quorum != NOTHING:
        yield from _describe_expr(stage.quorum, depth, speech, "rule.quorum")
        yield Line(depth, speech.say(f"rule.without_quorum.{stage.without_quorum}"))
    yield from _describe_expr(stage.passes, depth, speech, "rule.passes")
    yield Line(depth, speech.say("rule.on_pass", exit=exit_words(stage.on_pass, speech)))
    for exit_ in stage.on_fail:
        words = exit_words(exit_, speech)
        if exit_.when is None:
            yield Line(depth, speech.say("rule.on_fail", exit=words))
        else:
            yield from _describe_expr(exit_.when, depth, speech, "rule.when")
            yield Line(depth + 1, speech.say("rule.then", exit=words))


def _describe_expr(expr: Expr, depth: int, speech: Speech, opening: str) -> Iterator[Line]:
    """A condition under its opening words: "It passes when {what}:", what being all, one, ... of the following."""
    joined = expr if isinstance(expr, Combined) else Combined("all", (expr,))
    single = joined.need == "all" and len(joined.of) == 1
    need = "one" if single else joined.need
    what = speech.say(f"rule.need.{need}", k=joined.k, n=len(joined.of))
    yield Line(depth, speech.say(opening, what=what), "joined")
    for part in joined.of:
        if isinstance(part, Test):
            yield Line(depth + 1, test_words(part, speech), "test")
            yield Line(depth + 2, state_words(part, speech), "detail")
        else:
            yield from _describe_expr(part, depth + 1, speech, "rule.part")


def test_words(test: Test, speech: Speech) -> str:
    """A test in one sentence."""
    more = "more" if test.compare == ">" else "least"
    where = _where(test, speech)
    if is_count(test):
        return speech.say(f"rule.count.{test.measure}.{more}", where=where, value=test.value)
    base = speech.say(f"rule.base.{test.base}")
    if test.value == 1 and test.compare == ">=":
        return speech.say(f"rule.test.{test.measure}.whole", where=where, base=base)
    return speech.say(f"rule.test.{test.measure}.{more}", where=where, value=test.value, base=base)


def _where(test: Test, speech: Speech) -> str:
    if test.over in {"overall", "group", "body"}:
        return speech.say(f"rule.where.{test.over}", group=speech.name(test.group))
    everywhere = test.across == 1 and not isinstance(test.across, int)
    if everywhere and test.over in speech.names:
        return speech.name(test.over)
    if isinstance(test.across, int):
        return speech.say(f"rule.where.{test.over}.number", across=test.across)
    if test.across != 1:
        return speech.say(f"rule.where.{test.over}.share", across=test.across)
    return speech.say(f"rule.where.{test.over}")


def state_words(test: Test, speech: Speech) -> str:
    """What a test makes of abstentions, vacant seats, ties and an empty base."""
    states = state_test(test)
    parts = [
        speech.say(f"rule.abstain.{states.abstain}"),
        speech.say(f"rule.vacancy.{states.vacancy}"),
        speech.say(f"rule.tie.{states.tie}"),
        speech.say(f"rule.empty.{test.empty}"),
    ]
    return " ".join(parts)


def exit_words(exit_: Exit, speech: Speech) -> str:
    """Where a vote leads, as part of a sentence."""
    stage, body = speech.name(exit_.stage), speech.name(exit_.body)
    code = f"rule.exit.{exit_.kind}"
    if exit_.kind == "refer":
        code += ".decides" if exit_.decides else ".reports"
    elif exit_.kind == "dissolve" and exit_.stage:
        code += ".anew"
    words = [speech.say(code, stage=stage, body=body)]
    if exit_.after_days is not None:
        words.append(speech.say("rule.exit.within", days=exit_.after_days))
    if exit_.max_rounds is not None:
        words.append(speech.say("rule.exit.rounds", rounds=exit_.max_rounds))
    return speech.say("rule.list").join(words)


def _veto(veto: Veto, speech: Speech) -> str:
    more = "more" if veto.compare == ">" else "least"
    if isinstance(veto.value, int):
        many = speech.say(f"rule.veto.number.{more}", value=veto.value)
    else:
        base = speech.say(f"rule.veto.base.{veto.base}")
        many = speech.say(f"rule.veto.share.{more}", value=veto.value, base=base)
    whose = {"": "rule.veto.any", "each": "rule.veto.each"}.get(veto.group, "rule.veto.group")
    who = speech.say(whose, many=many, group=speech.name(veto.group))
    if veto.co_groups:
        who = speech.say("rule.veto.co_groups", who=who, groups=veto.co_groups)
    code = f"rule.veto.{veto.effect}"
    if veto.effect == "refer":
        code += ".decides" if veto.decides else ".reports"
    stage, body = speech.name(veto.stage), speech.name(veto.body)
    words = speech.say(code, who=who, days=veto.days, stage=stage, body=body)
    if veto.max_uses is not None:
        words += " " + speech.say("rule.veto.uses", uses=veto.max_uses)
    return words
