"""Which statement comes next: by chance, the more telling ones more often, and a share of pure chance.

The chance of each is known and kept, so that who was asked what can be allowed for afterwards.
"""

from collections.abc import Sequence

from misaq.foundation.seeds import generator


def choose_next(
    weights: Sequence[float], *, seed: int, use: str, uniform_share: float = 0.15
) -> tuple[int, float]:
    """Choose one of several statements: its place, and the probability it had, in (0, 1].

    weights : one per statement, > 0; at least one.
    uniform_share : how often all have the same chance, in [0, 1].

    >>> choose_next([1.0], seed=1, use="x")
    (0, 1.0)
    """
    total = sum(weights)
    chances = [uniform_share / len(weights) + (1 - uniform_share) * w / total for w in weights]
    place = int(generator(seed, use).choice(len(chances), p=[c / sum(chances) for c in chances]))
    return place, chances[place]
