"""Laws of weekly series: nothing lost, nothing small shown, order of rows without effect."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from misaq.dynamics import count_weeks, publish_weeks, read_events

DAYS = st.dates(date(2029, 1, 1), date(2031, 12, 31)).map(date.isoformat)
ROWS = st.lists(
    st.tuples(
        st.one_of(DAYS, st.sampled_from(["2030", "2030-05", "2030-05-05~", "XXXX"])),
        st.sampled_from(["clash", "talks"]),
        st.sampled_from(["a", "b"]),
        st.integers(0, 9).map(str),
    ),
    max_size=60,
)


def columns(rows):
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], []]


@given(ROWS)
def test_weekly_counts_are_those_of_a_plain_count(rows) -> None:
    expected = Counter()
    for when, kind, side, n in rows:
        if len(when) == 10 and int(n):
            year, week, _ = date.fromisoformat(when).isocalendar()
            expected[kind, side, year, week] += int(n)
    found = Counter()
    weekly = count_weeks(read_events(*columns(rows)))
    for (kind, side), counts in zip(weekly.labels, weekly.counts.tolist(), strict=True):
        for at, n in enumerate(counts):
            if n:
                monday = date.fromordinal((weekly.first_week + at) * 7 + 1)
                found[kind, side, *monday.isocalendar()[:2]] += n
    assert found == expected
    total = sum(int(n) for *_, n in rows)
    assert int(weekly.counts.sum()) + sum(weekly.apart.values()) == total


@given(ROWS, st.randoms(), st.integers(1, 12))
def test_nothing_small_is_shown_whatever_the_order(rows, random, threshold) -> None:
    shuffled = [*rows]
    random.shuffle(shuffled)
    published = publish_weeks(count_weeks(read_events(*columns(rows))), threshold=threshold)
    again = publish_weeks(count_weeks(read_events(*columns(shuffled))), threshold=threshold)
    assert published == again
    shown = [b.count for s in published.series for b in s.bins] + list(published.apart.values())
    assert all(n is None or n == 0 or n >= threshold for n in shown)
