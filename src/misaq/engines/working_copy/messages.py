"""Texts of what can go wrong with a working copy."""

from misaq.foundation.messages import N_, Message, register

_KEPT = N_(
    "The original is kept; only no copy could be made of it. Ask the sender for another file."
)

register(
    "engines",
    {
        "copy_broken": Message(N_("The file cannot be decoded."), _KEPT),
        "copy_locked": Message(
            N_("The PDF opens only with a password."),
            N_("Ask the sender for one without a password."),
        ),
        "copy_too_many_pixels": Message(N_("The picture is larger than we decode."), _KEPT),
        "copy_too_slow": Message(
            N_("Decoding took longer than {seconds} seconds and was stopped."), _KEPT
        ),
        "copy_killed": Message(
            N_("The file made the program that decodes it fail; nothing else was touched."), _KEPT
        ),
        "copy_kind": Message(
            N_("No copy is made of files of the kind {kind}."),
            N_("Hand the original over as an attachment, if it may be."),
        ),
        "redaction_box": Message(
            N_("A box does not lie on the copy (page {page})."),
            N_(
                "Its edges are parts of the page between 0 and 1, left before right, top before bottom."
            ),
        ),
        "copy_unconfined": Message(
            N_(
                "This machine grants no walls around the program that decodes files, so it was not run."
            ),
            N_(
                "Use Linux on x86-64 or 64-bit ARM with seccomp, or allow it unconfined on a machine apart."
            ),
        ),
    },
)
