"""What pages show of a lottery: its figures and a histogram of chances, nothing of a single person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

KEPT = (
    "n_people", "n_types", "n_households", "size", "rule", "lottery", "target_min", "min_probability",
    "max_probability", "max_deviation", "gini", "at_minimum", "n_panels", "n_tickets", "features", "excluded",
)  # fmt: skip
BARS = 20
STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)


def figures_of(lottery: Mapping[str, Any], sealed: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a lottery's results; `alone` is how many people share their answers with nobody."""
    proof = lottery["certificate"]
    members: Counter[tuple[int, ...]] = Counter()
    for ids, row in zip(sealed["types"], sealed["rows"], strict=True):
        members[tuple(row)] += len(ids)
    return {
        **{key: lottery[key] for key in KEPT if key in lottery},
        "bound": proof["bound"],
        "gap": proof["gap"],
        "alone": sum(count for count in members.values() if count == 1),
        "histogram": histogram(list(lottery["probabilities"].values())),
    }


def histogram(chances: Sequence[float]) -> dict[str, Any]:
    """How many people have a chance from each step to the next; a chance of 0 stands apart.

    step : width of a bar. counts : people a bar; the last holds its upper end as well. nought : people without.

    >>> histogram([0.0, 0.05, 0.1, 0.1])
    {'step': 0.005, 'counts': [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], 'nought': 1}
    """
    top = max(chances, default=0.0)
    step = next((step for step in STEPS if top <= BARS * step + 1e-12), STEPS[-1])
    places = Counter(int(chance / step + 1e-9) for chance in chances if chance > 0)
    last = max(places, default=0)
    return {
        "step": step,
        "counts": [places.get(place, 0) for place in range(last + 1)],
        "nought": sum(chance <= 0 for chance in chances),
    }
