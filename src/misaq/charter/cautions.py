"""What would read wrongly after an undoing: references, terms, labels, bodies and schedules."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np

from misaq.charter.conflicts import Change
from misaq.charter.provisions import split_provisions
from misaq.charter.references import (
    Reference,
    count_uses,
    find_bodies,
    find_references,
    find_terms,
    may_name,
    normalise_label,
    order_of,
    rank_of,
)
from misaq.charter.weave import Mask, Weave

CautionKind = Literal["reference", "term", "label", "body", "schedule"]
_ARTICLES = ("article", "amendment", "item")
_CLAUSE = re.compile(r"(?:^|[\n—–])[^\S\n]*\(?(?P<label>\d+[A-Z]*)\)\s", re.MULTILINE)


@dataclass(frozen=True)
class Caution:
    """One thing that people should look at; it stops nothing.

    kind : "reference" names a provision that is gone; "term" uses a word that nothing defines any more; "label" two
        provisions have one label; "body" names a body that nothing founds any more; "schedule" a number is left out.
    provision : place of the provision concerned. subject : what it names.
    """

    kind: CautionKind
    provision: int
    subject: str


def find_cautions(change: Change) -> tuple[Caution, ...]:
    """Everything that would read wrongly after and did not before, in the order of the text."""
    if not change.touched:
        return ()
    sides = _Sides(change)
    found = {
        *_dangling(sides),
        *_undefined(sides),
        *_clashes(sides),
        *_unfounded(sides),
        *_gaps(sides),
    }
    return tuple(sorted(found, key=lambda c: (c.kind, c.provision, order_of(c.subject), c.subject)))


@dataclass(frozen=True, eq=False)
class _Side:
    """A text on one side of the undoing."""

    weave: Weave
    active: Mask
    runs: Mask

    @cached_property
    def standing(self) -> list[int]:
        """Provisions with a word in them, by place."""
        return [int(p) for p in np.unique(self.weave.provision[self.runs & (self.weave.words > 0)])]

    @cached_property
    def labels(self) -> dict[int, str]:
        """Provision to its label."""
        return {p: self.weave.label_in(p, self.active)[0] for p in self.standing}

    @cached_property
    def first_runs(self) -> dict[int, int]:
        """Provision to the first of its runs with a word."""
        runs = np.flatnonzero(self.runs & (self.weave.words > 0))
        places, first = np.unique(self.weave.provision[runs], return_index=True)
        return dict(zip(places.tolist(), runs[first].tolist(), strict=True))

    @cached_property
    def numbered_in(self) -> dict[int, tuple[str, str]]:
        """Provision to where its label must be the only one (articles: anywhere), and its kind."""
        provisions = self.weave.provisions
        lists = {provision.file for provision in provisions if provision.kind == "schedule"}
        found = {}
        for place in self.labels:
            provision = provisions[place]
            home = provision.file if provision.file in lists else ""
            if provision.kind not in {*_ARTICLES, "part", "schedule"} and provision.parent >= 0:
                home = provisions[provision.parent].id
            found[place] = (home, provision.kind)
        return found

    @cached_property
    def articles(self) -> set[str]:
        return self._named(_ARTICLES)

    @cached_property
    def parts(self) -> set[str]:
        return self._named(("part",))

    @cached_property
    def schedules(self) -> set[str]:
        kinds = self.weave.provisions
        return {rank_of(lb) for p, lb in self.labels.items() if lb and kinds[p].kind == "schedule"}

    def _named(self, kinds: tuple[str, ...]) -> set[str]:
        return {
            normalise_label(label)
            for p, label in self.labels.items()
            if label and self.weave.provisions[p].kind in kinds
        }

    @cached_property
    def texts(self) -> dict[int, str]:
        """Article, or any provision that stands under none, to its words and those of all under it."""
        pieces: dict[int, list[str]] = defaultdict(list)
        homes = [home_of(self.weave, p) for p in range(len(self.weave.provisions))]
        provision = self.weave.provision.tolist()
        for run in np.flatnonzero(self.runs).tolist():
            pieces[homes[provision[run]]].append(self.weave.text[run])
        return {home: "".join(texts) for home, texts in sorted(pieces.items())}


def home_of(weave: Weave, provision: int) -> int:
    """The article that a clause stands in; itself when it is an article or stands in none."""
    above = provision
    while above >= 0:
        if weave.provisions[above].kind in {*_ARTICLES, "schedule", "section"}:
            return above
        above = weave.provisions[above].parent
    return provision


class _Sides:
    """Both sides, and the articles that differ."""

    def __init__(self, change: Change) -> None:
        self.weave = change.weave
        self.before = _Side(change.weave, change.counted, change.before)
        self.after = _Side(change.weave, change.remaining, change.after)
        self.changed = sorted({home_of(change.weave, place) for place in change.touched})

    def gone_words(self) -> tuple[str, str]:
        """The words of all articles that differ, before and after."""
        return (
            "\n".join(self.before.texts.get(p, "") for p in self.changed),
            "\n".join(self.after.texts.get(p, "") for p in self.changed),
        )

    def named_after(self, phrase: str) -> Iterator[int]:
        for place, text in self.after.texts.items():
            if count_uses(phrase, text):
                yield place

    def clauses_gone(self) -> dict[int, set[str]]:
        """Article that stays to the clauses that it loses."""
        gone = {}
        for place in self.changed:
            before, after = self.before.texts.get(place, ""), self.after.texts.get(place, "")
            lost = _clauses(before) - _clauses(after)
            if after and lost:
                gone[place] = lost
        return gone


def _clauses(text: str) -> set[str]:
    return {match["label"] for match in _CLAUSE.finditer(text)}


def _dangling(sides: _Sides) -> Iterator[Caution]:
    """Articles, clauses, parts and schedules that the text still names though they are gone."""
    before, after = sides.before, sides.after
    gone = {
        "article": before.articles - after.articles,
        "part": before.parts - after.parts,
        "schedule": before.schedules - after.schedules,
    }
    clauses = sides.clauses_gone()
    by_label = {normalise_label(after.labels.get(p, "")): lost for p, lost in clauses.items()}
    if not (any(gone.values()) or clauses):
        return
    every_clause = {clause for lost in clauses.values() for clause in lost}
    printed: list[str] = []  # named in words or Roman numbers
    printed += ["PART", "Part", "arte ", "حصہ"] if gone["part"] else []
    printed += ["chedule", "SCHEDULE", "جدول"] if gone["schedule"] else []
    for place, text in after.texts.items():
        if not (
            any(word in text for word in printed) or may_name(text, gone["article"], every_clause)
        ):
            continue
        for reference in _references(text):
            if reference.kind == "clause":
                lost = (
                    by_label.get(reference.label, set())
                    if reference.label
                    else clauses.get(place, set())
                )
                if reference.clause in lost or reference.label in gone["article"]:
                    yield Caution("reference", place, reference.shown)
            else:
                yield from (
                    Caution("reference", place, _subject(reference, label))
                    for label in gone[reference.kind]
                    if _names(reference, label)
                )


@lru_cache(maxsize=4096)
def _references(text: str) -> tuple[Reference, ...]:
    """What an article names: most articles are the same in every undoing that people try."""
    return tuple(find_references(text))


def _names(reference: Reference, label: str) -> bool:
    if not reference.until:
        return normalise_label(reference.label) == label
    return order_of(reference.label) <= order_of(label) <= order_of(reference.until)


def _subject(reference: Reference, label: str) -> str:
    if reference.kind != "article":
        return reference.shown
    return f"{label} ({reference.shown})" if reference.until else label


def _undefined(sides: _Sides) -> Iterator[Caution]:
    """Terms that lose their definition and are still used."""
    yield from _lost(sides, "term", find_terms)


def _unfounded(sides: _Sides) -> Iterator[Caution]:
    """Bodies that nothing founds any more and that are still named."""
    yield from _lost(sides, "body", find_bodies)


def _lost(sides: _Sides, kind: CautionKind, find: Callable[[str], set[str]]) -> Iterator[Caution]:
    """What the text no longer brings, and where it is still named."""
    before, after = sides.gone_words()
    for name in sorted(find(before) - find(after)):
        places = list(sides.named_after(name))
        if not any(name in find(sides.after.texts[place]) for place in places):
            yield from (Caution(kind, place, name) for place in places)


def _clashes(sides: _Sides) -> Iterator[Caution]:
    """Labels that two provisions of one numbering have after, and these two had not before."""
    before = set(_doubled(sides.before))
    for label, one, other in _doubled(sides.after):
        if (label, one, other) not in before:
            yield Caution("label", other, label)
    for place in sides.changed:  # observed texts keep both under one provision
        label = sides.after.labels.get(place, "")
        if label and _headed(sides.after, place, label) > max(
            1, _headed(sides.before, place, label)
        ):
            yield Caution("label", place, label)


def _doubled(side: _Side) -> Iterator[tuple[str, int, int]]:
    """Each label that stands twice in one numbering, with the two provisions, one after the other.

    Entries of the several lists of a schedule each begin anew: where the numbers fall, another list begins.
    """
    homes: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in sorted(side.labels, key=side.first_runs.__getitem__):
        homes[side.numbered_in[place]].append(place)
    for places in homes.values():
        last: dict[str, int] = {}
        for earlier, place in pairwise([-1, *places]):
            label = normalise_label(side.labels[place])
            if earlier >= 0 and order_of(side.labels[place]) < order_of(side.labels[earlier]):
                last = {}
            if label and label in last:
                yield label, last[label], place
            last[label] = place


def _headed(side: _Side, place: int, label: str) -> int:
    """How often a provision's words begin with a heading of its own label."""
    return sum(segment.label == label for segment in split_provisions(side.texts.get(place, "")))


def _gaps(sides: _Sides) -> Iterator[Caution]:
    """Schedules whose number follows one that is gone."""
    before = sorted(int(n) for n in sides.before.schedules if n.isdecimal())
    after = sorted(int(n) for n in sides.after.schedules if n.isdecimal())
    known = Counter(before)
    for n in sorted(set(before) - set(after)):
        later = [m for m in after if m > n]
        if later and known[n]:
            place = next(
                p
                for p, label in sides.after.labels.items()
                if sides.weave.provisions[p].kind == "schedule" and rank_of(label) == str(later[0])
            )
            yield Caution("schedule", place, str(n))
