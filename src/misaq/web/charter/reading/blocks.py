"""The text of one file in one state, by provision: paragraphs of authored words, and who wrote what stands there."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from misaq.charter import (
    Authored,
    Passage,
    Removed,
    Weave,
    article_of,
    cut_paragraphs,
    find_authors,
    find_removed,
)
from misaq.web.charter.history import anchor_of, provision_name

_OPENS = frozenset({"part", "chapter", "title", "schedule"})
_CLAUSE = re.compile(r"\s*\[?\((?P<label>\w{1,5})\)")
_ROMAN = re.compile(r"[ivx]+")
_LONGEST_HEADING = 160
Mask = NDArray[np.bool_]


def text_blocks(weave: Weave, file: int, active: Mask, n: int) -> list[dict[str, Any]]:
    """One block an article, part or schedule of a file, in the order of the text.

    active : which operations count. n : number of the version in force, for labels.
    """
    articles = np.array([article_of(weave, p) for p in range(len(weave.provisions))], np.int64)
    # words of a clause may go on after a paragraph within it: they are read by article, in the order of the text
    piece = _of_file(replace(weave, provision=articles[weave.provision]), file)
    removed = find_removed(piece, active)
    blocks = []
    under_part = False
    for article, words in find_authors(piece, active).items():
        opens = weave.provisions[article].kind in _OPENS
        below = under_part and not opens
        under_part = under_part or opens
        block = _block(weave, article, words, removed.get(article, ()), n)
        blocks.append(block | {"level": 3 if below else 2})
    return blocks


def _of_file(weave: Weave, file: int) -> Weave:
    """The runs of one file alone: a page need not read a whole constitution."""
    runs = np.flatnonzero(weave.file == file)
    new = {run: i for i, run in enumerate(runs.tolist())}
    return replace(
        weave,
        text=tuple(weave.text[run] for run in runs.tolist()),
        inserted=weave.inserted[runs],
        deleted=weave.deleted[runs],
        more_deleted={new[run]: by for run, by in weave.more_deleted.items() if run in new},
        file=weave.file[runs],
        provision=weave.provision[runs],
    )


def _block(
    weave: Weave,
    article: int,
    words: Sequence[Authored],
    gone: Iterable[Removed],
    n: int,
) -> dict[str, Any]:
    anchor = anchor_of(weave, article)
    # the place among `words` stands in for the author: each run keeps its own note
    passages = [
        Passage("in" if entry.by and entry.text.strip() else "same", entry.text, i)
        for i, entry in enumerate(words)
    ]
    notes = dict(_notes(weave, anchor, words))
    title, rest = _take_heading(cut_paragraphs(passages), weave.label_at(article, weave.place(n)))
    return {
        "anchor": anchor,
        "name": provision_name(weave, article, n),
        "heading": weave.label_at(article, weave.place(n))[1],
        "title": [_run(passage, notes) for passage in title],
        "paragraphs": list(_paragraphs(anchor, rest, notes)),
        "written": list(notes.values()),
        "removed": _taken_out(weave, gone),
    }


def _paragraphs(
    anchor: str,
    paragraphs: Iterable[list[Passage]],
    notes: Mapping[int, dict[str, Any]],
) -> Iterator[dict[str, Any]]:
    """Each paragraph, with an address when it opens a clause: by its label and those above it."""
    path: list[tuple[int, str]] = []
    taken = {anchor}
    for paragraph in paragraphs:
        own = ".".join([anchor, *(label for _, label in _deeper(path, paragraph))])
        address = "" if own in taken else own
        taken.add(own)
        yield {"anchor": address, "runs": [_run(passage, notes) for passage in paragraph]}


def clause_anchor(weave: Weave, provision: int) -> str:
    """Where a page shows a provision: a clause by its labels, as `text_blocks` has it; others by their article.

    A weave of instructions knows clauses ("art-1.cl-2.para-a"), one of texts does not: both give "art-1.2.a".
    """
    article = anchor_of(weave, article_of(weave, provision))
    if weave.provisions[provision].kind not in {"clause", "paragraph", "subparagraph"}:
        return article
    inner = anchor_of(weave, provision).removeprefix(article)
    return article + re.sub(r"\.[a-z]+-", ".", inner)


def _deeper(path: list[tuple[int, str]], paragraph: Iterable[Passage]) -> list[tuple[int, str]]:
    """The labels of the clause that a paragraph opens: "(2)" then "(b)" then "(ii)"; none when it opens none."""
    found = _CLAUSE.match("".join(passage.text for passage in paragraph))
    if found is None:
        return []
    label = found["label"]
    level = 0 if label[0].isdigit() else 2 if _is_roman(label, path) else 1
    while path and path[-1][0] >= level:
        path.pop()
    path.append((level, label))
    return path


def _is_roman(label: str, path: Sequence[tuple[int, str]]) -> bool:
    """Whether "(i)" counts as one and not as the letter after h."""
    if not _ROMAN.fullmatch(label):
        return False
    above = path[-1] if path else (0, "")
    return len(label) > 1 or not (above[0] == 1 and ord(above[1][0]) == ord(label) - 1)


def _notes(
    weave: Weave, anchor: str, words: Sequence[Authored]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Who wrote which words after the first text, by their place among `words`."""
    for i, entry in enumerate(words):
        if not entry.by or not any(c.isalnum() for c in entry.text):
            continue
        version, operation = int(weave.version_of[entry.by]), weave.operations[entry.by]
        yield (
            i,
            {
                "id": f"{anchor}.w{i}",
                "n": weave.numbers[version],
                "date": operation.commencement or weave.datings[version].date,
                "section": operation.source.section,
                "status": operation.source.status,
                "checked_by": len(operation.source.checked_by),
                "text": entry.text.strip(),
                "instead": entry.instead_of,
            },
        )


def _taken_out(weave: Weave, removed: Iterable[Removed]) -> list[dict[str, Any]]:
    """What was taken out of a provision and stands no more."""
    version = weave.version_of.tolist()
    return [
        {
            "n": weave.numbers[version[entry.taken_out]],
            "date": weave.datings[version[entry.taken_out]].date,
            "text": entry.text.strip(),
            "put_in": weave.numbers[version[entry.put_in]] if entry.put_in else None,
        }
        for entry in removed
    ]


def _take_heading(
    paragraphs: list[list[Passage]], label: tuple[str, str]
) -> tuple[list[Passage], list[list[Passage]]]:
    """The heading line apart, where the text has one of its own."""
    if not paragraphs:
        return [], []
    line = "".join(p.text for p in paragraphs[0]).strip().lstrip("# ")
    ends = label[1] or label[0]
    own_line = len(line) <= _LONGEST_HEADING and bool(ends) and line.rstrip(".").endswith(ends)
    return (paragraphs[0], paragraphs[1:]) if own_line else ([], paragraphs)


def _run(passage: Passage, notes: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    """A run for a template: the mark stands on the words, the white space round them outside it."""
    text = passage.text
    marked = passage.kind == "in" and any(c.isalnum() for c in text)
    note = notes.get(passage.by) if marked else None
    return {
        "before": text[: len(text) - len(text.lstrip())],
        "text": text.strip(),
        "after": text[len(text.rstrip()) :] if text.strip() else "",
        "n": note["n"] if note else None,
        "note": note["id"] if note else "",
    }
