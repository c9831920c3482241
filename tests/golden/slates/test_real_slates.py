"""Slates of ten on real conversations, against abcvoting 2.19.2 on the same agreements (see CITATION.md)."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from misaq.dialogue import (
    SLATE_RULES,
    VoteMatrix,
    audit_slate,
    build_vote_matrix,
    choose_slate,
    find_alike,
    gather_approvals,
)
from misaq.formats import read_polis_export

pytestmark = pytest.mark.shared

ELECTED = {
    "scoop-hivemind.biodiversity": {
        "equal_shares": {17, 19, 23, 24, 28, 35, 42, 45, 50, 81},
        "pav": {17, 19, 22, 23, 26, 28, 35, 45, 50, 81},
        "phragmen": {17, 19, 22, 23, 26, 28, 35, 45, 50, 81},
    },
    "scoop-hivemind.taxes": {
        "equal_shares": {28, 3, 31, 37, 38, 39, 40, 46, 7, 80},
        "pav": {28, 29, 3, 31, 37, 38, 39, 40, 46, 7},
        "phragmen": {28, 3, 31, 37, 38, 39, 40, 46, 7, 80},
    },
    "austria-climate.5twd2jsnkf.2022-08-08": {
        "equal_shares": {15, 17, 22, 32, 35, 36, 39, 40, 42, 43},
        "pav": {15, 17, 27, 32, 35, 36, 39, 40, 42, 43},
        "phragmen": {15, 17, 22, 27, 32, 35, 36, 39, 40, 43},
    },
}


@cache
def votes_of(shared_data: Path, name: str) -> VoteMatrix:
    given = read_polis_export(shared_data / "dialogue" / "polis-exports" / name)
    people = np.array(given.participants, dtype=object)[given.person]
    return build_vote_matrix(
        people, np.array(given.statement_ids, dtype=object)[given.statement], given.votes
    )


@pytest.mark.parametrize("name", ELECTED)
@pytest.mark.parametrize("rule", SLATE_RULES)
def test_the_slate_is_the_one_the_peer_elects(shared_data: Path, name: str, rule: str):
    matrix = votes_of(shared_data, name)
    approvals = gather_approvals(matrix)
    slate = choose_slate(approvals, 10, rule)
    assert {int(matrix.statements[s]) for s in slate} == ELECTED[name][rule]
    assert audit_slate(approvals, slate, 10).ejr_plus


@pytest.mark.parametrize("name", ELECTED)
def test_people_who_really_took_part_are_not_taken_for_copies(shared_data: Path, name: str):
    assert find_alike(votes_of(shared_data, name), seed=1) == []


def test_copies_of_a_real_person_are_found_among_real_people(shared_data: Path):
    """Thirty copies of the one person whose row is longest, in biodiversity."""
    matrix = votes_of(shared_data, "scoop-hivemind.biodiversity")
    model = int(np.argmax(matrix.votes_per_participant))
    row = slice(*matrix.starts[model : model + 2])
    names = [f"copy{i:02}" for i in range(30)]
    everybody = np.array([*matrix.participants, *names], dtype=object)
    n = matrix.votes_per_participant[model]
    person = np.concatenate([matrix.rows, np.repeat(np.arange(30) + matrix.n_participants, n)])
    column = np.concatenate([matrix.columns, np.tile(matrix.columns[row], 30)])
    votes = np.concatenate([matrix.votes, np.tile(matrix.votes[row], 30)])
    made = build_vote_matrix(
        everybody[person], np.array(matrix.statements, dtype=object)[column], votes
    )
    (found,) = find_alike(made, seed=1)
    expected = {*names, matrix.participants[model]}
    assert {made.participants[m] for m in found.members} == expected
