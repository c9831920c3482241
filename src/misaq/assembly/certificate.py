"""The certificate of a lottery: whole numbers from which anybody can work out that no lottery is fairer."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files as resources
from typing import Any

import numpy as np

from misaq.assembly.audit import Break
from misaq.assembly.lottery import Lottery
from misaq.assembly.polytope import Proof
from misaq.assembly.programs import Floats
from misaq.assembly.quotas import fold
from misaq.assembly.standalone import check_lottery

FORMAT = "misaq-assembly-certificate/1"
UNIT = (
    2**60
)  # every dual and floor is a whole number of these parts of 1, exactly as the solver gave it


def publish_certificate(lottery: Lottery) -> dict[str, Any]:
    """The certificate as plain values, all whole numbers; for those who may see the pool.

    rows : digest of the features of each type, in the order of the sealed types, so that a changed row
        of the pool is named.
    levels : for each, its `value`, the `settled` types, `weights` and `floors` as [type, number] pairs,
        `prices` of the quotas, the size, and the households, numbers in parts of `unit`.

    With a row's duals and its chance known its features can be guessed: it does not go to the public.

    Let y be the weights, a the prices, b that of the size, and s_t = b + the sum of a over the quotas and
    household of t. For every point of the quota polytope that gives the types settled before their floors
    p_t, with g_t = max(s_t, 0) for those and u_t = max(w_t - s_t, 0) for all,
        z sum m_t y_t <= sum (a+ max - a- min) + b size + sum u_t m_t - sum g_t m_t p_t.
    Source: linear programming duality; every lottery's expected seats lie in the polytope.
    """
    pool = lottery.pool
    rows = [
        feature_digest([(pool.quotas.rows[i].category, pool.quotas.rows[i].feature) for i in row])
        for row in pool.features.tolist()
    ]
    return {
        "format": FORMAT,
        "unit": UNIT,
        "rows": rows,
        "levels": [_level(proof) for proof in lottery.proofs],
    }


def feature_digest(features: list[tuple[str, str]]) -> str:
    """SHA-256 of "category = feature" lines in the quotas' order.

    >>> feature_digest([("sex", "f")])[:8]
    'e34b3167'
    """
    text = "\n".join(f"{category} = {feature}" for category, feature in features)
    return hashlib.sha256(text.encode()).hexdigest()


def check_certificate(
    sealed: Mapping[str, Any],
    probabilities: Mapping[str, float],
    certificate: Mapping[str, Any],
    pool: Mapping[str, Sequence[str]],
    quotas: Mapping[str, Sequence[str]],
) -> list[Break]:
    """What the stand-alone check finds, by the same script; [] when all agrees.

    sealed : the list with its commitment. pool, quotas : columns as the files have them.
    """
    rows, wanted = (_rows(columns) for columns in (pool, quotas))
    rows = [{**row, "id": row.get("id", str(i)).strip()} for i, row in enumerate(rows, 1)]
    lottery = {"sealed": dict(sealed), "probabilities": dict(probabilities)}
    try:
        found, _ = check_lottery.check(lottery, dict(certificate), rows, wanted, None)
    except (ValueError, LookupError, TypeError, AttributeError) as problem:
        found = [f"certificate: {problem!r}"]
    return [Break("audit.certificate", {"reason": reason}) for reason in found]


def standalone_check() -> bytes:
    """The script that checks a lottery with Python alone, to be laid beside it."""
    return (resources("misaq.assembly") / "standalone" / "check_lottery.py").read_bytes()


def _level(proof: Proof) -> dict[str, Any]:
    return {
        "value": _parts(proof.value),
        "settled": np.flatnonzero(proof.settled).tolist(),
        "weights": _pairs(proof.weights),
        "floors": _pairs(proof.floors),
        "prices": [_parts(price) for price in proof.prices.tolist()],
    }


def _pairs(values: Floats) -> list[list[int]]:
    parts = [(kind, _parts(value)) for kind, value in enumerate(values.tolist())]
    return [[kind, number] for kind, number in parts if number]


def _parts(value: float) -> int:
    return int(value * UNIT)


def _rows(columns: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    names = [fold(name) for name in columns]
    return [dict(zip(names, texts, strict=True)) for texts in zip(*columns.values(), strict=True)]
