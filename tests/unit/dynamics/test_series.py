"""Weekly series: what is counted, what is hidden, and that nothing hidden can be worked out."""

import numpy as np
import pytest

from misaq.dynamics import (
    BIN_WEEKS,
    EventsSpanError,
    TooManySeriesError,
    WeeklySeries,
    bin_counts,
    count_weeks,
    publish_weeks,
    read_events,
)


def weekly(*rows: list[int]) -> WeeklySeries:
    labels = tuple((f"k{i}", "s") for i in range(len(rows)))
    return WeeklySeries(105939, labels, np.array(rows, dtype=np.int64), {})


def test_a_small_case_by_hand() -> None:
    events = read_events(
        ["2031-05-18", "2031-05-12", "2031-05-19", "2031-06-02", "2031-05", "2031", "2031-06-30"],
        ["clash", "clash", "clash", "talks", "clash", "talks", "zero"],
        ["b", "b", "a", "a", "a", "a", "a"],
        ["2", "3", "", "4", "7", "1", "0"],
    )
    found = count_weeks(events)
    assert found.labels == (("clash", "a"), ("clash", "b"), ("talks", "a"))
    assert found.counts.tolist() == [[0, 1, 0, 0], [5, 0, 0, 0], [0, 0, 0, 4]]
    assert found.apart == {"month": 7, "year": 1}
    published = publish_weeks(found, threshold=5)
    assert (published.first_day, published.last_day) == ("2031-05-12", "2031-06-08")
    assert published.apart == {"month": 7, "year": None}


def test_counts_below_the_threshold_are_hidden_and_nought_is_shown() -> None:
    (series,) = publish_weeks(weekly([0, 100, 4, 5, 1, 0]), threshold=5).series
    assert [b.count for b in series.bins] == [0, 100, None, 5, None, 0]
    assert (series.bin_weeks, series.shown_total, series.n_hidden) == (1, 105, 2)
    assert [b.week for b in series.bins][:2] == ["2031-W20", "2031-W21"]
    assert [b.start for b in series.bins][:2] == ["2031-05-12", "2031-05-19"]


def test_a_sparse_series_gets_the_narrowest_bins_that_show_most_of_it() -> None:
    (pairs,) = publish_weeks(weekly([3, 2] * 8), threshold=5).series
    assert (pairs.bin_weeks, [b.count for b in pairs.bins]) == (2, [5] * 8)
    (rare,) = publish_weeks(weekly(([1] + [0] * 59) * 2), threshold=5).series
    assert rare.bin_weeks == max(BIN_WEEKS)
    assert (rare.shown_total, rare.n_hidden) == (0, 2)


def test_each_series_has_its_own_bins_and_the_last_may_be_short() -> None:
    dense, sparse = publish_weeks(weekly([9] * 5, [3, 2, 3, 2, 9]), threshold=5).series
    assert (dense.bin_weeks, sparse.bin_weeks) == (1, 2)
    assert [(b.weeks, b.count) for b in sparse.bins] == [(2, 5), (2, 5), (1, 9)]


def test_no_sum_gives_a_hidden_count_away() -> None:
    """Two inputs that differ only in hidden counts are published alike."""
    one = publish_weeks(weekly([50, 1, 0, 50, 4]), threshold=5)
    other = publish_weeks(weekly([50, 4, 0, 50, 2]), threshold=5)
    assert one == other


def test_a_threshold_of_one_hides_nothing() -> None:
    (series,) = publish_weeks(weekly([1, 0, 2]), threshold=1).series
    assert [b.count for b in series.bins] == [1, 0, 2]


def test_no_events_is_an_answer() -> None:
    empty = publish_weeks(count_weeks(read_events([], [], [])), threshold=5)
    assert (empty.series, empty.apart, empty.first_day) == ((), {}, "")
    apart = publish_weeks(count_weeks(read_events(["2031"] * 6, ["k"] * 6, ["s"] * 6)), threshold=5)
    assert (apart.series, apart.apart) == ((), {"year": 6})


def test_the_end_of_the_calendar_is_no_fall() -> None:
    found = publish_weeks(count_weeks(read_events(["9999-12-31"], ["k"], ["s"])), threshold=1)
    assert found.last_day == "9999-12-31"


def test_a_mistyped_year_is_an_error() -> None:
    with pytest.raises(EventsSpanError) as caught:
        count_weeks(read_events(["0203-05-18", "2031-05-18"], ["k"] * 2, ["s"] * 2))
    assert caught.value.params["first"] == "0203-05-16"


def test_free_text_for_a_code_is_an_error() -> None:
    names = [f"said {i}" for i in range(1001)]
    with pytest.raises(TooManySeriesError):
        count_weeks(read_events(["2031-05-18"] * 1001, names, ["s"] * 1001))


@pytest.mark.parametrize("width", BIN_WEEKS)
def test_bins_keep_the_sum(width: int) -> None:
    counts = np.arange(60)
    assert bin_counts(counts, width).sum() == counts.sum()
    assert len(bin_counts(counts, width)) == -(-60 // width)
    assert bin_counts(np.zeros(0, np.int64), width).size == 0
