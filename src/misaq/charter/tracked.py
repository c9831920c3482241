"""Two states of a text in one run of paragraphs: accept all changes for the one, reject all for the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from misaq.charter.redline import Passage
from misaq.charter.text import would_join
from misaq.charter.weave import Mask, Weave

Fate = Literal["same", "in", "out"]
_WRAPPED = 60  # a line shorter than this was ended on purpose, not by a wrap


@dataclass(frozen=True)
class TrackedParagraph:
    """A paragraph of both states.

    passages : its words; `by` is the place of the version that put them in, or took them out.
    mark : the fate of the paragraph's end: where it is "in", the old state runs on into the next paragraph.
    mark_by : place of the version that did it. provision : place of the provision that begins here; -1 for none.
    """

    passages: tuple[Passage, ...]
    mark: Fate = "same"
    mark_by: int = 0
    provision: int = -1


@dataclass
class _View:
    """One of the two states while it is written: its last character, and whether its paragraph has words."""

    last: str = ""

    def touches(self, text: str) -> bool:
        return would_join(self.last, text)


@dataclass
class _Open:
    """The paragraph that is being filled."""

    passages: list[Passage] = field(default_factory=list)
    provision: int = -1
    length: int = 0  # of the line so far
    last: str = ""


def track_states(weave: Weave, before: Mask, after: Mask) -> tuple[TrackedParagraph, ...]:
    """The whole text in both states, in the order of the weave.

    before, after : (n_operations,) which operations count in each (`Weave.active`).
    With all "out" left out the words are those of `after`, with all "in" left out those of `before`.

    >>> from misaq.charter import Version, weave_versions
    >>> texts = [Version(0, "", "1950", {"a": "One year."}), Version(1, "", "1951", {"a": "Two years."})]
    >>> weave = weave_versions(texts)
    >>> [paragraph] = track_states(weave, weave.active(0), weave.active())
    >>> [(passage.kind, passage.text) for passage in paragraph.passages]
    [('out', 'One year'), ('in', 'Two years'), ('same', '.')]
    """
    paragraphs: list[TrackedParagraph] = []
    views = {"in": _View(), "out": _View()}
    state = _Open()
    file, provision = -1, -1
    pieces = list(_pieces(weave, before, after))
    following = _following(pieces)
    for (run, fate, by, text), then in zip(pieces, following, strict=True):
        if int(weave.file[run]) != file:
            if file >= 0:
                _close(state, paragraphs, views, "same", 0)
            file = int(weave.file[run])
        begins = int(weave.provision[run]) != provision
        provision = int(weave.provision[run])
        if text == "\n":
            if _ends_paragraph(state, then):
                _close(state, paragraphs, views, fate, by)
            elif state.passages:
                _add(state, views, fate, by, " ")
            state.length, state.last = 0, ""
            continue
        if begins and not any(p.text.strip() for p in state.passages):
            state.provision = provision
        _add(state, views, fate, by, text)
        state.length += len(text)
        state.last = text.rstrip()[-1:] or state.last
    if state.passages:
        _close(state, paragraphs, views, "same", 0)
    return tuple(paragraphs)


def _pieces(weave: Weave, before: Mask, after: Mask) -> Iterator[tuple[int, Fate, int, str]]:
    """(run, fate, by, text) of what either state has, cut at line ends; a line end is a piece by itself."""
    old, new = weave.live(before), weave.live(after)
    for run in np.flatnonzero(old | new).tolist():
        fate: Fate = "same" if old[run] and new[run] else "in" if new[run] else "out"
        by = int(weave.inserted[run])
        if fate == "out":
            takers = [place for place in weave.deleters(run) if not before[place]]
            by = takers[0] if takers else by
        by = int(weave.version_of[by])
        for i, line in enumerate(weave.text[run].replace("\f", " ").split("\n")):
            if i:
                yield run, fate, by, "\n"
            if line:
                yield run, fate, by, line


def _following(pieces: Sequence[tuple[int, Fate, int, str]]) -> list[str]:
    """For each piece the first character of what follows it; "" where a blank line or nothing follows."""
    following = [""] * len(pieces)
    ahead = ""
    for i in range(len(pieces) - 1, -1, -1):
        following[i] = ahead
        text = pieces[i][3]
        ahead = "" if text == "\n" else text.lstrip()[:1] or ahead
    return following


def _ends_paragraph(state: _Open, then: str) -> bool:
    return state.length < _WRAPPED or state.last in ".:;۔؟!?—" or not then or then in "(#*"


def _add(state: _Open, views: dict[str, _View], fate: Fate, by: int, text: str) -> None:
    """Add words to the open paragraph, with a space where two words would touch in a state that has them both."""
    seen: list[Literal["in", "out"]] = (
        ["in", "out"] if fate == "same" else ["in" if fate == "in" else "out"]
    )
    touching = [side for side in seen if views[side].touches(text)]
    if touching:
        both = len(touching) == len(seen)
        state.passages.append(Passage(fate if both else touching[0], " ", by))
    state.passages.append(Passage(fate, text, by))
    for side in seen:
        views[side].last = text[-1:]


def _close(
    state: _Open, paragraphs: list[TrackedParagraph], views: dict[str, _View], fate: Fate, by: int
) -> None:
    """End the open paragraph; a state in which the end does not stand runs on."""
    empty = not any(p.text.strip() for p in state.passages)
    if empty and (fate != "same" or not state.passages):
        return
    passages = tuple(_merged(state.passages))
    paragraphs.append(TrackedParagraph(passages, fate, by, state.provision))
    for side, view in views.items():
        if fate in ("same", side):
            view.last = ""
    state.passages, state.provision, state.length, state.last = [], -1, 0, ""


def _merged(passages: Sequence[Passage]) -> Iterator[Passage]:
    last: Passage | None = None
    for passage in passages:
        if last and last.kind == passage.kind and (last.by == passage.by or last.kind == "same"):
            last = Passage(last.kind, last.text + passage.text, last.by)
            continue
        if last:
            yield last
        last = passage
    if last:
        yield last
