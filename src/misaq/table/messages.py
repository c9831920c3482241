"""The texts of the table's errors."""

from misaq.foundation.messages import N_, Message, register

register(
    "table",
    {
        "bad_commitment": Message(
            N_("Row {row}, column {column}: “{value}” cannot be read."),
            N_("A score is 0, 1, 2 or 3, or blank; a date is 2031, 2031-05 or 2031-05-17."),
        ),
        "commitment_cycle": Message(
            N_("These commitments wait for one another, so none can begin: {ids}."),
            N_("Take one of them out of `depends_on`."),
        ),
    },
)
