"""Texts of the codes of sealing. They name records, handles and counts; never a secret, never a text."""

from misaq.foundation.messages import N_, Message, register

register(
    "record",
    {
        "sealing_bad_form": Message(
            N_("This is not a document of the kind it should be: {what}."),
            N_("Get the file again from where it came from; do not edit it by hand."),
        ),
        "record_bad_id": Message(
            N_("This cannot be the id of a record."),
            N_("Use up to 100 letters, digits and . _ : - ; never a person's name."),
        ),
        "custodians_wrong": Message(
            N_("These custodians cannot keep a record."),
            N_("Write them as docs/reference/sealing.md shows."),
        ),
        "custodians_number": Message(
            N_("{number} custodians of whom {threshold} open: that cannot be."),
            N_("Name 2 to 32 custodians; at least 2 of them and at most all open a record."),
        ),
        "custodian_bad_name": Message(
            N_("This is not the handle of a custodian."),
            N_("Use up to 40 small letters, digits and . _ - ; not a person's name."),
        ),
        "custodian_bad_recipient": Message(
            N_("The recipient of {name} is not one of age, or a letter of it is wrong."),
            N_("Ask {name} for the line that begins with age1; compare it by telephone."),
        ),
        "custodian_twice": Message(
            N_("A custodian stands here twice."),
            N_("Each needs a handle and a key of their own; nobody holds two shares."),
        ),
        "seal_too_large": Message(
            N_("The text is longer than one seal holds: {limit} KiB."),
            N_("Seal it in parts, or keep the file as evidence and seal only the names."),
        ),
        "identity_bad_form": Message(
            N_("This file does not hold one age key."),
            N_("Make one with `misaq record custodian-key`."),
        ),
        "identity_passphrase": Message(
            N_("The passphrase of the key file is missing or wrong."),
            N_("Try again. Nobody can reset it; if it is lost, ask for a change of custodians."),
        ),
        "not_a_custodian": Message(
            N_("No share of the record {record} was given to this key."),
            N_(
                "Use the key you had when the record was sealed, or tell the asker that you have none."
            ),
        ),
        "request_other_record": Message(
            N_("This request is not for this sealing of the record {record}."),
            N_(
                "Release nothing. Ask the asker for the request and the sealed record that belong together."
            ),
        ),
        "too_few_shares": Message(
            N_("The record {record} opens with {needed} shares; here are {given}."),
            N_("Wait for more custodians to release theirs."),
        ),
        "share_unreadable": Message(
            N_("The share of {custodian} in the record {record} cannot be read: it was damaged."),
            N_("Get the sealed record again, from another copy if there is one."),
        ),
        "seal_altered": Message(
            N_("The share of {custodian} was not made for this record {record} as it stands here."),
            N_(
                "Release nothing and tell the other custodians: the sealed record was exchanged or changed."
            ),
        ),
        "wrong_share": Message(
            N_(
                "Wrong shares for the record {record}, released in the name of: {custodians}. Right ones: {given} of "
                "{needed}."
            ),
            N_("Ask these custodians by another way what they released, or ask others."),
        ),
        "sealed_text_altered": Message(
            N_(
                "The shares are right and the record {record} does not open: it was changed after it was sealed."
            ),
            N_("Look for an unchanged copy; compare its hash with the log."),
        ),
        "wrong_secret": Message(
            N_("This password or recovery key does not open the key."),
            N_(
                "Try again. Without the password, only the recovery key opens it; nobody can reset it."
            ),
        ),
        "recovery_key_form": Message(
            N_("This is not a recovery key, or a letter of it is wrong."),
            N_("Type it as it was written down: MISAQ and 14 groups of four letters and digits."),
        ),
        "other_organisation_key": Message(
            N_("The field {field} of {table} was encrypted with another key of the organisation."),
            N_("Open it with that key and encrypt it again with the new one."),
        ),
        "field_altered": Message(
            N_("A value of the field {field} of {table} was changed, or moved from another place."),
            N_("Restore it from a backup; look into the log for who wrote there."),
        ),
        "release_for_another": Message(
            N_("This release answers another request, or is not in the name of {custodian}."),
            N_("Take the two files of this page again and release the share with them."),
        ),
        "unseal_request_ended": Message(
            N_("This request has ended, or {custodian} has answered it already."),
            N_("Who asks can ask again."),
        ),
        "tombstone_incomplete": Message(
            N_("An erasure needs a known reason and two different approvers."),
            N_("Reasons: {reasons}."),
        ),
        "erasure_consent_withdrawn": Message(N_("Consent was withdrawn.")),
        "erasure_asked_by_subject": Message(N_("The person concerned asked for it.")),
        "erasure_retention_ended": Message(N_("The time for keeping it has ended.")),
        "erasure_court_order": Message(N_("A court ordered it.")),
        "erasure_danger_to_life": Message(N_("Keeping it endangered a life.")),
        "erasure_entered_in_error": Message(N_("It had been entered in error.")),
    },
)
