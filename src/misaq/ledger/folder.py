"""A run's ledger as plain files: entries, a checkpoint, a proof per document. No disk here.

    entries.jsonl        one canonical JSON entry a line: {"index", "kind", "name", "sha256"}
    checkpoint.txt       origin, size, root (C2SP tlog-checkpoint)
    proofs/<name>.json   {"index", "size", "leaf", "path", "root"}, hashes in hexadecimal

What is hashed into the log is the line of the entry without its line end.
`standalone/check_log.py` checks these files with Python alone.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files as resources
from typing import Any, Literal

from misaq.foundation.canonical import canonical_json
from misaq.foundation.messages import Message, render
from misaq.ledger.checkpoints import Checkpoint, checkpoint_text, parse_checkpoint
from misaq.ledger.errors import CheckpointFormError, EntryFormError, LedgerBrokenError
from misaq.ledger.log import Log, build_log, leaf_hash, verify_inclusion

LOG_DOCUMENT = "ledger.log"
"""The document that tells of the log; it cannot be in the log it tells of."""

ENTRIES, CHECKPOINT = "entries.jsonl", "checkpoint.txt"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")

EntryKind = Literal["result", "release"]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log: that a document with this hash was published under this name.

    kind : "result" for a result document, "release" for a public release.
    sha256 : of the document's bytes, 64 hexadecimal digits.
    """

    index: int
    name: str
    sha256: str
    kind: EntryKind = "result"

    def payload(self) -> bytes:
        """The bytes that are hashed: canonical JSON without a line end."""
        if not _NAME.match(self.name) or not _HASH.match(self.sha256):
            raise EntryFormError(name=self.name)
        plain = {"index": self.index, "kind": self.kind, "name": self.name, "sha256": self.sha256}
        return canonical_json(plain).removesuffix(b"\n")


@dataclass(frozen=True, slots=True)
class LedgerBreak:
    """One thing that does not hold: its code, what it is about, and the values that disagree."""

    code: str
    name: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def message(self, language: str) -> Message:
        """What does not hold and what to do, in `language`."""
        return render(self.code, language, name=self.name, **self.params)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """The break as plain values, for `--json`."""
        text = self.message(language)
        plain = {"code": self.code, "name": self.name, "what": text.what, "mend": text.mend}
        return {**plain, **self.params}


def log_entries(names_and_hashes: Mapping[str, str]) -> tuple[LogEntry, ...]:
    """The entries of a run, in order of name; the document about the log itself is left out."""
    names = sorted(name for name in names_and_hashes if name != LOG_DOCUMENT)
    return tuple(LogEntry(i, name, names_and_hashes[name]) for i, name in enumerate(names))


def ledger_files(names_and_hashes: Mapping[str, str], origin: str) -> dict[str, bytes]:
    """The files of a run's ledger by path, deterministic.

    names_and_hashes : document name ("dialogue.groups") to the SHA-256 of its bytes, hexadecimal.
    origin : whose log it is, one line, for example "misaq/velmara".

    >>> sorted(ledger_files({"table.summary": "00" * 32}, "misaq/velmara"))
    ['checkpoint.txt', 'entries.jsonl', 'proofs/table.summary.json']
    """
    entries = log_entries(names_and_hashes)
    log = build_log(entry.payload() for entry in entries)
    made = {
        ENTRIES: b"".join(entry.payload() + b"\n" for entry in entries),
        CHECKPOINT: checkpoint_text(origin, log.size, log.root).encode(),
    }
    for entry in entries:
        made[f"proofs/{entry.name}.json"] = canonical_json(inclusion_document(log, entry.index))
    return made


def inclusion_document(log: Log, index: int) -> dict[str, Any]:
    """The proof that entry `index` is in the log, as plain values."""
    return {
        "index": index,
        "size": log.size,
        "leaf": log.leaf(index).hex(),
        "path": [value.hex() for value in log.inclusion_proof(index)],
        "root": log.root.hex(),
    }


def consistency_document(log: Log, old_size: int) -> dict[str, Any]:
    """The proof that the log begins with its first `old_size` entries, as plain values."""
    return {
        "old_size": old_size,
        "old_root": log.root_at(old_size).hex(),
        "size": log.size,
        "root": log.root.hex(),
        "path": [value.hex() for value in log.consistency_proof(old_size)],
    }


def ledger_result_values(names_and_hashes: Mapping[str, str], origin: str) -> dict[str, Any]:
    """The `results` of the document "ledger.log": what the page of the log shows.

    >>> ledger_result_values({"table.summary": "00" * 32}, "misaq/velmara")["size"]
    1
    """
    entries = log_entries(names_and_hashes)
    log = build_log(entry.payload() for entry in entries)
    return {
        "origin": origin,
        "size": log.size,
        "root": log.root.hex(),
        "checkpoint": checkpoint_text(origin, log.size, log.root),
        "entries": [
            {
                "index": entry.index,
                "kind": entry.kind,
                "name": entry.name,
                "sha256": entry.sha256,
                "leaf": log.leaf(entry.index).hex(),
            }
            for entry in entries
        ],
    }


def read_log(files: Mapping[str, bytes]) -> tuple[Log, list[bytes]]:
    """The log and the entries as bytes, from a ledger's files."""
    lines = files.get(ENTRIES, b"").removesuffix(b"\n")
    entries = lines.split(b"\n") if lines else []
    return build_log(entries), entries


def read_entries(files: Mapping[str, bytes]) -> tuple[LogEntry, ...]:
    """The entries of a ledger's files. Raises LedgerBrokenError at a line that is no entry."""
    _, lines = read_log(files)
    entries = []
    for index, line in enumerate(lines):
        entry = _read_entry(line, index)
        if entry is None:
            raise LedgerBrokenError(names=f"{ENTRIES}:{index + 1}")
        entries.append(entry)
    return tuple(entries)


def check_ledger_files(
    files: Mapping[str, bytes], result_hashes: Mapping[str, str] | None = None
) -> list[LedgerBreak]:
    """Everything in a ledger's files that does not hold, each by name; [] when all of it holds.

    files : path inside OUT/ledger to its bytes.
    result_hashes : document name to the SHA-256 of the document as it lies in OUT/results;
        None leaves the documents out.
    """
    log, entries = read_log(files)
    try:
        checkpoint = parse_checkpoint(files.get(CHECKPOINT, b"").decode("utf-8", "replace"))
    except CheckpointFormError:
        return [LedgerBreak("log_no_checkpoint", CHECKPOINT)]
    found: list[LedgerBreak] = []
    if checkpoint.size != log.size:
        params = {"logged": checkpoint.size, "found": log.size}
        found.append(LedgerBreak("log_other_size", CHECKPOINT, params))
    names: dict[str, str] = {}
    for index, line in enumerate(entries):
        entry = _read_entry(line, index)
        if entry is None:
            found.append(LedgerBreak("log_entry_unreadable", f"{ENTRIES}:{index + 1}"))
            continue
        names[entry.name] = entry.sha256
        found += _check_entry(entry, line, files, checkpoint, whole=log.root == checkpoint.root)
    if log.root != checkpoint.root:
        found = _without_consequences(found, len(entries))
        if not found:
            found.append(LedgerBreak("log_other_root", CHECKPOINT, {"found": log.root.hex()}))
    return found + ([] if result_hashes is None else _check_documents(names, result_hashes))


def _without_consequences(found: list[LedgerBreak], n_entries: int) -> list[LedgerBreak]:
    """Leave out the entries when none of several fits the checkpoint: it is the odd one out."""
    changed = sum(broken.code == "log_entry_changed" for broken in found)
    if changed < n_entries or n_entries < 2:
        return found
    return [broken for broken in found if broken.code != "log_entry_changed"]


def check_log_document(files: Mapping[str, bytes], document: bytes) -> list[LedgerBreak]:
    """Whether the document "ledger.log", which no entry can hold, tells of this log; [] when it does."""
    try:
        told = json.loads(document)["results"]
        origin = parse_checkpoint(files.get(CHECKPOINT, b"").decode("utf-8", "replace")).origin
        hashes = {entry.name: entry.sha256 for entry in read_entries(files)}
    except (CheckpointFormError, LedgerBrokenError):
        return []  # the check of the files says it
    except (ValueError, KeyError, TypeError):
        return [LedgerBreak("log_document_other", LOG_DOCUMENT)]
    same = told == ledger_result_values(hashes, origin)
    return [] if same else [LedgerBreak("log_document_other", LOG_DOCUMENT)]


def require_ledger_files(
    files: Mapping[str, bytes], result_hashes: Mapping[str, str] | None = None
) -> None:
    """Raise LedgerBrokenError, naming what is broken, unless the ledger holds."""
    found = check_ledger_files(files, result_hashes)
    if found:
        raise LedgerBrokenError(names=", ".join(sorted({broken.name for broken in found})))


def standalone_check() -> bytes:
    """The script that checks a ledger with Python alone, to be laid beside it."""
    return (resources("misaq.ledger") / "standalone" / "check_log.py").read_bytes()


def _read_entry(line: bytes, index: int) -> LogEntry | None:
    try:
        plain = json.loads(line)
        entry = LogEntry(plain["index"], plain["name"], plain["sha256"], plain["kind"])
        # Written again it must be the same line: one entry has one text.
        return entry if entry.index == index and entry.payload() == line else None
    except (ValueError, KeyError, TypeError):
        return None


def _check_entry(
    entry: LogEntry, line: bytes, files: Mapping[str, bytes], checkpoint: Checkpoint, *, whole: bool
) -> list[LedgerBreak]:
    """Whether the entry, by its proof, is under the checkpoint.

    whole : all entries together give the checkpoint's root; a proof that fails is then itself
        what is broken.
    """
    try:
        proof = json.loads(files[f"proofs/{entry.name}.json"])
        path = [bytes.fromhex(value) for value in proof["path"]]
        same = (proof["leaf"], proof["root"], proof["index"], proof["size"]) == (
            leaf_hash(line).hex(),
            checkpoint.root.hex(),
            entry.index,
            checkpoint.size,
        )
    except (ValueError, KeyError, TypeError):
        return [LedgerBreak("log_no_proof", entry.name)]
    if same and verify_inclusion(
        leaf_hash(line), index=entry.index, size=checkpoint.size, path=path, root=checkpoint.root
    ):
        return []
    return [LedgerBreak("log_bad_proof" if whole else "log_entry_changed", entry.name)]


def _check_documents(logged: Mapping[str, str], found: Mapping[str, str]) -> list[LedgerBreak]:
    broken = []
    for name in sorted({*logged, *found} - {LOG_DOCUMENT}):
        if name not in found:
            broken.append(LedgerBreak("log_document_missing", name))
        elif name not in logged:
            broken.append(LedgerBreak("log_document_unlogged", name))
        elif logged[name] != found[name]:
            params = {"logged": logged[name], "found": found[name]}
            broken.append(LedgerBreak("log_document_changed", name, params))
    return broken
