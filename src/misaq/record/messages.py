"""Texts of the record's codes: faults of lists and their mappings, of sources and of replies."""

from misaq.foundation.messages import N_, Message, register

register(
    "record",
    {
        "list_bad_toml": Message(
            N_("This mapping is not TOML: {reason}."),
            N_("Mend the line it names; texts stand in double quotes."),
        ),
        "list_bad_mapping": Message(
            N_("This entry of the mapping has not the form it should have."),
            N_(
                "Texts stand in double quotes, several terms in square brackets, tables under their heading."
            ),
        ),
        "list_no_mapping": Message(
            N_("The list {list} has no mapping."),
            N_("Write the file named here; it says which of the list's columns is which."),
        ),
        "list_no_rows": Message(
            N_("There is a mapping here and no list {list}."),
            N_("Add the list, or delete the mapping."),
        ),
        "list_no_id": Message(
            N_("The mapping does not say which column identifies a row."),
            N_('Add a line such as id = "case_no".'),
        ),
        "list_no_act_type": Message(
            N_("The mapping does not say which column tells what was done."),
            N_("Add act_type under [columns]."),
        ),
        "list_unknown_column": Message(
            N_("The list has no column “{column}”."),
            N_("Write the column's name as it stands in the first row of the list."),
        ),
        "list_unknown_field": Message(
            N_("misaq has no such field."),
            N_("Use one of these: {known}."),
        ),
        "list_unknown_term": Message(
            N_("“{term}” is not one of misaq's terms for this field."),
            N_("Choose one; `misaq record vocabulary` shows the act types."),
        ),
        "list_con_without_dol": Message(
            N_("CON tells that a holding was denied or hidden; it counts only beside DOL."),
            N_('Write ["DOL", "CON"] if the person was also held.'),
        ),
        "list_bad_date_format": Message(
            N_("The form of dates “{format}” has no four-digit year (%Y)."),
            N_("Write it like %d/%m/%Y. Two-digit years cannot be read safely."),
        ),
        "list_no_row_id": Message(
            N_("This row has no id."), N_("Give it one; replies refer to rows by their ids.")
        ),
        "list_same_row_id": Message(
            N_("The id {id} stands already in row {first}."), N_("Give each row its own id.")
        ),
        "list_no_act": Message(
            N_("This row does not say what was done."),
            N_("Fill it in; if the source does not know, write UNK or a code that stands for it."),
        ),
        "list_unknown_code": Message(
            N_("“{value}” is not in the list of codes for {field}; it stands in {rows} rows."),
            N_("Add it under [codes.{field}] in the mapping, or correct the row."),
        ),
        "list_bad_date": Message(
            N_("“{text}” is not a date in this list's form, nor a partly known date."),
            N_("Write it as the list does, or as 2009, 2009-05 or 2009~; a year is enough."),
        ),
        "list_bad_count": Message(
            N_("“{text}” is not a whole number from 1 to 1000000."),
            N_("Write how many persons the row tells of, or leave it blank for one."),
        ),
        "intake_bad_age": Message(
            N_("This is not an age in years."),
            N_(
                "Write a whole number such as 34, or two such as 30-40; leave it blank when it is not known."
            ),
        ),
        "intake_bad_language": Message(
            N_("This is not the code of a language."), N_("Write it as en, ur, bal or ps.")
        ),
        "intake_too_long": Message(
            N_(
                "This text has more than {limit} characters; it stands where everybody of the organisation reads it."
            ),
            N_("Shorten it. What happened in full belongs into the narrative, which is shut."),
        ),
        "intake_control_character": Message(
            N_("This text holds characters that cannot be seen and that change how it is shown."),
            N_("Type the text again, or paste it without formatting."),
        ),
        "intake_takes_side": Message(
            N_("This text uses a word that takes a side; it would stand in clear."),
            N_(
                "Name the act itself and nothing about who did it; `misaq record neutral` shows what to write."
            ),
        ),
        "intake_names_person": Message(
            N_("This text holds the name of the person harmed; it would stand in clear."),
            N_("Leave the name out here; names have fields of their own, which are shut."),
        ),
        "intake_formula": Message(
            N_(
                "{rows} cells of this column begin like a formula. They are kept word for word and never run."
            ),
            N_("If they are not meant so, correct them in the list before importing it."),
        ),
        "intake_unknown_form": Message(
            N_(
                "These submissions were not made with this form: there is no column for what was done."
            ),
            N_(
                "Give a mapping with --map, or collect with the form that `misaq record xlsform` writes."
            ),
        ),
        "list_unknown_source": Message(
            N_("The source {source} is not in record/sources.csv."),
            N_("Add a row with this id, or give the list the name of a source that is there."),
        ),
        "source_unknown_parent": Message(
            N_("The source “{value}” that it is derived from is not in this table."),
            N_("Use the id of a source of this table, or leave it blank."),
        ),
        "source_derived_circle": Message(
            N_("The source {source} is derived from itself by way of others."),
            N_("One source of the circle must be its own: leave its derived_from blank."),
        ),
        "reply_unknown_act": Message(
            N_("There is no row “{value}” in the lists."),
            N_("Write it as <source>/<row id>, with the id as it stands in that source's list."),
        ),
        "wording_not_text": Message(
            N_("This file is not text in UTF-8."),
            N_("Save it as UTF-8 text, or give a table (CSV) with --column."),
        ),
        "wording_no_column": Message(
            N_("There is no such column in the table."),
            N_("Its columns are: {known}."),
        ),
        "suppression_failed": Message(
            N_("The tables could not be made safe to publish: {reason}."),
            N_("Nothing was published. Report it with this text."),
        ),
        "release_frame": Message(
            N_("An earlier release told of something that this one no longer has: {lost}."),
            N_(
                "Keep the communities, kinds of act and periods of a series; begin a new series to change them."
            ),
        ),
        "release_proof": Message(
            N_("The earlier releases and their proofs do not hold: {reason}."),
            N_(
                "Nothing was released. Bring back the files as they were written; a series cannot go on without them."
            ),
        ),
        "link_no_name": Message(
            N_("No column of this list is known to hold names. Its columns: {columns}."),
            N_(
                'Name the column in a mapping: misaq record link ... --map FILE.toml with name = "its header".'
            ),
        ),
        "link_no_truth": Message(
            N_("The list has no column for the truth. Its columns: {columns}."),
            N_("Give --truth the name of a column that every list has, or leave it out."),
        ),
        "link_unmapped_column": Message(
            N_("No list has the column “{column}” that the mapping names."),
            N_("Write the column's name as it stands in the first row of a list."),
        ),
        "link_no_rows": Message(
            N_("The lists have no rows."), N_("Give at least one list with rows below its header.")
        ),
        "link_same_list": Message(
            N_("This list is given twice."),
            N_("Give each file once; two copies would all be linked."),
        ),
        "link_decision": Message(
            N_("Decision {number} cannot be taken."),
            N_(
                "A decision names two different mentions, one of the three verdicts and who decided; it can "
                "be taken back once."
            ),
        ),
        "desk_not_pairs": Message(
            N_("This is no file of pairs: the column {column} is missing."),
            N_("Give the file that misaq record link --pairs wrote."),
        ),
        "desk_unknown_row": Message(
            N_("The lists have no row {row} in {source}."),
            N_("Give the same lists, in the same form, as when they were linked."),
        ),
        "link_too_few_here": Message(
            N_("There are fewer than two mentions with a name: there is no pair."),
            N_("Record or import more cases first."),
        ),
        "link_too_many_here": Message(
            N_("There are more than {most} mentions; a page compares no more than that."),
            N_("Link them on a computer of somebody who holds the key: misaq record link."),
        ),
        "link_one_reviewer": Message(
            N_("One of these names is sealed: {needed} people must decide together."),
            N_("Ask a second person to look at the pair; name both."),
        ),
        "linkage_failed": Message(
            N_("The linkage stopped: {reason}."),
            N_(
                "Nothing was written. Run it with fewer rows or more memory; if it fails again, report this text."
            ),
        ),
    },
)
