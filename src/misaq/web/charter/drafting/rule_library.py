"""Decision rules to choose from, in words, and what the linter finds with the seats of a drafting."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from misaq.charter import (
    LIBRARY,
    RULES,
    Cell,
    LibraryRule,
    Line,
    Rule,
    describe_lint,
    describe_rule,
    find_in_library,
    find_rule,
    library_votes,
    lint_rule,
    rule_of_values,
    stage_tests,
)
from misaq.web.charter.models import Drafting, Seat
from misaq.web.charter.rule_sentences import site_names

# A referendum's rule needs the roll of those who may vote; a body decides by the others.
BODY_RULES = tuple(
    name
    for name, rule in RULES.items()
    if all(test.base != "registered" for test in stage_tests(rule.stage()))
)


def rule_choices() -> list[tuple[str, Any]]:
    """The rules that a body can decide by: the plain ones, then those of real processes, each in a few words."""
    plain = [(name, rule_title(name)) for name in BODY_RULES]
    return [*plain, (_("Rules of real processes"), [(n, rule_title(n)) for n in library_votes()])]


def rule_title(name: str, *, marked: bool = True) -> str:
    """What a rule is called. marked : say too where it was not read in a source in every part."""
    words = {
        "majority": _("More than half of the votes"),
        "two_thirds": _("Two thirds of all members"),
        "each_community": _("More than half of the votes, and the same in each community"),
    }
    entry = library_entry(name)
    if entry is None:
        return words.get(name, name)
    title = in_language(entry.title)
    vote = name.partition(".")[2]
    if vote and len(entry.rule.stages) > 1:
        title = f"{title}: {in_language(entry.rule.stage(vote).name)}"
    if entry.verified or not marked:
        return title
    return _("%(title)s (not verified in every part)") % {"title": title}


def in_language(texts: Mapping[str, str]) -> str:
    """A text in the language of the page, else in English."""
    return texts.get(get_language() or "en") or texts["en"]


def library_entry(name: str) -> LibraryRule | None:
    """The entry of the library that a rule, or a vote of one, comes from; None for another rule."""
    known = name.partition(".")[0]
    return find_in_library(known) if known in LIBRARY else None


def rule_lines(rule: Rule, names: Mapping[str, str] | None = None) -> tuple[Line, ...]:
    """A rule in plain words, in the language of the page."""
    return describe_rule(rule, get_language() or "en", site_names(names))


@lru_cache(maxsize=256)
def _linted(rule: Rule, cells: tuple[Cell, ...]) -> Any:
    return lint_rule(rule, cells)


def lint_lines(rule: Rule, cells: tuple[Cell, ...], names: Mapping[str, str]) -> tuple[Line, ...]:
    """What the linter finds, in the language of the page. cells : who sits; () for what the rule itself says."""
    return describe_lint(_linted(rule, cells), get_language() or "en", names)


def cells_of(drafting: Drafting) -> tuple[Cell, ...]:
    """Who sits: the seats by community, the vacant ones too; a community of the process without a seat has none."""
    seats = Seat.objects.filter(drafting=drafting).values_list("community", "account_id")
    of = Counter(community for community, _account in seats)
    vacant = Counter(community for community, account in seats if account is None)
    return tuple(
        Cell(of[name], (name,) if name else (), vacant=vacant[name])
        for name in sorted({*of, *drafting.communities})
    )


def rule_of_drafting(drafting: Drafting, name: str) -> Rule:
    """The rule of that name: as it stands in the drafting, or one to choose. Raises UnknownRuleError."""
    for values in drafting.rules.values():
        if values["name"] == name:
            return rule_of_values(values)
    return find_rule(name)


@dataclass(frozen=True)
class LibraryRow:
    """A rule to choose or to read. name : in addresses."""

    name: str
    title: str


def rows_to_choose() -> Sequence[LibraryRow]:
    """The rules that a drafting may decide by."""
    return [LibraryRow(name, rule_title(name)) for name in (*BODY_RULES, *library_votes())]


def rows_to_read() -> Sequence[LibraryRow]:
    """Every rule of the library, with all its votes."""
    return [LibraryRow(name, rule_title(name)) for name in sorted(LIBRARY)]
