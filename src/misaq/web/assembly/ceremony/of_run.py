"""The ceremony of a run, from its documents: the same six steps, as pages that can be written to files."""

from collections.abc import Sequence

from misaq.assembly import SMALL, hide_small
from misaq.process import Results
from misaq.web.assembly.ceremony.story import STEPS, Told, story_of
from misaq.web.assembly.contexts import feature_rows
from misaq.web.shell.pages import Context


def ceremony_items(results: Results) -> Sequence[str]:
    """One page a step, once there is a lottery."""
    begun = results.results("assembly.lottery") and results.results("assembly.panels")
    return tuple(str(step) for step in STEPS) if begun else ()


def ceremony_context(results: Results, language: str, item: str) -> Context:
    """One step of the ceremony."""
    step = int(item)
    lottery = results.results("assembly.lottery") or {}
    panels = results.results("assembly.panels") or {}
    drawn = results.results("assembly.draw") or {}
    rows = feature_rows(results) if drawn else []
    free = [row for row in rows if row["minimum"] != row["maximum"]]
    why = hide_small([row["category"] for row in free], [row["seats"] for row in free], SMALL)
    hidden = {id(row): reason for row, reason in zip(free, why, strict=True)}
    told = Told(
        lottery,
        lottery["commitment"],
        str(panels.get("source", "")),
        str(panels.get("sealed_at", "")),
        panels["tickets"],
        drawn,
        [{**row, "why": hidden.get(id(row))} for row in rows],
        [row["party"] for row in (drawn.get("evidence") or {}).get("commitments", ())],
    )
    title = (results.results("process.overview") or {}).get("title", {})
    return {
        "of_run": True,
        "story": story_of(told),
        "title": title,
        "step": step,
        "steps": [(number, str(number)) for number in STEPS],
        "before": str(step - 1) if step > 1 else "",
        "after": str(step + 1) if step < len(STEPS) else "",
        "partial": f"assembly/ceremony/_step{step}.html",
    }
