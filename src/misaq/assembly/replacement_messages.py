"""Texts of drop-out, alternates and replacement."""

from misaq.foundation.messages import N_, Message, register

register(
    "assembly",
    {
        "not_on_panel": Message(
            N_("Not on the panel, or not in the pool: {ids}."),
            N_("Give the ids as the pool and the draw have them."),
        ),
        "replies_column_missing": Message(
            N_("The table of past replies has no such column."),
            N_("Add the column came, with yes or no for each person."),
        ),
        "reply_unreadable": Message(
            N_("“{value}” does not say whether the person came."), N_("Write yes or no.")
        ),
        "replies_empty": Message(
            N_("The table of past replies has no rows."),
            N_("Add one row for each person who was drawn before."),
        ),
        "redraw_log_broken": Message(
            N_("The log of replacements does not hold: {what}."),
            N_("Get the log again from where it was published."),
        ),
    },
)
