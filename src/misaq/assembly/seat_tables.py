"""Methods side by side, paradoxes and seats by community and region as plain values for a document."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from misaq.assembly.biproportional import BiproportionalSeats, Cell
from misaq.assembly.seat_comparison import MethodRow, Paradox


def publish_comparison(rows: Sequence[MethodRow], paradoxes: Sequence[Paradox]) -> dict[str, Any]:
    """The table of methods, fractions as exact texts, and the paradoxes of the one that was asked for."""
    return {
        "methods": [
            {
                "method": row.method,
                "seats": dict(row.seats),
                "people_a_seat_most": _text(row.most),
                "people_a_seat_least": _text(row.least),
                "off": _text(row.off),
                "ties": list(row.ties),
            }
            for row in rows
        ],
        "paradoxes": [asdict(paradox) for paradox in paradoxes],
    }


def publish_biproportional(
    found: BiproportionalSeats, people: Mapping[Cell, int]
) -> dict[str, Any]:
    """Seats of every cell with its people, and the multipliers as exact fractions.

    people x community multiplier x region multiplier, rounded by the method, is the seats.
    """
    ties = set(found.ties)
    return {
        "method": found.method,
        "communities": {key: _text(value) for key, value in found.community_multipliers.items()},
        "regions": {key: _text(value) for key, value in found.region_multipliers.items()},
        "cells": [
            {
                "community": community,
                "region": region,
                "people": people.get((community, region), 0),
                "seats": n,
                "tie": (community, region) in ties,
            }
            for (community, region), n in sorted(found.seats.items())
        ],
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"
