"""The certificate of a lottery: whole numbers from which anybody can work out that no lottery is fairer."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib.resources import files as resources
from typing import Any

import numpy as np

from misaq.assembly.audit import Break
from misaq.assembly.exclusions import prove_exclusions
from misaq.assembly.ladder import SLACK, Proof
from misaq.assembly.leximin import GAP
from misaq.assembly.lottery import Lottery
from misaq.assembly.pool import NOWHERE
from misaq.assembly.programs import Floats
from misaq.assembly.quotas import fold
from misaq.assembly.seal import sealed
from misaq.assembly.standalone import check_lottery
from misaq.foundation.canonical import canonical_value

FORMAT = "misaq-assembly-certificate/2"
ROUNDED = Fraction(1, 10**11)  # relative
UNIT = 2**60  # every dual is a whole number of these parts of 1, as exactly as the solver gave it


def publish_certificate(lottery: Lottery) -> dict[str, Any]:
    """The certificate as plain values, whole numbers but for the first two.

    bound : no lottery gives everybody who can sit more than this.
    proven : whether the gap of a leximin lottery is small enough to be none.
    gap : how far a chance is below what is proven for its level at most, relative to it, rounded up; of a
        lottery with panels of equal weight, that of the target.
    levels : for each, the `settled` types and the `floor` they are held to from then on, `weights` of the types
        still free and `prices` of the quotas, the size and the compositions of households, as [place, number]
        pairs; numbers are parts of `unit`.
    rounds : how many levels there are.
    barred : why types cannot sit: `weights` of them and `prices` that leave them less than one seat together.
    unproven : types that have no seat for reasons of whole people, of which there is no short proof.

    Let y be the weights, a the prices, b that of the size, and s_t = b + the sum of a over the quotas and
    households of t. For every point of the quota polytope that gives the types settled before their floors
    p_t, with g_t = max(s_t, 0) for those and u_t = max(w_t - s_t, 0) for all,
        z sum m_t y_t <= sum (a+ max - a- min) + b size + sum u_t m_t - sum g_t m_t p_t.
    Source: linear programming duality; every lottery's expected seats lie in the polytope.
    """
    pool = lottery.pool
    out = {person.id for person in lottery.shut_out}
    kinds = [kind for kind, ids in enumerate(pool.members) if ids[0] in out]
    barred, unproven = prove_exclusions(pool, kinds)
    proofs = lottery.proofs if lottery.rule == "leximin" else lottery.proofs[:1]
    found: dict[str, Any] = {
        "format": FORMAT,
        "unit": UNIT,
        "rounds": len(proofs),
        "levels": [_level(number, proofs) for number in range(1, len(proofs) + 1)],
        "barred": [
            {"weights": [[kind, UNIT] for kind in types], "prices": _pairs(prices)}
            for types, prices in barred
        ],
        "unproven": list(unproven),
    }
    bound, gap = _measure(lottery, found)
    proven = lottery.rule == "leximin" and gap <= GAP
    plain: dict[str, Any] = canonical_value({**found, "bound": bound, "gap": gap, "proven": proven})
    return plain  # in the very form whose digest is sealed


def check_certificate(
    lottery: Mapping[str, Any],
    pool: Mapping[str, Sequence[str]],
    quotas: Mapping[str, Sequence[str]],
    drawn: Mapping[str, Any] | None = None,
) -> list[Break]:
    """What the stand-alone check finds, by the same script; [] when all agrees.

    lottery : its document with `sealed`; where that is without the rows of the pool, they are taken from `pool`.
    pool, quotas : columns as the files have them.
    """
    people, wanted = (_rows(columns) for columns in (pool, quotas))
    try:
        whole = with_rows(lottery, pool)
        found, *_ = check_lottery.check(whole, people, wanted, dict(drawn) if drawn else None)
    except check_lottery.UNREADABLE as problem:
        found = [f"certificate: {problem!r}"]
    return [Break("audit.check", {"reason": reason}) for reason in found]


def with_rows(lottery: Mapping[str, Any], pool: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """A lottery's document whose sealed list has the rows of the pool, taken from it where they are left out.

    Raises KeyError when somebody of the list is not in the pool.
    """
    sealed = lottery["sealed"]
    return {**lottery, "sealed": {"rows": _features(sealed, _rows(pool))} | sealed}


def standalone_check(name: str = "check_lottery.py") -> bytes:
    """A script that checks with Python alone: the lottery, or one that lies beside it."""
    return (resources("misaq.assembly") / "standalone" / name).read_bytes()


def _measure(lottery: Lottery, found: Mapping[str, Any]) -> tuple[float, float]:
    """Bound and gap as the stand-alone check works them out, the gap rounded up."""
    plain = sealed(lottery, found)
    document = {
        "sealed": plain,
        "certificate": {**found, "bound": 0, "gap": 1},
        "target": lottery.target,
    }
    _, bound, gap = check_lottery.Check(document).bound()
    rounded = ROUNDED if lottery.form == "uniform" else 0  # the target is published to 12 digits
    return float(f"{float(bound):.12g}"), _round_up(gap + rounded)


def _round_up(gap: Fraction) -> float:
    """To three significant digits, upwards; 0 and below is 0.

    >>> _round_up(Fraction(123456, 10**12))
    1.24e-07
    """
    if gap <= 0:
        return 0.0
    rounded = float(f"{float(gap):.2e}")
    scale = 10.0 ** (int(f"{rounded:.2e}".partition("e")[2]) - 2)
    while Fraction(rounded) < gap:
        rounded = float(f"{rounded + scale:.2e}")
    return rounded


def _level(number: int, proofs: Sequence[Proof]) -> dict[str, Any]:
    """One level, with the floor at which those settled are held in all levels after."""
    proof = proofs[number - 1]
    held = [float(later.floors[proof.settled].min()) for later in proofs[number:]]
    return {
        "number": number,
        "settled": np.flatnonzero(proof.settled).tolist(),
        "floor": _parts(min([proof.value * (1 - SLACK), *held])),
        "weights": _pairs(proof.weights),
        "prices": _pairs(proof.prices),
    }


def _pairs(values: Floats) -> list[list[int]]:
    parts = [(place, _parts(value)) for place, value in enumerate(values.tolist())]
    return [[place, number] for place, number in parts if number]


def _parts(value: float) -> int:
    return int(value * UNIT)


def _features(plain: Mapping[str, Any], pool: list[dict[str, str]]) -> list[list[int]]:
    """Places of each type's features, by the row of its first person."""
    keys = [(fold(quota[0]), fold(quota[1])) for quota in plain["quotas"]]
    places = {key: place for place, key in enumerate(keys)}
    by_id = {row["id"]: row for row in pool}
    heads = list(dict.fromkeys(head for head, _ in keys))
    firsts = (by_id.get(ids[0], {}) for ids in plain["types"])
    return [[places.get((c, fold(row.get(c, ""))), NOWHERE) for c in heads] for row in firsts]


def _rows(columns: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    names = [fold(name) for name in columns]
    rows = [dict(zip(names, texts, strict=True)) for texts in zip(*columns.values(), strict=True)]
    return [{**row, "id": row.get("id", str(i)).strip()} for i, row in enumerate(rows, 1)]
