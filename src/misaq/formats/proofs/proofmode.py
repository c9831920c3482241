"""ProofMode packages: a ZIP with media, what the telephone measured (JSON and CSV), and detached signatures.

The file's hash is computed and compared. The signatures (OpenPGP), the OpenTimestamps and the C2PA manifest are kept
and marked as not checked: misaq speaks none of these languages yet, and says so rather than trusting them.
"""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from misaq.formats.door.containers import Entry, check_entries, list_entries, read_entry
from misaq.formats.door.limits import MIB, DoorLimits
from misaq.foundation.faults import Fault
from misaq.record import CaptureProof, ProofKind

HASH_FIELD = "File Hash SHA256"
_MOST = 4 * MIB
_BESIDE: dict[str, ProofKind] = {".asc": "proofmode", ".ots": "opentimestamps", ".c2pa": "c2pa"}
_NOT_MEDIA = (".asc", ".ots", ".gst", ".c2pa", ".json", ".csv", ".txt", ".md", ".html", ".pem")


@dataclass(frozen=True, slots=True)
class ProvenFile:
    """One media file of a package. stated : what the telephone wrote down: restricted tier.

    proofs : what was kept beside it, none of it verified except the hash that `hash_agrees` tells of.
    """

    name: str
    sha256: str
    size: int
    hash_agrees: bool
    stated: Mapping[str, str] = field(repr=False)
    proofs: tuple[CaptureProof, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofModePackage:
    """A package as it was read: its media, and every fault."""

    files: tuple[ProvenFile, ...]
    faults: tuple[Fault, ...]


def read_proofmode(
    stream: BinaryIO, *, file: str = "", limits: DoorLimits | None = None
) -> ProofModePackage:
    """Read a ProofMode package; nothing is unpacked to disk, and an archive that is a trap is not read at all.

    file : the package's name, for the faults.
    """
    limits = limits or DoorLimits()
    size = stream.seek(0, 2)
    entries, faults = list_entries(stream, size, limits)
    if not faults:
        faults = check_entries(stream, entries, size, limits)
    if faults:
        found = [Fault(f.code, file, None, f.column, f.params) for f in faults]
        return ProofModePackage((), tuple(found))
    entries = [entry for entry in entries if not entry.folder]
    media = [entry for entry in entries if not entry.name.lower().endswith(_NOT_MEDIA)]
    if not media:
        return ProofModePackage((), (Fault("proofmode_no_media", file),))
    files, every = [], list[Fault]()
    for entry in media:
        proven, wrong = _read_one(stream, entry, entries, limits, file)
        files.append(proven)
        every += wrong
    return ProofModePackage(tuple(files), tuple(every))


def _read_one(
    stream: BinaryIO, entry: Entry, entries: list[Entry], limits: DoorLimits, file: str
) -> tuple[ProvenFile, list[Fault]]:
    payload = read_entry(stream, entry, limits.zip_bytes) or b""
    sha256 = hashlib.sha256(payload).hexdigest()
    shown = {"name": entry.name[:80]}
    beside = [other for other in entries if other is not entry and _belongs(other, entry, sha256)]
    stated, faults = _stated(stream, beside, file, shown)
    said = stated.get(HASH_FIELD, "").lower()
    if not stated:
        faults.append(Fault("proofmode_no_proof", file, params=shown))
    elif said != sha256:
        faults.append(Fault("proofmode_hash_differs", file, params={**shown, "found": said[:12]}))
    proofs, signed = [], False
    for other in beside:
        kind = _BESIDE.get(PurePosixPath(other.name).suffix.lower())
        if kind:
            kept = hashlib.sha256(read_entry(stream, other, _MOST) or b"").hexdigest()
            proofs.append(
                CaptureProof(kind, kept, verified=False, at=stated.get("Proof Generated", "")[:40])
            )
            signed = True
    if signed:
        faults.append(Fault("proofmode_unchecked", file, params=shown, severity="warning"))
    proven = ProvenFile(entry.name, sha256, len(payload), said == sha256, stated, tuple(proofs))
    return proven, faults


def _belongs(other: Entry, media: Entry, sha256: str) -> bool:
    """Whether a file stands beside a media file: it is named after its hash, or after its name."""
    name, own = PurePosixPath(other.name).name.lower(), PurePosixPath(media.name).name.lower()
    return name.endswith(_NOT_MEDIA) and (name.startswith((sha256, own + ".")))


def _stated(
    stream: BinaryIO, beside: list[Entry], file: str, shown: Mapping[str, Any]
) -> tuple[dict[str, str], list[Fault]]:
    """What JSON and CSV say; both say the same, or it is a fault."""
    said: dict[str, dict[str, str]] = {}
    faults = []
    for entry in beside:
        for ending, read in ((".json", _from_json), (".csv", _from_csv)):
            if entry.name.lower().endswith(ending):
                values = read(read_entry(stream, entry, _MOST) or b"")
                if values is None:
                    faults.append(
                        Fault("proofmode_bad_proof", file, params={"name": entry.name[:80]})
                    )
                else:
                    said[ending] = values
    both = set(said.get(".json", {})) & set(said.get(".csv", {}))
    if any(said[".json"][key] != said[".csv"][key] for key in both):
        faults.append(Fault("proofmode_proofs_differ", file, params=shown))
    return {**said.get(".csv", {}), **said.get(".json", {})}, faults


def _from_json(payload: bytes) -> dict[str, str] | None:
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return {str(key)[:200]: _text(value) for key, value in list(found.items())[:1000]}


def _text(value: Any) -> str:
    return value[:2000] if isinstance(value, str) else "" if value is None else str(value)[:2000]


def _from_csv(payload: bytes) -> dict[str, str] | None:
    try:
        rows = list(csv.reader(io.StringIO(payload.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return None
    if len(rows) < 2 or not rows[0]:
        return None
    newest = rows[-1]  # the app adds a row each time it proves a file again
    return {key[:200]: value[:2000] for key, value in zip(rows[0], newest, strict=False) if key}
