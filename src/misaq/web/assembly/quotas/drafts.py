"""Quotas as an officer types them: kept as texts until they are numbers, and judged as they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from misaq.assembly import Quotas, apportion, read_quotas
from misaq.web.assembly.models import Feature, Panel
from misaq.web.assembly.pool.selectors import features_of
from misaq.web.shell.words import plain_bilingual

MOST_SEATS = 5000
NUMBERS = ("minimum", "maximum", "min_flex", "max_flex")
NEEDED = ("minimum", "maximum")


@dataclass(frozen=True)
class DraftRow:
    """One feature with what was typed for it."""

    feature: Feature
    texts: Mapping[str, str]

    @property
    def words(self) -> str:
        """Question and answer in the page's language."""
        return feature_words(self.feature)


@dataclass(frozen=True)
class Draft:
    """All quotas of a panel as they are typed. problems : {field name: what is wrong with it}."""

    size: str
    rows: Sequence[DraftRow]
    problems: Mapping[str, str] = field(default_factory=dict)

    def quotas(self) -> Quotas | None:
        """The quotas, None while something typed is no number."""
        if self.problems or not self.rows:
            return None
        found, _faults = read_quotas(quota_columns(self.rows), int(self.size))
        return found

    def place(self, category: str, feature: str) -> DraftRow:
        """The row of a feature of the quotas."""
        return next(
            row
            for row in self.rows
            if (row.feature.category.name, row.feature.name) == (category, feature)
        )


def feature_words(feature: Feature) -> str:
    """Question and answer in the page's language."""
    return f"{plain_bilingual(feature.category.label)} {plain_bilingual(feature.label)}"


def quota_columns(rows: Sequence[DraftRow]) -> dict[str, list[str]]:
    """The quotas as their file has them."""
    names = {"minimum": "min", "maximum": "max", "min_flex": "min_flex", "max_flex": "max_flex"}
    return {
        "category": [row.feature.category.name for row in rows],
        "feature": [row.feature.name for row in rows],
        **{short: [row.texts[name] for row in rows] for name, short in names.items()},
    }


def saved_draft(panel: Panel) -> Draft:
    """The quotas as they are kept."""
    rows = [
        DraftRow(feature, {name: _shown(getattr(feature, name)) for name in NUMBERS})
        for feature in features_of(panel)
    ]
    return _checked(Draft(str(panel.size), rows))


def typed_draft(panel: Panel, values: Mapping[str, str]) -> Draft:
    """The quotas as they were sent."""
    rows = [
        DraftRow(
            feature,
            {name: values.get(f"{name}-{feature.pk}", "").strip() for name in NUMBERS},
        )
        for feature in features_of(panel)
    ]
    return _checked(Draft(values.get("size", "").strip(), rows))


def suggested_draft(panel: Panel, draft: Draft, tolerance: int) -> Draft:
    """Seats in proportion to the population, by largest remainder, and `tolerance` seats to either side.

    A group that has a seat by its share keeps one at least. Questions whose population is not known stay as they are.
    """
    seats: dict[int, int] = {}
    by_category: dict[int, list[Feature]] = {}
    for row in draft.rows:
        by_category.setdefault(row.feature.category_id, []).append(row.feature)
    for features in by_category.values():
        people = {str(f.pk): f.population for f in features if f.population}
        if any(f.population is None for f in features) or not people or not _is_size(draft.size):
            continue
        found = apportion(people, int(draft.size), method="largest_remainder")
        seats |= {f.pk: found.seats.get(str(f.pk), 0) for f in features}
    rows = [
        _around(row, seats[row.feature.pk], tolerance) if row.feature.pk in seats else row
        for row in draft.rows
    ]
    return _checked(replace(draft, rows=rows, problems={}))


def _around(row: DraftRow, seats: int, tolerance: int) -> DraftRow:
    low, high = max(seats - tolerance, min(seats, 1)), seats + tolerance
    return replace(row, texts={**row.texts, "minimum": str(low), "maximum": str(high)})


def changed_draft(draft: Draft, numbers: Mapping[tuple[int, str], int]) -> Draft:
    """The draft with other numbers, by (feature, "minimum" or "maximum")."""
    rows = [
        replace(
            row,
            texts={
                name: str(numbers.get((row.feature.pk, name), text))
                for name, text in row.texts.items()
            },
        )
        for row in draft.rows
    ]
    return _checked(replace(draft, rows=rows, problems={}))


def _checked(draft: Draft) -> Draft:
    problems = {}
    if not _is_size(draft.size):
        problems["size"] = _("How many sit: a whole number from 2 to %(most)s.") % {
            "most": MOST_SEATS
        }
    for row in draft.rows:
        for name in NUMBERS:
            text = row.texts[name]
            if not _is_number(text) and (text or name in NEEDED):
                problems[f"{name}-{row.feature.pk}"] = _("%(what)s: a whole number.") % {
                    "what": row.words
                }
        low, high = row.texts["minimum"], row.texts["maximum"]
        if _is_number(low) and _is_number(high) and int(low) > int(high):
            problems[f"minimum-{row.feature.pk}"] = _(
                "%(what)s: at least %(low)s is more than at most %(high)s."
            ) % {"what": row.words, "low": low, "high": high}
    return replace(draft, problems=problems)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 5


def _is_size(text: str) -> bool:
    return _is_number(text) and 2 <= int(text) <= MOST_SEATS


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
