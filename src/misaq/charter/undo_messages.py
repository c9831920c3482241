"""Texts of undoing: its errors, what each kind of conflict means, and what would read wrongly."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "charter_unknown_operation": Message(
            N_("No amendment, section or instruction is called {wanted}."),
            N_(
                "Name an amendment from {first} to {last} (42), a section of it (42/s. 3) or an instruction (42.3)."
            ),
        ),
        "charter_first_text": Message(
            N_("The first text ({n}) is no amendment and cannot be undone."),
            N_("Choose amendments that came after it."),
        ),
        "charter_bad_resolution": Message(
            N_("The decision “{choice}” on the conflict {conflict} cannot be carried out."),
            N_(
                "Decide each conflict once: cascade; keep, with a text where one is needed; or split, with the "
                "instructions of that amendment that go. One provision can have one text."
            ),
        ),
        "charter_bill_differs": Message(
            N_("The bill would not give the wanted text of {file}: {where}. It is not issued."),
            N_("Supply the wording of that provision yourself, or report this with the text."),
        ),
        "charter_unknown_savings": Message(
            N_("No savings clause is called {name}."), N_("Choose one of: {known}.")
        ),
        "charter.severity_means.clean": Message(
            N_("Nothing later was built on these words: they come back, or go, as they were.")
        ),
        "charter.severity_means.still_deleted": Message(
            N_("These words stay out, because amendment {by} took them out too.")
        ),
        "charter.severity_means.dependent": Message(
            N_("Amendment {by} changed or completed words that would not be there.")
        ),
        "charter.severity_means.needs_drafting": Message(
            N_("What would be left here does not read as law: someone has to write it.")
        ),
        "charter.reason.label": Message(
            N_(
                "{provision}: amendment {by} renumbered, renamed or moved it; it would not be there."
            )
        ),
        "charter.reason.child": Message(
            N_("{provision}: amendment {by} put it under a provision that would not be there.")
        ),
        "charter.reason.anchor": Message(
            N_(
                "{provision}: amendment {by} put {words} words next to words that it quotes and that would not be "
                "there: “{sample}”."
            )
        ),
        "charter.mode.never_made": Message(
            N_("As if they had never been made: the bill says that they never had effect.")
        ),
        "charter.mode.repealed": Message(
            N_("Repealed as from now: the text is the same, what was done under them stands.")
        ),
        "charter.caution.reference": Message(
            N_("{provision} names {subject}, which would not be there.")
        ),
        "charter.caution.term": Message(
            N_("{provision} uses “{subject}”, which nothing would define any more.")
        ),
        "charter.caution.label": Message(
            N_("{provision}: two provisions would be numbered {subject}.")
        ),
        "charter.caution.body": Message(
            N_("{provision} names “{subject}”, which nothing would found any more.")
        ),
        "charter.caution.schedule": Message(
            N_("{provision} would follow a schedule that is missing: number {subject}.")
        ),
        "charter.caution.unused": Message(
            N_("The decision on {conflict} is no longer needed: there is no such conflict.")
        ),
    },
)
