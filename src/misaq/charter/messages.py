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
            N_("Ask by label (12A) or id ({example}); `misaq charter show` lists them."),
        ),
        "charter_open_rule": Message(
            N_("The decision rule leaves open: {what}."),
            N_(
                "Say what each fraction is a fraction of, and what an abstention, a tie and an empty group count as."
            ),
        ),
        "versions_both": Message(
            N_("The texts are given in more than one form: also {others}."),
            N_("Keep one: versions.jsonl, versions.jsonl.xz or the folder versions/."),
        ),
        "versions_empty": Message(
            N_("There is no text in this file."), N_("Give one dated text a line.")
        ),
        "versions_not_json": Message(
            N_("This line is no JSON object: {reason}."),
            N_(
                'Write one text a line: {{"n": 0, "title": "...", "date": "1950-01-26", "files": {{...}}}}.'
            ),
        ),
        "versions_key": Message(
            N_("This line has no valid value here."),
            N_("n is a whole number; files gives each text by its path."),
        ),
        "versions_nul": Message(
            N_("A text in this line holds the character of number 0, which no writing has."),
            N_("Take it out, or export the text again: it may be cut short there."),
        ),
        "versions_number_twice": Message(
            N_("The number {n} stands in line {row} already."),
            N_("Give each text its own number n."),
        ),
        "versions_date": Message(
            N_("This is no date: {value}."),
            N_("Write 1950, 1950-01 or 1950-01-26, or null when unknown."),
        ),
        "versions_date_missing": Message(
            N_("Text {n} has no date; it counts from the day of the one before."),
            N_("Give its date when it is known."),
        ),
        "versions_date_backwards": Message(
            N_("Text {n} is dated {date}, before the one it changes; it counts from {counts}."),
            N_("Check the date, or the order of the numbers n."),
        ),
        "versions_file_name": Message(
            N_("The name of this file does not begin with a date."),
            N_("Call it <date>-<slug>.txt, for example 1976-04-12-fifth-amendment.txt."),
        ),
        "charter_setting": Message(
            N_("This setting has a value that we cannot use."), N_("Write for example {wanted}.")
        ),
        "charter_title_unused": Message(
            N_("There is no text of this number."), N_("Check the number, or remove the title.")
        ),
        "draft_file_name": Message(
            N_("The name of this file does not say its language."),
            N_("Call it <slug>.<language>.md, for example minerals.en.md."),
        ),
        "draft_front_matter": Message(
            N_("This draft does not begin with its front matter."),
            N_("Begin with a line ---, then title, order and grounds, then another line ---."),
        ),
        "draft_not_yaml": Message(
            N_("The front matter cannot be read: {reason}."),
            N_("Put texts with a colon or a quotation mark between quotation marks."),
        ),
        "draft_empty": Message(
            N_("This draft has no text."), N_("Write the clause below the front matter.")
        ),
        "draft_field": Message(
            N_("This field has a value that we cannot use."), N_("Write for example {wanted}.")
        ),
        "draft_ground_kind": Message(
            N_("There is no kind of ground called {value}."), N_("Choose one of: {allowed}.")
        ),
        "draft_languages_differ": Message(
            N_("This differs from {other}, the same draft in another language."),
            N_("Make both say the same; only title, text, status and notes belong to a language."),
        ),
        "draft_unknown_rule": Message(
            N_("No decision rule is called {name}."), N_("Choose one of: {known}.")
        ),
        "unknown_ground": Message(
            N_("The {kind} {ref} is not in this folder."),
            N_("Check the id against the table it comes from."),
        ),
        "charter.severity.clean": Message(N_("clean")),
        "charter.severity.still_deleted": Message(N_("restored, but still deleted by another")),
        "charter.severity.dependent": Message(N_("dependent words")),
        "charter.severity.needs_drafting": Message(N_("needs drafting")),
        "charter.reason.deletes": Message(
            N_("{provision}: amendment {by} took out {words} words that would not be there.")
        ),
        "charter.reason.inside": Message(
            N_(
                "{provision}: amendment {by} wrote {words} words between words that would not be there: “{sample}”."
            )
        ),
        "charter.reason.both_delete": Message(
            N_(
                "{provision}: {words} words stay out, because amendment {by} took them out too: “{sample}”."
            )
        ),
        "charter.reason.orphan": Message(
            N_(
                "{provision}: {words} words of amendment {by} are left without their provision: “{sample}”."
            )
        ),
        "charter.reason.doubled": Message(
            N_(
                "{provision}: words that come back would stand beside {words} words of amendment {by}: “{sample}”."
            )
        ),
        "charter.reason.dangling": Message(
            N_("{provision} names article {sample}, which would not be there.")
        ),
        "step.charter.weave": Message(N_("Weaving the texts")),
        "stage.charter.open": Message(N_("{amendments} amendments in the history")),
        "stage.charter.part": Message(N_("drafting: {clauses} clauses")),
        "handover.clauses": Message(N_("{clauses} draft clauses, {grounded} with their grounds")),
        "charter_unknown_rule": Message(
            N_("No decision rule is called {name}."), N_("Choose one of: {known}.")
        ),
    },
)
