"""Check a lottery without misaq: python3 check_lottery.py [LOTTERY.json POOL.csv QUOTAS.csv [DRAW.json]]."""

import csv
import hashlib
import json
import runpy
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import accumulate, pairwise, product
from pathlib import Path
from typing import Any

UNIT = 2**60  # the certificate counts in these parts of 1
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, csv.Error, RecursionError)


def _sha256(value: Any) -> str:  # of canonical JSON
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    return hashlib.sha256(plain.encode()).hexdigest()


def _fold(text: str) -> str:  # the form in which names are compared
    return " ".join(text.split()).casefold()


def _gather(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:  # what stands under each key
    found = defaultdict[Any, list[Any]](list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _differ(what: str, right: Mapping[Any, Any], told: Mapping[Any, Any]) -> Iterator[str]:
    for key in sorted(right.keys() | told.keys()):
        if right.get(key) != told.get(key):
            yield f"{what} {key}: {right.get(key, '-')} is right, {told.get(key, '-')} was published"


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table, column names folded; with an id, or the row's number as one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [{_fold(k): v or "" for k, v in row.items() if k} for row in csv.DictReader(stream)]
    return [{**row, "id": row.get("id", str(i)).strip()} for i, row in enumerate(rows, 1)]


class Check:
    """A lottery's document, held against its pool, its quotas and itself."""

    def __init__(self, lottery: Any) -> None:
        self.doc, self.sealed, self.proof = lottery, lottery["sealed"], lottery["certificate"]
        self.types, self.homes, self.quotas = (self.sealed[key] for key in ("types", "households", "quotas"))
        self.tickets, self.total = self.sealed["tickets"], sum(self.sealed["tickets"])
        self.panels, self.sizes = [dict(panel) for panel in self.sealed["panels"]], [len(ids) for ids in self.types]
        self.limits = [[i for i in row if i >= 0] + [len(self.quotas)] for row in self.sealed["rows"]]
        self.sides = [*self.quotas, ["the", "size", *[self.sealed["size"]] * 2]]  # of each limit: names, min, max
        for home in self.homes:
            for kind in home["types"]:
                self.limits[kind].append(len(self.sides))
            self.sides.append(["a", "household", 0, home["number"]])

    def given(self, pool: list[dict[str, str]], quotas: list[dict[str, str]]) -> Iterator[str]:
        """The list, each panel, the proof, each row of the pool, household and quota are those that were sealed."""
        parts = {k: v for k, v in self.sealed.items() if k not in ("commitment", "panels", "rows", "tickets")}
        own = {"certificate": _sha256(self.proof), "commitment": _sha256(parts), "pool": _sha256(self.sealed["rows"])}
        yield from _differ("seal:", own, {key: self.sealed[key] for key in own})
        panels = zip(self.sealed["panels"], self.tickets, strict=True)
        digests = {place: _sha256([place, *panel]) for place, panel in enumerate(panels)}
        yield from _differ("panel", dict(enumerate(self.sealed["leaves"])), digests)
        sealed = {(_fold(q[0]), _fold(q[1])): q[2:] for q in self.quotas}
        places, heads = {key: i for i, key in enumerate(sealed)}, dict.fromkeys(key[0] for key in sealed)
        types, seated = zip(self.types, self.sealed["rows"], strict=True), self.sealed["selected"]
        told = [(person, row) for ids, row in types for person in ids] + [*seated.items()]
        pool = [row for row in pool if row["id"] not in self.sealed["left_out"]]
        read = [(row["id"], [places.get((c, _fold(row.get(c, ""))), -1) for c in heads]) for row in pool]
        yield from _differ("pool row", _gather(told), _gather(read))
        column = self.sealed["household_column"]
        lives = {row["id"]: " ".join(row.get(column, "").split()) or (row["id"],) for row in pool}
        homes: list[dict[str, Any]] = [{person: person for person, _ in told}, lives]
        for i, home in enumerate(self.homes):
            for ids in (self.types[kind] for kind in home["types"]):
                homes[0] |= {person: (i, j * home["number"] // len(ids)) for j, person in enumerate(ids)}
        groups = [(_gather((home, p) for p, home in sorted(where.items())), where) for where in homes]
        yield from _differ("household of", *({p: group[h] for p, h in where.items()} for group, where in groups))
        taken = Counter(place for row in seated.values() for place in row)
        given = {(_fold(q["category"]), _fold(q["feature"])): (q["min"], q["max"]) for q in quotas}
        left = {key: [max(int(n) - taken[places.get(key, -2)], 0) for n in given[key]] for key in given}
        yield from _differ("quota", sealed, left)

    def held(self, upto: int) -> list[list[int]]:
        """On how many of the first `upto` tickets each person of each type has a seat."""
        drawn = [max(min(upto, b) - a, 0) for a, b in pairwise([0, *accumulate(self.tickets)])]
        visits = {kind: [0] for kind in range(len(self.types))}
        for panel, count in zip(self.panels, drawn, strict=True):
            for kind, n in panel.items():
                visits[kind][0] += n * count
        for number, kinds, rings in ((h["number"], h["types"], h["rings"]) for h in self.homes if h["number"] > 1):
            visits |= {kind: [0] * number for kind in kinds}
            counts = _gather(zip((tuple(p.get(kind, 0) for kind in kinds) for p in self.panels), drawn, strict=True))
            for ring in rings:  # of households: each place moves on by one a ticket
                laps, rest = divmod(sum(counts.pop(tuple(map(len, ring)), [])), number)
                if len({place % number for places in ring for place in places}) < sum(map(len, ring)):
                    raise ValueError(f"two seats for one household: {ring}")
                for kind, places in zip(kinds, ring, strict=True):
                    for place, i in product(places, range(number)):
                        visits[kind][(place + i) % number] += laps + (i < rest)
        shares = [(visits[kind], size // len(visits[kind])) for kind, size in enumerate(self.sizes)]
        return [[(n + m - 1 - i) // m for n in row for i in range(m)] for row, m in shares]

    def counted(self) -> Iterator[str]:
        """Every panel meets every limit; everybody's chance is that of the tickets, near its target as stated."""
        for place, panel in enumerate(self.panels):
            seats = Counter(i for kind, n in panel.items() for i in self.limits[kind] * n)
            for head, name, low, high, n in ((*side, seats[i]) for i, side in enumerate(self.sides)):
                if not low <= n <= high:
                    yield f"panel {place}: {head} {name} has {n} seats, not {low} to {high}"
        held, told = self.held(self.total), self.doc["probabilities"]
        if sum(map(sum, held)) != self.sealed["size"] * self.total:
            yield "rings: not every seat of every ticket is somebody's"
        pairs = zip(self.types, held, strict=True)
        found = {p: n / self.total for ids, each in pairs for p, n in zip(ids, each, strict=True)}
        yield from _differ("probability of", *({p: round(n, 12) for p, n in each.items()} for each in (found, told)))
        aims, most = self.doc["target"], self.doc["max_deviation"] * (1 + 1e-9) + 1e-12
        off = [p for p, n in found.items() if not abs(n - aims.get(p, -1)) <= most]
        yield from (f"probability of {p}: further from its target than stated" for p in off)

    def most(self, level: Any, barred: set[int], floors: dict[int, int]) -> int:
        """What prices prove: weights times seats are no more together (exact, in parts of parts)."""
        weights, prices = dict(level["weights"]), dict(level["prices"])
        right: int = sum(price * self.sides[i][3 if price > 0 else 2] for i, price in prices.items()) * UNIT
        for kind in set(range(len(self.types))) - barred:
            worth = sum(prices.get(i, 0) for i in self.limits[kind])
            right += max(weights.get(kind, 0) - worth, 0) * self.sizes[kind] * UNIT
            right -= max(worth, 0) * self.sizes[kind] * floors.get(kind, 0)
        return right

    def bound(self) -> tuple[list[str], Fraction, Fraction]:
        """Everybody has the bound of their level, held down by no trifle: faults, first bound, largest gap."""
        least = [Fraction(min(each), self.total) for each in self.held(self.total)]
        if self.sealed["lottery"] == "uniform":  # the target is proven, how far it is missed is stated
            least = [min(Fraction(self.doc["target"][person]) for person in ids) for ids in self.types]
        faults, barred, floors = list[str](), set[int](), dict[int, int]()
        for proof in self.proof["barred"]:
            weights = dict(proof["weights"])
            if self.most(proof, barred, {}) < min(weights.values()) * UNIT:  # less than one seat is none
                barred |= weights.keys()
        barred, stated = barred | {*self.proof["unproven"]}, Fraction(self.proof["gap"])
        everyone, gaps, bounds = set(range(len(self.types))) - barred, [Fraction(0)], list[Fraction]()
        levels = {level["number"]: level for level in self.proof["levels"]}
        for number in range(1, min(self.proof["rounds"], len(self.types)) + 1):
            level = levels.get(number, {"weights": [], "prices": [], "settled": [], "floor": 0})
            weights, settled, free = dict(level["weights"]), {*level["settled"]}, everyone - floors.keys()
            mass = sum(weight * self.sizes[kind] for kind, weight in weights.items()) * UNIT
            bound = min(Fraction(self.most(level, barred, floors), mass), Fraction(1)) if mass else Fraction(1)
            sound = settled | weights.keys() <= free and min(weights.values(), default=0) >= 0 and bound > 0
            sound &= bound == 1 or all(weights.get(k, 0) * UNIT >= mass // 3 // sum(self.sizes) for k in settled)
            sound &= 0 <= 1 - Fraction(level["floor"], UNIT) / (bound or 1) <= max(stated, Fraction(1, 10**6))
            faults += [f"certificate: the proof of level {number} is missing or wrong"] * (not sound)
            settled = (settled if self.sealed["rule"] == "leximin" else everyone) if sound else set()
            gaps += [1 - least[kind] / bound for kind in settled]
            floors.update(dict.fromkeys(settled, level["floor"]))
            bounds += [bound] * sound
        left, gap, first = sorted(everyone - floors.keys()), max(gaps), [*bounds, Fraction(1)][0]
        faults += _differ("certificate:", {"bound": f"{float(first):.9g}"}, {"bound": f"{self.proof['bound']:.9g}"})
        faults += [f"certificate: no level is proven for types {left}"] * bool(left)
        faults += [f"certificate: a chance is {float(gap):.2e} (relative) below its bound"] * (gap > stated)
        return faults, first, gap


def check(lottery: Any, pool: Any, quotas: Any, drawn: Any) -> tuple[list[str], Fraction, list[str]]:
    """Everything that does not agree, the largest gap, and what to know when all agrees."""
    form, draw = (runpy.run_path(str(Path(__file__).with_name(f"check_{x}.py"))) for x in ("form", "randomness"))
    form["require_whole"](lottery["sealed"], lottery["certificate"])
    one = Check(lottery)
    wrong, _, gap = one.bound()
    faults = [*form["check_names"](lottery, quotas), *one.given(pool, quotas), *one.counted(), *wrong]
    faults += draw["check_draw"](one.sealed, drawn, one.held) if drawn else []
    return faults, gap, [*form["notes"](lottery, drawn, gap)]


def main(paths: list[str]) -> int:
    """Read the files, or those beside this script; say what does not agree. 0: all agrees, 1: not, 2: unreadable."""
    here = [Path(__file__).with_name(name) for name in ("lottery.json", "pool.csv", "quotas.csv", "draw.json")]
    files = [Path(path) for path in paths] or here[: 3 + here[3].exists()]
    try:
        read = (json.loads(path.read_text("utf-8")) for path in (files[0], *files[3:]))
        lottery, *drawn = (document.get("results", document) for document in read)
        told = [*drawn, lottery.get("panel")][0] or {}
        faults, _, notes = check(lottery, read_rows(files[1]), read_rows(files[2]), told)
    except UNREADABLE as problem:
        print(f"cannot be read: {problem!r}")
        return 2
    print(*(faults or notes), sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
