"""What is in force on a day, as known on a day: the cases that constitutions have shown."""

import numpy as np
import pytest

from misaq.charter import (
    Operation,
    UnknownVersionError,
    Version,
    Weave,
    active_on,
    find_standing,
    fold_operations,
    read_weave,
    start_weave,
    weave_document,
)
from misaq.foundation.errors import FaultsError

TEXT = "Article 1. Term\nThe council sits for five years.\nArticle 2. Courts\nThe court is one.\n"


def fold(*operations: Operation, dates: dict[int, str] | None = None, text: str = TEXT) -> Weave:
    weave = start_weave(Version(0, "", "1950-01-26", {"a": text}))
    days = {1: "1960-05-01", 2: "1970-05-01", 3: "1980-05-01"} | (dates or {})
    return fold_operations(weave, operations, [Version(n, "", d, {}) for n, d in days.items()])


def six(id_: str = "1.1", n: int = 1, **more: str) -> Operation:
    return Operation(id_, n, "substitute_words", "art-1", words="five", text="six", **more)


def on(weave: Weave, date: str, known: str = "", **left_out: list[int]) -> str:
    text = weave.texts(active_on(weave, date, known=known, **left_out))["a"]
    return text.splitlines()[1].removeprefix("The council sits for ")


def state(weave: Weave, date: str, place: int, known: str = "") -> str:
    return find_standing(weave, date, known=known)[place].state


def test_without_effects_a_day_is_its_version() -> None:
    weave = fold(six(), Operation("2.1", 2, "omit_words", "art-2", words="is one"))
    for date in ("1950-01-26", "1959-12-31", "1960", "1960-05-01", "1971", "2030-01-01"):
        plain = weave.active(weave.place_on(date))
        assert np.array_equal(active_on(weave, date), plain)
        assert np.array_equal(active_on(weave, date, known="2040"), plain)
    with pytest.raises(UnknownVersionError):
        active_on(weave, "1949")


def test_two_amendments_of_one_day_follow_their_numbers() -> None:
    seven = Operation("2.1", 2, "substitute_words", "art-1", words="six", text="seven")
    weave = fold(seven, six(), dates={2: "1960-05-01"})
    assert on(weave, "1960-05-01") == "seven years."
    assert on(weave, "1960-04-30") == "five years."


def test_deemed_always_to_have_been_so_changes_earlier_days_once_known() -> None:
    weave = fold(six("2.1", 2, commencement="1950-01-26"))
    assert on(weave, "1955") == "six years."
    assert on(weave, "1955", known="1969-12-31") == "five years."
    assert on(weave, "1955", known="1970-05-01") == "six years."


def test_what_nobody_brought_into_force_waits() -> None:
    weave = fold(
        six(commencement="unknown"),
        Operation("3.1", 3, "commences", targets=("1.1",), commencement="1980-09-01"),
    )
    assert on(weave, "1979") == "five years."
    assert state(weave, "1979", 1) == "not_yet"
    assert state(weave, "1979", 1, known="1979") == "unknown"
    assert on(weave, "1980-09-01") == "six years."
    assert on(weave, "1981", known="1979") == "five years."
    assert on(weave, "1981", without_operations=[2]) == "five years."


def test_an_amendment_may_be_amended_before_it_commences() -> None:
    weave = fold(
        six(commencement="unknown"),
        Operation("2.1", 2, "substitute_words", "art-1", words="six", text="ten"),
        Operation("3.1", 3, "commences", targets=("1",)),
    )
    assert weave.operations[2].targets == ("1.1",)
    assert on(weave, "1971") == "five years."
    assert state(weave, "1971", 2) == "not_yet"
    assert on(weave, "1980-05-01") == "ten years."


def test_later_acts_quote_the_text_in_force_and_not_what_waits() -> None:
    weave = fold(
        six(commencement="unknown"),
        Operation("2.1", 2, "substitute_words", "art-1", words="five years", text="a year"),
    )
    assert on(weave, "1971") == "a year."


def test_a_sunset_and_its_revival() -> None:
    weave = fold(
        six(expiry="1962-05-01"),
        Operation("2.1", 2, "revives", targets=("1.1",)),
        Operation("3.1", 3, "expires", targets=("1.1",)),
    )
    days = ["1960-05-01", "1962-04-30", "1962-05-01", "1970-04-30", "1970-05-01", "1980-05-01"]
    assert [on(weave, day).split()[0] for day in days] == [
        "six", "six", "five", "five", "six", "five",
    ]  # fmt: skip
    assert state(weave, "1980-05-01", 1) == "expired"


def test_what_is_revived_on_the_day_of_its_end_goes_on() -> None:
    revived = Operation("2.1", 2, "revives", targets=("1.1",), commencement="1962-05-01")
    weave = fold(six(expiry="1962-05-01"), revived)
    assert on(weave, "1962-05-01") == "six years."


def test_what_an_effect_ends_is_not_quoted_any_more_on_that_same_day() -> None:
    weave = fold(
        six(),
        Operation("1.2", 1, "omit_words", "art-2", words="one", commencement="unknown"),
        Operation("2.1", 2, "insert_words", "art-2", text="always", words="court", where="after"),
        Operation("2.2", 2, "expires", targets=("1.1",)),
        Operation("2.3", 2, "substitute_words", "art-1", words="five", text="nine"),
    )
    assert on(weave, "1969") == "six years."
    assert on(weave, "1971") == "nine years."


def test_a_suspension_is_over_on_its_day_or_when_it_is_lifted() -> None:
    suspended = Operation(
        "2.1", 2, "suspends", targets=("1.1",), commencement="1975-06-25", expiry="1977-03-21"
    )
    weave = fold(six(), suspended)
    assert [on(weave, d)[:3] for d in ("1975-06-24", "1975-06-25", "1977-03-20", "1977-03-21")] == [
        "six", "fiv", "fiv", "six",
    ]  # fmt: skip
    revived = Operation("2.2", 2, "revives", targets=("1.1",), commencement="1976-01-01")
    lifted = fold(six(), suspended, revived)
    assert on(lifted, "1975-12-31") == "five years."
    assert on(lifted, "1976-01-01") == "six years."


def test_a_section_struck_down_was_void_from_the_beginning() -> None:
    weave = fold(
        six(),
        Operation("1.2", 1, "omit_words", "art-2", words="is one"),
        Operation("3.1", 3, "strikes_down", targets=("1.2",), known="1980-07-31"),
    )
    assert state(weave, "1961", 2) == "struck_down"
    assert state(weave, "1961", 2, known="1979") == "in_force"
    assert state(weave, "1980-06-30", 2, known="1980-06-30") == "in_force"
    assert on(weave, "1961") == "six years."
    assert "is one" in weave.texts(active_on(weave, "1985"))["a"]


def test_a_provision_struck_down_takes_what_was_written_beneath_it() -> None:
    weave = fold(
        Operation(
            "1.1", 1, "insert_provision", "art-1.cl-2", parent="art-1", text="(2) It may sit on."
        ),
        Operation("2.1", 2, "omit_words", "art-1.cl-2", words="may"),
        six("2.2", 2),
        Operation("3.1", 3, "strikes_down", targets=("art-1.cl-2",)),
    )
    assert [state(weave, "1985", p) for p in (1, 2, 3)] == [
        "struck_down",
        "struck_down",
        "in_force",
    ]
    assert "(2)" not in weave.texts(active_on(weave, "1985"))["a"]


def test_void_orders_that_are_validated_later_change_no_word_by_it() -> None:
    weave = fold(
        six(),
        Operation("2.1", 2, "validates", targets=("1",), note="All orders are affirmed."),
        Operation("2.2", 2, "saves", targets=("1",)),
        Operation("2.3", 2, "deems", targets=("1",)),
    )
    assert np.array_equal(active_on(weave, "1985"), weave.active())
    assert weave.operations[2].note == "All orders are affirmed."


def test_an_order_struck_down_and_then_revived_counts_from_that_day() -> None:
    weave = fold(
        six(),
        Operation("2.1", 2, "strikes_down", targets=("1",)),
        Operation("3.1", 3, "revives", targets=("1.1",)),
    )
    assert on(weave, "1979") == "five years."
    assert on(weave, "1980-05-01") == "six years."
    assert on(weave, "1961", known="1961") == "six years."


def test_an_ordinance_lapses_and_an_act_takes_its_place() -> None:
    weave = fold(
        six(expiry="1960-09-01"),
        Operation("2.1", 2, "substitute_words", "art-1", words="five", text="seven", commencement="1960-09-01"),
    )  # fmt: skip
    assert on(weave, "1960-08-31") == "six years."
    assert on(weave, "1960-09-01") == "seven years."
    assert on(weave, "1965", known="1965") == "five years."


def test_a_ruling_against_a_ruling_does_not_count_what_it_struck() -> None:
    weave = fold(
        six(),
        Operation("2.1", 2, "strikes_down", targets=("1.1",)),
        Operation("3.1", 3, "strikes_down", targets=("2.1",)),
    )
    assert on(weave, "1975") == "six years."
    assert on(weave, "1975", known="1975") == "five years."


def test_the_stub_of_an_omitted_provision_stands_and_may_be_filled() -> None:
    weave = fold(
        Operation("1.1", 1, "omit_words", "art-2", words="is one"),
        Operation("1.2", 1, "omit_provision", "art-2", text="Article 2. * * *"),
        Operation(
            "2.1", 2, "substitute_provision", "art-2", text="Article 2. Courts\nThere are two."
        ),
    )
    full = weave.texts(weave.active())["a"]
    assert full.endswith("five years.\nArticle 2. Courts\nThere are two.\n")
    assert weave.texts(weave.active(1))["a"].endswith("five years.\nArticle 2. * * *\n")
    # the words that the omitted article had lost before stay out whichever of the two is undone
    without = weave.texts(weave.active(1, without_operations=[1]))["a"]
    assert "is one" not in without
    assert without.endswith("Article 2. * * *\n")


def test_an_effect_on_nothing_is_a_fault() -> None:
    with pytest.raises(FaultsError) as raised:
        fold(six(), Operation("2.1", 2, "expires", targets=("9.9", "art-7")))
    assert [f.params["target"] for f in raised.value.faults] == ["9.9", "art-7"]


def test_effects_are_published_with_the_weave() -> None:
    weave = fold(six(), Operation("2.1", 2, "strikes_down", targets=("1.1",), known="1981"))
    again = read_weave(weave_document(weave))
    assert again.operations == weave.operations
    assert on(again, "1975") == "five years."
