"""Opening one record: someone asks, k custodians each release their share to the asker, the asker combines.

    asker      request   who asks, why, for which sealing, to which key
    custodian  release   their share of that sealing, encrypted to the asker's key; made on their own machine
    asker      combine   checks each share against its commitment, then the key, then the text

The server carries these documents and can read none of them.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyshamir
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as aead_decrypt
from nacl.exceptions import CryptoError

from misaq.record.sealing.custodians import Identity, encrypt_to, require_recipient
from misaq.record.sealing.documents import (
    decode,
    encode,
    read_document,
    require_handle,
    require_hex,
    require_record_id,
    write_document,
)
from misaq.record.sealing.errors import (
    NotACustodianError,
    OtherRequestError,
    SealAlteredError,
    SealBrokenError,
    SealingFormError,
    ShareUnreadableError,
    TooFewSharesError,
    WrongShareError,
)
from misaq.record.sealing.padding import unpad
from misaq.record.sealing.seal import (
    BLINDING,
    DIGEST,
    LARGEST_ENVELOPE,
    SHARE,
    SealedRecord,
    check_of_key,
    commit,
)
from misaq.record.sealing.secret import Secret

REQUEST, RELEASE = "record.open-request", "record.share-release"
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A wish to open one sealed record; custodians read it before they decide.

    seal : digest of the sealed record; asker : a handle; recipient : the asker's age recipient.
    reason : why, for the custodians' eyes. It travels unencrypted: no names in it.
    """

    record: str
    seal: str
    asker: str
    recipient: str
    reason: str

    def document(self) -> bytes:
        """The request as canonical JSON."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return write_document(REQUEST, fields)

    @property
    def digest(self) -> str:
        """SHA-256 of the document, 64 hexadecimal digits."""
        return hashlib.sha256(self.document()).hexdigest()


@dataclass(frozen=True, slots=True)
class ShareRelease:
    """One custodian's share on its way to the asker.

    request : digest of the request it answers. envelope : an age file for the asker: blinding (32 bytes), share (33).
    """

    record: str
    seal: str
    request: str
    custodian: str
    envelope: bytes = field(repr=False)

    def document(self) -> bytes:
        """The release as canonical JSON."""
        fields = {
            "record": self.record,
            "seal": self.seal,
            "request": self.request,
            "custodian": self.custodian,
            "share": encode(self.envelope),
        }
        return write_document(RELEASE, fields)


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened record.

    used : the custodians whose shares opened it. refused : those named on releases without a share of this sealing.
    """

    text: Secret
    used: tuple[str, ...]
    refused: tuple[str, ...]


def request_opening(
    sealed: SealedRecord, *, asker: str, recipient: str, reason: str
) -> OpenRequest:
    """Ask the custodians of `sealed` for their shares. Raises SealingFormError, CustodiansError."""
    require_handle(asker, REQUEST)
    require_recipient(recipient, asker)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise SealingFormError(what=REQUEST)
    return OpenRequest(sealed.record, sealed.digest, asker, recipient, reason.strip())


def read_request(payload: bytes) -> OpenRequest:
    """The request in a document. Raises SealingFormError, RecordIdError, CustodiansError."""
    found = read_document(payload, REQUEST, ("record", "seal", "asker", "recipient", "reason"))
    reason, recipient = found["reason"], found["recipient"]
    if not isinstance(reason, str) or not 0 < len(reason) <= LONGEST_REASON:
        raise SealingFormError(what=REQUEST)
    if not isinstance(recipient, str):
        raise SealingFormError(what=REQUEST)
    asker = require_handle(found["asker"], REQUEST)
    return OpenRequest(
        require_record_id(found["record"]),
        require_hex(found["seal"], REQUEST, length=DIGEST),
        asker,
        require_recipient(recipient, asker),
        reason,
    )


def release_share(sealed: SealedRecord, request: OpenRequest, identity: Identity) -> ShareRelease:
    """Release this custodian's share of `sealed` to the asker of `request`.

    Done on the custodian's own machine with their own key. Before anything is released it is checked that the
    request is for this sealing, and that the share was made for exactly this header: a server that puts one
    record's envelope into another's document gets nothing.
    Raises OtherRequestError, NotACustodianError, ShareUnreadableError, SealAlteredError.
    """
    if (request.record, request.seal) != (sealed.record, sealed.digest):
        raise OtherRequestError(record=sealed.record)
    own = next((s for s in sealed.shares if s.custodian.recipient == identity.recipient), None)
    if own is None:
        raise NotACustodianError(record=sealed.record)
    name = own.custodian.name
    found = identity.decrypt(own.envelope)
    if found is None:
        raise ShareUnreadableError(custodian=name, record=sealed.record)
    inside = found.reveal()
    digest, opening = inside[:DIGEST], inside[DIGEST:]
    if len(opening) != BLINDING + SHARE or digest.hex() != sealed.digest:
        raise SealAlteredError(custodian=name, record=sealed.record)
    if _commitment(sealed, name, opening) != own.commitment:
        raise SealAlteredError(custodian=name, record=sealed.record)
    return ShareRelease(
        sealed.record, sealed.digest, request.digest, name, encrypt_to(request.recipient, opening)
    )


def read_release(payload: bytes) -> ShareRelease:
    """The release in a document. Raises SealingFormError, RecordIdError."""
    found = read_document(payload, RELEASE, ("record", "seal", "request", "custodian", "share"))
    envelope = decode(found["share"], RELEASE)
    if not 0 < len(envelope) <= LARGEST_ENVELOPE:
        raise SealingFormError(what=RELEASE)
    return ShareRelease(
        require_record_id(found["record"]),
        require_hex(found["seal"], RELEASE, length=DIGEST),
        require_hex(found["request"], RELEASE, length=DIGEST),
        require_handle(found["custodian"], RELEASE),
        envelope,
    )


def combine_shares(
    sealed: SealedRecord, releases: Iterable[ShareRelease], identity: Identity
) -> Opened:
    """Open `sealed` with the shares released to `identity`, on the asker's own machine.

    A share counts for the custodian whose commitment it fits, whatever the release says; one that fits none is
    refused and the custodian on its release is named. Wrong releases do no harm while k right ones are there.
    Raises WrongShareError (naming them) or TooFewSharesError when fewer than k are right, SealBrokenError when the
    right shares do not give the key, or the key does not open the text: header or ciphertext were changed.
    """
    right: dict[str, Secret] = {}
    refused: list[str] = []
    for release in releases:
        found = _find_share(sealed, identity.decrypt(release.envelope))
        if found is None:
            refused.append(release.custodian)
        else:
            right[found[0]] = found[1]
    wrong = tuple(dict.fromkeys(refused))
    if len(right) < sealed.threshold:
        counts = {"given": len(right), "needed": sealed.threshold, "record": sealed.record}
        if wrong:
            raise WrongShareError(custodians=", ".join(wrong), **counts)
        raise TooFewSharesError(**counts)
    used = tuple(sorted(right))[: sealed.threshold]
    return Opened(_decrypt(sealed, [right[name] for name in used]), used, wrong)


def _find_share(sealed: SealedRecord, opening: Secret | None) -> tuple[str, Secret] | None:
    """The custodian whose commitment the opening fits, with the share; None when it fits none."""
    if opening is None or len(opening.reveal()) != BLINDING + SHARE:
        return None
    for share in sealed.shares:
        name = share.custodian.name
        if hmac.compare_digest(_commitment(sealed, name, opening.reveal()), share.commitment):
            return name, Secret(opening.reveal()[BLINDING:])
    return None


def _commitment(sealed: SealedRecord, name: str, opening: bytes) -> str:
    blinding, share = Secret(opening[:BLINDING]), Secret(opening[BLINDING:])
    return commit(sealed.record, sealed.seal, name, share, blinding)


def _decrypt(sealed: SealedRecord, shares: list[Secret]) -> Secret:
    try:
        key = Secret(bytes(pyshamir.combine([bytearray(share.reveal()) for share in shares])))
    except ValueError:  # one share, or one place twice: a document that no honest sealing makes
        raise SealBrokenError(record=sealed.record) from None
    if not hmac.compare_digest(check_of_key(key, sealed.record, sealed.seal), sealed.key_check):
        raise SealBrokenError(record=sealed.record)
    try:
        padded = aead_decrypt(sealed.ciphertext, sealed.header(), sealed.nonce, key.reveal())
        return Secret(unpad(padded))
    except (CryptoError, SealingFormError):
        raise SealBrokenError(record=sealed.record) from None
