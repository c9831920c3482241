"""Texts of what can be wrong with proposals and amendments to them."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "proposal_language_missing": Message(
            N_("Proposal {proposal} has no text in the language {lang}."),
            N_("Give its words in every authentic language: one vote covers all of them."),
        ),
        "proposal_language_unknown": Message(
            N_("Proposal {proposal} has a text in {lang}, which its base has not."),
            N_("The languages of the base are: {known}."),
        ),
        "proposal_empty": Message(
            N_("Proposal {proposal} changes nothing: it has no operation."),
            N_("Add at least one [[operations]] with its kind and provision."),
        ),
        "proposal_operation_twice": Message(
            N_("Two operations of proposal {proposal} are called {operation}."),
            N_("Give each operation its own id."),
        ),
        "proposal_operation_taken": Message(
            N_("Proposal {proposal}: another proposal has an operation called {operation} too."),
            N_("Leave the id out, or begin it with the id of the proposal."),
        ),
        "proposal_structure_differs": Message(
            N_(
                "Proposal {proposal}, operation {operation}: {lang} and {first} differ in “{what}”."
            ),
            N_("Let each language change the same place in the same way; only the words differ."),
        ),
        "proposal_provisions_differ": Message(
            N_(
                "Proposal {proposal}: {provision} comes into being in one of {first} and {lang} only."
            ),
            N_(
                "Give the new text the same articles and clauses, with the same numbers, in each language."
            ),
        ),
        "proposal_other_base": Message(
            N_(
                "Proposal {proposal} was made for another text ({base}) than the one it is put to ({now})."
            ),
            N_("Rebase it: where nothing overlaps its votes stay, else it is voted on again."),
        ),
        "proposal_certificate_stale": Message(
            N_("{by} certified other words of proposal {proposal} than those it has now."),
            N_(
                "Ask for a new certificate that the languages say the same, and give its text hash."
            ),
        ),
        "amendment_other_target": Message(
            N_("{proposal} amends “{amends}”, not {target}."),
            N_("Name in `amends` the proposal whose words it changes."),
        ),
        "amendment_target_unknown": Message(
            N_("{proposal} amends {amends}, and there is no such proposal."),
            N_("Name in `amends` a proposal of this process."),
        ),
        "amendment_target_changed": Message(
            N_("The words of {target} have changed since {proposal} was made for them."),
            N_("Make the amendment for the words as they stand: base = {now}."),
        ),
        "amendment_no_operation": Message(
            N_("{proposal}: {target} has no operation called {wanted}."),
            N_("Name one of its operations as the provision: {known}."),
        ),
        "amendment_words_missing": Message(
            N_(
                "{proposal}, {operation} ({lang}): “{words}” stands {found} times in {wanted} of {target}."
            ),
            N_(
                "Quote words of the proposal as they stand there, and say which of the places is meant."
            ),
        ),
        "amendment_kind": Message(
            N_(
                "{proposal}, operation {operation}: “{kind}” cannot be done to the words of a proposal."
            ),
            N_("Use one of: {known}. What goes beyond them is a proposal of its own."),
        ),
        "amendment_leaves_nothing": Message(
            N_("{proposal} would leave nothing of {target}."),
            N_("Vote against {target} instead."),
        ),
        "base_file_name": Message(
            N_("The name of this text does not say which base and which language it is."),
            N_("Call it bases/<name>.<language>.txt, for example bases/covenant.en.txt."),
        ),
        "proposal_file_name": Message(
            N_("The name of this file cannot be the name of a proposal."),
            N_("Call it proposals/<id>.toml; letters, digits, hyphens and underscores in the id."),
        ),
        "proposal_base_unknown": Message(
            N_("There is no text called “{wanted}” to change."),
            N_("Name one of bases/ ({known}), or a dated text by its number: n12."),
        ),
        "proposal_value": Message(
            N_("“{value}” is none of the values that may stand here."),
            N_("Write one of: {allowed}."),
        ),
        "proposal_key_unknown": Message(
            N_("We do not know this setting, and pass over it."),
            N_("Check how it is written; known are: {known}."),
        ),
    },
)
