"""Check a lottery without misaq: python3 check_lottery.py [LOTTERY.json POOL.csv QUOTAS.csv [DRAW.json]]

Without names: lottery.json, pool.csv, quotas.csv, draw.json beside this script. Works out in exact fractions
that no lottery is fairer, and names whatever does not agree. Exit code: 0 agrees, 1 not, 2 unreadable.
"""

import csv
import hashlib
import json
import runpy
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

LEAST = Fraction(1, 10**6)  # relative: closer than this is proven
UNIT = 2**60  # the certificate counts in these parts of 1
Doc = dict[str, Any]
Rows = list[dict[str, str]]


def sha256(value: Any) -> str:
    """The digest of a text, or of the canonical JSON of plain values."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    return hashlib.sha256((value if isinstance(value, str) else plain).encode()).hexdigest()


def fold(text: str) -> str:
    """The form in which names are compared."""
    return " ".join(text.split()).casefold()


def read_rows(path: Path) -> Rows:
    """The rows of a table, column names folded; with an id, or the row's number as one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [{fold(k): v or "" for k, v in row.items() if k} for row in csv.DictReader(stream)]
    return [{**row, "id": row.get("id", str(i)).strip()} for i, row in enumerate(rows, 1)]


def differ(what: str, right: Mapping[Any, Any], told: Mapping[Any, Any]) -> Iterator[str]:
    """Name each thing that is not told as it is right."""
    for key in sorted(right.keys() | told.keys()):
        if right.get(key) != told.get(key):
            yield f"{what} {key}: {right.get(key, '-')} is right, {told.get(key, '-')} was published"


def mates(home_of: Mapping[str, Any]) -> dict[str, list[str]]:
    """Who lives with whom."""
    homes = defaultdict[Any, list[str]](list)
    for person in sorted(home_of):
        homes[home_of[person]].append(person)
    return {person: homes[home] for person, home in home_of.items()}


class Check:
    """A lottery's document, held against its pool, its quotas, its draw and itself."""

    def __init__(self, lottery: Doc) -> None:
        self.doc, self.sealed, self.proof = lottery, lottery["sealed"], lottery["certificate"]
        self.types, self.homes = self.sealed["types"], self.sealed["households"]
        self.quotas, self.tickets = self.sealed["quotas"], self.sealed["tickets"]
        self.sizes, self.total = [len(ids) for ids in self.types], sum(self.tickets)
        self.panels = [dict(panel) for panel in self.sealed["panels"]]
        self.limits = [[i for i in row if i >= 0] + [len(self.quotas)] for row in self.sealed["rows"]]
        for place, home in enumerate(self.homes, len(self.quotas) + 1):
            for kind in home["types"]:
                self.limits[kind].append(place)  # a type's limits: its quotas, the size, its homes
        size, numbers = self.sealed["size"], [[0, home["number"]] for home in self.homes]
        self.sides = [*(q[2:] for q in self.quotas), [size, size], *numbers]  # least and most

    def seal(self) -> Iterator[str]:
        """The list, each panel and the certificate are those that were sealed."""
        leaves = ("commitment", "panels", "rows", "tickets")  # stand for themselves by their leaves
        parts = {key: value for key, value in self.sealed.items() if key not in leaves}
        found = {"commitment": sha256(parts), "certificate": sha256(self.proof), "pool": sha256(self.sealed["rows"])}
        yield from differ("seal:", found, {key: self.sealed[key] for key in found})
        panels = zip(self.sealed["panels"], self.tickets, strict=True)
        digests = {place: sha256([place, *panel]) for place, panel in enumerate(panels)}
        yield from differ("panel", dict(enumerate(self.sealed["leaves"])), digests)

    def given(self, pool: Rows, quotas: Rows) -> Iterator[str]:
        """Every row of the pool, every household and every quota is as it was sealed."""
        sealed = {(fold(q[0]), fold(q[1])): q[2:] for q in self.quotas}
        places, heads = (
            {key: i for i, key in enumerate(sealed)},
            dict.fromkeys(c for c, _ in sealed),
        )
        types, seated = zip(self.types, self.sealed["rows"], strict=True), self.sealed["selected"]
        rows = {person: [row] for ids, row in types for person in ids} | {p: [seated[p]] for p in seated}
        pool, read = [row for row in pool if row["id"] not in self.sealed["left_out"]], defaultdict[str, Any](list)
        for row in pool:
            read[row["id"]].append([places.get((c, fold(row.get(c, ""))), -1) for c in heads])
        yield from differ("pool row", rows, read)
        homes: dict[str, Any] = {person: person for person in rows}
        for place, home in enumerate(self.homes):
            for ids in (self.types[kind] for kind in home["types"]):
                homes |= {p: (place, i * home["number"] // len(ids)) for i, p in enumerate(ids)}
        lives = {row["id"]: " ".join(row.get("household", "").split()) or (row["id"],) for row in pool}
        yield from differ("household of", mates(homes), mates(lives))
        taken = Counter(i for row in seated.values() for i in row)
        given = {(fold(q["category"]), fold(q["feature"])): (q["min"], q["max"]) for q in quotas}
        left = {key: [max(int(n) - taken[places.get(key, -1)], 0) for n in sides] for key, sides in given.items()}
        yield from differ("quota", sealed, left)

    def held(self, upto: int) -> list[list[int]]:
        """On how many of the first `upto` tickets each person of each type has a seat."""
        drawn = [max(min(upto, b) - a, 0) for a, b in pairwise([0, *accumulate(self.tickets)])]
        seats, visits = Counter[int](), dict[int, list[int]]()
        for panel, count in zip(self.panels, drawn, strict=True):
            seats.update({kind: n * count for kind, n in panel.items()})
        for home in (home for home in self.homes if home["rings"]):
            number, kinds, rows = home["number"], home["types"], Counter[tuple[int, ...]]()
            for panel, count in zip(self.panels, drawn, strict=True):
                rows[tuple(panel.get(kind, 0) for kind in kinds)] += count
            visits |= {kind: [0] * number for kind in kinds}
            for ring in home["rings"]:  # of households: a type's places move on by one a ticket
                laps, rest = divmod(rows[tuple(map(len, ring))], number)
                for kind, places in zip(kinds, ring, strict=True):
                    for i in range(number):
                        near = sum((i - place) % number < rest for place in places)
                        visits[kind][i] += laps * len(places) + near
        each = [visits.get(kind, [seats[kind]]) for kind in range(len(self.types))]
        shares = [(row, size // len(row)) for row, size in zip(each, self.sizes, strict=True)]
        return [[(n + m - 1 - i) // m for n in row for i in range(m)] for row, m in shares]

    def seats(self) -> Iterator[str]:
        """Every panel meets every limit, and no ring seats a household twice."""
        for place, panel in enumerate(self.panels):
            found = Counter[int]()
            for kind, n in panel.items():
                found.update(dict.fromkeys(self.limits[kind], n))
                if not 0 <= n <= self.sizes[kind]:
                    yield f"panel {place}: {n} seats for {self.sizes[kind]} people of type {kind}"
            for i, (low, high) in enumerate(self.sides):
                if not low <= found[i] <= high:
                    name = (*(" = ".join(q[:2]) for q in self.quotas), "size")[i : i + 1]
                    yield f"panel {place}: {''.join(name) or 'a household'} has {found[i]} seats"
        for ring in (ring for home in self.homes for ring in home["rings"]):
            if len(set().union(*ring)) < sum(map(len, ring)):
                yield f"households: one has two seats at once in {ring}"

    def chances(self) -> Iterator[str]:
        """Everybody's probability is that of the tickets, and as near to its target as stated."""
        pairs, told = zip(self.types, self.held(self.total), strict=True), self.doc["probabilities"]
        found = {p: n / self.total for ids, each in pairs for p, n in zip(ids, each, strict=True)}
        rounded = ({p: round(n, 12) for p, n in chances.items()} for chances in (found, told))
        yield from differ("probability of", *rounded)
        most = self.doc["max_deviation"] * (1 + 1e-9) + 1e-12
        off = [p for p, aim in self.doc["target"].items() if not abs(found[p] - aim) <= most]
        yield from (f"probability of {p}: further from its target than stated" for p in off)

    def most(self, level: Doc, barred: set[int], floors: dict[int, int]) -> int:
        """What prices prove: weights times seats are no more together (exact, in parts of parts)."""
        weights, prices = dict(level["weights"]), dict(level["prices"])
        right = sum(price * self.sides[i][price > 0] for i, price in prices.items()) * UNIT
        for kind in set(range(len(self.types))) - barred:
            worth = sum(prices.get(i, 0) for i in self.limits[kind])
            right += max(weights.get(kind, 0) - worth, 0) * self.sizes[kind] * UNIT
            right -= max(worth, 0) * self.sizes[kind] * floors.get(kind, 0)
        return right

    def bound(self, least: list[Fraction]) -> tuple[list[str], Fraction, Fraction]:
        """Everybody has the bound of their level but for the gap: faults, first bound, largest gap."""
        faults, barred, floors = list[str](), set[int](), dict[int, int]()
        for proof in self.proof["barred"]:  # less than one seat is none
            if self.most(proof, barred, {}) >= min(dict(proof["weights"]).values()) * UNIT:
                faults.append(f"certificate: types {proof['weights']} may have a seat")
            barred |= dict(proof["weights"]).keys()
        barred |= set(self.proof["unproven"])
        everyone, stated = set(range(len(self.types))) - barred, Fraction(self.proof.get("gap", 1))
        levels, bounds, gaps = {level["number"]: level for level in self.proof["levels"]}, [], [Fraction(0)]
        for number in range(1, self.proof["rounds"] + 1):
            level = levels.get(number, {"weights": [], "prices": [], "settled": [], "floor": 0})
            weights, settled = dict(level["weights"]), set(level["settled"])
            mass = sum(w * self.sizes[kind] for kind, w in weights.items()) * UNIT
            bound = min(Fraction(self.most(level, barred, floors), mass) if mass else 1, Fraction(1))
            if (  # only the free are weighed, only those settled who hold the level down, and held there
                not settled <= everyone
                or (weights.keys() | settled) & floors.keys()
                or weights.keys() & barred
                or any(weights.get(kind, 0) <= 0 for kind in settled if bound < 1)
                or min(weights.values(), default=0) < 0
                or not abs(level["floor"] - bound * UNIT) <= max(LEAST, stated) * bound * UNIT
                or bound <= 0
            ):
                faults.append(f"certificate: the proof of level {number} is missing or wrong")
                continue
            settled = settled if self.sealed["rule"] == "leximin" else everyone
            gaps += [1 - least[kind] / bound for kind in settled]
            floors.update(dict.fromkeys(settled, level["floor"]))
            bounds.append(bound)
        first = bounds[0] if bounds else Fraction(1)
        if left := sorted(everyone - floors.keys()):
            faults.append(f"certificate: no level is proven for types {left}")
        if max(gaps) > stated:
            faults.append(f"certificate: a chance is {float(max(gaps)):.2e} (relative) below its bound")
        if abs(first - Fraction(self.proof.get("bound", first))) > first / 10**9:
            faults.append(f"certificate: the bound is {float(first)}, {self.proof['bound']} was published")
        return faults, first, max(gaps)

    def draw(self, drawn: Doc) -> Iterator[str]:
        """What follows from the seal and the randomness; the script beside checks where that is from."""
        if (beside := Path(__file__).with_name("check_randomness.py")).exists():
            yield from runpy.run_path(str(beside))["check_randomness"](self.sealed, drawn)
        counter, value, digest, limit = 0, drawn["value"], "", 2**256 - 2**256 % self.total
        number = int(value[5:]) if value[:5] == "dice:" and 10 ** len(value[5:]) == self.total else limit
        while number >= limit:
            digest = sha256(f"{self.sealed['commitment']}\n{value}\n{counter}")
            number, counter = int(digest, 16), counter + 1
        ticket, place = number % self.total, sum(end <= number % self.total for end in accumulate(self.tickets))
        rows = zip(self.types, self.held(ticket), self.held(ticket + 1), strict=True)
        people = [p for ids, *n in rows for p, old, new in zip(ids, *n, strict=True) if new > old]
        found = {"digest": digest, "ticket": ticket, "panel": place, "people": people}
        yield from differ("randomness:", found, {key: drawn[key] for key in found})


def check(lottery: Doc, pool: Rows, quotas: Rows, drawn: Doc | None) -> tuple[list[str], Fraction]:
    """Everything that does not agree, and the largest gap."""
    one = Check(lottery)
    least = [Fraction(min(each), one.total) for each in one.held(one.total)]
    if one.sealed["lottery"] == "uniform":  # the target is proven, how far it is missed stated
        least = [min(Fraction(lottery["target"][person]) for person in ids) for ids in one.types]
    wrong, _, gap = one.bound(least)
    faults = [*one.seal(), *one.given(pool, quotas), *one.seats(), *one.chances(), *wrong]
    return faults + list(one.draw(drawn) if drawn else ()), gap


def main(paths: list[str]) -> int:
    """Read the files, say what does not agree."""
    here = [Path(__file__).with_name(name) for name in ("lottery.json", "pool.csv", "quotas.csv", "draw.json")]
    files = [Path(path) for path in paths] or here[: 3 + here[3].exists()]
    try:
        texts = [json.loads(path.read_text("utf-8")) for path in [files[0], *files[3:]]]
        lottery, *drawn = [document.get("results", document) for document in texts]
        tables = read_rows(files[1]), read_rows(files[2])
        faults, gap = check(lottery, *tables, [*drawn, lottery.get("panel")][0])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        print(f"cannot be read: {problem!r}")
        return 2
    print("\n".join(faults) or f"All agrees: no lottery is fairer by more than {float(gap):.1e}.")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
