"""Texts of what is wrong with evidence and its chain of custody."""

from misaq.foundation.messages import N_, Message, register

_ASK = N_(
    "Compare with another copy of the table, and with the head in the public log. Ask who kept it."
)

register(
    "record",
    {
        "original_altered": Message(
            N_("The encrypted original of {item} does not open whole with this key."),
            N_(
                "Get the stored file from another copy; this one was altered, cut, or is another's."
            ),
        ),
        "original_bad_key": Message(
            N_("This is not the key of an original."),
            N_("The key of an item is 64 hexadecimal digits; each item has its own."),
        ),
        "evidence_bad_form": Message(
            N_("This is not the document of a piece of evidence ({field})."),
            N_("Get it again from where it came from; do not edit it by hand."),
        ),
        "custody_unknown_item": Message(
            N_("There are events about “{item}”, which is not among the evidence."), _ASK
        ),
        "custody_no_events": Message(
            N_("No event tells how {item} came in."),
            N_("The chain of custody begins with “received”; without it nobody can vouch for it."),
        ),
        "custody_bad_item": Message(
            N_("This cannot be the id of a piece of evidence."),
            N_("Use up to 120 letters, digits and . _ - ; never a person's name."),
        ),
        "custody_unknown_event": Message(
            N_("Event {number} of {item}: “{event}” is no event that we know."),
            N_("One of: {known}."),
        ),
        "custody_bad_time": Message(
            N_("Event {number} of {item}: “{at}” is not a moment with its offset from UTC."),
            N_("Write it as 2026-05-17T14:30:00+05:00."),
        ),
        "custody_no_hash": Message(
            N_("Event {number} of {item} does not state the hash of the original."),
            N_("Every event states its SHA-256, 64 hexadecimal digits."),
        ),
        "custody_no_copy_hash": Message(
            N_("Event {number} of {item} ({event}) does not state the hash of the copy it made."),
            N_("State its SHA-256, 64 hexadecimal digits."),
        ),
        "custody_not_received_first": Message(
            N_("The first event of {item} is “{event}”, not “received”."), _ASK
        ),
        "custody_received_again": Message(
            N_("Event {number} of {item}: it is received although we have it."),
            N_("What comes in a second time is a new item, or was transferred."),
        ),
        "custody_gap": Message(
            N_("Before event {number} of {item} one is missing: number {expected} is not there."),
            _ASK,
        ),
        "custody_out_of_order": Message(
            N_("Event {number} of {item} stands where number {expected} should stand."), _ASK
        ),
        "custody_chain_broken": Message(
            N_(
                "Event {number} of {item} does not hold the hash of the event before it (number {before}): "
                "one of the two was altered, or one between them left out."
            ),
            _ASK,
        ),
        "custody_time_backwards": Message(
            N_("Event {number} of {item} is earlier ({at}) than the event before it."),
            N_(
                "A clock was wrong, or the order is. Add nothing to the chain until it is known which."
            ),
        ),
        "custody_after_destruction": Message(
            N_("Event {number} of {item} ({event}) comes after it was destroyed."), _ASK
        ),
        "custody_hash_differs": Message(
            N_(
                "Event {number} of {item}: the original's hash is {found}…; at the door it was {door}…."
            ),
            N_(
                "From this event on it is not the file that came in. Find the true one by its hash."
            ),
        ),
        "custody_no_taker": Message(
            N_("Event {number} of {item} ({event}) does not say who got it."),
            N_("Fill in “to” with a handle, never with a name."),
        ),
        "custody_no_giver": Message(
            N_("Event {number} of {item} does not say who acted."),
            N_("Fill in “from” with a handle, never with a name."),
        ),
        "custody_not_holder": Message(
            N_("Event {number} of {item}: {giver} hands over what {holder} had."),
            N_("An event between them is missing; ask both."),
        ),
        "custody_head_lost": Message(
            N_("The event {head} of {item} was its newest once and is not in its chain any more."),
            N_("The end of the chain was cut off, or all of it written anew. Ask who kept it."),
        ),
        "custody_copy_unexplained": Message(
            N_("{item} has a copy ({copy}…) that no event made."), _ASK
        ),
        "custody_stopped": Message(
            N_("The chain of custody of this file does not hold, so nothing is done with it."),
            N_("Look at its chain: it says at which event it breaks. Ask who kept the server."),
        ),
        "custody_unreadable": Message(
            N_("Event {number} does not open: its row was altered, or is another file's."), _ASK
        ),
        "custody_row_differs": Message(
            N_("The row of event {number} says another thing than what was shut in it."), _ASK
        ),
        "upload_part_place": Message(
            N_("A part begins at byte {offset}, or has a length, that no part has."),
            N_("Ask what is missing, and send it in parts of {part} bytes, the last one shorter."),
        ),
        "upload_other_file": Message(
            N_("This is not the file that the upload was begun with."),
            N_("Choose that file, or discard the unfinished upload and begin anew."),
        ),
        "upload_incomplete": Message(
            N_("{missing} parts of this upload have not arrived."),
            N_("Choose the same file again: it goes on where it stopped. Or discard it."),
        ),
        "upload_finishing": Message(
            N_("This upload is being finished at this moment."),
            N_("Wait a minute, then look among the evidence of the case."),
        ),
        "copy_busy": Message(
            N_("Another safe copy is being made at this moment."),
            N_("Wait a minute and try again."),
        ),
        "evidence_not_handed_over": Message(
            N_(
                "This is not shown and not handed over: it is in quarantine, was destroyed, or has no copy."
            ),
        ),
        "evidence_not_the_same": Message(
            N_("What is stored is not the file that came in: its hash is another one."),
            N_("It is not handed over. Get it from a backup, and ask who kept the server."),
        ),
        "destruction_same_person": Message(
            N_("You asked for the destruction, so another reviewer has to agree to it."),
            N_("Ask a colleague who reviews to open this page."),
        ),
        "destruction_not_asked": Message(
            N_("Nobody asks for the destruction of this file any more."),
        ),
    },
)
