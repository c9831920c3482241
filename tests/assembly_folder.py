"""A small process folder with an assembly: invented people of Velmara, one of them shut out by a quota of none."""

from pathlib import Path

CONFIG = """
id = "velmara"
title = { en = "Velmara", ur = "ویلمارا" }
as_of = "2031-05-18"
[seeds]
public = 20310505
[[communities]]
id = "talhen"
name = { en = "Talhen", ur = "تلہین" }
population = 700
[[communities]]
id = "sovan"
name = { en = "Sovan", ur = "سوان" }
population = 300
"""
SEATS = """
[panel]
size = 6
[draw]
randomness = "dice:471829305"
[seats]
size = 10
floor = 1
"""
QUOTAS = [
    "community,talhen,3,4",
    "community,sovan,2,3",
    "sex,female,3,3",
    "sex,male,3,3",
    "age,18-29,1,3",
    "age,30+,3,5",
    "age,under 18,0,0",
]


def people() -> list[str]:
    """Thirty volunteers; v30 is under 18, for whom the quotas have no seat."""
    rows = [
        f"v{i},{('talhen', 'talhen', 'sovan')[i % 3]},{('female', 'male')[i % 2]},{('18-29', '30+')[i % 5 > 1]}"
        for i in range(1, 30)
    ]
    return [*rows, "v30,talhen,female,under 18"]


def write_assembly_folder(
    root: Path,
    *,
    rows: list[str] | None = None,
    quotas: list[str] | None = None,
    seats: str = SEATS,
    config: str = CONFIG,
) -> Path:
    """Write the folder at `root` and give it back."""
    (root / "assembly").mkdir(parents=True, exist_ok=True)
    (root / "process.toml").write_text(config, "utf-8")
    (root / "assembly/seats.toml").write_text(seats, "utf-8")
    for name, header, lines in (
        ("pool", "id,community,sex,age", people() if rows is None else rows),
        ("quotas", "category,feature,min,max", QUOTAS if quotas is None else quotas),
    ):
        text = "\n".join([header, *lines]) + "\n"
        (root / f"assembly/{name}.csv").write_text(text, "utf-8")
    return root
