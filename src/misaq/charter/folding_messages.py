"""Texts of what can be wrong with an amending operation."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "charter_scattered_provision": Message(
            N_("The words of {provision} stand in several places of this text."),
            N_("Fold operations into a weave of its first text, not into one of observed texts."),
        ),
        "operation_needs": Message(
            N_("Operation {operation} does not say its {field}."),
            N_("Every kind of operation has fields that it needs; give this one."),
        ),
        "operation_observed": Message(
            N_("Operation {operation} is a whole observed text and cannot be folded."),
            N_("Say what the amendment does, one instruction at a time."),
        ),
        "operation_version": Message(
            N_("Operation {operation} belongs to amendment {n}, which cannot be folded here."),
            N_("Give the amendment's number and day; it must come after those folded already."),
        ),
        "operation_target": Message(
            N_("Operation {operation} acts on {target}, which is nothing we know."),
            N_("Name operations before it, amendments by number, or provisions."),
        ),
        "operation_twice": Message(
            N_("There are two operations {operation}."), N_("Give each operation its own id.")
        ),
        "operation_unknown_provision": Message(
            N_("Operation {operation}: there is no provision {wanted}."),
            N_("Write its id as the text lists it; the closest is {near}."),
        ),
        "operation_id_taken": Message(
            N_("Operation {operation}: there is a provision {wanted} already."),
            N_("Substitute it, or give the new one an id of its own."),
        ),
        "operation_several_provisions": Message(
            N_("Operation {operation}: the text for {wanted} holds more than one provision."),
            N_("Give each provision an operation of its own."),
        ),
        "operation_not_sibling": Message(
            N_("Operation {operation}: {after} stands under {stands}, not under {parent}."),
            N_("Name a provision under {parent} to follow, or leave the parent blank."),
        ),
        "operation_under_itself": Message(
            N_("Operation {operation} would put {provision} under itself."),
            N_("Name another parent."),
        ),
        "operation_gone": Message(
            N_("Operation {operation}: {provision} has no words left; {by} took them out."),
            N_("Leave the operation away, or undo {by} first."),
        ),
        "operation_no_label": Message(
            N_(
                "Operation {operation}: “{wanted}” is not printed at the start of {provision}: “{text}”."
            ),
            N_("Change the words by substituting them."),
        ),
        "operation_occurrence": Message(
            N_("Operation {operation}: “{wanted}” stands {count} times in {provision}."),
            N_("Say which: 1 to {count}, or 0 for wherever occurring."),
        ),
        "operation_elsewhere": Message(
            N_("Operation {operation}: “{wanted}” is not in {provision}; it stands in {where}."),
            N_("Check the provision."),
        ),
        "operation_words_gone": Message(
            N_("Operation {operation}: “{wanted}” stood in {provision}, but {by} took it out."),
            N_("Leave the operation away, or quote the words that stand there now."),
        ),
        "operation_near": Message(
            N_("Operation {operation}: “{wanted}” is not in {provision}; the closest is “{near}”."),
            N_("Quote the words as they stand."),
        ),
        "operation_not_found": Message(
            N_("Operation {operation}: “{wanted}” is not in {provision}, nor anything like it."),
            N_("Check the quotation and the provision."),
        ),
        "operation_other_words": Message(
            N_("Operation {operation} changes white space only, but “{old}” would become “{new}”."),
            N_("Substitute words where words change."),
        ),
    },
)
