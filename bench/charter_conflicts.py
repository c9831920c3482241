"""Taking back one amendment alone: for how many does a later one stand in the way, by the weave and by git; why."""

import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from charter_git import Form, Texts, repository
from misaq.charter import (
    Dependency,
    Weave,
    close_over,
    find_dependencies,
    prepare_text,
    weave_versions,
)
from misaq.charter.text import cut_units
from misaq.formats import load_history_file

# country: width of lines that were wrapped through words, aim, and what was measured for the reference with git
COUNTRIES: dict[str, tuple[int, int, int, int]] = {
    "india": (80, 44, 67, 62),
    "italy": (0, 4, 16, 5),
    "usa": (0, 0, 17, 17),
}
WHY = {
    "deletes": "took out words of it",
    "inside": "wrote between words of it",
    "label": "renumbered or renamed what it brought",
    "child": "wrote under what it brought",
    "anchor": "wrote next to words of it",
}


def compare(data: Path, country: str) -> dict[str, Any]:
    """Both, in this run: ours with the reasons, git in both forms with the amendments in conflict."""
    width, aim, reference_lines, reference_words = COUNTRIES[country]
    history, faults = load_history_file(data / country / "versions.jsonl.xz")
    if history is None:
        raise SystemExit("\n".join(str(fault) for fault in faults))
    began = time.perf_counter()
    weave = weave_versions(history.versions, join_lines_of=width)
    woven = time.perf_counter() - began
    began = time.perf_counter()
    ours = _conflicts(weave)
    seconds = time.perf_counter() - began
    given = [version.files for version in history.versions]
    prepared = [
        {path: prepare_text(text, join_lines_of=width) for path, text in files.items()}
        for files in given
    ]
    return {
        "country": country,
        "amendments": len(weave.numbers) - 1,
        "aim": aim,
        "ours": {
            "conflicts": len(ours),
            "weave_s": round(woven, 2),
            "conflicts_s": round(seconds, 4),
            "each": ours,
        },
        "lines": _git(given, "lines", weave) | {"reference": reference_lines},
        "words": _git([_words(files) for files in prepared], "words", weave)
        | {"reference": reference_words},
    }


def _conflicts(weave: Weave) -> list[dict[str, Any]]:
    """Each amendment that others built on, with the one that built most on it."""
    dependencies = find_dependencies(weave)
    found = []
    for place in range(1, len(weave.numbers)):
        closure = close_over([place], dependencies)
        if closure:
            found.append(_reason(weave, place, len(closure), dependencies))
    return found


def _reason(
    weave: Weave, of: int, dependents: int, dependencies: tuple[Dependency, ...]
) -> dict[str, Any]:
    edges: dict[tuple[int, str], list[Dependency]] = defaultdict(list)
    for edge in dependencies:
        if edge.on == of and edge.kind in WHY:
            edges[edge.by, edge.kind].append(edge)
    (by, kind), most = max(
        edges.items(), key=lambda item: (sum(edge.words for edge in item[1]), item[0])
    )
    return {
        "of": weave.numbers[of],
        "by": weave.numbers[by],
        "kind": kind,
        "words": sum(edge.words for edge in most),
        "provisions": [weave.provisions[edge.provision].id for edge in most][:3],
        "dependents": dependents,
    }


def _git(texts: Texts, form: Form, weave: Weave) -> dict[str, Any]:
    began = time.perf_counter()
    with repository(texts) as git:
        in_conflict = [
            weave.numbers[place]
            for place in range(1, len(git.commits))
            if not git.revert([place])[0]
        ]
    return {
        "form": form,
        "conflicts": len(in_conflict),
        "in_conflict": in_conflict,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _words(files: dict[str, str]) -> dict[str, str]:
    """One word or mark a line, without the white space: git then sees words where it sees lines."""
    return {
        path: "".join(f"{word}\n" for word, _ in cut_units(text)[1:])
        for path, text in files.items()
    }
