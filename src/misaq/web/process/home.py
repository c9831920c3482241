"""What the home page shows: stages, one thread from a finding to a clause, participation, rules in force."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from misaq.foundation.messages import N_
from misaq.process import Results
from misaq.web.shell.pages import Context

RULES = {
    "majority": N_("More than half of those who vote"),
    "two_thirds": N_("Two thirds of those who vote"),
    "each_community": N_("A majority in every community: no community is outvoted"),
}
DECISIONS = {"clause": N_("One clause"), "whole": N_("The whole charter")}
THRESHOLDS = {
    "record": N_("Acts in the record"),
    "record_sensitive": N_("Sexual violence, and acts against children"),
    "dialogue": N_("People of a community in the dialogue"),
}


def home_context(results: Results, language: str, item: str) -> Context:
    """The context of the home page; every part of it may be absent."""
    document = results.get("process.overview") or {}
    overview = document.get("results") or {}
    parameters = document.get("parameters") or {}
    return {
        "overview": overview,
        "thread": (),
        "rules": [
            _named(DECISIONS, key, RULES, rule) for key, rule in sorted(_map(parameters, "rules"))
        ],
        "thresholds": [
            (_(THRESHOLDS.get(key, key)), number)
            for key, number in sorted(_map(parameters, "thresholds"))
        ],
        "participation": (),
    }


def _map(parameters: Mapping[str, Any], key: str) -> Sequence[tuple[str, Any]]:
    return tuple((parameters.get(key) or {}).items())


def _named(
    keys: Mapping[str, str], key: str, names: Mapping[str, str], name: str
) -> tuple[str, str]:
    return _(keys.get(key, key)), _(names.get(name, name))


def participation_rows(results: Results) -> Iterator[Sequence[Any]]:
    """The table behind the participation chart."""
    yield ("community",)
