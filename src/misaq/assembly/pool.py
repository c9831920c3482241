"""The pool: who volunteered, with the features that the quotas speak of."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from misaq.assembly.quotas import Quotas, fold
from misaq.foundation.faults import Fault

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Pool:
    """The people of a pool, grouped into types: people whom no quota tells apart.

    members : ids of each type, sorted; types in the order of their features.
    features : (n_types, n_categories), for each category the place of the feature among `quotas.rows`.
    quotas : the quotas the features belong to.
    households : (n_households, n_types), which types belong to each household with several volunteers, of
        whom at most one is drawn; such people are types of their own.
    """

    members: tuple[tuple[str, ...], ...]
    features: Ints
    quotas: Quotas
    households: NDArray[np.bool_]

    @cached_property
    def sizes(self) -> Ints:
        """How many people each type has, (n_types,)."""
        return np.array([len(ids) for ids in self.members], dtype=np.int64)

    @property
    def n_people(self) -> int:
        """How many people."""
        return int(self.sizes.sum())

    @property
    def n_types(self) -> int:
        """How many types."""
        return len(self.members)

    @cached_property
    def holds(self) -> NDArray[np.bool_]:
        """Which type has which feature, (n_rows, n_types)."""
        table = np.zeros((len(self.quotas.rows), self.n_types), dtype=bool)
        for category in range(self.features.shape[1]):
            table[self.features[:, category], np.arange(self.n_types)] = True
        return table

    @cached_property
    def counts(self) -> Ints:
        """How many people of the pool have each feature, (n_rows,)."""
        return self.holds @ self.sizes


def read_pool(
    columns: Mapping[str, Sequence[str]], quotas: Quotas, file: str = ""
) -> tuple[Pool | None, list[Fault]]:
    """Read a pool from its columns; header and values match the quotas whatever their case.

    columns : column name to its texts. Without a column "id", people get 1-based row numbers.
    Returns the pool, None when there is any error, and every fault with its row and column.
    """
    names = {fold(name): name for name in columns}
    faults = [
        Fault("pool_category_missing", file=file, column=category)
        for category in quotas.categories
        if fold(category) not in names
    ]
    n_rows = len(next(iter(columns.values()), ()))
    ids, id_faults = _ids(columns, names.get("id"), n_rows, file)
    faults += id_faults
    if n_rows == 0:
        faults.append(Fault("pool_empty", file=file))
    places = quotas.places
    coded = []
    for category in quotas.categories:
        texts = columns.get(names.get(fold(category), ""), ())
        codes = [places.get((fold(category), fold(text)), -1) for text in texts]
        coded.append(codes)
        faults += [
            Fault(
                "pool_value_unknown" if texts[i].strip() else "pool_value_blank",
                file=file,
                row=i + 2,
                column=names[fold(category)],
                params={"value": texts[i].strip(), "category": category},
            )
            for i, code in enumerate(codes)
            if code < 0
        ]
    if faults:
        return None, faults
    features = np.array(coded, dtype=np.int64).T
    return group_people(ids, features, quotas, columns.get(names.get("household", ""), ())), []


def group_people(
    ids: Sequence[str], features: Ints, quotas: Quotas, households: Sequence[str] = ()
) -> Pool:
    """Group people into types; the result does not depend on the order of the people.

    features : (n_people, n_categories), places among `quotas.rows`.
    households : name of each person's household, "" for none; () when nobody has one.
    """
    homes = [" ".join(home.split()) for home in households] or [""] * len(ids)
    shared = {home for home, n in Counter(homes).items() if home and n > 1}
    groups: dict[tuple[tuple[int, ...], str], list[str]] = defaultdict(list)
    for person, row, home in zip(ids, features.tolist(), homes, strict=True):
        groups[tuple(row), home if home in shared else ""].append(person)
    order = sorted(groups)
    members = tuple(tuple(sorted(groups[key], key=id_order)) for key in order)
    rows = np.array([key[0] for key in order], dtype=np.int64).reshape(len(order), -1)
    belongs = [[key[1] == home for key in order] for home in sorted(shared)]
    return Pool(members, rows, quotas, np.array(belongs, bool).reshape(-1, len(order)))


def id_order(person: str) -> tuple[int, str]:
    """The order of ids: short before long, so that 2 comes before 10.

    >>> sorted(["10", "2", "1"], key=id_order)
    ['1', '2', '10']
    """
    return len(person), person


def _ids(
    columns: Mapping[str, Sequence[str]], name: str | None, n_rows: int, file: str
) -> tuple[list[str], list[Fault]]:
    if name is None:
        return [str(i + 1) for i in range(n_rows)], []
    ids = [text.strip() for text in columns[name]]
    seen: dict[str, int] = {}
    faults = []
    for i, person in enumerate(ids):
        row = i + 2
        if not person:
            faults.append(Fault("pool_id_blank", file=file, row=row, column=name))
        elif person in seen:
            params = {"id": person, "first": seen[person]}
            faults.append(Fault("pool_id_twice", file=file, row=row, column=name, params=params))
        else:
            seen[person] = row
    return ids, faults
