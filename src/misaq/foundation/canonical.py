"""Canonical bytes: one text for one value, so that equal results have equal hashes.

Keys are sorted, floats are rounded to 15 significant digits and written in their shortest form, NaN and
infinities become null, text is UTF-8 without escapes, and the file ends with one newline.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def canonical_value(value: Any) -> Any:
    """Turn arrays, dataclasses, tuples and NumPy scalars into plain JSON values, floats rounded.

    >>> canonical_value({"b": np.float64(0.1) + 0.2, "a": (np.int64(3), float("nan"))})
    {'b': 0.3, 'a': [3, None]}
    """
    match value:
        case None | bool() | str():
            return value
        case float() | np.floating():
            return _round(float(value))
        case int() | np.integer():
            return int(value)
        case np.bool_():
            return bool(value)
        case np.ndarray():
            return canonical_value(value.tolist())
        case Mapping():
            return {str(key): canonical_value(item) for key, item in value.items()}
        case list() | tuple():
            return [canonical_value(item) for item in value]
    if is_dataclass(value):
        return {f.name: canonical_value(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical_json(value: Any) -> bytes:
    """The canonical JSON bytes of `value`.

    >>> canonical_json({"b": 1.0, "a": "ب"}).decode()
    '{"a":"ب","b":1}\\n'
    """
    plain = canonical_value(value)
    text = json.dumps(
        plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return (text + "\n").encode()


def sha256_hex(payload: bytes) -> str:
    """The SHA-256 of `payload`, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(payload).hexdigest()


def _round(number: float) -> float | int | None:
    if not math.isfinite(number):
        return None
    rounded = float(f"{number:.15g}")
    if abs(rounded) < 2**53 and rounded == int(rounded):
        return int(rounded)  # 1 and 1.0 are one number and have one text
    return (
        rounded if math.isfinite(rounded) else number
    )  # the largest floats would round to infinity
