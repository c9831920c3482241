#!/usr/bin/env python3
"""Check what was published, without misaq: Python 3 and nothing else.

    python3 check_log.py OUT

OUT holds `ledger/` (entries.jsonl, checkpoint.txt, proofs/) and `results/` (<name>.json).
It hashes every entry again, computes the root of the log (RFC 6962), compares it with the
checkpoint, follows the proof of every entry up to that root, and hashes every document.
It names whatever does not agree.
Exit code: 0 all agrees, 1 something does not, 2 the files are not there.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

ABOUT_THE_LOG = "ledger.log"  # the document that tells of the log cannot be in it


def leaf(entry: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def tree(leaves: list[bytes]) -> bytes:
    """The root over a list of leaf hashes, as RFC 6962 defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    return node(tree(leaves[:middle]), tree(leaves[middle:]))


def climb(value: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that a proof leads to; b"" when the path has another length than it must."""
    if size == 1:
        return value if not path else b""
    if not path:
        return b""
    middle = split(size)
    if index < middle:
        below = climb(value, index, middle, path[:-1])
        return node(below, path[-1]) if below else b""
    below = climb(value, index - middle, size - middle, path[:-1])
    return node(path[-1], below) if below else b""


def check_entry(
    line: bytes, index: int, ledger: Path, size: int, root: bytes
) -> tuple[str, str, str]:
    """The entry's name and hash, and what is wrong with it ("" when nothing is)."""
    try:
        entry = json.loads(line)
        name, logged = str(entry["name"]), str(entry["sha256"])
        if "/" in name or "\\" in name:
            raise ValueError(name)
    except (ValueError, KeyError, TypeError):
        return f"line {index + 1}", "", "this entry cannot be read"
    try:
        proof = json.loads((ledger / "proofs" / f"{name}.json").read_bytes())
        path = [bytes.fromhex(value) for value in proof["path"]]
    except (OSError, ValueError, KeyError, TypeError):
        return name, logged, "its proof is missing or cannot be read"
    if climb(leaf(line), index, size, path) != root:
        return (
            name,
            logged,
            "its entry or its proof was changed: they do not lead to the root of the checkpoint",
        )
    return name, logged, ""


def check(out: Path) -> list[tuple[str, str]]:
    """Everything that does not agree, as (name, what)."""
    ledger, results = out / "ledger", out / "results"
    _, size_text, root_text = (ledger / "checkpoint.txt").read_text("utf-8").split("\n")[:3]
    size, root = int(size_text), base64.b64decode(root_text, validate=True)
    text = (ledger / "entries.jsonl").read_bytes()
    lines = text.removesuffix(b"\n").split(b"\n") if text else []
    wrong = []
    if len(lines) != size:
        wrong.append(("checkpoint.txt", f"it tells of {size} entries, the log has {len(lines)}"))
    if tree([leaf(line) for line in lines]) != root:
        wrong.append(("checkpoint.txt", "the entries do not give its root"))
    names = {ABOUT_THE_LOG}
    for index, line in enumerate(lines):
        name, logged, fault = check_entry(line, index, ledger, size, root)
        names.add(name)
        if fault:
            wrong.append((name, fault))
        document = results / f"{name}.json"
        if logged and not document.is_file():
            wrong.append((name, "it was logged but the document is not here"))
        elif logged and hashlib.sha256(document.read_bytes()).hexdigest() != logged:
            wrong.append((name, "the document is not the one that was logged"))
    about = results / f"{ABOUT_THE_LOG}.json"
    told = json.loads(about.read_bytes())["results"] if about.is_file() else {"root": root.hex()}
    if told.get("root") != root.hex():
        wrong.append((ABOUT_THE_LOG, "the document about the log tells of another root"))
    strangers = sorted(path.stem for path in results.glob("*.json") if path.stem not in names)
    return wrong + [(name, "the document is here but was never logged") for name in strangers]


def main(arguments: list[str]) -> int:
    """Run the check and say what it found."""
    if len(arguments) != 1 or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 2
    try:
        wrong = check(Path(arguments[0]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"cannot read the log: {error}")
        return 2
    for name, what in wrong:
        print(f"{name}: {what}")
    print(f"{len(wrong)} things do not agree" if wrong else "all agrees")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
