"""How long the work on one constitution takes: 400 articles, 200 amendments, thousands of operations."""

import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from charter_peers import measure_git, measure_xmldiff
from charter_synthetic import FILE, Synthetic, synthesise
from misaq.charter import (
    Weave,
    close_over,
    draft_bill,
    find_authors,
    find_dependencies,
    fold_operations,
    outline_state,
    redline_states,
    start_weave,
    track_states,
    undo_amendments,
)
from misaq.formats import ChangedBy, akomantoso_of, docx_redline, edition_of

DRAWS = 200


def measure(bandwidth: float, peer: Path | None, limit: float) -> dict[str, Any]:
    """Ours and the peers on one invented constitution; seconds unless the name says otherwise."""
    began = time.perf_counter()
    made = synthesise()
    synthetic_s = time.perf_counter() - began
    began = time.perf_counter()
    weave = fold_operations(start_weave(made.versions[0]), made.operations, made.versions[1:])
    fold_s = time.perf_counter() - began
    sets = _sets(len(weave.numbers))
    newest = made.versions[-1].files[FILE]
    ours = {"fold_s": fold_s, **_read(weave, made), **_undo(weave, sets), **_write(weave, sets)}
    texts = [version.files for version in made.versions]
    return {
        "articles": 400,
        "amendments": len(made.versions) - 1,
        "operations": len(made.operations),
        "words": int(weave.words.sum()),
        "bytes": len(newest.encode()),
        "floor_s": len(newest.encode()) / bandwidth,
        "synthetic_s": synthetic_s,
        "ours": ours,
        "git": measure_git(texts, sets[:20]),
        "xmldiff": {
            name: measure_xmldiff(peer, texts[0][FILE], newest, limit, ids=ids)
            for name, ids in (("fast_match", False), ("fast_match_ids", True))
            if peer
        },
    }


def _read(weave: Weave, made: Synthetic) -> dict[str, Any]:
    """Texts at any date and of any subset, the redline from end to end, and who wrote each word."""
    exact = sum(
        weave.texts(weave.active(place)) == dict(version.files)
        for place, version in enumerate(made.versions)
    )
    chance = random.Random(2)
    many = len(weave.numbers)
    dates, subsets = [], []
    for _ in range(DRAWS):
        place = chance.randrange(many)
        dates.append(_took(partial(_text, weave, place, ())))
        without = chance.sample(range(1, many), chance.randrange(1, many - 1))
        subsets.append(_took(partial(_text, weave, None, without)))
    first, last = weave.active(0), weave.active()
    return {
        "exact_versions": exact,
        "date_ms": _spread(dates),
        "subset_ms": _spread(subsets),
        "redline_s": _best(lambda: redline_states(weave, first, last)),
        "blame_s": _best(lambda: find_authors(weave, last)),
    }


def _text(weave: Weave, place: int | None, without: Sequence[int]) -> dict[str, str]:
    return weave.texts(weave.active(place, without=without))


def _undo(weave: Weave, sets: list[list[int]]) -> dict[str, Any]:
    """The graph of dependencies, and previews of undoing 20 amendments with all conflicts."""
    dependencies = find_dependencies(weave)
    previews, conflicts = [], []
    for chosen in sets:
        began = time.perf_counter()
        undoing = undo_amendments(weave, chosen, dependencies=dependencies)
        previews.append(time.perf_counter() - began)
        conflicts.append(len(undoing.conflicts))
    return {
        "dependencies_s": _best(lambda: find_dependencies(weave)),
        "dependencies": len(dependencies),
        "undo_20_ms": _spread(previews),
        "undo_20_conflicts": int(np.median(conflicts)),
    }


def _write(weave: Weave, sets: list[list[int]]) -> dict[str, Any]:
    """The bill that takes amendments back, and the two texts as a Word document with tracked changes."""
    dependencies = find_dependencies(weave)
    closed = close_over(np.flatnonzero(np.isin(weave.version_of, sets[0])).tolist(), dependencies)
    whole = sorted({*sets[0], *weave.version_of[list(closed)].tolist()})
    found: dict[str, Any] = {}
    for name, chosen in (
        ("newest", [len(weave.numbers) - 1]),
        ("twenty", sets[0]),
        ("closed", whole),
    ):
        undoing = undo_amendments(weave, chosen, dependencies=dependencies)
        began = time.perf_counter()
        bill = draft_bill(undoing)
        found[f"bill_{name}_s"] = time.perf_counter() - began
        found[f"bill_{name}_instructions"] = bill.check.instructions
    began = time.perf_counter()
    edition = edition_of(weave, len(weave.numbers) - 1, title="Invented", language="en", titles={})
    changes = {place: ChangedBy(f"{n}") for place, n in enumerate(weave.numbers)}
    paragraphs = track_states(weave, weave.active(0), weave.active())
    payload = docx_redline(paragraphs, weave, edition, changes=changes)
    found |= {"docx_s": time.perf_counter() - began, "docx_bytes": len(payload)}
    began = time.perf_counter()
    payload = akomantoso_of(outline_state(weave, weave.active()), edition)
    return found | {"akn_s": time.perf_counter() - began, "akn_bytes": len(payload)}


def _sets(versions: int) -> list[list[int]]:
    """Sets of twenty amendments, drawn at random."""
    chance = random.Random(3)
    return [sorted(chance.sample(range(1, versions), 20)) for _ in range(20)]


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _best(work: Callable[[], object], times: int = 3) -> float:
    return min(_took(work) for _ in range(times))


def _spread(seconds: list[float]) -> list[float]:
    """p50 and p95 in milliseconds."""
    return [round(float(np.percentile(seconds, q)) * 1e3, 2) for q in (50, 95)]
