"""The texts of dynamics: its errors, and what its numbers do not say."""

from misaq.foundation.messages import N_, Message, register

register(
    "dynamics",
    {
        "bad_event": Message(
            N_("Row {row}, column {column}: “{value}” cannot be read."),
            N_(
                "A date is 2031, 2031-05 or 2031-05-17; a count is a whole number below 1,000,000,000."
            ),
        ),
        "events_span": Message(
            N_("The events reach from {first} to {last}, more than 200 years."),
            N_("One of these dates is probably mistyped: look at the first and the last."),
        ),
        "events_too_many_series": Message(
            N_("There are {count} pairs of kind and side; at most {most} can be shown."),
            N_("`kind` and `side` hold codes, few of each; move free text into another column."),
        ),
        "dynamics.no_claims": Message(
            N_("This shows what was recorded. It does not show what causes what.")
        ),
    },
)
