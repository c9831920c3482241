"""Likeness of short texts in Latin and Arabic script, and hints on wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.dialogue import find_similar, measure_similarity, wording_hints

TEXTS = (
    "The wells are repaired within a month.",
    "کنویں ایک ماہ میں ٹھیک کیے جائیں۔",
    "Schools teach in every language of the valley.",
    "سکول وادی کی ہر زبان میں پڑھائیں۔",
)


@pytest.mark.parametrize(("text", "like"), [
    ("WELLS are to be repaired within one month", 0),
    ("کنوئیں ایک ماہ میں ٹھیک کئے جائیں", 1),
    ("كنويں ایک ماہ میں ٹھیك کیے جائیں", 1),  # typed on an Arabic keyboard
    ("schools should teach every language of the valley", 2),
    ("ہر زبان میں سکول پڑھائیں", 3),
])  # fmt: skip
def test_the_same_thought_in_other_words_is_found_first(text: str, like: int) -> None:
    assert find_similar(text, TEXTS)[0] == like


def test_what_is_not_alike_is_not_shown() -> None:
    assert find_similar("Bus fares are lowered for pupils", TEXTS) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_both_ways_and_between_none_and_all(one: str, other: str) -> None:
    there, back = measure_similarity(one, [other])[0], measure_similarity(other, [one])[0]
    assert there == back
    assert 0 <= there <= 1
    own = measure_similarity(one, [one])[0]
    assert own in (0.0, 1.0)  # 0 where there are no letters


@pytest.mark.parametrize(("text", "codes"), [
    ("Wells are repaired within a month.", ()),
    ("کنویں ایک ماہ میں ٹھیک کیے جائیں۔", ()),
    ("کیا کنویں ٹھیک ہوں گے؟", ("question",)),
    ("REPAIR THOSE WELLS now", ("loud",)),
    ("Wells are repaired. Roads are paved.", ("two",)),
    ("کنویں ٹھیک ہوں۔ سڑکیں پکی ہوں۔", ("two",)),
    ("سب غدار ہیں", ("loaded",)),
    ("w" * 141, ("long",)),
])  # fmt: skip
def test_hints_say_what_could_be_worded_better(text: str, codes: tuple[str, ...]) -> None:
    assert wording_hints(text) == codes
