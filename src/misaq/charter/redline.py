"""What differs between two states of a text, word by word, and who wrote each word."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np

from misaq.charter.weave import Mask, Weave

Kind = Literal["same", "in", "out"]

_WRAPPED = 60  # a line shorter than this was ended on purpose, not by a wrap


@dataclass(frozen=True)
class Passage:
    """Some words that share a fate.

    kind : "same" in both states, "in" only in the second, "out" only in the first.
    by : place of the version that put the words in ("same", "in"), or took them out ("out").
    """

    kind: Kind
    text: str
    by: int


@dataclass(frozen=True)
class ProvisionRedline:
    """The redline of one provision. words_in, words_out : how many words only one of the states has."""

    provision: int
    passages: tuple[Passage, ...]
    words_in: int
    words_out: int


@dataclass(frozen=True)
class Authored:
    """Some words of a text and who wrote them.

    by : place of the version that put them in.
    instead_of : words that the same version took out at that spot; "" when none.
    """

    text: str
    by: int
    instead_of: str = ""


@dataclass(frozen=True)
class Removed:
    """Words a text no longer has: put in by version `put_in`, taken out by `taken_out`."""

    text: str
    put_in: int
    taken_out: int


def redline_states(weave: Weave, before: Mask, after: Mask) -> tuple[ProvisionRedline, ...]:
    """Compare two states by words, for each provision in which a word differs, in the order of the text.

    before, after : (n_versions,) which versions count in each (`Weave.active`).
    White space that differs alone is not shown as a difference.
    """
    old, new = weave.live(before), weave.live(after)
    has_words = weave.words > 0
    changed = np.unique(weave.provision[(old != new) & has_words])
    place_of: dict[int, list[int]] = {int(p): [] for p in changed}
    shown = np.flatnonzero((old | new) & np.isin(weave.provision, changed))
    for run in shown.tolist():
        place_of[int(weave.provision[run])].append(run)
    order = sorted(place_of, key=lambda provision: place_of[provision][0])
    return tuple(
        ProvisionRedline(
            provision,
            tuple(_merge(_passages(weave, place_of[provision], old, new, before))),
            int(weave.words[place_of[provision]][(new & ~old)[place_of[provision]]].sum()),
            int(weave.words[place_of[provision]][(old & ~new)[place_of[provision]]].sum()),
        )
        for provision in order
    )


def _passages(
    weave: Weave, runs: Sequence[int], old: Mask, new: Mask, before: Mask
) -> Iterator[Passage]:
    for run in runs:
        text = weave.text[run]
        put_in = int(weave.inserted[run])
        if old[run] and new[run]:
            yield Passage("same", text, put_in)
        elif new[run]:
            yield Passage("in" if text.strip() else "same", text, put_in)
        elif text.strip():
            takers = [place for place in weave.deleters(run) if not before[place]]
            yield Passage("out", text, takers[0] if takers else put_in)


def _merge(passages: Iterable[Passage]) -> Iterator[Passage]:
    for (kind, by), group in groupby(
        passages, key=lambda p: (p.kind, p.by if p.kind != "same" else 0)
    ):
        yield Passage(kind, "".join(p.text for p in group), by)


def cut_paragraphs(passages: Iterable[Passage]) -> list[list[Passage]]:
    """Cut passages into paragraphs at line ends; a line that was only wrapped flows on.

    >>> lines = [Passage("same", "Article 1. Water\\nIt is ", 0), Passage("in", "common.\\n(2) ...", 1)]
    >>> [[p.text for p in paragraph] for paragraph in cut_paragraphs(lines)]
    [['Article 1. Water'], ['It is ', 'common.'], ['(2) ...']]
    """
    joined = list(passages)
    paragraphs: list[list[Passage]] = [[]]
    length, last = 0, ""  # of the line so far, over passages of any kind
    for passage in joined:
        pieces = passage.text.replace("\f", " ").split("\n")  # a page break is no mark of the law
        for i, piece in enumerate(pieces):
            if i:
                if _ends_paragraph(length, last, piece):
                    paragraphs.append([])
                elif paragraphs[-1]:
                    paragraphs[-1].append(Passage(passage.kind, " ", passage.by))
                length, last = 0, ""
            if piece:
                paragraphs[-1].append(Passage(passage.kind, piece, passage.by))
                length += len(piece)
                last = piece.rstrip()[-1:] or last
    return [
        list(_merge(paragraph))
        for paragraph in paragraphs
        if any(p.text.strip() for p in paragraph)
    ]


def _ends_paragraph(length: int, last: str, following: str) -> bool:
    return length < _WRAPPED or last in ".:;۔؟!?—" or not following or following[:1] in "(#*"


def find_authors(weave: Weave, active: Mask) -> dict[int, tuple[Authored, ...]]:
    """Who wrote each word of a state: provision to its words in order, neighbours by one author together."""
    live = weave.live(active)
    authored: dict[int, list[Authored]] = {}
    gap: list[int] = []
    file = -1
    for run in range(len(weave.text)):
        if weave.file[run] != file:
            file, gap = int(weave.file[run]), []
        if not live[run]:
            gap.append(run)
            continue
        by, text = int(weave.inserted[run]), weave.text[run]
        words = authored.setdefault(int(weave.provision[run]), [])
        instead = "".join(weave.text[r] for r in gap if by in weave.deleters(r)).strip()
        if (
            text.strip()
        ):  # words taken out before this run's act may still be replaced by what follows
            gap = [r for r in gap if weave.deleted[r] < by]
        if words and (words[-1].by == by or not text.strip()):
            both = " … ".join(part for part in (words[-1].instead_of, instead) if part)
            words[-1] = Authored(words[-1].text + text, words[-1].by, both)
        else:
            words.append(Authored(text, by, instead))
    return {provision: tuple(words) for provision, words in authored.items()}


def find_removed(weave: Weave, active: Mask) -> dict[int, tuple[Removed, ...]]:
    """The words that a state no longer has, by provision, in the order of the text."""
    gone = ~weave.live(active) & active[weave.inserted] & (weave.words > 0)
    removed: dict[int, list[Removed]] = {}
    for run in np.flatnonzero(gone).tolist():
        taken_out = next(place for place in weave.deleters(run) if active[place])
        entry = Removed(weave.text[run], int(weave.inserted[run]), taken_out)
        words = removed.setdefault(int(weave.provision[run]), [])
        if words and (words[-1].put_in, words[-1].taken_out) == (entry.put_in, entry.taken_out):
            words[-1] = Removed(words[-1].text + entry.text, entry.put_in, entry.taken_out)
        else:
            words.append(entry)
    return {provision: tuple(words) for provision, words in removed.items()}
