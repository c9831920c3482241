"""Texts of what the door for files finds; each says what was done with the file."""

from misaq.foundation.messages import N_, Message, register

_KEPT = N_("The original is kept sealed as it came; it is not shown and not handed over.")
_COPY = N_("Nothing needs doing: what is shown is a copy made anew, without it.")
_AGAIN = N_("Ask the sender for the file again; this one is kept sealed as it came.")

register(
    "formats",
    {
        "upload_too_large": Message(
            N_("More was sent than is let in: {limit} bytes."),
            N_("Send it in parts, or bring it on a disk. Nothing of it was kept."),
        ),
        "evidence_folder_busy": Message(
            N_("Somebody else is writing into {path}."), N_("Wait a moment and try again.")
        ),
        "upload_too_many": Message(
            N_("{count} files at once; the most is {limit}."), N_("Send the others afterwards.")
        ),
        "upload_too_large_for_kind": Message(
            N_("{size} bytes are too many for a file of the kind {kind}; the most is {limit}."),
            _KEPT,
        ),
        "upload_empty": Message(N_("The file is empty."), N_("Send it again.")),
        "kind_unknown": Message(
            N_("This is not one of the kinds of files that we know ({kind})."), _KEPT
        ),
        "kind_differs": Message(
            N_("The file was said to be {declared}, and its content is {found}."), _KEPT
        ),
        "kind_not_shown": Message(
            N_("Files of the kind {kind} are kept and handed over, and not shown here."),
            N_("Open it only on a computer that holds nothing else."),
        ),
        "name_differs": Message(
            N_("The name ends in “{suffix}”, and the content is {kind}."),
            N_("Nothing needs doing: the name is not used."),
        ),
        "name_deceives": Message(
            N_("The name of the file has signs in it that hide what it is."), _KEPT
        ),
        "file_polyglot": Message(
            N_("The file is of two kinds at once: another program could read it as {other}."), _KEPT
        ),
        "file_trailing_data": Message(
            N_("{size} bytes stand after the end of the picture or film (it looks like {kinds})."),
            N_("Telephones add such parts. They stay in the original; no copy has them."),
        ),
        "picture_broken": Message(N_("The picture breaks off or is damaged."), _AGAIN),
        "picture_too_many_pixels": Message(
            N_("The picture is {width} by {height}; we show up to {limit} million points."),
            N_("It is kept and handed over, and not shown here."),
        ),
        "picture_bomb": Message(
            N_("A file of {size} bytes would fill the memory of whoever opens it."), _KEPT
        ),
        "pdf_broken": Message(N_("The PDF breaks off or is damaged."), _AGAIN),
        "pdf_active": Message(N_("The PDF would act when it is opened ({names})."), _COPY),
        "pdf_encrypted": Message(
            N_("The PDF is locked with a password, so no copy of it can be made."),
            N_("Ask the sender for one without a password."),
        ),
        "text_broken": Message(N_("The file begins as text and goes on as something else."), _KEPT),
        "svg_active": Message(
            N_("The drawing (SVG) has a script in it, or fetches something."), _KEPT
        ),
        "film_broken": Message(
            N_("The film or recording breaks off or is damaged, near byte {place}."),
            N_("It is kept and handed over as it is; ask the sender for a whole one."),
        ),
        "zip_broken": Message(N_("The archive or document is damaged."), _AGAIN),
        "zip_form": Message(
            N_("The archive is of a form that we do not read (parts, or newer ways to pack)."),
            _KEPT,
        ),
        "zip_too_many_entries": Message(
            N_("The archive has {count} files in it; the most is {limit}."), _KEPT
        ),
        "zip_bomb": Message(
            N_(
                "Unpacked, the archive has {size} MiB or more; the most is {limit} MiB, and {ratio} times its size."
            ),
            _KEPT,
        ),
        "zip_size_lies": Message(
            N_("“{name}” unpacks to another size than the archive says."), _KEPT
        ),
        "zip_overlap": Message(N_("Files in the archive lie over one another (“{name}”)."), _KEPT),
        "zip_path": Message(
            N_("“{name}” would be unpacked outside the folder it belongs to."), _KEPT
        ),
        "zip_link": Message(N_("“{name}” in the archive is a link, not a file."), _KEPT),
        "zip_twice": Message(N_("“{name}” stands in the archive twice."), _KEPT),
        "zip_encrypted": Message(
            N_("“{name}” in the archive is locked with a password and cannot be looked at."), _KEPT
        ),
        "zip_nested": Message(N_("“{name}” is an archive inside the archive."), _KEPT),
        "zip_program": Message(N_("“{name}” in the archive is a program."), _KEPT),
        "office_macros": Message(
            N_("The document has macros, which are programs (“{name}”)."), _KEPT
        ),
        "office_embedded": Message(
            N_("Another file is embedded in the document (“{name}”)."), _KEPT
        ),
        "office_remote": Message(
            N_("The document fetches something from elsewhere when it is opened (“{name}”)."), _KEPT
        ),
        "office_command": Message(
            N_("The document has a command in it that starts a program (“{name}”)."), _KEPT
        ),
    },
)
