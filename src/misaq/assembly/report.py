"""What may be told of a lottery by feature: pool, expected seats, seats drawn; small counts hidden."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from misaq.assembly.lottery import Lottery
from misaq.assembly.pool import Pool

SMALL = 5  # people of the pool with a feature: fewer are not counted in public


@dataclass(frozen=True)
class FeatureRow:
    """One feature.

    pool : people of the pool who have it; None when hidden, and then `hidden` says why:
        "small" (fewer than the threshold) or "complementary" (others would give it away).
    expected : seats per panel in the average of all tickets, to a tenth; hidden with `pool`. No finer, and
        no smallest or largest chance: beside everybody's own chance they would tell who has the feature.
    drawn : seats on the panel drawn, None before the draw. The quota, which is public, all but says it.
    """

    category: str
    feature: str
    minimum: int
    maximum: int
    pool: int | None
    hidden: str | None
    expected: float | None
    drawn: int | None


def feature_table(
    lottery: Lottery, people: Collection[str] | None = None, *, threshold: int = SMALL
) -> tuple[FeatureRow, ...]:
    """The table of features, in the order of the quotas.

    people : the ids drawn, or None before the draw.
    """
    pool = lottery.pool
    why = hidden_cells(pool, threshold)
    by_ticket = lottery.tickets.person_tickets()
    chosen = set(people or ())
    rows = []
    for place, quota in enumerate(pool.quotas.rows):
        ids = [p for kind, who in enumerate(pool.members) if pool.holds[place, kind] for p in who]
        shown = why[place] is None and bool(ids)
        rows.append(
            FeatureRow(
                quota.category,
                quota.feature,
                quota.minimum,
                quota.maximum,
                len(ids) if why[place] is None else None,
                why[place],
                round(sum(by_ticket[p] for p in ids) / lottery.tickets.total, 1) if shown else None,
                None if people is None else sum(p in chosen for p in ids),
            )
        )
    return tuple(rows)


def hidden_cells(pool: Pool, threshold: int) -> list[str | None]:
    """Which features' counts are hidden and why, one entry a quota row.

    In a category with a small count the next larger ones are hidden too, until at least two are and
    they hold `threshold` people between them: the total of the pool is public.
    """
    categories = [quota.category for quota in pool.quotas.rows]
    return hide_small(categories, pool.counts.tolist(), threshold)


def hide_small(
    categories: Sequence[str], counts: Sequence[int], threshold: int
) -> list[str | None]:
    """Which counts are hidden and why, one entry a row; `categories` says which rows sum to the same total."""
    why: list[str | None] = [None] * len(categories)
    for category in dict.fromkeys(categories):
        places = [i for i, own in enumerate(categories) if own == category]
        order = sorted((i for i in places if counts[i]), key=lambda i: (counts[i], i))
        small = [i for i in order if counts[i] < threshold]
        for i in small:
            why[i] = "small"
        held = list(small)
        for i in order[len(small) :]:
            if not held or (len(held) >= 2 and sum(counts[j] for j in held) >= threshold):
                break
            why[i] = "complementary"
            held.append(i)
    return why
