"""Texts of what a check of a history says."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "charter.doubt.survives": Message(
            N_(
                "Amendment {by} took the words of amendment {of} out of every article that this text names, "
                "yet the text of {tokens} words stays: {provisions}."
            ),
            N_("Look up in the act whether amendment {by} omitted it too."),
        ),
        "charter.doubt.used_again": Message(
            N_(
                "A text of {tokens} words of amendment {of} stays untouched until amendment {by} puts other matter "
                "in its place: {provisions}."
            ),
            N_("Look up in the acts whether it was omitted before."),
        ),
        "charter.date.missing": Message(
            N_("Amendment {n} has no date; it counts from the day of the one before, {date}.")
        ),
        "charter.date.backwards": Message(
            N_("The date of amendment {n} runs backwards; it counts from {date}.")
        ),
        "charter.way.observed": Message(N_("as rebuilt from the official texts")),
        "charter.way.operations": Message(N_("as folded from instructions")),
    },
)
