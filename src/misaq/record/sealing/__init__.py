"""Sealing: names that only several custodians together can read, fields only an organisation can read, erasure.

In the order of the work: keys and custodians, sealing, opening, changing custodians; the restricted tier's keys and
fields; what the public log hears of it. Nothing here touches a disk or a network.
"""

from misaq.record.sealing import messages as messages
from misaq.record.sealing.custodians import (
    Custodian,
    CustodianSet,
    Identity,
    identity_needs_passphrase,
    make_identity,
    read_custodians,
    read_identity,
    write_identity,
)
from misaq.record.sealing.fields import decrypt_field, encrypt_field
from misaq.record.sealing.inbox import (
    BoxKey,
    make_box_key,
    make_return_code,
    open_box,
    read_return_code,
    return_code_mark,
    shut_box,
)
from misaq.record.sealing.log_leaf import (
    ERASURE_REASONS,
    RecordEvent,
    RecordLeaf,
    make_leaf,
    make_tombstone,
    matches_leaf,
    matches_tombstone,
)
from misaq.record.sealing.opening import (
    Opened,
    OpenRequest,
    ShareRelease,
    combine_shares,
    read_release,
    read_request,
    release_share,
    request_opening,
)
from misaq.record.sealing.rotation import (
    Rotation,
    released_event,
    reseal_record,
    sealed_event,
)
from misaq.record.sealing.seal import SealedRecord, SealedShare, read_sealed, seal_record
from misaq.record.sealing.secret import Secret
from misaq.record.sealing.user_keys import (
    OrganisationKey,
    UnlockedUser,
    UserKey,
    change_password,
    make_organisation_key,
    make_user_key,
    read_user_key,
    recover_user_key,
    unlock_with_password,
    unlock_with_recovery,
    unwrap_organisation_key,
    wrap_organisation_key,
)

__all__ = [  # noqa: RUF022  in the order of the work
    "Secret",
    "Custodian",
    "CustodianSet",
    "Identity",
    "make_identity",
    "write_identity",
    "read_identity",
    "identity_needs_passphrase",
    "read_custodians",
    "SealedRecord",
    "SealedShare",
    "seal_record",
    "read_sealed",
    "OpenRequest",
    "request_opening",
    "read_request",
    "ShareRelease",
    "release_share",
    "read_release",
    "Opened",
    "combine_shares",
    "Rotation",
    "reseal_record",
    "sealed_event",
    "released_event",
    "UserKey",
    "UnlockedUser",
    "make_user_key",
    "read_user_key",
    "unlock_with_password",
    "unlock_with_recovery",
    "change_password",
    "recover_user_key",
    "OrganisationKey",
    "make_organisation_key",
    "wrap_organisation_key",
    "unwrap_organisation_key",
    "encrypt_field",
    "decrypt_field",
    "BoxKey",
    "make_box_key",
    "shut_box",
    "open_box",
    "make_return_code",
    "read_return_code",
    "return_code_mark",
    "RecordEvent",
    "RecordLeaf",
    "make_leaf",
    "matches_leaf",
    "ERASURE_REASONS",
    "make_tombstone",
    "matches_tombstone",
]
