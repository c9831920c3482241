"""What the linter found, in plain words, in any language of the catalogue."""

from collections.abc import Iterator, Mapping
from typing import Any

from misaq.charter.rules.coalitions import Coalition, Shift
from misaq.charter.rules.electorate import Electorate
from misaq.charter.rules.linting import GroupLint, RuleLint, StageLint
from misaq.charter.rules.paths import Paths
from misaq.charter.rules.schema import Cell
from misaq.charter.rules.wording import Line, Names, Speech, rule_names


def describe_lint(lint: RuleLint, language: str, names: Names | None = None) -> tuple[Line, ...]:
    """What was found, in sentences: each vote, then where the rule can lead.

    names : what communities and regions are called, by id, in that language.
    """
    speech = Speech(language, rule_names(lint.rule, language, names))
    lines: list[Line] = []
    several = len(lint.rule.stages) > 1
    found = {stage.stage: stage for stage in lint.stages}
    for stage in lint.rule.stages:
        if several:
            lines.append(Line(0, speech.say("lint.stage", stage=speech.name(stage.id))))
        depth = 1 if several else 0
        if stage.id in lint.unknown:
            lines.append(Line(depth, speech.say(f"lint.unknown.{lint.unknown[stage.id]}")))
        else:
            lines += [Line(depth, text) for text in _stage(found[stage.id], speech)]
    lines += [Line(0, text) for text in _whole(lint, speech)]
    return tuple(lines)


def _stage(found: StageLint, speech: Speech) -> Iterator[str]:
    voters = found.voters
    yield speech.say("lint.members", members=voters.members, vacant=voters.members - voters.filled)
    for code, coalition in (
        ("winning", found.winning),
        ("certain", found.certain),
        ("least_yes", found.least_yes),
        ("blocking", found.blocking),
        ("stopping", found.stopping),
    ):
        yield _coalition(f"lint.{code}", coalition, voters, speech)
    if not found.certain_exact:
        yield speech.say("lint.certain_inexact")
    for group in found.groups:
        yield from _group(group, voters, speech)
    if found.group_tests and found.ungrouped:
        yield speech.say("lint.ungrouped", members=found.ungrouped)
    for code, coalition in (
        ("abstaining", found.abstaining),
        ("away", found.away),
        ("vacancies", found.vacancies),
    ):
        yield _count(f"lint.{code}", coalition, speech)
    if found.quorum is not None:
        yield speech.say("lint.quorum", members=found.quorum.size)
    yield from (_shift(shift, speech) for shift in found.shifts if _tells(shift))
    yield from _power(found, speech)


def _coalition(code: str, coalition: Coalition | None, voters: Electorate, speech: Speech) -> str:
    if coalition is None:
        return speech.say(f"{code}.none")
    return speech.say(
        code, members=coalition.size, who=split_words(coalition.members, voters, speech)
    )


def split_words(members: tuple[int, ...], voters: Electorate, speech: Speech) -> str:
    """How many of each kind of member, in words; "" where there is one kind only."""
    if len(voters.cells) == 1:
        return ""
    parts = [
        speech.say("lint.part", members=n, kind=cell_words(cell, speech))
        for n, cell in zip(members, voters.cells, strict=True)
        if n
    ]
    return f" ({speech.say('rule.list').join(parts)})" if parts else ""


def cell_words(cell: Cell, speech: Speech) -> str:
    """What members of a kind are called."""
    ids = [*cell.groups, *([cell.region] if cell.region else [])]
    if not ids:
        return speech.name(cell.body) if cell.body else speech.say("lint.no_group")
    return " + ".join(speech.name(each) for each in ids)


def _count(code: str, coalition: Coalition | None, speech: Speech) -> str:
    if coalition is None:
        return speech.say(f"{code}.none")
    return speech.say(code, members=coalition.size)


def _group(group: GroupLint, voters: Electorate, speech: Speech) -> Iterator[str]:
    name = speech.name(group.id)
    if not group.members:
        yield speech.say("lint.group.empty", group=name)
        return
    if group.blocking is None:
        yield speech.say("lint.group.no_block", group=name, members=group.members)
    else:
        size = group.blocking.size
        yield speech.say("lint.group.block", group=name, members=group.members, blocking=size)
    if group.bound_against is not None:
        yield speech.say("lint.group.bound_against", group=name, others=group.bound_against.size)
    elif group.bound_silent is not None:
        yield speech.say("lint.group.bound_silent", group=name, others=group.bound_silent.size)
    else:
        yield speech.say("lint.group.not_bound", group=name)


def _tells(shift: Shift) -> bool:
    """Whether a change of mind is worth a sentence: that a yes less can stop a vote goes without saying."""
    return shift.before != "yes" or shift.effect == "helps"


def _shift(shift: Shift, speech: Speech) -> str:
    return speech.say(f"lint.shift.{shift.before}.{shift.after}.{shift.effect}")


def _power(found: StageLint, speech: Speech) -> Iterator[str]:
    if found.power is None:
        yield speech.say("lint.power.none")
        return
    groups: Mapping[str, Any] = found.power.groups
    for cell, member in zip(found.voters.cells, found.power.members, strict=True):
        if cell.filled:
            yield speech.say(
                "lint.power.member",
                kind=cell_words(cell, speech),
                index=f"{float(member.index) * 100:.2f}",
                prevents=f"{float(member.prevents) * 100:.1f}",
            )
    for name, share in groups.items():
        yield speech.say(
            "lint.power.group", group=speech.name(name), index=f"{float(share) * 100:.1f}"
        )


def _whole(lint: RuleLint, speech: Speech) -> Iterator[str]:
    if len(lint.rule.stages) > 1 and lint.stages:
        if lint.alone is None:
            yield speech.say("lint.alone.none")
        else:
            who = split_words(lint.alone, lint.stages[0].voters, speech)
            yield speech.say("lint.alone", members=sum(lint.alone), who=who)
    yield from _paths(lint.paths, speech)


def _paths(paths: Paths, speech: Speech) -> Iterator[str]:
    ends = speech.say("rule.list").join(speech.say(f"lint.end.{end}") for end in paths.ends)
    yield speech.say("lint.ends", ends=ends)
    for end in paths.dead_ends:
        yield speech.say("lint.dead_end", stage=speech.name(end.stage))
    for stage, number in paths.unreached:
        code = {0: "lint.unreached.stage", -1: "lint.unreached.pass"}.get(number, "lint.unreached")
        yield speech.say(code, stage=speech.name(stage), number=number)
    for circle in paths.loops:
        stages = " → ".join(speech.name(stage) for stage in (*circle, circle[0]))
        yield speech.say("lint.loop", stages=stages)
    for stage in paths.endless_quorum:
        yield speech.say("lint.endless_quorum", stage=speech.name(stage))
    for veto in paths.endless_delay:
        yield speech.say("lint.endless_delay", veto=veto)
    for stage, body in paths.no_deadline:
        who = speech.name(body) if body else speech.say("lint.chair")
        yield speech.say("lint.no_deadline", stage=speech.name(stage), body=who)
    if not (paths.dead_ends or paths.loops) and paths.complete:
        yield speech.say("lint.all_end")
    for stage in paths.assumed:
        yield speech.say("lint.assumed", stage=speech.name(stage))
