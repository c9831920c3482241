"""Decision rules of real processes, each with its source: a library to choose from, and to compare with.

What was read in a source and what is only reported are kept apart in every entry: `RuleSource.verified`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from misaq.charter.errors import UnknownRuleError
from misaq.charter.rules.reading import read_rule_document
from misaq.charter.rules.schema import LAPSE, Rule, Stage, stage_tests
from misaq.charter.rules.shipped import RULES
from misaq.foundation.errors import FaultsError

LIBRARY = (
    "belgium_special_majority",
    "belgium_alarm_bell",
    "bosnia_entities_of_all",
    "bosnia_entities_of_voting",
    "bosnia_vital_interest",
    "chile_2021",
    "chile_2023",
    "colombia_1991",
    "colombia_2016",
    "kenya_2010",
    "nepal_article",
    "nepal_whole",
    "northern_ireland",
    "south_africa_1993",
    "south_africa_1993_provinces",
    "south_africa_negotiations",
    "tunisia_2014",
    "tunisia_2014_article",
    "yemen_dialogue",
)


@dataclass(frozen=True)
class RuleSource:
    """One thing that is said of a rule. verified : it was read in a source; else it is only reported."""

    text: Mapping[str, str]
    verified: bool


@dataclass(frozen=True)
class LibraryRule:
    """A rule of a real process.

    title : by language. sources : what it rests on, part by part. example : the numbers of who votes are an example.
    """

    rule: Rule
    title: Mapping[str, str]
    sources: tuple[RuleSource, ...]
    example: bool

    @property
    def verified(self) -> bool:
        """Whether every part of it was read in a source."""
        return all(source.verified for source in self.sources)


def list_library() -> tuple[LibraryRule, ...]:
    """Every rule of the library, by name.

    >>> [entry.rule.name for entry in list_library()][-1]
    'yemen_dialogue'
    """
    return tuple(find_in_library(name) for name in sorted(LIBRARY))


@lru_cache(maxsize=64)
def find_in_library(name: str) -> LibraryRule:
    """The rule of that name with its sources. Raises UnknownRuleError.

    >>> entry = find_in_library("tunisia_2014")
    >>> [stage.id for stage in entry.rule.stages]
    ['first', 'second', 'referendum']
    """
    if name not in LIBRARY:
        raise UnknownRuleError(name=name, known=", ".join(sorted(LIBRARY)))
    text = (files("misaq.charter") / "rules" / "library" / f"{name}.toml").read_text("utf-8")
    values = tomllib.loads(text)
    rule, faults = read_rule_document(values, f"{name}.toml")
    if rule is None:
        raise FaultsError(faults)
    sources = tuple(_source(plain) for plain in values["sources"])
    return LibraryRule(rule, values["title"], sources, bool(values.get("example", False)))


def _source(plain: Mapping[str, Any]) -> RuleSource:
    return RuleSource(plain["text"], bool(plain["verified"]))


def rule_of_stage(rule: Rule, stage_id: str = "") -> Rule:
    """One vote of a rule as a rule of its own, for a body that takes that vote alone: a failed one lapses.

    What the rule has before and after it, its vetoes and its named bodies are left out.

    >>> rule_of_stage(find_in_library("tunisia_2014").rule).name
    'tunisia_2014.first'
    """
    stage = rule.stage(stage_id)
    alone = Stage(
        stage.id, stage.passes, stage.quorum, stage.scope, without_quorum=stage.without_quorum
    )
    name = f"{rule.name}.{stage.id}"
    return Rule(name, (replace(alone, on_fail=(LAPSE,), name=stage.name),), says=rule.says)


@lru_cache(maxsize=1)
def library_votes() -> Mapping[str, Rule]:
    """Each vote of the library that any one body can take, as a rule of its own, by name ("tunisia_2014.first").

    >>> votes = library_votes()
    >>> "tunisia_2014.first" in votes, "tunisia_2014.referendum" in votes, "kenya_2010.second_reading" in votes
    (True, False, False)
    """
    return {
        vote.name: vote
        for entry in list_library()
        for people in [{body.id for body in entry.rule.bodies if body.people}]
        for stage in entry.rule.stages
        if fits_any_body(stage) and not people & set(stage.bodies)
        for vote in [rule_of_stage(entry.rule, stage.id)]
    }


def find_rule(name: str, own: Mapping[str, Rule] | None = None) -> Rule:
    """The rule of that name: of the process's `own`, a shipped one, or a vote of the library.

    Raises UnknownRuleError.
    """
    known = {**RULES, **library_votes(), **(own or {})}
    if name not in known:
        raise UnknownRuleError(name=name, known=", ".join(known))
    return known[name]


def fits_any_body(stage: Stage) -> bool:
    """Whether a vote can be taken by any one body: it names no group or body, no region and no roll of voters."""
    return all(
        test.over in {"overall", "each"} and test.base != "registered"
        for test in stage_tests(stage)
    )
