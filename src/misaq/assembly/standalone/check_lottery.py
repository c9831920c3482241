"""Check a lottery without misaq: python3 check_lottery.py [LOTTERY.json POOL.csv QUOTAS.csv [DRAW.json]]

Without names: lottery.json, pool.csv, quotas.csv, draw.json beside this script. Works out in exact fractions
that no lottery is fairer, and names whatever does not agree. Exit code: 0 agrees, 1 not, 2 unreadable.
"""

import csv
import hashlib
import json
import runpy
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import Any

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


def share(seats: int, people: int) -> list[int]:
    """Seats that go round among people, as each one's number."""
    return [seats // people + (i < seats % people) for i in range(people)]


def read_rows(path: Path) -> Rows:
    """The rows of a table, column names folded; with an id, or the row's number as one."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [{fold(k): v or "" for k, v in row.items() if k} for row in csv.DictReader(stream)]
    return [{**row, "id": row.get("id", str(i)).strip()} for i, row in enumerate(rows, 1)]


class Check:
    """A lottery's document, held against its pool, its quotas, its draw and itself."""

    def __init__(self, lottery: Doc, pool: Rows) -> None:
        self.doc, self.sealed, self.proof = lottery, lottery["sealed"], lottery["certificate"]
        self.types, self.homes = self.sealed["types"], self.sealed["households"]
        self.quotas, size, self.pool = self.sealed["quotas"], self.sealed["size"], pool
        self.sizes, self.total = [len(ids) for ids in self.types], sum(self.sealed["tickets"])
        self.panels = [dict(panel) for panel in self.sealed["panels"]]
        self.places = {(fold(q[0]), fold(q[1])): i for i, q in enumerate(self.quotas)}
        heads = dict.fromkeys(category for category, _ in self.places)
        read = [[self.places.get((c, fold(row.get(c, ""))), -1) for c in heads] for row in pool]
        self.answers = {row["id"]: answer for row, answer in zip(pool, read, strict=True)}
        self.rows = self.proof.get("rows") or [self.answers[ids[0]] for ids in self.types]
        self.limits = [[i for i in row if i >= 0] + [len(self.quotas)] for row in self.rows]
        for place, home in enumerate(self.homes, len(self.quotas) + 1):
            for kind in home["types"]:
                self.limits[kind].append(place)
        homes = [[0, home["number"]] for home in self.homes]
        self.sides = [q[2:] for q in self.quotas] + [[size, size]] + homes

    def seal(self) -> Iterator[str]:
        """The list, each panel and the certificate are those that were sealed."""
        leaves = ("commitment", "panels", "tickets")  # stand for themselves by their leaves
        digest = sha256({key: value for key, value in self.sealed.items() if key not in leaves})
        if digest != self.sealed["commitment"]:
            yield f"seal: the list has {digest}, {self.sealed['commitment']} was published"
        if self.sealed["certificate"] != sha256(self.proof):
            yield "certificate: it is not the one that was sealed"
        panels = zip(self.sealed["panels"], self.sealed["tickets"], strict=True)
        found = [sha256([place, *panel]) for place, panel in enumerate(panels)]
        for place, (ours, theirs) in enumerate(zip_longest(found, self.sealed["leaves"])):
            if ours != theirs:
                yield f"panel {place}: it or its number of tickets is not as it was sealed"

    def given(self, quotas: Rows) -> Iterator[str]:
        """Every row of the pool, every household and every quota is as it was sealed."""
        seated, out = self.sealed["selected"], dict.fromkeys(self.sealed["left_out"])
        kinds = zip(self.types, self.rows, strict=True)
        known = {**out, **seated, **{person: row for ids, row in kinds for person in ids}}
        lives: dict[str, Any] = {}
        for place, home in enumerate(self.homes):
            for ids in (self.types[kind] for kind in home["types"]):
                lives |= {p: (place, i * home["number"] // len(ids)) for i, p in enumerate(ids)}
        labels = {row["id"]: " ".join(row.get("household", "").split()) for row in self.pool}
        pairs = {p: (label or (p,), lives.get(p, p)) for p, label in labels.items() if p not in out}
        crowd = Counter(side for pair in set(pairs.values()) for side in pair)
        for number, person in enumerate((row["id"] for row in self.pool), 2):
            if known.get(person, []) not in (None, self.answers[person]):
                yield f"pool row {number}: {person} is not as it was sealed"
            elif any(crowd[side] > 1 for side in pairs.get(person, ())):
                yield f"pool row {number}: the household of {person} is not as it was sealed"
        times = Counter(row["id"] for row in self.pool)
        yield from (f"pool: {p} stands there {times[p]} times" for p in known if times[p] != 1)
        taken = Counter(place for places in seated.values() for place in places)
        lines = {(fold(q["category"]), fold(q["feature"])): (q["min"], q["max"]) for q in quotas}
        for key in sorted(lines.keys() | self.places.keys()):
            place = self.places.get(key, len(self.quotas))
            left = [max(int(n) - taken[place], 0) for n in lines.get(key, ())]
            if place == len(self.quotas) or left != self.sides[place]:
                yield f"quota {' = '.join(key)}: other numbers than were sealed"

    def held(self, upto: int) -> list[list[int]]:
        """On how many of the first `upto` tickets each person of each type has a seat."""
        ends = [0, *accumulate(self.sealed["tickets"])]
        drawn = [max(min(upto, end) - start, 0) for start, end in zip(ends, ends[1:], strict=False)]
        seats, held = Counter[int](), dict[int, list[int]]()
        for panel, count in zip(self.panels, drawn, strict=True):
            seats.update({kind: n * count for kind, n in panel.items()})
        for (
            home
        ) in self.homes:  # each type's places on a ring of households move on by one a ticket
            number, kinds, rows = home["number"], home["types"], Counter[tuple[int, ...]]()
            for panel, count in zip(self.panels if home["rings"] else (), drawn, strict=False):
                rows[tuple(panel.get(kind, 0) for kind in kinds)] += count
            held |= {kind: [0] * number for kind in kinds if home["rings"]}
            for ring in home["rings"]:
                laps, rest = divmod(rows[tuple(map(len, ring))], number)
                for i, kind, place in (
                    (i, k, at)
                    for i in range(number)
                    for k, r in zip(kinds, ring, strict=True)
                    for at in r
                ):
                    held[kind][i] += laps + ((i - place) % number < rest)
        return [
            [
                n
                for v in held.get(kind, [seats[kind]])
                for n in share(v, size // len(held.get(kind, [0])))
            ]
            for kind, size in enumerate(self.sizes)
        ]

    def seats(self) -> Iterator[str]:
        """Every panel meets every limit, and no ring seats a household twice."""
        names = (
            [" = ".join(q[:2]) for q in self.quotas] + ["size"] + ["a household"] * len(self.homes)
        )
        for place, panel in enumerate(self.panels):
            found = Counter(i for kind, n in panel.items() for i in self.limits[kind] * n)
            for i, (low, high) in enumerate(self.sides):
                if not low <= found[i] <= high:
                    yield f"panel {place}: {names[i]} has {found[i]} seats"
            if any(not 0 <= n <= self.sizes[kind] for kind, n in panel.items()):
                yield f"panel {place}: more seats of a type than it has people"
        for ring in (ring for home in self.homes for ring in home["rings"]):
            if len(set().union(*ring)) < sum(map(len, ring)):
                yield f"households: two seats for one in {ring}"

    def chances(self) -> Iterator[str]:
        """Everybody's probability is that of the tickets, and as near to its target as stated."""
        told, most = self.doc["probabilities"], self.doc["max_deviation"] * (1 + 1e-9) + 1e-12
        pairs = zip(self.types, self.held(self.total), strict=True)
        found = {p: n / self.total for ids, each in pairs for p, n in zip(ids, each, strict=True)}
        for person in sorted(found.keys() | told.keys()):
            if abs(found.get(person, -1) - told.get(person, -1)) > 1e-12:
                yield f"probability of {person}: by the tickets it is {found.get(person)}"
            elif abs(told[person] - self.doc["target"].get(person, -1)) > most:
                yield f"probability of {person}: further from its target than stated"

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
        for proof in self.proof["barred"]:
            weights = [[kind, UNIT] for kind in proof["types"]]
            if self.most({**proof, "weights": weights}, barred, {}) >= UNIT**2:
                faults.append(f"certificate: types {proof['types']} may have a seat")
            barred |= set(proof["types"])
        barred |= set(self.proof["unproven"])
        first, worst, everyone = Fraction(1), Fraction(0), set(range(len(self.types))) - barred
        levels = {level["number"]: level for level in self.proof["levels"]}
        for number in range(1, self.proof["rounds"] + 1):
            level = levels.get(number, {"weights": [], "settled": [], "prices": []})
            weights, settled = dict(level["weights"]), set(level["settled"])
            mass = sum(w * self.sizes[kind] for kind, w in weights.items()) * UNIT
            bound = Fraction(self.most(level, barred, floors), mass) if mass else Fraction(1)
            if (  # only the free are weighed, and only those settled who hold the level down
                not settled
                or (weights.keys() | settled) - everyone
                | (weights.keys() | settled) & floors.keys()
                or any(weights.get(kind, 0) <= 0 for kind in settled if bound < 1)
                or min(weights.values(), default=0) < 0
                or not bound > 0
            ):
                faults.append(f"certificate: the proof of level {number} is missing or wrong")
                continue
            bound = min(bound, Fraction(1))
            first = bound if number == 1 else first
            settled = settled if self.sealed["rule"] == "leximin" else everyone
            worst = max([worst, *(1 - least[kind] / bound for kind in settled)])
            floors.update(dict.fromkeys(settled, int(bound * UNIT)))
        if left := sorted(everyone - floors.keys()):
            faults.append(f"certificate: no level is proven for types {left}")
        if worst > Fraction(self.proof.get("gap", 1)):
            faults.append(f"certificate: a chance is {float(worst):.2e} (relative) below its bound")
        if abs(first - Fraction(self.proof.get("bound", first))) > first / 10**9:
            faults.append(f"certificate: the bound is {float(first)}, not {self.proof['bound']}")
        return faults, first, worst

    def draw(self, drawn: Doc) -> Iterator[str]:
        """What follows from the seal and the randomness; the script beside checks where that is from."""
        if (beside := Path(__file__).with_name("check_randomness.py")).exists():
            yield from runpy.run_path(str(beside))["check_randomness"](self.sealed, drawn)
        counter, value, digest, limit = 0, drawn["value"], "", 2**256 - 2**256 % self.total
        direct = value[:5] == "dice:" and 10 ** len(value[5:]) == self.total
        number = int(value[5:]) if direct else limit
        while number >= limit:
            digest = sha256(f"{self.sealed['commitment']}\n{value}\n{counter}")
            number, counter = int(digest, 16), counter + 1
        ticket = number % self.total
        rows = zip(self.types, self.held(ticket), self.held(ticket + 1), strict=True)
        people = [p for ids, *n in rows for p, old, new in zip(ids, *n, strict=True) if new > old]
        place = sum(end <= ticket for end in accumulate(self.sealed["tickets"]))
        found = {"digest": digest, "ticket": ticket, "panel": place, "people": people}
        for name in (name for name in found if drawn[name] != found[name]):
            yield f"randomness: {name} follows from it as {found[name]}, {drawn[name]} was published"


def check(lottery: Doc, pool: Rows, quotas: Rows, drawn: Doc | None) -> tuple[list[str], Fraction]:
    """Everything that does not agree, and the largest gap."""
    one = Check(lottery, pool)
    least = [Fraction(min(each), one.total) for each in one.held(one.total)]
    if one.sealed["lottery"] == "uniform":  # the target is proven, how far it is missed stated
        least = [min(Fraction(lottery["target"][person]) for person in ids) for ids in one.types]
    wrong, _, gap = one.bound(least)
    draw = one.draw(drawn) if drawn else ()
    return [*one.seal(), *one.given(quotas), *one.seats(), *one.chances(), *wrong, *draw], gap


def main(paths: list[str]) -> int:
    """Read the files, say what does not agree."""
    names = ("lottery.json", "pool.csv", "quotas.csv", "draw.json")
    beside = [path for path in map(Path(__file__).with_name, names) if path.exists()]
    files = [Path(path) for path in paths] or beside
    try:
        texts = [json.loads(path.read_text("utf-8")) for path in [files[0], *files[3:]]]
        lottery, *drawn = [document.get("results", document) for document in texts]
        tables = read_rows(files[1]), read_rows(files[2])
        faults, gap = check(lottery, *tables, [*drawn, lottery.get("panel")][0])
        unproven = len(lottery["certificate"]["unproven"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        print(f"cannot be read: {problem!r}")
        return 2
    good = f"All agrees: no lottery is fairer by more than {float(gap):.1e}"
    print("\n".join(faults) or f"{good} (types without a seat and without proof: {unproven}).")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
