"""Who decides, from plain values: bodies, groups and who sits."""

from typing import Any

from misaq.charter.rules.grammar import Values, require_once
from misaq.charter.rules.schema import Body, Cell, Composition, Group


def read_bodies(top: Values) -> tuple[Body, ...]:
    """The bodies of a rule."""
    found = []
    for each in top.tables("bodies"):
        each.only(("id", "members", "people", "name"))
        name = each.text("id", needed=True)
        found.append(
            Body(name, each.whole("members"), each.flag("people", False), each.names("name"))
        )
    require_once(top, "bodies", [body.id for body in found])
    return tuple(found)


def read_groups(top: Values) -> tuple[Group, ...]:
    """The groups of a rule."""
    found = []
    for each in top.tables("groups"):
        each.only(("id", "basis", "exclusive", "name"))
        basis: Any = each.choice("basis", ("self-designation", "roll", "seat"))
        name = each.text("id", needed=True)
        found.append(Group(name, basis, each.flag("exclusive", True), each.names("name")))
    require_once(top, "groups", [group.id for group in found])
    return tuple(found)


def read_composition(top: Values) -> Composition:
    """Who sits, as the file says it."""
    found = []
    for each in top.tables("composition"):
        each.only(("members", "groups", "region", "body", "vacant"))
        members, vacant = each.whole("members", needed=True) or 0, each.whole("vacant") or 0
        if vacant > members:
            each.fault("rule_bad_value", "vacant", value=str(vacant), allowed=f"<= {members}")
        found.append(
            Cell(
                members,
                tuple(sorted(each.words("groups"))),
                each.text("region"),
                each.text("body"),
                vacant,
            )
        )
    return tuple(found)
