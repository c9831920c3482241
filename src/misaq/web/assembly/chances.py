"""What chances of a lottery say that no single figure of it does."""

from collections.abc import Mapping
from typing import Any


def n_missed(lottery: Mapping[str, Any]) -> int:
    """How many people the quotas would let in who are on no panel: too few panels, or a rule that passes them over.

    >>> n_missed({"probabilities": {"a": 0.5, "b": 0.0, "c": 0.0}, "excluded": {"c": "sex women at most 0"}})
    1
    """
    chances, excluded = lottery["probabilities"], lottery["excluded"]
    return sum(not chance and person not in excluded for person, chance in chances.items())
