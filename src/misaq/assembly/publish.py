"""The assembly's numbers as plain values: what a result document holds. Ids and chances, never a row of features."""

from collections.abc import Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from misaq.assembly.apportionment import Apportionment
from misaq.assembly.draw import Draw
from misaq.assembly.lottery import Lottery
from misaq.assembly.randomness import Source
from misaq.assembly.report import FeatureRow, feature_table
from misaq.assembly.seal import commit, sealed

DIGITS = 12  # significant: what the solver knows of a bound or a level


def publish_seats(
    seats: Apportionment,
    populations: Mapping[str, int],
    *,
    floors: Mapping[str, int],
    caps: Mapping[str, int],
) -> dict[str, Any]:
    """The table of seats, in the order of `populations`; the ideal share also as an exact fraction."""
    total = sum(populations.values())
    return {
        "method": seats.method,
        "size": sum(seats.seats.values()),
        "population": total,
        "ties": list(seats.ties),
        "communities": [
            {
                "id": key,
                "population": people,
                "population_share": people / total,
                "ideal": float(seats.ideal[key]),
                "ideal_exact": _fraction(seats.ideal[key]),
                "seats": seats.seats[key],
                "seat_share": seats.seats[key] / sum(seats.seats.values()),
                "floor": floors.get(key, 0),
                "cap": caps.get(key),
                "bound_by": seats.bound_by.get(key),
            }
            for key, people in populations.items()
        ],
    }


def publish_lottery(
    lottery: Lottery, commitment: str, certificate: Mapping[str, Any], *, threshold: int
) -> dict[str, Any]:
    """The lottery: how fair it is and the proof of it, everybody's chance by id, who is shut out, the features."""
    pool = lottery.pool
    return {
        "n_people": pool.n_people,
        "n_types": pool.n_types,
        "n_households": pool.n_households,
        "size": pool.quotas.size,
        "rule": lottery.rule,
        "lottery": lottery.form,
        "target_min": _short(lottery.target_minimum),
        "min_probability": lottery.minimum,
        "max_probability": lottery.maximum,
        "max_deviation": _short(lottery.max_deviation),
        "gini": _short(lottery.gini),
        "objective": {
            "value": _shorter(lottery.objective),
            "best": _shorter(lottery.best),
            "gap": _shorter(lottery.objective_gap),
        },
        "at_minimum": lottery.at_minimum,
        "n_panels": len(lottery.tickets.counts),
        "n_tickets": lottery.tickets.total,
        "levels": [_short(level) for level in lottery.levels],
        "certificate": dict(certificate),
        "commitment": commitment,
        "excluded": {person.id: person.quota for person in lottery.shut_out},
        "selected": [person.id for person in pool.selected],
        "notes": [asdict(note) for note in pool.notes],
        "features": [_feature(row) for row in feature_table(lottery, threshold=threshold)],
        "target": {person: _short(p) for person, p in lottery.target.items()},
        "probabilities": lottery.probabilities,
    }


def publish_panels(
    lottery: Lottery,
    certificate: Mapping[str, Any],
    *,
    source: Source | None = None,
    rows: bool = True,
) -> dict[str, Any]:
    """The sealed list with its seal; a named source of the randomness is sealed too.

    rows : whether to tell each type's features, for those who may see the pool: with them a changed row is
        named, without them it is seen that some row is changed.
    """
    plain = sealed(lottery, certificate, source=source)
    if not rows:
        del plain["rows"]
    return {**plain, "commitment": commit(plain)}


def publish_draw(
    drawn: Draw, lottery: Lottery | None = None, *, threshold: int = 0
) -> dict[str, Any]:
    """The draw, and with the lottery at hand the seats drawn for each feature."""
    values = {**asdict(drawn), "people": list(drawn.people)}
    if lottery is not None:
        rows = feature_table(lottery, drawn.people, threshold=threshold)
        values["features"] = [
            {"category": row.category, "feature": row.feature, "seats": row.drawn} for row in rows
        ]
    return values


def _feature(row: FeatureRow) -> dict[str, Any]:
    values = asdict(row)
    del values["drawn"]
    return {key: _short(v) if isinstance(v, float) else v for key, v in values.items()}


def _shorter(number: float | None) -> float | None:
    return None if number is None else _short(number)


def _short(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


def _fraction(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"
