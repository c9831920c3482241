"""Texts of what is wrong with proofs that other programs left beside a file."""

from misaq.foundation.messages import N_, Message, register

_SEAL = N_("Keep what came as it is, and write into the record that this proof does not hold.")

register(
    "formats",
    {
        "stamp_unreadable": Message(
            N_("This is not a time stamp (RFC 3161) that was granted."),
            N_("Ask whoever sent it for the .tsr file, as the authority gave it."),
        ),
        "stamp_algorithm": Message(
            N_(
                "The time stamp is over a hash that is not safe any more, or that we do not compute."
            ),
            _SEAL,
        ),
        "stamp_hash_unknown": Message(
            N_("The time stamp is over a {algorithm} hash, and the file's is not known."),
            N_("Check it with the file itself at hand."),
        ),
        "stamp_other_file": Message(
            N_("The time stamp is over another file: {found}…."),
            N_("Look for the file that it belongs to; for this one it proves nothing."),
        ),
        "stamp_unchecked": Message(
            N_("No root certificate was given, so the time stamp was kept and not checked."),
            N_("Give the root certificate of the authority, got from the authority itself."),
        ),
        "stamp_untrusted": Message(
            N_("The time stamp was altered, or does not lead to a root that was given."), _SEAL
        ),
        "proofmode_no_media": Message(
            N_("There is no picture, film or recording in this package."),
            N_("Share the proof from the ProofMode app again, with the file in it."),
        ),
        "proofmode_no_proof": Message(
            N_("“{name}” has nothing beside it that the telephone wrote down."),
            N_("Share the proof from the ProofMode app again; the file alone proves nothing."),
        ),
        "proofmode_hash_differs": Message(
            N_("“{name}” is not the file that the telephone wrote down ({found}…)."), _SEAL
        ),
        "proofmode_bad_proof": Message(N_("“{name}” cannot be read."), _SEAL),
        "proofmode_proofs_differ": Message(
            N_("What stands beside “{name}” as JSON and as CSV does not agree."), _SEAL
        ),
        "proofmode_unchecked": Message(
            N_("The signatures beside “{name}” were kept and not checked."),
            N_(
                "Check them with GnuPG and OpenTimestamps; the record says that it was not done here."
            ),
        ),
        "archive_bad_document": Message(
            N_("This is not the JSON document of an archived page."),
            N_("Give the document that auto-archiver wrote, with “metadata” and “media” in it."),
        ),
        "archive_no_files": Message(
            N_("None of the archived files is here."), N_("Copy them beside the document.")
        ),
        "archive_no_stamps": Message(
            N_("The archived page has no time stamps."),
            N_("Nothing needs doing: its hashes are checked, its time is only said."),
        ),
        "archive_file_missing": Message(
            N_("“{name}” is in the document and not in the folder."),
            N_("Copy it beside the document."),
        ),
        "archive_no_hash": Message(
            N_("No hash of this file was written down when it was captured."),
            N_("It is hashed now; from before now nothing proves it."),
        ),
        "archive_hash_differs": Message(
            N_("This is not the file that was captured: its hash was {found}…."), _SEAL
        ),
        "archive_not_stamped": Message(
            N_("The hash of this file is not among those that were stamped."), _SEAL
        ),
    },
)
