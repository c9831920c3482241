"""Texts are cut into words the same way in any script."""

import pytest

from misaq.charter.text import count_words, cut_units, is_word, prepare_text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "a b",
        "Article 1.\n(1) No one—",
        "دفعہ 12۔ اِس آئین کے تحت",
        "कानून\u200d का राज",
        "\ufeff",
    ],
)
def test_units_join_to_the_text(text: str) -> None:
    assert "".join(word + space for word, space in cut_units(text)) == text


def test_marks_and_joiners_stay_inside_their_word() -> None:
    words = [word for word, _ in cut_units("اِس کتاب‌خانہ में")][1:]
    assert words == ["اِس", "کتاب‌خانہ", "में"]


def test_equal_letters_written_two_ways_are_one() -> None:
    assert prepare_text("cafe\u0301") == prepare_text("caf\u00e9")
    assert prepare_text("آ") == prepare_text("ا\u0653")


def test_a_line_of_exactly_the_width_joins_the_next_and_no_other_does() -> None:
    assert prepare_text("abcd\nef\nghi\njkl", join_lines_of=4) == "abcdef\nghi\njkl"
    assert prepare_text("abcd\nef", join_lines_of=0) == "abcd\nef"
    assert prepare_text("abcd", join_lines_of=4) == "abcd"


def test_windows_line_ends_and_a_mark_at_the_start_are_no_words() -> None:
    assert prepare_text("\ufeffa\r\nb") == "a\nb"


def test_punctuation_is_not_counted() -> None:
    assert count_words("(2) Omitted — * * *; see s. 3.") == 5


@pytest.mark.parametrize(
    "text", ["", "_ __ a_ _1", "(2) دفعہ اِس، ۔", "ا\u200cب \u064b ـ", "x_y—z12A", "न्याय ।", "12.5%"]
)
def test_words_are_the_units_with_a_letter_or_digit(text: str) -> None:
    assert count_words(text) == sum(is_word(word) for word, _ in cut_units(text))
