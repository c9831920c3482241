"""Texts of what can be wrong with a process folder as a whole: its settings, its files, what refers to what."""

from misaq.foundation.messages import N_, Message, register

register(
    "process",
    {
        "folder_missing": Message(
            N_("There is no folder {path}."),
            N_("Check the path; `misaq new FOLDER` makes a new one."),
        ),
        "folder_unreadable": Message(
            N_("The folder {path} cannot be read: {reason}."), N_("Give yourself leave to read it.")
        ),
        "folder_exists": Message(
            N_("{path} is there already; nothing was written."),
            N_("Choose a path that does not exist yet."),
        ),
        "config_missing": Message(
            N_("The folder has no process.toml."),
            N_("Write one; `misaq new FOLDER` makes a folder with an example."),
        ),
        "config_key_missing": Message(N_("This setting is missing."), N_("Write it: {example}")),
        "config_not_table": Message(
            N_("This setting should be a table, with a text for each language."),
            N_("Write it like this: {example}"),
        ),
        "config_not_list": Message(
            N_("This setting should be a list."), N_("Write it like this: {example}")
        ),
        "config_not_text": Message(
            N_("This setting should be a text between double quotes."),
            N_("Write it like this: {example}"),
        ),
        "config_not_integer": Message(
            N_("This setting should be a whole number."), N_("Write it like this: {example}")
        ),
        "config_not_boolean": Message(
            N_("This setting should be true or false."), N_("Write it like this: {example}")
        ),
        "config_unknown_key": Message(
            N_("No setting of this name is known; it is not read."),
            N_("Check its spelling, or remove it."),
        ),
        "config_bad_id": Message(
            N_("{value} is not an id."),
            N_("Use letters a to z, digits, hyphen, underscore and full stop."),
        ),
        "config_bad_language": Message(
            N_("{value} is not the code of a language."), N_("Write a code like en, ur or sd.")
        ),
        "config_bad_date": Message(
            N_("{value} is no date that we can read, or a day that does not exist."),
            N_("Write it like 2031-05-18."),
        ),
        "config_language_missing": Message(
            N_("There is no text in the language {language}."),
            N_("Write it, or take the language out of `languages`."),
        ),
        "config_community_twice": Message(
            N_("Two communities have the id {value}."), N_("Give one of them another id.")
        ),
        "config_unknown_rule": Message(
            N_("{value} is no decision rule that we have: {allowed}."), N_("Choose one of them.")
        ),
        "config_unknown_choice": Message(
            N_("{value} is not one of {allowed}."), N_("Choose one of them.")
        ),
        "config_below": Message(
            N_("{value} is less than {limit}."),
            N_("Write a whole number that is not less than {limit}."),
        ),
        "config_threshold_unsafe": Message(
            N_("{value} is below {limit}: a count so small can point at a person."),
            N_("Write {limit} or more; {usual} is usual."),
        ),
        "config_threshold_small": Message(
            N_("{value} is below the usual {usual}: small counts can point at a person."),
            N_("Keep it only if those who are counted have agreed."),
        ),
        "config_draws_few": Message(
            N_(
                "{value} draws are fewer than the usual {usual}: the verdict on the groups is rough."
            ),
            N_("Write {usual} or more before anything is published."),
        ),
        "file_unexpected": Message(
            N_("No file of this name is known here; it is not read."),
            N_("Check its name and place, or leave it: nothing is lost."),
        ),
        "file_case": Message(
            N_("This file should be called {name}, letter for letter; as it is, it is not read."),
            N_("Rename it."),
        ),
        "file_twin": Message(
            N_("The same is given twice: here and in {other}."), N_("Keep one of the two files.")
        ),
        "folder_link": Message(
            N_("This folder is a link; links to folders are not followed."),
            N_("Put a copy of the folder itself in its place."),
        ),
        "folder_closed": Message(
            N_("This folder may not be opened."), N_("Give yourself leave to read it.")
        ),
        "too_many_files": Message(
            N_("The folder holds more than {limit} files."),
            N_("Check that it is a process folder; keep other files elsewhere."),
        ),
        "reference_unknown": Message(
            N_("{value} is not known: {where} has no such id."),
            N_("Correct the id here, or add it there."),
        ),
        "check_failed": Message(
            N_("The check of the room {room} broke off ({reason})."),
            N_("This is a fault of misaq, not of yours. Report it with this text."),
        ),
    },
)
