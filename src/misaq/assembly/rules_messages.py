"""Texts of the lottery's rules."""

from misaq.foundation.messages import N_, Message, register

register(
    "assembly",
    {
        "legacy_stuck": Message(
            N_(
                "The greedy draw found {found} panels in {attempts} attempts: it nearly always runs into a dead end."
            ),
            N_("Take another rule; every other rule finds the panels if there are any."),
        ),
        "lottery_form_unknown": Message(
            N_("There is no lottery by rule {rule} in form {form} with {panels} panels."),
            N_(
                "Rules: leximin, maximin, nash, goldilocks, legacy. Forms: tickets, uniform. At least one panel."
            ),
        ),
    },
)
