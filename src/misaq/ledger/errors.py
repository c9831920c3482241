"""What can be wrong with a log.

TamperError
├── CheckpointFormError   a checkpoint that cannot be read
├── SignatureError        a signed checkpoint whose signature is missing or wrong
└── LedgerBrokenError     a published log that does not hold together; carries what is broken
InputError
├── NoSuchEntryError      an entry or size that the log does not have
├── EntryFormError        something that cannot be logged
└── KeyFormError          a signing or checking key that cannot be read
"""

from misaq.foundation.errors import InputError, TamperError


class NoSuchEntryError(InputError):
    """The log has no such entry, or never had such a size."""

    code = "no_such_entry"


class EntryFormError(InputError):
    """A name or a hash is not of the form an entry needs."""

    code = "bad_log_entry"


class KeyFormError(InputError):
    """A key cannot be read."""

    code = "bad_log_key"


class CheckpointFormError(TamperError):
    """The text is no checkpoint."""

    code = "bad_checkpoint"


class SignatureError(TamperError):
    """No signature by the expected key, or one that does not fit the text."""

    code = "bad_signature"


class LedgerBrokenError(TamperError):
    """The published log does not hold together."""

    code = "ledger_broken"
