"""Check a lottery without misaq: python3 check_lottery.py LOTTERY CERTIFICATE POOL.csv QUOTAS.csv [DRAW]

Works out in exact fractions that no lottery is fairer; names what does not agree. Exit code: 0 agrees, 1 not.
"""

import csv
import hashlib
import json
import runpy
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

MOST_GAP = Fraction(1, 10**6)  # relative: closer than this to the bound is proven best
Doc = dict[str, Any]
Rows = list[dict[str, str]]
Limits = list[tuple[list[int], int, int]]
Verdict = tuple[list[str], Fraction]


def sha256(value: str | Doc) -> str:
    """The digest of a text, or of the canonical JSON of whole numbers and texts."""
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n"
    return hashlib.sha256((value if isinstance(value, str) else plain).encode()).hexdigest()


def fold(text: str) -> str:
    """The form in which names are compared."""
    return " ".join(text.split()).casefold()


def read_rows(path: str) -> Rows:
    """The rows of a table, column names folded; with an id, or the row's number as one."""
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        rows = [{fold(k): v or "" for k, v in row.items() if k} for row in csv.DictReader(stream)]
    return [{**row, "id": row.get("id", str(i)).strip()} for i, row in enumerate(rows, 1)]


def check_given(sealed: Doc, certificate: Doc, pool: Rows, quotas: Rows) -> Iterator[str]:
    """The certificate, the quotas and every row of the pool are those that were sealed."""
    if sealed.get("certificate") != sha256(certificate):
        yield "certificate: it is not the one that was sealed"
    lines = {(fold(q["category"]), fold(q["feature"])): q for q in quotas}
    has = {key: [int(q["min"]), int(q["max"])] for key, q in lines.items()}
    names = {(fold(q[0]), fold(q[1])): q for q in sealed["quotas"]}
    for key in sorted(has.keys() | names.keys()):
        if has.get(key) != names.get(key, [])[2:]:
            yield f"quota {' = '.join(key)}: other numbers than were sealed"
    kinds = {person: kind for kind, ids in enumerate(sealed["types"]) for person in ids}
    heads = dict.fromkeys(fold(q[0]) for q in sealed["quotas"])
    for number, row in enumerate(pool, 2):
        text = "\n".join(" = ".join(names.get((c, fold(row.get(c, ""))), [])[:2]) for c in heads)
        if row["id"] not in kinds or sha256(text) != certificate["rows"][kinds[row["id"]]]:
            yield f"pool row {number}: {row['id']} is not as it was sealed"
    missing = sorted(kinds.keys() - {row["id"] for row in pool})
    if missing or sum(len(ids) for ids in sealed["types"]) != len(pool):
        yield f"pool: of the sealed list are missing {missing}, or somebody is on it twice"


def read_limits(sealed: Doc, pool: Rows) -> Limits:
    """For each quota, the size and each household: the types in it, min, max."""
    index = {row["id"]: row for row in pool}
    first = [index[ids[0]] for ids in sealed["types"]]
    limits = [
        ([k for k, row in enumerate(first) if fold(row[fold(c)]) == fold(f)], low, high)
        for c, f, low, high in sealed["quotas"]
    ]
    limits.append((list(range(len(first))), sealed["size"], sealed["size"]))
    homes = Counter(" ".join(row.get("household", "").split()) for row in pool)
    for home in sorted(home for home, n in homes.items() if home and n > 1):
        at_home = [" ".join(row["household"].split()) == home for row in first]
        limits.append(([kind for kind, there in enumerate(at_home) if there], 0, 1))
    return limits


def count_tickets(sealed: Doc, upto: int) -> list[int]:
    """Seats of each type on the first `upto` tickets."""
    seats = [0] * len(sealed["types"])
    for panel, count in zip(sealed["panels"], sealed["tickets"], strict=True):
        for kind, n in panel:
            seats[kind] += n * min(count, upto)
        upto -= min(count, upto)
    return seats


def check_panels(sealed: Doc, limits: Limits, published: dict[str, float]) -> Iterator[str]:
    """Every panel meets every limit; everybody's probability is that of the tickets, seats going round."""
    names = [f"{q[0]} = {q[1]}" for q in sealed["quotas"]] + ["size"]
    for place, panel in enumerate(sealed["panels"]):
        seats = dict(panel)
        if any(not 0 <= n <= len(sealed["types"][kind]) for kind, n in panel):
            yield f"panel {place}: more seats of a type than it has people"
        for row, (kinds, low, high) in enumerate(limits):
            n = sum(seats.get(kind, 0) for kind in kinds)
            if not low <= n <= high:
                yield f"panel {place}: {(names[row : row + 1] or ['a household'])[0]} has {n} seats"
    total, found = sum(sealed["tickets"]), {}
    for ids, n in zip(sealed["types"], count_tickets(sealed, total), strict=True):
        found.update({p: (n // len(ids) + (i < n % len(ids))) / total for i, p in enumerate(ids)})
    for person in sorted(found.keys() | published.keys()):
        if abs(found.get(person, -1) - published.get(person, -1)) > 1e-12:
            yield f"probability of {person}: by the tickets it is {found.get(person)}"


def bound_of(level: Doc, limits: Limits, sizes: list[int], barred: set[int], unit: int) -> Fraction:
    """What a level's duals prove: nobody can lift all its free types above this (exact)."""
    weights, floors = dict(level["weights"]), dict(level["floors"])
    values, right = [0] * len(sizes), 0
    for (kinds, low, high), price in zip(limits, level["prices"], strict=True):
        right += price * (high if price > 0 else low) * unit
        for kind in kinds:
            values[kind] += price
    for kind, size in enumerate(sizes):
        if kind not in barred:  # the others have no seat in any panel
            right -= max(values[kind], 0) * size * floors.get(kind, 0)
            right += max(weights.get(kind, 0) - values[kind], 0) * size * unit
    mass = unit * sum(w * sizes[kind] for kind, w in weights.items())
    return min(Fraction(right, mass), Fraction(1)) if mass else Fraction(1)


def check_levels(sealed: Doc, certificate: Doc, limits: Limits, seats: list[int]) -> Verdict:
    """Everybody has the bound of their level but for the gap; the faults and the largest gap."""
    sizes, total = [len(ids) for ids in sealed["types"]], sum(sealed["tickets"])
    barred = {kind for kinds, _, high in limits if high == 0 for kind in kinds}
    worst, settled = Fraction(0), dict[int, Fraction]()
    for number, level in enumerate(certificate["levels"], 1):
        weights, floors = dict(level["weights"]), dict(level["floors"])
        bound = bound_of(level, limits, sizes, barred, certificate["unit"])
        held = {k: Fraction(floors.get(k, 0), certificate["unit"]) / p for k, p in settled.items()}
        if (  # held where they were settled, only the free weighed, and settled only who hold it down
            any(abs(share - 1) > MOST_GAP for share in held.values())
            or floors.keys() - settled.keys()
            or weights.keys() & (settled.keys() | barred)
            or any(bound < 1 and weights.get(kind, 0) <= 0 for kind in level["settled"])
            or min(weights.values(), default=0) < 0
            or not bound > 0
        ):
            return [f"certificate: level {number} proves nothing"], Fraction(1)
        for kind in level["settled"]:
            settled[kind] = bound
            worst = max(worst, 1 - Fraction(seats[kind] // sizes[kind], total) / bound)
    left = sorted(set(range(len(sizes))) - settled.keys() - barred)
    faults = [f"certificate: types {left} are left out, no quota of 0 bars them"] if left else []
    if worst > MOST_GAP:
        faults.append(f"certificate: a chance is {float(worst):.1e} (relative) below its bound")
    return faults, worst


def check_draw(sealed: Doc, drawn: Doc) -> Iterator[str]:
    """What follows from the seal and the randomness; the script beside checks where that is from."""
    if (beside := Path(__file__).with_name("check_randomness.py")).exists():
        yield from runpy.run_path(str(beside))["check_randomness"](sealed, drawn)
    total, counter, value, digest = sum(sealed["tickets"]), 0, drawn["value"], ""
    number = int(value[5:]) if value[:5] == "dice:" and 10 ** len(value[5:]) == total else 2**256
    while number >= 2**256 - 2**256 % total:
        digest = sha256(f"{sealed['commitment']}\n{value}\n{counter}")
        number, counter = int(digest, 16), counter + 1
    ticket = number % total
    place = sum(end <= ticket for end in accumulate(sealed["tickets"]))
    before, kinds, panel = count_tickets(sealed, ticket), sealed["types"], sealed["panels"][place]
    people = [kinds[k][(before[k] + i) % len(kinds[k])] for k, n in panel for i in range(n)]
    found = {"digest": digest, "ticket": ticket, "panel": place, "people": people}
    for name in (name for name in found if drawn[name] != found[name]):
        yield f"randomness: {name} follows from it as {found[name]}, {drawn[name]} was published"


def check(lottery: Doc, certificate: Doc, pool: Rows, quotas: Rows, drawn: Doc | None) -> Verdict:
    """Everything that does not agree, and the largest gap; with another pool no more can be said."""
    sealed = lottery.get("sealed", lottery)
    again = sha256({key: sealed[key] for key in sealed.keys() - {"commitment"}})
    faults = [f"seal: the list has {again}"] if again != sealed["commitment"] else []
    faults += check_given(sealed, certificate, pool, quotas)
    if any(fault.startswith(("pool", "quota")) for fault in faults):
        return faults, Fraction(1)
    limits, seats = read_limits(sealed, pool), count_tickets(sealed, sum(sealed["tickets"]))
    faults += check_panels(sealed, limits, lottery["probabilities"])
    wrong, gap = check_levels(sealed, certificate, limits, seats)
    return [*faults, *wrong, *(check_draw(sealed, drawn) if drawn else ())], gap


def main(paths: list[str]) -> int:
    """Read the files, say what does not agree."""
    try:
        files = [json.loads(Path(p).read_text("utf-8")) for p in [*paths[:2], *paths[4:5]]]
        found = [*(document.get("results", document) for document in files), None]
        faults, gap = check(*found[:2], read_rows(paths[2]), read_rows(paths[3]), found[2])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        print(f"cannot be read: {problem!r}")
        return 2
    print("\n".join(faults) or f"All agrees: no lottery is fairer by more than {float(gap):.1e}.")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
