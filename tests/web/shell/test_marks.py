import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.web.shell import icons, marks

shares = st.floats(0, 1, allow_nan=False)


@given(shares, shares, shares)
def test_no_mark_leaves_its_picture(value, low, high):
    low, high = min(low, high), max(low, high)
    for svg in (marks.bar(value, low, high), marks.dot(value, low, high, 0, 1)):
        places = [float(x) for x in re.findall(r'(?:M|H|L| x="| width=")(-?[\d.]+)', svg)]
        assert all(0 <= x <= marks.WIDTH for x in places)


@given(
    st.lists(
        st.tuples(
            st.floats(0, 1000), st.sampled_from(["full", "partial", "denied", "silent", "q3"])
        )
    )
)
def test_parts_lie_end_to_end_in_their_order(parts):
    rects = re.findall(r'<rect x="([\d.]+)" y="3" width="([\d.]+)"', marks.stacked(parts))
    end = 0.0
    for x, width in rects:
        assert float(x) == pytest.approx(end, abs=0.11)
        end = float(x) + float(width)
    assert end <= marks.WIDTH + 0.1 * (len(parts) + 1)


def test_a_hidden_number_is_hatched_never_empty():
    assert "s-strong" in marks.bar(None)
    assert marks.bar(None) == marks.dot(None, None, None, 0, 1) == marks.hatched()


def test_a_colour_from_a_document_cannot_break_out_of_its_attribute():
    with pytest.raises(ValueError, match="no such colour"):
        marks.stacked([(1, 'q3" onload="x')])


def test_marks_take_colour_from_classes_alone():
    drawn = [
        marks.bar(0.5, 0.4, 0.6),
        marks.dot(0.5, 0.4, 0.6, 0, 1, reference=0.5),
        marks.stacked([(1, "full"), (2, "partial"), (3, "denied"), (4, "silent")]),
        marks.hatched(),
        *(icons.icon(name) for name in icons.ICONS),
        *(icons.knot(state) for state in icons.KNOTS),
        *(icons.shape(n) for n in range(1, 13)),
    ]
    for svg in drawn:
        assert "style=" not in svg
        assert not re.search(r'(?:fill|stroke)="(?!none|currentColor)', svg)
        assert 'aria-hidden="true"' in svg


def test_the_twelve_shapes_differ_and_then_begin_again():
    assert len({icons.shape(n) for n in range(1, 13)}) == 12
    assert icons.shape(13) == icons.shape(1)
