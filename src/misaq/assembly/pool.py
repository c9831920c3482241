"""The pool: who volunteered, in classes of people whom neither quotas nor households tell apart."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from misaq.assembly.quotas import Quotas

Ints = NDArray[np.int64]
NOWHERE = -1  # in place of a feature: counted under none of the category


@dataclass(frozen=True)
class Households:
    """All households of one composition; of each, one person sits at most.

    number : how many there are, >= 1.
    kinds : the types of their people; every one of them has equally many people of each.

    Whole numbers of seats for `kinds` can be given to different households just when they sum to `number` at
    most, whichever type a household stands for: so one row a composition says all there is to say.
    """

    number: int
    kinds: tuple[int, ...]


@dataclass(frozen=True)
class Selected:
    """A person who has a seat already: the quotas and the size of the pool are without it.

    features : place of each feature among the quotas' rows, NOWHERE where none is known.
    """

    id: str
    features: tuple[int, ...]


@dataclass(frozen=True)
class Note:
    """One person of the file whom the pool treats unlike the others, and why.

    reason : "selected", "home_selected" (lives with somebody who has a seat already), "unknown_left_out",
        "unknown_nowhere" (may sit, counted under no feature of the category).
    row, column : where in the pool's file.
    """

    id: str
    reason: str
    row: int
    column: str = ""

    @property
    def out(self) -> bool:
        """Whether the person is left out of the lottery."""
        return self.reason != "unknown_nowhere"


@dataclass(frozen=True)
class Pool:
    """The people of a pool, grouped into types: people whom no quota and no household tells apart.

    members : ids of each type; types in the order of their features, then of their household. Where the
        type lives in households, those of the first household come first, then those of the second, in the
        same order of households in each of its types; else sorted.
    features : (n_types, n_categories), for each category the place of the feature among `quotas.rows`,
        NOWHERE (-1) for none.
    quotas : the quotas the features belong to; seats given already are taken off.
    households : the compositions of households with several volunteers.
    selected : who has a seat already.
    notes : whom the reading treated otherwise, and why.
    household_column : name of the file's column of households, folded; "" where there is none.
    """

    members: tuple[tuple[str, ...], ...]
    features: Ints
    quotas: Quotas
    households: tuple[Households, ...] = ()
    selected: tuple[Selected, ...] = ()
    notes: tuple[Note, ...] = ()
    household_column: str = ""

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

    @property
    def n_households(self) -> int:
        """How many households have several people in the pool."""
        return sum(homes.number for homes in self.households)

    @cached_property
    def holds(self) -> NDArray[np.bool_]:
        """Which type has which feature, (n_rows, n_types)."""
        table = np.zeros((len(self.quotas.rows), self.n_types), dtype=bool)
        kinds, categories = np.nonzero(self.features >= 0)
        table[self.features[kinds, categories], kinds] = True
        return table

    @cached_property
    def counts(self) -> Ints:
        """How many people of the pool have each feature, (n_rows,)."""
        return self.holds @ self.sizes

    @cached_property
    def uncounted(self) -> dict[str, int]:
        """Category to how many people are counted under none of its features; only where there are any."""
        people = self.sizes @ (self.features < 0)
        named = zip(self.quotas.categories, people.tolist(), strict=False)
        return {category: n for category, n in named if n}

    @cached_property
    def household_rows(self) -> csr_array:
        """Which types live in which composition of households, (n_compositions, n_types), 0 or 1."""
        kinds = [kind for homes in self.households for kind in homes.kinds]
        starts = np.cumsum([0, *(len(homes.kinds) for homes in self.households)])
        shape = (len(self.households), self.n_types)
        return csr_array((np.ones(len(kinds)), kinds, starts), shape=shape)

    @cached_property
    def household_limits(self) -> Ints:
        """How many seats the types of each composition have together at most, (n_compositions,)."""
        return np.array([homes.number for homes in self.households], dtype=np.int64)


def group_people(
    ids: Sequence[str],
    features: Ints,
    quotas: Quotas,
    households: Sequence[str] = (),
    *,
    selected: tuple[Selected, ...] = (),
    notes: tuple[Note, ...] = (),
) -> Pool:
    """Group people into types; the result depends neither on their order nor on the names of households.

    Two households with the same composition are exchangeable, and so are their people of one type: any
    fair lottery can be turned into one that gives them equal chances.

    features : (n_people, n_categories), places among `quotas.rows`, or NOWHERE.
    households : name of each person's household, "" for none; () when nobody has one.
    """
    names = [" ".join(home.split()) for home in households] or [""] * len(ids)
    rows = [tuple(row) for row in features.tolist()]
    shared = {home for home, n in Counter(names).items() if home and n > 1}
    at_home: dict[str, list[int]] = defaultdict(list)
    for place, home in enumerate(names):
        if home in shared:
            at_home[home].append(place)
    groups: dict[tuple[tuple[int, ...], tuple[tuple[int, ...], ...]], list[str]] = defaultdict(list)
    for place, home in enumerate(names):
        if home not in shared:
            groups[rows[place], ()].append(ids[place])
    for ids_in_turn in groups.values():
        ids_in_turn.sort(key=id_order)
    homes: dict[tuple[tuple[int, ...], ...], list[list[int]]] = defaultdict(list)
    for places in at_home.values():
        places.sort(key=lambda place: id_order(ids[place]))
        homes[tuple(sorted(rows[place] for place in places))].append(places)
    for composition, alike in homes.items():
        for places in sorted(alike, key=lambda places: id_order(ids[places[0]])):
            for place in places:
                groups[rows[place], composition].append(ids[place])
    order = sorted(groups)
    where = {key: kind for kind, key in enumerate(order)}
    table = np.array([key[0] for key in order], dtype=np.int64).reshape(len(order), -1)
    rounds = tuple(
        Households(len(homes[made]), tuple(where[row, made] for row in dict.fromkeys(made)))
        for made in sorted(homes)
    )
    members = tuple(tuple(groups[key]) for key in order)
    return Pool(members, table, quotas, rounds, selected, notes)


def id_order(person: str) -> tuple[int, str]:
    """The order of ids: short before long, so that 2 comes before 10.

    >>> sorted(["10", "2", "1"], key=id_order)
    ['1', '2', '10']
    """
    return len(person), person
