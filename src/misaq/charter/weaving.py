"""From dated texts to a weave: fold them in order, and see which words each put in and took out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from misaq.charter.alignment import align_words
from misaq.charter.provisions import Segment, slug, split_provisions
from misaq.charter.text import Vocabulary, cut_units, prepare_text
from misaq.charter.versions import Version, date_versions, order_versions
from misaq.charter.weave import Provision, Weave, observe
from misaq.foundation.progress import Progress, Silent

Index = NDArray[np.int64]


def weave_versions(
    versions: Iterable[Version], *, join_lines_of: int = 0, progress: Progress | None = None
) -> Weave:
    """Weave dated texts into one: every word once, with who put it in and who took it out.

    versions : in any order; they fold in the order of n.
    join_lines_of : see `prepare_text`.
    Raises NoVersionError, TwiceNumberedError.

    >>> first = Version(0, "Text", "1950", {"a": "No one may be held."})
    >>> weave = weave_versions([first, Version(1, "First", "1951", {"a": "No one shall be held."})])
    >>> [(text, int(put_in), int(out)) for text, put_in, out in zip(weave.text, weave.inserted, weave.deleted)]
    [('No one ', 0, -1), ('may ', 0, 1), ('shall ', 1, -1), ('be held.', 0, -1)]
    """
    ordered = order_versions(versions)
    several = len({path for version in ordered for path in version.files}) > 1
    loom = _Loom(several)
    listening = progress or Silent()
    for place, version in enumerate(ordered):
        loom.add(place, version, join_lines_of)
        listening.step("step.charter.weave", place + 1, len(ordered))
    return loom.weave(ordered)


@dataclass
class _FileTokens:
    """The tokens of one file in weave order, deleted ones too; (n_tokens,) each."""

    ids: Index
    space: NDArray[np.bool_]
    inserted: Index
    deleted: Index
    provision: Index

    @classmethod
    def empty(cls) -> "_FileTokens":
        none = np.empty(0, np.int64)
        return cls(none, none.astype(bool), none, none, none)


@dataclass(frozen=True)
class _Units:
    """Words of one text with the white space after each; unit 0 has no word. Numbers of tokens, (n_units,).

    breaks : (n_units,) line ends in the white space after each word.
    """

    words: Index
    spaces: Index
    breaks: Index


@dataclass(frozen=True)
class _Standing:
    """Where the live units of a file stand in its weave, (n_units,); -1 where a unit has no such token."""

    word_at: Index
    space_at: Index


class _Loom:
    """Folds version after version; knows every token and provision seen so far."""

    def __init__(self, several_files: bool) -> None:
        self.vocabulary = Vocabulary()
        self.nothing = int(self.vocabulary.ids([""])[0])
        self.files: dict[str, _FileTokens] = {}
        self.last_text: dict[str, str] = {}
        self.register = _Register(several_files)

    def add(self, place: int, version: Version, join_lines_of: int) -> None:
        for path in sorted(version.files.keys() | self.files.keys()):
            given = version.files.get(path, "")
            if self.last_text.get(path, "") == given:
                continue
            text = prepare_text(given, join_lines_of=join_lines_of)
            tokens = self.files.get(path, _FileTokens.empty())
            self.files[path] = self._fold(tokens, place, path, text)
            self.last_text[path] = given

    def _fold(self, tokens: _FileTokens, place: int, path: str, text: str) -> _FileTokens:
        cut = cut_units(text)
        words = self.vocabulary.ids([word for word, _ in cut])
        spaces = self.vocabulary.ids([space for _, space in cut])
        length, line_ends = self.vocabulary.sizes
        new = _Units(words, spaces, line_ends[spaces])
        old, standing = _live_units(tokens, self.nothing, self.vocabulary)
        edit = _Edit(tokens, place, self.nothing)
        edit.replace(old, standing, new)
        woven = edit.result()
        ends = np.cumsum(length[words] + length[spaces])
        starts = np.append(0, ends[:-1])
        self._place_provisions(woven, place, path, split_provisions(text), starts)
        return woven

    def _place_provisions(
        self,
        tokens: _FileTokens,
        place: int,
        path: str,
        segments: tuple[Segment, ...],
        starts: Index,
    ) -> None:
        """Say of each new token to which provision it belongs; deleted and kept ones stay where they are."""
        live = np.flatnonzero(tokens.deleted < 0)
        words = live[~tokens.space[live]]
        unit_of = np.searchsorted(
            words, live, side="right"
        )  # a space belongs to the word before it
        begins = np.array([segment.start for segment in segments])
        segment_of = np.searchsorted(begins, starts, side="right") - 1
        known = tokens.provision[words]
        provisions = self.register.match(path, place, segments, segment_of[1:], known)
        fresh = live[tokens.provision[live] < 0]
        units = unit_of[tokens.provision[live] < 0]
        tokens.provision[fresh] = provisions[segment_of[units]]

    def weave(self, ordered: tuple[Version, ...]) -> Weave:
        paths = sorted(self.files)
        vocabulary = self.vocabulary.tokens
        text: list[str] = []
        columns: list[Index] = []
        for file, path in enumerate(paths):
            tokens = self.files[path]
            if not len(tokens.ids):
                continue
            state = np.stack([tokens.inserted, tokens.deleted, tokens.provision])
            begins = np.flatnonzero(np.append(True, (state[:, 1:] != state[:, :-1]).any(axis=0)))
            ends = np.append(begins[1:], len(tokens.ids))
            ids = tokens.ids.tolist()
            text.extend(
                "".join([vocabulary[i] for i in ids[a:b]])
                for a, b in zip(begins.tolist(), ends.tolist(), strict=True)
            )
            columns.append(np.vstack([state[:, begins], np.full(len(begins), file)]))
        runs = np.hstack(columns) if columns else np.empty((4, 0), np.int64)
        return Weave(
            numbers=tuple(version.n for version in ordered),
            datings=date_versions(ordered),
            files=tuple(paths),
            provisions=self.register.provisions(),
            text=tuple(text),
            inserted=runs[0],
            deleted=runs[1],
            more_deleted={},  # observed texts show only who took a word out first
            file=runs[3],
            provision=runs[2],
            operations=observe(version.n for version in ordered),
            version_of=np.arange(len(ordered)),
        )


def _live_units(
    tokens: _FileTokens, nothing: int, vocabulary: Vocabulary
) -> tuple[_Units, _Standing]:
    """The file's text as it stands, as units, and where each stands in the weave."""
    live = np.flatnonzero(tokens.deleted < 0)
    is_space = tokens.space[live]
    words = np.append(-1, live[~is_space])
    owner = np.cumsum(~is_space)[is_space]  # unit of each space; 0 is the unit without a word
    space_at = np.full(len(words), -1, dtype=np.int64)
    space_at[owner] = live[is_space]
    ids = np.append(tokens.ids, nothing)  # -1 points at the empty token
    breaks = vocabulary.sizes[1][ids[space_at]]
    return _Units(ids[words], ids[space_at], breaks), _Standing(words, space_at)


class _Edit:
    """One version's changes to one file: deletions at once, insertions gathered and made at the end."""

    def __init__(self, tokens: _FileTokens, place: int, nothing: int) -> None:
        self.tokens, self.place, self.nothing = tokens, place, nothing
        self.at: list[int] = []
        self.ids: list[int] = []
        self.space: list[bool] = []
        tokens.deleted = tokens.deleted.copy()

    def replace(self, old: _Units, standing: _Standing, new: _Units) -> None:
        done_old, done_new = 0, 0
        # unit 0 has no word and is the same in both
        changes = align_words(
            old.words[1:], new.words[1:], old_breaks=old.breaks[1:], new_breaks=new.breaks[1:]
        )
        for from_old, to_old, from_new, to_new in changes:
            kept = from_new + 1 - done_new
            self._respace(old, standing, new, range(done_old, done_old + kept), done_new - done_old)
            self._change(standing, new, (from_old + 1, to_old + 1), (from_new + 1, to_new + 1))
            done_old, done_new = to_old + 1, to_new + 1
        self._respace(old, standing, new, range(done_old, len(old.words)), done_new - done_old)

    def _respace(
        self, old: _Units, standing: _Standing, new: _Units, kept: range, shift: int
    ) -> None:
        """Where the white space after a kept word changed, take the old out and put the new in."""
        if not kept:
            return
        before = old.spaces[kept.start : kept.stop]
        after = new.spaces[kept.start + shift : kept.stop + shift]
        for unit in (np.flatnonzero(before != after) + kept.start).tolist():
            space_at = int(standing.space_at[unit])
            if space_at >= 0:
                self.tokens.deleted[space_at] = self.place
            at = space_at if space_at >= 0 else int(standing.word_at[unit])
            self._insert(at + 1, int(new.spaces[unit + shift]), space=True)

    def _change(
        self, standing: _Standing, new: _Units, old: tuple[int, int], fresh: tuple[int, int]
    ) -> None:
        """Take the units old[0]..old[1] out and put the new units fresh[0]..fresh[1] in their place."""
        gone = np.concatenate([standing.word_at[slice(*old)], standing.space_at[slice(*old)]])
        self.tokens.deleted[gone[gone >= 0]] = self.place
        if old[1] > old[0]:
            at = int(gone.max()) + 1
        elif old[0] < len(standing.word_at):
            at = int(
                standing.word_at[old[0]]
            )  # after all that was deleted there: older words stand first
        else:
            at = len(self.tokens.ids)
        for unit in range(*fresh):
            self._insert(at, int(new.words[unit]), space=False)
            self._insert(at, int(new.spaces[unit]), space=True)

    def _insert(self, at: int, token: int, *, space: bool) -> None:
        if token != self.nothing:
            self.at.append(at)
            self.ids.append(token)
            self.space.append(space)

    def result(self) -> _FileTokens:
        old = self.tokens
        # np.insert sorts places stably, so tokens for one place keep their order
        at = np.array(self.at, dtype=np.int64)
        return _FileTokens(
            ids=np.insert(old.ids, at, self.ids),
            space=np.insert(old.space, at, self.space),
            inserted=np.insert(old.inserted, at, self.place),
            deleted=np.insert(old.deleted, at, -1),
            provision=np.insert(old.provision, at, -1),
        )


class _Register:
    """Every provision ever seen, so that an article stays the same one when its words or number change."""

    def __init__(self, several_files: bool) -> None:
        self.several_files = several_files
        self.found: list[tuple[str, str, str, list[tuple[int, str, str]]]] = []
        self.ids: dict[str, int] = {}

    def match(
        self, path: str, place: int, segments: tuple[Segment, ...], segment_of: Index, known: Index
    ) -> Index:
        """Which provision each segment is, (n_segments,): first by the words it kept, then by its label.

        segment_of, known : (n_words,) segment of each live word; its provision, -1 when the word is new.
        """
        matched = np.full(len(segments), -1, dtype=np.int64)
        shares = _kept_shares(segment_of, known, len(segments))
        taken: set[int] = set()
        for _, kept_in, provision in sorted(shares, reverse=True):
            if matched[kept_in] < 0 and provision not in taken:
                matched[kept_in] = provision
                taken.add(provision)
        for i, segment in enumerate(segments):
            if matched[i] < 0:
                matched[i] = self._by_label(path, segment, taken)
                taken.add(int(matched[i]))
            labels = self.found[matched[i]][3]
            if not labels or labels[-1][1:] != (segment.label, segment.heading):
                labels.append((place, segment.label, segment.heading))
        return matched

    def _by_label(self, path: str, segment: Segment, taken: set[int]) -> int:
        base = (
            f"{slug(PurePosixPath(path).stem)}.{segment.key}" if self.several_files else segment.key
        )
        name, again = base, 1
        while name in self.ids and self.ids[name] in taken:
            again += 1
            name = f"{base}_{again}"
        if name not in self.ids:
            self.ids[name] = len(self.found)
            self.found.append((name, path, segment.kind, []))
        return self.ids[name]

    def provisions(self) -> tuple[Provision, ...]:
        return tuple(
            Provision(name, path, kind, tuple(labels)) for name, path, kind, labels in self.found
        )


def _kept_shares(segment_of: Index, known: Index, n_segments: int) -> list[tuple[float, int, int]]:
    """(share, segment, provision) where most of a segment's words were already one provision's."""
    kept = known >= 0
    if not kept.any():
        return []
    size = np.bincount(segment_of, minlength=n_segments)
    pairs, counts = np.unique(np.stack([segment_of[kept], known[kept]]), axis=1, return_counts=True)
    shares: Mapping[tuple[int, int], float] = {
        (int(s), int(p)): c / size[s] for (s, p), c in zip(pairs.T, counts.tolist(), strict=True)
    }
    return [
        (share, segment, provision) for (segment, provision), share in shares.items() if share > 0.5
    ]
