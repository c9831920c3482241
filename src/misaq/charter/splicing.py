"""Write a person's words into a weave: a provision reads as they say, and the weave knows what that changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from misaq.charter.alignment import align_words
from misaq.charter.operations import Operation
from misaq.charter.text import Vocabulary, cut_units, prepare_text
from misaq.charter.versions import Dating
from misaq.charter.weave import Mask, Provision, Weave


@dataclass(frozen=True)
class _Piece:
    """A run to be: its words, who put it in, who took it out, and where it stands."""

    text: str
    inserted: int
    deleters: tuple[int, ...]
    provision: int


def add_operations(weave: Weave, operations: Sequence[Operation]) -> Weave:
    """The weave with one more version of these operations, which have changed nothing yet."""
    n = weave.numbers[-1] + 1
    date = weave.datings[-1].date
    return replace(
        weave,
        numbers=(*weave.numbers, n),
        datings=(*weave.datings, Dating(date, "missing")),
        operations=(*weave.operations, *(replace(each, n=n) for each in operations)),
        version_of=np.append(
            weave.version_of, np.full(len(operations), len(weave.numbers), np.int64)
        ),
    )


def rewrite_provision(weave: Weave, active: Mask, provision: int, text: str, *, by: int) -> Weave:
    """Make a provision's own words read as `text` when `active` and operation `by` count.

    active : (n_operations,) what counts besides; words that stay in both are left alone, with who wrote them.
    provision : place of the provision; when it does not stand, its words come under one that `by` brings.
    """
    live = weave.live(active)
    runs = np.flatnonzero(live & (weave.provision == provision)).tolist()
    home = provision
    if not runs:
        weave, home = _bring_provision(weave, active, provision, by)
        run = _run_near(weave, provision)
        fresh = _Piece(_closed(prepare_text(text), "\n"), by, (), home)
        return _replace_runs(weave, {run: [_as_piece(weave, run), fresh]})
    units = [(run, word, space) for run in runs for word, space in _units(weave.text[run])]
    closing = units[-1][2] if units else "\n"
    wanted = [unit for unit in cut_units(_closed(prepare_text(text), closing)) if unit[0]]
    return _replace_runs(weave, _edit(weave, units, wanted, by, home))


def _edit(
    weave: Weave,
    units: Sequence[tuple[int, str, str]],
    wanted: Sequence[tuple[str, str]],
    by: int,
    home: int,
) -> dict[int, list[_Piece]]:
    """The pieces of each run that changes."""
    vocabulary = Vocabulary()
    spoken = [at for at, (_, word, _) in enumerate(units) if word]  # white space alone stays
    old = vocabulary.ids([units[at][1] for at in spoken])
    new = vocabulary.ids([word for word, _ in wanted])
    kept = np.ones(len(units), bool)
    before: dict[int, str] = {}  # new words by the place of the unit that they come before
    for from_old, to_old, from_new, to_new in align_words(old, new):
        kept[spoken[from_old:to_old]] = False
        fresh = "".join(word + space for word, space in wanted[from_new:to_new])
        if fresh:
            if from_old and from_new and not units[spoken[from_old - 1]][2]:
                fresh = (
                    wanted[from_new - 1][1] + fresh
                )  # the space that the word before had no need of
            before[spoken[to_old] if to_old < len(spoken) else len(units)] = fresh
    pieces: dict[int, list[_Piece]] = {}
    for at, (run, word, space) in enumerate(units):
        mine = pieces.setdefault(run, [])
        if at in before:
            mine.append(_Piece(before[at], by, (), home))
        out = weave.deleters(run)
        _append(
            mine,
            _Piece(word + space, int(weave.inserted[run]), out if kept[at] else (*out, by), home),
        )
    if len(units) in before:
        pieces[units[-1][0]].append(_Piece(before[len(units)], by, (), home))
    return {run: mine for run, mine in pieces.items() if len(mine) > 1 or by in mine[0].deleters}


def _append(pieces: list[_Piece], piece: _Piece) -> None:
    last = pieces[-1] if pieces else None
    if last and (last.inserted, last.deleters) == (piece.inserted, piece.deleters):
        pieces[-1] = replace(last, text=last.text + piece.text)
    else:
        pieces.append(piece)


def _units(text: str) -> Iterator[tuple[str, str]]:
    """Units of a run; white space at its start counts as a unit without a word, so that nothing is lost."""
    lead, *units = cut_units(text)
    if lead[1]:
        yield lead
    yield from units


def _closed(text: str, closing: str) -> str:
    return text.rstrip() + (closing or " ")


def _as_piece(weave: Weave, run: int) -> _Piece:
    return _Piece(
        weave.text[run], int(weave.inserted[run]), weave.deleters(run), int(weave.provision[run])
    )


def _bring_provision(weave: Weave, active: Mask, provision: int, by: int) -> tuple[Weave, int]:
    """A provision that `by` brings where one that does not stand was, under what still stands above it."""
    gone = weave.provisions[provision]
    parent = gone.parent
    stands = weave.stands(active)
    while parent >= 0 and not stands[parent]:
        parent = weave.provisions[parent].parent
    label, heading = weave.label_in(provision, active)
    fresh = Provision(f"{gone.id}_kept", gone.file, gone.kind, ((by, label, heading),), parent, by)
    return replace(weave, provisions=(*weave.provisions, fresh)), len(weave.provisions)


def _run_near(weave: Weave, provision: int) -> int:
    """A run after which the words of a provision may stand: its first, or the one before its place."""
    place = provision
    while place >= 0:
        runs = np.flatnonzero(weave.provision == place)
        if len(runs):
            return int(runs[0] if place == provision else runs[-1])
        place = weave.provisions[place].parent
    file = weave.files.index(weave.provisions[provision].file)
    return int(np.flatnonzero(weave.file == file)[-1])


def _replace_runs(weave: Weave, pieces: Mapping[int, Sequence[_Piece]]) -> Weave:
    """The weave with some of its runs cut into others."""
    counts = np.ones(len(weave.text), np.int64)
    for run, mine in pieces.items():
        counts[run] = len(mine)
    source = np.repeat(np.arange(len(weave.text)), counts)
    starts = np.cumsum(counts) - counts
    text = [weave.text[run] for run in source.tolist()]
    inserted, deleted = weave.inserted[source], weave.deleted[source]
    provision = weave.provision[source]
    more = {
        int(starts[run]): further
        for run, further in weave.more_deleted.items()
        if run not in pieces
    }
    for run, mine in pieces.items():
        for at, piece in enumerate(mine, int(starts[run])):
            text[at], inserted[at], provision[at] = piece.text, piece.inserted, piece.provision
            deleted[at] = piece.deleters[0] if piece.deleters else -1
            if len(piece.deleters) > 1:
                more[at] = piece.deleters[1:]
    return replace(
        weave,
        text=tuple(text),
        inserted=inserted,
        deleted=deleted,
        more_deleted=dict(sorted(more.items())),
        file=weave.file[source],
        provision=provision,
        moves=tuple(
            replace(m, run=int(np.append(starts, len(source))[m.run])) for m in weave.moves
        ),
    )
