"""What auto-archiver wrote: a JSON document, the files it captured with their hashes, and time stamps over those.

Every file is hashed again. A stamp is over the list of hashes ("hashes.txt"), so a file counts as stamped when its
hash is right, stands in the list, and the list is what was stamped.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from cryptography import x509

from misaq.formats.folder import Folder
from misaq.formats.limits import MAX_TEXT_BYTES
from misaq.formats.proofs.timestamps import TimeStamp, check_timestamp
from misaq.foundation.faults import Fault

_HASHES = {"SHA-256": "sha256", "SHA3-512": "sha3_512"}
_LIST_ID = "timestamped_hashes"


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """One captured file. file : its path in the folder. hash_agrees : its hash is the one that was written down.

    stamps : those over a list that has this hash in it; only a verified one proves anything.
    """

    file: str
    sha256: str
    sha3_512: str
    size: int
    hash_agrees: bool
    stamps: tuple[TimeStamp, ...] = ()


@dataclass(frozen=True, slots=True)
class AutoArchive:
    """An archive as it was read. url, at : what was captured and when, as auto-archiver says; "" for neither."""

    url: str
    title: str
    at: str
    files: tuple[ArchivedFile, ...]
    faults: tuple[Fault, ...] = field(default=())


def read_auto_archive(
    folder: Path, document: str, *, roots: Sequence[x509.Certificate] = ()
) -> AutoArchive:
    """Read one archived page of `folder` by its JSON document; nothing outside the folder is looked at.

    roots : whom time stamps must lead to; without any, stamps are kept and said to be unchecked.
    """
    inside = Folder(folder)
    raw, faults = _load(inside, document)
    if raw is None:
        return AutoArchive("", "", "", (), tuple(faults))
    about, media = raw["metadata"], [one for one in raw["media"] if isinstance(one, dict)]
    listed, stamps, wrong = _stamped(inside, media, document, roots)
    faults += wrong
    files = []
    for one in media:
        if _property(one, "id") != _LIST_ID:
            found, wrong = _check_file(inside, one, document, listed, stamps)
            faults += wrong
            files += [found] if found else []
    if not files:
        faults.append(Fault("archive_no_files", document))
    url, title, at = (str(about.get(name) or "")[:2000] for name in ("url", "title", "timestamp"))
    return AutoArchive(url, title, at, tuple(files), tuple(faults))


def _load(inside: Folder, document: str) -> tuple[dict[str, Any] | None, list[Fault]]:
    refused = inside.refusal(document)
    if refused:
        return None, [refused]
    path = inside.path(document)
    if path.stat().st_size > MAX_TEXT_BYTES:
        return None, [Fault("archive_bad_document", document)]
    try:
        raw = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return None, [Fault("archive_bad_document", document)]
    if (
        not isinstance(raw, dict)
        or not isinstance(raw.get("metadata"), dict)
        or not isinstance(raw.get("media"), list)
    ):
        return None, [Fault("archive_bad_document", document)]
    return raw, []


def _property(media: dict[str, Any], name: str) -> Any:
    properties = media.get("properties")
    return properties.get(name) if isinstance(properties, dict) else None


def _find(inside: Folder, media: dict[str, Any]) -> str:
    """The path in the folder of a file that was elsewhere when it was captured; "" when it is not here."""
    for name in _names(media):
        if inside.refusal(name) is None:
            return name
    return ""


def _names(media: dict[str, Any]) -> Iterator[str]:
    for given in (media.get("key"), media.get("filename")):
        if isinstance(given, str) and given:
            yield given
            yield PurePosixPath(given).name


def _digests(path: Path) -> tuple[dict[str, str], int]:
    found = {}
    for name in ("sha256", "sha384", "sha512", "sha3_512"):
        with path.open("rb") as stream:
            found[name] = hashlib.file_digest(stream, name).hexdigest()
    return found, path.stat().st_size


def _stamped(
    inside: Folder, media: list[dict[str, Any]], document: str, roots: Sequence[x509.Certificate]
) -> tuple[set[str], list[TimeStamp], list[Fault]]:
    """The hashes in the stamped list, its stamps, and every fault of either."""
    lists = [one for one in media if _property(one, "id") == _LIST_ID]
    if not lists:
        return set(), [], [Fault("archive_no_stamps", document, severity="warning")]
    name = _find(inside, lists[0])
    if not name:
        return set(), [], [Fault("archive_file_missing", document, params={"name": "hashes.txt"})]
    path = inside.path(name)
    digests, _ = _digests(path)
    hashes = set(path.read_text("utf-8", errors="replace")[: 1 << 20].split())
    stamps, faults = [], list[Fault]()
    tokens = _property(lists[0], "timestamp_authority_files")
    for token in tokens if isinstance(tokens, list) else []:
        where = _find(inside, token) if isinstance(token, dict) else ""
        if not where:
            faults.append(
                Fault("archive_file_missing", document, params={"name": "timestamp token"})
            )
            continue
        stamp, wrong = check_timestamp(
            inside.path(where).read_bytes(), digests, roots=roots, file=where
        )
        faults += wrong
        stamps += [stamp] if stamp else []
    return hashes, stamps, faults


def _check_file(
    inside: Folder, media: dict[str, Any], document: str, listed: set[str], stamps: list[TimeStamp]
) -> tuple[ArchivedFile | None, list[Fault]]:
    shown = PurePosixPath(str(media.get("filename") or media.get("key") or "?")).name[:80]
    name = _find(inside, media)
    if not name:
        return None, [Fault("archive_file_missing", document, params={"name": shown})]
    digests, size = _digests(inside.path(name))
    kind, _, said = str(_property(media, "hash") or "").partition(":")
    faults = []
    agrees = kind in _HASHES and digests[_HASHES[kind]] == said.lower()
    if not said:
        faults.append(Fault("archive_no_hash", name))
    elif not agrees:
        faults.append(Fault("archive_hash_differs", name, params={"found": said[:12]}))
    if stamps and said and said not in listed:
        faults.append(Fault("archive_not_stamped", name))
    mine = tuple(stamps) if agrees and said in listed else ()
    return ArchivedFile(name, digests["sha256"], digests["sha3_512"], size, agrees, mine), faults
