"""`process.toml`: what a process is called, who its communities are, its thresholds, rules and seeds."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Bilingual = Mapping[str, str]


@dataclass(frozen=True)
class Community:
    """A self-declared people, region or faith of the process, with its population and where that is from."""

    id: str
    name: Bilingual
    population: int
    source: Bilingual = field(default_factory=dict)


@dataclass(frozen=True)
class ProcessConfig:
    """The settings of a process.

    id : short name, letters, digits and hyphens.
    title : language to title.
    languages : the languages of the process, first the one it is written in.
    invented : True when every person, place and number is invented; each page then says so.
    communities : in the order of the file.
    thresholds : smallest count that is published, by room ("record", "record_sensitive", "dialogue").
    rules : what is decided ("clause", "whole", ...) to the name of its decision rule.
    seed : the public seed; every use of chance derives its own from it.
    names : what the folder's own codes are called: themes, kinds and sides of events, regions.
    dialogue_mode : by which rules the opinion map is made, "improved" or "compat" (Polis' own).
    dialogue_draws : how often the participants are drawn again to see whether the groups hold, 20 to 1000.
    as_of : the day the process speaks of (EDTF, "" when none): "overdue" is judged against it, never a clock.
    """

    id: str
    title: Bilingual
    languages: tuple[str, ...] = ("en", "ur")
    summary: Bilingual = field(default_factory=dict)
    invented: bool = False
    communities: tuple[Community, ...] = ()
    thresholds: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0
    as_of: str = ""
    names: Mapping[str, Bilingual] = field(default_factory=dict)
    dialogue_mode: Literal["improved", "compat"] = "improved"
    dialogue_draws: int = 100  # USUAL_DRAWS

    @property
    def community_ids(self) -> tuple[str, ...]:
        """The ids of the communities, in the order of the file."""
        return tuple(c.id for c in self.communities)


DEFAULT_THRESHOLDS = {"record": 5, "record_sensitive": 10, "dialogue": 10}
DIALOGUE_DRAWS, USUAL_DRAWS = (20, 1000), 100
DIALOGUE_MODES = ("improved", "compat")
DEFAULT_RULES = {"clause": "each_community", "whole": "two_thirds"}


def read_config(text: str) -> ProcessConfig:
    """Read the text of a checked `process.toml`; `misaq check` says what is wrong with one that is not.

    >>> read_config('title = {en = "Peace", ur = "امن"}').thresholds["record"]
    5
    """
    raw: dict[str, Any] = tomllib.loads(text)
    communities = tuple(
        Community(c["id"], c["name"], int(c.get("population", 0)), c.get("source", {}))
        for c in raw.get("communities", [])
    )
    return ProcessConfig(
        id=raw.get("id", "process"),
        title=raw["title"],
        languages=tuple(raw.get("languages", ("en", "ur"))),
        summary=raw.get("summary", {}),
        invented=bool(raw.get("invented", False)),
        communities=communities,
        thresholds={**DEFAULT_THRESHOLDS, **raw.get("thresholds", {})},
        rules={**DEFAULT_RULES, **raw.get("rules", {})},
        seed=int(raw.get("seeds", {}).get("public", 0)),
        as_of=str(raw.get("as_of", "")),
        names=raw.get("names", {}),
        dialogue_mode=raw.get("dialogue", {}).get("mode", "improved"),
        dialogue_draws=int(raw.get("dialogue", {}).get("draws", USUAL_DRAWS)),
    )
