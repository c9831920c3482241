"""Texts of the assembly's codes."""

from misaq.foundation.messages import N_, Message, register

register(
    "assembly",
    {
        "solver_failed": Message(
            N_("The solver stopped without an answer: {reason}."),
            N_("Nothing was written. Run it again; if it fails again, report it with this text."),
        ),
        "seats_impossible": Message(
            N_("The seats cannot be apportioned: {reason}."),
            N_("Change the number of seats, the floors or the caps."),
        ),
        "seats_do_not_meet": Message(
            N_(
                "{who} must get {need} seats, but their people live only in {where}, which has {has} seats for them."
            ),
            N_("Give those regions more seats, or those communities fewer."),
        ),
        "pool_empty": Message(
            N_("The pool has no people."), N_("Add one row for each person who volunteered.")
        ),
        "pool_id_blank": Message(N_("This person has no id."), N_("Give each row an id.")),
        "pool_id_twice": Message(
            N_("The id “{id}” stands in row {first} already."),
            N_("Give each person one row and one id."),
        ),
        "pool_category_missing": Message(
            N_("The quotas speak of this category, and the pool has no such column."),
            N_("Add the column, or take the category out of the quotas."),
        ),
        "pool_value_blank": Message(
            N_("Nothing is given for “{category}”."),
            N_("Fill it in, or add a feature such as “not said” to the quotas."),
        ),
        "pool_value_unknown": Message(
            N_("“{value}” is not among the quotas of “{category}”."),
            N_("Correct the value, or add it to the quotas."),
        ),
        "quotas_empty": Message(
            N_("There are no quotas."),
            N_("Add one row for each feature: category, feature, min, max."),
        ),
        "quota_column_missing": Message(
            N_("The quotas have no such column."),
            N_("Add it: category, feature, min, max are needed."),
        ),
        "quota_blank": Message(N_("This cell is empty."), N_("Name the category and the feature.")),
        "quota_number_bad": Message(
            N_("“{value}” is not a number of seats."), N_("Write a whole number, 0 or more.")
        ),
        "quota_min_above_max": Message(
            N_("The minimum {min} is larger than the maximum {max}."),
            N_("Lower the minimum or raise the maximum."),
        ),
        "quota_twice": Message(
            N_("The feature “{feature}” of this category stands in row {first} already."),
            N_("Keep one of the two rows."),
        ),
        "panel_size_bad": Message(
            N_("A panel of {size} seats cannot be drawn."), N_("Give a size of 1 or more.")
        ),
        "quotas_infeasible": Message(
            N_("No panel of {size} meets the quotas: {reason}."),
            N_("The smallest change that helps: {change}."),
        ),
        "quotas_infeasible_hard": Message(
            N_("No panel of {size} meets the quotas: {reason}."),
            N_("Change the quotas or the size, or find more volunteers."),
        ),
        "seal_broken": Message(
            N_("This is no sealed list of panels: {reason}."),
            N_("Get the file again from where it was published."),
        ),
        "step.assembly.panels": Message(N_("Making panels that meet the quotas")),
        "step.assembly.lottery": Message(N_("Weighting the panels")),
        "audit.seal": Message(N_("The seal is {found}, and {published} was published.")),
        "audit.panel_size": Message(N_("Panel {panel} has {seats} seats.")),
        "audit.panel_type": Message(
            N_("Panel {panel} seats more people of a kind than there are.")
        ),
        "audit.pool": Message(N_("The sealed list was not made from this pool.")),
        "audit.quotas": Message(N_("The sealed list was not made with these quotas.")),
        "audit.panel_quota": Message(
            N_("Panel {panel} breaks a quota: {quota} has {seats} seats.")
        ),
        "audit.household": Message(N_("Panel {panel} seats two people of one household.")),
        "audit.probability": Message(
            N_("The probability of {id} is {found}, and {published} was published.")
        ),
        "audit.check": Message(N_("The check names: {reason}.")),
        "audit.draw": Message(N_("The draw: {what} is {found}, and {published} was published.")),
    },
)
