"""Where two proposals meet: the same words or neighbours, one place, a label, or what stands under it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal, cast

import numpy as np

from misaq.charter.amending import find_words
from misaq.charter.drafting import Base, ProposedText, draft_text
from misaq.charter.operations import EFFECTS, EVERY, Operation
from misaq.charter.proposals import Proposal
from misaq.charter.text import cut_units
from misaq.charter.weave import Weave

OverlapKind = Literal[
    "same_words",
    "whole",
    "children",
    "place",
    "clause",
    "adjacent",
    "same_provision",
    "label",
    "anchor",
    "effect",
]
# kinds in which the other cannot stand beside the one that passed; the rest must be voted again
FALLS: tuple[OverlapKind, ...] = ("same_words", "whole", "children", "place", "clause")
_DIRECTED = ("whole", "children", "label", "anchor")
_WHOLE = ("omit_provision", "substitute_provision", "move")


@dataclass(frozen=True)
class Overlap:
    """One meeting of two proposals.

    one, other : their ids; for "whole", "children", "label" and "anchor" `one` acts on what `other` rests on.
    kind : "same_words" both take out; "whole": `other` changes words of a provision that `one` replaces, moves or
        omits; "children": of one that stands under it; "place": both put a provision in one place; "clause": two
        versions of one clause; "adjacent" words; "same_provision": other words of it; "label": `one` renumbers what
        `other` touches; "anchor": `other` puts something after what `one` replaces, moves or omits; "effect".
    provision : id of the provision; of the operation when both amend one proposal; the slug for "clause".
    language : in which it was found; "" in all. words, sample : the shared ones.
    """

    one: str
    other: str
    kind: OverlapKind
    provision: str
    language: str = ""
    words: int = 0
    sample: str = ""

    def falls(self, passed: str) -> bool:
        """Whether the other one cannot stand any more when `passed` is adopted."""
        return self.kind in FALLS and (self.kind not in _DIRECTED or passed == self.one)


@dataclass(frozen=True)
class Touch:
    """What of one provision's words a proposal touches: tokens by their place in it.

    taken : tokens taken out. gaps : places before which new words stand.
    """

    taken: frozenset[int]
    gaps: frozenset[int]
    tokens: tuple[str, ...] = ()

    def meets(self, other: "Touch") -> tuple[OverlapKind, tuple[str, ...]]:
        """How two touches of one provision meet, and the tokens that both take out."""
        shared = sorted(self.taken & other.taken)
        if shared:
            return "same_words", tuple(self.tokens[place] for place in shared)
        if self._edges() & other._edges():
            return "adjacent", ()
        return "same_provision", ()

    def _edges(self) -> set[int]:
        """Both ends of every word taken out, and every gap: two touches with one of them in common are neighbours."""
        return {edge for place in self.taken for edge in (place, place + 1)} | self.gaps


@dataclass(frozen=True)
class Footprint:
    """All that a proposal touches.

    touches : (language, provision) to its words. whole : provisions it replaces, moves or omits. labels : that it
    renumbers. places : (parent, after) where it puts provisions. brought : ids of new provisions.
    targets : what its effects act on. above : provision to those it stands under.
    """

    proposal: Proposal
    touches: Mapping[tuple[str, str], Touch]
    whole: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    places: frozenset[tuple[str, str]] = frozenset()
    brought: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    above: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def touched(self) -> frozenset[str]:
        """Every provision that is touched, its words or as a whole; not those it brings."""
        inside = {provision for _, provision in self.touches}
        return frozenset(inside | self.whole | self.labels) - self.brought

    @property
    def parents(self) -> frozenset[str]:
        """Provisions under which something is put."""
        return frozenset(parent for parent, _ in self.places if parent) - self.brought

    def covering(self, provision: str) -> str:
        """The outermost provision that is replaced, moved or omitted with this one in it; "" when none is."""
        chain = (provision, *self.above.get(provision, ()))
        return next((each for each in reversed(chain) if each in self.whole), "")

    @property
    def anchors(self) -> frozenset[str]:
        """Siblings after which something is put."""
        return frozenset(after for _, after in self.places if after) - self.brought


def find_footprint(text: ProposedText) -> Footprint:
    """All that a proposal touches in its base."""
    operations = text.proposal.operations[text.base.languages[0]]
    textual = [operation for operation in operations if operation.kind not in EFFECTS]
    put = [o for o in textual if o.kind in {"insert_provision", "move"}]
    touches = {
        (language, provision): touch
        for language, weave in text.weaves.items()
        for provision, touch in _touches(weave).items()
    }
    named = {name for o in operations for name in (o.provision, o.parent, o.after)}
    return Footprint(
        proposal=text.proposal,
        touches=touches,
        whole=frozenset(o.provision for o in textual if o.kind in _WHOLE),
        labels=frozenset(o.provision for o in textual if o.kind == "renumber"),
        places=frozenset((o.parent, o.after) for o in put),
        brought=frozenset(o.provision for o in textual if o.kind == "insert_provision"),
        targets=frozenset(target for o in operations for target in o.targets),
        above=_above(
            text.weaves[text.base.languages[0]], named | {provision for _, provision in touches}
        ),
    )


def footprint_on(base: Base, proposal: Proposal) -> Footprint:
    """The footprint of a proposal on a base, found once. Raises FaultsError where it does not apply."""
    known = base.footprints.get((proposal.id, proposal.operations_sha256))
    if known is None:
        known = find_footprint(draft_text(base, proposal))
        keep_footprint(base, known)
    return replace(cast("Footprint", known), proposal=proposal)


def keep_footprint(base: Base, footprint: Footprint) -> None:
    """Note a footprint that is known to be the same on another base."""
    proposal = footprint.proposal
    base.footprints[proposal.id, proposal.operations_sha256] = footprint


def find_overlaps(base: Base, proposals: Iterable[Proposal]) -> tuple[Overlap, ...]:
    """Where proposals on one base, and amendments to one proposal, meet: every pair, in the order of submission.

    An amendment to a proposal meets only other amendments to it.
    Raises FaultsError where a proposal does not apply (`check_proposal` says why).
    """
    ordered = sorted(proposals, key=lambda p: (p.order, p.id))
    prints = [footprint_on(base, p) for p in ordered if not p.amends]
    found = [overlap for one, other in combinations(prints, 2) for overlap in meet(one, other)]
    by_id = {proposal.id: proposal for proposal in ordered}
    for target in sorted({p.amends for p in ordered if p.amends in by_id}):
        amending = [amendment_footprint(by_id[target], p) for p in ordered if p.amends == target]
        found += [o for one, other in combinations(amending, 2) for o in meet(one, other)]
    return tuple(found)


def meet(one: Footprint, other: Footprint) -> tuple[Overlap, ...]:
    """Every overlap of two footprints on one base."""
    return tuple(dict.fromkeys([*_meet_words(one, other), *_meet_structure(one, other)]))


def amendment_footprint(target: Proposal, amendment: Proposal) -> Footprint:
    """What an amendment touches in the words of the proposal that it amends; provisions are its operations."""
    touches: dict[tuple[str, str], Touch] = {}
    for language, changes in amendment.operations.items():
        words = {operation.id: operation.text for operation in target.operations.get(language, ())}
        for change in changes:
            touch = _touch_words(words.get(change.provision, ""), change)
            before = touches.get((language, change.provision), Touch(frozenset(), frozenset()))
            touches[language, change.provision] = Touch(
                before.taken | touch.taken, before.gaps | touch.gaps, touch.tokens
            )
    first = amendment.operations[amendment.languages[0]] if amendment.operations else ()
    return Footprint(
        proposal=amendment,
        touches=touches,
        whole=frozenset(o.provision for o in first if o.kind in _WHOLE),
        labels=frozenset(
            o.provision for o in first if o.kind in {"renumber", "substitute_heading"}
        ),
        above={},
    )


def _meet_words(one: Footprint, other: Footprint) -> Iterator[Overlap]:
    ids = one.proposal.id, other.proposal.id
    for language, provision in sorted(one.touches.keys() & other.touches.keys()):
        if one.covering(provision) != other.covering(provision):
            continue  # told as "whole" or "children", which says more
        kind, shared = one.touches[language, provision].meets(other.touches[language, provision])
        yield Overlap(*ids, kind, provision, language, len(shared), " ".join(shared[:12]))


def _meet_structure(one: Footprint, other: Footprint) -> Iterator[Overlap]:
    ids = one.proposal.id, other.proposal.id
    if one.proposal.clause and one.proposal.clause == other.proposal.clause:
        yield Overlap(*ids, "clause", one.proposal.clause)
    for parent, after in sorted(one.places & other.places):
        yield Overlap(*ids, "place", after or parent)
    for provision in sorted(one.brought & other.brought):
        yield Overlap(*ids, "place", provision)
    for target in sorted(one.targets & other.targets):
        yield Overlap(*ids, "effect", target)
    for first, second in ((one, other), (other, one)):
        yield from _acts_on(first, second)


def _acts_on(one: Footprint, other: Footprint) -> Iterator[Overlap]:
    """What `one` does to provisions on which `other` rests."""
    ids = one.proposal.id, other.proposal.id
    rests = other.touched | other.parents
    for provision in sorted(one.whole - other.whole):
        if provision in other.touched:
            yield Overlap(*ids, "whole", provision)
        if provision in other.parents or any(provision in other.above.get(p, ()) for p in rests):
            yield Overlap(*ids, "children", provision)
    for provision in sorted(one.whole & other.whole):
        yield Overlap(min(ids), max(ids), "same_words", provision)
    for provision in sorted(one.whole & other.anchors):
        yield Overlap(*ids, "anchor", provision)
    for provision in sorted(one.labels):
        above = {p for each in rests | other.anchors for p in other.above.get(each, ())}
        if provision in rests | other.anchors | above:
            yield Overlap(*ids, "label", provision)
    for target in sorted(one.targets & other.touched):
        yield Overlap(*ids, "effect", target)


def _touches(weave: Weave) -> dict[str, Touch]:
    """Provision to the tokens of the text before that the last version takes out, and where it puts words in."""
    last = len(weave.numbers) - 1
    was = weave.live(weave.active(last - 1))
    stays = weave.live(weave.active(last))
    ours = weave.version_of[weave.inserted] == last
    changed = np.unique(weave.provision[was != stays])
    tokens: dict[str, list[str]] = {}
    taken: dict[str, set[int]] = {}
    gaps: dict[str, set[int]] = {}
    for run in np.flatnonzero(np.isin(weave.provision, changed)).tolist():
        text = weave.text[run]
        provision = weave.provisions[int(weave.provision[run])].id
        words = tokens.setdefault(provision, [])
        if was[run]:
            fresh = [token for token, _ in cut_units(text) if token]
            if fresh and not stays[run]:
                taken.setdefault(provision, set()).update(
                    range(len(words), len(words) + len(fresh))
                )
            words += fresh
        elif ours[run] and stays[run] and text.strip():
            gaps.setdefault(provision, set()).add(len(words))
    return {
        provision: Touch(
            frozenset(taken.get(provision, ())),
            frozenset(gaps.get(provision, ())),
            tuple(tokens[provision]),
        )
        for provision in sorted({*taken, *gaps})
        if tokens[provision]  # one that had no words before is new: told by its place
    }


def _touch_words(text: str, change: Operation) -> Touch:
    """What a change touches in the words of an operation."""
    tokens = tuple(token for token, _ in cut_units(text) if token)
    if change.kind in _WHOLE:
        return Touch(frozenset(range(len(tokens))), frozenset(), tokens)
    if change.kind in {"renumber", "substitute_heading"}:
        return Touch(frozenset(), frozenset(), tokens)
    if change.kind == "insert_words" and change.where in {"start", "end"}:
        return Touch(
            frozenset(), frozenset({0 if change.where == "start" else len(tokens)}), tokens
        )
    spans = find_words(text, change.words)
    chosen = spans if change.occurrence == EVERY else spans[change.occurrence - 1 :][:1]
    ranges = [range(_count(text[: span.start]), _count(text[: span.end])) for span in chosen]
    if change.kind != "insert_words":
        return Touch(frozenset(p for each in ranges for p in each), frozenset(), tokens)
    before = change.where == "before"
    return Touch(frozenset(), frozenset(r.start if before else r.stop for r in ranges), tokens)


def _count(text: str) -> int:
    return sum(1 for token, _ in cut_units(text) if token)


def _above(weave: Weave, wanted: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each wanted provision to all that it stands under, nearest first."""
    above: dict[str, tuple[str, ...]] = {}
    ids = set(wanted)
    for provision in (each for each in weave.provisions if each.id in ids):
        chain, parent = [], provision.parent
        while parent >= 0:
            chain.append(weave.provisions[parent].id)
            parent = weave.provisions[parent].parent
        above[provision.id] = tuple(chain)
    return above
