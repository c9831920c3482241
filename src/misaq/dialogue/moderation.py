"""What was decided about statements, in the open: which step, why, on which day; never by whom, never the text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

STEPS = (
    "decided", "proposed", "confirmed", "set_aside", "appealed", "upheld", "dismissed", "seeded", "meta", "not_meta",
)  # fmt: skip
REASONS = ("repeats", "off_topic", "exposes", "threatens", "several", "unclear", "other")


@dataclass(frozen=True, slots=True)
class ModerationStep:
    """One step about one statement.

    kind : one of STEPS. state : the statement's after it. reason : one of REASONS, "" not given. day : EDTF, "" none.
    """

    id: str
    statement: str
    kind: str
    state: str
    reason: str = ""
    day: str = ""


def publish_moderation(steps: Sequence[ModerationStep]) -> dict[str, Any]:
    """The log of steps in their order, and how many statements stand rejected for which reason.

    steps : in any order; they are told apart by their ids, which run in the order of deciding.

    >>> found = publish_moderation([ModerationStep("2", "s1", "decided", "rejected", "unclear")])
    >>> found["rejected_by_reason"]["unclear"], found["n_appeals"]
    (1, 0)
    """
    ordered = sorted(steps, key=lambda step: (len(step.id), step.id))
    last, why = {}, {}
    for step in ordered:
        last[step.statement] = step.state
        if step.state == "rejected" and step.reason:
            why[step.statement] = step.reason
    reasons = Counter(why.get(s, "other") for s, state in last.items() if state == "rejected")
    kinds = Counter(step.kind for step in ordered)
    return {
        "n_statements": len(last),
        "states": {
            state: list(last.values()).count(state) for state in ("accepted", "rejected", "waiting")
        },
        "rejected_by_reason": {reason: reasons[reason] for reason in REASONS},
        "steps_by_kind": {kind: kinds[kind] for kind in STEPS},
        "n_appeals": kinds["appealed"],
        "n_appeals_granted": kinds["upheld"],
        "log": [
            {
                "id": step.id,
                "statement": step.statement,
                "kind": step.kind,
                "state": step.state,
                "reason": step.reason or None,
                "day": step.day or None,
            }
            for step in ordered
        ],
    }
