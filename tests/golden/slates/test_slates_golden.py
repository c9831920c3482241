"""Slates against committees computed elsewhere, in exact fractions (see CITATION.md)."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csc_array

from misaq.dialogue import SLATE_RULES, Approvals, choose_slate

CASES = json.loads((Path(__file__).parent / "abcvoting.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
@pytest.mark.parametrize("rule", SLATE_RULES)
def test_the_slate_is_one_that_the_rule_may_elect(case: dict, rule: str):
    table = np.zeros((len(case["ballots"]), case["n"]))
    for voter, ballot in enumerate(case["ballots"]):
        table[voter, ballot] = 1
    slate = choose_slate(Approvals(csc_array(table)), case["k"], rule)
    missing = case["k"] - len(slate)
    if missing:  # we never choose what nobody agrees with; the peer fills up with it
        assert not table[:, [s for s in range(case["n"]) if s not in slate]].any()
        assert any(set(slate) <= set(other) for other in case["slates"][rule])
    else:
        assert sorted(slate) in case["slates"][rule]


def test_the_rules_do_not_always_choose_the_same():
    assert any(len({str(c["slates"][rule]) for rule in SLATE_RULES}) > 1 for c in CASES)
