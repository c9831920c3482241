"""Natural reversals: a later amendment brought back what an earlier one took out, and took out what it put in."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from misaq.charter.text import Vocabulary, cut_units
from misaq.charter.weave import Weave

Ids = NDArray[np.int64]

_PHRASE = 4  # tokens in a row before words that come back are taken for the old ones
_MOST = 0.6  # part of the old words, or of the new, that must be such phrases
_OWN = 0.9  # part of the words taken out at one place that must be those of the amendment undone
_NEW = 0.5  # new matter, for each token taken out, beyond which a place was written anew and not undone
_STAYS = 0.25  # part of its words in a provision that stay, beyond which new matter beside them rewords it
_ISLAND = 0.5  # words that stayed, for each that changed beside them, below which a place is one
_LEAST = 12  # tokens undone in all, below which a reversal is chance
_LEAST_SHARE = 0.2
_LEADER = re.compile(r"([^\w\s])(?:\s*\1){2,}")  # dots and rules of a table


@dataclass(frozen=True)
class Reversal:
    """Amendment `by` undid words of amendment `of`; both by place of version.

    A token is a word or a mark of punctuation; dots and rules of a table are none.
    tokens_restored : tokens that `of` took out and `by` brought back.
    tokens_removed : tokens that `of` put in and `by` took out, without writing other matter in their stead.
    share : the part of it that was undone, from 0 to 1: of the words of `of` that stood in the provisions where
        `by` undid something, and of those that `of` took out where `by` brought some back.
    provisions : places of the provisions in which something was undone.
    """

    of: int
    by: int
    tokens_restored: int
    tokens_removed: int
    share: float
    provisions: tuple[int, ...]


@dataclass(frozen=True)
class _Change:
    """What one amendment did at one place of a text: runs taken out, and runs put in, by provision."""

    by: int
    out: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    put: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass
class _Undone:
    """What one amendment undid of another.

    back : (provision, number of a change to it, tokens it took out) to how many tokens of it came back.
    removed : provision to tokens taken out again.
    """

    back: dict[tuple[int, int, int], int] = field(default_factory=lambda: defaultdict(int))
    removed: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def restored(self) -> dict[int, int]:
        """Tokens that came back, by provision; what was taken out once comes back once."""
        restored: dict[int, int] = defaultdict(int)
        for (provision, _, size), tokens in self.back.items():
            restored[provision] += min(tokens, size)
        return restored


def find_reversals(weave: Weave) -> tuple[Reversal, ...]:
    """Find amendments that undid earlier ones, whatever they say of themselves, in order of `by`, then `of`.

    weave : of observed texts: where instructions substitute whole provisions, words that stayed count as new ones.

    Words are brought back when at least four tokens in a row that `of` took out of a provision are put into it
    again, and such phrases make up half of what was taken out or of what is put in. Words are taken out as a reversal
    when nine in ten of the tokens taken out at that place are those of `of`, and little other matter is put there
    instead: an article repealed with all that amendments wrote into it is no reversal of these, nor is a place
    that is written anew, or reworded while a good part of the words of `of`
    stay.

    >>> from misaq.charter import Version, weave_versions
    >>> texts = ["No one may be held, unless a court has said so by day and in the open.", "No one may be held."]
    >>> weave = weave_versions(Version(n, "", None, {"a": texts[n % 2]}) for n in range(3))
    >>> [(r.of, r.by, r.tokens_restored, r.share) for r in find_reversals(weave)]
    [(1, 2, 13, 1.0)]
    """
    tokens = Tokens(weave)
    undone: dict[tuple[int, int], _Undone] = defaultdict(_Undone)
    gone: dict[int, list[tuple[int, Ids]]] = defaultdict(list)
    for by in range(1, len(weave.numbers)):
        changes = list(tokens.changes(by))
        for change in changes:
            tokens.weigh(change, gone, undone)
        for change in changes:
            for provision, runs in change.out.items():
                gone[provision].append((by, tokens.joined(runs)))
    found = (tokens.reversal(of, by, some) for (of, by), some in undone.items())
    kept = (
        r
        for r in found
        if r.tokens_restored + r.tokens_removed >= _LEAST and r.share >= _LEAST_SHARE
    )
    return tuple(sorted(kept, key=lambda r: (r.by, r.of)))


class Tokens:
    """The runs of a weave cut into tokens, and by which version each was put in and first taken out."""

    def __init__(self, weave: Weave) -> None:
        vocabulary = Vocabulary()
        self.ids = [
            vocabulary.ids([u for u, _ in cut_units(_LEADER.sub(" ", text))[1:]])
            for text in weave.text
        ]
        self.size = np.array([len(ids) for ids in self.ids], dtype=np.int64)
        self.put_in = weave.version_of[weave.inserted]
        self.out = np.append(weave.version_of, -1)[weave.deleted]
        for run in weave.more_deleted:
            self.out[run] = min(int(weave.version_of[op]) for op in weave.deleters(run))
        self.provision, self.file = weave.provision, weave.file

    def changes(self, by: int) -> Iterator[_Change]:
        """The places in which version `by` changed the text before it, in order."""
        there = (self.put_in <= by) & ((self.out < 0) | (self.out >= by)) & (self.size > 0)
        runs = np.flatnonzero(there)
        stays = (self.put_in[runs] < by) & (self.out[runs] != by)
        kept = np.cumsum(np.where(stays, self.size[runs], 0))
        changed = np.flatnonzero(~stays)
        place = _number_places(
            self.file[runs[changed]],
            kept[changed],
            self.size[runs[changed]],
            self.put_in[runs[changed]] == by,
        )
        for _, group in groupby(range(len(changed)), key=place.__getitem__):
            change = _Change(by)
            for run in runs[changed[list(group)]].tolist():
                side = change.put if self.put_in[run] == by else change.out
                side[int(self.provision[run])].append(run)
            yield change

    def weigh(
        self,
        change: _Change,
        gone: dict[int, list[tuple[int, Ids]]],
        undone: dict[tuple[int, int], _Undone],
    ) -> None:
        """Add to `undone` what one change undid; `gone` is what earlier ones took out of each provision."""
        back: dict[int, int] = defaultdict(int)
        for provision, runs in change.put.items():
            new = self.joined(runs)
            for i, (of, old) in enumerate(gone[provision]):
                if size := _brought_back(old, new):
                    undone[of, change.by].back[provision, i, len(old)] += size
                    back[of] += size
        out = [run for runs in change.out.values() for run in runs]
        put = sum(int(self.size[run]) for runs in change.put.values() for run in runs)
        for of in sorted({int(self.put_in[run]) for run in out} - {0}):
            own = [run for run in out if self.put_in[run] == of]
            taken = int(self.size[own].sum())
            other = put - back[of]
            reworded = other > _NEW * taken or (other and self.stays(of, change) > _STAYS)
            if taken >= _OWN * int(self.size[out].sum()) and not reworded:
                for run in own:
                    undone[of, change.by].removed[int(self.provision[run])] += int(self.size[run])

    def stays(self, of: int, change: _Change) -> float:
        """Which part of the words that `of` has in the provisions of a change is left after it."""
        own = (self.put_in == of) & np.isin(self.provision, sorted(change.out))
        before = own & ((self.out < 0) | (self.out >= change.by))
        after = before & (self.out != change.by)
        return float(self.size[after].sum()) / max(float(self.size[before].sum()), 1.0)

    def reversal(self, of: int, by: int, some: _Undone) -> Reversal:
        """What was undone, and how much of what could have been."""
        given_back = some.restored()
        provisions = sorted(some.removed.keys() | given_back.keys())
        here = np.isin(self.provision, provisions)
        standing = here & (self.put_in == of) & ((self.out < 0) | (self.out >= by))
        taken = (self.out == of) & np.isin(self.provision, sorted(given_back))
        restored, removed = sum(given_back.values()), sum(some.removed.values())
        whole = max(int(self.size[standing | taken].sum()), restored + removed, 1)
        share = round((restored + removed) / whole, 3)
        return Reversal(of, by, restored, removed, share, tuple(provisions))

    def joined(self, runs: Sequence[int]) -> Ids:
        """The tokens of some runs in a row."""
        return np.concatenate([self.ids[run] for run in runs])


def _number_places(file: Ids, kept: Ids, size: Ids, put: NDArray[np.bool_]) -> list[int]:
    """Number the places to which changed runs belong: neighbours, or rewritten with few old words between them.

    file, size, put : (n_changed,) of each changed run. kept : how many tokens that stay stand before it.
    """
    places: list[int] = []
    place, grown, fresh = -1, 0, False
    for i in range(len(file)):
        new_file = not i or file[i] != file[i - 1]
        gap = 0 if new_file else int(kept[i] - kept[i - 1])
        rewritten = (fresh or bool(put[i])) and gap <= _ISLAND * (grown + int(size[i]))
        if new_file or (gap and not rewritten):
            place, grown, fresh = place + 1, 0, False
        grown += int(size[i])
        fresh = fresh or bool(put[i])
        places.append(place)
    return places


def _brought_back(old: Ids, new: Ids) -> int:
    """How many tokens of `new` are those of `old`, 0 unless most of either is made of phrases in a row."""
    steps = Indel.opcodes(old.tolist(), new.tolist())
    same = [step.src_end - step.src_start for step in steps if step.tag == "equal"]
    phrases = sum(length for length in same if length >= _PHRASE)
    whole = min(len(old), len(new))
    return sum(same) if phrases and phrases >= _MOST * whole else 0
