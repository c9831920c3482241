"""Texts of what can be wrong with a file, a row, a column or a cell."""

from misaq.foundation.messages import N_, Message, register

register(
    "formats",
    {
        "file_outside": Message(
            N_("This name leads out of the process folder."),
            N_(
                "Put a copy of the file itself into the folder; links that lead out of it are not followed."
            ),
        ),
        "archive_unreadable": Message(
            N_("{file} cannot be read as a zip."),
            N_(
                "Get it again from where it was published; what is larger than 512 MB is not opened."
            ),
        ),
        "file_not_regular": Message(
            N_("This is not an ordinary file."),
            N_("Remove it and put an ordinary file of this name in its place, or none."),
        ),
        "file_unreadable": Message(
            N_("This file cannot be read: {reason}."),
            N_("Give yourself leave to read it, or copy it here again."),
        ),
        "file_missing": Message(N_("This file is not there."), N_("Check the name of the file.")),
        "file_too_large": Message(
            N_("This file has {size} bytes; the most we read is {limit}."),
            N_(
                "Check that it is what its name says. Give large votes as Parquet, or leave out old rows."
            ),
        ),
        "file_expands": Message(
            N_("Unpacked, this file has more than {limit} bytes."),
            N_("Check that it is what its name says; split it if it is."),
        ),
        "file_not_xz": Message(
            N_("This file ends in .xz but cannot be unpacked."),
            N_("Pack it again with xz, or give it unpacked without the ending .xz."),
        ),
        "file_not_xlsx": Message(
            N_("This file cannot be read as a workbook (.xlsx)."),
            N_(
                "Save it again as “Excel workbook (.xlsx)”, without a password; or save it as CSV (UTF-8)."
            ),
        ),
        "file_not_submissions": Message(
            N_("These are not the submissions of a form, as ODK or Kobo give them out: {reason}."),
            N_(
                "Export the submissions as JSON, or as CSV with the columns named by the form's own names."
            ),
        ),
        "file_not_a_list": Message(
            N_("The name of this file does not end in .csv, .xlsx or .json."),
            N_("Save the list as an Excel workbook (.xlsx) or as CSV (UTF-8)."),
        ),
        "file_not_parquet": Message(
            N_("This file ends in .parquet but cannot be read as Parquet."),
            N_("Write it again as Parquet, or save it as CSV under a name that ends in .csv."),
        ),
        "file_empty": Message(
            N_("This file is empty."),
            N_("Write the names of the columns into row 1, or remove the file."),
        ),
        "header_blank": Message(
            N_("Row 1 holds no names of columns."), N_("Write the names of the columns into row 1.")
        ),
        "file_no_rows": Message(
            N_("This table has the names of its columns and no rows yet."),
            N_("Nothing needs doing; it is read as if it were not there."),
        ),
        "file_utf16": Message(
            N_("This file is written in UTF-16, not in UTF-8."),
            N_("Save it again as CSV UTF-8."),
        ),
        "row_not_utf8": Message(
            N_("This row is not UTF-8: byte {byte} of the file is {value}."),
            N_(
                "Save the file again as CSV UTF-8, and look whether the letters in this row are right."
            ),
        ),
        "row_nul_byte": Message(
            N_("This row holds a NUL byte, which no text has (byte {byte} of the file)."),
            N_("Export the file again; part of it may be damaged."),
        ),
        "file_byte_order_mark": Message(
            N_("This file begins with a byte-order mark."),
            N_("Nothing needs doing; it changes no result."),
        ),
        "file_crlf": Message(
            N_("The lines of this file end as on Windows or an old Mac (CR)."),
            N_("Nothing needs doing; it changes no result."),
        ),
        "file_delimiter": Message(
            N_("The cells of this table are separated by {found}, not by commas."),
            N_("Save it again as CSV with commas."),
        ),
        "row_cell_count": Message(
            N_("This row has {found} cells; the header has {expected}."),
            N_("Add or remove cells; put text that holds a comma between double quotes."),
        ),
        "row_blank": Message(
            N_("This row is blank, and other rows follow it."), N_("Remove the row.")
        ),
        "row_open_quote": Message(
            N_(
                "A double quote is opened in this row and never closed: all that follows is inside it."
            ),
            N_("Close the quote; write a quote that belongs to the text twice."),
        ),
        "row_too_long": Message(
            N_("This line has {size} bytes; the most we read is {limit}."),
            N_("Check that the file is what its name says."),
        ),
        "cell_too_long": Message(
            N_("This cell has {size} bytes; the most we read is {limit}."),
            N_("Check that the file is what its name says; shorten the text."),
        ),
        "too_many_columns": Message(
            N_("This table has {count} columns; the most we read is {limit}."),
            N_("Check that the file is what its name says."),
        ),
        "too_many_rows": Message(
            N_("This table has {count} rows; the most we read is {limit}."),
            N_("Check that the file is what its name says; leave out old rows."),
        ),
        "column_twice": Message(
            N_("Two columns have the same name."), N_("Rename one of them, or remove it.")
        ),
        "column_no_name": Message(
            N_("Column number {number} has cells but no name."),
            N_("Give it a name in row 1, or remove it."),
        ),
        "column_type": Message(
            N_("This column holds {type}, which is no text, number or date."),
            N_("Write the column as text or as whole numbers."),
        ),
        "column_missing": Message(
            N_("The table has no such column, and needs it."),
            N_("Add the column to row 1 and fill it."),
        ),
        "column_unknown": Message(
            N_("No column of this name is known here; it is not read."),
            N_("Check its spelling, or leave it: nothing is lost."),
        ),
        "column_spelling": Message(
            N_("This column should be written exactly so: {name}."),
            N_("Change its name in row 1, without spaces around it."),
        ),
        "cell_required": Message(N_("This cell is blank and must not be."), N_("Fill it.")),
        "cell_not_integer": Message(
            N_("{value} is not a whole number."),
            N_("Write digits only, with - in front where it is below zero."),
        ),
        "cell_not_in_list": Message(
            N_("{value} is not in the list: {allowed}."), N_("Choose one of the list.")
        ),
        "cell_below": Message(
            N_("{value} is less than {limit}."), N_("Write a number that is not less than {limit}.")
        ),
        "cell_above": Message(
            N_("{value} is more than {limit}."), N_("Write a number that is not more than {limit}.")
        ),
        "cell_twice": Message(
            N_("{value} stands in row {first} already, and may stand only once."),
            N_("Give one of the two another id, or remove it."),
        ),
        "cell_pattern": Message(
            N_("{value} does not have the form of this column."),
            N_(
                "Ids are letters, digits, hyphen, underscore and full stop; the reference shows each column's form."
            ),
        ),
        "cell_bad_date": Message(
            N_("{value} is no date that we can read, or a day that does not exist."),
            N_(
                "A year is enough, for example 2009; or 2009-05, 2009-05-17, 2009~ (about), XXXX (not known)."
            ),
        ),
        "cell_bad_time": Message(
            N_("{value} is no time that we can read."),
            N_("Write it like 2031-05-05T14:30:00, or as a number of seconds."),
        ),
        "more_of_the_same": Message(
            N_("There are {count} more faults of this kind here: {what}."),
            N_("Mend the first and run the command again."),
        ),
        "not_toml": Message(
            N_("This line is not TOML: {reason}."),
            N_("Texts stand between double quotes, lists between [ and ]; each name stands once."),
        ),
    },
)
