"""Hashes of files as they lie on disk."""

import hashlib
from pathlib import Path


def raw_hashes(root: Path) -> dict[str, str]:
    """SHA-256 of every regular file under `root`, by path inside it; links are not followed."""
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as stream:
                found[path.relative_to(root).as_posix()] = hashlib.file_digest(
                    stream, "sha256"
                ).hexdigest()
    return found
