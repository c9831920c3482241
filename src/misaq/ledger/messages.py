"""The texts of the log's errors and of what a check can find."""

from misaq.foundation.messages import N_, Message, register

register(
    "ledger",
    {
        "no_such_entry": Message(
            N_("The log has no {value}: it goes from {low} to {high}."),
            N_("Choose a number in that range."),
        ),
        "bad_log_entry": Message(
            N_("This cannot be logged: {name}."),
            N_("A name is letters, digits, '-', '_' and '.'; a hash is 64 hexadecimal digits."),
        ),
        "bad_log_key": Message(
            N_("The key of {what} cannot be read."),
            N_("Ask its holder for the line as published, name+identifier+key."),
        ),
        "bad_checkpoint": Message(
            N_("This is not a checkpoint: {what}."),
            N_("It has three lines: origin, size, root. Get it again from where it was published."),
        ),
        "bad_signature": Message(
            N_("The signature of {name} is missing or does not fit the text."),
            N_("Do not trust this text. Get it again, and ask {name}."),
        ),
        "ledger_broken": Message(
            N_("The public log does not hold: {names}."),
            N_("Do not trust these files. Get them again from where they were published."),
        ),
        "log_no_checkpoint": Message(
            N_("The checkpoint is missing or cannot be read: {name}."),
            N_("Get it again from where it was published."),
        ),
        "log_other_size": Message(
            N_("The checkpoint tells of {logged} entries; the log has {found}."),
            N_("An entry was added or taken away after the checkpoint."),
        ),
        "log_other_root": Message(
            N_("The entries do not give the root of the checkpoint; they give {found}."),
            N_("The checkpoint or the entries were changed. Compare with another copy."),
        ),
        "log_entry_unreadable": Message(
            N_("An entry cannot be read: {name}."),
            N_("The line was changed. Compare with another copy."),
        ),
        "log_entry_changed": Message(
            N_("The entry of {name} is not the one that was logged."),
            N_("Do not trust {name}. Compare with another copy."),
        ),
        "log_no_proof": Message(
            N_("The proof of {name} is missing or cannot be read."),
            N_("Get it again; `misaq ledger prove` makes it from the entries."),
        ),
        "log_bad_proof": Message(
            N_("The proof of {name} is wrong; its entry is right."),
            N_("Get it again; `misaq ledger prove` makes it from the entries."),
        ),
        "log_document_missing": Message(
            N_("{name} was logged but is not here."), N_("Get it from where it was published.")
        ),
        "log_document_unlogged": Message(
            N_("{name} is here but was never logged."), N_("It is not part of what was published.")
        ),
        "log_document_other": Message(
            N_("{name}, the document about the log, tells of another log than this one."),
            N_("Do not trust the page of the log. Compare the root with another copy."),
        ),
        "log_document_changed": Message(
            N_("{name} is not the document that was logged."),
            N_("It was changed after publication. Compare with another copy."),
        ),
    },
)
