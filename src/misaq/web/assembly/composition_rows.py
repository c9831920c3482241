"""The composition of a set of people against pool, population and quotas, small counts hidden."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from misaq.assembly import SMALL, Standing, hide_small, standing_of
from misaq.web.assembly.contexts import composition_group
from misaq.web.assembly.drawing.services import columns_of
from misaq.web.assembly.models import Panel, SealedLottery

Row = dict[str, Any]


def standing(sealing: SealedLottery) -> Standing:
    """What a replacement has to know of everybody in a sealed pool."""
    columns = columns_of(sealing.pool_csv)
    return standing_of(columns, sealing.sealed["quotas"], set(columns["id"]))


def composition_rows(
    sealing: SealedLottery, people: Collection[str] | None, known: Standing | None = None
) -> list[Row]:
    """Every quota with the seats of `people`, None before there are any; counts under five are hidden.

    seats : None when hidden, and then `why` says so: "small", or "complementary" where it would give another away.
    """
    labels, populations = _labels(sealing.panel)
    totals: Counter[str] = Counter()
    for (category, _feature), people_in in populations.items():
        totals[category] += people_in
    features = sealing.lottery["features"]
    counts = _seats(sealing, people, known) if people is not None else [0] * len(features)
    hidden = _hidden(features, counts)
    size = int(sealing.lottery["size"])
    rows = []
    for place, row in enumerate(features):
        key = (_fold(row["category"]), _fold(row["feature"]))
        seats = None if people is None or hidden[place] else counts[place]
        pool = None if row["pool"] is None else row["pool"] / sealing.lottery["n_people"]
        share = populations[key] / totals[key[0]] if key in populations else None
        rows.append(
            {
                **row,
                "title": labels.get((key[0], ""), row["category"]),
                "name": labels.get(key, row["feature"]),
                "seats": seats,
                "why": hidden[place] if people is not None else None,
                "population_share": share,
                "pool_share": pool,
                "drawn_share": None if seats is None else seats / size,
                "low_share": row["minimum"] / size,
                "high_share": min(row["maximum"] / size, 1.0),
            }
        )
    return rows


def composition_groups(rows: list[Row]) -> list[Row]:
    """The rows by category with their marks."""
    return [
        composition_group(
            [row for row in rows if row["category"] == category],
            next(row["title"] for row in rows if row["category"] == category),
            closer=False,
        )
        for category in dict.fromkeys(row["category"] for row in rows)
    ]


def _hidden(features: list[Row], counts: list[int]) -> list[str | None]:
    """Which seats are hidden and why; what a quota fixes is public already, and hides and gives away nothing."""
    free = [place for place, row in enumerate(features) if row["minimum"] != row["maximum"]]
    categories = [features[place]["category"] for place in free]
    found = hide_small(categories, [counts[place] for place in free], SMALL)
    why: list[str | None] = [None] * len(features)
    for place, reason in zip(free, found, strict=True):
        why[place] = reason
    return why


def _seats(sealing: SealedLottery, people: Collection[str], known: Standing | None) -> list[int]:
    held = known or standing(sealing)
    counts = Counter(place for person in people for place in held.answers[person])
    return [counts[place] for place in range(len(sealing.lottery["features"]))]


def _labels(
    panel: Panel,
) -> tuple[Mapping[tuple[str, str], dict[str, str]], Mapping[tuple[str, str], int]]:
    """Labels by (category, feature), a category's own under (category, ""); populations where all are known."""
    labels: dict[tuple[str, str], dict[str, str]] = {}
    populations: dict[tuple[str, str], int] = {}
    for category in panel.categories.prefetch_related("features"):
        own = _fold(category.name)
        labels[own, ""] = category.label
        features = list(category.features.all())
        for feature in features:
            labels[own, _fold(feature.name)] = feature.label
        if features and all(feature.population for feature in features):
            populations |= {(own, _fold(f.name)): int(f.population or 0) for f in features}
    return labels, populations


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
