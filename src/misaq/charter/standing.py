"""What is in force on a day, as known on a day: commencement, expiry, suspension, rulings, and what was revived."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from misaq.charter.operations import EFFECTS, Operation
from misaq.charter.weave import Mask, Weave

State = Literal[
    "in_force",
    "not_yet",
    "unknown",
    "expired",
    "suspended",
    "struck_down",
    "not_known",
    "left_out",
]
Ending = tuple[State, int] | None
UNKNOWN = "unknown"  # the commencement of what has not been brought into force


@dataclass(frozen=True)
class Standing:
    """Whether an operation counts on a day, and why not.

    operation : its place.
    state : "in_force"; "not_yet" its day is later, or that of an operation it amends; "unknown" nobody has brought it
        into force; "expired", "suspended", "struck_down"; "not_known" nobody knew of it on the day asked for;
        "left_out" as asked.
    by : place of the operation because of which; its own for its own day.
    """

    operation: int
    state: State
    by: int


def active_on(
    weave: Weave,
    date: str,
    *,
    known: str = "",
    without: Iterable[int] = (),
    without_operations: Iterable[int] = (),
) -> Mask:
    """Which operations count on a day, (n_operations,): in force on `date`, as people knew it on `known`.

    date : ISO; a year or a month means its end. known : the same; "" for all that is known now, so that a ruling of
        today shows what was void from the beginning, and a deemed commencement changes the days before it.
    without : places of versions left out. without_operations : places of single operations left out, effects too.
    Raises UnknownVersionError for a day before the first dated version.
    """
    left_out = _left_out(weave, without, without_operations)
    return _Calendar.of(weave, date, known, left_out).mask()


def find_standing(
    weave: Weave,
    date: str,
    *,
    known: str = "",
    without: Iterable[int] = (),
    without_operations: Iterable[int] = (),
) -> tuple[Standing, ...]:
    """The same as `active_on`, with the reason for each operation: arguments and errors are those."""
    left_out = _left_out(weave, without, without_operations)
    calendar = _Calendar.of(weave, date, known, left_out)
    return tuple(calendar.standing(place) for place in range(len(weave.operations)))


def _left_out(weave: Weave, versions: Iterable[int], operations: Iterable[int]) -> frozenset[int]:
    gone = np.flatnonzero(np.isin(weave.version_of, list(versions))).tolist()
    return frozenset([*gone, *operations])


def is_by(day: str, date: str) -> bool:
    """Whether something of `day` has happened by `date`; both may be a year or a month, of `date` its end is meant.

    >>> is_by("1976-11-02", "1976"), is_by("1976", "1975-12-31"), is_by("", "1950")
    (True, False, True)
    """
    return day[: len(date)] <= date


def find_targets(
    operations: Sequence[Operation], effect: Operation, beneath: "Beneath"
) -> tuple[list[int], list[str]]:
    """The operations that an effect acts on, by place, and those of its targets that name nothing.

    A target is an operation's id, an amendment's number, or a provision's id: then all operations on it, and beneath.
    """
    by_id = {operation.id: place for place, operation in enumerate(operations)}
    by_number: dict[str, list[int]] = defaultdict(list)
    for place, operation in enumerate(operations):
        if operation is not effect:
            by_number[str(operation.n)].append(place)
    if not effect.targets:
        return by_number[str(effect.n)], []
    found: list[int] = []
    unknown: list[str] = []
    for target in effect.targets:
        if target in by_id:
            found.append(by_id[target])
        elif target in by_number:
            found += by_number[target]
        elif target in beneath.parents:
            found += [
                place
                for place, operation in enumerate(operations)
                if place and beneath.is_within(operation.provision, target)
            ]
        else:
            unknown.append(target)
    return found, unknown


@dataclass(frozen=True)
class Beneath:
    """Which provision stands under which, by id; "" for none."""

    parents: dict[str, str]

    @classmethod
    def of(cls, provisions: Sequence[tuple[str, int]]) -> "Beneath":
        """From (id, place of the parent) of each provision."""
        return cls({id_: provisions[up][0] if up >= 0 else "" for id_, up in provisions})

    def is_within(self, provision: str, other: str) -> bool:
        """Whether a provision is the other or stands under it."""
        while provision and provision != other:
            provision = self.parents.get(provision, "")
        return provision == other


@dataclass(frozen=True)
class _Calendar:
    """Operations with their days, looked at from one day with the knowledge of another.

    days : day of each operation's amendment. effects : place to the places of the effects that act on it.
    """

    operations: Sequence[Operation]
    days: Sequence[str]
    date: str
    known: str
    left_out: frozenset[int]
    effects: dict[int, list[int]]

    @classmethod
    def of(cls, weave: Weave, date: str, known: str, left_out: frozenset[int]) -> "_Calendar":
        weave.place_on(date)  # raises for a day before the first text
        days = [weave.datings[version].date for version in weave.version_of.tolist()]
        effects: dict[int, list[int]] = {}
        if any(operation.kind in EFFECTS for operation in weave.operations):
            beneath = Beneath.of([(p.id, p.parent) for p in weave.provisions])
            effects = gather_effects(weave.operations, beneath)
        return cls(weave.operations, days, date, known, left_out, effects)

    def mask(self) -> Mask:
        """(n_operations,) whether each is in force."""
        counts = {day: is_by(day, self.date) and self._knows(day) for day in set(self.days)}
        mask = np.fromiter(map(counts.__getitem__, self.days), np.bool_, len(self.days))
        mask[0] = True
        for place, operation in enumerate(self.operations):
            own = operation.commencement or operation.expiry or operation.known or operation.targets
            if own or place in self.effects:  # all others go by the day of their amendment
                mask[place] = self.standing(place).state == "in_force"
        mask[list(self.left_out)] = False
        return mask

    def standing(self, place: int) -> Standing:
        """The state of one operation."""
        operation = self.operations[place]
        if place in self.left_out:
            return Standing(place, "left_out", place)
        if place == 0:
            return Standing(place, "in_force", place)
        if not self._is_known(place):
            return Standing(place, "not_known", place)
        acting = [e for e in self.effects.get(place, ()) if self._acts(e)]
        state, by = self._state(place, acting)
        if state == "in_force" and operation.kind not in EFFECTS:
            for target in self._amended(place):
                other = self.standing(target)
                if other.state != "in_force":
                    return Standing(place, other.state, target)
        return Standing(place, state, by)

    def _state(self, place: int, acting: list[int]) -> tuple[State, int]:
        operation = self.operations[place]
        started = [e for e in acting if self.operations[e].kind == "commences"]
        start, by = operation.commencement or self.days[place], place
        if started:
            start, by = self._day(started[-1]), started[-1]
        if start == UNKNOWN:
            return "unknown", place
        if not is_by(start, self.date):
            return "not_yet", by
        revived = [
            (self._day(e), e)
            for e in acting
            if self.operations[e].kind == "revives" and is_by(self._day(e), self.date)
        ]
        ended = (
            self._struck_down(acting, revived)
            or self._expired(place, acting, revived)
            or self._suspended(acting, revived)
        )
        return ended or ("in_force", place)

    def _struck_down(self, acting: list[int], revived: list[tuple[str, int]]) -> Ending:
        """Void from the beginning, once a ruling is known that no later act revived by this day."""
        for e in acting:
            if self.operations[e].kind == "strikes_down" and not any(r > e for _, r in revived):
                return "struck_down", e
        return None

    def _expired(self, place: int, acting: list[int], revived: list[tuple[str, int]]) -> Ending:
        """At its end by its own terms or by an act, and not revived on that day or later."""
        ends = [(self._day(e), e) for e in acting if self.operations[e].kind == "expires"]
        own = self.operations[place].expiry
        if own and self.operations[place].kind not in EFFECTS:  # theirs ends what they do
            ends.insert(0, (own, place))
        for day, e in ends:
            if is_by(day, self.date) and not any(r >= day for r, _ in revived):
                return "expired", e
        return None

    def _suspended(self, acting: list[int], revived: list[tuple[str, int]]) -> Ending:
        """Within a suspension that is not over and not lifted."""
        for e in acting:
            if self.operations[e].kind != "suspends":
                continue
            since, until = self._day(e), self.operations[e].expiry
            over = bool(until) and is_by(until, self.date)
            lifted = any(later > (since, e) for later in revived)
            if is_by(since, self.date) and not over and not lifted:
                return "suspended", e
        return None

    def _acts(self, effect: int) -> bool:
        """Whether an effect is known, not left out, and not itself struck down or without a day."""
        if effect in self.left_out or not self._is_known(effect) or self._day(effect) == UNKNOWN:
            return False
        on_it = self.effects.get(effect, ())
        return not any(
            self.operations[e].kind == "strikes_down" and e > effect and self._acts(e)
            for e in on_it
        )

    def _is_known(self, place: int) -> bool:
        return self._knows(self.operations[place].known or self.days[place])

    def _knows(self, day: str) -> bool:
        return not self.known or is_by(day, self.known)

    def _day(self, place: int) -> str:
        return self.operations[place].commencement or self.days[place]

    def _amended(self, place: int) -> list[int]:
        """The operations that an operation amends, as its targets name them."""
        named = (self._place_of.get(target, place) for target in self.operations[place].targets)
        return [p for p in named if p < place]

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {operation.id: place for place, operation in enumerate(self.operations)}


def gather_effects(operations: Sequence[Operation], beneath: Beneath) -> dict[int, list[int]]:
    """Place of each operation to the places of the effects that act on it, in order."""
    effects: dict[int, list[int]] = defaultdict(list)
    for place, operation in enumerate(operations):
        if operation.kind in EFFECTS:
            for target in find_targets(operations, operation, beneath)[0]:
                if target != place:
                    effects[target].append(place)
    return dict(effects)


def find_idle(
    operations: Sequence[Operation],
    days: Sequence[str],
    effects: dict[int, list[int]],
    special: Iterable[int],
    date: str,
) -> frozenset[int]:
    """Which of the `special` operations do not count on a day, as known on that day; none when it has no date."""
    if not date:
        return frozenset()
    calendar = _Calendar(operations, days, date, date, frozenset(), effects)
    return frozenset(p for p in special if calendar.standing(p).state != "in_force")
