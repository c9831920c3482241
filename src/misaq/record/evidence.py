"""A piece of evidence: what came in at the door, what it is, how it was captured, and which copies were made of it.

The original is kept as it came, encrypted. What people look at is a working copy; what is handed on is a
redacted copy. Capture details and metadata (where a photograph was taken, with which telephone) can point at
whoever took it: they belong to the restricted tier, together with the document of the item.

Source: Berkeley Protocol on Digital Open Source Investigations (2022): authenticity, evidentiary and working
copies.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from misaq.foundation.canonical import canonical_json
from misaq.foundation.dates import parse_edtf
from misaq.foundation.errors import InputError

KIND = "record.evidence"
ITEM_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}\Z")
_SHA256, _SHA3_512 = re.compile(r"[0-9a-f]{64}\Z"), re.compile(r"[0-9a-f]{128}\Z")

Standing = Literal["accepted", "attachment", "quarantined"]
STANDINGS: tuple[Standing, ...] = ("accepted", "attachment", "quarantined")
ProofKind = Literal["rfc3161", "proofmode", "opentimestamps", "c2pa", "wacz", "auto_archiver"]
PROOF_KINDS: tuple[ProofKind, ...] = (
    "rfc3161", "proofmode", "opentimestamps", "c2pa", "wacz", "auto_archiver",
)  # fmt: skip


class EvidenceFormError(InputError):
    """The document is not one of a piece of evidence, or a field of it cannot be what it is."""

    code = "evidence_bad_form"


@dataclass(frozen=True, slots=True)
class Capture:
    """How it came to be. Every field may be blank. when : EDTF ("2009-05-17", "2009~")."""

    by: str = ""
    where: str = ""
    when: str = ""
    device: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CaptureProof:
    """What another program left beside the file to prove when or how it was captured.

    verified : True only when misaq itself checked it (an RFC 3161 stamp against given roots). A signature
        that is kept and was not checked is False, and is shown so.
    at : the time it states, ISO 8601, "" for none. sha256 : of the proof's own bytes, which are kept.
    """

    kind: ProofKind
    sha256: str
    verified: bool = False
    at: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy made from the original. place : where it is stored. pages : 1 for a picture."""

    sha256: str
    place: str
    mime: str
    pages: int = 1


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One piece of evidence.

    sha256, sha3_512, size : of the original's own bytes, taken at the door.
    mime_detected : what its content is; mime_declared : what it was said to be, "" for nothing.
    standing : "accepted" (a working copy may be made and shown), "attachment" (kept and handed over, never
        shown) or "quarantined" (kept sealed). reasons : codes of what the door found.
    original : where the encrypted original is stored.
    metadata : what the file tells about itself (EXIF, PDF properties): restricted, never published.
    duplicate_hash : 16 hexadecimal digits of how it looks, "" when it does not look like anything.
    """

    id: str
    sha256: str
    sha3_512: str
    size: int
    mime_detected: str
    mime_declared: str = ""
    standing: Standing = "accepted"
    reasons: tuple[str, ...] = ()
    original: str = ""
    working_copy: Copy | None = None
    redacted_copy: Copy | None = None
    capture: Capture = field(default_factory=Capture, repr=False)
    capture_proof: tuple[CaptureProof, ...] = field(default=(), repr=False)
    metadata: Mapping[str, Any] = field(default_factory=dict, repr=False)
    duplicate_hash: str = ""

    def __post_init__(self) -> None:
        wrong = [
            name
            for name, right in (
                ("id", ITEM_ID.match(self.id)),
                ("sha256", _SHA256.match(self.sha256)),
                ("sha3_512", _SHA3_512.match(self.sha3_512)),
                ("size", self.size >= 0),
                ("standing", self.standing in STANDINGS),
                ("capture_proof", all(p.kind in PROOF_KINDS for p in self.capture_proof)),
                ("duplicate_hash", re.match(r"([0-9a-f]{16})?\Z", self.duplicate_hash)),
            )
            if not right
        ]
        if wrong:
            raise EvidenceFormError(field=", ".join(wrong))
        if self.capture.when:
            parse_edtf(self.capture.when)

    def document(self) -> bytes:
        """The item as canonical JSON. It holds capture details and metadata: restricted tier."""
        return canonical_json({"kind": KIND, "version": 1, "item": self})


def read_evidence(payload: bytes) -> EvidenceItem:
    """The item in a document. Raises EvidenceFormError, DateError.

    >>> item = EvidenceItem("e-1", "0" * 64, "0" * 128, 3, "image/png")
    >>> read_evidence(item.document()) == item
    True
    """
    try:
        found = json.loads(payload)
        if found["kind"] != KIND or found["version"] != 1:
            raise EvidenceFormError(field="kind")
        raw = dict(found["item"])
        raw["reasons"] = tuple(raw["reasons"])
        raw["capture"] = Capture(**raw["capture"])
        raw["capture_proof"] = tuple(CaptureProof(**proof) for proof in raw["capture_proof"])
        for name in ("working_copy", "redacted_copy"):
            raw[name] = Copy(**raw[name]) if raw[name] else None
        return EvidenceItem(**raw)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        raise EvidenceFormError(field="") from None


def look_hash(grey: NDArray[np.floating[Any] | np.integer[Any]]) -> str:
    """How a picture looks, in 64 bits: whether each of 8 x 8 places is brighter than the one to its right.

    grey : (8, 9) the picture shrunk to 9 x 8 shades of grey. Two pictures that look alike differ in few bits;
    a hint for people that a picture came twice, never a proof. All of one shade gives sixteen zeros.
    Source: Krawetz 2013, the difference hash ("dHash").

    >>> look_hash(np.tile(np.arange(9)[::-1], (8, 1)))
    'ffffffffffffffff'
    """
    brighter = np.asarray(grey)[:, :-1] > np.asarray(grey)[:, 1:]
    return np.packbits(brighter.reshape(-1)).tobytes().hex()


def look_distance(one: str, other: str) -> int:
    """In how many of 64 bits two pictures' looks differ; up to about 10 they may be the same picture.

    >>> look_distance("ff00000000000000", "fe00000000000001")
    2
    """
    return (int(one, 16) ^ int(other, 16)).bit_count()
