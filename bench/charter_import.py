"""The next official text of India: woven, or read into operations; and the whole as Akoma Ntoso."""

import time
from pathlib import Path
from typing import Any

from misaq.charter import outline_state, weave_versions
from misaq.formats import load_history_file
from misaq.formats.editions.akomantoso import akomantoso_of, edition_of


def measure(data: Path) -> dict[str, Any]:
    """Seconds of each step on the texts of India."""
    history, _ = load_history_file(data / "india" / "versions.jsonl.xz")
    if history is None:
        raise SystemExit("the texts of India cannot be read")
    began = time.perf_counter()
    weave = weave_versions(history.versions, join_lines_of=80)
    woven = time.perf_counter() - began
    began = time.perf_counter()
    outline = outline_state(weave, weave.active())
    edition = edition_of(
        weave, len(weave.numbers) - 1, title="India", language="en", titles={}, country="in"
    )
    payload = akomantoso_of(outline, edition)
    return {
        "weave_all_s": round(woven, 2),
        "akomantoso_s": round(time.perf_counter() - began, 2),
        "akomantoso_bytes": len(payload),
    }
