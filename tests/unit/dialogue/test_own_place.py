"""Somebody's own place, from the published numbers alone, is the place the map gave them."""

import numpy as np
import pytest

from misaq.dialogue import (
    build_vote_matrix,
    describe_plane,
    find_own_place,
    map_opinions,
)


def conversation(seed: int, shares: list[float], n: int = 300, m: int = 30):  # type: ignore[no-untyped-def]
    chance = np.random.default_rng(seed)
    group = chance.choice(len(shares), n, p=shares)
    lean = chance.normal(size=(len(shares), m))
    asked = chance.random((n, m)) < 0.6
    rows, columns = np.nonzero(asked)
    votes = np.sign(np.round(lean[group[rows], columns] + chance.normal(scale=0.6, size=len(rows))))
    return [f"p{i:03}" for i in rows], [f"s{i:02}" for i in columns], votes.astype(int).tolist()


@pytest.mark.parametrize("mode", ["improved", "compat"])
@pytest.mark.parametrize("shares", [[0.6, 0.4], [0.5, 0.35, 0.15]])
def test_everybody_finds_the_place_and_group_that_the_map_gave_them(mode, shares) -> None:  # type: ignore[no-untyped-def]
    people, texts, votes = conversation(3, shares)
    everything = build_vote_matrix(people, texts, votes)
    kept = everything.only_statements(set(everything.statements) - {"s07"})
    left_out = everything.only_statements({"s07"})
    opinions = map_opinions(kept, seed=1, mode=mode, left_out=left_out, min_group_size=10)
    plane = describe_plane(opinions)
    assert opinions.n_groups == len(shares)
    for place, name in enumerate(kept.participants):
        own = {t: v for p, t, v in zip(people, texts, votes, strict=True) if p == name}
        found = find_own_place(plane, own)
        assert found.x == pytest.approx(opinions.points[place, 0], abs=2e-3)
        assert found.y == pytest.approx(opinions.points[place, 1], abs=2e-3)
        if opinions.admitted[place] and found.on_map:
            assert found.group == opinions.labels[place]
        assert found.n_answers == len(set(own) - {"s07"})


def test_the_published_plane_names_nobody_and_few_answers_are_no_place() -> None:
    people, texts, votes = conversation(4, [0.5, 0.5])
    opinions = map_opinions(build_vote_matrix(people, texts, votes), seed=1)
    plane = describe_plane(opinions)
    assert not [name for name in set(people) if name in str(plane)]
    few = find_own_place(plane, {"s01": 1, "s02": -1, "unknown": 1})
    assert (few.n_answers, few.on_map) == (2, False)
    nothing = find_own_place(plane, {})
    assert (nothing.x, nothing.y, nothing.on_map) == (0.0, 0.0, False)
