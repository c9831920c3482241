"""Texts of the fairness report."""

from misaq.foundation.messages import N_, Message, register

register(
    "assembly",
    {
        "chances_of_others": Message(
            N_("The lottery and the pool are not about the same people: {count} differ ({ids})."),
            N_("Give the pool, its options and the lottery that was held of it."),
        ),
        "population_column_missing": Message(
            N_("The table of the population has no such column."),
            N_("Add it: category, feature, people are needed."),
        ),
        "population_unknown": Message(
            N_("The quotas have no “{value}”."), N_("Write category and feature as the quotas do.")
        ),
        "population_number_bad": Message(
            N_("“{value}” is not a number of people."), N_("Write a number, 0 or more.")
        ),
        "population_twice": Message(
            N_("These features stand here for the second time."), N_("Keep one row for each.")
        ),
    },
)
