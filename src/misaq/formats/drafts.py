"""Draft clauses: `drafts/<slug>.<lang>.md`, Markdown under YAML front matter, one file a language."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from misaq.charter import KINDS, Draft, Ground
from misaq.formats.folder import Folder
from misaq.foundation.faults import Fault

_FILE_NAME = re.compile(r"(?P<slug>[A-Za-z0-9_-]+)\.(?P<language>[a-z]{2,3})\.md")
_FRONT = re.compile(r"---\n(?P<front>.*?\n)---[ \t]*(?:\n|$)(?P<text>.*)", re.DOTALL)
_MOST = 1 << 20  # characters of front matter


@dataclass(frozen=True)
class _Leaf:
    """One file: one draft in one language."""

    file: str
    slug: str
    language: str
    front: Mapping[str, Any]
    text: str


def load_drafts(folder: Folder, under: str = "charter") -> tuple[tuple[Draft, ...], list[Fault]]:
    """The draft clauses of a process folder in their order, their languages joined, and every fault.

    Grounds are joined by kind and ref: a note may stand in each language.
    """
    faults: list[Fault] = []
    leaves: dict[str, list[_Leaf]] = defaultdict(list)
    for file in folder.glob(f"{under}/drafts/*.md"):
        leaf, found = _read_leaf(folder, file)
        faults += found
        if leaf is not None:
            leaves[leaf.slug].append(leaf)
    for group in leaves.values():
        faults += _check_agreement(group)
    drafts = [_join(slug, group) for slug, group in leaves.items()]
    return tuple(sorted(drafts, key=lambda d: (d.order, d.slug))), faults


def _read_leaf(folder: Folder, file: str) -> tuple[_Leaf | None, list[Fault]]:
    name = _FILE_NAME.fullmatch(PurePosixPath(file).name)
    if not name:
        return None, [Fault("draft_file_name", file)]
    text, faults = folder.load_text(file)
    if any(fault.severity == "error" for fault in faults):
        return None, faults
    match = _FRONT.match(text)
    if not match or len(match["front"]) > _MOST:
        return None, [*faults, Fault("draft_front_matter", file)]
    try:
        front = yaml.safe_load(match["front"])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        row = None if mark is None else mark.line + 2  # the first line is the "---"
        reason = getattr(error, "problem", None) or "?"
        return None, [*faults, Fault("draft_not_yaml", file, row, params={"reason": reason})]
    if not isinstance(front, dict):
        return None, [*faults, Fault("draft_front_matter", file)]
    faults += _check_front(front, file)
    if not match["text"].strip():
        faults.append(Fault("draft_empty", file))
    if any(fault.severity == "error" for fault in faults):
        return None, faults
    return _Leaf(file, name["slug"], name["language"], front, match["text"].strip()), faults


def _check_front(front: Mapping[str, Any], file: str) -> Iterator[Fault]:
    if not isinstance(front.get("title"), str):
        yield Fault("draft_field", file, column="title", params={"wanted": '"Minerals"'})
    if not isinstance(front.get("order", 0), int):
        yield Fault("draft_field", file, column="order", params={"wanted": "3"})
    grounds = front.get("grounds", [])
    if not isinstance(grounds, list):
        wanted = "[{kind: statement, ref: '12'}]"
        yield Fault("draft_field", file, column="grounds", params={"wanted": wanted})
        return
    for place, ground in enumerate(grounds, start=1):
        column = f"grounds.{place}"
        if not isinstance(ground, dict) or ground.get("ref") in {None, ""}:
            wanted = "{kind: statement, ref: '12', note: '...'}"
            yield Fault("draft_field", file, column=column, params={"wanted": wanted})
        elif ground.get("kind") not in KINDS:
            kind, allowed = str(ground.get("kind")), ", ".join(KINDS)
            yield Fault(
                "draft_ground_kind", file, None, column, {"value": kind, "allowed": allowed}
            )


def _check_agreement(leaves: list[_Leaf]) -> Iterator[Fault]:
    """The languages of one draft must say the same of all that is no language."""
    first = leaves[0]
    for leaf in leaves[1:]:
        for column in ("order", "article", "rule"):
            if str(leaf.front.get(column, "")) != str(first.front.get(column, "")):
                params = {"other": PurePosixPath(first.file).name}
                yield Fault("draft_languages_differ", leaf.file, None, column, params)
        if set(_refs(leaf)) != set(_refs(first)):
            params = {"other": PurePosixPath(first.file).name}
            yield Fault("draft_languages_differ", leaf.file, None, "grounds", params)


def _refs(leaf: _Leaf) -> list[tuple[str, str]]:
    return [(str(g["kind"]), str(g["ref"])) for g in leaf.front.get("grounds", [])]


def _join(slug: str, leaves: list[_Leaf]) -> Draft:
    notes: dict[tuple[str, str], dict[str, str]] = {}
    for leaf in leaves:
        for key, ground in zip(_refs(leaf), leaf.front.get("grounds", []), strict=True):
            note = str(ground.get("note") or "")
            notes.setdefault(key, {}).update({leaf.language: note} if note else {})
    first = leaves[0].front
    statuses = {leaf.language: str(leaf.front.get("status") or "") for leaf in leaves}
    return Draft(
        slug=slug,
        order=int(first.get("order", 0)),
        title={leaf.language: leaf.front["title"] for leaf in leaves},
        text={leaf.language: leaf.text for leaf in leaves},
        article=str(first.get("article") or ""),
        grounds=tuple(Ground(kind, ref, note) for (kind, ref), note in notes.items()),
        rule=str(first.get("rule") or ""),
        status={language: status for language, status in statuses.items() if status},
    )
