"""A small invented dialogue: two opinion groups, one withheld statement, one community too small to show."""

from pathlib import Path

import numpy as np

COMMUNITIES = ("talhen", "orsane", "gharem", "sovan")
SIZES = {"talhen": 90, "orsane": 60, "gharem": 30, "sovan": 6, "": 24}
SETTINGS = """
id = "small"
title = { en = "A small process", ur = "ایک چھوٹا عمل" }
invented = true
[thresholds]
dialogue = 10
[dialogue]
draws = 20
[seeds]
public = 7
"""


def write_dialogue_folder(root: Path, *, shuffled: int | None = None) -> Path:
    """Write the folder; `shuffled` is the seed of another row order."""
    (root / "dialogue").mkdir(parents=True, exist_ok=True)
    settings = SETTINGS + "".join(
        f'[[communities]]\nid = "{name}"\nname = {{ en = "{name.title()}", ur = "{name}" }}\n'
        f"population = {1000 * (4 - place)}\n"
        for place, name in enumerate(COMMUNITIES)
    )
    (root / "process.toml").write_text(settings, "utf-8")
    people, votes = _votes()
    statements = [
        f"{s:02},Statement {s:02}.,en,{-1 if s == 11 else 1},{int(s == 12)},t" for s in range(1, 13)
    ]
    urdu = [f"{s:02},بیان {s:02}۔,checked" for s in range(1, 11)]
    tables = {
        "statements.csv": ("id,text,language,moderated,is_meta,theme", statements),
        "statements.ur.csv": ("id,text,status", urdu),
        "participants.csv": ("id,communities,way_in", people),
        "votes.csv": ("participant,statement,vote,time", votes),
    }
    for file, (header, rows) in tables.items():
        if shuffled is not None:
            np.random.default_rng(shuffled).shuffle(rows)
        (root / "dialogue" / file).write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return root


def _votes() -> tuple[list[str], list[str]]:
    chance = np.random.default_rng(5)
    people, votes = [], []
    for community, size in SIZES.items():
        for _ in range(size):
            person = f"p{len(people):03}"
            people.append(f"{person},{community},code")
            lean = 1 if chance.random() < 0.6 else -1  # two groups that cut across communities
            for s in range(1, 13):
                if chance.random() < 0.1:
                    continue
                votes.append(f"{person},{s:02},{_answer(s, community, lean, chance)},{len(votes)}")
    return people, votes


def _answer(s: int, community: str, lean: int, chance: np.random.Generator) -> int:
    if s <= 6:  # what the groups differ in
        likely = 0.9 if lean * (1 if s % 2 else -1) > 0 else 0.08
    elif s == 8 and community == "gharem":  # what one community rejects
        likely = 0.05
    else:
        likely = 0.85
    return int(chance.choice([1, 0, -1], p=[likely, 0.04, 0.96 - likely]))
