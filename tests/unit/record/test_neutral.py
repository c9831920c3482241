"""Neutral wording: found in both scripts, silent in quotations, and the same for every side."""

import tomllib
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misaq.record import check_wording, tally_sides, wording_families, wording_version

LIST = tomllib.loads((files("misaq.record") / "terms" / "neutral.toml").read_text("utf-8"))
FAMILIES = {name: family for name, family in LIST.items() if isinstance(family, dict)}
TEMPLATES = {
    "en": (
        "On 3 May the {word} entered the village.",
        "{word}",
        "The elder said “{word}” of them, and the {word} left.",
        "A report ({word}, near the mill) names no one.",
    ),
    "roman": ("Log kehte hain {word} aaye.", "{word}!"),
    "ur": ("گاؤں والوں نے کہا کہ {word} آئے تھے۔", "{word}", "انہوں نے کہا: ”{word}“۔ پھر {word} کا ذکر ہوا۔"),
}  # fmt: skip


def opposites() -> list[tuple[str, str, str, str]]:
    """(family, script, a word of one side, a word of the other) for every pair of sides in every family."""
    pairs = []
    for name, family in FAMILIES.items():
        for one, other in product(family["terms"], repeat=2):
            if (one["leans"], other["leans"]) == ("authority", "challenger"):
                for script in ("en", "roman", "ur"):
                    for a, b in product(one[script], other[script]):
                        pairs.append((name, script, a, b))
    return pairs


def test_every_family_names_words_of_both_sides_in_every_script() -> None:
    for name, family in FAMILIES.items():
        for script in ("en", "roman", "ur"):
            leaning = {term["leans"] for term in family["terms"] if term[script]}
            assert {"authority", "challenger"} <= leaning, (name, script)
        assert {"en", "ur"} == set(family["label"]) == set(family["why"]) == set(family["instead"])


@pytest.mark.parametrize("field", ["structured", "narrative"])
def test_swapping_the_sides_changes_nothing_but_the_word(field: str) -> None:
    pairs = opposites()
    assert len(pairs) > 100
    for name, script, one, other in pairs:
        for template in TEMPLATES[script]:
            results = [
                [
                    (word.family, word.severity)
                    for word in check_wording(template.format(word=w), field)
                ]  # type: ignore[arg-type]
                for w in (one, other)
            ]
            assert results[0] == results[1], (template, one, other)
            assert {family for family, _ in results[0]} <= {name}
            assert results[0], (template, one)


def test_a_form_belongs_to_one_family_only() -> None:
    for name, family in FAMILIES.items():
        for term in family["terms"]:
            for form in [*term["en"], *term["roman"], *term["ur"]]:
                assert [word.family for word in check_wording(form)] == [name], form
                assert [word.leans for word in check_wording(form)] == [term["leans"]], form


def test_structured_fields_are_blocked_and_narrative_is_hinted() -> None:
    assert [word.severity for word in check_wording("traitor", "structured")] == ["block"]
    assert [word.severity for word in check_wording("traitor", "narrative")] == ["hint"]


@pytest.mark.parametrize(
    "text",
    [
        "He said: “they are terrorists and traitors”.",
        "«martyr»",
        'She wrote "the agencies took him".',
        "> unknown gunmen came\n> and left",
        "اس نے کہا: ”وہ غدار تھے“۔",
        "‘martyrs’",
        "counterterrorist; unmartyred; encounterings",
    ],
)
def test_quotations_and_other_words_are_never_touched(text: str) -> None:
    assert check_wording(text, "structured") == ()


def test_an_open_quotation_hides_nothing_and_none_crosses_a_line() -> None:
    assert len(check_wording("“ the traitor came")) == 1
    assert len(check_wording("“first\nthe traitor”")) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("یہ دہشت‌گردوں کا کام", "دہشت‌گردوں"),
        ("وہ غدّار کہلایا", "غدّار"),
        ("شُہَدَا کی یاد", "شُہَدَا"),
        ("يہ دهشت گرد", "دهشت گرد"),
        ("The MARTYRS of the town", "MARTYRS"),
        ("freedom-fighters", "freedom-fighters"),
        ("the martyr's house", "martyr's"),
    ],
)
def test_spelling_does_not_hide_a_word_and_its_place_is_exact(text: str, word: str) -> None:
    (found,) = check_wording(text)
    assert text[found.start : found.end] == word


def test_the_longest_word_wins() -> None:
    (found,) = check_wording("state terrorists")
    assert found.leans == "challenger"


def test_tallies_name_all_sides() -> None:
    assert tally_sides(check_wording("a traitor, an informer, a martyr")) == {
        "authority": 1,
        "challenger": 1,
        "any": 1,
    }
    assert wording_version()
    assert set(wording_families()) == set(FAMILIES)


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_find_lies_inside_it(text: str) -> None:
    before = 0
    for word in check_wording(text):
        assert before <= word.start < word.end <= len(text)
        before = word.end
