"""The pool as columns, as numbers beside the population, and as the class of the core that lotteries are held in."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from misaq.assembly import SMALL
from misaq.web.assembly.composition import axis_words, composition_marks, nice_top
from misaq.web.assembly.models import Category, Feature, Panel

Columns = dict[str, list[str]]
ENOUGH = 1.0  # volunteers as many as the smallest quota asks for


def pool_columns(panel: Panel) -> Columns:
    """The pool as its file has it: pseudonyms, answers, and who shares a home, by numbers that say nothing else."""
    people = list(panel.volunteers.order_by("pseudonym"))
    names = list(panel.categories.values_list("name", flat=True))
    homes = Counter(person.household for person in people if person.household)
    number: dict[str, str] = {}
    for person in people:
        if homes[person.household] > 1:
            number.setdefault(person.household, f"home-{len(number) + 1}")
    return {
        "id": [person.pseudonym for person in people],
        **{name: [person.answers.get(name, "") for person in people] for name in names},
        "household": [number.get(person.household, "") for person in people],
    }


def features_of(panel: Panel) -> list[Feature]:
    """Every feature, in the order of the questions."""
    found = Feature.objects.filter(category__panel=panel).select_related("category")
    return list(found.order_by("category__number", "category_id", "number", "pk"))


def counts_of(panel: Panel) -> Counter[tuple[str, str]]:
    """How many volunteers gave each answer, by (category, feature)."""
    found: Counter[tuple[str, str]] = Counter()
    for answers in panel.volunteers.values_list("answers", flat=True):
        found.update(answers.items())
    return found


@dataclass(frozen=True)
class Row:
    """One feature of the pool beside the population. lacks : volunteers missing for its smallest quota."""

    feature: Feature
    n: int
    share: float | None
    population_share: float | None
    lacks: int
    small: bool
    marks: SafeString


@dataclass(frozen=True)
class Group:
    """The rows of a question on one axis."""

    category: Category
    axis: SafeString
    rows: list[Row]


def composition_of(panel: Panel) -> list[Group]:
    """The pool beside the population, question by question; what the smallest quotas lack."""
    counts, total = counts_of(panel), panel.volunteers.count()
    groups = []
    for category in panel.categories.prefetch_related("features"):
        features = list(category.features.all())
        known = [f.population for f in features if f.population is not None]
        people = sum(known) if len(known) == len(features) else 0
        shares = [
            (
                counts[category.name, f.name] / total if total else None,
                f.population / people if people and f.population is not None else None,
                (f.minimum / panel.size, min(f.maximum / panel.size, 1.0)),
            )
            for f in features
        ]
        top = nice_top(max(max(pool or 0, home or 0, quota[1]) for pool, home, quota in shares))
        rows = [
            _row(panel, feature, counts[category.name, feature.name], share, top)
            for feature, share in zip(features, shares, strict=True)
        ]
        groups.append(Group(category, axis_words(top), rows))
    return groups


def _row(panel: Panel, feature: Feature, n: int, share: Any, top: float) -> Row:
    pool, home, quota = share
    marks = composition_marks(top, population=home, pool=pool, quota=quota)
    return Row(feature, n, pool, home, max(feature.minimum - n, 0), 0 < n < SMALL, marks)
