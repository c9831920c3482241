"""The next official text of India: woven, or read into operations; and the whole as Akoma Ntoso."""

import time
from pathlib import Path
from typing import Any

from misaq.charter import (
    fold_history,
    fold_operations,
    outline_state,
    propose_operations,
    start_weave,
    weave_versions,
)
from misaq.formats import akomantoso_of, edition_of, load_history_file


def measure(data: Path) -> dict[str, Any]:
    """Seconds of each step on the texts of India; the next text is the one with most changes, the 42nd."""
    history, _ = load_history_file(data / "india" / "versions.jsonl.xz")
    if history is None:
        raise SystemExit("the texts of India cannot be read")
    began = time.perf_counter()
    weave = weave_versions(history.versions, join_lines_of=80)
    found: dict[str, Any] = {"weave_105_texts_s": time.perf_counter() - began}
    before, after = history.versions[41], history.versions[42]
    began = time.perf_counter()
    standing = start_weave(before, join_lines_of=80)
    found["first_text_s"] = time.perf_counter() - began
    began = time.perf_counter()
    proposed = propose_operations(standing, after, join_lines_of=80)
    found |= {"propose_next_s": time.perf_counter() - began, "proposed": len(proposed)}
    began = time.perf_counter()
    fold_operations(standing, proposed, [after])
    found["fold_next_s"] = time.perf_counter() - began
    began = time.perf_counter()
    folded = fold_history(history.versions, join_lines_of=80)
    found["all_as_operations_s"] = time.perf_counter() - began
    found |= {"operations": len(folded.proposed), "residue": len(folded.residue)}
    began = time.perf_counter()
    edition = edition_of(
        weave, len(weave.numbers) - 1, title="India", language="en", titles={}, country="in"
    )
    payload = akomantoso_of(outline_state(weave, weave.active()), edition)
    found |= {"akomantoso_s": time.perf_counter() - began, "akomantoso_bytes": len(payload)}
    return {
        name: round(value, 2) if isinstance(value, float) else value
        for name, value in found.items()
    }
