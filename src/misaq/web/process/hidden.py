"""Results hidden until the conversation closes: what the public documents are without the dialogue's."""

from typing import Any

from misaq.process import Results
from misaq.web.dialogue.selectors import results_are_hidden

_ROOM = "dialogue"


def hide_dialogue(results: Results) -> Results:
    """The documents without any number of the dialogue: whoever votes must not see how others voted."""
    return Results(
        {
            kind: _without_stage(document) if kind == "process.overview" else document
            for kind, document in results.items()
            if not kind.startswith(f"{_ROOM}.")
        }
    )


def is_hidden(path: str) -> bool:
    """Whether a path under a language is one of the dialogue's, there or not, while results are hidden."""
    return (path == _ROOM or path.startswith(f"{_ROOM}/")) and results_are_hidden()


def _without_stage(document: dict[str, Any]) -> dict[str, Any]:
    stages = [
        {**stage, "state": "open", "code": "stage.dialogue.hidden", "params": {}, "handed_on": None}
        if stage["room"] == _ROOM
        else stage
        for stage in document["results"].get("stages", [])
    ]
    return {**document, "results": {**document["results"], "stages": stages}}
