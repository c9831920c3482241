"""Texts of the codes of reading a pool, and of the seal."""

from misaq.foundation.messages import N_, Message, register

register(
    "assembly",
    {
        "pool_household_missing": Message(
            N_("The pool has no such column for households."),
            N_("Name the column that tells who lives together, or leave the option away."),
        ),
        "pool_household_unclear": Message(
            N_("“{value}” names no household: all who have it would count as living together."),
            N_("Leave the cell empty where nobody is known to share the home."),
        ),
        "selected_column_missing": Message(
            N_("The list of those who have a seat already has no column “id”."),
            N_("Add it, with one id of the pool in each row."),
        ),
        "selected_blank": Message(
            N_("This row names nobody."), N_("Give the id of a person who has a seat already.")
        ),
        "selected_twice": Message(
            N_("The id “{id}” stands in row {first} already."), N_("Name each person once.")
        ),
        "selected_not_in_pool": Message(
            N_("“{id}” has a seat already and is not in the pool."),
            N_("Add the person's row to the pool: the quotas need their features."),
        ),
        "selected_over_quota": Message(
            N_("With “{id}” more than {max} people of “{quota}” have seats already."),
            N_("Raise the maximum, or take a seat back."),
        ),
        "selected_too_many": Message(
            N_("{selected} people have seats already, and the panel has {seats}."),
            N_("Give the whole size of the panel; there must be a seat left to draw."),
        ),
        "pool_note_selected": Message(
            N_("{id} has a seat already: it is taken off the quotas."), N_("Nothing is to be done.")
        ),
        "pool_note_home_selected": Message(
            N_("{id} takes no part: somebody of the household has a seat already."),
            N_("Correct the household if it is not the same."),
        ),
        "pool_note_unknown_left_out": Message(
            N_("{id} takes no part: an answer is not known."),
            N_("Fill it in, or count such people under no feature."),
        ),
        "pool_note_unknown_nowhere": Message(
            N_("{id} may be drawn and counts here under no feature: the answer is not known."),
            N_("Fill it in if it becomes known."),
        ),
        "audit.panel_changed": Message(
            N_("Panel {panel} or its number of tickets is not as it was sealed.")
        ),
    },
)
