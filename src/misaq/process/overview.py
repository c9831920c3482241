"""`process.overview`: what the process is called, who its communities are, and where each stage stands."""

from collections.abc import Sequence
from typing import Any

from misaq.process.config import ProcessConfig
from misaq.process.folder import ProcessFolder
from misaq.process.results import Result
from misaq.process.steps import Outcome, Stage

TRACK = ("record", "dialogue", "table", "assembly", "charter", "follow_up")


def overview_result(folder: ProcessFolder, outcomes: Sequence[Outcome], seed: int) -> Result:
    """Make the document that every page's header and the home page are drawn from.

    A stage without input is "none"; it keeps its knot, so that nobody wonders where it went.
    """
    config = folder.config
    stages = {outcome.stage.room: outcome.stage for outcome in outcomes}
    return Result(
        "process.overview",
        parameters={"thresholds": config.thresholds, "rules": config.rules},
        seed=seed,
        inputs=folder.input_hashes("process.toml"),
        results={
            "id": config.id,
            "title": config.title,
            "summary": config.summary,
            "invented": config.invented,
            "as_of": config.as_of,
            "languages": config.languages,
            "names": config.names,
            "communities": _communities(config),
            "stages": [_stage(stages.get(room) or _not_begun(room)) for room in TRACK],
            "rooms": sorted(stages),
        },
    )


def _communities(config: ProcessConfig) -> list[dict[str, Any]]:
    total = sum(c.population for c in config.communities)
    return [
        {
            "id": c.id,
            "name": c.name,
            "population": c.population,
            "share": c.population / total if total else None,
            "source": c.source,
        }
        for c in config.communities
    ]


def _not_begun(room: str) -> Stage:
    return Stage(room, "none", "stage.follow_up.none" if room == "follow_up" else "stage.none")


def _stage(stage: Stage) -> dict[str, Any]:
    given = stage.handed_on
    return {
        "room": stage.room,
        "state": stage.state,
        "code": stage.code,
        "params": dict(stage.params),
        "handed_on": None if given is None else {"code": given.code, "params": dict(given.params)},
    }
