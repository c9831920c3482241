"""What was seen in the provinces week by week, 2024 to 2031: quiet weeks, and tense spells that fade."""

from datetime import date, timedelta

from misaq.process.demo.chance import Chance
from misaq.process.demo.resource import csv_bytes

FIRST, LAST = date(2024, 1, 1), date(2031, 5, 11)
_REGIONS = {"tessarin": 14.0, "ovrel": 14.0, "lunmar": 18.0, "dry_plain": 40.0, "sarneth": 14.0}
# kind of event -> side that acted -> weight
_KINDS = {
    "clash": {"state": 40.0, "armed_group_a": 38.0, "armed_group_b": 22.0},
    "taking": {"state": 46.0, "armed_group_a": 26.0, "company": 14.0, "armed_group_b": 14.0},
    "demonstration": {"crowd": 100.0},
    "road_closure": {"state": 34.0, "crowd": 46.0, "armed_group_a": 20.0},
    "talks": {"state": 100.0},
    "property_damage": {"company": 30.0, "crowd": 30.0, "armed_group_a": 20.0, "state": 20.0},
}
_QUIET = {
    "clash": 13.0,
    "taking": 16.0,
    "demonstration": 18.0,
    "road_closure": 24.0,
    "talks": 20.0,
    "property_damage": 9.0,
}
_TENSE = {
    "clash": 30.0,
    "taking": 28.0,
    "demonstration": 18.0,
    "road_closure": 14.0,
    "talks": 2.0,
    "property_damage": 8.0,
}
# Tense spells: first week, weeks, extra rows a week at the start; each fades by a tenth a week.
_SPELLS = (
    (31, 10, 11.0),
    (88, 12, 13.0),
    (140, 8, 9.0),
    (201, 15, 14.0),
    (262, 9, 10.0),
    (318, 8, 8.0),
)
_QUIET_ROWS = 0.75
# How many events one row stands for: those who watch report a wave of protests in one line.
_COUNTS: dict[tuple[str, str], dict[int, float]] = {
    ("quiet", "single"): {1: 100.0},
    ("quiet", "many"): {1: 74.0, 2: 20.0, 3: 6.0},
    ("tense", "single"): {1: 42.0, 2: 27.0, 3: 19.0, 5: 12.0},
    ("tense", "many"): {2: 22.0, 4: 28.0, 6: 28.0, 9: 22.0},
}
_HEADER = ("id", "date", "kind", "side", "region", "count")


def event_files() -> dict[str, bytes]:
    """The events table."""
    chance = Chance("events")
    rows: list[list[object]] = []
    for week in range((LAST - FIRST).days // 7 + 1):
        heat = _heat(week)
        for _ in range(_rows_of_week(chance, _QUIET_ROWS + heat)):
            rows.append([f"e{len(rows) + 1:04d}", *_event(chance, week, tense=heat > 1)])
    return {"events/events.csv": csv_bytes(_HEADER, rows)}


def _heat(week: int) -> float:
    return sum(
        rows * 0.9 ** (week - first)
        for first, weeks, rows in _SPELLS
        if first <= week < first + weeks
    )


def _rows_of_week(chance: Chance, expected: float) -> int:
    whole = int(expected)
    spread = chance.between(-1, 1) if whole >= 2 else 0
    return max(0, whole + spread + int(chance.happens(expected - whole)))


def _event(chance: Chance, week: int, *, tense: bool) -> list[object]:
    kind = chance.weighted(_TENSE if tense else _QUIET)
    day = FIRST + timedelta(days=7 * week + chance.below(7))
    size = "many" if kind in {"demonstration", "road_closure"} else "single"
    count = chance.weighted(_COUNTS["tense" if tense else "quiet", size])
    return [
        _known(chance, day),
        kind,
        chance.weighted(_KINDS[kind]),
        chance.weighted(_REGIONS),
        count,
    ]


def _known(chance: Chance, day: date) -> str:
    """How well the day is known: mostly exactly, sometimes the month, or about."""
    how = chance.weighted({"day": 95.0, "month": 3.0, "about": 1.5, "year": 0.5})
    return {
        "day": day.isoformat(),
        "month": f"{day:%Y-%m}",
        "about": f"{day:%Y-%m}~",
        "year": f"{day:%Y}",
    }[how]
