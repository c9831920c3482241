"""What can go wrong with sealing. None of these carries a secret: only names, counts and codes.

InputError
├── SealingFormError         a document of sealing that cannot be read
├── RecordIdError            an id that cannot name a record
├── CustodiansError          custodians that cannot keep a record
│   ├── CustodianNumberError     too few or too many, or a threshold outside their number
│   ├── CustodianNameError       a handle that is none
│   ├── CustodianRecipientError  a recipient that is not one of age
│   └── CustodianTwiceError      a handle or a recipient that stands twice
├── SealTooLargeError        a text longer than one seal holds
├── IdentityFormError        a file that holds no key
├── IdentityPassphraseError  a key file whose passphrase is missing or wrong
├── NotACustodianError       a key to which no share was given
├── OtherRequestError        a request that is for another sealed record
├── TooFewSharesError        fewer shares than the record needs
├── WrongSecretError         a password or recovery key that does not open
├── RecoveryKeyFormError     a text that is no recovery key
├── OtherKeyError            a value encrypted with another organisation key
└── TombstoneError           an erasure without a known reason or without two approvers
TamperError
├── ShareUnreadableError     a share in the document that its custodian cannot read
├── SealAlteredError         a document that is not the one the share was made for
├── WrongShareError          released shares that are not the ones sealed; names the custodians
├── SealBrokenError          right shares, and a text that does not open
└── FieldAlteredError        a field that was changed or moved
"""

from misaq.foundation.errors import InputError, TamperError


class SealingFormError(InputError):
    """The document is not of the kind it should be."""

    code = "sealing_bad_form"


class RecordIdError(InputError):
    """The text cannot name a record."""

    code = "record_bad_id"


class CustodiansError(InputError):
    """These custodians cannot keep a record."""

    code = "custodians_wrong"


class CustodianNumberError(CustodiansError):
    """Too few or too many custodians, or a threshold outside their number."""

    code = "custodians_number"


class CustodianNameError(CustodiansError):
    """A handle that is none."""

    code = "custodian_bad_name"


class CustodianRecipientError(CustodiansError):
    """A recipient that is not one of age."""

    code = "custodian_bad_recipient"


class CustodianTwiceError(CustodiansError):
    """A handle or a recipient that stands twice: one custodian would hold two shares."""

    code = "custodian_twice"


class SealTooLargeError(InputError):
    """The text is longer than one seal holds."""

    code = "seal_too_large"


class IdentityFormError(InputError):
    """The file holds no age key."""

    code = "identity_bad_form"


class IdentityPassphraseError(InputError):
    """The passphrase of the key file is missing or wrong."""

    code = "identity_passphrase"


class NotACustodianError(InputError):
    """No share of this record was given to this key."""

    code = "not_a_custodian"


class OtherRequestError(InputError):
    """The request is for another sealed record."""

    code = "request_other_record"


class TooFewSharesError(InputError):
    """Fewer shares than the record needs."""

    code = "too_few_shares"


class ShareUnreadableError(TamperError):
    """The share in the document cannot be read by the custodian it was made for."""

    code = "share_unreadable"


class SealAlteredError(TamperError):
    """The document is not the one that this share was made for."""

    code = "seal_altered"


class WrongShareError(TamperError):
    """Shares were released that are not the ones that were sealed."""

    code = "wrong_share"


class SealBrokenError(TamperError):
    """The shares are right and the text does not open."""

    code = "sealed_text_altered"


class WrongSecretError(InputError):
    """The password or the recovery key does not open this key."""

    code = "wrong_secret"


class RecoveryKeyFormError(InputError):
    """The text is no recovery key, or has a slip of the pen."""

    code = "recovery_key_form"


class OtherKeyError(InputError):
    """The value was encrypted with another organisation key."""

    code = "other_organisation_key"


class FieldAlteredError(TamperError):
    """The value was changed, or stands in a place it was not written for."""

    code = "field_altered"


class TombstoneError(InputError):
    """An erasure needs a known reason and two different approvers."""

    code = "tombstone_incomplete"
