"""RFC 3161 time stamps: a third party's signed word that a hash was shown to it at a time.

A stamp proves that the file existed then, as far as the authority is trusted; not that what it shows is true, nor who
made it. We ask no authority for stamps; those that came along are checked against roots that the reader chooses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography import x509
from rfc3161_client import (
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from misaq.foundation.faults import Fault

MAX_BYTES = 1 << 20
_ALGORITHMS = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """What a stamp says. at : ISO 8601, UTC. imprint : the stamped hash, hexadecimal. authority : its name.

    verified : whether its signature leads to one of the given roots and it is about the given file.
    """

    at: str
    algorithm: str
    imprint: str
    authority: str
    serial: str
    verified: bool = False


def read_certificates(payload: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file (several) or a DER file (one); an empty list when there are none."""
    try:
        if b"-----BEGIN" in payload:
            return x509.load_pem_x509_certificates(payload)
        return [x509.load_der_x509_certificate(payload)]
    except ValueError:
        return []


def check_timestamp(
    payload: bytes,
    digests: Mapping[str, str],
    *,
    roots: Sequence[x509.Certificate] = (),
    others: Sequence[x509.Certificate] = (),
    file: str = "",
) -> tuple[TimeStamp | None, list[Fault]]:
    """Hold a stamp (a response, .tsr, or the bare token) against a file's hashes and the roots that are trusted.

    digests : "sha256", "sha384" or "sha512" to the file's own, hexadecimal. others : certificates between the
    authority and a root that do not stand in the stamp. file : its name, for the faults.
    Returns the stamp, None when it cannot be read, and every fault. Without roots a stamp is kept and said to be
    unchecked.
    """
    response = _decode(payload)
    if response is None:
        return None, [Fault("stamp_unreadable", file)]
    try:
        info = response.tst_info
        stamp = TimeStamp(
            info.gen_time.isoformat(),
            _ALGORITHMS.get(info.message_imprint.hash_algorithm.dotted_string, ""),
            info.message_imprint.message.hex(),
            _authority(response),
            str(info.serial_number),
        )
    except (ValueError, AttributeError):
        return None, [Fault("stamp_unreadable", file)]
    faults = []
    if not stamp.algorithm:
        faults.append(Fault("stamp_algorithm", file))
    elif stamp.algorithm not in digests:
        faults.append(Fault("stamp_hash_unknown", file, params={"algorithm": stamp.algorithm}))
    elif digests[stamp.algorithm].lower() != stamp.imprint:
        faults.append(Fault("stamp_other_file", file, params={"found": stamp.imprint[:12]}))
    if not roots:
        faults.append(Fault("stamp_unchecked", file, severity="warning"))
    elif not _is_trusted(response, bytes.fromhex(stamp.imprint), roots, others):
        faults.append(Fault("stamp_untrusted", file))
    if faults:
        return stamp, faults
    whole = TimeStamp(
        stamp.at, stamp.algorithm, stamp.imprint, stamp.authority, stamp.serial, verified=True
    )
    return whole, []


def _decode(payload: bytes) -> TimeStampResponse | None:
    """A response; a bare token is put into one that says it was granted."""
    if not 0 < len(payload) <= MAX_BYTES:
        return None
    for attempt in (payload, _sequence(_sequence(b"\x02\x01\x00") + payload)):
        try:
            response = decode_timestamp_response(attempt)
            response.tst_info.gen_time  # noqa: B018  refusals have no token to read
        except (ValueError, AttributeError):
            continue
        return response
    return None


def _sequence(body: bytes) -> bytes:
    """A DER sequence around `body`."""
    if len(body) < 0x80:
        return b"\x30" + bytes([len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return b"\x30" + bytes([0x80 | len(length)]) + length + body


def _authority(response: TimeStampResponse) -> str:
    """The subject of the certificate that signed, as far as it stands in the stamp."""
    signers = list(response.signed_data.signer_infos)
    for raw in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(raw)
        if any(certificate.serial_number == signer.serial_number for signer in signers):
            return certificate.subject.rfc4514_string()
    return ""


def _is_trusted(
    response: TimeStampResponse,
    imprint: bytes,
    roots: Sequence[x509.Certificate],
    others: Sequence[x509.Certificate],
) -> bool:
    """Whether the stamp's signature, certificates and purpose lead to a root, at the time that it states."""
    builder = VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    for other in others:
        builder = builder.add_intermediate_certificate(other)
    try:
        return builder.build().verify(response, imprint)
    except (VerificationError, ValueError):
        return False
