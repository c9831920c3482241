"""Texts of what is wrong with an evidence folder."""

from misaq.foundation.messages import N_, Message, register

register(
    "process",
    {
        "evidence_unknown": Message(
            N_("There is no piece of evidence {item} in this folder."),
            N_("Its id stands in evidence.csv."),
        ),
        "evidence_not_shown": Message(
            N_("{item} is not one of those that may be shown, so no copy of it is made."),
            N_("evidence.csv says why, under “reasons”."),
        ),
        "evidence_left": Message(
            N_("{item} is said to be destroyed, and its file is still here."),
            N_("Destroy the file too, or find out who wrote that it was."),
        ),
        "evidence_file_differs": Message(
            N_("The stored file of {item} is not what was stored (now {found}…)."),
            N_("Get it from another copy of the folder; this one was altered or damaged."),
        ),
        "evidence_original_differs": Message(
            N_("Opened with its key, {item} is not the file that came in (now {found}…)."),
            N_("Get it from another copy of the folder, and find out who exchanged it."),
        ),
        "evidence_stray": Message(
            N_("This original stands in no row of evidence.csv."),
            N_("Its row was removed, or it was never taken in. Ask who kept the folder."),
        ),
    },
)
