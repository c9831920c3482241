"""What the linter found as plain values, for files and programs."""

from typing import Any

from misaq.charter.rules.coalitions import Coalition
from misaq.charter.rules.electorate import Electorate
from misaq.charter.rules.linting import RuleLint, StageLint
from misaq.charter.rules.schema import Ballots, Tally

_COALITIONS = (
    *("winning", "certain", "least_yes", "blocking", "stopping"),
    *("abstaining", "away", "vacancies", "quorum"),
)


def lint_values(lint: RuleLint) -> dict[str, Any]:
    """A rule examined, as plain values: coalitions with their members by cell and the vote in which they show.

    Shares are exact fractions as text; what nobody can do is None.
    """
    paths = lint.paths
    return {
        "rule": lint.rule.name,
        "stages": [_stage(stage) for stage in lint.stages],
        "unknown": dict(lint.unknown),
        "alone": None if lint.alone is None else list(lint.alone),
        "paths": {
            "ends": list(paths.ends),
            "dead_ends": [
                {"stage": end.stage, "tally": tally_values(end.tally) if end.tally else None}
                for end in paths.dead_ends
            ],
            "unreached": [list(pair) for pair in paths.unreached],
            "loops": [list(circle) for circle in paths.loops],
            "endless_quorum": list(paths.endless_quorum),
            "endless_delay": list(paths.endless_delay),
            "no_deadline": [list(pair) for pair in paths.no_deadline],
            "assumed": list(paths.assumed),
            "complete": paths.complete,
        },
    }


def _stage(found: StageLint) -> dict[str, Any]:
    voters, power = found.voters, found.power
    return {
        "stage": found.stage,
        "members": voters.members,
        "filled": voters.filled,
        "cells": _cells(voters),
        **{name: _coalition(getattr(found, name)) for name in _COALITIONS},
        "certain_exact": found.certain_exact,
        "groups": [
            {
                "id": group.id,
                "members": group.members,
                "blocking": _coalition(group.blocking),
                "bound_against": _coalition(group.bound_against),
                "bound_silent": _coalition(group.bound_silent),
            }
            for group in found.groups
        ],
        "group_tests": found.group_tests,
        "ungrouped": found.ungrouped,
        "shifts": [
            {
                "before": s.before,
                "after": s.after,
                "effect": s.effect,
                "tally": tally_values(s.tally),
            }
            for s in found.shifts
        ],
        "power": None
        if power is None
        else {
            "members": [
                {"swings": str(m.swings), "index": str(m.index), "prevents": str(m.prevents)}
                for m in power.members
            ],
            "groups": {name: str(share) for name, share in power.groups.items()},
            "winning": str(power.winning),
        },
    }


def _cells(voters: Electorate) -> list[dict[str, Any]]:
    return [
        {
            "members": cell.members,
            "vacant": cell.vacant,
            "groups": list(cell.groups),
            "region": cell.region,
            "body": cell.body,
        }
        for cell in voters.cells
    ]


def _coalition(coalition: Coalition | None) -> dict[str, Any] | None:
    if coalition is None:
        return None
    return {
        "size": coalition.size,
        "members": list(coalition.members),
        "tally": tally_values(coalition.tally),
    }


def tally_values(tally: Tally) -> dict[str, Any]:
    """A tally as plain values."""

    def plain(ballots: Ballots) -> dict[str, int]:
        names = ("yes", "no", "abstain", "members", "vacant")
        return {name: getattr(ballots, name) for name in names}

    return {
        "overall": plain(tally.overall),
        "groups": {name: plain(each) for name, each in tally.groups.items()},
        "regions": {name: plain(each) for name, each in tally.regions.items()},
        "bodies": {name: plain(each) for name, each in tally.bodies.items()},
    }
