"""Marks of the public map: nobody is a point."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from misaq.dialogue import gather_marks, outline_groups


@given(st.integers(0, 300), st.integers(2, 15), st.integers(0, 2**32 - 1))
def test_each_mark_stands_for_enough_people_and_nobody_is_lost(n, at_least, seed):
    chance = np.random.default_rng(seed)
    points, labels = chance.normal(size=(n, 2)), chance.integers(-1, 3, size=n)
    marks = gather_marks(points, labels, at_least=at_least)
    for group in range(3):
        people = int((labels == group).sum())
        own = [m for m in marks if m.group == group]
        assert sum(m.people for m in own) == (people if people >= at_least else 0)
        assert all(at_least <= m.people < 2 * at_least for m in own)


def test_the_order_of_people_changes_no_mark():
    chance = np.random.default_rng(1)
    points, labels = np.round(chance.normal(size=(200, 2)), 1), chance.integers(0, 2, size=200)
    order = chance.permutation(200)
    assert gather_marks(points, labels, at_least=10) == gather_marks(
        points[order], labels[order], at_least=10
    )


def test_an_outline_goes_round_nine_tenths_of_the_people():
    chance = np.random.default_rng(2)
    points = chance.normal(size=(400, 2))
    marks = gather_marks(points, np.zeros(400, int), at_least=10)
    (outline,) = outline_groups(marks, 1)
    corners = np.array(outline)
    turned = np.roll(corners, -1, axis=0)

    def inside(x: float, y: float) -> bool:
        edge, to = turned - corners, np.array([x, y]) - corners
        return bool((edge[:, 0] * to[:, 1] - edge[:, 1] * to[:, 0] >= -1e-9).all())

    held = sum(m.people for m in marks if inside(m.x, m.y))
    assert 360 <= held < 400


def test_marks_on_a_line_have_no_outline():
    marks = gather_marks(np.array([[i, 0.0] for i in range(40)]), np.zeros(40, int), at_least=4)
    assert outline_groups(marks, 1) == [[]]
