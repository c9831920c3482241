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
    they hold `threshold` people between them: the total of the pool is public. Where a category is part of
    another (districts of provinces), the same holds within each feature of the other.
    """
    return _hide(pool.counts.tolist(), _lines(pool), threshold)


def hide_small(
    categories: Sequence[str], counts: Sequence[int], threshold: int
) -> list[str | None]:
    """Which counts are hidden and why, one entry a row; `categories` says which rows sum to the same total."""
    lines: list[tuple[int | None, list[int]]] = [
        (None, [i for i, own in enumerate(categories) if own == category and counts[i]])
        for category in dict.fromkeys(categories)
    ]
    return _hide(list(counts), lines, threshold)


def _hide(
    counts: list[int], lines: list[tuple[int | None, list[int]]], threshold: int
) -> list[str | None]:
    """Hide what is small, then whatever a line would give away, until none does."""
    why: list[str | None] = ["small" if 0 < n < threshold else None for n in counts]
    moved = True
    while moved:
        moved = False
        for whole, parts in lines:
            more = _exposed(whole, parts, why, counts, threshold)
            if more is not None:
                why[more] = "complementary"
                moved = True
    return why


def _lines(pool: Pool) -> list[tuple[int | None, list[int]]]:
    """Features whose counts add up to that of another, or of all (None); without features that nobody has."""
    counts = pool.counts.tolist()
    together = (pool.holds * pool.sizes) @ pool.holds.T
    inside = [
        [i for i, q in enumerate(pool.quotas.rows) if q.category == category and counts[i]]
        for category in pool.quotas.categories
    ]
    lines: list[tuple[int | None, list[int]]] = [(None, parts) for parts in inside]
    for wholes in inside:
        for parts in inside:
            if parts is not wholes and all((together[i, wholes] > 0).sum() == 1 for i in parts):
                lines += [(whole, [i for i in parts if together[i, whole]]) for whole in wholes]
    return lines


def _exposed(
    whole: int | None,
    parts: list[int],
    why: list[str | None],
    counts: list[int],
    threshold: int,
) -> int | None:
    """What must be hidden next so that a line gives nothing away; None when it does not."""
    held = [i for i in parts if why[i] is not None]
    shown = sorted((i for i in parts if why[i] is None), key=lambda i: (counts[i], i))
    if whole is not None and why[whole] is not None:
        return shown[0] if shown and not held else None  # parts all shown would add up to it
    if not held or (len(held) >= 2 and sum(counts[i] for i in held) >= threshold):
        return None
    if shown:
        return shown[0]
    return whole if len(held) == 1 else None  # the only part is as large as the whole
