"""Texts of what can be wrong with a text that comes in."""

from misaq.foundation.messages import N_, Message, register

register(
    "charter",
    {
        "charter_not_in_source": Message(
            N_(
                "The source does not give the text as of “{wanted}”: {holes} earlier wordings in {provisions} "
                "provisions are missing, for example in {example}."
            ),
            N_("Ask for the text from “{first}” on, or add the amending acts themselves."),
        ),
        "edition_empty": Message(
            N_("There is no text in this file."), N_("Check that this is the right file.")
        ),
        "edition_form": Message(
            N_("Texts in this form cannot be read."),
            N_("Give a file whose name ends in one of: {forms}."),
        ),
        "edition_form_out": Message(
            N_("A text cannot be written as “{form}”."), N_("Choose one of: {known}.")
        ),
        "edition_structure": Message(
            N_(
                "Written as plain text, {count} × “{kind} {label}” would not be found again as a heading."
            ),
            N_("Begin its line with the name of its kind, for example “Article 5.”."),
        ),
        "edition_no_headings": Message(
            N_("No line of this text is a heading, so it is one piece without articles."),
            N_(
                "Begin each article with a line such as “Article 1. Name”; see the heading grammar in the reference."
            ),
        ),
        "edition_label_twice": Message(
            N_("“{kind} {label}” stands twice."),
            N_("Correct the label, or make sure that this line is not only a reference to it."),
        ),
        "edition_backwards": Message(
            N_("“{kind} {label}” comes after a higher number."),
            N_("Check the order, or make sure that this line is not part of a list."),
        ),
        "edition_almost_heading": Message(
            N_("This line looks like a heading but is read as text: {line}"),
            N_("Write the label, then a point or the end of the line: “Article 5. Name”."),
        ),
        "edition_more_doubts": Message(
            N_("There are more doubtful lines than the {shown} shown."),
            N_("Mend these first, then read the text again."),
        ),
        "xml_too_deep": Message(
            N_("This document nests deeper than {limit} levels."),
            N_("A text of law does not; check where the file comes from."),
        ),
        "xml_entities": Message(
            N_("This document declares entities or names outside files, which we do not read."),
            N_("Save it without a document type declaration."),
        ),
        "xml_broken": Message(
            N_("This is no well-formed XML: {reason}."), N_("Export the document again.")
        ),
        "not_akomantoso": Message(
            N_("This XML is no Akoma Ntoso document."),
            N_("Give a file whose first element is akomaNtoso with an act, a bill or a doc in it."),
        ),
        "akn_left_out": Message(
            N_("{count} × {what} was left out: it is not part of the words of the law."),
            N_("Look at it in the original."),
        ),
        "file_not_docx": Message(
            N_("This is no Word document (.docx)."),
            N_("Open it in a word processor and save it as .docx."),
        ),
        "docx_numbered_by_word": Message(
            N_(
                "The word processor numbers {count} paragraphs by itself: "
                "their numbers are not among the words of the file."
            ),
            N_("Turn automatic numbers into text before you export, or write the labels in."),
        ),
        "docx_notes": Message(
            N_("{count} footnotes were left out."), N_("Look at them in the original.")
        ),
        "docx_moves": Message(
            N_(
                "{count} pieces were marked as moved: they are read as taken out here and put in there."
            ),
            N_("Check that the provision arrived where it should."),
        ),
        "languages_not_json": Message(
            N_("This is no JSON file of one text in several languages: {reason}."),
            N_(
                "Give an object with a language for each key: title, language, expression_date and body."
            ),
        ),
        "languages_no_body": Message(
            N_("This language has no text."), N_("Give its HTML under “body”.")
        ),
        "languages_which": Message(
            N_("This file has the text in several languages: {languages}."),
            N_("Say which one to read."),
        ),
        "footnotes_none": Message(
            N_("No footnote was found on any page."),
            N_("Give the pages one after another, each with its notes below, numbered from 1."),
        ),
        "footnotes_unplaced": Message(
            N_("Of {notes} notes, the marks of {count} were not found in the text."),
            N_("They are kept in the list of notes; look them up in the original."),
        ),
        "footnotes_doubtful": Message(
            N_("{count} brackets have no partner, so where their words begin or end is a guess."),
            N_("Compare these places with the original before you rely on them."),
        ),
        "footnotes_not_in_source": Message(
            N_("{count} of {notes} notes tell of earlier words that this edition does not give."),
            N_("Earlier texts of those provisions can only come from the amending acts."),
        ),
        "pdf_not_installed": Message(
            N_("PDF cannot be made here: {reason}."),
            N_(
                "Install misaq[pdf] and the Pango library (Debian: libpango-1.0-0 libpangoft2-1.0-0), "
                "or give the HTML page."
            ),
        ),
    },
)
