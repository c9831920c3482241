"""A register of invented persons, each told of by one to six sources that spell, omit and mistake in their own ways.

    python bench/invented_register.py --rows 50000 --out register.csv

Columns: source, name, father_name, sex, birth_year, district, true_person. Four of the six sources write Urdu, two of
them mostly; two have no column for the father and write "s/o" or "ولد" into the name. How words are spelt is in
`invented_names`; this file adds what clerks do: half of the words are copied from the person's papers, the rest
written as heard; titles; Muhammad left out or shortened; the house left out; a year of birth rounded; no place.
"""

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from invented_names import HOUSES, MEN, PLACES, WOMEN, Clerk, entries

SOURCES = ("hospital", "police", "press", "families", "court", "monitors")
URDU_SHARE = (0.0, 0.85, 0.5, 0.7, 0.1, 0.0)
FATHER_IN_NAME = (False, True, False, False, True, False)
TITLES = (
    ("Mr", "Haji", "Mullah", "Mir", "Sardar", "Malik"),
    ("جناب", "حاجی", "ملا", "میر", "سردار", "ملک"),
)
TITLES_W = (("Mst.", "Miss", "Bibi"), ("مسماۃ", "محترمہ"))
SON = ((" s/o ", " S/O ", " son of ", " walad ", " bin "), (" ولد ", " بن ", " ابن "))
DAUGHTER = ((" d/o ", " D/O ", " daughter of "), (" دختر ", " بنت "))
COPIED = 0.5  # how often a word is copied from papers, where each person has one spelling for life
SHORT_MUHAMMAD = ("Muhammad", "Mohammad", "Mohd", "Md", "M.", "Muhammed", "Mohammed", "Mohamed")


class Papers(Clerk):
    """The spelling on a person's papers: the same sounds are spelt the same way every time."""

    def __init__(self, who: int) -> None:
        self.who = who
        self.papers = None
        self._state = 0

    def draw(self) -> float:
        """A number that depends on the person and on how far into the word we are."""
        self._state += 1
        mixed = (self.who * 2654435761 + self._state * 40503 + 12345) & 0xFFFFFFFF
        mixed = ((mixed ^ (mixed >> 15)) * 2246822519) & 0xFFFFFFFF
        return (mixed ^ (mixed >> 13)) / 2**32

    def latin(self, sounds: str) -> str:
        """The word on the papers."""
        self._state = 0
        return super().latin(sounds)

    def urdu(self, spelt: str) -> str:
        """The word on the papers."""
        self._state = 0
        return super().urdu(spelt)


class People:
    """The true persons: what they are called, whose children they are, when and where they were born."""

    def __init__(self, n_people: int, seed: int) -> None:
        chance = np.random.default_rng([seed, 1])
        self.men, self.women = entries(MEN), entries(WOMEN)
        self.houses, self.places = entries(HOUSES), entries(PLACES)
        self.woman = chance.random(n_people) < 0.12
        self.given = np.where(
            self.woman[:, None],
            common(chance, len(self.women[0]), (n_people, 2)),
            common(chance, len(self.men[0]), (n_people, 2)),
        )
        self.given[chance.random(n_people) < 0.35, 1] = -1
        self.father = common(chance, len(self.men[0]), (n_people, 2))
        self.father[chance.random(n_people) < 0.3, 1] = -1
        self.house = common(chance, len(self.houses[0]), n_people)
        self.house[chance.random(n_people) < 0.4] = -1
        self.year = (2012 - chance.gamma(4, 8, n_people)).astype(int).clip(1925, 2010)
        self.place = common(chance, len(self.places[0]), n_people)


def common(chance: np.random.Generator, n: int, size: int | tuple[int, ...]) -> np.ndarray:
    """Numbers below n, the first ones more often, as names are."""
    weight = 1 / (np.arange(n) + 4.0) ** 0.8
    return chance.choice(n, size, p=weight / weight.sum())


def write_register(n_rows: int, out: Path, *, seed: int = 1) -> None:
    """Write about n_rows rows; 595 persons to 1,000 rows, as in the prototype's register."""
    chance = np.random.default_rng([seed, 2])
    n_people = max(int(n_rows * 0.595), 1)
    people = People(n_people, seed)
    extra = chance.choice(n_people, max(n_rows - n_people, 0), p=None)
    told = chance.permutation(np.concatenate([np.arange(n_people), extra]))
    clerk = Clerk(seed + 1000)
    source = chance.integers(0, len(SOURCES), len(told))
    rows = [mention(people, int(who), int(by), clerk) for who, by in zip(told, source, strict=True)]
    names = ("source", "name", "father_name", "sex", "birth_year", "district")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    columns["true_person"] = [f"t{who}" for who in told]
    pacsv.write_csv(pa.table(columns), out)


def mention(people: People, who: int, by: int, clerk: Clerk) -> tuple[str, ...]:
    """What one source writes about one person."""
    urdu = clerk.draw() < URDU_SHARE[by]
    clerk.papers = Papers(who)
    woman = bool(people.woman[who])
    given = called(people.women if woman else people.men, people.given[who], urdu, clerk)
    father = called(people.men, people.father[who], urdu, clerk)
    if people.house[who] >= 0 and clerk.draw() < 0.6:
        given.append(spelt(people.houses, int(people.house[who]), urdu, clerk))
    if clerk.draw() < 0.15:
        given.insert(0, clerk.pick((TITLES_W if woman else TITLES)[urdu]))
    name, parent = written(given, urdu, clerk), written(father, urdu, clerk)
    if clerk.draw() < 0.1:
        parent = ""
    if FATHER_IN_NAME[by] and parent:
        name, parent = name + clerk.pick((DAUGHTER if woman else SON)[urdu]) + parent, ""
    sex = (
        ("عورت" if woman else "مرد")
        if urdu
        else clerk.pick(("f", "F", "female") if woman else ("m", "M", "male"))
    )
    if clerk.draw() < 0.05:
        sex = ""
    place = spelt(people.places, int(people.place[who]), urdu, clerk).title()
    if clerk.draw() < 0.08:
        place = ""
    elif clerk.draw() < 0.03:
        place = spelt(people.places, int(clerk.draw() * len(people.places[0])), urdu, clerk).title()
    return SOURCES[by], name, parent, sex, born(int(people.year[who]), clerk), place


def born(year: int, clerk: Clerk) -> str:
    """The year of birth as a source has it: right, near, rounded, or not known."""
    draw = clerk.draw()
    if draw < 0.6:
        return str(year)
    if draw < 0.74:
        return str(year + (1 if clerk.draw() < 0.5 else -1))
    if draw < 0.79:
        return str(year + (2 if clerk.draw() < 0.5 else -2))
    return str(round(year / 5) * 5) if draw < 0.87 else ""


def called(
    stock: tuple[list[str], list[str]], which: np.ndarray, urdu: bool, clerk: Clerk
) -> list[str]:
    """The words of a name as this clerk spells them."""
    words = [spelt(stock, int(one), urdu, clerk) for one in which if one >= 0]
    if not urdu and stock[0][which[0]] == "muhammad":
        words[0] = clerk.pick(SHORT_MUHAMMAD) if clerk.draw() < 0.8 else words[0]
    if stock[0][which[0]] == "muhammad" and len(words) > 1 and clerk.draw() < 0.2:
        words = words[1:]
    return words


def spelt(stock: tuple[list[str], list[str]], which: int, urdu: bool, clerk: Clerk) -> str:
    """One word in the script of the source: as the person's papers have it, or as the clerk hears it."""
    hand = clerk.papers if clerk.papers and clerk.draw() < COPIED else clerk
    return hand.urdu(stock[1][which]) if urdu else hand.latin(stock[0][which])


def written(words: list[str], urdu: bool, clerk: Clerk) -> str:
    """The words as one cell: capitals, a hyphen, a slip."""
    text = " ".join(words)
    if not urdu:
        text = text.upper() if clerk.draw() < 0.2 else text.title()
        if len(words) > 1 and clerk.draw() < 0.05:
            text = text.replace(" ", "-", 1)
    return clerk.slip(text) if clerk.draw() < 0.06 else text


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    write_register(given.rows, given.out, seed=given.seed)
