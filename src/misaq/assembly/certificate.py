"""The certificate of a lottery: whole numbers from which anybody can work out that no lottery is fairer."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from importlib.resources import files as resources
from typing import Any

import numpy as np

from misaq.assembly.audit import Break
from misaq.assembly.exclusions import prove_exclusions
from misaq.assembly.lottery import Lottery
from misaq.assembly.polytope import Proof
from misaq.assembly.programs import Floats
from misaq.assembly.quotas import fold
from misaq.assembly.seal import sealed
from misaq.assembly.standalone import check_lottery

FORMAT = "misaq-assembly-certificate/2"
UNIT = 2**60  # every dual is a whole number of these parts of 1, as exactly as the solver gave it


def publish_certificate(lottery: Lottery, *, rows: bool = True) -> dict[str, Any]:
    """The certificate as plain values, whole numbers but for the first two.

    bound : no lottery gives everybody who can sit more than this.
    gap : how far a chance is below what is proven for its level at most, relative to it, rounded up; of a
        lottery with panels of equal weight, that of the target.
    levels : for each, its `value`, the `settled` types, `weights` of the types still free and `prices` of the
        quotas, the size and the compositions of households, as [place, number] pairs of parts of `unit`.
    rounds : how many levels there are.
    barred : why types cannot sit: `types` and `prices` that leave them less than one seat together.
    unproven : types that have no seat for reasons of whole people, of which there is no short proof.
    rows : places of each type's features among the quotas, -1 for none, so that a changed row of the pool is
        named. Beside the ids of the types they are the pool: rows=False leaves them out, and the pool's own
        rows are taken for them.

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
        "levels": [_level(number, proof) for number, proof in enumerate(proofs, 1)],
        "barred": [{"types": list(t), "prices": _pairs(prices)} for t, prices in barred],
        "unproven": list(unproven),
    }
    if rows:
        found["rows"] = pool.features.tolist()
    bound, gap = _measure(lottery, found)
    return {**found, "bound": bound, "gap": gap}


def check_certificate(
    lottery: Mapping[str, Any],
    pool: Mapping[str, Sequence[str]],
    quotas: Mapping[str, Sequence[str]],
    drawn: Mapping[str, Any] | None = None,
) -> list[Break]:
    """What the stand-alone check finds, by the same script; [] when all agrees.

    lottery : its document with `sealed`. pool, quotas : columns as the files have them.
    """
    tables = [_rows(columns) for columns in (pool, quotas)]
    try:
        found, _ = check_lottery.check(dict(lottery), *tables, dict(drawn) if drawn else None)
    except (ValueError, LookupError, TypeError, AttributeError) as problem:
        found = [f"certificate: {problem!r}"]
    return [Break("audit.check", {"reason": reason}) for reason in found]


def standalone_check() -> bytes:
    """The script that checks a lottery with Python alone, to be laid beside it."""
    return (resources("misaq.assembly") / "standalone" / "check_lottery.py").read_bytes()


def _measure(lottery: Lottery, found: Mapping[str, Any]) -> tuple[float, float]:
    """Bound and gap as the stand-alone check works them out, the gap rounded up."""
    pool, tickets = lottery.pool, lottery.tickets
    plain = {**sealed(lottery, found), "panels": [], "leaves": []}
    rows = pool.features.tolist()
    again = check_lottery.Check({"sealed": plain, "certificate": {**found, "rows": rows}}, [])
    if lottery.form == "uniform":
        least = [min(Fraction(lottery.target[person]) for person in ids) for ids in pool.members]
    else:
        held = tickets.person_tickets()
        least = [
            Fraction(min(held[person] for person in ids), tickets.total) for ids in pool.members
        ]
    _, bound, gap = again.bound(least)
    return float(bound), _round_up(gap)


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


def _level(number: int, proof: Proof) -> dict[str, Any]:
    return {
        "number": number,
        "value": _parts(proof.value),
        "settled": np.flatnonzero(proof.settled).tolist(),
        "weights": _pairs(proof.weights),
        "prices": _pairs(proof.prices),
    }


def _pairs(values: Floats) -> list[list[int]]:
    parts = [(place, _parts(value)) for place, value in enumerate(values.tolist())]
    return [[place, number] for place, number in parts if number]


def _parts(value: float) -> int:
    return int(value * UNIT)


def _rows(columns: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    names = [fold(name) for name in columns]
    rows = [dict(zip(names, texts, strict=True)) for texts in zip(*columns.values(), strict=True)]
    return [{**row, "id": row.get("id", str(i)).strip()} for i, row in enumerate(rows, 1)]
