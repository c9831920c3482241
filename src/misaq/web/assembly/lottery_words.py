"""By which rule a lottery is found and in which form, in plain words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# What each rule does, as what is published says it.
_AIMS = {
    "leximin": _(
        "leximin: make the lowest chance as large as it can be, then the next lowest, and so on"
    ),
    "maximin": _("maximin: make the lowest chance as large as it can be"),
    "nash": _("Nash: make the product of all chances as large as it can be"),
    "goldilocks": _("Goldilocks: let no chance be much too large or much too small"),
    "legacy": _("legacy: draw seat by seat where most are missing; chances are estimates"),
}
# Each rule: its name, and what it does in one plain sentence.
RULE_WORDS = {
    "leximin": (
        _("As fair as can be (leximin)"),
        _(
            "Whoever has the smallest chance gets as large a one as can be, then the next, and so on."
        ),
    ),
    "maximin": (
        _("The smallest chance only (maximin)"),
        _("The smallest chance is as large as can be; nothing is done for the others."),
    ),
    "nash": (
        _("A balance (Nash)"),
        _(
            "All chances multiplied together are as large as can be: some give a little so that others gain more."
        ),
    ),
    "goldilocks": (
        _("None too small, none too large (Goldilocks)"),
        _("The largest chances are kept down as well as the smallest up."),
    ),
    "legacy": (
        _("The old way (legacy)"),
        _(
            "Seats are filled one by one from the group that lacks most; chances are counted from many such draws."
        ),
    ),
}
# Each form: name, what it means, how many panels.
FORM_WORDS = {
    "uniform-1000": (
        _("1,000 panels, each equally likely"),
        _("Three ten-sided dice on a stage name the panel."),
        1000,
    ),
    "uniform-100": (
        _("100 panels, each equally likely"),
        _("Two dice. Chances come out less finely: in steps of one in a hundred."),
        100,
    ),
    "uniform-10": (
        _("10 panels, each equally likely"),
        _(
            "One die. Chances come out in tenths; with many volunteers some are on no panel. For very small pools."
        ),
        10,
    ),
    "tickets": (
        _("Tickets"),
        _(
            "Some panels hold more tickets than others. Chances are met most exactly, but a ticket has a long "
            "number: for a public randomness, or for many dice."
        ),
        1000,
    ),
}


def form_key(form: str, n_panels: int) -> str:
    """The name of a form with its number of panels, as `FORM_WORDS` has it."""
    return "tickets" if form == "tickets" else f"uniform-{n_panels}"


def form_words(form: str, n_panels: int) -> Any:
    """A form in words."""
    if form == "tickets":
        return FORM_WORDS["tickets"][0]
    return _("%(n)s panels, each equally likely") % {"n": f"{n_panels:,}"}


def rule_aim(rule: str) -> Any:
    """What a rule does, for the certificate; a rule without words as its name."""
    return _AIMS.get(rule, rule)
