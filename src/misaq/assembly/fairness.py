"""How fair a lottery is to whom: chances by type, feature and two features; pool, population, panel side by side."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from misaq.assembly.intersections import hidden_pairs, pair_counts
from misaq.assembly.lottery import Lottery, ShutOut, gini
from misaq.assembly.pool import Pool, id_order
from misaq.assembly.quotas import Quotas, fold
from misaq.assembly.report import SMALL, hidden_cells
from misaq.foundation.errors import InputError
from misaq.foundation.faults import Fault


class ChancesError(InputError):
    """A published lottery is not about the people of a pool."""

    code = "chances_of_others"


Shares = Mapping[tuple[int, ...], float]
FEW = 5  # ids named in an error
COLUMNS = (
    "category",
    "feature",
    "category_2",
    "feature_2",
    "people",
    "pool_share",
    "population_share",
    "seats_expected",
    "seats_drawn",
    "mean",
    "lowest",
    "highest",
)


@dataclass(frozen=True)
class Group:
    """People with one feature, or with two.

    features : places among the quotas' rows, one or two.
    people : how many of the pool; None where it is hidden, and then so is all that follows but the population.
    pool_share, population_share : of the pool, and of the population where its table says so; in [0, 1].
    expected : seats on the average panel; to a tenth in public.
    drawn : seats on the panel; None before the draw.
    mean : average selection probability, in [0, 1]; in public that of `expected`, to three places.
    lowest, highest : smallest and largest selection probability; None in public, for beside everybody's own
        chance they would tell who is of the group.
    """

    features: tuple[int, ...]
    people: int | None
    pool_share: float | None
    population_share: float | None
    expected: float | None
    drawn: int | None
    mean: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True)
class TypeChance:
    """People whom no quota and no household tells apart: their features and chances."""

    features: tuple[int, ...]
    people: int
    target: float
    lowest: float
    highest: float


@dataclass(frozen=True)
class Barred:
    """People whom a limit keeps out of every panel.

    limit : what keeps them out, in signs.
    people : how many; None where they are fewer than the threshold, in public.
    ids : who; () in public.
    """

    limit: str
    people: int | None
    ids: tuple[str, ...]


@dataclass(frozen=True)
class FairnessReport:
    """The report, for the lottery officer or for the public.

    public : whether small counts are hidden and types, ids and extremes left away.
    threshold : counts of people below it are hidden in public.
    types : () in public.
    """

    quotas: Quotas
    public: bool
    threshold: int
    n_people: int
    minimum: float
    maximum: float
    gini: float
    types: tuple[TypeChance, ...]
    features: tuple[Group, ...]
    pairs: tuple[Group, ...]
    barred: tuple[Barred, ...]

    def plain(self) -> dict[str, Any]:
        """The report as plain values."""
        labels = [quota.label for quota in self.quotas.rows]
        return {
            "public": self.public,
            "threshold": self.threshold,
            "n_people": self.n_people,
            "size": self.quotas.size,
            "min_probability": self.minimum,
            "max_probability": self.maximum,
            "gini": self.gini,
            "types": [
                {**asdict(row), "features": [labels[i] for i in row.features if i >= 0]}
                for row in self.types
            ],
            "features": [self._group(row) for row in self.features],
            "pairs": [self._group(row) for row in self.pairs],
            "barred": [{**asdict(row), "ids": list(row.ids)} for row in self.barred],
        }

    def csv(self) -> str:
        """Features and pairs of features as a table; an empty cell is hidden or not known."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for group in (*self.features, *self.pairs):
            names: list[str] = []
            for place in group.features:
                names += [self.quotas.rows[place].category, self.quotas.rows[place].feature]
            numbers = [group.people, group.pool_share, group.population_share, group.expected]
            numbers += [group.drawn, group.mean, group.lowest, group.highest]
            cells = ["" if n is None else str(n) for n in numbers]
            writer.writerow([*(_harmless(name) for name in [*names, "", ""][:4]), *cells])
        return stream.getvalue()

    def _group(self, group: Group) -> dict[str, Any]:
        values = asdict(group)
        values["features"] = [
            {"category": self.quotas.rows[i].category, "feature": self.quotas.rows[i].feature}
            for i in group.features
        ]
        return values


@dataclass(frozen=True)
class KnownChances:
    """Everybody's chance, as a lottery or its document says.

    probabilities, target : by id, everybody of the pool.
    shut_out : who cannot sit, and why.
    """

    pool: Pool
    probabilities: Mapping[str, float]
    target: Mapping[str, float]
    shut_out: tuple[ShutOut, ...]


def published_chances(pool: Pool, document: Mapping[str, Any]) -> KnownChances:
    """The chances that the document of a lottery (`publish_lottery`) gives the people of its pool.

    Raises ChancesError when it is about other people.
    """
    chances = dict(document.get("probabilities", {}))
    people = [person for ids in pool.members for person in ids]
    others = sorted(set(people) ^ set(chances), key=id_order)
    if others:
        raise ChancesError(ids=", ".join(others[:FEW]), count=len(others))
    barred = dict(document.get("excluded", {}))
    return KnownChances(
        pool,
        chances,
        {**chances, **dict(document.get("target", {}))},
        tuple(ShutOut(person, barred[person]) for person in sorted(barred, key=id_order)),
    )


def report_fairness(
    lottery: Lottery | KnownChances,
    people: Collection[str] | None = None,
    population: Shares | None = None,
    *,
    threshold: int = SMALL,
    public: bool = True,
) -> FairnessReport:
    """Report how fair a lottery is to whom.

    lottery : or the chances that its document gives (`published_chances`).
    people : the ids drawn; None before the draw.
    population : share of the population with some features (`read_population`); None when not known.
    threshold : smallest count of people that is told in public.
    public : hide small counts, and whatever would give them away; else tell all, for the officer alone.
    """
    pool = lottery.pool
    table = _Chances(lottery, people, population or {}, public)
    hide = [why is not None for why in hidden_cells(pool, threshold)] if public else []
    hidden = hidden_pairs(pool, threshold) if public else frozenset()
    features = tuple(table.group((i,), public and hide[i]) for i in range(len(pool.quotas.rows)))
    pairs = tuple(table.group(pair, pair in hidden) for pair in sorted(pair_counts(pool)))
    barred = {person.id for person in lottery.shut_out}
    able = [p for person, p in lottery.probabilities.items() if person not in barred]
    return FairnessReport(
        pool.quotas,
        public,
        threshold,
        pool.n_people,
        min(able, default=0.0),
        max(able, default=0.0),
        _short(gini(np.array(list(lottery.probabilities.values())))),
        () if public else table.types(),
        features,
        pairs,
        _barred(lottery, threshold if public else 0),
    )


def read_population(
    columns: Mapping[str, Sequence[str]], quotas: Quotas, file: str = ""
) -> tuple[Shares | None, list[Fault]]:
    """Read the shares of a population: columns category, feature, people; for two features category_2, feature_2.

    people : any numbers >= 0 in proportion; each category, and each two categories, are summed by themselves.
    Returns the shares by places among the quotas' rows, sorted, None when there is any error; and every fault.
    """
    names = {fold(name): name for name in columns}
    missing = [name for name in ("category", "feature", "people") if name not in names]
    if missing:
        return None, [Fault("population_column_missing", file, column=name) for name in missing]
    faults: list[Fault] = []
    found: dict[tuple[int, ...], float] = {}
    for i, text in enumerate(columns[names["people"]]):
        row = {name: columns[names[name]][i] for name in names}
        where = []
        for ending in ("", "_2"):
            key = fold(row.get(f"category{ending}", "")), fold(row.get(f"feature{ending}", ""))
            if ending and key == ("", ""):
                continue
            place = quotas.places.get(key)
            if place is None:
                params = {"value": " = ".join(key)}
                faults.append(Fault("population_unknown", file, i + 2, f"feature{ending}", params))
            else:
                where.append(place)
        number = _number(text)
        if number is None:
            faults.append(Fault("population_number_bad", file, i + 2, "people", {"value": text}))
        elif tuple(sorted(where)) in found:
            faults.append(Fault("population_twice", file, i + 2, "feature"))
        else:
            found[tuple(sorted(where))] = number
    if faults:
        return None, faults
    totals: dict[tuple[str, ...], float] = {}
    for places, number in found.items():
        names_of = tuple(quotas.rows[i].category for i in places)
        totals[names_of] = totals.get(names_of, 0.0) + number
    return {
        places: number / (totals[tuple(quotas.rows[i].category for i in places)] or 1.0)
        for places, number in sorted(found.items())
    }, []


class _Chances:
    """Everybody's chance, type by type."""

    def __init__(
        self,
        lottery: Lottery | KnownChances,
        people: Collection[str] | None,
        population: Shares,
        public: bool,
    ) -> None:
        self.lottery, self.pool = lottery, lottery.pool
        self.population, self.public = population, public
        chances = [[lottery.probabilities[p] for p in ids] for ids in self.pool.members]
        self.sums = np.array([sum(each) for each in chances])
        self.low = np.array([min(each) for each in chances])
        self.high = np.array([max(each) for each in chances])
        chosen = set(people or ())
        self.drawn = (
            None
            if people is None
            else np.array([sum(p in chosen for p in ids) for ids in self.pool.members])
        )

    def group(self, features: tuple[int, ...], hidden: bool) -> Group:
        """The people who have all of some features."""
        share = self.population.get(features)
        if hidden:
            return Group(features, None, None, share, None, None, None, None, None)
        who = self.pool.holds[list(features)].all(axis=0)
        n = int(self.pool.sizes[who].sum())
        seats = float(self.sums[who].sum())
        drawn = None if self.drawn is None else int(self.drawn[who].sum())
        of_pool = _short(n / self.pool.n_people)
        if not n:
            return Group(features, 0, 0.0, share, 0.0, drawn, None, None, None)
        if self.public:
            told = round(seats, 1)
            mean = round(min(told / n, 1.0), 3)
            return Group(features, n, of_pool, share, told, drawn, mean, None, None)
        return Group(
            features,
            n,
            of_pool,
            share,
            _short(seats),
            drawn,
            _short(seats / n),
            float(self.low[who].min()),
            float(self.high[who].max()),
        )

    def types(self) -> tuple[TypeChance, ...]:
        """Every type."""
        pool, target = self.pool, self.lottery.target
        return tuple(
            TypeChance(
                tuple(pool.features[kind].tolist()),
                len(ids),
                _short(target[ids[0]]),
                float(self.low[kind]),
                float(self.high[kind]),
            )
            for kind, ids in enumerate(pool.members)
        )


def _barred(lottery: Lottery | KnownChances, threshold: int) -> tuple[Barred, ...]:
    """Who cannot sit, by what keeps them out; with a threshold, how many at most."""
    by_limit: dict[str, list[str]] = {}
    for person in lottery.shut_out:
        by_limit.setdefault(person.quota, []).append(person.id)
    return tuple(
        Barred(
            limit,
            len(ids) if len(ids) >= threshold else None,
            () if threshold else tuple(ids),
        )
        for limit, ids in sorted(by_limit.items())
    )


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _short(number: float) -> float:
    return float(f"{number:.9g}")


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
