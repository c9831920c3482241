"""Which operations do not count on a day, while operation after operation is folded."""

from misaq.charter.fabric import Fabric
from misaq.charter.operations import EFFECTS, Operation
from misaq.charter.standing import UNKNOWN, Beneath, find_idle, find_targets


class Diary:
    """Keeps those operations that do not count on every day after their amendment's."""

    def __init__(self, fabric: Fabric) -> None:
        self.fabric = fabric
        self.days: list[str] = []
        self.special: dict[int, None] = {}
        self.effects: dict[int, list[int]] = {}
        self.idle: dict[str, frozenset[int]] = {}
        for place, operation in enumerate(fabric.operations):
            self.note(place, operation)

    def note(self, place: int, operation: Operation) -> list[str]:
        """Take one more operation in; gives those of an effect's targets that name nothing."""
        self.days.append(self.fabric.datings[self.fabric.version_of[place]].date)
        if operation.kind in EFFECTS:
            provisions = [(r.id, r.parent) for r in self.fabric.records]
            earlier = self.fabric.operations[: place + 1]
            targets, unknown = find_targets(earlier, operation, Beneath.of(provisions))
            for target in targets:
                self.effects.setdefault(target, []).append(place)
                self.special[target] = None
            self.idle = {}
            return unknown
        if operation.commencement or operation.expiry or operation.targets:
            self.special[place] = None
            self.idle = {}
        return []

    def idle_on(self, date: str) -> frozenset[int]:
        """The places of operations that do not count on a day, as known on that day."""
        if not self.special or date == UNKNOWN:
            return frozenset()
        if date not in self.idle:
            self.idle[date] = find_idle(
                self.fabric.operations, self.days, self.effects, self.special, date
            )
        return self.idle[date]
