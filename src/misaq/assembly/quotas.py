"""Quotas: how many seats each feature gets at least and at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from misaq.foundation.faults import Fault

COLUMNS = ("category", "feature", "min", "max")


def fold(text: str) -> str:
    """The form in which categories and features are compared.

    >>> fold(" Gender ") == fold("gender")
    True
    """
    return " ".join(text.split()).casefold()


@dataclass(frozen=True, order=True)
class Quota:
    """Between `minimum` and `maximum` seats for people with a feature.

    min_flex, max_flex : how far the two may be moved when the quotas cannot be met; None: any way.
    """

    category: str
    feature: str
    minimum: int
    maximum: int
    min_flex: int | None = None
    max_flex: int | None = None

    @property
    def label(self) -> str:
        """Category and feature as one text, the same in every language.

        >>> Quota("age", "18-21", 0, 0).label
        'age = 18-21'
        """
        return f"{self.category} = {self.feature}"


@dataclass(frozen=True)
class Quotas:
    """The quotas of one panel.

    rows : sorted by category and feature, each feature once.
    size : how many seats the panel has, >= 1.
    """

    rows: tuple[Quota, ...]
    size: int

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """Category names, sorted, as they are first written."""
        return tuple(dict.fromkeys(row.category for row in self.rows))

    @cached_property
    def places(self) -> Mapping[tuple[str, str], int]:
        """(category, feature), folded, to the place among `rows`."""
        return {(fold(row.category), fold(row.feature)): i for i, row in enumerate(self.rows)}

    def of(self, category: str) -> tuple[Quota, ...]:
        """The quotas of one category."""
        return tuple(row for row in self.rows if row.category == category)


def read_quotas(
    columns: Mapping[str, Sequence[str]], size: int, file: str = ""
) -> tuple[Quotas | None, list[Fault]]:
    """Read quotas from their columns: category, feature, min, max, optional min_flex and max_flex.

    Returns the quotas, None when there is any error, and every fault with its row and column.
    """
    names = {fold(name): name for name in columns}
    faults = [Fault("quota_column_missing", file=file, column=c) for c in COLUMNS if c not in names]
    if faults:
        return None, faults
    table = {key: list(columns[name]) for key, name in names.items()}
    quotas: list[Quota] = []
    first_row: dict[tuple[str, str], int] = {}
    spelling: dict[str, str] = {}
    texts = sorted((" ".join(text.split()) for text in table["category"]), key=str)
    for text in texts:
        spelling.setdefault(fold(text), text)
    for i in range(len(table["category"])):
        row = {key: values[i] for key, values in table.items()}
        quota, row_faults = _quota(row, i + 2, file, spelling)
        key = (fold(row["category"]), fold(row["feature"]))
        if key in first_row:
            params = {"feature": row["feature"].strip(), "first": first_row[key]}
            row_faults.append(Fault("quota_twice", file, i + 2, "feature", params))
        first_row.setdefault(key, i + 2)
        faults += row_faults
        if quota is not None:
            quotas.append(quota)
    if not table["category"]:
        faults.append(Fault("quotas_empty", file=file))
    if size < 1:
        faults.append(Fault("panel_size_bad", file=file, params={"size": size}))
    if faults:
        return None, faults
    order = sorted(quotas, key=lambda q: (fold(q.category), fold(q.feature)))
    return Quotas(tuple(order), size), []


def _quota(
    row: Mapping[str, str], number: int, file: str, spelling: Mapping[str, str]
) -> tuple[Quota | None, list[Fault]]:
    faults = [
        Fault("quota_blank", file, number, name)
        for name in ("category", "feature")
        if not row[name].strip()
    ]
    numbers: dict[str, int | None] = {}
    for name in ("min", "max", "min_flex", "max_flex"):
        text = row.get(name, "").strip()
        whole = text.isascii() and text.isdigit() and len(text) < 10
        numbers[name] = int(text) if whole else None
        if not whole and (text or name in COLUMNS):
            faults.append(Fault("quota_number_bad", file, number, name, {"value": text}))
    low, high = numbers["min"], numbers["max"]
    if low is not None and high is not None and low > high:
        faults.append(Fault("quota_min_above_max", file, number, "min", {"min": low, "max": high}))
    if faults or low is None or high is None:
        return None, faults
    category = spelling[fold(row["category"])]
    feature = " ".join(row["feature"].split())
    return Quota(category, feature, low, high, numbers["min_flex"], numbers["max_flex"]), []


def without_seats(quotas: Quotas, taken: Mapping[int, int], seats: int) -> Quotas:
    """The quotas that are left when some seats are given already.

    taken : place of a row to how many of those seats have its feature. seats : how many are given in all.

    >>> without_seats(Quotas((Quota("g", "a", 2, 4), Quota("g", "b", 1, 3)), 5), {0: 3}, 3).rows[0]
    Quota(category='g', feature='a', minimum=0, maximum=1, min_flex=None, max_flex=None)
    """
    rows = []
    for place, row in enumerate(quotas.rows):
        gone = taken.get(place, 0)
        low, high = (None if n is None else max(n - gone, 0) for n in (row.min_flex, row.max_flex))
        least, most = max(row.minimum - gone, 0), max(row.maximum - gone, 0)
        rows.append(Quota(row.category, row.feature, least, most, low, high))
    return Quotas(tuple(rows), quotas.size - seats)


def sum_reasons(
    quotas: Quotas, uncounted: Mapping[str, int] | None = None
) -> list[tuple[str, str]]:
    """Each category whose quotas cannot add up to the size, as (category, reason).

    uncounted : category to how many people of the pool count under none of its features, and may sit.

    >>> sum_reasons(Quotas((Quota("g", "a", 6, 9), Quota("g", "b", 5, 9)), 10))
    [('g', 'g: min 6 + 5 = 11 > 10')]
    """
    found = []
    for category in quotas.categories:
        rows = quotas.of(category)
        for word, values in (
            ("min", [r.minimum for r in rows]),
            ("max", [r.maximum for r in rows]),
        ):
            total = sum(values)
            if word == "max" and total + (uncounted or {}).get(category, 0) >= quotas.size:
                continue
            if (word == "min" and total > quotas.size) or (word == "max" and total < quotas.size):
                terms = " + ".join(str(v) for v in values if v)
                sign = ">" if word == "min" else "<"
                reason = f"{category}: {word} {terms or 0} = {total} {sign} {quotas.size}"
                found.append((category, reason))
    return found
