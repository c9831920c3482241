"""The pool of volunteers for the lottery: more men, more schooling and more of the capital than the country has."""

from misaq.process.demo.chance import Chance
from misaq.process.demo.resource import csv_bytes

# How many volunteered, by community: the largest are fewer than their share, the smallest a handful.
VOLUNTEERS = {
    "talhen": 158,
    "orsane": 84,
    "kelvar": 55,
    "vedrul": 39,
    "nadrim": 28,
    "pelosh": 20,
    "ishtol": 14,
    "gharem": 11,
    "dhoven": 7,
    "sovan": 4,
}
# Where the people of a community live; provinces are mixed.
HOMES = {
    "talhen": {"tessarin": 66, "ovrel": 17, "lunmar": 9, "dry_plain": 5, "sarneth": 3},
    "orsane": {"tessarin": 20, "ovrel": 60, "lunmar": 12, "dry_plain": 5, "sarneth": 3},
    "kelvar": {"tessarin": 14, "ovrel": 8, "lunmar": 8, "dry_plain": 62, "sarneth": 8},
    "vedrul": {"tessarin": 12, "ovrel": 10, "lunmar": 66, "dry_plain": 6, "sarneth": 6},
    "nadrim": {"tessarin": 15, "ovrel": 12, "lunmar": 45, "dry_plain": 8, "sarneth": 20},
    "pelosh": {"tessarin": 14, "ovrel": 16, "lunmar": 10, "dry_plain": 10, "sarneth": 50},
    "ishtol": {"tessarin": 10, "ovrel": 10, "lunmar": 10, "dry_plain": 60, "sarneth": 10},
    "gharem": {"tessarin": 8, "ovrel": 8, "lunmar": 6, "dry_plain": 70, "sarneth": 8},
    "dhoven": {"tessarin": 10, "ovrel": 10, "lunmar": 10, "dry_plain": 10, "sarneth": 60},
    "sovan": {"tessarin": 10, "ovrel": 60, "lunmar": 10, "dry_plain": 10, "sarneth": 10},
}
_SEX = {"male": 55.0, "female": 45.0}
_AGE = {"18-29": 26.0, "30-49": 43.0, "50+": 31.0}
_EDUCATION = {"none or primary": 23.0, "secondary": 38.0, "higher": 39.0}
_HEADER = ("id", "sex", "age_band", "community", "region", "education", "displaced", "household")


def assembly_files() -> dict[str, bytes]:
    """The pool; the quotas and the seats stand among the fixed files."""
    chance = Chance("assembly.pool")
    communities = chance.shuffled([c for c, n in VOLUNTEERS.items() for _ in range(n)])
    rows: list[list[object]] = []
    for number, community in enumerate(communities, start=1):
        rows.append([f"v{number:03d}", *_person(chance, community), f"h{number:03d}"])
    for _ in range(12):  # a few live under one roof
        first, second = chance.below(len(rows)), chance.below(len(rows))
        if rows[first][3] == rows[second][3]:
            rows[second][7], rows[second][4] = rows[first][7], rows[first][4]
    return {"assembly/pool.csv": csv_bytes(_HEADER, rows)}


def _person(chance: Chance, community: str) -> list[str]:
    region = chance.weighted(HOMES[community])
    displaced = 0.22 if region == "dry_plain" else 0.06
    return [
        chance.weighted(_SEX),
        chance.weighted(_AGE),
        community,
        region,
        chance.weighted(_EDUCATION),
        "yes" if chance.happens(displaced) else "no",
    ]
