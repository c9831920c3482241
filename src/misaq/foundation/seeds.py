"""Public seeds: one number, announced before the draw, from which every use of chance is derived by name."""

import hashlib

import numpy as np


def derive_seed(seed: int, use: str) -> int:
    """Derive the seed of one named use of chance from the public seed, 0 <= result < 2**128.

    Two uses never share a stream, and adding a use changes no other.
    Source: SHA-256 of "misaq-seed/1", the decimal seed and the name of the use, each on its own line.

    >>> derive_seed(7, "dialogue.groups") == derive_seed(7, "dialogue.stability")
    False
    """
    digest = hashlib.sha256(f"misaq-seed/1\n{int(seed)}\n{use}\n".encode()).digest()
    return int.from_bytes(digest[:16], "big")


def generator(seed: int, use: str) -> np.random.Generator:
    """A generator for one named use of chance: Philox keyed by `derive_seed`, the same on every machine.

    >>> generator(7, "x").integers(1000, size=2).tolist() == generator(7, "x").integers(1000, size=2).tolist()
    True
    """
    return np.random.Generator(np.random.Philox(key=derive_seed(seed, use)))
