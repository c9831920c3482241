"""The dialogue of the demonstration shows what it was planted to show, found by the dialogue's own methods."""

from collections import Counter
from datetime import datetime

import numpy as np
import pytest

from misaq.dialogue import (
    assess_stability,
    build_vote_matrix,
    count_answers,
    count_by_group,
    group_aware_consensus,
    map_opinions,
    wilson_interval,
)

COMMON = {"04", "07", "08", "11", "12", "15", "20", "28", "31", "33", "36"}
WITHHELD = {"26": "gharem", "39": "ishtol", "44": "gharem"}


@pytest.fixture(scope="module")
def matrix(demo_rows):
    votes = demo_rows("dialogue/votes.csv")
    everything = build_vote_matrix(
        [v["participant"] for v in votes],
        [v["statement"] for v in votes],
        [int(v["vote"]) for v in votes],
        [datetime.fromisoformat(v["time"]).timestamp() for v in votes],
    )
    counted = [
        s["id"]
        for s in demo_rows("dialogue/statements.csv")
        if s["moderated"] != "-1" and s["is_meta"] == "0"
    ]
    return everything.only_statements(counted)


@pytest.fixture(scope="module")
def opinions(matrix):
    return map_opinions(matrix, seed=20310505)


def test_two_groups_that_hold(opinions) -> None:
    assert opinions.n_groups == 2
    held = assess_stability(opinions, seed=20310505, n_resamples=20)
    assert held.verdict == "stable"
    assert held.mean_ari > 0.9


def test_groups_cut_across_communities(opinions, demo_rows) -> None:
    group_of = opinions.labels_by_participant()
    largest, all_of = Counter(), Counter()
    for person in demo_rows("dialogue/participants.csv"):
        if group_of.get(person["id"], -1) >= 0:
            all_of[person["communities"]] += 1
            largest[person["communities"]] += group_of[person["id"]] == 0
    shares = {c: largest[c] / n for c, n in all_of.items() if n >= 30}
    assert len(shares) >= 8
    assert all(0.35 < share < 0.75 for share in shares.values()), shares


def test_common_ground_and_what_is_withheld(opinions, matrix, demo_rows) -> None:
    groups = count_by_group(matrix, opinions.labels, n_groups=opinions.n_groups)
    agree = (groups.agree + 1) / (groups.voted + 2)
    lowest = dict(zip(matrix.statements, agree.min(axis=0), strict=True))
    wanted = {statement for statement, share in lowest.items() if share >= 0.6}
    assert wanted == COMMON | WITHHELD.keys()
    communities = {
        p["id"]: p["communities"].split(";") for p in demo_rows("dialogue/participants.csv")
    }
    latest = {
        (v["participant"], v["statement"]): v["vote"] for v in demo_rows("dialogue/votes.csv")
    }
    for statement in sorted(wanted):
        voted, agreed = Counter(), Counter()
        for (person, asked), vote in latest.items():
            if asked == statement:
                voted.update(communities[person])
                agreed.update(communities[person] if vote == "1" else [])
        large = [c for c, n in voted.items() if c and n >= 10]
        uppers = {c: float(wilson_interval(agreed[c], voted[c])[1]) for c in large}
        rejecting = {c for c, upper in uppers.items() if upper < 0.5}
        assert (WITHHELD.get(statement) in rejecting) == bool(rejecting), (statement, rejecting)
        assert bool(rejecting) == (statement in WITHHELD)


def test_the_majority_loves_statement_44(matrix) -> None:
    everyone = count_answers(matrix)
    column = list(matrix.statements).index("44")
    assert everyone.agree[0, column] / everyone.voted[0, column] > 0.65
    assert np.isfinite(group_aware_consensus(everyone)).all()


def test_numbers_of_the_dialogue(demo_rows) -> None:
    assert len(demo_rows("dialogue/participants.csv")) == 1284
    assert len(demo_rows("dialogue/votes.csv")) == 41_870
    statements = demo_rows("dialogue/statements.csv")
    assert Counter(s["moderated"] for s in statements) == {"1": 42, "-1": 4, "0": 2}
    assert {s["id"]: s["text"] for s in statements}["12"] == (
        "Each province keeps at least half of what is earned from the minerals under its land."
    )
    urdu = demo_rows("dialogue/statements.ur.csv")
    assert [s["id"] for s in urdu] == [s["id"] for s in statements]
    assert all(s["text"] for s in urdu)
