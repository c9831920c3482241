"""The constitution of Velmara: its text of 1961 and its twelve amendments, folded into one text a version."""

from collections.abc import Mapping, Sequence
from typing import Any

from misaq.process.demo.resource import resource_text, resource_toml

_HEADS = ("Article ", "Part ", "First Schedule.", "Second Schedule.")


def charter_files() -> dict[str, bytes]:
    """One full text a version, and the settings with the titles; the drafts stand among the fixed files."""
    versions = resource_toml("charter/amendments.toml")["version"]
    text = resource_text("charter/base.txt")
    files: dict[str, bytes] = {}
    for version in versions:
        text = apply_edits(text, version.get("edits", []))
        files[f"charter/versions/{version['date']}-{version['slug']}.txt"] = text.encode()
    return files | {"charter/settings.toml": _settings(versions).encode()}


def apply_edits(text: str, edits: Sequence[Mapping[str, str]]) -> str:
    """The text after an amendment's edits, one after another.

    Raises ValueError when an edit's words do not stand exactly once in the block that it names.

    >>> apply_edits("Article 1. Name\\n(1) Old.", [{"in": "Article 1.", "old": "Old", "new": "New"}])
    'Article 1. Name\\n(1) New.'
    """
    for edit in edits:
        start, end = _block(text, edit.get("in") or edit["after"])
        if "insert" in edit:
            text = f"{text[:end]}\n\n{edit['insert']}{text[end:]}"
            continue
        block = text[start:end]
        if block.count(edit["old"]) != 1:
            raise ValueError(f"{edit['in']} does not hold once: {edit['old']}")
        text = text[:start] + block.replace(edit["old"], edit["new"]) + text[end:]
    return text


def _block(text: str, head: str) -> tuple[int, int]:
    """Where a block begins and ends: from its heading to before the next heading, blank lines left out."""
    start = 0 if text.startswith(head) else text.index(f"\n{head}") + 1
    following = [text.find(f"\n{other}", start + 1) for other in _HEADS]
    end = min([place for place in following if place >= 0], default=len(text))
    return start, len(text[:end].rstrip())


def _settings(versions: Sequence[Mapping[str, Any]]) -> str:
    lines = ['language = "en"']
    for number, version in enumerate(versions):
        title = version["title"]
        lines += ["", f"[titles.{number}]", f'en = "{title["en"]}"', f'ur = "{title["ur"]}"']
    return "\n".join(lines) + "\n"
