"""Compute every published number again and name each that does not agree."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from misaq.foundation.canonical import sha256_hex
from misaq.foundation.errors import InputError
from misaq.foundation.progress import Progress, Silent
from misaq.ledger import LedgerBreak, check_ledger_files, check_log_document
from misaq.process.folder import ProcessFolder
from misaq.process.run import compute, require_sound

_ABSENT = "(absent)"


class NoRunError(InputError):
    """The folder holds no run."""

    code = "no_run"


class NotADocumentError(InputError):
    """A file under results/ is not a result document."""

    code = "not_json"


@dataclass(frozen=True)
class Difference:
    """One number that does not agree: where it stands, what was published, what comes out."""

    kind: str
    path: str
    published: Any
    recomputed: Any


@dataclass
class Verification:
    """What a check of a run found.

    checked : how many numbers and texts were computed again and agree or differ.
    differences : each that does not agree.
    hash_only : documents whose inputs the checker was not given, so that only their hash was checked.
    log_breaks : what in the log does not fit, by name.
    """

    checked: int = 0
    differences: list[Difference] = field(default_factory=list)
    hash_only: list[str] = field(default_factory=list)
    log_breaks: list[LedgerBreak] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything that could be computed again agrees and the log holds."""
        return not self.differences and not self.log_breaks


def verify_run(out: Path, root: Path, *, progress: Progress | None = None) -> Verification:
    """Compute the documents under `out` again from the folder at `root`, and check the log.

    A document one of whose inputs is not in the folder (sealed or withheld) is counted as hash only.
    Raises NoRunError when `out` holds no run, FaultsError when the folder has faults.
    """
    progress = progress or Silent()
    published = _read_documents(out)
    folder = ProcessFolder.open(root)
    withheld = _withheld(published, folder)
    if not withheld:  # a folder with holes has faults that are not the checker's
        require_sound(root)
    verification = Verification(log_breaks=_check_log(out))
    rooms = {kind.partition(".")[0] for kind in published}
    open_rooms = rooms - {kind.partition(".")[0] for kind in withheld}
    seed = published.get("process.overview", {}).get("seed")
    run = compute(
        folder.with_seed(seed), rooms=None if not withheld else open_rooms, progress=progress
    )
    again = {result.kind: result.document() for result in run.results}
    for kind in sorted(set(published) | set(again)):
        room = kind.partition(".")[0]
        if room not in open_rooms and kind in published:
            verification.hash_only.append(kind)
        elif kind != "ledger.log" or not withheld:
            _compare(kind, published.get(kind), again.get(kind), withheld, verification)
    return verification


def require_run(out: Path) -> None:
    """Raise NoRunError unless `out` holds what a run wrote."""
    for name in ("results/process.overview.json", "ledger/checkpoint.txt"):
        if not (out / name).is_file():
            raise NoRunError(path=str(out), file=name)


def _read_documents(out: Path) -> dict[str, dict[str, Any]]:
    require_run(out)
    documents = {}
    for path in sorted((out / "results").glob("*.json")):
        try:
            documents[path.stem] = json.loads(path.read_bytes())
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise NotADocumentError(path=str(path), reason=str(error)) from None
        if not isinstance(documents[path.stem], dict):
            raise NotADocumentError(path=str(path), reason="not an object")
    return documents


def _check_log(out: Path) -> list[LedgerBreak]:
    files = {
        p.relative_to(out / "ledger").as_posix(): p.read_bytes()
        for p in sorted((out / "ledger").rglob("*"))
        if p.is_file()
    }
    hashes = {
        p.stem: sha256_hex(p.read_bytes())
        for p in sorted((out / "results").glob("*.json"))
        if p.stem != "ledger.log"
    }
    about = out / "results" / "ledger.log.json"
    told = check_log_document(files, about.read_bytes()) if about.is_file() else []
    return check_ledger_files(files, hashes) + told


def _withheld(published: dict[str, dict[str, Any]], folder: ProcessFolder) -> list[str]:
    return [
        kind
        for kind, document in published.items()
        if any(not folder.files.has(file) for file in document.get("inputs", {}))
    ]


def _compare(
    kind: str,
    published: dict[str, Any] | None,
    again: dict[str, Any] | None,
    withheld: list[str],
    verification: Verification,
) -> None:
    if kind == "process.overview" and withheld and published and again:
        _drop_closed_stages(published, again)
    for path, ours, theirs in _leaves("", published, again):
        verification.checked += 1
        if ours != theirs:
            verification.differences.append(Difference(kind, path, ours, theirs))


def _drop_closed_stages(published: dict[str, Any], again: dict[str, Any]) -> None:
    """Without a room's inputs its stage cannot be computed again: leave it out of the comparison."""
    rooms = set(again["results"]["rooms"])
    for document in (published, again):
        values = document["results"]
        values["rooms"] = sorted(rooms & set(values["rooms"]))
        values["stages"] = [s for s in values["stages"] if s["room"] in rooms]


def _leaves(path: str, published: Any, again: Any) -> Iterator[tuple[str, Any, Any]]:
    """Every leaf of two JSON values side by side; what only one has is "(absent)" in the other."""
    if isinstance(published, dict) and isinstance(again, dict):
        for key in sorted(published.keys() | again.keys()):
            inner = f"{path}.{key}" if path else key
            yield from _leaves(inner, published.get(key, _ABSENT), again.get(key, _ABSENT))
    elif isinstance(published, list) and isinstance(again, list):
        if len(published) != len(again):
            yield f"{path}.length", len(published), len(again)
        for place, (ours, theirs) in enumerate(zip(published, again, strict=False)):
            yield from _leaves(f"{path}[{place}]", ours, theirs)
    else:
        yield path, published, again
