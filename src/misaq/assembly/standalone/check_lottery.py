#!/usr/bin/env python3
"""Check a lottery without misaq: check_lottery.py LOTTERY.json CERTIFICATE.json POOL.csv QUOTAS.csv [DRAW.json]

It computes the seal again, holds every row of the pool and every quota against it, checks every panel,
counts everybody's tickets, works out in exact fractions that no lottery goes beyond the levels of the
certificate, and draws again. It names whatever does not agree.
Exit code: 0 all agrees, 1 something does not, 2 a file cannot be read.
"""

import csv
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

MOST_GAP = Fraction(1, 10**6)  # relative: closer than this to the bound is proven best
Doc = dict[str, Any]
Rows = list[dict[str, str]]
Limits = list[tuple[list[int], int, int]]


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
    given = {
        (fold(q["category"]), fold(q["feature"])): [int(q["min"]), int(q["max"])] for q in quotas
    }
    names = {(fold(q[0]), fold(q[1])): q for q in sealed["quotas"]}
    for key in sorted(given.keys() | names.keys()):
        if given.get(key) != names.get(key, [])[2:]:
            yield f"quota {' = '.join(key)}: other numbers than were sealed"
    kinds = {person: kind for kind, ids in enumerate(sealed["types"]) for person in ids}
    categories = list(dict.fromkeys(q[0] for q in sealed["quotas"]))
    for number, row in enumerate(pool, 2):
        found = [names.get((fold(c), fold(row.get(fold(c), ""))), ["", ""]) for c in categories]
        text = "\n".join(f"{q[0]} = {q[1]}" for q in found)
        if row["id"] not in kinds:
            yield f"pool row {number}: {row['id']} is not in the sealed list"
        elif sha256(text) != certificate["rows"][kinds[row["id"]]]:
            yield f"pool row {number}: {row['id']} has other features than were sealed"
    for person in sorted(kinds.keys() - {row["id"] for row in pool}):
        yield f"pool: {person} of the sealed list is missing"


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


def check_panels(sealed: Doc, limits: Limits) -> Iterator[str]:
    """Every panel meets every limit and seats nobody twice."""
    names = [f"{q[0]} = {q[1]}" for q in sealed["quotas"]] + ["size"]
    for place, panel in enumerate(sealed["panels"]):
        seats = dict(panel)
        if any(not 0 <= n <= len(sealed["types"][kind]) for kind, n in panel):
            yield f"panel {place}: more seats of a type than it has people"
        for row, (kinds, low, high) in enumerate(limits):
            n = sum(seats.get(kind, 0) for kind in kinds)
            if not low <= n <= high:
                yield f"panel {place}: {(names[row : row + 1] or ['a household'])[0]} has {n} seats"


def count_tickets(sealed: Doc, upto: int) -> list[int]:
    """Seats of each type on the first `upto` tickets."""
    seats = [0] * len(sealed["types"])
    for panel, count in zip(sealed["panels"], sealed["tickets"], strict=True):
        for kind, n in panel:
            seats[kind] += n * min(count, upto)
        upto -= min(count, upto)
    return seats


def check_chances(sealed: Doc, published: dict[str, float], seats: list[int]) -> Iterator[str]:
    """Everybody's published probability is that of the tickets: seats go round in a type."""
    total, found = sum(sealed["tickets"]), {}
    for ids, n in zip(sealed["types"], seats, strict=True):
        found.update({p: (n // len(ids) + (i < n % len(ids))) / total for i, p in enumerate(ids)})
    for person in sorted(found.keys() | published.keys()):
        ours, theirs = found.get(person), published.get(person)
        if ours is None or theirs is None or abs(ours - theirs) > 1e-12:
            yield f"probability of {person}: {ours} by the tickets, {theirs} published"


def bound_of(level: Doc, limits: Limits, sizes: list[int], barred: set[int], unit: int) -> Fraction:
    """What a level's duals prove: nobody can lift all its free types above this (exact)."""
    weights, floors = dict(level["weights"]), dict(level["floors"])
    if not weights:
        return Fraction(1)
    values, right = [0] * len(sizes), 0
    for (kinds, low, high), price in zip(limits, level["prices"], strict=True):
        right += price * (high if price > 0 else low) * unit
        for kind in kinds:
            values[kind] += price
    for kind, size in enumerate(sizes):
        if kind not in barred:  # the others have no seat in any panel
            right -= max(values[kind], 0) * size * floors.get(kind, 0)
            right += max(weights.get(kind, 0) - values[kind], 0) * size * unit
    return min(Fraction(right, unit * sum(w * sizes[k] for k, w in weights.items())), Fraction(1))


def check_levels(
    sealed: Doc, certificate: Doc, limits: Limits, seats: list[int]
) -> tuple[list[str], Fraction]:
    """Everybody has the bound of their level but for the gap; the faults and the largest gap."""
    sizes, unit = [len(ids) for ids in sealed["types"]], certificate["unit"]
    barred = {kind for kinds, _, high in limits if high == 0 for kind in kinds}
    faults, worst, settled = list[str](), Fraction(0), dict[int, Fraction]()
    for number, level in enumerate(certificate["levels"], 1):
        weights, floors = dict(level["weights"]), dict(level["floors"])
        bound, held = (
            bound_of(level, limits, sizes, barred, unit),
            {k: floors.get(k, 0) for k in settled},
        )
        if (  # held where they were settled, only the free weighed, and settled only who hold it down
            any(
                abs(Fraction(n, unit) - settled[k]) > MOST_GAP * settled[k] for k, n in held.items()
            )
            or floors.keys() - settled.keys()
            or weights.keys() & (settled.keys() | barred)
            or any(bound < 1 and weights.get(kind, 0) <= 0 for kind in level["settled"])
            or min(weights.values(), default=0) < 0
            or not bound > 0
        ):
            return [f"certificate: level {number} proves nothing"], Fraction(1)
        for kind in level["settled"]:
            settled[kind] = bound
            least = Fraction(seats[kind] // sizes[kind], sum(sealed["tickets"]))
            worst = max(worst, 1 - least / bound)
    left = set(range(len(sizes))) - settled.keys() - barred
    if left:
        faults.append(
            f"certificate: types {sorted(left)} are left out, and no quota of 0 bars them"
        )
    if worst > MOST_GAP:
        faults.append(f"certificate: a chance is {float(worst):.1e} (relative) below its bound")
    return faults, worst


def check_draw(sealed: Doc, drawn: Doc) -> Iterator[str]:
    """The ticket and the people follow from the seal and the randomness."""
    total, counter, tickets = sum(sealed["tickets"]), -1, sealed["tickets"]
    number, limit = 2**256, 2**256 - 2**256 % total
    while number >= limit:
        counter += 1
        spoken = f"{sealed['commitment']}\n{' '.join(drawn['randomness'].split())}\n{counter}"
        number = int(sha256(spoken), 16)
    ticket = number % total
    place = next(i for i in range(len(tickets)) if sum(tickets[: i + 1]) > ticket)
    before, people = count_tickets(sealed, ticket), []
    for kind, n in sealed["panels"][place]:
        ids = sealed["types"][kind]
        people += [ids[(before[kind] + i) % len(ids)] for i in range(n)]
    found = {"digest": sha256(spoken), "ticket": ticket, "panel": place, "people": people}
    for name, value in found.items():
        if drawn[name] != value:
            yield f"randomness: {name} follows from it as {value}, {drawn[name]} was published"


def check(
    lottery: Doc, certificate: Doc, pool: Rows, quotas: Rows, drawn: Doc | None
) -> tuple[list[str], Fraction]:
    """Everything that does not agree, and the largest gap; with another pool no more can be said."""
    sealed = lottery.get("sealed", lottery)
    keys = {"certificate", "format", "panels", "quotas", "size", "tickets", "types"}
    again = sha256({key: sealed[key] for key in keys & sealed.keys()})
    faults = [f"seal: the list has {again}"] if again != sealed["commitment"] else []
    faults += check_given(sealed, certificate, pool, quotas)
    if any(fault.startswith(("pool", "quota")) for fault in faults):
        return faults, Fraction(1)
    limits, seats = read_limits(sealed, pool), count_tickets(sealed, sum(sealed["tickets"]))
    faults += check_panels(sealed, limits)
    faults += check_chances(sealed, lottery["probabilities"], seats)
    wrong, gap = check_levels(sealed, certificate, limits, seats)
    return [*faults, *wrong, *(check_draw(sealed, drawn) if drawn else ())], gap


def main(paths: list[str]) -> int:
    """Read the files, say what does not agree."""
    try:
        read = [json.loads(Path(p).read_text("utf-8")) for p in [*paths[:2], *paths[4:5]]]
        found = [document.get("results", document) for document in read]
        tables = read_rows(paths[2]), read_rows(paths[3])
        faults, gap = check(found[0], found[1], *tables, found[2] if found[2:] else None)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as problem:
        print(f"cannot be read: {problem!r}")
        return 2
    print("\n".join(faults) or f"All agrees: no lottery is fairer by more than {float(gap):.1e}.")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
