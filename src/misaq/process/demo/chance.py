"""Chance with a name: plain draws for the demonstration, from one stream per use of the fixed seed."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

from misaq.foundation.seeds import generator

SEED = 20310505
_BLOCK = 4096
T = TypeVar("T")


class Chance:
    """Draws for one use of chance; built on uniform numbers alone, so that they stay the same everywhere.

    >>> Chance("x").below(1000) == Chance("x").below(1000)
    True
    """

    def __init__(self, use: str, seed: int = SEED) -> None:
        self._generator = generator(seed, f"demo.{use}")
        self._block: list[float] = []

    def unit(self) -> float:
        """A number, 0 <= result < 1."""
        if not self._block:
            self._block = self._generator.random(_BLOCK).tolist()
        return self._block.pop()

    def happens(self, probability: float) -> bool:
        """Whether something of this probability, 0 to 1, happens."""
        return self.unit() < probability

    def below(self, bound: int) -> int:
        """A whole number, 0 <= result < bound."""
        return int(self.unit() * bound)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def one_of(self, items: Sequence[T]) -> T:
        """One of `items`, each as likely."""
        return items[self.below(len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, as likely as its weight."""
        keys, sums = list(weights), list(accumulate(weights.values()))
        mark = self.unit() * sums[-1]
        return next(key for key, total in zip(keys, sums, strict=True) if mark < total)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in a new order."""
        return [
            item for _, _, item in sorted((self.unit(), i, item) for i, item in enumerate(items))
        ]
