"""Pairs of invented names in Latin and Urdu script, labelled by the rule that made each: tests/data/name_pairs.csv.

    python bench/name_pairs.py [--write]

Without --write it measures the normaliser on the pairs that stand in the file. The names come from `invented_names`,
whose sounds and spelling rules know nothing of the normaliser's tables. NOT YET READ BY NATIVE READERS: the labels
say what the rule meant, and a reader may disagree (Rashid and Rasheed are two names that clerks exchange).

Rules, same person: spelling (two clerks spell the same words), scripts (Latin and Urdu), urdu (two Urdu spellings),
title (a title before one), kinship (the father joined by another word), muhammad (Muhammad shortened).
Rules, not the same: neighbour (one word replaced by the one that sounds most like it), second word (another one),
father (another father), woman (the woman's form of a man's name), stranger (two names drawn at random).
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from rapidfuzz.distance import JaroWinkler, Levenshtein

from invented_names import MEN, WOMEN, Clerk, entries
from invented_register import DAUGHTER, SHORT_MUHAMMAD, SON, TITLES
from misaq.record import compare_names, wilson

FILE = Path(__file__).parents[1] / "tests" / "data" / "name_pairs.csv"
COLUMNS = ("pair", "left", "right", "same", "rule", "left_script", "right_script", "read_by")
SAME = (
    ("spelling", 400),
    ("scripts", 450),
    ("urdu", 120),
    ("title", 100),
    ("kinship", 120),
    ("muhammad", 60),
)
OTHER = (
    ("neighbour", 400),
    ("second word", 300),
    ("father", 200),
    ("woman", 100),
    ("stranger", 250),
)


class Maker:
    """Makes pairs; every draw comes from one clerk."""

    def __init__(self, seed: int) -> None:
        self.clerk = Clerk(seed)
        self.men, self.women = entries(MEN), entries(WOMEN)
        self.near = [
            min((Levenshtein.distance(a, b), at) for at, b in enumerate(self.men[0]) if b != a)[1]
            for a in self.men[0]
        ]
        self.woman_of = [
            (at, self.women[0].index(a + "a"))
            for at, a in enumerate(self.men[0])
            if a + "a" in self.women[0]
        ]

    def word(self) -> int:
        return 1 + int(self.clerk.draw() * (len(self.men[0]) - 1))

    def spell(self, words: list[int], urdu: bool) -> str:
        names = [
            self.clerk.urdu(self.men[1][w]) if urdu else self.clerk.latin(self.men[0][w])
            for w in words
        ]
        return " ".join(names) if urdu else " ".join(names).title()

    def same(self, rule: str) -> tuple[str, str, bool, bool]:
        words = [self.word(), self.word()]
        left, right = (True, True) if rule == "urdu" else (False, rule == "scripts")
        if rule in {"title", "kinship"}:
            left, right = self.clerk.draw() < 0.3, self.clerk.draw() < 0.3
        one, other = self.spell(words, left), self.spell(words, right)
        if rule == "title":
            other = f"{self.clerk.pick(TITLES[right])} {other}"
        elif rule == "kinship":
            father = [self.word()]
            one += self.clerk.pick(SON[left]) + self.spell(father, left)
            other += self.clerk.pick(SON[right]) + self.spell(father, right)
        elif rule == "muhammad":
            one, other = (
                f"{self.clerk.pick(SHORT_MUHAMMAD)} {self.spell(words[:1], False)}"
                for _ in range(2)
            )
        return one, other, left, right

    def other(self, rule: str) -> tuple[str, str, bool, bool]:
        words, left, right = [self.word(), self.word()], False, self.clerk.draw() < 0.4
        if rule == "neighbour":
            place = int(self.clerk.draw() * 2)
            changed = [self.near[w] if at == place else w for at, w in enumerate(words)]
        elif rule == "second word":
            changed = [words[0], self._unlike(words[1])]
        elif rule == "stranger":
            changed = [self._unlike(words[0]), self._unlike(words[1])]
        elif rule == "woman":
            man, woman = self.woman_of[int(self.clerk.draw() * len(self.woman_of))]
            right = self.clerk.draw() < 0.4
            name = (
                self.clerk.urdu(self.women[1][woman])
                if right
                else self.clerk.latin(self.women[0][woman]).title()
            )
            return self.spell([man], False), name, False, right
        else:
            one, two = self.word(), self.word()
            two = self._unlike(one)
            joined = (
                self.clerk.pick(SON[False]),
                self.clerk.pick((DAUGHTER if False else SON)[right]),
            )
            return (
                self.spell(words, False) + joined[0] + self.spell([one], False),
                self.spell(words, right) + joined[1] + self.spell([two], right),
                False,
                right,
            )
        return self.spell(words, left), self.spell(changed, right), left, right

    def _unlike(self, word: int) -> int:
        while True:
            other = self.word()
            if Levenshtein.distance(self.men[0][word], self.men[0][other]) > 2:
                return other


def make(seed: int = 20261124) -> list[dict[str, str]]:
    """The pairs, each with its label and rule."""
    maker, rows = Maker(seed), []
    for label, rules in ((1, SAME), (0, OTHER)):
        for rule, count in rules:
            for _ in range(count):
                left, right, left_urdu, right_urdu = (maker.same if label else maker.other)(rule)
                scripts = ["urdu" if urdu else "latin" for urdu in (left_urdu, right_urdu)]
                rows.append(
                    (str(len(rows) + 1), left, right, str(label), rule, *scripts, "nobody yet")
                )
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def report(rows: list[dict[str, str]], *, least: float = 0.92) -> str:
    """Precision and recall of the normaliser at one threshold, beside lower case with the same likeness."""
    left, right = [row["left"] for row in rows], [row["right"] for row in rows]
    same = np.array([row["same"] == "1" for row in rows])
    plain = np.array(
        [JaroWinkler.similarity(a.lower(), b.lower()) for a, b in zip(left, right, strict=True)]
    )
    lines = [f"{len(rows)} pairs of names, {int(same.sum())} the same; alike from {least} on"]
    for name, likeness in (("normaliser", compare_names(left, right)), ("lower case", plain)):
        said = likeness >= least
        p = wilson(float(same[said].mean()), int(said.sum()))
        r = wilson(float(said[same].mean()), int(same.sum()))
        lines.append(
            f"  {name}: precision {p.value:.3f} ({p.low:.3f}-{p.high:.3f}), "
            f"recall {r.value:.3f} ({r.low:.3f}-{r.high:.3f})"
        )
        if name == "normaliser":
            rules = sorted({row["rule"] for row in rows})
            of = {rule: said[[row["rule"] == rule for row in rows]].mean() for rule in rules}
            lines.append(
                "  called the same: "
                + ", ".join(f"{rule} {share:.2f}" for rule, share in of.items())
            )
    return "\n".join(lines)


def read() -> list[dict[str, str]]:
    """The pairs in the file."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    if options.parse_args().write:
        FILE.parent.mkdir(exist_ok=True)
        with FILE.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(make())
    print(report(read()))
