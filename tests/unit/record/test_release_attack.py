"""A reader who lays all published tables side by side, with an exact solver, pins down no small count.

The reader's system is written here from what the tables mean, not from the room's own code: rows and columns add up
to their margins, and the same margin stands in several tables.
"""

import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from misaq.foundation.dates import parse_edtf
from misaq.record import Act, act_types, count_acts, prepare_release, width

TYPES = ("KIL", "DOL", "SEX")


def random_acts(seed, n):
    chance = random.Random(seed)
    return [
        Act(
            chance.choice(["s1", "s1", "s2"]), str(i), chance.choices(TYPES, [5, 6, 2])[0],
            chance.choices(["talhen", "orsane", "sovan", ""], [6, 3, 1, 1])[0],
            parse_edtf(chance.choice(["2007", "2008-05", "2009-01-09", "2008/2009"])), "", "",
            chance.choice(["allegation", "verified", "verified"]), chance.choice([True, False, False, None]), 1, "",
        )
        for i in range(n)
    ]  # fmt: skip


class Reader:
    """The numbers of a release, and what must add up."""

    def __init__(self, release):
        self.tables = release.tables
        self.names, self.rows = {}, []

    def cell(self, table, row=0, column=0):
        return self.names.setdefault((table, row, column), len(self.names))

    def adds_up(self, whole, parts):
        self.rows.append((whole, list(parts)))

    def two_way(self, name, rows, columns):
        table = self.tables[name]
        for r, cells in enumerate(table):
            self.adds_up(rows(r), [self.cell(name, r, c) for c in range(len(cells))])
        for c in range(len(table[0])):
            self.adds_up(columns(c), [self.cell(name, r, c) for r in range(len(table))])

    def learn(self):
        cell, tables = self.cell, self.tables
        n_types = len(tables["type"])
        margin = {
            name: (lambda i, name=name: cell(name, i)) for name in ("community", "type", "period")
        }
        self.two_way("community_type", margin["community"], margin["type"])
        self.two_way("community_period", margin["community"], margin["period"])
        self.two_way("type_period", margin["type"], margin["period"])
        self.two_way("type_age", margin["type"], lambda a: cell("age", 0, a))
        for name in ("community", "type", "period", "source"):
            self.adds_up(cell("total"), [cell(name, i) for i in range(len(tables[name]))])
        years = [cell("year", i) for i in range(len(tables["year"]))]
        self.adds_up(cell("total"), [*years, cell("year_unknown")])
        for part in ("verified", "unverified"):
            self.two_way(
                f"reply_{part}",
                lambda t, part=part: cell(f"type_{part}", t),
                lambda a, part=part: cell(f"total_reply_{part}", 0, a),
            )
        for t in range(n_types):
            self.adds_up(cell("type", t), [cell("type_verified", t), cell("type_unverified", t)])
        self.adds_up(cell("total"), [cell("total_verified"), cell("total_unverified")])
        self.adds_up(cell("total_verified"), [cell("verification", 0, 2)])
        self.adds_up(
            cell("total_unverified"), [cell("verification", 0, 0), cell("verification", 0, 1)]
        )
        self.adds_up(cell("total"), [cell("source_kind", 0, 0), cell("source_kind", 0, 1)])
        return self

    def bounds(self, key, threshold):
        """Least and most that one withheld cell can be."""
        matrix = np.zeros((len(self.rows), len(self.names)))
        for i, (whole, parts) in enumerate(self.rows):
            matrix[i, parts] = 1
            matrix[i, whole] -= 1
        low, high = np.zeros(len(self.names)), np.full(len(self.names), 1000.0)
        for (table, row, column), at in self.names.items():
            cell = self.tables[table][row][column]
            low[at], high[at] = (
                (cell.value, cell.value)
                if cell.value is not None
                else (1, threshold(table, row, column) - 1 if cell.suppressed == "small" else 1000)
            )
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(self.names))
            cost[self.names[key]] = sign
            answer = milp(
                cost,
                constraints=LinearConstraint(matrix, 0, 0),
                integrality=np.ones(len(cost)),
                bounds=Bounds(low, high),
            )
            assert answer.success, answer.message
            ends.append(round(sign * answer.fun))
        return ends


@pytest.mark.parametrize(("seed", "n"), [(2, 45), (3, 130)])
def test_all_tables_side_by_side_pin_down_no_small_count(seed, n):
    acts = random_acts(seed, n)
    chance = random.Random(seed)
    answers = {
        a.report: chance.choice(["full", "denied", "silent"]) for a in acts if chance.random() < 0.7
    }
    counts = count_acts(
        acts, answers, communities=("talhen", "orsane", "sovan"), sources=("s1", "s2")
    )
    given = prepare_release(counts, threshold=5, sensitive=10, derived=frozenset({"s2"}))
    k_type = [10 if act_types()[code].sensitive else 5 for code in counts.types]

    def threshold(table, row, column):
        if table == "type_age":
            return max(10 if column == 0 else 5, k_type[row])
        if table == "community_type":
            return k_type[column]
        return k_type[row] if table.startswith(("type_", "reply_")) or table == "type" else 5

    reader = Reader(given).learn()
    tested = 0
    for key in list(reader.names):
        cell = given.tables[key[0]][key[1]][key[2]]
        if cell.suppressed != "small":
            continue
        low, high = reader.bounds(key, threshold)
        assert high - low >= width(threshold(*key)), (key, low, high)
        tested += 1
    assert tested
