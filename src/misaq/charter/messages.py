"""Texts of the charter's errors."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "charter_no_version": Message(
            N_("There is no text in this history."),
            N_("Give at least one dated text: a line of versions.jsonl or a file in versions/."),
        ),
        "charter_twice_numbered": Message(
            N_("Two texts have the number {n}."), N_("Give each text its own number n.")
        ),
        "charter_unknown_version": Message(
            N_("There is no text for {wanted}."),
            N_("Ask for a number from {first} to {last}, or a day from {since} on."),
        ),
        "charter_unknown_provision": Message(
            N_("No provision is called {wanted} in this text."),
            N_("Ask by label (12A) or id ({example}); `misaq charter text` lists them."),
        ),
        "charter_open_rule": Message(
            N_("The decision rule leaves open: {what}."),
            N_(
                "Say what each fraction is a fraction of, and what an abstention, a tie and an empty group count as."
            ),
        ),
        "charter_unknown_rule": Message(
            N_("No decision rule is called {name}."), N_("Choose one of: {known}.")
        ),
    },
)
