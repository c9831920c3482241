"""Rules and two-person acts in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from misaq.web.charter.drafting.rule_library import rule_title
from misaq.web.charter.models import JointAct
from misaq.web.charter.rule_sentences import rule_sentences

Kind = JointAct.Kind


def question_words(question: str) -> str:
    """What is decided, in words."""
    return {
        "clause": _("A clause"),
        "whole": _("The whole text"),
        "ratification": _("The ratification"),
    }[question]


def rule_words(values: Mapping[str, Any]) -> list[str]:
    """A rule in plain words, one sentence each, the quorum first."""
    return rule_sentences(values)


def act_words(act: JointAct) -> dict[str, Any]:
    """A two-person act in words. title : what is to be done. lines : with what, one sentence each."""
    payload = act.payload
    if act.kind == Kind.OPEN:
        lines = [_("From then on rules and seats change only by two people of opposed sides.")]
        return {"title": _("Open the drafting"), "lines": lines}
    if act.kind == Kind.RULES:
        new = rule_title(payload["rule"])
        return {
            "title": _("Change how it is decided: %(what)s")
            % {"what": question_words(payload["question"])},
            "old": rule_words(payload["old"]),
            "lines": [_("From then on: %(rule)s.") % {"rule": new}],
            "rule": payload["rule"],
        }
    if act.kind == Kind.SEAT:
        number = {"number": payload["number"], "name": payload["name"]}
        line = _("Seat %(number)s is left vacant.") % number
        if payload["username"]:
            line = _("%(name)s takes seat %(number)s.") % number
        return {"title": _("Change who sits"), "lines": [line]}
    hours = _("The vote is open for %(hours)s hours.") % {"hours": payload["hours"]}
    if act.kind == Kind.PUT:
        title = _("Put P-%(number)s to the vote") % {"number": payload["proposal"]}
        return {"title": title, "lines": [hours], "sha256": payload["sha256"]}
    title = (
        _("Put the ratification to the vote")
        if act.kind == Kind.RATIFY
        else _("Put the whole text to the vote")
    )
    return {"title": title, "lines": [hours], "sha256": payload["sha256"]}
